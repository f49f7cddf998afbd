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
  - Calls one function by its name, for what no other module of the collection does.
  - Function and arguments are checked against what the server itself lists before anything is sent.
  - Functions that only read report no change and run in check mode, too. All others report a change, and are only called
    outside check mode.
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
      - A function that writes is called every time.
options:
  function:
    description: Name of the function, as in the function reference of the API, for example V(GetInstances).
    type: str
    required: true
  arguments:
    description:
      - The arguments by their names in the API. Those that are V(null) are left out.
      - Lists are joined as the API wants them, also an C(instanceFilter) of several IDs. Dictionaries are sent as JSON.
      - An C(instanceFilter) with a wildcard is replaced by the exact IDs that it stands for before anything is changed.
    type: dict
  until:
    description:
      - A JMESPath expression on the result. The function is called again, every O(wait_interval) seconds, until it is true.
      - Only for functions that only read. Needs the Python library C(jmespath).
    type: str
  confirm:
    description:
      - What the call hits, once more. Required for functions that delete, and for an C(instanceFilter) with a wildcard.
      - It must be the C(instanceFilter), C(instanceID), C(serverName) or C(userName) of the call, the first that it has, else
        the name of the function.
    type: str
  service_provider_access:
    description:
      - What to do when the function needs service provider access to the instance, and it is off.
      - With V(require) the task fails and says so.
      - With V(open) access is switched on when it is needed and switched off again afterwards, also when the task fails.
    type: str
    choices: [require, open]
    default: require
notes:
  - Functions that return a secret, such as C(CreateSystemAdministratorAPIPassword), need C(no_log=true) on the task.
  - With O(wait=false) a function that writes is left running on the server. What is read is always waited for.
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
  description: The call that was made, or in check mode would be made, secrets masked; empty if the function only reads.
  returned: success, and after a failure that came after the call
  type: list
  elements: dict
  sample:
    - function: VerifyStores
      arguments:
        instanceID: contoso
        includeIndexes: true
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
  description: What is known of an error of the API, with C(log_output) if the server wrote a log before it failed.
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
