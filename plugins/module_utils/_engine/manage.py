# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one movement of every state module: read, compare, plan, apply, read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import InputError
from .apply import PlanAgain, SentPlan, is_supported, read_back, require_support, send_plan
from .calls import Call
from .diff import difference
from .item import Item, PlannedItem, Refine, as_planned
from .plan import PASSWORD_UPDATED, Incomplete, Plan, make_plan, plan_renaming
from .read import Desired, Observed, find
from .resource import Resource
from .server import Server


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


def plan_item(item: Item, server: Server, *, check_mode: bool) -> PlannedItem:
    """The plan of one item, from what the server says; in check mode with the whole object as it would be.

    Raises InputError for what the playbook must not ask for, NotSupportedByServer, and NotRead while plans are made.
    """
    server.looked_ahead = False
    resource, desired = item.prepare(item.resource, item.desired, server)
    observed = find(resource, desired, server)
    if _renames_nothing(observed, desired):
        return _predict_renaming(item, resource, desired, check_mode=check_mode)
    try:
        plan = planner(item, resource, server)(observed, desired)
    except Incomplete:
        if not check_mode:
            raise
        return _predict_unknown(item, resource, desired, _not_there_yet(resource, desired))
    require_support(plan.calls, server)
    # A change answers with all details, and so does its prediction.
    details = check_mode and plan.changes and observed.api_object is not None
    whole = find(resource, desired, server, whole=True) if details else observed
    shown = predicted(resource, plan, whole)
    return PlannedItem(item, resource, desired, observed, plan, shown, server.looked_ahead)


def planner(item: Item, resource: Resource, server: Server) -> PlanAgain:
    """What makes the plan of the item, and makes it anew after a lost answer."""

    def plan_for(observed: Observed, desired: Desired) -> Plan:
        plan = item.refine(make_plan(resource, observed, desired), observed)
        if plan.replaced is None or is_supported(plan.calls, server):
            return plan
        # An older server cannot switch the new object on later.
        return item.refine(make_plan(replace(resource, switch=None), observed, desired), observed)

    return plan_for


def manage(
    resource: Resource, desired: Desired, server: Server, *, check_mode: bool, refine: Refine = as_planned
) -> Outcome:
    """Make one object as the playbook says, or show what would be done."""
    return manage_item(Item(resource, desired, refine), server, check_mode=check_mode)


def manage_item(item: Item, server: Server, *, check_mode: bool) -> Outcome:
    """Make the object of a task with one item as the playbook says, or show what would be done."""
    planned = plan_item(item, server, check_mode=check_mode)
    if check_mode or not planned.plan.changes:
        return outcome_of(planned)
    sent = send_plan(planned, server, planner(item, planned.resource, server))
    server.forget()
    return outcome_of_sent(sent, read_back(sent, server))


def predict_from_nothing(item: Item, server: Server) -> Outcome:
    """What would be done where there is nothing yet, not even what the object belongs to; nothing of it is read."""
    resource, desired = item.prepare(item.resource, item.desired, server)
    observed = Observed(desired.name, dict(resource.fresh) if resource.single else None)
    if _renames_nothing(observed, desired):
        return outcome_of(_predict_renaming(item, resource, desired, check_mode=True))
    try:
        plan = item.refine(make_plan(resource, observed, desired), observed)
    except Incomplete:
        return outcome_of(_predict_unknown(item, resource, desired, _not_there_yet(resource, desired)))
    return outcome_of(PlannedItem(item, resource, desired, observed, plan, predicted(resource, plan, observed)))


def predict_unknown(item: Item) -> Outcome:
    """In check mode, where an earlier task decides what there is: nothing that could be shown."""
    return outcome_of(_predict_unknown(item, item.resource, item.desired))


def _predict_unknown(item: Item, resource: Resource, desired: Desired, *warnings: str) -> PlannedItem:
    plan = Plan((), {}, {}, desired, warnings)
    observed = Observed(desired.final_name, None)
    return PlannedItem(item, resource, desired, observed, plan, predicted(resource, plan, observed))


def _not_there_yet(resource: Resource, desired: Desired) -> str:
    """The warning of an object that an earlier task would have made, and of which this one says too little."""
    return (
        f"There is no {resource.in_words} {desired.final_name!r} yet: what this task would change of it cannot be told."
    )


def predicted(resource: Resource, plan: Plan, observed: Observed) -> dict[str, Any] | None:
    """The object as the plan would leave it: as it was read, with what drifted put right.

    Of a new object, what only the server knows is null or missing.
    """
    desired = plan.desired
    if desired.absent:
        return None
    changed = {option: value for option, value in (plan.after or {}).items() if option not in plan.diff_only}
    if observed.api_object and plan.replaced is None:
        shown = resource.shown(observed.api_object, observed.name)
        # The diff may show less of a value than there is.
        only = changed if observed.unfinished is None else None
        return {**shown, **changed, **_after(resource, desired, shown, only=only), **_hidden(resource, desired)}
    blank = resource.blank(desired.final_name)
    return {**blank, **changed, **_after(resource, desired, blank), **_hidden(resource, desired)}


def _hidden(resource: Resource, desired: Desired) -> dict[str, None]:
    """The fields that the object will keep to itself."""
    return {entry.option: None for entry in resource.fields if entry.hidden_after(desired.fields)}


def _after(
    resource: Resource, desired: Desired, current: Mapping[str, Any], only: Collection[str] | None = None
) -> dict[str, Any]:
    """The named fields as they will be read, all or O(only) some."""
    return {
        entry.option: entry.type.merged(current.get(entry.option), desired.fields[entry.option])
        for entry in resource.specified_fields(desired.fields)
        if not entry.secret and (only is None or entry.option in only)
    }


def _renames_nothing(observed: Observed, desired: Desired) -> bool:
    return observed.api_object is None and bool(desired.new_name) and not desired.absent


def _predict_renaming(item: Item, resource: Resource, desired: Desired, *, check_mode: bool) -> PlannedItem:
    """In check mode an earlier task may have been to make what is renamed.

    Raises InputError outside check mode: a mistyped name must not make a new object.
    """
    if not check_mode:
        raise InputError(
            f"There is no {resource.in_words} {desired.name!r} that could be renamed to {desired.new_name!r}; check name, or leave"
            f" new_name out to create a {resource.in_words}."
        )
    warning = f"There is no {resource.in_words} {desired.name!r} yet: only its renaming is predicted."
    plan = replace(plan_renaming(resource, desired), warnings=(warning,))
    observed = Observed(desired.final_name, None)
    return PlannedItem(item, resource, desired, observed, plan, predicted(resource, plan, observed))


def outcome_of(planned: PlannedItem) -> Outcome:
    """What is shown of a plan that is not sent."""
    return _outcome(planned.resource, planned.plan, planned.shown)


def outcome_of_sent(sent: SentPlan, after: Observed) -> Outcome:
    """What is shown of a plan that was sent, and of the object as it is now."""
    resource = sent.planned.resource
    shown = None if after.api_object is None else resource.shown(after.api_object, after.name)
    return _outcome(resource, replace(sent.planned.plan, calls=sent.calls), shown)


def _outcome(resource: Resource, plan: Plan, shown: dict[str, Any] | None) -> Outcome:
    tenant = plan.desired.scope.get("instanceID")
    # What a tenant has once has the tenant's name.
    name = None if resource.single and tenant else plan.desired.final_name
    return Outcome(
        changed=plan.changes,
        calls=plan.calls,
        diff=difference(resource.noun, name, plan.before, plan.after, tenant=tenant),
        shown=shown,
        warnings=plan.warnings,
        password_updated=any(call.secrets for call in plan.calls),
    )
