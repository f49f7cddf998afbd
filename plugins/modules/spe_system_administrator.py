#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_system_administrator
short_description: Manage system administrators of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates, changes and deletes system administrators, who manage the whole system and may call the API.
  - M(community.mailstore.spe_user) manages the users of a tenant.
  - When the task changes the password of the account that it logs in as, it continues with the new one. Later tasks
    need the new one in O(spe_password).
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - With O(update_password=always) and O(password) the module writes the password every time, because it cannot
        read it.
      - With O(reinitialize_mfa=true) the server makes a new secret every time.
options:
  name:
    description: Login name of the system administrator.
    type: str
    required: true
  full_name:
    description: Full name. V(null) or an empty text removes it.
    type: str
  email_address:
    description: E-mail address that receives messages of the system. V(null) or an empty text removes it.
    type: str
  password:
    description:
      - The password. Required to create a system administrator.
      - The server never returns it, so the module cannot compare it.
    type: str
  update_password:
    description:
      - With V(on_create) the module writes the password only when it creates the system administrator.
      - With V(always) the module writes it in every run, and every run reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  mfa:
    description:
      - Whether multi-factor authentication is on. V(enabled) initializes it; the system administrator completes the
        setup at the next login. V(disabled) deactivates it.
      - An account with multi-factor authentication can call the API only with an API password; see
        M(community.mailstore.spe_api_password). Make one before you enable it for the account that Ansible uses.
    type: str
    choices: [enabled, disabled]
  reinitialize_mfa:
    description:
      - Whether an account that already has multi-factor authentication gets a new secret, for example because
        somebody learned the old one. That happens in every run, and every run reports a change.
      - Needs O(mfa=enabled). An account without multi-factor authentication gets its first secret, once.
      - The old secret is no longer valid. The user sets up the new one at the next login.
    type: bool
    default: false
  confirm:
    description:
      - The name of the system administrator again.
      - Required with O(state=absent), and when O(mfa=enabled) makes a secret for the account that the task logs in as.
    type: str
  state:
    description:
      - Whether the system administrator exists.
      - The task cannot remove the account that it logs in as.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.mailstore.spe_system_administrator_info
  - module: community.mailstore.spe_api_password
  - module: community.mailstore.spe_user
"""

EXAMPLES = r"""
- name: An administrator who must set up multi-factor authentication at the first login
  community.mailstore.spe_system_administrator:
    name: jane.doe
    full_name: Jane Doe
    email_address: jane.doe@example.com
    password: "{{ vault_jane_password }}"
    mfa: enabled

- name: She lost her telephone
  community.mailstore.spe_system_administrator:
    name: jane.doe
    mfa: disabled

- name: Somebody learned her secret; she gets a new one
  community.mailstore.spe_system_administrator:
    name: jane.doe
    mfa: enabled
    reinitialize_mfa: true

- name: Write a new password
  community.mailstore.spe_system_administrator:
    name: jane.doe
    password: "{{ vault_new_jane_password }}"
    update_password: always

- name: She has left
  community.mailstore.spe_system_administrator:
    name: jane.doe
    confirm: jane.doe
    state: absent
"""

RETURN = r"""
system_administrator:
  description:
    - The system administrator as the server returns it, or as it would be in check mode; V(null) if it does not
      exist.
  returned: success
  type: dict
  sample:
    name: jane.doe
    full_name: Jane Doe
    email_address: jane.doe@example.com
    mfa: enabled
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: CreateSystemAdministrator
      arguments:
        config:
          userName: jane.doe
          fullName: Jane Doe
          emailAddress: jane.doe@example.com
        password: "********"
    - function: InitializeSystemAdministratorMFA
      arguments:
        userName: jane.doe
password_updated:
  description: Whether a password was written, or would be written in check mode.
  returned: when it was
  type: bool
  sample: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateSystemAdministrator
    http_status: 200
    status_code: failed
    message: The password does not meet the requirements.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.confirmation import require_confirmation
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._ansible.run import run_item_on_server
from ..module_utils._engine.entry import specified_fields
from ..module_utils._engine.item import Item
from ..module_utils._engine.plan import Plan
from ..module_utils._engine.read import Desired, Observed
from ..module_utils._resources.mfa import Reinitialization, check_reinitialization
from ..module_utils._resources.system_administrator import (
    ENABLE_MFA,
    SYSTEM_ADMINISTRATOR,
    refine_system_administrator,
)

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    "name": {"type": "str", "required": True},
    "full_name": {"type": "str"},
    "email_address": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "mfa": {"type": "str", "choices": ["enabled", "disabled"]},
    "reinitialize_mfa": {"type": "bool", "default": False},
    "confirm": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Manage one system administrator."""
    name, absent = params["name"], params["state"] == "absent"
    if absent:
        require_confirmation(
            params["confirm"], name, consequence=f"The system administrator {name!r} will no longer be able to log in"
        )
    if params["reinitialize_mfa"]:
        check_reinitialization(params["mfa"])
    reinitialization = Reinitialization(SYSTEM_ADMINISTRATOR, ENABLE_MFA)

    def refine(plan: Plan, observed: Observed) -> Plan:
        plan = reinitialization.refine(plan, observed) if params["reinitialize_mfa"] else plan
        return refine_system_administrator(plan, observed, params["spe_username"], params["confirm"])

    desired = Desired(
        name,
        specified_fields(SYSTEM_ADMINISTRATOR, params, context.specified),
        absent=absent,
        update_secrets=params.get("update_password") == "always",
    )
    return run_item_on_server(Item(SYSTEM_ADMINISTRATOR, desired, refine), context)


MODULE = ModuleDefinition(
    name="spe_system_administrator", argument_spec=ARGUMENT_SPEC, work=work, read_only=SYSTEM_ADMINISTRATOR.read_only
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
