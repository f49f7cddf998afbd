# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of `community.mailstore.spe_instance_control`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import AnswerLost, InputError, SpeError
from .._engine.apply import PLANS_AFTER_LOST_ANSWERS, require_support, was_done
from .._engine.calls import Call
from .._engine.diff import difference
from .._engine.resource import ApiObject
from .._engine.sender import Sender
from .._resources.instance_control import Control, instances_of, shown_instances, thaw_again
from .action_module import send
from .context import Context

Params = Mapping[str, Any]


def control_instances(params: Params, context: Context) -> dict[str, Any]:
    """Bring all instances to the state; nothing stays frozen when freezing fails half-way."""
    if not params["instance_ids"]:
        raise InputError("instance_ids is empty: name at least one instance.")
    sender = context.sender
    control = Control(
        tuple(dict.fromkeys(params["instance_ids"])),
        params["state"],
        params["safe_mode"],
        on_missing=_tell_missing(context) if context.check_mode else None,
    )
    before = control.rows(sender)
    calls = control.calls(before)
    require_support(calls, sender.snapshot)
    after = control.after(before, calls)
    if calls and not context.check_mode:
        _send_or_thaw(control, calls, sender, wait=params["wait"])
        sender.snapshot.forget()
        after = control.rows(sender)
    changing = {instance_id for call in calls for instance_id in instances_of(call)}
    return {
        "changed": bool(calls),
        "calls": [call.shown() for call in calls],
        "instances": shown_instances(after),
        "diff": difference(
            "instances",
            " ".join(row["instanceID"] for row in before if row["instanceID"] in changing),
            _statuses(before, changing),
            _with_restarts(_statuses(after, changing), before, params["state"]),
        ),
    }


def _tell_missing(context: Context) -> Any:
    def warn_of(instance_id: str) -> None:
        context.warn(
            f"There is no instance {instance_id!r} yet: check mode predicts this task as if an earlier task had"
            " created it."
        )

    return warn_of


def _send_or_thaw(control: Control, calls: Sequence[Call], sender: Sender, *, wait: bool) -> None:
    sending = _Sending(control, sender, wait)
    if not any(call.function == "FreezeInstances" for call in calls):
        sending.until_answered(calls)
        return
    try:
        sending.until_answered(calls)
    except SpeError as error:
        thawed = thaw_again(sender, calls)
        if thawed is not None:
            names = ", ".join(instances_of(thawed))
            error.message = (
                f"{error.message.rstrip('.')}; the instances that were already frozen ({names}) were thawed again."
            )
        raise
    except BaseException:
        # The time-out of the task and Ctrl-C leave nothing frozen, either.
        thaw_again(sender, calls)
        raise


@dataclass
class _Sending:
    """The sending of calls, and those that the server has done so far."""

    control: Control
    sender: Sender
    wait: bool
    done: list[Call] = field(default_factory=list)
    in_doubt: Call | None = None

    def until_answered(self, calls: Sequence[Call]) -> None:
        """Send, and after a lost answer send what is still to be done then."""
        for _attempt in range(PLANS_AFTER_LOST_ANSWERS):
            try:
                self._send(calls)
                return
            except AnswerLost as lost:
                calls = self._still_to_do(lost)
        self._send(calls)

    def _still_to_do(self, lost: AnswerLost) -> Sequence[Call]:
        doubtful, self.in_doubt = self.in_doubt, None
        newest: list[Sequence[Call]] = []

        def happened() -> bool:
            newest.append(self.control.calls(self.control.rows(self.sender)))
            return doubtful is not None and was_done(doubtful, newest[-1])

        if self.sender.was_done_after_all(doubtful or Call(lost.function or "", {}), lost, happened) and doubtful:
            self.sender.note(doubtful, self.done)
        return newest[-1]

    def _send(self, calls: Sequence[Call]) -> None:
        for call in calls:
            accepted = len(self.done)
            try:
                send(call, self.sender, wait=self.wait, done=self.done, may_go_on=call is calls[-1])
            except AnswerLost:
                if len(self.done) == accepted:
                    self.in_doubt = call
                raise


def _statuses(rows: Sequence[ApiObject], changing: set[str]) -> dict[str, str]:
    return {row["instanceID"]: row["status"] for row in rows if row["instanceID"] in changing}


def _with_restarts(statuses: Mapping[str, str], before: Sequence[ApiObject], state: str) -> dict[str, str]:
    """A restart ends where it began: the diff says that it was one."""
    former = {row["instanceID"]: row["status"] for row in before}
    restarted = state == "restarted"
    return {
        instance_id: f"{status} (restarted)" if restarted and former[instance_id] == status else status
        for instance_id, status in statuses.items()
    }
