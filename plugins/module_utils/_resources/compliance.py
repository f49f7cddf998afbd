# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compliance settings of an instance: legal hold, and which activities of users are logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import FunctionFailed, InputError
from .._api.one_line import joined_by_and
from .._engine.calls import Call, SaidInWords
from .._engine.entry import ArgumentSpec, Entry, Noun
from .._engine.field_types import Boolean, ConfiguredSet
from .._engine.item import Item
from .._engine.names import name_among
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import Field, Options, Read, Resource, Target
from .._engine.snapshot import Snapshot
from .._engine.writers import ConfigurationSetter
from .assumptions import COMPLIANCE_OF_NEW_INSTANCE


class Activities(ConfiguredSet):
    """A set of words, sent in the order in which the server returns them (observed: sorted)."""

    def to_api(self, value: Any) -> Any:
        return sorted(set(value or []))

    def equal(self, current: Any, desired: Any) -> bool:
        """Raises InputError for an activity in other letters than the server's."""
        return set(current or []) == set(_spelled(current, desired))


class AtLeast(Activities):
    """Activities beside which there may be others than the playbook names: ACTIVITIES_LOGGED_ALWAYS."""

    def equal(self, current: Any, desired: Any) -> bool:
        """Raises InputError for an activity in other letters than the server's."""
        return set(_spelled(current, desired)) <= set(current or [])

    def merged(self, current: Any, desired: Any) -> Any:
        return sorted({*(current or []), *(desired or [])})


def _spelled(current: Any, desired: Any) -> list[str]:
    return [name_among(activity, current or [], "activity") or activity for activity in desired or []]


@dataclass(frozen=True)
class MergingSetter(ConfigurationSetter):
    """Writes what each field type makes of what is there and what the playbook names: a minimum is added to what is there."""

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        """Raises InputError for what the server does not show: see KEY_THAT_IS_NOT_SHOWN."""
        hidden = [entry.option for entry in drifted if target.api_object and not entry.present_in(target.api_object)]
        if hidden:
            raise InputError(
                f"The server does not show {joined_by_and(hidden)} of the instance"
                f" {target.current[resource.identity]!r}, so this module cannot set it; leave it out, or set it in the"
                " console."
            )
        merged = {
            entry.option: entry.type.merged(target.current[entry.option], desired[entry.option]) for entry in drifted
        }
        return super().calls(target, drifted, resource, {**desired, **merged})


_CONFIGURATION = MergingSetter("SetComplianceConfiguration", contains_identity=False)

COMPLIANCE = Resource(
    noun="compliance",
    plural="compliances",
    identity="instance_id",
    identity_key="instanceID",
    single=True,
    fresh=COMPLIANCE_OF_NEW_INSTANCE,
    listing=Read("GetComplianceConfiguration"),
    fields=(
        Field("legal_hold_enabled", Boolean(), writer=_CONFIGURATION),
        Field("log_successful_user_activities", AtLeast(), writer=_CONFIGURATION),
        Field(
            "admin_email_preview_enabled",
            Boolean(),
            writer=_CONFIGURATION,
            # Never send a key that the read does not show (observed: it no longer exists on 25.3.1).
            unreadable="this server does not have it (version 25.3 removed it)",
        ),
    ),
)

#: How the settings of an instance read that does not exist yet: what its server always logs, it shows later.
COMPLIANCE_TO_COME = {
    **COMPLIANCE_OF_NEW_INSTANCE,
    "logSuccessfulUserActivities": [SaidInWords("(what is always logged)")],
}


def compliance_resource(*, allow_weaken: bool) -> Resource:
    """The noun whose list of logged activities is a minimum, or, with `allow_weaken`, exact."""
    return COMPLIANCE.with_field("log_successful_user_activities", type=Activities()) if allow_weaken else COMPLIANCE


@dataclass(frozen=True)
class LogsNothingElse:
    """Makes sure that the server no longer logs what was removed."""

    instance_id: str
    activities: frozenset[str]

    def reached(self, snapshot: Snapshot) -> bool:
        """Raises FunctionFailed naming the activities that the server logs nevertheless."""
        read = snapshot.read(COMPLIANCE.listing.function, {"instanceID": self.instance_id})
        kept = sorted(set(read["logSuccessfulUserActivities"] or []) - self.activities)
        if kept:
            raise FunctionFailed(
                f"The server still logs {', '.join(kept)}, and seems to do so always: add them to"
                " log_successful_user_activities."
            )
        return True

    def describe(self) -> str:
        return "other activities are still logged"


def expect_exact_activities(plan: Plan, observed: Observed) -> Plan:
    """The plan that looks, after it has set the activities, whether the server took them as they are."""
    if "log_successful_user_activities" not in (plan.after or {}):
        return plan
    wait_condition = LogsNothingElse(
        observed.name, frozenset(plan.desired.fields["log_successful_user_activities"] or ())
    )
    return replace(plan, calls=tuple(replace(call, wait_condition=wait_condition) for call in plan.calls))


def refuse_weakening(plan: Plan, observed: Observed) -> Plan:
    """Raises InputError when legal hold would be switched off."""
    if _holds(plan.before) and not _holds(plan.after):
        raise InputError(
            f"Legal hold of the instance {observed.name!r} would be switched off, and then users can delete messages:"
            " set allow_weaken: true if you want that."
        )
    return plan


def _holds(side: Mapping[str, Any] | None) -> bool:
    return (side or {}).get("legal_hold_enabled") is True


OPTIONS: ArgumentSpec = {
    "legal_hold_enabled": {"type": "bool"},
    "log_successful_user_activities": {"type": "list", "elements": "str"},
    "admin_email_preview_enabled": {"type": "bool"},
    "allow_weaken": {"type": "bool", "default": False},
}


def compliance_item(entry: Entry) -> Item:
    """The compliance settings of an instance."""
    allow_weaken = entry.options["allow_weaken"]
    resource = compliance_resource(allow_weaken=allow_weaken)
    refine = expect_exact_activities if allow_weaken else refuse_weakening
    return Item(resource, entry.desired_setting(entry.specified_fields(resource)), refine, place=entry.place)


COMPLIANCE_NOUN = Noun(COMPLIANCE, OPTIONS, compliance_item)
