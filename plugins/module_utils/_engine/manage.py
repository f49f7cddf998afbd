# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one movement of every state module: read, compare, plan, apply, read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import InputError
from .apply import PlanAgain, SentPlan, is_supported, read_back, require_support, send_plan
from .calls import Call
from .diff import difference
from .item import Item, PlannedItem
from .not_none import not_none
from .plan import PASSWORD_UPDATED, Incomplete, Plan, make_plan, plan_renaming
from .read import Desired, Observed, find
from .resource import Resource
from .sender import Sender
from .snapshot import Snapshot


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


def plan_item(item: Item, snapshot: Snapshot, *, check_mode: bool, is_alone: bool = True) -> PlannedItem:
    """The plan of one item, from what the server returns; in check mode with the whole object as it would be.

    What is missing in check mode may be made by an earlier task, if the item `is_alone` in its task.

    Raises InputError for what the playbook must not ask for, NotSupportedByServer, and NotRead while plans are made.
    """
    snapshot.looked_ahead = False
    resource, desired = item.prepare(item.resource, item.desired, snapshot)
    observed = find(resource, desired, snapshot)
    others_may_make_it = check_mode and is_alone
    if _renames_nothing(observed, desired):
        return _predict_renaming(item, resource, desired, others_may_make_it=others_may_make_it)
    try:
        plan = planner(item, resource, snapshot)(observed, desired)
    except Incomplete:
        if not others_may_make_it:
            raise
        return _predict_unknown(item, resource, desired, _not_there_yet(resource, desired))
    require_support(plan.calls, snapshot)
    # A change answers with all details, and so does its prediction.
    details = check_mode and plan.changes and observed.api_object is not None
    whole = find(resource, desired, snapshot, whole=True) if details else observed
    return PlannedItem(item, resource, desired, observed, plan, whole, snapshot.looked_ahead)


def planner(item: Item, resource: Resource, snapshot: Snapshot) -> PlanAgain:
    """What makes the plan of the item, and makes it again after a lost answer."""

    def plan_for(observed: Observed, desired: Desired) -> Plan:
        plan = item.refine(make_plan(resource, observed, desired), observed)
        if plan.replaced is None or is_supported(plan.calls, snapshot):
            return plan
        # An older server cannot switch the new object on later.
        return item.refine(make_plan(replace(resource, switch=None), observed, desired), observed)

    return plan_for


def manage(item: Item, sender: Sender, *, check_mode: bool) -> Outcome:
    """Make one object as the playbook has it, or show what would be done."""
    snapshot = sender.snapshot
    planned = plan_item(item, snapshot, check_mode=check_mode)
    if check_mode or not planned.plan.changes:
        return outcome_of(planned)
    sent = send_plan(planned, sender, planner(item, planned.resource, snapshot), [])
    snapshot.forget()
    return outcome_of_sent(sent, read_back(sent, snapshot))


def predict_from_nothing(item: Item, snapshot: Snapshot) -> Outcome:
    """What would be done where there is nothing yet, not even what the object belongs to; nothing of it is read."""
    resource, desired = item.prepare(item.resource, item.desired, snapshot)
    observed = Observed(desired.name, dict(resource.fresh) if resource.single else None)
    if _renames_nothing(observed, desired):
        return outcome_of(_predict_renaming(item, resource, desired, others_may_make_it=True))
    try:
        plan = item.refine(make_plan(resource, observed, desired), observed)
    except Incomplete:
        return outcome_of(_predict_unknown(item, resource, desired, _not_there_yet(resource, desired)))
    return outcome_of(PlannedItem(item, resource, desired, observed, plan, observed))


def predict_unknown(item: Item) -> Outcome:
    """In check mode, where an earlier task decides what there is: nothing that could be shown."""
    return outcome_of(_predict_unknown(item, item.resource, item.desired))


def _predict_unknown(item: Item, resource: Resource, desired: Desired, *warnings: str) -> PlannedItem:
    plan = Plan((), {}, {}, desired, warnings)
    observed = Observed(desired.final_name, None)
    return PlannedItem(item, resource, desired, observed, plan, observed)


def _not_there_yet(resource: Resource, desired: Desired) -> str:
    """The warning of an object that an earlier task would have made, and of which this one says too little."""
    return f"There is no {resource.in_words} {desired.final_name!r} yet: check mode cannot predict its changes."


def _renames_nothing(observed: Observed, desired: Desired) -> bool:
    return observed.api_object is None and bool(desired.new_name) and not desired.absent


def _predict_renaming(item: Item, resource: Resource, desired: Desired, *, others_may_make_it: bool) -> PlannedItem:
    """In check mode an earlier task may have been to make what is renamed.

    Raises InputError otherwise: a mistyped name must not make a new object.
    """
    if not others_may_make_it:
        raise InputError(
            f"There is no {resource.in_words} {desired.name!r} to rename to {desired.new_name!r}; check name, or"
            f" leave new_name out to create a {resource.in_words}."
        )
    warning = f"There is no {resource.in_words} {desired.name!r} yet: check mode predicts only its renaming."
    plan = replace(plan_renaming(resource, desired), warnings=(warning,))
    observed = Observed(desired.final_name, None)
    return PlannedItem(item, resource, desired, observed, plan, observed)


def outcome_of(planned: PlannedItem, *, with_object: bool = True) -> Outcome:
    """What is shown of a plan that is not sent."""
    return _outcome(planned.resource, planned.plan, planned.shown if with_object else None)


def outcome_of_sent(sent: SentPlan, after: Observed, *, with_object: bool = True) -> Outcome:
    """What is shown of a plan that was sent, and of the object as it is now."""
    resource = sent.planned.resource
    is_shown = with_object and after.api_object is not None
    shown = resource.shown(not_none(after.api_object), after.name) if is_shown else None
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
