#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_status_report
short_description: Send a status report of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Sends the status report of an instance by e-mail. The instance must have working SMTP settings.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
    details:
      - Check mode sends nothing.
  diff_mode:
    support: N/A
    details:
      - There is no state to compare.
  idempotent:
    support: none
    details:
      - Every run sends a report.
options:
  timespan:
    description: The period of the report.
    type: str
    choices: [today, yesterday, this_week, last_week, this_month, last_month]
    required: true
  time_zone:
    description: Windows ID of the time zone that decides when days begin, or V($Local) for the server's own.
    type: str
    default: $Local
  recipients:
    description: E-mail addresses that receive the report.
    type: list
    elements: str
    required: true
seealso:
  - module: community.mailstore.spe_smtp
"""

EXAMPLES = r"""
- name: Mail the report of the last month
  community.mailstore.spe_status_report:
    instance_id: baumann
    timespan: last_month
    recipients: [it@baumann.example]
    service_provider_access: open
"""

RETURN = r"""
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SendStatusReport
      arguments:
        instanceID: baumann
        timespan: lastmonth
        timeZoneId: $Local
        recipients: [it@baumann.example]
answers:
  description: The answer of the server to each call.
  returned: success
  type: list
  elements: dict
  sample:
    - function: SendStatusReport
      result: null
      log_output: null
      finished: true
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
    function: SendStatusReport
    http_status: 200
    status_code: failed
    message: The mail server cannot be reached.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.action_module import act_on_instance, planned
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.instance import InstanceWork
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS
from ..module_utils._api.contract import requires_access
from ..module_utils._api.errors import InputError
from ..module_utils._engine.calls import Call
from ..module_utils._resources.assumptions import LOCAL_TIME_ZONE
from ..module_utils._resources.time_zones import require_windows_id

#: The option's words and the API's (documented).
TIMESPANS = {
    "today": "today",
    "yesterday": "yesterday",
    "this_week": "thisweek",
    "last_week": "lastweek",
    "this_month": "thismonth",
    "last_month": "lastmonth",
}

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    "timespan": {"type": "str", "choices": list(TIMESPANS), "required": True},
    "time_zone": {"type": "str", "default": LOCAL_TIME_ZONE},
    "recipients": {"type": "list", "elements": "str", "required": True},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Send the report."""
    if not params["recipients"]:
        raise InputError("recipients is empty: name at least one e-mail address.")
    require_windows_id("time_zone", params["time_zone"])
    call = Call(
        "SendStatusReport",
        {
            "instanceID": params["instance_id"],
            "timespan": TIMESPANS[params["timespan"]],
            "timeZoneId": params["time_zone"],
            "recipients": params["recipients"],
        },
    )
    with InstanceWork(params, context, needs_access=requires_access(call.function), missing_ok=True):
        return act_on_instance([call], params, context)
    return planned([call])


MODULE = ModuleDefinition(name="spe_status_report", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
