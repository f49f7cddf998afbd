# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kept-alive connection: sends one request, repeats what may be repeated, and says what became of it."""

from __future__ import annotations

import base64
import dataclasses
import os
import random
import ssl
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import AnswerLost, CertificateRefused, InputError, NotReached
from .failure import cause_of, not_reached
from .fingerprint import show_fingerprint
from .requests_library import CaseInsensitiveDict, requests
from .settings import ConnectionSettings
from .tls import FingerprintMismatch, TlsAdapter, authorities, departure

FIRST_PAUSE = 0.2
# A server closes idle connections when it likes, and a write that meets such a moment is a lost answer.
IDLE_LIMIT = 4.0


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    content: bytes


class Session:
    """One server and one administrator. Safe for threads."""

    def __init__(self, settings: ConnectionSettings) -> None:
        self.settings = settings
        # Belongs to the server behind the connection, so it is kept with it.
        self.metadata: Mapping[str, Any] | None = None
        self.server_version: str | None = None
        self._base_url = _prepared_url(settings.base_url)
        self._headers = _headers(settings)
        self._verify = authorities(settings)
        self._requests = _requests_session(settings)
        self._last_used = time.monotonic()

    def post(self, path: str, body: bytes, *, function: str, repeatable: bool, patience: float = 0) -> Reply:
        """Send a request to C(/api/<path>).

        patience: seconds that the server may take longer than usual, because it was asked to wait itself.
        Raises NotReached, CertificateRefused, and AnswerLost: a request that is not repeatable is never sent twice.
        """
        for pause in _pauses(self.settings.retries):
            try:
                reply = self._post_once(path, body, function, repeatable, patience)
            except CertificateRefused:
                raise
            except (NotReached, AnswerLost) as error:
                may_repeat = repeatable or isinstance(error, NotReached)
                if pause is None or not may_repeat:
                    raise
            else:
                if pause is None or not repeatable or reply.status < 500:
                    return reply
            time.sleep(pause)
        raise AssertionError("the last pause is None")

    def _post_once(self, path: str, body: bytes, function: str, repeatable: bool, patience: float) -> Reply:
        if not repeatable:
            self._renew_if_idle()
        departure.begun = False
        try:
            response = self._requests.send(
                self._request(path, body),
                verify=self._verify,
                proxies=self._requests.proxies,
                timeout=(self.settings.timeout, self.settings.timeout + patience),
                allow_redirects=False,
            )
        except FingerprintMismatch as error:
            raise self._wrong_fingerprint(error, function) from None
        except (requests.RequestException, OSError, ValueError) as error:
            raise self._failure(error, function) from None
        finally:
            self._last_used = time.monotonic()
        if len(response.content) < int(response.headers.get("Content-Length", 0)):
            raise self._answer_lost(function)
        return Reply(response.status_code, response.content)

    def _request(self, path: str, body: bytes) -> Any:
        # Prepared by hand: what requests works out anew for each request is the same for all of ours.
        request = requests.PreparedRequest()
        request.method = "POST"
        request.url = f"{self._base_url}api/{path}"
        request.headers = CaseInsensitiveDict(self._headers)
        # observed: without Content-Length, also for an empty body, the server answers 411.
        request.headers["Content-Length"] = str(len(body))
        request.body = body
        return request

    def _renew_if_idle(self) -> None:
        if time.monotonic() - self._last_used > IDLE_LIMIT:
            self._requests.close()

    def _failure(self, error: Exception, function: str) -> NotReached | AnswerLost:
        untrusted = cause_of(error, ssl.SSLCertVerificationError)
        if untrusted:
            return self._untrusted(untrusted, function)
        if departure.begun:
            return self._answer_lost(function)
        return not_reached(error, self.settings, function)

    def _answer_lost(self, function: str) -> AnswerLost:
        return AnswerLost(
            f"The connection to {self.settings.base_url} broke, or was silent for too long (spe_timeout), before the "
            f"answer to {function} was there: whether the server carried it out is not known.",
            function=function,
        )

    def _wrong_fingerprint(self, error: FingerprintMismatch, function: str) -> CertificateRefused:
        expected = self.settings.pinned_fingerprint
        assert expected is not None
        return CertificateRefused(
            f"The certificate of {self.settings.base_url} is not the expected one: expected "
            f"{show_fingerprint(expected)}, presented {show_fingerprint(error.presented)}; nothing was sent, correct "
            "spe_certificate_fingerprint only after you have checked why it changed.",
            function=function,
        )

    def _untrusted(self, error: ssl.SSLCertVerificationError, function: str) -> CertificateRefused:
        presented = presented_fingerprint(self.settings)
        shown = f" and presents {show_fingerprint(presented)}" if presented else ""
        return CertificateRefused(
            f"The certificate of {self.settings.base_url} is not trusted ({error.verify_message}){shown}: set "
            "spe_ca_path to the certificate of its CA, or spe_certificate_fingerprint to its checked fingerprint.",
            function=function,
        )


def presented_fingerprint(settings: ConnectionSettings) -> bytes | None:
    """The SHA-256 fingerprint of the server's certificate, found without sending anything.

    It pins a fingerprint that no certificate has: the refusal tells the real one.
    """
    impossible = dataclasses.replace(settings, certificate_fingerprint="00" * 32)
    with _requests_session(impossible) as probe:
        try:
            probe.post(settings.base_url, proxies=probe.proxies, verify=False, timeout=settings.timeout)
        except FingerprintMismatch as error:
            return error.presented
        except (requests.RequestException, OSError):
            return None
    return None


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


def _requests_session(settings: ConnectionSettings) -> Any:
    session = requests.Session()
    # No netrc, no proxy variables: looked up for each request, they cost more than the request itself.
    session.trust_env = False
    session.proxies = {"https": settings.proxy} if settings.proxy else {}
    session.mount("https://", TlsAdapter(settings))
    if not settings.validate_certs:
        # The playbook said so; a warning for each request would tell nothing new.
        warnings.filterwarnings("ignore", message="Unverified HTTPS request")
    return session


def _prepared_url(url: str) -> str:
    request = requests.PreparedRequest()
    try:
        request.prepare_url(url, None)
    except requests.RequestException:
        raise InputError("spe_url is not a valid URL: give one such as https://host:8474.") from None
    return str(request.url)


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


def _pauses(retries: int) -> Iterator[float | None]:
    """Seconds to wait after each failure; None after the last."""
    for attempt in range(retries):
        yield FIRST_PAUSE * 2**attempt * random.uniform(1, 1.25)  # noqa: S311  spreads clients, protects nothing
    yield None
