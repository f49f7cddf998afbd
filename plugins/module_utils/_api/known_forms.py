# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers in the one form that the rest of the collection knows, where a server may give the same in another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .assumptions import administrator_as_read, time_zone_as_read, user_as_read

#: How a row of a list is understood, and one object.
_ROWS: Mapping[str, Callable[[Any], Any]] = {
    "GetTimeZones": time_zone_as_read,
    "GetSystemAdministrators": administrator_as_read,
}
_OBJECTS: Mapping[str, Callable[[Any], Any]] = {"GetUserInfo": user_as_read}


def in_known_form(function: str, answer: Any) -> Any:
    """The answer of a reading function in the form of `assumptions.py`."""
    if function in _OBJECTS:
        return _OBJECTS[function](answer)
    if function not in _ROWS or not isinstance(answer, list):
        return answer
    return [_ROWS[function](row) for row in answer]
