# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of spe_tenant against the simulator in this process, and what goes wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.simulation import NO_TROUBLE, Disturbance, Fault, Trouble, World
from tests.simulator.state.environment import Environment

OWN_FIRST_CALLS = ("get-metadata", "GetEnvironmentInfo")
"""What is asked once for each connection, whatever the task."""

NEW = {
    "instance_host": "host1.example.com",
    "base_directory": "E:\\Archives\\contoso",
    "create_base_directory": True,
}
"""The instance of a tenant that is not there yet."""


def chief(name: str = "chief", **options: Any) -> dict[str, Any]:
    """A new user who may own jobs and profiles."""
    return {
        "name": name,
        "authentication": "integrated",
        "password": "Geheim-chief",
        "privileges": ["admin"],
        **options,
    }


def credential(description: str = "mailboxes", **options: Any) -> dict[str, Any]:
    return {
        "description": description,
        "type": "Office365_Modern",
        "settings": {},
        "secret_settings": {"Certificate": "Geheim-certificate"},
        **options,
    }


def run_tenant(
    world: World,
    instance_id: str = "baumann",
    *,
    check_mode: bool = False,
    disturbance: Disturbance | None = None,
    **options: Any,
) -> dict[str, Any]:
    """The result of a task with access to the instance; what was asked before it is forgotten."""
    task = world.task("spe_tenant", **{"instance_id": instance_id, "service_provider_access": "open", **options})
    world.start_recording()
    result = world.run(task, check_mode=check_mode, disturbance=disturbance)
    world.settle()
    return result


def succeed(world: World, instance_id: str = "baumann", **options: Any) -> dict[str, Any]:
    result = run_tenant(world, instance_id, **options)
    assert not result.get("failed"), result["msg"]
    return result


def fail(world: World, instance_id: str = "baumann", **options: Any) -> dict[str, Any]:
    result = run_tenant(world, instance_id, **options)
    assert result.get("failed"), result["summary"]
    return result


def functions(calls: Iterable[Mapping[str, Any]]) -> list[str]:
    return [call["function"] for call in calls]


def asked(world: World) -> list[str]:
    """The functions that the last task called, but those that each connection asks once."""
    return [request.name for request in world.requests if request.name not in OWN_FIRST_CALLS]


def written(world: World) -> list[str]:
    """What the last task made the server do, beside the switching of access."""
    return [work.function for work in world.work if work.function != "SetArchiveAdminEnabled"]


class Disturbed(Disturbance):
    """From a call of this function on, so many times, something happens first, and the call has trouble."""

    def __init__(
        self,
        function: str,
        *,
        after: int = 0,
        times: int = 1000,
        fault: Fault | None = None,
        trouble: Trouble = NO_TROUBLE,
        first: Callable[[Environment], None] | None = None,
    ) -> None:
        self.function = function
        self.after = after
        self.times = times
        self.fault = fault
        self.trouble = trouble
        self.first = first
        self._hits = False

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        self._hits = False
        if name != self.function or self.times == 0:
            return NO_TROUBLE
        if self.after:
            self.after -= 1
            return NO_TROUBLE
        self.times -= 1
        self._hits = True
        if self.first is not None:
            self.first(environment)
        return self.trouble

    def fault_of(self, name: str) -> Fault | None:
        return self.fault if self._hits else None


def refusing(function: str, **options: Any) -> Disturbed:
    """The server refuses this function."""
    return Disturbed(function, fault=Fault("failed", "The server does not want to."), **options)
