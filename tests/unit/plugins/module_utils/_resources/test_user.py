# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for users: what is created, changed, renamed and removed, by which calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    InputError,
    NotSupportedByServer,
)
from ansible_collections.community.mailstore.plugins.modules.spe_user import MODULE

from tests.simulation import Fault
from tests.simulator.state.users import User
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant, rights
from tests.unit.plugins.module_utils.wire import Hitch


@pytest.fixture
def users(server: Server, tenant: Tenant) -> Tasks:
    return Tasks(MODULE, server, {"instance_id": "acme"})


@pytest.fixture
def jane(tenant: Tenant) -> User:
    return tenant.add_user(
        "jane",
        full_name="Jane",
        email_addresses=("jane@x", "j@x", "doe@x"),
        privileges=("login", "changePassword"),
        folder_privileges={"jane": ("read",), "info": ("read", "write")},
    )


def refused(users: Tasks, **options: Any) -> str:
    users.spe.wire.forget()
    with pytest.raises(InputError) as error:
        users.run(**options)
    assert users.spe.wire.writes == []
    return error.value.message


def test_no_change_costs_one_call(users: Tasks, jane: User) -> None:
    result = users.run(
        name="jane",
        full_name="Jane",
        distinguished_name=None,
        authentication="integrated",
        email_addresses=["jane@x", "doe@x", "j@x"],
        pop3_user_names=[],
        privileges=["change_password", "login"],
        login_privileges=["windows", "web", "outlook", "windows_cmd", "imap"],
        folder_privileges=[{"folder": "info", "privileges": ["write", "read"]}],
        own_archive_privileges=["read"],
        mfa="disabled",
        password="x",
    )
    assert not result["changed"]
    assert result["diff"] == {"before": {}, "after": {}}
    assert users.spe.wire.functions == ["GetUserInfo"]


def test_a_new_user_with_its_name_alone_has_no_rights(users: Tasks, tenant: Tenant) -> None:
    result = users.four_ways(name="ada")
    assert result["calls"] == [
        {"function": "CreateUser", "arguments": {"instanceID": "acme", "userName": "ada", "privileges": ["none"]}}
    ]
    assert result["diff"]["before"] == {"state": "absent"}
    assert result["diff"]["after"] == {"state": "present", "name": "ada", "privileges": []}
    assert tenant.user("ada").privileges == ()
    assert tenant.user("ada").login_privileges is None
    assert "password_updated" not in result


def test_a_new_user_with_everything(users: Tasks, tenant: Tenant) -> None:
    result = users.four_ways(
        name="ada",
        full_name="Ada",
        distinguished_name="CN=Ada",
        authentication="directory_services",
        password="secret",
        email_addresses=["ada@x"],
        pop3_user_names=["a"],
        privileges=["login", "change_password"],
        login_privileges=["web", "windows_cmd"],
        folder_privileges=[{"folder": "info", "privileges": ["read"]}, {"folder": "press", "privileges": ["none"]}],
        own_archive_privileges=["read", "write"],
        mfa="enabled",
    )
    create, *setters = result["calls"]
    assert create == {
        "function": "CreateUser",
        "arguments": {
            "instanceID": "acme",
            "userName": "ada",
            "fullName": "Ada",
            "distinguishedName": "CN=Ada",
            "authentication": "directoryServices",
            "password": "********",
            "privileges": ["login", "changePassword"],
            "loginPrivileges": ["web", "windowsCmd"],
        },
    }
    assert [call["function"] for call in setters] == [
        "SetUserEmailAddresses",
        "SetUserPop3UserNames",
        "SetUserPrivilegesOnFolder",
        "SetUserPrivilegesOnFolder",
        "InitializeMFA",
    ]
    assert rights(tenant.user("ada")) == {"info": ["read"], "ada": ["read", "write"]}
    assert tenant.user("ada").password == "secret"
    assert result["password_updated"]
    assert "secret" not in str(result)
    assert result["user"]["mfa"] == "enabled"


def test_what_check_mode_tells_of_a_new_user(users: Tasks) -> None:
    user = users.check(name="ada", privileges=["none"], full_name="")["user"]
    assert user["privileges"] == []
    assert user["email_addresses"] == []
    assert user["folder_privileges"] == []
    assert user["mfa"] == "disabled"
    assert user["full_name"] is None
    assert user["login_privileges"] is None, "only the server knows"


def test_only_the_setters_of_what_drifted_are_called(users: Tasks, jane: User) -> None:
    result = users.four_ways(name="jane", full_name="Jane Doe", privileges=["login", "change_password"], mfa="disabled")
    assert functions(result) == ["SetUserFullName"]
    assert result["diff"] == {
        "before_header": "acme: user jane",
        "after_header": "acme: user jane",
        "before": {"name": "jane", "full_name": "Jane"},
        "after": {"name": "jane", "full_name": "Jane Doe"},
    }


@pytest.mark.parametrize(
    ("option", "value", "function", "argument"),
    [
        ("distinguished_name", "CN=Jane", "SetUserDistinguishedName", {"distinguishedName": "CN=Jane"}),
        ("authentication", "directory_services", "SetUserAuthentication", {"authentication": "directoryServices"}),
        ("email_addresses", ["j@x", "jane@x", "doe@x"], "SetUserEmailAddresses", {"emailAddresses": ["j@x", "jane@x", "doe@x"]}),
        ("pop3_user_names", ["jd"], "SetUserPop3UserNames", {"pop3UserNames": ["jd"]}),
        ("privileges", ["export"], "SetUserPrivileges", {"privileges": ["export"]}),
        ("login_privileges", ["web"], "SetUserLoginPrivileges", {"loginPrivileges": ["web"]}),
        ("mfa", "enabled", "InitializeMFA", {}),
    ],
)  # fmt: skip
def test_each_field_has_its_setter(
    users: Tasks, jane: User, option: str, value: Any, function: str, argument: dict[str, Any]
) -> None:
    result = users.four_ways(name="jane", **{option: value})
    assert result["calls"] == [
        {"function": function, "arguments": {"instanceID": "acme", "userName": "jane", **argument}}
    ]


@pytest.mark.parametrize("nothing", [None, ""])
def test_null_and_empty_remove_a_text(users: Tasks, jane: User, nothing: str | None) -> None:
    result = users.four_ways(name="jane", full_name=nothing)
    assert result["calls"][0]["arguments"] == {"instanceID": "acme", "userName": "jane"}
    assert result["user"]["full_name"] is None


@pytest.mark.parametrize("nothing", [None, [], ""])
def test_null_and_empty_remove_all_addresses(users: Tasks, jane: User, nothing: list[str] | str | None) -> None:
    assert users.four_ways(name="jane", email_addresses=nothing)["user"]["email_addresses"] == []


@pytest.mark.parametrize("nothing", [None, [], ["none"]])
def test_null_empty_and_none_take_all_privileges(users: Tasks, jane: User, nothing: list[str] | None) -> None:
    result = users.four_ways(name="jane", privileges=nothing)
    assert result["calls"][0]["arguments"]["privileges"] == ["none"]
    assert result["user"]["privileges"] == []


def test_what_is_omitted_is_left_alone(users: Tasks, jane: User) -> None:
    before = replace(jane)
    users.four_ways(name="jane", full_name="Jane Doe")
    assert jane == replace(before, full_name="Jane Doe")


@pytest.mark.parametrize("option", ["authentication", "mfa"])
def test_a_word_cannot_be_null(users: Tasks, jane: User, option: str) -> None:
    assert refused(users, name="jane", **{option: None}) == (
        f"{option} cannot be null: set a value, or leave it out to keep the current one."
    )


def test_other_privileges_than_the_named_folders_stay(users: Tasks, jane: User) -> None:
    folders = [{"folder": "info", "privileges": ["read"]}, {"folder": "press", "privileges": ["read"]}]
    result = users.four_ways(name="jane", folder_privileges=folders)
    assert [call["arguments"]["folder"] for call in result["calls"]] == ["info", "press"]
    assert rights(jane) == {"jane": ["read"], "info": ["read"], "press": ["read"]}


def test_other_folders_are_purged_on_demand(users: Tasks, jane: User) -> None:
    folders = [{"folder": "press", "privileges": ["read"]}]
    users.four_ways(name="jane", folder_privileges=folders, purge_folder_privileges=True)
    assert rights(jane) == {"press": ["read"]}


@pytest.mark.parametrize("nothing", [None, []])
def test_no_folder_privileges_remove_all(users: Tasks, jane: User, nothing: list[Any] | None) -> None:
    users.four_ways(name="jane", folder_privileges=nothing)
    assert rights(jane) == {}


@pytest.mark.parametrize(
    "options", [{"folder_privileges": []}, {"own_archive_privileges": [], "purge_folder_privileges": True}]
)
def test_what_takes_all_away_is_one_call(users: Tasks, jane: User, options: dict[str, Any]) -> None:
    result = users.four_ways(name="jane", **options)
    assert functions(result) == ["ClearUserPrivilegesOnFolders"]
    assert rights(jane) == {}


@pytest.mark.parametrize("nothing", [[], ["none"]])
def test_one_folder_is_taken_away(users: Tasks, jane: User, nothing: list[str]) -> None:
    users.four_ways(name="jane", folder_privileges=[{"folder": "info", "privileges": nothing}])
    assert rights(jane) == {"jane": ["read"]}


def test_purging_alone_names_nothing(users: Tasks, jane: User) -> None:
    assert not users.run(name="jane", purge_folder_privileges=True)["changed"]


@pytest.mark.parametrize("nothing", [None, [], ["none"]])
def test_the_right_on_the_own_archive_can_be_taken(users: Tasks, jane: User, nothing: list[str] | None) -> None:
    users.four_ways(name="jane", own_archive_privileges=nothing)
    assert rights(jane) == {"info": ["read", "write"]}


def test_the_own_archive_survives_a_purge(users: Tasks, jane: User) -> None:
    users.four_ways(name="jane", own_archive_privileges=["read"], folder_privileges=[])
    assert rights(jane) == {"jane": ["read"]}


def test_the_own_archive_of_a_renamed_user_is_that_of_the_new_name(users: Tasks, jane: User, tenant: Tenant) -> None:
    users.four_ways(name="jane", new_name="jane.doe", own_archive_privileges=["read"])
    assert rights(tenant.user("jane.doe"))["jane.doe"] == ["read"]


def test_the_own_archive_cannot_be_named_twice(users: Tasks, jane: User) -> None:
    message = refused(
        users,
        name="jane",
        own_archive_privileges=["read"],
        folder_privileges=[{"folder": "jane", "privileges": ["write"]}],
    )
    assert message == "folder_privileges and own_archive_privileges both name 'jane'; keep one of the two."


def test_folder_privileges_of_administrators_are_left_alone_with_a_warning(users: Tasks, tenant: Tenant) -> None:
    tenant.add_user("boss", privileges=("admin",))
    result = users.four_ways(name="boss", own_archive_privileges=["read"], full_name="Boss")
    assert functions(result) == ["SetUserFullName"]
    assert users.warnings[0] == (
        "folder_privileges of the user 'boss' was not changed: the server does not show the folder privileges of"
        " administrators"
    )


def test_rights_that_nobody_can_read_are_in_doubt_when_the_answer_is_lost(users: Tasks, tenant: Tenant) -> None:
    users.spe.wire.meet("SetUserPrivilegesOnFolder", Hitch(fault=Fault("reset_before", True)))
    with pytest.raises(AnswerLost) as lost:
        users.run(name="boss", privileges=["admin"], own_archive_privileges=["read"])
    assert lost.value.function == "SetUserPrivilegesOnFolder"


def test_who_is_no_administrator_any_more_gets_folder_privileges_at_once(users: Tasks, tenant: Tenant) -> None:
    boss = tenant.add_user("boss", privileges=("admin",), folder_privileges={"old": ("read",), "info": ("write",)})
    folders = [{"folder": "info", "privileges": ["read"]}, {"folder": "old", "privileges": ["none"]}]
    result = users.four_ways(name="boss", privileges=["login"], folder_privileges=folders)
    assert functions(result) == ["SetUserPrivileges", "SetUserPrivilegesOnFolder", "SetUserPrivilegesOnFolder"]
    assert rights(boss) == {"info": ["read"]}
    assert result["diff"]["before"]["folder_privileges"] is None, "nobody could know"
    assert users.warnings == []


def test_who_is_no_administrator_any_more_loses_unknown_folder_privileges(users: Tasks, tenant: Tenant) -> None:
    boss = tenant.add_user("boss", privileges=("admin",), folder_privileges={"old": ("read",)})
    result = users.four_ways(name="boss", privileges=[], own_archive_privileges=["read"], purge_folder_privileges=True)
    assert functions(result) == ["SetUserPrivileges", "ClearUserPrivilegesOnFolders", "SetUserPrivilegesOnFolder"]
    assert rights(boss) == {"boss": ["read"]}


def test_who_becomes_an_administrator_keeps_folder_privileges(users: Tasks, jane: User) -> None:
    result = users.four_ways(
        frozenset({"folder_privileges"}), name="jane", privileges=["admin"], own_archive_privileges=["write"]
    )
    assert functions(result) == ["SetUserPrivileges", "SetUserPrivilegesOnFolder"]


def test_api_counts_among_login_privileges_only_when_it_is_named(users: Tasks, jane: User) -> None:
    jane.login_privileges = ("web",)
    assert not users.run(name="jane", login_privileges=["web"])["changed"]
    assert functions(users.run(name="jane", login_privileges=["web", "api"])) == ["SetUserLoginPrivileges"]
    assert not users.run(name="jane", login_privileges=["web"])["changed"], "the server added it by itself"


@pytest.mark.parametrize("option", ["login_privileges", "mfa"])
def test_what_an_old_server_does_not_show_is_left_alone(users: Tasks, jane: User, option: str) -> None:
    hidden = {"login_privileges": "loginPrivileges", "mfa": "mfaStatus"}[option]
    shown = {key: value for key, value in jane.detail(with_api_login=True).items() if key != hidden}
    users.spe.world.answer_with("GetUserInfo", lambda _call: shown)
    result = users.run(name="jane", **{option: "enabled" if option == "mfa" else ["web"]})
    assert not result["changed"]
    assert users.warnings == [
        f"{option} of the user 'jane' was not changed: this server does not show it (version 22.4 added it)"
    ]


@pytest.mark.parametrize(("status", "mfa"), [("Disabled", "disabled"), ("Pending", "enabled"), ("Enabled", "enabled")])
def test_any_word_but_disabled_says_that_mfa_is_on(users: Tasks, jane: User, status: str, mfa: str) -> None:
    jane.mfa_status = status
    assert not users.run(name="jane", mfa=mfa)["changed"]


def test_mfa_is_switched_off(users: Tasks, jane: User) -> None:
    jane.mfa_status = "Enabled"
    assert functions(users.four_ways(name="jane", mfa="disabled")) == ["DisableMFA"]


def test_a_password_is_only_given_to_new_users(users: Tasks, jane: User) -> None:
    result = users.run(name="jane", password="x")
    assert not result["changed"]
    assert "password_updated" not in result


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_password_is_written_every_time_on_demand(users: Tasks, jane: User, check_mode: bool) -> None:
    for _time in range(2):
        result = users.run(check_mode, name="jane", password="geheim", update_password="always")
        assert result["changed"]
        assert result["password_updated"]
        assert result["calls"][0]["arguments"]["password"] == "********"
        assert result["diff"]["before"] == {"name": "jane"}
        assert result["diff"]["after"] == {"name": "jane", "password_updated": True}
        assert "password_updated" not in result["user"]
        assert "geheim" not in str(result)
    assert jane.password == (None if check_mode else "geheim")


def test_no_password_is_no_password_to_write(users: Tasks, jane: User) -> None:
    assert not users.run(name="jane", password=None, update_password="always")["changed"]
    assert "password" not in users.run(name="ada", password=None)["calls"][0]["arguments"]


def test_an_empty_password_is_refused(users: Tasks) -> None:
    assert refused(users, name="ada", password="") == (
        "password is empty: set a value, or leave it out to keep the current one."
    )


def test_a_user_is_renamed_once(users: Tasks, jane: User) -> None:
    result = users.four_ways(name="jane", new_name="jane.doe", full_name="Jane Doe")
    assert result["calls"] == [
        {"function": "RenameUser", "arguments": {"instanceID": "acme", "oldUserName": "jane", "newUserName": "jane.doe"}},
        {"function": "SetUserFullName", "arguments": {"instanceID": "acme", "userName": "jane.doe", "fullName": "Jane Doe"}},
    ]  # fmt: skip
    assert result["diff"]["before"] == {"name": "jane", "full_name": "Jane"}
    assert result["diff"]["after"] == {"name": "jane.doe", "full_name": "Jane Doe"}
    assert result["user"]["name"] == "jane.doe"


@pytest.mark.parametrize(("name", "new_name"), [("jane", "Jane"), ("JANE", "jane")])
def test_a_user_is_renamed_by_letters_alone(users: Tasks, tenant: Tenant, jane: User, name: str, new_name: str) -> None:
    if name == "jane":
        assert functions(users.four_ways(name=name, new_name=new_name)) == ["RenameUser"]
        assert tenant.user_names == ["Jane"]
    else:
        assert not users.run(name=name, new_name=new_name)["changed"], "it has the new name already"


def test_a_new_name_that_is_taken_is_refused(users: Tasks, tenant: Tenant, jane: User) -> None:
    tenant.add_user("john")
    assert refused(users, name="jane", new_name="john").startswith(
        "The user 'jane' cannot be renamed to 'john': a user of that name already exists;"
    )


def test_a_mistyped_name_makes_no_user(users: Tasks) -> None:
    assert refused(users, name="jan", new_name="jane.doe") == (
        "There is no user 'jan' to rename to 'jane.doe'; check name, or leave new_name out to create a user."
    )


def test_renaming_who_is_not_there_yet_is_predicted(users: Tasks) -> None:
    result = users.check(name="jan", new_name="jane.doe", full_name="Jane")
    assert functions(result) == ["RenameUser"]
    assert result["user"]["name"] == "jane.doe"
    assert users.warnings == ["There is no user 'jan' yet: check mode predicts only its renaming."]


def test_a_user_is_removed(users: Tasks, tenant: Tenant, jane: User) -> None:
    result = users.four_ways(name="jane", state="absent")
    assert functions(result) == ["DeleteUser"]
    assert result["user"] is None
    assert result["diff"]["before"] == {"state": "present", "name": "jane"}
    assert result["diff"]["after"] == {"state": "absent"}
    assert tenant.user_names == []


def test_absence_is_known_from_the_list_alone(users: Tasks) -> None:
    result = users.run(name="jane", state="absent")
    assert (result["changed"], result["user"], users.spe.wire.functions) == (False, None, ["GetUsers"])


def test_other_letters_are_refused(users: Tasks, jane: User) -> None:
    assert refused(users, name="Jane") == (
        "There is no user 'Jane', but there is 'jane', which differs only in upper and lower case: write 'jane' in"
        " the playbook."
    )


@pytest.mark.parametrize(
    "options",
    [
        {"name": "$archiveadmin"},
        {"name": "$ArchiveAdmin"},
        {"name": "$archiveadmin", "new_name": "boss"},
        {"name": "boss", "new_name": "$archiveadmin"},
    ],
)
def test_the_account_of_the_service_provider_is_refused(users: Tasks, options: dict[str, str]) -> None:
    assert refused(users, **options).startswith("$archiveadmin is the service provider's own account")


@pytest.mark.parametrize("name", ["", None])
def test_no_name_is_refused(users: Tasks, name: str | None) -> None:
    assert refused(users, name=name) == "The name of the user is empty: name the user."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"privileges": ["none", "login"]}, "privileges: none must be the only value, but the list also has login"),
        ({"privileges": ["login", "admin"]}, "privileges: admin must be the only value, but the list also has login"),
        ({"login_privileges": ["none", "web"]}, "login_privileges: none must be the only value"),
        (
            {"folder_privileges": [{"folder": "info/a", "privileges": []}]},
            "folder_privileges: 'info/a' is not an archive, ",
        ),
        ({"folder_privileges": [{"folder": "", "privileges": ["read"]}]}, "folder_privileges: '' is not an archive, "),
        ({"email_addresses": ["a@x,b@x"]}, "email_addresses: 'a@x,b@x' contains a comma"),
        ({"pop3_user_names": ["a,b"]}, "pop3_user_names: 'a,b' contains a comma"),
        ({"email_addresses": ["a@x", ""]}, "email_addresses has an empty element; leave it out."),
        ({"pop3_user_names": [" ", "a"]}, "pop3_user_names has an empty element; leave it out."),
        ({"own_archive_privileges": ["none", "read"]}, "own_archive_privileges: none must be the only value"),
        (
            {"folder_privileges": [{"folder": "info", "privileges": ["none", "read"]}]},
            "folder_privileges of 'info': none must be the only value",
        ),
        (
            {"folder_privileges": [{"folder": "info", "privileges": ["read"]}] * 2},
            "folder_privileges names the folder 'info' twice",
        ),
    ],
)
def test_words_that_contradict_are_refused(users: Tasks, jane: User, options: dict[str, Any], message: str) -> None:
    assert refused(users, name="jane", **options).startswith(message)


@pytest.mark.parametrize("access", ["require", "open"])
def test_users_of_an_instance_that_is_not_there_yet_are_predicted(users: Tasks, access: str) -> None:
    how = {"instance_id": "gone", "service_provider_access": access}
    result = users.check(**how, name="ada", full_name="Ada", own_archive_privileges=["read"])
    assert functions(result) == ["CreateUser", "SetUserPrivilegesOnFolder"]
    assert result["user"]["folder_privileges"] == [{"folder": "ada", "privileges": ["read"]}]
    assert not users.check(**how, name="ada", state="absent")["changed"]
    assert functions(users.check(**how, name="ada", new_name="bea")) == ["RenameUser"]
    assert users.warnings[0].startswith("There is no instance 'gone' yet")


def test_nothing_is_told_of_the_users_of_an_instance_that_does_not_run(users: Tasks, tenant: Tenant) -> None:
    tenant.instance.stop(0)
    result = users.check(name="jane", full_name="Jane", password="x", update_password="always")
    assert (result["changed"], result["calls"], result["diff"]) == (False, [], {"before": {}, "after": {}})
    assert (result["user"]["name"], result["user"]["full_name"]) == ("jane", "Jane")
    assert users.check(name="jane", state="absent")["user"] is None
    assert "is stopped; its content cannot be read" in users.warnings[0]


def test_a_new_password_is_written_once(users: Tasks) -> None:
    result = users.run(name="ada", password="x", update_password="always")
    assert functions(result) == ["CreateUser"]
    assert result["password_updated"]


def test_app_passwords_are_deleted_every_time(users: Tasks, jane: User) -> None:
    predicted = users.check(name="jane", delete_app_passwords=True)
    for _run in range(2):
        result = users.run(name="jane", delete_app_passwords=True)
        assert result["calls"] == predicted["calls"]
        assert functions(result) == ["DeleteAppPasswords"]
        assert result["diff"]["after"] == {"name": "jane", "app_passwords_deleted": True}
        assert "app_passwords_deleted" not in result["user"]


def test_app_passwords_of_a_renamed_user_go_under_the_new_name(users: Tasks, jane: User) -> None:
    result = users.run(name="jane", new_name="jane.doe", delete_app_passwords=True)
    assert functions(result) == ["RenameUser", "DeleteAppPasswords"]
    assert result["calls"][1]["arguments"]["userName"] == "jane.doe"


def test_a_new_user_and_a_removed_one_have_no_app_passwords(users: Tasks, jane: User) -> None:
    assert functions(users.run(name="new", delete_app_passwords=True)) == ["CreateUser"]
    assert functions(users.run(name="jane", state="absent", delete_app_passwords=True)) == ["DeleteUser"]


@pytest.mark.parametrize(
    ("function", "options"),
    [
        ("DeleteAppPasswords", {"delete_app_passwords": True}),
        ("InitializeMFA", {"mfa": "enabled"}),
        ("DisableMFA", {"mfa": "disabled"}),
    ],
)
def test_an_older_server_lacks_what_an_option_needs(
    users: Tasks, jane: User, function: str, options: dict[str, Any]
) -> None:
    jane.mfa_status = "Disabled" if function == "InitializeMFA" else "Enabled"
    users.spe.world.remove(function)
    for check_mode in (True, False):
        with pytest.raises(NotSupportedByServer, match=f"does not know {function}, which {next(iter(options))} needs"):
            users.run(check_mode, name="jane", **options)
    assert users.spe.wire.writes == []


class TestNamesOfOtherSpelling:
    NFC, NFD = "j\u00fcrgen", "ju\u0308rgen"

    @pytest.mark.parametrize(("there", "written"), [(NFC, NFD), (NFD, NFC)])
    def test_accents_make_no_second_user_and_no_second_archive(
        self, users: Tasks, tenant: Tenant, there: str, written: str
    ) -> None:
        tenant.add_user(there, folder_privileges={there: ("read",)})
        result = users.run(name=written, own_archive_privileges=["read"], privileges=[])
        assert not result["changed"]
        result = users.four_ways(name=written, full_name="J\u00fcrgen", own_archive_privileges=["read", "write"])
        assert {call["arguments"]["userName"] for call in result["calls"]} == {there}
        assert tenant.user_names == [there]
        assert rights(tenant.user(there)) == {there: ["read", "write"]}

    @pytest.mark.parametrize(("there", "written"), [(NFC, NFD), (NFD, NFC)])
    def test_a_right_is_given_on_the_archive_that_exists(
        self, users: Tasks, tenant: Tenant, jane: User, there: str, written: str
    ) -> None:
        tenant.add_user("owner", folder_privileges={there: ("read",)})
        users.four_ways(name="jane", folder_privileges=[{"folder": written, "privileges": ["read"]}])
        assert rights(jane)[there] == ["read"]
        assert written not in rights(jane)
        users.four_ways(name=written, own_archive_privileges=["read"])
        assert rights(tenant.user(written)) == {there: ["read"]}

    def test_a_right_on_an_archive_in_other_letters_is_refused(self, users: Tasks, tenant: Tenant, jane: User) -> None:
        tenant.add_user("owner", folder_privileges={"Reception": ("read",)})
        for name in ("jane", "ada"):
            entries = [{"folder": "reception", "privileges": ["read"]}]
            message = refused(users, name=name, folder_privileges=entries)
            assert message.startswith("There is no archive 'reception', but there is 'Reception'")

    def test_the_archive_that_waits_for_a_new_user_may_be_in_other_letters(self, users: Tasks, tenant: Tenant) -> None:
        """A former user has left it, or it was imported."""
        tenant.add_user("owner", folder_privileges={"New.Hire": ("read",)})
        entries = [{"folder": "new.hire", "privileges": ["read"]}]
        for rights_on_it in ({"own_archive_privileges": ["read"]}, {"folder_privileges": entries}):
            message = refused(users, name="new.hire", **rights_on_it)
            assert message.startswith("There is no archive 'new.hire', but there is 'New.Hire'")

    @pytest.mark.parametrize("purge", [True, False])
    @pytest.mark.parametrize("privileges", [["none"], ["read"], ["delete"]])
    def test_an_archive_in_other_letters_is_refused(
        self, users: Tasks, jane: User, purge: bool, privileges: list[str]
    ) -> None:
        entries = [{"folder": "Info", "privileges": privileges}]
        message = refused(users, name="jane", folder_privileges=entries, purge_folder_privileges=purge)
        assert message.startswith("There is no folder 'Info', but there is 'info'")

    def test_an_archive_is_named_once_in_any_letters(self, users: Tasks, jane: User) -> None:
        entries = [{"folder": name, "privileges": ["read"]} for name in ("info", "INFO")]
        assert "names the folder 'info' twice" in refused(users, name="jane", folder_privileges=entries)
        assert "both name 'jane'" in refused(
            users,
            name="jane",
            folder_privileges=[{"folder": "JANE", "privileges": ["read"]}],
            own_archive_privileges=["read"],
        )


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("email_addresses", ["jane@X", "doe@x", "J@x"]),
        ("email_addresses", "jane@x, doe@x ,J@x"),
        ("email_addresses", ["jane@x", "JANE@x", "doe@x", "J@x", "doe@x"]),
        ("distinguished_name", "cn=jane, ou=Users,DC=acme"),
        ("full_name", "Ja\u0308ne"),
    ],
)
def test_what_means_the_same_is_no_change(users: Tasks, tenant: Tenant, option: str, value: Any) -> None:
    tenant.add_user(
        "jane",
        full_name="J\u00e4ne",
        distinguished_name="CN=Jane,OU=users,DC=acme",
        email_addresses=("jane@x", "J@X", "doe@x"),
    )
    assert not users.run(name="jane", **{option: value})["changed"]
