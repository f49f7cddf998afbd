# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of M(community.mailstore.spe_instance_control)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import SpeError
from .._engine.calls import Call
from .._engine.server import Server
from .._resources.instance_control import REACHED, control_calls, statuses, thaw_again
from .actions import act
from .context import Context
from .state import server_of


def control_instances(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Bring all instances to the state; nothing stays frozen when freezing fails half-way."""
    server = server_of(params, context)
    instance_ids, state = params["instance_ids"], params["state"]
    calls = control_calls(server, instance_ids, state, safe_mode=params["safe_mode"])
    before = statuses(server, instance_ids)
    result = _act(calls, server, context)
    changing = {name for call in calls for name in call.arguments["instanceFilter"].split()}
    expected = [{**row, "status": REACHED[state]} if row["instance_id"] in changing else row for row in before]
    server.forget()
    after = expected if context.check_mode or not calls else statuses(server, instance_ids)
    return {
        "changed": result["changed"],
        "calls": result["calls"],
        "instances": after,
        "diff": {"before": _by_id(before, changing), "after": _by_id(after, changing)},
    }


def _act(calls: list[Call], server: Server, context: Context) -> dict[str, Any]:
    try:
        return act(lambda _server: calls, server, check_mode=context.check_mode)
    except SpeError:
        if not context.check_mode and any(call.function == "FreezeInstances" for call in calls):
            thaw_again(server, calls)
        raise


def _by_id(rows: list[dict[str, Any]], changing: set[str]) -> dict[str, Any]:
    return {row["instance_id"]: row["status"] for row in rows if row["instance_id"] in changing}
