#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_client_access_server
short_description: Manage client access servers of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Registers client access servers at the management server, changes how it reaches them, and removes them from its
    database. The module installs, starts and stops nothing on the client access server itself.
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
    support: full
options:
  name:
    description: Name of the client access server in the network.
    type: str
    required: true
  port:
    description: Port of the client access server. A new one gets V(8473) if this is not given.
    type: int
  certificate_thumbprint:
    description:
      - SHA-1 fingerprint of the certificate that the client access server shows on O(port), 40 hexadecimal digits with or without colons.
        The management server trusts that certificate and no other.
      - Required to create one. For an existing one another fingerprint means that its certificate was renewed. The
        module then pairs it with the management server again.
    type: str
  pair:
    description:
      - Whether the module also pairs the client access server with the management server, when it registers it, or
        when the service status shows that a registered one is not active.
      - No function shows whether a server is paired. The module pairs a server that is paired but down again in every
        run. It always pairs a server whose certificate changes.
    type: bool
    default: false
  confirm:
    description: The name of the client access server again; required with O(state=absent).
    type: str
  state:
    description: Whether the client access server is registered at the management server.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.mailstore.spe_client_access_server_info
"""

EXAMPLES = r"""
- name: A second client access server
  community.mailstore.spe_client_access_server:
    name: spe2.example.com
    certificate_thumbprint: 445566778899AABBCCDDEEFF0011223344556677
    pair: true

- name: Its certificate was renewed
  community.mailstore.spe_client_access_server:
    name: spe2.example.com
    certificate_thumbprint: 55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88

- name: Remove it
  community.mailstore.spe_client_access_server:
    name: spe2.example.com
    confirm: spe2.example.com
    state: absent
"""

RETURN = r"""
client_access_server:
  description:
    - The client access server as the server returns it, or as it would be in check mode; V(null) if it does not
      exist.
  returned: success
  type: dict
  sample:
    name: spe.example.com
    port: 8473
    certificate_thumbprint: 2233445566778899AABBCCDDEEFF001122334455
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: PairWithManagementServer
      arguments:
        serverType: clientAccessServer
        serverName: spe.example.com
        port: 8473
        thumbprint: 2233445566778899AABBCCDDEEFF001122334455
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateClientAccessServer
    http_status: 200
    status_code: failed
    message: The client access server cannot be reached.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from ..module_utils._ansible.confirmation import require_confirmation
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._ansible.run import run_item_on_server
from ..module_utils._engine.entry import specified_fields
from ..module_utils._engine.item import Item
from ..module_utils._engine.read import Desired
from ..module_utils._resources.client_access_server import (
    CLIENT_ACCESS_SERVER,
    SERVER_TYPE,
    refine_client_access_server,
)
from ..module_utils._resources.paired_server import Pairing, named_server

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    "name": {"type": "str", "required": True},
    "port": {"type": "int"},
    "certificate_thumbprint": {"type": "str"},
    "pair": {"type": "bool", "default": False},
    "confirm": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Manage one client access server."""
    name, absent = params["name"], params["state"] == "absent"
    if absent:
        require_confirmation(
            params["confirm"],
            name,
            consequence=f"This removes the client access server {name!r} from the server",
        )
    pairing = Pairing(context.snapshot, SERVER_TYPE) if params["pair"] else None
    desired = Desired(
        name, named_server(specified_fields(CLIENT_ACCESS_SERVER, params, context.specified)), absent=absent
    )
    refine = partial(refine_client_access_server, pairing=pairing)
    return run_item_on_server(Item(CLIENT_ACCESS_SERVER, desired, refine), context)


MODULE = ModuleDefinition(
    name="spe_client_access_server", argument_spec=ARGUMENT_SPEC, work=work, read_only=CLIENT_ACCESS_SERVER.read_only
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
