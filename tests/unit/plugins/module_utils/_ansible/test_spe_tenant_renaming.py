# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chains of renamings: an entry gets the name that another one gives up."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_entry import NamedEntry
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_parts import (
    names_given_twice,
    part_of,
)
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_renaming import (
    Renamings,
    in_order_of_renaming,
)

from tests.simulation import World, simulation
from tests.unit.plugins.module_utils.whole_tenant import fail, functions, refusing, succeed

ANYTHING = SpecifiedOptions(())
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


@pytest.mark.parametrize("parallel", [1, 4])
@pytest.mark.parametrize("reverse", [False, True])
def test_a_chain_whose_names_are_spelled_in_two_ways(world: World, parallel: int, reverse: bool) -> None:
    """An accented letter is one character in the one entry, and two in the other."""
    succeed(world, jobs=[{"name": "Statistics", "new_name": "M\u00fcller"}])
    entries = [{"name": "Verify stores", "new_name": "Mu\u0308ller"}, {"name": "M\u00fcller", "new_name": "Third"}]
    given: dict[str, Any] = {"jobs": entries[::-1] if reverse else entries, "spe_parallel": parallel}
    assert functions(succeed(world, **given)["calls"]) == ["RenameJob"] * 2
    assert names_of(world, "jobs") == ["Mu\u0308ller", "Third"]
    assert not succeed(world, **given)["changed"]


OWNED: dict[str, dict[str, Any]] = {
    "jobs": {"name": "Third", "action": "VerifyStores", "time": "03:00"},
    "profiles": {"name": "Third", "connector": "IMAP", "secret_details": {"password": "x-y-z"}},
}


@pytest.mark.parametrize(("made", "named"), [("M\u00fcller", "Mu\u0308ller"), ("Mu\u0308ller", "M\u00fcller")])
@pytest.mark.parametrize("part", OWNED)
def test_an_owner_is_found_in_another_spelling(world: World, part: str, made: str, named: str) -> None:
    """Whether an earlier entry makes the user, or the user is there already."""
    users: dict[str, Any] = {"users": [{"name": made, "privileges": ["admin"]}]}
    owned: dict[str, Any] = {part: [{**OWNED[part], "owner": named}]}
    before = world.snapshot()
    for tasks in ([{**users, **owned}], [users, owned]):
        world.restore(before)
        for task in tasks:
            foretold = succeed(world, **task, check_mode=True)
            assert succeed(world, **task)["calls"] == foretold["calls"]
        assert not succeed(world, **owned)["changed"]


def test_another_spelling_is_no_renaming(world: World) -> None:
    succeed(world, jobs=[{"name": "Statistics", "new_name": "M\u00fcller"}])
    assert not succeed(world, jobs=[{"name": "M\u00fcller", "new_name": "Mu\u0308ller"}])["changed"]
    assert "M\u00fcller" in names_of(world, "jobs")


def test_thousands_of_renamings_are_found_without_looking_at_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = [0]
    names = NamedEntry.names.fget  # type: ignore[attr-defined]  # it is a property

    def counted(entry: NamedEntry) -> tuple[str, ...]:
        looks[0] += 1
        return tuple(names(entry))

    monkeypatch.setattr(NamedEntry, "names", property(counted))
    number = 3000
    options = ({"name": f"user{index}", "new_name": f"new{index}"} for index in range(number))
    entries = [NamedEntry(part_of("users"), each, ANYTHING, "users") for each in options]
    renamings = Renamings(in_order_of_renaming(entries))
    assert renamings.circles() == []
    assert [renamings.chain_of(entry) for entry in entries] == [()] * number
    assert names_given_twice(entries) == []
    assert looks[0] < 100 * number
