# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles, their runs and results."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.simulator import clock
from tests.unit.simulator.api import Api
from tests.unit.simulator.examples import PROFILE, WINDOW


def profiles(api: Api, instance_id: str = "baumann") -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in api.result("GetProfiles", instanceID=instance_id, raw=True)}


def worker_results(api: Api, **arguments: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.result(
        "GetWorkerResults", **{"instanceID": "baumann", **WINDOW, "timeZoneID": "$Local", **arguments}
    )
    return rows


def create(api: Api, **changes: object) -> None:
    api.result("CreateProfile", instanceID="baumann", properties={**PROFILE, **changes}, raw=True)


def test_profile_is_stored_raw_and_its_secrets_do_not_read_back(api: Api) -> None:
    create(api)
    row = profiles(api)[2]
    assert list(row) == ["id", "version", "owner", "type", "connector", "name", "details", "serverSideExecution"]
    assert row["details"] == {
        "host": "imap.example.com",
        "password": None,
        "targetUserFolder": "jane",
        "userName": "jane",
    }
    assert row["serverSideExecution"] == {"automatic": "false"}


@pytest.mark.parametrize("changes", [{"id": 1}, {"version": 1}, {"owner": "nobody"}, {"name": None}, {"details": "x"}])
def test_bad_profiles_are_refused(api: Api, changes: dict[str, Any]) -> None:
    api.error("CreateProfile", instanceID="baumann", properties={**PROFILE, **changes}, raw=True)


@pytest.mark.parametrize("function", ["GetProfiles", "CreateProfile", "RunTemporaryProfile"])
def test_only_raw_works(api: Api, function: str) -> None:
    api.error(function, instanceID="baumann", properties=PROFILE, raw=False)


def test_ids_grow(api: Api) -> None:
    create(api)
    api.result("DeleteProfile", instanceID="baumann", id=2)
    create(api)
    assert set(profiles(api)) == {1, 3}


def test_server_side_execution(api: Api) -> None:
    def execute(**arguments: object) -> dict[str, Any]:
        api.result("SetProfileServerSideExecution", instanceID="baumann", id=1, **arguments)
        result: dict[str, Any] = profiles(api)[1]["serverSideExecution"]
        return result

    window = "02:00-04:00"
    assert execute(automatic=True, automaticPauseBetweenExecutions=60, automaticMaintenanceWindows=window) == {
        "automatic": "true",
        "automaticPauseBetweenExecutions": "60",
        "automaticMaintenanceWindows": window,
    }
    assert execute(automatic=False) == {
        "automatic": "false",
        "automaticPauseBetweenExecutions": "60",
        "automaticMaintenanceWindows": window,
    }
    assert execute(automatic=True, automaticPauseBetweenExecutions=30) == {
        "automatic": "true",
        "automaticPauseBetweenExecutions": "30",
    }


@pytest.mark.parametrize(
    "arguments",
    [
        {"automatic": True},
        {"automatic": True, "automaticPauseBetweenExecutions": -1},
        {"automatic": True, "automaticPauseBetweenExecutions": 2**31},
        {"automatic": False, "automaticMaintenanceWindows": "2-4"},
    ],
)
def test_bad_server_side_executions_are_refused(api: Api, arguments: dict[str, Any]) -> None:
    api.error("SetProfileServerSideExecution", instanceID="baumann", id=1, **arguments)


def test_run_archives_into_the_current_store(api: Api) -> None:
    store = api.environment.find_instance("baumann").content.stores.find(3)
    before = store.messages
    api.result("RunProfile", instanceID="baumann", id=1)
    row = max(worker_results(api), key=lambda entry: entry["id"])
    assert row["result"] == "succeeded"
    assert row["profileId"] == 1
    assert row["userName"] == "$archiveadmin"
    assert row["machineName"] == "HOST1"
    assert store.messages == before + row["itemsArchived"]


def test_run_fails_without_a_store_or_a_mail_server(api: Api) -> None:
    create(api, details={"host": "imap.example.invalid"})
    api.result("RunProfile", instanceID="baumann", id=2)
    assert worker_results(api, profileID=2)[0]["result"] == "failed"
    api.result("SetStoreRequestedState", instanceID="baumann", id=3, requestedState="disabled")
    create(api)
    api.result("RunProfile", instanceID="baumann", id=3)
    assert worker_results(api, profileID=3)[0]["result"] == "failed"


def test_temporary_profile_leaves_no_name_in_its_result(api: Api) -> None:
    api.result("RunTemporaryProfile", instanceID="baumann", properties=PROFILE, raw=True)
    row = max(worker_results(api), key=lambda entry: entry["id"])
    assert list(row) == ["id", "userName", "result", "itemsArchived", "startTime", "completeTime", "machineName"]
    assert set(profiles(api)) == {1}


def test_results_are_in_no_order_and_thirty_days_old_at_most(api: Api) -> None:
    api.result("SetArchiveAdminEnabled", instanceID="weber", enabled=True)
    rows = worker_results(api, instanceID="weber")
    starts = [row["startTime"] for row in rows]
    assert starts != sorted(starts)
    assert starts != sorted(starts, reverse=True)
    assert {row["result"] for row in rows} == {"failed"}
    oldest = dt.datetime.fromisoformat(min(starts)).replace(tzinfo=dt.timezone.utc)
    assert clock.now() - oldest < dt.timedelta(days=31)


def test_wide_windows_answer_running_and_narrow_ones_at_once(api: Api) -> None:
    now = clock.now()
    day = {
        "fromIncluding": (now - dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S"),
        "toExcluding": now.strftime("%Y-%m-%dT%H:%M:%S"),
    }
    form = {"instanceID": "baumann", "timeZoneID": "UTC"}
    assert api.envelope("GetWorkerResults", **form, **day)["statusCode"] == "succeeded"
    assert api.envelope("GetWorkerResults", **form, **WINDOW)["statusCode"] == "running"


@pytest.mark.parametrize("arguments", [{"profileID": 0}, {"userName": ""}, {"userName": "admin"}])
def test_empty_filters_are_out_of_range(api: Api, arguments: dict[str, Any]) -> None:
    form = {"instanceID": "baumann", **WINDOW, "timeZoneID": "UTC", **arguments}
    assert api.error("GetWorkerResults", **form) == "Specified argument was out of the range of valid values"


def test_report_of_a_result(api: Api) -> None:
    row = worker_results(api)[0]
    assert row["result"] in api.result("GetWorkerResultReport", instanceID="baumann", id=row["id"])
    api.error("GetWorkerResultReport", instanceID="baumann", id=999999)
