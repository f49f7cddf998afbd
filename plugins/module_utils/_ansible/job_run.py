# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of `community.mailstore.spe_job_run`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .._api.errors import FunctionFailed, SpeError
from .._engine.calls import Call
from .._engine.resource import ApiObject
from .._engine.sender import Sender
from .._engine.snapshot import Snapshot
from .._resources.assumptions import job_is_running
from .._resources.instance_answers import may_be_too_long
from .._resources.job import JOB
from .._resources.job_run import HasResult, JobRun, NotRunning, cancel_call, judge_job, run_call
from .._resources.results import window_since
from .context import Context
from .instance import InstanceWork
from .lookup import reference_to, row_of

Params = Mapping[str, Any]

#: A run that has not ended may not show: see job_is_running.
_UNSEEN = (
    "The job {name!r} shows no run, so nothing was cancelled. Nobody knows whether every server shows a run from its start: if"
    " this one may be running, cancel it with CancelJobAsync of community.mailstore.spe_command. If your server shows it, set"
    " RUN_SHOWS_FROM_ITS_START: true in the file of spe_facts."
)


def run_job(params: Params, context: Context) -> dict[str, Any]:
    """Run or cancel the job, and fail when its run did."""
    run = _cancel if params["state"] == "cancelled" else _run
    with InstanceWork(params, context, needs_access=True, missing_ok=True):
        return run(params, context, row_of(JOB, params, context))
    return run(params, context, None)


def _run(params: Params, context: Context, job: ApiObject | None) -> dict[str, Any]:
    sender, call = context.sender, run_call(reference_to(JOB, job, params))
    if job is not None and job_is_running(job):
        return _join(params, context, job, call)
    result = _result_of(call)
    if job is None or context.check_mode:
        return result
    run = _run_of(sender.snapshot, params, job)
    outcome = HasResult(run, frozenset(row["jobResultId"] for row in run.results()))
    try:
        _start(sender, call, run)
        if params["wait"]:
            sender.wait_for(call, outcome, sender.waiting)
            result["result"] = outcome.result()
            judge_job(job, result["result"])
    except SpeError:
        _add_result_to_failure(sender, result)
        raise
    return result


def _join(params: Params, context: Context, job: ApiObject, call: Call) -> dict[str, Any]:
    """Wait for the current run, and start no second one."""
    context.warn(f"The job {job['name']!r} is already running: no second run was started.")
    sender = context.sender
    result: dict[str, Any] = {"changed": False, "calls": [], "result": None}
    if context.check_mode or not params["wait"]:
        return result
    run = replace(_run_of(sender.snapshot, params, job), window=window_since(job["lastStartDateTimeUtc"]))
    outcome = HasResult(run, frozenset(row["jobResultId"] for row in run.results()), joined=True)
    sender.wait_for(call, outcome, sender.waiting)
    result["result"] = outcome.result()
    try:
        judge_job(job, result["result"])
    except SpeError:
        sender.client.record.facts["result"] = result["result"]
        raise
    return result


def _run_of(snapshot: Snapshot, params: Params, job: ApiObject) -> JobRun:
    instance_id = params["instance_id"]
    return JobRun(snapshot, instance_id, job, lambda: may_be_too_long(snapshot, instance_id))


def _start(sender: Sender, call: Call, run: JobRun) -> None:
    try:
        sender.write_once(call, run.has_started)
    except FunctionFailed as error:
        if not run.runs_now():
            raise
        raise error.because(
            f"The job {run.job['name']!r} is already running: wait until it has finished, or cancel it with"
            " state: cancelled."
        ) from error


def _cancel(params: Params, context: Context, job: ApiObject | None) -> dict[str, Any]:
    if job is None or not job_is_running(job):
        if job is not None and not context.client.facts.run_shows_from_its_start:
            context.warn(_UNSEEN.format(name=job["name"]))
        return {"changed": False, "calls": [], "result": None}
    sender, call = context.sender, cancel_call(reference_to(JOB, job, params))
    result = _result_of(call)
    if context.check_mode:
        return result
    ended = NotRunning(_run_of(sender.snapshot, params, job))
    try:
        sender.write_once(call, lambda: ended.reached(sender.snapshot))
        if params["wait"]:
            sender.wait_for(call, ended, sender.waiting)
    except SpeError:
        _add_result_to_failure(sender, result)
        raise
    return result


def _add_result_to_failure(sender: Sender, result: Mapping[str, Any]) -> None:
    """Once the call is done, a failure has the result, too."""
    record = sender.client.record
    if record.calls:
        record.facts["result"] = result["result"]


def _result_of(call: Call) -> dict[str, Any]:
    return {"changed": True, "calls": [call.shown()], "result": None}
