# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How large tenants are and were, and what they were at the end of a month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from .past import Past, Size, size_of

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")

#: How old the figure before may be that growth is counted from, beside the time itself.
_TOLERANCE = timedelta(days=10)


@dataclass(frozen=True)
class Month:
    """One calendar month, in UTC."""

    year: int
    number: int

    @staticmethod
    def parse(text: str) -> Month | None:
        found = _MONTH.fullmatch(text.strip())
        return Month(int(found[1]), int(found[2])) if found and int(found[1]) >= 1971 else None

    @staticmethod
    def of(at: datetime) -> Month:
        return Month(at.year, at.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=timezone.utc)

    @property
    def end(self) -> datetime:
        following = Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)
        return following.start

    @property
    def before(self) -> Month:
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)


def sizes_of(row: Mapping[str, Any], past: Past, now: datetime) -> list[Size]:
    """All that is known of one tenant, the oldest first; the last is from now, if it was read."""
    current = size_of(row, now)
    known = [size for size in past.sizes.get(str(row["instance_id"]), []) if size.messages is not None]
    return [*known, current] if current.messages is not None else known


def at_end_of(sizes: Sequence[Size], month: Month) -> Size | None:
    """The last figure of the month; of an earlier one if nothing was read in it, but not one that is much older."""
    end = month.end
    last = next((size for size in reversed(sizes) if size.at < end), None)
    return last if last is not None and last.at >= month.start - _TOLERANCE else None


def growth(sizes: Sequence[Size], days: int) -> int | None:
    """By how many messages a tenant grew in so many days; None if the history does not go back so far."""
    if not sizes:
        return None
    begin = sizes[-1].at - timedelta(days=days)
    before = [size for size in sizes if size.at <= begin and size.at >= begin - _TOLERANCE]
    return int(sizes[-1].messages or 0) - int(before[-1].messages or 0) if before else None


def totals(sizes: Sequence[Sequence[Size]]) -> list[Size]:
    """The messages of all tenants together, at each time at which at least one was read: of the others the last figure."""
    times = sorted({size.at for each in sizes for size in each})
    indexes = [0] * len(sizes)
    points = []
    for at in times:
        total = 0
        for number, each in enumerate(sizes):
            while indexes[number] < len(each) and each[indexes[number]].at <= at:
                indexes[number] += 1
            total += int(each[indexes[number] - 1].messages or 0) if indexes[number] else 0
        points.append(Size(at, total))
    return points
