# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kept-alive connection: sends one request, repeats what may be repeated, and returns the result."""

from __future__ import annotations

import base64
import os
import random
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .connection_errors import answer_cut, answer_too_large, connection_error_of
from .errors import AnswerLost, AnswerTooLarge, CertificateRefused, NotReached
from .parallel import refuse_after_interruption
from .requests_library import REQUEST_FAILURES
from .settings import ConnectionSettings
from .tls import FingerprintMismatch, exchange
from .transport import Transport

FIRST_PAUSE = 0.2
#: The most that an answer may have. The results of a year of a large tenant have a tenth of it (by the size of their
#: rows); what is larger would only fill the memory.
LARGEST_ANSWER = 64 * 1024 * 1024
_PIECE = 65536

_FAILURES: tuple[type[Exception], ...] = (FingerprintMismatch, *REQUEST_FAILURES)


@dataclass(frozen=True)
class HttpResponse:
    """The answer."""

    status: int
    content: bytes
    headers: Mapping[str, str]


class Session:
    """One server and one administrator. Safe for threads."""

    def __init__(self, settings: ConnectionSettings) -> None:
        self.settings = settings
        # Belongs to the server behind the connection, so it is kept with it.
        self.metadata: Mapping[str, Any] | None = None
        self.server_version: str | None = None
        #: When the server sent its last answer, by its own clock, in the form of the header.
        self.date: str | None = None
        # For metadata and server_version: when several threads ask for them, the server is asked once.
        self.lock = threading.RLock()
        self._headers = _headers(settings)
        self._transport = Transport(settings)

    def post(
        self, path: str, body: bytes, *, function: str, repeatable: bool, extra_seconds: float = 0
    ) -> HttpResponse:
        """Send a request to `/api/<path>`.

        extra_seconds: seconds that the server may take longer than usual, because it was asked to wait itself.
        Raises NotReached, CertificateRefused, and AnswerLost: a request that is not repeatable is never sent twice.
        """
        pauses = _pauses(self.settings.retries)
        while True:
            pause = next(pauses, None)
            try:
                response = self.send_once("POST", path, body, function=function, extra_seconds=extra_seconds)
            except (NotReached, AnswerLost) as error:
                if pause is None or not _may_repeat(error, repeatable):
                    raise
            else:
                if pause is None or not repeatable or response.status < 500:
                    return response
            time.sleep(pause)

    def send_once(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        function: str,
        headers: Mapping[str, str | None] | None = None,
        extra_seconds: float = 0,
    ) -> HttpResponse:
        """Send a request of any kind to `/api/<path>` one single time. headers: other values of the usual ones; None leaves
        one out.

        Raises NotReached, CertificateRefused, and AnswerLost.
        """
        refuse_after_interruption()
        exchange.start(self.settings.timeout + extra_seconds)
        try:
            response = self._transport.send(
                method, f"/api/{path}", body, self._headers_with(headers) if headers else self._headers, extra_seconds
            )
            content = _content_of(response)
        except _FAILURES as error:
            raise connection_error_of(
                error, self.settings, function, connected=exchange.connected, departed=exchange.begun
            ) from None
        if content is None:
            raise answer_too_large(LARGEST_ANSWER, function)
        self.date = response.headers.get("Date", self.date)
        if _is_cut(response, content):
            raise answer_cut(self.settings, function)
        return HttpResponse(response.status, content, response.headers)

    def _headers_with(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        return {name: value for name, value in {**self._headers, **changes}.items() if value is not None}


def kept_session(settings: ConnectionSettings) -> Session:
    """The session of this process for these settings: the items of a loop share it.

    A forked child does not inherit it, because two processes cannot share a TLS connection.
    """
    with _kept_lock:
        key = (os.getpid(), settings)
        if key not in _kept:
            for other in [other for other in _kept if other[0] != os.getpid()]:
                del _kept[other]
            _kept[key] = Session(settings)
        return _kept[key]


_kept: dict[tuple[int, ConnectionSettings], Session] = {}
_kept_lock = threading.Lock()


def _content_of(response: Any) -> bytes | None:
    """The body as it was received: nothing was asked to be compressed, so nothing is unpacked. None when it is too
    large."""
    content = bytearray()
    try:
        for piece in response.stream(_PIECE, decode_content=False):
            content += piece
            if len(content) > LARGEST_ANSWER:
                return None
    finally:
        if not response.isclosed():
            response.close()
            response.release_conn()
    return bytes(content)


def _is_cut(response: Any, content: bytes) -> bool:
    # urllib3 1.26 takes a cut answer for a whole one.
    promised = response.headers.get("Content-Length", "")
    return promised.isdigit() and len(content) < int(promised)


def _headers(settings: ConnectionSettings) -> dict[str, str]:
    # observed: the server accepts credentials without having asked; documented: they are UTF-8.
    credentials = base64.b64encode(f"{settings.username}:{settings.password}".encode()).decode("ascii")
    return {
        "Authorization": f"Basic {credentials}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "community.mailstore",
    }


def _may_repeat(error: NotReached | AnswerLost, repeatable: bool) -> bool:
    if isinstance(error, (CertificateRefused, AnswerTooLarge)):
        return False
    return repeatable or isinstance(error, NotReached)


def _pauses(retries: int) -> Iterator[float]:
    """Seconds to wait before each repetition."""
    for attempt in range(retries):
        yield FIRST_PAUSE * 2**attempt * random.uniform(1, 1.25)  # noqa: S311  spreads clients, protects nothing
