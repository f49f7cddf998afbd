# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one movement of every state module: read, compare, plan, apply, read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import InputError
from .apply import apply_plan, is_supported, require_support
from .calls import Call
from .diff import difference
from .plan import PASSWORD_UPDATED, Incomplete, Plan, make_plan, plan_renaming
from .read import Found, Wanted, find
from .resource import Resource
from .server import Server

#: A noun's own say in its plan: it may add calls, and adds to what the diff shows.
Refine = Callable[[Plan, Found], Plan]


@dataclass(frozen=True)
class Outcome:
    """What a state module answers."""

    changed: bool
    calls: tuple[Call, ...]
    diff: dict[str, Any]
    shown: dict[str, Any] | None
    warnings: tuple[str, ...]
    password_updated: bool

    def result(self, noun: str) -> dict[str, Any]:
        """The keys that all state modules return, and the object under its noun."""
        result: dict[str, Any] = {
            "changed": self.changed,
            "diff": self.diff,
            "calls": [call.shown() for call in self.calls],
            noun: self.shown,
        }
        if self.password_updated:
            result[PASSWORD_UPDATED] = True
        return result


def manage(
    resource: Resource, wanted: Wanted, server: Server, *, check_mode: bool, refine: Refine = lambda plan, found: plan
) -> Outcome:
    """Make the object as the playbook says, or tell what would be done."""

    def plan_for(found: Found, wanted: Wanted) -> Plan:
        plan = refine(make_plan(resource, found, wanted), found)
        if plan.replaced is None or is_supported(plan.calls, server):
            return plan
        # An older server cannot switch the new object on later.
        return refine(make_plan(replace(resource, switch=None), found, wanted), found)

    found = find(resource, wanted, server)
    if _renames_nothing(found, wanted):
        return _predict_renaming(resource, wanted, check_mode=check_mode)
    try:
        plan = plan_for(found, wanted)
    except Incomplete:
        if not check_mode:
            raise
        return predict_unknown(resource, wanted, _not_there_yet(resource, wanted))
    require_support(plan.calls, server)
    if not plan.changes:
        return _outcome(resource, plan, predicted(resource, plan, found))
    if check_mode:
        # A change answers with all details, and so does its prediction.
        whole = found if found.raw is None else find(resource, wanted, server, whole=True)
        return _outcome(resource, plan, predicted(resource, plan, whole))
    after, sent = apply_plan(resource, wanted, plan, found, server, plan_for)
    return _outcome(
        resource, replace(plan, calls=sent), None if after.raw is None else resource.shown(after.raw, after.name)
    )


def predict_from_nothing(resource: Resource, wanted: Wanted, refine: Refine = lambda plan, found: plan) -> Outcome:
    """What would be done where there is nothing yet, not even what the object belongs to; nothing is read."""
    found = Found(wanted.name, {} if resource.single else None)
    if _renames_nothing(found, wanted):
        return _predict_renaming(resource, wanted, check_mode=True)
    try:
        plan = refine(make_plan(resource, found, wanted), found)
    except Incomplete:
        return predict_unknown(resource, wanted, _not_there_yet(resource, wanted))
    return _outcome(resource, plan, predicted(resource, plan, found))


def predict_unknown(resource: Resource, wanted: Wanted, *warnings: str) -> Outcome:
    """In check mode, where an earlier task decides what there is: nothing that could be told."""
    plan = Plan((), {}, {}, wanted, warnings)
    return _outcome(resource, plan, predicted(resource, plan, Found(wanted.final_name, None)))


def _not_there_yet(resource: Resource, wanted: Wanted) -> str:
    """The warning of an object that an earlier task would have made, and of which this one says too little."""
    return (
        f"There is no {resource.in_words} {wanted.final_name!r} yet: what this task would change of it cannot be told."
    )


def predicted(resource: Resource, plan: Plan, found: Found) -> dict[str, Any] | None:
    """The object as the plan would leave it: as it was read, with what drifted put right.

    Of a new object, what only the server knows is null or missing.
    """
    wanted = plan.wanted
    if wanted.absent:
        return None
    changed = {option: value for option, value in (plan.after or {}).items() if option not in plan.diff_only}
    if found.raw and plan.replaced is None:
        shown = resource.shown(found.raw, found.name)
        # The diff may show less of a value than there is.
        only = changed if found.unfinished is None else None
        return {**shown, **changed, **_after(resource, wanted, shown, only=only), **_hidden(resource, wanted)}
    blank = resource.blank(wanted.final_name)
    return {**blank, **changed, **_after(resource, wanted, blank), **_hidden(resource, wanted)}


def _hidden(resource: Resource, wanted: Wanted) -> dict[str, None]:
    """The fields that the object will keep to itself."""
    return {entry.option: None for entry in resource.fields if entry.hidden_after(wanted.fields)}


def _after(
    resource: Resource, wanted: Wanted, current: Mapping[str, Any], only: Collection[str] | None = None
) -> dict[str, Any]:
    """The named fields as they will be read, all or O(only) some."""
    return {
        entry.option: entry.rule.after(current.get(entry.option), wanted.fields[entry.option])
        for entry in resource.named(wanted.fields)
        if not entry.secret and (only is None or entry.option in only)
    }


def _renames_nothing(found: Found, wanted: Wanted) -> bool:
    return found.raw is None and bool(wanted.new_name) and not wanted.absent


def _predict_renaming(resource: Resource, wanted: Wanted, *, check_mode: bool) -> Outcome:
    """In check mode an earlier task may have been to make what is renamed.

    Raises InputError outside check mode: a mistyped name must not make a new object.
    """
    if not check_mode:
        raise InputError(
            f"There is no {resource.in_words} {wanted.name!r} that could be renamed to {wanted.new_name!r}; check name, or leave"
            f" new_name out to create a {resource.in_words}."
        )
    plan = plan_renaming(resource, wanted)
    warning = f"There is no {resource.in_words} {wanted.name!r} yet: only its renaming is predicted."
    return _outcome(
        resource, replace(plan, warnings=(warning,)), predicted(resource, plan, Found(wanted.final_name, None))
    )


def _outcome(resource: Resource, plan: Plan, shown: dict[str, Any] | None) -> Outcome:
    tenant = plan.wanted.scope.get("instanceID")
    # What a tenant has once has the tenant's name.
    name = None if resource.single and tenant else plan.wanted.final_name
    return Outcome(
        changed=plan.changes,
        calls=plan.calls,
        diff=difference(resource.noun, name, plan.before, plan.after, tenant=tenant),
        shown=shown,
        warnings=plan.warnings,
        password_updated=any(call.secrets for call in plan.calls),
    )
