# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instance hosts, client access servers, and the directories of a host."""

from __future__ import annotations

import re
from typing import Any

from .. import assumptions
from ..contract import Call, flag, json_text, number, string, system_function
from ..errors import ApiError, invalid_argument
from ..shapes import Number, OrNull, Record, Text, required
from ..state.environment import Environment
from ..state.hosts import ClientAccessServer, InstanceHost, path_key

_SERVER_TYPES = ("instanceHost", "clientAccessServer")
_THUMBPRINT_PATTERN = r"[0-9A-Fa-f]{40}"
_SERVER_KEYS = {
    "serverName": required(Text(pattern=r"\S+")),
    "port": required(Number(minimum=1)),
    "serverCertificate": required(Record({"thumbprint": required(Text(pattern=_THUMBPRINT_PATTERN))})),
}
_SERVER = Record(_SERVER_KEYS)
_HOST = Record({**_SERVER_KEYS, "baseDirectory": assumptions.key_to_reset(OrNull(Text()))})
_NEW_HOST = _HOST if assumptions.NEW_HOST_TAKES_BASE_DIRECTORY else _SERVER


def _thumbprint(config: dict[str, Any]) -> str:
    return str(config["serverCertificate"]["thumbprint"]).upper()


@system_function("GetInstanceHosts", string("serverNameFilter", nullable=True))
def get_instance_hosts(call: Call) -> Any:
    wanted = call.text_or_none("serverNameFilter")
    return [host.row() for host in call.environment.hosts.values() if wanted in (None, host.server_name)]


@system_function("CreateInstanceHost", json_text("config"), writes=True)
def create_instance_host(call: Call) -> Any:
    config = call.structure("config", _NEW_HOST)
    key = assumptions.name_key(config["serverName"])
    if key in call.environment.hosts:
        raise ApiError(assumptions.already_exists("Instance host", config["serverName"]))
    call.environment.hosts[key] = InstanceHost(
        config["serverName"], config["port"], _thumbprint(config), config.get("baseDirectory")
    )


@system_function("SetInstanceHostConfiguration", json_text("config"), writes=True)
def set_instance_host_configuration(call: Call) -> Any:
    config = call.structure("config", _HOST)
    host = call.environment.find_host(config["serverName"])
    host.port, host.thumbprint = config["port"], _thumbprint(config)
    host.base_directory = config["baseDirectory"]


@system_function("DeleteInstanceHost", string("serverName"), writes=True)
def delete_instance_host(call: Call) -> Any:
    """From the management database only [documented]; not while it has instances."""
    host = call.environment.find_host(call.text("serverName"))
    if call.environment.instances_on(host.server_name) and not assumptions.HOST_WITH_INSTANCES_CAN_BE_DELETED:
        raise ApiError(f"Instance host '{host.server_name}' is in use.")
    del call.environment.hosts[assumptions.name_key(host.server_name)]


@system_function("GetClientAccessServers", string("serverNameFilter", nullable=True), flag("withServiceStatus"))
def get_client_access_servers(call: Call) -> Any:
    wanted, with_status = call.text_or_none("serverNameFilter"), call.flag("withServiceStatus")
    servers = [s for s in call.environment.client_access_servers.values() if wanted in (None, s.server_name)]
    if not with_status:
        return [server.row() for server in servers]
    return [{**server.row(), **assumptions.service_status_of_client_access_server(server.active)} for server in servers]


@system_function("CreateClientAccessServer", json_text("config"), writes=True)
def create_client_access_server(call: Call) -> Any:
    config = call.structure("config", _SERVER)
    key = assumptions.name_key(config["serverName"])
    if key in call.environment.client_access_servers:
        raise ApiError(assumptions.already_exists("Client access server", config["serverName"]))
    call.environment.client_access_servers[key] = ClientAccessServer(
        config["serverName"], config["port"], _thumbprint(config)
    )


def _find_client_access_server(environment: Environment, server_name: str) -> ClientAccessServer:
    server = environment.client_access_servers.get(assumptions.name_key(server_name))
    if server is None:
        raise ApiError(assumptions.not_found("Client access server", server_name))
    return server


@system_function("SetClientAccessServerConfiguration", json_text("config"), writes=True)
def set_client_access_server_configuration(call: Call) -> Any:
    config = call.structure("config", _SERVER)
    server = _find_client_access_server(call.environment, config["serverName"])
    server.port, server.thumbprint = config["port"], _thumbprint(config)


@system_function("DeleteClientAccessServer", string("serverName"), writes=True)
def delete_client_access_server(call: Call) -> Any:
    server = _find_client_access_server(call.environment, call.text("serverName"))
    del call.environment.client_access_servers[assumptions.name_key(server.server_name)]


@system_function(
    "PairWithManagementServer",
    string("serverType", *_SERVER_TYPES),
    string("serverName"),
    number("port"),
    string("thumbprint"),
    writes=True,
)
def pair_with_management_server(call: Call) -> Any:
    """Makes a server known by its certificate; a registered one takes port and thumbprint over, and is active."""
    environment, server_type, server_name = call.environment, call.text("serverType"), call.text("serverName")
    thumbprint = call.text("thumbprint").upper()
    if not re.fullmatch(_THUMBPRINT_PATTERN, thumbprint):
        raise invalid_argument(assumptions.invalid_value("thumbprint", call.text("thumbprint")))
    servers: dict[str, Any] = (
        dict(environment.hosts) if server_type == "instanceHost" else dict(environment.client_access_servers)
    )
    server = servers.get(assumptions.name_key(server_name))
    if server is not None:
        server.active = True
        if assumptions.PAIRING_WRITES_CONFIGURATION:
            server.port, server.thumbprint = call.whole_number("port"), thumbprint
    elif assumptions.PAIRING_OF_UNKNOWN_SERVER_IS_REFUSED:
        raise ApiError(assumptions.not_found("Server", server_name))


@system_function("GetDirectoriesOnInstanceHost", string("serverName"), string("path", nullable=True))
def get_directories_on_instance_host(call: Call) -> Any:
    host, path = call.environment.find_host(call.text("serverName")), call.text_or_none("path")
    if path is not None and not host.directories.exists(path):
        raise ApiError(assumptions.not_found("Directory", path), "System.IO.DirectoryNotFoundException")
    return assumptions.directory_listing(host.directories.children(path))


@system_function("CreateDirectoryOnInstanceHost", string("serverName"), string("path"), writes=True)
def create_directory_on_instance_host(call: Call) -> Any:
    host, path = call.environment.find_host(call.text("serverName")), call.text("path")
    if not path_key(path):
        raise invalid_argument(assumptions.invalid_value("path", path))
    if not host.directories.has_drive(path):
        raise ApiError(assumptions.not_found("Directory", path), "System.IO.DirectoryNotFoundException")
    parent = path.rstrip("\\").rpartition("\\")[0]
    if not (assumptions.DIRECTORY_IS_MADE_WITH_ITS_PARENTS or host.directories.exists(parent)):
        raise ApiError(assumptions.not_found("Directory", parent), "System.IO.DirectoryNotFoundException")
    if host.directories.exists(path) and assumptions.EXISTING_DIRECTORY_IS_REFUSED:
        raise ApiError(assumptions.already_exists("Directory", path), "System.IO.IOException")
    host.directories.create(path)
