# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instances: names, lifecycle, filters, statistics, access."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.simulator.seeding import SEEDS
from tests.unit.simulator.api import Api, serving
from tests.unit.simulator.examples import BAUMANN, INSTANCE


def row(api: Api, instance_id: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = api.result("GetInstances", instanceFilter=instance_id)
    return rows[0]


def ids(api: Api, instance_filter: str) -> list[str]:
    return [entry["instanceID"] for entry in api.result("GetInstances", instanceFilter=instance_filter)]


def test_new_instance_reads_back_and_is_stopped(fresh: Api) -> None:
    fresh.result("CreateInstance", config=INSTANCE)
    assert list(row(fresh, "acme").items()) == [
        ("instanceID", "acme"),
        ("alias", "ac"),
        ("displayName", "Acme"),
        ("instanceHost", "host1.example.com"),
        ("startMode", "automatic"),
        ("processID", None),
        ("status", "stopped"),
        ("startStopError", None),
    ]
    assert list(fresh.result("GetInstanceConfiguration", instanceID="acme").items()) == list(INSTANCE.items())


@pytest.mark.parametrize(
    "changes",
    [
        {"instanceID": "ab"},
        {"instanceID": "1abc"},
        {"instanceID": "Acme"},
        {"instanceID": "a" * 33},
        {"instanceID": "baumann"},
        {"instanceID": "bau"},
        {"alias": "weber"},
        {"alias": "kanzlei"},
        {"alias": "no good"},
        {"startMode": "sometimes"},
        {"instanceHost": "no.example.com"},
        {"baseDirectory": "E:\\Nowhere"},
        {"baseDirectory": "relative"},
        {"vssWriterEnabled": "true"},
        {"unknownKey": 1},
    ],
)
def test_bad_configurations_are_refused(api: Api, changes: dict[str, Any]) -> None:
    api.error("CreateInstance", config={**INSTANCE, **changes})
    assert "acme" not in api.environment.instances


def test_configuration_changes_but_not_onto_other_names(api: Api) -> None:
    api.result("SetInstanceConfiguration", config={**BAUMANN, "displayName": "New", "alias": "newalias"})
    assert row(api, "baumann")["displayName"] == "New"
    assert api.environment.owner_of_name("bau") is None
    assert api.environment.owner_of_name("newalias") == "baumann"
    api.error("SetInstanceConfiguration", config={**BAUMANN, "alias": "weber"})
    api.error("SetInstanceConfiguration", config={**BAUMANN, "instanceID": "no-such"})


def test_start_and_stop(api: Api) -> None:
    api.result("StartInstances", instanceFilter="seeblick")
    started = row(api, "seeblick")
    assert started["status"] == "running"
    assert isinstance(started["processID"], int)
    assert started["startStopError"] is None
    api.result("RestartInstances", instanceFilter="seeblick")
    assert row(api, "seeblick")["processID"] != started["processID"]
    api.result("StopInstances", instanceFilter="seeblick")
    assert row(api, "seeblick") == {**started, "processID": None, "status": "stopped"}


def test_disabled_instance_cannot_be_started(api: Api) -> None:
    api.environment.find_instance("seeblick").configuration.start_mode = "disabled"
    assert "disabled" in api.error("StartInstances", instanceFilter="seeblick")
    assert row(api, "seeblick")["status"] == "stopped"
    assert "disabled" in row(api, "seeblick")["startStopError"]


def test_freeze_and_thaw(api: Api) -> None:
    api.result("FreezeInstances", instanceFilter="baumann")
    assert row(api, "baumann")["status"] not in ("running", "stopped")
    api.error("GetStores", instanceID="baumann")
    api.result("ThawInstances", instanceFilter="baumann")
    assert row(api, "baumann")["status"] == "running"
    assert api.result("GetStores", instanceID="baumann")
    api.error("FreezeInstances", instanceFilter="seeblick")


def test_safe_mode_runs_no_profiles_and_no_jobs(api: Api) -> None:
    api.result("StopInstances", instanceFilter="baumann")
    api.result("StartInstances", instanceFilter="baumann", safeMode=True)
    assert "safe mode" in api.error("RunProfile", instanceID="baumann", id=1)
    assert "safe mode" in api.error("RunJobAsync", instanceID="baumann", id=1)
    assert api.result("GetUsers", instanceID="baumann")


def test_transition_shows_until_it_is_over(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yml"
    seed.write_text((SEEDS / "demo.yml").read_text("utf-8") + "settings: {transitionMs: 80}\n")
    with serving(tmp_path, seed=str(seed)) as api:
        api.clock.sleep(0.1)
        api.result("StartInstances", instanceFilter="seeblick")
        assert row(api, "seeblick")["status"] == "starting"
        api.error("GetStores", instanceID="seeblick")
        api.clock.sleep(0.1)
        assert row(api, "seeblick")["status"] == "running"


def test_running_instances_are_not_deleted(api: Api) -> None:
    api.error("DeleteInstances", instanceFilter="seeblick baumann")
    assert ids(api, "seeblick baumann") == ["seeblick", "baumann"]
    api.result("DeleteInstances", instanceFilter="seeblick")
    assert ids(api, "seeblick") == []
    assert api.environment.owner_of_name("hotel-seeblick") is None


@pytest.mark.parametrize(
    ("instance_filter", "expected"),
    [
        ("*", {"baumann", "weber", "nordlicht", "seeblick"}),
        ("weber", {"weber"}),
        ("weber baumann", {"weber", "baumann"}),
        ("weber no-such", {"weber"}),
        ("*host2.example.com", {"nordlicht", "seeblick"}),
        ("*host1.example.com *host2.example.com", {"baumann", "weber", "nordlicht", "seeblick"}),
        ("* .running", {"baumann", "weber", "nordlicht"}),
        ("* .stopped", {"seeblick"}),
        ("bau", set()),
    ],
)
def test_filters(api: Api, instance_filter: str, expected: set[str]) -> None:
    assert set(ids(api, instance_filter)) == expected


@pytest.mark.parametrize("instance_filter", ["", " ", ".running", "* .asleep"])
def test_bad_filters_are_refused(api: Api, instance_filter: str) -> None:
    api.error("GetInstances", instanceFilter=instance_filter)


@pytest.mark.parametrize("function", ["StartInstances", "StopInstances", "FreezeInstances", "DeleteInstances"])
def test_lifecycle_refuses_unknown_ids_before_it_changes_any(api: Api, function: str) -> None:
    before = api.result("GetInstances", instanceFilter="*")
    api.error(function, instanceFilter="baumann no-such")
    assert api.result("GetInstances", instanceFilter="*") == before


def test_access_switches_the_account_of_the_service_provider(api: Api) -> None:
    assert api.result("GetArchiveAdminEnabled", instanceID="weber") is False
    api.error("GetUsers", instanceID="weber")
    api.result("SetArchiveAdminEnabled", instanceID="weber", enabled=True)
    assert api.result("GetUsers", instanceID="weber")[0]["userName"] == "$archiveadmin"
    api.error("SetUserFullName", instanceID="weber", userName="$archiveadmin", fullName="x")
    api.error("DeleteUser", instanceID="weber", userName="$archiveadmin")
    assert "privilegesOnFolders" not in api.result("GetUserInfo", instanceID="weber", userName="$archiveadmin")


def test_statistics_are_sums(api: Api) -> None:
    statistics = api.result("GetInstanceStatistics", instanceID="baumann")
    stores = api.result("GetStores", instanceID="baumann")
    assert list(statistics) == [
        "totalSizeMB",
        "databaseFileSizeMB",
        "contentFileSizeMB",
        "indexFileSizeMB",
        "numberOfMessages",
    ]
    assert statistics["totalSizeMB"] == sum(v for k, v in statistics.items() if k.endswith("FileSizeMB"))
    assert statistics["numberOfMessages"] == sum(store["statisticsCount"] for store in stores)
    assert statistics["totalSizeMB"] == sum(store["statisticsSize"] for store in stores) // 2**20


def test_live_statistics_are_of_the_process(api: Api) -> None:
    first = api.result("GetInstanceProcessLiveStatistics", instanceID="baumann")
    api.result("RunProfile", instanceID="baumann", id=1)
    second = api.result("GetInstanceProcessLiveStatistics", instanceID="baumann")
    assert second["totalMessagesArchived"] > first["totalMessagesArchived"]
    assert second["processUniqueID"] == first["processUniqueID"]
    api.result("RestartInstances", instanceFilter="baumann")
    third = api.result("GetInstanceProcessLiveStatistics", instanceID="baumann")
    assert third["processUniqueID"] != first["processUniqueID"]


def test_one_time_url_is_never_the_same(api: Api) -> None:
    first = api.result("CreateClientOneTimeUrlForArchiveAdmin", instanceID="baumann")
    second = api.result("CreateClientOneTimeUrlForArchiveAdmin", instanceID="baumann", instanceUrl="https://a.example")
    assert first.startswith("https://spe.example.com/baumann/")
    assert second.startswith("https://a.example/baumann/")
    assert first.split("=")[1] != second.split("=")[1]
    third = api.result("CreateClientOneTimeUrlForArchiveAdmin", instanceID="baumann", instanceUrl="")
    assert third.startswith("/baumann/"), "an empty text is not null"
