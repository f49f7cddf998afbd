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
  - Reads the results of runs of jobs, the oldest first. The server keeps them for about 90 days.
  - If the server refuses a time range because it is too long, the module reads it in two halves.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.time_limits
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  name:
    description: Name of the one job whose results to return. The list is empty if there is no such job, or no result.
    type: str
  since:
    description:
      - Start of the time range, inclusive, for example V(2026-12-31) or V(2026-12-31T03:30:00).
      - If not set, O(days) counts.
    type: str
  until:
    description:
      - End of the time range, exclusive.
      - If not set, the range ends one day after now, in any time zone.
    type: str
  days:
    description:
      - Length of the time range in days if O(since) is not given, counted back from O(until), or otherwise from now.
      - The collection does not know the current time in O(time_zone) unless that is V(UTC). So if O(until) is not
        given, the range is up to 26 hours longer, and nothing is missed.
    type: int
    default: 90
  time_zone:
    description: Windows ID of the time zone of all times in options and results, or V($Local) for the server's own.
    type: str
    default: $Local
  result:
    description: Only runs with one of these results.
    type: list
    elements: str
    choices: [succeeded, completed_with_warnings, completed_with_errors, failed, cancelled, disconnected, thread_abort]
  last:
    description: Maximum number of runs to return, the newest of those that O(name) and O(result) select.
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

- name: When the stores of this tenant were last verified
  community.mailstore.spe_job_result_info:
    instance_id: baumann
    query: "[?starts_with(action, 'VerifyStores')] | [-1].complete_time"
    service_provider_access: open
"""

RETURN = r"""
job_results:
  description:
    - The results, the oldest first. The server stores only the ID of the job, so C(job_name) is V(null) for a deleted
      job.
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
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: null
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
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION, TIME_LIMIT_OPTIONS
from ..module_utils._ansible.results import RESULT_OPTIONS, list_job_results

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **QUERY_OPTION,
    **TIME_LIMIT_OPTIONS,
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
