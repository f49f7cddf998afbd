#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_client_access_server_info
short_description: Read the client access servers of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads all client access servers, or one, in the form that M(community.mailstore.spe_client_access_server) takes.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  name:
    description:
      - Name of the one client access server to read. The list is empty if there is no such client access server.
    type: str
  service_status:
    description:
      - Whether to read the state of the service, too. The management server asks each client access server for it.
    type: bool
    default: true
seealso:
  - module: community.mailstore.spe_client_access_server
"""

EXAMPLES = r"""
- name: Client access servers that are down
  community.mailstore.spe_client_access_server_info:
    query: "[?!active].name"
  register: down

- name: Show them
  ansible.builtin.debug:
    var: down.query_result

- name: How they are configured, without asking them
  community.mailstore.spe_client_access_server_info:
    service_status: false
"""

RETURN = r"""
client_access_servers:
  description: The client access servers.
  returned: success
  type: list
  elements: dict
  sample:
    - name: spe.example.com
      active: true
      port: 8473
      certificate_thumbprint: 33221100FFEEDDCCBBAA99887766554433221100
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [spe.example.com]
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetClientAccessServers
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
from ..module_utils._resources.client_access_server import client_access_servers

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "name": {"type": "str"},
    "service_status": {"type": "bool", "default": True},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read client access servers."""
    return list_on_server(client_access_servers(service_status=params["service_status"]), params, context)


MODULE = ModuleDefinition(name="spe_client_access_server_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
