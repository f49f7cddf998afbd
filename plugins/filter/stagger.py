# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A schedule that is always the same for one job, and spreads evenly over the jobs of many tenants."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

DOCUMENTATION = r"""
name: stagger
short_description: Spread the schedules of many jobs evenly over a nightly window
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Gives each job its own time within a window, and its own day if it runs weekly or monthly, so that the jobs of
    many tenants do not all start at the same minute.
  - The schedule depends only on O(key). It is the same in every run and on every controller, and does not change when
    tenants are added or removed.
positional: key
options:
  _input:
    description: How often the job runs.
    type: str
    choices: [daily, weekly, monthly]
    required: true
  key:
    description: Identification of the job, such as the ID of the tenant and the name of the job.
    type: str
    required: true
  window_start:
    description: When the window begins, as hours and minutes. A window may reach past midnight.
    type: str
    default: "22:00"
  window_minutes:
    description: Length of the window in minutes, from 1 to 1440.
    type: int
    default: 420
"""

EXAMPLES = r"""
- name: Verify stores at a time of this tenant's own
  community.mailstore.spe_job:
    instance_id: baumann
    name: Verify stores
    command: VerifyStores
    owner: admin
    time: "{{ schedule.time }}"
    day_of_week: "{{ schedule.day_of_week }}"
    service_provider_access: open
  vars:
    schedule: "{{ 'weekly' | community.mailstore.stagger('baumann/Verify stores') }}"
"""

RETURN = r"""
_value:
  description: The schedule, as options of M(community.mailstore.spe_job).
  type: dict
  sample:
    time: "00:13"
    day_of_week: Sunday
"""

MINUTES_OF_A_DAY = 24 * 60
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Every month has these days.
DAYS_OF_EVERY_MONTH = 28

# From the number of the night to the day.
FREQUENCIES: Mapping[str, Callable[[int], dict[str, str]]] = {
    "daily": lambda night: {},
    "weekly": lambda night: {"day_of_week": DAYS[night % len(DAYS)]},
    "monthly": lambda night: {"day_of_month": str(night % DAYS_OF_EVERY_MONTH + 1)},
}


def stagger(frequency: str, key: str, window_start: str = "22:00", window_minutes: int = 420) -> dict[str, str]:
    """The schedule as options of spe_job.

    Raises AnsibleFilterError, with one sentence, for a frequency or a window that cannot be.
    """
    if frequency not in FREQUENCIES:
        raise AnsibleFilterError(f"{frequency!r} is not a frequency: write {', '.join(FREQUENCIES)}.")
    if not 1 <= int(window_minutes) <= MINUTES_OF_A_DAY:
        raise AnsibleFilterError(
            f"A window cannot have {window_minutes} minutes: set 1 to {MINUTES_OF_A_DAY} (one day)."
        )
    place = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    # Minute and night come from different parts of the number, so that neither hangs on the other.
    night, minute = divmod(place, int(window_minutes))
    hours, minutes = divmod((_minute_of_day(window_start) + minute) % MINUTES_OF_A_DAY, 60)
    return {"time": f"{hours:02}:{minutes:02}", **FREQUENCIES[frequency](night)}


def _minute_of_day(clock: Any) -> int:
    match = CLOCK.fullmatch(str(clock))
    if match is None:
        raise AnsibleFilterError(
            f'{clock!r} is not a time for the start of a window: write it as "22:00", in quotes, because YAML reads'
            " it as a number without them."
        )
    return int(match[1]) * 60 + int(match[2])


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"stagger": stagger}
