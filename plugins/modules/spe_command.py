#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_command
short_description: Call any function of the MailStore SPE Management API
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Calls one function by its name. Use it for what no other module of the collection does.
  - The module checks function and arguments against the list of functions of the server before it sends anything.
  - Functions that only read report no change, and also run in check mode. All others report a change, and do not run
    in check mode.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.long_wait
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: none
    details:
      - The module calls a function that writes in every run.
options:
  function:
    description: Name of the function, as in the function reference of the API, for example V(GetInstances).
    type: str
    required: true
  arguments:
    description:
      - The arguments by their names in the API. The module omits arguments that are V(null).
      - The module joins lists as the API needs them, also an C(instanceFilter) of several IDs. It sends dictionaries
        as JSON.
      - The module replaces an C(instanceFilter) with a wildcard by the exact IDs that match, before it changes
        anything.
    type: dict
  until:
    description:
      - A JMESPath expression on the result. The module repeats the call every O(wait_interval) seconds until the
        expression is true.
      - Only for functions that only read. Needs the Python library C(jmespath).
    type: str
  confirm:
    description:
      - The target of the call again. Required for functions that delete, and for an C(instanceFilter) with a wildcard.
      - It must be the C(instanceFilter), C(instanceID), C(serverName) or C(userName) of the call, the first that it has, else
        the name of the function.
    type: str
  service_provider_access:
    description:
      - What to do when the function needs service provider access to the instance, and it is off.
      - With V(require) the task fails and reports it.
      - With V(open) the task switches access on when it needs it, and off again afterwards, also when it fails.
    type: str
    choices: [require, open]
    default: require
notes:
  - Functions that return a secret, such as C(CreateSystemAdministratorAPIPassword), need C(no_log=true) on the task.
  - With O(wait=false) the module does not wait for a function that writes. It always waits for a function that reads.
seealso:
  - module: community.mailstore.spe_instance_info
"""

EXAMPLES = r"""
- name: Wait until an instance runs
  community.mailstore.spe_command:
    function: GetInstances
    arguments:
      instanceFilter: baumann
    until: "[0].status == 'running'"
    wait_timeout: 120
    wait_interval: 2

- name: Verify all stores and keep the report
  community.mailstore.spe_command:
    function: VerifyStores
    arguments:
      instanceID: baumann
      includeIndexes: true
    wait_timeout: 7200
  register: verification

- name: Stop everything that runs on one host
  community.mailstore.spe_command:
    function: StopInstances
    arguments:
      instanceFilter: "*host2.example.com"
    confirm: "*host2.example.com"
"""

RETURN = r"""
result:
  description:
    - What the function returned, with the keys of the API; V(null) in check mode if it writes, and with O(wait=false) if the
      server has not finished.
  returned: success
  type: raw
  sample:
    - instanceID: contoso
      status: running
log_output:
  description: The log that some long-running functions write.
  returned: success
  type: str
  sample: Verifying store 2024-01
calls:
  description:
    - The call that the task made, or would make in check mode. Secrets are masked. Empty if the function only reads.
  returned: success, and failure after the call
  type: list
  elements: dict
  sample:
    - function: VerifyStores
      arguments:
        instanceID: contoso
        includeIndexes: true
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
  description: Details of an error of the API, with C(log_output) if the server wrote a log before it failed.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: VerifyStore
    http_status: 200
    status_code: failed
    message: The store is not known.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ..module_utils._ansible.command import run_command
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, LONG_WAIT_OPTIONS
from ..module_utils._api.masking import secret_values

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **LONG_WAIT_OPTIONS,
    "function": {"type": "str", "required": True},
    "arguments": {"type": "dict"},
    "until": {"type": "str"},
    "confirm": {"type": "str"},
    "service_provider_access": INSTANCE_OPTIONS["service_provider_access"],
}


def secrets(params: Mapping[str, Any]) -> Iterable[str]:
    """The passwords among the arguments, which no option could mark."""
    return secret_values(params.get("arguments") or {})


MODULE = ModuleDefinition(name="spe_command", argument_spec=ARGUMENT_SPEC, work=run_command, secrets=secrets)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
