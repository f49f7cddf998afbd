# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an answer looks like, without a value of it.

Keys, types, null, and the words of closed vocabularies: nothing of it can be data of a customer. A key is shown when it is
known, or stands beside one that is known: an object whose keys are all unknown may be a map of names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

#: The keys of answers that are documented, or were seen (observed, inferred).
KNOWN_KEYS = frozenset(
    [
        "ApplicationId",
        "CertificateExpirationDate",
        "CertificateThumbprint",
        "Description",
        "ID",
        "Id",
        "Settings",
        "TenantId",
        "Type",
        "action",
        "active",
        "adminEmailPreviewEnabled",
        "alias",
        "attachmentExtensions",
        "authentication",
        "authenticationRequired",
        "automatic",
        "automaticMaintenanceWindows",
        "automaticPauseBetweenExecutions",
        "baseDirectory",
        "completeTime",
        "connector",
        "contentBaseDirectory",
        "contentFileSizeMB",
        "contentPath",
        "copyright",
        "creationDateTimeUtc",
        "credentialId",
        "currentPrivateMemoryBytes",
        "databaseFileSizeMB",
        "databasePath",
        "date",
        "dayOfMonth",
        "dayOfWeek",
        "debugLogEnabled",
        "deleteUsers",
        "details",
        "displayName",
        "distinguishedName",
        "emailAddress",
        "emailAddresses",
        "enabled",
        "enabledUsersOnly",
        "environmentInfo",
        "error",
        "flags",
        "folder",
        "fromDisplayName",
        "fromEmailAddress",
        "fullName",
        "fullPath",
        "groups",
        "host",
        "hostname",
        "id",
        "ignoreSslPolicyErrors",
        "imapServerConnectionLogEnabled",
        "includeAttachmentsOfPDFs",
        "indexBaseDirectory",
        "indexFileSizeMB",
        "indexPath",
        "instanceData",
        "instanceHost",
        "instanceID",
        "interval",
        "isSubItem",
        "itemsProcessed",
        "jobId",
        "jobResultId",
        "lastCompleteDateTimeUtc",
        "lastStartDateTimeUtc",
        "legalHoldEnabled",
        "licensedExchangeOnlineUsersOnly",
        "licenseeID",
        "licenseeName",
        "logSuccessfulUserActivities",
        "loginPrivileges",
        "machineName",
        "messages",
        "mfaEnabled",
        "mfaStatus",
        "multiDrop",
        "name",
        "needsUpgrade",
        "nextStartDateTimeUtc",
        "numberOfInstances",
        "numberOfMessages",
        "numberOfRunningInstances",
        "operatingSystem",
        "owner",
        "password",
        "path",
        "pop3UserNames",
        "port",
        "privileges",
        "privilegesOnFolders",
        "processID",
        "processUniqueID",
        "processors",
        "profileID",
        "profileId",
        "profileName",
        "protocol",
        "recipientEmailAddresses",
        "recipientSystemAdministrator",
        "redirectUrl",
        "requestedState",
        "result",
        "schedule",
        "searchIndexesNeedRebuild",
        "serverCertificate",
        "serverInfos",
        "serverName",
        "serverSideExecution",
        "serverType",
        "serviceStatus",
        "size",
        "sizeThreshold",
        "startMode",
        "startStopError",
        "startTime",
        "statisticsCount",
        "statisticsSize",
        "status",
        "systemProperties",
        "tag",
        "text",
        "thumbprint",
        "time",
        "timeZoneId",
        "timeout",
        "timestamp",
        "totalIOOtherBytes",
        "totalIOReadBytes",
        "totalIOWriteBytes",
        "totalMessagesArchived",
        "totalMessagesChecked",
        "totalPhysicalMemory",
        "totalProcessorMilliseconds",
        "totalRemoteProcedureCalls",
        "totalSizeMB",
        "type",
        "usedLicenseCount",
        "userName",
        "username",
        "version",
        "vssWriterEnabled",
        "vssWriterExcludeIndexes",
        "webClientVersion",
    ]
)

#: Members with a closed vocabulary, and the words of it that are known or plausible. Any other word is only counted.
VOCABULARIES: Mapping[str, frozenset[str]] = {
    "status": frozenset(
        [
            "running",
            "stopped",
            "frozen",
            "starting",
            "stopping",
            "paused",
            "suspended",
            "offline",
            "safeMode",
            "runningInSafeMode",
            "startPending",
            "stopPending",
            "Running",
            "Stopped",
            "Frozen",
            "Starting",
            "Stopping",
        ]
    ),
    "requestedState": frozenset(["current", "normal", "writeProtected", "disabled"]),
    "startMode": frozenset(["automatic", "manual", "disabled"]),
    "serverType": frozenset(["instanceHost", "clientAccessServer", "managementServer"]),
    "mfaStatus": frozenset(["Disabled", "Enabled", "disabled", "enabled", "Activated"]),
    "authentication": frozenset(["integrated", "directoryServices"]),
    "result": frozenset(["succeeded", "failed", "cancelled", "canceled", "error", "completedWithErrors", "running"]),
    "loginPrivileges": frozenset(["none", "windows", "web", "outlook", "windows_cmd", "imap", "api"]),
    "protocol": frozenset(["SMTP", "SMTP-TLS", "SMTPS", "None", "Plain"]),
    "dayOfWeek": frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
}

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]{0,40}")
_PLAIN_WORD = re.compile(r"[A-Za-z]{1,32}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?P<fraction>\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

#: How deep an answer is looked at, and in how many elements of a list.
_DEEPEST = 8
_MOST_ELEMENTS = 2000

#: How the type of an object, of a list and of unknown keys is written.
OBJECT, LIST, EMPTY_LIST, OTHER_KEYS, LEFT_OUT = "object", "list", "an empty list", "unknown keys", "left out"


class _OneOf(list[Any]):
    """What was seen at one place: texts for plain values, at most one dict for objects, and at most one list."""


def shape_of(value: Any) -> Any:
    """The shape as plain data for a report: a text for a plain value, a dict for an object, a list with one for a list."""
    return _written(_merged([_plain_shape(value, "", _DEEPEST)]))


def in_words(value: Any) -> str:
    """The shape in a few words, for the answer of an experiment."""
    if isinstance(value, Mapping):
        keys = ", ".join(_shown_keys(value)) or "unknown keys"
        return f"an object with {keys}" if value else "an empty object"
    if isinstance(value, list):
        return "a list with one" if len(value) == 1 else "a list with several" if value else EMPTY_LIST
    if value == "":
        return "an empty text"
    shape = _plain_shape(value, "", 0)
    return shape if shape in ("null", "true", "false") else f"a {shape}"


def word_or_shape(value: Any) -> str:
    """A word that the server chose, such as that for a status: itself when it is one, else only its shape."""
    if isinstance(value, str) and _PLAIN_WORD.fullmatch(value):
        return value
    return in_words(value)


def _plain_shape(value: Any, key: str, depth: int) -> Any:
    if isinstance(value, str):
        return _shape_of_text(value, key)
    if not isinstance(value, (Mapping, list)):
        return _shape_of_plain(value)
    if depth == 0:
        return OBJECT if isinstance(value, Mapping) else LIST
    if isinstance(value, Mapping):
        return _shape_of_object(value, depth)
    return [_merged([_plain_shape(each, key, depth - 1) for each in value[:_MOST_ELEMENTS]])] if value else EMPTY_LIST


def _shape_of_plain(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "number" if isinstance(value, int) else "number with a fraction"


def _shape_of_text(value: str, key: str) -> str:
    if value == "":
        return "empty text"
    if value in VOCABULARIES.get(key, ()):
        return f"text {value}"
    time = _TIME.fullmatch(value)
    if time:
        fraction = " with a fraction" if time["fraction"] else ""
        return f"text of a time{fraction}, {'in UTC' if time['zone'] == 'Z' else 'with a zone' if time['zone'] else 'without a zone'}"
    if _DAY.fullmatch(value):
        return "text of a day"
    return "text of digits" if value.isascii() and value.isdigit() else "text"


def _shape_of_object(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    shown = _shown_keys(value)
    shape: dict[str, Any] = {key: _merged([_plain_shape(value[key], key, depth - 1)]) for key in shown}
    hidden = [_plain_shape(member, "", depth - 1) for key, member in value.items() if key not in shape]
    return {**shape, **({OTHER_KEYS: _merged(hidden)} if hidden else {})}


def _shown_keys(value: Mapping[Any, Any]) -> list[str]:
    keys = [str(key) for key in value]
    if KNOWN_KEYS.isdisjoint(keys):
        return []
    return [key for key in keys if key in KNOWN_KEYS or _IDENTIFIER.fullmatch(key)]


def _merged(shapes: Sequence[Any]) -> _OneOf:
    """One shape for several values of the same place."""
    flat = [each for shape in shapes for each in (shape if isinstance(shape, _OneOf) else [shape])]
    objects = [shape for shape in flat if isinstance(shape, dict)]
    lists = [shape[0] for shape in flat if isinstance(shape, list)]
    texts = sorted({shape for shape in flat if isinstance(shape, str)})
    return _OneOf([*([_merged_objects(objects)] if objects else []), *([[_merged(lists)]] if lists else []), *texts])


def _merged_objects(objects: Sequence[dict[str, Any]]) -> dict[str, Any]:
    keys = dict.fromkeys(key for each in objects for key in each)
    return {key: _merged([each.get(key, LEFT_OUT) for each in objects]) for key in keys}


def _written(shape: _OneOf) -> Any:
    """The shape as plain data."""
    texts = [each for each in shape if isinstance(each, str) and each != LEFT_OUT]
    words = " or ".join(texts) + (f", or {LEFT_OUT}" if LEFT_OUT in shape else "")
    found = [_written_one(each) for each in shape if not isinstance(each, str)]
    if not found:
        return words
    others = [words.removeprefix(", or ")] if words else []
    return {"one of": [*found, *others]} if len(found) + len(others) > 1 else found[0]


def _written_one(shape: Any) -> Any:
    if isinstance(shape, dict):
        return {key: _written(member) for key, member in shape.items()}
    return [_written(shape[0])]
