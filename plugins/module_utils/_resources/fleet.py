# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read of each tenant when all are asked at once, and which tenants have anything to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .._api.contract import requires_access
from .._engine.keys import snake_keys
from .._engine.listing import detailed_rows, rows_of, shown_rows, shown_setting
from .._engine.resource import ApiObject, Resource
from .._engine.snapshot import Snapshot
from .assumptions import HARMLESS_MESSAGES, STATUS_RUNNING, continues_message, instance_named_in
from .credential import shown_credential
from .directory_services import DIRECTORY_SERVICES
from .environment import shown_message
from .instance import INSTANCE
from .instance_answers import may_be_too_long
from .job import JOB
from .profile import PROFILE
from .results import JOB_RESULTS, PROFILE_RESULTS, UTC_ZONE, Results, Window
from .run_summary import job_summaries, profile_summaries
from .store import STORE
from .user import USER

Row = dict[str, Any]


@dataclass(frozen=True)
class TenantReading:
    """One tenant, as its parts are read."""

    snapshot: Snapshot
    instance_id: str
    #: The results that are asked for, in UTC.
    window: Window
    now: datetime

    @property
    def scope(self) -> dict[str, Any]:
        return {"instanceID": self.instance_id}


@dataclass(frozen=True)
class TenantPart:
    """One part of what is read: its name in `read` and in the row, the function that shows whether it needs access, and
    how it is read. Nothing is asked if the list of another part, `of`, is empty: there can be nothing then."""

    name: str
    function: str
    read: Callable[[TenantReading], Any]
    of: str | None = None

    @property
    def needs_access(self) -> bool:
        return requires_access(self.function)


def _listed(resource: Resource) -> Callable[[TenantReading], list[Row]]:
    return lambda reading: shown_rows(resource, rows_of(resource, reading.snapshot, reading.scope, None))


def _credentials(reading: TenantReading) -> list[Row]:
    return [shown_credential(row, reading.now) for row in reading.snapshot.read("GetCredentials", reading.scope) or []]


def _statistics(reading: TenantReading) -> Row | None:
    answer = reading.snapshot.read("GetInstanceStatistics", reading.scope)
    return snake_keys(answer) if answer else None


def _directory_services(reading: TenantReading) -> Row:
    shown = shown_setting(DIRECTORY_SERVICES, reading.snapshot, reading.instance_id)
    return dict(shown.get("configuration") or {})


def _administrators(reading: TenantReading) -> list[Row]:
    rows = shown_rows(USER, detailed_rows(USER, reading.snapshot, reading.scope, None, parallel=1))
    return [row for row in rows if "admin" in row["privileges"]]


def _rows_of(results: Results, reading: TenantReading) -> list[ApiObject]:
    return results.read(
        reading.snapshot,
        reading.instance_id,
        reading.window,
        UTC_ZONE,
        may_be_too_long=lambda: may_be_too_long(reading.snapshot, reading.instance_id),
    )


PARTS: tuple[TenantPart, ...] = (
    # What needs no access comes first.
    TenantPart("stores", STORE.listing.function, _listed(STORE)),
    TenantPart("statistics", "GetInstanceStatistics", _statistics),
    TenantPart("credentials", "GetCredentials", _credentials),
    TenantPart("profiles", PROFILE.listing.function, _listed(PROFILE)),
    TenantPart(
        "results", PROFILE_RESULTS.function, lambda reading: profile_summaries(_rows_of(PROFILE_RESULTS, reading))
    ),
    TenantPart("jobs", JOB.listing.function, _listed(JOB)),
    TenantPart(
        "job_results", JOB_RESULTS.function, lambda reading: job_summaries(_rows_of(JOB_RESULTS, reading)), of="jobs"
    ),
    TenantPart("directory_services", DIRECTORY_SERVICES.listing.function, _directory_services),
    TenantPart("users", USER.listing.function, _administrators),
)


def with_job_names(row: Row) -> None:
    """Add the names of the jobs to their results, which the server lists without them."""
    names = {job["id"]: job["name"] for job in row.get("jobs") or []}
    for result in row.get("job_results") or []:
        result["job_name"] = names.get(result["job_id"])


def first_look(instance: ApiObject, messages: Sequence[Row]) -> Row:
    """The row of a tenant before anything is read of it: what GetInstances and GetServiceStatus show."""
    shown = INSTANCE.shown(instance, instance["instanceID"])
    return {
        **shown,
        "is_clean": is_clean(instance, messages),
        "is_read": False,
        "error": None,
        "notes": [],
        "messages": list(messages),
    }


def is_clean(instance: ApiObject, messages: Iterable[Row]) -> bool:
    """Whether nothing calls for a look at the details: decided by the status and the types of messages, never by texts."""
    return (
        instance["status"] == STATUS_RUNNING
        and not instance["startStopError"]
        and all(message["severity"] in HARMLESS_MESSAGES for message in messages)
    )


def messages_of_instances(rows: Iterable[ApiObject], instances: Iterable[ApiObject]) -> list[Row]:
    """The messages of GetServiceStatus as results show them, each with the instance that it is about, if it is about one."""
    hosts: Mapping[str, str] = {each["instanceID"]: each["instanceHost"] for each in instances}
    shown: list[Row] = []
    instance_id: str | None = None
    for row in rows:
        if not continues_message(row):
            instance_id = instance_named_in(row, hosts)
        shown.append({**shown_message(row), "instance_id": instance_id})
    return shown


def by_instance(messages: Iterable[Row]) -> Mapping[str, list[Row]]:
    """The messages of each instance that some are about."""
    found: dict[str, list[Row]] = {}
    for message in messages:
        if message["instance_id"] is not None:
            found.setdefault(message["instance_id"], []).append(message)
    return found
