# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs of one instance and the results of their runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .. import assumptions, clock
from ..errors import ApiError
from ..long_work import Execution
from ..schedules import Schedule


@dataclass
class Job:
    job_id: int
    name: str
    action: str
    owner: str
    schedule: Schedule
    created: datetime
    enabled: bool = assumptions.NEW_JOB_IS_ENABLED
    last_start: datetime | None = None
    last_complete: datetime | None = None
    execution: Execution | None = None
    """The run under way, if there is one."""

    def row(self, now: datetime) -> dict[str, Any]:
        has_next = self.enabled or assumptions.DISABLED_JOB_HAS_NEXT_START
        next_start = self.schedule.next_start(now, self.created) if has_next else None
        return {
            "id": self.job_id,
            "name": self.name,
            "action": self.action,
            "owner": self.owner,
            "creationDateTimeUtc": clock.format_utc(self.created),
            "lastStartDateTimeUtc": _time(self.last_start),
            "lastCompleteDateTimeUtc": _time(self.last_complete),
            "nextStartDateTimeUtc": _time(next_start),
            "enabled": self.enabled,
            "schedule": self.schedule.as_read(),
        }


def _time(moment: datetime | None) -> Any:
    return assumptions.UNSET_JOB_TIME if moment is None else clock.format_utc(moment)


@dataclass(frozen=True)
class JobResult:
    result_id: int
    job_id: int
    action: str
    started: datetime
    completed: datetime
    result: str

    def row(self, zone: ZoneInfo) -> dict[str, Any]:
        return {
            "jobResultId": self.result_id,
            "jobId": self.job_id,
            "action": self.action,
            "startTime": clock.format_in_zone(self.started, zone),
            "completeTime": clock.format_in_zone(self.completed, zone),
            "result": assumptions.job_result_as_read(self.result),
        }


@dataclass
class JobBook:
    jobs: dict[int, Job] = field(default_factory=dict)
    results: list[JobResult] = field(default_factory=list)
    next_job_id: int = 1
    next_result_id: int = 1

    def find(self, job_id: int) -> Job:
        job = self.jobs.get(job_id)
        if job is None:
            raise ApiError(assumptions.not_found("Job", job_id))
        return job

    def refuse_name(self, name: str, besides: int | None = None) -> None:
        taken = any(job.name == name and job.job_id != besides for job in self.jobs.values())
        if taken and assumptions.JOB_NAMES_ARE_UNIQUE:
            raise ApiError(assumptions.already_exists("Job", name))

    def add(self, name: str, action: str, owner: str, schedule: Schedule, created: datetime) -> Job:
        job = Job(self.next_job_id, name, action, owner, schedule, created)
        self.next_job_id += 1
        self.jobs[job.job_id] = job
        return job

    def record(self, job: Job, started: datetime, completed: datetime, result: str) -> None:
        job.last_start, job.last_complete = started, completed
        self.results.append(JobResult(self.next_result_id, job.job_id, job.action, started, completed, result))
        self.next_result_id += 1

    def _is_kept(self, result: JobResult) -> bool:
        return assumptions.RESULTS_OUTLIVE_THEIR_OWNER or result.job_id in self.jobs

    def kept_results(self, now: datetime) -> list[JobResult]:
        """Results that are not too old, newest first."""
        oldest = now - timedelta(days=assumptions.JOB_RESULT_DAYS)
        kept = [result for result in self.results if result.started >= oldest and self._is_kept(result)]
        return sorted(kept, key=lambda result: (result.started, result.result_id), reverse=True)
