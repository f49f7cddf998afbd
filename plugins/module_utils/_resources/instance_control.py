# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several instances started, stopped, restarted, frozen or thawed at once, by exact ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import InputError, SpeError
from .._api.one_line import joined_by_and
from .._engine.calls import Call
from .._engine.resource import ApiObject
from .._engine.sender import Sender
from .._engine.snapshot import Snapshot
from .assumptions import STATUS_AFTER, STATUS_RUNNING, STATUS_STOPPED
from .instance import require_instance_id
from .instance_status import REACHED, AllReached, ReachedStatus, rows_by_id, steps, unknown_status, wait_for_rest

#: What stands in check mode for an instance that an earlier task would have made, and started if the state needs it.
_STATUS_BEFORE = {"frozen": STATUS_RUNNING, "thawed": STATUS_RUNNING}


#: What an instance is not when it may be frozen: a word that nobody knows may stand for that, too.
_NOT_FROZEN = (None, STATUS_RUNNING, STATUS_STOPPED, *STATUS_AFTER)


@dataclass(frozen=True)
class Control:
    """What one task wants of its instances, and how they were when it began.

    `on_missing` is for check mode: it gets the instances that do not exist, which are then taken for ones that an
    earlier task would have made.
    """

    instance_ids: tuple[str, ...]
    state: str
    safe_mode: bool
    on_missing: Callable[[str], None] | None = None
    _first: dict[str, ApiObject] = field(default_factory=dict)

    def rows(self, sender: Sender) -> list[ApiObject]:
        """The rows of exactly these instances, in their order, when those have arrived that an earlier run has started or
        stopped.

        Raises WaitTimedOut, and InputError for what is not an id, and when an instance does not exist.
        """
        for instance_id in self.instance_ids:
            require_instance_id(instance_id, option="instance_ids")
        rows = rows_by_id(sender.snapshot, self.instance_ids)
        if self.on_missing is None:
            wait_for_rest(sender, rows.values(), self.state)
            rows = rows_by_id(sender.snapshot, self.instance_ids)
        missing = [instance_id for instance_id in self.instance_ids if instance_id not in rows]
        for instance_id in missing:
            if self.on_missing is None:
                raise InputError(
                    f"There is no instance {joined_by_and(repr(name) for name in missing)} on this server; nothing was"
                    " done, check instance_ids."
                )
            self.on_missing(instance_id)
            rows[instance_id] = self._imagined(instance_id)
        for instance_id in self.instance_ids:
            self._first.setdefault(instance_id, rows[instance_id])
        return [rows[instance_id] for instance_id in self.instance_ids]

    def _imagined(self, instance_id: str) -> ApiObject:
        status = _STATUS_BEFORE.get(self.state, STATUS_STOPPED)
        row = {"instanceID": instance_id, "status": status, "startMode": "automatic"}
        return {**row, "processID": None, "startStopError": None}

    def calls(self, rows: Iterable[ApiObject]) -> tuple[Call, ...]:
        """One call for all instances that need the same function.

        Raises InputError for an instance that cannot get to the state.
        """
        needing: dict[str, list[ApiObject]] = {}
        for row in rows:
            for function in self._functions(row):
                needing.setdefault(function, []).append(row)
        return tuple(self._call(function, needing[function]) for function in REACHED if function in needing)

    def _functions(self, row: ApiObject) -> tuple[str, ...]:
        instance_id, status = row["instanceID"], row["status"]
        if (self.state == "frozen" and is_stopped(row)) or self._is_another_process(row):
            return ()
        functions = steps(self.state, status, safe_mode=self.safe_mode)
        if functions is None:
            raise InputError(f"{unknown_status(row).rstrip('.')}; nothing was done.")
        if functions and functions[-1] in ("StartInstances", "RestartInstances") and row["startMode"] == "disabled":
            raise InputError(
                f"The instance {instance_id!r} cannot be {self.state}: its start_mode is disabled; nothing was done,"
                " change it with community.mailstore.spe_instance."
            )
        return functions

    def _is_another_process(self, row: ApiObject) -> bool:
        """After a lost answer: whether it was restarted."""
        first = self._first.get(row["instanceID"], row)
        restarting = self.state == "restarted" and row["status"] == STATUS_RUNNING
        return bool(restarting and row["processID"] != first["processID"])

    def _call(self, function: str, rows: Sequence[ApiObject]) -> Call:
        safe = {"safeMode": True} if self.safe_mode and function == "StartInstances" else {}
        return Call(
            function,
            {"instanceFilter": " ".join(row["instanceID"] for row in rows), **safe},
            options=("safe_mode",) if safe else ("state",),
            wait_condition=AllReached(tuple(self._reached(function, row) for row in rows)),
        )

    def _reached(self, function: str, row: ApiObject) -> ReachedStatus:
        instance_id = row["instanceID"]
        first = self._first.get(instance_id, row)
        # A restart is done as soon as the process is another one than in the beginning.
        former = {"RestartInstances": first, "StopInstances": row}.get(function)
        return ReachedStatus(
            instance_id,
            function,
            former_error=first.get("startStopError"),
            former_process=former["processID"] if former is not None else None,
        )

    def after(self, rows: Iterable[ApiObject], calls: Sequence[Call]) -> list[ApiObject]:
        """The rows as the calls would leave them."""
        last = {instance_id: REACHED[call.function] for call in calls for instance_id in instances_of(call)}
        return [{**row, "status": last.get(row["instanceID"], row["status"])} for row in rows]


def instances_of(call: Call) -> list[str]:
    """The ids that a call of this file names."""
    return str(call.arguments["instanceFilter"]).split()


def is_stopped(row: ApiObject) -> bool:
    """Whether the instance of this row is stopped, or on its way there: it cannot be frozen, and need not be."""
    return STATUS_AFTER.get(row["status"], row["status"]) == STATUS_STOPPED


def refuse_stopped(snapshot: Snapshot, instance_ids: Sequence[str]) -> None:
    """Raises InputError when one of the instances is stopped, so that it cannot be frozen."""
    for instance_id in instance_ids:
        require_instance_id(instance_id, option="instance_ids")
    for instance_id, row in rows_by_id(snapshot, instance_ids).items():
        if is_stopped(row):
            raise InputError(
                f"The instance {instance_id!r} is stopped and cannot be frozen; nothing was done, start it first, or"
                " skip it with stopped: skip."
            )


def thaw_again(sender: Sender, calls: Sequence[Call]) -> Call | None:
    """After a freeze that failed half-way: nothing that this task froze may stay frozen. Gives the call that was made.

    Raises SpeError naming the instances that could not be thawed.
    """
    ids = [instance_id for call in calls if call.function == "FreezeInstances" for instance_id in instances_of(call)]
    try:
        sender.snapshot.forget()
        rows = rows_by_id(sender.snapshot, ids)
        ids = [instance_id for instance_id in ids if rows.get(instance_id, {}).get("status") not in _NOT_FROZEN]
        if not ids:
            return None
        call = Call("ThawInstances", {"instanceFilter": " ".join(ids)})
        sender.write(call, may_go_on=False)
    except SpeError as error:
        raise SpeError(
            f"Freezing failed half-way, and thawing failed, too ({error.message}), so {', '.join(ids)} may still be"
            " frozen; use state: thawed.",
            function="ThawInstances",
        ) from error
    return call


def shown_instances(rows: Iterable[ApiObject]) -> list[dict[str, Any]]:
    """What results show of each instance."""
    return [
        {"instance_id": row["instanceID"], "status": row["status"], "start_stop_error": row["startStopError"]}
        for row in rows
    ]
