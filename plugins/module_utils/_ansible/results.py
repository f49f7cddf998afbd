# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of the modules that tell the results of profiles and jobs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from .._api.errors import InputError
from .._engine.inform import side_by_side
from .._engine.read import list_rows, pick_existing
from .._engine.resource import Raw, Resource
from .._engine.server import Server
from .._resources.assumptions import LOCAL_TIME_ZONE
from .._resources.job import JOB
from .._resources.profile import PROFILE
from .._resources.results import JOB_RESULTS, PROFILE_RESULTS, Results, shown_results, window_of
from .context import Context
from .info import inform_of_instance
from .options import ArgumentSpec, parallel_reads
from .state import server_of

Params = Mapping[str, Any]

RESULT_OPTIONS: ArgumentSpec = {
    "name": {"type": "str"},
    "since": {"type": "str"},
    "until": {"type": "str"},
    "time_zone": {"type": "str", "default": LOCAL_TIME_ZONE},
}


def inform_of_profile_results(params: Params, context: Context) -> dict[str, Any]:
    """Results of profiles, each with its report if that is wanted."""
    server = server_of(params, context)

    def read() -> list[dict[str, Any]]:
        rows, _things = _rows(PROFILE_RESULTS, PROFILE, server, params)
        shown = shown_results(row for row in rows if params["id"] in (None, row["id"]))
        if not params["report"]:
            return shown
        context.client.require("GetWorkerResultReport", needed_by="report")
        return side_by_side(lambda row: _with_report(server, params, row), shown, parallel_reads(params))

    return inform_of_instance(params, context, plural="profile_results", reading=PROFILE_RESULTS.function, read=read)


def inform_of_job_results(params: Params, context: Context) -> dict[str, Any]:
    """Results of jobs, each with the name of its job, which the server does not tell."""
    server = server_of(params, context)

    def read() -> list[dict[str, Any]]:
        rows, jobs = _rows(JOB_RESULTS, JOB, server, params)
        names = {job["id"]: job["name"] for job in jobs or list_rows(JOB, server, _scope(params))}
        return [{**row, "job_name": names.get(row["job_id"])} for row in shown_results(rows)]

    return inform_of_instance(params, context, plural="job_results", reading=JOB_RESULTS.function, read=read)


def _rows(results: Results, resource: Resource, server: Server, params: Params) -> tuple[list[Raw], list[Raw]]:
    """The rows of the window, and those of the things themselves if they were needed to find the name."""
    if params["days"] < 1:
        raise InputError(f"days is {params['days']}, but a window has at least one day: give 1 or more.")
    now = datetime.now(timezone.utc)
    window = window_of(params["since"], params["until"], days=params["days"], now=now)
    things = list_rows(resource, server, _scope(params)) if params["name"] is not None else []
    thing_id = pick_existing(resource, params["name"], things)["id"] if params["name"] is not None else None
    return results.read(server.client, params["instance_id"], window, params["time_zone"], thing_id), things


def _with_report(server: Server, params: Params, row: dict[str, Any]) -> dict[str, Any]:
    report = server.client.call("GetWorkerResultReport", {**_scope(params), "id": row["id"]})
    return {**row, "report": report}


def _scope(params: Params) -> dict[str, Any]:
    return {"instanceID": params["instance_id"]}
