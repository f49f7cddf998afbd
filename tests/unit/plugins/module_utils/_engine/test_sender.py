# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes that make reads stale, and waiting until a call has settled."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import (
    DOUBLED,
    FUNCTIONS,
    HARMLESS,
    REFUSED,
    reads,
    twice,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.calls import Call
from ansible_collections.community.mailstore.plugins.module_utils._engine.sender import LATE, TRIES, Sender
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot

from tests.unit.plugins.module_utils.server import Server

PATIENT = Waiting(timeout=60, interval=2)
ACME = {"instanceFilter": "acme"}
STOP = Call("StopInstances", ACME)

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def pauses() -> list[float]:
    """How long was waited, each time."""
    return []


@dataclass
class There:
    """Is there after so many looks."""

    looks: int
    error: FunctionFailed | None = None
    asked: list[float] = field(default_factory=list)

    def reached(self, reading: Snapshot) -> bool:
        reading.read("GetInstances", ACME)
        self.asked.append(0)
        if self.error is not None:
            raise self.error
        return len(self.asked) > self.looks

    def describe(self) -> str:
        return "the instance is not yet running"


def start(looks: int, error: FunctionFailed | None = None, *, only_if_needed: bool = False) -> Call:
    """A call whose effect shows after so many looks."""
    return Call("StartInstances", ACME, wait_condition=There(looks, error), only_if_needed=only_if_needed)


def sender(server: Server, pauses: list[float], *, wait: bool = True, waiting: Waiting = PATIENT) -> Sender:
    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        server.world.clock.sleep(seconds)

    return Sender(Snapshot(server.client(), sleep=sleep), waiting, wait=wait)


def test_a_write_makes_reads_stale(server: Server, pauses: list[float]) -> None:
    writing = sender(server, pauses)
    for status in ("running", "stopped"):
        (acme,) = writing.snapshot.read("GetInstances", ACME)
        assert acme["status"] == status
        if status == "running":
            writing.write(STOP)
    assert server.wire.functions == ["GetInstances", "StopInstances", "GetInstances"]


def test_a_write_gives_the_answer(server: Server, pauses: list[float]) -> None:
    server.answer("StopInstances", "stopped")
    assert sender(server, pauses).write(STOP).value == "stopped"


def test_a_call_is_done_as_soon_as_it_is_accepted(server: Server, pauses: list[float]) -> None:
    done: list[Call] = []
    call = start(0, FunctionFailed("The port is in use."))
    with pytest.raises(FunctionFailed):
        sender(server, pauses).write(call, done)
    assert done == [call]


def test_pauses_grow_up_to_the_interval(server: Server, pauses: list[float]) -> None:
    sender(server, pauses).write(start(7))
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 2, 2]
    assert server.wire.functions.count("GetInstances") == 8, "each look asks the server"


def test_waiting_ends(server: Server, pauses: list[float]) -> None:
    done: list[Call] = []
    call = start(1000)
    with pytest.raises(WaitTimedOut) as late:
        sender(server, pauses, waiting=Waiting(timeout=3, interval=1)).write(call, done)
    assert late.value.message == (
        "StartInstances was accepted, but after 3 seconds the instance is not yet running; look at the server, or raise"
        " wait_timeout."
    )
    assert done == [call]
    assert 3 <= server.world.clock.elapsed < 5


def test_a_call_that_is_not_needed_is_not_sent(server: Server, pauses: list[float]) -> None:
    done: list[Call] = []
    sender(server, pauses).write(start(0, only_if_needed=True), done)
    assert server.wire.writes == []
    assert done == []


def test_what_could_not_be_reached_before_is_tried(server: Server, pauses: list[float]) -> None:
    call = start(0, FunctionFailed("The disk was full."), only_if_needed=True)
    with pytest.raises(FunctionFailed):
        sender(server, pauses).write(call)
    assert server.wire.writes == ["StartInstances"]


def test_without_waiting_nobody_looks(server: Server, pauses: list[float]) -> None:
    sender(server, pauses, wait=False).write(start(1000))
    assert server.wire.functions == ["StartInstances"]


def test_what_others_build_on_is_waited_for_all_the_same(server: Server, pauses: list[float]) -> None:
    impatient = Waiting(timeout=0, cancel_on_timeout=False)
    leaving = sender(server, pauses, wait=False, waiting=impatient)
    server.wire.work_for("StartInstances", seconds=300)
    leaving.write(start(3), may_go_on=False)
    assert server.world.clock.elapsed > 300, "the call was followed to its end"
    assert server.wire.functions.count("GetInstances") == 4
    server.wire.work_for("StartInstances", seconds=300)
    before = server.world.clock.elapsed
    with pytest.raises(WaitTimedOut):
        leaving.write(start(3))
    assert server.world.clock.elapsed < before + 1


def test_a_call_that_goes_on_is_accepted(server: Server, pauses: list[float]) -> None:
    server.wire.go_on("StopInstances")
    done: list[Call] = []
    with pytest.raises(WaitTimedOut):
        sender(server, pauses, wait=False).write(STOP, done)
    assert done == [STOP]


@pytest.mark.parametrize(("happened", "sent"), [(True, 1), (False, 2)])
def test_after_a_lost_answer_a_call_is_repeated_only_if_it_was_not_done(
    server: Server, pauses: list[float], happened: bool, sent: int
) -> None:
    server.wire.lose("StopInstances", work_is_done=happened)
    done: list[Call] = []
    sender(server, pauses).write_once(STOP, lambda: happened, done)
    assert server.wire.writes == ["StopInstances"] * sent
    assert len(done) == 1


def test_answers_that_are_always_lost_end_in_the_error(server: Server, pauses: list[float]) -> None:
    server.wire.lose("StopInstances", work_is_done=False, times=100)
    with pytest.raises(AnswerLost):
        sender(server, pauses).write_once(STOP, lambda: False)
    assert server.wire.writes == ["StopInstances"] * TRIES


def test_a_server_that_cannot_be_asked_leaves_the_write_in_doubt(server: Server, pauses: list[float]) -> None:
    server.wire.lose("StopInstances", work_is_done=True)
    server.wire.unplug("GetInstances")
    asking = sender(server, pauses)
    with pytest.raises(AnswerLost):
        asking.write_once(STOP, lambda: bool(asking.snapshot.read("GetInstances", ACME)))


@pytest.mark.parametrize("answer", [None, 7, [{}], [{"instanceID": 7}]])
def test_an_answer_that_is_not_understood_leaves_the_write_in_doubt(
    server: Server, pauses: list[float], answer: object
) -> None:
    server.wire.lose("StopInstances", work_is_done=True)
    server.answer("GetInstances", answer)
    asking = sender(server, pauses)
    with pytest.raises(AnswerLost) as failed:
        asking.write_once(STOP, lambda: bool(asking.snapshot.read("GetInstances", ACME)[0]["status"]))
    assert failed.value.function == "StopInstances"


def test_a_read_that_is_refused_leaves_the_write_in_doubt(server: Server, pauses: list[float]) -> None:
    server.wire.lose("StopInstances", work_is_done=True)
    server.refuse("GetInstances")
    asking = sender(server, pauses)
    with pytest.raises(AnswerLost) as failed:
        asking.write_once(STOP, lambda: bool(asking.snapshot.read("GetInstances", ACME)))
    assert failed.value.function == "StopInstances"


WRITES = [name for name in FUNCTIONS if not reads(name)]
DONE_TWICE = [name for name in WRITES if twice(name) == DOUBLED]


@pytest.fixture
def any_write(server: Server) -> None:
    """Every write succeeds, and takes no argument."""
    for function in WRITES:
        server.world.describe(function)
        server.answer(function, None)


class Looks:
    """Sees a call's effect from that look on."""

    def __init__(self, needed: int) -> None:
        self.needed = needed
        self.count = 0

    def __call__(self) -> bool:
        self.count += 1
        return self.count >= self.needed


@pytest.mark.usefixtures("any_write")
@pytest.mark.parametrize("function", DONE_TWICE)
def test_what_the_server_would_do_twice_is_never_sent_again_while_it_may_run(
    server: Server, pauses: list[float], function: str
) -> None:
    server.wire.swallow(function)
    with pytest.raises(AnswerLost, match=f"{function} may still be running.* run the task again later") as error:
        sender(server, pauses).write_once(Call(function, {}), lambda: False)
    assert server.wire.writes == [function]
    assert error.value.may_still_run
    assert sum(pauses) >= PATIENT.timeout


@pytest.mark.usefixtures("any_write")
@pytest.mark.parametrize("function", [name for name in WRITES if twice(name) != HARMLESS])
def test_what_shows_up_late_was_done(server: Server, pauses: list[float], function: str) -> None:
    server.wire.swallow(function)
    done: list[Call] = []
    sender(server, pauses).write_once(Call(function, {}), Looks(5), done)
    assert server.wire.writes == [function]
    assert [call.function for call in done] == [function]
    assert pauses == [0.1, 0.2, 0.4, 0.8]


@pytest.mark.usefixtures("any_write")
@pytest.mark.parametrize("function", [name for name in WRITES if twice(name) == REFUSED])
def test_what_the_server_refuses_twice_is_sent_again_when_time_is_up(
    server: Server, pauses: list[float], function: str
) -> None:
    server.wire.swallow(function)
    sender(server, pauses).write_once(Call(function, {}), lambda: False)
    assert server.wire.writes == [function, function]
    assert sum(pauses) >= PATIENT.timeout


@pytest.mark.usefixtures("any_write")
@pytest.mark.parametrize("function", [name for name in WRITES if twice(name) == HARMLESS])
def test_what_says_the_same_twice_is_sent_again_at_once(server: Server, pauses: list[float], function: str) -> None:
    server.wire.swallow(function)
    sender(server, pauses).write_once(Call(function, {}), lambda: False)
    assert server.wire.writes == [function, function]
    assert pauses == []


@pytest.mark.usefixtures("any_write")
@pytest.mark.parametrize("function", DONE_TWICE)
def test_a_reset_is_looked_at_once(server: Server, pauses: list[float], function: str) -> None:
    server.wire.lose(function, work_is_done=False)
    sender(server, pauses).write_once(Call(function, {}), lambda: False)
    assert server.wire.writes == [function, function]
    assert pauses == []


@pytest.mark.usefixtures("any_write")
@pytest.mark.parametrize(
    ("runs", "wait", "seconds"),
    [(False, True, LATE), (True, True, 900), (True, False, 600)],
    ids=["a late answer", "a call that runs", "without waiting"],
)
def test_how_long_a_call_is_looked_for(
    server: Server, pauses: list[float], runs: bool, wait: bool, seconds: float
) -> None:
    if runs:
        server.wire.go_on("CreateJob")
        server.wire.swallow("get-status")
    else:
        server.wire.swallow("CreateJob")
    waiting = Waiting(timeout=900 if wait else 0, interval=5)
    with pytest.raises(AnswerLost):
        sender(server, pauses, wait=wait, waiting=waiting).write_once(Call("CreateJob", {}), lambda: False)
    assert seconds <= sum(pauses) < seconds + 6
