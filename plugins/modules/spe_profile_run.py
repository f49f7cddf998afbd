#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_profile_run
short_description: Run an archiving profile of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Runs a stored or a temporary profile, waits for the end and checks the result. The task fails if the run failed.
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
      - Nothing runs in check mode.
  diff_mode:
    support: N/A
    details:
      - There is no state to compare.
  idempotent:
    support: none
    details:
      - The profile runs every time.
options:
  name:
    description: Name of the stored profile. The server can only run profiles of e-mail servers.
    type: str
  temporary:
    description: A temporary profile, which the server runs but does not store.
    type: dict
    suboptions:
      name:
        description: Its name.
        type: str
        required: true
      owner:
        description: Its owner.
        type: str
        required: true
      type:
        description: Its type in the API.
        type: str
        default: I
      connector:
        description: Where the messages come from, for example V(IMAP).
        type: str
        required: true
      details:
        description: Settings of the connector with the keys of the API.
        type: dict
        default: {}
      secret_details:
        description:
          - Secret settings of the connector, such as C(password). The module refuses them in C(details).
        type: dict
        default: {}
      credential:
        description:
          - The description of the credential that the connector uses, instead of C(credentialId) in C(details).
        type: str
  fail_on:
    description:
      - Results that make the task fail. Errors with single messages are normal, so V(completed_with_errors) is not in
        the default.
    type: list
    elements: str
    choices: [succeeded, completed_with_warnings, completed_with_errors, failed, cancelled, disconnected, thread_abort]
    default: [failed, cancelled, disconnected, thread_abort]
  min_items:
    description: Minimum number of items that the run must archive. Not checked with O(wait=false).
    type: int
  max_items:
    description: Maximum number of items that the run may archive. Not checked with O(wait=false).
    type: int
seealso:
  - module: community.mailstore.spe_profile
  - module: community.mailstore.spe_profile_result_info
"""

EXAMPLES = r"""
- name: Archive now
  community.mailstore.spe_profile_run:
    instance_id: baumann
    name: Microsoft 365 mailboxes
    wait_timeout: 3600
    service_provider_access: open

- name: Try a mailbox before you create its profile
  community.mailstore.spe_profile_run:
    instance_id: baumann
    temporary:
      name: Try
      owner: admin
      connector: IMAP
      details:
        emailAddress: sales@baumann.example
        host: imap.baumann.example
        protocol: IMAP-SSL
        userName: sales@baumann.example
        targetUserFolder: admin
      secret_details:
        password: "{{ vault_baumann_sales_password }}"
    service_provider_access: open
"""

RETURN = r"""
result:
  description:
    - The result of the run, with times in UTC; V(null) in check mode, or if the task does not wait.
    - A temporary profile has neither C(profile_id) nor C(profile_name).
  returned: success, and failure because of the result
  type: dict
  sample:
    id: 101
    user_name: admin
    profile_id: 7
    profile_name: Microsoft 365 mailboxes
    result: completed_with_errors
    items_archived: 12
    start_time: "2026-04-03T10:35:26"
    complete_time: "2026-04-03T10:42:10"
    machine_name: HOST01
log_output:
  description: The log that the server wrote, if any.
  returned: success, and failure because of the result
  type: str
  sample: 12 messages of jane.doe@baumann.example were archived.
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: RunProfile
      arguments:
        instanceID: baumann
        id: 7
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
    function: RunProfile
    http_status: 200
    status_code: failed
    message: The profile cannot be run by the server.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, LONG_WAIT_OPTIONS
from ..module_utils._ansible.profile_run import run_profile, secrets_of_temporary
from ..module_utils._resources.results import BAD_RESULTS, RESULT_WORDS

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **LONG_WAIT_OPTIONS,
    "name": {"type": "str"},
    "temporary": {
        "type": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            "owner": {"type": "str", "required": True},
            "type": {"type": "str", "default": "I"},
            "connector": {"type": "str", "required": True},
            "details": {"type": "dict", "default": {}},
            "secret_details": {"type": "dict", "default": {}, "no_log": True},
            "credential": {"type": "str"},
        },
    },
    "fail_on": {"type": "list", "elements": "str", "choices": list(RESULT_WORDS), "default": list(BAD_RESULTS)},
    "min_items": {"type": "int"},
    "max_items": {"type": "int"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Run a profile."""
    return run_profile(params, context)


MODULE = ModuleDefinition(
    name="spe_profile_run",
    argument_spec=ARGUMENT_SPEC,
    work=work,
    rules={"mutually_exclusive": [("name", "temporary")], "required_one_of": [("name", "temporary")]},
    secrets=lambda params: secrets_of_temporary(params["temporary"]),
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
