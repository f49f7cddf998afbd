# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The login privilege `api`: servers before 25.3 do not take it, and the task reports that before it writes anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulation import World, simulation
from tests.simulator.versions import FULL_VERSIONS

THERE, NEW = "reception", "jane"
VERSION = "GetEnvironmentInfo"


@pytest.fixture(params=["22.4", "24.2", "24.4"])
def older(request: pytest.FixtureRequest) -> Iterator[tuple[World, str]]:
    with simulation("demo", request.param) as world:
        yield world, FULL_VERSIONS[request.param]


@pytest.fixture
def newer() -> Iterator[World]:
    with simulation("demo", "25.3") as world:
        yield world


def run(world: World, name: str, privileges: list[str], *, check_mode: bool = False) -> dict[str, Any]:
    world.start_recording()
    task = world.task("spe_user", instance_id="baumann", name=name, login_privileges=privileges, full_name="Jane Doe")
    return world.run(task, check_mode=check_mode)


def asked_for_the_version(world: World) -> int:
    return sum(request.name == VERSION for request in world.requests)


@pytest.mark.parametrize("name", [THERE, NEW])
@pytest.mark.parametrize("check_mode", [True, False])
def test_an_older_server_is_named_before_anything_is_written(
    older: tuple[World, str], name: str, check_mode: bool
) -> None:
    world, version = older
    result = run(world, name, ["web", "api"], check_mode=check_mode)
    assert result["msg"] == (
        f"baumann: Your server ({version}) does not know the value api of loginPrivileges, which login_privileges needs:"
        " leave it out, or update the server."
    )
    assert result["error"]["type"] == "NotSupportedByServer"
    assert world.work == []


@pytest.mark.parametrize("name", [THERE, NEW])
def test_other_words_need_no_version(older: tuple[World, str], name: str) -> None:
    world, _version = older
    assert run(world, name, ["web"])["changed"]
    assert asked_for_the_version(world) == 0


@pytest.mark.parametrize("name", [THERE, NEW])
def test_a_newer_server_is_asked_once_and_only_for_a_change(newer: World, name: str) -> None:
    assert run(newer, name, ["web", "api"])["user"]["login_privileges"] == ["web", "api"]
    assert asked_for_the_version(newer) == 1
    assert not run(newer, name, ["web", "api"])["changed"]
    assert asked_for_the_version(newer) == 0
