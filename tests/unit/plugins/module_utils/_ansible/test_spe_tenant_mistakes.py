# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that is wrong with a task about a tenant is reported at once, each with its place, and nothing is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.simulation import World, simulation
from tests.unit.plugins.module_utils.whole_tenant import (
    NEW,
    asked,
    chief,
    credential,
    fail,
    functions,
    succeed,
)

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "instance": ({"instance": {"alias": "kanzlei"}}, "instance: "),
    "stores": ({"stores": [{"name": "new"}]}, "stores[0] (new): "),
    "credentials": ({"credentials": [{"description": "new", "settings": {}}]}, "credentials[0] (new): "),
    "directory_services": (
        {"directory_services": {"configuration": {"type": "office365openidconnect"}}},
        "directory_services: ",
    ),
    "users": ({"users": [{"name": "$archiveadmin"}]}, "users[0] ($archiveadmin): "),
    "privileges": ({"users": [{"name": "admin"}, {"name": "x", "privileges": ["admin", "login"]}]}, "users[1] (x): "),
    "profiles": ({"profiles": [{"name": "new"}]}, "profiles[0] (new): "),
    "jobs": ({"jobs": [{"name": "J", "command": "VerifyStores", "owner": "x", "time": "02:30"}]}, "jobs[0] (J): "),
    "job without schedule": ({"jobs": [{"name": "J", "command": "VerifyStores", "owner": "admin"}]}, "jobs[0] (J): "),
    "max_deletions": ({"max_deletions": "few"}, "max_deletions is 'few': "),
    "purge of what is not given": (
        {"purge": ["users", "profiles"], "users": []},
        "purge names profiles, but the task has no profiles: list those that are to stay, or write profiles: [] if none",
    ),
    "purge": ({"purge": ["jobs"], "jobs": [], "max_deletions": "0"}, "purge would remove 2 of 2 objects"),
}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("case", list(WRONG))
def test_a_mistake_has_its_place_and_nothing_is_written(world: World, case: str, check_mode: bool) -> None:
    options, place = WRONG[case]
    before = world.snapshot()
    refused = fail(world, **options, check_mode=check_mode)
    assert refused["msg"].startswith(f"baumann: {place}") or refused["msg"].startswith(place)
    assert refused["error"]["type"] in ("InputError", "Mistakes")
    assert world.work == []
    assert world.snapshot() == before
    assert "changed" not in refused


def test_all_mistakes_of_all_entries_together(world: World) -> None:
    options: dict[str, Any] = {"instance": {"alias": "kanzlei"}, "stores": [{"name": "new"}]}
    options |= WRONG["credentials"][0] | WRONG["directory_services"][0] | WRONG["profiles"][0]
    options |= {"users": [{"name": "admin"}, {"name": "x", "privileges": ["admin", "login"]}]}
    options |= {"jobs": [*WRONG["jobs"][0]["jobs"], {"name": "K", "interval": 5, "time": "02:30"}]}
    refused = fail(world, **options)
    places = ["instance: ", "stores[0] (new): ", "credentials[0] (new): ", "directory_services: ", "users[1] (x): "]
    places += ["profiles[0] (new): ", "jobs[0] (J): ", "jobs[1] (K): "]
    assert [place for place in places if place not in refused["msg"]] == []
    counted = re.match(r"(?:baumann: )?(\d+) mistakes; nothing was changed", refused["msg"])
    assert counted is not None
    assert int(counted[1]) >= len(places)
    assert world.work == []


WRONG_FORM: dict[str, tuple[dict[str, Any], str]] = {
    "max_deletions in words": ({"max_deletions": "many"}, "max_deletions is 'many': "),
    "max_deletions below zero": ({"max_deletions": -1}, "max_deletions is '-1': "),
    "max_deletions above all": ({"max_deletions": "150%"}, "max_deletions is '150%': "),
    "expect_plan": ({"expect_plan": "yes"}, "expect_plan: 'yes' is not a plan_id"),
    "protect": (
        {"protect": {"jobs": ["*"]}, "jobs": [{"name": "Statistics", "state": "absent"}]},
        "jobs[0] (Statistics): the entry has state: absent, but protect names it",
    ),
    "names": (
        {"users": [{"name": "admin"}, {"name": "ADMIN "}]},
        "users[1] (ADMIN ): users[0] (admin) has the same name",
    ),
    "purge": ({"purge": ["profiles"]}, "purge names profiles, but the task has no profiles"),
    "stores": (
        {"stores": [{"name": name, "database_path": "E:\\x"} for name in ("a", "b")]},
        "stores[1] (b): stores[0] (a) has the database_path",
    ),
}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("case", list(WRONG_FORM))
def test_a_mistake_of_form_needs_no_server(world: World, case: str, check_mode: bool) -> None:
    options, beginning = WRONG_FORM[case]
    assert fail(world, **options, check_mode=check_mode)["msg"].startswith(f"baumann: {beginning}")
    assert world.requests == []


def test_all_mistakes_of_form_together(world: World) -> None:
    """With those of the entries that need no server either."""
    options: dict[str, Any] = {"max_deletions": "many", "expect_plan": "yes", "purge": ["profiles"]}
    options |= WRONG_FORM["protect"][0] | WRONG_FORM["stores"][0]
    options |= {"users": [{"name": "x", "privileges": ["admin", "login"]}, {"name": "admin"}, {"name": "ADMIN "}]}
    options["jobs"] += [{"name": "K", "interval": 5, "time": "02:30"}]
    mistakes = fail(world, **options)["error"]["mistakes"]
    beginnings = ["users[0] (x): privileges", "jobs[1] (K): A job has one schedule", "max_deletions", "expect_plan"]
    beginnings += ["purge names", "jobs[0] (Statistics): ", "stores[1] (b): ", "users[2] (ADMIN ): "]
    assert [one for one in beginnings if not any(mistake.startswith(one) for mistake in mistakes)] == []
    assert len(mistakes) == len(beginnings)
    assert world.requests == []


def test_the_plan_of_a_deletion_is_checked_before_any_call(world: World) -> None:
    refused = fail(world, state="absent", confirm="baumann", expect_plan="yes")
    assert refused["msg"].startswith("baumann: expect_plan: 'yes' is not a plan_id")
    assert world.requests == []


@pytest.mark.parametrize(
    "users",
    [
        [{"name": 5}, {"name": "anna.baumann", "full_name": ["instance 'baumann'"]}],
        [{"name": "x", "authentication": "y"}, {"name": "a", "authentication": "instance 'baumann'"}],
        [{"name": "$archiveadmin"}, {"name": "instance 'baumann'", "privileges": ["admin", "login"]}],
    ],
)
def test_the_tenant_stands_in_front_of_several_mistakes(world: World, users: list[dict[str, Any]]) -> None:
    """Also when one of them, far behind, names it."""
    jobs = [{"name": "J", "command": "VerifyStores", "owner": "nobody", "time": "02:30"}]
    assert re.match(r"baumann: \d mistakes; ", fail(world, users=users, jobs=jobs)["msg"])


@pytest.mark.parametrize(
    ("part", "one", "other"),
    [
        ("users", {"name": "anna.baumann"}, {"name": "Anna.Baumann"}),
        ("users", {"name": "anna.baumann"}, {"name": " anna.baumann"}),
        ("users", {"name": "anna.baumann"}, {"name": "anna.baumann", "state": "absent"}),
        ("users", {"name": "ANNA.baumann"}, {"name": "anna.baumann", "state": "absent"}),
        ("users", {"name": "x", "new_name": "Anna.Baumann"}, {"name": "anna.baumann", "state": "absent"}),
        ("stores", {"name": "a", "state": "absent"}, {"name": "A", "database_path": "E:\\A"}),
        ("profiles", {"name": "Microsoft 365 mailboxes", "state": "absent"}, {"name": "microsoft 365 mailboxes"}),
        ("credentials", {"description": "Baumann.example"}, {"description": "baumann.example", "state": "absent"}),
        ("jobs", {"name": "Statistics", "state": "absent"}, {"name": "STATISTICS"}),
        ("users", {"name": "anna.baumann", "new_name": "anna"}, {"name": "ANNA"}),
        ("users", {"name": "anna.baumann", "new_name": "anna"}, {"name": "jonas.klein", "new_name": "anna"}),
        ("stores", {"name": "2025"}, {"name": "2025 "}),
        ("jobs", {"name": "Statistics"}, {"name": "STATISTICS"}),
        ("profiles", {"name": "Microsoft 365 mailboxes"}, {"name": "microsoft 365 mailboxes"}),
        ("credentials", {"description": "baumann.example"}, {"description": "Baumann.example"}),
    ],
)
def test_two_entries_of_one_name(world: World, part: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    options: dict[str, Any] = {part: [one, other]}
    refused = fail(world, **options)
    name, other_name = ("".join(entry.get(key, "") for key in ("name", "description")) for entry in (one, other))
    assert f"{part}[1] ({other_name}): {part}[0] ({name}) has the same name; keep one of the two." in refused["msg"]
    assert world.work == []


NAMED_LISTS = {
    "users": ("name", "user"),
    "stores": ("name", "store"),
    "jobs": ("name", "job"),
    "profiles": ("name", "profile"),
    "credentials": ("description", "credential"),
}


@pytest.mark.parametrize("part", list(NAMED_LISTS))
def test_names_that_are_empty_are_no_same_names(world: World, part: str) -> None:
    identity, noun = NAMED_LISTS[part]
    options: dict[str, Any] = {part: [{identity: name} for name in (None, "", None)]}
    assert fail(world, **options)["error"]["mistakes"] == [
        f"{part}[{number}]: The name of the {noun} is empty: name the {noun}." for number in range(3)
    ]
    assert world.work == []


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"users": [{"name": "admin"}, {"name": None}]}, "users[1]: The name of the user is empty"),
        ({"users": [{"name": "admin"}, {"name": ""}]}, "users[1]: The name of the user is empty"),
        ({"users": [{"name": "admin"}, {"name": 5}]}, "users[1].name: 5 is a number, not a text"),
        ({"jobs": [{"name": "J"}, {"name": "K", "owner": True}]}, "jobs[1].owner: True is true or false, not a text"),
        (
            {"users": [{"name": "x", "folder_privileges": [{"folder": "y", "privileges": []}, {"folder": 1}]}]},
            "users[0].folder_privileges[1].folder: 1 is a number",
        ),
        ({"users": [{"name": "x", "email_addresses": [""]}]}, "users[0].email_addresses has an empty element"),
        ({"index": {"attachment_extensions": [1]}}, "index.attachment_extensions: 1 is a number"),
        ({"users": [{"name": "x", "password": 12}]}, "users[0].password is a number, not a text"),
    ],
)
def test_what_is_no_text_has_the_place_of_its_entry(world: World, options: dict[str, Any], place: str) -> None:
    refused = fail(world, **options)
    assert place in refused["msg"]
    assert world.work == []


def test_a_year_without_quotes_is_a_name_of_a_store(world: World) -> None:
    assert not succeed(world, stores=[{"name": 2025}, {"name": "2026"}])["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_names_that_go_round_in_a_circle(world: World, check_mode: bool) -> None:
    swapped = [{"name": "anna.baumann", "new_name": "jonas.klein"}, {"name": "jonas.klein", "new_name": "anna.baumann"}]
    assert fail(world, users=swapped, check_mode=check_mode)["msg"] == (
        "baumann: users[0] (anna.baumann): the names go round in a circle ('anna.baumann' -> 'jonas.klein' ->"
        " 'anna.baumann'), so that none of them becomes free; give one of them a third name first, in a task of its own."
    )
    assert world.work == []


@pytest.mark.parametrize("check_mode", [True, False])
def test_two_stores_that_are_to_be_current(world: World, check_mode: bool) -> None:
    """Each run would make the other store the current one."""
    stores = [{"name": name, "requested_state": "current"} for name in ("2024", "2025")]
    refused = fail(world, stores=stores, check_mode=check_mode)
    assert refused["msg"] == (
        "baumann: stores[1] (2025): stores[0] (2024) has requested_state: current, too, and an instance has one current"
        " store; keep one of the two."
    )
    assert world.work == []


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"database_path": "E:\\Stores\\new"}, {"database_path": "E:\\Stores\\new"}),
        ({"database_path": "E:\\Stores\\new"}, {"database_path": "e:/stores/NEW/"}),
        ({"database_path": "E:\\Stores\\new"}, {"database_path": "E:\\Stores\\new", "attach": True}),
    ],
)
def test_two_stores_in_one_directory(
    world: World, one: dict[str, Any], other: dict[str, Any], check_mode: bool
) -> None:
    """The run would make the first store, then fail at the second, each time."""
    stores = [{"name": "2024"}, {"name": "one", **one}, {"name": "two", **other}]
    refused = fail(world, stores=stores, check_mode=check_mode)
    assert refused["msg"] == (
        f"baumann: stores[2] (two): stores[1] (one) has the database_path {one['database_path']!r}, too; give each store a"
        " directory of its own."
    )
    assert world.work == []


ONE = {"name": "one", "database_path": "E:\\Stores\\one", "content_path": "E:\\Content", "index_path": "E:\\Index"}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"content_path": "e:/content/"}, "The content_path 'e:/content/' of the new store 'two' is the content directory"),
        ({"index_path": "E:\\Index"}, "The index_path 'E:\\\\Index' of the new store 'two' is the index directory"),
        ({"content_path": "E:\\Stores\\one"}, "The content_path 'E:\\\\Stores\\\\one' of the new store 'two' is the database directory"),
        ({"index_path": "E:\\Content"}, "The index_path 'E:\\\\Content' of the new store 'two' is the content directory"),
        ({"database_path": "E:\\Content"}, "The database_path 'E:\\\\Content' of the new store 'two' is the content directory"),
        ({"database_path": "E:\\Index\\a\\b"}, "The database_path 'E:\\\\Index\\\\a\\\\b' of the new store 'two' lies in the index directory"),
        ({"content_path": "E:\\Content\\a"}, "The content_path 'E:\\\\Content\\\\a' of the new store 'two' lies in the content directory"),
    ],
)  # fmt: skip
def test_two_stores_with_one_directory_of_any_kind(
    world: World, other: dict[str, Any], sentence: str, check_mode: bool
) -> None:
    two = {"name": "two", "database_path": "E:\\Stores\\two", **other}
    refused = fail(world, stores=[ONE, two], check_mode=check_mode)
    assert refused["msg"] == (
        f"baumann: stores[1] (two): {sentence} of the store 'one'; give each store directories of its own."
    )
    assert world.work == []


def test_stores_that_have_a_directory_together_already(world: World) -> None:
    """An exported tenant is applied without a change, whatever its server has let through."""
    for store in _stores(world):
        store.index_path = "E:\\Index"
    stores = [{"name": store.name, "index_path": store.index_path} for store in _stores(world)]
    assert not succeed(world, stores=stores)["changed"]
    assert len(stores) > 1


def test_directories_that_are_no_trouble(world: World) -> None:
    """One below the database of another store, one that only begins like another, and one for all files of one store."""
    one = {"name": "one", "database_path": "E:\\Stores\\one", "content_path": "E:\\Content"}
    below = {"name": "two", "database_path": "E:\\Stores\\one\\two", "content_path": "E:\\Content2"}
    together = {"name": "three", **dict.fromkeys(("database_path", "content_path", "index_path"), "E:\\Three")}
    stores = [one, below, together]
    assert succeed(world, stores=stores)["counts"]["changed"] == 3
    assert not succeed(world, stores=stores)["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("stores", "sentence"),
    [
        (
            [{"name": "new", "database_path": "E:\\Archives\\baumann\\2024\\Content"}],
            ("stores[0] (new): The database_path 'E:\\\\Archives\\\\baumann\\\\2024\\\\Content' of the new store 'new' is the content"
             " directory of the store '2024'; give each store directories of its own."),
        ),
        (
            [{"name": "2025", "content_path": "E:\\Archives\\baumann\\2024\\Content\\a", "allow_move": True}],
            ("stores[0] (2025): The content_path 'E:\\\\Archives\\\\baumann\\\\2024\\\\Content\\\\a' of the store '2025' lies in the"
             " content directory of the store '2024'; give each store directories of its own."),
        ),
        (
            [{"name": "2025", "database_path": "E:\\Archives\\baumann\\2024", "allow_move": True}],
            ("stores[0] (2025): The database_path 'E:\\\\Archives\\\\baumann\\\\2024' of the store '2025' is the database directory of"
             " the store '2024'; give each store directories of its own."),
        ),
        (
            [{"name": "a", "database_path": "E:\\a"}, {"name": "b", "database_path": "E:\\a\\Content\\b"}],
            ("stores[1] (b): The database_path 'E:\\\\a\\\\Content\\\\b' of the new store 'b' lies in the content directory of the"
             " store 'a'; give each store directories of its own."),
        ),
        (
            [{"name": "b", "database_path": "E:\\a\\Content\\b"}, {"name": "a", "database_path": "E:\\a"}],
            ("stores[1] (a): The database_path 'E:\\\\a\\\\Content\\\\b' of the store 'b' lies in the content directory of the new"
             " store 'a'; give each store directories of its own."),
        ),
        (
            [
                {"name": "new", "database_path": "E:\\Archives\\baumann\\2024"},
                {"name": "2024", "database_path": "E:\\moved", "allow_move": True},
            ],
            ("stores[0] (new): The database_path 'E:\\\\Archives\\\\baumann\\\\2024' of the new store 'new' is the database directory"
             " of the store '2024'; give each store directories of its own, or rename that one with new_name."),
        ),
    ],
)  # fmt: skip
def test_the_directory_of_another_store_that_is_there_then(
    world: World, stores: list[dict[str, Any]], sentence: str, check_mode: bool
) -> None:
    """Also one that the server chooses, and one that a later entry makes free."""
    assert fail(world, stores=stores, check_mode=check_mode)["msg"] == f"baumann: {sentence}"
    assert world.work == []


@pytest.mark.parametrize("check_mode", [True, False])
def test_the_files_of_a_store_that_the_task_detaches(world: World, check_mode: bool) -> None:
    """The server would refuse the new store after the old one was detached."""
    path = "e:\\archives\\baumann\\2024"
    stores: list[dict[str, Any]] = [{"name": "2024", "state": "absent"}, {"name": "new", "database_path": path}]
    assert fail(world, stores=stores, check_mode=check_mode)["msg"] == (
        f"baumann: stores[1] (new): The database_path {path!r} of the new store 'new' has the files of the store '2024', which"
        " stay when that one is detached: set attach: true to take them over, or choose another directory."
    )
    assert world.work == []
    stores[1]["attach"] = True
    assert succeed(world, stores=stores, check_mode=check_mode)["changed"]


def test_the_directory_of_a_store_that_has_moved_away(world: World) -> None:
    old = "E:\\Archives\\baumann\\2024"
    paths = {"database_path": "E:\\moved", "content_path": "E:\\moved\\Content", "index_path": "E:\\moved\\Index"}
    stores = [
        {"name": "2024", "requested_state": "disabled"},
        {"name": "2024", **paths, "allow_move": True, "requested_state": "disabled"},
        {"name": "new", "database_path": old},
    ]
    succeed(world, stores=stores[:1])
    foretold = succeed(world, stores=stores[1:], check_mode=True)
    done = succeed(world, stores=stores[1:])
    assert functions(foretold["calls"]) == functions(done["calls"]) == ["SetStorePath", "CreateStore"]
    assert not succeed(world, stores=stores[1:])["changed"]


NEW_STORE = {"name": "new", "database_path": "E:\\new"}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"stores": [{**NEW_STORE, "merge_from": "2024"}, {"name": "2024"}]},
            "stores[0] (new): merge_from detaches the store '2024', which stores[1] (2024) names; leave one of the two out.",
        ),
        (
            {"stores": [{"name": "2024", "state": "absent"}, {**NEW_STORE, "merge_from": "2024"}]},
            "stores[1] (new): merge_from detaches the store '2024', which stores[0] (2024) names; leave one of the two out.",
        ),
        (
            {"stores": [{"name": "old", "new_name": "X"}, {**NEW_STORE, "merge_from": "x"}]},
            "stores[1] (new): merge_from detaches the store 'x', which stores[0] (old) names; leave one of the two out.",
        ),
        (
            {"stores": [{"name": "2025", "merge_from": "2024"}, {**NEW_STORE, "merge_from": "2024"}]},
            "stores[1] (new): stores[0] (2025) has merge_from: 2024, too, and detaches that store; keep one of the two.",
        ),
        (
            {"stores": [{**NEW_STORE, "merge_from": "2024"}], "protect": {"stores": ["20*"]}},
            "stores[0] (new): merge_from detaches the store '2024', but protect names it; take it out of one of the two.",
        ),
    ],
)  # fmt: skip
def test_a_store_that_is_merged_and_kept(
    world: World, options: dict[str, Any], sentence: str, check_mode: bool
) -> None:
    assert fail(world, **options, check_mode=check_mode)["msg"] == f"baumann: {sentence}"
    assert world.requests == []


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_merge_from_nothing(world: World, check_mode: bool) -> None:
    refused = fail(world, stores=[{**NEW_STORE, "merge_from": ""}], check_mode=check_mode)
    assert refused["msg"] == "baumann: stores[0] (new): merge_from is empty: name the other store, or leave it out."
    assert world.work == []


def test_a_store_that_is_merged_is_not_purged_beside_that(world: World) -> None:
    options: dict[str, Any] = {"stores": [{"name": "2025", "merge_from": "2024"}], "purge": ["stores"]}
    foretold = succeed(world, **options, check_mode=True)
    done = succeed(world, **options)
    assert functions(foretold["calls"]) == functions(done["calls"]) == ["MergeStore", "DetachStore"]
    assert not succeed(world, **options)["changed"]


def test_stores_in_one_directory_of_which_one_goes(world: World) -> None:
    path = next(store.database_path for store in _stores(world) if store.name == "2024")
    stores = [{"name": "2024", "database_path": path}, {"name": "old", "database_path": path, "state": "absent"}]
    assert not succeed(world, stores=stores)["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_new_store_in_the_directory_of_another(world: World, check_mode: bool) -> None:
    path = next(store.database_path for store in _stores(world) if store.name == "2024").upper()
    refused = fail(world, stores=[{"name": "new", "database_path": path}], check_mode=check_mode)
    assert refused["msg"] == (
        f"baumann: stores[0] (new): The database_path {path!r} of the new store 'new' is the database directory of the store"
        " '2024'; give each store directories of its own, or rename that one with new_name."
    )
    assert world.work == []


def _stores(world: World) -> list[Any]:
    return list(world.environment.instances["baumann"].content.stores.stores.values())


def test_a_renaming_to_the_own_name_in_other_letters_is_one_entry(world: World) -> None:
    renamed = [{"name": "reception", "new_name": "Reception"}, {"name": "admin"}]
    assert succeed(world, users=renamed)["changed"]
    assert not succeed(world, users=renamed)["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_renaming_of_nothing(world: World, check_mode: bool) -> None:
    refused = fail(world, users=[{"name": "nobody", "new_name": "somebody"}], check_mode=check_mode)
    assert "users[0] (nobody): There is no user 'nobody' to rename to 'somebody'" in refused["msg"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_parts_that_an_old_server_does_not_have(check_mode: bool) -> None:
    with simulation("demo", version="22.4") as world:
        refused = fail(
            world, credentials=[credential()], users=[{"name": "admin", "mfa": "enabled"}], check_mode=check_mode
        )
        assert world.work == []
    lacks = "Your server (22.4.0.21151) does not know"
    assert (
        f"credentials[0] (mailboxes): {lacks} CreateCredential, which credential needs: leave it out" in refused["msg"]
    )
    assert f"users[0] (admin): {lacks} InitializeMFA, which mfa needs: leave it out" in refused["msg"]
    assert "Update the server to use this module" not in refused["msg"]


def test_what_an_old_server_has_is_managed() -> None:
    with simulation("demo", version="22.4") as world:
        done = succeed(
            world, users=[{"name": "admin", "full_name": "Chief"}], index={}, jobs=[], stores=[{"name": "2025"}]
        )
        assert done["counts"]["changed"] == 1


@pytest.mark.parametrize("state", ["started", "present", "stopped", "quarantined"])
def test_an_instance_that_is_not_there_and_not_described(world: World, state: str) -> None:
    foretold = succeed(world, "contoso", state=state, check_mode=True)
    assert foretold["warnings"] == ["There is no instance 'contoso' yet: check mode cannot predict its changes."]
    refused = fail(world, "contoso", state=state)
    assert refused["msg"].startswith("instance: The instance 'contoso' does not exist")
    assert refused["msg"].endswith("set instance_host and base_directory to create it, or check instance_id.")
    assert world.work == []


def test_a_new_instance_that_is_not_described_completely(world: World) -> None:
    refused = fail(world, "contoso", instance={"instance_host": "host1.example.com"})
    assert refused["msg"] == "instance: The instance 'contoso' does not exist: set base_directory to create it."


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_is_in_a_new_instance_needs_one_that_runs(world: World, check_mode: bool) -> None:
    """No entry is left out without a message, and nothing is created that the task cannot finish."""
    refused = fail(world, "contoso", instance=NEW, users=[chief()], state="present", check_mode=check_mode)
    assert "make it with state: started, then run the task with state: present." in refused["msg"]
    assert world.work == []


def test_mistakes_come_before_the_trouble_of_reading(world: World) -> None:
    refused = fail(world, "seeblick", state="present", users=[{"name": "admin"}, {"name": "Admin"}])
    assert "users[1] (Admin): users[0] (admin) has the same name" in refused["msg"]


def test_a_mistake_of_a_stopped_instance_is_reported_before_it_is_started(world: World) -> None:
    fail(world, "seeblick", users=[{"name": "x", "privileges": ["admin", "login"]}])
    assert world.work == []


def test_a_mistake_that_shows_only_in_the_started_instance_says_what_was_done(world: World) -> None:
    refused = fail(world, "seeblick", jobs=WRONG["jobs"][0]["jobs"])
    assert "One mistake; only the instance itself was changed. jobs[0] (J): There is no user 'x'" in refused["msg"]
    assert refused["changed"]
    assert [call["function"] for call in refused["calls"]] == ["StartInstances"]


def test_a_wrong_password_is_no_mistake_of_an_entry(world: World) -> None:
    refused = fail(world, users=[{"name": "admin"}], spe_password="wrong")
    assert refused["error"]["type"] == "CredentialsRefused"
    assert "users[0]" not in refused["msg"]
    assert set(asked(world)) == {"GetInstances"}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"users": "hello"}, "users is a text, not a list; begin each of its entries with a dash."),
        ({"users": [1]}, "users[0] is a number, not a dictionary; give its options by name."),
        ({"users": [{"name": "a"}, None]}, "users[1] is null, not a dictionary; give its options by name."),
        ({"stores": {"name": "x"}}, "stores is a dictionary, not a list; begin each of its entries with a dash."),
        ({"index": ["a"]}, "index is a list, not a dictionary; give its options by name."),
        (
            {"users": [{"name": "a", "fullname": "A"}]},
            "users[0] (a): there is no option fullname; did you mean full_name?",
        ),
        ({"smtp": {"host": "mail"}}, "smtp: there is no option host; did you mean hostname?"),
        (
            {"users": [{"name": "a", "folder_privileges": [{"folder": "b", "privileges": [], "rights": []}]}]},
            "users[0].folder_privileges[0] (b): there is no option rights; there are folder, privileges.",
        ),
    ],
)
def test_what_has_another_form_is_refused_with_its_place(
    world: World, options: dict[str, Any], sentence: str, check_mode: bool
) -> None:
    assert fail(world, check_mode=check_mode, **options)["msg"] == f"baumann: {sentence}"
    assert world.requests == []


JOB = {
    "name": "J",
    "command": "VerifyStores",
    "arguments": {"includeIndexes": True},
    "owner": "x",
    "enabled": True,
    "time_zone": "$Local",
    "time": "02:30",
}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    "user",
    [
        {"name": "x", "authentication": "integrated", "password": "Geheim-x"},
        {"name": "x", "authentication": "integrated", "password": "Geheim-x", "privileges": ["login"]},
        {"name": "reception", "privileges": ["login"]},
        {"name": "admin", "privileges": ["login"]},
    ],
)
def test_the_owner_of_a_job_who_will_be_no_administrator(world: World, user: dict[str, Any], check_mode: bool) -> None:
    job = {**JOB, "owner": user["name"]}
    refused = fail(world, users=[user, {"name": "anna.baumann"}], jobs=[job], check_mode=check_mode)
    assert refused["msg"].startswith(
        f"baumann: jobs[0] (J): The owner {user['name']!r} of the job 'J' will not be an administrator, and the server takes"
    )
    assert world.work == []


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("instance_id", "user"),
    [
        ("contoso", chief("Admin")),
        ("baumann", chief("Chief")),
        ("baumann", {"name": "admin", "new_name": "Chief"}),
        ("baumann", {"name": "admin", "new_name": "Admin"}),
    ],
)
def test_the_owner_in_other_letters_than_a_user_of_the_task(
    world: World, instance_id: str, user: dict[str, Any], check_mode: bool
) -> None:
    name = user.get("new_name", user["name"])
    options: dict[str, Any] = {"users": [user], "jobs": [{**JOB, "owner": name.lower()}], "check_mode": check_mode}
    options |= {"instance": NEW} if instance_id == "contoso" else {}
    refused = fail(world, instance_id, **options)
    assert refused["msg"] == (
        f"{instance_id}: jobs[0] (J): There is no user {name.lower()!r}, but there is {name!r}, which differs only in upper"
        f" and lower case: write {name!r} in the playbook."
    )
    assert world.work == []


@pytest.mark.parametrize("check_mode", [True, False])
def test_the_credential_in_other_letters_than_one_of_the_task(world: World, check_mode: bool) -> None:
    profile = {
        "name": "New",
        "owner": "admin",
        "connector": "MicrosoftOffice365",
        "details": {"multiDrop": True},
        "credential": "mailboxes",
    }
    refused = fail(world, credentials=[credential("Mailboxes")], profiles=[profile], check_mode=check_mode)
    assert (
        "profiles[0] (New): There is no credential 'mailboxes', but there is 'Mailboxes', which differs only in upper and"
        " lower case: write 'Mailboxes' in the playbook."
    ) in refused["msg"]
    assert world.work == []


def test_a_server_that_takes_other_owners(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tests.simulator.assumptions.JOB_OWNER_MUST_BE_ADMINISTRATOR", False)
    (tmp_path / "facts.yml").write_text("JOB_OWNER_MUST_BE_ADMINISTRATOR: false\n", "utf-8")
    user = {"name": "x", "authentication": "integrated", "password": "Geheim-x"}
    options: dict[str, Any] = {"users": [user], "jobs": [JOB], "spe_facts": str(tmp_path / "facts.yml")}
    assert succeed(world, **options)["changed"]
    assert not succeed(world, **options)["changed"]


FORM = (
    {"users": [{"name": "x", "full_nam": "X"}]},
    "users[0] (x): there is no option full_nam; did you mean full_name?",
)
WORD = (
    {"stores": [{"name": "2025"}, {"name": "2026", "requested_state": "x"}]},
    "stores[1] (2026): value of requested_state",
)
RULE = (
    {"jobs": [{"name": "J", "command": "VerifyStores", "owner": "admin", "interval": 5, "time": "02:30"}]},
    "jobs[0] (J): A job has one schedule, but interval and time are set",
)


@pytest.mark.parametrize("cases", [(FORM, WORD, RULE), (FORM, RULE), (WORD, RULE), (FORM, WORD)])
def test_mistakes_of_different_kinds_are_reported_together(world: World, cases: Any) -> None:
    options: dict[str, Any] = {}
    for given, _sentence in cases:
        options.update(given)
    refused = fail(world, **options)
    assert refused["msg"].startswith(f"baumann: {len(cases)} mistakes; nothing was changed.")
    assert [sentence for _given, sentence in cases if sentence not in refused["msg"]] == []
    assert world.requests == []


@pytest.mark.parametrize(
    ("users", "sentences"),
    [
        (
            ["anna", {"name": "ok"}, {"name": "bad", "privileges": ["admin", "login"]}],
            ["users[0] is a text, not a dictionary", "users[2] (bad): "],
        ),
        (
            ["anna", {"name": None}, {"nme": "x"}, {"name": "bad", "privileges": ["admin", "login"]}],
            [
                "users[0] is a text, not a dictionary",
                "users[1]: The name of the user is empty",
                "users[2]: there is no option nme",
                "users[3] (bad): ",
            ],
        ),
        (
            [None, {"name": "a", "authentication": "x"}, 5, {"name": "b", "folder_privileges": ["c", {"folder": "d"}]}],
            [
                "users[0] is null, not a dictionary",
                "users[1] (a): value of authentication",
                "users[2] is a number, not a dictionary",
                "users[3].folder_privileges[0] is a text",
                "users[3].folder_privileges[1] (d): missing required arguments: privileges.",
            ],
        ),
    ],
)
def test_the_place_of_a_mistake_beside_entries_that_are_none(
    world: World, users: list[Any], sentences: list[str]
) -> None:
    """Each mistake once, and at the place that it has in the playbook."""
    mistakes = fail(world, users=users)["error"]["mistakes"]
    assert len(mistakes) == len(sentences)
    assert [sentence for sentence in sentences if not any(one.startswith(sentence) for one in mistakes)] == []
    assert world.requests == []


#: For each part an entry with mistakes that do not depend on each other, and the beginnings of their sentences.
SEVERAL: dict[str, tuple[dict[str, Any], list[str]]] = {
    "instance": (
        {"instance": {"start_mode": "x", "aliass": "y", "debug_log_enabled": "perhaps", "base_directory": "E:\new"}},
        [
            "instance: there is no option aliass",
            "instance.debug_log_enabled: 'perhaps'",
            "instance: value of start_mode",
            "instance: base_directory: 'E:\\new' contains",
        ],
    ),
    "stores": (
        {
            "stores": [
                {
                    "name": "a",
                    "database_path": "E:\new",
                    "content_path": "",
                    "requested_state": "curent",
                    "merge_from": "a",
                    "state": "absent",
                }
            ]
        },
        [
            "stores[0] (a): value of requested_state",
            "stores[0] (a): database_path: ",
            "stores[0] (a): content_path is empty",
            "stores[0] (a): merge_from copies messages",
        ],
    ),
    "smtp": (
        {"smtp": {"port": 70000, "password": "", "recipients": [""], "authentication_required": "perhaps"}},
        [
            "smtp.authentication_required: 'perhaps'",
            "smtp.recipients has an empty element",
            "smtp: port is 70000",
            "smtp: password is empty",
        ],
    ),
    "credentials": (
        {
            "credentials": [
                {"description": "c", "settings": {"ClientSecret": "Geheim-1"}, "secret_settings": {"PIN": ""}}
            ]
        },
        ["credentials[0] (c): settings would show ClientSecret", "credentials[0] (c): secret_settings: PIN is empty"],
    ),
    "directory_services": (
        {"directory_services": {"configuration": {"password": "Geheim-1"}, "credential": "", "password": ""}},
        [
            "directory_services: configuration contains a password",
            "directory_services: credential is empty",
            "directory_services: password is empty",
        ],
    ),
    "users": (
        {
            "users": [
                {
                    "name": "u",
                    "authentication": "passkey",
                    "privileges": ["admin", "login"],
                    "login_privileges": ["none", "web"],
                    "folder_privileges": [
                        {"folder": "b/c", "privileges": ["read"]},
                        {"folder": "d", "privileges": ["none", "read"]},
                        {"folder": "D", "privileges": ["read"]},
                    ],
                    "email_addresses": ["a,b"],
                    "rename_archive": True,
                    "reinitialize_mfa": True,
                    "password": "",
                    "fullname": "U",
                }
            ]
        },
        [
            "users[0] (u): there is no option fullname; did you mean full_name?",
            "users[0].email_addresses: 'a,b' contains a comma",
            "users[0] (u): value of authentication",
            "users[0] (u): password is empty",
            "users[0] (u): rename_archive needs new_name",
            "users[0] (u): privileges: admin must be the only value",
            "users[0] (u): login_privileges: none must be the only value",
            "users[0] (u): folder_privileges of 'd': none must be the only value",
            "users[0] (u): folder_privileges names the folder 'd' twice",
            "users[0] (u): folder_privileges: 'b/c' is not an archive",
            "users[0] (u): reinitialize_mfa makes a new secret",
        ],
    ),
    "profiles": (
        {
            "profiles": [
                {
                    "name": "p",
                    "details": {"password": "Geheim-1"},
                    "secret_details": {"pin": ""},
                    "automatic_pause_between_executions": -1,
                    "automatic_maintenance_windows": "night",
                    "credential": "",
                }
            ]
        },
        [
            "profiles[0] (p): details would show password",
            "profiles[0] (p): secret_details: pin is empty",
            "profiles[0] (p): automatic_pause_between_executions is -1",
            "profiles[0] (p): automatic_maintenance_windows: 'night'",
            "profiles[0] (p): credential is empty",
        ],
    ),
    "jobs": (
        {
            "jobs": [
                {
                    "name": "J",
                    "action": "a",
                    "command": "",
                    "arguments": {"instanceID": "b", "c": {"d": 1}},
                    "date": "tomorrow",
                    "time": "25:00",
                    "time_zone": "Europe/Berlin",
                    "owner": "",
                }
            ]
        },
        [
            "jobs[0] (J): parameters are mutually exclusive: action|command",
            "jobs[0] (J): owner is empty",
            "jobs[0] (J): time_zone: the server has no time zone",
            "jobs[0] (J): command is empty",
            "jobs[0] (J): arguments: leave instanceID out",
            "jobs[0] (J): arguments: c is a dictionary",
            "jobs[0] (J): A job has one schedule",
            "jobs[0] (J): time: '25:00'",
            "jobs[0] (J): date: 'tomorrow'",
        ],
    ),
    "the task": (
        {
            "user": [],
            "state": "run",
            "max_deletions": "many",
            "expect_plan": "yes",
            "purge": ["jobs"],
            "instance_id": "B",
        },
        [
            "there is no option user; did you mean users?",
            "value of state must be one of",
            "instance_id: 'B' is not an instance ID",
            "expect_plan: 'yes'",
            "purge names jobs",
            "max_deletions is 'many'",
        ],
    ),
}


@pytest.mark.parametrize("part", list(SEVERAL))
def test_all_mistakes_of_one_entry_together(world: World, part: str) -> None:
    options, beginnings = SEVERAL[part]
    options = {"instance_id": "baumann", **options}
    mistakes = fail(world, **options)["error"]["mistakes"]
    assert [one for one in beginnings if not any(mistake.startswith(one) for mistake in mistakes)] == []
    assert len(mistakes) == len(beginnings)
    assert world.work == []


def test_all_mistakes_of_all_entries_in_one_run(world: World) -> None:
    """Whatever one entry has wrong hides nothing of another one, and nothing of the task."""
    options: dict[str, Any] = {"instance_id": "baumann"}
    beginnings: list[str] = []
    for given, sentences in SEVERAL.values():
        options |= given
        beginnings += sentences
    mistakes = fail(world, **options)["error"]["mistakes"]
    # The list of jobs is given now.
    beginnings.remove("purge names jobs")
    assert [one for one in beginnings if not any(mistake.startswith(one) for mistake in mistakes)] == []
    assert len(mistakes) == len(beginnings)
    assert world.requests == []


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"time": 1410, "day_of_week": "Monday"}, "jobs[0].time: 1410 is a number"),
        ({"tme": "02:30", "day_of_week": "Monday"}, "jobs[0] (J): there is no option tme; did you mean time?"),
        ({"comand": "x", "arguments": {"a": "b"}}, "jobs[0] (J): there is no option comand; did you mean command?"),
    ],
)
def test_what_is_refused_is_not_missing(world: World, entry: dict[str, Any], sentence: str) -> None:
    refused = fail(world, jobs=[{"name": "J", **entry}])
    assert refused["msg"].startswith(f"baumann: {sentence}")


def test_all_that_a_server_knows_of_one_entry_together(world: World) -> None:
    job = {"name": "J", "command": "VerifyStors", "owner": "nobody", "time": "02:30", "time_zone": "Moon Time"}
    profile = {"name": "p", "owner": "nobody", "automatic": True}
    mistakes = fail(world, jobs=[job], profiles=[profile])["error"]["mistakes"]
    beginnings = ["profiles[0] (p): The profile 'p' does not exist: set connector to create it"]
    beginnings += ["profiles[0] (p): The profile 'p' runs automatically and needs a pause"]
    beginnings += ["profiles[0] (p): There is no user 'nobody'", "jobs[0] (J): time_zone: the server does not know"]
    beginnings += ["jobs[0] (J): The server has no command 'VerifyStors'", "jobs[0] (J): There is no user 'nobody'"]
    assert [one for one in beginnings if not any(mistake.startswith(one) for mistake in mistakes)] == []
    assert len(mistakes) == len(beginnings)
    assert world.work == []


def test_all_mistakes_of_a_single_module_together(world: World) -> None:
    user = {"name": "u", "privileges": ["admin", "login"], "login_privileges": ["none", "web"]}
    refused = world.run(world.task("spe_user", instance_id="baumann", **user))
    assert [mistake.split(":")[0] for mistake in refused["error"]["mistakes"]] == ["privileges", "login_privileges"]
    assert world.requests == []


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    "options",
    [
        {"user": [{"name": "x", "password": "Geheim-1"}]},
        {"passwort": "Geheim-1"},
        {"users": [{"name": "x", "pasword": "Geheim-1"}]},
        {"users": [{"name": "x", "pasword": "Geheim-1"}], "state": "on"},
        {"users": ["name=x passwort=Geheim-1"]},
        {"smtp": [{"password": "Geheim-1"}]},
    ],
)
def test_a_secret_under_a_mistyped_name_is_not_shown(world: World, options: dict[str, Any], check_mode: bool) -> None:
    assert "Geheim-1" not in str(fail(world, **options, check_mode=check_mode))
