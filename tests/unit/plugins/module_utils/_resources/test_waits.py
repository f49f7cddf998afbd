# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing waits for what can never come any more: what is waited for is gone, or somebody has done something else with it.

Every class that the engine can wait for has its entry here, with each way in which the wait can become pointless.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils import _engine, _resources
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine import calls as calls_of_engine
from ansible_collections.community.mailstore.plugins.module_utils._engine.calls import Call, Once
from ansible_collections.community.mailstore.plugins.module_utils._engine.sender import Sender
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_renaming import (
    ArchiveMoved,
    RightsWritten,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.compliance import LogsNothingElse
from ansible_collections.community.mailstore.plugins.module_utils._resources.folder import Move
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance_lifecycle import Gone
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance_status import (
    AllReached,
    AtRest,
    ReachedStatus,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.job_run import (
    HasResult,
    JobRun,
    NotRunning,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.profile_verify import Verdict
from ansible_collections.community.mailstore.plugins.module_utils._resources.store import (
    CopiedMeanwhile,
    Copying,
    Detached,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.system_administrator import (
    GoesOnWithNewPassword,
)

from tests.simulation import Fault, simulation
from tests.simulator.contract import Call as SimulatorCall
from tests.simulator.long_work import LongWork, Outcome
from tests.unit.plugins.module_utils.server import Server, refusal
from tests.unit.plugins.module_utils.wire import REFUSAL, Hitch

SCOPE = {"instanceID": "acme"}
PATIENCE = Waiting(timeout=600, interval=5)
AT_ONCE = 120.0
"""Seconds after which the end of a wait is no longer the answer, but the time-out in another form."""

Answers = Mapping[str, Sequence[Any]]
"""What each function returns, one answer after the other; the last one stays. REFUSAL is a refusal."""


def row(status: str, *, process: int | None = 100, error: str | None = None) -> dict[str, Any]:
    facts = {"instanceID": "acme", "status": status, "processID": process, "startStopError": error}
    return {**facts, "instanceHost": "host1", "alias": "", "displayName": "", "startMode": "automatic"}


def instances(*statuses: str | dict[str, Any] | None) -> Answers:
    """How the instance is at each look; None when it is not there."""
    return {
        "GetInstances": [[] if each is None else [row(each) if isinstance(each, str) else each] for each in statuses]
    }


def job(started: str | None, completed: str | None) -> dict[str, Any]:
    return {"id": 1, "name": "Verify", "lastStartDateTimeUtc": started, "lastCompleteDateTimeUtc": completed}


BEFORE, DURING, LATER = "2026-01-01T03:00:00", "2026-01-01T04:00:00", "2026-01-01T05:00:00"
IDLE, RUNNING, RUN_ANEW = job(BEFORE, BEFORE), job(DURING, BEFORE), job(LATER, DURING)


def never_too_long() -> bool:
    return False


def store(name: str, count: int | None) -> dict[str, Any]:
    return {"id": len(name), "name": name, "requestedState": "normal", "error": None, "statisticsCount": count}


def folders(*names: str) -> list[dict[str, Any]]:
    return [{"folder": name} for name in names]


@dataclass(frozen=True)
class Pointless:
    """What is waited for, what the server answers, and how the wait ends: a part of the sentence, or well."""

    what: str
    wait: Callable[[Snapshot], Any]
    answers: Answers
    ends_with: str | None = None


def reached(function: str, *, or_gone: bool = False) -> Callable[[Snapshot], ReachedStatus]:
    return lambda _server: ReachedStatus("acme", function, former_process=100, or_gone=or_gone)


def statuses_of(*, all_of_them: bool) -> list[Pointless]:
    """All that somebody can do with an instance while its status is waited for."""

    def wait(function: str) -> Callable[[Snapshot], Any]:
        one = reached(function)
        return (lambda server: AllReached((one(server),))) if all_of_them else one

    frozen, stopped, started = (f"somebody has {did} it in the meantime" for did in ("frozen", "stopped", "started"))
    ways: list[tuple[str, str, Sequence[Any], str]] = [
        ("StartInstances", "gone", ("starting", None), "no longer exists"),
        ("StartInstances", "frozen", ("stopped", "frozen"), frozen),
        ("StartInstances", "stopped on its way", ("starting", "stopped"), stopped),
        ("StartInstances", "in error", ("starting", row("stopped", process=None, error="No disk.")), "No disk."),
        ("StopInstances", "gone", ("stopping", None), "no longer exists"),
        ("StopInstances", "frozen", ("running", "frozen"), frozen),
        ("StopInstances", "starting again", ("stopping", "starting"), started),
        ("StopInstances", "running again", ("stopping", "running"), started),
        ("StopInstances", "running as another process", ("running", row("running", process=101)), started),
        ("RestartInstances", "gone", ("stopping", None), "no longer exists"),
        ("RestartInstances", "frozen", ("running", "frozen"), frozen),
        ("RestartInstances", "stopped on its way", ("starting", "stopped"), stopped),
        ("RestartInstances", "in error", ("starting", row("stopped", process=None, error="No disk.")), "No disk."),
        ("FreezeInstances", "gone", ("running", None), "no longer exists"),
        ("FreezeInstances", "stopped", ("running", "stopped"), stopped),
        ("ThawInstances", "gone", ("frozen", None), "no longer exists"),
        ("ThawInstances", "stopped", ("frozen", "stopped"), stopped),
    ]
    return [
        Pointless(f"{function}, {what}", wait(function), instances(*looks), sentence)
        for function, what, looks, sentence in ways
    ]


def run_of(server: Snapshot) -> JobRun:
    return JobRun(server, "acme", IDLE, never_too_long)


def verdict(*, stored: bool) -> Callable[[Snapshot], Verdict]:
    def make(_server: Snapshot) -> Verdict:
        return Verdict("acme", "Mail", stored, None, is_new=True, may_be_too_long=never_too_long, before=[frozenset()])

    return make


def copied(expected: int | None) -> Callable[[Snapshot], CopiedMeanwhile]:
    return lambda _server: CopiedMeanwhile(Copying(SCOPE, "old", "newer", _expected=expected, begun=True))


def moved(server: Snapshot) -> ArchiveMoved:
    return ArchiveMoved(Move(server, "acme", "jane", "joan"))


def detached(_server: Snapshot) -> Detached:
    return Detached(SCOPE, 3, "old")


def rights(_server: Snapshot) -> RightsWritten:
    return RightsWritten("acme", "jane", "archive", frozenset({"read"}))


def has_result(server: Snapshot) -> HasResult:
    return HasResult(run_of(server), frozenset())


LISTED: Answers = {"GetWorkerResults": [[]], "GetProfiles": [[{"id": 1, "name": "Mail"}]]}

TABLE: Mapping[type[Any], Sequence[Pointless]] = {
    ReachedStatus: [
        *statuses_of(all_of_them=False),
        Pointless("gone, as good", reached("StopInstances", or_gone=True), instances("stopping", None)),
        Pointless("no instances at all", reached("StartInstances"), {"GetInstances": [REFUSAL]}, REFUSAL),
    ],
    AllReached: statuses_of(all_of_them=True),
    AtRest: [Pointless("gone", lambda _server: AtRest(("acme",)), instances("starting", None))],
    Gone: [
        Pointless(
            "started again", lambda _server: Gone("acme"), instances("stopped", "running"), "somebody started it"
        ),
    ],
    HasResult: [
        Pointless(
            "the job is gone", has_result, {"GetJobResults": [[]], "GetJobs": [[RUNNING], []]}, "no longer exists"
        ),
        Pointless(
            "it has ended without a result",
            has_result,
            {"GetJobResults": [[]], "GetJobs": [[job(DURING, DURING)]]},
            "lists no result",
        ),
        Pointless("the instance is gone", has_result, {"GetJobResults": [REFUSAL]}, REFUSAL),
    ],
    NotRunning: [
        Pointless("the job is gone", lambda server: NotRunning(run_of(server)), {"GetJobs": [[RUNNING], []]}),
        Pointless("it runs anew", lambda server: NotRunning(run_of(server)), {"GetJobs": [[RUN_ANEW]]}),
        Pointless(
            "the instance is gone",
            lambda server: NotRunning(run_of(server)),
            {"GetJobs": [REFUSAL]},
            REFUSAL,
        ),
    ],
    Verdict: [
        Pointless("no result of the first run", verdict(stored=True), LISTED, "lists no result"),
        Pointless("no result of the trial", verdict(stored=False), LISTED, "lists no result"),
        Pointless(
            "the profile is gone",
            verdict(stored=True),
            {**LISTED, "GetProfiles": [[], []]},
            "no longer lists the new profile",
        ),
        Pointless("the instance is gone", verdict(stored=False), {"GetWorkerResults": [REFUSAL]}, REFUSAL),
    ],
    CopiedMeanwhile: [
        Pointless("the source is gone", copied(9), {"GetStores": [[store("newer", 5)]]}, "cannot be read"),
        Pointless("the target is gone", copied(9), {"GetStores": [[store("old", 5)]]}, "cannot be read"),
        Pointless(
            "no number before", copied(None), {"GetStores": [[store("old", 5), store("newer", 5)]]}, "cannot be read"
        ),
        Pointless(
            "no number any more", copied(9), {"GetStores": [[store("old", 5), store("newer", None)]]}, "cannot be read"
        ),
        Pointless("the instance is gone", copied(9), {"GetStores": [REFUSAL]}, REFUSAL),
    ],
    Detached: [
        Pointless("somebody else has detached it", detached, {"GetStores": [[store("old", 5)], []]}),
        Pointless("the instance is gone", detached, {"GetStores": [REFUSAL]}, REFUSAL),
    ],
    ArchiveMoved: [
        Pointless("the archive is gone", moved, {"GetChildFolders": [folders("jane"), folders("other")]}, "is missing"),
        Pointless("the instance is gone", moved, {"GetChildFolders": [REFUSAL]}, REFUSAL),
    ],
    RightsWritten: [
        Pointless("other rights", rights, {"GetUserInfo": [{"userName": "jane"}]}, "shows none"),
        Pointless("the user is gone", rights, {"GetUserInfo": [REFUSAL]}, REFUSAL),
    ],
    LogsNothingElse: [
        Pointless(
            "always logged",
            lambda _server: LogsNothingElse("acme", frozenset({"UserAdd"})),
            {"GetComplianceConfiguration": [{"logSuccessfulUserActivities": ["UserAdd", "UserLogin"]}]},
            "still logs UserLogin",
        ),
        Pointless(
            "the instance is gone",
            lambda _server: LogsNothingElse("acme", frozenset()),
            {"GetComplianceConfiguration": [REFUSAL]},
            REFUSAL,
        ),
    ],
    # These only remember, and are there at the second look, whatever the server shows.
    Once: [Pointless("sent", lambda _server: Once(sent=True), {})],
    Copying: [Pointless("begun", lambda _server: Copying(SCOPE, "old", "newer", begun=True), {})],
    GoesOnWithNewPassword: [
        Pointless("known", lambda _server: GoesOnWithNewPassword("new"), {"Ping": [None]}),
    ],
}


def waits() -> Iterator[type[Any]]:
    """All classes of the engine and of the resources that have what the engine asks when it waits."""
    for package in (_engine, _resources):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for _name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if found.__module__ == module.name and found not in PROTOCOLS and _can_be_waited_for(found):
                    yield found


PROTOCOLS = (calls_of_engine.WaitCondition, calls_of_engine.ComesByItself)


def _can_be_waited_for(found: type[Any]) -> bool:
    return all(callable(getattr(found, name, None)) for name in ("reached", "describe"))


class Looks:
    """Counts the looks at the server: one ends when somebody pauses."""

    def __init__(self, server: Server) -> None:
        self.count = 0
        self._clock = server.world.clock

    def pause(self, seconds: float) -> None:
        self.count += 1
        self._clock.sleep(seconds)

    def scripted(self, answers: Sequence[Any]) -> Callable[[SimulatorCall], Any]:
        """What gives one answer after the other, a look at a time: the same question in one look has one answer."""
        asked: list[int] = []

        def answer(_call: SimulatorCall) -> Any:
            asked.append(self.count)
            now = answers[min(self.count - asked[0], len(answers) - 1)]
            if now is REFUSAL:
                raise refusal()
            return now

        return answer


def test_every_wait_has_its_entry() -> None:
    assert {found.__name__ for found in waits()} == {entry.__name__ for entry in TABLE}


@pytest.mark.parametrize(
    ("entry", "case"),
    [
        pytest.param(entry, case, id=f"{entry.__name__}: {case.what}")
        for entry, cases in TABLE.items()
        for case in cases
    ],
)
def test_nothing_waits_for_what_can_never_come(server: Server, entry: type[Any], case: Pointless) -> None:
    looks = Looks(server)
    for function, answers in case.answers.items():
        server.world.answer_with(function, looks.scripted(answers))
    reading = Snapshot(server.client(), sleep=looks.pause)
    wait = case.wait(reading)
    assert isinstance(wait, entry)
    if case.ends_with is None:
        Sender(reading, PATIENCE).wait_for(Call("Anything", {}), wait, PATIENCE)
    else:
        with pytest.raises(SpeError) as ended:
            Sender(reading, PATIENCE).wait_for(Call("Anything", {}), wait, PATIENCE)
        assert not isinstance(ended.value, WaitTimedOut)
        assert case.ends_with in ended.value.message
        assert "\n" not in ended.value.message
    assert server.world.clock.elapsed < AT_ONCE


# A call that runs, and of which the server no longer knows anything


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_call_whose_token_is_gone_is_not_waited_for(server: Server, function: str) -> None:
    server.world.describe(function, "instanceID")
    server.answer(function, LongWork(("Working",), Outcome, milliseconds=10**6))
    server.wire.meet(function, Hitch(fault=Fault("expire_token", True), times=2))
    client = server.client()
    with pytest.raises(AnswerLost) as lost:
        client.call(function, {"instanceID": "acme"}, waiting=PATIENCE)
    assert lost.value.message == (
        f"The server no longer knows the running call of {function}, so it is not known whether it succeeded."
    )
    once = [function, "get-status"]
    assert [request.name for request in server.world.requests] == (once * 2 if FUNCTIONS[function].reads else once)
    assert server.world.clock.elapsed < 1, "nobody pauses"


def test_an_instance_that_starts_by_itself_is_not_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.simulator.assumptions.NEW_INSTANCE_IS_STARTED", True)
    monkeypatch.setattr("tests.simulator.assumptions.REPEATED_LIFECYCLE_CALL_IS_REFUSED", True)
    with simulation("demo", settings={"transition_ms": 5000}) as world:
        options = {"instance_host": "host1.example.com", "base_directory": "E:\\Archives", "state": "started"}
        result = world.run(world.task("spe_instance", instance_id="acme", **options))
        assert [call["function"] for call in result["calls"]] == ["CreateInstance"]
        assert world.environment.find_instance("acme").status == "running"
