# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a tenant has and its task does not name: reported, or removed if the task says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import floor
from typing import Any

from .._api.errors import InputError, NotSupportedByServer
from .._engine.batch import in_rounds
from .._engine.compare import Desired
from .._engine.item import Item
from .._engine.names import alike_key
from .._engine.not_none import not_none
from .._engine.patterns import Patterns, unfit
from .._engine.read import read_detail
from .._engine.resource import ApiObject
from .._engine.rows import Rows
from .._engine.snapshot import Snapshot
from .._engine.unfinished import name_without_replacement
from .._resources.assumptions import is_synchronized
from .._resources.folder import archives_of
from .._resources.user import USER
from .tenant_entry import MERGE_FROM, NamedEntry, Part
from .tenant_parts import LISTS, becomes_current_store, part_of
from .tenant_references import holders_of, rows_or_refusal

_SHARE = re.compile(r"(?P<number>\d+) ?(?P<percent>%)?")


@dataclass(frozen=True)
class Purge:
    """What may be removed although no entry names it; `max_deletions` is a number or a share such as 10%."""

    parts: tuple[str, ...]
    synchronized: bool
    protect: Mapping[str, Sequence[str]]
    max_deletions: str

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Purge:
        """What the options of a task say."""
        return cls(
            tuple(dict.fromkeys(params["purge"] or ())),
            bool(params["purge_synchronized"]),
            params["protect"] or {},
            str(params["max_deletions"]),
        )

    def check(self, params: Mapping[str, Any]) -> list[str]:
        """A sentence for each option that cannot be: a list that the task does not give would be emptied by mistake."""
        mistakes = [
            f"purge names {option}, but the task has no {option}: list those that are to stay, or write {option}: [] if"
            " none is to stay."
            for option in self.parts
            if params[option] is None
        ]
        return [*mistakes, *mistakes_in_limit("max_deletions", self.max_deletions)]

    def check_entries(self, entries: Iterable[NamedEntry]) -> Iterator[str]:
        """A sentence for each object that is to go and is protected."""
        for entry in entries:
            if entry.is_absent and self.protects(entry.part.option, entry.names[0]):
                yield f"{entry.place}: the entry has state: absent, but protect names it; take it out of one of the two."
            if entry.merged_name and self.protects(entry.part.option, entry.merged_name):
                yield (
                    f"{entry.place}: {MERGE_FROM} detaches the store {entry.merged_name!r}, but protect names it; take it out"
                    " of one of the two."
                )

    def protects(self, option: str, name: str) -> bool:
        """Whether the name, or a pattern that fits it, is protected."""
        return option in self._protected and self._protected[option].fit(name)

    @cached_property
    def _protected(self) -> Mapping[str, Patterns]:
        return {option: Patterns(patterns or ()) for option, patterns in self.protect.items()}

    def limit(self, there: int) -> str:
        """The limit in words: of a share also how many objects that is."""
        return f"{self.max_deletions} ({self.most(there)})" if "%" in self.max_deletions else self.max_deletions

    def most(self, there: int) -> int:
        """How many of so many objects may be removed: of a share at least one, but of 0% none."""
        limit = _SHARE.fullmatch(self.max_deletions)
        if limit is None or not limit["percent"]:
            return int(limit["number"]) if limit else 0
        share = int(limit["number"])
        return max(1, floor(there * share / 100)) if share else 0


@dataclass(frozen=True)
class Purged:
    """An object that is to go."""

    option: str
    name: str
    item: Item


@dataclass(frozen=True)
class Inventory:
    """The rows of each list of a tenant, those of them that no entry names, and those of these that are to go.

    `left_out` has a sentence for each list that this version of the server does not have.
    """

    rows: Mapping[str, Rows]
    unmanaged: Mapping[str, Sequence[ApiObject]]
    purged: Sequence[Purged] = ()
    left_out: Sequence[str] = ()

    @classmethod
    def read(
        cls,
        options: Iterable[str],
        entries: Sequence[NamedEntry],
        purge: Purge,
        snapshot: Snapshot,
        instance_id: str,
        parallel: int,
    ) -> Inventory:
        """The inventory of these parts.

        Raises InputError for parts that the server does not have, when more is to go than allowed, and when a list of
        users that cannot be right is empty; and what the client raises.
        """
        parts = [part_of(option) for option in LISTS if option in set(options)]
        works = [partial(rows_or_refusal, part.noun.resource, snapshot, instance_id) for part in parts]
        rows, left_out = {}, []
        for part, found in zip(parts, in_rounds(works, snapshot, parallel)):
            if not isinstance(found, NotSupportedByServer):
                rows[part.option] = found
            elif part.option in purge.parts:
                raise InputError(f"purge of {part.option}: {found.needed_by('purge')}")
            else:
                left_out.append(
                    f"The part {part.option} is left out of what is unmanaged. {(found.lack or found.message).rstrip('.')}."
                )
        unmanaged = {option: _not_named(part_of(option), rows[option], entries) for option in rows}
        inventory = cls(rows, unmanaged, left_out=left_out)
        return replace(inventory, purged=inventory._to_go(purge, entries, snapshot, instance_id))

    def removals(self) -> list[Item]:
        """An item for each object that is to go, jobs first and stores last."""
        return [entry.item for entry in self.purged]

    @property
    def places(self) -> frozenset[str]:
        """The places of these items."""
        return frozenset(item.place for item in self.removals())

    def useless_protection(self, purge: Purge) -> list[str]:
        """A sentence for each protected name or pattern that fits nothing."""
        return [
            f"protect: nothing among the {option} fits {pattern!r}."
            for option in purge.parts
            for pattern in unfit(purge.protect.get(option) or (), (_name(option, row) for row in self.rows[option]))
        ]

    def shown(self, snapshot: Snapshot, instance_id: str, parallel: int) -> dict[str, Any]:
        """What no entry names and what stays, by part: the names; of users their privileges, too, and whether a directory
        sync made them."""
        gone = {(entry.option, entry.name) for entry in self.purged}
        shown: dict[str, Any] = {}
        for option, rows in self.unmanaged.items():
            names = [_name(option, row) for row in rows]
            shown[option] = [{part_of(option).identity: name} for name in names if (option, name) not in gone]
        if shown.get("users"):
            names = [row["name"] for row in shown["users"]]
            works = [partial(_privileges, snapshot, instance_id, name) for name in names]
            for row, privileges in zip(shown["users"], in_rounds(works, snapshot, parallel)):
                row["privileges"] = privileges
            synchronized = {_name("users", row) for row in self.unmanaged["users"] if is_synchronized(row)}
            for row in shown["users"]:
                row["synchronized"] = row["name"] in synchronized
        return shown

    def _to_go(self, purge: Purge, entries: Sequence[NamedEntry], snapshot: Snapshot, instance_id: str) -> list[Purged]:
        if "users" in purge.parts:
            self._refuse_no_users(snapshot, instance_id)
        purged = [
            Purged(option, name, _removal(part_of(option), name, snapshot, instance_id))
            for option in reversed([option for option in LISTS if option in purge.parts])
            for name in self._names_to_go(option, purge, entries)
        ]
        there = sum(len(self._removable_rows(option)) for option in purge.parts)
        if len(purged) > purge.most(there):
            names = ", ".join(f"{part_of(entry.option).noun.resource.in_words} {entry.name!r}" for entry in purged)
            raise InputError(
                f"purge would remove {len(purged)} of {there} objects, but max_deletions is {purge.limit(there)}:"
                f" {names}. Name what is to stay, protect it, or raise max_deletions."
            )
        return purged

    def _names_to_go(self, option: str, purge: Purge, entries: Sequence[NamedEntry]) -> list[str]:
        keeps_current = not any(becomes_current_store(entry) for entry in entries)
        names = (
            _name(option, row)
            for row in self.unmanaged[option]
            if _may_go(option, row, purge, keeps_current=keeps_current)
        )
        return [name for name in dict.fromkeys(names) if not purge.protects(option, name)]

    def _removable_rows(self, option: str) -> list[ApiObject]:
        resource = part_of(option).noun.resource
        return [row for row in self.rows[option] if row[resource.identity_key] not in resource.unlisted]

    def _refuse_no_users(self, snapshot: Snapshot, instance_id: str) -> None:
        """A tenant that has archives had users: see EMPTY_LIST_BESIDE_ARCHIVES."""
        if self.rows["users"]:
            return
        archives = archives_of(snapshot, instance_id).names
        if archives:
            raise InputError(
                f"purge: the server lists no users, although the instance has archives ({len(archives)}); nothing is removed"
                " until the list is read again with users in it."
            )


def mistakes_in_limit(option: str, value: Any) -> Iterator[str]:
    """A sentence for what is neither a number nor a share of objects."""
    limit = _SHARE.fullmatch(str(value))
    if limit is None or (limit["percent"] and int(limit["number"]) > 100):
        yield f"{option} is {str(value)!r}: write a number such as 5, or a share from 0% to 100%."


def _not_named(part: Part, rows: Rows, entries: Iterable[NamedEntry]) -> list[ApiObject]:
    """One row for each object, without what an interrupted replacement has left beside it."""
    of_part = [entry for entry in entries if entry.part is part]
    named = {alike_key(name) for entry in of_part for name in (*entry.names, entry.merged_name) if name}
    unlisted, key = part.noun.resource.unlisted, part.noun.resource.identity_key
    others = [row for row in rows if row[key] not in unlisted and alike_key(_name(part.option, row)) not in named]
    return list({_name(part.option, row): row for row in reversed(others)}.values())[::-1]


def _name(option: str, row: ApiObject) -> str:
    """The name of an object, of one that is about to replace another that of the other."""
    return name_without_replacement(str(row[part_of(option).noun.resource.identity_key]))


def _may_go(option: str, row: ApiObject, purge: Purge, *, keeps_current: bool) -> bool:
    """The store that takes the new messages never goes, and what a directory sync made only if the task says so."""
    if option == "stores":
        return bool(row["requestedState"] != "current") or not keeps_current
    return option != "users" or purge.synchronized or not is_synchronized(row)


def _removal(part: Part, name: str, snapshot: Snapshot, instance_id: str) -> Item:
    try:
        resource = part.noun.resource_on(snapshot.client)
    except NotSupportedByServer as refusal:
        raise InputError(f"purge of {part.option}: {refusal.needed_by('purge')}") from None
    desired = Desired(name, {}, absent=True, scope={"instanceID": instance_id})
    return Item(resource, desired, place=f"purge of {part.option} ({name})", after_success_of=holders_of(resource))


def _privileges(snapshot: Snapshot, instance_id: str, name: str) -> list[str]:
    detail = read_detail(not_none(USER.detail), name, snapshot, {"instanceID": instance_id})
    privileges: list[str] = USER.field_of("privileges").read(detail)
    return privileges
