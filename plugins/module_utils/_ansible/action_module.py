# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of modules that do something instead of describing a state: verify, run, send, freeze.

They read what they need to decide, make a plan like all others, and return it in check mode; what they send is not
proven by reading again, because there is nothing to read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .._api.contract import requires_access
from .._api.errors import FunctionFailed, SpeError, WaitTimedOut
from .._engine.apply import require_support
from .._engine.calls import Call
from .._engine.sender import Sender
from .._engine.snapshot import Snapshot
from .._resources.instance_answers import require_answering
from .context import Context
from .instance import on_instance
from .snapshot import sender_of

Params = Mapping[str, Any]

#: Reads what it needs through the server, and gives the calls to send.
MakeCalls = Callable[[Snapshot], Sequence[Call]]

#: Looks, after all calls are done, whether they had the effect that can be seen. Raises SpeError.
Verify = Callable[[Snapshot], None]


def act_on_instance(
    make_calls: MakeCalls,
    params: Params,
    context: Context,
    *,
    functions: Sequence[str],
    verify: Verify | None = None,
) -> dict[str, Any]:
    """Send calls to one instance; `functions` are those that may be called, which shows whether access is needed.

    The result has `changed`, `calls`, and `answers`: for each call its function, result, log and whether it has
    finished (not, with `wait=false`). The answers are also a fact of a failure after the first call.
    """
    sender = sender_of(params, context)
    needs_access = any(requires_access(function) for function in functions)

    def checked_calls(snapshot: Snapshot) -> Sequence[Call]:
        calls = make_calls(snapshot)
        if calls:
            instance_id, function = params["instance_id"], calls[0].function
            require_answering(snapshot, instance_id, needs_access=needs_access, function=function)
        return calls

    def work() -> dict[str, Any]:
        answers: list[dict[str, Any]] = []
        wait = params.get("wait", True)
        try:
            result = act(checked_calls, sender, check_mode=context.check_mode, wait=wait, answers=answers)
            if verify is not None and answers and all(answer["finished"] for answer in answers):
                verify(sender.snapshot)
        except SpeError:
            if context.client.record.calls:
                context.client.record.facts["answers"] = answers
            raise
        return result

    return on_instance(
        sender.snapshot,
        params,
        context,
        needs_access=needs_access,
        work=work,
        if_missing=lambda: _planned(_calls_without_reading(make_calls, sender.snapshot)),
    )


def act(
    make_calls: MakeCalls,
    sender: Sender,
    *,
    check_mode: bool,
    wait: bool = True,
    answers: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Plan and send; in check mode only plan. The answer to each call is added to `answers`, too.

    Raises what the client raises.
    """
    calls = tuple(make_calls(sender.snapshot))
    require_support(calls, sender.snapshot)
    answers = answers if answers is not None else []
    if not check_mode:
        for call in calls:
            answers.append(send(call, sender, wait=wait, may_go_on=call is calls[-1]))
    return {**_planned(calls), "answers": answers}


def _planned(calls: Sequence[Call]) -> dict[str, Any]:
    return {"changed": any(call.changes for call in calls), "calls": [call.shown() for call in calls], "answers": []}


def _calls_without_reading(make_calls: MakeCalls, snapshot: Snapshot) -> Sequence[Call]:
    """The prediction for an instance that does not exist yet: nothing, if it depends on what the instance has."""
    try:
        return make_calls(snapshot)
    except FunctionFailed:
        return ()


def followed_by(result: dict[str, Any], calls: Sequence[Call], sender: Sender, *, check_mode: bool) -> dict[str, Any]:
    """The result of a state module with calls that come after it, such as a test message.

    `changed` stays as it was: nothing of what the module manages is changed by them.
    """
    action = act(lambda _snapshot: calls, sender, check_mode=check_mode)
    return {**result, "calls": [*result["calls"], *action["calls"]]}


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
