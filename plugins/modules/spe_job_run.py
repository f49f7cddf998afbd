#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_job_run
short_description: Run a scheduled job of a MailStore SPE instance now, or cancel it
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Runs a job now, independent of its schedule, waits for its result, and fails if the run did not succeed.
  - A job continues on the server when O(wait_timeout) is over. Only O(state=cancelled) ends it; O(cancel_on_timeout)
    does not.
  - If the job is running already, the module does not start a second run. It waits for the current one.
  - Can also cancel a running job.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.long_wait
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
    details:
      - Check mode runs nothing and cancels nothing.
  diff_mode:
    support: N/A
    details:
      - There is no state to compare.
  idempotent:
    support: partial
    details:
      - With O(state=run) the job runs every time, unless it is running already. With O(state=cancelled) nothing
        happens if it is not running.
options:
  name:
    description: Name of the job. The module refuses a name that several jobs have.
    type: str
    required: true
  state:
    description:
      - Whether to run the job, or to cancel it if it is running.
      - It is unknown whether every server shows a run that has not ended. If V(cancelled) finds no run, the module warns of
        that, unless C(RUN_SHOWS_FROM_ITS_START) in the file of O(spe_facts) is V(true).
    type: str
    choices: [run, cancelled]
    default: run
seealso:
  - module: community.mailstore.spe_job
  - module: community.mailstore.spe_job_result_info
"""

EXAMPLES = r"""
- name: Verify the stores now
  community.mailstore.spe_job_run:
    instance_id: baumann
    name: Verify stores
    wait_timeout: 7200
    service_provider_access: open

- name: Cancel it, if it runs
  community.mailstore.spe_job_run:
    instance_id: baumann
    name: Verify stores
    state: cancelled
    service_provider_access: open
"""

RETURN = r"""
result:
  description:
    - The result of the run, with times in UTC; V(null) in check mode, if the task does not wait, and with
      O(state=cancelled).
  returned: success, and failure because of the result
  type: dict
  sample:
    job_result_id: 12
    job_id: 1
    action: VerifyStores
    start_time: "2026-05-02T03:30:04"
    complete_time: "2026-05-02T03:30:09"
    result: succeeded
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: RunJobAsync
      arguments:
        instanceID: baumann
        id: 1
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
    function: RunJobAsync
    http_status: 200
    status_code: failed
    message: The job is running already.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.job_run import run_job
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, LONG_WAIT_OPTIONS

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **LONG_WAIT_OPTIONS,
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["run", "cancelled"], "default": "run"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Run or cancel a job."""
    return run_job(params, context)


MODULE = ModuleDefinition(name="spe_job_run", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
