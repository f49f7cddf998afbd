# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A rule is its name, what it looks for in words, and a function that yields findings.

The function decides by fields alone, never by the English text of a server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .finding import Finding
from .subjects import Server, Tenant


@dataclass(frozen=True)
class TenantRule:
    """A rule about one tenant. `title` is what pages call its findings."""

    name: str
    title: str
    judge: Callable[[Tenant], Iterator[Finding]]


@dataclass(frozen=True)
class ServerRule:
    """A rule about the server itself."""

    name: str
    title: str
    judge: Callable[[Server], Iterator[Finding]]
