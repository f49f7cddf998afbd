# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The run of a task about one object: the engine's movement, with access to the instance, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.contract import requires_access
from .._api.masking import without_secrets
from .._engine.item import Item
from .._engine.manage import Outcome, manage, predict_from_nothing, predict_unknown
from .._engine.resource import Resource
from .action_module import act
from .context import Context
from .instance import InstanceWork

Params = Mapping[str, Any]


def run_item(item: Item, params: Params, context: Context) -> dict[str, Any]:
    """Make one object of an instance as the playbook has it, or in check mode show what would be done."""
    needs_access = requires_access(item.resource.listing.function)
    with InstanceWork(params, context, needs_access=needs_access, missing_ok=True, stopped_ok=True) as work:
        return run_item_on_server(item, context)
    outcome = predict_unknown(item) if work.is_stopped else predict_from_nothing(item, context.snapshot)
    return _with_calls_afterwards(item_result(outcome, item.resource, context), item, context)


def run_item_on_server(item: Item, context: Context) -> dict[str, Any]:
    """The same of an object that belongs to no instance."""
    outcome = manage(item, context.sender, check_mode=context.check_mode)
    return _with_calls_afterwards(item_result(outcome, item.resource, context), item, context)


def item_result(outcome: Outcome, resource: Resource, context: Context) -> dict[str, Any]:
    """The result of a state module, after its warnings were given."""
    for warning in outcome.warnings:
        context.warn(warning)
    shown: dict[str, Any] = without_secrets(outcome.result(resource.noun))
    return shown


def _with_calls_afterwards(result: dict[str, Any], item: Item, context: Context) -> dict[str, Any]:
    """The result with the calls that come after it, such as a test message.

    `changed` stays as it was: nothing of what the module manages is changed by them.
    """
    if not item.afterwards:
        return result
    action = act(item.afterwards, context)
    return {**result, "calls": [*result["calls"], *action["calls"]]}
