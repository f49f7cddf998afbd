# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a request failed, told in one sentence: by the types of what was raised, never by its text."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import TypeVar

from .errors import NotReached
from .settings import ConnectionSettings

_E = TypeVar("_E", bound=BaseException)


def cause_of(error: BaseException, kind: type[_E]) -> _E | None:
    """The first error of this kind among the error and what led to it."""
    return next((cause for cause in _causes(error) if isinstance(cause, kind)), None)


def not_reached(error: BaseException, settings: ConnectionSettings, function: str) -> NotReached:
    """The request never went out."""
    return NotReached(_why_not_reached(error, settings), function=function)


def _why_not_reached(error: BaseException, settings: ConnectionSettings) -> str:
    url = settings.base_url
    if settings.proxy and not cause_of(error, ssl.SSLError):
        return (
            f"The proxy {settings.proxy_address} gave no way to {url}: check spe_proxy, its credentials, "
            "and that the server runs."
        )
    if cause_of(error, socket.gaierror):
        return f"The host name of {url} could not be resolved: check spe_url."
    if cause_of(error, ConnectionRefusedError):
        return (
            f"{url} refuses connections: check host and port of spe_url, and that the Management Server service runs."
        )
    if cause_of(error, ssl.SSLError):
        return f"No TLS connection with {url} came about: the server must speak TLS 1.2 or newer on this port."
    if cause_of(error, ConnectionError):
        return f"{url} closed the connection before a request was sent: check host and port of spe_url."
    return (
        f"{url} could not be reached within {settings.timeout:g} seconds: check spe_url, the network and firewalls, "
        "or raise spe_timeout."
    )


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
