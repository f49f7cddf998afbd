# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of modules that do something instead of describing a state: verify, run, send, freeze.

They read what they need to decide, make a plan like all others, and tell it in check mode; what they send is not
proven by reading again, because there is nothing to read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .._api.contract import FUNCTIONS
from .._api.errors import SpeError, WaitTimedOut
from .._engine.apply import require_support, with_partial
from .._engine.calls import Call
from .._engine.server import Server
from .context import Context
from .instance import on_instance
from .state import server_of

Params = Mapping[str, Any]

#: Reads what it needs through the server, and gives the calls to send.
MakeCalls = Callable[[Server], Sequence[Call]]


def act_on_instance(
    make_calls: MakeCalls, params: Params, context: Context, *, functions: Sequence[str]
) -> dict[str, Any]:
    """Send calls to one instance; O(functions) are those that may be called, which tells whether access is needed.

    The result has C(changed), C(calls), and C(answers): for each call its function, result, log and whether it has
    finished (not, with O(wait=false)).
    """
    server = server_of(params, context)
    result, opened = on_instance(
        server,
        params,
        context,
        needs_access=any(FUNCTIONS[function].access == "required" for function in functions),
        work=lambda: act(make_calls, server, check_mode=context.check_mode, wait=params.get("wait", True)),
        predict=lambda: {"changed": False, "calls": [], "answers": []},
    )
    if opened:
        result["service_provider_access_opened"] = True
    return result


def act(make_calls: MakeCalls, server: Server, *, check_mode: bool, wait: bool = True) -> dict[str, Any]:
    """Plan and send; in check mode only plan. Raises what the client raises, with what was done before it."""
    calls = tuple(make_calls(server))
    require_support(calls, server)
    result: dict[str, Any] = {"changed": bool(calls), "calls": [call.shown() for call in calls], "answers": []}
    if check_mode:
        return result
    done: list[Call] = []
    for call in calls:
        try:
            result["answers"].append(send(call, server, wait=wait))
        except SpeError as error:
            raise with_partial(error, done) from error
        done.append(call)
    return result


def followed_by(result: dict[str, Any], calls: Sequence[Call], server: Server, *, check_mode: bool) -> dict[str, Any]:
    """The result of a state module with calls that come after it, such as a test message.

    C(changed) stays as it was: nothing of what the module manages is changed by them.
    """
    told = {"changed": result["changed"], "calls": result["calls"]}
    try:
        action = act(lambda _server: calls, server, check_mode=check_mode)
    except SpeError as error:
        error.partial = {**told, "calls": [*told["calls"], *error.partial.get("calls", [])]}
        raise
    return {**result, "calls": [*result["calls"], *action["calls"]]}


def send(call: Call, server: Server, *, wait: bool) -> dict[str, Any]:
    """Send one call: its function, result, log, and whether it has finished (not, when it is not waited for)."""
    try:
        answer = server.write(call)
    except WaitTimedOut:
        if wait:
            raise
        return {"function": call.function, "result": None, "log_output": None, "finished": False}
    return {"function": call.function, "result": answer.result, "log_output": answer.log_output, "finished": True}
