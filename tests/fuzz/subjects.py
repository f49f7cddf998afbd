# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is fuzzed: tasks that go well undisturbed, each with the state of the server before it, and the inventory plugin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ansible.errors import AnsibleError

from tests.faults.life import SETTINGS, live, read_life
from tests.faults.places import SECRET, SEED
from tests.simulation import Disturbance, World, inventory, simulation
from tests.simulator.seeding import load_environment
from tests.simulator.versions import NEWEST_VERSION

from .tasks import MORE, TASKS, WITH_NO_LOG

INVENTORY = "inventory"
SECRETS = (SECRET, "simulator-password", *(f"demo-{word}-password" for word in ("smtp", "operations", "imap", "user")))
"""Texts that each secret of the two seeds and of the tasks contains."""


@dataclass(frozen=True)
class Subject:
    """One task. `before` is the server; `requests` are what the undisturbed run sends."""

    name: str
    module: str
    arguments: dict[str, Any]
    before: bytes
    requests: tuple[str, ...] = ()
    no_log: bool = False

    def run(self, world: World, *, check_mode: bool, disturbance: Disturbance) -> dict[str, Any]:
        """The result of the task; of spe_fleet_info, once it was read, what spe_health makes of it, too."""
        if self.module == INVENTORY:
            return _read_inventory(world, self.arguments, disturbance)
        task = world.task(self.module, **self.arguments)
        result = world.run(task, check_mode=check_mode, no_log=self.no_log, disturbance=disturbance)
        if self.module != "spe_fleet_info" or result.get("failed"):
            return result
        judged = world.run(world.task("spe_health", fleet=json.loads(json.dumps(result))), check_mode=check_mode)
        return judged if judged.get("failed") else {**result, "health": judged}

    @property
    def secrets(self) -> list[str]:
        """The secret texts of the task itself."""
        return sorted({text for text in _texts(self.arguments) if SECRET in text})


def subjects(world: World) -> list[Subject]:
    """All of them. The world is that of the life (see `world_of_the_life`)."""
    start = world.snapshot()
    of_life = [
        Subject(step.name, step.task.module, step.task.arguments, step.before, no_log=step.no_log)
        for step in live(world, read_life())
    ]
    world.serve(load_environment("demo", NEWEST_VERSION))
    demo = world.snapshot()
    login = {"spe_username": "admin", "spe_password": world.environment.administrators["admin"].password}
    of_tasks = [
        Subject(f"{module}.{number}", module, {**login, **arguments}, demo, no_log=module in WITH_NO_LOG)
        for number, (module, arguments) in enumerate([*TASKS.items(), *MORE])
    ]
    found = [*of_tasks, Subject(INVENTORY, INVENTORY, login, demo), *of_life]
    known = [_with_requests(world, subject) for subject in found]
    world.restore(start)
    return known


def world_of_the_life() -> Any:
    return simulation(SEED, settings=SETTINGS)


def _with_requests(world: World, subject: Subject) -> Subject:
    world.restore(subject.before)
    result = subject.run(world, check_mode=False, disturbance=Disturbance())
    if result.get("failed"):
        raise AssertionError(f"{subject.name} fails undisturbed: {result['msg']}")
    return Subject(**{**vars(subject), "requests": tuple(request.name for request in world.requests)})


def _read_inventory(world: World, login: dict[str, Any], disturbance: Disturbance) -> dict[str, Any]:
    options = {**login, "keyed_groups": [{"key": "instance_host"}], "strict": False}
    with TemporaryDirectory(prefix="spe-fuzz-") as directory, world.disturbed(disturbance):
        try:
            read = inventory.load(world, Path(directory), **options)
        except AnsibleError as error:
            return {"failed": True, "changed": False, "msg": str(error), "error": {"type": "SpeError"}}
    hosts = {host: read.variables(host) for host in read.hosts}
    return {"changed": False, "hosts": hosts, "warnings": read.warnings}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in members:
        yield from _texts(member)
