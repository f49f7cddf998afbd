# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of a state module: options in, the engine's movement, a result out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.contract import requires_access
from .._api.masking import without_secrets
from .._engine.entry import ArgumentSpec, Entry, Noun
from .._engine.item import Item, Refine, as_planned
from .._engine.manage import Outcome, manage, manage_item, predict_from_nothing, predict_unknown
from .._engine.read import Desired
from .._engine.resource import Resource
from .._engine.sender import Sender
from .action_module import followed_by
from .context import Context
from .instance import on_instance
from .module_definition import ModuleDefinition
from .options import CONNECTION_OPTIONS, INSTANCE_OPTIONS
from .secrets import misplaced_secrets
from .snapshot import sender_of

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
    sender = sender_of(params, context)
    entry = Entry(
        options=params,
        specified=context.specified,
        instance_id=params["instance_id"],
        snapshot=sender.snapshot,
        others_may_make_it=context.check_mode,
        warn=context.warn,
        waits=sender.wait,
    )
    return manage_on_instance(noun.item(entry), params, context, sender)


def manage_on_instance(item: Item, params: Params, context: Context, sender: Sender) -> dict[str, Any]:
    """Manage one object of an instance, and answer with the result of the task."""

    def result_of(outcome: Outcome) -> dict[str, Any]:
        result = outcome_result(outcome, item.resource, context)
        if not item.afterwards:
            return result
        return followed_by(result, item.afterwards, sender, check_mode=context.check_mode)

    return on_instance(
        sender.snapshot,
        params,
        context,
        needs_access=requires_access(item.resource.listing.function),
        work=lambda: result_of(manage_item(item, sender, check_mode=context.check_mode)),
        if_missing=lambda: result_of(predict_from_nothing(item, sender.snapshot)),
        if_stopped=lambda: result_of(predict_unknown(item)),
    )


def manage_on_server(
    resource: Resource,
    desired: Desired,
    sender: Sender,
    context: Context,
    refine: Refine = as_planned,
) -> dict[str, Any]:
    """Manage one thing of the whole server, and answer with the result of the task."""
    outcome = manage(resource, desired, sender, check_mode=context.check_mode, refine=refine)
    return outcome_result(outcome, resource, context)


def outcome_result(outcome: Outcome, resource: Resource, context: Context) -> dict[str, Any]:
    """The result of a state module, after its warnings were given."""
    for warning in outcome.warnings:
        context.warn(warning)
    shown: dict[str, Any] = without_secrets(outcome.result(resource.noun))
    return shown
