# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of one instance: made in its directory, started and stopped, moved, deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from .._api.errors import FunctionFailed, InputError, SpeError, WaitTimedOut
from .._engine.calls import Call
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Observed, detail_of
from .._engine.resource import ApiObject
from .._engine.sender import Sender
from .._engine.snapshot import Snapshot
from .._engine.windows_paths import directory_path
from .assumptions import (
    INSTANCE_DEFAULTS,
    STATUS_AFTER,
    STATUS_FROZEN,
    STATUS_OF_NEW_INSTANCE,
    STATUS_RUNNING,
    STATUS_STOPPED,
)
from .host_directory import (
    directory_exists,
    host_to_come,
    is_known_host,
    no_such_host,
    refuse_missing_drive,
)
from .instance import INSTANCE, THAW, instance_row, refuse_taken_names
from .instance_deletion import Contents, Deletion
from .instance_status import ENDING_A_PROCESS, REACHED, ReachedStatus, gone, steps, wait_for_rest

CREATE_DIRECTORY = "CreateDirectoryOnInstanceHost"
SET_CONFIGURATION = "SetInstanceConfiguration"
#: The functions that want a host and a place that are there.
PLACING = (CREATE_DIRECTORY, "CreateInstance", SET_CONFIGURATION)
PLACE = ("instance_host", "base_directory")
#: What each state calls when a new instance did not start out as expected (see STATUS_OF_NEW_INSTANCE).
_AGAINST_SURPRISE = {"stopped": "StopInstances", "started": "StartInstances", "restarted": "StartInstances"}


@dataclass
class Lifecycle:
    """What a task wants beside the configuration: the state, safe mode, the directory of a new instance, and what may be
    deleted."""

    sender: Sender
    state: str
    safe_mode: bool
    create_base_directory: bool
    check_mode: bool
    deletion: Deletion
    contents: Contents = field(default_factory=Contents)
    #: The row when the task began: after a lost answer its process shows whether the restart was done.
    _first: ApiObject | None = None
    #: The whole configuration of an instance that this task has stopped to change its place.
    _left: ApiObject | None = field(default=None)

    def settle(self, instance_id: str) -> ApiObject | None:
        """The row of the instance, when it has arrived if an earlier run has started or stopped it."""
        row = instance_row(self.sender.snapshot, instance_id)
        if row is None or self.check_mode or self.state == "present":
            return row
        wait_for_rest(self.sender, [row], "stopped" if self.state == "absent" else self.state)
        return instance_row(self.sender.snapshot, instance_id)

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan with the directory made before, and the instance started or stopped after.

        Raises InputError when a new id or alias is taken, when a needed option is missing, when a place does not exist,
        when the playbook does not allow to delete what is there, and when the instance is in a state from which it
        cannot get to the one that was requested.
        """
        instance_id = plan.desired.name
        row = self._row_at_rest(observed.api_object)
        if self._first is None:
            self._first = row
        if plan.desired.absent:
            return plan if row is None else self._with_deletion(plan, row)
        if row is None:
            missing = [option for option in PLACE if not plan.desired.fields.get(option)]
            # Who describes nothing of it may mean another one.
            advice = "check instance_id" if missing == list(PLACE) else ""
            refuse_incomplete(INSTANCE.in_words, instance_id, missing, advice)
        refuse_taken_names(plan, self.sender.snapshot)
        if row is None:
            return self._with_status_of_new(self._with_place(plan))
        if self._moves(plan):
            return self._with_move(plan, row)
        return self._with_status(plan, row)

    def explained(self, error: FunctionFailed, instance_id: str, place: Mapping[str, Any]) -> SpeError:
        """The error itself, or its reason: decided by what the server lists, never by its words."""
        if error.function in REACHED and self.state != "absent":
            self.sender.snapshot.forget()
            if instance_row(self.sender.snapshot, instance_id) is None:
                return gone(instance_id)
        host, path = place.get("instance_host"), place.get("base_directory")
        if error.function not in PLACING or not host or not path:
            return error
        if not is_known_host(self.sender.snapshot, host):
            return error.because(no_such_host(host).message)
        if directory_exists(self.sender.snapshot, host, path):
            return error
        if error.function == CREATE_DIRECTORY:
            return error.because(
                f"The directory '{path}' could not be created on {host}: check base_directory, its drive above all,"
                " or create the directory yourself."
            )
        return error.because(_no_such_directory(host, path))

    @contextmanager
    def way_back(self) -> Iterator[None]:
        """When the move of an instance that ran fails, it runs again in its old place. What takes longer than the
        task waits stays as it is."""
        try:
            yield
        except WaitTimedOut:
            raise
        except SpeError as error:
            self._go_back(error)
            raise
        except BaseException as interruption:
            self._go_back(SpeError(str(interruption)))
            raise

    def _row_at_rest(self, row: ApiObject | None) -> ApiObject | None:
        if row is None or row["status"] not in STATUS_AFTER or self.state == "present":
            return row
        if not self.check_mode:
            settled = self.settle(row["instanceID"])
            return None if settled is None else {**row, **settled}
        return {**row, "status": STATUS_AFTER[row["status"]]}

    # Deleting

    def _with_deletion(self, plan: Plan, row: ApiObject) -> Plan:
        instance_id = row["instanceID"]
        self.deletion.refuse_unallowed(self._first or row, self.contents)
        functions = steps("stopped", row["status"], safe_mode=False) or ()
        stops = [self._lifecycle_call(function, instance_id, row) for function in functions]
        (delete,) = plan.calls
        # One that somebody else deletes meanwhile is not deleted twice.
        delete = replace(delete, wait_condition=Gone(instance_id), only_if_needed=bool(stops))
        before = {**(plan.before or {}), "status": row["status"], **self.contents.shown()}
        return replace(plan, calls=(*stops, delete), before=before)

    # The place

    def _with_place(self, plan: Plan) -> Plan:
        """The plan with what its new place needs, or with warnings of check mode where an earlier task may make it."""
        host, path = plan.desired.fields["instance_host"], plan.desired.fields["base_directory"]
        if self.create_base_directory:
            directory_path(path, "base_directory")
        if not is_known_host(self.sender.snapshot, host):
            return replace(self._warned(plan, no_such_host(host), host_to_come(host)), calls=self._all_calls(plan))
        if directory_exists(self.sender.snapshot, host, path):
            return plan
        refuse_missing_drive(self.sender.snapshot, host, path, "base_directory")
        if self.create_base_directory:
            return replace(plan, calls=self._all_calls(plan))
        # See BASE_DIRECTORY_OF_NEW_INSTANCE: a run asks the server.
        return self._warned(plan, None, _no_such_directory(host, path))

    def _all_calls(self, plan: Plan) -> tuple[Call, ...]:
        if not self.create_base_directory:
            return plan.calls
        place = {"serverName": plan.desired.fields["instance_host"], "path": plan.desired.fields["base_directory"]}
        return (Call(CREATE_DIRECTORY, place, options=("create_base_directory",)), *plan.calls)

    def _warned(self, plan: Plan, refusal: InputError | None, warning: str) -> Plan:
        """Raises the refusal outside check mode: there an earlier task may make what is missing."""
        if self.check_mode:
            return replace(plan, warnings=(*plan.warnings, warning))
        if refusal is not None:
            raise refusal
        return plan

    def _moves(self, plan: Plan) -> bool:
        return any(option in (plan.after or {}) for option in PLACE) or self._left is not None

    def _with_move(self, plan: Plan, row: ApiObject) -> Plan:
        """Stopped, given its new place, and started again if it ran: nothing may be written to the old files meanwhile.

        Raises InputError when the new place does not exist.
        """
        instance_id = row["instanceID"]
        if row["status"] == STATUS_FROZEN:
            raise InputError(f"The instance {instance_id!r} is frozen; thaw it first ({THAW}), then move it.")
        if self._left is None:
            plan = self._with_known_place(plan, row)
        first = self._first or row
        ran = STATUS_AFTER.get(first["status"], first["status"]) != STATUS_STOPPED
        if not ran:
            return self._with_status(plan, row)
        if self._left is None and not self.check_mode:
            self._left = detail_of(INSTANCE, row, self.sender.snapshot, {})
        stops = [] if row["status"] == STATUS_STOPPED else [self._lifecycle_call("StopInstances", instance_id, row)]
        starts = [] if self.state == "stopped" else [self._lifecycle_call("StartInstances", instance_id, row)]
        self._refuse_disabled(instance_id, starts, plan, row)
        before, after = dict(plan.before or {}), dict(plan.after or {})
        if self.state == "stopped":
            before["status"], after["status"] = first["status"], STATUS_STOPPED
        else:
            after["restarted"] = True
        return replace(
            plan,
            calls=(*stops, *plan.calls, *starts),
            before=before,
            after=after,
            diff_only=plan.diff_only | {"restarted"},
        )

    def _with_known_place(self, plan: Plan, row: ApiObject) -> Plan:
        now = detail_of(INSTANCE, row, self.sender.snapshot, {})
        fields = plan.desired.fields
        host = fields.get("instance_host") or now["instanceHost"]
        path = fields.get("base_directory") or now["baseDirectory"]
        if not is_known_host(self.sender.snapshot, host):
            return self._warned(plan, no_such_host(host), no_such_host(host).message)
        if not directory_exists(self.sender.snapshot, host, path):
            refuse_missing_drive(self.sender.snapshot, host, path, "base_directory")
            sentence = (
                f"There is no directory '{path}' on {host}: move the files of the instance {row['instanceID']!r} there first,"
                " or check base_directory."
            )
            return self._warned(plan, InputError(sentence), sentence)
        return plan

    def _go_back(self, error: SpeError) -> None:
        """Bring an instance that this task has stopped back to its old place, and add that to the error."""
        if self._left is None:
            return
        instance_id = self._left["instanceID"]
        done: list[Call] = []
        self.sender.snapshot.forget()
        try:
            row = instance_row(self.sender.snapshot, instance_id)
            if row is None:
                return
            now = detail_of(INSTANCE, row, self.sender.snapshot, {})
            left = {key: self._left[key] for key in ("instanceID", *INSTANCE_DEFAULTS)}
            if any(now[key] != left[key] for key in ("instanceHost", "baseDirectory")):
                self.sender.write(Call(SET_CONFIGURATION, {"config": left}), done, may_go_on=False)
            if row["status"] != STATUS_RUNNING:
                start = self._lifecycle_call("StartInstances", instance_id, row)
                self.sender.write(start, done, may_go_on=False)
            outcome = f"the instance {instance_id!r} runs again in its old place" if done else ""
        except SpeError as trouble:
            outcome = (
                f"the instance {instance_id!r} could not be started again in its old place"
                f" ({trouble.message.rstrip('.')}): check it with community.mailstore.spe_instance_info, and start it"
            )
        if outcome:
            error.message = f"{error.message.rstrip('.')}; {outcome}."

    # The status

    def _with_status_of_new(self, plan: Plan) -> Plan:
        """See STATUS_OF_NEW_INSTANCE: what a surprise would take is only sent if it is needed, and not predicted."""
        instance_id = plan.desired.name
        functions = (
            steps(self.state, STATUS_OF_NEW_INSTANCE, safe_mode=self.safe_mode) if self.state != "present" else ()
        )
        is_surprise = not functions and self.state in _AGAINST_SURPRISE and not self.check_mode
        if is_surprise:
            functions = (_AGAINST_SURPRISE[self.state],)
        calls = [
            replace(self._lifecycle_call(function, instance_id, None), is_foretold=not is_surprise)
            for function in functions or ()
        ]
        self._refuse_disabled(instance_id, calls, plan, None)
        after = dict(plan.after or {})
        if self.state != "present":
            after["status"] = STATUS_STOPPED if self.state == "stopped" else STATUS_RUNNING
        return replace(plan, calls=(*plan.calls, *calls), after=after)

    def _with_status(self, plan: Plan, row: ApiObject) -> Plan:
        instance_id, status = row["instanceID"], row["status"]
        if self.state == "present" or (self.state == "restarted" and self._is_another_process(row)):
            return plan
        functions = steps(self.state, status, safe_mode=self.safe_mode)
        if functions is None:
            # A word that nobody has seen: the server knows whether it can be done.
            functions = (_AGAINST_SURPRISE[self.state],)
        if not functions:
            return plan
        calls = [self._lifecycle_call(function, instance_id, row) for function in functions]
        self._refuse_disabled(instance_id, calls, plan, row)
        before = {**(plan.before or {}), "status": status}
        after = {**(plan.after or {}), "status": REACHED[functions[-1]]}
        if self.state == "restarted":
            after["restarted"] = True
        diff_only = plan.diff_only | {"restarted"}
        return replace(plan, calls=(*plan.calls, *calls), before=before, after=after, diff_only=diff_only)

    def _is_another_process(self, row: ApiObject) -> bool:
        """After a lost answer: whether it was restarted."""
        first = self._first or row
        return bool(row["status"] == STATUS_RUNNING and row["processID"] != first["processID"])

    def _refuse_disabled(self, instance_id: str, calls: list[Call], plan: Plan, row: ApiObject | None) -> None:
        start_mode = plan.desired.fields.get("start_mode") or (row or {}).get("startMode")
        starts = any(call.function in ("StartInstances", "RestartInstances") for call in calls)
        if starts and start_mode == "disabled":
            raise InputError(
                f"The instance {instance_id!r} cannot be {self.state}: its start_mode is disabled; set start_mode to"
                " automatic or manual."
            )

    def _lifecycle_call(self, function: str, instance_id: str, row: ApiObject | None) -> Call:
        safe = {"safeMode": True} if self.safe_mode and function == "StartInstances" else {}
        return Call(
            function,
            {"instanceFilter": instance_id, **safe},
            options=("safe_mode",) if safe else ("state",),
            wait_condition=ReachedStatus(
                instance_id,
                function,
                former_error=row["startStopError"] if row is not None else None,
                former_process=row["processID"] if row is not None and function in ENDING_A_PROCESS else None,
                or_gone=self.state == "absent",
            ),
            only_if_needed=function != "RestartInstances",
        )


@dataclass(frozen=True)
class Gone:
    """Waits until an instance no longer exists."""

    instance_id: str

    def reached(self, snapshot: Snapshot) -> bool:
        """Raises FunctionFailed when somebody has started it again: one that runs is not deleted."""
        row = instance_row(snapshot, self.instance_id)
        if row is not None and row["status"] == STATUS_RUNNING:
            raise FunctionFailed(
                f"The instance {self.instance_id!r} was not deleted, because somebody started it in the meantime; run"
                " the task again when it may be stopped."
            )
        return row is None

    def describe(self) -> str:
        return f"the instance {self.instance_id!r} still exists"


def _no_such_directory(host: str, path: str) -> str:
    return (
        f"There is no directory '{path}' on {host}: create it, use create_base_directory: true for a new instance, or"
        " check base_directory."
    )
