# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The functions of the whole system, in memory: servers, directories, administrators, mail and licences."""

from __future__ import annotations

import json
from typing import Any

from tests.unit.plugins.module_utils.fake_client import Arguments, refusal
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe, Row

THUMBPRINT = "00112233445566778899AABBCCDDEEFF00112233"
SERVER_KEYS = ("serverName", "port", "serverCertificate")
SMTP_KEYS = (
    *("hostname", "port", "protocol", "ignoreSslPolicyErrors", "authenticationRequired", "username", "password"),
    *("fromDisplayName", "fromEmailAddress", "recipientSystemAdministrator"),
)


class FakeSystem(FakeSpe):
    """A server with what belongs to no instance. Pairing takes a certificate over only with O(pairing_writes)."""

    def __init__(self, *instances: FakeInstance, pairing_writes: bool = False) -> None:
        super().__init__(*instances)
        self.pairing_writes = pairing_writes
        self.paired: list[Row] = []
        self.hosts: dict[str, Row] = {}
        self.client_access_servers: dict[str, Row] = {}
        self.drives: dict[str, set[str]] = {}
        self.administrators: dict[str, Row] = {}
        self.smtp: Row | None = None
        self.mail_works = True
        self.status: Row = {}
        self.api_password: Any = "made-by-the-server"
        self.license_request: Any = {"instanceData": []}

    def add_host(self, name: str, **fields: Any) -> Row:
        self.hosts[name] = {**_server(name, 8472), "baseDirectory": None, **fields}
        self.drives[name] = {"c:", "e:"}
        return self.hosts[name]

    def add_client_access_server(self, name: str, **fields: Any) -> Row:
        self.client_access_servers[name] = {**_server(name, 8473), **fields}
        return self.client_access_servers[name]

    def add_administrator(self, name: str, **fields: Any) -> Row:
        self.administrators[name] = {
            "userName": name,
            "fullName": None,
            "emailAddress": None,
            "mfaStatus": "Disabled",
            **fields,
        }
        return self.administrators[name]

    # Servers

    def _get_instance_hosts(self, arguments: Arguments) -> list[Row]:
        return list(self.hosts.values())

    def _create_instance_host(self, arguments: Arguments) -> None:
        config = arguments["config"]
        assert set(config) == set(SERVER_KEYS), "the creating function takes no base directory"
        self.add_host(config["serverName"], **config)

    def _set_instance_host_configuration(self, arguments: Arguments) -> None:
        config = arguments["config"]
        assert set(config) == {*SERVER_KEYS, "baseDirectory"}, "the whole configuration is wanted, and nothing else"
        self.hosts[config["serverName"]] = dict(config)

    def _delete_instance_host(self, arguments: Arguments) -> None:
        del self.hosts[arguments["serverName"]]

    def _get_client_access_servers(self, arguments: Arguments) -> list[Row]:
        status = {"active": True} if arguments["withServiceStatus"] else {}
        return [{**row, **status} for row in self.client_access_servers.values()]

    def _create_client_access_server(self, arguments: Arguments) -> None:
        self.add_client_access_server(arguments["config"]["serverName"], **arguments["config"])

    def _set_client_access_server_configuration(self, arguments: Arguments) -> None:
        config = arguments["config"]
        assert set(config) == set(SERVER_KEYS), "the whole configuration is wanted, and nothing else"
        self.client_access_servers[config["serverName"]] = dict(config)

    def _delete_client_access_server(self, arguments: Arguments) -> None:
        del self.client_access_servers[arguments["serverName"]]

    def _pair_with_management_server(self, arguments: Arguments) -> None:
        self.paired.append(dict(arguments))
        servers = self.hosts if arguments["serverType"] == "instanceHost" else self.client_access_servers
        if self.pairing_writes:
            server = servers[arguments["serverName"]]
            server.update(port=arguments["port"], serverCertificate={"thumbprint": arguments["thumbprint"]})

    # Directories, in lower case

    def _directories(self, function: str, arguments: Arguments) -> set[str]:
        directories = self.drives.get(arguments["serverName"])
        if directories is None:
            raise refusal(function)
        return directories

    def _get_directories_on_instance_host(self, arguments: Arguments) -> list[str]:
        directories = self._directories("GetDirectoriesOnInstanceHost", arguments)
        if "path" not in arguments:
            return [path for path in directories if path.endswith(":")]
        parent = arguments["path"].rstrip("\\").lower()
        if parent not in directories:
            raise refusal("GetDirectoriesOnInstanceHost")
        return [path for path in directories if path.rpartition("\\")[0] == parent]

    def _create_directory_on_instance_host(self, arguments: Arguments) -> None:
        directories = self._directories("CreateDirectoryOnInstanceHost", arguments)
        path = arguments["path"].lower()
        if path in directories or path.rpartition("\\")[0] not in directories:
            raise refusal("CreateDirectoryOnInstanceHost")
        directories.add(path)

    # Administrators

    def _get_system_administrators(self, arguments: Arguments) -> list[Row]:
        return list(self.administrators.values())

    def _create_system_administrator(self, arguments: Arguments) -> None:
        assert arguments["password"]
        self.add_administrator(arguments["config"]["userName"], **arguments["config"])

    def _set_system_administrator_configuration(self, arguments: Arguments) -> None:
        config = arguments["config"]
        assert set(config) == {"userName", "fullName", "emailAddress"}
        self.administrators[config["userName"]].update(config)

    def _set_system_administrator_password(self, arguments: Arguments) -> None:
        assert arguments["userName"] in self.administrators

    def _delete_system_administrator(self, arguments: Arguments) -> None:
        del self.administrators[arguments["userName"]]

    def _initialize_system_administrator_mfa(self, arguments: Arguments) -> None:
        self.administrators[arguments["userName"]]["mfaStatus"] = "Initialized"

    def _deactivate_system_administrator_mfa(self, arguments: Arguments) -> None:
        self.administrators[arguments["userName"]]["mfaStatus"] = "Disabled"

    def _create_system_administrator_api_password(self, arguments: Arguments) -> Any:
        return self.api_password

    # The rest

    def _ping(self, arguments: Arguments) -> None:
        return None

    def _get_system_smtp_configuration(self, arguments: Arguments) -> Row | None:
        return None if self.smtp is None else {**self.smtp, "password": None}

    def _set_system_smtp_configuration(self, arguments: Arguments) -> None:
        config: Row = json.loads(json.dumps(arguments["config"]))
        assert tuple(config) == SMTP_KEYS, "the whole configuration is wanted, and nothing else"
        self.smtp = config

    def _test_system_smtp_configuration(self, arguments: Arguments) -> None:
        if not self.mail_works:
            raise refusal("TestSystemSmtpConfiguration")

    def _get_service_status(self, arguments: Arguments) -> Row:
        return self.status

    def _get_environment_info(self, arguments: Arguments) -> Row:
        return dict(self.status["environmentInfo"])

    def _create_license_request(self, arguments: Arguments) -> Any:
        return self.license_request


def _server(name: str, port: int) -> Row:
    return {"serverName": name, "port": port, "serverCertificate": {"thumbprint": THUMBPRINT}}
