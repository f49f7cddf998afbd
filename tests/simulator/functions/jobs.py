# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs: their schedule, their runs and the results of these."""

from __future__ import annotations

import re
from typing import Any

from .. import assumptions, clock
from ..contract import Call, Function, flag, functions_of, instance_function, number, string, to_number
from ..errors import ApiError, bad_date_time, invalid_argument
from ..long_work import Ending, Execution, LongWork, Outcome, as_outcome
from ..schedules import Schedule, parse_schedule
from ..state.instances import Instance
from ..state.jobs import Job

_SCHEDULE = (
    string("date", nullable=True),
    number("interval", nullable=True),
    string("time", nullable=True),
    string("dayOfWeek", nullable=True),
    string("dayOfMonth", nullable=True),
)
_ACTION_ARGUMENT = re.compile(assumptions.ACTION_ARGUMENT_PATTERN)
_ACTION = re.compile(rf"(\w+)((?:\s+{assumptions.ACTION_ARGUMENT_PATTERN})*)\s*")


@instance_function("GetJobs")
def get_jobs(call: Call, instance: Instance) -> Any:
    now = clock.now()
    return [job.row(now) for job in instance.content.jobs.jobs.values()]


@instance_function(
    "CreateJob",
    string("name", nullable=True),
    string("action", nullable=True),
    string("owner", nullable=True),
    string("timeZoneId", nullable=True),
    *_SCHEDULE,
    writes=True,
)
def create_job(call: Call, instance: Instance) -> Any:
    call.require("name", "action", "owner", "timeZoneId")
    jobs = instance.content.jobs
    jobs.refuse_name(call.text("name"))
    _check_owner(instance, call.text("owner"))
    if assumptions.JOB_ACTION_IS_CHECKED:
        _command_of(call, call.text("action"))
    job = jobs.add(call.text("name"), call.text("action"), call.text("owner"), _schedule_of(call), clock.now())
    return assumptions.created_job_result(job.job_id, job.row(clock.now()))


def _check_owner(instance: Instance, owner: str) -> None:
    user = instance.find_user(owner)
    if assumptions.JOB_OWNER_MUST_BE_ADMINISTRATOR and not user.is_admin:
        raise invalid_argument(f"The owner '{owner}' is not an administrator of instance '{instance.instance_id}'.")


def _schedule_of(call: Call) -> Schedule:
    time = call.text_or_none("time")
    if time is not None and not re.fullmatch(assumptions.JOB_TIME_PATTERN, time):
        raise bad_date_time()
    return parse_schedule(
        time_zone_id=call.text("timeZoneId"),
        date=call.text_or_none("date"),
        interval=call.whole_number_or_none("interval"),
        time=time,
        day_of_week=call.text_or_none("dayOfWeek"),
        day_of_month=call.text_or_none("dayOfMonth"),
    )


@instance_function("DeleteJob", string("id", nullable=True), writes=True)
def delete_job(call: Call, instance: Instance) -> Any:
    """Here alone the id is a string in get-metadata."""
    call.require("id")
    job = instance.content.jobs.find(to_number(call.text("id")))
    if job.execution is not None and assumptions.DELETED_JOB_IS_CANCELLED:
        job.execution.cancel()
    del instance.content.jobs.jobs[job.job_id]


@instance_function("RenameJob", number("id", nullable=True), string("name", nullable=True), writes=True)
def rename_job(call: Call, instance: Instance) -> Any:
    call.require("id", "name")
    jobs = instance.content.jobs
    job = jobs.find(call.whole_number("id"))
    jobs.refuse_name(call.text("name"), besides=job.job_id)
    job.name = call.text("name")


@instance_function("SetJobEnabled", number("id", nullable=True), flag("enabled", nullable=True), writes=True)
def set_job_enabled(call: Call, instance: Instance) -> Any:
    call.require("id", "enabled")
    instance.content.jobs.find(call.whole_number("id")).enabled = call.flag("enabled")


@instance_function("SetJobSchedule", number("id"), string("timeZoneId"), *_SCHEDULE, writes=True)
def set_job_schedule(call: Call, instance: Instance) -> Any:
    job = instance.content.jobs.find(call.whole_number("id"))
    job.schedule = assumptions.schedule_after(job.schedule, _schedule_of(call))


@instance_function("RunJobAsync", number("id"), writes=True)
def run_job_async(call: Call, instance: Instance) -> Any:
    """Starts the run and answers at once; the result is in GetJobResults when the run is over."""
    instance.refuse_safe_mode()
    job = instance.content.jobs.find(call.whole_number("id"))
    if not job.enabled and not assumptions.DISABLED_JOB_CAN_BE_RUN:
        raise ApiError(f"Job '{job.name}' is disabled.")
    if job.execution is not None and not assumptions.RUNNING_JOB_CAN_BE_RUN_AGAIN:
        raise ApiError(f"Job '{job.name}' is already running.")
    started = clock.now()
    if assumptions.RUN_SHOWS_FROM_ITS_START:
        job.last_start = started

    def end(ending: Ending) -> None:
        job.execution = None
        instance.content.jobs.record(job, started, clock.now(), ending.status)

    work = LongWork((f"Running {job.action}",), lambda: as_outcome(_run_action(call, instance, job)))
    job.execution = Execution(work, call.environment.settings.work_ms, _ignore_progress, end)


def _ignore_progress(percent: int, text: str) -> None:
    """A job's progress shows nowhere."""


def _command_of(call: Call, action: str) -> tuple[Function | None, str]:
    """The function that an action names, None for a command of the shell alone, and its arguments."""
    match = _ACTION.fullmatch(action)
    if match is None:
        raise invalid_argument(f"The action '{action}' is not a command line.")
    name, arguments, *_last_argument = match.groups()
    if name in assumptions.SHELL_ONLY_COMMANDS:
        return None, arguments
    function = functions_of(call.environment.version).get(name)
    if function is None or not (function.is_of_instance or assumptions.JOBS_RUN_FUNCTIONS_OF_THE_SYSTEM):
        raise invalid_argument(f"Unknown command '{name}'.")
    return function, arguments


def _run_action(call: Call, instance: Instance, job: Job) -> Any:
    """Runs the function that the action names, as the Management Shell would."""
    function, arguments = _command_of(call, job.action)
    if function is None:
        return Outcome()
    form = {key: quoted or plain for key, quoted, plain in _ACTION_ARGUMENT.findall(arguments)}
    if function.is_of_instance:
        form["instanceID"] = instance.instance_id
    converted = function.convert(form, call.environment.version)
    return function.handler(Call(call.environment, call.administrator, converted, is_of_job=True))


@instance_function("CancelJobAsync", number("id"), writes=True)
def cancel_job_async(call: Call, instance: Instance) -> Any:
    job = instance.content.jobs.find(call.whole_number("id"))
    if job.execution is not None:
        job.execution.cancel()
    elif assumptions.CANCEL_OF_IDLE_JOB_IS_REFUSED:
        raise ApiError(f"Job '{job.name}' is not running.")


@instance_function(
    "GetJobResults",
    string("fromIncluding"),
    string("toExcluding"),
    string("timeZoneId"),
    number("jobId", nullable=True),
)
def get_job_results(call: Call, instance: Instance) -> Any:
    window = clock.Window.parse(call.text("fromIncluding"), call.text("toExcluding"), call.text("timeZoneId"))
    job_id = call.whole_number_or_none("jobId")
    return [
        result.row(window.zone)
        for result in instance.content.jobs.kept_results(clock.now())
        if window.contains(result.started) and job_id in (None, result.job_id)
    ]
