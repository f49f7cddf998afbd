#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_instance
short_description: Manage instances (tenants) of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates, changes, starts, stops, restarts and deletes instances, and waits until they are as asked for.
  - IDs and aliases are both parts of URLs; they are checked against both name spaces before anything is created.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.wait
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
      - With O(state=restarted) a running instance is restarted every time.
options:
  instance_id:
    description:
      - The ID of the instance, 3 to 32 characters of a to z, 0 to 9 and the dash, the first one a letter.
    type: str
    required: true
  alias:
    description: A second name of the instance, which must be free among all IDs and aliases.
    type: str
  display_name:
    description: The name that people see.
    type: str
  instance_host:
    description:
      - The instance host that runs the instance. Required to create one.
      - A difference to an existing instance is an error, unless O(allow_move=true).
    type: str
  start_mode:
    description: Whether the instance starts by itself, by hand, or not at all. A new one gets V(automatic) if this is not given.
    type: str
    choices: [automatic, manual, disabled]
  base_directory:
    description:
      - Directory of the instance on the instance host. Required to create one.
      - A difference to an existing instance is an error, unless O(allow_move=true).
    type: str
  debug_log_enabled:
    description: Whether the debug log is written.
    type: bool
  imap_server_connection_log_enabled:
    description: Whether connections to the IMAP server are logged.
    type: bool
  vss_writer_enabled:
    description: Whether the VSS writer is on, which volume shadow copies need.
    type: bool
  vss_writer_exclude_indexes:
    description: Whether the VSS writer leaves the search indexes out.
    type: bool
  create_base_directory:
    description: Whether O(base_directory) of a new instance is created on the instance host if it is not there.
    type: bool
    default: false
  allow_move:
    description:
      - Whether O(instance_host) and O(base_directory) of an existing instance may be changed.
      - The server only notes the new place. Stop the instance and move its files before.
    type: bool
    default: false
  safe_mode:
    description:
      - Whether an instance that this task starts is started in safe mode, in which only administrators can log in, and
        no profiles and jobs run. An instance that runs already is left as it is.
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  confirm:
    description: The ID of the instance again; required with O(state=absent).
    type: str
  state:
    description:
      - With V(present) the instance is there, running or not.
      - With V(started) and V(stopped) it is there, and its process is running or not.
      - With V(restarted) it is there, and its process is started anew.
      - With V(absent) it is stopped if it runs, and deleted.
    type: str
    choices: [present, started, stopped, restarted, absent]
    default: present
seealso:
  - module: community.mailstore.spe_instance_info
  - module: community.mailstore.spe_archive_admin
"""

EXAMPLES = r"""
- name: A running instance
  community.mailstore.spe_instance:
    instance_id: fabrikam
    alias: fab
    display_name: Fabrikam GmbH
    instance_host: host1.example.com
    base_directory: E:\Archives\fabrikam
    create_base_directory: true
    state: started

- name: Stop it
  community.mailstore.spe_instance:
    instance_id: fabrikam
    state: stopped

- name: Delete it
  community.mailstore.spe_instance:
    instance_id: fabrikam
    confirm: fabrikam
    state: absent
"""

RETURN = r"""
instance:
  description:
    - The instance as the server says it, or in check mode as it would be; V(null) if it is not there.
    - If nothing changes, and no option of the task is about them, then C(base_directory) and what follows it here is left
      out, because it would cost a call of its own.
  returned: success
  type: dict
  sample:
    instance_id: fabrikam
    alias: fab
    display_name: Fabrikam GmbH
    instance_host: spe.example.com
    start_mode: automatic
    process_id: 6652
    status: running
    start_stop_error: null
    base_directory: E:\Fabrikam
    debug_log_enabled: false
    imap_server_connection_log_enabled: false
    vss_writer_enabled: true
    vss_writer_exclude_indexes: false
calls:
  description: The calls that were made, or in check mode would be made.
  returned: success, and after a failure that came after the first call
  type: list
  elements: dict
  sample:
    - function: StartInstances
      arguments:
        instanceFilter: fabrikam
error:
  description: What is known of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateInstance
    http_status: 200
    status_code: failed
    message: The base directory does not exist.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.confirmation import require_confirmation
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.face import Face
from ..module_utils._ansible.module import run_module
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, WAIT_OPTIONS
from ..module_utils._ansible.state import manage_on_server, named_fields, server_of
from ..module_utils._api.errors import FunctionFailed
from ..module_utils._engine.read import Wanted
from ..module_utils._resources.instance import (
    INSTANCE,
    START_MODES,
    Lifecycle,
    instance_resource,
    require_instance_id,
)

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **WAIT_OPTIONS,
    "instance_id": INSTANCE_OPTIONS["instance_id"],
    "alias": {"type": "str"},
    "display_name": {"type": "str"},
    "instance_host": {"type": "str"},
    "start_mode": {"type": "str", "choices": list(START_MODES)},
    "base_directory": {"type": "str"},
    "debug_log_enabled": {"type": "bool"},
    "imap_server_connection_log_enabled": {"type": "bool"},
    "vss_writer_enabled": {"type": "bool"},
    "vss_writer_exclude_indexes": {"type": "bool"},
    "create_base_directory": {"type": "bool", "default": False},
    "allow_move": {"type": "bool", "default": False},
    "safe_mode": {"type": "bool", "default": False},
    "confirm": {"type": "str"},
    "state": {
        "type": "str",
        "choices": ["present", "started", "stopped", "restarted", "absent"],
        "default": "present",
    },
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Manage one instance."""
    instance_id, state = params["instance_id"], params["state"]
    require_instance_id(instance_id)
    if state == "absent":
        require_confirmation(
            params["confirm"], instance_id, consequence=f"Deleting the instance {instance_id!r} deletes a tenant"
        )
    server = server_of(params, context)
    lifecycle = Lifecycle(
        server, state, safe_mode=params["safe_mode"], create_base_directory=params["create_base_directory"]
    )
    wanted = Wanted(instance_id, named_fields(INSTANCE, params, context), absent=state == "absent")
    resource = instance_resource(allow_move=params["allow_move"])
    try:
        return manage_on_server(resource, wanted, server, context, lifecycle.refine)
    except FunctionFailed as error:
        raise lifecycle.explained(error, wanted.fields) from error


FACE = Face(name="spe_instance", argument_spec=ARGUMENT_SPEC, work=work, read_only=INSTANCE.read_only)


def main() -> None:
    """The ordinary module."""
    run_module(FACE)


if __name__ == "__main__":
    main()
