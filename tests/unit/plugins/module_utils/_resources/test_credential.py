# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials: arguments by their meaning, settings read where they are written, secrets sent and never shown."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError, NotSupportedByServer
from ansible_collections.community.mailstore.plugins.module_utils._resources.credential import shown_credential
from ansible_collections.community.mailstore.plugins.modules import spe_credential, spe_credential_info

from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant

USUAL = {
    "CreateCredential": "type description settings",
    "GetCredentialSettings": "id",
    "SetCredentialSettings": "id settings",
    "DeleteCredential": "id",
}


def credentials(tenant: Tenant, **changes: str | None) -> Tasks:
    """`changes` are other arguments of functions beside the instance; None takes a function away."""
    for function, arguments in changes.items():
        if arguments is None:
            tenant.server.world.remove(function)
        else:
            tenant.server.world.describe(function, "instanceID", *arguments.split())
    return Tasks(spe_credential.MODULE, tenant.server, {"instance_id": "acme"})


def shown(tenant: Tenant, number: int = 0) -> dict[str, Any]:
    """The settings that the server shows."""
    read: dict[str, Any] = tenant.server.ask(
        "GetCredentialSettings", instanceID="acme", id=tenant.credentials[number].credential_id
    )
    return read


def test_a_credential_is_created_changed_and_removed(tenant: Tenant) -> None:
    tasks = credentials(tenant)
    created = tasks.four_ways(
        description="m365",
        type="Office365_Modern",
        settings={"ApplicationId": "a", "TenantId": "t"},
        secret_settings={"Password": "word"},
    )
    assert created["calls"][0]["arguments"]["settings"] == {
        "ApplicationId": "a",
        "TenantId": "t",
        "Password": "********",
    }
    assert tenant.credentials[0].settings["Password"] == "word"
    changed = tasks.four_ways(description="m365", settings={"TenantId": "u"}, secret_settings={"Password": "other"})
    assert shown(tenant) == {"ApplicationId": "a", "TenantId": "u"}
    assert tenant.credentials[0].settings["Password"] == "other"
    assert changed["password_updated"]
    removed = tasks.four_ways(description="m365", state="absent")
    assert removed["calls"] == [{"function": "DeleteCredential", "arguments": {"instanceID": "acme", "id": 1}}]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"settings": {"TenantId": "t", "CertificatePassword": "word"}},
            "the server does not return it for a comparison: move it to secret_settings.",
        ),
        (
            {"settings": {"Thumbprint": "c"}, "secret_settings": {"Thumbprint": "d"}},
            "settings and secret_settings both name Thumbprint; keep one of the two.",
        ),
        (
            {"secret_settings": {"Certificate": "", "Password": ""}},
            (
                "secret_settings: Certificate and Password are empty; set a value, null to remove them, or leave"
                " them out."
            ),
        ),
    ],
)
def test_secrets_stand_in_their_own_place(tenant: Tenant, options: dict[str, Any], sentence: str) -> None:
    for check_mode in (True, False):
        with pytest.raises(InputError) as error:
            credentials(tenant).run(check_mode, description="m365", type="Office365_Modern", **options)
        assert error.value.message.endswith(sentence)
    assert tenant.server.wire.functions == []


def test_settings_that_the_list_does_not_show_are_kept(tenant: Tenant) -> None:
    less = {**tenant.add_credential("m365", TenantId="t", Extra="e").row(), "Settings": {"TenantId": "t"}}
    tenant.server.world.answer_with("GetCredentials", lambda _call: [less])
    tasks = credentials(tenant)
    assert not tasks.run(description="m365", settings={"Extra": "e"})["changed"]
    tasks.four_ways(description="m365", settings={"TenantId": "u"})
    assert shown(tenant) == {"TenantId": "u", "Extra": "e"}


def test_a_thumbprint_is_the_same_in_any_way_of_writing_it(tenant: Tenant) -> None:
    thumbprint = "0123456789ABCDEF0123456789ABCDEF01234567"
    tenant.add_credential("m365", CertificateThumbprint=thumbprint, TenantId="0a1b2c3d-0000-4000-8000-00000000abcd")
    colons = ":".join(thumbprint[place : place + 2] for place in range(0, 40, 2)).lower()
    tasks = credentials(tenant)
    for settings in ({"CertificateThumbprint": colons}, {"TenantId": "{0A1B2C3D-0000-4000-8000-00000000ABCD}"}):
        assert not tasks.run(description="m365", settings=settings)["changed"]
    tasks.four_ways(description="m365", settings={"CertificateThumbprint": colons[::-1]}, secret_settings={})
    assert shown(tenant)["CertificateThumbprint"] == thumbprint[::-1]


def test_settings_without_their_secret_are_warned_of(tenant: Tenant) -> None:
    tenant.add_credential("m365", TenantId="t")
    warning = (
        "The settings of the credential 'm365' are written without their secret settings, and it is not known"
        " whether the server keeps it: set secret_settings always, or {} if there is none."
    )
    for check_mode in (True, False):
        tasks = credentials(tenant)
        tasks.run(check_mode, description="m365", settings={"TenantId": "other"})
        assert tasks.warnings == [warning]
    for given in ({}, {"ClientSecret": "word"}):
        tasks = credentials(tenant)
        tasks.run(description="m365", settings={"TenantId": f"t{len(given)}"}, secret_settings=given)
        assert tasks.warnings == []


def test_settings_in_a_form_that_nobody_knows_are_those_of_the_list(tenant: Tenant) -> None:
    tenant.add_credential("m365", TenantId="t")
    tenant.server.world.answer_with("GetCredentialSettings", lambda _call: None)
    assert not credentials(tenant).run(description="m365", settings={"TenantId": "t"})["changed"]


def test_secrets_are_written_when_something_else_changes_or_always(tenant: Tenant) -> None:
    tenant.add_credential("m365", TenantId="t")
    options: dict[str, Any] = {"description": "m365", "secret_settings": {"Password": "word"}}
    assert not credentials(tenant).run(**options)["changed"]
    always = credentials(tenant).run(**options, update_password="always")
    assert (functions(always), always["password_updated"]) == (["SetCredentialSettings"], True)
    assert shown(tenant) == {"TenantId": "t"}


@pytest.mark.parametrize(
    ("changes", "argument"),
    [({"DeleteCredential": "ID"}, "id"), ({"DeleteCredential": "credentialID"}, "id")],
)
def test_two_ways_of_naming_a_credential_are_not_understood(
    tenant: Tenant, changes: dict[str, str | None], argument: str
) -> None:
    with pytest.raises(NotSupportedByServer, match="identify a credential in two different ways"):
        credentials(tenant, **changes).run(description="m365")


def test_arguments_go_by_their_meaning(tenant: Tenant) -> None:
    renamed = {
        "CreateCredential": "Type name config",
        "GetCredentialSettings": "credentialId",
        "SetCredentialSettings": "credentialId properties",
        "DeleteCredential": "credentialId",
    }
    (call,) = credentials(tenant, **renamed).check(description="m365", type="Office365_Modern", settings={"a": 1})[
        "calls"
    ]
    assert call["arguments"] == {"instanceID": "acme", "Type": "Office365_Modern", "name": "m365", "config": {"a": 1}}


def test_arguments_that_nobody_knows_are_told(tenant: Tenant) -> None:
    with pytest.raises(NotSupportedByServer) as error:
        credentials(tenant, SetCredentialSettings="id blob").run(description="m365")
    assert "has no known argument for the settings of a credential; it takes instanceID, id, blob" in (
        error.value.message
    )


def test_the_last_argument_has_the_last_meaning(tenant: Tenant) -> None:
    task = credentials(tenant, CreateCredential="kind description settings")
    (call,) = task.check(description="m365", type="Office365_Modern", settings={"a": 1})["calls"]
    assert call["arguments"]["kind"] == "Office365_Modern"


def test_of_two_arguments_that_nobody_knows_none_is_guessed(tenant: Tenant) -> None:
    with pytest.raises(NotSupportedByServer) as error:
        credentials(tenant, CreateCredential="kind label settings").run(description="m365")
    assert "has no known argument for the type of a credential" in error.value.message


@pytest.mark.parametrize("function", USUAL)
def test_an_older_server_is_named(tenant: Tenant, function: str) -> None:
    with pytest.raises(NotSupportedByServer) as error:
        credentials(tenant, **{function: None}).run(description="m365")
    assert error.value.message.startswith(
        f"Your server (25.3.1.23021) does not know {function}, which spe_module needs"
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"description": "new"}, "set type to create it"),
        ({"description": "m365", "type": "Google"}, "type of the credential 'm365' is 'Office365_Modern'"),
        ({"description": "m365", "settings": None}, "settings cannot be null"),
        ({"description": "M365", "state": "absent"}, "there is 'm365', which differs only in upper and lower case"),
        ({"description": "twin", "state": "absent"}, "The name 'twin' is ambiguous: 2 credentials have it (ids 2, 3)"),
    ],
)
def test_mistakes_are_refused(tenant: Tenant, options: dict[str, Any], sentence: str) -> None:
    tenant.add_credential("m365")
    tenant.add_credential("twin")
    tenant.add_credential("twin")
    with pytest.raises(InputError) as error:
        credentials(tenant).run(**options)
    assert sentence in error.value.message
    assert tenant.server.wire.writes == []


def test_null_drops_a_secret(tenant: Tenant) -> None:
    tenant.add_credential("m365", TenantId="t", Extra="e")
    result = credentials(tenant).four_ways(
        description="m365", settings={"TenantId": "u"}, secret_settings={"Extra": None}
    )
    assert shown(tenant) == {"TenantId": "u"}
    assert "password_updated" not in result


NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("date", "days", "expired"),
    [
        ("2026-12-05T12:00:00Z", 12, False),
        ("2026-12-05T11:59:59Z", 11, False),
        ("2026-11-23T12:00:01Z", 0, False),
        ("2026-11-23T12:00:00Z", 0, True),
        ("2026-11-23T11:00:00Z", 0, True),
        ("2026-11-22T12:00:01Z", 0, True),
        ("2026-11-13T11:00:00Z", -10, True),
        ("2026-11-13T12:00:00Z", -10, True),
        ("2026-11-24T12:00:00", 1, False),
        ("2026-11-24T12:00:00+01:00", 0, False),
        (None, None, None),
        ("", None, None),
        ("soon", None, None),
    ],
)
def test_days_until_a_certificate_expires(date: str | None, days: int | None, expired: bool | None) -> None:
    row = {"ID": 1, "Type": "x", "Description": "m365", "Settings": {"CertificateExpirationDate": date}}
    shown = shown_credential(row, NOW)
    assert (shown["expires_in_days"], shown["expired"]) == (days, expired)


def test_credentials_are_read(tenant: Tenant) -> None:
    tenant.add_credential("m365", CertificateExpirationDate="2000-01-01T00:00:00Z")
    tenant.add_credential("other")
    info = Tasks(spe_credential_info.MODULE, tenant.server, {"instance_id": "acme"})
    (row,) = info.run(description="m365")["credentials"]
    assert row.keys() == {"id", "type", "description", "settings", "expires_in_days", "expired"}
    assert row["expires_in_days"] < 0
    assert [row["expires_in_days"] for row in info.run(description="other")["credentials"]] == [None]
    assert info.run(description="none")["credentials"] == []
    assert info.run(query="[].description")["query_result"] == ["m365", "other"]
