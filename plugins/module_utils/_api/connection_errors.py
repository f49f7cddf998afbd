# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a request failed, in one sentence: by the types of what was raised, never by its text."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, Union

from .errors import AnswerLost, AnswerTooLarge, CertificateRefused, NotReached
from .fingerprint import show_fingerprint
from .requests_library import TIME_OUTS
from .settings import ConnectionSettings
from .tls import FingerprintMismatch
from .transport import presented_fingerprint

_E = TypeVar("_E", bound=BaseException)

Failure = Union[NotReached, AnswerLost]

# X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL
_WRONG_HOST = frozenset({62, 64})
# X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED
_WRONG_TIME = frozenset({9, 10})


def connection_error_of(
    error: Exception, settings: ConnectionSettings, function: str, *, connected: bool, departed: bool
) -> Failure:
    """What the caller gets.

    connected: whether the port of the server took the connection. departed: whether the request had begun to leave.
    """
    if isinstance(error, FingerprintMismatch):
        return CertificateRefused(_wrong_fingerprint(error, settings), function=function)
    untrusted = _cause(error, ssl.SSLCertVerificationError)
    if untrusted:
        return CertificateRefused(_untrusted(untrusted, settings), function=function)
    if departed:
        return _too_late(settings, function) if _took_too_long(error) else answer_cut(settings, function)
    return NotReached(_not_reached(error, settings, connected=connected), function=function)


def answer_cut(settings: ConnectionSettings, function: str) -> AnswerLost:
    """The request went out, and the connection broke before the whole answer was there."""
    return AnswerLost(
        f"The connection to {settings.base_url} broke before the answer to {function} was complete: it is not known"
        " whether the server executed it.",
        function=function,
    )


def answer_too_large(limit: int, function: str) -> AnswerTooLarge:
    return AnswerTooLarge(
        f"The answer to {function} has more than {limit // 1024 // 1024} MiB, so the task stopped reading it: request"
        " less, such as a shorter time range, and check host and port of spe_url (8474 is usual).",
        function=function,
    )


def _too_late(settings: ConnectionSettings, function: str) -> AnswerLost:
    return AnswerLost(
        f"{settings.base_url} did not answer {function} completely within spe_timeout ({settings.timeout:g} seconds):"
        " it is not known whether the server executed it.",
        may_still_run=True,
        function=function,
    )


def _wrong_fingerprint(error: FingerprintMismatch, settings: ConnectionSettings) -> str:
    return (
        f"The certificate of {settings.base_url} is not the expected one: expected"
        f" {show_fingerprint(error.expected)}, presented {show_fingerprint(error.presented)}; nothing was sent. Change"
        " spe_certificate_fingerprint only if you know why it changed."
    )


def _untrusted(error: ssl.SSLCertVerificationError, settings: ConnectionSettings) -> str:
    presented = presented_fingerprint(settings)
    shown = f" and presents {show_fingerprint(presented)}" if presented else ""
    return (
        f"The certificate of {settings.base_url} is not trusted ({error.verify_message.rstrip('.')}){shown}:"
        f" {_way_to_trust(error.verify_code, settings)}, or check its fingerprint and set spe_certificate_fingerprint."
    )


def _way_to_trust(verify_code: int, settings: ConnectionSettings) -> str:
    if verify_code in _WRONG_HOST:
        return "use the host name of the certificate in spe_url"
    if verify_code in _WRONG_TIME:
        return "renew it on the server, or correct the clock where the task runs"
    if Path(settings.ca_path or "").is_file() or not settings.ca_path:
        return "set spe_ca_path to the certificate of its CA"
    return "put the certificate of its CA into the directory spe_ca_path, and run openssl rehash there"


def _not_reached(error: Exception, settings: ConnectionSettings, *, connected: bool) -> str:
    url = settings.base_url
    if connected:
        silent = f" (no answer within {settings.timeout:g} seconds)" if _took_too_long(error) else ""
        return (
            f"The TLS handshake with {url} failed{silent}: a server accepts connections there, but it must support"
            " TLS 1.2 or newer; check the port of spe_url (8474 is usual)."
        )
    if settings.proxy:
        return (
            f"Could not connect to {url} through the proxy {settings.proxy_address}: check spe_proxy, its"
            " credentials, and that the server is running."
        )
    sentences: tuple[tuple[type[Exception], str], ...] = (
        (socket.gaierror, f"The host name of {url} could not be resolved: check spe_url."),
        (
            ConnectionRefusedError,
            f"{url} refuses connections: check host and port of spe_url, and that the Management Server is running.",
        ),
        (
            socket.timeout,
            f"{url} could not be reached within {settings.timeout:g} seconds: check spe_url or raise spe_timeout.",
        ),
    )
    unknown = f"{url} could not be reached ({_reason(error)}): check spe_url, the network and firewalls."
    return next((sentence for kind, sentence in sentences if _cause(error, kind)), unknown)


def _reason(error: Exception) -> str:
    reasons = (cause.strerror for cause in _causes(error) if isinstance(cause, OSError) and cause.strerror)
    return next(reasons, type(error).__name__)


def _took_too_long(error: Exception) -> bool:
    return any(isinstance(cause, TIME_OUTS) for cause in _causes(error))


def _cause(error: BaseException, kind: type[_E]) -> _E | None:
    """The first error of this kind among the error and what led to it."""
    return next((cause for cause in _causes(error) if isinstance(cause, kind)), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
