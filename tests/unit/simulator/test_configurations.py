# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of a tenant: compliance, directory services, SMTP, credentials, time zones."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.api import Api
from tests.unit.simulator.examples import OFFICE_365, SMTP

INSTANCE_SMTP = {**SMTP, "recipientEmailAddresses": ["it@example.com"]}


#: [observed] what three tenants of 25.3.1 read.
ACTIVITIES = [
    "ComplianceChangeSettings",
    "CredentialsAdd",
    "CredentialsChange",
    "CredentialsDelete",
    "ProfileChangeUserName",
    "RecoverStoreFinish",
    "RecoverStoreStart",
    "RetentionPoliciesMessageDelete",
    "RetentionPoliciesProcessStart",
    "RetentionPoliciesUpdate",
    "SessionLogin",
    "SessionLogout",
    "SessionUnlockWithMfaCode",
    "UserAdd",
    "UserAppPasswordAdd",
    "UserAppPasswordDelete",
    "UserDelete",
    "UserDisableMFA",
    "UserInitializeMFA",
    "UserRename",
    "UserSetArchiveAdminSetEnabled",
    "UserSetFolderAccess",
    "UserSetMappings",
    "UserSetPassword",
    "UserUpdate",
]


def test_compliance_keeps_the_locked_activities(api: Api) -> None:
    before = api.result("GetComplianceConfiguration", instanceID="baumann")
    assert list(before) == ["legalHoldEnabled", "logSuccessfulUserActivities"]
    assert before["logSuccessfulUserActivities"] == ACTIVITIES
    config = {"legalHoldEnabled": True, "logSuccessfulUserActivities": ["MessageExport"]}
    api.result("SetComplianceConfiguration", instanceID="baumann", config=config)
    after = api.result("GetComplianceConfiguration", instanceID="baumann")
    assert after["legalHoldEnabled"] is True
    assert after["logSuccessfulUserActivities"] == sorted([*before["logSuccessfulUserActivities"], "MessageExport"])


@pytest.mark.parametrize(
    "config",
    [
        {"legalHoldEnabled": True},
        {"legalHoldEnabled": "true", "logSuccessfulUserActivities": []},
        {"legalHoldEnabled": True, "logSuccessfulUserActivities": [], "adminEmailPreviewEnabled": True},
        [],
    ],
)
def test_bad_compliance_is_refused(api: Api, config: Any) -> None:
    api.error("SetComplianceConfiguration", instanceID="baumann", config=config)


def test_directory_services_hide_their_password_and_keep_it(api: Api) -> None:
    config = api.result("GetDirectoryServicesConfiguration", instanceID="nordlicht")
    assert config["password"] is None
    assert list(config)[:6] == ["type", "serverName", "protocol", "authenticationType", "userName", "password"]
    api.result("SetDirectoryServicesConfiguration", instanceID="nordlicht", config={**config, "baseDN": "DC=x"})
    stored = api.environment.find_instance("nordlicht").content.directory_services
    assert stored is not None
    assert stored["password"] == "demo-directory-password"
    assert stored["baseDN"] == "DC=x"


def test_another_type_of_directory_replaces_all(api: Api) -> None:
    config = {"type": "somethingElse", "url": "https://example.com", "clientSecret": "s"}
    api.result("SetDirectoryServicesConfiguration", instanceID="nordlicht", config=config)
    read = api.result("GetDirectoryServicesConfiguration", instanceID="nordlicht")
    assert read == {"type": "somethingElse", "url": "https://example.com", "clientSecret": None}


@pytest.mark.parametrize(
    "config", [{}, {"type": ""}, {**OFFICE_365, "credentialId": 7}, {**OFFICE_365, "credentialId": "1"}, [1]]
)
def test_bad_directory_services_are_refused(api: Api, config: Any) -> None:
    api.error("SetDirectoryServicesConfiguration", instanceID="baumann", config=config)


def test_smtp_settings_read_back_without_the_password(api: Api) -> None:
    api.result("SetSmtpSettings", instanceID="baumann", settings={**INSTANCE_SMTP, "password": "p"})
    assert list(api.result("GetSmtpSettings", instanceID="baumann").items()) == list(INSTANCE_SMTP.items())
    api.result("SetSmtpSettings", instanceID="baumann", settings=INSTANCE_SMTP)
    stored = api.environment.find_instance("baumann").content.smtp
    assert stored is not None
    assert stored["password"] == "p"


def test_smtp_without_settings_reads_null_and_fails_its_test(api: Api) -> None:
    assert api.result("GetSmtpSettings", instanceID="nordlicht") is None
    api.error("TestSmtpSettings", instanceID="nordlicht")


@pytest.mark.parametrize("changes", [{"hostname": "mail.invalid"}, {"authenticationRequired": True, "password": ""}])
def test_smtp_that_cannot_send_fails_its_test(api: Api, changes: dict[str, Any]) -> None:
    api.environment.find_instance("baumann").content.smtp = None
    api.result("SetSmtpSettings", instanceID="baumann", settings={**INSTANCE_SMTP, **changes})
    api.error("TestSmtpSettings", instanceID="baumann")
    report = {"timespan": "today", "timeZoneId": "$Local", "recipients": "a@example.com"}
    api.error("SendStatusReport", instanceID="baumann", **report)


@pytest.mark.parametrize(
    "changes", [{"timespan": "tomorrow"}, {"timeZoneId": "Nowhere"}, {"recipients": ""}, {"recipients": "nobody"}]
)
def test_bad_reports_are_refused(api: Api, changes: dict[str, str]) -> None:
    report = {"timespan": "today", "timeZoneId": "$Local", "recipients": "a@example.com", **changes}
    api.error("SendStatusReport", instanceID="baumann", **report)


def test_system_smtp(api: Api) -> None:
    config = {**SMTP, "recipientSystemAdministrator": ["operations"]}
    api.result("SetSystemSmtpConfiguration", config=config)
    assert api.result("GetSystemSmtpConfiguration") == config
    api.error("SetSystemSmtpConfiguration", config={**config, "recipientSystemAdministrator": ["nobody"]})
    api.result("SetSystemSmtpConfiguration", config={**config, "hostname": "mail.invalid"})
    api.error("TestSystemSmtpConfiguration")


def test_credentials(api: Api) -> None:
    first = api.result("GetCredentials", instanceID="baumann")[0]
    assert list(first) == ["ID", "Type", "Description", "Settings"]
    assert first["Settings"]["CertificateExpirationDate"].endswith("Z")
    settings = {"TenantId": "t", "PrivateKey": "secret"}
    api.result("CreateCredential", instanceID="baumann", type="Other", description="x", settings=settings)
    assert api.result("GetCredentialSettings", instanceID="baumann", id=2) == {"TenantId": "t"}
    api.result("SetCredentialSettings", instanceID="baumann", id=2, settings={"TenantId": "u"})
    assert api.result("GetCredentials", instanceID="baumann")[1]["Settings"] == {"TenantId": "u"}
    api.result("DeleteCredential", instanceID="baumann", id=2)
    api.error("DeleteCredential", instanceID="baumann", id=2)
    assert "in use" in api.error("DeleteCredential", instanceID="baumann", id=1)


def test_time_zones_are_windows_ids(api: Api) -> None:
    ids = [row["id"] for row in api.result("GetTimeZones", instanceID="baumann")]
    assert {"W. Europe Standard Time", "Pacific Standard Time", "UTC"} <= set(ids)
    assert "Europe/Berlin" not in ids
