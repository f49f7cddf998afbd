# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Schedules of jobs: their forms, how they read back, and the next start."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from . import assumptions, clock
from .errors import ApiError, bad_date_time, invalid_argument

INTERVALS = (5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)
DAYS_OF_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_TO_LOOK_AHEAD = 800
_TIME = r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?"


@dataclass(frozen=True)
class Schedule:
    """One of: date | interval | time | time and dayOfWeek | time and dayOfMonth [and dayOfWeek]."""

    time_zone_id: str
    date: dt.datetime | None = None
    interval: int | None = None
    time: dt.time | None = None
    day_of_week: str | None = None
    day_of_month: str | None = None

    def as_read(self) -> dict[str, Any]:
        """The members that are set, and the others if they are shown."""
        members = {
            "timeZoneId": assumptions.stored_time_zone(self.time_zone_id),
            "date": None if self.date is None else assumptions.date_as_read(self.date),
            "interval": None if self.interval is None else assumptions.interval_as_read(self.interval),
            "time": None if self.time is None else self.time.strftime("%H:%M:%S"),
            "dayOfWeek": self.day_of_week,
            "dayOfMonth": None if self.day_of_month is None else assumptions.day_of_month_as_read(self.day_of_month),
        }
        if not assumptions.UNSET_SCHEDULE_MEMBERS_ARE_LEFT_OUT:
            return members
        return {name: value for name, value in members.items() if value is not None}

    def next_start(self, after: dt.datetime, counted_from: dt.datetime) -> dt.datetime | None:
        """The next start in UTC after a moment; `counted_from` is when the job was made.

        None when there is none, also for dates so near the end of the calendar that UTC has no year for them.
        """
        if self.interval is not None:
            step = dt.timedelta(minutes=self.interval)
            if not assumptions.INTERVALS_COUNT_FROM_CREATION:
                counted_from = counted_from.replace(hour=0, minute=0, second=0)
            return counted_from + step * ((after - counted_from) // step + 1)
        zone = clock.find_zone(self.time_zone_id)
        starts = (_to_utc(local, zone) for local in self._local_starts(after.astimezone(zone).date()))
        try:
            return next((start for start in starts if start > after), None)
        except OverflowError:
            return None

    def _local_starts(self, first_day: dt.date) -> Iterator[dt.datetime]:
        if self.date is not None:
            yield self.date
            return
        if self.time is None:
            return
        for offset in range(_DAYS_TO_LOOK_AHEAD):
            day = first_day + dt.timedelta(days=offset)
            if self._fits(day):
                yield dt.datetime.combine(day, self.time)

    def _fits(self, day: dt.date) -> bool:
        return assumptions.day_fits(self._fits_day_of_week(day), self._fits_day_of_month(day))

    def _fits_day_of_week(self, day: dt.date) -> bool:
        return self.day_of_week in (None, DAYS_OF_WEEK[day.weekday()])

    def _fits_day_of_month(self, day: dt.date) -> bool:
        if self.day_of_month is None:
            return True
        last = calendar.monthrange(day.year, day.month)[1]
        return day.day == (last if self.day_of_month == "Last" else int(self.day_of_month))


def _to_utc(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return local.replace(tzinfo=zone).astimezone(dt.timezone.utc)


def parse_schedule(
    *,
    time_zone_id: str,
    date: str | None = None,
    interval: int | None = None,
    time: str | None = None,
    day_of_week: str | None = None,
    day_of_month: str | None = None,
) -> Schedule:
    """A schedule from the arguments of CreateJob and SetJobSchedule, or of a seed; exactly one form is accepted."""
    clock.find_zone(time_zone_id)
    if sum(form is not None for form in (date, interval, time)) != 1:
        raise invalid_argument("Exactly one of 'date', 'interval' and 'time' must be given.")
    if time is None and (day_of_week is not None or day_of_month is not None):
        raise invalid_argument("'dayOfWeek' and 'dayOfMonth' need 'time'.")
    if interval is not None and interval not in INTERVALS:
        raise invalid_argument(assumptions.invalid_value("interval", interval))
    if day_of_week is not None and day_of_week not in DAYS_OF_WEEK:
        raise invalid_argument(assumptions.invalid_value("dayOfWeek", day_of_week))
    return Schedule(
        time_zone_id=time_zone_id,
        date=None if date is None else clock.parse_api_time(date),
        interval=interval,
        time=None if time is None else _parse_time(time),
        day_of_week=day_of_week,
        day_of_month=None if day_of_month is None else _parse_day_of_month(day_of_month),
    )


def _parse_time(text: str) -> dt.time:
    match = re.fullmatch(_TIME, text)
    if match is None:
        raise bad_date_time()
    hours, minutes, seconds = match.groups(default="0")
    return dt.time(int(hours), int(minutes), int(seconds))


def _parse_day_of_month(text: str) -> str:
    if text.lower() == "last":
        return "Last"
    if re.fullmatch(r"0?[1-9]|[12][0-9]|3[01]", text):
        return str(int(text))
    raise ApiError(assumptions.invalid_value("dayOfMonth", text), "System.ArgumentException")
