# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a job once, or cancelling it, and looking at what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._api.errors import SpeError
from .._engine.calls import Call
from .._engine.read import list_rows, pick_existing
from .._engine.resource import Raw
from .._engine.server import Server
from .job import JOB
from .results import JOB_RESULTS, UTC_ZONE, recent_window, shown_results

SUCCEEDED = "succeeded"


def job_of(server: Server, instance_id: str, name: str) -> Raw:
    """The row of the job. Raises InputError when there is none of that name, or several."""
    return pick_existing(JOB, name, list_rows(JOB, server, {"instanceID": instance_id}))


def result_ids(server: Server, instance_id: str, job_id: int) -> frozenset[int]:
    """The recent results of the job."""
    return frozenset(row["jobResultId"] for row in _results(server, instance_id, job_id))


def new_result(server: Server, instance_id: str, job_id: int, before: frozenset[int]) -> dict[str, Any] | None:
    """The result that was not there before, once the run has ended."""
    rows = [row for row in _results(server, instance_id, job_id) if row["jobResultId"] not in before]
    return shown_results(rows[-1:])[0] if rows else None


def _results(server: Server, instance_id: str, job_id: int) -> list[Raw]:
    return JOB_RESULTS.read(server.client, instance_id, recent_window(), UTC_ZONE, job_id)


def is_running(job: Raw) -> bool:
    """Whether the job runs: it has started later than it has last completed (inferred)."""
    started, completed = job.get("lastStartDateTimeUtc"), job.get("lastCompleteDateTimeUtc")
    return bool(started) and (not completed or completed < started)


def run_call(instance_id: str, job: Raw) -> Call:
    return Call("RunJobAsync", {"instanceID": instance_id, "id": job["id"]}, ("state",))


def cancel_call(instance_id: str, job: Raw) -> Call:
    return Call(
        "CancelJobAsync", {"instanceID": instance_id, "id": job["id"]}, ("state",), settled=NotRunning(instance_id, job)
    )


@dataclass(frozen=True)
class NotRunning:
    """Waits until a job no longer runs."""

    instance_id: str
    job: Raw

    def reached(self, server: Server) -> bool:
        return not is_running(job_of(server, self.instance_id, self.job["name"]))

    def describe(self) -> str:
        return f"the job {self.job['name']!r} still runs"


@dataclass(frozen=True)
class HasResult:
    """Waits until a run has left its result."""

    instance_id: str
    job: Raw
    before: frozenset[int]

    def reached(self, server: Server) -> bool:
        return new_result(server, self.instance_id, self.job["id"], self.before) is not None

    def describe(self) -> str:
        return f"the job {self.job['name']!r} has left no result"


def judge_job(job: Raw, result: Mapping[str, Any]) -> None:
    """Raises SpeError, which tells the result, when the run did not succeed."""
    if result["result"] == SUCCEEDED:
        return
    error = SpeError(
        f"The job {job['name']!r} ran, but ended with {result['result']!r}; look at the instance's own log, or run its"
        " action with community.mailstore.spe_command."
    )
    error.partial = {"changed": True, "result": dict(result)}
    raise error
