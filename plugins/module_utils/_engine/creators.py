# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who creates an object: one class for each form that a creating function takes its values in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .calls import Call
from .resource import ApiObject, Options, Resource


@dataclass(frozen=True)
class CreateByArguments:
    """The creating function takes each value as an argument of its own."""

    function: str

    def call(self, resource: Resource, name: str, desired: Options, scope: Mapping[str, Any]) -> Call:
        taken = [entry for entry in resource.specified_fields(desired) if entry.on_create]
        arguments = {
            **scope,
            resource.identity_key: name,
            **{entry.name_in_call: entry.api_value(desired[entry.option]) for entry in taken},
        }
        return Call(
            self.function,
            arguments,
            options=tuple(entry.option for entry in taken),
            secrets=frozenset(entry.name_in_call for entry in taken if entry.secret),
        )


@dataclass(frozen=True)
class CreateByConfiguration:
    """The creating function takes one object, in which every key of `defaults` is present."""

    function: str
    argument: str = "config"
    defaults: ApiObject = field(default_factory=dict)
    beside: tuple[str, ...] = ()

    def call(self, resource: Resource, name: str, desired: Options, scope: Mapping[str, Any]) -> Call:
        taken = [entry for entry in resource.specified_fields(desired) if entry.on_create]
        values = {entry.name_in_call: entry.api_value(desired[entry.option]) for entry in taken}
        config = {resource.identity_key: name, **self.defaults, **values}
        aside = {key: config.pop(key) for key in self.beside if key in config}
        return Call(
            self.function,
            {**scope, self.argument: config, **aside},
            options=tuple(entry.option for entry in taken),
            secrets=frozenset(entry.name_in_call for entry in taken if entry.secret),
        )
