# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Versions of the server that the simulator can be."""

from __future__ import annotations

import functools

from . import assumptions

FULL_VERSIONS = assumptions.FULL_VERSIONS
SUPPORTED_VERSIONS = tuple(FULL_VERSIONS)
NEWEST_VERSION = SUPPORTED_VERSIONS[-1]


def reaches(version: str, since: str) -> bool:
    """Whether a version is that one or newer."""
    return _key(version) >= _key(since)


@functools.cache
def _key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
