# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One entry of a tenant, and the part of the tenant that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._engine.entry import Noun
from .specified import SpecifiedOptions

#: The option of a store that names another one.
MERGE_FROM = "merge_from"


@dataclass(frozen=True)
class Part:
    """The option of a tenant that holds one noun: a list of entries, or one for what an instance has once."""

    option: str
    noun: Noun

    @property
    def is_list(self) -> bool:
        return not self.noun.resource.single

    @property
    def identity(self) -> str:
        """The option of an entry that names it."""
        return self.noun.resource.identity

    def specification(self) -> Mapping[str, Any]:
        """The option as Ansible validates it."""
        kind = {"type": "list", "elements": "dict"} if self.is_list else {"type": "dict"}
        return {**kind, "options": self.noun.options, **self.noun.rules}


@dataclass(frozen=True)
class NamedEntry:
    """The options of one entry, which of them the playbook names, and where it stands."""

    part: Part
    options: Mapping[str, Any]
    specified: SpecifiedOptions
    place: str

    @property
    def names(self) -> tuple[str, ...]:
        """The name of the object, and the one that it gets."""
        if not self.part.is_list:
            return ()
        new_name = self.options.get("new_name")
        return (self.options[self.part.identity], *([new_name] if new_name else ()))

    @property
    def merged_name(self) -> str | None:
        """The store that goes because its messages are copied into this one."""
        name = self.options.get(MERGE_FROM)
        return None if name is None else str(name)

    @property
    def is_absent(self) -> bool:
        """Whether the object is to go."""
        return bool(self.options.get("state") == "absent")
