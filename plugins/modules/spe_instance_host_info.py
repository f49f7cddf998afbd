#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_instance_host_info
short_description: Read the instance hosts of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads all instance hosts, or one, in the form that M(community.mailstore.spe_instance_host) takes.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  name:
    description: Name of the one instance host to read. The list is empty if there is no such instance host.
    type: str
seealso:
  - module: community.mailstore.spe_instance_host
"""

EXAMPLES = r"""
- name: The instance hosts and their certificates
  community.mailstore.spe_instance_host_info:
    query: "[].[name, certificate_thumbprint]"
  register: known

- name: Show them
  ansible.builtin.debug:
    var: known.query_result

- name: One of them
  community.mailstore.spe_instance_host_info:
    name: host1.example.com
"""

RETURN = r"""
instance_hosts:
  description: The instance hosts.
  returned: success
  type: list
  elements: dict
  sample:
    - name: host1.example.com
      port: 8472
      certificate_thumbprint: 00112233445566778899AABBCCDDEEFF00112233
      base_directory: null
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [[host1.example.com, 00112233445566778899AABBCCDDEEFF00112233]]
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetInstanceHosts
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
from ..module_utils._resources.instance_host import INSTANCE_HOST

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "name": {"type": "str"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read instance hosts."""
    return list_on_server(INSTANCE_HOST, params, context)


MODULE = ModuleDefinition(name="spe_instance_host_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
