# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Task lists of `troubles/` against servers that are old, fail half-way, take too long or lose answers."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.integration.journal import ACCESS, writes
from tests.integration.playbook import AnsiblePlaybook, Play, Playbooks, Run, TaskResult
from tests.simulator.process import RunningSimulator, running_simulator, running_simulators

TROUBLES = Path(__file__).with_name("troubles")
SETTINGS = [
    "GetComplianceConfiguration",
    "GetDirectoryServicesConfiguration",
    "GetIndexConfiguration",
    "GetSmtpSettings",
    "GetStoreAutoCreateConfiguration",
]
SEED = Path(__file__).with_name("targets") / "care.yml"


@dataclass(frozen=True)
class Trouble:
    """A server with a trouble of its own."""

    server: RunningSimulator
    playbooks: Playbooks

    def run(self, tasks: str, *options: str, faults: tuple[dict[str, Any], ...] = ()) -> Run:
        self.server.set_faults(list(faults))
        return self.playbooks.run(TROUBLES / f"{tasks}.yml", *options, ignore_errors=True)

    def task(self, tasks: str, *faults: dict[str, Any]) -> TaskResult:
        """The only task of a list."""
        run = self.run(tasks, faults=faults)
        assert len(run.tasks) == 1, run.end_of_output
        return run.tasks[0]

    def statuses(self) -> dict[str, str]:
        """How the instances are, by what the server was last asked for in a run of its own."""
        (task,) = self.run("instances").tasks
        return {row["instance_id"]: row["status"] for row in task.result["instances"]}


class Start(Protocol):
    """Starts a server."""

    def __call__(self, **flags: Any) -> AbstractContextManager[Trouble]:
        """:param flags: keywords of running_simulator."""


@pytest.fixture(scope="module")
def start(ansible_playbook: Path, server_version: str, tmp_path_factory: pytest.TempPathFactory) -> Start:
    @contextmanager
    def started(**flags: Any) -> Iterator[Trouble]:
        with running_simulator(str(SEED), **{"server_version": server_version, **flags}) as server:
            yield Trouble(server, Playbooks(ansible_playbook, server, tmp_path_factory.mktemp("trouble"), {}))

    return started


@pytest.fixture(scope="module")
def trouble(start: Start) -> Iterator[Trouble]:
    with start() as trouble:
        yield trouble


@pytest.fixture(scope="module")
def older(start: Start) -> Iterator[Trouble]:
    with start(server_version="22.4") as trouble:
        yield trouble


@pytest.mark.parametrize("options", [(), ("--check",)], ids=["apply", "check"])
def test_an_older_server_is_named_with_what_it_lacks(older: Trouble, options: tuple[str, ...]) -> None:
    run = older.run("older_server", *options)
    assert run.tasks, run.end_of_output
    for task in run.tasks:
        message = task.result.get("msg", "")
        assert task.status == "failed", f"'{task.name}' was not refused."
        assert re.search(task.variables["expected_message"], message), f"'{task.name}': {message}"
        assert writes(task.server_calls) == [], f"'{task.name}' wrote before it was refused."


def test_an_older_server_does_the_rest(older: Trouble) -> None:
    run = older.run("older_server_can")
    assert run.tasks, run.end_of_output
    failed = [task.name for task in run.tasks if task.status == "failed"]
    assert failed == [], run.end_of_output


def test_nothing_stays_frozen_when_freezing_fails_half_way(trouble: Trouble) -> None:
    task = trouble.task("freeze", {"function": "FreezeInstances", "status_code": "failed"})
    assert task.status == "failed"
    assert task.result["msg"].endswith("; the instances that were already frozen (contoso, litware) were thawed again.")
    assert writes(task.server_calls) == ["FreezeInstances", "ThawInstances"]
    assert [call["function"] for call in task.planned] == ["ThawInstances"]
    assert {trouble.statuses()[name] for name in ("contoso", "litware")} == {"running"}


def test_a_lost_answer_of_a_freeze_is_planned_anew(trouble: Trouble) -> None:
    task = trouble.task("freeze", {"function": "FreezeInstances", "times": 1, "reset_after": True})
    assert (task.status, task.changed) == ("ok", True)
    assert writes(task.server_calls) == ["FreezeInstances"]
    assert {trouble.statuses()[name] for name in ("contoso", "litware")} == {"frozen"}
    thawed = trouble.run("thaw")
    assert thawed.succeeded, thawed.end_of_output


RUN_IS_REFUSED = {"function": "RunProfile", "status_code": "failed"}


@pytest.mark.parametrize("faults", [(), (RUN_IS_REFUSED,)], ids=["bad result", "refused"])
def test_a_new_profile_with_a_bad_first_run_goes_again(trouble: Trouble, faults: tuple[dict[str, Any], ...]) -> None:
    # The second time shows that nothing of the first is left.
    for _time in range(2):
        task = trouble.task("bad_run", *faults)
        assert task.status == "failed"
        assert task.result["msg"].endswith("; the new profile was removed again."), task.result["msg"]
        assert [name for name in writes(task.server_calls) if name not in ACCESS] == [
            "CreateProfile",
            "RunProfile",
            "DeleteProfile",
        ]
        assert [call["function"] for call in task.planned if call["function"] not in ACCESS] == [
            "CreateProfile",
            *([] if faults else ["RunProfile"]),
            "DeleteProfile",
        ]


LONG = {"function": "VerifyStore", "running": {"steps": 60, "milliseconds": 3_600_000, "text": "Verifying 'sound'"}}


def test_upkeep_that_takes_too_long_is_left_alone(trouble: Trouble) -> None:
    (task,) = trouble.run("verify_too_long", faults=(LONG,)).tasks
    assert task.status == "failed"
    assert task.result["msg"].startswith(
        "contoso: VerifyStore did not finish within 1 seconds; it is still running on the server"
    )
    assert "cancel-async" not in [call["function"] for call in task.server_calls]


def test_upkeep_that_takes_too_long_is_cancelled_when_asked(trouble: Trouble) -> None:
    run = trouble.run("verify_and_cancel", faults=(LONG,))
    (task,) = run.tasks
    assert task.status == "failed"
    assert re.search(
        "^contoso: VerifyStore did not finish within 1 seconds; it was cancelled and ended with", task.result["msg"]
    )
    assert task.result["error"]["type"] == "WaitTimedOut"
    assert [call["function"] for call in task.planned] == ["VerifyStore"]
    assert "cancel-async" in [call["function"] for call in task.server_calls]
    assert "VerifyStore: 0 %, Verifying 'sound'" in run.output, "Nobody was told how far it is."


def test_upkeep_that_fails_tells_its_log(start: Start) -> None:
    with start(work_ms=0) as trouble:
        task = trouble.task("verify_and_fail", {"function": "VerifyStore", "status_code": "failed"})
    assert task.status == "failed"
    assert "4000 messages checked" in task.result["error"]["log_output"]


def test_upkeep_that_is_not_waited_for_goes_on(trouble: Trouble) -> None:
    task = trouble.task("verify_and_go_on", LONG)
    assert task.status == "ok"
    assert task.result["answers"] == [
        {"function": "VerifyStore", "result": None, "log_output": None, "finished": False}
    ]
    assert [call["function"] for call in task.server_calls][-1] == "VerifyStore"


def test_a_report_whose_answer_is_lost_is_not_sent_twice(trouble: Trouble) -> None:
    task = trouble.task("report", {"function": "SendStatusReport", "times": 1, "reset_after": True})
    assert task.status == "failed"
    assert task.result["error"]["type"] == "AnswerLost"
    assert writes(task.server_calls) == ["SendStatusReport"]


def _jobs(task: TaskResult) -> list[tuple[str, str, bool]]:
    return [(job["name"], job["action"], job["enabled"]) for job in task.result["jobs"]]


@pytest.mark.parametrize(
    "faults",
    [
        ({"function": "CreateJob", "times": 1, "slow": 2600},),
        (
            {"function": "CreateJob", "times": 1, "running": {"steps": 2, "milliseconds": 1500}},
            {"function": "get-status", "http_status": 500},
        ),
    ],
    ids=["late", "polls"],
)
def test_a_job_whose_answer_is_late_is_made_once(start: Start, faults: tuple[dict[str, Any], ...]) -> None:
    with start() as trouble:
        task = trouble.task("late_job", *faults)
        assert (task.status, task.changed) == ("ok", True), task.result.get("msg")
        assert writes(task.server_calls) == ["CreateJob"]
        assert _jobs(trouble.task("jobs")) == [("Nightly", "VerifyStores", True)]


@dataclass(frozen=True)
class FailedReplacement:
    """A job's replacement in which one call fails."""

    function: str
    fault: dict[str, Any]

    def __str__(self) -> str:
        ((kind, value),) = self.fault.items()
        return f"{self.function}.{kind}.{value}"


FAILED_REPLACEMENTS = [
    FailedReplacement(function, fault)
    for function in ("CreateJob", "SetJobEnabled", "DeleteJob", "RenameJob")
    for fault in ({"http_status": 500}, {"failed": "No"}, {"http_status": 401}, {"reset_before": True})
]


@pytest.fixture(scope="module")
def replacements(
    ansible_playbook: Path, server_version: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[TaskResult]]:
    """Of each, what the six task lists came to that were run one after the other, each list for all of them at once."""
    settings = {"seed": str(SEED), "server_version": server_version}
    tasks: dict[str, list[TaskResult]] = {str(replacement): [] for replacement in FAILED_REPLACEMENTS}
    with running_simulators([settings] * len(tasks)) as servers:
        ansible = AnsiblePlaybook(ansible_playbook, tmp_path_factory.mktemp("replacements"))
        for number, name in enumerate(("late_job", "other_action", "jobs", "other_action", "jobs", "other_action")):
            disturbed = number == 1
            plays = []
            for replacement, server in zip(FAILED_REPLACEMENTS, servers):
                server.set_faults([{"function": replacement.function, **replacement.fault}] if disturbed else [])
                plays.append(Play(str(replacement), TROUBLES / f"{name}.yml", server, ignore_errors=True))
            for replacement, run in zip(FAILED_REPLACEMENTS, ansible.run(plays)):
                assert len(run.tasks) == 1, run.end_of_output
                tasks[str(replacement)] += run.tasks
    return tasks


@pytest.mark.parametrize("replacement", FAILED_REPLACEMENTS, ids=str)
def test_a_replacement_that_failed_is_finished_by_the_next_run(
    replacement: FailedReplacement, replacements: dict[str, list[TaskResult]]
) -> None:
    made, failed, after_failure, finished, after, again = replacements[str(replacement)]
    assert made.changed
    assert failed.status == "failed"
    assert sum(enabled for _name, _action, enabled in _jobs(after_failure)) <= 1
    assert finished.status == "ok"
    assert _jobs(after) == [("Nightly", "RefreshAllStoreStatistics", True)]
    assert not again.changed


def test_a_test_message_that_fails_leaves_the_settings(trouble: Trouble) -> None:
    task = trouble.task("smtp_test")
    assert task.status == "failed"
    assert task.result["error"]["function"] == "TestSmtpSettings"
    assert task.changed
    assert [call["function"] for call in task.planned] == ["SetSmtpSettings"]


def test_a_failed_synchronisation_is_told(trouble: Trouble) -> None:
    fault = {"function": "SyncUsersWithDirectoryServices", "skip": 1, "failed": "The directory cannot be reached."}
    task = trouble.task("sync", fault)
    assert task.status == "failed"
    assert "The directory cannot be reached." in task.result["msg"]


@pytest.mark.parametrize(
    ("play", "slow", "at_once"),
    [
        pytest.param("closed_instance", ["GetUserInfo"], 1, id="one call"),
        pytest.param("closed_settings", SETTINGS, 2, id="two calls at once"),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminated"])
def test_access_is_closed_when_ansible_is_interrupted(
    trouble: Trouble, number: signal.Signals, play: str, slow: list[str], at_once: int
) -> None:
    server = trouble.server
    # No machine is so slow that the answer comes before the signal.
    server.set_faults([{"function": function, "slow": 600_000} for function in slow])
    mark = server.mark()
    playbook = str(TROUBLES / f"{play}.yml")
    with trouble.playbooks.ansible_playbook.start(playbook, environment=server.environment()) as process:
        _wait_for(lambda: ACCESS in _functions_since(server, mark))
        os.killpg(process.pid, number)
        process.communicate()
    _wait_for(lambda: _functions_since(server, mark).count(ACCESS) > 1)
    time.sleep(0.5)
    calls = server.since(mark)
    assert [call["arguments"]["enabled"] for call in calls if call["function"] == ACCESS] == ["true", "false"]
    assert len([call for call in calls if call["function"] in slow]) <= at_once


def _functions_since(server: RunningSimulator, mark: int) -> list[str]:
    return [call["function"] for call in server.since(mark)]


def _wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_refused_synchronisation_tells_who_would_go(trouble: Trouble) -> None:
    (task,) = trouble.run("sync_refused").tasks
    assert task.status == "failed"
    assert [change["userName"] for change in task.result["changes"] if change["change"] == "deleted"] == ["has.left"]
    assert writes(task.server_calls) == []
