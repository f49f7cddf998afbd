# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials: arguments by their meaning, settings read where they are written, secrets sent and never shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Argument, Signature
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError, NotSupportedByServer
from ansible_collections.community.mailstore.plugins.module_utils._resources.credential import shown_credential
from ansible_collections.community.mailstore.plugins.modules import spe_credential, spe_credential_info

from tests.unit.plugins.module_utils.fake_client import Arguments, full_metadata, refusal
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe, Row
from tests.unit.plugins.module_utils.task import Tasks, functions

USUAL = {
    "CreateCredential": "type description settings",
    "GetCredentialSettings": "id",
    "SetCredentialSettings": "id settings",
    "DeleteCredential": "id",
}


def metadata(**changes: str | None) -> dict[str, Signature]:
    """What the server says of its functions; None takes a function away."""
    signatures = full_metadata()
    for function, arguments in {**USUAL, **changes}.items():
        signatures.pop(function)
        if arguments is not None:
            names = ("instanceID", *arguments.split())
            signatures[function] = Signature(
                function, {name: Argument(name, "string", nullable=False) for name in names}
            )
    return signatures


class Vault(FakeSpe):
    """Credentials whose list shows less of the settings than the function for one."""

    def __init__(self, *instances: FakeInstance) -> None:
        super().__init__(*instances)
        self.credentials: list[Row] = []
        self.secrets: dict[str, Any] = {}

    def add(self, description: str, **settings: Any) -> None:
        number = len(self.credentials) + 1
        self.credentials.append(
            {"ID": number, "Type": "Office365_Modern", "Description": description, "Settings": settings}
        )

    def _get_credentials(self, arguments: Arguments) -> list[Row]:
        return [
            {**row, "Settings": {key: text for key, text in row["Settings"].items() if key != "Extra"}}
            for row in self.credentials
        ]

    def _row(self, function: str, arguments: Arguments) -> Row:
        for row in self.credentials:
            if row["ID"] == arguments["id"]:
                return row
        raise refusal(function)

    def _get_credential_settings(self, arguments: Arguments) -> Any:
        return self._row("GetCredentialSettings", arguments)["Settings"]

    def _create_credential(self, arguments: Arguments) -> None:
        self.add(arguments["description"], **self._without_secrets(arguments["settings"]))

    def _set_credential_settings(self, arguments: Arguments) -> None:
        self._row("SetCredentialSettings", arguments)["Settings"] = self._without_secrets(arguments["settings"])

    def _delete_credential(self, arguments: Arguments) -> None:
        self.credentials.remove(self._row("DeleteCredential", arguments))

    def _without_secrets(self, settings: Mapping[str, Any]) -> Row:
        self.secrets.update({key: value for key, value in settings.items() if "Password" in key})
        return {key: value for key, value in settings.items() if "Password" not in key}


@pytest.fixture
def spe(acme: FakeInstance) -> Vault:
    return Vault(acme)


def credentials(spe: Vault, **changes: str | None) -> Tasks:
    return Tasks(spe_credential.MODULE, spe, {"instance_id": "acme"}, metadata=metadata(**changes))


def test_a_credential_is_created_changed_and_removed(spe: Vault) -> None:
    tasks = credentials(spe)
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
    assert spe.secrets == {"Password": "word"}
    changed = tasks.four_ways(description="m365", settings={"TenantId": "u"}, secret_settings={"Password": "other"})
    assert spe.credentials[0]["Settings"] == {"ApplicationId": "a", "TenantId": "u"}
    assert spe.secrets == {"Password": "other"}
    assert changed["password_updated"]
    removed = tasks.four_ways(description="m365", state="absent")
    assert removed["calls"] == [{"function": "DeleteCredential", "arguments": {"instanceID": "acme", "id": 1}}]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"settings": {"TenantId": "t", "CertificatePassword": "word"}},
            "what the server does not tell: move it to secret_settings.",
        ),
        (
            {"settings": {"Thumbprint": "c"}, "secret_settings": {"Thumbprint": "d"}},
            "settings and secret_settings both name Thumbprint; keep one of the two.",
        ),
        (
            {"secret_settings": {"Certificate": "", "Password": ""}},
            "secret_settings: Certificate and Password are empty; give a value, null to drop them, or leave them out.",
        ),
    ],
)
def test_secrets_stand_in_their_own_place(spe: Vault, options: dict[str, Any], sentence: str) -> None:
    for check_mode in (True, False):
        with pytest.raises(InputError) as error:
            credentials(spe).run(check_mode, description="m365", type="Office365_Modern", **options)
        assert error.value.message.endswith(sentence)
    assert spe.wire.functions == []


def test_settings_that_the_list_does_not_show_are_kept(spe: Vault) -> None:
    spe.add("m365", TenantId="t", Extra="e")
    tasks = credentials(spe)
    assert not tasks.run(description="m365", settings={"Extra": "e"})["changed"]
    tasks.four_ways(description="m365", settings={"TenantId": "u"})
    assert spe.credentials[0]["Settings"] == {"TenantId": "u", "Extra": "e"}


def test_a_thumbprint_is_the_same_in_any_way_of_writing_it(spe: Vault) -> None:
    thumbprint = "0123456789ABCDEF0123456789ABCDEF01234567"
    spe.add("m365", CertificateThumbprint=thumbprint, TenantId="0a1b2c3d-0000-4000-8000-00000000abcd")
    colons = ":".join(thumbprint[place : place + 2] for place in range(0, 40, 2)).lower()
    tasks = credentials(spe)
    for settings in ({"CertificateThumbprint": colons}, {"TenantId": "{0A1B2C3D-0000-4000-8000-00000000ABCD}"}):
        assert not tasks.run(description="m365", settings=settings)["changed"]
    tasks.four_ways(description="m365", settings={"CertificateThumbprint": colons[::-1]}, secret_settings={})
    assert spe.credentials[0]["Settings"]["CertificateThumbprint"] == thumbprint[::-1]


def test_settings_without_their_secret_are_warned_of(spe: Vault) -> None:
    spe.add("m365", TenantId="t")
    warning = (
        "The settings of the credential 'm365' are written without their secret settings, and whether the server keeps it is"
        " not known: give secret_settings always, or {} if there is none."
    )
    for check_mode in (True, False):
        tasks = credentials(spe)
        tasks.run(check_mode, description="m365", settings={"TenantId": "other"})
        assert tasks.warnings == [warning]
    for given in ({}, {"ClientSecret": "word"}):
        tasks = credentials(spe)
        tasks.run(description="m365", settings={"TenantId": f"t{len(given)}"}, secret_settings=given)
        assert tasks.warnings == []


def test_settings_in_a_form_that_nobody_knows_are_those_of_the_list(spe: Vault) -> None:
    spe.add("m365", TenantId="t")
    spe._get_credential_settings = lambda arguments: None  # type: ignore[method-assign]
    assert not credentials(spe).run(description="m365", settings={"TenantId": "t"})["changed"]


def test_secrets_are_written_when_something_else_changes_or_always(spe: Vault) -> None:
    spe.add("m365", TenantId="t")
    options: dict[str, Any] = {"description": "m365", "secret_settings": {"Password": "word"}}
    assert not credentials(spe).run(**options)["changed"]
    always = credentials(spe).run(**options, update_password="always")
    assert (functions(always), always["password_updated"]) == (["SetCredentialSettings"], True)
    assert spe.credentials[0]["Settings"] == {"TenantId": "t"}


@pytest.mark.parametrize(
    ("changes", "argument"),
    [({"DeleteCredential": "ID"}, "id"), ({"DeleteCredential": "credentialID"}, "id")],
)
def test_two_ways_of_naming_a_credential_are_not_understood(
    spe: Vault, changes: dict[str, str | None], argument: str
) -> None:
    with pytest.raises(NotSupportedByServer, match="name a credential in two ways"):
        credentials(spe, **changes).run(description="m365")


def test_arguments_go_by_their_meaning(spe: Vault) -> None:
    renamed = {
        "CreateCredential": "Type name config",
        "GetCredentialSettings": "credentialId",
        "SetCredentialSettings": "credentialId properties",
        "DeleteCredential": "credentialId",
    }
    (call,) = credentials(spe, **renamed).check(description="m365", type="Office365_Modern", settings={"a": 1})["calls"]
    assert call["arguments"] == {"instanceID": "acme", "Type": "Office365_Modern", "name": "m365", "config": {"a": 1}}


def test_arguments_that_nobody_knows_are_told(spe: Vault) -> None:
    with pytest.raises(NotSupportedByServer) as error:
        credentials(spe, SetCredentialSettings="id blob").run(description="m365")
    assert (
        "has no argument for the settings of a credential that this collection knows; it takes instanceID, id, blob"
        in (error.value.message)
    )


@pytest.mark.parametrize("function", USUAL)
def test_an_older_server_is_named(spe: Vault, function: str) -> None:
    with pytest.raises(NotSupportedByServer) as error:
        credentials(spe, **{function: None}).run(description="m365")
    assert error.value.message.startswith(f"Your server (25.3.1) does not know {function}, which spe_module needs")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"description": "new"}, "to create it type must be given"),
        ({"description": "m365", "type": "Google"}, "type of the credential 'm365' is 'Office365_Modern'"),
        ({"description": "m365", "settings": None}, "settings cannot be null"),
        ({"description": "M365", "state": "absent"}, "there is 'm365', which differs in upper and lower case only"),
        ({"description": "twin", "state": "absent"}, "The name 'twin' is ambiguous: 2 credentials have it (ids 2, 3)"),
    ],
)
def test_mistakes_are_refused(spe: Vault, options: dict[str, Any], sentence: str) -> None:
    spe.add("m365")
    spe.add("twin")
    spe.add("twin")
    with pytest.raises(InputError) as error:
        credentials(spe).run(**options)
    assert sentence in error.value.message
    assert spe.wire.writes == []


def test_null_drops_a_secret(spe: Vault) -> None:
    spe.add("m365", TenantId="t", Extra="e")
    result = credentials(spe).four_ways(description="m365", settings={"TenantId": "u"}, secret_settings={"Extra": None})
    assert spe.credentials[0]["Settings"] == {"TenantId": "u"}
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


def test_credentials_are_read(spe: Vault) -> None:
    spe.add("m365", CertificateExpirationDate="2000-01-01T00:00:00Z")
    spe.add("other")
    info = Tasks(spe_credential_info.MODULE, spe, {"instance_id": "acme"})
    (row,) = info.run(description="m365")["credentials"]
    assert row.keys() == {"id", "type", "description", "settings", "expires_in_days", "expired"}
    assert row["expires_in_days"] < 0
    assert [row["expires_in_days"] for row in info.run(description="other")["credentials"]] == [None]
    assert info.run(description="none")["credentials"] == []
    assert info.run(query="[].description")["query_result"] == ["m365", "other"]
