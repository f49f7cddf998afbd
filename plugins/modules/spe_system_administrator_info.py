#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_system_administrator_info
short_description: Read the system administrators of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads all system administrators, or one, in the form that M(community.mailstore.spe_system_administrator) takes.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  name:
    description:
      - Name of the one system administrator to read. The list is empty if there is no such system administrator.
    type: str
seealso:
  - module: community.mailstore.spe_system_administrator
"""

EXAMPLES = r"""
- name: System administrators without multi-factor authentication
  community.mailstore.spe_system_administrator_info:
    query: "[?mfa == 'disabled'].name"
  register: administrators

- name: Show them
  ansible.builtin.debug:
    var: administrators.query_result

- name: One of them
  community.mailstore.spe_system_administrator_info:
    name: operations
"""

RETURN = r"""
system_administrators:
  description: The system administrators.
  returned: success
  type: list
  elements: dict
  sample:
    - name: operations
      full_name: Operations Team
      email_address: operations@example.com
      mfa: enabled
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [admin]
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetSystemAdministrators
    http_status: 200
    status_code: failed
    message: The service is starting.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import list_on_server
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, QUERY_OPTION
from ..module_utils._resources.system_administrator import SYSTEM_ADMINISTRATOR

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "name": {"type": "str"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read system administrators."""
    return list_on_server(SYSTEM_ADMINISTRATOR, params, context)


MODULE = ModuleDefinition(name="spe_system_administrator_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
