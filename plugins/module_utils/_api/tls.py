# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS as this room wants it: version 1.2 or newer, verified or pinned before a single byte of a request goes out."""

from __future__ import annotations

import hmac
import math
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .errors import InputError
from .fingerprint import fingerprint_like
from .parallel import MOST_PARALLEL
from .requests_library import DEFAULT_CA_BUNDLE_PATH, HTTPAdapter, HTTPSConnection, HTTPSConnectionPool
from .settings import ConnectionSettings


class FingerprintMismatch(Exception):
    """The certificate is not the pinned one; the connection was closed before anything was sent."""

    def __init__(self, expected: bytes, presented: bytes) -> None:
        super().__init__("The certificate is not the pinned one.")
        self.expected = expected
        self.presented = presented


class Exchange(threading.local):
    """How far the request of this thread has come.

    connected: the server's port has taken the connection. begun: the first byte of the request has left. seconds: how
    long the whole answer may take from then on, until the point in time `deadline`. The answer of a proxy before
    that may take as long.
    """

    connected = False
    begun = False
    seconds = math.inf
    deadline = math.inf

    def start(self, seconds: float) -> None:
        self.connected = self.begun = False
        self.seconds, self.deadline = seconds, time.monotonic() + seconds

    def depart(self) -> None:
        if not self.begun:
            self.begun = True
            self.deadline = time.monotonic() + self.seconds


exchange = Exchange()


#: Setting the time-out of a socket costs a system call: not worth it for the first look, which has nearly all the time.
_EXACTNESS = 0.9


@contextmanager
def _in_time(connection: socket.socket) -> Iterator[None]:
    """A look at the socket that takes no longer than what remains for the whole answer.

    A time-out of a socket counts from its last byte: whoever sends one now and then would never meet it.
    """
    remaining = exchange.deadline - time.monotonic()
    if remaining <= 0:
        raise socket.timeout("the answer is not complete in time")
    usual = connection.gettimeout()
    if usual is not None and usual * _EXACTNESS <= remaining:
        yield
        return
    connection.settimeout(None if math.isinf(remaining) else remaining)
    try:
        yield
    finally:
        connection.settimeout(usual)


class _WatchedSocket(ssl.SSLSocket):
    """Notes the first byte: from then on nobody knows what the server did with a request."""

    def send(self, data: Any, flags: int = 0) -> int:
        exchange.depart()
        return super().send(data, flags)

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        with _in_time(self):
            return super().recv_into(buffer, nbytes, flags)


class _SocketOfProxy(socket.socket):
    """The connection to a proxy for as long as it is not yet one to the server."""

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        with _in_time(self):
            return super().recv_into(buffer, nbytes, flags)


# A server closes idle connections when it likes, and a write that meets such a moment is a lost answer.
IDLE_LIMIT = 4.0


class _Connection(HTTPSConnection):
    """Knows since when it is idle."""

    idle_since = math.inf


class _Connections(HTTPSConnectionPool):
    """Those to the server. One that was idle for long is not used again."""

    ConnectionCls = _Connection

    def _get_conn(self, timeout: float | None = None) -> Any:
        connection: Any = super()._get_conn(timeout)
        if time.monotonic() - connection.idle_since > IDLE_LIMIT:
            connection.close()
        return connection

    def _put_conn(self, conn: Any) -> None:
        if conn is not None:
            conn.idle_since = time.monotonic()
        super()._put_conn(conn)


class _ConnectionThroughProxy(_Connection):
    def _new_conn(self) -> socket.socket:
        plain = super()._new_conn()
        timeout = plain.gettimeout()
        watched = _SocketOfProxy(plain.family, plain.type, plain.proto, fileno=plain.detach())
        watched.settimeout(timeout)
        return watched


class _ConnectionsThroughProxy(_Connections):
    ConnectionCls = _ConnectionThroughProxy


class PinningContext(ssl.SSLContext):
    """Compares the certificate right after the handshake: a wrong server learns nothing, not even a user name."""

    host: str = ""
    fingerprint: bytes | None = None
    sslsocket_class = _WatchedSocket

    def wrap_socket(self, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        """Raises FingerprintMismatch."""
        exchange.connected = True
        # urllib3 1.26 leaves the name out when it is an IP address, and then nothing could be checked.
        kwargs["server_hostname"] = kwargs.get("server_hostname") or self.host
        wrapped = super().wrap_socket(*args, **kwargs)
        if self.fingerprint is None:
            return wrapped
        presented = fingerprint_like(self.fingerprint, wrapped.getpeercert(binary_form=True) or b"")
        if not hmac.compare_digest(presented, self.fingerprint):
            wrapped.close()
            raise FingerprintMismatch(self.fingerprint, presented)
        return wrapped


def make_context(settings: ConnectionSettings) -> PinningContext:
    """A context that trusts what the settings name. Raises InputError for a ca_path without certificates."""
    context = PinningContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.host = settings.host
    context.fingerprint = settings.pinned_fingerprint
    if settings.pinned_fingerprint is not None or not settings.validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif settings.ca_path:
        _trust(context, settings.ca_path)
    else:
        # A company's CA is usually in the machine's store only, and a small container has no such store.
        context.load_default_certs()
        with suppress(OSError):
            context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


def _trust(context: ssl.SSLContext, ca_path: str) -> None:
    """requests would do the same later, where a file that is no good looks like a server without TLS."""
    try:
        if Path(ca_path).is_dir():
            context.load_verify_locations(capath=ca_path)
        else:
            context.load_verify_locations(cafile=ca_path)
    except OSError:
        raise InputError(
            f"spe_ca_path {ca_path} cannot be read as CA certificates: give a file in PEM format, which begins with"
            " -----BEGIN CERTIFICATE-----, or a directory of such files."
        ) from None


class TlsAdapter(HTTPAdapter):
    """requests' adapter with our context, with and without a proxy."""

    def __init__(self, settings: ConnectionSettings) -> None:
        pin = settings.pinned_fingerprint
        context = make_context(settings)
        # The context has the last word on the pin; told about it, urllib3 does not warn of an unverified request.
        self._pool_arguments: dict[str, Any] = {
            "ssl_context": context,
            "cert_reqs": context.verify_mode,
            "assert_fingerprint": pin.hex() if pin else None,
            # urllib3 leaves Nagle's algorithm on behind a proxy: that costs 40 ms for each request with a body.
            "socket_options": [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
        }
        # With less, the connections of the other threads would be closed after each answer.
        super().__init__(pool_maxsize=MOST_PARALLEL)

    def connections(self, url: str, proxy: str | None) -> Any:
        """Those to the server of this URL, made when they are needed."""
        manager = self.proxy_manager_for(proxy, **self._pool_arguments) if proxy else self.poolmanager
        kind = _ConnectionsThroughProxy if proxy else _Connections
        manager.pool_classes_by_scheme = {"https": kind}
        return manager.connection_from_url(url)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, **kwargs, **self._pool_arguments)
