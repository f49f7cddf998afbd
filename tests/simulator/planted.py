# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The seed `planted`: a provider with 200 tenants, two of them stopped, and 46 planted faults of twelve kinds.

`FAULTS` has the finding that each fault must lead to; nothing else is wrong. What looks like a fault but is none
(single failed runs, errors with single messages, a job that somebody has disabled) is there, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

TENANTS = 200
HOSTS = 5
STOPPED = ("tenant-025", "tenant-115")

PROFILE = "Mailboxes"
SYNC_JOB = "Directory sync"
VERIFY_JOB = "Verify stores"
CURRENT_STORE = "2026"
OLD_STORE = "2025"

_LARGE = 9_502_311
"""Messages of a store that is too large: five million are advised."""
_GIBIBYTE = 2**30
_OPENING_ERROR = "The database could not be opened."
_LONG_NAME = 'Müller & <Söhne> "Bau" 🏗 ' + "und Partner " * 24

Entry = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """One planted fault, and the finding that belongs to it.

    `tenant` is None for the whole server. `kind` is one of the twelve, `rule` the finding's own word, `subject` the name
    of what the finding is about, `cause` a text that its sentence must have: the root cause.
    """

    kind: str
    rule: str
    tenant: str | None
    subject: str | None = None
    cause: str | None = None


def _tenant(number: int) -> str:
    return f"tenant-{number:03}"


def _credential(tenant: str) -> str:
    return f"{tenant} m365"


# --- What is changed in a sound tenant -----------------------------------------------------------------------------


def _runs(tenant: Entry, *runs: Mapping[str, Any]) -> None:
    tenant["profiles"][0]["runs"] = [{"every": "3 hours", "seconds": 80, "items": 0, **each} for each in runs]


def _fails(tenant: Entry, since: str) -> None:
    _runs(
        tenant,
        {"from": "-29 days", "to": since, "result": "succeeded", "items": 28},
        {"from": since, "result": "failed"},
    )


def _expire_credential(tenant: Entry, number: int) -> None:
    days = 2 + number % 4
    tenant["credentials"][0]["certificateExpires"] = f"-{days} days"
    _fails(tenant, f"-{days} days")


def _let_credential_expire(tenant: Entry, number: int) -> None:
    tenant["credentials"][0]["certificateExpires"] = f"+{5 + number % 20} days"


def _break_old_store(tenant: Entry, number: int) -> None:
    tenant["stores"][0]["error"] = _OPENING_ERROR


def _break_current_store(tenant: Entry, number: int) -> None:
    tenant["stores"][1]["error"] = _OPENING_ERROR
    _fails(tenant, "-2 days")


def _take_current_store(tenant: Entry, number: int) -> None:
    tenant["stores"][1]["requestedState"] = "normal"
    _fails(tenant, "-3 days")


def _pause_profile(tenant: Entry, number: int) -> None:
    tenant["profiles"][0]["serverSideExecution"]["automatic"] = "false"
    _runs(tenant, {"from": "-29 days", "to": f"-{number % 20 + 1} days", "result": "succeeded", "items": 28})


def _remove_profiles(tenant: Entry, number: int) -> None:
    tenant["profiles"] = []


def _silence_profile(tenant: Entry, number: int) -> None:
    _runs(tenant, {"from": "-29 days", "to": f"-{2 + number % 12} days", "result": "succeeded", "items": 28})


def _archive_nothing(tenant: Entry, number: int) -> None:
    since = f"-{5 + number % 8} days"
    _runs(
        tenant,
        {"from": "-29 days", "to": since, "result": "succeeded", "items": 28},
        {"from": since, "result": "succeeded", "items": 0},
    )


def _leave_access_open(tenant: Entry, number: int) -> None:
    tenant["serviceProviderAccess"] = True


def _need_upgrade(tenant: Entry, number: int) -> None:
    tenant["stores"][0]["needsUpgrade"] = True


def _need_rebuild(tenant: Entry, number: int) -> None:
    tenant["stores"][0]["searchIndexesNeedRebuild"] = True


def _outgrow_store(tenant: Entry, number: int) -> None:
    tenant["stores"][1]["messages"] = _LARGE


def _fail_sync(tenant: Entry, number: int) -> None:
    _fail_job(tenant, SYNC_JOB, f"-{50 + number % 40} hours")


def _fail_verification(tenant: Entry, number: int) -> None:
    _fail_job(tenant, VERIFY_JOB, "-73 hours")


def _fail_job(tenant: Entry, name: str, since: str) -> None:
    job = next(job for job in tenant["jobs"] if job["name"] == name)
    runs = job["runs"][0]
    job["runs"] = [{**runs, "to": since}, {**runs, "from": since, "result": "failed"}]


def _never_run_job(tenant: Entry, number: int) -> None:
    tenant["jobs"].append(_job("Statistics", "RefreshAllStoreStatistics", {"time": "01:15"}, created="-40 days"))


@dataclass(frozen=True)
class _Planting:
    """The same fault in several tenants."""

    kind: str
    rule: str
    change: Callable[[Entry, int], None]
    numbers: tuple[int, ...]
    subject: Callable[[str], str | None]
    cause: Callable[[str], str | None] = lambda tenant: None

    def faults(self) -> list[Fault]:
        tenants = [_tenant(number) for number in self.numbers]
        return [Fault(self.kind, self.rule, each, self.subject(each), self.cause(each)) for each in tenants]


def _always(text: str | None) -> Callable[[str], str | None]:
    return lambda tenant: text


_PLANTINGS = (
    _Planting("credential", "credential_expired", _expire_credential, (1, 42, 77, 161), _credential, _always(PROFILE)),
    _Planting("credential", "credential_expires", _let_credential_expire, (12, 88, 133), _credential),
    _Planting("store in error", "store_error", _break_old_store, (3, 104), _always(OLD_STORE)),
    _Planting("store in error", "store_error", _break_current_store, (171,), _always(CURRENT_STORE), _always(PROFILE)),
    _Planting("no current store", "no_current_store", _take_current_store, (5, 93, 144), _always(None)),
    _Planting("profile", "profile_paused", _pause_profile, (9, 66, 150), _always(PROFILE)),
    _Planting("profile", "no_profile", _remove_profiles, (16, 109, 188), _always(None)),
    _Planting("no run", "profile_silent", _silence_profile, (7, 58, 121, 199), _always(PROFILE)),
    _Planting("no items", "nothing_archived", _archive_nothing, (19, 71, 128, 166), _always(PROFILE)),
    _Planting("access open", "access_open", _leave_access_open, (21, 99, 182), _always(None)),
    _Planting("upgrade or rebuild", "store_upgrade", _need_upgrade, (28, 82, 137), _always(OLD_STORE)),
    _Planting("upgrade or rebuild", "index_rebuild", _need_rebuild, (33, 111, 177), _always(OLD_STORE)),
    _Planting("store too large", "store_too_large", _outgrow_store, (37, 155), _always(CURRENT_STORE)),
    _Planting("directory sync", "directory_sync_failed", _fail_sync, (46, 117, 193), _always(SYNC_JOB)),
    _Planting("job", "job_failed", _fail_verification, (52, 139), _always(VERIFY_JOB)),
    _Planting("job", "job_never_ran", _never_run_job, (61, 163), _always("Statistics")),
)

FAULTS: tuple[Fault, ...] = (
    *(fault for planting in _PLANTINGS for fault in planting.faults()),
    Fault("MFA missing", "mfa_missing", None, "auditor"),
)

FAULTS_OF_USERS: tuple[Fault, ...] = (
    Fault("MFA missing", "mfa_missing", "tenant-030", "admin"),
    Fault("MFA missing", "mfa_missing", "tenant-190", "admin"),
)
"""What is found beside these when the users of the tenants are read, too."""


# --- The seed ------------------------------------------------------------------------------------------------------


def planted_document() -> Entry:
    """The document of the seed, new at each call."""
    tenants = {_tenant(number): _sound_tenant(number) for number in range(1, TENANTS + 1)}
    for planting in _PLANTINGS:
        for number in planting.numbers:
            planting.change(tenants[_tenant(number)], number)
    for fault in FAULTS_OF_USERS:
        tenants[str(fault.tenant)]["users"][0]["mfaStatus"] = "Disabled"
    for tenant_id in STOPPED:
        tenants[tenant_id]["status"] = "stopped"
    tenants[STOPPED[0]]["startStopError"] = "The instance process ended unexpectedly."
    return {
        "system": {"serverName": "spe.example.com", "licenseeName": "Example Provider GmbH", "licenseeID": 12345},
        "administrators": _ADMINISTRATORS,
        "instanceHosts": [_host(number) for number in range(1, HOSTS + 1)],
        "clientAccessServers": [{"serverName": "spe.example.com", "thumbprint": f"{HOSTS + 1:040X}"}],
        "instances": list(tenants.values()),
    }


_ADMINISTRATORS: list[Entry] = [
    # With MFA the API password takes the place of the password; here they are the same.
    {
        "userName": "admin",
        "password": "simulator-password",
        "apiPassword": "simulator-password",
        "fullName": "Administrator",
        "emailAddress": "admin@example.com",
        "mfaStatus": "Enabled",
    },
    {
        "userName": "operations",
        "password": "demo-operations-password",
        "fullName": "Operations Team",
        "emailAddress": "operations@example.com",
        "mfaStatus": "Enabled",
    },
    {
        "userName": "auditor",
        "password": "demo-auditor-password",
        "fullName": "Auditor",
        "emailAddress": "auditor@example.com",
    },
]


def _host(number: int) -> Entry:
    return {
        "serverName": f"host{number}.example.com",
        "thumbprint": f"{number:040X}",
        "directories": ["C:\\Program Files", "E:\\Archives"],
    }


def _sound_tenant(number: int) -> Entry:
    """A tenant without any fault; every so many have something that is none."""
    tenant = _tenant(number)
    base = f"E:\\Archives\\{tenant}"
    mailboxes = _imap_profile(tenant) if number % 10 == 0 else _cloud_profile()
    entry: Entry = {
        "instanceID": tenant,
        "alias": f"t{number:03}",
        "displayName": _LONG_NAME if number == 13 else f"Tenant {number:03}",
        "instanceHost": f"host{number % HOSTS + 1}.example.com",
        "baseDirectory": base,
        "stores": [
            {"name": OLD_STORE, "databasePath": f"{base}\\{OLD_STORE}", "messages": 52_000, "size": 5 * _GIBIBYTE},
            {
                "name": CURRENT_STORE,
                "databasePath": f"{base}\\{CURRENT_STORE}",
                "requestedState": "current",
                "messages": 40_000,
                "size": 4 * _GIBIBYTE,
            },
        ],
        "users": _users(tenant),
        "jobs": [
            _job(
                VERIFY_JOB,
                "VerifyStores",
                {"time": "03:30", "dayOfWeek": "Sunday"},
                {"from": "-1970 hours", "every": "1 week", "seconds": 2400, "result": "succeeded"},
            ),
            _job(
                SYNC_JOB,
                "SyncUsersWithDirectoryServices",
                {"time": "02:15"},
                {"from": "-494 hours", "every": "1 day", "seconds": 20, "result": "succeeded"},
            ),
        ],
        "profiles": [mailboxes],
        "credentials": [] if number % 10 == 0 else [_sound_credential(tenant, number)],
    }
    _add_what_is_no_fault(entry, number)
    return entry


def _add_what_is_no_fault(entry: Entry, number: int) -> None:
    result = "completedWithErrors" if number % 7 == 0 else "succeeded"
    sound = {"from": "-29 days", "result": result, "items": 28}
    if number % 9 == 0:
        # One run failed, and the next ones did not.
        _runs(
            entry,
            {**sound, "to": "-40 hours"},
            {"from": "-40 hours", "to": "-39 hours", "result": "failed"},
            {**sound, "from": "-37 hours"},
        )
    elif number % 8 == 0:
        # Nights and weekends have no mail.
        _runs(
            entry,
            {**sound, "to": "-30 hours"},
            {**sound, "from": "-30 hours", "to": "-10 hours", "items": 0},
            {**sound, "from": "-8 hours"},
        )
    else:
        _runs(entry, sound)
    if number % 11 == 0:
        retired = _job("Old statistics", "RefreshAllStoreStatistics", {"time": "01:15"})
        entry["jobs"].append({**retired, "enabled": False})


def _cloud_profile() -> Entry:
    return {
        "owner": "admin",
        "connector": "MicrosoftOffice365",
        "name": PROFILE,
        "details": {"credentialId": "1", "host": "outlook.office365.com", "multiDrop": "1", "timeout": "0"},
        "serverSideExecution": {"automatic": "true", "automaticPauseBetweenExecutions": "10800"},
    }


def _imap_profile(tenant: str) -> Entry:
    return {
        "owner": "admin",
        "connector": "IMAP",
        "name": PROFILE,
        "details": {
            "emailAddress": f"journal@{tenant}.example",
            "host": f"imap.{tenant}.example",
            "protocol": "IMAP-SSL",
            "userName": f"journal@{tenant}.example",
            "password": "demo-imap-password",
        },
        "serverSideExecution": {"automatic": "true", "automaticPauseBetweenExecutions": "10800"},
    }


def _sound_credential(tenant: str, number: int) -> Entry:
    return {
        "description": _credential(tenant),
        "applicationId": f"00000000-0000-0000-0000-{number:012}",
        "tenantId": f"00000000-0000-0000-0001-{number:012}",
        "certificateThumbprint": f"{number:040X}",
        "certificateExpires": f"+{200 + number} days",
    }


def _users(tenant: str) -> list[Entry]:
    people = [f"{name}@{tenant}.example" for name in ("jane.doe", "john.doe")]
    return [
        {
            "userName": "admin",
            "fullName": "Administrator",
            "privileges": ["admin"],
            "mfaStatus": "Enabled",
            "password": "demo-user-password",
        },
        *(
            {
                "userName": address.split("@")[0],
                "authentication": "directoryServices",
                "emailAddresses": [address],
                "privileges": ["login"],
            }
            for address in people
        ),
    ]


def _job(name: str, action: str, schedule: Entry, *runs: Entry, created: str = "-400 days") -> Entry:
    return {
        "name": name,
        "action": action,
        "owner": "admin",
        "created": created,
        "schedule": schedule,
        "runs": list(runs),
    }
