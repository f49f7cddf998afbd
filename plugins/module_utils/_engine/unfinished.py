# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a replacement that did not end has left on the server, and how a later run finishes it.

A new object replaces one that no function changes. Nothing is kept but on the server, so that what is there must tell
how far it went:

* Where objects can be renamed, the new one has a temporary name until the old one no longer exists. The name says which
  object it replaces, and whether it is to be switched on at the end: until then it is off.
* Where they cannot, both have the same name, and the new one is off until the old one is. The old one goes last.

Two plays that create the same object at once leave two that are equal: one of them goes, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .._api.errors import InputError
from .calls import Call
from .compare import Desired, drifted_fields, is_same_but_for_switch, merged
from .names import same_name
from .resource import ApiObject, Resource, Target

_PASSING_NAME = re.compile(r"(?P<name>.+) \(replaces (?P<noun>[a-z ]+) (?P<id>\d+)(?P<off>, off)?\)")


@dataclass(frozen=True)
class Unfinished:
    """The object of which the rest of the plan is made, with the calls before and after that.

    `old` is the object as it was before anybody began. `carried` are fields that the playbook does not name and that
    the old object had. `gone` shows which objects are cleared away, for the diff.
    """

    api_object: ApiObject | None
    old: ApiObject | None
    first: tuple[Call, ...] = ()
    last: tuple[Call, ...] = ()
    carried: tuple[tuple[str, Any], ...] = ()
    gone: tuple[str, ...] = ()


def passing_name(resource: Resource, name: str, old: ApiObject, *, on: bool) -> str:
    """The name of the object that replaces the old one, until that no longer exists."""
    off = "" if on or resource.switch is None else ", off"
    return f"{name} (replaces {resource.in_words} {old[resource.id_key]}{off})"


def name_without_replacement(name: str) -> str:
    """The name of the object that an object with a passing name replaces; any other name as it is."""
    parts = _PASSING_NAME.fullmatch(name)
    return parts["name"] if parts else name


def find_unfinished(resource: Resource, desired: Desired, rows: Sequence[ApiObject]) -> Unfinished | None:
    """What there is to finish, or nothing."""
    objects = [row for row in rows if _is_meant(desired, row[resource.identity_key])]
    left = [entry for entry in _left_over(resource, desired, rows) if entry.old is None or entry.old in objects]
    if left and len(objects) < 2:
        return _with_passing_names(resource, desired, objects[0] if objects else None, left)
    return _namesakes(resource, desired, objects)


def _is_meant(desired: Desired, name: Any) -> bool:
    return any(same_name(str(name), meant) for meant in desired.names)


def delete_call(resource: Resource, row: ApiObject, desired: Desired) -> Call:
    return Call(resource.delete, resource.reference_of(row, desired.scope))


def switch_calls(resource: Resource, row: ApiObject, desired: Desired, values: dict[str, Any]) -> list[Call]:
    """The calls that switch an object on or off, and set what goes along with that."""
    switch = resource.switch
    if switch is None:
        return []
    entry = resource.field_of(switch.option)
    if entry.writer is None:
        return []
    target = Target(resource.reference_of(row, desired.scope), row, resource.current(row))
    return entry.writer.calls(target, [entry], resource, values)


def is_on(resource: Resource, row: ApiObject) -> bool:
    return resource.switch is not None and bool(resource.field_of(resource.switch.option).read(row))


def was_on(resource: Resource, row: ApiObject) -> bool:
    """Whether the object was on before a replacement began: one that was switched off for that is marked."""
    switch = resource.switch
    if switch is None or is_on(resource, row):
        return is_on(resource, row)
    return bool(switch.retired) and all(
        resource.field_of(option).type.equal(resource.field_of(option).read(row), value)
        for option, value in switch.retired.items()
    )


def retiring_calls(resource: Resource, row: ApiObject, desired: Desired) -> list[Call]:
    """Switch the old object off, and mark it as one that was on."""
    switch = resource.switch
    if switch is None or not switch.retired or not is_on(resource, row):
        return []
    return switch_calls(resource, row, desired, dict(switch.retired))


@dataclass(frozen=True)
class _LeftOver:
    """An object under a passing name, with the object that it replaces if that is still there."""

    row: ApiObject
    old: ApiObject | None
    on: bool


def _left_over(resource: Resource, desired: Desired, rows: Sequence[ApiObject]) -> list[_LeftOver]:
    """The newest first."""
    if resource.rename is None:
        return []
    by_id = {str(row.get(resource.id_key)): row for row in rows}
    left = []
    for row in rows:
        parts = _PASSING_NAME.fullmatch(str(row[resource.identity_key]))
        if parts and parts["noun"] == resource.in_words and _is_meant(desired, parts["name"]):
            left.append(_LeftOver(row, by_id.get(parts["id"]), on=parts["off"] is None))
    return sorted(left, key=lambda entry: int(entry.row[resource.id_key]), reverse=True)


def _with_passing_names(
    resource: Resource, desired: Desired, there: ApiObject | None, left: list[_LeftOver]
) -> Unfinished:
    if desired.absent:
        keep = there or left[0].row
        return _cleared(resource, desired, keep, [entry.row for entry in left if entry.row is not keep])
    if there is None:
        return _in_its_place(resource, desired, left)
    fitting = _fitting(resource, desired, there, left)
    others = [entry.row for entry in left if entry is not fitting]
    _refuse_in_use(resource, there, others)
    if fitting is None:
        return _cleared(resource, desired, there, others)
    on = bool(_switch_value(resource, desired, default=is_on(resource, there)))
    first = [delete_call(resource, row, desired) for row in others]
    if is_on(resource, fitting.row):
        first += _set_switch(resource, fitting.row, desired, on=False)
    first.append(delete_call(resource, there, desired))
    if on:
        first += _set_switch(resource, fitting.row, desired, on=True)
    return Unfinished(
        _switched(resource, fitting.row, on), there, tuple(first), gone=tuple(_named(resource, row) for row in others)
    )


def _in_its_place(resource: Resource, desired: Desired, left: list[_LeftOver]) -> Unfinished:
    """The old object no longer exists: the newest of those that were to replace it is the object."""
    keep, *others = left
    on = bool(_switch_value(resource, desired, default=keep.on))
    first = [delete_call(resource, entry.row, desired) for entry in others]
    if is_on(resource, keep.row) != on:
        first += _set_switch(resource, keep.row, desired, on=on)
    gone = tuple(_named(resource, entry.row) for entry in others)
    return Unfinished(_switched(resource, keep.row, on), keep.row, tuple(first), gone=gone)


def _fitting(resource: Resource, desired: Desired, there: ApiObject, left: list[_LeftOver]) -> _LeftOver | None:
    """What was made to replace the object, if that is to be replaced by exactly this."""
    if not any(entry.replaces_object for entry in drifted_fields(resource, there, desired)):
        return None
    whole = merged(resource, there, desired)
    return next(
        (entry for entry in left if entry.old is there and is_same_but_for_switch(resource, entry.row, whole)), None
    )


def _cleared(resource: Resource, desired: Desired, keep: ApiObject, others: Sequence[ApiObject]) -> Unfinished:
    first = tuple(delete_call(resource, row, desired) for row in others)
    return Unfinished(keep, None, first, gone=tuple(_named(resource, row) for row in others))


def _refuse_in_use(resource: Resource, there: ApiObject, others: Sequence[ApiObject]) -> None:
    """What has the name of an interrupted replacement, but works itself, may belong to somebody else."""
    switch = resource.switch
    for row in others:
        if switch is not None and is_on(resource, row) and switch.has_worked(row):
            raise InputError(
                f"The {resource.in_words} {row[resource.identity_key]!r} has the name of a temporary one that"
                f" replaces {there[resource.identity_key]!r}, but it has already run itself: rename or remove it, and"
                " run the task again."
            )


def _namesakes(resource: Resource, desired: Desired, objects: list[ApiObject]) -> Unfinished | None:
    """Objects of which the newest is what the task makes of each of the others; others remain ambiguous."""
    if len(objects) < 2 or not all(isinstance(row.get(resource.id_key), int) for row in objects):
        return None
    *others, newest = sorted(objects, key=lambda row: int(row[resource.id_key]))
    in_one_go = resource.rename is None and same_name(str(newest[resource.identity_key]), desired.final_name)
    if len({str(row[resource.identity_key]) for row in objects}) > 1 and not in_one_go:
        return None
    if not all(is_same_but_for_switch(resource, newest, merged(resource, row, desired)) for row in others):
        return None
    deletions = tuple(delete_call(resource, row, desired) for row in others)
    gone = tuple(_named(resource, row) for row in others)
    if desired.absent:
        return Unfinished(newest, None, deletions, gone=gone)
    on = _switch_value(resource, desired, default=any(was_on(resource, row) for row in objects))
    retiring = [call for row in others for call in retiring_calls(resource, row, desired)]
    needed = bool(on) and not is_on(resource, newest)
    carried = () if resource.switch is None else ((resource.switch.option, on),)
    return Unfinished(newest, others[-1], tuple(retiring) if needed else (), deletions, carried, gone)


def _switch_value(resource: Resource, desired: Desired, *, default: bool) -> Any:
    return default if resource.switch is None else desired.fields.get(resource.switch.option, default)


def _set_switch(resource: Resource, row: ApiObject, desired: Desired, *, on: bool) -> list[Call]:
    return [] if resource.switch is None else switch_calls(resource, row, desired, {resource.switch.option: on})


def _switched(resource: Resource, row: ApiObject, on: bool) -> ApiObject:
    return row if resource.switch is None else {**row, resource.field_of(resource.switch.option).path: on}


def _named(resource: Resource, row: ApiObject) -> str:
    return f"{row[resource.identity_key]} (id {row.get(resource.id_key)})"
