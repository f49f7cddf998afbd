# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of M(community.mailstore.spe_profile_run)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.calls import Call
from .._engine.server import Server
from .._resources.profile_run import judge, run_and_look, stored_profile_call, temporary_profile_call
from .actions import send
from .context import Context
from .instance import on_instance
from .state import server_of

Params = Mapping[str, Any]


def run_profile(params: Params, context: Context) -> dict[str, Any]:
    """Run the profile, look at its result, and fail when the playbook calls that a failure."""
    server = server_of(params, context)
    result, opened = on_instance(
        server,
        params,
        context,
        needs_access=True,
        work=lambda: _run(server, params, check_mode=context.check_mode),
        predict=lambda: {"changed": True, "calls": [], "result": None, "log_output": None},
    )
    if opened:
        result["service_provider_access_opened"] = True
    return result


def _run(server: Server, params: Params, *, check_mode: bool) -> dict[str, Any]:
    call = _call(server, params)
    told = {"changed": True, "calls": [call.shown()]}
    if check_mode:
        return {**told, "result": None, "log_output": None}
    instance_id, wait = params["instance_id"], params["wait"]
    outcome = run_and_look(server, instance_id, call, lambda: send(call, server, wait=wait))
    if outcome["result"] is not None:
        judge(outcome["result"], params["fail_on"], params["min_items"], params["max_items"])
    return {**told, **outcome}


def _call(server: Server, params: Params) -> Call:
    temporary = params["temporary"]
    if temporary is None:
        return stored_profile_call(server, params["instance_id"], params["name"])
    return temporary_profile_call(params["instance_id"], temporary, temporary["secret_details"])
