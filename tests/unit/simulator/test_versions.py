# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What older servers do not have, and what they have otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.versions import SUPPORTED_VERSIONS
from tests.unit.simulator.api import Api, serving

NOT_ON_22_4 = {
    "DeleteAppPasswords",
    "DisableMFA",
    "GetCredentials",
    "GetWorkerResultReport",
    "InitializeMFA",
    "SetProfileServerSideExecution",
    "UpgradeStores",
}
NOT_ON_24 = {
    "CreateCredential",
    "DeleteCredential",
    "GetCredentialSettings",
    "SetCredentialSettings",
    "TransferStores",
}


def names(api: Api) -> set[str]:
    return {entry["name"] for entry in api.metadata()}


def test_the_versions_are_those_of_the_notes_the_oldest_first() -> None:
    assert SUPPORTED_VERSIONS == ("22.4", "24.2", "24.4", "25.3")


def test_functions_of_each_version(tmp_path: Path) -> None:
    with serving(tmp_path, version="25.3") as api:
        newest = names(api)
    for version in ("24.2", "24.4"):
        with serving(tmp_path, version=version) as api:
            assert newest - names(api) == NOT_ON_24
    with serving(tmp_path, version="22.4") as api:
        assert newest - names(api) == NOT_ON_24 | NOT_ON_22_4
        assert api.client.post("/api/invoke/GetCredentials").status_code == 404


@pytest.mark.parametrize(("version", "has_it"), [("22.4", False), ("24.2", True), ("24.4", True), ("25.3", True)])
def test_safe_mode_is_newer_than_22_4(tmp_path: Path, version: str, has_it: bool) -> None:
    with serving(tmp_path, version=version) as api:
        start = next(entry for entry in api.metadata() if entry["name"] == "StartInstances")
        assert ("safeMode" in [argument["name"] for argument in start["args"]]) is has_it
        api.result("StartInstances", instanceFilter="seeblick", safeMode=True)
        process = api.environment.find_instance("seeblick").process
        assert process is not None
        assert process.safe_mode is has_it


@pytest.mark.parametrize(("version", "has_it"), [("22.4", True), ("24.2", True), ("24.4", True), ("25.3", False)])
def test_email_preview_is_gone_on_25_3(tmp_path: Path, version: str, has_it: bool) -> None:
    with serving(tmp_path, version=version) as api:
        config = api.result("GetComplianceConfiguration", instanceID="baumann")
        assert ("adminEmailPreviewEnabled" in config) is has_it
        api.result("SetComplianceConfiguration", instanceID="baumann", config=config)
        assert api.result("GetComplianceConfiguration", instanceID="baumann") == config


@pytest.mark.parametrize(("version", "has_it"), [("22.4", False), ("24.2", False), ("24.4", False), ("25.3", True)])
def test_login_privilege_api_is_of_25_3(tmp_path: Path, version: str, has_it: bool) -> None:
    with serving(tmp_path, version=version) as api:
        info = api.result("GetUserInfo", instanceID="baumann", userName="anna.baumann")
        assert ("api" in info["loginPrivileges"]) is has_it
        assert info["mfaStatus"] == "Disabled"


@pytest.mark.parametrize("version", SUPPORTED_VERSIONS)
def test_login_privilege_api_cannot_be_given_before_25_3(tmp_path: Path, version: str) -> None:
    """[documented] up to the client of 2024 `api` is not available in SPE; whether 25.3 takes it is unknown."""
    user = {"instanceID": "baumann", "userName": "jane", "privileges": "login", "loginPrivileges": "web,api"}
    with serving(tmp_path, version=version) as api:
        called = api.result if version == "25.3" else api.error
        called("CreateUser", **user)
        called("SetUserLoginPrivileges", instanceID="baumann", userName="reception", loginPrivileges="api")


@pytest.mark.parametrize("version", SUPPORTED_VERSIONS)
def test_version_is_told(tmp_path: Path, version: str) -> None:
    with serving(tmp_path, seed="empty", version=version) as api:
        assert api.result("GetEnvironmentInfo")["version"].startswith(f"{version}.")


def test_environment_info_of_22_4(tmp_path: Path) -> None:
    """[observed] 22.4.0.21151, and what its GetEnvironmentInfo had."""
    with serving(tmp_path, seed="empty", version="22.4") as api:
        info = api.result("GetEnvironmentInfo")
    assert info["version"] == "22.4.0.21151"
    expected = "version webClientVersion copyright licenseeName licenseeID serverName userName systemProperties"
    assert list(info) == expected.split()
