#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_job_result_info
short_description: Read the results of jobs of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads what runs of jobs left behind, the oldest first. The server keeps about 90 days.
  - A window that the server refuses, because it is too wide, is asked for in halves.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.patience
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  name:
    description: Name of the one job whose results are told. There is an empty list if there is no such job, or no result.
    type: str
  since:
    description:
      - Begin of the window, for example V(2026-12-31) or V(2026-12-31T03:30:00). What started then is told.
      - O(days) counts if this is not given.
    type: str
  until:
    description:
      - End of the window. What started then is no longer told.
      - It reaches a day beyond now if this is not given, whatever the time zone.
    type: str
  days:
    description:
      - Length of the window in days if O(since) is not given, counted back from O(until), or else from now.
      - What time it is in O(time_zone) is not known to the collection unless that is V(UTC). So that nothing is missed, up to
        26 hours more are told if O(until) is not given.
    type: int
    default: 90
  time_zone:
    description: Windows ID of the time zone in which times are given and told, or V($Local) for the server's own.
    type: str
    default: $Local
  result:
    description: Only runs with one of these results.
    type: list
    elements: str
    choices: [succeeded, completed_with_warnings, completed_with_errors, failed, cancelled, disconnected, thread_abort]
  last:
    description: Only so many of the newest runs, of those that O(name) and O(result) choose.
    type: int
seealso:
  - module: community.mailstore.spe_job_run
"""

EXAMPLES = r"""
- name: The last run of a job that failed
  community.mailstore.spe_job_result_info:
    instance_id: baumann
    name: Verify stores
    result: [failed]
    last: 1
    service_provider_access: open

- name: When did the stores of this tenant last get verified
  community.mailstore.spe_job_result_info:
    instance_id: baumann
    query: "[?starts_with(action, 'VerifyStores')] | [-1].complete_time"
    service_provider_access: open
"""

RETURN = r"""
job_results:
  description:
    - The results, the oldest first. The server has the job's ID only, so C(job_name) is V(null) for a job that is gone.
  returned: success
  type: list
  elements: dict
  sample:
    - job_result_id: 12
      job_id: 1
      job_name: Verify stores
      action: VerifyStores --includeIndexes="true"
      start_time: "2026-05-02T03:30:04"
      complete_time: "2026-05-02T03:30:04"
      result: succeeded
query_result:
  description: What O(query) picks from the list.
  returned: when O(query) is given
  type: raw
  sample: null
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
    function: GetJobResults
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, PATIENCE_OPTIONS, QUERY_OPTION
from ..module_utils._ansible.results import RESULT_OPTIONS, list_job_results

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **QUERY_OPTION,
    **PATIENCE_OPTIONS,
    **RESULT_OPTIONS,
    "days": {"type": "int", "default": 90},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read results."""
    return list_job_results(params, context)


MODULE = ModuleDefinition(name="spe_job_result_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
