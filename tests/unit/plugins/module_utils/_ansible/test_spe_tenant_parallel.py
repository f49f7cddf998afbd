# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many users over several connections: the same result as one after the other, in the order of the task."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.simulation import Trouble, World
from tests.unit.plugins.module_utils.whole_tenant import Disturbed, asked, fail, functions, succeed, written

NAMES = [f"user{number:02}" for number in range(40)]
USERS = [
    {
        "name": name,
        "full_name": name.upper(),
        "authentication": "integrated",
        "password": "Geheim-user",
        "privileges": ["login"],
        "email_addresses": [f"{name}@baumann.example"],
        "own_archive_privileges": ["read"],
    }
    for name in NAMES
]
OF_A_NEW_USER = ["CreateUser", "SetUserEmailAddresses", "SetUserPrivilegesOnFolder"]


def test_as_one_after_the_other(world: World) -> None:
    before = world.snapshot()
    one = succeed(world, users=USERS, spe_parallel=1)
    world.restore(before)
    many = succeed(world, users=USERS, spe_parallel=8)
    for key in ("calls", "results", "diff", "counts", "plan_id"):
        assert one[key] == many[key], key


def test_results_are_in_the_order_of_the_task(world: World) -> None:
    done = succeed(world, users=USERS, spe_parallel=8)
    assert [result["name"] for result in done["results"]] == ["baumann", *NAMES]
    assert Counter(written(world)) == Counter(OF_A_NEW_USER * 40)
    assert functions(done["calls"]) == OF_A_NEW_USER * 40


def test_a_second_run_reads_each_user_once(world: World) -> None:
    succeed(world, users=USERS, spe_parallel=8)
    succeed(world, users=USERS, spe_parallel=8)
    reads = {"GetInstances": 1, "GetArchiveAdminEnabled": 1, "GetUsers": 1, "GetUserInfo": 40}
    assert Counter(asked(world)) == Counter(reads)


@pytest.mark.parametrize("continue_on_error", [True, False])
def test_one_of_many_that_fails(world: World, continue_on_error: bool) -> None:
    """The server does not accept the name of the tenth user."""
    wrong = [*USERS[:10], {**USERS[10], "name": "user/10"}, *USERS[11:]]
    options: dict[str, Any] = {"continue_on_error": continue_on_error, "spe_parallel": 8}
    failed = fail(world, users=wrong, **options)
    names = [result["name"] for result in failed["results"]]
    assert names == [name for name in ["baumann", *(user["name"] for user in wrong)] if name in names]
    assert [result["name"] for result in failed["results"] if result["failed"]] == ["user/10"]
    assert Counter(functions(failed["calls"])) == Counter(written(world))
    not_begun = 41 - len(names)
    if continue_on_error:
        assert not_begun == 0
    elif not_begun:
        assert f"{not_begun} were not begun" in failed["msg"]
    succeed(world, users=USERS, **options)
    assert not succeed(world, users=USERS, **options)["changed"]


def test_a_server_that_breaks_off_among_many(world: World) -> None:
    options: dict[str, Any] = {"users": USERS, "spe_parallel": 8}
    down = Disturbed("SetUserEmailAddresses", after=20, trouble=Trouble(refused=True))
    failed = fail(world, **options, disturbance=down)
    assert Counter(functions(failed["calls"])) == Counter(written(world))
    succeed(world, **options)
    assert not succeed(world, **options)["changed"]


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_a_number_of_connections_that_cannot_be(world: World, number: int) -> None:
    assert f"spe_parallel is {number}" in fail(world, users=USERS, spe_parallel=number)["msg"]
    assert asked(world) == []
