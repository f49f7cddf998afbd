# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs: what experiments find out about them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from .answers import first, flag
from .bench import Bench
from .conversation import Refused
from .creation import result_of_creation
from .experiment import Experiment, Found, Unknown
from .results import TIME_FORMAT, TIME_ZONE, window
from .shapes import in_words, word_or_shape

#: Actions that harm nothing: a short one, and one that takes as long as any.
_SHORT = 'VerifyStores --includeIndexes="false"'
_SHORT_WITHOUT_QUOTES = "VerifyStores --includeIndexes=false"
_LONG = "MaintainFileSystemDatabases"
#: An action that needs service provider access when an administrator calls it.
_NEEDS_ACCESS = "GetUsers"
_OF_THE_SYSTEM = "GetServiceStatus"
_UNKNOWN_COMMAND = "NoSuchCommand"
_OF_NOBODY = 'DeleteAppPasswords --userName="no-such-user"'

_HALF_A_DAY = 720
#: Seconds by which times may differ that belong together.
_TOLERANCE = 60

#: Seconds for a run to end, or to begin at the time of its schedule.
_PATIENCE = 60
_PAUSE = 1.0
#: Seconds without service provider access in which a short run begins and ends.
_SHORT_RUN = 10

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: The forms of a time of day, and which of them a server takes, in the words of JOB_TIME_PATTERN.
_FORMS_OF_TIMES = ("7:30", "07:30", "07:30:00")
_KINDS_OF_TIMES: Mapping[tuple[str, ...], str] = {
    ("7:30", "07:30", "07:30:00"): "all",
    ("07:30", "07:30:00"): "two_digits",
    ("07:30:00",): "with_seconds",
    ("7:30", "07:30"): "without_seconds",
    ("07:30",): "without_seconds",
}

_UNSET_TIMES = {"0001-01-01T00:00:00": "zeros", "0001-01-01T00:00:00Z": "zeros with a zone"}

UNKNOWNS: Sequence[Unknown] = (
    Unknown("created_job_result", "What does CreateJob return?", "null"),
    Unknown("NEW_JOB_IS_ENABLED", "Is a new job enabled?", "true"),
    Unknown("JOB_NAMES_ARE_UNIQUE", "Is the name of another job refused?", "false"),
    Unknown("JOB_OWNER_MUST_BE_ADMINISTRATOR", "Must the owner of a job be an administrator?", "true"),
    Unknown("stored_time_zone", "How does the time zone $Local of a job read?", "another zone"),
    Unknown("JOB_TIME_PATTERN", "Which of 7:30, 07:30 and 07:30:00 does a job take as its time?", "all"),
    Unknown("UNSET_SCHEDULE_MEMBERS_ARE_LEFT_OUT", "Are unset members of a schedule left out?", "true"),
    Unknown("INTERVALS_COUNT_FROM_CREATION", "Does an interval count from the creation of the job?", "true"),
    Unknown("day_fits", "When does a job with a day of the week and one of the month run?", "on days that are both"),
    Unknown("schedule_after", "What does SetJobSchedule do with the days of the former schedule?", "replaces them"),
    Unknown("ACTION_ARGUMENT_PATTERN", "May the value of an argument of an action be without quotation marks?", "true"),
    Unknown("RUN_SHOWS_FROM_ITS_START", "Does lastStartDateTimeUtc show a run that is under way?", "true"),
    Unknown("CANCEL_OF_IDLE_JOB_IS_REFUSED", "Does CancelJobAsync fail when the job does not run?", "false"),
    Unknown("interval_as_read", "How does the interval of a schedule read?", "a number"),
    Unknown("date_as_read", "How does the date of a schedule read?", "as sent"),
    Unknown("day_of_month_as_read", "How do the days 5 and last of the month read?", "a text of digits, Last"),
    Unknown("UNSET_JOB_TIME", "How does lastStartDateTimeUtc read before the first run?", "null"),
    Unknown("DISABLED_JOB_HAS_NEXT_START", "Has a disabled job a nextStartDateTimeUtc?", "false"),
    Unknown("DISABLED_JOB_CAN_BE_RUN", "Does RunJobAsync run a disabled job?", "true"),
    Unknown("RUNNING_JOB_CAN_BE_RUN_AGAIN", "Does RunJobAsync take a job that is running?", "false"),
    Unknown("DELETED_JOB_IS_CANCELLED", "Does DeleteJob cancel the run under way?", "true"),
    Unknown("JOB_ACTION_IS_CHECKED", "Does CreateJob refuse a command that does not exist?", "false"),
    Unknown("RESULTS_OUTLIVE_THEIR_OWNER", "Do the results of a job stay when it is deleted?", "true"),
    Unknown(
        "job_result_as_read",
        "What are the words for a run that failed, and one that was cancelled?",
        "failed, cancelled",
    ),
    Unknown("JOBS_NEED_ACCESS", "Does a job fail while service provider access is off?", "false"),
    Unknown("JOBS_RUN_FUNCTIONS_OF_THE_SYSTEM", "Can a job call a function of the system?", "false"),
    Unknown(
        "JOB_RESULT_DAYS",
        "For how many days are the results of jobs kept?",
        "90",
        out_of_reach="It takes months until the server removes a result, and how old the oldest one of a tenant is may have other causes.",
    ),
    Unknown("time_zone_row", "What does GetTimeZones show of a time zone?", "an object with id"),
    Unknown("LOCAL_IS_A_LISTED_TIME_ZONE", "Is $Local in the list of GetTimeZones?", "false"),
)


# Helpers


def _owner(bench: Bench) -> str:
    """An administrator of the running instance, as the owner of jobs."""
    bench.start()
    return bench.make_user("admin")


def _arguments(bench: Bench, owner: str, action: str = _SHORT, **schedule: Any) -> dict[str, Any]:
    """What CreateJob takes, with a new name. The schedule is every half a day unless another is given."""
    return {
        "name": bench.new_name("job"),
        "action": action,
        "owner": owner,
        "timeZoneId": TIME_ZONE,
        **(schedule or {"interval": _HALF_A_DAY}),
    }


def _make(bench: Bench, owner: str, action: str = _SHORT, **schedule: Any) -> Any:
    """Create a job, and return its id. Raises Refused."""
    return bench.made("CreateJob", "GetJobs", **_arguments(bench, owner, action, **schedule))


def _make_enabled(bench: Bench, owner: str, action: str = _SHORT, **schedule: Any) -> Any:
    """As `_make`, and enable the job: one that is not enabled may have no next start, and may not run."""
    job = _make(bench, owner, action, **schedule)
    bench.inside("SetJobEnabled", id=job, enabled=True)
    return job


def _row(bench: Bench, job: Any) -> Mapping[str, Any]:
    return bench.found("GetJobs", job)


def _schedule(bench: Bench, owner: str, **schedule: Any) -> Mapping[str, Any]:
    """How the schedule of a new job reads."""
    read: Mapping[str, Any] = _row(bench, _make(bench, owner, **schedule))["schedule"]
    return read


def _is_set(row: Mapping[str, Any], key: str) -> bool:
    value = row.get(key)
    return value is not None and value not in _UNSET_TIMES


def _moment(row: Mapping[str, Any], key: str) -> datetime:
    """A time of a job, in UTC. Raises ValueError."""
    return datetime.strptime(str(row[key])[:19], TIME_FORMAT).replace(tzinfo=timezone.utc)


def _results(bench: Bench, job: Any, begun_until: str = "9999") -> list[str]:
    """The words for the runs of a job that have ended, and began until then."""
    rows = bench.inside("GetJobResults", **window("timeZoneId"))
    return [
        word_or_shape(row["result"])
        for row in rows or ()
        if str(row["jobId"]) == str(job) and str(row["startTime"]) <= begun_until
    ]


def _text(moment: datetime) -> str:
    return moment.strftime(TIME_FORMAT)


def _results_at_last(bench: Bench, job: Any, count: int = 1) -> list[str]:
    """The words for the runs of a job, when so many have ended; fewer when that takes too long."""
    deadline = time.monotonic() + _PATIENCE
    results = _results(bench, job)
    while len(results) < count and time.monotonic() < deadline:
        time.sleep(_PAUSE)
        results = _results(bench, job)
    return results


def _result_of_run(bench: Bench, job: Any) -> str:
    """Run a job, and return the word for how that ended. Raises Refused."""
    bench.inside("RunJobAsync", id=job)
    results = _results_at_last(bench, job)
    if not results:
        raise Refused("The run of a job has not ended.")
    return results[0]


# What a new job is like


def new_jobs(bench: Bench) -> Iterable[Found]:
    """A job, and one with the same name."""
    owner = _owner(bench)
    arguments = _arguments(bench, owner)
    job, result = bench.made_with_result("CreateJob", "GetJobs", **arguments)
    row = _row(bench, job)
    yield "created_job_result", result_of_creation(result, job)
    yield "NEW_JOB_IS_ENABLED", in_words(row["enabled"])
    yield "UNSET_JOB_TIME", _kind_of_time(row, "lastStartDateTimeUtc")
    yield "CANCEL_OF_IDLE_JOB_IS_REFUSED", flag(not bench.is_done("CancelJobAsync", id=job))
    yield "JOB_NAMES_ARE_UNIQUE", flag(not bench.is_done("CreateJob", **arguments))
    bench.inside("SetJobEnabled", id=job, enabled=False)
    yield "DISABLED_JOB_HAS_NEXT_START", flag(_is_set(_row(bench, job), "nextStartDateTimeUtc"))


def _kind_of_time(row: Mapping[str, Any], key: str) -> str:
    if key not in row:
        return "left out"
    return _UNSET_TIMES.get(str(row[key]), in_words(row[key]))


def checks_of_jobs(bench: Bench) -> Iterable[Found]:
    """A job of an ordinary user, and one with a command that does not exist."""
    owner = _owner(bench)
    arguments = _arguments(bench, bench.make_user())
    yield "JOB_OWNER_MUST_BE_ADMINISTRATOR", flag(not bench.is_done("CreateJob", **arguments))
    arguments = _arguments(bench, owner, _UNKNOWN_COMMAND)
    yield "JOB_ACTION_IS_CHECKED", flag(not bench.is_done("CreateJob", **arguments))


def time_zones(bench: Bench) -> Iterable[Found]:
    """The list of time zones. Keys whose values are the same in all rows show nothing of a time zone."""
    bench.start()
    rows = bench.inside("GetTimeZones")
    names = [value for row in rows for value in (row.values() if isinstance(row, Mapping) else [row])]
    yield "LOCAL_IS_A_LISTED_TIME_ZONE", flag("$Local" in names)
    first = rows[0]
    if isinstance(first, Mapping):
        first = {key: value for key, value in first.items() if any(row.get(key) != value for row in rows)}
    yield "time_zone_row", in_words(first)


# Schedules


def forms_of_schedules(bench: Bench) -> Iterable[Found]:
    """How an interval, a date, days of the month and the zone of the server read."""
    owner = _owner(bench)
    schedule = _schedule(bench, owner, interval=_HALF_A_DAY)
    yield "interval_as_read", in_words(schedule["interval"])
    yield "UNSET_SCHEDULE_MEMBERS_ARE_LEFT_OUT", flag(not any(value in (None, "") for value in schedule.values()))
    schedule = _schedule(bench, owner, interval=_HALF_A_DAY, timeZoneId="$Local")
    yield "stored_time_zone", "as sent" if schedule["timeZoneId"] == "$Local" else "another zone"
    date = "2035-05-06T07:08:09"
    kinds = {date: "as sent", f"{date}Z": "with a zone", f"{date}.0000000": "with a fraction", date[:10]: "the day"}
    yield "date_as_read", kinds.get(_schedule(bench, owner, date=date)["date"], "something else")
    days = [_schedule(bench, owner, time="12:00:00", dayOfMonth=day)["dayOfMonth"] for day in ("5", "last")]
    yield "day_of_month_as_read", ", ".join(map(word_or_shape, days))


def forms_of_times(bench: Bench) -> Iterable[Found]:
    """Times with one digit for the hour, and without seconds."""
    job = _make(bench, _owner(bench))
    taken = tuple(
        form for form in _FORMS_OF_TIMES if bench.is_done("SetJobSchedule", id=job, timeZoneId=TIME_ZONE, time=form)
    )
    yield "JOB_TIME_PATTERN", _KINDS_OF_TIMES.get(taken, "something else")


def another_schedule(bench: Bench) -> Iterable[Found]:
    """A schedule with a day, and then one without."""
    job = _make(bench, _owner(bench), time="12:00:00", dayOfWeek="Friday")
    if _row(bench, job)["schedule"]["dayOfWeek"] != "Friday":
        return
    bench.inside("SetJobSchedule", id=job, timeZoneId=TIME_ZONE, time="13:00:00")
    day = _row(bench, job)["schedule"].get("dayOfWeek")
    yield "schedule_after", "replaces them" if day in (None, "") else "keeps them"


def next_starts(bench: Bench) -> Iterable[Found]:
    """The next start of a job with an interval, and of one whose two days are not the same within a week."""
    owner = _owner(bench)
    row = _row(bench, _make_enabled(bench, owner, interval=_HALF_A_DAY))
    created, step = _moment(row, "creationDateTimeUtc"), timedelta(minutes=_HALF_A_DAY)
    waited = (_moment(row, "nextStartDateTimeUtc") - created).total_seconds()
    since_midnight = (created.hour * 3600 + created.minute * 60 + created.second) % step.total_seconds()
    if _TOLERANCE < since_midnight < step.total_seconds() - _TOLERANCE:
        yield "INTERVALS_COUNT_FROM_CREATION", flag(abs(waited - step.total_seconds()) <= _TOLERANCE)

    soon = created + timedelta(days=2)
    later = first(day for day in (created + timedelta(days=offset) for offset in range(3, 8)) if day.day <= 28)
    days = {"dayOfWeek": _DAYS[soon.weekday()], "dayOfMonth": str(later.day)}
    start = _moment(_row(bench, _make_enabled(bench, owner, time="12:00:00", **days)), "nextStartDateTimeUtc")
    fits = (start.weekday() == soon.weekday(), start.day == later.day)
    kinds = {(True, True): "on days that are both", (False, False): "on other days"}
    yield "day_fits", kinds.get(fits, "on days that are one of them")


# Runs


def runs_of_a_job(bench: Bench) -> Iterable[Found]:
    """Runs that end well, of a disabled job and of one that is deleted afterwards."""
    owner = _owner(bench)
    job = _make(bench, owner)
    bench.inside("SetJobEnabled", id=job, enabled=False)
    is_done = bench.is_done("RunJobAsync", id=job)
    yield "DISABLED_JOB_CAN_BE_RUN", flag(is_done and bool(_results_at_last(bench, job)))

    job = _make_enabled(bench, owner)
    _result_of_run(bench, job)
    bench.inside("DeleteJob", id=job)
    yield "RESULTS_OUTLIVE_THEIR_OWNER", flag(bool(_results(bench, job)))


def actions(bench: Bench) -> Iterable[Found]:
    """Runs with a value in quotation marks and one without, and of a function of the system."""
    owner = _owner(bench)
    if not _succeeds(bench, owner, _SHORT):
        return
    yield "ACTION_ARGUMENT_PATTERN", flag(_succeeds(bench, owner, _SHORT_WITHOUT_QUOTES))
    yield "JOBS_RUN_FUNCTIONS_OF_THE_SYSTEM", flag(_succeeds(bench, owner, _OF_THE_SYSTEM))


def _succeeds(bench: Bench, owner: str, action: str) -> bool:
    """Whether a job with this action can be made, and its run succeeds, for which the word was seen."""
    arguments = _arguments(bench, owner, action)
    before = bench.ids_of("GetJobs")
    if not bench.is_done("CreateJob", **arguments):
        return False
    (job,) = bench.ids_of("GetJobs") - before
    bench.inside("SetJobEnabled", id=job, enabled=True)
    return _result_of_run(bench, job) == "succeeded"


def words_of_results(bench: Bench) -> Iterable[Found]:
    """A run that fails, and one that is cancelled, if it has not ended before."""
    owner = _owner(bench)
    failed = _result_of_run(bench, _make_enabled(bench, owner, _OF_NOBODY))
    if failed == "succeeded":
        return
    cancelled = _result_of_cancelled_run(bench, owner)
    if cancelled != "succeeded":
        yield "job_result_as_read", f"{failed}, {cancelled}"
    elif failed != "failed":
        yield "job_result_as_read", failed


def _result_of_cancelled_run(bench: Bench, owner: str) -> str:
    """The word for it; `succeeded` when the run has ended before."""
    job = _make_enabled(bench, owner, _LONG)
    bench.inside("RunJobAsync", id=job)
    bench.is_done("CancelJobAsync", id=job)
    results = _results_at_last(bench, job)
    if not results:
        raise Refused("The run of a cancelled job has not ended.")
    return results[0]


def during_a_run(bench: Bench) -> Iterable[Found]:
    """What a job shows while it runs, and whether it runs again. Nothing is found when the run ends too soon."""
    job = _make_enabled(bench, _owner(bench), _LONG)
    bench.inside("RunJobAsync", id=job)
    is_shown = _is_set(_row(bench, job), "lastStartDateTimeUtc")
    runs_again = bench.is_done("RunJobAsync", id=job)
    is_over = bool(_results(bench, job))
    _results_at_last(bench, job, 2 if runs_again else 1)
    if is_over:
        return
    yield "RUNNING_JOB_CAN_BE_RUN_AGAIN", flag(runs_again)
    if _is_set(_row(bench, job), "lastStartDateTimeUtc"):
        yield "RUN_SHOWS_FROM_ITS_START", flag(is_shown)


def deletion_during_a_run(bench: Bench) -> Iterable[Found]:
    """The result of a run whose job is deleted. Nothing is found when the run ends too soon."""
    owner = _owner(bench)
    cancelled = _result_of_cancelled_run(bench, owner)
    if cancelled == "succeeded":
        return
    job = _make_enabled(bench, owner, _LONG)
    bench.inside("RunJobAsync", id=job)
    bench.inside("DeleteJob", id=job)
    at_once = _results(bench, job)
    if at_once == ["succeeded"]:
        return
    answers = {cancelled: "true", "succeeded": "false"}
    for word in _results_at_last(bench, job):
        yield "DELETED_JOB_IS_CANCELLED", answers.get(word, "something else")


# Runs without service provider access


def runs_without_access(bench: Bench) -> Iterable[Found]:
    """A run that begins while access is off.

    It can begin only by its schedule. If no run begins by that at all, the run that is under way when access goes off has to do.
    """
    owner = _owner(bench)
    if not _succeeds(bench, owner, _NEEDS_ACCESS):
        return
    results = _results_by_schedule(bench, owner, has_access=False)
    if not results and not _results_by_schedule(bench, owner, has_access=True):
        results = _results_of_run_under_way(bench, owner)
        if not results:
            return
    yield "JOBS_NEED_ACCESS", flag(results != ["succeeded"])


def _results_by_schedule(bench: Bench, owner: str, *, has_access: bool) -> list[str]:
    """The words for the runs of a job that begins at the next full minute, at least half a minute from now."""
    now = _moment(_row(bench, _make(bench, owner)), "creationDateTimeUtc")
    start = (now + timedelta(seconds=90)).replace(second=0)
    job = _make_enabled(bench, owner, _NEEDS_ACCESS, date=_text(start))
    seconds = (start - now).total_seconds() + _SHORT_RUN
    _wait(bench, seconds, has_access=has_access)
    _results_at_last(bench, job)
    return _results(bench, job, _text(now + timedelta(seconds=seconds)))


def _results_of_run_under_way(bench: Bench, owner: str) -> list[str]:
    job = _make_enabled(bench, owner, _NEEDS_ACCESS)
    bench.inside("RunJobAsync", id=job)
    _wait(bench, _SHORT_RUN, has_access=False)
    return _results_at_last(bench, job)


def _wait(bench: Bench, seconds: float, *, has_access: bool) -> None:
    """Wait with or without service provider access, which is on afterwards."""
    bench.inside("SetArchiveAdminEnabled", enabled=has_access)
    time.sleep(seconds)
    bench.inside("SetArchiveAdminEnabled", enabled=True)


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(
        (
            "created_job_result",
            "NEW_JOB_IS_ENABLED",
            "UNSET_JOB_TIME",
            "CANCEL_OF_IDLE_JOB_IS_REFUSED",
            "JOB_NAMES_ARE_UNIQUE",
            "DISABLED_JOB_HAS_NEXT_START",
        ),
        new_jobs,
    ),
    Experiment(("JOB_OWNER_MUST_BE_ADMINISTRATOR", "JOB_ACTION_IS_CHECKED"), checks_of_jobs),
    Experiment(("LOCAL_IS_A_LISTED_TIME_ZONE", "time_zone_row"), time_zones),
    Experiment(
        (
            "interval_as_read",
            "UNSET_SCHEDULE_MEMBERS_ARE_LEFT_OUT",
            "stored_time_zone",
            "date_as_read",
            "day_of_month_as_read",
        ),
        forms_of_schedules,
    ),
    Experiment(("JOB_TIME_PATTERN",), forms_of_times),
    Experiment(("schedule_after",), another_schedule),
    Experiment(("INTERVALS_COUNT_FROM_CREATION", "day_fits"), next_starts),
    Experiment(("DISABLED_JOB_CAN_BE_RUN", "RESULTS_OUTLIVE_THEIR_OWNER"), runs_of_a_job),
    Experiment(("ACTION_ARGUMENT_PATTERN", "JOBS_RUN_FUNCTIONS_OF_THE_SYSTEM"), actions),
    Experiment(("job_result_as_read",), words_of_results),
    Experiment(("RUNNING_JOB_CAN_BE_RUN_AGAIN", "RUN_SHOWS_FROM_ITS_START"), during_a_run),
    Experiment(("DELETED_JOB_IS_CANCELLED",), deletion_during_a_run),
    Experiment(("JOBS_NEED_ACCESS",), runs_without_access),
)
