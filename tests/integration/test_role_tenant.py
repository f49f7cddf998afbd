# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role tenant: real runs against a simulated server, told by its journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.journal import ACCESS, access_left_as_it_was, writes
from tests.integration.playbook import Playbooks, Run, TaskResult
from tests.simulator.process import RunningSimulator, running_simulator

ROLE = Path(__file__).with_name("roles") / "tenant"
VARIABLES = yaml.safe_load((ROLE / "vars.yml").read_text(encoding="utf-8"))
SECRET = "S3cret-"
REFUSAL = "Refuse variables that do not fit together"


@pytest.fixture
def server(server_version: str) -> Iterator[RunningSimulator]:
    with running_simulator(work_ms=0, server_version=server_version) as running:
        yield running


@pytest.fixture
def run(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> Callable[..., Run]:
    """Run a task list of this role's directory; keywords are extra variables."""
    playbooks = Playbooks(ansible_playbook, server, tmp_path, VARIABLES)

    def run_tasks(name: str, *options: str, **variables: Any) -> Run:
        return playbooks.run(ROLE / f"{name}.yml", "-e", json.dumps(variables), *options)

    return run_tasks


def _succeeded(run: Run) -> Run:
    assert run.succeeded, run.end_of_output
    return run


def _calls(run: Run) -> list[Any]:
    return [call for task in run.tasks for call in task.server_calls]


def _own_writes(run: Run) -> list[str]:
    return [function for function in writes(_calls(run)) if function != ACCESS]


def _changed(run: Run) -> list[str]:
    return [task.name for task in run.tasks if task.changed]


def _plan(run: Run) -> list[Any]:
    """What the tasks tell that they call; opening and closing access is told by the journal."""
    return [call for task in run.tasks for call in task.planned if call["function"] != ACCESS]


def _result(run: Run, name: str) -> dict[str, Any]:
    (task,) = [task for task in run.tasks if task.name.endswith(name)]
    return task.result


def test_four_ways_in_a_row(run: Callable[..., Run]) -> None:
    check = _succeeded(run("provision", "--check", "--diff"))
    apply = _succeeded(run("provision", "--diff"))
    again = _succeeded(run("provision", "--diff"))
    check_again = _succeeded(run("provision", "--check", "--diff"))

    assert writes(_calls(check)) == [], "Check mode wrote, though there was no instance to read from."
    assert _plan(check) == _plan(apply), "Check mode foretold other calls than the run made."
    assert _changed(check) == _changed(apply) != []
    assert sorted(call["function"] for call in _plan(apply)) == sorted(_own_writes(apply)), "The results tell others."
    for later in (again, check_again):
        assert _changed(later) == []
        assert _own_writes(later) == []
    for each in (apply, again, check_again):
        assert access_left_as_it_was(_calls(each))
    for each in (check, apply, again, check_again):
        assert SECRET not in each.output
        assert SECRET not in json.dumps([task.result for task in each.tasks])
        assert "AnsiballZ_spe_" not in each.output, "A process of its own was started for a module."


def test_one_task_does_the_work_and_one_sentence_sums_up(run: Callable[..., Run]) -> None:
    first = _succeeded(run("provision"))
    assert [task.name for task in first.tasks if task.server_calls] == ["Provide the tenant"]
    assert _result(first, "Sum up")["msg"].startswith(
        "contoso: 12 of 12 objects changed (instance 1, store 3, user 3, job 5)"
    )
    again = _succeeded(run("provision"))
    assert _result(again, "Sum up")["msg"] == "contoso: all 12 objects are as they should be, 0 calls."


def test_a_store_lies_below_the_base_directory(run: Callable[..., Run], server: RunningSimulator) -> None:
    stores = [{"name": "2026", "requested_state": "current"}]
    _succeeded(run("provision", "--tags", "instance,stores", tenant_stores=stores))
    ending = {"tenant_id": "fabrikam", "tenant_alias": "fab", "tenant_base_directory": "E:\\Archives\\Fabrikam\\"}
    _succeeded(run("provision", "--tags", "instance,stores", tenant_stores=stores, **ending))
    created = [call["arguments"]["databasePath"] for call in server.journal() if call["function"] == "CreateStore"]
    assert created == ["E:\\Archives\\Contoso\\2026", "E:\\Archives\\Fabrikam\\2026"]


def test_a_loop_over_tenants_may_use_the_usual_name_for_its_items(
    run: Callable[..., Run], server: RunningSimulator
) -> None:
    looped = _succeeded(run("loop"))
    assert "already in use" not in looped.output
    places = {(call["function"], call["arguments"].get("instanceID")) for call in server.journal()}
    for tenant in ("fabrikam", "litware"):
        assert {("CreateStore", tenant), ("CreateUser", tenant), ("CreateJob", tenant)} <= places
    assert access_left_as_it_was(_calls(looped))


def test_access_that_was_left_on_is_closed_unless_the_variables_say_otherwise(run: Callable[..., Run]) -> None:
    _succeeded(run("access_on"))
    as_before = _succeeded(run("provision", tenant_access_afterwards="as_before"))
    assert writes(_calls(as_before)) == []
    check = _succeeded(run("provision", "--check"))
    assert writes(_calls(check)) == []
    assert _changed(check) == ["Provide the tenant"]
    closed = _succeeded(run("provision"))
    assert writes(_calls(closed)) == [ACCESS]
    assert _changed(closed) == ["Provide the tenant"]
    assert _result(closed, "Provide the tenant")["access_found_open"]
    assert _changed(_succeeded(run("provision"))) == []


def test_access_is_closed_after_a_failure(run: Callable[..., Run], server: RunningSimulator) -> None:
    server.set_faults([{"function": "CreateJob", "failed": "The job cannot be created."}])
    failed = run("provision")
    assert not failed.succeeded
    switches = [call["arguments"]["enabled"] for call in server.journal() if call["function"] == ACCESS]
    assert switches == ["true", "false"]
    server.set_faults([])
    mended = _succeeded(run("provision"))
    assert set(_own_writes(mended)) == {"CreateJob", "SetJobEnabled"}


def test_an_unknown_time_zone_is_refused_before_anything_inside_the_tenant_is_written(run: Callable[..., Run]) -> None:
    refused = run("provision", tenant_time_zone="Mars Standard Time")
    assert not refused.succeeded
    message = _result(refused, "Provide the tenant")["msg"]
    assert (
        "tenant_jobs[0] (Verify stores): time_zone: the server does not know the time zone 'Mars Standard Time'"
        in message
    )
    assert set(_own_writes(refused)) == {"CreateDirectoryOnInstanceHost", "CreateInstance", "StartInstances"}
    assert access_left_as_it_was(_calls(refused))
    check = run("provision", "--check", tenant_time_zone="Mars Standard Time")
    assert not check.succeeded
    assert "does not know the time zone 'Mars Standard Time'" in check.output


def test_a_second_run_makes_no_call_more_for_the_time_zones(run: Callable[..., Run]) -> None:
    _succeeded(run("provision"))
    again = [call["function"] for call in _calls(_succeeded(run("provision")))]
    assert (again.count("GetTimeZones"), again.count("GetInstances")) == (0, 1)


def test_one_tenant_does_not_touch_the_access_of_another(run: Callable[..., Run], server: RunningSimulator) -> None:
    failed = run("two_tenants")
    assert not failed.succeeded
    switches = [call["arguments"] for call in server.journal() if call["function"] == ACCESS]
    assert [(switch["instanceID"], switch["enabled"]) for switch in switches] == [
        (tenant, enabled) for tenant in ("contoso", "fabrikam") for enabled in ("true", "false")
    ]


def test_check_mode_says_that_it_cannot_look_into_a_stopped_instance(run: Callable[..., Run]) -> None:
    _succeeded(run("provision"))
    _succeeded(run("stop"))
    check = _succeeded(run("provision", "--check"))
    assert writes(_calls(check)) == []
    assert _changed(check) == ["Provide the tenant"]
    assert "The instance 'contoso' is stopped, and what is in it cannot be read" in check.output
    started = _succeeded(run("provision"))
    assert _own_writes(started) == ["StartInstances"]


def test_another_current_store_is_put_right_as_check_mode_foretells(run: Callable[..., Run]) -> None:
    _succeeded(run("provision"))
    _succeeded(run("other_store_is_current"))
    check = _succeeded(run("provision", "--check", "--diff"))
    apply = _succeeded(run("provision", "--diff"))
    assert _plan(check) == _plan(apply)
    # The new current store first, so that there is one at every moment.
    assert _own_writes(apply) == ["SetStoreRequestedState"] * 2
    assert "no store is current" not in check.output
    assert _changed(_succeeded(run("provision"))) == []


def test_texts_are_taken_for_lists_and_own_values_win(run: Callable[..., Run], server: RunningSimulator) -> None:
    users = [
        {"name": "admin", "privileges": "admin"},
        {
            "name": "jane.doe",
            "email_addresses": "jane@contoso.example, j@contoso.example",
            "privileges": "login,export",
        },
        {"name": "john.roe", "folder_privileges": [{"folder": "john.roe", "privileges": "read,write"}]},
    ]
    variables = {"tenant_users": users, "tenant_default_own_archive_privileges": "read"}
    _succeeded(run("provision", **variables))
    addresses = [
        call["arguments"]["emailAddresses"] for call in server.journal() if "EmailAddresses" in call["function"]
    ]
    assert addresses == ["jane@contoso.example,j@contoso.example"]
    rights = {
        call["arguments"]["userName"]: call["arguments"]["privileges"]
        for call in server.journal()
        if call["function"] == "SetUserPrivilegesOnFolder"
    }
    assert rights == {"jane.doe": "read", "john.roe": "read,write"}
    assert _own_writes(_succeeded(run("provision", **variables))) == []


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"tenant_users": [{"name": 7, "privileges": ["admin"]}]},
            "tenant_users[0].name: 7 is a number, not a text",
        ),
        ({"tenant_display_name": True}, "tenant_display_name: True is true or false, not a text"),
    ],
)
def test_what_is_no_text_is_refused_before_the_server_is_asked(
    run: Callable[..., Run], server: RunningSimulator, variables: dict[str, Any], sentence: str
) -> None:
    refused = run("provision", **variables)
    assert sentence in _result(refused, REFUSAL)["msg"]
    assert server.journal() == []


def test_tags_choose_a_part(run: Callable[..., Run]) -> None:
    missing = run("provision", "--tags", "users")
    advice = "does not exist: run without --tags and --skip-tags first, or check tenant_id."
    assert advice in _result(missing, "Provide the tenant")["msg"]
    _succeeded(run("provision", "--tags", "instance,stores"))
    users = _succeeded(run("provision", "--tags", "users"))
    assert set(_own_writes(users)) <= {
        "CreateUser", "SetUserEmailAddresses", "SetUserPop3UserNames", "SetUserPrivilegesOnFolder"
    }  # fmt: skip
    assert access_left_as_it_was(_calls(users))
    assert "CreateUser" in _own_writes(users)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"tenant_stores": [{"name": name, "requested_state": "current"} for name in "ab"]},
            "exactly one store must have requested_state: current, because it receives the new messages, but a and b have it.",
        ),
        ({"tenant_users": [{"name": "jane.doe"}]}, "have no owner that is an administrator"),
        ({"tenant_id": "Contoso"}, "tenant_id: 'Contoso' is not an instance ID"),
        (
            {"tenant_time_zone": "Europe/Berlin"},
            "tenant_time_zone: the server has no time zone 'Europe/Berlin'; write 'W. Europe Standard Time'",
        ),
        (
            {"tenant_time_zone": "W. Europe Standart Time"},
            "tenant_time_zone: there is no time zone 'W. Europe Standart Time': did you mean 'W. Europe Standard Time'?",
        ),
        (
            {"tenant_jobs": [{"name": "Verify", "command": "VerifyStorez", "stagger": "daily", "owner": "admin"}]},
            "tenant_jobs[0] (Verify): The server has no command 'VerifyStorez': did you mean VerifyStores?",
        ),
    ],
)
def test_bad_variables_are_refused_before_the_server_is_asked(
    run: Callable[..., Run], server: RunningSimulator, variables: dict[str, Any], sentence: str
) -> None:
    refused = run("provision", **variables)
    assert not refused.succeeded
    assert sentence in _result(refused, REFUSAL)["msg"]
    assert server.journal() == []
    assert SECRET not in refused.output


def test_an_argument_that_does_not_exist_is_refused(run: Callable[..., Run], server: RunningSimulator) -> None:
    refused = run("provision", tenant_users=[{"name": "admin", "privileges": ["admin"], "passwort": "S3cret-typo"}])
    assert not refused.succeeded
    assert "passwort" in refused.output
    assert server.journal() == []
    assert SECRET not in refused.output


REST: dict[str, Any] = {
    "tenant_store_auto_create": {"base_directory": "E:\\Archives\\Contoso\\Auto"},
    "tenant_compliance": {"legal_hold_enabled": False},
    "tenant_credentials": [
        {
            "description": "m365",
            "type": "MicrosoftOffice365",
            "settings": {"ApplicationId": "a", "TenantId": "b"},
            "secret_settings": {"ClientSecret": "S3cret-app"},
        }
    ],
    "tenant_profiles": [
        {
            "name": "Mailboxes",
            "owner": "admin",
            "connector": "IMAP",
            "details": {
                "emailAddress": "jane@contoso.example",
                "host": "imap.contoso.example",
                "protocol": "IMAP-SSL",
                "userName": "jane",
                "targetUserFolder": "jane.doe",
            },
            "secret_details": {"password": "S3cret-mailbox"},
        }
    ],
}


DIRECTORY: dict[str, Any] = {
    "configuration": {
        "type": "activeDirectory",
        "serverName": "dc1.contoso.example",
        "protocol": "LDAP",
        "authenticationType": "standardAuthentication",
        "userName": "archive@contoso.example",
        "baseDN": "DC=contoso,DC=example",
        "microsoftExchangeUsersOnly": False,
        "enabledUsersOnly": True,
        "usersVisibleInAddressListsOnly": False,
        "groups": [],
        "userNameFormat": "samAccountName",
        "authenticationProtocol": "networkAuthentication",
        "openIdDiscoveryUrl": None,
        "openIdClientID": None,
        "openIdRedirectUrl": None,
        "openIdForceAdfsLogin": False,
        "deleteUsers": False,
    },
    "password": "S3cret-directory",
}


@pytest.fixture
def newest(ansible_playbook: Path, tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Run the role against the newest server, which has all parts of a tenant."""
    with running_simulator(work_ms=0) as server:
        playbooks = Playbooks(ansible_playbook, server, tmp_path, {**VARIABLES, **REST})

        def run_role(*options: str, **variables: Any) -> Run:
            return playbooks.run(ROLE / "provision.yml", "-e", json.dumps(variables), *options)

        yield run_role


def test_a_whole_tenant_and_the_proof_that_it_archives(newest: Callable[..., Run]) -> None:
    check = _succeeded(newest("--check", "--diff", tenant_directory_sync=False))
    first = _succeeded(newest("--diff", tenant_prove="archiving"))
    assert _plan(check) == [call for call in _plan(first) if call["function"] != "RunProfile"]
    assert {"CreateCredential", "CreateProfile", "RunProfile"} <= set(_own_writes(first))
    assert _changed(first) == ["Provide the tenant", "Run the profiles that have not archived anything yet"]

    again = _succeeded(newest("--diff", tenant_prove="archiving"))
    assert _own_writes(again) == []
    assert _changed(again) == []
    for each in (check, first, again):
        assert access_left_as_it_was(_calls(each))
        assert SECRET not in each.output


def test_proof_alone_compares_and_changes_nothing(newest: Callable[..., Run]) -> None:
    _succeeded(newest())
    _succeeded(newest("--tags", "proof"))
    other = newest("--tags", "proof", tenant_display_name="Other")
    assert not other.succeeded
    assert "1 of 16 objects would change (instance 1)" in _result(other, "Prove that all is as described")["msg"]
    assert _own_writes(other) == []
    assert _changed(other) == []


def test_purge_reaches_the_lists_that_are_named_and_chosen(newest: Callable[..., Run]) -> None:
    _succeeded(newest())
    fewer = {"tenant_profiles": [], "tenant_purge": "jobs,profiles", "tenant_max_deletions": 5}
    fewer["tenant_jobs"] = VARIABLES["tenant_jobs"][:3]
    users = _succeeded(newest("--tags", "users", **fewer))
    assert _own_writes(users) == []
    refused = newest(**{**fewer, "tenant_max_deletions": 2})
    assert not refused.succeeded
    assert _own_writes(refused) == []
    assert "tenant_max_deletions is 2" in _result(refused, "Provide the tenant")["msg"]
    protected = _succeeded(newest(**fewer, tenant_protect={"jobs": ["Rep*"]}))
    assert sorted(_own_writes(protected)) == ["DeleteJob", "DeleteProfile"]
    purged = _succeeded(newest("--skip-tags", "users", **fewer))
    assert _own_writes(purged) == ["DeleteJob"]


def test_what_is_there_and_not_named_is_shown(newest: Callable[..., Run]) -> None:
    _succeeded(newest())
    less = _succeeded(newest(tenant_profiles=[], tenant_unmanaged="report"))
    assert _result(less, "Sum up")["msg"]["unmanaged"]["profiles"] == [{"name": "Mailboxes"}]
    part = _succeeded(newest("--skip-tags", "jobs", tenant_profiles=[], tenant_unmanaged="report"))
    assert not [task for task in part.tasks if task.result.get("unmanaged")]


def test_quarantine_and_end_of_a_tenant(newest: Callable[..., Run]) -> None:
    _succeeded(newest())
    quarantined = _succeeded(newest(tenant_state="quarantined"))
    assert _own_writes(quarantined) == ["SetInstanceConfiguration", "StopInstances"]
    assert _own_writes(_succeeded(newest(tenant_state="quarantined"))) == []
    refused = newest(tenant_state="absent")
    assert "write tenant_confirm: contoso if you want" in _result(refused, "Provide the tenant")["msg"]
    without = _succeeded(newest("--tags", "users", tenant_state="absent", tenant_confirm="contoso"))
    assert _calls(without) == []
    gone = newest(
        tenant_state="absent", tenant_confirm="contoso", tenant_allow_messages=True, tenant_allow_legal_hold=True
    )
    assert _own_writes(_succeeded(gone)) == ["DeleteInstances"]


def test_an_approved_plan_is_applied_and_no_other(newest: Callable[..., Run]) -> None:
    approved = _result(_succeeded(newest("--check")), "Provide the tenant")["plan_id"]
    refused = newest(tenant_expect_plan=approved, tenant_display_name="Other")
    assert (
        "The plan is no longer the one that tenant_expect_plan approves"
        in _result(refused, "Provide the tenant")["msg"]
    )
    assert _own_writes(refused) == []
    _succeeded(newest(tenant_expect_plan=approved))


def test_a_directory_sync_comes_last_and_deletes_nobody_unasked(newest: Callable[..., Run]) -> None:
    sync = "Synchronise the users with the directory services"
    unset = newest(tenant_directory_sync=True)
    assert [task.name for task in unset.tasks if task.status == "failed"] == [sync]
    services = {"tenant_directory_services": DIRECTORY, "tenant_directory_sync": True}
    check = _succeeded(newest("--check", **services))
    assert _own_writes(check) == []
    first = _succeeded(newest(**services))
    asked = [task.name for task in first.tasks if "SyncUsersWithDirectoryServices" in _functions(task)]
    assert asked == [sync]
    assert _changed(_succeeded(newest(**services))) == []
    skipped = _succeeded(newest("--skip-tags", "directory_sync", **services))
    assert [task.name for task in skipped.tasks if task.server_calls] == ["Provide the tenant"]

    # Nobody is in this directory, so the users who come from it would go.
    services["tenant_directory_services"] = {"configuration": {**DIRECTORY["configuration"], "deleteUsers": True}}
    refused = newest(**services)
    assert [task.name for task in refused.tasks if task.status == "failed"] == [sync]
    assert "DeleteUser" not in _own_writes(refused)
    assert "tenant_directory_sync_max_deletions" in _result(refused, sync)["msg"]


def _functions(task: TaskResult) -> list[str]:
    return [str(call["function"]) for call in task.server_calls]


def test_a_mistyped_variable_is_refused_and_another_is_a_warning(
    run: Callable[..., Run], server: RunningSimulator
) -> None:
    refused = run("provision", tenant_user=[], tenant_contact="Anna", tenant_max_deletions="200%")
    message = _result(refused, REFUSAL)["msg"]
    assert message.startswith("contoso: tenant_user is not a variable of the role; did you mean tenant_users?")
    assert "tenant_max_deletions is '200%'" in message
    warning = "[WARNING]: tenant_contact is not a variable of the role community.mailstore.tenant"
    assert " ".join(refused.output.split()).count(warning) == 1
    assert server.journal() == []
