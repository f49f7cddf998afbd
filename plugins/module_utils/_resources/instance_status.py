# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The status of instances: which functions lead from one to another, and what is waited for."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.assumptions import ERROR_OF_UNKNOWN_NAME_IN_FILTER, STATUSES
from .._api.errors import FunctionFailed, WaitTimedOut
from .._api.one_line import joined_by_and
from .._engine.resource import ApiObject
from .._engine.sender import Sender
from .._engine.snapshot import Snapshot
from .assumptions import BEFORE_CHANGES_OF_FROZEN, STATUS_AFTER, STATUS_FROZEN, STATUS_RUNNING, STATUS_STOPPED

#: From the status of an instance to the function that leads to the state; none where it is reached already. A frozen
#: one is thawed, and then it runs.
_STEPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "started": {STATUS_RUNNING: (), STATUS_STOPPED: ("StartInstances",)},
    "stopped": {STATUS_RUNNING: ("StopInstances",), STATUS_STOPPED: ()},
    "restarted": {STATUS_RUNNING: ("RestartInstances",), STATUS_STOPPED: ("StartInstances",)},
    "frozen": {STATUS_RUNNING: ("FreezeInstances",), STATUS_FROZEN: ()},
    # One that was stopped meanwhile must not keep the others frozen.
    "thawed": {STATUS_RUNNING: (), STATUS_STOPPED: ()},
}

#: The status that each function leads to, in the order in which one plan calls them.
REACHED = {
    "ThawInstances": STATUS_RUNNING,
    "StopInstances": STATUS_STOPPED,
    "StartInstances": STATUS_RUNNING,
    "RestartInstances": STATUS_RUNNING,
    "FreezeInstances": STATUS_FROZEN,
}

#: Seconds after which an instance whose status has a word that nobody knows is not on its way any more.
LONGEST_ON_THE_WAY = 60.0

#: The functions that end the process of an instance.
ENDING_A_PROCESS = ("RestartInstances", "StopInstances")

#: The functions that lead nowhere once the instance is stopped.
_WANT_A_PROCESS = ("FreezeInstances", "ThawInstances")


def steps(state: str, status: str, *, safe_mode: bool) -> tuple[str, ...] | None:
    """The functions that lead from the status to the state; None where no way is known.

    An instance that is on its way counts as one that has arrived.
    """
    status = STATUS_AFTER.get(status, status)
    if status == STATUS_FROZEN and state != "frozen":
        return (BEFORE_CHANGES_OF_FROZEN, *(steps(state, STATUS_RUNNING, safe_mode=safe_mode) or ()))
    functions = _STEPS[state].get(status)
    if functions == ("RestartInstances",) and safe_mode:
        # RestartInstances knows no safe mode (documented).
        return ("StopInstances", "StartInstances")
    return functions


@dataclass(frozen=True)
class ReachedStatus:
    """Waits until an instance has the status that a function leads to.

    `former_error` is the startStopError from before, which does not belong to this attempt; `former_process` the
    process that a restart or a stop ends. `or_gone` means that an instance that somebody has deleted meanwhile is as
    good. `_seen` are the statuses since the call, each with the time when it was seen first.
    """

    instance_id: str
    function: str
    former_error: str | None = None
    former_process: int | None = None
    or_gone: bool = False
    _seen: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    @property
    def status(self) -> str:
        return REACHED[self.function]

    def is_on_its_way(self, snapshot: Snapshot) -> bool:
        """Whether the instance is starting or stopping already, as the function would make it do."""
        row = rows_by_id(snapshot, [self.instance_id]).get(self.instance_id)
        return row is not None and self.former_process is None and STATUS_AFTER.get(row["status"]) == self.status

    def reached(self, snapshot: Snapshot) -> bool:
        """Raises FunctionFailed: see reached_in."""
        return self.reached_in(rows_by_id(snapshot, [self.instance_id]).get(self.instance_id))

    def reached_in(self, row: ApiObject | None) -> bool:
        """Whether this row of GetInstances is there.

        Raises FunctionFailed when it carries a new startStopError, and when the status can no longer be reached.
        """
        if row is None:
            if self.or_gone:
                return True
            raise gone(self.instance_id)
        if row["status"] == self.status:
            return self.former_process is None or row["processID"] != self.former_process
        if row["startStopError"] and row["startStopError"] != self.former_error:
            raise FunctionFailed(
                f"The instance {self.instance_id!r} did not become {self.status}: {row['startStopError']}",
                server_message=str(row["startStopError"]),
            )
        self._refuse_dead_end(row)
        since = self._seen.setdefault(row["status"], time.monotonic())
        if row["status"] not in STATUSES and self._stays(since):
            raise FunctionFailed(unknown_status(row))
        return False

    def _stays(self, since: float) -> bool:
        """Whether a status with a word that nobody knows is the last one. See FREEZES_AT_ONCE."""
        return self.function == "FreezeInstances" or time.monotonic() - since >= LONGEST_ON_THE_WAY

    def _refuse_dead_end(self, row: ApiObject) -> None:
        """Raises FunctionFailed when somebody has done something else with the instance, so that waiting leads nowhere."""
        done_by_others = self._done_by_others(row)
        if done_by_others is not None:
            did, advice = done_by_others
            raise FunctionFailed(
                f"The instance {self.instance_id!r} did not become {self.status}, because somebody has {did} it in"
                f" the meantime; run the task again {advice}."
            )

    def _done_by_others(self, row: ApiObject) -> tuple[str, str] | None:
        """What somebody did, and when the task can run again."""
        status = row["status"]
        if status == STATUS_FROZEN and self.function != "ThawInstances":
            return "frozen", "when it is thawed"
        if self.function == "StopInstances":
            return ("started", "when it may be stopped") if self._runs_again(row) else None
        was_starting = any(STATUS_AFTER.get(seen) == STATUS_RUNNING for seen in self._seen)
        if status == STATUS_STOPPED and (was_starting or self.function in _WANT_A_PROCESS):
            return "stopped", "when it may be started"
        return None

    def _runs_again(self, row: ApiObject) -> bool:
        """After a call that stops it, and that nobody has sent before the instance was at rest."""
        status = row["status"]
        if status == STATUS_RUNNING:
            is_another = self.former_process is not None and row["processID"] != self.former_process
            return is_another or any(STATUS_AFTER.get(seen) == STATUS_STOPPED for seen in self._seen)
        return STATUS_AFTER.get(status) == STATUS_RUNNING

    def describe(self) -> str:
        former = f" (earlier error: {self.former_error})" if self.former_error else ""
        return f"the instance {self.instance_id!r} is not yet {self.status}{former}"


@dataclass(frozen=True)
class AllReached:
    """Waits until all of the instances have reached their status."""

    instances: tuple[ReachedStatus, ...]

    def reached(self, snapshot: Snapshot) -> bool:
        """Raises FunctionFailed with all instances that cannot get there."""
        rows = rows_by_id(snapshot, [instance.instance_id for instance in self.instances])
        errors = []
        late = False
        for instance in self.instances:
            try:
                late = not instance.reached_in(rows.get(instance.instance_id)) or late
            except FunctionFailed as error:
                errors.append(error)
        if errors:
            messages = [str(error.server_message) for error in errors if error.server_message]
            raise FunctionFailed(
                "; ".join(error.message for error in errors), server_message="; ".join(messages) or None
            )
        return not late

    def describe(self) -> str:
        return "; ".join(instance.describe() for instance in self.instances)


@dataclass(frozen=True)
class AtRest:
    """Waits until instances that somebody has started or stopped before have arrived."""

    instance_ids: tuple[str, ...]

    def reached(self, snapshot: Snapshot) -> bool:
        return not self.on_their_way(snapshot)

    def on_their_way(self, snapshot: Snapshot) -> list[str]:
        """Those that have not arrived, each with its status."""
        rows = rows_by_id(snapshot, self.instance_ids).values()
        return [f"{row['instanceID']!r} is still {row['status']}" for row in rows if row["status"] in STATUS_AFTER]

    def describe(self) -> str:
        return "some instances are still starting or stopping"


def wait_for_rest(sender: Sender, rows: Iterable[ApiObject], state: str) -> None:
    """Wait for those of these instances that are on their way: an earlier run may have begun what this one goes on with.

    One on its way to the `state` itself is only waited for where the task waits at all. Raises WaitTimedOut.
    """
    moving = [row for row in rows if row["status"] in STATUS_AFTER]
    if not sender.wait:
        moving = [row for row in moving if steps(state, row["status"], safe_mode=False)]
    if not moving:
        return
    rest = AtRest(tuple(row["instanceID"] for row in moving))
    if not sender.snapshot.wait_until(rest, sender.full_waiting):
        raise WaitTimedOut(
            f"Nothing was done, because after {sender.full_waiting.timeout:g} seconds the instance"
            f" {joined_by_and(rest.on_their_way(sender.snapshot))}: look at the server, or raise wait_timeout."
        )


def unknown_status(row: ApiObject) -> str:
    """The sentence about a status whose word is none of STATUSES."""
    return (
        f"The server calls the status of the instance {row['instanceID']!r} {row['status']!r}, a word that this collection"
        " does not know; look what it means, and write it into a file for spe_facts, such as"
        f" STATUS_FROZEN: {row['status']}."
    )


def gone(instance_id: str) -> FunctionFailed:
    """The error of a task whose instance no longer exists."""
    return FunctionFailed(
        f"The instance {instance_id!r} no longer exists: somebody deleted it while this task worked on it."
    )


def rows_by_id(snapshot: Snapshot, instance_ids: Sequence[str]) -> dict[str, ApiObject]:
    """The rows of GetInstances of these ids, as far as they are there."""
    try:
        rows = snapshot.read("GetInstances", {"instanceFilter": " ".join(instance_ids)})
    except ERROR_OF_UNKNOWN_NAME_IN_FILTER:
        rows = snapshot.read("GetInstances", {"instanceFilter": "*"})
    found: dict[str, Any] = {row["instanceID"]: row for row in rows or []}
    return {instance_id: found[instance_id] for instance_id in instance_ids if instance_id in found}
