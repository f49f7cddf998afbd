# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chains of renamings: an entry gets the name that another one gives up."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tests.simulation import World, simulation
from tests.unit.plugins.module_utils.whole_tenant import fail, functions, refusing, succeed

CHAINS: dict[str, tuple[str, list[str]]] = {
    "users": ("RenameUser", ["anna.baumann", "jonas.klein", "reception", "front.desk"]),
    "stores": ("RenameStore", ["2024", "2025", "2026", "2027"]),
    "jobs": ("RenameJob", ["Verify stores", "Statistics", "Third"]),
}


def names_of(world: World, part: str) -> list[str]:
    content = world.environment.instances["baumann"].content
    if part == "users":
        return [user.user_name for user in content.users]
    things: list[Any] = [*(content.stores.stores if part == "stores" else content.jobs.jobs).values()]
    return [thing.name for thing in things]


def chain(part: str, world: World) -> tuple[str, list[dict[str, Any]]]:
    """The renamings of all names of the chain that are there, and their function."""
    function, names = CHAINS[part]
    there = [name for name in names if name in names_of(world, part)]
    new = next(name for name in reversed(names) if name not in there)
    return function, [{"name": old, "new_name": final} for old, final in zip(there, [*there[1:], new])]


@pytest.mark.parametrize("parallel", [1, 4])
@pytest.mark.parametrize("part", list(CHAINS))
def test_a_chain_in_any_order(part: str, parallel: int) -> None:
    with simulation("demo") as world:
        function, entries = chain(part, world)
        before = world.snapshot()
        assert len(entries) > 1
        for order in permutations(entries):
            world.restore(before)
            given: dict[str, Any] = {part: [dict(entry) for entry in order], "spe_parallel": parallel}
            foretold = succeed(world, **given, check_mode=True)
            done = succeed(world, **given)
            assert functions(done["calls"]) == [function] * len(entries)
            assert foretold["calls"] == done["calls"]
            assert set(names_of(world, part)) >= {entry["new_name"] for entry in entries}
            assert entries[0]["name"] not in names_of(world, part)
            again = succeed(world, **given)
            assert (again["changed"], again["calls"]) == (False, [])


@pytest.mark.parametrize("part", list(CHAINS))
def test_a_chain_that_was_interrupted_goes_on(part: str) -> None:
    with simulation("demo") as world:
        function, entries = chain(part, world)
        given: dict[str, Any] = {part: entries}
        before = world.snapshot()
        for done_before in range(len(entries)):
            world.restore(before)
            fail(world, **given, disturbance=refusing(function, after=done_before))
            rest = succeed(world, **given)
            assert functions(rest["calls"]) == [function] * (len(entries) - done_before)


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_chain_whose_end_is_taken_is_refused(world: World, check_mode: bool) -> None:
    users = [{"name": "anna.baumann", "new_name": "jonas.klein"}, {"name": "jonas.klein", "new_name": "admin"}]
    refused = fail(world, users=users, check_mode=check_mode)
    assert "'jonas.klein' cannot be renamed to 'admin': a user of that name already exists" in refused["msg"]
    assert world.work == []
