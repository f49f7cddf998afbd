# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options and the work of the modules about SMTP settings, of the whole system and of an instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.entry import specified_fields
from .._engine.read import Desired
from .._resources.smtp import refine_smtp
from .._resources.system_smtp import SYSTEM_SMTP, TEST_MESSAGE
from .action_module import followed_by
from .context import Context
from .snapshot import sender_of
from .state_module import manage_on_server

Params = Mapping[str, Any]


def manage_system_smtp(params: Params, context: Context) -> dict[str, Any]:
    """Manage the settings of the whole system, and send a test message if the task wants it."""
    sender = sender_of(params, context)
    desired = Desired(
        params["spe_url"],
        specified_fields(SYSTEM_SMTP, params, context.specified),
        update_secrets=params.get("update_password") == "always",
    )
    result = manage_on_server(SYSTEM_SMTP, desired, sender, context, refine_smtp)
    if not params["test"]:
        return result
    return followed_by(result, [TEST_MESSAGE], sender, check_mode=context.check_mode)
