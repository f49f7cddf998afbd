# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a tenant has and its task does not name: reported, or removed if the task says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from math import floor
from typing import Any

from .._api.errors import InputError
from .._engine.batch import in_rounds
from .._engine.compare import Desired
from .._engine.item import Item
from .._engine.names import without_case
from .._engine.not_none import not_none
from .._engine.read import list_rows, read_detail
from .._engine.resource import ApiObject
from .._engine.rows import Rows
from .._engine.server import Server
from .._engine.unfinished import name_without_replacement
from .._resources.assumptions import is_synchronized
from .._resources.folder import archives_of
from .._resources.user import USER
from .tenant_parts import LISTS, NamedEntry, Part, part_of

_SHARE = re.compile(r"(?P<number>\d+) ?(?P<percent>%)?")


@dataclass(frozen=True)
class Purge:
    """What may be removed although no entry names it. `max_deletions` is a number or a share such as 10%."""

    parts: tuple[str, ...]
    synchronized: bool
    protect: Mapping[str, Sequence[str]]
    max_deletions: str

    def check(self, entries: Iterable[NamedEntry]) -> list[str]:
        """A sentence for each option that cannot be, and for each entry that is to go and is protected."""
        mistakes = []
        if not _SHARE.fullmatch(self.max_deletions):
            mistakes.append(
                f"max_deletions: {self.max_deletions!r} is not a number and not a share; write it as 5 or '10%'."
            )
        for entry in entries:
            if entry.options.get("state") == "absent" and self.protects(entry.part.option, entry.names[0]):
                mistakes.append(
                    f"{entry.place}: the entry has state: absent, but protect names it; take it out of one."
                )
        return mistakes

    def protects(self, option: str, name: str) -> bool:
        """Whether the name, or a pattern that fits it, is protected; the case of letters makes no difference."""
        patterns = self.protect.get(option) or ()
        return any(fnmatchcase(without_case(name), without_case(pattern)) for pattern in patterns)

    def most(self, there: int) -> int:
        """How many of so many objects may be removed: of a share at least one."""
        limit = _SHARE.fullmatch(self.max_deletions)
        if limit is None or not limit["percent"]:
            return int(limit["number"]) if limit else 0
        return max(1, floor(there * int(limit["number"]) / 100))


@dataclass(frozen=True)
class Inventory:
    """The rows of each list of a tenant, and those of them that no entry names."""

    rows: Mapping[str, Rows]
    unmanaged: Mapping[str, Sequence[ApiObject]]

    @classmethod
    def read(
        cls, options: Iterable[str], entries: Iterable[NamedEntry], server: Server, instance_id: str, parallel: int
    ) -> Inventory:
        """The inventory of these parts. Raises what the client raises."""
        parts = [part_of(option) for option in LISTS if option in set(options)]
        scope = {"instanceID": instance_id}
        works = [partial(list_rows, part.noun.resource, server, scope) for part in parts]
        rows = dict(zip((part.option for part in parts), in_rounds(works, server, parallel)))
        named = {part.option: _named(part, entries) for part in parts}
        unmanaged = {part.option: _not_named(part, rows[part.option], named[part.option]) for part in parts}
        return cls(rows, unmanaged)

    def purged(self, purge: Purge, server: Server, instance_id: str) -> list[Item]:
        """An item for each object that is to go, jobs first and stores last.

        Raises InputError when there are more than allowed, and when a list of users that cannot be right is empty.
        """
        if "users" in purge.parts:
            self._refuse_no_users(server, instance_id)
        items, names = [], []
        for option in reversed([option for option in LISTS if option in purge.parts]):
            part = part_of(option)
            for row in self.unmanaged[option]:
                name = str(row[part.noun.resource.identity_key])
                if _may_go(part, row, purge) and not purge.protects(option, name):
                    names.append(f"{part.noun.resource.in_words} {name!r}")
                    items.append(_removal(part, name, instance_id))
        there = sum(len(self._removable_rows(option)) for option in purge.parts)
        if len(items) > purge.most(there):
            raise InputError(
                f"purge would remove {len(items)} of {there} objects, but max_deletions is {purge.max_deletions}"
                f" ({purge.most(there)}): {', '.join(names)}. Name what is to stay, protect it, or raise max_deletions."
            )
        return items

    def useless_protection(self, purge: Purge) -> list[str]:
        """A sentence for each protected name or pattern that fits nothing."""
        return [
            f"protect: nothing among the {option} fits {pattern!r}."
            for option in purge.parts
            for pattern in purge.protect.get(option) or ()
            if not any(
                Purge((), False, {option: [pattern]}, "0").protects(option, str(row[_identity_key(option)]))
                for row in self.rows[option]
            )
        ]

    def shown(self, server: Server, instance_id: str, parallel: int) -> dict[str, Any]:
        """What no entry names, by part: the names, and of users their privileges, too."""
        shown: dict[str, Any] = {}
        for option, rows in self.unmanaged.items():
            shown[option] = [{_identity(option): str(row[_identity_key(option)])} for row in rows]
        if shown.get("users"):
            names = [row["name"] for row in shown["users"]]
            works = [partial(_privileges, server, instance_id, name) for name in names]
            for row, privileges in zip(shown["users"], in_rounds(works, server, parallel)):
                row["privileges"] = privileges
        return shown

    def _removable_rows(self, option: str) -> list[ApiObject]:
        unlisted = part_of(option).noun.resource.unlisted
        return [row for row in self.rows[option] if row[_identity_key(option)] not in unlisted]

    def _refuse_no_users(self, server: Server, instance_id: str) -> None:
        """A tenant that has archives had users: see EMPTY_LIST_BESIDE_ARCHIVES."""
        if self.rows["users"]:
            return
        archives = archives_of(server, instance_id)
        if archives:
            raise InputError(
                f"purge: the server lists no users, although the instance has {len(archives)} archives; nothing is removed"
                " until the list is read again with users in it."
            )


def _named(part: Part, entries: Iterable[NamedEntry]) -> set[str]:
    return {_key(name) for entry in entries if entry.part is part for name in entry.names}


def _not_named(part: Part, rows: Rows, named: set[str]) -> list[ApiObject]:
    resource = part.noun.resource
    return [
        row
        for row in rows
        if row[resource.identity_key] not in resource.unlisted
        and _key(name_without_replacement(str(row[resource.identity_key]))) not in named
    ]


def _key(name: str) -> str:
    return without_case(name.strip())


def _may_go(part: Part, row: ApiObject, purge: Purge) -> bool:
    """The store that takes the new messages never goes, and what a directory sync made only if the task says so."""
    if part.option == "stores":
        return bool(row["requestedState"] != "current")
    return part.option != "users" or purge.synchronized or not is_synchronized(row)


def _removal(part: Part, name: str, instance_id: str) -> Item:
    desired = Desired(name, {}, absent=True, scope={"instanceID": instance_id})
    return Item(part.noun.resource, desired, place=f"purge of {part.option} ({name})")


def _privileges(server: Server, instance_id: str, name: str) -> list[str]:
    detail = read_detail(not_none(USER.detail), name, server, {"instanceID": instance_id})
    privileges: list[str] = USER.field_of("privileges").read(detail)
    return privileges


def _identity_key(option: str) -> str:
    return part_of(option).noun.resource.identity_key


def _identity(option: str) -> str:
    return part_of(option).identity
