# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of M(community.mailstore.spe_job_run)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .._engine.server import Server
from .._resources.job_run import (
    HasResult,
    cancel_call,
    is_running,
    job_of,
    judge_job,
    new_result,
    result_ids,
    run_call,
)
from .context import Context
from .instance import on_instance
from .state import server_of

Params = Mapping[str, Any]


def run_job(params: Params, context: Context) -> dict[str, Any]:
    """Run or cancel the job, and fail when its run did."""
    server = server_of(params, context)
    work = _cancel if params["state"] == "cancelled" else _run
    result, opened = on_instance(
        server,
        params,
        context,
        needs_access=True,
        work=lambda: work(server, params, check_mode=context.check_mode),
        predict=lambda: {"changed": params["state"] != "cancelled", "calls": [], "result": None},
    )
    if opened:
        result["service_provider_access_opened"] = True
    return result


def _run(server: Server, params: Params, *, check_mode: bool) -> dict[str, Any]:
    instance_id = params["instance_id"]
    job = job_of(server, instance_id, params["name"])
    call = run_call(instance_id, job)
    told: dict[str, Any] = {"changed": True, "calls": [call.shown()], "result": None}
    if check_mode:
        return told
    before = result_ids(server, instance_id, job["id"])
    server.write(replace(call, settled=HasResult(instance_id, job, before)))
    result = new_result(server, instance_id, job["id"], before) if params["wait"] else None
    if result is not None:
        judge_job(job, result)
    return {**told, "result": result}


def _cancel(server: Server, params: Params, *, check_mode: bool) -> dict[str, Any]:
    instance_id = params["instance_id"]
    job = job_of(server, instance_id, params["name"])
    if not is_running(job):
        return {"changed": False, "calls": [], "result": None}
    call = cancel_call(instance_id, job)
    if not check_mode:
        server.write(call)
    return {"changed": True, "calls": [call.shown()], "result": None}
