# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The journal: a line for each call, without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.simulator.api import Api, serving, to_form
from tests.unit.simulator.examples import JOB, PROFILE, SMTP


def test_line_of_a_call(api: Api) -> None:
    api.set_faults({"function": "GetUserInfo", "slow": 60})
    api.result("GetUserInfo", instanceID="baumann", userName="anna.baumann")
    line = api.journal()[-1]
    assert list(line) == ["function", "arguments", "statusCode", "http_status", "milliseconds"]
    assert line["function"] == "GetUserInfo"
    assert line["arguments"] == {"instanceID": "baumann", "userName": "anna.baumann"}
    assert line["statusCode"] == "succeeded"
    assert line["http_status"] == 200
    assert line["milliseconds"] == 60


def test_failures_are_written_too(api: Api) -> None:
    api.error("GetUserInfo", instanceID="baumann")
    api.client.post("/api/invoke/NoSuch")
    api.client.post("/api/get-metadata")
    api.log_out()
    api.client.post("/api/invoke/Ping")
    lines = [(line["function"], line["statusCode"], line["http_status"]) for line in api.journal()]
    assert lines == [
        ("GetUserInfo", "failed", 200),
        ("NoSuch", None, 404),
        ("get-metadata", None, 200),
        ("Ping", None, 401),
    ]


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("SetUserPassword", {"userName": "anna.baumann", "password": "s3cret"}),
        ("SetSmtpSettings", {"settings": {**SMTP, "password": "s3cret", "recipientEmailAddresses": []}}),
        ("SetSmtpSettings", {"settings": '{"password": "s3cret"'}),
        ("CreateProfile", {"properties": {**PROFILE, "details": {"password": "s3cret"}}, "raw": True}),
        ("CreateCredential", {"type": "x", "description": "x", "settings": {"a": [{"clientSecret": "s3cret"}]}}),
        ("RecoverStore", {"id": 1, "encryptionKey": "s3cret"}),
        ("SetSmtpSettings", {"config": {"password": "s3cret"}}),
        ("CreateUser", {"userName": "jane", "privileges": ["read", {"password": "s3cret"}]}),
        ("CreateJob", {**JOB, "action": 'SetUserPassword --userName="jane" --password="s3cret"'}),
        ("CreateJob", {**JOB, "action": "SetSmtpSettings --settings={'password':'s3cret'}"}),
    ],
)
def test_secrets_are_masked(api: Api, function: str, arguments: dict[str, object]) -> None:
    api.envelope(function, **{"instanceID": "baumann", **arguments})
    text = api.journal_path.read_text("utf-8")
    assert "s3cret" not in text
    assert "********" in text


@pytest.mark.parametrize("version", ["22.4", "25.3"])
def test_secrets_of_functions_that_the_server_does_not_have_are_masked(tmp_path: Path, version: str) -> None:
    settings = to_form({"instanceID": "baumann", "settings": {"clientSecret": "s3cret", "TenantId": "t"}})
    with serving(tmp_path, version=version) as api:
        for function in ("CreateCredential", "CreateCredentials"):
            api.client.post(f"/api/invoke/{function}", data=settings)
            assert api.journal()[-1]["arguments"]["settings"] == '{"clientSecret": "********", "TenantId": "t"}'


def test_other_arguments_of_an_action_stay_readable(api: Api) -> None:
    api.envelope("CreateJob", **{**JOB, "action": 'SetUserPassword --userName="jane" --password="s3cret"'})
    assert api.journal()[-1]["arguments"]["action"] == 'SetUserPassword --userName="jane" --password="********"'


def test_other_members_of_a_configuration_stay_readable(api: Api) -> None:
    api.result("SetSmtpSettings", instanceID="baumann", settings={**SMTP, "recipientEmailAddresses": []})
    assert '"hostname": "mail.example.com"' in api.journal()[-1]["arguments"]["settings"]
