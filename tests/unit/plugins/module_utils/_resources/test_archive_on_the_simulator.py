# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles, runs, results and folders against the simulated server: real connections that break, real waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.modules import (
    spe_folder,
    spe_job_result_info,
    spe_job_run,
    spe_profile,
    spe_profile_info,
    spe_profile_result_info,
    spe_profile_run,
    spe_user,
)

from tests.simulation import Fault, simulation
from tests.simulator import clock
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.wire import Hitch

SEED = Path(__file__).parents[4] / "integration" / "targets" / "archive.yml"
SECRET = "S3cret-of-a-mailbox"
Options = dict[str, Any]
JOURNAL: Options = {"instance_id": "contoso", "name": "Journal"}
IDLE: Options = {"instance_id": "contoso", "name": "Idle"}
SECRETS: Options = {"secret_details": {"password": SECRET}}


@contextmanager
def serving(seed: str = str(SEED), **how: Any) -> Iterator[Server]:
    with simulation(seed, **how) as world:
        yield Server(world)


@pytest.fixture
def simulator() -> Iterator[Server]:
    with serving(settings={"work_ms": 200}) as server:
        yield server


@pytest.fixture
def sales(simulator: Server, request: pytest.FixtureRequest) -> Options:
    """A profile of this test's own, as options name it."""
    options: Options = {"instance_id": "contoso", "name": request.node.name}
    run(
        spe_profile.MODULE,
        simulator,
        **{**options, **SECRETS},
        owner="admin",
        connector="IMAP",
        details={"host": "imap.contoso.example"},
        automatic=True,
        automatic_pause_between_executions=300,
        automatic_maintenance_windows="02:00-04:00",
    )
    return options


def run(definition: ModuleDefinition, server: Server, *, check_mode: bool = False, **options: Any) -> dict[str, Any]:
    """The result of a task; failures are results, too."""
    task = server.world.task(definition.name, **options)
    result = server.world.run(task, check_mode=check_mode, disturbance=server.wire)
    assert SECRET not in str(result)
    return result


def profiles_named(simulator: Server, name: str) -> list[Options]:
    found: list[Options] = run(spe_profile_info.MODULE, simulator, instance_id="contoso", name=name)["profiles"]
    return found


@pytest.mark.parametrize("fault", ["reset_after", "reset_before"])
@pytest.mark.parametrize("function", ["CreateProfile", "DeleteProfile"])
def test_a_broken_connection_while_replacing_leaves_exactly_one_profile(
    simulator: Server, sales: Options, function: str, fault: str
) -> None:
    (before,) = profiles_named(simulator, sales["name"])
    simulator.wire.meet(function, Hitch(fault=Fault(fault, True)))
    result = run(spe_profile.MODULE, simulator, **sales, **SECRETS, details={"timeout": 60})
    assert result.get("failed") is None, result.get("msg")
    (after,) = profiles_named(simulator, sales["name"])
    assert after["id"] > before["id"]
    assert after["details"] == {**before["details"], "timeout": "60"}
    assert after["automatic"]
    assert after["automatic_maintenance_windows"] == "02:00-04:00"


def test_a_broken_connection_while_switching_execution(simulator: Server, sales: Options) -> None:
    simulator.wire.meet("SetProfileServerSideExecution", Hitch(fault=Fault("reset_after", True)))
    result = run(spe_profile.MODULE, simulator, **sales, automatic=False)
    assert result["changed"]
    assert not result["profile"]["automatic"]
    assert result["profile"]["automatic_maintenance_windows"] == "02:00-04:00"


def test_a_refused_creation_leaves_the_old_profile(simulator: Server, sales: Options) -> None:
    before = profiles_named(simulator, sales["name"])
    simulator.wire.meet("CreateProfile", Hitch(fault=Fault("failed", "Out of order."), times=1000))
    result = run(spe_profile.MODULE, simulator, **sales, **SECRETS, details={"timeout": 60})
    assert result["failed"]
    assert result["msg"].endswith("; the old profile is unchanged.")
    assert profiles_named(simulator, sales["name"]) == before


def test_a_refused_deletion_takes_the_new_profile_back(simulator: Server, sales: Options) -> None:
    before = profiles_named(simulator, sales["name"])
    simulator.wire.meet("DeleteProfile", Hitch(fault=Fault("failed", "Out of order.")))
    result = run(spe_profile.MODULE, simulator, **sales, **SECRETS, new_name="Never")
    assert result["msg"].endswith("; the old profile is unchanged.")
    assert [call["function"] for call in result["calls"]] == [
        "CreateProfile",
        "SetProfileServerSideExecution",
        "SetProfileServerSideExecution",
        "DeleteProfile",
        "SetProfileServerSideExecution",
    ]
    after = profiles_named(simulator, sales["name"])
    assert [_without_version(profile) for profile in after] == [_without_version(profile) for profile in before]
    assert profiles_named(simulator, "Never") == []


def _without_version(profile: Options) -> Options:
    return {key: value for key, value in profile.items() if key != "version"}


def test_check_mode_tells_the_calls_of_a_replacement(simulator: Server, sales: Options) -> None:
    options = {**sales, **SECRETS, "details": {"timeout": 60}, "new_name": "Mail"}
    simulator.wire.forget()
    predicted = run(spe_profile.MODULE, simulator, check_mode=True, **options)
    assert set(simulator.wire.functions) == {"GetProfiles", "GetUsers"}
    applied = run(spe_profile.MODULE, simulator, **options)
    assert predicted["calls"] == applied["calls"]
    assert predicted["diff"] == applied["diff"]


def test_a_run_that_cannot_reach_its_mail_server_fails() -> None:
    with serving("demo", settings={"work_ms": 50}) as simulator:
        options: Options = {"instance_id": "weber", "name": "Journal mailbox", "service_provider_access": "open"}
        result = run(spe_profile_run.MODULE, simulator, **options)
    assert result["failed"]
    assert result["msg"].startswith("weber: The profile ran, but it ended with failed; see its report with")
    assert result["result"]["result"] == "failed"
    assert result["calls"][0]["function"] == "RunProfile"
    assert result["service_provider_access_opened"]


def test_a_run_that_takes_too_long_is_cancelled() -> None:
    with serving(settings={"work_ms": 60_000}) as simulator:
        result = run(spe_profile_run.MODULE, simulator, **JOURNAL, wait_timeout=1, cancel_on_timeout=True)
        left = run(spe_profile_run.MODULE, simulator, **JOURNAL, wait_timeout=1)
        stays = run(spe_profile_run.MODULE, simulator, **JOURNAL, wait=False)
    assert result["failed"]
    assert result["msg"].startswith("contoso: RunProfile did not finish within 1 seconds; it was cancelled")
    assert result["changed"]
    assert left["msg"].startswith(
        "contoso: RunProfile did not finish within 1 seconds; it is still running on the server"
    )
    assert (stays["changed"], stays["result"]) == (True, None)


def test_reading_is_waited_for_also_when_the_run_is_not(simulator: Server) -> None:
    simulator.wire.meet(
        "GetWorkerResults",
        Hitch(fault=Fault("running", {"steps": 2, "milliseconds": 100, "text": "Working"}), times=1000),
    )
    result = run(spe_profile_run.MODULE, simulator, **JOURNAL, wait=False)
    assert result.get("changed"), result.get("msg")


@pytest.mark.parametrize("refused", [1, 3])
def test_refused_windows_are_halved(simulator: Server, refused: int) -> None:
    now = clock.now()
    over: Options = {
        "instance_id": "contoso",
        "time_zone": "UTC",
        "since": (now - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%S"),
        "until": (now - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S"),
    }
    whole = run(spe_profile_result_info.MODULE, simulator, **over)
    simulator.wire.meet("GetWorkerResults", Hitch(fault=Fault("failed", "Too much."), times=refused))
    simulator.wire.forget()
    halved = run(spe_profile_result_info.MODULE, simulator, **over)
    assert len(whole["profile_results"]) >= 24
    assert halved["profile_results"] == whole["profile_results"]
    assert simulator.wire.functions.count("GetWorkerResults") == 2 * refused + 1


def test_wide_windows_are_waited_for(simulator: Server) -> None:
    simulator.wire.forget()
    run(spe_profile_result_info.MODULE, simulator, instance_id="contoso", days=400)
    asked = [each for each in simulator.world.requests if each.name in ("GetWorkerResults", "get-status")]
    assert [asked[0].status_code, asked[-1].status_code] == ["running", "succeeded"]


def test_what_is_always_refused_is_told(simulator: Server) -> None:
    simulator.wire.meet("GetJobResults", Hitch(fault=Fault("failed", "Out of order."), times=1000))
    result = run(spe_job_result_info.MODULE, simulator, instance_id="contoso")
    assert result["msg"].startswith("contoso: The server refused GetJobResults: Out of order.")


@pytest.mark.parametrize("fault", ["reset_after", "reset_before"])
def test_a_broken_connection_starts_a_job_once(simulator: Server, fault: str) -> None:
    simulator.wire.meet("RunJobAsync", Hitch(fault=Fault(fault, True)))
    before = run(spe_job_result_info.MODULE, simulator, **IDLE)["job_results"]
    result = run(spe_job_run.MODULE, simulator, **IDLE)
    after = run(spe_job_result_info.MODULE, simulator, **IDLE)["job_results"]
    assert after == [*before, {**result["result"], "job_name": "Idle", **_in_zone_of(after)}]


def _in_zone_of(rows: list[Options]) -> Options:
    return {key: rows[-1][key] for key in ("start_time", "complete_time")}


def test_a_job_that_fails(simulator: Server) -> None:
    result = run(spe_job_run.MODULE, simulator, instance_id="contoso", name="Broken")
    assert result["failed"]
    assert result["msg"].startswith(
        "contoso: The job 'Broken' ran, but ended with failed; look at the instance's own log"
    )
    assert result["result"]["action"] == "NoSuchCommand"
    assert result["changed"]


def test_a_job_that_takes_long_is_cancelled_by_another_task() -> None:
    with serving(settings={"work_ms": 3_600_000}) as simulator:
        late = run(spe_job_run.MODULE, simulator, **IDLE, wait_timeout=0)
        twice = run(spe_job_run.MODULE, simulator, **IDLE, wait=False)
        predicted = run(spe_job_run.MODULE, simulator, **IDLE, state="cancelled", check_mode=True)
        cancelled = run(spe_job_run.MODULE, simulator, **IDLE, state="cancelled")
        again = run(spe_job_run.MODULE, simulator, **IDLE, state="cancelled")
        results = run(spe_job_result_info.MODULE, simulator, **IDLE)["job_results"]
    assert "has no result yet, and continues if it is still running" in late["msg"]
    assert late["calls"][0]["function"] == "RunJobAsync"
    assert (twice["changed"], twice["warnings"]) == (
        False,
        ["contoso: The job 'Idle' is already running: no second run was started."],
    )
    assert cancelled["calls"] == predicted["calls"]
    assert not again["changed"]
    assert [row["result"] for row in results] == ["cancelled"]


@pytest.mark.parametrize(("fault", "path"), [("reset_after", "press"), ("reset_before", "john.roe")])
def test_a_broken_connection_moves_a_folder_once(simulator: Server, fault: str, path: str) -> None:
    simulator.wire.meet("MoveFolder", Hitch(fault=Fault(fault, True)))
    result = run(spe_folder.MODULE, simulator, instance_id="contoso", path=path, new_path=f"{path}.moved")
    assert result["folder"] == {"path": f"{path}.moved"}
    assert result["changed"]


@pytest.mark.parametrize(
    ("definition", "options", "missing"),
    [
        (spe_profile.MODULE, {"automatic": False}, "SetProfileServerSideExecution, which automatic needs"),
        (spe_profile_result_info.MODULE, {"report": True}, "GetWorkerResultReport, which report needs"),
        (spe_user.MODULE, {"name": "jane.doe", "mfa": "enabled"}, "InitializeMFA, which mfa needs"),
        (spe_user.MODULE, {"name": "john.roe", "mfa": "disabled"}, "DisableMFA, which mfa needs"),
        (
            spe_user.MODULE,
            {"name": "jane.doe", "delete_app_passwords": True},
            "DeleteAppPasswords, which delete_app_passwords needs",
        ),
    ],
)
def test_an_older_server_lacks_what_an_option_needs(
    older: Server, definition: ModuleDefinition, options: dict[str, Any], missing: str
) -> None:
    for check_mode in (True, False):
        result = run(definition, older, check_mode=check_mode, **{**JOURNAL, **options})
        assert result["failed"]
        assert result["msg"].startswith("contoso: Your server (22.4")
        assert missing in result["msg"]
    assert older.wire.writes == []


@pytest.fixture
def older() -> Iterator[Server]:
    with serving(version="22.4") as server:
        yield server
