# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running and cancelling jobs: exactly once, and with the result of this very run."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    InputError,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.facts import Facts
from ansible_collections.community.mailstore.plugins.module_utils._resources.assumptions import job_is_running
from ansible_collections.community.mailstore.plugins.modules.spe_job_run import MODULE

from tests.simulation import Fault
from tests.simulator import clock
from tests.simulator.contract import Call
from tests.simulator.state.jobs import Job
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant
from tests.unit.plugins.module_utils.wire import Hitch

LONG_AGO = "2026-01-01T03:30:00"


ACTION = "RefreshAllStoreStatistics"
VERY_LONG = 10**9
"""Milliseconds of a run that does not end by itself."""


@pytest.fixture
def archive(tenant: Tenant) -> Tenant:
    return tenant


@pytest.fixture
def runs(archive: Tenant) -> Tasks:
    return Tasks(MODULE, archive.server, {"instance_id": "acme"})


@pytest.fixture
def verify(archive: Tenant) -> Job:
    job = archive.add_job("Verify", ACTION, time_zone_id="UTC", interval=60)
    archive.end_job(job, "succeeded")
    archive.server.world.clock.sleep(60)
    return job


@pytest.fixture
def running(archive: Tenant, runs: Tasks, verify: Job) -> Job:
    take(archive, VERY_LONG)
    runs.run(name="Verify", wait=False)
    runs.warnings.clear()
    archive.server.wire.forget()
    archive.server.world.clock.sleep(60)
    return verify


def take(archive: Tenant, milliseconds: int) -> None:
    """Runs take so long from now on."""
    archive.server.environment.settings.work_ms = milliseconds


def is_running(job: Job) -> bool:
    return job_is_running(job.row(clock.now()))


@pytest.mark.parametrize(
    ("start", "complete", "runs"),
    [
        (None, None, False),
        (LONG_AGO, None, True),
        (LONG_AGO, LONG_AGO, False),
        ("2026-01-01T04:00:00", LONG_AGO, True),
        (LONG_AGO, "2026-01-01T04:00:00", False),
    ],
)
def test_a_job_runs_when_it_has_started_later_than_it_ended(start: Any, complete: Any, runs: bool) -> None:
    assert job_is_running({"lastStartDateTimeUtc": start, "lastCompleteDateTimeUtc": complete}) is runs


def test_a_job_that_never_ran_has_no_times() -> None:
    assert not job_is_running({})


def test_a_run_gives_its_own_result(archive: Tenant, runs: Tasks, verify: Job) -> None:
    archive.end_job(verify, "failed")
    predicted = runs.check(name="Verify")
    assert archive.server.wire.writes == []
    result = runs.run(name="Verify")
    assert predicted["calls"] == result["calls"]
    assert result["result"]["result"] == "succeeded"


@pytest.mark.parametrize("word", ["failed", "cancelled", "somethingElse"])
def test_a_bad_result_is_a_failure(archive: Tenant, runs: Tasks, verify: Job, word: str) -> None:

    def end(_call: Call) -> None:
        archive.end_job(verify, word)

    archive.server.world.answer_with("RunJobAsync", end)
    with pytest.raises(SpeError, match="The job 'Verify' ran, but ended with "):
        runs.run(name="Verify")
    assert functions(archive.server.wire.record.shown()) == ["RunJobAsync"]
    assert archive.server.wire.record.shown()["result"]["action"] == ACTION


def test_without_waiting_there_is_no_result(archive: Tenant, runs: Tasks, verify: Job) -> None:
    take(archive, VERY_LONG)
    assert runs.run(name="Verify", wait=False)["result"] is None
    assert is_running(verify)


def test_waiting_too_long_tells_what_was_done(archive: Tenant, runs: Tasks, verify: Job) -> None:
    take(archive, VERY_LONG)
    with pytest.raises(WaitTimedOut, match="after 0 seconds the job 'Verify' has no result yet, and continues"):
        runs.run(name="Verify", wait_timeout=0)
    assert functions(archive.server.wire.record.shown()) == ["RunJobAsync"]


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_starts_the_job_once(archive: Tenant, runs: Tasks, verify: Job, work_is_done: bool) -> None:
    archive.server.wire.lose("RunJobAsync", work_is_done=work_is_done)
    result = runs.run(name="Verify")
    assert result["result"]["result"] == "succeeded"
    assert functions(result) == ["RunJobAsync"]
    assert len(archive.content.jobs.results) == 2, "one before, and this one"


def test_answers_that_are_always_lost_end_the_task(archive: Tenant, runs: Tasks, verify: Job) -> None:
    archive.server.wire.lose("RunJobAsync", work_is_done=False, times=9)
    with pytest.raises(AnswerLost):
        runs.run(name="Verify")
    assert archive.server.wire.record.shown() == {}
    assert archive.server.wire.writes == ["RunJobAsync"] * 3


def test_a_lost_answer_that_nobody_can_look_into_is_told(archive: Tenant, runs: Tasks, verify: Job) -> None:
    archive.server.wire.lose("RunJobAsync", work_is_done=True)
    archive.server.wire.meet("GetJobs", Hitch(), Hitch(fault=Fault("reset_before", True), times=99))
    with pytest.raises(AnswerLost) as error:
        runs.run(name="Verify")
    assert error.value.function == "RunJobAsync"


@pytest.mark.parametrize("word", ["succeeded", "failed"])
def test_a_job_that_runs_already_is_joined(archive: Tenant, runs: Tasks, verify: Job, word: str) -> None:
    """A second run begins nothing, and waits for the first."""
    verify.action = verify.action if word == "succeeded" else "NoSuchCommand"
    take(archive, 60_000)
    runs.run(name="Verify", wait=False)
    archive.server.wire.forget()
    predicted = runs.check(name="Verify")
    runs.warnings.clear()
    if word == "failed":
        with pytest.raises(SpeError, match="The job 'Verify' ran, but ended with failed"):
            runs.run(name="Verify")
    else:
        result = runs.run(name="Verify")
        assert result["result"]["result"] == word
        assert (result["changed"], result["calls"]) == (predicted["changed"], predicted["calls"]) == (False, [])
    assert archive.server.wire.writes == []
    assert runs.warnings[0] == "The job 'Verify' is already running: no second run was started."


def test_without_waiting_a_job_that_runs_is_left_alone(archive: Tenant, runs: Tasks, verify: Job) -> None:
    """Twice without waiting is one run."""
    take(archive, VERY_LONG)
    assert runs.run(name="Verify", wait=False)["changed"]
    assert not runs.run(name="Verify", wait=False)["changed"]
    assert archive.server.wire.writes == ["RunJobAsync"]


@pytest.mark.parametrize("joined", [True, False])
def test_a_job_that_is_gone_is_not_waited_for(archive: Tenant, runs: Tasks, verify: Job, joined: bool) -> None:
    take(archive, VERY_LONG)
    if joined:
        runs.run(name="Verify", wait=False)

    def results(_call: Call) -> list[Any]:
        if archive.server.wire.writes:
            archive.content.jobs.jobs.clear()
        return []

    archive.server.world.answer_with("GetJobResults", results)
    with pytest.raises(FunctionFailed, match="The job 'Verify' no longer exists: somebody deleted it"):
        runs.run(name="Verify")


def test_a_run_that_ends_without_a_result_is_not_waited_for_for_ever(archive: Tenant, runs: Tasks, verify: Job) -> None:
    archive.server.world.answer_with("GetJobResults", lambda _call: [])
    with pytest.raises(FunctionFailed, match="The job 'Verify' has ended, but the server lists no result of this run"):
        runs.run(name="Verify")


def test_another_refusal_is_the_servers(archive: Tenant, runs: Tasks, verify: Job) -> None:
    archive.server.wire.refuse("RunJobAsync")
    with pytest.raises(FunctionFailed):
        runs.run(name="Verify")


def test_cancelling(archive: Tenant, runs: Tasks, running: Job) -> None:
    predicted = runs.check(name="Verify", state="cancelled")
    assert is_running(running)
    result = runs.run(name="Verify", state="cancelled")
    assert predicted["calls"] == result["calls"]
    assert functions(result) == ["CancelJobAsync"]
    assert not is_running(running)
    assert not runs.run(name="Verify", state="cancelled")["changed"]


@pytest.mark.parametrize(
    ("facts", "warns"), [(Facts(), True), (Facts(run_shows_from_its_start=True), False)], ids=["unknown", "known"]
)
def test_that_no_run_shows_is_no_proof(runs: Tasks, verify: Job, facts: Facts, warns: bool) -> None:
    with mock.patch.object(Client, "facts", facts):
        assert not runs.run(name="Verify", state="cancelled")["changed"]
    assert ["shows no run, so nothing was cancelled" in warning for warning in runs.warnings] == [True] * warns


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_of_cancelling(archive: Tenant, runs: Tasks, running: Job, work_is_done: bool) -> None:
    archive.server.wire.lose("CancelJobAsync", work_is_done=work_is_done)
    assert functions(runs.run(name="Verify", state="cancelled")) == ["CancelJobAsync"]
    assert not is_running(running)


def test_a_job_that_does_not_mind(archive: Tenant, runs: Tasks, running: Job) -> None:
    archive.server.world.answer_with("CancelJobAsync", lambda _call: None)
    with pytest.raises(WaitTimedOut, match="the job 'Verify' is still running"):
        runs.run(name="Verify", state="cancelled", wait_timeout=0)
    assert functions(archive.server.wire.record.shown()) == ["CancelJobAsync"]
    assert runs.run(name="Verify", state="cancelled", wait=False)["changed"]


def test_check_mode_takes_a_job_that_is_not_there_yet(archive: Tenant, runs: Tasks) -> None:
    assert runs.check(name="Verify")["calls"][0]["arguments"]["id"] == "(id of the new job)"
    assert not runs.check(name="Verify", state="cancelled")["changed"]
    with pytest.raises(InputError, match="There is no job 'Verify' in this instance; it has: none"):
        runs.run(name="Verify")
    archive.server.environment.remove_instance(archive.instance)
    assert functions(runs.check(name="Verify")) == ["RunJobAsync"]
