# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A user is renamed with the archive: whatever stops it, the next run finishes it, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.faults.state import describe
from tests.simulation import World, simulation
from tests.simulator.state.instances import InstanceContent
from tests.unit.plugins.module_utils.wire import Killed, Wire

READ, WRITE = ("read",), ("read", "write")


@pytest.fixture
def world() -> Iterator[World]:
    with simulation("demo") as world:
        content = content_of(world)
        world.environment.find_instance("baumann").archive_admin_enabled = True
        content.users.find("reception").folder_privileges["jonas.klein"] = WRITE
        yield world


def content_of(world: World) -> InstanceContent:
    return world.environment.find_instance("baumann").content


def as_it_was(world: World) -> None:
    """User and archive have the old name."""


def user_is_renamed(world: World) -> None:
    content = content_of(world)
    content.users.rename(content.users.find("jonas.klein"), "jonas.gross")


def archive_is_moved(world: World) -> None:
    root = content_of(world).folders
    folder = root.take("jonas.klein")
    folder.name = "jonas.gross"
    root.children["jonas.gross"] = folder


def grant_has_made_an_archive(world: World) -> None:
    content = content_of(world)
    content.folders.make("jonas.gross")
    content.users.find("reception").folder_privileges["jonas.gross"] = WRITE


def user_is_renamed_and_granted(world: World) -> None:
    user_is_renamed(world)
    content = content_of(world)
    content.folders.make("jonas.gross")
    content.users.find("jonas.gross").folder_privileges["jonas.gross"] = READ


def old_one_is_left_empty(world: World) -> None:
    archive_is_moved(world)
    content_of(world).folders.make("jonas.klein")


STATES: list[Callable[[World], None]] = [
    as_it_was,
    user_is_renamed,
    archive_is_moved,
    grant_has_made_an_archive,
    user_is_renamed_and_granted,
    old_one_is_left_empty,
]


def rename(world: World, *, check_mode: bool = False, kill_at: int | None = None, **options: Any) -> dict[str, Any]:
    arguments = {"instance_id": "baumann", "name": "jonas.klein", "new_name": "jonas.gross", "rename_archive": True}
    task = world.task("spe_user", **{**arguments, **options})
    wire = Wire(world)
    if kill_at is not None:
        wire.kill(writes=kill_at)
    return world.run(task, check_mode=check_mode, disturbance=wire)


def require_all_done(world: World) -> None:
    content = content_of(world)
    assert content.users.get("jonas.klein") is None
    assert content.users.find("jonas.gross").folder_privileges == {"jonas.gross": READ, "anna.baumann": READ}
    assert content.users.find("reception").folder_privileges == {"reception": WRITE, "jonas.gross": WRITE}
    assert content.folders.children["jonas.gross"].total_messages == 77120
    assert (
        content.folders.children.get("jonas.klein") is None or content.folders.children["jonas.klein"].total_size == 0
    )


@pytest.mark.parametrize("state", STATES)
def test_every_state_leads_to_the_same_end(world: World, state: Callable[[World], None]) -> None:
    state(world)
    before = world.snapshot()
    foretold = rename(world, check_mode=True)
    assert world.work == []
    assert "failed" not in foretold, foretold.get("msg")

    world.restore(before)
    result = rename(world)
    assert "failed" not in result, result.get("msg")
    assert (result["calls"], result["diff"]) == (foretold["calls"], foretold["diff"])
    assert result["user"] == foretold["user"]
    require_all_done(world)

    world.start_recording()
    again = rename(world)
    assert (again["changed"], again["calls"], world.work) == (False, [], [])


@pytest.mark.parametrize("state", STATES)
def test_killed_before_any_call_the_next_run_finishes_it(world: World, state: Callable[[World], None]) -> None:
    state(world)
    before = world.snapshot()
    calls = len(rename(world)["calls"])
    assert calls > 1
    for number in range(calls):
        world.restore(before)
        with pytest.raises(Killed):
            rename(world, kill_at=number)
        result = rename(world)
        assert "failed" not in result, result.get("msg")
        require_all_done(world)


@pytest.mark.parametrize("own_right", [True, False])
def test_killed_in_a_renaming_that_the_server_might_refuse(world: World, own_right: bool) -> None:
    """The user gets such a name first, and all the rest is still found."""
    content = content_of(world)
    if not own_right:
        content.users.find("jonas.klein").folder_privileges.clear()
    before = world.snapshot()
    functions = [call["function"] for call in rename(world, new_name="jörg")["calls"]]
    assert functions[0] == "RenameUser"
    assert functions.count("RenameUser") == 1 < len(functions)
    reached = describe(world.environment)
    for number in range(len(functions)):
        world.restore(before)
        with pytest.raises(Killed):
            rename(world, new_name="jörg", kill_at=number)
        result = rename(world, new_name="jörg")
        assert "failed" not in result, result.get("msg")
        assert describe(world.environment) == reached
        assert not rename(world, new_name="jörg")["changed"]


def test_rights_are_never_taken_before_they_are_given(world: World) -> None:
    calls = [(call["function"], call["arguments"].get("userName")) for call in rename(world)["calls"]]
    assert calls == [
        ("MoveFolder", None),
        ("SetUserPrivilegesOnFolder", "reception"),
        ("SetUserPrivilegesOnFolder", "reception"),
        ("RenameUser", None),
        ("SetUserPrivilegesOnFolder", "jonas.gross"),
        ("SetUserPrivilegesOnFolder", "jonas.gross"),
    ]


def test_a_right_under_the_new_name_is_kept(world: World) -> None:
    grant_has_made_an_archive(world)
    content_of(world).users.find("reception").folder_privileges["jonas.gross"] = READ
    rename(world)
    assert content_of(world).users.find("reception").folder_privileges["jonas.gross"] == READ


def test_two_archives_with_messages_are_refused(world: World) -> None:
    inbox = content_of(world).folders.make("jonas.gross/Inbox")
    inbox.messages, inbox.size = 1, 100
    for check_mode in (True, False):
        message = rename(world, check_mode=check_mode)["msg"]
        assert "both exist, and the server shows neither of them as empty" in message
    assert world.work == []


def test_purging_takes_the_rights_that_the_playbook_does_not_name(world: World) -> None:
    result = rename(world, own_archive_privileges=["read"], folder_privileges=[], purge_folder_privileges=True)
    assert "failed" not in result, result.get("msg")
    assert content_of(world).users.find("jonas.gross").folder_privileges == {"jonas.gross": READ}


def test_purging_without_named_rights_takes_nothing(world: World) -> None:
    rename(world, purge_folder_privileges=True)
    require_all_done(world)


def test_rights_of_administrators_are_left_alone_with_a_warning(world: World) -> None:
    content_of(world).users.find("reception").privileges = ("admin",)
    result = rename(world)
    assert any("reception" in warning for warning in result["warnings"])


def test_a_finished_renaming_costs_no_read_of_other_users(world: World) -> None:
    rename(world)
    world.start_recording()
    rename(world)
    names = [request.arguments.get("userName") for request in world.requests if request.name == "GetUserInfo"]
    assert set(names) == {"jonas.klein", "jonas.gross"}


def test_the_refusal_of_a_move_names_the_way_out(world: World) -> None:
    grant_has_made_an_archive(world)
    move = world.task("spe_folder", instance_id="baumann", path="jonas.klein", new_path="jonas.gross")
    assert "use community.mailstore.spe_user with rename_archive: true" in world.run(move)["msg"]
