# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries of which one gets the name that another one gives up: `a` becomes `b`, and `b` becomes `c`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .._engine.compare import Desired
from .._engine.item import Item
from .._engine.names import normal, same_name
from .._engine.read import list_rows, pick
from .._engine.resource import Resource
from .._engine.snapshot import Snapshot
from .._resources.archive_renaming import RENAME_ARCHIVE
from .tenant_entry import NamedEntry


def follows(entry: NamedEntry, other: NamedEntry) -> bool:
    """Whether the entry gets the name that the other one gives up."""
    return _is_renamed(entry) and _is_renamed(other) and _given_up(other) == _got(entry)


def in_order_of_renaming(entries: Sequence[NamedEntry]) -> list[NamedEntry]:
    """The entries of one part; before each one the one whose name it gets."""
    renamings = Renamings(entries)
    ordered: dict[int, NamedEntry] = {}
    for entry in entries:
        for earlier in reversed(renamings.chain_from(entry)):
            ordered.setdefault(id(earlier), earlier)
    return list(ordered.values())


class Renamings:
    """The renamed entries of a task, found by their names without looking at each of them."""

    def __init__(self, entries: Iterable[NamedEntry]) -> None:
        self._renamed = [entry for entry in entries if _is_renamed(entry)]
        # Of two entries with the same name, which is a mistake, the first one counts.
        self._by_name_given_up = {_given_up(entry): entry for entry in reversed(self._renamed)}
        self._by_name_got = {_got(entry): entry for entry in reversed(self._renamed)}

    def chain_from(self, entry: NamedEntry) -> list[NamedEntry]:
        """The entry, then the one whose name it gets, and so on; a circle ends where it began."""
        chain = [entry]
        seen = {id(entry)}
        while _is_renamed(chain[-1]):
            following = self._by_name_given_up.get(_got(chain[-1]))
            if following is None or id(following) in seen:
                break
            chain.append(following)
            seen.add(id(following))
        return chain

    def pairs(self) -> list[tuple[NamedEntry, NamedEntry]]:
        """The entries that get the name of another one, and that other one."""
        return [(chain[0], chain[1]) for entry in self._renamed if len(chain := self.chain_from(entry)) > 1]

    def circles(self) -> list[list[NamedEntry]]:
        """The entries whose names go round: none of them ever becomes free."""
        found: list[list[NamedEntry]] = []
        seen: set[int] = set()
        # Those that follow come first.
        for entry in reversed(self._renamed):
            circle = self.chain_from(entry)
            if follows(circle[-1], entry) and id(entry) not in seen:
                found.append(circle)
                seen.update(map(id, circle))
        return found

    def chain_of(self, entry: NamedEntry) -> tuple[str, ...]:
        """All names of the chain that the entry belongs to, the first one given up at its beginning."""
        if not _is_renamed(entry):
            return ()
        first, seen = entry, {id(entry)}
        while True:
            before = self._by_name_got.get(_given_up(first))
            if before is None or id(before) in seen:
                break
            first = before
            seen.add(id(first))
        chain = self.chain_from(first)
        return (*(each.names[0] for each in chain), chain[-1].names[1]) if len(chain) > 1 else ()


def refusal_of(circle: Sequence[NamedEntry]) -> str:
    """What is wrong with entries whose names go round."""
    names = " -> ".join(repr(each.names[0]) for each in (*circle, circle[0]))
    return (
        f"{circle[0].place}: the names go round in a circle ({names}), so that none of them becomes free; give one of them a"
        " third name first, in a task of its own."
    )


def archives_handed_on(entries: Iterable[NamedEntry]) -> list[str]:
    """A sentence for each entry whose archive would get the name that another archive gives up: where one is and what is in
    it is only known once the other one has been moved."""
    renamings = Renamings(entry for entry in entries if entry.options.get(RENAME_ARCHIVE))
    return [
        f"{first.place}: with {RENAME_ARCHIVE} the archive would get the name that {second.place} gives up in the same task;"
        f" rename {second.names[0]!r} in a task of its own first."
        for first, second in renamings.pairs()
    ]


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
    if len(entry.names) < 2 or same_name(*entry.names):
        return False
    return entry.part.noun.resource.rename is not None


def _given_up(entry: NamedEntry) -> tuple[str, str]:
    return entry.part.option, normal(entry.names[0])


def _got(entry: NamedEntry) -> tuple[str, str]:
    return entry.part.option, normal(entry.names[1])
