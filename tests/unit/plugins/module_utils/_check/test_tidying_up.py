# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""However a check ends, nothing of it remains, or the next one removes it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible import server_check
from ansible_collections.community.mailstore.plugins.module_utils._check.bench import MARK, MARKED_THUMBPRINT
from ansible_collections.community.mailstore.plugins.module_utils._check.catalogue import EXPERIMENTS

from tests.simulation import NO_TROUBLE, Disturbance, Fault, Trouble, World, simulation
from tests.simulator.contract import FUNCTIONS, Call
from tests.simulator.errors import ApiError
from tests.simulator.state.administrators import Administrator
from tests.simulator.state.environment import Environment
from tests.simulator.state.hosts import ClientAccessServer
from tests.worlds.check_here import ARGUMENTS, DIRECTORY, HOST, SETTINGS, left_of_checks, strayed

#: Experiments that make a second instance, a user, an administrator and a server.
FEW = [
    each
    for each in EXPERIMENTS
    if {"NEW_USER_HAS_ARCHIVE", "TRANSFERRED_STORE_BECOMES", "api_password_result", "NEW_SERVER_IS_ACTIVE"}
    & {*each.settles}
]
#: A run is ended at each of so many requests, another one each time.
STEP = 9
#: Which call of a list looks for what an earlier check left: before it, the list was read for the report.
CALLS_BEFORE = 2


class Killed(BaseException):
    """The end of a process, in which nothing more is sent."""


class End(Disturbance):
    """The process ends before a request, or is interrupted once."""

    def __init__(self, at: int, error: type[BaseException]) -> None:
        self.at, self.error = at, error

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        if index == self.at or (index > self.at and self.error is Killed):
            raise self.error
        return NO_TROUBLE


class Away(Disturbance):
    """From one request on nobody listens for some seconds."""

    def __init__(self, world: World, at: int, seconds: float) -> None:
        self.world, self.at, self.seconds = world, at, seconds
        self.until: float | None = None

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        if index >= self.at and self.until is None:
            self.until = self.world.clock.elapsed + self.seconds
        is_away = self.until is not None and self.world.clock.elapsed < self.until
        return Trouble(refused=True) if is_away else NO_TROUBLE


class Faulty(Disturbance):
    """Each call of one function suffers a fault."""

    def __init__(self, function: str, fault: Fault) -> None:
        self.function, self.fault = function, fault

    def fault_of(self, name: str) -> Fault | None:
        return self.fault if name == self.function else None


class Once(Faulty):
    """A call of one function suffers a fault, when what an earlier check left is looked for."""

    calls = 0

    def fault_of(self, name: str) -> Fault | None:
        self.calls += name == self.function
        return self.fault if name == self.function and self.calls == CALLS_BEFORE else None


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with simulation("demo", settings=SETTINGS) as world:
        yield world


@pytest.fixture(scope="module")
def start(world: World) -> bytes:
    return world.snapshot()


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch, world: World, start: bytes) -> None:
    monkeypatch.setattr(server_check, "EXPERIMENTS", FEW)
    world.restore(start)


@pytest.fixture(scope="module")
def length(world: World, start: bytes) -> int:
    """How many requests a run has that goes well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server_check, "EXPERIMENTS", FEW)
        world.restore(start)
        check(world)
        return len(world.requests)


def check(world: World, disturbance: Disturbance | None = None) -> dict[str, Any]:
    result = world.run(world.task("spe_server_check", **{**ARGUMENTS, "instances": 0}), disturbance=disturbance)
    assert list(strayed(world)) == []
    return result


def test_what_a_killed_check_left_is_removed_by_the_next_one(world: World, start: bytes, length: int) -> None:
    left = 0
    for at in range(5, length, STEP):
        world.restore(start)
        with pytest.raises(Killed):
            check(world, End(at, Killed))
        world.settle()
        left += bool(list(left_of_checks(world)))
        result = check(world)
        assert list(left_of_checks(world)) == [], f"killed at request {at}"
        assert not result.get("failed"), f"killed at request {at}: {result}"
        assert bool(result["check"]["removed"]) <= left
    # Otherwise nothing was tried.
    assert left > 5


def test_an_interrupted_check_removes_what_it_made(world: World, start: bytes, length: int) -> None:
    for at in range(7, length, STEP):
        world.restore(start)
        with pytest.raises(KeyboardInterrupt):
            check(world, End(at, KeyboardInterrupt))
        world.settle()
        assert list(left_of_checks(world)) == [], f"interrupted at request {at}"


def test_a_server_that_is_away_for_a_while_is_tidied_up(world: World, start: bytes, length: int) -> None:
    for at in range(6, length, 2 * STEP):
        world.restore(start)
        check(world, Away(world, at, seconds=20))
        world.settle()
        assert list(left_of_checks(world)) == [], f"away at request {at}"


def test_a_server_that_stays_away_is_an_error_that_names_what_remains(world: World) -> None:
    at = 60
    result = check(world, Away(world, at, seconds=1e6))
    [left] = [name for name in left_of_checks(world) if name in world.environment.instances]
    told = result["msg"] if result.get("failed") else " ".join(result["check"]["remaining"])
    assert f"The instance {left}" in told
    assert "run the check again, which removes it first" in told


@pytest.mark.parametrize("function", ["CreateInstance", "StartInstances", "DeleteInstances", "SetArchiveAdminEnabled"])
@pytest.mark.parametrize("fault", [Fault("reset_after", True), Fault("http_status", 503), Fault("failed", "No.")])
def test_a_fault_in_its_life_leaves_no_silent_instance(world: World, function: str, fault: Fault) -> None:
    result = check(world, Faulty(function, fault))
    world.settle()
    left = [name for name in left_of_checks(world) if name in world.environment.instances]
    told = str(result.get("msg")) + str(result.get("check", {}).get("remaining"))
    assert all(name in told for name in left)
    assert not left or function == "DeleteInstances"
    check(world)
    assert list(left_of_checks(world)) == []


def test_only_what_has_both_name_and_mark_is_removed(world: World) -> None:
    environment = world.environment
    environment.administrators["spe-check-abcdefgh-admin1"] = Administrator(
        "spe-check-abcdefgh-admin1", "x", "A person", None
    )
    environment.administrators["spe-check-abcdefgh-admin2"] = Administrator(
        "spe-check-abcdefgh-admin2", "x", MARK, None
    )
    environment.administrators["spe-check-me"] = Administrator("spe-check-me", "x", MARK, None)
    for name, thumbprint in (("spe-check-abcdefgh-s1", MARKED_THUMBPRINT), ("spe-check-abcdefgh-s2", "00" * 20)):
        environment.client_access_servers[name] = ClientAccessServer(name, 8473, thumbprint)
    baumann = environment.instances["baumann"]
    baumann.configuration.display_name = MARK
    for name, shown in (("spe-check-abcdefgh", "Ours"), ("spe-check-ijklmnop", f"Not a {MARK}")):
        add_instance(world, name, shown)
    result = check(world)
    assert result["check"]["removed"] == [
        "system administrator spe-check-abcdefgh-admin2",
        "client access server spe-check-abcdefgh-s1",
    ]
    assert "spe-check-abcdefgh-admin1" in environment.administrators
    assert "spe-check-me" in environment.administrators
    assert "spe-check-abcdefgh-s2" in environment.client_access_servers
    assert {"baumann", "spe-check-abcdefgh", "spe-check-ijklmnop"} <= {*environment.instances}
    # Nor does anybody read that the directories of instances are of no use.
    told = " ".join(result["check"]["remaining"])
    assert "Directories remain" in told
    assert "spe-check-abcdefgh" not in told
    assert "spe-check-ijklmnop" not in told


def add_instance(world: World, name: str, shown: str) -> None:
    """An instance with its directory, which has the name of one."""
    environment = world.environment
    instance = copy.deepcopy(environment.instances["seeblick"])
    instance.configuration.instance_id = name
    instance.configuration.display_name = shown
    environment.instances[name] = instance
    environment.hosts[HOST].directories.create(f"{DIRECTORY}\\{name}")


@pytest.mark.parametrize("is_refused", [True, False])
def test_what_an_earlier_check_left_and_cannot_be_removed_is_named_once(world: World, is_refused: bool) -> None:
    """Also when the server says that it did it. What can be removed beside it is removed."""
    for name in ("spe-check-abcdefgh", "spe-check-ijklmnop"):
        add_instance(world, name, MARK)
    delete = FUNCTIONS["DeleteInstances"].handler

    def keep(call: Call) -> Any:
        if call.text("instanceFilter") != "spe-check-abcdefgh":
            return delete(call)
        if is_refused:
            raise ApiError("It is in use.")
        return None

    world.answer_with("DeleteInstances", keep)
    result = check(world)["check"]
    assert result["removed"] == ["instance spe-check-ijklmnop"]
    [sentence] = [each for each in result["remaining"] if each.startswith("The instance")]
    assert sentence.startswith("The instance spe-check-abcdefgh remains")
    assert sentence in result["lines"]
    assert {*left_of_checks(world)} == {"spe-check-abcdefgh"}


@pytest.mark.parametrize("function", ["StartInstances", "SetArchiveAdminEnabled", "GetInstances"])
def test_an_instance_that_cannot_be_had_is_one_sentence(world: World, function: str) -> None:
    def refuse(call: Call) -> Any:
        raise ApiError("No.")

    world.answer_with(function, refuse)
    message = check(world)["msg"]
    assert message.startswith(f"The check cannot have an instance of its own on {HOST} (")
    assert "look whether the instance host runs and what the account may do" in message
    world.settle()
    assert list(left_of_checks(world)) == []


def test_a_list_that_fails_for_a_moment_hides_nothing(world: World) -> None:
    """The administrator that an earlier check left is found when the gateway is there again."""
    administrators = world.environment.administrators
    administrators["spe-check-abcdefgh-admin2"] = Administrator("spe-check-abcdefgh-admin2", "x", MARK, None)
    result = check(world, Once("GetSystemAdministrators", Fault("http_status", 503)))
    assert result["check"]["removed"] == ["system administrator spe-check-abcdefgh-admin2"]


def test_check_mode_names_what_an_earlier_check_left(world: World) -> None:
    with pytest.raises(Killed):
        check(world, End(60, Killed))
    world.settle()
    world.start_recording()
    result = world.run(world.task("spe_server_check", **ARGUMENTS), check_mode=True)
    assert result["check"]["would"][0].startswith("Would remove the instance spe-check-")
    assert world.work == []


def test_an_instance_that_does_not_stop_is_named(world: World) -> None:
    def refuse(call: Call) -> Any:
        raise ApiError("It is in use.")

    world.answer_with("DeleteInstances", refuse)
    remaining = check(world)["check"]["remaining"]
    assert any(sentence.startswith("The instance spe-check-") and "remains" in sentence for sentence in remaining)
