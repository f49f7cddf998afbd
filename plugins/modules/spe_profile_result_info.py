#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_profile_result_info
short_description: Read the results of profiles of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads the results of runs of profiles, the oldest first. The server keeps them for about 30 days.
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
    description:
      - Name of the one profile whose results to return, the name that it had when it ran. The list is empty if there
        are none.
      - A profile that M(community.mailstore.spe_profile) has replaced keeps its results under its name.
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
    default: 30
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
  report:
    description:
      - Whether to read the report of each run, too, into C(report). That needs one call for each run that the other
        options select.
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  id:
    description: The ID of the one result to return. The list is empty if there is no such result.
    type: int
seealso:
  - module: community.mailstore.spe_profile_run
"""

EXAMPLES = r"""
- name: Runs of the last week that failed
  community.mailstore.spe_profile_result_info:
    instance_id: weber
    days: 7
    result: [failed]
    query: "[].{profile: profile_name, when: start_time}"
    service_provider_access: open

- name: Why the last failed run of this profile failed
  community.mailstore.spe_profile_result_info:
    instance_id: weber
    name: Microsoft 365 mailboxes
    result: [failed, cancelled, disconnected, thread_abort]
    last: 1
    report: true
    service_provider_access: open
"""

RETURN = r"""
profile_results:
  description:
    - The results, the oldest first.
    - Runs of temporary profiles have neither C(profile_id) nor C(profile_name).
  returned: success
  type: list
  elements: dict
  sample:
    - id: 101
      user_name: admin
      profile_id: 7
      profile_name: Microsoft 365 mailboxes
      result: completed_with_errors
      items_archived: 12
      start_time: "2026-04-03T10:35:26"
      complete_time: "2026-04-03T10:42:10"
      machine_name: HOST01
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
    function: GetWorkerResults
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
from ..module_utils._ansible.results import RESULT_OPTIONS, list_profile_results

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **QUERY_OPTION,
    **TIME_LIMIT_OPTIONS,
    **RESULT_OPTIONS,
    "days": {"type": "int", "default": 30},
    "report": {"type": "bool", "default": False},
    "id": {"type": "int"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read results."""
    return list_profile_results(params, context)


MODULE = ModuleDefinition(name="spe_profile_result_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
