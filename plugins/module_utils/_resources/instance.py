# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instances: one a tenant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .._api.errors import FunctionFailed, InputError, SpeError
from .._engine.calls import Call
from .._engine.inform import rows_of, side_by_side
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Found, detail_of, list_rows
from .._engine.resource import (
    ConfigurationSetter,
    CreateByConfiguration,
    Field,
    Immutable,
    Raw,
    Read,
    ReadOnly,
    Resource,
    snake_case,
)
from .._engine.server import Server
from .._engine.values import ConfiguredText, Flag, HostName, RequiredPath, Word
from .assumptions import BEFORE_DELETION_OF_RUNNING, INSTANCE_DEFAULTS, STATUS_FROZEN, STATUS_RUNNING, STATUS_STOPPED
from .host_directory import directory_exists, directory_path, is_known_host, no_such_host

#: 3 to 32 of a-z, 0-9 and the dash, first a letter (documented).
INSTANCE_ID = re.compile(r"[a-z][a-z0-9-]{2,31}")
CREATE_DIRECTORY = "CreateDirectoryOnInstanceHost"
#: The functions that want a host and a place that are there.
PLACING = (CREATE_DIRECTORY, "CreateInstance", "SetInstanceConfiguration")
START_MODES = ("automatic", "manual", "disabled")

_CONFIGURATION = ConfigurationSetter("SetInstanceConfiguration", keys=("instanceID", *INSTANCE_DEFAULTS))
_FIXED = Immutable(
    "an instance is moved by hand; stop it, move its files, and set allow_move: true to tell the server."
)

INSTANCE = Resource(
    noun="instance",
    plural="instances",
    identity="instance_id",
    identity_key="instanceID",
    listing=Read("GetInstances", {"instanceFilter": "*"}, by="instanceFilter"),
    detail=Read("GetInstanceConfiguration", by="instanceID"),
    reference={"instanceFilter": "instanceID"},
    create=CreateByConfiguration("CreateInstance", defaults=INSTANCE_DEFAULTS),
    delete="DeleteInstances",
    read_only=ReadOnly(
        always=("process_id", "status", "start_stop_error"), sometimes=("statistics", "live_statistics")
    ),
    fields=(
        Field("alias", ConfiguredText(), on_create=True, writer=_CONFIGURATION),
        Field("display_name", ConfiguredText(), on_create=True, writer=_CONFIGURATION),
        Field("instance_host", HostName(), on_create=True, writer=_FIXED),
        Field("start_mode", Word(), on_create=True, writer=_CONFIGURATION),
        Field("base_directory", RequiredPath(), on_create=True, detail=True, writer=_FIXED),
        Field("debug_log_enabled", Flag(), on_create=True, detail=True, writer=_CONFIGURATION),
        Field("imap_server_connection_log_enabled", Flag(), on_create=True, detail=True, writer=_CONFIGURATION),
        Field("vss_writer_enabled", Flag(), on_create=True, detail=True, writer=_CONFIGURATION),
        Field("vss_writer_exclude_indexes", Flag(), on_create=True, detail=True, writer=_CONFIGURATION),
    ),
)


@dataclass(frozen=True)
class ReachedStatus:
    """Waits until an instance has the status that was asked for.

    C(former_error) is the startStopError from before, which says nothing of this attempt; C(former_process) the process
    that a restart ends.
    """

    instance_id: str
    status: str
    former_error: str | None = None
    former_process: int | None = None

    def reached(self, server: Server) -> bool:
        """Raises FunctionFailed: see reached_in."""
        return self.reached_in(instance_row(server, self.instance_id))

    def reached_in(self, row: Raw | None) -> bool:
        """Whether this row of GetInstances is there. Raises FunctionFailed when it carries a new startStopError."""
        if row is None:
            return False
        if row["status"] == self.status:
            return self.former_process is None or row["processID"] != self.former_process
        if row["startStopError"] and row["startStopError"] != self.former_error:
            raise FunctionFailed(
                f"The instance {self.instance_id!r} did not become {self.status}: {row['startStopError']}",
                server_message=str(row["startStopError"]),
            )
        return False

    def describe(self) -> str:
        former = f" (before this it said: {self.former_error})" if self.former_error else ""
        return f"the instance {self.instance_id!r} is not yet {self.status}{former}"


def is_exact_id(text: str | None) -> bool:
    """Whether the text is one instance id, and no filter that reaches further."""
    return INSTANCE_ID.fullmatch(text or "") is not None


def require_instance_id(instance_id: str | None, option: str = "instance_id") -> None:
    """Raises InputError unless it is one exact id: what goes into an instanceFilter must never reach further."""
    if not is_exact_id(instance_id):
        raise InputError(
            f"{option}: {instance_id!r} is not an instance id; it has 3 to 32 characters of a-z, 0-9 and the dash, and"
            " starts with a letter."
        )


def instance_row(server: Server, instance_id: str) -> Raw | None:
    """The row of GetInstances of exactly that id; None when there is none."""
    rows = list_rows(INSTANCE, server, {}, instance_id)
    return next((row for row in rows if row["instanceID"] == instance_id), None)


def instance_resource(*, allow_move: bool) -> Resource:
    """The noun with its host and directory fixed, or not."""
    if not allow_move:
        return INSTANCE
    return INSTANCE.with_field("instance_host", writer=_CONFIGURATION).with_field(
        "base_directory", writer=_CONFIGURATION
    )


@dataclass(frozen=True)
class Lifecycle:
    """What a task wants beside the configuration: the state, safe mode, and the directory of a new instance."""

    server: Server
    state: str
    safe_mode: bool
    create_base_directory: bool
    #: The process when the task began: after a lost answer it tells whether the restart was done.
    _first_process: dict[str, int | None] = field(default_factory=dict)

    def refine(self, plan: Plan, found: Found) -> Plan:
        """The plan with the directory made before, and the instance started or stopped after.

        Raises InputError when a new id or alias is taken, when a needed option is missing, and when the instance is in
        a state from which it cannot get to the one that was asked for.
        """
        instance_id = plan.wanted.name
        row = found.raw
        if plan.wanted.absent:
            return replace(plan, calls=(*self._stop_first(instance_id, row), *plan.calls))
        if row is None:
            _refuse_incomplete(plan)
        _refuse_taken_names(plan, self.server)
        calls = plan.calls if row is not None else (*self._directory_calls(plan), *plan.calls)
        return self._with_status(replace(plan, calls=calls), row)

    def explained(self, error: FunctionFailed, place: Mapping[str, Any]) -> SpeError:
        """The error itself, or what is wrong with the place: decided by what the server lists, never by its words."""
        host, path = place.get("instance_host"), place.get("base_directory")
        if error.function not in PLACING or not host or not path:
            return error
        if not is_known_host(self.server, host):
            reason = error.because(no_such_host(host).message)
        elif directory_exists(self.server, host, path):
            return error
        elif error.function == CREATE_DIRECTORY:
            reason = error.because(
                f"The directory '{path}' could not be created on {host}: check base_directory, its drive above all, or create"
                " the directory by hand."
            )
        else:
            reason = error.because(
                f"There is no directory '{path}' on {host}: create it, let create_base_directory: true do so for a new"
                " instance, or check base_directory."
            )
        reason.partial = error.partial
        return reason

    def _stop_first(self, instance_id: str, row: Raw | None) -> list[Call]:
        if row is None or row["status"] == STATUS_STOPPED:
            return []
        _refuse_frozen(instance_id, row["status"], "deleted")
        return [self._lifecycle_call(BEFORE_DELETION_OF_RUNNING, instance_id, row)]

    def _directory_calls(self, plan: Plan) -> list[Call]:
        if not self.create_base_directory:
            return []
        host, path = plan.wanted.fields["instance_host"], plan.wanted.fields["base_directory"]
        directory_path(path, "base_directory")
        if directory_exists(self.server, host, path):
            return []
        return [Call(CREATE_DIRECTORY, {"serverName": host, "path": path}, options=("create_base_directory",))]

    def _with_status(self, plan: Plan, row: Raw | None) -> Plan:
        instance_id = plan.wanted.name
        # The status of a new instance is looked at when it is there.
        status = row["status"] if row is not None else None
        start_mode = plan.wanted.fields.get("start_mode") or (row or {}).get("startMode")
        functions, wanted_status = self._steps(status)
        to_restart = self.state == "restarted" and not self._is_another_process(instance_id, row)
        if wanted_status is None or (status == wanted_status and not to_restart):
            return plan
        if wanted_status == STATUS_RUNNING and start_mode == "disabled":
            raise InputError(
                f"The instance {instance_id!r} cannot be {self.state}: its start_mode is disabled; set start_mode to"
                " automatic or manual."
            )
        _refuse_frozen(instance_id, status, self.state)
        calls = [self._lifecycle_call(function, instance_id, row) for function in functions]
        before = {**plan.before, "status": status} if plan.before is not None else None
        after = {**(plan.after or {}), "status": wanted_status}
        if self.state == "restarted" and before is not None:
            after["restarted"] = True
        diff_only = plan.diff_only | {"restarted"}
        return replace(plan, calls=(*plan.calls, *calls), before=before, after=after, diff_only=diff_only)

    def _is_another_process(self, instance_id: str, row: Raw | None) -> bool:
        process = row["processID"] if row is not None else None
        return bool(process != self._first_process.setdefault(instance_id, process))

    def _steps(self, status: str | None) -> tuple[tuple[str, ...], str | None]:
        """The functions that lead to the state, and the status that it stands for."""
        if self.state == "present":
            return (), None
        if self.state == "stopped":
            return ("StopInstances",), STATUS_STOPPED
        if self.state == "started" or status != STATUS_RUNNING:
            return ("StartInstances",), STATUS_RUNNING
        # RestartInstances knows no safe mode (documented).
        return ("StopInstances", "StartInstances") if self.safe_mode else ("RestartInstances",), STATUS_RUNNING

    def _lifecycle_call(self, function: str, instance_id: str, row: Raw | None) -> Call:
        safe = {"safeMode": True} if self.safe_mode and function == "StartInstances" else {}
        return Call(
            function,
            {"instanceFilter": instance_id, **safe},
            options=("safe_mode",) if safe else ("state",),
            settled=ReachedStatus(
                instance_id,
                STATUS_STOPPED if function == "StopInstances" else STATUS_RUNNING,
                former_error=row["startStopError"] if row is not None else None,
                former_process=row["processID"] if row is not None and function == "RestartInstances" else None,
            ),
            only_if_needed=function != "RestartInstances",
        )


def read_instances(
    server: Server,
    instance_id: str | None,
    *,
    parallel: int,
    configuration: bool,
    statistics: bool,
    live_statistics: bool,
) -> list[dict[str, Any]]:
    """All instances, or one, as results show them, each with the costly reads that were asked for."""
    wanted = {
        "statistics": "GetInstanceStatistics" if statistics else "",
        "live_statistics": "GetInstanceProcessLiveStatistics" if live_statistics else "",
    }

    def read(row: Raw) -> dict[str, Any]:
        raw = detail_of(INSTANCE, row, server, {}) if configuration else row
        shown = INSTANCE.shown(raw, row["instanceID"])
        running = row["status"] == STATUS_RUNNING
        for key, function in wanted.items():
            if function:
                shown[key] = _snake_keys(server, function, row["instanceID"]) if running else None
        return shown

    return side_by_side(read, rows_of(INSTANCE, server, {}, instance_id), parallel)


def _snake_keys(server: Server, function: str, instance_id: str) -> dict[str, Any] | None:
    answer = server.read(function, {"instanceID": instance_id})
    return {snake_case(key): value for key, value in answer.items()} if answer else None


#: How a playbook does it.
THAW = "community.mailstore.spe_instance_control with state: thawed"


def instance_trouble(server: Server, instance_id: str) -> str | None:
    """Why the instance cannot answer, as a sentence, decided from its state and never from an error's text."""
    row = instance_row(server, instance_id)
    if row is None:
        return f"There is no instance {instance_id!r} on this server; create it first, or check instance_id."
    if row["status"] == STATUS_FROZEN:
        return f"The instance {instance_id!r} is frozen and answers nothing; thaw it first ({THAW})."
    if row["status"] != STATUS_RUNNING:
        return (
            f"The instance {instance_id!r} is {row['status']}; start it first (community.mailstore.spe_instance with state:"
            " started)."
        )
    return None


def _refuse_frozen(instance_id: str, status: str | None, wanted: str) -> None:
    if status == STATUS_FROZEN:
        raise InputError(f"The instance {instance_id!r} is frozen; thaw it first ({THAW}), then it can be {wanted}.")


def _refuse_incomplete(plan: Plan) -> None:
    missing = [option for option in ("instance_host", "base_directory") if not plan.wanted.fields.get(option)]
    refuse_incomplete(INSTANCE.in_words, plan.wanted.name, missing)


def _refuse_taken_names(plan: Plan, server: Server) -> None:
    """Ids and aliases are both parts of URLs: a new one must be free in both name spaces (documented)."""
    instance_id = plan.wanted.name
    alias = (plan.after or {}).get("alias")
    names = [name for name in (instance_id if plan.before is None else None, alias) if name]
    if not names:
        return
    for row in server.read("GetInstances", {"instanceFilter": "*"}) or []:
        other = row["instanceID"]
        if other == instance_id:
            continue
        for name in names:
            # The case of letters makes no difference in a URL that people type.
            if name.casefold() in (other, (row["alias"] or "").casefold()):
                what = "id" if name.casefold() == other else "alias"
                raise InputError(
                    f"{name!r} cannot be used for the instance {instance_id!r}: it is the {what} of the instance {other!r};"
                    " choose another."
                )
