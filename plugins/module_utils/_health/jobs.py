# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs that fail, and jobs that should have run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .._resources.results import BAD_RESULTS
from .credentials import Credential, directory_settings, expired_credential_of
from .subjects import Row, Tenant
from .times import counted, moment

#: The command of a job that synchronizes users with the directory.
SYNC = "SyncUsersWithDirectoryServices"

#: How much later than planned a job may run.
GRACE = timedelta(days=1)


@dataclass(frozen=True)
class FailingJob:
    """An enabled job whose last run failed."""

    job: Row
    words: str
    since: datetime | None

    @property
    def name(self) -> str:
        return str(self.job.get("name"))

    @property
    def is_sync(self) -> bool:
        return str(self.job.get("action") or "").partition(" ")[0] == SYNC


def failing_jobs(tenant: Tenant) -> Iterator[FailingJob]:
    results = {result.get("job_id"): result for result in tenant.entries("job_results")}
    for job in enabled_jobs(tenant):
        result = results.get(job.get("id"))
        if result is None or result.get("last_result") not in BAD_RESULTS:
            continue
        failed = counted(int(result.get("failed_in_a_row") or 1), "run")
        since = moment(result.get("failing_since")) or moment(result.get("last_start"))
        words = (
            f"job '{job.get('name')}' has failed since {tenant.when(since)}"
            if since
            else f"job '{job.get('name')}' fails"
        )
        yield FailingJob(job, f"{words} ({failed})", since)


def enabled_jobs(tenant: Tenant) -> list[Row]:
    """A job that is disabled is meant to do nothing."""
    return [job for job in tenant.entries("jobs") if job.get("enabled") is not False]


def failing_syncs_of(tenant: Tenant, credential: Credential) -> list[FailingJob]:
    """The synchronizations that fail because this credential has expired."""
    return [failing for failing in failing_jobs(tenant) if failing.is_sync and cause_of_sync(tenant) == credential]


def cause_of_sync(tenant: Tenant) -> Credential | None:
    """The expired credential of the directory services, if its rule is not switched off."""
    if tenant.settings.is_off("credential_expired"):
        return None
    return expired_credential_of(tenant, directory_settings(tenant))


def overdue_since(tenant: Tenant, job: Row) -> datetime | None:
    """When the job should have run for the first time since its last run, or since it was created."""
    before = last_run_of(tenant, job) or moment(job.get("creation_date_time_utc"))
    period = _period(job)
    if period is None:
        planned = moment(job.get("date")) or moment(job.get("next_start_date_time_utc"))
        due = planned if before is None or (planned is not None and planned > before) else None
    else:
        due = before + period if before else moment(job.get("next_start_date_time_utc"))
    return due if due is not None and tenant.now - due > GRACE else None


def last_run_of(tenant: Tenant, job: Row) -> datetime | None:
    starts = [moment(job.get("last_start_date_time_utc"))] + [
        moment(result.get("last_start"))
        for result in tenant.entries("job_results")
        if result.get("job_id") == job.get("id")
    ]
    return max((start for start in starts if start is not None), default=None)


def _period(job: Row) -> timedelta | None:
    """The longest time between two runs of the schedule; None for a job that runs once."""
    if isinstance(job.get("interval"), int):
        return timedelta(minutes=job["interval"])
    if job.get("date"):
        return None
    if job.get("day_of_month"):
        # The 31st, or the first Sunday, of one month and of the next one.
        return timedelta(days=62)
    if job.get("day_of_week"):
        return timedelta(days=7)
    return timedelta(days=1) if job.get("time") else None
