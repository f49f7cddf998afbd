# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network between the collection and the simulator: none. Requests become calls, and troubles become what urllib3
raises for them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import urllib3
from urllib3.exceptions import NewConnectionError, ProtocolError, ReadTimeoutError

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


class Connections:
    """Takes the place of the connections that urllib3 keeps, and hands each request to an ASGI application in this process.

    `meet` is asked for the trouble of each request, by its path, before it goes out. `depart` is called when the request
    has begun to leave.
    """

    def __init__(
        self, application: Application, clock: Clock, meet: Callable[[str], Trouble], depart: Callable[[], None]
    ) -> None:
        self._application = application
        self._clock = clock
        self._meet = meet
        self._depart = depart

    def request(
        self, method: str, path: str, *, body: bytes, headers: Mapping[str, str], timeout: urllib3.Timeout, **_more: Any
    ) -> urllib3.HTTPResponse:
        trouble = self._meet(path)
        if trouble.refused:
            _refuse()
        self._depart()
        if trouble.silent:
            self._clock.sleep(_read_timeout(timeout))
            _raise_timeout(path)
        answer, connection = HttpAnswer(), _Connection()
        exchange = self._exchange(_scope(method, path, headers, connection), body, answer)
        if not self._clock.work_on(exchange, _read_timeout(timeout)):
            _raise_timeout(path)
        if connection.is_reset:
            _raise_reset()
        if trouble.alter is not None:
            trouble.alter(answer)
        return _response(method, answer)

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


def _scope(method: str, path: str, headers: Mapping[str, str], connection: _Connection) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode("ascii"),
        "query_string": b"",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("simulator", 8474),
        CONNECTION_OF_REQUEST: connection,
    }


def _read_timeout(timeout: urllib3.Timeout) -> float:
    seconds = timeout.read_timeout
    if not isinstance(seconds, (int, float)):
        raise TypeError(f"The collection sends a request without a time-out for its answer: {timeout!r}")
    return float(seconds)


def _response(method: str, answer: HttpAnswer) -> urllib3.HTTPResponse:
    headers = dict(answer.headers)
    headers["content-length"] = str(len(answer.body) if answer.promised_length is None else answer.promised_length)
    return urllib3.HTTPResponse(
        body=io.BytesIO(answer.body),
        headers=headers,
        status=answer.status,
        preload_content=False,
        decode_content=False,
        request_method=method,
    )


# As urllib3 raises them: its own error around that of the system.


def _refuse() -> NoReturn:
    try:
        raise ConnectionRefusedError(111, "Connection refused")
    except ConnectionRefusedError as refused:
        raise NewConnectionError(None, "Failed to establish a new connection") from refused  # type: ignore[arg-type]  # there is no pool


def _raise_timeout(path: str) -> NoReturn:
    raise ReadTimeoutError(None, path, "Read timed out.")  # type: ignore[arg-type]  # there is no pool


def _raise_reset() -> NoReturn:
    reset = ConnectionResetError(104, "Connection reset by peer")
    raise ProtocolError("Connection aborted.", reset) from reset
