# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls functions of the Management API: the one way in which everything here talks to a server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from . import assumptions
from .answers import check_envelope, check_reply
from .contract import reads
from .encoding import encode_form
from .envelope import RUNNING, Envelope, decode_json, parse_envelope
from .errors import AnswerLost, InputError, NotSupportedByServer, SpeError, WriteRefused
from .masking import mask, secret_values
from .metadata import Argument, Signature, parse_metadata
from .polling import Poll, TokenExpired, Waiting
from .requests_library import REQUESTS_IMPORT_ERROR
from .session import Reply, kept_session
from .settings import ConnectionSettings

__all__ = ["REQUESTS_IMPORT_ERROR", "Answer", "Argument", "Client", "ConnectionSettings", "Signature", "Waiting"]


@dataclass(frozen=True)
class Answer:
    """What a function returned, and the log that some long-running functions write."""

    result: Any
    log_output: str | None


class Client:
    """One server, seen by one task.

    read_only (check mode) refuses every function that does not only read. progress gets short lines about calls that
    take their time.
    """

    def __init__(
        self,
        settings: ConnectionSettings,
        *,
        read_only: bool = False,
        waiting: Waiting = Waiting(),  # noqa: B008  frozen
        progress: Callable[[str], None] | None = None,
    ) -> None:
        self._settings = settings
        self._session = kept_session(settings)
        self._read_only = read_only
        self._waiting = waiting
        self._progress = progress

    def call(
        self,
        function: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        allowed_in_check_mode: bool = False,
        waiting: Waiting | None = None,
    ) -> Any:
        """The result of a function. Raises SpeError: see invoke."""
        return self.invoke(function, arguments, allowed_in_check_mode=allowed_in_check_mode, waiting=waiting).result

    def invoke(
        self,
        function: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        allowed_in_check_mode: bool = False,
        waiting: Waiting | None = None,
    ) -> Answer:
        """Result and log of a function, waited for if it takes its time.

        Arguments that are None are left out; bool, numbers, lists (joined) and dicts (JSON) are encoded as the API
        wants them. allowed_in_check_mode is for service provider access alone, without which nothing can be read.

        Raises InputError, WriteRefused, NotReached, CertificateRefused, CredentialsRefused, NotAnSpeServer,
        NotSupportedByServer and FunctionFailed when nothing was done or the server refused; AnswerLost when a write may
        or may not have been done; FunctionCancelled and WaitTimedOut for calls that take their time.
        """
        arguments = arguments or {}
        only_reads = reads(function, arguments)
        if self._read_only and not only_reads and not allowed_in_check_mode:
            raise WriteRefused(
                f"{function} was about to be called in check mode although it writes: please report this defect.",
                function=function,
            )
        if not (function.isascii() and function.isalnum()):
            raise InputError(
                "The name of a function has only letters and digits: see the function reference of the API."
            )
        body = encode_form(function, arguments)
        secrets = {*secret_values(arguments), *self._settings.secrets}
        try:
            envelope = self._run(function, body, only_reads, waiting or self._waiting, self._masked_progress(secrets))
            check_envelope(envelope, function=function)
        except SpeError as error:
            _mask_error(error, secrets)
            raise
        return Answer(envelope.result, envelope.log_output)

    def metadata(self) -> Mapping[str, Signature]:
        """The functions that this server has, by name. Asked once per connection."""
        if self._session.metadata is None:
            reply = self._session.post("get-metadata", b"", function="get-metadata", repeatable=True)
            check_reply(reply, function="get-metadata", url=self._settings.base_url)
            self._session.metadata = parse_metadata(decode_json(reply.content, function="get-metadata"))
        return self._session.metadata

    def server_version(self) -> str:
        """Such as C(25.3.1.23021). Asked once per connection."""
        if self._session.server_version is None:
            self._session.server_version = str(self.call("GetEnvironmentInfo")["version"])
        return self._session.server_version

    def require(self, function: str, arguments: Iterable[str] = (), *, needed_by: str) -> None:
        """Raise NotSupportedByServer when this server lacks the function or one of its arguments.

        needed_by: what the user wrote, such as C(option safe_mode).
        """
        signature = self.metadata().get(function)
        missing = function if signature is None else _missing_argument(signature, arguments)
        if missing is None:
            return
        raise NotSupportedByServer(
            f"Your server ({self.server_version()}) does not know {missing}, which {needed_by} needs: "
            "leave it out, or update the server.",
            function=function,
        )

    def _run(
        self, function: str, body: bytes, only_reads: bool, waiting: Waiting, progress: Callable[[str], None]
    ) -> Envelope:
        deadline = time.monotonic() + waiting.timeout

        def follow() -> Envelope:
            envelope = self._start(function, body, only_reads)
            if envelope.status_code != RUNNING:
                return envelope
            return Poll(self._session, function, waiting, deadline, progress).until_final(envelope)

        try:
            return follow()
        except TokenExpired:
            if not only_reads:
                _token_expired(function)
        try:
            return follow()
        except TokenExpired:
            _token_expired(function)

    def _start(self, function: str, body: bytes, only_reads: bool) -> Envelope:
        reply = self._session.post(f"invoke/{function}", body, function=function, repeatable=only_reads)
        if reply.status == assumptions.HTTP_STATUS_OF_UNKNOWN_FUNCTION:
            self._not_found(function, reply)
        check_reply(reply, function=function, url=self._settings.base_url)
        return parse_envelope(reply.content, function=function)

    def _not_found(self, function: str, reply: Reply) -> None:
        """Settle by get-metadata whether the function is unknown, or whether this is no SPE at all."""
        if function in self.metadata():
            return
        raise NotSupportedByServer(
            f"The server at {self._settings.base_url} does not know the function {function}: check its spelling, or "
            "update the server.",
            function=function,
            http_status=reply.status,
        )

    def _masked_progress(self, secrets: set[str]) -> Callable[[str], None]:
        def tell(line: str) -> None:
            if self._progress is not None:
                self._progress(mask(line, secrets))

        return tell


def _missing_argument(signature: Signature, arguments: Iterable[str]) -> str | None:
    missing = next((name for name in arguments if name not in signature.arguments), None)
    return None if missing is None else f"the argument {missing} of {signature.name}"


def _token_expired(function: str) -> NoReturn:
    raise AnswerLost(
        f"The server no longer knows the running call of {function}, so whether it ended well is not known.",
        function=function,
        http_status=404,
    )


def _mask_error(error: SpeError, secrets: set[str]) -> None:
    error.message = mask(error.message, secrets)
    error.args = (error.message,)
    if error.server_message is not None:
        error.server_message = mask(error.server_message, secrets)
