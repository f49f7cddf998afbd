#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_instance_host
short_description: Manage instance hosts of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Registers instance hosts at the management server, changes how it reaches them, and removes them from its
    database. The module installs, starts and stops nothing on the instance host itself.
  - The module does not remove an instance host that has instances.
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
    description: Name of the instance host in the network.
    type: str
    required: true
  port:
    description: Port of the instance host. A new one gets V(8472) if this is not given.
    type: int
  certificate_thumbprint:
    description:
      - SHA-1 fingerprint of the certificate that the instance host shows on O(port), 40 hexadecimal digits with or without colons.
        The management server trusts that certificate and no other.
      - Required to create one. For an existing one another fingerprint means that its certificate was renewed. The
        module then pairs it with the management server again.
    type: str
  base_directory:
    description: The directory that the console proposes for new instances on this instance host. V(null) means none.
    type: str
  pair:
    description:
      - Whether the module also pairs the instance host with the management server, when it registers it, or when the
        service status shows that a registered one is not active.
      - No function shows whether a server is paired. The module pairs a server that is paired but down again in every
        run. It always pairs a server whose certificate changes.
    type: bool
    default: false
  confirm:
    description: The name of the instance host again; required with O(state=absent).
    type: str
  state:
    description: Whether the instance host is registered at the management server.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.mailstore.spe_instance_host_info
"""

EXAMPLES = r"""
- name: A third instance host
  community.mailstore.spe_instance_host:
    name: host3.example.com
    certificate_thumbprint: 2233445566778899AABBCCDDEEFF001122334455
    base_directory: E:\Archives
    pair: true

- name: The certificate of an instance host was renewed
  community.mailstore.spe_instance_host:
    name: host2.example.com
    certificate_thumbprint: 33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66

- name: Remove an instance host that has no instances
  community.mailstore.spe_instance_host:
    name: host3.example.com
    confirm: host3.example.com
    state: absent
"""

RETURN = r"""
instance_host:
  description:
    - The instance host as the server returns it, or as it would be in check mode; V(null) if it does not exist.
  returned: success
  type: dict
  sample:
    name: host2.example.com
    port: 8472
    certificate_thumbprint: 2233445566778899AABBCCDDEEFF001122334455
    base_directory: E:\Archives
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: PairWithManagementServer
      arguments:
        serverType: instanceHost
        serverName: host2.example.com
        port: 8472
        thumbprint: 2233445566778899AABBCCDDEEFF001122334455
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateInstanceHost
    http_status: 200
    status_code: failed
    message: The instance host cannot be reached.
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
from ..module_utils._resources.instance_host import INSTANCE_HOST, SERVER_TYPE, refine_instance_host
from ..module_utils._resources.paired_server import Pairing, named_server

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    "name": {"type": "str", "required": True},
    "port": {"type": "int"},
    "certificate_thumbprint": {"type": "str"},
    "base_directory": {"type": "str"},
    "pair": {"type": "bool", "default": False},
    "confirm": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Manage one instance host."""
    name, absent = params["name"], params["state"] == "absent"
    if absent:
        require_confirmation(
            params["confirm"], name, consequence=f"This removes the instance host {name!r} from the server"
        )
    pairing = Pairing(context.snapshot, SERVER_TYPE) if params["pair"] else None
    desired = Desired(name, named_server(specified_fields(INSTANCE_HOST, params, context.specified)), absent=absent)
    refine = partial(refine_instance_host, snapshot=context.snapshot, pairing=pairing)
    return run_item_on_server(Item(INSTANCE_HOST, desired, refine), context)


MODULE = ModuleDefinition(
    name="spe_instance_host", argument_spec=ARGUMENT_SPEC, work=work, read_only=INSTANCE_HOST.read_only
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
