# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options and the work of the modules about SMTP settings, of the whole system and of an instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.entry import specified_fields
from .._engine.item import Item
from .._engine.read import Desired
from .._resources.smtp import refine_smtp
from .._resources.system_smtp import SYSTEM_SMTP, TEST_MESSAGE
from .context import Context
from .run import run_item_on_server

Params = Mapping[str, Any]


def manage_system_smtp(params: Params, context: Context) -> dict[str, Any]:
    """Manage the settings of the whole system, and send a test message if the task wants it."""
    desired = Desired(
        params["spe_url"],
        specified_fields(SYSTEM_SMTP, params, context.specified),
        update_secrets=params.get("update_password") == "always",
    )
    afterwards = (TEST_MESSAGE,) if params["test"] else ()
    return run_item_on_server(Item(SYSTEM_SMTP, desired, refine_smtp, afterwards=afterwards), context)
