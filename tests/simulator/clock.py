# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time as the API speaks it: texts without zone and fraction, Windows time zone ids, intervals of a seed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from . import assumptions
from .errors import ApiError, bad_date_time
from .windows_time_zones import WINDOWS_TIME_ZONES

_API_FORMAT = "%Y-%m-%dT%H:%M:%S"
_API_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_RELATIVE_PATTERN = re.compile(r"([+-]?)(\d+) (second|minute|hour|day|week)s?")


def now() -> datetime:
    """The present moment in UTC, in whole seconds as the API shows it."""
    return datetime.now(timezone.utc).replace(microsecond=0)


def parse_api_time(text: str) -> datetime:
    """A date-time of an argument, without zone; a `Z` or a fraction is refused [observed]."""
    if not _API_PATTERN.fullmatch(text):
        raise bad_date_time()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise bad_date_time() from None


def format_utc(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime(_API_FORMAT)


def format_in_zone(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime(_API_FORMAT)


def find_zone(zone_id: str) -> ZoneInfo:
    """The zone of a Windows id or of `$Local`."""
    windows_id = assumptions.SERVER_TIME_ZONE if zone_id == "$Local" else zone_id
    iana_name = WINDOWS_TIME_ZONES.get(windows_id)
    if iana_name is None:
        raise ApiError(assumptions.time_zone_not_found(zone_id), "System.TimeZoneNotFoundException")
    return ZoneInfo(iana_name)


def parse_interval(text: str) -> timedelta | None:
    """`6 hours` or `-40 days` as a difference; None when the text is neither, or too long a time."""
    match = _RELATIVE_PATTERN.fullmatch(text.strip())
    if match is None:
        return None
    sign, amount, unit = match.groups()
    seconds = int(amount) * _UNITS[unit]
    try:
        return timedelta(seconds=-seconds if sign == "-" else seconds)
    except OverflowError:
        return None


@dataclass(frozen=True)
class Window:
    """A span of time as the result functions take it: from included, to excluded, both in one zone."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    @classmethod
    def parse(cls, from_including: str, to_excluding: str, zone_id: str) -> Window:
        zone = find_zone(zone_id)
        return cls(
            parse_api_time(from_including).replace(tzinfo=zone), parse_api_time(to_excluding).replace(tzinfo=zone), zone
        )

    def contains(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def days(self) -> float:
        return (self.end - self.start).total_seconds() / 86400
