# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network between the collection and the simulator: none. Requests become calls, and troubles become what requests
and urllib3 raise for them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, ReadTimeoutError

from tests.simulator.connection import CONNECTION_OF_REQUEST

from .clock import Clock

LATENCY = 0.001
"""Seconds that each request is under way."""

Application = Callable[[MutableMapping[str, Any], Any, Any], Any]


@dataclass
class HttpAnswer:
    """What came back, before the network had its way with it."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    promised_length: int | None = None
    """The Content-Length of a body that was cut."""


@dataclass(frozen=True)
class Trouble:
    """What the network does to one request.

    refused: nobody listens. silent: it is lost, and nobody answers. alter: changes the answer.
    """

    refused: bool = False
    silent: bool = False
    alter: Callable[[HttpAnswer], None] | None = None


class _Connection:
    """What the simulator resets."""

    def __init__(self) -> None:
        self.is_reset = False

    def get_extra_info(self, name: str) -> None:
        return None

    def abort(self) -> None:
        self.is_reset = True


class Adapter(BaseAdapter):
    """A `requests` adapter that hands each request to an ASGI application in this process.

    `meet` is asked for the trouble of each request, by its path, before it goes out. `depart` is called when the request
    has begun to leave.
    """

    def __init__(
        self, application: Application, clock: Clock, meet: Callable[[str], Trouble], depart: Callable[[], None]
    ) -> None:
        super().__init__()
        self._application = application
        self._clock = clock
        self._meet = meet
        self._depart = depart

    def send(
        self, request: requests.PreparedRequest, stream: bool = False, timeout: Any = None, *_args: Any, **_more: Any
    ) -> requests.Response:
        trouble = self._meet(urlsplit(str(request.url)).path)
        if trouble.refused:
            _refuse(request)
        self._depart()
        if trouble.silent:
            self._clock.sleep(_read_timeout(timeout))
            _raise_timeout(request)
        answer, connection = HttpAnswer(), _Connection()
        exchange = self._exchange(_scope(request, connection), _body(request), answer)
        if not self._clock.work_on(exchange, _read_timeout(timeout)):
            _raise_timeout(request)
        if connection.is_reset:
            _raise_reset(request)
        if trouble.alter is not None:
            trouble.alter(answer)
        return _response(request, answer)

    def close(self) -> None:
        """There is nothing to close."""

    async def _exchange(self, scope: MutableMapping[str, Any], body: bytes, answer: HttpAnswer) -> None:
        await asyncio.sleep(LATENCY)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = [
                    (name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]
                ]
            else:
                answer.body += message.get("body", b"")

        await self._application(scope, receive, send)


def _scope(request: requests.PreparedRequest, connection: _Connection) -> dict[str, Any]:
    url = urlsplit(str(request.url))
    headers = [(name.lower().encode("latin-1"), _octets(value)) for name, value in (request.headers or {}).items()]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": url.path,
        "raw_path": url.path.encode("ascii"),
        "query_string": url.query.encode("ascii"),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": (url.hostname, url.port),
        CONNECTION_OF_REQUEST: connection,
    }


def _octets(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("latin-1")


def _body(request: requests.PreparedRequest) -> bytes:
    body = request.body or b""
    return body.encode("utf-8") if isinstance(body, str) else bytes(body)


def _read_timeout(timeout: Any) -> float:
    """Seconds of the time-out that requests was given: one number, two, or urllib3's own."""
    if isinstance(timeout, tuple):
        timeout = timeout[1]
    if isinstance(timeout, urllib3.Timeout):
        timeout = timeout.read_timeout
    if not isinstance(timeout, (int, float)):
        raise TypeError(f"The collection sends a request without a time-out for its answer: {timeout!r}")
    return float(timeout)


def _response(request: requests.PreparedRequest, answer: HttpAnswer) -> requests.Response:
    headers = CaseInsensitiveDict(answer.headers)
    headers["Content-Length"] = str(len(answer.body) if answer.promised_length is None else answer.promised_length)
    raw = urllib3.HTTPResponse(
        body=io.BytesIO(answer.body),
        headers=dict(headers.items()),
        status=answer.status,
        preload_content=False,
        decode_content=False,
        request_method=request.method,
    )
    response: requests.Response = HTTPAdapter().build_response(request, raw)
    return response


# As requests raises them: its own error around that of urllib3 around that of the system.


def _refuse(request: requests.PreparedRequest) -> NoReturn:
    try:
        raise ConnectionRefusedError(111, "Connection refused")
    except ConnectionRefusedError as refused:
        told = NewConnectionError(None, "Failed to establish a new connection")  # type: ignore[arg-type]
        told.__cause__ = refused
        raise requests.ConnectionError(MaxRetryError(None, str(request.url), told), request=request) from told  # type: ignore[arg-type]


def _raise_timeout(request: requests.PreparedRequest) -> NoReturn:
    told = ReadTimeoutError(None, str(request.url), "Read timed out.")  # type: ignore[arg-type]
    raise requests.ReadTimeout(told, request=request) from told


def _raise_reset(request: requests.PreparedRequest) -> NoReturn:
    reset = ConnectionResetError(104, "Connection reset by peer")
    told = ProtocolError("Connection aborted.", reset)
    raise requests.ConnectionError(told, request=request) from told
