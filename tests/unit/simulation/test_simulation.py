# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulation behaves as the network and the server do: the same errors, the same states, no time."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation import Disturbance, Fault, Trouble, World, simulation
from tests.simulator import running_calls
from tests.simulator.state.environment import Environment


class Server(Disturbance):
    """The fault that each call of a function meets."""

    def __init__(self, function: str, kind: str, value: object) -> None:
        self._function, self._fault = function, Fault(kind, value)

    def fault_of(self, name: str) -> Fault | None:
        return self._fault if name == self._function else None


class Down(Disturbance):
    """Nothing listens."""

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        return Trouble(refused=True)


@pytest.fixture
def world() -> Iterator[World]:
    with simulation() as world:
        yield world


def test_a_module_works_on_the_simulator(world: World) -> None:
    result = world.run(world.task("spe_user", instance_id="baumann", name="jane", full_name="Jane"))
    assert result["changed"]
    assert world.environment.instances["baumann"].content.users.find("jane").full_name == "Jane"
    assert [work.function for work in world.work] == ["CreateUser"]


def test_check_mode_does_no_work(world: World) -> None:
    result = world.run(world.task("spe_user", instance_id="baumann", name="jane"), check_mode=True)
    assert result["changed"]
    assert world.work == []


def test_arguments_are_validated(world: World) -> None:
    result = world.run(world.task("spe_user", instance_id="baumann", name="jane", nam="jane"))
    assert result["failed"]
    assert "Supported parameters" in result["msg"]
    assert world.requests == []


def test_an_answer_that_outlasts_the_time_out_costs_no_time_and_its_work_is_done(world: World) -> None:
    began, simulated = time.monotonic(), world.clock.elapsed
    task = world.task("spe_branding", spe_timeout=200)
    result = world.run(task, disturbance=Server("ReloadBranding", "slow", 300_000))
    assert result["error"]["type"] == "AnswerLost"
    assert world.work == []
    world.settle()
    assert [work.function for work in world.work] == ["ReloadBranding"]
    assert world.clock.elapsed - simulated >= 300
    assert time.monotonic() - began < 100


@pytest.mark.parametrize(
    ("kind", "value", "error", "work"),
    [
        ("reset_before", True, "AnswerLost", []),
        ("reset_after", True, "AnswerLost", ["ReloadBranding"]),
        ("failed", "No.", "FunctionFailed", []),
        ("http_status", 401, "CredentialsRefused", []),
    ],
)
def test_faults_of_the_server_reach_the_module(
    world: World, kind: str, value: object, error: str, work: list[str]
) -> None:
    result = world.run(world.task("spe_branding"), disturbance=Server("ReloadBranding", kind, value))
    assert result["error"]["type"] == error
    assert [done.function for done in world.work] == work


def test_a_server_that_is_down_refuses_the_connection(world: World) -> None:
    result = world.run(world.task("spe_branding"), disturbance=Down())
    assert result["error"]["type"] == "NotReached"
    assert "refuses connections" in result["msg"]


def test_a_long_call_is_followed_to_its_end(world: World) -> None:
    world.environment.settings.work_ms = 3_600_000
    result = world.run(world.task("spe_store_maintenance", instance_id="baumann", task="verify", wait_timeout=7200))
    assert "failed" not in result
    assert [work.function for work in world.work] == ["VerifyStores"]
    assert "get-status" in [request.name for request in world.requests]


def test_a_state_can_be_restored(world: World) -> None:
    before = world.snapshot()
    task = world.task("spe_user", instance_id="baumann", name="jane")
    assert world.run(task)["changed"]
    assert not world.run(task)["changed"]
    world.restore(before)
    assert world.run(task)["changed"]


def test_the_same_run_sends_the_same_requests(world: World) -> None:
    before = world.snapshot()
    seen = []
    for _run in range(2):
        world.restore(before)
        world.run(world.task("spe_profile_run", instance_id="baumann", name="Microsoft 365 mailboxes"))
        seen.append([(request.name, request.arguments, request.http_status) for request in world.requests])
    assert [name for name, *_rest in seen[0]] == [name for name, *_rest in seen[1]]


def test_time_is_real_again_afterwards() -> None:
    with simulation():
        assert vars(running_calls)["time"] is not time
    assert vars(running_calls)["time"] is time


def test_tens_of_thousands_of_tasks_leave_no_garbage(world: World) -> None:
    """A process of a real run ends with its task, so that the plugin takes what it has from the collection of garbage."""
    world.run(world.task("spe_user_info", instance_id="baumann"))
    assert gc.get_freeze_count() == 0


def test_no_file_stays_behind() -> None:
    with simulation() as world:
        assert Path(world.directory).is_dir()
    assert not Path(world.directory).exists()
