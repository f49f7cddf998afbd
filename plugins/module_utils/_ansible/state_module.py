# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The face of a state module: its options, and the item that they become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.entry import ArgumentSpec, Entry, Noun
from .context import Context
from .module_definition import ModuleDefinition
from .options import CONNECTION_OPTIONS, INSTANCE_OPTIONS
from .run import run_item
from .secrets import misplaced_secrets

Params = Mapping[str, Any]


def state_module(name: str, noun: Noun, waiting: ArgumentSpec | None = None) -> ModuleDefinition:
    """The face of the module that manages one object of the noun; `waiting` are its options about long calls."""
    instance = INSTANCE_OPTIONS if noun.needs_access else {"instance_id": INSTANCE_OPTIONS["instance_id"]}

    def work(params: Params, context: Context) -> dict[str, Any]:
        return manage_entry(noun, params, context)

    def secrets(params: Params) -> list[str]:
        return [secret for option in noun.free_settings for secret in misplaced_secrets(params[option])]

    return ModuleDefinition(
        name=name,
        argument_spec={**CONNECTION_OPTIONS, **(waiting or {}), **instance, **noun.options},
        work=work,
        rules=noun.rules,
        read_only=noun.read_only,
        secrets=secrets,
        years=noun.years,
        noun=noun,
    )


def manage_entry(noun: Noun, params: Params, context: Context) -> dict[str, Any]:
    """Manage one object of an instance, and answer with the result of the task."""
    entry = Entry(
        params,
        context.specified,
        params["instance_id"],
        snapshot=context.snapshot,
        others_may_make_it=context.check_mode,
        warn=context.warn,
        waits=context.sender.wait,
    )
    return run_item(noun.item(entry), params, context)
