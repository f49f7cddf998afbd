# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""requests, set up to do what the settings say and nothing else."""

from __future__ import annotations

import dataclasses
import warnings
from typing import Any

from .requests_library import REQUEST_FAILURES, RequestsSession
from .settings import ConnectionSettings
from .tls import FingerprintMismatch, TlsAdapter, exchange


class Transport(RequestsSession):
    """Requests go to the server or through the proxy of the settings; redirects go nowhere."""

    def __init__(self, settings: ConnectionSettings) -> None:
        super().__init__()
        # No netrc, no proxy variables: looked up for each request, they cost more than the request itself.
        self.trust_env = False
        self.proxies = {"https": settings.proxy} if settings.proxy else {}
        self.mount("https://", TlsAdapter(settings))
        if not settings.validate_certs:
            # The playbook said so; a warning for each request would tell nothing new.
            warnings.filterwarnings("ignore", message="Unverified HTTPS request")

    def get_redirect_target(self, resp: Any) -> None:
        """A redirect is an answer like any other: not even its target is looked at."""
        return


def presented_fingerprint(settings: ConnectionSettings) -> bytes | None:
    """The SHA-256 fingerprint of the server's certificate, found without sending anything; None when it does not come.

    It pins a fingerprint that no certificate has: the refusal tells the real one.
    """
    impossible = dataclasses.replace(settings, certificate_fingerprint="00" * 32)
    exchange.start(settings.timeout)
    with Transport(impossible) as probe:
        try:
            probe.post(settings.base_url, proxies=probe.proxies, verify=False, timeout=settings.timeout)
        except FingerprintMismatch as error:
            return error.presented
        except REQUEST_FAILURES:
            return None
    return None
