# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors that the server's answers stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .assumptions import CANCELLED, FAILED, HTTP_STATUSES_OF_A_LOST_ANSWER, http_status_refuses
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
from .http_request import HttpRequest
from .session import HttpResponse

_LONGEST_MESSAGE = 1000


def check_response(response: HttpResponse, request: HttpRequest, url: str) -> None:
    """Raise what an HTTP status other than 200 means."""
    status, function = response.status, request.function
    if status == 200:
        return
    if status == 401:
        raise _credentials_refused(request, url)
    if status < 400:
        error = NotAnSpeServer(
            f"{url} answers {function} with HTTP {status}, which the Management API never does: "
            "check host and port of spe_url (8474 is usual).",
            function=function,
            http_status=status,
        )
        raise unless_in_doubt(error, request, what=f"the server answered with HTTP {status}")
    if status in HTTP_STATUSES_OF_A_LOST_ANSWER:
        raise AnswerLost(
            f"A gateway before {url} lost the answer to {function} (HTTP {status}): it is not known whether the"
            " server executed it.",
            may_still_run=True,
            function=function,
            http_status=status,
        )
    raise _http_failure(response, request)


def check_envelope(envelope: Envelope, request: HttpRequest) -> None:
    """Raise what a final envelope other than succeeded means."""
    status_code = envelope.status_code
    if status_code == SUCCEEDED:
        return
    facts: dict[str, Any] = {
        "function": request.function,
        "http_status": 200,
        "status_code": status_code,
        "server_message": envelope.error_message,
        "log_output": envelope.log_output,
    }
    if status_code == CANCELLED:
        raise FunctionCancelled(
            f"{request.function} ended because somebody cancelled it on the server: run it again.", **facts
        )
    if status_code == FAILED:
        raise _function_failed(envelope, request, facts)
    raise unless_in_doubt(
        _function_failed(envelope, request, facts),
        request,
        what=f"the server ended it with the unknown statusCode {status_code}",
        may_still_run=True,
    )


def _function_failed(envelope: Envelope, request: HttpRequest, facts: Mapping[str, Any]) -> FunctionFailed:
    """The error, made here: a function that raises what one of its names stands for keeps itself and the error alive."""
    refusal = FunctionFailed(_refusal(request.function, envelope), **facts)
    refusal.after_running = envelope.was_running
    return refusal


def _credentials_refused(request: HttpRequest, url: str) -> SpeError:
    error = CredentialsRefused(
        f"{url} does not accept the credentials (HTTP 401): check spe_username and spe_password; "
        "an administrator with multi-factor authentication needs the API password.",
        function=request.function,
        http_status=401,
    )
    if not request.is_followed:
        return error
    return unless_in_doubt(error, request, what="the server no longer accepts the credentials (HTTP 401)")


def _refusal(function: str, envelope: Envelope) -> str:
    message = " ".join((envelope.error_message or "").split())[:_LONGEST_MESSAGE]
    if message:
        return f"The server refused {function}: {message}"
    if envelope.status_code == FAILED:
        return f"The server refused {function} and gave no reason: check the server's log."
    return f"The server ended {function} with the unknown statusCode {envelope.status_code}: check the server's log."


def _http_failure(response: HttpResponse, request: HttpRequest) -> SpeError:
    message = _message_in(response, request)
    reason = f": {message}" if message else " and gave no reason: check the server's log."
    error = FunctionFailed(
        f"The server answered {request.function} with HTTP {response.status}{reason}",
        function=request.function,
        http_status=response.status,
        server_message=message,
    )
    if http_status_refuses(response.status) and not request.is_followed:
        return error
    answered = f"the server answered with HTTP {response.status}"
    return unless_in_doubt(
        error,
        request,
        what=f"{answered} ({message.rstrip('.')})" if message else answered,
        # A gateway says 408 while the server still works.
        may_still_run=response.status < 500,
    )


def _message_in(response: HttpResponse, request: HttpRequest) -> str | None:
    try:
        return parse_envelope(response.content, request).error_message
    except SpeError:
        return None
