# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Promises of docs/guarantees.md that hold for every module, tried with the EXAMPLES of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS, reads

from tests.faults.cases import written
from tests.faults.state import describe, differences
from tests.simulation import Work, World, load_modules, simulation
from tests.simulation.examples import examples_of
from tests.simulator.contract import Call, functions_of, string
from tests.simulator.seeding import load_environment
from tests.simulator.versions import FULL_VERSIONS
from tests.unit.simulator.examples import EXAMPLES

MODULES = sorted(load_modules())
SECRET = 'S3cret-pä"ss/word'

REPEATED: Mapping[str, str] = {
    "spe_branding": "the files are read again",
    "spe_command": "it calls the function that the task names",
    "spe_instance_control": "a restart is an act",
    "spe_job_run": "a run of a job is an act",
    "spe_profile_run": "a run of a profile is an act",
    "spe_status_report": "a report is sent",
    "spe_store_maintenance": "work on stores is an act, unless only_if_needed is set",
    "spe_system_administrator": "a password is written, or MFA is set up anew",
    "spe_user": "app passwords are deleted, or MFA is set up anew",
}
"""Modules of which some example changes something in every run, and why."""

KNOWN_AFTER_THE_RUN: Mapping[str, frozenset[str]] = {
    # Which folders are empty is not listed: it is known when they are gone.
    "spe_folder": frozenset({"changed", "diff"}),
}
"""Members of the result that check mode cannot know, by module."""

LIVES_OF_THEIR_OWN = ("throwaway_host",)
"""Options with which a task does so much that tests of its own are about it."""

WRITES_NOTHING = ("CreateLicenseRequest",)
"""Functions that change nothing on the server, whatever their names say."""

REGISTERED = {"fleet": "what another task has registered"}
"""Options whose variable is no secret."""

RESULT = ("failed", "msg", "changed", "calls", "diff")

NEWER, ADDED = "99.1", "addedLater"

WILDCARDS = ("*", "ba?mann", "baumann, *")


INSTANCES = ("instanceID", "instanceFilter")


def _instances_of(function: str) -> list[str]:
    return [name for name in INSTANCES if name in FUNCTIONS[function].arguments]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with simulation("demo", settings={"work_ms": 20}) as world:
        yield world


@pytest.fixture(scope="module")
def start(world: World) -> bytes:
    """The server before the first task."""
    return world.snapshot()


@pytest.mark.parametrize("module", MODULES)
def test_a_task_is_foretold_and_done_once_and_shows_no_secret(world: World, start: bytes, module: str) -> None:
    """One example after the other: in check mode, for real, and once more."""
    world.restore(start)
    repeated = False
    for number, options in enumerate(_tasks(module), 1):
        name = f"example {number} of {module}"
        before, untouched = world.snapshot(), describe(world.environment)
        foretold = _run(world, module, options, check_mode=True)
        assert _writes(world) == [], f"{name} writes in check mode."
        assert differences(untouched, describe(world.environment)) == [], f"{name} changes something in check mode."

        world.restore(before)
        done = _run(world, module, options)
        for key in {*RESULT} - KNOWN_AFTER_THE_RUN.get(module, frozenset()):
            assert foretold.get(key) == done.get(key), f"Check mode of {name} foretells another {key}."

        after, finished = world.snapshot(), describe(world.environment)
        again = _run(world, module, options)
        changed = again.get("changed") or differences(finished, describe(world.environment)) != []
        assert not changed or module in REPEATED, f"{name} changes something again: {again.get('calls')}"
        repeated = repeated or changed
        for result in (foretold, done, again):
            assert not _shows(result, SECRET), f"{name} shows a secret: {result}"
        world.restore(after)
    assert repeated == (module in REPEATED), f"No example of {module} changes something again: correct REPEATED."


@pytest.mark.parametrize("module", [name for name in MODULES if "instance_id" in load_modules()[name].argument_spec])
def test_a_wildcard_is_no_instance(world: World, start: bytes, module: str) -> None:
    """Not even with the same text as confirmation, and before anything is asked about it."""
    options = _tasks(module)[0]
    for wildcard in WILDCARDS:
        confirm = {"confirm": wildcard} if "confirm" in load_modules()[module].argument_spec else {}
        for check_mode in (True, False):
            world.restore(start)
            task = {**options, **confirm, "instance_id": wildcard}
            result = _run(world, module, task, check_mode=check_mode, no_log=True)
            assert result.get("failed")
            assert [request.name for request in world.requests if request.arguments] == [], result["msg"]


@pytest.mark.parametrize("function", [name for name in sorted(FUNCTIONS) if not reads(name) and _instances_of(name)])
def test_no_function_that_writes_gets_a_wildcard(world: World, start: bytes, function: str) -> None:
    """By `spe_command`, however it is confirmed: the server gets the IDs that the wildcard stands for, or nothing."""
    for argument in _instances_of(function):
        for wildcard in WILDCARDS:
            for confirm in (None, wildcard):
                world.restore(start)
                arguments = {**EXAMPLES.get(function, {}), argument: wildcard}
                options = {"function": function, "arguments": arguments, "confirm": confirm}
                _run(world, "spe_command", {**options, "service_provider_access": "open"}, no_log=True)
                sent = [request for request in world.requests if not reads(request.name, request.arguments)]
                instances = [text for each in sent for name, text in each.arguments.items() if name in INSTANCES]
                assert not [text for text in instances if set(text) & set("*?,")], f"{instances} was sent."


ACTIONS_OF_JOBS = ('{} --instanceFilter="{}"', "{}  --InstanceFilter={}", "{} --instanceFilter='{}'", "{}")


@pytest.mark.parametrize(
    "function", [name for name in FUNCTIONS if not reads(name) and "instanceFilter" in _instances_of(name)]
)
def test_no_job_gets_a_wildcard(world: World, start: bytes, function: str) -> None:
    """It would reach every tenant in the night."""
    schedule = {"name": "Nightly", "owner": "admin", "interval": 60}
    actions = [form.format(name, "*") for form in ACTIONS_OF_JOBS for name in (function, function.lower())]
    written: list[dict[str, Any]] = [{"action": action, "allow_unknown_command": True} for action in actions]
    written += [{"command": function, "arguments": {"instanceFilter": wildcard}} for wildcard in WILDCARDS]
    world.restore(start)
    for options in written:
        result = _run(world, "spe_job", {"instance_id": "baumann", **schedule, **options})
        assert function in result["msg"], options
    for action in actions:
        arguments = {**EXAMPLES["CreateJob"], "action": action}
        assert function in _run(world, "spe_command", {"function": "CreateJob", "arguments": arguments})["msg"], action
    assert _writes(world) == []


def test_a_job_may_name_instances(world: World, start: bytes) -> None:
    world.restore(start)
    options = {"instance_id": "baumann", "name": "Nightly", "owner": "admin", "interval": 60}
    command = {"command": "RestartInstances", "arguments": {"instanceFilter": "baumann weber"}}
    assert _run(world, "spe_job", {**options, **command})["changed"]


RENAMED = [name for name in MODULES if {"new_name", "state"} <= {*load_modules()[name].argument_spec}]


@pytest.mark.parametrize("module", RENAMED)
def test_what_must_not_be_there_has_no_new_name(world: World, start: bytes, module: str) -> None:
    """It could remove the object that has this name by now, which may be another one."""
    options = {"instance_id": "baumann", "state": "absent", "service_provider_access": "open"}
    for new_name in ("2024", "admin", "Statistics", "Mailboxes"):
        world.restore(start)
        task = {**options, "name": "was there", "new_name": new_name}
        task = {name: value for name, value in task.items() if name in load_modules()[module].argument_spec}
        result = _run(world, module, task)
        assert "new_name cannot be used with state: absent" in result["msg"]
        assert _writes(world) == []


def _grow(world: World) -> None:
    for function in functions_of(NEWER).values():
        arguments = (*function.arguments, string(ADDED, nullable=True))
        world.add(replace(function, arguments=arguments, handler=_growing(function.handler)))


def _growing(handler: Callable[[Call], Any]) -> Callable[[Call], Any]:
    def answer(call: Call) -> Any:
        return _grown(handler(replace(call, arguments=_without_added(call.arguments))))

    return answer


def _grown(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_grown(each) for each in answer]
    return {**answer, ADDED: ["any", "value"]} if isinstance(answer, dict) else answer


def _without_added(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_added(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_added(member) for name, member in value.items() if name != ADDED}
    return value


@pytest.mark.parametrize("module", MODULES)
def test_a_newer_server_makes_no_difference(
    world: World, start: bytes, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    """One that nobody knows: each function takes one more argument, and what it answers has one more member."""
    world.restore(start)
    known = [_run(world, module, options) for options in _tasks(module)]
    monkeypatch.setitem(FULL_VERSIONS, NEWER, f"{NEWER}.0.1")
    world.serve(load_environment("demo", NEWER))
    _grow(world)
    for number, options in enumerate(_tasks(module)):
        newer = _without_added(_run(world, module, options))
        for key in RESULT:
            assert known[number].get(key) == newer.get(key), (
                f"{key} of example {number + 1} of {module} is another one."
            )


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_asked_with_a_value_of_another_type(world: World, start: bytes, module: str) -> None:
    """Each option of each module, also inside of another one, in the place of what the first example has."""
    options = _tasks(module)[0]
    world.restore(start)
    for path, value in _values_of_another_type(load_modules()[module].argument_spec):
        result = _run(world, module, {**options, **value}, no_log=True)
        assert result.get("failed"), f"{module} takes a {path} that is none."
        assert path.rpartition(".")[2] in result["msg"]
        assert world.requests == [], f"{module} asked the server before it refused {path}: {result['msg']}"


def _values_of_another_type(spec: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for option, each in spec.items():
        kind = each.get("type", "str")
        for path, inner in _values_of_another_type(each.get("options") or {}):
            yield f"{option}.{path}", {option: [inner] if kind == "list" else inner}
        if kind not in ("dict", "raw", "json"):
            yield option, {option: [[["element"]]] if kind == "list" else {"member": ["element"]}}


def _tasks(module: str) -> list[dict[str, Any]]:
    spec = load_modules()[module].argument_spec
    beside = {"service_provider_access": "open"} if "service_provider_access" in spec else {}
    registered = {name: text for name, text in REGISTERED.items() if name in spec}
    examples = [each for each in examples_of(module, SECRET) if set(each).isdisjoint(LIVES_OF_THEIR_OWN)]
    return [{**beside, **options, **registered} for options in examples]


def _run(
    world: World, module: str, options: Mapping[str, Any], *, check_mode: bool = False, no_log: bool = False
) -> dict[str, Any]:
    world.start_recording()
    result = world.run(world.task(module, **options), check_mode=check_mode, no_log=no_log)
    world.settle()
    return result


def _writes(world: World) -> list[Work]:
    return [work for work in written(world.work) if work.function not in WRITES_NOTHING]


def _shows(result: Mapping[str, Any], secret: str) -> bool:
    shown = json.dumps(result)
    return any(spelling in shown for spelling in (json.dumps(secret)[1:-1], json.dumps(json.dumps(secret))[3:-3]))
