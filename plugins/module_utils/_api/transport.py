# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""requests, configured exactly by the settings."""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Mapping
from typing import Any

from .errors import InputError
from .requests_library import REQUEST_FAILURES, Retry, Timeout, requests
from .settings import ConnectionSettings
from .tls import FingerprintMismatch, TlsAdapter, exchange


class Transport:
    """Requests go to the server or through the proxy of the settings, over connections that are kept. Safe for threads.

    The connections of requests are used without its session: what that looks up for each request (netrc, cookies, proxy
    variables, redirects) costs as much as the request itself, and none of it may play a part here. So a redirect is an
    answer like any other.
    """

    def __init__(self, settings: ConnectionSettings) -> None:
        self._timeout = settings.timeout
        self._never_again = Retry(False, redirect=False)
        self._connections = TlsAdapter(settings).connections(_prepared_url(settings.base_url), settings.proxy)
        if not settings.validate_certs:
            # The playbook wants it; a warning for each request would be nothing new.
            warnings.filterwarnings("ignore", message="Unverified HTTPS request")

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str], extra_seconds: float = 0) -> Any:
        """Send a request; the body of the answer is still to be read. extra_seconds: seconds beyond the usual time."""
        # urllib3 takes a request with a body of its own for what it calls urlopen, a name that ansible-test forbids.
        return self._connections.request(
            method,
            path,
            body=body,
            # observed: without Content-Length, also for an empty body, the server answers 411.
            headers={**headers, "Content-Length": str(len(body))},
            retries=self._never_again,
            redirect=False,
            timeout=Timeout(connect=self._timeout, read=self._timeout + extra_seconds),
            preload_content=False,
            decode_content=False,
        )

    def close(self) -> None:
        """Close the connections that are kept."""
        self._connections.close()


def presented_fingerprint(settings: ConnectionSettings) -> bytes | None:
    """The SHA-256 fingerprint of the server's certificate, found without sending anything; None when it does not come.

    It pins a fingerprint that no certificate has: the refusal contains the real one.
    """
    impossible = dataclasses.replace(settings, certificate_fingerprint="00" * 32)
    exchange.start(settings.timeout)
    probe = Transport(impossible)
    try:
        probe.send("POST", "/", b"", {})
    except FingerprintMismatch as error:
        return error.presented
    except REQUEST_FAILURES:
        return None
    finally:
        probe.close()
    return None


def _prepared_url(url: str) -> str:
    request = requests.PreparedRequest()
    try:
        request.prepare_url(url, None)
    except requests.RequestException:
        raise InputError("spe_url is not a valid URL: give one such as https://host:8474.") from None
    return str(request.url)
