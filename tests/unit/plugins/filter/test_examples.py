# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The EXAMPLES of every filter: what the documentation shows must work as it stands, on the tenants of the seed `demo`.

The templates are evaluated by Ansible's own Templar, and the modules work on a simulated server, all in this process.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError
from ansible_collections.community.mailstore.plugins import filter as filter_plugins

from tests.simulation import World, simulation
from tests.simulation.templates import COLLECTION, evaluated

NAMES = sorted(found.name for found in pkgutil.iter_modules(filter_plugins.__path__))

#: What a play has. The hosts are those of an inventory with two tenants.
OF_A_PLAY: Mapping[str, Any] = {
    "ansible_run_tags": ["all"],
    "ansible_skip_tags": [],
    "ansible_play_hosts_all": ["baumann", "weber"],
    "hostvars": {host: {"inventory_hostname": host, "tenant_id": host} for host in ("baumann", "weber")},
}


def _tasks(name: str) -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = yaml.safe_load(importlib.import_module(f"{filter_plugins.__name__}.{name}").EXAMPLES)
    return tasks


def _results(tasks: list[dict[str, Any]], world: World) -> Iterator[Any]:
    """What each task gives: the result of a module, or the value of what another action shows."""
    variables = dict(OF_A_PLAY)
    for task in tasks:
        items = evaluated(task.get("loop", [None]), variables)
        results = [_result(task, {**variables, **task.get("vars", {}), "item": item}, world) for item in items]
        result = {"results": results} if "loop" in task else results[0]
        if "register" in task:
            variables[task["register"]] = result
        yield result


def _result(task: dict[str, Any], variables: Mapping[str, Any], world: World) -> Any:
    ((action, arguments),) = ((key, value) for key, value in task.items() if "." in key)
    if action == "ansible.builtin.assert":
        evaluated(arguments["fail_msg"], variables)
        conditions = arguments["that"] if isinstance(arguments["that"], list) else [arguments["that"]]
        assert all(evaluated(f"{{{{ {condition} }}}}", variables) is True for condition in conditions)
        return True
    if action == "ansible.builtin.debug":
        return evaluated(arguments["msg"], variables)
    assert action.startswith(f"{COLLECTION}.spe_"), f"The test does not know the action {action}."
    return world.run(world.task(action.removeprefix(f"{COLLECTION}."), **evaluated(arguments, variables)))


@pytest.mark.parametrize("name", NAMES)
def test_examples_work(name: str) -> None:
    tasks = _tasks(name)
    assert f"{COLLECTION}.{name}" in str(tasks), "No example uses the filter."
    assert all(task.get("name") for task in tasks)
    with simulation("demo") as world:
        results = list(_results(tasks, world))
    assert len(results) == len(tasks)
    for result in results:
        assert result
        assert not (isinstance(result, dict) and result.get("failed")), result


@pytest.mark.parametrize(
    "example",
    [
        {"ansible.builtin.assert": {"that": "[1] | length == 0", "fail_msg": "x"}},
        {"ansible.builtin.debug": {"msg": "{{ [] | community.mailstore.no_such_filter }}"}},
        {"ansible.builtin.debug": {"msg": "{{ not_defined | community.mailstore.tenant_host_vars }}"}},
        {"ansible.builtin.command": {"cmd": "true"}},
    ],
)
def test_an_example_that_is_wrong_is_found(example: dict[str, Any]) -> None:
    with simulation("demo") as world, pytest.raises((AssertionError, AnsibleError)):
        list(_results([{"name": "Do it", **example}], world))
