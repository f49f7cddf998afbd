# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request of the Management API: what the other files need to know of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HttpRequest:
    """The request that calls a function.

    only_reads: it may be repeated. secrets: what the words of the server's answer must not repeat. is_followed: the
    server has accepted it and is asked how far it is.
    """

    function: str
    body: bytes
    only_reads: bool
    secrets: frozenset[str]
    is_followed: bool = False
