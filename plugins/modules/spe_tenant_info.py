#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_tenant_info
short_description: Read a whole MailStore SPE tenant as a playbook describes it
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads a running tenant, its settings and everything in it, in the form that M(community.mailstore.spe_tenant)
    takes. If you pass the result to that module, it changes nothing.
  - The server never returns passwords and other secrets, so they are not in RV(tenant). RV(secrets) lists where they
    belong, each with the name of a variable for it.
  - The module omits what the server is too old for, and objects that no playbook can name, and warns.
  - The module reads jobs and profiles of the service provider's account like all others. It omits the account itself,
    because no module manages it.
  - The playbook C(community.mailstore.export) writes files for an inventory with this module.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.query
  - community.mailstore.settings.parts
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  defaults:
    description:
      - Whether to return also values that a new object has anyway, such as an empty list of e-mail addresses.
      - The module never returns values that nobody has set.
    type: bool
    default: false
  secret_variables:
    description:
      - Prefix of the names of the variables in RV(secrets).
      - If not set, it is C(vault_), the ID of the instance and an underscore, such as V(vault_baumann_).
    type: str
seealso:
  - module: community.mailstore.spe_tenant
  - module: community.mailstore.spe_settings_info
  - module: community.mailstore.spe_user_info
"""

EXAMPLES = r"""
- name: Everything about a tenant
  community.mailstore.spe_tenant_info:
    instance_id: baumann
    service_provider_access: open
  register: live

- name: The passwords that you need to create it again
  ansible.builtin.debug:
    msg: "{{ live.secrets | map(attribute='variable') }}"

- name: How a tenant creates its stores, and what it indexes
  community.mailstore.spe_tenant_info:
    instance_id: nordlicht
    parts: [store_auto_create, index]
    defaults: true
  register: model

- name: Who owns jobs
  community.mailstore.spe_tenant_info:
    instance_id: baumann
    parts: [jobs]
    query: "jobs[].owner"
  register: owners
"""

RETURN = r"""
tenant:
  description:
    - The tenant, in the form that M(community.mailstore.spe_tenant) takes. It has O(instance_id) and the O(parts).
    - It does not contain a setting that was never made.
  returned: success
  type: dict
  sample:
    instance_id: baumann
    instance:
      alias: bau
      display_name: Baumann Bau GmbH
      instance_host: host1.example.com
      base_directory: E:\Archives\baumann
    stores:
      - name: "2025"
        database_path: E:\Archives\baumann\2025
      - name: "2026"
        database_path: E:\Archives\baumann\2026
        requested_state: current
    users:
      - name: admin
        full_name: Administrator
        privileges: [admin]
      - name: reception
        full_name: Reception
        email_addresses: [reception@baumann.example]
        privileges: [login, change_password]
        login_privileges: [web, outlook]
        own_archive_privileges: [read, write]
    profiles:
      - name: Microsoft 365 mailboxes
        owner: admin
        connector: MicrosoftOffice365
        details: {host: outlook.office365.com, multiDrop: "1", timeout: "0"}
        credential: baumann.example
        automatic: true
        automatic_pause_between_executions: 900
    jobs:
      - name: Verify stores
        command: VerifyStores
        arguments: {includeIndexes: true}
        owner: admin
        enabled: true
        time_zone: W. Europe Standard Time
        time: "03:30:00"
        day_of_week: Sunday
secrets:
  description:
    - The secrets of the tenant, in the order of RV(tenant), without their values.
    - The module cannot read which secret settings a credential has. Its variable is a dictionary for all of them.
  returned: success
  type: list
  elements: dict
  contains:
    variable:
      description: Name of the variable, unique for the tenant.
      type: str
      sample: vault_baumann_user_admin_password
    part:
      description: The part of the tenant to which the secret belongs.
      type: str
      sample: users
    name:
      description: The name of the object, or the description of the credential. V(null) for a setting.
      type: str
      sample: admin
    option:
      description: The option that takes the secret.
      type: str
      sample: password
    key:
      description: The key in the option, if that is a dictionary of which only this key was found.
      type: str
      sample: null
    type:
      description: Whether the value is a text, V(str), or a dictionary, V(dict).
      type: str
      sample: str
  sample:
    - variable: vault_baumann_user_admin_password
      part: users
      name: admin
      option: password
      key: null
      type: str
query_result:
  description: What O(query) selects from RV(tenant).
  returned: when O(query) is given
  type: raw
  sample: [admin, admin]
service_provider_access_opened:
  description: Whether the task switched service provider access on, and off again.
  returned: when it was
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
    function: GetUsers
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._ansible.tenant_info import ALL_PARTS, read_tenant

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **QUERY_OPTION,
    "parts": {"type": "list", "elements": "str", "choices": list(ALL_PARTS), "default": list(ALL_PARTS)},
    "defaults": {"type": "bool", "default": False},
    "secret_variables": {"type": "str", "no_log": False},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read a tenant."""
    return read_tenant(params, context)


MODULE = ModuleDefinition(name="spe_tenant_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
