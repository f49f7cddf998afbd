# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users who are renamed with their archives, several in one task: nobody loses a right, however many they are."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.simulation import World, simulation
from tests.simulator.state.users import User
from tests.unit.cost import functions_called
from tests.unit.plugins.module_utils.whole_tenant import asked, fail, functions, refusing, run_tenant, succeed

Rights = dict[str, set[str]]


def add_users(world: World, rights: dict[str, list[str]]) -> None:
    """Users with an archive each, and the archives that each of them reads."""
    content = world.environment.instances["baumann"].content
    for name, archives in rights.items():
        user = User(name)
        user.folder_privileges = dict.fromkeys(archives, ("read",))
        content.users.add(user)
        content.folders.make(name)


def rights_of(world: World, *names: str) -> Rights:
    users = world.environment.instances["baumann"].content.users
    return {name: set(users.find(name).folder_privileges) for name in names}


def renamed(*names: str, **options: Any) -> list[dict[str, Any]]:
    return [{"name": name, "new_name": f"new.{name}", "rename_archive": True, **options} for name in names]


@pytest.mark.parametrize("others", [[], [{"name": "admin"}], renamed("b", "c")])
def test_renamed_users_keep_the_right_on_their_own_archives(world: World, others: list[dict[str, Any]]) -> None:
    """Of a list of users the task reads the list first, which does not show rights."""
    add_users(world, {"a": ["a"], "b": ["b"], "c": ["c"]})
    options: dict[str, Any] = {"users": [*renamed("a"), *others]}
    foretold = succeed(world, **options, check_mode=True)
    done = succeed(world, **options)
    assert foretold["calls"] == done["calls"]
    assert rights_of(world, "new.a") == {"new.a": {"new.a"}}
    assert not succeed(world, **options)["changed"]


@pytest.mark.parametrize("parallel", [1, 4])
def test_renamed_users_keep_their_rights_on_each_others_archives(world: World, parallel: int) -> None:
    """The rights of a user on a later archive are given to the name that an earlier entry has made."""
    names = ["a", "b", "c"]
    add_users(world, dict.fromkeys(names, names))
    options: dict[str, Any] = {"users": renamed(*names), "spe_parallel": parallel}
    foretold = succeed(world, **options, check_mode=True)
    done = succeed(world, **options)
    assert foretold["calls"] == done["calls"]
    new_names = [f"new.{name}" for name in names]
    assert rights_of(world, *new_names) == {name: set(new_names) for name in new_names}
    assert not succeed(world, **options)["changed"]


@pytest.mark.parametrize("after", range(9))
def test_the_next_run_finishes_what_was_interrupted(world: World, after: int) -> None:
    names = ["a", "b"]
    add_users(world, dict.fromkeys(names, names))
    options: dict[str, Any] = {"users": renamed(*names)}
    run_tenant(world, **options, disturbance=refusing("SetUserPrivilegesOnFolder", after=after))
    succeed(world, **options)
    assert rights_of(world, "new.a", "new.b") == {name: {"new.a", "new.b"} for name in ("new.a", "new.b")}
    assert not succeed(world, **options)["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_an_archive_that_would_get_the_name_of_one_that_moves(world: World, check_mode: bool) -> None:
    """What is in the way is only known when the other archive has moved."""
    add_users(world, {"a": ["a"], "b": ["b"]})
    chain: list[dict[str, Any]] = [{"name": "a", "new_name": "b"}, {"name": "b", "new_name": "c"}]
    for entry in chain:
        entry["rename_archive"] = True
    assert fail(world, users=chain, check_mode=check_mode)["msg"] == (
        "baumann: users[0] (a): with rename_archive the archive would get the name that users[1] (b) gives up in the same task;"
        " rename 'b' in a task of its own first."
    )
    assert world.requests == []
    for entry in reversed(chain):
        succeed(world, users=[entry])
    assert rights_of(world, "b", "c") == {"b": {"b"}, "c": {"c"}}


def _costs(number: int) -> tuple[int, Counter[str]]:
    """The functions that planning calls, and the calls to the server."""
    names = [f"user{index}" for index in range(number)]
    with simulation() as world:
        add_users(world, {name: [name] for name in names})
        users = renamed(*names)
        cost = functions_called(lambda: succeed(world, users=users, check_mode=True))
        return cost, Counter(asked(world))


def test_many_archives_cost_as_much_each_as_few() -> None:
    (few, calls_for_few), (many, calls_for_many) = _costs(20), _costs(80)
    assert many < 5 * few
    assert calls_for_many["GetUserInfo"] == calls_for_few["GetUserInfo"] + 60
    assert calls_for_many - calls_for_few == Counter({"GetUserInfo": 60})


def test_the_calls_of_many_renamings_are_linear(world: World) -> None:
    names = [f"user{index}" for index in range(30)]
    add_users(world, {name: [name] for name in names})
    done = succeed(world, users=renamed(*names))
    assert Counter(functions(done["calls"])) == {"MoveFolder": 30, "RenameUser": 30, "SetUserPrivilegesOnFolder": 60}
    assert Counter(asked(world))["GetUserInfo"] <= 2 * (len(names) + 4)
