# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an answer lacks is said of the server, in every module that reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.simulation import Disturbance, HttpAnswer, Trouble, World, load_modules, simulation
from tests.simulator.state.environment import Environment

SCOPE = {"instance_id": "nordlicht", "instance_host": "host2.example.com"}
#: What a module needs besides.
MORE = {"spe_drift_info": {"tenants": [{"instance_id": "nordlicht", "options": {}}]}}
INFO_MODULES = sorted(name for name in load_modules() if name.endswith("_info"))


class Maimed(Disturbance):
    """The objects in the results of a function lose their members, but for those that are kept."""

    def __init__(self, function: str, loses: Callable[[int], bool]) -> None:
        self._function, self._loses = function, loses
        self.happened = False

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        return Trouble(alter=self._alter) if name == self._function else Trouble()

    def _alter(self, answer: HttpAnswer) -> None:
        document = json.loads(answer.body.decode("utf-8-sig"))
        self.happened = True
        document["result"] = self._maimed(document["result"])
        answer.body = json.dumps(document).encode()

    def _maimed(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._maimed(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            name: self._maimed(member) for place, (name, member) in enumerate(value.items()) if not self._loses(place)
        }


@pytest.mark.parametrize("module", INFO_MODULES)
@pytest.mark.parametrize("lost", ["all", "first", "last", "every other"])
def test_an_info_module_says_so_of_each_answer(module: str, lost: str) -> None:
    loses: dict[str, Callable[[int], bool]] = {
        "all": lambda place: True,
        "first": lambda place: place == 0,
        "last": lambda place: place >= 3,
        "every other": lambda place: place % 2 == 1,
    }
    spec = load_modules()[module].argument_spec
    with simulation() as world:
        task = world.task(
            module, **{name: value for name, value in SCOPE.items() if name in spec}, **MORE.get(module, {})
        )
        assert "failed" not in world.run(task)
        functions = {request.name for request in world.requests} - {"get-metadata", "get-status"}
        for function in functions:
            _try(world, task, Maimed(function, loses[lost]))


def _try(world: World, task: Any, disturbance: Maimed) -> None:
    result = world.run(task, disturbance=disturbance)
    assert disturbance.happened
    if result.get("failed"):
        assert result["error"]["type"] == "NotUnderstood", result["msg"]
        assert "\n" not in result["msg"]
