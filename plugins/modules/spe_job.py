#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_job
short_description: Manage scheduled jobs of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates, changes, renames and removes the scheduled jobs of an instance.
  - The server has no function to change the action or the owner of a job. If one of them differs, a new job with all
    settings of the old one is created under a passing name, such as C(Nightly (replaces job 17\)), and switched off. After
    it was read back, the old job is deleted, and the new one is switched on and renamed. The ID changes.
  - If that is interrupted, run the task again. It finds the job by its passing name and finishes, or removes it if it is no
    longer wanted. Such names belong to this module.
  - Of two jobs of the same name that are equal, because two plays created them at once, the older one is deleted.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.instance
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  name:
    description: Name of the job. Names that several jobs have are refused.
    type: str
    required: true
  new_name:
    description: New name of the job. Nothing happens if the job already has it.
    type: str
  action:
    description:
      - The command line of the job, as in the Management Shell, without the instance, for example
        V(VerifyStores --includeIndexes="true").
      - This or O(command) is required to create a job.
    type: str
  command:
    description: The command of the job's action, for example V(VerifyStores). Its arguments are given in O(arguments).
    type: str
  arguments:
    description:
      - Arguments of O(command), by the names of the API, for example C(includeIndexes), without the instance.
      - Those that are V(null) are left out, and lists are joined with commas.
      - When a job is created or gets another action, names, flags and numbers are checked against what the server says of the
        command. The module warns of mandatory arguments that are missing, because the Management Shell may have a default.
    type: dict
  allow_unknown_command:
    description:
      - Whether O(command) or O(action) may be a command that the server does not list among its functions, such as one of the
        Management Shell alone. C(ProcessRetentionPolicies) is known and needs no word.
      - It is looked up only when a job is created or gets another action.
    type: bool
    default: false
  owner:
    description: The user as whom the job runs, an administrator of the instance. Required to create a job.
    type: str
  enabled:
    description: Whether the job runs at its times. A new job starts as the server makes it if this is not given.
    type: bool
  time_zone:
    description:
      - Windows ID of the time zone of the schedule, for example V(W. Europe Standard Time), or V($Local) for the server's own.
      - V($Local) is never seen as a difference, because servers may read it back in other words.
      - A new job gets V($Local) if this is not given.
    type: str
  date:
    description: Date and time to run once, for example V(2026-12-31T03:30:00).
    type: str
  interval:
    description: Minutes between runs.
    type: int
    choices: [5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720]
  time:
    description:
      - Time of day to run every day, or on the days that O(day_of_week) and O(day_of_month) name, for example V("03:30").
      - Write it in quotes. YAML reads some times without quotes as numbers.
    type: str
  day_of_week:
    description: Day of the week to run at O(time).
    type: str
    choices: [Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday]
  day_of_month:
    description:
      - Day of the month to run at O(time), from V(1) to V(31), or V(Last).
      - With O(day_of_week) both must be met.
    type: str
    choices:
      - "1"
      - "2"
      - "3"
      - "4"
      - "5"
      - "6"
      - "7"
      - "8"
      - "9"
      - "10"
      - "11"
      - "12"
      - "13"
      - "14"
      - "15"
      - "16"
      - "17"
      - "18"
      - "19"
      - "20"
      - "21"
      - "22"
      - "23"
      - "24"
      - "25"
      - "26"
      - "27"
      - "28"
      - "29"
      - "30"
      - "31"
      - "Last"
  state:
    description: Whether the job is there.
    type: str
    choices: [present, absent]
    default: present
notes:
  - The schedule is one value. Naming O(date), O(interval) or O(time) states all of it, and the parts that are not named are
    taken off. Only O(time_zone) stays as it is if it is not named.
seealso:
  - module: community.mailstore.spe_job_info
"""

EXAMPLES = r"""
- name: Verify all stores every Sunday
  community.mailstore.spe_job:
    instance_id: baumann
    name: Verify stores
    command: VerifyStores
    arguments:
      includeIndexes: true
    owner: admin
    time_zone: W. Europe Standard Time
    time: "03:30"
    day_of_week: Sunday
    enabled: true
    service_provider_access: open

- name: Count messages every six hours
  community.mailstore.spe_job:
    instance_id: baumann
    name: Refresh statistics
    action: RefreshAllStoreStatistics
    owner: admin
    interval: 360
    service_provider_access: open

- name: Remove a job
  community.mailstore.spe_job:
    instance_id: baumann
    name: Refresh statistics
    state: absent
    service_provider_access: open
"""

RETURN = r"""
job:
  description: The job as the server says it, or in check mode as it would be; V(null) if it is not there.
  returned: success
  type: dict
  sample:
    id: 3
    name: Verify stores
    action: VerifyStores --includeIndexes="true"
    owner: admin
    enabled: true
    time_zone: W. Europe Standard Time
    date: null
    interval: null
    time: 03:30:00
    day_of_week: Sunday
    day_of_month: null
    creation_date_time_utc: "2026-11-23T02:17:43"
    last_start_date_time_utc: null
    last_complete_date_time_utc: null
    next_start_date_time_utc: "2026-11-29T02:30:00"
calls:
  description: The calls that were made, or in check mode would be made.
  returned: success, and after a failure that came after the first call
  type: list
  elements: dict
  sample:
    - function: SetJobEnabled
      arguments:
        instanceID: contoso
        id: 3
        enabled: true
service_provider_access_opened:
  description: That service provider access was switched on for this task, and off again.
  returned: when it was
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - That service provider access was switched on for this task and may still be on. Switch it off with
      M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
error:
  description: What is known of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateJob
    http_status: 200
    status_code: failed
    message: The owner does not exist.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.job import JOB_NOUN

MODULE = state_module("spe_job", JOB_NOUN)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
