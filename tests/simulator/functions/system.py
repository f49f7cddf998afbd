# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment: versions, servers, messages, licence, branding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from .. import assumptions, clock
from ..contract import Call, system_function
from ..state.environment import Environment
from ..state.hosts import InstanceHost
from ..state.instances import Instance

MANAGEMENT_PORT = 8471
_EXPIRY_WARNING = timedelta(days=assumptions.EXPIRY_WARNING_DAYS)
_SYSTEM_PROPERTIES = {
    "processors": ["Example CPU @ 2.00GHz", "Example CPU @ 2.00GHz"],
    "totalPhysicalMemory": 8589398016,
    "operatingSystem": "Microsoft Windows Server 2022 Standard",
}


@system_function("Ping")
def ping(call: Call) -> Any:
    return assumptions.PING_RESULT


@system_function("GetEnvironmentInfo")
def get_environment_info(call: Call) -> Any:
    environment = call.environment
    return {
        "version": environment.full_version,
        "webClientVersion": environment.full_version,
        "copyright": "Copyright (c) 2005-2025 MailStore Software GmbH",
        "licenseeName": environment.licensee_name,
        "licenseeID": environment.licensee_id,
        "serverName": environment.server_name,
        "userName": call.administrator.user_name,
        "systemProperties": _SYSTEM_PROPERTIES,
    }


@system_function("GetServiceStatus")
def get_service_status(call: Call) -> Any:
    return {
        "environmentInfo": get_environment_info(call),
        "serverInfos": list(_server_infos(call.environment)),
        "messages": list(_messages(call.environment)),
    }


def _server_infos(environment: Environment) -> Iterator[dict[str, Any]]:
    for server in environment.client_access_servers.values():
        yield _server_info(server.row(), "clientAccessServer", server.active, _SYSTEM_PROPERTIES)
    management = {
        "serverName": environment.server_name,
        "port": MANAGEMENT_PORT,
        "serverCertificate": {"thumbprint": environment.management_thumbprint},
    }
    yield _server_info(management, "managementServer", active=True, properties=None)
    for host in environment.hosts.values():
        yield _host_info(environment, host)


def _host_info(environment: Environment, host: InstanceHost) -> dict[str, Any]:
    instances = environment.instances_on(host.server_name)
    running = sum(instance.process is not None for instance in instances)
    info = _server_info(host.row(), "instanceHost", host.active, _SYSTEM_PROPERTIES)
    return {**info, "numberOfInstances": len(instances), "numberOfRunningInstances": running}


def _server_info(
    row: dict[str, Any], server_type: str, active: bool, properties: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "serverName": row["serverName"],
        "port": row["port"],
        "serverCertificate": row["serverCertificate"],
        "serverType": server_type,
        "active": active,
        "systemProperties": properties,
        "numberOfInstances": None,
        "numberOfRunningInstances": None,
    }


def _messages(environment: Environment) -> Iterator[dict[str, Any]]:
    """Messages in the observed order: information, warning, error."""
    yield _message("information", assumptions.NEW_VERSION_MESSAGE)
    if _smtp_is_warned_of(environment.smtp):
        yield _message("warning", assumptions.SMTP_MESSAGE)
    # A member of a fleet that nobody has looked at has no trouble to tell.
    seen = [instance for instance in environment.instances.values() if instance.has_content]
    for instance in seen:
        yield from (_message("warning", f"{_place(instance)}: {text}") for text in _warnings(instance))
    for instance in seen:
        yield from (_message("error", f"{_place(instance)}: {text}") for text in _errors(instance))


def _smtp_is_warned_of(settings: dict[str, Any] | None) -> bool:
    if settings is None:
        return assumptions.MISSING_SMTP_SETTINGS_ARE_WARNED_OF
    return settings["ignoreSslPolicyErrors"] or settings["protocol"] in assumptions.UNENCRYPTED_SMTP_PROTOCOLS


def _message(kind: str, text: str) -> dict[str, Any]:
    return {"type": kind, "text": text, "isSubItem": False, "tag": None, "flags": None}


def _place(instance: Instance) -> str:
    return f"Instance {instance.instance_id} on {instance.configuration.instance_host}"


def _warnings(instance: Instance) -> Iterator[str]:
    if any(store.needs_upgrade for store in instance.content.stores.stores.values()):
        yield assumptions.UPGRADE_MESSAGE
    for credential in instance.content.credentials.values():
        if _expires_soon(credential.settings.get("CertificateExpirationDate")):
            yield assumptions.expiry_message(credential.description)


def _expires_soon(text: Any) -> bool:
    try:
        expires = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return False
    return expires.tzinfo is not None and expires < clock.now() + _EXPIRY_WARNING


def _errors(instance: Instance) -> Iterator[str]:
    stores = instance.content.stores.stores.values()
    if any(store.indexes_need_rebuild for store in stores):
        yield assumptions.REBUILD_MESSAGE
    for store in stores:
        if store.error is not None:
            yield assumptions.store_error_message(store.name, store.error)
    if instance.start_stop_error is not None:
        yield instance.start_stop_error


@system_function("ReloadBranding", writes=True)
def reload_branding(call: Call) -> Any:
    call.environment.branding_reloads += 1


@system_function("CreateLicenseRequest", writes=True)
def create_license_request(call: Call) -> Any:
    instances = call.environment.instances
    counts = {key: assumptions.used_licenses(len(instance.content.users)) for key, instance in instances.items()}
    return assumptions.license_request(counts)
