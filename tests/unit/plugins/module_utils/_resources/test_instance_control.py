# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several instances at once: which functions for which, what is waited for, and a way back from every freeze."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    FunctionFailed,
    InputError,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.modules.spe_instance_control import MODULE

from tests.simulator.contract import Call
from tests.unit.plugins.module_utils.server import Server, refusal
from tests.unit.plugins.module_utils.task import Tasks, functions

ALL = ["one", "two", "three"]


@pytest.fixture
def control(server: Server) -> Tasks:
    for name in ALL:
        server.add_instance(name)
    return Tasks(MODULE, server)


def set_status(server: Server, **statuses: str) -> None:
    for name, status in statuses.items():
        server.put(name, status)


def statuses(server: Server) -> dict[str, str]:
    return {name: instance.status for name, instance in server.environment.instances.items()}


def freeze_half_way(server: Server) -> None:
    """The server freezes one after the other, and refuses when it comes to the third."""

    def freeze(call: Call) -> None:
        for name in call.text("instanceFilter").split():
            if name == "three":
                raise refusal()
            server.put(name, "frozen")

    server.world.answer_with("FreezeInstances", freeze)


def filters(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(call["function"], call["arguments"]["instanceFilter"]) for call in result["calls"]]


LEADS_TO = {
    "started": "running",
    "stopped": "stopped",
    "restarted": "running",
    "frozen": "frozen",
    "thawed": "running",
}


def test_one_call_for_all_that_need_the_same(control: Tasks, server: Server) -> None:
    set_status(server, one="stopped", two="frozen", three="stopped")
    result = control.run(instance_ids=[*ALL, "one"], state="started")
    assert filters(result) == [("ThawInstances", "two"), ("StartInstances", "one three")]
    assert set(statuses(server).values()) == {"running"}
    assert result["diff"]["before"] == {"one": "stopped", "two": "frozen", "three": "stopped"}
    assert not control.run(instance_ids=ALL, state="started")["changed"]


@pytest.mark.parametrize(
    ("state", "there"),
    [
        ("started", "running"),
        ("stopped", "stopped"),
        ("frozen", "frozen"),
        ("thawed", "running"),
        ("thawed", "stopped"),
    ],
)
def test_a_state_that_is_there_is_left_alone(control: Tasks, server: Server, state: str, there: str) -> None:
    set_status(server, one=there)
    result = control.run(instance_ids=["one"], state=state)
    assert (result["changed"], result["calls"], result["diff"]) == (False, [], {"before": {}, "after": {}})
    assert server.wire.writes == []


def test_one_that_was_stopped_meanwhile_does_not_keep_others_frozen(control: Tasks, server: Server) -> None:
    set_status(server, one="frozen", two="stopped", three="frozen")
    assert filters(control.run(instance_ids=ALL, state="thawed")) == [("ThawInstances", "one three")]
    assert statuses(server) == {"one": "running", "two": "stopped", "three": "running"}


def test_check_mode_tells_what_the_run_does(control: Tasks, server: Server) -> None:
    set_status(server, two="stopped")
    predicted = control.check(instance_ids=ALL, state="restarted")
    assert server.wire.writes == []
    result = control.run(instance_ids=ALL, state="restarted")
    assert predicted == result
    assert filters(result) == [("StartInstances", "two"), ("RestartInstances", "one three")]


def test_a_restart_shows_in_the_diff(control: Tasks) -> None:
    assert control.run(instance_ids=["one"], state="restarted")["diff"] == {
        "before_header": "instances one",
        "after_header": "instances one",
        "before": {"one": "running"},
        "after": {"one": "running (restarted)"},
    }


def test_a_restart_is_waited_for_by_its_new_process(control: Tasks, server: Server) -> None:
    server.ignore("RestartInstances")
    with pytest.raises(WaitTimedOut) as error:
        control.run(instance_ids=["one"], state="restarted", wait_timeout=0)
    assert "'one' is not yet running" in error.value.message
    assert server.wire.record.shown()["calls"][0]["function"] == "RestartInstances"


def test_restarting_in_safe_mode_is_stopping_and_starting(control: Tasks, server: Server) -> None:
    set_status(server, two="stopped")
    result = control.run(instance_ids=["one", "two"], state="restarted", safe_mode=True)
    assert filters(result) == [("StopInstances", "one"), ("StartInstances", "one two")]
    assert result["calls"][1]["arguments"]["safeMode"] is True


def test_without_waiting_the_first_of_two_calls_is_waited_for(control: Tasks, server: Server) -> None:
    server.ignore("StartInstances")
    result = control.run(instance_ids=["one"], state="restarted", safe_mode=True, wait=False)
    assert functions(result) == ["StopInstances", "StartInstances"]
    assert result["instances"][0]["status"] == "stopped"


def test_an_error_of_an_earlier_start_is_none_of_this_one(control: Tasks, server: Server) -> None:
    set_status(server, one="stopped")
    server.environment.instances["one"].start_stop_error = "It went down in the night."
    server.ignore("StartInstances")
    with pytest.raises(WaitTimedOut) as error:
        control.run(instance_ids=["one"], state="started", wait_timeout=0)
    assert "earlier error: It went down in the night." in error.value.message


def test_all_instances_that_do_not_start_are_named(control: Tasks, server: Server) -> None:
    def start(call: Call) -> None:
        for name in call.text("instanceFilter").split():
            server.environment.instances[name].start_stop_error = f"{name} is broken."

    server.world.answer_with("StartInstances", start)
    set_status(server, one="stopped", two="stopped")
    with pytest.raises(FunctionFailed) as error:
        control.run(instance_ids=["one", "two"], state="started")
    assert "'one' did not become running: one is broken." in error.value.message
    assert "'two' did not become running: two is broken." in error.value.message


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize(
    ("state", "function", "before"),
    [
        ("started", "StartInstances", "stopped"),
        ("stopped", "StopInstances", "running"),
        ("restarted", "RestartInstances", "running"),
        ("frozen", "FreezeInstances", "running"),
        ("thawed", "ThawInstances", "frozen"),
    ],
)
def test_after_a_lost_answer_nothing_is_missed_or_done_twice(
    control: Tasks, server: Server, work_is_done: bool, state: str, function: str, before: str
) -> None:
    set_status(server, one=before, two=before)
    server.wire.lose(function, work_is_done=work_is_done)
    result = control.run(instance_ids=["one", "two"], state=state)
    assert filters(result) == [(function, "one two")]
    assert server.wire.writes == [function] * (1 if work_is_done else 2)
    assert [row["status"] for row in result["instances"]] == [LEADS_TO[state]] * 2


def test_a_call_whose_answer_was_lost_is_told_when_a_later_one_fails(control: Tasks, server: Server) -> None:
    set_status(server, one="stopped", two="frozen")
    server.wire.lose("ThawInstances", work_is_done=True)
    server.wire.refuse("StartInstances")
    with pytest.raises(FunctionFailed):
        control.run(instance_ids=["one", "two"], state="started")
    assert filters(server.wire.record.shown()) == [("ThawInstances", "two")]


def test_what_was_frozen_half_way_is_thawed_again(control: Tasks, server: Server) -> None:
    freeze_half_way(server)
    set_status(server, one="frozen")
    with pytest.raises(FunctionFailed) as error:
        control.run(instance_ids=ALL, state="frozen")
    # What somebody else has frozen stays so.
    assert statuses(server) == {"one": "frozen", "two": "running", "three": "running"}
    assert error.value.message.endswith("; the instances that were already frozen (two) were thawed again.")
    assert server.wire.record.shown() == {
        "changed": True,
        "calls": [{"function": "ThawInstances", "arguments": {"instanceFilter": "two"}}],
    }


def test_a_freeze_that_does_nothing_needs_no_thawing(control: Tasks, server: Server) -> None:
    server.wire.refuse("FreezeInstances")
    with pytest.raises(FunctionFailed) as error:
        control.run(instance_ids=ALL, state="frozen")
    assert "thawed" not in error.value.message
    assert server.wire.record.shown() == {}
    assert server.wire.writes == ["FreezeInstances"]


def test_instances_that_stay_frozen_are_named(control: Tasks, server: Server) -> None:
    freeze_half_way(server)
    server.wire.refuse("ThawInstances")
    with pytest.raises(SpeError) as error:
        control.run(instance_ids=ALL, state="frozen")
    assert error.value.message.startswith("Freezing failed half-way, and thawing failed, too (")
    assert "so one, two may still be frozen" in error.value.message
    assert "state: thawed" in error.value.message


class TaskTimeout(BaseException):
    """As Ansible ends a task whose `timeout` is over."""


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, TaskTimeout])
def test_nothing_stays_frozen_when_the_task_is_interrupted(
    control: Tasks, server: Server, interruption: type[BaseException]
) -> None:
    server.wire.interrupt("FreezeInstances", interruption, work_is_done=True)
    with pytest.raises(interruption):
        control.run(instance_ids=ALL, state="frozen")
    assert set(statuses(server).values()) == {"running"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"instance_ids": []}, "name at least one instance"),
        ({"instance_ids": ["*"]}, "instance_ids: '*' is not an instance ID"),
        ({"instance_ids": ["one two"]}, "instance_ids: 'one two' is not an instance ID"),
        ({"instance_ids": ["one", "four", "five"]}, "There is no instance 'four' and 'five' on this server; nothing"),
    ],
)
def test_what_is_no_list_of_exact_ids_is_refused(control: Tasks, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as error:
        control.run(state="stopped", **options)
    assert sentence in error.value.message
    assert control.spe.wire.writes == []


def test_one_that_cannot_get_there_stops_all(control: Tasks, server: Server) -> None:
    set_status(server, three="stopped")
    with pytest.raises(InputError) as error:
        control.run(instance_ids=ALL, state="frozen", stopped="fail")
    assert error.value.message == (
        "The instance 'three' is stopped and cannot be frozen; nothing was done, start it first, or skip it with"
        " stopped: skip."
    )
    assert server.wire.writes == []


@pytest.mark.parametrize("state", sorted(LEADS_TO))
def test_a_status_that_nobody_knows_stops_all(control: Tasks, server: Server, state: str) -> None:
    rows = [instance.row() for instance in server.environment.instances.values()]
    rows[-1]["status"] = "meditating"
    server.answer("GetInstances", rows)
    with pytest.raises(
        InputError, match=r"'meditating', a word that this collection does not know.*; nothing was done"
    ):
        control.run(instance_ids=ALL, state=state)
    assert server.wire.writes == []


def test_a_stopped_one_is_named_and_left_out_of_a_freeze(control: Tasks, server: Server) -> None:
    set_status(server, two="stopped")
    predicted = control.check(instance_ids=ALL, state="frozen")
    result = control.run(instance_ids=ALL, state="frozen")
    assert predicted == result
    assert filters(result) == [("FreezeInstances", "one three")]
    assert (result["left_stopped"], statuses(server)["two"]) == (["two"], "stopped")
    assert control.warnings[0].endswith("the server writes nothing to their files: two.")
    again = control.run(instance_ids=ALL, state="frozen")
    assert (again["changed"], again["left_stopped"]) == (False, ["two"])


@pytest.mark.parametrize("state", sorted(LEADS_TO))
@pytest.mark.parametrize("left", ["running", "stopped", "frozen", "starting", "stopping"])
def test_what_a_killed_run_has_left_does_not_keep_the_next_from_its_state(
    control: Tasks, server: Server, left: str, state: str
) -> None:
    """From each status to each state."""
    set_status(server, one=left)
    arrived = {"starting": "running", "stopping": "stopped"}.get(left, left)
    predicted = control.check(instance_ids=["one"], state=state)
    result = control.run(instance_ids=["one"], state=state)
    assert predicted["calls"] == result["calls"]
    stays = (state in ("frozen", "thawed")) and arrived == "stopped"
    assert statuses(server)["one"] == ("stopped" if stays else LEADS_TO[state])


def test_one_on_its_way_to_the_state_is_joined(control: Tasks, server: Server) -> None:
    """A second run without waiting does not start it twice."""
    set_status(server, one="starting")
    result = control.run(instance_ids=["one"], state="started", wait=False)
    assert (result["changed"], server.wire.writes) == (False, [])


def test_one_that_does_not_arrive_is_named(control: Tasks, server: Server) -> None:
    set_status(server, one="stopping")
    with pytest.raises(
        WaitTimedOut, match="Nothing was done, because after 0 seconds the instance 'one' is still stopping"
    ):
        control.run(instance_ids=["one"], state="started", wait_timeout=0)


@pytest.mark.parametrize("state", ["started", "restarted"])
def test_a_disabled_instance_is_not_started(control: Tasks, server: Server, state: str) -> None:
    set_status(server, one="stopped")
    server.environment.instances["one"].configuration.start_mode = "disabled"
    with pytest.raises(InputError, match="its start_mode is disabled"):
        control.run(instance_ids=["one"], state=state)


@pytest.mark.parametrize(
    ("state", "calls"),
    [
        ("started", [("StartInstances", "four")]),
        ("stopped", []),
        ("restarted", [("StartInstances", "four")]),
        ("frozen", [("FreezeInstances", "four")]),
        ("thawed", []),
    ],
)
def test_check_mode_takes_a_missing_instance_for_one_that_was_made(
    control: Tasks, state: str, calls: list[tuple[str, str]]
) -> None:
    result = control.check(instance_ids=["four"], state=state)
    assert filters(result) == calls
    assert "There is no instance 'four' yet" in control.warnings[0]
