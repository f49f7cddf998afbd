# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries of which one gets the name that another one gives up: `a` becomes `b`, and `b` becomes `c`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .._engine.compare import Desired
from .._engine.item import Item
from .._engine.read import list_rows, pick
from .._engine.resource import Resource
from .._engine.snapshot import Snapshot
from .tenant_entry import NamedEntry


def follows(entry: NamedEntry, other: NamedEntry) -> bool:
    """Whether the entry gets the name that the other one gives up."""
    return _is_renamed(entry) and _is_renamed(other) and entry.part is other.part and entry.names[1] == other.names[0]


def in_order_of_renaming(entries: Sequence[NamedEntry]) -> list[NamedEntry]:
    """The entries of one part; before each one the one whose name it gets."""
    renamed = [entry for entry in entries if _is_renamed(entry)]
    ordered: dict[int, NamedEntry] = {}
    for entry in entries:
        for earlier in reversed(_chain_from(entry, renamed)):
            ordered.setdefault(id(earlier), earlier)
    return list(ordered.values())


def circles(entries: Sequence[NamedEntry]) -> list[list[NamedEntry]]:
    """The entries whose names go round: none of them ever becomes free."""
    renamed = [entry for entry in entries if _is_renamed(entry)]
    found: list[list[NamedEntry]] = []
    # Those that follow come first.
    for entry in reversed(renamed):
        circle = _chain_from(entry, renamed)
        if follows(circle[-1], entry) and not any(entry is known for other in found for known in other):
            found.append(circle)
    return found


def refusal_of(circle: Sequence[NamedEntry]) -> str:
    """What is wrong with entries whose names go round."""
    names = " -> ".join(repr(each.names[0]) for each in (*circle, circle[0]))
    return (
        f"{circle[0].place}: the names go round in a circle ({names}), so that none of them becomes free; give one of them a"
        " third name first, in a task of its own."
    )


def chain_of(entry: NamedEntry, entries: Sequence[NamedEntry]) -> tuple[str, ...]:
    """All names of the chain that the entry belongs to, the first one given up at its beginning."""
    if not _is_renamed(entry):
        return ()
    renamed = [other for other in entries if _is_renamed(other)]
    first, seen = entry, [entry]
    while True:
        before = next((other for other in renamed if follows(other, first)), None)
        if before is None or any(before is other for other in seen):
            break
        first = before
        seen.append(first)
    chain = _chain_from(first, renamed)
    return (*(each.names[0] for each in chain), chain[-1].names[1]) if len(chain) > 1 else ()


def with_chain(item: Item, names: Sequence[str]) -> Item:
    """The item, which is written in its order, and which knows how far the chain has been renamed already."""
    if not names:
        return item

    def prepare(resource: Resource, desired: Desired, snapshot: Snapshot) -> tuple[Resource, Desired]:
        resource, desired = item.prepare(resource, desired, snapshot)
        rows = list_rows(resource, snapshot, desired.scope)
        free = [name for name in names if pick(resource, name, rows).api_object is None]
        # Each renaming frees the name before: of the last one first, of the first one last.
        if len(free) == 1 and names.index(free[0]) <= names.index(desired.name):
            desired = replace(desired, name=desired.final_name, new_name=None)
        return resource, desired

    return replace(item, prepare=prepare, independent=False)


def _is_renamed(entry: NamedEntry) -> bool:
    return len(entry.names) > 1 and entry.names[0] != entry.names[1] and entry.part.noun.resource.rename is not None


def _chain_from(entry: NamedEntry, renamed: Sequence[NamedEntry]) -> list[NamedEntry]:
    """The entry, then the one whose name it gets, and so on; a circle ends where it began."""
    chain = [entry]
    while True:
        following = next((other for other in renamed if follows(chain[-1], other)), None)
        if following is None or any(following is known for known in chain):
            return chain
        chain.append(following)
