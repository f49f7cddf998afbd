# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options and the work of the modules about SMTP settings, of the whole system and of an instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.manage import manage, predict_from_nothing, predict_unknown
from .._engine.read import Desired
from .._resources.instance_smtp import INSTANCE_SMTP, test_message
from .._resources.smtp import refine_smtp
from .._resources.system_smtp import SYSTEM_SMTP, TEST_MESSAGE
from .action_module import followed_by
from .context import Context
from .instance import on_instance
from .options import ArgumentSpec
from .state_module import manage_on_server, outcome_result, server_of, specified_fields

Params = Mapping[str, Any]

SMTP_OPTIONS: ArgumentSpec = {
    "hostname": {"type": "str"},
    "port": {"type": "int"},
    "protocol": {"type": "str"},
    "ignore_ssl_policy_errors": {"type": "bool"},
    "authentication_required": {"type": "bool"},
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "from_display_name": {"type": "str"},
    "from_email_address": {"type": "str"},
    "recipients": {"type": "list", "elements": "str"},
    "test": {"type": "bool", "default": False},
}


def manage_system_smtp(params: Params, context: Context) -> dict[str, Any]:
    """Manage the settings of the whole system, and send a test message if that is asked for."""
    server = server_of(params, context)
    desired = Desired(
        params["spe_url"],
        specified_fields(SYSTEM_SMTP, params, context),
        update_secrets=params.get("update_password") == "always",
    )
    result = manage_on_server(SYSTEM_SMTP, desired, server, context, refine_smtp)
    if not params["test"]:
        return result
    return followed_by(result, [TEST_MESSAGE], server, check_mode=context.check_mode)


def manage_instance_smtp(params: Params, context: Context) -> dict[str, Any]:
    """Manage the settings of an instance, and send a test message while access is still open."""
    server, instance_id = server_of(params, context), params["instance_id"]
    desired = Desired(
        instance_id,
        specified_fields(INSTANCE_SMTP, params, context),
        update_secrets=params.get("update_password") == "always",
        scope={"instanceID": instance_id},
    )

    def with_test(result: dict[str, Any]) -> dict[str, Any]:
        if not params["test"]:
            return result
        return followed_by(result, [test_message(instance_id)], server, check_mode=context.check_mode)

    def work() -> dict[str, Any]:
        outcome = manage(INSTANCE_SMTP, desired, server, check_mode=context.check_mode, refine=refine_smtp)
        return with_test(outcome_result(outcome, INSTANCE_SMTP, context))

    def predict() -> dict[str, Any]:
        return with_test(outcome_result(predict_from_nothing(INSTANCE_SMTP, desired), INSTANCE_SMTP, context))

    def untold() -> dict[str, Any]:
        return with_test(outcome_result(predict_unknown(INSTANCE_SMTP, desired), INSTANCE_SMTP, context))

    return on_instance(server, params, context, needs_access=True, work=work, predict=predict, untold=untold)
