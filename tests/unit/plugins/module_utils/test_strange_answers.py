# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that lack a key or have another shape: one sentence that names the answer, never a defect of the collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.action.spe_instance_info import ActionModule
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import Work
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import asks_a_server

from tests.fuzz.tasks import TASKS, WITH_NO_LOG
from tests.simulation import Disturbance, Trouble, World, load_modules, simulation
from tests.simulation.network import HttpAnswer
from tests.simulator.state.environment import Environment


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with simulation() as world:
        yield world


def test_every_module_that_asks_a_server_has_its_task() -> None:
    asking = {name for name, module in load_modules().items() if asks_a_server(module.argument_spec)}
    assert set(TASKS) == asking


@pytest.mark.parametrize("module", TASKS)
def test_every_task_is_carried_out_undisturbed(world: World, module: str) -> None:
    """Else nothing would be read that could be strange."""
    before = world.snapshot()
    result = world.run(world.task(module, **TASKS[module]), no_log=module in WITH_NO_LOG)
    assert not result.get("failed"), result["msg"]
    assert world.requests
    world.restore(before)


def _run_with(world: World, work: Work, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(ActionModule, "definition", replace(ActionModule.definition, work=work))
    return world.run(world.task("spe_instance_info"))


def test_a_defect_of_ours_is_not_put_down_to_the_server(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        context.client.call("GetInstances", {"instanceFilter": "*"})
        return {"option": params["no_such_option"]}

    result = _run_with(world, work, monkeypatch)
    assert "this is a defect of the collection" in result["msg"]
    assert result["error"]["type"] == "KeyError"


def test_a_value_that_nobody_knows_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        status = context.client.call("GetInstances", {"instanceFilter": "baumann"})[0]["status"]
        return {"state": {"asleep": "off"}[status]}

    result = _run_with(world, work, monkeypatch)
    assert (
        "The server's answer to GetInstances is not understood: the value 'running' in it is not known" in result["msg"]
    )


def test_the_first_of_many_answers_is_named_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task about many objects reads all of them before it looks at the first."""

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        status = context.client.call("GetInstances", {"instanceFilter": "baumann"})[0]["status"]
        for number in range(30):
            context.client.call("GetStores", {"instanceID": "baumann", "includeSize": bool(number % 2)})
            context.client.call("GetInstances", {"instanceFilter": f"other{number}*"})
        return {"state": {"asleep": "off"}[status]}

    result = _run_with(world, work, monkeypatch)
    assert "answer to GetInstances is not understood: the value 'running' in it is not known" in result["msg"]


class AfterTheWrite(Disturbance):
    """From the first write on the lists of users lack the names."""

    def __init__(self) -> None:
        self._is_written = False

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        self._is_written = self._is_written or name == "CreateUser"
        return Trouble(alter=_without_names) if self._is_written and name.startswith("GetUser") else Trouble()


def _without_names(answer: HttpAnswer) -> None:
    answer.body = answer.body.replace(b'"userName"', b'"other"')


@pytest.mark.parametrize("access", ["require", "open"])
def test_what_was_done_is_told_when_the_proof_is_not_understood(world: World, access: str) -> None:
    before = world.snapshot()
    world.environment.instances["baumann"].archive_admin_enabled = access == "require"
    task = world.task("spe_user", instance_id="baumann", name="jane.new", service_provider_access=access)
    result = world.run(task, disturbance=AfterTheWrite())
    assert result["error"]["type"] == "NotUnderstood"
    assert (result["changed"], [call["function"] for call in result["calls"]]) == (True, ["CreateUser"])
    assert result.get("service_provider_access_opened", False) == (access == "open")
    assert world.environment.instances["baumann"].archive_admin_enabled == (access == "require")
    world.restore(before)
