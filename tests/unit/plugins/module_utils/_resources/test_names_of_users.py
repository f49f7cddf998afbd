# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of users as people have them: with blanks between words, and with letters beyond ASCII, if the server takes those."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulation import World, simulation
from tests.simulator import assumptions

BEYOND_ASCII = ["jörg", "jo\u0308rg", "жанна", "jörg müller", "李"]
WITH_BLANKS = ["jane doe", "jane m. doe-smith"]

#: What a task does with the name; rename_archive makes many calls.
CREATION: dict[str, Any] = {
    "full_name": "Jane",
    "privileges": ["login"],
    "email_addresses": ["jane@x.example"],
    "own_archive_privileges": ["read"],
    "mfa": "enabled",
}
RENAMING: dict[str, Any] = {"full_name": "Jane", "mfa": "enabled", "own_archive_privileges": ["read"]}
WITH_ARCHIVE: dict[str, Any] = {**RENAMING, "rename_archive": True}

TASKS = [
    pytest.param("", CREATION, id="a new user"),
    pytest.param("jonas.klein", RENAMING, id="another name"),
    pytest.param("jonas.klein", WITH_ARCHIVE, id="another name, also of the archive"),
]


@pytest.fixture
def world() -> Iterator[World]:
    with simulation("demo") as world:
        world.environment.find_instance("baumann").archive_admin_enabled = True
        yield world


def run(world: World, old_name: str, name: str, options: dict[str, Any], *, check_mode: bool = False) -> dict[str, Any]:
    world.start_recording()
    names = {"name": old_name, "new_name": name} if old_name else {"name": name}
    return world.run(world.task("spe_user", instance_id="baumann", **names, **options), check_mode=check_mode)


@pytest.mark.parametrize("name", [*WITH_BLANKS, *BEYOND_ASCII])
@pytest.mark.parametrize(("old_name", "options"), TASKS)
def test_a_name_that_the_server_takes(world: World, old_name: str, options: dict[str, Any], name: str) -> None:
    foretold = run(world, old_name, name, options, check_mode=True)
    result = run(world, old_name, name, options)
    assert "msg" not in result
    assert (result["changed"], result["calls"]) == (True, foretold["calls"])
    assert world.environment.find_instance("baumann").content.users.get(name) is not None
    again = run(world, old_name, name, options)
    assert ("msg" not in again, again["changed"], world.work) == (True, False, [])
    assert run(world, "", name, {"state": "absent"})["changed"]


@pytest.mark.parametrize("name", BEYOND_ASCII)
@pytest.mark.parametrize(("old_name", "options"), TASKS)
def test_a_name_that_the_server_refuses(
    world: World, monkeypatch: pytest.MonkeyPatch, old_name: str, options: dict[str, Any], name: str
) -> None:
    monkeypatch.setattr(assumptions, "LETTERS_BEYOND_ASCII_IN_USER_NAMES", False)
    result = run(world, old_name, name, options)
    assert result["failed"]
    assert result["error"]["type"] == "FunctionFailed"
    assert result["msg"].startswith("baumann: ")
    assert "\n" not in result["msg"]
    assert name in result["msg"]
    assert world.work == []
    assert "partial" not in result["error"]
    assert not result.get("calls")
