# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is and what should be to the calls between the two; pure, without any I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import InputError
from .calls import Call, KnownLater
from .certain import certain
from .compare import Wanted, drifted_fields, merged, named_over
from .names import same_name
from .read import Found
from .resource import Field, Options, Raw, Resource, Target, Writer
from .unfinished import is_on, passing_name, retiring_calls

#: What the diff says of a written secret, and the result, too.
PASSWORD_UPDATED = "password_updated"  # noqa: S105  the name of a key

#: Where the diff shows the objects that an interrupted replacement has left, and that go.
UNFINISHED = "unfinished_replacements"


@dataclass(frozen=True)
class Replaced:
    """The old object of a replacement, the name that the new one has until the old one is gone, and whether it is off."""

    old: Raw
    name: str
    off: bool


@dataclass(frozen=True)
class Plan:
    """The calls, the object before and after them in the option's form, and what could not be compared.

    C(before) and C(after) hold only the fields that drifted; None stands for "no such object". C(diff_only) names what
    stands there for the diff alone and is no part of the object. C(wanted) is what the calls lead to: the same as was
    asked for, but for a replacement, which also carries what the old object had.
    """

    calls: tuple[Call, ...]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    wanted: Wanted
    warnings: tuple[str, ...] = ()
    diff_only: frozenset[str] = frozenset()
    replaced: Replaced | None = None

    @property
    def changes(self) -> bool:
        return bool(self.calls)


class Incomplete(InputError):
    """The object is not there, and the playbook says too little to make it."""


def refuse_incomplete(noun: str, name: str, missing: Sequence[str]) -> None:
    """Raises Incomplete when anything is O(missing) that the server needs to make the object."""
    if missing:
        *others, last = missing
        needed = f"{', '.join(others)} and {last}" if others else last
        raise Incomplete(f"The {noun} {name!r} does not exist, and to create it {needed} must be given.")


def make_plan(resource: Resource, found: Found, wanted: Wanted) -> Plan:
    """The calls that make the object as the playbook says."""
    if found.unfinished is not None:
        return _plan_to_finish(resource, found, wanted)
    if wanted.absent:
        return _plan_absence(resource, found, wanted)
    if found.raw is None:
        return _plan_creation(resource, wanted)
    return _plan_changes(resource, found, wanted)


def _plan_to_finish(resource: Resource, found: Found, wanted: Wanted) -> Plan:
    """Finish what an earlier run began, and what else the playbook says."""
    unfinished = certain(found.unfinished)
    before = replace(found, unfinished=None)
    if not wanted.absent:
        wanted = replace(wanted, fields={**dict(unfinished.carried), **wanted.fields})
    plan = make_plan(resource, before, wanted)
    calls = (*unfinished.first, *plan.calls, *unfinished.last)
    if wanted.absent:
        return replace(plan, calls=calls)
    shown_before, shown_after = _difference_to_old(resource, unfinished.old, found, wanted, plan)
    if unfinished.gone:
        shown_before = {**shown_before, UNFINISHED: list(unfinished.gone)}
    return replace(plan, calls=calls, before=shown_before, after=shown_after, diff_only=plan.diff_only | {UNFINISHED})


def _difference_to_old(
    resource: Resource, old: Raw | None, found: Found, wanted: Wanted, plan: Plan
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the run changes, seen from the object that was there before the first run began."""
    if old is None:
        return plan.before or {}, plan.after or {}
    there = resource.current(certain(found.raw))
    former = {**resource.current(old), **dict(certain(found.unfinished).carried)}
    final = {**there, **named_over(resource, there, wanted)}
    changed = [
        entry.option
        for entry in resource.fields
        if entry.writer is not None
        and not entry.secret
        and not entry.rule.same(former[entry.option], final[entry.option])
    ]
    return (
        {resource.identity: str(old[resource.identity_key]), **{option: former[option] for option in changed}},
        {**(plan.after or {}), resource.identity: wanted.final_name, **{option: final[option] for option in changed}},
    )


def _plan_absence(resource: Resource, found: Found, wanted: Wanted) -> Plan:
    if found.raw is None:
        return Plan((), None, None, wanted)
    call = Call(resource.delete, resource.reference_of(found.raw, wanted.scope))
    return Plan((call,), {resource.identity: found.name}, None, wanted)


def _plan_creation(resource: Resource, wanted: Wanted) -> Plan:
    name = wanted.final_name
    wanted = replace(wanted, fields={**wanted.fields, **_defaults(resource, wanted)})
    calls = _creating_calls(resource, name, wanted)
    return Plan(tuple(calls), None, _shown_fields(resource, name, {}, wanted), wanted)


def _creating_calls(resource: Resource, name: str, wanted: Wanted) -> list[Call]:
    create = certain(resource.create).call(resource, name, _to_write(resource, wanted), wanted.scope)
    later = {
        entry.option: wanted.fields[entry.option] for entry in resource.named(wanted.fields) if not entry.on_create
    }
    new = {**resource.fresh, **resource.written_by_creation(name, wanted.fields)}
    target = Target(resource.reference_of_new(name, wanted.scope), new, resource.current({**resource.fresh}))
    rest = replace(wanted, fields=later, update_secrets=True)
    setters = _setter_calls(resource, target, drifted_fields(resource, resource.fresh, rest), rest.fields)
    # Of a new object nobody else has changed anything yet.
    return [create, *(replace(call, whole_object=False) for call in setters)]


def _defaults(resource: Resource, wanted: Wanted) -> Options:
    return {option: value for option, value in resource.defaults.items() if wanted.fields.get(option) is None}


def _to_write(resource: Resource, wanted: Wanted) -> Options:
    """The named fields without the secrets that are null: nothing to write."""
    return {
        entry.option: wanted.fields[entry.option]
        for entry in resource.named(wanted.fields)
        if not (entry.secret and wanted.fields[entry.option] is None)
    }


def _plan_changes(resource: Resource, found: Found, wanted: Wanted) -> Plan:
    raw = certain(found.raw)
    drifted = drifted_fields(resource, raw, wanted)
    old_name = resource.name_in(raw, found.name)
    renamed = not same_name(old_name, wanted.final_name)
    if any(entry.replaces_object for entry in drifted) or (renamed and resource.rename is None):
        return _plan_replacement(resource, found, wanted, drifted)
    calls = [_rename_call(resource, raw, wanted)] if renamed else []
    calls += _setter_calls(resource, _target(resource, found, wanted), drifted, wanted.fields)
    before, after = _difference(resource, found, wanted, drifted)
    warnings = _not_compared(resource, found, wanted)
    return Plan(tuple(calls), before, after, wanted, warnings, diff_only=frozenset({PASSWORD_UPDATED}))


def _target(resource: Resource, found: Found, wanted: Wanted) -> Target:
    """What setters write to, once it has the name that it is to have."""
    raw = certain(found.raw)
    old_name = resource.name_in(raw, found.name)
    row = {**raw, resource.identity_key: old_name if same_name(old_name, wanted.final_name) else wanted.final_name}
    current = {**resource.current(raw), resource.identity: old_name}
    return Target(resource.reference_of(row, wanted.scope), raw, current)


def as_it_is_now(resource: Resource, call: Call, found: Found, wanted: Wanted) -> Call:
    """A call that writes the whole object, made anew from what is there now.

    It is sent also where nothing drifts any more: saying the same twice does no harm, and check mode has foretold it.
    """
    writer = next((entry.writer for entry in resource.fields if entry.option in call.options), None)
    if writer is None or writer.replaces_object or not found.raw:
        return call
    entries = [
        entry
        for entry in resource.named(wanted.fields)
        if entry.writer == writer and (entry.option in call.options or _drifts(resource, entry, found.raw, wanted))
    ]
    new = writer.calls(_target(resource, found, wanted), entries, resource, wanted.fields)
    return next((replace(call, arguments=now.arguments) for now in new if now.function == call.function), call)


def _drifts(resource: Resource, entry: Field, raw: Raw, wanted: Wanted) -> bool:
    return not entry.secret and entry in drifted_fields(resource, raw, wanted)


def _plan_replacement(resource: Resource, found: Found, wanted: Wanted, drifted: list[Field]) -> Plan:
    """A new object with all that the old one has and the playbook changes.

    It is off, and where it can be renamed has a passing name, until it was read and found right and the old one does
    nothing any more.
    """
    old = certain(found.raw)
    fields = merged(resource, old, wanted)
    # The new object gets its secrets when it is created; after a lost answer that need not be done again.
    whole = replace(
        wanted, fields={**fields, **_defaults(resource, replace(wanted, fields=fields))}, update_secrets=False
    )
    on = resource.switch is not None and bool(whole.fields.get(resource.switch.option))
    name = passing_name(resource, wanted.final_name, old, on=on) if resource.rename else wanted.final_name
    create, *setters = _creating_calls(resource, name, _switched_off(resource, whole))
    first, *others = _calls_after_proof(resource, old, name, whole, on=on)
    before, after = _difference(resource, found, wanted, drifted)
    return Plan(
        (replace(create, whole_object=True), *setters, replace(first, after_proof=True), *others),
        before,
        after,
        whole,
        diff_only=frozenset({PASSWORD_UPDATED}),
        replaced=Replaced(old, name, off=resource.switch is not None),
    )


def _switched_off(resource: Resource, whole: Wanted) -> Wanted:
    switch = resource.switch
    return whole if switch is None else replace(whole, fields={**whole.fields, switch.option: False})


def _calls_after_proof(resource: Resource, old: Raw, name: str, whole: Wanted, *, on: bool) -> list[Call]:
    """The old object goes, or is off, before the new one is on; the last call says that all is done."""
    delete = Call(resource.delete, resource.reference_of(old, whole.scope))
    switch_on = _switching_on(resource, name, whole) if on else []
    if resource.rename is None:
        retire = retiring_calls(resource, old, whole) if on and is_on(resource, old) else []
        return [*retire, *switch_on, delete]
    new = {
        **{key: KnownLater(key, resource.in_words) for key in resource.reference.values()},
        resource.identity_key: name,
    }
    return [delete, *switch_on, _rename_call(resource, new, whole)]


def _switching_on(resource: Resource, name: str, whole: Wanted) -> list[Call]:
    writer = certain(certain(resource.field_of(certain(resource.switch).option)).writer)
    together = [entry for entry in resource.named(whole.fields) if entry.writer == writer]
    target = Target(resource.reference_of_new(name, whole.scope), {}, whole.fields)
    return writer.calls(target, together, resource, whole.fields)


def _difference(
    resource: Resource, found: Found, wanted: Wanted, drifted: list[Field]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The name and the drifted fields before and after; of a secret only that it is written."""
    raw = certain(found.raw)
    shown = [entry for entry in drifted if not entry.secret]
    before, after = {}, {}
    for entry in shown:
        current, desired = entry.read(raw), wanted.fields[entry.option]
        before[entry.option] = None if entry.hidden_in(raw) else entry.rule.in_diff(current, desired)
        after[entry.option] = entry.rule.in_diff(entry.rule.after(current, desired), desired)
    written = {PASSWORD_UPDATED: True} if len(shown) < len(drifted) else {}
    old_name = resource.name_in(raw, found.name)
    new_name = old_name if same_name(old_name, wanted.final_name) else wanted.final_name
    return {resource.identity: old_name, **before}, {resource.identity: new_name, **after, **written}


def plan_renaming(resource: Resource, wanted: Wanted) -> Plan:
    """The renaming of an object of which nothing is known but the name: all else is taken to be as it should be."""
    row = {key: KnownLater(key, resource.in_words) for key in resource.reference.values()}
    old = {**row, resource.identity_key: wanted.name}
    if resource.rename is not None:
        calls = [_rename_call(resource, old, wanted)]
    else:
        calls = [
            certain(resource.create).call(resource, wanted.final_name, _to_write(resource, wanted), wanted.scope),
            Call(resource.delete, resource.reference_of(old, wanted.scope), after_proof=True),
        ]
    return Plan(tuple(calls), {resource.identity: wanted.name}, {resource.identity: wanted.final_name}, wanted)


def _rename_call(resource: Resource, raw: Mapping[str, Any], wanted: Wanted) -> Call:
    rename = certain(resource.rename)
    old = {rename.old_argument: raw[resource.identity_key]} if rename.old_argument else resource.reference_of(raw, {})
    return Call(rename.function, {**wanted.scope, **old, rename.new_argument: wanted.final_name}, ("new_name",))


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


def _shown_fields(resource: Resource, name: str, current: Options, wanted: Wanted) -> dict[str, Any]:
    fields = {
        entry.option: entry.rule.after(current.get(entry.option), wanted.fields[entry.option])
        for entry in resource.named(wanted.fields)
        if not entry.secret
    }
    return {resource.identity: name, **{option: value for option, value in fields.items() if value is not None}}


def _not_compared(resource: Resource, found: Found, wanted: Wanted) -> tuple[str, ...]:
    raw = certain(found.raw)
    return tuple(
        f"{entry.option} of the {resource.in_words} {found.name!r} was left alone: {entry.unreadable}"
        for entry in resource.named(wanted.fields)
        if entry.hidden_in(raw) and not entry.shown_after(wanted.fields)
    )
