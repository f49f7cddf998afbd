# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The system: status, hosts and their directories, client access servers, administrators, licence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.api import Api
from tests.unit.simulator.examples import SERVER, THUMBPRINT


def test_environment_info(api: Api) -> None:
    info = api.result("GetEnvironmentInfo")
    assert list(info) == [
        "version",
        "webClientVersion",
        "copyright",
        "licenseeName",
        "licenseeID",
        "serverName",
        "userName",
        "systemProperties",
    ]
    assert info["version"] == "25.3.1.23021"
    assert info["userName"] == "admin"


def test_service_status(api: Api) -> None:
    status = api.result("GetServiceStatus")
    assert list(status) == ["environmentInfo", "serverInfos", "messages"]
    types = [info["serverType"] for info in status["serverInfos"]]
    assert types == ["clientAccessServer", "managementServer", "instanceHost", "instanceHost"]
    assert status["serverInfos"][1]["systemProperties"] is None
    assert status["serverInfos"][1]["port"] == 8471
    assert (status["serverInfos"][3]["numberOfInstances"], status["serverInfos"][3]["numberOfRunningInstances"]) == (
        2,
        1,
    )
    assert list(status["messages"][0]) == ["type", "text", "isSubItem", "tag", "flags"]


def test_messages_follow_the_state(api: Api) -> None:
    def texts(kind: str) -> str:
        messages = api.result("GetServiceStatus")["messages"]
        return "\n".join(message["text"] for message in messages if message["type"] == kind)

    assert "Instance nordlicht on host2.example.com: One or more search indexes have to be rebuilt." in texts("error")
    assert "kanzlei-weber.example" in texts("warning")
    api.result("SelectAllStoreIndexesForRebuild", instanceID="nordlicht")
    api.result("RebuildSelectedStoreIndexes", instanceID="nordlicht")
    assert "search indexes" not in texts("error")
    assert "upgrade" in texts("warning")
    api.result("UpgradeStores", instanceID="nordlicht")
    assert "upgrade" not in texts("warning")


SMTP_WARNING = (
    "The SMTP settings are configured to use an unencrypted connection or the option "
    '"Accept all certificates" is enabled.'
)


@pytest.mark.parametrize(
    ("changes", "is_warned_of"),
    [({}, False), ({"ignoreSslPolicyErrors": True}, True), ({"protocol": "SMTP"}, True), (None, False)],
)
def test_doubtful_smtp_settings_are_warned_of(api: Api, changes: dict[str, Any] | None, is_warned_of: bool) -> None:
    """[observed] the sentence, also for an unencrypted connection."""
    api.environment.smtp = None if changes is None else {**api.environment.smtp, **changes}  # type: ignore[dict-item]
    messages = api.result("GetServiceStatus")["messages"]
    warnings = [message["text"] for message in messages if message["type"] == "warning"]
    assert (SMTP_WARNING in warnings) is is_warned_of
    assert not [text for text in warnings if "SMTP" in text and text != SMTP_WARNING]


def test_instance_hosts(api: Api) -> None:
    api.result("CreateInstanceHost", config=SERVER)
    row = api.result("GetInstanceHosts", serverNameFilter="new.example.com")[0]
    assert list(row.items()) == [*SERVER.items(), ("baseDirectory", None)]
    assert api.result("GetInstanceHosts", serverNameFilter="no.example.com") == []
    api.error("CreateInstanceHost", config=SERVER)
    api.result("SetInstanceHostConfiguration", config={**SERVER, "port": 1, "baseDirectory": "D:\\x"})
    assert api.result("GetInstanceHosts", serverNameFilter="new.example.com")[0]["port"] == 1
    api.result("DeleteInstanceHost", serverName="new.example.com")
    assert "in use" in api.error("DeleteInstanceHost", serverName="host1.example.com")


@pytest.mark.parametrize(
    "changes",
    [{"serverCertificate": {"thumbprint": "xyz"}}, {"serverName": ""}, {"port": "8472"}, {"serverCertificate": None}],
)
def test_bad_servers_are_refused(api: Api, changes: dict[str, Any]) -> None:
    api.error("CreateInstanceHost", config={**SERVER, **changes})
    api.error("CreateClientAccessServer", config={**SERVER, **changes})


def test_client_access_servers(api: Api) -> None:
    api.result("CreateClientAccessServer", config=SERVER)
    assert api.result("GetClientAccessServers", withServiceStatus=False)[1] == SERVER
    with_status = api.result("GetClientAccessServers", withServiceStatus=True, serverNameFilter="new.example.com")
    assert with_status == [{**SERVER, "active": True}]
    api.result("SetClientAccessServerConfiguration", config={**SERVER, "port": 1})
    api.result("DeleteClientAccessServer", serverName="new.example.com")
    api.error("DeleteClientAccessServer", serverName="new.example.com")
    api.error("SetClientAccessServerConfiguration", config=SERVER)


def test_pairing_takes_the_certificate_over(api: Api) -> None:
    pairing = {"serverType": "clientAccessServer", "serverName": "spe.example.com", "port": 9000}
    api.result("PairWithManagementServer", **pairing, thumbprint=THUMBPRINT.lower())
    row = api.result("GetClientAccessServers", withServiceStatus=False)[0]
    assert row == {"serverName": "spe.example.com", "port": 9000, "serverCertificate": {"thumbprint": THUMBPRINT}}
    api.error("PairWithManagementServer", **pairing, thumbprint="xyz")
    api.error("PairWithManagementServer", **{**pairing, "serverType": "toaster"}, thumbprint=THUMBPRINT)


def test_directories(api: Api) -> None:
    host = {"serverName": "host1.example.com"}
    assert api.result("GetDirectoriesOnInstanceHost", **host) == ["C:\\", "D:\\", "E:\\"]
    assert "E:\\Archives\\weber" in api.result("GetDirectoriesOnInstanceHost", **host, path="E:\\Archives")
    api.result("CreateDirectoryOnInstanceHost", **host, path="D:\\a\\b")
    assert api.result("GetDirectoriesOnInstanceHost", **host, path="d:\\A\\") == ["d:\\A\\b"]
    api.error("GetDirectoriesOnInstanceHost", **host, path="D:\\nowhere")
    api.error("GetDirectoriesOnInstanceHost", serverName="no.example.com")


@pytest.mark.parametrize("path", ["D:\\", "E:\\Archives", "Z:\\x", "relative", ""])
def test_bad_directories_are_refused(api: Api, path: str) -> None:
    api.error("CreateDirectoryOnInstanceHost", serverName="host1.example.com", path=path)


def test_administrators(api: Api) -> None:
    config = {"userName": "second", "fullName": "Second", "emailAddress": "s@example.com"}
    api.result("CreateSystemAdministrator", config=config, password="p")
    assert api.result("GetSystemAdministrators")[-1] == {**config, "mfaStatus": "Disabled"}
    api.error("CreateSystemAdministrator", config=config, password="p")
    api.error("CreateSystemAdministrator", config={"userName": "third"}, password="")
    api.result("SetSystemAdministratorConfiguration", config={**config, "fullName": "New"})
    assert api.result("GetSystemAdministrators")[-1]["fullName"] == "New"
    api.result("InitializeSystemAdministratorMFA", userName="second")
    assert api.result("GetSystemAdministrators")[-1]["mfaStatus"] != "Disabled"
    api.result("DeactivateSystemAdministratorMFA", userName="second")
    assert api.result("GetSystemAdministrators")[-1]["mfaStatus"] == "Disabled"
    api.result("DeleteSystemAdministrator", userName="second")
    api.error("DeleteSystemAdministrator", userName="second")
    api.error("DeleteSystemAdministrator", userName="admin")


def test_new_password_counts_at_once(api: Api) -> None:
    api.result("SetSystemAdministratorPassword", userName="admin", password="new")
    assert api.client.post("/api/invoke/Ping").status_code == 401
    api.client.auth = ("admin", "new")
    assert api.client.post("/api/invoke/Ping").status_code == 200


def test_licence_request_counts_users(api: Api) -> None:
    data = {row["instanceID"]: row["usedLicenseCount"] for row in api.result("CreateLicenseRequest")["instanceData"]}
    assert data == {"baumann": 4, "weber": 2, "nordlicht": 3, "seeblick": 1}


def test_branding_is_reloaded(api: Api) -> None:
    api.result("ReloadBranding")
    assert api.environment.branding_reloads == 1
