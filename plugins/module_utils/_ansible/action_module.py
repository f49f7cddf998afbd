# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of modules that do something instead of describing a state: verify, run, send, freeze.

They read what they need to decide, make a plan like all others, and return it in check mode; what they send is not
proven by reading again, because there is nothing to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.contract import requires_access
from .._api.errors import WaitTimedOut
from .._engine.apply import require_support
from .._engine.calls import Call
from .._engine.sender import Sender
from .._resources.instance_answers import require_answering
from .context import Context

Params = Mapping[str, Any]


def act_on_instance(calls: Sequence[Call], params: Params, context: Context) -> dict[str, Any]:
    """Send the calls to an instance that can answer them. The answers are also a fact of a failure after the first call."""
    if calls:
        needs_access = any(requires_access(call.function) for call in calls)
        require_answering(
            context.snapshot, params["instance_id"], needs_access=needs_access, function=calls[0].function
        )
    answers: list[dict[str, Any]] = []
    record = context.client.record
    try:
        return act(calls, context, wait=params.get("wait", True), answers=answers)
    finally:
        if record.calls:
            record.facts["answers"] = answers


def act(
    calls: Sequence[Call], context: Context, *, wait: bool = True, answers: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Send the calls, or in check mode only return them.

    The result has `changed`, `calls`, and `answers`: for each call its function, result, log and whether it has
    finished (not, with `wait=false`). What is answered before a failure is in the list that was given.

    Raises what the client raises.
    """
    answers = [] if answers is None else answers
    require_support(tuple(calls), context.snapshot)
    for call in calls if not context.check_mode else ():
        answers.append(send(call, context.sender, wait=wait, may_go_on=call is calls[-1]))
    return {**planned(calls), "answers": answers}


def planned(calls: Sequence[Call]) -> dict[str, Any]:
    """The result of calls that are not sent."""
    return {"changed": any(call.changes for call in calls), "calls": [call.shown() for call in calls], "answers": []}


def send(
    call: Call, sender: Sender, *, wait: bool, done: list[Call] | None = None, may_go_on: bool = True
) -> dict[str, Any]:
    """Send one call: its function, result, log, and whether it has finished (not, when it is not waited for).

    The call is added to `done` as soon as the server has accepted it. Without waiting only a call that `may_go_on` is
    left running.
    """
    try:
        answer = sender.write(call, done, may_go_on=may_go_on)
    except WaitTimedOut:
        if wait or not may_go_on:
            raise
        return {"function": call.function, "result": None, "log_output": None, "finished": False}
    return {"function": call.function, "result": answer.value, "log_output": answer.log_output, "finished": True}
