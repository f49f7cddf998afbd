# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries of a tenant refer to each other by name; what an earlier one makes, a later one sees, in check mode too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulation import World
from tests.unit.plugins.module_utils.tenant import OFFICE_365
from tests.unit.plugins.module_utils.whole_tenant import (
    NEW,
    chief,
    credential,
    fail,
    functions,
    run_tenant,
    succeed,
    written,
)

MAILBOXES: dict[str, Any] = {
    "name": "Mailboxes",
    "owner": "chief",
    "connector": "MicrosoftOffice365",
    "details": {"multiDrop": True},
    "credential": "mailboxes",
}
JOB: dict[str, Any] = {"name": "Verify", "command": "VerifyStores", "owner": "chief", "time": "02:30", "enabled": True}
WHOLE: dict[str, Any] = {
    "instance": NEW,
    "stores": [
        {"name": "old", "database_path": "E:\\Archives\\contoso\\old"},
        {"name": "2026", "database_path": "E:\\Archives\\contoso\\2026", "requested_state": "current"},
    ],
    "store_auto_create": {"size_threshold": "1000"},
    "index": {"include_attachments_of_pdfs": True},
    "compliance": {"legal_hold_enabled": True, "log_successful_user_activities": ["MessageExport"]},
    "smtp": {
        "hostname": "mail.contoso.example",
        "port": 587,
        "protocol": "SMTP-TLS",
        "ignore_ssl_policy_errors": False,
        "authentication_required": False,
        "from_display_name": "Archive",
        "from_email_address": "archive@contoso.example",
        "recipients": ["it@contoso.example"],
        "test": True,
    },
    "credentials": [credential()],
    "directory_services": {"configuration": OFFICE_365, "credential": "mailboxes"},
    "users": [
        chief(),
        {
            "name": "clerk",
            "authentication": "integrated",
            "password": "Geheim-clerk",
            "email_addresses": ["clerk@contoso.example"],
            "folder_privileges": [{"folder": "chief", "privileges": ["read"]}],
            "own_archive_privileges": ["read"],
        },
    ],
    "profiles": [MAILBOXES],
    "jobs": [JOB],
    "access_afterwards": "enabled",
}


KNOWN_LATER = {
    "credentialId": "(ID of the new credential 'mailboxes')",
    "logSuccessfulUserActivities": ["(what is always logged)", "MessageExport"],
}
"""Values that only the server knows: check mode shows words in their place."""


def is_in_words(call: dict[str, Any]) -> bool:
    return any(words in str(call) for words in ("(ID of the new credential", "(what is always logged)"))


def agree(foretold: Any, done: Any) -> bool:
    """Whether both are the same, except for values that are known after the run."""
    if isinstance(foretold, dict) and isinstance(done, dict):
        return foretold.keys() == done.keys() and all(
            foretold[key] == KNOWN_LATER[key] if key in KNOWN_LATER else agree(foretold[key], done[key])
            for key in foretold
        )
    return bool(foretold == done)


@pytest.mark.parametrize("access", ["as_before", "disabled", "enabled"])
def test_a_tenant_from_nothing_is_foretold_call_by_call(world: World, access: str) -> None:
    options = {**WHOLE, "access_afterwards": access}
    foretold = succeed(world, "contoso", **options, check_mode=True)
    assert written(world) == []
    done = succeed(world, "contoso", **options)
    assert functions(foretold["calls"]) == functions(done["calls"])
    assert [call for call, later in zip(foretold["calls"], done["calls"]) if not agree(call, later)] == []
    assert foretold["plan_id"] == done["plan_id"]
    assert [result["name"] for result in foretold["results"]] == [result["name"] for result in done["results"]]


def test_what_only_the_server_knows_is_said_in_words(world: World) -> None:
    foretold = succeed(world, "contoso", **WHOLE, check_mode=True)
    said = [call["function"] for call in foretold["calls"] if is_in_words(call)]
    assert said == ["SetComplianceConfiguration", "SetDirectoryServicesConfiguration", "CreateProfile"]
    done = succeed(world, "contoso", **WHOLE)
    assert not any(is_in_words(call) for call in done["calls"])


def test_what_is_referred_to_is_made_first(world: World) -> None:
    done = succeed(world, "contoso", **WHOLE)
    assert list(dict.fromkeys(result["noun"] for result in done["results"])) == [
        *("instance", "store", "store_auto_create", "index", "compliance", "smtp", "credential"),
        *("directory_services", "user", "profile", "job", "archive_admin"),
    ]


def test_the_new_current_store_comes_first(world: World) -> None:
    done = succeed(world, "contoso", **WHOLE)
    assert [result["name"] for result in done["results"] if result["noun"] == "store"] == ["2026", "old"]


def test_a_tenant_that_was_made_is_as_it_should_be(world: World) -> None:
    succeed(world, "contoso", **WHOLE)
    again = succeed(world, "contoso", **WHOLE)
    assert (again["changed"], functions(again["calls"])) == (False, ["TestSmtpSettings"])
    assert written(world) == ["TestSmtpSettings"]


@pytest.mark.parametrize("part", ["profiles", "jobs"])
def test_an_owner_of_the_same_task(world: World, part: str) -> None:
    entry: dict[str, Any] = {"profiles": {**MAILBOXES, "credential": "baumann.example"}, "jobs": JOB}[part]
    options: dict[str, Any] = {"users": [chief()], part: [entry]}
    foretold = succeed(world, **options, check_mode=True)
    done = succeed(world, **options)
    assert foretold["calls"] == done["calls"]
    assert [result["name"] for result in done["results"]] == ["baumann", "chief", entry["name"]]


@pytest.mark.parametrize("part", ["profiles", "jobs"])
@pytest.mark.parametrize("check_mode", [True, False])
def test_an_owner_who_is_nowhere(world: World, part: str, check_mode: bool) -> None:
    entry: dict[str, Any] = {"profiles": {**MAILBOXES, "credential": "baumann.example"}, "jobs": JOB}[part]
    options: dict[str, Any] = {part: [entry]}
    refused = fail(world, **options, check_mode=check_mode)
    assert f"{part}[0] ({entry['name']}): There is no user 'chief'" in refused["msg"]
    assert written(world) == []


@pytest.mark.parametrize("check_mode", [True, False])
def test_an_owner_whom_the_task_removes(world: World, check_mode: bool) -> None:
    refused = fail(
        world,
        users=[{"name": "reception", "state": "absent"}],
        jobs=[{**JOB, "owner": "reception"}],
        check_mode=check_mode,
    )
    sentence = "jobs[0] (Verify): owner 'reception' is removed by users[0] (reception); choose another owner."
    assert sentence in refused["msg"]
    assert world.work == []
    assert written(world) == []


def test_an_owner_under_the_new_name(world: World) -> None:
    options: dict[str, Any] = {"users": [{"name": "admin", "new_name": "boss"}], "jobs": [{**JOB, "owner": "boss"}]}
    foretold = succeed(world, **options, check_mode=True)
    done = succeed(world, **options)
    assert foretold["calls"] == done["calls"]
    assert functions(done["calls"])[0] == "RenameUser"


@pytest.mark.parametrize(
    "options",
    [
        {"profiles": [{**MAILBOXES, "owner": "admin", "credential": "nobody's"}]},
        {"directory_services": {"configuration": OFFICE_365, "credential": "nobody's"}},
        {
            "credentials": [{"description": "nobody's", "state": "absent"}],
            "profiles": [{**MAILBOXES, "owner": "admin", "credential": "nobody's"}],
        },
    ],
)
@pytest.mark.parametrize("check_mode", [True, False])
def test_a_credential_that_is_nowhere(world: World, options: dict[str, Any], check_mode: bool) -> None:
    refused = fail(world, **options, check_mode=check_mode)
    assert 'There is no credential "nobody\'s"' in refused["msg"]
    assert refused["msg"].startswith(
        "baumann: " + ("profiles[0] (Mailboxes): " if "profiles" in options else "directory")
    )
    assert written(world) == []


def test_a_credential_of_the_same_task_gets_its_real_id(world: World) -> None:
    succeed(world, credentials=[credential("new")], profiles=[{**MAILBOXES, "owner": "admin", "credential": "new"}])
    content = world.environment.instances["baumann"].content
    new = next(key for key, entry in content.credentials.items() if entry.description == "new")
    (profile,) = (each for each in content.profiles.profiles.values() if each.name == "Mailboxes")
    assert str(profile.details["credentialId"]) == str(new)


def test_null_lists_name_nothing(world: World) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("instance", "stores", "users", "jobs", "profiles", "credentials", "index", "smtp", "purge", "protect")
    )
    result = run_tenant(world, **nothing)
    assert (result["changed"], [entry["noun"] for entry in result["results"]]) == (False, ["instance"])


def test_a_credential_that_changes_in_the_same_task_keeps_its_id(world: World) -> None:
    """Objects that refer to it do not drift: they are neither replaced nor written."""
    entries: dict[str, Any] = {
        "credentials": [{"description": "baumann.example", "settings": {"TenantId": "another"}}],
        "directory_services": {"credential": "baumann.example"},
        "profiles": [{"name": "Microsoft 365 mailboxes", "credential": "baumann.example"}],
    }
    foretold = succeed(world, check_mode=True, **entries)
    assert functions(foretold["calls"]) == ["SetCredentialSettings"]
    assert foretold["calls"] == succeed(world, **entries)["calls"]
    assert written(world) == ["SetCredentialSettings"]
