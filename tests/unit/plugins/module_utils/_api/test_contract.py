# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one list of functions says what reads, what destroys and what needs service provider access."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import (
    DOUBLED,
    FUNCTIONS,
    HARMLESS,
    REFUSED,
    came_later,
    destroys,
    newer_values,
    reads,
    requires_access,
    twice,
)

from tests.unit.simulator.examples import EXAMPLES
from tests.unit.simulator.reference import SIGNATURES


def test_it_knows_all_functions_in_order() -> None:
    assert set(SIGNATURES) <= set(FUNCTIONS), "The list lacks functions of the vendor's reference."
    assert list(FUNCTIONS) == sorted(FUNCTIONS), "Sort the list in contract.py by the names of the functions."


def test_reading_functions() -> None:
    reading = {name for name in FUNCTIONS if reads(name)}
    assert reading == {name for name in FUNCTIONS if name.startswith("Get")} | {"Ping", "CreateLicenseRequest"}


@pytest.mark.parametrize(
    ("arguments", "reading"),
    [
        (None, False),
        ({}, False),
        ({"dryRun": False}, False),
        ({"dryRun": "false"}, False),
        ({"dryRun": True}, True),
        ({"dryRun": "True"}, True),
    ],
)
def test_a_dry_run_of_a_synchronisation_reads(arguments: dict[str, object] | None, reading: bool) -> None:
    assert reads("SyncUsersWithDirectoryServices", arguments) is reading


def test_an_unknown_function_is_taken_for_the_worst() -> None:
    assert not reads("GetSomethingNew")
    assert destroys("GetSomethingNew")


def test_destroying_functions() -> None:
    assert {name for name in FUNCTIONS if destroys(name) and not name.startswith("Delete")} == {
        "ClearUserPrivilegesOnFolders",
        "CreateSystemAdministratorAPIPassword",
        "DetachStore",
        "SyncUsersWithDirectoryServices",
        "TransferStores",
    }
    assert all(destroys(name) for name in FUNCTIONS if name.startswith("Delete"))


def test_functions_that_reach_many_instances() -> None:
    assert {name for name, function in FUNCTIONS.items() if function.takes_instance_filter} == {
        "DeleteInstances",
        "FreezeInstances",
        "GetInstances",
        "RestartInstances",
        "StartInstances",
        "StopInstances",
        "ThawInstances",
    }


def test_access_follows_the_scope() -> None:
    for function in FUNCTIONS.values():
        assert (function.scope == "system") == (function.access == "not applicable"), function.name
        if function.arguments:
            assert (function.scope == "instance") == ("instanceID" in function.arguments), function.name


@pytest.mark.parametrize(
    ("function", "access"),
    [
        ("GetStores", "exempt"),
        ("SetIndexConfiguration", "exempt"),
        ("GetArchiveAdminEnabled", "exempt"),
        ("GetUsers", "required"),
        ("CreateInstance", "not applicable"),
    ],
)
def test_service_provider_access(function: str, access: str) -> None:
    assert FUNCTIONS[function].access == access
    assert requires_access(function) is (access == "required")


def test_a_function_that_a_noun_uses_and_nobody_listed() -> None:
    with pytest.raises(LookupError, match=r"GetReminders is not among the functions: add it to .*contract\.py"):
        requires_access("GetReminders")


def test_functions_of_later_versions() -> None:
    later = {name: function.since for name, function in FUNCTIONS.items() if function.since}
    assert later["TransferStores"] == "25.3"
    assert later["UpgradeStores"] == "24.2"
    assert "GetUsers" not in later


@pytest.mark.parametrize(
    ("function", "arguments", "later"),
    [
        ("GetUsers", ["instanceID"], False),
        ("UpgradeStores", [], True),
        ("StartInstances", ["instanceFilter"], False),
        ("StartInstances", ["instanceFilter", "safeMode"], True),
        ("GetSomethingNew", [], False),
    ],
)
def test_what_an_older_server_may_lack(function: str, arguments: list[str], later: bool) -> None:
    assert came_later(function, arguments) is later


@pytest.mark.parametrize(
    ("version", "known"),
    [
        ("22.4.0.21151", False),
        ("24.4.0.22609", False),
        ("25.2.9", False),
        ("25.3.1.23021", True),
        ("25.10.0.1", True),
        ("26.1", True),
        ("unknown version", True),
    ],
)
def test_what_value_an_older_server_may_lack(version: str, known: bool) -> None:
    (newer,) = newer_values({"userName": "api", "loginPrivileges": ["web", "api"]})
    assert (newer.argument, newer.value) == ("loginPrivileges", "api")
    assert newer.is_known_to(version) is known
    assert list(newer_values({"userName": "api", "loginPrivileges": ["web"]})) == []
    assert list(newer_values({"loginPrivileges": None})) == []


# What sets a value, or names by its id what it changes, says the same twice.
SAYS_THE_SAME = ("Set", "RenameJob", "RenameStore", "Clear", "Select", "Retry", "Reload", "Pair")
SAYS_THE_SAME_ABOUT_MANY = frozenset({"DeleteAppPasswords", "DeleteEmptyFolders"})
# What has a name that the server keeps unique, or is gone.
UNIQUE = ("CreateInstance", "CreateUser", "CreateSystemAdministrator", "CreateClientAccessServer", "CreateDirectory")
GONE = ("Delete", "Detach", "Disable", "Deactivate", "Cancel", "MoveFolder", "RenameUser")
ONCE = ("Start", "Stop", "Freeze", "Thaw")


def expected_of_a_second_call(name: str) -> str:
    if reads(name) or name.startswith(SAYS_THE_SAME) or name in SAYS_THE_SAME_ABOUT_MANY:
        return HARMLESS
    if name == "CreateSystemAdministratorAPIPassword":
        return DOUBLED
    return REFUSED if name.startswith((*UNIQUE, *GONE, *ONCE)) else DOUBLED


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_a_second_call_does(name: str) -> None:
    assert twice(name) == expected_of_a_second_call(name)


def test_what_makes_or_removes_something_is_not_harmless_by_omission() -> None:
    """Of functions that are newer than those of the tests only their names are known here."""
    newer = [name for name in FUNCTIONS if name not in EXAMPLES and not reads(name)]
    forgotten = [name for name in newer if name.startswith(("Create", "Run", *GONE, *ONCE)) and twice(name) == HARMLESS]
    assert forgotten == [], "Say in contract.py what a second call does: twice=REFUSED or twice=DOUBLED."


def test_an_unknown_function_is_done_twice() -> None:
    assert twice("CreateSomethingNew") == DOUBLED
