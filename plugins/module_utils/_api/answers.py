# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors that the server's answers stand for."""

from __future__ import annotations

from typing import Any

from .assumptions import CANCELLED, FAILED, HTTP_STATUSES_OF_A_LOST_ANSWER, http_status_refuses
from .call import Call
from .doubt import unless_in_doubt
from .envelope import SUCCEEDED, Envelope, parse_envelope
from .errors import (
    AnswerLost,
    CredentialsRefused,
    FunctionCancelled,
    FunctionFailed,
    NotAnSpeServer,
    SpeError,
)
from .session import Reply

_LONGEST_MESSAGE = 1000


def check_reply(reply: Reply, call: Call, url: str) -> None:
    """Raise what an HTTP status other than 200 means."""
    status, function = reply.status, call.function
    if status == 200:
        return
    if status == 401:
        raise _credentials_refused(call, url)
    if status < 400:
        error = NotAnSpeServer(
            f"{url} answers {function} with HTTP {status}, which the Management API never does: "
            "check host and port of spe_url (8474 is usual).",
            function=function,
            http_status=status,
        )
        raise unless_in_doubt(error, call, what=f"the server answered with HTTP {status}")
    if status in HTTP_STATUSES_OF_A_LOST_ANSWER:
        raise AnswerLost(
            f"A gateway before {url} lost the answer to {function} (HTTP {status}): whether the server carried it out "
            "is not known.",
            may_still_run=True,
            function=function,
            http_status=status,
        )
    raise _http_failure(reply, call)


def check_envelope(envelope: Envelope, call: Call) -> None:
    """Raise what a final envelope other than succeeded means."""
    status_code = envelope.status_code
    if status_code == SUCCEEDED:
        return
    facts: dict[str, Any] = {
        "function": call.function,
        "http_status": 200,
        "status_code": status_code,
        "server_message": envelope.error_message,
        "log_output": envelope.log_output,
    }
    if status_code == CANCELLED:
        raise FunctionCancelled(
            f"{call.function} ended because somebody cancelled it on the server: run it again.", **facts
        )
    refusal = FunctionFailed(_refusal(call.function, envelope), **facts)
    refusal.after_running = envelope.was_running
    if status_code == FAILED:
        raise refusal
    raise unless_in_doubt(
        refusal, call, what=f"the server ended it with the unknown statusCode {status_code}", may_still_run=True
    )


def _credentials_refused(call: Call, url: str) -> SpeError:
    error = CredentialsRefused(
        f"{url} does not accept the credentials (HTTP 401): check spe_username and spe_password; "
        "an administrator with multi-factor authentication needs the API password.",
        function=call.function,
        http_status=401,
    )
    if not call.is_followed:
        return error
    return unless_in_doubt(error, call, what="the server no longer accepts the credentials (HTTP 401)")


def _refusal(function: str, envelope: Envelope) -> str:
    message = " ".join((envelope.error_message or "").split())[:_LONGEST_MESSAGE]
    if message:
        return f"The server refused {function}: {message}"
    if envelope.status_code == FAILED:
        return f"The server refused {function} without saying why: look into the server's log."
    return (
        f"The server ended {function} with the unknown statusCode {envelope.status_code}: look into the server's log."
    )


def _http_failure(reply: Reply, call: Call) -> SpeError:
    message = _message_in(reply, call)
    told = f": {message}" if message else " without saying why: look into the server's log."
    error = FunctionFailed(
        f"The server answered {call.function} with HTTP {reply.status}{told}",
        function=call.function,
        http_status=reply.status,
        server_message=message,
    )
    if http_status_refuses(reply.status) and not call.is_followed:
        return error
    answered = f"the server answered with HTTP {reply.status}"
    return unless_in_doubt(
        error,
        call,
        what=f"{answered} ({message.rstrip('.')})" if message else answered,
        # A gateway says 408 while the server still works.
        may_still_run=reply.status < 500,
    )


def _message_in(reply: Reply, call: Call) -> str | None:
    try:
        return parse_envelope(reply.content, call).error_message
    except SpeError:
        return None
