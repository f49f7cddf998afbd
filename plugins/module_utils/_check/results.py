# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The window of time in which a check asks for results of runs."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

TIME_FORMAT = "%Y-%m-%dT%H:%M:%S"
TIME_ZONE = "UTC"


def window(name_of_time_zone: str, days: int = 6, days_to_come: float | None = None) -> dict[str, str]:
    """The arguments for so many days around now, or with another number of days to come. The clocks of the server and of
    this machine may differ."""
    end = datetime.now(timezone.utc) + timedelta(days=days / 2 if days_to_come is None else days_to_come)
    return {
        "fromIncluding": (end - timedelta(days=days)).strftime(TIME_FORMAT),
        "toExcluding": end.strftime(TIME_FORMAT),
        name_of_time_zone: TIME_ZONE,
    }
