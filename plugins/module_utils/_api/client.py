# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls functions of the Management API: the one way in which everything here talks to a server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn, Protocol

from . import assumptions
from .contract import FUNCTIONS, NewerValue, came_later, reads
from .encoding import encode_form
from .envelope import RUNNING, Envelope, decode_json, parse_envelope
from .errors import (
    AnswerLost,
    FunctionFailed,
    InputError,
    NotAnSpeServer,
    NotReached,
    NotSupportedByServer,
    WriteRefused,
)
from .facts import Facts
from .http_request import HttpRequest
from .known_forms import in_known_form
from .masking import secret_values
from .metadata import Argument, Signature, parse_metadata
from .parallel import one_at_a_time
from .polling import Poll, TokenExpired, Waiting
from .record import Record
from .requests_library import REQUESTS_IMPORT_ERROR
from .response_checks import check_envelope, check_response
from .session import HttpResponse, kept_session
from .settings import ConnectionSettings

__all__ = ["REQUESTS_IMPORT_ERROR", "Argument", "Client", "ConnectionSettings", "Result", "Signature", "Waiting"]


@dataclass(frozen=True)
class Result:
    """What a function returned, and the log that some long-running functions write."""

    value: Any
    log_output: str | None


class Reconsideration(Protocol):
    """Takes away the reason of a refusal, so that the call can be sent again."""

    def moment(self) -> int:
        """When a call is sent, for may_repeat."""

    def may_repeat(self, refusal: FunctionFailed, moment: int, repeated: int) -> bool:
        """Whether the call that was sent at that moment, and was repeated so often, may be sent again."""


class Client:
    """One server, seen by one task. Safe for threads (see parallel_map).

    check_mode refuses every function that does not only read, and so do settings with read_only. progress gets short
    lines about calls that take their time. needed_by: the module that asks, for the sentence about what an old server lacks. record: what the
    task has read and written already.
    """

    _reconsideration: Reconsideration | None = None

    def __init__(
        self,
        settings: ConnectionSettings,
        *,
        check_mode: bool = False,
        waiting: Waiting = Waiting(),  # noqa: B008  frozen
        progress: Callable[[str], None] | None = None,
        needed_by: str = "",
        record: Record | None = None,
    ) -> None:
        self._settings = settings
        self._session = kept_session(settings)
        self._check_mode = check_mode
        self._waiting = waiting
        #: Shows a short line while the task runs; None when nobody looks.
        self.progress = one_at_a_time(progress) if progress else None
        self._needed_by = needed_by
        self.record = record or Record()

    @property
    def facts(self) -> Facts:
        """What the site knows of this server."""
        return self._settings.facts

    def call(
        self,
        function: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        needed_to_read: bool = False,
        waiting: Waiting | None = None,
        may_be_refused: bool = False,
    ) -> Any:
        """The result of a function, in the words that the collection knows. Raises SpeError: see invoke."""
        result = self.invoke(
            function,
            arguments,
            needed_to_read=needed_to_read,
            waiting=waiting,
            may_be_refused=may_be_refused,
        )
        return in_known_form(function, self.facts.as_known(function, result.value))

    def invoke(
        self,
        function: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        needed_to_read: bool = False,
        waiting: Waiting | None = None,
        may_be_refused: bool = False,
    ) -> Result:
        """Result and log of a function, waited for if it takes its time.

        Arguments that are None are left out; bool, numbers, lists (joined) and dicts (JSON) are encoded as the API
        wants them. needed_to_read is only for service provider access, without which nothing can be read. A call
        that may_be_refused asks for something that is often not there: its refusal is not reconsidered.

        Raises InputError, WriteRefused, NotReached, CertificateRefused, CredentialsRefused, NotAnSpeServer,
        NotSupportedByServer and FunctionFailed when nothing was done or the server refused; AnswerLost, of which
        FunctionCancelled is one kind, when a write may or may not have been done: only what refuses it plainly is taken
        for a refusal. WaitTimedOut for calls that take their time.
        """
        reconsideration, repeated = self._reconsideration, -1
        while True:
            repeated += 1
            moment = reconsideration.moment() if reconsideration is not None else 0
            try:
                return self._invoke(function, arguments or {}, needed_to_read, waiting)
            except FunctionFailed as refusal:
                if (
                    may_be_refused
                    or reconsideration is None
                    or not reconsideration.may_repeat(refusal, moment, repeated)
                ):
                    raise

    @contextmanager
    def reconsidering(self, reconsideration: Reconsideration) -> Iterator[None]:
        """Within the block a refusal is reconsidered, and the call sent again if that changes anything."""
        self._reconsideration = reconsideration
        try:
            yield
        finally:
            self._reconsideration = None

    def _invoke(
        self, function: str, arguments: Mapping[str, Any], needed_to_read: bool, waiting: Waiting | None
    ) -> Result:
        if not (function.isascii() and function.isalnum()):
            raise InputError(
                "The name of a function has only letters and digits: see the function reference of the API."
            )
        request = self._prepare(function, arguments)
        if not request.only_reads and not needed_to_read:
            self.require_writing(function)
        self.record.count(function, only_reads=request.only_reads)
        try:
            envelope = self._run(request, waiting or self._waiting)
            check_envelope(envelope, request)
        except FunctionFailed:
            if self._needed_by and came_later(function, arguments):
                self._explain_refusal(function)
            raise
        if request.only_reads or envelope.result is not None:
            self.record.read(function, request.body, envelope.result)
        return Result(envelope.result, envelope.log_output)

    def require_writing(self, function: str) -> None:
        """Raise WriteRefused when this client only reads."""
        if self._check_mode:
            raise WriteRefused(
                f"This task tried to call {function} in check mode, but the function writes: please report this"
                " defect.",
                function=function,
            )
        if self._settings.read_only:
            what = "which writes" if function in FUNCTIONS else "which may write"
            raise WriteRefused(
                f"{self._needed_by or 'This task'} needs to call {function}, {what}, but spe_read_only is on: use check"
                " mode to see what the task would do, or a connection without spe_read_only (SPE_READ_ONLY).",
                function=function,
            )

    def with_password(self, password: str) -> Client:
        """The same client, for the time after the password of its own account was changed."""
        return self._another(replace(self._settings, password=password), self.progress, self.record)

    def for_one_of_many(self) -> Client:
        """The same client for one of many objects of a task, whose troubles are its own: with its own record and its own
        reconsideration. It shows no progress."""
        return self._another(self._settings, None, Record())

    def _another(self, settings: ConnectionSettings, progress: Callable[[str], None] | None, record: Record) -> Client:
        return Client(
            settings,
            check_mode=self._check_mode,
            waiting=self._waiting,
            progress=progress,
            needed_by=self._needed_by,
            record=record,
        )

    def server_time(self) -> datetime | None:
        """When the server sent its last answer, by its own clock; None when it does not show that."""
        try:
            return parsedate_to_datetime(self._session.date or "").astimezone(timezone.utc)
        except (TypeError, ValueError):
            return None

    def metadata(self) -> Mapping[str, Signature]:
        """The functions that this server has, by name. Asked once per connection."""
        with self._session.lock:
            if self._session.metadata is None:
                self._session.metadata = self._read_metadata()
            return self._session.metadata

    def _read_metadata(self) -> Mapping[str, Signature]:
        request = HttpRequest("get-metadata", b"", only_reads=True, secrets=frozenset(self._settings.secrets))
        response = self._send("get-metadata", request)
        if response.status == 404:
            raise NotAnSpeServer(
                f"{self._settings.base_url} does not know get-metadata, so it is not the Management API: "
                "check host and port of spe_url (8474 is usual).",
                function=request.function,
                http_status=response.status,
            )
        check_response(response, request, self._settings.base_url)
        answer = decode_json(response.content, request)
        if isinstance(answer, dict):
            # The list itself comes without an envelope (observed), but a refusal may have one.
            check_envelope(parse_envelope(response.content, request), request)
        return parse_metadata(answer)

    def server_version(self) -> str:
        """Such as `25.3.1.23021`. Asked once per connection."""
        with self._session.lock:
            if self._session.server_version is None:
                environment = self.call("GetEnvironmentInfo")
                version = environment.get("version") if isinstance(environment, dict) else None
                self._session.server_version = str(version or "unknown version")
            return self._session.server_version

    def require(self, function: str, arguments: Iterable[str] = (), *, needed_by: str = "") -> None:
        """Raise NotSupportedByServer when this server lacks the function or one of its arguments.

        needed_by: the options that ask for it; without them it is the module itself.
        """
        signature = self.metadata().get(function)
        missing = function if signature is None else _missing_argument(signature, arguments)
        if missing is not None:
            raise self._not_supported(missing, function, needed_by)

    def require_value(self, newer: NewerValue, function: str, *, needed_by: str) -> None:
        """Raise NotSupportedByServer when this server is too old for the value of an argument."""
        since = self.facts.api_login_privilege_since or newer.since
        if not replace(newer, since=since).is_known_to(self.server_version()):
            raise self._not_supported(f"the value {newer.value} of {newer.argument}", function, needed_by)

    def _not_supported(self, missing: str, function: str, options: str = "") -> NotSupportedByServer:
        way_out = ": leave it out, or update the server." if options else ". Update the server to use this module."
        lack = f"Your server ({self.server_version()}) does not know {missing}"
        error = NotSupportedByServer(
            f"{lack}, which {options or self._needed_by or 'this task'} needs{way_out}", function=function
        )
        error.lack = None if options else lack
        return error

    def _prepare(self, function: str, arguments: Mapping[str, Any]) -> HttpRequest:
        secrets = frozenset((*secret_values(arguments), *self._settings.secrets))
        body = encode_form(function, self.facts.as_sent(function, arguments))
        return HttpRequest(function, body, reads(function, arguments), secrets)

    def _send(self, path: str, request: HttpRequest) -> HttpResponse:
        return self._session.post(path, request.body, function=request.function, repeatable=request.only_reads)

    def _run(self, request: HttpRequest, waiting: Waiting) -> Envelope:
        deadline = time.monotonic() + waiting.timeout
        try:
            return self._follow(request, waiting, deadline)
        except TokenExpired:
            if not request.only_reads:
                _token_expired(request.function)
        try:
            return self._follow(request, waiting, deadline)
        except TokenExpired:
            _token_expired(request.function)

    def _follow(self, request: HttpRequest, waiting: Waiting, deadline: float) -> Envelope:
        envelope = self._start(request)
        if envelope.status_code != RUNNING:
            return envelope
        return Poll(self._session, request, waiting, deadline, self.progress).until_final(envelope)

    def _start(self, request: HttpRequest) -> Envelope:
        response = self._send(f"invoke/{request.function}", request)
        if response.status == assumptions.HTTP_STATUS_OF_UNKNOWN_FUNCTION:
            self._not_found(request.function, response)
        check_response(response, request, self._settings.base_url)
        return parse_envelope(response.content, request)

    def _not_found(self, function: str, response: HttpResponse) -> None:
        """Settle by get-metadata whether the server lacks the function, or whether this is no SPE at all."""
        with suppress(NotReached, AnswerLost, FunctionFailed):
            if function in self.metadata():
                return
            if function in FUNCTIONS and self._needed_by:
                raise self._not_supported(function, function)
            raise NotSupportedByServer(
                f"The server at {self._settings.base_url} does not know the function {function}: check its spelling, or "
                "update the server.",
                function=function,
                http_status=response.status,
            )

    def _explain_refusal(self, function: str) -> None:
        """A server may also refuse what came after its version in another way: HTTP_STATUS_OF_UNKNOWN_FUNCTION."""
        with suppress(NotReached, AnswerLost, FunctionFailed, NotAnSpeServer):
            self.require(function)


def _missing_argument(signature: Signature, arguments: Iterable[str]) -> str | None:
    missing = next((name for name in arguments if name not in signature.arguments), None)
    return None if missing is None else f"the argument {missing} of {signature.name}"


def _token_expired(function: str) -> NoReturn:
    raise AnswerLost(
        f"The server no longer knows the running call of {function}, so it is not known whether it succeeded.",
        may_still_run=True,
        function=function,
        http_status=404,
    )
