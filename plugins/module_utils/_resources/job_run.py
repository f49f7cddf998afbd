# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a job once, or cancelling it, and checking the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import FunctionFailed, SpeError
from .._engine.calls import Call
from .._engine.read import list_rows
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .assumptions import job_is_running
from .job import JOB
from .results import JOB_RESULTS, LOOKS_AFTER_END, UTC_ZONE, Window, recent_window, shown_results

SUCCEEDED = "succeeded"


def run_call(reference: Mapping[str, Any]) -> Call:
    """The call that starts a job; it answers before the job has ended (documented by its name)."""
    return Call("RunJobAsync", reference, ("state",))


def cancel_call(reference: Mapping[str, Any]) -> Call:
    """The call that only asks to cancel a job."""
    return Call("CancelJobAsync", reference, ("state",))


@dataclass(frozen=True)
class JobRun:
    """A run of a job: `job` is its row before it, `before` are the results that were there.

    `window` begins before the run, so that the run's result is inside however long it takes.
    """

    snapshot: Snapshot
    instance_id: str
    job: ApiObject
    may_be_too_long: Callable[[], bool]
    window: Window = field(default_factory=recent_window)

    def results(self) -> list[ApiObject]:
        """The recent results of the job, the oldest first."""
        return JOB_RESULTS.read(
            self.snapshot,
            self.instance_id,
            self.window,
            UTC_ZONE,
            self.job["id"],
            may_be_too_long=self.may_be_too_long,
        )

    def row_now(self) -> ApiObject | None:
        """The row of the job as it is now; None when it no longer exists."""
        rows = list_rows(JOB, self.snapshot, {"instanceID": self.instance_id})
        return next((row for row in rows if row["id"] == self.job["id"]), None)

    def runs_now(self) -> bool:
        row = self.row_now()
        return row is not None and job_is_running(row)

    def has_started(self) -> bool:
        """Whether the job has been started since this was looked at first."""
        row, key = self.row_now(), "lastStartDateTimeUtc"
        return row is not None and row.get(key) != self.job.get(key)


@dataclass(frozen=True)
class NotRunning:
    """Waits until the run of a job has ended. A job that no longer exists, or that somebody has started again, does
    not run it."""

    run: JobRun

    def reached(self, snapshot: Snapshot) -> bool:
        return not self.run.runs_now() or self.run.has_started()

    def describe(self) -> str:
        return f"the job {self.run.job['name']!r} is still running"


@dataclass
class HasResult:
    """Waits until a run has left its result. With `joined` the run is one that was running before."""

    run: JobRun
    before: frozenset[int]
    joined: bool = False
    _looks_after_end: int = 0

    def result(self) -> dict[str, Any] | None:
        """The result that was not there before."""
        rows = [row for row in self.run.results() if row["jobResultId"] not in self.before]
        return shown_results(rows[-1:])[0] if rows else None

    def reached(self, snapshot: Snapshot) -> bool:
        """Raises FunctionFailed when the job no longer exists, and when its run has ended without a result."""
        if self.result() is not None:
            return True
        name, row = self.run.job["name"], self.run.row_now()
        if row is None:
            raise FunctionFailed(
                f"The job {name!r} no longer exists: somebody deleted it while this task waited for its result. It is"
                " not known whether the run succeeded."
            )
        if not job_is_running(row) and (self.joined or self.run.has_started()):
            self._looks_after_end += 1
        if self._looks_after_end > LOOKS_AFTER_END:
            raise FunctionFailed(
                f"The job {name!r} has ended, but the server lists no result of this run; look at the instance's own log."
            )
        return False

    def describe(self) -> str:
        return f"the job {self.run.job['name']!r} has no result yet, and continues if it is still running"


def judge_job(job: ApiObject, result: Mapping[str, Any]) -> None:
    """Raises SpeError when the run did not succeed."""
    if result["result"] != SUCCEEDED:
        raise SpeError(
            f"The job {job['name']!r} ran, but ended with {result['result']}; look at the instance's own log, or run its"
            " action with community.mailstore.spe_command."
        )
