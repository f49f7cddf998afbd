# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors that the server's answers stand for."""

from __future__ import annotations

from .assumptions import CANCELLED, FAILED, HTTP_STATUSES_OF_A_LOST_ANSWER
from .call import Call
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
        raise CredentialsRefused(
            f"{url} does not accept the credentials (HTTP 401): check spe_username and spe_password; "
            "an administrator with multi-factor authentication needs the API password.",
            function=function,
            http_status=status,
        )
    if status < 400:
        raise NotAnSpeServer(
            f"{url} answers {function} with HTTP {status}, which the Management API never does: "
            "check host and port of spe_url (8474 is usual).",
            function=function,
            http_status=status,
        )
    if status in HTTP_STATUSES_OF_A_LOST_ANSWER:
        raise AnswerLost(
            f"A gateway before {url} lost the answer to {function} (HTTP {status}): whether the server carried it out "
            "is not known.",
            function=function,
            http_status=status,
        )
    raise _http_failure(reply, call)


def check_envelope(envelope: Envelope, function: str) -> None:
    """Raise what a final envelope other than succeeded means."""
    if envelope.status_code == SUCCEEDED:
        return
    if envelope.status_code == CANCELLED:
        raise FunctionCancelled(
            f"{function} ended because somebody cancelled it on the server: run it again.",
            function=function,
            http_status=200,
            status_code=envelope.status_code,
            server_message=envelope.error_message,
            log_output=envelope.log_output,
        )
    raise FunctionFailed(
        _refusal(function, envelope),
        function=function,
        http_status=200,
        status_code=envelope.status_code,
        server_message=envelope.error_message,
        log_output=envelope.log_output,
    )


def _refusal(function: str, envelope: Envelope) -> str:
    message = " ".join((envelope.error_message or "").split())[:_LONGEST_MESSAGE]
    if message:
        return f"The server refused {function}: {message}"
    if envelope.status_code == FAILED:
        return f"The server refused {function} without saying why: look into the server's log."
    return (
        f"The server ended {function} with the unknown statusCode {envelope.status_code}: look into the server's log."
    )


def _http_failure(reply: Reply, call: Call) -> FunctionFailed:
    message = _message_in(reply, call)
    told = f": {message}" if message else " without saying why: look into the server's log."
    return FunctionFailed(
        f"The server answered {call.function} with HTTP {reply.status}{told}",
        function=call.function,
        http_status=reply.status,
        server_message=message,
    )


def _message_in(reply: Reply, call: Call) -> str | None:
    try:
        return parse_envelope(reply.content, call).error_message
    except SpeError:
        return None
