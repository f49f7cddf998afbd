# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of a tenant: compliance and directory services; time zones."""

from __future__ import annotations

from typing import Any

from .. import assumptions
from ..contract import Call, instance_function, json_text
from ..errors import invalid_argument
from ..secret_names import is_secret_name
from ..shapes import Anything, Flag, Key, ListOf, MapOf, Number, OrNull, Record, Text
from ..state.environment import Environment
from ..state.instances import Instance
from ..windows_time_zones import WINDOWS_TIME_ZONES
from .instances import locked_activities

_ACTIVE_DIRECTORY = Record(
    {
        "type": assumptions.needed_key(Text()),
        "serverName": assumptions.needed_key(OrNull(Text())),
        "protocol": assumptions.needed_key(OrNull(Text())),
        "authenticationType": assumptions.needed_key(OrNull(Text())),
        "userName": assumptions.needed_key(OrNull(Text())),
        "password": Key(OrNull(Text()), required=False),
        "baseDN": assumptions.needed_key(OrNull(Text())),
        "microsoftExchangeUsersOnly": assumptions.needed_key(Flag()),
        "enabledUsersOnly": assumptions.needed_key(Flag()),
        "usersVisibleInAddressListsOnly": assumptions.needed_key(Flag()),
        "groups": assumptions.needed_key(OrNull(ListOf(Text()))),
        "userNameFormat": assumptions.needed_key(OrNull(Text())),
        "authenticationProtocol": assumptions.needed_key(OrNull(Text())),
        "openIdDiscoveryUrl": assumptions.needed_key(OrNull(Text())),
        "openIdClientID": assumptions.needed_key(OrNull(Text())),
        "openIdRedirectUrl": assumptions.needed_key(OrNull(Text())),
        "openIdForceAdfsLogin": assumptions.needed_key(Flag()),
        "deleteUsers": assumptions.needed_key(Flag()),
    }
)
_OFFICE_365 = Record(
    {
        "type": assumptions.needed_key(Text()),
        "credentialId": assumptions.needed_key(Number()),
        "licensedExchangeOnlineUsersOnly": assumptions.needed_key(Flag()),
        "enabledUsersOnly": assumptions.needed_key(Flag()),
        "groups": assumptions.needed_key(OrNull(ListOf(Text()))),
        "redirectUrl": assumptions.needed_key(OrNull(Text())),
        "deleteUsers": assumptions.needed_key(Flag()),
    }
)
_KNOWN_DIRECTORIES = {"activeDirectory": _ACTIVE_DIRECTORY, "office365OpenIDConnect": _OFFICE_365}
_ANY_DIRECTORY = MapOf(Anything())


def _compliance_shape(environment: Environment) -> Record:
    keys = {
        "legalHoldEnabled": assumptions.needed_key(Flag()),
        "logSuccessfulUserActivities": assumptions.needed_key(ListOf(Text())),
    }
    if _has_email_preview(environment):
        keys["adminEmailPreviewEnabled"] = assumptions.needed_key(Flag())
    return Record(keys)


def _has_email_preview(environment: Environment) -> bool:
    return not environment.reaches(assumptions.ADMIN_EMAIL_PREVIEW_UNTIL)


@instance_function("GetComplianceConfiguration")
def get_compliance_configuration(call: Call, instance: Instance) -> Any:
    content = instance.content
    configuration: dict[str, Any] = {"legalHoldEnabled": content.legal_hold}
    if _has_email_preview(call.environment):
        configuration["adminEmailPreviewEnabled"] = content.admin_email_preview
    configuration["logSuccessfulUserActivities"] = sorted(content.logged_activities)
    return configuration


@instance_function("SetComplianceConfiguration", json_text("config"), writes=True)
def set_compliance_configuration(call: Call, instance: Instance) -> Any:
    config = call.structure("config", _compliance_shape(call.environment))
    content = instance.content
    content.legal_hold = config["legalHoldEnabled"]
    content.admin_email_preview = config.get("adminEmailPreviewEnabled", content.admin_email_preview)
    activities = assumptions.accepted_activities(config["logSuccessfulUserActivities"])
    locked = locked_activities(call.environment) if assumptions.LOCKED_ACTIVITIES_ALWAYS_READ_BACK else ()
    content.logged_activities = tuple(sorted({*activities, *locked}))


@instance_function("GetDirectoryServicesConfiguration")
def get_directory_services_configuration(call: Call, instance: Instance) -> Any:
    configuration = instance.content.directory_services
    if configuration is None:
        return assumptions.NO_DIRECTORY_SERVICES
    return {key: None if is_secret_name(key) else value for key, value in configuration.items()}


@instance_function("SetDirectoryServicesConfiguration", json_text("config"), writes=True)
def set_directory_services_configuration(call: Call, instance: Instance) -> Any:
    kind = call.structure("config", _ANY_DIRECTORY).get("type")
    if not isinstance(kind, str) or not kind:
        raise invalid_argument(assumptions.invalid_value("type", kind))
    if kind not in _KNOWN_DIRECTORIES and assumptions.UNKNOWN_DIRECTORY_TYPE_IS_REFUSED:
        raise invalid_argument(assumptions.invalid_value("type", kind))
    config = call.structure("config", _KNOWN_DIRECTORIES.get(kind, _ANY_DIRECTORY))
    credential_id = config.get("credentialId") if assumptions.CREDENTIAL_OF_DIRECTORY_MUST_EXIST else None
    if credential_id is not None and credential_id not in instance.content.credentials:
        raise invalid_argument(assumptions.not_found("Credential", credential_id))
    former = instance.content.directory_services or {}
    if former.get("type") == kind:
        keep_stored_secrets(config, former)
    instance.content.directory_services = config


def keep_stored_secrets(config: dict[str, Any], former: dict[str, Any]) -> None:
    """Secrets that are null or left out keep what is stored."""
    if not assumptions.NULL_PASSWORD_KEEPS_STORED_ONE:
        return
    for key, value in former.items():
        if is_secret_name(key) and config.get(key) is None:
            config[key] = value


@instance_function("GetTimeZones")
def get_time_zones(call: Call, instance: Instance) -> Any:
    local = ["$Local"] if assumptions.LOCAL_IS_A_LISTED_TIME_ZONE else []
    return [assumptions.time_zone_row(zone_id) for zone_id in [*local, *WINDOWS_TIME_ZONES]]
