# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Staggered schedules: the same for ever, within the window, and spread evenly."""

from __future__ import annotations

from collections import Counter

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.community.mailstore.plugins.filter.stagger import DAYS, stagger

TENANTS = [f"tenant-{number}/Verify stores" for number in range(7000)]


def _minute(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def test_a_job_keeps_its_schedule_for_ever() -> None:
    # Another result would move the jobs of every tenant at the next run.
    assert stagger("daily", "contoso/Verify stores") == {"time": "04:50"}
    assert stagger("weekly", "contoso/Verify stores") == {"time": "04:50", "day_of_week": "Thursday"}
    assert stagger("monthly", "contoso/Verify stores") == {"time": "04:50", "day_of_month": "11"}


def test_jobs_of_one_tenant_have_times_of_their_own() -> None:
    times = {stagger("daily", f"contoso/{job}")["time"] for job in ("Verify stores", "Refresh statistics", "Report")}
    assert len(times) == 3


@pytest.mark.parametrize(("start", "minutes"), [("22:00", 420), ("00:00", 1), ("23:59", 1440), ("9:05", 60)])
def test_times_lie_within_the_window(start: str, minutes: int) -> None:
    for key in TENANTS[:500]:
        time = stagger("daily", key, start, minutes)["time"]
        assert (_minute(time) - _minute(start)) % 1440 < minutes


def test_times_of_many_tenants_spread_evenly() -> None:
    hours = Counter((_minute(stagger("daily", key)["time"]) - 22 * 60) % 1440 // 60 for key in TENANTS)
    assert sorted(hours) == list(range(7))
    # 1000 an hour are expected, with a standard deviation of 29.
    assert all(850 < count < 1150 for count in hours.values())


def test_days_of_many_tenants_spread_evenly() -> None:
    days = Counter(stagger("weekly", key)["day_of_week"] for key in TENANTS)
    assert sorted(days) == sorted(DAYS)
    assert all(850 < count < 1150 for count in days.values())


def test_every_month_has_the_day() -> None:
    days = {int(stagger("monthly", key)["day_of_month"]) for key in TENANTS}
    assert days == set(range(1, 29))


def test_the_day_does_not_hang_on_the_time() -> None:
    days = Counter(stagger("weekly", key, "22:00", 7)["day_of_week"] for key in TENANTS)
    assert all(850 < count < 1150 for count in days.values())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("hourly", "x"), "'hourly' is not a frequency: write daily, weekly, monthly."),
        (("daily", "x", 1320), '1320 is not a time for the start of a window: write it as "22:00"'),
        (("daily", "x", "24:00"), "'24:00' is not a time"),
        (("daily", "x", "22:00", 0), "A window cannot have 0 minutes"),
        (("daily", "x", "22:00", 1441), "A window cannot have 1441 minutes"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(arguments: tuple[object, ...], sentence: str) -> None:
    with pytest.raises(AnsibleFilterError) as error:
        stagger(*arguments)  # type: ignore[arg-type]  # what a playbook may write
    assert sentence in str(error.value)
