# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users, their setters, folders and the sync with a directory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator import assumptions
from tests.unit.simulator.api import Api


def info(api: Api, name: str, instance_id: str = "baumann") -> dict[str, Any]:
    result: dict[str, Any] = api.result("GetUserInfo", instanceID=instance_id, userName=name)
    return result


def test_detail_has_the_observed_keys_in_order(api: Api) -> None:
    assert list(info(api, "anna.baumann").items()) == [
        ("userName", "anna.baumann"),
        ("fullName", "Anna Baumann"),
        ("distinguishedName", None),
        ("authentication", "directoryServices"),
        ("mfaStatus", "Disabled"),
        ("emailAddresses", ["anna.baumann@baumann.example", "info@baumann.example"]),
        ("pop3UserNames", []),
        ("privileges", ["login"]),
        ("loginPrivileges", ["windows", "web", "outlook", "windowsCmd", "imap", "api"]),
        ("privilegesOnFolders", [{"folder": "anna.baumann", "privileges": ["read"]}]),
    ]


def test_administrators_show_no_folder_privileges(api: Api) -> None:
    assert "privilegesOnFolders" not in info(api, "admin")


def test_list_is_in_ordinal_order(api: Api) -> None:
    api.result("CreateUser", instanceID="baumann", userName="Zoe", privileges="login")
    names = [row["userName"] for row in api.result("GetUsers", instanceID="baumann")]
    assert names == sorted(names)
    assert names[0] == "$archiveadmin"
    assert names.index("Zoe") < names.index("admin")


def test_new_user_has_defaults_and_no_right_on_its_archive(api: Api) -> None:
    api.result("CreateUser", instanceID="baumann", userName="jane", privileges="none")
    jane = info(api, "jane")
    assert jane["authentication"] == "integrated"
    assert jane["privileges"] == []
    assert jane["privilegesOnFolders"] == []
    assert jane["fullName"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"userName": "anna.baumann", "privileges": "login"},
        {"userName": "ANNA.baumann", "privileges": "login"},
        {"userName": " jane", "privileges": "login"},
        {"userName": "jane  doe", "privileges": "login"},
        {"userName": "jane,doe", "privileges": "login"},
        {"userName": "jane\tdoe", "privileges": "login"},
        {"userName": "j" * 257, "privileges": "login"},
        {"userName": "", "privileges": "login"},
        {"userName": "jane", "privileges": "admin,login"},
        {"userName": "jane", "privileges": "none, login"},
        {"userName": "jane", "privileges": "fly"},
        {"userName": "jane", "privileges": ""},
        {"userName": "jane", "privileges": "login", "loginPrivileges": "none,web"},
        {"userName": "jane", "privileges": "login", "loginPrivileges": "telnet"},
        {"userName": "jane", "privileges": "login", "authentication": "kerberos"},
    ],
)
def test_bad_users_are_refused(api: Api, arguments: dict[str, str]) -> None:
    api.error("CreateUser", instanceID="baumann", **arguments)
    assert api.environment.find_instance("baumann").content.users.get("jane") is None


@pytest.mark.parametrize("name", ["jane doe", "jane.m. doe-smith"])
def test_user_names_may_have_blanks(api: Api, name: str) -> None:
    """[documented] user names with a blank exist at a provider."""
    api.result("CreateUser", instanceID="baumann", userName=name, privileges="login")
    api.result("RenameUser", instanceID="baumann", oldUserName="reception", newUserName=f"{name} 2")
    assert info(api, name)["userName"] == name


@pytest.mark.parametrize("name", ["jörg", "jo\u0308rg", "жанна", "jörg müller"])
def test_letters_beyond_ascii_are_of_one_world_alone(api: Api, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    api.result("CreateUser", instanceID="baumann", userName=name, privileges="login")
    assert info(api, name)["userName"] == name
    monkeypatch.setattr(assumptions, "LETTERS_BEYOND_ASCII_IN_USER_NAMES", False)
    api.error("CreateUser", instanceID="weber", userName=name, privileges="login")
    api.error("RenameUser", instanceID="baumann", oldUserName="reception", newUserName=f"{name}2")


@pytest.mark.parametrize(
    ("function", "arguments", "field", "expected"),
    [
        ("SetUserFullName", {"fullName": "Änne"}, "fullName", "Änne"),
        ("SetUserFullName", {}, "fullName", None),
        ("SetUserDistinguishedName", {"distinguishedName": "CN=A"}, "distinguishedName", "CN=A"),
        ("SetUserAuthentication", {"authentication": "integrated"}, "authentication", "integrated"),
        (
            "SetUserEmailAddresses",
            {"emailAddresses": "b@x.example, a@x.example"},
            "emailAddresses",
            ["b@x.example", "a@x.example"],
        ),
        ("SetUserEmailAddresses", {}, "emailAddresses", []),
        ("SetUserPop3UserNames", {"pop3UserNames": "a,b"}, "pop3UserNames", ["a", "b"]),
        ("SetUserPrivileges", {"privileges": "login, export"}, "privileges", ["login", "export"]),
        ("SetUserPrivileges", {"privileges": "none"}, "privileges", []),
        ("SetUserLoginPrivileges", {"loginPrivileges": "web"}, "loginPrivileges", ["web"]),
        ("InitializeMFA", {}, "mfaStatus", "Enabled"),
    ],
)
def test_setters_change_their_field_alone(
    api: Api, function: str, arguments: dict[str, str], field: str, expected: object
) -> None:
    before = info(api, "anna.baumann")
    api.result(function, instanceID="baumann", userName="anna.baumann", **arguments)
    assert info(api, "anna.baumann") == {**before, field: expected}


def test_addresses_are_checked(api: Api) -> None:
    api.error("SetUserEmailAddresses", instanceID="baumann", userName="anna.baumann", emailAddresses="no address")


def test_folder_privileges_are_replaced_and_removed(api: Api) -> None:
    def grant(folder: str, privileges: str) -> None:
        arguments = {"userName": "jonas.klein", "folder": folder, "privileges": privileges}
        api.result("SetUserPrivilegesOnFolder", instanceID="baumann", **arguments)

    grant("jonas.klein", "read, write")
    folders = info(api, "jonas.klein")["privilegesOnFolders"]
    assert folders[-1] == {"folder": "jonas.klein", "privileges": ["read", "write"]}
    assert len(folders) == 2
    grant("anna.baumann", "none")
    assert [entry["folder"] for entry in info(api, "jonas.klein")["privilegesOnFolders"]] == ["jonas.klein"]
    api.result("ClearUserPrivilegesOnFolders", instanceID="baumann", userName="jonas.klein")
    assert info(api, "jonas.klein")["privilegesOnFolders"] == []


def test_taking_privileges_away_makes_no_archive(api: Api) -> None:
    arguments = {"userName": "anna.baumann", "folder": "no-such"}
    for privileges, is_made in (("none", False), ("read", True)):
        api.result("SetUserPrivilegesOnFolder", instanceID="baumann", **arguments, privileges=privileges)
        rows = api.result("GetChildFolders", instanceID="baumann", maxLevels=1)
        assert ("no-such" in [row["folder"] for row in rows]) is is_made


@pytest.mark.parametrize(
    "arguments", [{"folder": "reception/Inbox", "privileges": "read"}, {"folder": "reception", "privileges": "own"}]
)
def test_bad_grants_are_refused(api: Api, arguments: dict[str, str]) -> None:
    api.error("SetUserPrivilegesOnFolder", instanceID="baumann", userName="anna.baumann", **arguments)


def test_renaming_moves_the_account_alone(api: Api) -> None:
    api.result("RenameUser", instanceID="baumann", oldUserName="reception", newUserName="desk")
    assert info(api, "desk")["privilegesOnFolders"] == [{"folder": "reception", "privileges": ["read", "write"]}]
    api.error("GetUserInfo", instanceID="baumann", userName="reception")
    api.error("RenameUser", instanceID="baumann", oldUserName="desk", newUserName="admin")


def test_deleted_user_leaves_the_archive(api: Api) -> None:
    api.result("DeleteUser", instanceID="baumann", userName="reception")
    api.error("GetUserInfo", instanceID="baumann", userName="reception")
    folders = [row["folder"] for row in api.result("GetFolderStatistics", instanceID="baumann")]
    assert "reception" in folders


def test_child_folders(api: Api) -> None:
    def folders(**arguments: object) -> list[str]:
        return [row["folder"] for row in api.result("GetChildFolders", instanceID="baumann", **arguments)]

    assert folders(maxLevels=1) == ["@catchall", "anna.baumann", "jonas.klein", "reception"]
    assert folders(folder="jonas.klein") == [
        "jonas.klein/Inbox",
        "jonas.klein/Projects",
        "jonas.klein/Projects/2024",
    ]
    assert folders(folder="jonas.klein", maxLevels=1) == ["jonas.klein/Inbox", "jonas.klein/Projects"]
    api.error("GetChildFolders", instanceID="baumann", folder="no-such")
    api.error("GetChildFolders", instanceID="baumann", maxLevels=0)


def test_folder_statistics_are_by_archive(api: Api) -> None:
    rows = {row["folder"]: row["size"] for row in api.result("GetFolderStatistics", instanceID="baumann")}
    assert rows["anna.baumann"] == 9021432112 + 3022112334


def test_moving_and_deleting_folders(api: Api) -> None:
    api.result("MoveFolder", instanceID="baumann", fromFolder="reception", toFolder="desk")
    api.error("MoveFolder", instanceID="baumann", fromFolder="desk", toFolder="jonas.klein")
    api.error("MoveFolder", instanceID="baumann", fromFolder="desk", toFolder="desk/inside")
    api.error("MoveFolder", instanceID="baumann", fromFolder="desk", toFolder="nowhere/inside")
    api.result("MoveFolder", instanceID="baumann", fromFolder="desk/Inbox", toFolder="desk/Post")
    api.result("DeleteEmptyFolders", instanceID="baumann", folder="jonas.klein/Projects")
    paths = [row["folder"] for row in api.result("GetChildFolders", instanceID="baumann")]
    assert "desk/Post" in paths
    assert not [path for path in paths if path.startswith("jonas.klein/Projects")]


def test_sync_tells_first_and_then_does(api: Api) -> None:
    expected = [
        {"userName": "inga.lund", "change": "created"},
        {"userName": "former.employee", "change": "deleted"},
    ]
    assert api.result("SyncUsersWithDirectoryServices", instanceID="nordlicht", dryRun=True) == expected
    api.error("GetUserInfo", instanceID="nordlicht", userName="inga.lund")
    assert api.result("SyncUsersWithDirectoryServices", instanceID="nordlicht", dryRun=False) == expected
    inga = info(api, "inga.lund", "nordlicht")
    assert inga["privileges"] == ["login"]
    assert inga["authentication"] == "directoryServices"
    assert inga["privilegesOnFolders"] == [{"folder": "inga.lund", "privileges": ["read"]}]
    api.error("GetUserInfo", instanceID="nordlicht", userName="former.employee")
    assert info(api, "admin", "nordlicht")
    assert api.result("SyncUsersWithDirectoryServices", instanceID="nordlicht", dryRun=False) == []


def test_sync_needs_directory_services(api: Api) -> None:
    api.environment.find_instance("baumann").content.directory_services = None
    assert "not configured" in api.error("SyncUsersWithDirectoryServices", instanceID="baumann")
