# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Raw talk with a server: what it answers is kept as it is, and nothing is decided by it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .._api.assumptions import HTTP_STATUSES_OF_A_LOST_ANSWER
from .._api.contract import reads
from .._api.encoding import encode_form
from .._api.errors import AnswerLost, NotReached
from .._api.session import HttpResponse, Session
from .boundary import Boundary

#: The longest that one question for the status of a running call may take, in milliseconds.
POLL_MS = 2000

#: Seconds that a call may take before it counts as one without end.
PATIENCE = 900.0

_STATUS_CODES = ("succeeded", "failed", "running", "cancelled")

#: With these a gateway answers, or whoever has too much to do: an answer without an envelope says nothing of the server.
_NOT_OF_THE_API = HTTP_STATUSES_OF_A_LOST_ANSWER | {408, 429, 503}


@dataclass(frozen=True)
class Reply:
    """What came back. value: the JSON, None if it is none. before: the answers of a running call before the last one.
    seconds: how long the last answer took."""

    http_status: int
    headers: Mapping[str, str]
    content: bytes
    value: Any
    before: tuple[Any, ...] = ()
    seconds: float = 0.0

    @property
    def status_code(self) -> str | None:
        """The statusCode of the envelope; None when there is none."""
        return self.value.get("statusCode") if isinstance(self.value, dict) else None

    @property
    def is_success(self) -> bool:
        """Whether the server did what it was asked to do."""
        return self.http_status == 200 and self.status_code == "succeeded"

    @property
    def was_running(self) -> bool:
        """Whether the server answered `running` first, and was asked again."""
        return bool(self.before)

    @property
    def result(self) -> Any:
        """The result of the envelope; None when there is none."""
        return self.value.get("result") if isinstance(self.value, dict) else None

    @property
    def outcome(self) -> str:
        """How the call ended, in words that are known."""
        if self.http_status != 200:
            return f"HTTP {self.http_status}"
        if self.status_code is None:
            return "no envelope"
        return self.status_code if self.status_code in _STATUS_CODES else "another statusCode"

    @property
    def message(self) -> str | None:
        """The words of the error; None without an error."""
        return self._error.get("message")

    @property
    def details(self) -> Any:
        """The details of the error; None without."""
        return self._error.get("details")

    @property
    def _error(self) -> Mapping[str, Any]:
        error = self.value.get("error") if isinstance(self.value, dict) else None
        return error if isinstance(error, dict) else {}


class Refused(Exception):
    """The server refused what an experiment needs; the text is one sentence without data."""


class Conversation:
    """Asks one server. Only what the boundary allows is ever changed."""

    def __init__(self, session: Session, boundary: Boundary) -> None:
        self._session = session
        self.boundary = boundary
        self.calls = 0

    def as_administrator(self, user_name: str, password: str) -> Conversation:
        """The same talk with another account, which must be one of our own: it may change itself."""
        self.boundary.refuse_what_is_outside("", {"userName": user_name})
        settings = replace(self._session.settings, username=user_name, password=password)
        return Conversation(Session(settings), Boundary(self.boundary.name, is_own_account=True))

    def within(self, boundary: Boundary) -> Conversation:
        """The same talk, in which something else may be changed."""
        return Conversation(self._session, boundary)

    def read(self, function: str, **arguments: Any) -> Reply:
        """The answer of a function that only reads."""
        if not reads(function, arguments):
            raise ValueError(f"{function} writes.")
        return self.send(function, **arguments)

    def send(self, function: str, **arguments: Any) -> Reply:
        """The last answer of a function. One that writes is sent if the boundary allows it, and never twice."""
        return self.finish(self.begin(function, **arguments))

    def begin(self, function: str, **arguments: Any) -> Reply:
        """The first answer of a function, which may be `running`. Raises OutsideOfCheck."""
        if not reads(function, arguments):
            self.boundary.refuse_what_is_outside(function, arguments)
        return self._ask(f"invoke/{function}", encode_form(function, arguments), function)

    def poll(self, **arguments: Any) -> Reply:
        """One question for the status of a running call."""
        return self._ask("get-status", encode_form("get-status", arguments), "get-status", POLL_MS / 1000)

    def cancel(self, **arguments: Any) -> Reply:
        """Cancel a running call, which `begin` has begun."""
        return self._ask("cancel-async", encode_form("cancel-async", arguments), "cancel-async")

    def request(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str | None] | None = None
    ) -> Reply:
        """A request of any kind that changes nothing: another method, other headers, a path that does not exist."""
        return self._ask(path, body, path, method=method, headers=headers)

    def finish(self, reply: Reply) -> Reply:
        """The last answer of a call that `begin` has begun."""
        before: list[Any] = []
        deadline = time.monotonic() + PATIENCE
        while reply.status_code == "running" and time.monotonic() < deadline:
            before.append(reply.value)
            reply = self.poll(
                token=reply.value.get("token"),
                lastKnownStatusVersion=reply.value.get("statusVersion") or 0,
                millisecondsTimeout=POLL_MS,
            )
        return replace(reply, before=tuple(before))

    def _ask(
        self,
        path: str,
        body: bytes,
        function: str,
        extra_seconds: float = 0,
        *,
        method: str = "POST",
        headers: Mapping[str, str | None] | None = None,
    ) -> Reply:
        self.calls += 1
        started = time.monotonic()
        response = self._sent(method, path, body, function, headers, extra_seconds)
        reply = _reply(response, time.monotonic() - started)
        if reply.http_status in _NOT_OF_THE_API and reply.status_code is None:
            raise AnswerLost(
                f"{function} is answered with HTTP {reply.http_status}, which is no answer of the Management API: look at the"
                " server and what stands before it, and run the check again.",
                function=function,
                http_status=reply.http_status,
            )
        return reply

    def _sent(
        self,
        method: str,
        path: str,
        body: bytes,
        function: str,
        headers: Mapping[str, str | None] | None,
        extra_seconds: float,
    ) -> HttpResponse:
        send = partial(
            self._session.send_once, method, path, body, function=function, headers=headers, extra_seconds=extra_seconds
        )
        try:
            return send()
        except NotReached:
            # A kept connection that the server has closed meanwhile; nothing was sent.
            return send()


def _reply(response: HttpResponse, seconds: float) -> Reply:
    try:
        value = json.loads(response.content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        value = None
    return Reply(response.status, response.headers, response.content, value, seconds=seconds)
