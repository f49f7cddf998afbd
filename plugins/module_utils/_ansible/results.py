# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of the modules that return the results of profiles and jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

from .._api.errors import InputError
from .._api.parallel import parallel_map
from .._engine.names import name_among, same_name
from .._engine.read import list_rows
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .._resources.assumptions import LOCAL_TIME_ZONE
from .._resources.environment import read_time_zones
from .._resources.instance_answers import may_be_too_long
from .._resources.job import JOB
from .._resources.profile import PROFILE
from .._resources.results import (
    JOB_RESULTS,
    PROFILE_RESULTS,
    RESULT_WORDS,
    Results,
    Window,
    select,
    shown_results,
    window_of,
)
from .._resources.time_zones import require_windows_id
from .context import Context
from .info_module import info_result
from .instance import InstanceWork
from .options import ArgumentSpec, parallel_calls

Params = Mapping[str, Any]

RESULT_OPTIONS: ArgumentSpec = {
    "name": {"type": "str"},
    "since": {"type": "str"},
    "until": {"type": "str"},
    "time_zone": {"type": "str", "default": LOCAL_TIME_ZONE},
    "result": {"type": "list", "elements": "str", "choices": list(RESULT_WORDS)},
    "last": {"type": "int"},
}


def list_profile_results(params: Params, context: Context) -> dict[str, Any]:
    """Results of profiles, each with its report if that is wanted."""
    return _list_results("profile_results", _profile_results, params, context)


def _profile_results(params: Params, context: Context, window: Window) -> list[dict[str, Any]]:
    snapshot = context.snapshot
    if params["report"]:
        context.client.require("GetWorkerResultReport", needed_by="report")
    # By its name, because a profile that was changed has another id than before.
    all_rows = _rows(PROFILE_RESULTS, snapshot, params, window)
    _refuse_other_letters(params, (row.get("profileName") for row in all_rows), PROFILE.in_words)
    rows = [
        row for row in all_rows if params["id"] in (None, row.get("id")) and _is_meant(params, row.get("profileName"))
    ]
    shown = shown_results(select(rows, params["result"], params["last"]))
    if not params["report"]:
        return shown
    return parallel_map(lambda row: _with_report(snapshot, params, row), shown, parallel_calls(params))


def list_job_results(params: Params, context: Context) -> dict[str, Any]:
    """Results of jobs, each with the name of its job, which the server does not return."""
    return _list_results("job_results", _job_results, params, context)


def _list_results(
    key: str,
    read: Callable[[Params, Context, Window], list[dict[str, Any]]],
    params: Params,
    context: Context,
) -> dict[str, Any]:
    """What the module returns under `key`; nothing of an instance that is missing or stopped."""
    window = _window(params)
    found: list[dict[str, Any]] = []
    with InstanceWork(params, context, needs_access=True, missing_ok=True, stopped_ok=True):
        found = read(params, context, window)
    return info_result(key, found, params)


def _job_results(params: Params, context: Context, window: Window) -> list[dict[str, Any]]:
    snapshot = context.snapshot
    names = {job["id"]: job["name"] for job in list_rows(JOB, snapshot, _scope(params))}
    _refuse_other_letters(params, names.values(), JOB.in_words)
    ids = [job_id for job_id, name in names.items() if _is_meant(params, name)]
    if params["name"] is not None and not ids:
        return []
    rows = _rows(
        JOB_RESULTS, snapshot, params, window, ids[0] if params["name"] is not None and len(ids) == 1 else None
    )
    of_the_job = [row for row in rows if _is_meant(params, names.get(row["jobId"]))]
    selected = select(of_the_job, params["result"], params["last"])
    return [{**row, "job_name": names.get(row["job_id"])} for row in shown_results(selected)]


def _refuse_other_letters(params: Params, names: Iterable[str | None], what: str) -> None:
    """Raises InputError when the option `name` exists only in other letters: no results would look like no runs."""
    if params["name"] is not None:
        name_among(params["name"], {name for name in names if name is not None}, what)


def _is_meant(params: Params, name: str | None) -> bool:
    """Whether the option `name` asks for results of this profile or job."""
    return params["name"] is None or (name is not None and same_name(params["name"], name))


def _window(params: Params) -> Window:
    """Raises InputError for numbers that make no sense."""
    if params["days"] < 1:
        raise InputError(f"days is {params['days']}, but a time range has at least one day: set 1 or more.")
    if params["last"] is not None and params["last"] < 1:
        raise InputError(f"last is {params['last']}: set 1 or more, or leave it out to read all results.")
    require_windows_id("time_zone", params["time_zone"])
    return window_of(
        params["since"],
        params["until"],
        days=params["days"],
        now=datetime.now(timezone.utc),
        time_zone=params["time_zone"],
    )


def _rows(
    results: Results, snapshot: Snapshot, params: Params, window: Window, thing_id: Any = None
) -> list[ApiObject]:
    """The rows of the window.

    Raises InputError when the server refuses them because of a time zone that it does not have.
    """
    instance_id = params["instance_id"]

    def length_is_the_reason() -> bool:
        if not may_be_too_long(snapshot, instance_id):
            return False
        _refuse_unknown_zone(snapshot, params)
        return True

    return results.read(
        snapshot, instance_id, window, params["time_zone"], thing_id, may_be_too_long=length_is_the_reason
    )


def _refuse_unknown_zone(snapshot: Snapshot, params: Params) -> None:
    zone = params["time_zone"]
    if zone != LOCAL_TIME_ZONE and not _has_time_zone(snapshot, params, zone):
        raise InputError(
            f"time_zone: the server has no time zone {zone!r}; write a Windows ID such as 'W. Europe Standard Time'"
            " (community.mailstore.spe_environment_info lists them)."
        )


def _has_time_zone(snapshot: Snapshot, params: Params, zone: str) -> bool:
    zones = read_time_zones(snapshot, params["instance_id"])
    return any(str(row.get("id")).casefold() == zone.casefold() for row in zones)


def _with_report(snapshot: Snapshot, params: Params, row: dict[str, Any]) -> dict[str, Any]:
    report = snapshot.client.call("GetWorkerResultReport", {**_scope(params), "id": row["id"]})
    return {**row, "report": report}


def _scope(params: Params) -> dict[str, Any]:
    return {"instanceID": params["instance_id"]}
