# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls that take their time: the server answers `running` and a token, and is asked until it is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from .doubt import unless_in_doubt
from .encoding import encode_form
from .envelope import RUNNING, Envelope, parse_envelope
from .errors import AnswerLost, FunctionFailed, NotAnSpeServer, NotReached, SpeError, WaitTimedOut
from .http_request import HttpRequest
from .response_checks import check_response
from .session import Session

# Seconds to wait for the end of a call that was cancelled.
CANCEL_PATIENCE = 10.0
# Seconds between two questions to a server that answers a long poll at once although nothing is new.
_BREATH = 0.1


@dataclass(frozen=True)
class Waiting:
    """How long to wait for a call.

    timeout: seconds for the whole call, which may be without end. interval: the longest that one long poll may take, in seconds.
    cancel_on_timeout: ask the server to stop a call whose time is over.
    """

    timeout: float = 600
    interval: float = 5
    cancel_on_timeout: bool = False


class TokenExpired(Exception):
    """The server no longer knows the token of a running call (HTTP 404, documented), nor how it ended."""


class Poll:
    """Follows one running call to its end."""

    def __init__(
        self,
        session: Session,
        request: HttpRequest,
        waiting: Waiting,
        deadline: float,
        progress: Callable[[str], None] | None,
    ) -> None:
        self._session = session
        self._call = replace(request, is_followed=True)
        self._function = request.function
        self._waiting = waiting
        self._deadline = deadline
        self._progress = progress
        self._last_news: str | None = None
        self._token: str | None = None

    def until_final(self, envelope: Envelope) -> Envelope:
        """Returns the final answer. Raises WaitTimedOut, TokenExpired, AnswerLost, NotAnSpeServer."""
        if not envelope.token:
            no_token = "the server reports that it is running, but returns no token to follow it"  # noqa: S105  a sentence
            error = NotAnSpeServer(
                f"{self._function} cannot be followed, because {no_token}: check the server's log.",
                function=self._function,
                status_code=envelope.status_code,
            )
            raise unless_in_doubt(error, self._call, what=no_token)
        self._token = envelope.token
        envelope = self._follow(envelope, self._deadline)
        if envelope.status_code != RUNNING:
            return replace(envelope, was_running=True)
        raise self._timed_out(self._give_up(envelope))

    def _follow(self, envelope: Envelope, deadline: float) -> Envelope:
        while envelope.status_code == RUNNING:
            self._tell(envelope)
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                break
            envelope = self._ask(envelope, min(self._waiting.interval, remaining))
        return envelope

    def _ask(self, envelope: Envelope, seconds: float) -> Envelope:
        asked = time.monotonic()
        answer = self._get_status(envelope, seconds)
        unchanged = answer.status_code == RUNNING and answer.status_version == envelope.status_version
        if unchanged and time.monotonic() - asked < min(_BREATH, seconds):
            time.sleep(min(_BREATH, seconds))
        return answer

    def _get_status(self, envelope: Envelope, seconds: float) -> Envelope:
        # documented: all three are mandatory, and the server takes up to millisecondsTimeout to answer.
        question = {
            "token": self._token,
            "lastKnownStatusVersion": envelope.status_version,
            "millisecondsTimeout": max(1, int(seconds * 1000)),
        }
        body = encode_form("get-status", question)
        try:
            response = self._session.post(
                "get-status", body, function=self._function, repeatable=True, extra_seconds=seconds
            )
            if response.status == 404:
                raise TokenExpired
            check_response(response, self._call, self._session.settings.base_url)
        except (NotReached, AnswerLost, FunctionFailed) as error:
            raise self._lost(error) from None
        return parse_envelope(response.content, self._call)

    def _lost(self, error: SpeError) -> AnswerLost:
        return AnswerLost(
            f"The progress of {self._function} could no longer be read, so it is not known how it ended:"
            f" {error.message}",
            may_still_run=True,
            function=self._function,
            http_status=error.http_status,
            status_code=RUNNING,
        )

    def _give_up(self, envelope: Envelope) -> str:
        """What became of the call, for the sentence of the error."""
        if not self._waiting.cancel_on_timeout:
            return "it is still running on the server"
        try:
            self._cancel()
        except TokenExpired:
            return "it ended before it could be cancelled"
        except SpeError:
            return "the server could not be asked to cancel it"
        try:
            envelope = self._follow(envelope, time.monotonic() + CANCEL_PATIENCE)
        except (TokenExpired, SpeError):
            return "it was cancelled, and the server no longer knows it"
        if envelope.status_code == RUNNING:
            return "the server was asked to cancel it, but it is still running"
        return f"it was cancelled and ended with {envelope.status_code}"

    def _cancel(self) -> None:
        body = encode_form("cancel-async", {"token": self._token})
        response = self._session.post("cancel-async", body, function=self._function, repeatable=True)
        if response.status == 404:
            raise TokenExpired
        check_response(response, self._call, self._session.settings.base_url)

    def _timed_out(self, outcome: str) -> WaitTimedOut:
        return WaitTimedOut(
            f"{self._function} did not finish within {self._waiting.timeout:g} seconds; {outcome}: raise wait_timeout.",
            function=self._function,
            status_code=RUNNING,
        )

    def _tell(self, envelope: Envelope) -> None:
        percent = f"{envelope.percent_progress:g} %" if envelope.percent_progress is not None else None
        news = ", ".join(part for part in (percent, envelope.status_text) if part) or RUNNING
        if self._progress is not None and news != self._last_news:
            self._last_news = news
            self._progress(f"{self._function}: {news}")
