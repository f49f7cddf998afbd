# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A failure shows all that was done before it, whatever raised it."""

from __future__ import annotations

from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._api.contract import reads

from tests.simulation import World
from tests.unit.plugins.module_utils.wire import Wire

ACCESS = "SetArchiveAdminEnabled"
NEW = {
    "instance_id": "new",
    "state": "started",
    "instance": {
        "instance_host": "host1.example.com",
        "base_directory": r"E:\new",
        "create_base_directory": True,
    },
    "users": [{"name": "jane"}, {"name": "john"}],
    "service_provider_access": "open",
}


def failure(world: World, function: str, **options: Any) -> dict[str, Any]:
    """The result of a tenant's task in which the server refuses this function."""
    wire = Wire(world)
    wire.refuse(function, times=100)
    result = world.run(world.task("spe_tenant", **{**NEW, **options}), disturbance=wire)
    assert result["failed"]
    return result


def done(world: World) -> list[str]:
    """The writing calls that the server has done, but those that switch access."""
    work = [work.function for work in world.work if not reads(work.function, work.arguments)]
    return [function for function in work if function != ACCESS]


def functions(result: dict[str, Any]) -> list[str]:
    return [call["function"] for call in result["calls"]]


def test_a_new_tenant_whose_content_cannot_be_read_was_created(world: World) -> None:
    result = failure(world, "GetUsers")
    assert done(world) == ["CreateDirectoryOnInstanceHost", "CreateInstance", "StartInstances"]
    assert (result["changed"], functions(result)) == (True, done(world))
    assert [entry["noun"] for entry in result["results"]] == ["instance"]


def test_an_instance_that_cannot_be_stopped_after_its_content_was_changed(world: World) -> None:
    result = failure(world, "StopInstances", instance_id="baumann", instance=None, state="stopped")
    assert done(world) == ["CreateUser", "CreateUser"]
    assert (result["changed"], functions(result)) == (True, done(world))
    assert [entry["name"] for entry in result["results"]] == ["jane", "john"]


def test_an_object_that_fails_has_its_own_calls_alone(world: World) -> None:
    users = [{"name": "jane"}, {"name": "john", "email_addresses": ["j@example.com"]}]
    result = failure(world, "SetUserEmailAddresses", instance_id="baumann", instance=None, users=users)
    failed = next(entry for entry in result["results"] if entry["failed"])
    assert failed["name"] == "john"
    assert functions(failed) == ["CreateUser"]
    assert failed["calls"][0]["arguments"]["userName"] == "john"
    assert sorted(functions(result)) == sorted(done(world))
