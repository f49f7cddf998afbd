# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs of profiles and jobs left behind.

The server keeps the results of profiles for PROFILE_RESULT_DAYS and those of jobs for JOB_RESULT_DAYS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from .._api.errors import FunctionFailed, InputError
from .._engine.keys import snake_case
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .assumptions import SHORTEST_WINDOW

#: The Windows ID of the zone in which the collection itself asks (documented: any Windows ID is taken).
UTC_ZONE = "UTC"
#: No time zone is further behind UTC: the collection does not learn what time it is in the server's own.
FURTHEST_BEHIND_UTC = timedelta(hours=12)
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S"

#: Words of a result (observed, and some seen elsewhere). Errors with single messages are normal on a working tenant.
RESULT_WORDS = (
    "succeeded",
    "completed_with_warnings",
    "completed_with_errors",
    "failed",
    "cancelled",
    "disconnected",
    "thread_abort",
)
#: How often a result is looked for when the run has ended: it may be listed a little later.
LOOKS_AFTER_END = 20

BAD_RESULTS = ("failed", "cancelled", "disconnected", "thread_abort")


@dataclass(frozen=True)
class Window:
    """From one point in time to another, without a zone, as the API takes them (observed): no Z, no fraction."""

    start: datetime
    end: datetime

    def halves(self) -> tuple[Window, Window]:
        middle = (self.start + (self.end - self.start) / 2).replace(microsecond=0)
        return Window(self.start, middle), Window(middle, self.end)

    def arguments(self) -> dict[str, str]:
        return {"fromIncluding": self.start.strftime(TIME_FORMAT), "toExcluding": self.end.strftime(TIME_FORMAT)}


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Results:
    """A function that lists results, and how its arguments are spelled: they differ between profiles and jobs."""

    function: str
    zone_argument: str
    id_argument: str
    id_key: str

    def read(
        self,
        snapshot: Snapshot,
        instance_id: str,
        window: Window,
        time_zone: str,
        thing_id: Any = None,
        *,
        may_be_too_long: Callable[[], bool] = _always,
    ) -> list[ApiObject]:
        """All rows of the window, the oldest first; the window is halved for as long as the server refuses it.

        `may_be_too_long` is asked once, after the first refusal: False when the refusal has another reason than the
        length of the window, so that a shorter one would be refused, too. It may raise the error that states the reason.
        Raises FunctionFailed when even a short window is refused, or when its length is not the reason.
        """

        def ask(part: Window) -> list[ApiObject]:
            arguments = {
                "instanceID": instance_id,
                **part.arguments(),
                self.zone_argument: time_zone,
                # Left out when there is none: 0 is refused (observed).
                self.id_argument: thing_id,
            }
            return list(snapshot.read(self.function, arguments) or [])

        rows = _read_in_halves(ask, window, may_be_too_long)
        return sorted(rows, key=lambda row: (row["startTime"], row[self.id_key]))


def _read_in_halves(
    ask: Callable[[Window], list[ApiObject]], window: Window, may_be_too_long: Callable[[], bool]
) -> list[ApiObject]:
    try:
        return ask(window)
    except FunctionFailed:
        if window.end - window.start <= SHORTEST_WINDOW or not may_be_too_long():
            raise
    return [row for half in window.halves() for row in _read_in_halves(ask, half, _always)]


PROFILE_RESULTS = Results("GetWorkerResults", "timeZoneID", "profileID", "id")
JOB_RESULTS = Results("GetJobResults", "timeZoneId", "jobId", "jobResultId")


def window_of(start: str | None, end: str | None, *, days: int, now: datetime, time_zone: str) -> Window:
    """The window that the playbook names; without a start so many days before the end, or before now, which is in UTC.

    Raises InputError for what is not a date and time, and for a window that ends before it begins.
    """
    now = now.replace(tzinfo=None, microsecond=0)
    last = _parsed("until", end) if end else now + timedelta(days=1)
    # Rather too many results than none of those that were meant.
    earliest_now = now if time_zone == UTC_ZONE else now - FURTHEST_BEHIND_UTC
    first = _parsed("since", start) if start else _days_before(last if end else earliest_now, days)
    if first >= last:
        raise InputError(f"since ({first.isoformat()}) is not before until ({last.isoformat()}): swap them.")
    return Window(first, last)


def _days_before(end: datetime, days: int) -> datetime:
    try:
        return end - timedelta(days=days)
    except OverflowError:
        raise InputError(f"days is {days}, which goes back before all dates: use fewer.") from None


def _parsed(option: str, text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{option}: {text!r} is not understood; write it as '2026-12-31' or '2026-12-31T03:30:00'."
        ) from None
    if value.tzinfo is not None:
        raise InputError(f"{option}: {text!r} contains a time zone; leave it out and use time_zone.")
    return value.replace(microsecond=0)


#: The units of a span of time, as in 48h.
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPAN = re.compile(r"(\d{1,6})\s*([mhdw])")


def time_span(text: str) -> timedelta | None:
    """A span of time such as 90m, 48h, 6d or 2w; None for what is none."""
    found = _SPAN.fullmatch(text.strip().lower())
    return int(found[1]) * _UNITS[found[2]] if found else None


def moment_before(option: str, text: str, now: datetime) -> datetime:
    """The moment, in UTC and without a zone, that is as long before now as the text says (48h), or the one that it names.

    Raises InputError for what is neither, and for a moment that is not before now.
    """
    now = now.replace(tzinfo=None, microsecond=0)
    span = time_span(text)
    try:
        moment = now - span if span is not None else datetime.fromisoformat(text.strip().rstrip("Zz"))
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise InputError(
            f"{option}: {text!r} is not understood; write a span of time such as '48h' or '6d', or a date and time in UTC"
            " such as '2026-12-31T03:30:00'."
        )
    if moment >= now:
        raise InputError(f"{option}: {text!r} is not before now, so no result could be that new: set an earlier time.")
    return moment.replace(microsecond=0)


def window_since(started: Any) -> Window:
    """A window in UTC from before a time that a row shows until after now; a recent one if the time is not understood."""
    recent = recent_window()
    with suppress(ValueError):
        start = datetime.fromisoformat(str(started).rstrip("Z")).replace(tzinfo=None, microsecond=0)
        return Window(min(start - timedelta(days=1), recent.start), recent.end)
    return recent


def recent_window(now: datetime | None = None) -> Window:
    """A window in UTC around now, wide enough for clocks that differ: what has just run is inside."""
    now = (now or datetime.now(timezone.utc)).replace(tzinfo=None, microsecond=0)
    return Window(now - timedelta(days=1), now + timedelta(days=1))


def select(rows: Sequence[ApiObject], words: Sequence[str] | None, last: int | None) -> Sequence[ApiObject]:
    """The rows, the oldest first, whose result is one of the words, if any are given, and of these the `last` newest."""
    chosen = [row for row in rows if not words or snake_case(str(row["result"])) in words]
    return chosen if last is None else chosen[-last:]


def shown_results(rows: Iterable[ApiObject]) -> list[dict[str, Any]]:
    """Rows with keys in snake_case, and the word of the result, too, as options have it."""
    return [
        {**{snake_case(key): value for key, value in row.items()}, "result": snake_case(str(row["result"]))}
        for row in rows
    ]
