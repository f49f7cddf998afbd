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
  - Runs a job at once, whatever its schedule says, waits for its result, and fails if the run did not succeed.
  - A job goes on at the server when the time to wait is over. Nothing but O(state=cancelled) ends it, O(cancel_on_timeout)
    neither.
  - Of a job that runs already no second run is begun. The task waits for the one that is under way.
  - Or cancels a job that runs.
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
      - Nothing runs and nothing is cancelled in check mode.
  diff_mode:
    support: N/A
    details:
      - There is no state that could be compared.
  idempotent:
    support: partial
    details:
      - With O(state=run) the job runs every time, unless it runs already. With O(state=cancelled) nothing happens if it does not run.
options:
  name:
    description: Name of the job. Names that several jobs have are refused.
    type: str
    required: true
  state:
    description: Whether the job is run, or cancelled if it runs.
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
    - The result of the run, its times in UTC; V(null) in check mode, if it is not waited for, and with O(state=cancelled).
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
  description: The calls that were made, or in check mode would be made.
  returned: success, and after a failure that came after the first call
  type: list
  elements: dict
  sample:
    - function: RunJobAsync
      arguments:
        instanceID: baumann
        id: 1
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
