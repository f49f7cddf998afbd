# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook has for an object, and where the object differs from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import InputError
from .resource import ApiObject, Field, Options, Resource


@dataclass(frozen=True)
class Desired:
    """What the playbook says: the name, the new name if it is to be renamed, and the named fields.

    `update_secrets` shows whether secrets are written to an object that exists already.
    """

    name: str
    fields: Options
    new_name: str | None = None
    absent: bool = False
    update_secrets: bool = False
    scope: Mapping[str, Any] = field(default_factory=dict)

    @property
    def final_name(self) -> str:
        return self.new_name or self.name

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.name, self.final_name))


def drifted_fields(resource: Resource, api_object: Mapping[str, Any], desired: Desired) -> list[Field]:
    """The named fields that are not as they should be; what cannot be read is not compared."""
    return [entry for entry in resource.specified_fields(desired.fields) if _drifted(entry, api_object, desired)]


def _drifted(entry: Field, api_object: Mapping[str, Any], desired: Desired) -> bool:
    value = desired.fields[entry.option]
    if entry.secret:
        return desired.update_secrets and value is not None
    if entry.hidden_in(api_object):
        return entry.shown_after(desired.fields)
    drifted = not entry.type.equal(entry.read(api_object), value)
    if drifted and value is None and not entry.type.removable:
        raise no_null(entry)
    return drifted


def no_null(entry: Field) -> InputError:
    """The error about null where nothing could be removed."""
    return InputError(f"{entry.option} cannot be null: set a value, or leave it out to keep the current one.")


def merged(resource: Resource, api_object: ApiObject, desired: Desired) -> dict[str, Any]:
    """The object as a replacement is made: all that it has, with the named fields over that."""
    current = resource.current(api_object)
    kept = {option: value for option, value in current.items() if resource.field_of(option).writer is not None}
    return {**kept, **specified_over(resource, current, desired)}


def specified_over(resource: Resource, current: Options, desired: Desired) -> dict[str, Any]:
    """The named fields as they are to be written again: what a type merges is merged over what is there."""
    return {
        entry.option: entry.type.merged(current.get(entry.option), desired.fields[entry.option])
        for entry in resource.specified_fields(desired.fields)
    }


def is_same_but_for_switch(resource: Resource, api_object: ApiObject, values: Options) -> bool:
    """Whether the object has these values, apart from what switches it on and from what nobody can read."""
    return all(
        entry.type.equal(entry.read(api_object), values[entry.option])
        for entry in resource.specified_fields(values)
        if not entry.secret and not resource.belongs_to_switch(entry)
    )
