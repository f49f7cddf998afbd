# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An HTTPS server that misbehaves as a test tells it to: for what a well-behaved server never does.

Each request takes the next behaviour of the script; when none is left, it succeeds with result null.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Request:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def form(self) -> dict[str, str]:
        pairs = parse_qs(self.body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(self.body))
        return {name: values[0] for name, values in pairs.items()}


class EndOfConnection(Exception):
    """The behaviour wants no further request on this connection."""


Behaviour = Callable[[Request, ssl.SSLSocket], None]


def answer(
    body: bytes,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    content_length: int | None = None,
) -> Behaviour:
    """Any HTTP answer. content_length: what to claim instead of the truth."""

    def behave(_request: Request, connection: ssl.SSLSocket) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        lines.append(f"Content-Length: {len(body) if content_length is None else content_length}")
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        if content_length is not None:
            raise EndOfConnection

    return behave


def envelope(status_code: str = "succeeded", *, result: Any = None, bom: bool = True, **keys: Any) -> bytes:
    """The eight keys in their order."""
    whole = {
        "error": None,
        "token": None,
        "statusVersion": 2,
        "statusCode": status_code,
        "percentProgress": None,
        "statusText": None,
        "result": result,
        "logOutput": None,
    }
    text = json.dumps({**whole, **keys}, indent=2, ensure_ascii=False)
    return (BOM if bom else b"") + text.encode("utf-8")


def succeeds(result: Any = None, **keys: Any) -> Behaviour:
    return answer(envelope(result=result, **keys))


def fails(message: str) -> Behaviour:
    return answer(envelope("failed", error={"message": message, "details": "at X()\r\nat Y()"}))


def runs(version: int, *, percent: int | None = None, text: str | None = None, token: str = "t-1") -> Behaviour:
    return answer(
        envelope("running", token=token, statusVersion=version, percentProgress=percent, statusText=text),
    )


def reset(_request: Request, connection: ssl.SSLSocket) -> None:
    """The request came in, and the connection is reset without a word."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise EndOfConnection


def close(_request: Request, _connection: ssl.SSLSocket) -> None:
    """The request came in, and the connection is closed without a word."""
    raise EndOfConnection


def and_close(behaviour: Behaviour) -> Behaviour:
    """Answers, and closes the kept-alive connection without having said so."""

    def behave(request: Request, connection: ssl.SSLSocket) -> None:
        behaviour(request, connection)
        raise EndOfConnection

    return behave


def meeting(others: threading.Barrier, behaviour: Behaviour) -> Behaviour:
    """Waits until as many requests are under way as the barrier has places."""

    def behave(request: Request, connection: ssl.SSLSocket) -> None:
        others.wait()
        behaviour(request, connection)

    return behave


def after(seconds: float, behaviour: Behaviour) -> Behaviour:
    def behave(request: Request, connection: ssl.SSLSocket) -> None:
        time.sleep(seconds)
        behaviour(request, connection)

    return behave


@dataclass
class ScriptedServer:
    """Listens on a free port of 127.0.0.1 for as long as the with block lasts."""

    context: ssl.SSLContext
    script: deque[Behaviour] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    handshakes_failed: int = 0
    # Everything that came in decrypted, whether or not it was a request.
    received: bytes = b""

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def functions(self) -> list[str]:
        """The last part of each request's path, in order."""
        return [request.path.rsplit("/", 1)[-1] for request in self.requests]

    def then(self, *behaviours: Behaviour) -> None:
        """Add to the script."""
        self.script.extend(behaviours)

    def __enter__(self) -> ScriptedServer:
        self._start(self._listen)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Only shutdown wakes the threads; a socket closed under a waiting thread would hand its number to the next.
        self.stop_listening()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)
        self._listener.close()

    def stop_listening(self) -> None:
        """New connections are refused from now on."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)

    def _start(self, work: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while True:
            try:
                plain, _address = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, plain, self.connections)

    def _serve(self, plain: socket.socket, number: int) -> None:
        try:
            connection = self.context.wrap_socket(plain, server_side=True)
        except OSError:
            self.handshakes_failed += 1
            plain.close()
            return
        self._open.append(connection)
        try:
            while True:
                self._serve_request(connection, number)
        except (EndOfConnection, OSError):
            pass
        finally:
            connection.close()

    def _serve_request(self, connection: ssl.SSLSocket, number: int) -> None:
        head, _separator, body = self._read(connection, b"").partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        length = int(headers.get("content-length", 0))
        while len(body) < length:
            body += self._receive(connection)
        request = Request(first.split(" ")[1], headers, body, number)
        self.requests.append(request)
        behaviour = self.script.popleft() if self.script else succeeds()
        behaviour(request, connection)

    def _read(self, connection: ssl.SSLSocket, data: bytes) -> bytes:
        while b"\r\n\r\n" not in data:
            data += self._receive(connection)
        return data

    def _receive(self, connection: ssl.SSLSocket) -> bytes:
        data = connection.recv(65536)
        if not data:
            raise EndOfConnection
        self.received += data
        return data
