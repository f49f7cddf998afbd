# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The harness finds what it is there to find."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import asks_a_server

from tests.faults.cases import Case, try_case
from tests.faults.kinds import KINDS, FaultAt
from tests.faults.life import SETTINGS, live, read_life
from tests.faults.places import SEED
from tests.faults.state import describe, differences
from tests.simulation import Task, World, load_modules, simulation

BRANDING = "branding.reload"
JOB = {"instance_id": "nord", "name": "Statistics", "time": "03:30", "service_provider_access": "open"}


@pytest.fixture
def world() -> Iterator[World]:
    with simulation(SEED, settings=SETTINGS) as world:
        yield world


TRIED_ELSEWHERE = {
    "spe_server_check": "it only reads, or lives through a throw-away instance of its own in hundreds of calls",
}
"""Modules without steps in life.yml, and why."""


class Altered(Task):
    """A task whose work is another than the module's."""

    def __init__(self, task: Task, alter: Callable[[Callable[[], dict[str, Any]]], dict[str, Any]]) -> None:
        super().__init__(task.module, task.arguments)
        self._task, self._alter = task, alter

    def execute(self, *, check_mode: bool, no_log: bool, directory: str) -> dict[str, Any]:
        return self._alter(lambda: self._task.execute(check_mode=check_mode, no_log=no_log, directory=directory))


def _problems(
    world: World,
    alter: Callable[[Callable[[], dict[str, Any]]], dict[str, Any]],
    case: str = "branding.reload:ReloadBranding[1]:running:once",
) -> list[str]:
    """What is found when the task that reads the branding again does its work in another way."""
    entry = next(entry for entry in read_life() if entry["step"] == BRANDING)
    [step] = live(world, [entry])
    return try_case(world, replace(step, task=Altered(step.task, alter)), Case.parse(case)).problems


def test_sound_work_has_no_problems(world: World) -> None:
    assert _problems(world, lambda work: work()) == []


def test_work_that_is_done_twice(world: World) -> None:
    [problem, *_more] = _problems(world, lambda work: [work(), work()][0])
    assert "carried out 2 times" in problem


def test_work_that_is_not_done(world: World) -> None:
    found = _problems(world, lambda work: {**work(), "failed": False}, "branding.reload:ReloadBranding[1]:refused:on")
    assert any("it is said to be done" in problem for problem in found)


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("Two\nlines.", "not one sentence"),
        ("x" * 5000, "not one sentence"),
        ("this is a defect of the collection", "that of a defect"),
        ("The password Geheim-admin is wrong.", "a secret is shown"),
    ],
)
def test_messages_that_nobody_should_read(world: World, message: str, problem: str) -> None:
    def alter(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        result = work()
        return {**result, "msg": message} if result.get("failed") else result

    found = _problems(world, alter, "branding.reload:ReloadBranding[1]:refused:once")
    assert any(problem in text for text in found)


def test_access_that_is_left_open(world: World) -> None:
    def alter(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        world.environment.instances["nord"].archive_admin_enabled = True
        return work()

    assert any("service provider access of nord" in problem for problem in _problems(world, alter))


def test_a_fault_that_never_happens_is_no_success(world: World) -> None:
    assert "never happened" in _problems(world, lambda work: work(), "branding.reload:GetJobs[1]:html:once")[0]


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_of_fault_disturbs(world: World, kind: str) -> None:
    """A run with the fault differs from one without, at once or afterwards."""
    before = world.snapshot()
    task = world.task("spe_job", **JOB)

    def run(disturbance: FaultAt | None) -> tuple[Any, ...]:
        world.restore(before)
        began = world.clock.elapsed
        result = copy.deepcopy(world.run(task, disturbance=disturbance))
        names = [(request.name, request.http_status, request.status_code) for request in world.requests]
        return result, names, round(world.clock.elapsed - began, 3)

    assert run(FaultAt(KINDS[kind], "GetJobs", 1, "once")) != run(None)


def test_states_are_compared_without_ids_and_times(world: World) -> None:
    before = world.snapshot()
    task = world.task("spe_job", instance_id="nord", service_provider_access="open", name="Statistics", state="absent")
    again = world.task(
        "spe_job",
        instance_id="nord",
        service_provider_access="open",
        name="Statistics",
        action="RefreshAllStoreStatistics",
        owner="admin",
        time="01:15",
    )
    first = describe(world.environment)
    world.run(task)
    without = describe(world.environment)
    world.clock.sleep(1000)
    world.run(again)
    assert describe(world.environment) == first
    assert "instances.nord.content.jobs.jobs" in differences(first, without)[0]
    world.restore(before)
    assert describe(world.environment) == first


def test_a_case_has_a_name_that_is_read_again() -> None:
    case = Case("job.create", "CreateJob[1]", "reset_after", "once")
    assert Case.parse(str(case)) == case
    with pytest.raises(ValueError, match="is not a case"):
        Case.parse("job.create")


def test_every_module_that_changes_something_is_part_of_the_life() -> None:
    tried = {entry["module"] for entry in read_life()}
    info = {name for name in load_modules() if name.endswith("_info")}
    no_server = {name for name, module in load_modules().items() if not asks_a_server(module.argument_spec)}
    missing = set(load_modules()) - tried - info - no_server - TRIED_ELSEWHERE.keys()
    assert missing == set(), "Give each of them steps in tests/faults/life.yml."
