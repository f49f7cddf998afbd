# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's arguments as a module would get them: as plain JSON types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from .omitted import is_omitted


def _as_text(value: date) -> str:
    return value.isoformat()


def untag(value: Any, dates: Callable[[date], Any] = _as_text) -> Any:
    """A copy without what only the controller knows: vaulted, unsafe and tagged texts, lazy containers, dates.

    `dates` is what becomes of a date.
    """
    if isinstance(value, str):
        # str() of a tagged text keeps the tag.
        return str.__str__(value)
    if isinstance(value, Mapping):
        return {_key(key): untag(member, dates) for key, member in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [untag(member, dates) for member in value]
    return _untagged_scalar(value, dates)


def plain(value: Any) -> Any:
    """The same of what a filter gets, without what `omit` leaves out; a date stays one, so that it can be refused."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Mapping):
        return {_key(key): plain(member) for key, member in value.items() if not is_omitted(member)}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(member) for member in value if not is_omitted(member)]
    return _untagged_scalar(value, lambda day: day)


def _untagged_scalar(value: Any, dates: Callable[[date], Any]) -> Any:
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, date):
        return dates(value)
    # A vaulted text is no str up to ansible-core 2.18.
    return str(value)


def _key(key: Any) -> str:
    """The key as JSON writes it."""
    if isinstance(key, str):
        return str.__str__(key)
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return str(key)
