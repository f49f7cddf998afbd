# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several instances started, stopped, restarted, frozen or thawed at once, by exact ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._api.errors import FunctionFailed, InputError, SpeError
from .._engine.calls import Call
from .._engine.resource import Raw
from .._engine.server import Server
from .assumptions import STATUS_FROZEN, STATUS_RUNNING, STATUS_STOPPED
from .instance import require_instance_id

#: From the status of an instance to the function that leads to the state; "" where it is there already.
STEPS: Mapping[str, Mapping[str, str]] = {
    "started": {STATUS_RUNNING: "", STATUS_STOPPED: "StartInstances", STATUS_FROZEN: "ThawInstances"},
    "stopped": {STATUS_RUNNING: "StopInstances", STATUS_STOPPED: "", STATUS_FROZEN: "StopInstances"},
    "restarted": {STATUS_RUNNING: "RestartInstances", STATUS_STOPPED: "StartInstances"},
    "frozen": {STATUS_RUNNING: "FreezeInstances", STATUS_FROZEN: ""},
    "thawed": {STATUS_RUNNING: "", STATUS_FROZEN: "ThawInstances"},
}
REACHED = {
    "started": STATUS_RUNNING,
    "stopped": STATUS_STOPPED,
    "restarted": STATUS_RUNNING,
    "frozen": STATUS_FROZEN,
    "thawed": STATUS_RUNNING,
}


@dataclass(frozen=True)
class AllReached:
    """Waits until all of the instances have the status."""

    instance_ids: tuple[str, ...]
    status: str

    def reached(self, server: Server) -> bool:
        """Raises FunctionFailed when GetInstances carries a startStopError of one that is not there yet."""
        late = [row for row in rows_of_ids(server, self.instance_ids) if row["status"] != self.status]
        for row in late:
            if row["startStopError"]:
                raise FunctionFailed(
                    f"The instance {row['instanceID']!r} did not become {self.status}: {row['startStopError']}",
                    server_message=str(row["startStopError"]),
                )
        return not late

    def describe(self) -> str:
        return f"not all of {', '.join(self.instance_ids)} are {self.status}"


def rows_of_ids(server: Server, instance_ids: Sequence[str]) -> list[Raw]:
    """The rows of exactly these instances, in their order.

    Raises InputError when one is not there.
    """
    rows = {row["instanceID"]: row for row in _asked(server, instance_ids)}
    missing = [instance_id for instance_id in instance_ids if instance_id not in rows]
    if missing:
        raise InputError(
            f"There is no instance {' and '.join(repr(name) for name in missing)} on this server; nothing was done, check"
            " instance_ids."
        )
    return [rows[instance_id] for instance_id in instance_ids]


def _asked(server: Server, instance_ids: Sequence[str]) -> Iterable[Raw]:
    try:
        return server.read("GetInstances", {"instanceFilter": " ".join(instance_ids)}) or []
    except FunctionFailed:
        # Whether an id that does not exist is left out or an error is unknown: the whole list tells.
        return server.read("GetInstances", {"instanceFilter": "*"}) or []


def control_calls(server: Server, instance_ids: Sequence[str], state: str, *, safe_mode: bool) -> list[Call]:
    """One call for all instances that need the same function.

    Raises InputError for what is no id, for an unknown instance, and for one that cannot get to the state.
    """
    if not instance_ids:
        raise InputError("instance_ids is empty: name at least one instance.")
    for instance_id in instance_ids:
        require_instance_id(instance_id)
    by_function: dict[str, list[str]] = {}
    for row in rows_of_ids(server, list(dict.fromkeys(instance_ids))):
        function = _function(row, state)
        if function:
            by_function.setdefault(function, []).append(row["instanceID"])
    return [_call(function, ids, state, safe_mode=safe_mode) for function, ids in by_function.items()]


def _function(row: Raw, state: str) -> str:
    instance_id, status = row["instanceID"], row["status"]
    function = STEPS[state].get(status)
    if function is None:
        raise InputError(f"The instance {instance_id!r} is {status} and cannot be {state}; {_advice(status)}.")
    if function in ("StartInstances", "RestartInstances") and row["startMode"] == "disabled":
        raise InputError(
            f"The instance {instance_id!r} cannot be {state}: its start_mode is disabled; change that with"
            " community.mailstore.spe_instance."
        )
    return function


def _advice(status: str) -> str:
    return {STATUS_STOPPED: "start it first", STATUS_FROZEN: "thaw it first"}.get(status, "wait until that is over")


def _call(function: str, instance_ids: list[str], state: str, *, safe_mode: bool) -> Call:
    safe = {"safeMode": True} if safe_mode and function == "StartInstances" else {}
    return Call(
        function,
        {"instanceFilter": " ".join(instance_ids), **safe},
        options=("safe_mode",) if safe else ("state",),
        settled=AllReached(tuple(instance_ids), REACHED[state]),
    )


def thaw_again(server: Server, calls: Sequence[Call]) -> None:
    """After a freeze that failed half-way: nothing that this task froze may stay frozen.

    Raises SpeError naming the instances that could not be thawed.
    """
    ids = [
        name
        for call in calls
        if call.function == "FreezeInstances"
        for name in call.arguments["instanceFilter"].split()
    ]
    server.forget()
    frozen = [row["instanceID"] for row in rows_of_ids(server, ids) if row["status"] == STATUS_FROZEN]
    if not frozen:
        return
    try:
        server.write(Call("ThawInstances", {"instanceFilter": " ".join(frozen)}))
    except SpeError as error:
        raise SpeError(
            f"Freezing failed half-way, and {', '.join(frozen)} could not be thawed again ({error.message}); thaw them with"
            " state: thawed.",
            function="ThawInstances",
        ) from error


def statuses(server: Server, instance_ids: Sequence[str]) -> list[dict[str, Any]]:
    """What results show of each instance."""
    return [
        {"instance_id": row["instanceID"], "status": row["status"], "start_stop_error": row["startStopError"]}
        for row in rows_of_ids(server, list(dict.fromkeys(instance_ids)))
    ]
