# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is and what should be to the calls between the two; pure, without any I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import InputError
from .._api.one_line import joined_by_and
from .calls import Call, KnownAfterApply
from .compare import Desired, drifted_fields, merged, specified_over
from .names import same_name
from .not_none import not_none
from .read import Observed
from .resource import ApiObject, Field, Options, Resource, Target, Writer
from .unfinished import is_on, passing_name, retiring_calls

#: What the diff shows for a written secret, and the result, too.
PASSWORD_UPDATED = "password_updated"  # noqa: S105  the name of a key

#: Where the diff shows the objects that an interrupted replacement has left, and that go.
UNFINISHED = "unfinished_replacements"


@dataclass(frozen=True)
class Replaced:
    """The old object of a replacement, the name that the new one has until the old one no longer exists, and whether
    it is off."""

    old: ApiObject
    name: str
    off: bool


@dataclass(frozen=True)
class Plan:
    """The calls, the object before and after them in the option's form, and what could not be compared.

    `before` and `after` hold only the fields that drifted; None means "no such object". `diff_only` names what stands
    there for the diff alone and is no part of the object. `desired` is what the calls lead to: the same as was asked
    for, but for a replacement, which also carries what the old object had.
    """

    calls: tuple[Call, ...]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    desired: Desired
    warnings: tuple[str, ...] = ()
    diff_only: frozenset[str] = frozenset()
    replaced: Replaced | None = None

    @property
    def changes(self) -> bool:
        return bool(self.calls)


class Incomplete(InputError):
    """The object is not there, but the playbook has too little to make it."""


def refuse_incomplete(noun: str, name: str, missing: Sequence[str], otherwise: str = "") -> None:
    """Raises Incomplete when anything is `missing` that the server needs to make the object. `otherwise` is what to do if
    it should not be made."""
    if missing:
        advice = f", or {otherwise}" if otherwise else ""
        raise Incomplete(f"The {noun} {name!r} does not exist: set {joined_by_and(missing)} to create it{advice}.")


def warn_or_refuse(plan: Plan, sentence: str, *, others_may_help: bool) -> Plan:
    """The plan with a warning, where an earlier task may remove the obstacle. Raises InputError where none may."""
    if not others_may_help:
        raise InputError(sentence)
    return replace(plan, warnings=(*plan.warnings, sentence))


def make_plan(resource: Resource, observed: Observed, desired: Desired) -> Plan:
    """The calls that make the object as the playbook has it."""
    if observed.unfinished is not None:
        return _plan_to_finish(resource, observed, desired)
    if desired.absent:
        return _plan_absence(resource, observed, desired)
    if observed.api_object is None:
        return _plan_creation(resource, desired)
    return _plan_changes(resource, observed, desired)


def _plan_to_finish(resource: Resource, observed: Observed, desired: Desired) -> Plan:
    """Finish what an earlier run began, and what else the playbook says."""
    unfinished = not_none(observed.unfinished)
    before = replace(observed, unfinished=None)
    if not desired.absent:
        desired = replace(desired, fields={**dict(unfinished.carried), **desired.fields})
    plan = make_plan(resource, before, desired)
    calls = (*unfinished.first, *plan.calls, *unfinished.last)
    if desired.absent:
        return replace(plan, calls=calls)
    shown_before, shown_after = _difference_to_old(resource, unfinished.old, observed, desired, plan)
    if unfinished.gone:
        shown_before = {**shown_before, UNFINISHED: list(unfinished.gone)}
    return replace(plan, calls=calls, before=shown_before, after=shown_after, diff_only=plan.diff_only | {UNFINISHED})


def _difference_to_old(
    resource: Resource, old: ApiObject | None, observed: Observed, desired: Desired, plan: Plan
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the run changes, seen from the object that was there before the first run began."""
    if old is None:
        return plan.before or {}, plan.after or {}
    there = resource.current(not_none(observed.api_object))
    former = {**resource.current(old), **dict(not_none(observed.unfinished).carried)}
    final = {**there, **specified_over(resource, there, desired)}
    changed = [
        entry.option
        for entry in resource.fields
        if entry.writer is not None
        and not entry.secret
        and not entry.type.equal(former[entry.option], final[entry.option])
    ]
    return (
        {resource.identity: str(old[resource.identity_key]), **{option: former[option] for option in changed}},
        {**(plan.after or {}), resource.identity: desired.final_name, **{option: final[option] for option in changed}},
    )


def _plan_absence(resource: Resource, observed: Observed, desired: Desired) -> Plan:
    if observed.api_object is None:
        return Plan((), None, None, desired)
    call = Call(resource.delete, resource.reference_of(observed.api_object, desired.scope))
    return Plan((call,), {resource.identity: observed.name}, None, desired)


def _plan_creation(resource: Resource, desired: Desired) -> Plan:
    name = desired.final_name
    desired = replace(desired, fields={**desired.fields, **_defaults(resource, desired)})
    calls = _creating_calls(resource, name, desired)
    return Plan(tuple(calls), None, _shown_fields(resource, name, {}, desired), desired)


def _creating_calls(resource: Resource, name: str, desired: Desired) -> list[Call]:
    create = not_none(resource.create).call(resource, name, _to_write(resource, desired), desired.scope)
    later = {
        entry.option: desired.fields[entry.option]
        for entry in resource.specified_fields(desired.fields)
        if not entry.on_create
    }
    new = {**resource.fresh, **resource.written_by_creation(name, desired.fields)}
    target = Target(resource.reference_of_new(name, desired.scope), new, resource.current({**resource.fresh}))
    rest = replace(desired, fields=later, update_secrets=True)
    setters = _setter_calls(resource, target, drifted_fields(resource, resource.fresh, rest), rest.fields)
    # Of a new object nobody else has changed anything yet.
    return [create, *(replace(call, whole_object=False) for call in setters)]


def _defaults(resource: Resource, desired: Desired) -> Options:
    return {option: value for option, value in resource.defaults.items() if desired.fields.get(option) is None}


def _to_write(resource: Resource, desired: Desired) -> Options:
    """The named fields without the secrets that are null: nothing to write."""
    return {
        entry.option: desired.fields[entry.option]
        for entry in resource.specified_fields(desired.fields)
        if not (entry.secret and desired.fields[entry.option] is None)
    }


def _plan_changes(resource: Resource, observed: Observed, desired: Desired) -> Plan:
    api_object = not_none(observed.api_object)
    drifted = drifted_fields(resource, api_object, desired)
    old_name = resource.name_in(api_object, observed.name)
    renamed = not same_name(old_name, desired.final_name)
    if any(entry.replaces_object for entry in drifted) or (renamed and resource.rename is None):
        return _plan_replacement(resource, observed, desired, drifted)
    calls = [_rename_call(resource, api_object, desired)] if renamed else []
    if drifted:
        calls += _setter_calls(resource, _target(resource, observed, desired), drifted, desired.fields)
    before, after = _difference(resource, observed, desired, drifted)
    warnings = _not_compared(resource, observed, desired)
    return Plan(tuple(calls), before, after, desired, warnings, diff_only=frozenset({PASSWORD_UPDATED}))


def _target(resource: Resource, observed: Observed, desired: Desired) -> Target:
    """What setters write to, once it has the name that it is to have."""
    api_object = not_none(observed.api_object)
    old_name = resource.name_in(api_object, observed.name)
    row = {
        **api_object,
        resource.identity_key: old_name if same_name(old_name, desired.final_name) else desired.final_name,
    }
    current = {**resource.current(api_object), resource.identity: old_name}
    return Target(resource.reference_of(row, desired.scope), api_object, current)


def as_it_is_now(resource: Resource, call: Call, observed: Observed, desired: Desired) -> Call:
    """A call that writes the whole object, made again from what is there now.

    It is sent also where nothing drifts any more: saying the same twice does no harm, and check mode has predicted it.
    """
    writer = next((entry.writer for entry in resource.fields if entry.option in call.options), None)
    if writer is None or writer.replaces_object or not observed.api_object:
        return call
    entries = [
        entry
        for entry in resource.specified_fields(desired.fields)
        if entry.writer == writer
        and (entry.option in call.options or _drifts(resource, entry, observed.api_object, desired))
    ]
    new = writer.calls(_target(resource, observed, desired), entries, resource, desired.fields)
    return next((replace(call, arguments=now.arguments) for now in new if now.function == call.function), call)


def _drifts(resource: Resource, entry: Field, api_object: ApiObject, desired: Desired) -> bool:
    return not entry.secret and entry in drifted_fields(resource, api_object, desired)


def _plan_replacement(resource: Resource, observed: Observed, desired: Desired, drifted: list[Field]) -> Plan:
    """A new object with all that the old one has and the playbook changes.

    It is off, and where it can be renamed has a temporary name, until it was read and found right and the old one does
    nothing any more.
    """
    old = not_none(observed.api_object)
    fields = merged(resource, old, desired)
    # The new object gets its secrets when it is created; after a lost answer that need not be done again.
    whole = replace(
        desired, fields={**fields, **_defaults(resource, replace(desired, fields=fields))}, update_secrets=False
    )
    on = resource.switch is not None and bool(whole.fields.get(resource.switch.option))
    name = passing_name(resource, desired.final_name, old, on=on) if resource.rename else desired.final_name
    create, *setters = _creating_calls(resource, name, _switched_off(resource, whole))
    first, *others = _calls_once_verified(resource, old, name, whole, on=on)
    before, after = _difference(resource, observed, desired, drifted)
    return Plan(
        (replace(create, whole_object=True), *setters, replace(first, only_if_verified=True), *others),
        before,
        after,
        whole,
        diff_only=frozenset({PASSWORD_UPDATED}),
        replaced=Replaced(old, name, off=resource.switch is not None),
    )


def _switched_off(resource: Resource, whole: Desired) -> Desired:
    switch = resource.switch
    return whole if switch is None else replace(whole, fields={**whole.fields, switch.option: False})


def _calls_once_verified(resource: Resource, old: ApiObject, name: str, whole: Desired, *, on: bool) -> list[Call]:
    """The old object goes, or is off, before the new one is on; the last call shows that all is done."""
    delete = Call(resource.delete, resource.reference_of(old, whole.scope))
    switch_on = _switching_on(resource, name, whole) if on else []
    if resource.rename is None:
        retire = retiring_calls(resource, old, whole) if on and is_on(resource, old) else []
        return [*retire, *switch_on, delete]
    new = {
        **{key: KnownAfterApply(key, resource.in_words) for key in resource.reference.values()},
        resource.identity_key: name,
    }
    return [delete, *switch_on, _rename_call(resource, new, whole)]


def _switching_on(resource: Resource, name: str, whole: Desired) -> list[Call]:
    writer = not_none(not_none(resource.field_of(not_none(resource.switch).option)).writer)
    together = [entry for entry in resource.specified_fields(whole.fields) if entry.writer == writer]
    target = Target(resource.reference_of_new(name, whole.scope), {}, whole.fields)
    return writer.calls(target, together, resource, whole.fields)


def _difference(
    resource: Resource, observed: Observed, desired: Desired, drifted: list[Field]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The name and the drifted fields before and after; of a secret only that it is written."""
    api_object = not_none(observed.api_object)
    shown = [entry for entry in drifted if not entry.secret]
    before, after = {}, {}
    for entry in shown:
        current, value = entry.read(api_object), desired.fields[entry.option]
        before[entry.option] = None if entry.hidden_in(api_object) else entry.type.diff_value(current, value)
        after[entry.option] = entry.type.diff_value(entry.type.merged(current, value), value)
    written = {PASSWORD_UPDATED: True} if len(shown) < len(drifted) else {}
    old_name = resource.name_in(api_object, observed.name)
    new_name = old_name if same_name(old_name, desired.final_name) else desired.final_name
    return {resource.identity: old_name, **before}, {resource.identity: new_name, **after, **written}


def plan_renaming(resource: Resource, desired: Desired) -> Plan:
    """The renaming of an object of which nothing is known but the name: all else is taken to be as it should be."""
    row = {key: KnownAfterApply(key, resource.in_words) for key in resource.reference.values()}
    old = {**row, resource.identity_key: desired.name}
    if resource.rename is not None:
        calls = [_rename_call(resource, old, desired)]
    else:
        calls = [
            not_none(resource.create).call(resource, desired.final_name, _to_write(resource, desired), desired.scope),
            Call(resource.delete, resource.reference_of(old, desired.scope), only_if_verified=True),
        ]
    return Plan(tuple(calls), {resource.identity: desired.name}, {resource.identity: desired.final_name}, desired)


def _rename_call(resource: Resource, api_object: Mapping[str, Any], desired: Desired) -> Call:
    rename = not_none(resource.rename)
    old = (
        {rename.old_argument: api_object[resource.identity_key]}
        if rename.old_argument
        else resource.reference_of(api_object, {})
    )
    return Call(rename.function, {**desired.scope, **old, rename.new_argument: desired.final_name}, ("new_name",))


def _setter_calls(resource: Resource, target: Target, drifted: list[Field], desired: Options) -> list[Call]:
    """Each writer once, in the order of the fields' table."""
    writers: list[Writer] = []
    for entry in drifted:
        if entry.writer is not None and entry.writer not in writers:
            writers.append(entry.writer)
    return [
        replace(call, whole_object=writer.whole_object)
        for writer in writers
        for call in writer.calls(target, [entry for entry in drifted if entry.writer == writer], resource, desired)
    ]


def _shown_fields(resource: Resource, name: str, current: Options, desired: Desired) -> dict[str, Any]:
    fields = {
        entry.option: entry.type.merged(current.get(entry.option), desired.fields[entry.option])
        for entry in resource.specified_fields(desired.fields)
        if not entry.secret
    }
    return {resource.identity: name, **{option: value for option, value in fields.items() if value is not None}}


def _not_compared(resource: Resource, observed: Observed, desired: Desired) -> tuple[str, ...]:
    api_object = not_none(observed.api_object)
    return tuple(
        f"{entry.option} of the {resource.in_words} {observed.name!r} was not changed: {entry.unreadable}"
        for entry in resource.specified_fields(desired.fields)
        if entry.hidden_in(api_object) and not entry.shown_after(desired.fields)
    )
