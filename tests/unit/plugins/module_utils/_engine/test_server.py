# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads with a memory, writes without one, and waiting until a call has settled."""

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
from ansible_collections.community.mailstore.plugins.module_utils._engine import server as server_module
from ansible_collections.community.mailstore.plugins.module_utils._engine.calls import Call
from ansible_collections.community.mailstore.plugins.module_utils._engine.server import LATE, TRIES, Server

from tests.unit.plugins.module_utils.fake_client import FakeClient, Trouble, scripted

PATIENT = Waiting(timeout=60, interval=2)


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(server_module, "time", clock)
    return clock


@dataclass
class There:
    """Is there after so many looks."""

    looks: int
    error: FunctionFailed | None = None
    asked: list[float] = field(default_factory=list)

    def reached(self, server: Server) -> bool:
        server.read("GetInstances", {"instanceFilter": "acme"})
        self.asked.append(0)
        if self.error is not None:
            raise self.error
        return len(self.asked) > self.looks

    def describe(self) -> str:
        return "the instance is not yet running"


@pytest.fixture
def client() -> FakeClient:
    return scripted({"GetInstances": [], "GetUsers": [], "StartInstances": None, "StopInstances": "stopped"})


def server(client: FakeClient, clock: Clock, *, wait: bool = True, waiting: Waiting = PATIENT) -> Server:
    return Server(client, waiting, wait=wait, sleep=clock.sleep)


def test_the_same_question_is_asked_once(client: FakeClient, clock: Clock) -> None:
    reading = server(client, clock)
    for _time in range(3):
        reading.read("GetUsers", {"instanceID": "acme"})
        reading.read("GetUsers", {"instanceID": "other"})
        reading.read("GetInstances")
    assert client.wire.functions == ["GetUsers", "GetUsers", "GetInstances"]


def test_a_write_makes_reads_stale(client: FakeClient, clock: Clock) -> None:
    writing = server(client, clock)
    writing.read("GetUsers")
    writing.write(Call("StopInstances", {}))
    writing.read("GetUsers")
    assert client.wire.functions == ["GetUsers", "StopInstances", "GetUsers"]


def test_a_write_gives_the_answer(client: FakeClient, clock: Clock) -> None:
    assert server(client, clock).write(Call("StopInstances", {})).value == "stopped"


def test_a_call_is_done_as_soon_as_it_is_accepted(client: FakeClient, clock: Clock) -> None:
    done: list[Call] = []
    call = Call("StartInstances", {}, wait_condition=There(0, FunctionFailed("The port is in use.")))
    with pytest.raises(FunctionFailed):
        server(client, clock).write(call, done)
    assert done == [call]


def test_pauses_grow_up_to_the_interval(client: FakeClient, clock: Clock) -> None:
    server(client, clock).write(Call("StartInstances", {}, wait_condition=There(7)))
    assert clock.pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 2, 2]
    assert client.wire.functions.count("GetInstances") == 8, "each look asks the server"


def test_waiting_ends(client: FakeClient, clock: Clock) -> None:
    done: list[Call] = []
    call = Call("StartInstances", {}, wait_condition=There(1000))
    with pytest.raises(WaitTimedOut) as late:
        server(client, clock, waiting=Waiting(timeout=3, interval=1)).write(call, done)
    assert late.value.message == (
        "StartInstances was accepted, but after 3 seconds the instance is not yet running; look at the server, or raise"
        " wait_timeout."
    )
    assert done == [call]
    assert 3 <= clock.now < 5


def test_a_call_that_is_not_needed_is_not_sent(client: FakeClient, clock: Clock) -> None:
    done: list[Call] = []
    server(client, clock).write(Call("StartInstances", {}, wait_condition=There(0), only_if_needed=True), done)
    assert client.wire.writes == []
    assert done == []


def test_what_could_not_be_reached_before_is_tried(client: FakeClient, clock: Clock) -> None:
    failed_before = There(0, FunctionFailed("The disk was full."))
    call = Call("StartInstances", {}, wait_condition=failed_before, only_if_needed=True)
    with pytest.raises(FunctionFailed):
        server(client, clock).write(call)
    assert client.wire.writes == ["StartInstances"]


def test_without_waiting_nobody_looks(client: FakeClient, clock: Clock) -> None:
    server(client, clock, wait=False).write(Call("StartInstances", {}, wait_condition=There(1000)))
    assert client.wire.functions == ["StartInstances"]


def test_what_others_build_on_is_waited_for_all_the_same(client: FakeClient, clock: Clock) -> None:
    impatient = Waiting(timeout=0, cancel_on_timeout=False)
    leaving = server(client, clock, wait=False, waiting=impatient)
    leaving.write(Call("StartInstances", {}, wait_condition=There(3)), may_go_on=False)
    assert client.wire.functions.count("GetInstances") == 4
    assert client.waitings[0] == Waiting()
    leaving.write(Call("StartInstances", {}))
    assert client.waitings[-1] == impatient


def test_a_call_that_goes_on_is_accepted(client: FakeClient, clock: Clock) -> None:
    client.wire.go_on("StartInstances")
    done: list[Call] = []
    with pytest.raises(WaitTimedOut):
        server(client, clock, wait=False).write(Call("StartInstances", {}), done)
    assert [call.function for call in done] == ["StartInstances"]


@pytest.mark.parametrize(("happened", "sent"), [(True, 1), (False, 2)])
def test_after_a_lost_answer_a_call_is_repeated_only_if_it_was_not_done(
    client: FakeClient, clock: Clock, happened: bool, sent: int
) -> None:
    client.wire.lose("StopInstances", work_is_done=happened)
    done: list[Call] = []
    server(client, clock).write_once(Call("StopInstances", {}), lambda: happened, done)
    assert client.wire.writes == ["StopInstances"] * sent
    assert len(done) == 1


def test_answers_that_are_always_lost_end_in_the_error(client: FakeClient, clock: Clock) -> None:
    client.wire.lose("StopInstances", work_is_done=False, times=100)
    with pytest.raises(AnswerLost):
        server(client, clock).write_once(Call("StopInstances", {}), lambda: False)
    assert client.wire.writes == ["StopInstances"] * TRIES


def test_a_server_that_cannot_be_asked_leaves_the_write_in_doubt(client: FakeClient, clock: Clock) -> None:
    client.wire.lose("StopInstances", work_is_done=True)
    client.wire.unplug("GetUsers")
    asking = server(client, clock)
    with pytest.raises(AnswerLost):
        asking.write_once(Call("StopInstances", {}), lambda: bool(asking.read("GetUsers")))


WRITES = [name for name in FUNCTIONS if not reads(name)]
DONE_TWICE = [name for name in WRITES if twice(name) == DOUBLED]


def late(client: FakeClient, function: str, **facts: object) -> None:
    client.wire.troubles[function] = Trouble(
        lambda name: AnswerLost("The answer is late.", function=name, may_still_run=True, **facts)
    )


class Looks:
    """Sees a call's effect from that look on."""

    def __init__(self, needed: int) -> None:
        self.needed = needed
        self.count = 0

    def __call__(self) -> bool:
        self.count += 1
        return self.count >= self.needed


@pytest.mark.parametrize("function", DONE_TWICE)
def test_what_the_server_would_do_twice_is_never_sent_again_while_it_may_run(clock: Clock, function: str) -> None:
    client = scripted(dict.fromkeys(WRITES))
    late(client, function)
    with pytest.raises(AnswerLost, match=f"{function} may still be running.* run the task again later") as error:
        server(client, clock).write_once(Call(function, {}), lambda: False)
    assert client.wire.writes == [function]
    assert error.value.may_still_run
    assert clock.now >= PATIENT.timeout


@pytest.mark.parametrize("function", [name for name in WRITES if twice(name) != HARMLESS])
def test_what_shows_up_late_was_done(clock: Clock, function: str) -> None:
    client = scripted(dict.fromkeys(WRITES))
    late(client, function)
    done: list[Call] = []
    server(client, clock).write_once(Call(function, {}), Looks(5), done)
    assert client.wire.writes == [function]
    assert [call.function for call in done] == [function]
    assert clock.pauses == [0.1, 0.2, 0.4, 0.8]


@pytest.mark.parametrize("function", [name for name in WRITES if twice(name) == REFUSED])
def test_what_the_server_refuses_twice_is_sent_again_when_time_is_up(clock: Clock, function: str) -> None:
    client = scripted(dict.fromkeys(WRITES))
    late(client, function)
    server(client, clock).write_once(Call(function, {}), lambda: False)
    assert client.wire.writes == [function, function]
    assert clock.now >= PATIENT.timeout


@pytest.mark.parametrize("function", [name for name in WRITES if twice(name) == HARMLESS])
def test_what_says_the_same_twice_is_sent_again_at_once(clock: Clock, function: str) -> None:
    client = scripted(dict.fromkeys(WRITES))
    late(client, function)
    server(client, clock).write_once(Call(function, {}), lambda: False)
    assert client.wire.writes == [function, function]
    assert clock.pauses == []


@pytest.mark.parametrize("function", DONE_TWICE)
def test_a_reset_is_looked_at_once(clock: Clock, function: str) -> None:
    client = scripted(dict.fromkeys(WRITES))
    client.wire.lose(function, work_is_done=False)
    server(client, clock).write_once(Call(function, {}), lambda: False)
    assert client.wire.writes == [function, function]
    assert clock.pauses == []


@pytest.mark.parametrize(
    ("facts", "wait", "seconds"),
    [({}, True, LATE), ({"status_code": "running"}, True, 900), ({"status_code": "running"}, False, 600)],
    ids=["a late answer", "a call that runs", "without waiting"],
)
def test_how_long_a_call_is_looked_for(clock: Clock, facts: dict[str, object], wait: bool, seconds: float) -> None:
    client = scripted({"CreateJob": None})
    late(client, "CreateJob", **facts)
    waiting = Waiting(timeout=900 if wait else 0, interval=5)
    with pytest.raises(AnswerLost):
        server(client, clock, wait=wait, waiting=waiting).write_once(Call("CreateJob", {}), lambda: False)
    assert seconds <= clock.now < seconds + 6
