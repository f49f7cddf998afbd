# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules about jobs."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import Finding
from .jobs import cause_of_sync, enabled_jobs, failing_jobs, last_run_of, overdue_since
from .rule import TenantRule
from .subjects import Tenant


def _sync_failed(tenant: Tenant) -> Iterator[Finding]:
    if cause_of_sync(tenant) is not None:
        return
    for failing in failing_jobs(tenant):
        if failing.is_sync:
            yield tenant.finding(
                "directory_sync_failed",
                "warning",
                f"users are not synchronized with the directory: {failing.words}",
                "run spe_directory_sync, which shows the reason",
                subject=failing.name,
                since=failing.since,
            )


def _failed(tenant: Tenant) -> Iterator[Finding]:
    for failing in failing_jobs(tenant):
        if not failing.is_sync:
            yield tenant.finding(
                "job_failed",
                "warning",
                f"{failing.words}: {_short(str(failing.job.get('action')))}",
                "run it with spe_job_run, which shows the reason",
                subject=failing.name,
                since=failing.since,
            )


def _never_ran(tenant: Tenant) -> Iterator[Finding]:
    failing = [each.job for each in failing_jobs(tenant)]
    for job in enabled_jobs(tenant):
        due = overdue_since(tenant, job)
        # One that also fails is one finding.
        if due is None or job in failing:
            continue
        last = last_run_of(tenant, job)
        ran = f"has not run since {tenant.when(last)}" if last else f"has never run, and was due on {tenant.when(due)}"
        yield tenant.finding(
            "job_never_ran",
            "warning",
            f"job '{job.get('name')}' is enabled, but {ran}",
            "check its schedule and owner with spe_job_info, then run it with spe_job_run",
            subject=str(job.get("name")),
            since=due,
        )


def _short(action: str) -> str:
    return action if len(action) <= 80 else f"{action[:77]}..."


RULES = (
    TenantRule("directory_sync_failed", "Directory sync failed", _sync_failed),
    TenantRule("job_failed", "Job failed", _failed),
    TenantRule("job_never_ran", "Job does not run", _never_ran),
)
