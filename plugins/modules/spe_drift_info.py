#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_drift_info
short_description: Compare many MailStore SPE tenants with their descriptions in one task
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Compares each tenant with its description as M(community.mailstore.spe_tenant) does in check mode, and reports what
    differs, and what is there and not described. The module changes nothing.
  - A tenant that is stopped or cannot be read is a row of the result. It does not end the task.
  - The playbook C(community.mailstore.drift) does this for all tenants of an inventory.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  tenants:
    description: The tenants to compare. O(spe_parallel) of them are read at the same time, each of them call by call.
    type: list
    elements: dict
    required: true
    suboptions:
      instance_id:
        description: The ID of the instance (the tenant).
        type: str
        required: true
      name:
        description: Name of the tenant in the result, such as that of a host of the inventory. If not set, it is the ID.
        type: str
      options:
        description:
          - The description of the tenant, that is the options of M(community.mailstore.spe_tenant).
          - They may have connection options of their own. C(unmanaged) is V(report) here by default.
          - A user, job, profile, store or credential that C(protect) names is not reported as unknown. Neither are
            users that a directory sync created, unless they are administrators.
          - Without this option the tenant is not read, and the result lists it as not described.
        type: dict
      error:
        description: Why there is no description. The tenant is not read, and the result lists it as unreadable.
        type: str
  unknown_tenants:
    description: With V(report) the result also lists instances of the server that are not among the tenants.
    type: str
    choices: [ignore, report]
    default: ignore
  known_tenants:
    description: IDs of further instances that O(unknown_tenants=report) does not report.
    type: list
    elements: str
  report:
    description:
      - Files to write the result to. An existing file is replaced. The module checks the paths before it reads anything.
      - In check mode no file is written, and a warning names each that would be.
    type: dict
    suboptions:
      html:
        description: Path of an HTML page, a single file that loads nothing else.
        type: path
      json:
        description: Path of a JSON file with RV(drift).
        type: path
  service_provider_access:
    description:
      - What to do when the service provider has no access to a tenant. With V(require) the result lists the tenant as
        unreadable.
      - With V(open) the module switches access on while it reads the tenant, and off again afterwards. The tenant's
        audit log records both.
      - If not set, the value of the environment variable E(SPE_SERVICE_PROVIDER_ACCESS) is used.
    type: str
    choices: [require, open]
    default: require
seealso:
  - module: community.mailstore.spe_tenant
  - module: community.mailstore.spe_tenant_info
"""

EXAMPLES = r"""
- name: Compare two tenants
  community.mailstore.spe_drift_info:
    tenants:
      - instance_id: baumann
        options:
          stores:
            - name: "2026"
              requested_state: current
          access_afterwards: disabled
      - instance_id: weber
        name: Weber law office
        options:
          users:
            - name: admin
              privileges: [admin]
          protect:
            users: [weber]
    unknown_tenants: report
    known_tenants: [nordlicht]
    service_provider_access: open
    report:
      html: drift.html
      json: drift.json
    query: differ
  register: check

- name: Show what differs
  ansible.builtin.debug:
    msg: "{{ check.drift.lines }}"
"""

RETURN = r"""
drift:
  description: The result of the comparison.
  returned: success
  type: dict
  contains:
    tenants:
      description: A row for each tenant, in the order of O(tenants).
      type: list
      elements: dict
      contains:
        name:
          description: Name of the tenant.
          type: str
          sample: baumann
        instance_id:
          description: The ID of the instance.
          type: str
          sample: baumann
        described:
          description: Whether there is a description of the tenant.
          type: bool
          sample: true
        status:
          description:
            - Status of the instance, as the server names it. V(missing) if the server does not have it, V(null) if it
              was not read.
          type: str
          sample: running
        state:
          description: The described state, such as V(started).
          type: str
          sample: started
        differs:
          description: Whether the tenant differs from its description.
          type: bool
          sample: true
        differences:
          description: One phrase for each difference. The value that the description has follows in parentheses.
          type: list
          elements: str
          sample: ["user 'anna': full_name 'Anna B.' (code: 'Anna Baumann')", "unknown administrator 'backdoor'"]
        error:
          description: Why the tenant could not be compared, in one sentence.
          type: str
          sample: null
        changes:
          description: How many objects M(community.mailstore.spe_tenant) would change, as far as that is known.
          type: int
          sample: 2
        plan_id:
          description: The C(plan_id) of M(community.mailstore.spe_tenant), for its option C(expect_plan).
          type: str
          sample: 0b2f6c1d7e8a9f30-1a2b3c4d5e6f
    differ:
      description: Names of the tenants that differ.
      type: list
      elements: str
      sample: [baumann]
    stopped:
      description: Names of the tenants that do not run, so that their content could not be compared.
      type: list
      elements: str
      sample: []
    unreadable:
      description: Names of the tenants that could not be compared.
      type: list
      elements: str
      sample: []
    not_described:
      description: Names of the tenants without a description.
      type: list
      elements: str
      sample: []
    unknown_tenants:
      description: IDs of the instances that O(unknown_tenants=report) has found.
      type: list
      elements: str
      sample: [seeblick]
    counts:
      description: Numbers of tenants of each kind, of all calls, and of writing calls besides the switching of access.
      type: dict
      sample: {tenants: 2, clean: 1, differ: 1, stopped: 0, unreadable: 0, not_described: 0, unknown_tenants: 1, calls: 31, writes: 0}
    read_at:
      description: When the comparison ended, by the clock of the controller, in UTC.
      type: str
      sample: "2026-11-26T06:00:00Z"
    seconds:
      description: How long the comparison took.
      type: float
      sample: 1.2
    lines:
      description: One line for each tenant that differs, or that could not be compared.
      type: list
      elements: str
      sample: ["baumann   unknown administrator 'backdoor'", "seeblick  is on the server, but the inventory has no such tenant"]
    summary:
      description: The result in one line.
      type: str
      sample: 1 of 2 differ, 0 stopped, 0 unreadable, 1 not in the inventory (1 s, 31 calls, 0 writes besides access)
  sample: {}
query_result:
  description: What O(query) selects from RV(drift).
  returned: when O(query) is given
  type: raw
  sample: [baumann]
service_provider_access_opened:
  description: Whether the task switched service provider access of a tenant on, and off again.
  returned: when it was
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - Whether service provider access of a tenant may still be on because of this task. The C(error) of the tenant reports
      it. Switch it off with M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: NotReached
    function: GetInstances
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ..module_utils._ansible.drift import check_tenants
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._ansible.secrets import secrets_as_written
from ..module_utils._ansible.tenant_definition import SPE_TENANT

_TENANT = {
    "instance_id": {"type": "str", "required": True},
    "name": {"type": "str"},
    "options": {"type": "dict"},
    "error": {"type": "str"},
}

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "tenants": {"type": "list", "elements": "dict", "required": True, "options": _TENANT},
    "unknown_tenants": {"type": "str", "choices": ["ignore", "report"], "default": "ignore"},
    "known_tenants": {"type": "list", "elements": "str"},
    "report": {"type": "dict", "options": {"html": {"type": "path"}, "json": {"type": "path"}}},
    "service_provider_access": INSTANCE_OPTIONS["service_provider_access"],
}


def secrets_of_tenants(params: Mapping[str, Any]) -> Iterator[str]:
    """The secrets in the descriptions."""
    for tenant in params["tenants"] or ():
        yield from secrets_as_written(SPE_TENANT, tenant.get("options") or {})


MODULE = ModuleDefinition(
    name="spe_drift_info", argument_spec=ARGUMENT_SPEC, work=check_tenants, secrets=secrets_of_tenants
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
