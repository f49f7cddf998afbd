# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running and cancelling jobs: exactly once, and with the result of this very run."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    InputError,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.assumptions import job_is_running
from ansible_collections.community.mailstore.plugins.modules.spe_job_run import MODULE

from tests.unit.plugins.module_utils.fake_archive import FakeArchive
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, Row
from tests.unit.plugins.module_utils.task import Tasks, functions

LONG_AGO = "2026-01-01T03:30:00"


@pytest.fixture
def archive(acme: FakeInstance) -> FakeArchive:
    return FakeArchive(acme)


@pytest.fixture
def runs(archive: FakeArchive) -> Tasks:
    return Tasks(MODULE, archive, {"instance_id": "acme"})


@pytest.fixture
def verify(acme: FakeInstance) -> Row:
    return acme.add_job(
        "Verify", schedule={"interval": 60}, lastStartDateTimeUtc=LONG_AGO, lastCompleteDateTimeUtc=LONG_AGO
    )


@pytest.fixture
def running(archive: FakeArchive, verify: Row) -> Row:
    verify["lastStartDateTimeUtc"] = "2026-01-01T04:30:00"
    return verify


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


def test_a_run_gives_its_own_result(archive: FakeArchive, runs: Tasks, verify: Row) -> None:
    archive._end(verify, "failed")
    predicted = runs.check(name="Verify")
    assert archive.wire.writes == []
    result = runs.run(name="Verify")
    assert predicted["calls"] == result["calls"]
    assert result["result"]["result"] == "succeeded"


@pytest.mark.parametrize("word", ["failed", "cancelled", "somethingElse"])
def test_a_bad_result_is_a_failure(archive: FakeArchive, runs: Tasks, verify: Row, word: str) -> None:
    archive.next_result = (word, 0)
    with pytest.raises(SpeError, match="The job 'Verify' ran, but ended with ") as error:
        runs.run(name="Verify")
    assert functions(error.value.partial) == ["RunJobAsync"]
    assert error.value.partial["result"]["action"] == "VerifyStores"


def test_without_waiting_there_is_no_result(archive: FakeArchive, runs: Tasks, verify: Row) -> None:
    archive.job_ends = False
    assert runs.run(name="Verify", wait=False)["result"] is None
    assert job_is_running(verify)


def test_waiting_too_long_tells_what_was_done(archive: FakeArchive, runs: Tasks, verify: Row) -> None:
    archive.job_ends = False
    with pytest.raises(WaitTimedOut, match="after 0 seconds the job 'Verify' has left no result, and goes on") as error:
        runs.run(name="Verify", wait_timeout=0)
    assert functions(error.value.partial) == ["RunJobAsync"]


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_starts_the_job_once(archive: FakeArchive, runs: Tasks, verify: Row, work_is_done: bool) -> None:
    archive.wire.lose("RunJobAsync", work_is_done=work_is_done)
    result = runs.run(name="Verify")
    assert result["result"]["result"] == "succeeded"
    assert functions(result) == ["RunJobAsync"]
    assert len(archive.job_results) == 1


def test_answers_that_are_always_lost_end_the_task(archive: FakeArchive, runs: Tasks, verify: Row) -> None:
    archive.wire.lose("RunJobAsync", work_is_done=False, times=9)
    with pytest.raises(AnswerLost) as error:
        runs.run(name="Verify")
    assert error.value.partial == {}
    assert archive.wire.writes == ["RunJobAsync"] * 3


def test_a_lost_answer_that_nobody_can_look_into_is_told(archive: FakeArchive, runs: Tasks, verify: Row) -> None:
    archive.wire.lose("RunJobAsync", work_is_done=True)
    runs.check(name="Verify")
    jobs = archive._get_jobs

    def answer(arguments: Any) -> Any:
        if archive.wire.writes:
            raise AnswerLost("gone", function="GetJobs")
        return jobs(arguments)

    archive._get_jobs = answer  # type: ignore[method-assign]
    with pytest.raises(AnswerLost) as error:
        runs.run(name="Verify")
    assert error.value.function == "RunJobAsync"


@pytest.mark.parametrize("word", ["succeeded", "failed"])
def test_a_job_that_runs_already_is_joined(
    archive: FakeArchive, runs: Tasks, running: Row, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run begins nothing, and waits for the first."""
    predicted = runs.check(name="Verify")
    monkeypatch.setattr(time, "sleep", lambda _seconds: archive._end(running, word))
    if word == "failed":
        with pytest.raises(SpeError, match="The job 'Verify' ran, but ended with failed"):
            runs.run(name="Verify")
    else:
        result = runs.run(name="Verify")
        assert result["result"]["result"] == word
        assert (result["changed"], result["calls"]) == (predicted["changed"], predicted["calls"]) == (False, [])
    assert archive.wire.writes == []
    assert runs.warnings[0] == "The job 'Verify' runs already: no second run was begun."


def test_without_waiting_a_job_that_runs_is_left_alone(archive: FakeArchive, runs: Tasks, verify: Row) -> None:
    """Twice without waiting is one run."""
    archive.job_ends = False
    assert runs.run(name="Verify", wait=False)["changed"]
    assert not runs.run(name="Verify", wait=False)["changed"]
    assert archive.wire.writes == ["RunJobAsync"]


@pytest.mark.parametrize("joined", [True, False])
def test_a_job_that_is_gone_is_not_waited_for(
    archive: FakeArchive, runs: Tasks, verify: Row, acme: FakeInstance, joined: bool
) -> None:
    archive.job_ends = False
    if joined:
        runs.run(name="Verify", wait=False)

    def results(_arguments: Any) -> list[Row]:
        if archive.wire.writes:
            acme.jobs.clear()
        return []

    archive.handlers["GetJobResults"] = results
    with pytest.raises(FunctionFailed, match="The job 'Verify' is gone: somebody has deleted it"):
        runs.run(name="Verify")


def test_a_run_that_ends_without_a_result_is_not_waited_for_for_ever(
    archive: FakeArchive, runs: Tasks, verify: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    archive.handlers["GetJobResults"] = lambda _arguments: []
    with pytest.raises(FunctionFailed, match="The job 'Verify' has ended, but the server lists no result of this run"):
        runs.run(name="Verify")


def test_another_refusal_is_the_servers(archive: FakeArchive, runs: Tasks, verify: Row) -> None:
    archive.wire.refuse("RunJobAsync")
    with pytest.raises(FunctionFailed):
        runs.run(name="Verify")


def test_cancelling(archive: FakeArchive, runs: Tasks, running: Row) -> None:
    predicted = runs.check(name="Verify", state="cancelled")
    assert job_is_running(running)
    result = runs.run(name="Verify", state="cancelled")
    assert predicted["calls"] == result["calls"]
    assert functions(result) == ["CancelJobAsync"]
    assert not job_is_running(running)
    assert not runs.run(name="Verify", state="cancelled")["changed"]


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_answer_of_cancelling(archive: FakeArchive, runs: Tasks, running: Row, work_is_done: bool) -> None:
    archive.wire.lose("CancelJobAsync", work_is_done=work_is_done)
    assert functions(runs.run(name="Verify", state="cancelled")) == ["CancelJobAsync"]
    assert not job_is_running(running)


def test_a_job_that_does_not_mind(
    archive: FakeArchive, runs: Tasks, running: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_cancel_job_async", lambda arguments: None)
    with pytest.raises(WaitTimedOut, match="the job 'Verify' still runs") as error:
        runs.run(name="Verify", state="cancelled", wait_timeout=0)
    assert functions(error.value.partial) == ["CancelJobAsync"]
    assert runs.run(name="Verify", state="cancelled", wait=False)["changed"]


def test_check_mode_takes_a_job_that_is_not_there_yet(archive: FakeArchive, runs: Tasks) -> None:
    assert runs.check(name="Verify")["calls"][0]["arguments"]["id"] == "(id of the new job)"
    assert not runs.check(name="Verify", state="cancelled")["changed"]
    with pytest.raises(InputError, match="There is no job 'Verify' in this instance; it has: none"):
        runs.run(name="Verify")
    archive.instances.clear()
    assert functions(runs.check(name="Verify")) == ["RunJobAsync"]
