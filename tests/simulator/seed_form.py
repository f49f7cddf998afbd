# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The form of a seed file: which keys it may have, and which it must."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from . import assumptions, clock
from .shapes import (
    Anything,
    Flag,
    Key,
    ListOf,
    MapOf,
    Number,
    OrNull,
    Record,
    Shape,
    ShapeError,
    Text,
    optional,
    required,
)
from .state.instances import START_MODES
from .state.profiles import WORKER_RESULTS
from .state.stores import MENDING_FUNCTIONS, STORE_STATES
from .state.users import AUTHENTICATIONS, FOLDER_PRIVILEGES, LOGIN_PRIVILEGES, PRIVILEGES

_THUMBPRINT = Text(pattern=r"[0-9A-F]{40}")


def _list_of(shape: Shape) -> Any:
    return optional(ListOf(shape), list)


class Moment:
    """A point in time: `now`, `-40 days`, `+12 days`, or a date-time in UTC."""

    def check(self, value: Any, path: str) -> datetime:
        if value == "now":
            return clock.now()
        interval = clock.parse_interval(str(value))
        try:
            return datetime.fromisoformat(f"{value}+00:00") if interval is None else clock.now() + interval
        except (ValueError, OverflowError):
            raise ShapeError(path, f"{value!r} is neither 'now', '-3 days' nor a date-time in UTC") from None


class Interval:
    """A span of time such as `6 hours`, in seconds."""

    def check(self, value: Any, path: str) -> float:
        interval = clock.parse_interval(str(value))
        if interval is None or interval.total_seconds() <= 0:
            raise ShapeError(path, f"{value!r} is no span of time such as '6 hours'")
        return interval.total_seconds()


SETTINGS = Record(
    {
        "workMs": optional(Number(minimum=0), assumptions.DEFAULT_WORK_MS),
        "tokenLifetimeMs": optional(Number(minimum=0), assumptions.TOKEN_LIFETIME_MS),
        "transitionMs": optional(Number(minimum=0), 0),
    }
)


def _smtp(recipients: str, key: Callable[[Shape], Key]) -> Record:
    """SMTP settings; `key` says what becomes of one that is left out."""
    return Record(
        {
            "hostname": required(Text()),
            "port": required(Number(minimum=1)),
            "protocol": required(Text(choices=assumptions.SMTP_PROTOCOLS)),
            "ignoreSslPolicyErrors": required(Flag()),
            "authenticationRequired": required(Flag()),
            **{name: key(OrNull(Text())) for name in ("username", "password", "fromDisplayName", "fromEmailAddress")},
            recipients: _list_of(Text()),
        }
    )


def _auto_create(key: Callable[[Shape], Key]) -> Record:
    """When stores are created automatically, and where."""
    names = ("sizeThreshold", "baseDirectory", "contentBaseDirectory", "indexBaseDirectory")
    return Record({name: key(OrNull(Text())) for name in names})


SYSTEM_SMTP = _smtp("recipientSystemAdministrator", assumptions.key_to_reset)
INSTANCE_SMTP = _smtp("recipientEmailAddresses", assumptions.key_to_reset)
AUTO_CREATE = _auto_create(assumptions.key_to_reset)
"""As a function takes them; a seed may leave keys out in any world."""

_SYSTEM = Record(
    {
        "serverName": optional(Text(), "spe.example.com"),
        "licenseeName": optional(Text(), "Example Provider GmbH"),
        "licenseeID": optional(Number(), 12345),
        "smtp": optional(OrNull(_smtp("recipientSystemAdministrator", optional))),
    }
)
_ADMINISTRATOR = Record(
    {
        "userName": required(Text()),
        "password": required(Text()),
        "fullName": optional(Text()),
        "emailAddress": optional(Text()),
        "mfaStatus": optional(Text(), assumptions.MFA_STATUS_OFF),
        "apiPassword": optional(Text()),
    }
)
_STORE_KEYS = {
    "name": required(Text()),
    "databasePath": required(Text()),
    "contentPath": optional(Text()),
    "indexPath": optional(Text()),
    "requestedState": optional(Text(choices=STORE_STATES), "normal"),
    "messages": optional(Number(minimum=0), 0),
    "size": optional(Number(minimum=0), 0),
    "error": optional(Text()),
    "mendedBy": optional(ListOf(Text(choices=MENDING_FUNCTIONS)), lambda: ["RepairStoreDatabase", "RecoverStore"]),
    "needsUpgrade": optional(Flag(), False),
    "searchIndexesNeedRebuild": optional(Flag(), False),
    "recoveryRecordsBroken": optional(Flag(), False),
}
STORE = Record(_STORE_KEYS)
_HOST = Record(
    {
        "serverName": required(Text()),
        "port": optional(Number(), 8472),
        "thumbprint": required(_THUMBPRINT),
        "baseDirectory": optional(Text()),
        "active": optional(Flag(), True),
        "directories": _list_of(Text()),
        "detachedStores": _list_of(STORE),
    }
)
_CLIENT_ACCESS_SERVER = Record(
    {
        "serverName": required(Text()),
        "port": optional(Number(), 8473),
        "thumbprint": required(_THUMBPRINT),
        "active": optional(Flag(), True),
    }
)
_USER = Record(
    {
        "userName": required(Text()),
        "fullName": optional(Text()),
        "distinguishedName": optional(Text()),
        "authentication": optional(Text(choices=AUTHENTICATIONS), "integrated"),
        "mfaStatus": optional(Text(), assumptions.MFA_STATUS_OFF),
        "emailAddresses": _list_of(Text()),
        "pop3UserNames": _list_of(Text()),
        "privileges": _list_of(Text(choices=PRIVILEGES)),
        "loginPrivileges": optional(ListOf(Text(choices=LOGIN_PRIVILEGES))),
        "privilegesOnFolders": optional(MapOf(ListOf(Text(choices=FOLDER_PRIVILEGES))), dict),
        "password": optional(Text()),
        "appPasswords": optional(Number(minimum=0), 0),
    }
)
_FOLDER = Record({"messages": optional(Number(minimum=0), 0), "size": optional(Number(minimum=0), 0)})
_RUN_KEYS = {
    "from": required(Moment()),
    "to": optional(Moment(), clock.now),
    "every": required(Interval()),
    "seconds": optional(Number(minimum=0), 20),
}
_JOB_RUNS = Record({**_RUN_KEYS, "result": required(Text(choices=("succeeded", "failed", "cancelled")))})
_PROFILE_RUNS = Record(
    {
        **_RUN_KEYS,
        "result": required(Text(choices=WORKER_RESULTS)),
        "items": optional(Number(minimum=0), 0),
    }
)
_SCHEDULE = Record(
    {
        "timeZoneId": optional(Text(), assumptions.SERVER_TIME_ZONE),
        "date": optional(Text()),
        "interval": optional(Number()),
        "time": optional(Text()),
        "dayOfWeek": optional(Text()),
        "dayOfMonth": optional(Text()),
    }
)
_JOB = Record(
    {
        "name": required(Text()),
        "action": required(Text()),
        "owner": required(Text()),
        "enabled": optional(Flag(), True),
        "created": optional(Moment(), clock.now),
        "schedule": required(_SCHEDULE),
        "runs": _list_of(_JOB_RUNS),
    }
)
_PROFILE = Record(
    {
        "owner": required(Text()),
        "type": optional(Text(), "I"),
        "connector": required(Text()),
        "name": required(Text()),
        "details": optional(MapOf(Anything()), dict),
        "serverSideExecution": optional(MapOf(Anything()), dict),
        "runs": _list_of(_PROFILE_RUNS),
    }
)
_CREDENTIAL = Record(
    {
        "type": optional(Text(), "Office365_Modern"),
        "description": required(Text()),
        "applicationId": required(Text()),
        "tenantId": required(Text()),
        "certificateThumbprint": required(_THUMBPRINT),
        "certificateExpires": required(Moment()),
    }
)
_DIRECTORY_ENTRY = Record(
    {
        "userName": required(Text()),
        "fullName": optional(Text()),
        "distinguishedName": optional(Text()),
        "emailAddresses": _list_of(Text()),
        "groups": _list_of(Text()),
        "enabled": optional(Flag(), True),
    }
)


class Folders:
    """Folders by their path."""

    def check(self, value: Any, path: str) -> dict[str, Any]:
        folders = MapOf(_FOLDER).check(value, path)
        for name in folders:
            if not all(name.split("/")):
                raise ShapeError(path, f"{name!r} is no path of a folder, such as 'jane.doe/Inbox'")
        return folders


class DirectoryServices:
    """A configuration of any type."""

    def check(self, value: Any, path: str) -> dict[str, Any]:
        configuration = MapOf(Anything()).check(value, path)
        Text(pattern=".+").check(configuration.get("type"), f"{path}.type")
        return configuration


_COMPLIANCE = Record(
    {
        "legalHoldEnabled": optional(Flag(), False),
        "adminEmailPreviewEnabled": optional(Flag(), False),
        "logSuccessfulUserActivities": _list_of(Text()),
    }
)
_INSTANCE = Record(
    {
        "instanceID": required(Text(pattern=r"[a-z][a-z0-9-]{2,31}")),
        "alias": optional(OrNull(Text(pattern=assumptions.ALIAS_PATTERN))),
        "displayName": optional(OrNull(Text())),
        "instanceHost": required(Text()),
        "startMode": optional(Text(choices=START_MODES), "automatic"),
        "baseDirectory": required(Text()),
        "debugLogEnabled": optional(Flag(), False),
        "imapServerConnectionLogEnabled": optional(Flag(), False),
        "vssWriterEnabled": optional(Flag(), True),
        "vssWriterExcludeIndexes": optional(Flag(), False),
        "status": optional(Text(choices=("running", "stopped", "frozen")), "running"),
        "startStopError": optional(Text()),
        "serviceProviderAccess": optional(Flag(), False),
        "stores": _list_of(STORE),
        "users": _list_of(_USER),
        "folders": optional(Folders(), dict),
        "jobs": _list_of(_JOB),
        "profiles": _list_of(_PROFILE),
        "credentials": _list_of(_CREDENTIAL),
        "directory": _list_of(_DIRECTORY_ENTRY),
        "directoryServices": optional(OrNull(DirectoryServices())),
        "smtp": optional(OrNull(_smtp("recipientEmailAddresses", optional))),
        "compliance": optional(_COMPLIANCE, lambda: _COMPLIANCE.check({}, "")),
        "includeAttachmentsOfPDFs": optional(Flag(), False),
        "storeAutoCreate": optional(OrNull(_auto_create(optional))),
    }
)
SEED = Record(
    {
        "settings": optional(SETTINGS, lambda: SETTINGS.check({}, "")),
        "system": optional(_SYSTEM, lambda: _SYSTEM.check({}, "")),
        "administrators": required(ListOf(_ADMINISTRATOR)),
        "instanceHosts": required(ListOf(_HOST)),
        "clientAccessServers": _list_of(_CLIENT_ACCESS_SERVER),
        "instances": _list_of(_INSTANCE),
    }
)
