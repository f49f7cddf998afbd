# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Points in time and lengths of time, as rows and playbooks write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

#: Up to this age a time is shown with its hour.
_RECENT = timedelta(days=2)


def moment(value: Any) -> datetime | None:
    """The point in time of a row, in UTC; None for what is none, and for the times before all that a server writes."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    text = text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text
    # Fractions have any number of digits, and Python before 3.11 reads three or six.
    text = re.sub(r"\.\d+", "", text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=timezone.utc)
    return found.astimezone(timezone.utc) if found.year > 1970 else None


def written(at: datetime) -> str:
    """The point in time as results have it."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_words(at: datetime, now: datetime) -> str:
    """The point in time as sentences have it: the date, and of recent ones the time, too."""
    return at.strftime("%Y-%m-%d %H:%M UTC") if abs(now - at) < _RECENT else at.strftime("%Y-%m-%d")


def length_in_words(value: timedelta) -> str:
    hours = int(value.total_seconds() // 3600)
    if hours and hours % 24 == 0:
        return counted(hours // 24, "day")
    return counted(hours, "hour") if hours else counted(int(value.total_seconds() // 60), "minute")


def counted(number: int, word: str) -> str:
    """Such as `1 day` and `3 days`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def end_of(value: Any) -> datetime | None:
    """The end of a period: of a date the end of that day, of a point in time itself, both in UTC."""
    text = str(value).strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return moment(text)
    start = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
    return start + timedelta(days=1) if day < date.max else start
