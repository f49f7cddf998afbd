# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers in the form that the rest of the collection knows, where a server may give the same in another one (unknown)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def in_known_form(function: str, answer: Any) -> Any:
    """The answer of a reading function in the form that was observed, documented, or assumed."""
    of_row = _ROWS.get(function)
    if of_row is None or not isinstance(answer, list):
        return answer
    return [of_row(row) for row in answer]


def _time_zone(row: Any) -> Any:
    """A row of GetTimeZones: documented is its id; a bare text is one, too."""
    return {"id": row} if isinstance(row, str) else _with_key("id", "id", row)


def _administrator(row: Any) -> Any:
    """A row of GetSystemAdministrators: the key that says whether multi-factor authentication is on is inferred."""
    return _with_key("mfaStatus", "mfa", row)


def _with_key(key: str, beginning: str, row: Any) -> Any:
    """The row with the known key in the place of the one that begins like it, in any letters."""
    if not isinstance(row, Mapping) or key in row:
        return row
    return {key if name.casefold().startswith(beginning) else name: value for name, value in row.items()}


_ROWS: Mapping[str, Callable[[Any], Any]] = {"GetTimeZones": _time_zone, "GetSystemAdministrators": _administrator}
