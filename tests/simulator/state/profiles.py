# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archiving profiles of one instance and the results of their runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .. import assumptions, clock
from ..errors import ApiError
from ..secret_names import is_secret_name

WORKER_RESULTS = (
    "succeeded",
    "completedWithErrors",
    "failed",
    "cancelled",
    # seen elsewhere only
    "completedWithWarnings",
    "disconnected",
    "threadAbort",
)


@dataclass
class Profile:
    """A raw profile; details and serverSideExecution are kept as they were sent."""

    profile_id: int
    version: int
    owner: str
    kind: str
    connector: str
    name: str
    details: dict[str, Any]
    server_side_execution: dict[str, Any]

    def row(self) -> dict[str, Any]:
        return {
            "id": self.profile_id,
            "version": self.version,
            "owner": self.owner,
            "type": self.kind,
            "connector": self.connector,
            "name": self.name,
            "details": {key: _detail_as_read(key, self.details[key]) for key in sorted(self.details)},
            "serverSideExecution": dict(self.server_side_execution),
        }

    @property
    def mail_server(self) -> str:
        return str(self.details.get("host", ""))


def _detail_as_read(key: str, value: Any) -> Any:
    return assumptions.profile_secret_as_read(str(value)) if is_secret_name(key) else value


@dataclass(frozen=True)
class WorkerResult:
    """One run; without a profile when that was not stored."""

    result_id: int
    user_name: str
    profile_id: int | None
    profile_name: str | None
    result: str
    items_archived: int
    started: datetime
    completed: datetime
    machine_name: str

    def row(self, zone: ZoneInfo) -> dict[str, Any]:
        """Members without a value are left out [observed]."""
        members = {
            "id": self.result_id,
            "userName": self.user_name,
            "profileId": self.profile_id,
            "profileName": self.profile_name,
            "result": self.result,
            "itemsArchived": self.items_archived,
            "startTime": clock.format_in_zone(self.started, zone),
            "completeTime": clock.format_in_zone(self.completed, zone),
            "machineName": self.machine_name,
        }
        return {name: value for name, value in members.items() if value is not None}


@dataclass
class ProfileBook:
    profiles: dict[int, Profile] = field(default_factory=dict)
    results: list[WorkerResult] = field(default_factory=list)
    next_profile_id: int = 1
    next_result_id: int = 1

    def find(self, profile_id: int) -> Profile:
        profile = self.profiles.get(profile_id)
        if profile is None:
            raise ApiError(assumptions.not_found("Profile", profile_id))
        return profile

    def add(self, properties: dict[str, Any]) -> Profile:
        is_taken = any(profile.name == properties["name"] for profile in self.profiles.values())
        if is_taken and assumptions.PROFILE_NAMES_ARE_UNIQUE:
            raise ApiError(assumptions.already_exists("Profile", properties["name"]))
        profile = Profile(
            profile_id=self.next_profile_id,
            version=assumptions.NEW_PROFILE_VERSION,
            owner=properties["owner"],
            kind=properties["type"],
            connector=properties["connector"],
            name=properties["name"],
            details=dict(properties["details"]),
            server_side_execution=dict(properties["serverSideExecution"]),
        )
        self.next_profile_id += 1
        self.profiles[profile.profile_id] = profile
        return profile

    def record(
        self,
        *,
        user_name: str,
        profile: Profile | None,
        result: str,
        items_archived: int,
        started: datetime,
        completed: datetime,
        machine_name: str,
    ) -> None:
        self.results.append(
            WorkerResult(
                result_id=self.next_result_id,
                user_name=user_name,
                profile_id=None if profile is None else profile.profile_id,
                profile_name=None if profile is None else profile.name,
                result=result,
                items_archived=items_archived,
                started=started,
                completed=completed,
                machine_name=machine_name,
            )
        )
        self.next_result_id += 1

    def _is_kept(self, result: WorkerResult) -> bool:
        # A temporary profile is never deleted.
        has_owner = not result.profile_id or result.profile_id in self.profiles
        return has_owner or assumptions.RESULTS_OUTLIVE_THEIR_OWNER

    def kept_results(self, now: datetime) -> list[WorkerResult]:
        """Results that are not too old, in no usable order [observed]."""
        oldest = now - timedelta(days=assumptions.WORKER_RESULT_DAYS)
        kept = [result for result in self.results if result.started >= oldest and self._is_kept(result)]
        return sorted(kept, key=lambda result: result.result_id * 2654435761 % 2**32)
