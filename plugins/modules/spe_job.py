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
  - The server has no function to change the action or the owner of a job. If one of them differs, the module creates
    a new job with all settings of the old one, disabled and with a temporary name, such as C(Nightly (replaces job
    17\)). After it has read the new job back, it deletes the old one, and enables and renames the new one. The ID
    changes.
  - If that is interrupted, run the task again. It finds the job by its temporary name and finishes, or removes it if
    it is no longer needed. Do not use such names yourself.
  - If two equal jobs have the same name, because two plays created them at the same time, the module deletes the
    older one.
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
    description: Name of the job. The module refuses a name that several jobs have.
    type: str
    required: true
  new_name:
    description: New name of the job. Nothing happens if the job already has it. Refused with O(state=absent).
    type: str
  action:
    description:
      - The command line of the job, as in the Management Shell, without the instance, for example
        V(VerifyStores --includeIndexes="true").
      - This or O(command) is required to create a job.
      - A command that starts, stops or freezes instances must name their IDs, and no job may delete instances.
    type: str
  command:
    description: The command of the job's action, for example V(VerifyStores). Its arguments are given in O(arguments).
    type: str
  arguments:
    description:
      - Arguments of O(command), with the names of the API, for example C(includeIndexes), without the instance.
      - The module omits arguments that are V(null), and joins lists with commas.
      - When the module creates a job or changes its action, it checks names, booleans and numbers against the
        server's description of the command. It only warns if mandatory arguments are missing, because the Management
        Shell may have a default.
    type: dict
  allow_unknown_command:
    description:
      - Whether O(command) or O(action) may be a command that the server does not list among its functions, such as
        one that only the Management Shell has. C(ProcessRetentionPolicies) is known and does not need this.
      - The module looks up the command only when it creates a job or changes its action.
    type: bool
    default: false
  owner:
    description: The user that the job runs as, an administrator of the instance. Required to create a job.
    type: str
  enabled:
    description: Whether the job runs as scheduled. If not set, the server decides for a new job.
    type: bool
  time_zone:
    description:
      - Windows ID of the time zone of the schedule, for example V(W. Europe Standard Time), or V($Local) for the server's own.
      - The module never treats V($Local) as a difference, because servers may return it in another form.
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
    description: Whether the job exists.
    type: str
    choices: [present, absent]
    default: present
notes:
  - The schedule is one value. If you set O(date), O(interval) or O(time), you set all of it, and the module removes
    the options of the schedule that are not set. Only O(time_zone) then stays as it is.
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
  description: The job as the server returns it, or as it would be in check mode; V(null) if it does not exist.
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
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetJobEnabled
      arguments:
        instanceID: contoso
        id: 3
        enabled: true
service_provider_access_opened:
  description: Whether the task switched service provider access on, and off again.
  returned: when it did
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - Whether service provider access may still be on because of this task. Switch it off with
      M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
error:
  description: Details of an error of the API.
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
