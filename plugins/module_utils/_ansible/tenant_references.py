# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What refers to another object by its name: a job to its owner, a profile to its credential.

Nothing goes that something else still needs. So it does not matter whether a server refuses to delete the owner of a job,
or leaves the job without one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from .._api.errors import NotSupportedByServer
from .._engine.batch import in_rounds
from .._engine.export import ExportScope
from .._engine.names import alike_key
from .._engine.read import Desired, find, list_rows
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .tenant_entry import NamedEntry, Part
from .tenant_parts import PARTS, part_of

#: Options of entries that refer to another object by name, and the part that has it.
REFERENCES = {"owner": "users", "credential": "credentials"}

#: The option of a part, and a name in it without regard to letters.
Name = tuple[str, str]


def needed_by_entries(entries: Iterable[NamedEntry], gone: Collection[Name]) -> Iterator[str]:
    """A sentence for each entry that refers to what is to go."""
    for entry in entries:
        for reference, option in REFERENCES.items():
            name = entry.options.get(reference)
            if name and not _goes(entry) and (option, alike_key(name)) in gone:
                yield f"{entry.place}: {reference} {name!r} would be removed by purge; name it in {option}, or protect it."


@dataclass(frozen=True)
class WhatStays:
    """The objects of an instance that stay, although the task may not name them, and what they refer to."""

    entries: Sequence[NamedEntry]
    gone: Mapping[Name, str]
    snapshot: Snapshot
    instance_id: str
    parallel: int

    def needs(self) -> Iterator[str]:
        """A sentence for each object that is to go and that another one refers to, which stays."""
        options = {option for option, _name in self.gone}
        references = [reference for reference, option in REFERENCES.items() if option in options]
        parts = [part for part in PARTS if any(reference in part.noun.options for reference in references)]
        works = [partial(self._objects, part) for part in parts]
        for part, objects in zip(parts, in_rounds(works, self.snapshot, self.parallel)):
            for api_object in objects:
                yield from self._needs_of(part, api_object, references)

    def _objects(self, part: Part) -> list[ApiObject]:
        resource, scope = part.noun.resource, {"instanceID": self.instance_id}
        try:
            if part.is_list:
                return list(list_rows(resource, self.snapshot, scope))
            setting = find(resource, Desired(self.instance_id, {}, scope=scope), self.snapshot).api_object
        except NotSupportedByServer:
            return []
        return [setting] if setting else []

    def _needs_of(self, part: Part, api_object: ApiObject, references: Iterable[str]) -> Iterator[str]:
        name = str(api_object[part.noun.resource.identity_key]) if part.is_list else ""
        entry = self._entry_of(part, name)
        if (part.option, alike_key(name)) in self.gone or (entry and _goes(entry)):
            return
        shown = part.noun.exported(api_object, ExportScope(self.snapshot, self.instance_id, defaults=True)).options
        for reference in references:
            option, needed = REFERENCES[reference], alike_key(str(shown.get(reference) or ""))
            is_named = entry is not None and entry.options.get(reference)
            if not is_named and (option, needed) in self.gone:
                gone, words = part_of(option).noun.resource.in_words, part.noun.resource.in_words
                yield (
                    f"purge would remove the {gone} {self.gone[option, needed]!r}, the {reference} of the {words}"
                    f"{f' {name!r}' if name else ''}, which would stay: protect the {gone}, or remove what needs it, too."
                )

    def _entry_of(self, part: Part, name: str) -> NamedEntry | None:
        of_part = [entry for entry in self.entries if entry.part is part]
        if not part.is_list:
            return of_part[0] if of_part else None
        return next((entry for entry in of_part if alike_key(name) in map(alike_key, entry.names)), None)


def _goes(entry: NamedEntry) -> bool:
    return entry.options.get("state") == "absent"
