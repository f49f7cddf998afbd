# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole tenant for random tasks: one object of each part, with the options of the part's own module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from .state import State
from .subjects import SUBJECTS, Named, Options, Subject

PARTS: Mapping[str, str] = {
    "stores": "spe_store",
    "store_auto_create": "spe_store_auto_create",
    "index": "spe_index",
    "compliance": "spe_compliance",
    "smtp": "spe_smtp",
    "credentials": "spe_credential",
    "directory_services": "spe_directory_services",
    "users": "spe_user",
    "profiles": "spe_profile",
    "jobs": "spe_job",
}
"""The module of each part."""

MOST_PARTS = 4
"""Of one task: with more of them, most tasks would be refused for one reason or another."""

NEVER_RANDOM = ("allow_weaken",)
"""Which activities a server always logs shows only when it goes on logging them, after other objects were written."""


@dataclass(frozen=True)
class TenantSubject(Subject):
    """The objects of the parts, by part."""

    parts: Mapping[str, Subject] = field(default_factory=dict)

    def options(self) -> st.SearchStrategy[Options]:
        entries = {part: self._entries(subject) for part, subject in self.parts.items()}
        return st.sets(st.sampled_from(sorted(entries)), max_size=MOST_PARTS).flatmap(
            lambda parts: st.fixed_dictionaries({part: entries[part] for part in sorted(parts)})
        )

    def named_things(self, state: State, desired: Options) -> list[Named]:
        return [Named(subject, _entry(desired.get(part)), subject.take(state)) for part, subject in self.parts.items()]

    @staticmethod
    def _entries(subject: Subject) -> st.SearchStrategy[object]:
        identity = {name: value for name, value in subject.identity.items() if name != "instance_id"}

        def entry(options: Options) -> Options:
            named = {name: value for name, value in options.items() if name not in NEVER_RANDOM}
            return {**identity, **subject.needed_to_create(named), **named}

        entries = subject.options().map(entry)
        if not identity:
            return entries
        absent = st.just({**identity, "state": "absent"})
        return st.one_of(entries, entries, absent).map(lambda chosen: [chosen])


def _entry(value: Any) -> Options | None:
    entry: Options | None = value[0] if isinstance(value, list) else value
    return entry


TENANT = TenantSubject(
    "spe_tenant", {"instance_id": "nord"}, parts={part: SUBJECTS[module] for part, module in PARTS.items()}
)
