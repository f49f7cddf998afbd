# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs: schedules, runs and results."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.simulator import clock
from tests.simulator.schedules import parse_schedule
from tests.unit.simulator.api import Api
from tests.unit.simulator.examples import JOB, WINDOW

UTC = dt.timezone.utc
MONDAY = dt.datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def jobs(api: Api, instance_id: str = "baumann") -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in api.result("GetJobs", instanceID=instance_id)}


def results(api: Api, zone: str = "UTC", **arguments: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.result(
        "GetJobResults", **{"instanceID": "baumann", **WINDOW, "timeZoneId": zone, **arguments}
    )
    return rows


def test_row_has_the_observed_keys_and_only_set_members_of_the_schedule(api: Api) -> None:
    api.result("CreateJob", **JOB)
    row = jobs(api)["New job"]
    assert list(row) == [
        "id",
        "name",
        "action",
        "owner",
        "creationDateTimeUtc",
        "lastStartDateTimeUtc",
        "lastCompleteDateTimeUtc",
        "nextStartDateTimeUtc",
        "enabled",
        "schedule",
    ]
    assert row["id"] == 3
    assert row["schedule"] == {"timeZoneId": "W. Europe Standard Time", "time": "03:30:00"}
    assert row["enabled"] is True
    assert row["lastStartDateTimeUtc"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"action": None},
        {"owner": None},
        {"timeZoneId": None},
        {"owner": "nobody"},
        {"owner": "anna.baumann"},
        {"timeZoneId": "Europe/Berlin"},
        {"time": None},
        {"time": "25:00"},
        {"interval": 60},
        {"time": None, "interval": 7},
        {"time": None, "date": "2026-01-01T00:00:00Z"},
        {"time": None, "date": "2026-01-01T00:00:00.000"},
        {"time": None, "date": "2026-13-01T00:00:00"},
        {"dayOfWeek": "monday"},
        {"dayOfMonth": "32"},
        {"time": None, "interval": 60, "dayOfWeek": "Monday"},
    ],
)
def test_bad_jobs_are_refused(api: Api, changes: dict[str, Any]) -> None:
    api.error("CreateJob", **{**JOB, **changes})
    assert "New job" not in jobs(api)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"time": "13:00"}, dt.datetime(2026, 3, 2, 13, 0, tzinfo=UTC)),
        ({"time": "11:00"}, dt.datetime(2026, 3, 3, 11, 0, tzinfo=UTC)),
        ({"time": "11:00", "day_of_week": "Sunday"}, dt.datetime(2026, 3, 8, 11, 0, tzinfo=UTC)),
        ({"time": "11:00", "day_of_month": "Last"}, dt.datetime(2026, 3, 31, 11, 0, tzinfo=UTC)),
        ({"time": "11:00", "day_of_month": "13", "day_of_week": "Friday"}, dt.datetime(2026, 3, 13, 11, 0, tzinfo=UTC)),
        ({"date": "2026-07-01T00:00:00"}, dt.datetime(2026, 7, 1, tzinfo=UTC)),
        ({"date": "2020-07-01T00:00:00"}, None),
        ({"interval": 60}, dt.datetime(2026, 3, 2, 12, 15, tzinfo=UTC)),
    ],
)
def test_next_start(parts: dict[str, Any], expected: dt.datetime | None) -> None:
    created = MONDAY - dt.timedelta(minutes=45)
    start = parse_schedule(time_zone_id="UTC", **parts).next_start(MONDAY, created)
    assert start == expected


def test_next_start_minds_the_zone() -> None:
    start = parse_schedule(time_zone_id="W. Europe Standard Time", time="03:30").next_start(MONDAY, MONDAY)
    assert start == dt.datetime(2026, 3, 3, 2, 30, tzinfo=UTC)


def test_schedule_is_replaced_as_a_whole(api: Api) -> None:
    api.result("SetJobSchedule", instanceID="baumann", id=1, timeZoneId="UTC", interval=240)
    assert jobs(api)["Verify stores"]["schedule"] == {"timeZoneId": "UTC", "interval": 240}


def test_disabled_job_has_no_next_start(api: Api) -> None:
    assert jobs(api)["Statistics"]["nextStartDateTimeUtc"]
    api.result("SetJobEnabled", instanceID="baumann", id=2, enabled=False)
    row = jobs(api)["Statistics"]
    assert row["enabled"] is False
    assert row["nextStartDateTimeUtc"] is None


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        ("DeleteJob", {}, "Missing API argument id."),
        ("RenameJob", {"id": 1}, "Missing API argument name."),
        ("SetJobEnabled", {"id": 1}, "Missing API argument enabled."),
    ],
)
def test_nullable_arguments_are_needed_all_the_same(
    api: Api, function: str, arguments: dict[str, Any], message: str
) -> None:
    assert api.error(function, instanceID="baumann", **arguments) == message


def wait_for_result(api: Api, job_id: int) -> dict[str, Any]:
    api.clock.settle()
    return results(api, jobId=job_id)[0]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ('VerifyStores --includeIndexes="true"', "succeeded"),
        ("ProcessRetentionPolicies", "succeeded"),
        ("VerifyStores", "failed"),
        ("NoSuchCommand", "failed"),
        ("not a command line", "failed"),
        ('CompactStore --id="77"', "failed"),
        ("Ping", "failed"),
        ('StopInstances --instanceFilter="*"', "failed"),
    ],
)
def test_run_makes_a_result(api: Api, action: str, expected: str) -> None:
    api.result("CreateJob", **{**JOB, "action": action})
    api.result("RunJobAsync", instanceID="baumann", id=3)
    row = wait_for_result(api, 3)
    assert row["result"] == expected
    assert row["action"] == action
    assert list(row) == ["jobResultId", "jobId", "action", "startTime", "completeTime", "result"]
    assert jobs(api)["New job"]["lastCompleteDateTimeUtc"] == row["completeTime"]


def test_run_does_the_work_of_its_action(api: Api) -> None:
    stores = api.environment.find_instance("baumann").content.stores
    before = stores.find(1).size
    api.result("CreateJob", **{**JOB, "action": 'CompactStore --id="1"'})
    api.result("RunJobAsync", instanceID="baumann", id=3)
    assert wait_for_result(api, 3)["result"] == "succeeded"
    assert stores.find(1).size < before


def test_run_needs_no_access_once_it_was_started(api: Api) -> None:
    api.environment.settings.work_ms = 100
    api.result("CreateJob", **{**JOB, "action": "SyncUsersWithDirectoryServices"})
    api.result("RunJobAsync", instanceID="baumann", id=3)
    api.result("SetArchiveAdminEnabled", instanceID="baumann", enabled=False)
    api.clock.settle()
    api.result("SetArchiveAdminEnabled", instanceID="baumann", enabled=True)
    assert wait_for_result(api, 3)["result"] == "succeeded"


def test_running_job_can_be_cancelled(api: Api) -> None:
    api.environment.settings.work_ms = 3000
    api.result("CreateJob", **JOB)
    api.result("RunJobAsync", instanceID="baumann", id=3)
    api.error("RunJobAsync", instanceID="baumann", id=3)
    api.result("CancelJobAsync", instanceID="baumann", id=3)
    assert wait_for_result(api, 3)["result"] == "cancelled"
    api.result("CancelJobAsync", instanceID="baumann", id=3)


def test_results_are_newest_first_and_filtered(api: Api) -> None:
    rows = results(api)
    starts = [row["startTime"] for row in rows]
    assert starts == sorted(starts, reverse=True)
    assert {row["jobId"] for row in rows} == {1, 2}
    assert {row["jobId"] for row in results(api, jobId=1)} == {1}
    assert results(api, toExcluding="2020-02-01T00:00:00") == []


def test_results_are_in_the_zone_that_was_asked_for(api: Api) -> None:
    in_utc = dt.datetime.fromisoformat(results(api, jobId=1)[0]["startTime"])
    in_tokyo = dt.datetime.fromisoformat(results(api, "Tokyo Standard Time", jobId=1)[0]["startTime"])
    assert in_tokyo - in_utc == dt.timedelta(hours=9)


def test_times_with_zone_are_refused(api: Api) -> None:
    arguments = {"instanceID": "baumann", **WINDOW, "timeZoneId": "UTC", "fromIncluding": "2026-01-01T00:00:00Z"}
    assert api.error("GetJobResults", **arguments) == "String was not recognized as a valid DateTime."


def test_old_results_are_gone(api: Api) -> None:
    assert len(results(api, jobId=2)) == 89
    book = api.environment.find_instance("baumann").content.jobs
    long_ago = clock.now() - dt.timedelta(days=91)
    book.record(book.find(1), long_ago, long_ago, "succeeded")
    assert len(results(api)) == len(book.results) - 1


def test_deleted_job_is_gone(api: Api) -> None:
    api.result("DeleteJob", instanceID="baumann", id=1)
    assert set(jobs(api)) == {"Statistics"}
    api.error("DeleteJob", instanceID="baumann", id="one")
    api.error("DeleteJob", instanceID="baumann", id=1)
