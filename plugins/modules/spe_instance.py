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
  - Creates, changes, starts, stops, restarts and deletes instances, and waits until they have the requested state.
  - IDs and aliases are both used in URLs, so a new one must differ from all IDs and all aliases. The module checks
    that before it creates anything.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.instance
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
      - With O(state=restarted) the module restarts a running instance in every run.
options:
  instance_id:
    description:
      - The ID of the instance, 3 to 32 characters of a to z, 0 to 9 and the dash, the first one a letter.
    type: str
    required: true
  service_provider_access:
    description:
      - What to do with O(state=absent) when the service provider has no access to the instance. Without access the
        task cannot read legal hold and users. All other work needs no access.
      - With V(require) the task does not delete an instance whose legal hold and users it cannot read.
      - With V(open) the task switches access to a running instance on to read, also in check mode, and off again. The
        tenant's audit log records both.
    type: str
    choices: [require, open]
    default: require
  alias:
    description: A second name of the instance. It must differ from all IDs and aliases.
    type: str
  display_name:
    description: The name that people see.
    type: str
  instance_host:
    description:
      - The instance host that runs the instance. Required to create one.
      - For an existing instance another value is an error, unless O(allow_move=true).
    type: str
  start_mode:
    description:
      - Whether the instance starts automatically, manually, or not at all. A new one gets V(automatic) if this is not
        given.
    type: str
    choices: [automatic, manual, disabled]
  base_directory:
    description:
      - Directory of the instance on the instance host. Required to create one.
      - For an existing instance another value is an error, unless O(allow_move=true).
    type: str
  debug_log_enabled:
    description: Whether the instance writes a debug log.
    type: bool
  imap_server_connection_log_enabled:
    description: Whether the instance logs connections to the IMAP server.
    type: bool
  vss_writer_enabled:
    description: Whether the VSS writer is on. Volume shadow copies need it.
    type: bool
  vss_writer_exclude_indexes:
    description: Whether the VSS writer excludes the search indexes.
    type: bool
  create_base_directory:
    description: Whether to create O(base_directory) of a new instance on the instance host if it does not exist.
    type: bool
    default: false
  allow_move:
    description:
      - Whether the task may change O(instance_host) and O(base_directory) of an existing instance.
      - The server only records the new place. Stop the instance and move its files first.
      - The host and the directory must exist. In check mode the task only warns if they do not, because an earlier
        task may create them.
      - The task stops a running instance first, and starts it afterwards unless O(state=stopped). If that fails, it
        starts the instance again in the old place.
    type: bool
    default: false
  safe_mode:
    description:
      - Whether the task starts an instance in safe mode. In safe mode only administrators can log in, and profiles
        and jobs do not run. An instance that runs already stays as it is.
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  confirm:
    description: The ID of the instance again; required with O(state=absent).
    type: str
  allow_running:
    description:
      - Whether O(state=absent) may stop and delete an instance that is running or frozen.
      - In check mode an instance that an earlier task would stop is still running.
    type: bool
    default: false
  allow_legal_hold:
    description:
      - Whether O(state=absent) may delete an instance that is under legal hold, or whose legal hold the task cannot
        read, because it is not running or service provider access is off.
    type: bool
    default: false
  allow_messages:
    description:
      - Whether O(state=absent) may delete an instance that contains messages, or whose messages the task cannot
        count, because it is not running.
    type: bool
    default: false
  state:
    description:
      - With V(present) the instance exists, running or not.
      - With V(started) it exists and runs. With V(stopped) it exists and does not run.
      - With V(restarted) it exists, and the task restarts it.
      - With V(absent) the task stops it if it runs, and deletes it. O(allow_running), O(allow_legal_hold) and
        O(allow_messages) control what it may delete.
      - The task thaws a frozen instance before it stops or restarts it. With V(started) it only thaws it. If an
        instance is starting or stopping because of an earlier run, the task waits first.
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

- name: Delete it; nobody can read what a stopped instance contains
  community.mailstore.spe_instance:
    instance_id: fabrikam
    confirm: fabrikam
    allow_legal_hold: true
    allow_messages: true
    state: absent

- name: Delete one that runs, and was emptied before
  community.mailstore.spe_instance:
    instance_id: weber
    confirm: weber
    allow_running: true
    allow_legal_hold: true
    allow_messages: true
    service_provider_access: open
    state: absent
"""

RETURN = r"""
instance:
  description:
    - The instance as the server returns it, or as it would be in check mode; V(null) if it does not exist.
    - If nothing changes and the task names none of them, C(base_directory) and what follows it in the sample are
      missing, because reading them needs one more call.
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
deletes:
  description:
    - What the task deletes with the instance. V(null) means that the task cannot read it, because the instance is not
      running or service provider access is off. Sizes are in MiB.
  returned: with O(state=absent) if the instance exists, also when the task refuses to delete it
  type: dict
  sample:
    users: 150
    messages: 632651
    size_mb: 53376
    legal_hold: false
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
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: StartInstances
      arguments:
        instanceFilter: fabrikam
error:
  description: Details of an error of the API.
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

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.instance_task import InstanceTask, delete_instance
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, WAIT_OPTIONS
from ..module_utils._resources.instance import INSTANCE
from ..module_utils._resources.instance_entry import DELETION_OPTIONS, OPTIONS

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **WAIT_OPTIONS,
    **INSTANCE_OPTIONS,
    **OPTIONS,
    **DELETION_OPTIONS,
    "state": {
        "type": "str",
        "choices": ["present", "started", "stopped", "restarted", "absent"],
        "default": "present",
    },
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Manage one instance."""
    instance_id, state = params["instance_id"], params["state"]
    if state == "absent":
        return delete_instance(instance_id, params, context)
    return InstanceTask(instance_id, params, context.specified, state, context).manage()


MODULE = ModuleDefinition(name="spe_instance", argument_spec=ARGUMENT_SPEC, work=work, read_only=INSTANCE.read_only)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
