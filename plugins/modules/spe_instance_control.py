#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_instance_control
short_description: Start, stop, restart, freeze or thaw instances of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Brings several instances to a state at the same time, with one call for all that need the same function, and waits
    until they have reached it.
  - The module accepts only exact IDs, and looks up all of them before it does anything. If one of them cannot reach
    the state, the module changes none of them.
extends_documentation_fragment:
  - community.mailstore.spe
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
      - With O(state=restarted) the module restarts or starts the instances in every run.
options:
  instance_ids:
    description: The IDs of the instances, at least one.
    type: list
    elements: str
    required: true
  state:
    description:
      - With V(started) the instances run. With V(stopped) they do not run.
      - With V(restarted) the module restarts those that run, and starts the others.
      - The task thaws a frozen instance before it stops or restarts it. With V(started) it only thaws it. If an
        instance is starting or stopping because of an earlier run, the task waits first.
      - With V(frozen) the server writes nothing to their files, so you can copy these. Thaw the instances soon, in
        the C(always) section of a block, as the example does. If freezing fails half-way, the module thaws all
        instances that it has frozen.
      - V(thawed) ends that. Instances that are running or stopped stay as they are.
    type: str
    choices: [started, stopped, restarted, frozen, thawed]
    required: true
  safe_mode:
    description:
      - Whether the task starts instances in safe mode. In safe mode only administrators can log in, and profiles and
        jobs do not run. Instances that run already stay as they are, unless O(state=restarted).
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  stopped:
    description:
      - What O(state=frozen) does with stopped instances. The server writes nothing to their files in any case.
      - With V(skip) they stay as they are, and RV(left_stopped) and a warning name them. With V(fail) the task fails
        and changes none.
    type: str
    choices: [skip, fail]
    default: skip
seealso:
  - module: community.mailstore.spe_instance
"""

EXAMPLES = r"""
- name: A consistent copy of the files
  block:
    - name: Halt all writing; one that is stopped needs no freezing
      community.mailstore.spe_instance_control:
        instance_ids: [baumann, nordlicht, seeblick]
        state: frozen
        stopped: skip

    - name: Take the snapshot here
      ansible.builtin.debug:
        msg: The storage takes a snapshot now.
  always:
    - name: Go on
      community.mailstore.spe_instance_control:
        instance_ids: [baumann, nordlicht, seeblick]
        state: thawed

- name: Restart one instance
  community.mailstore.spe_instance_control:
    instance_ids: [baumann]
    state: restarted

- name: Start an instance with problems, so that only administrators can log in
  community.mailstore.spe_instance_control:
    instance_ids: [seeblick]
    state: started
    safe_mode: true
"""

RETURN = r"""
instances:
  description: The instances as the server returns them, or as they would be in check mode.
  returned: success
  type: list
  elements: dict
  sample:
    - instance_id: baumann
      status: frozen
      start_stop_error: null
    - instance_id: nordlicht
      status: frozen
      start_stop_error: null
left_stopped:
  description: The IDs of the instances that O(stopped=skip) did not change.
  returned: success
  type: list
  elements: str
  sample: []
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: FreezeInstances
      arguments:
        instanceFilter: baumann nordlicht
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: FreezeInstances
    http_status: 200
    status_code: failed
    message: The VSS writer is busy.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.instance_control import control_instances
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, WAIT_OPTIONS
from ..module_utils._resources.assumptions import STATUS_STOPPED
from ..module_utils._resources.instance_control import refuse_stopped

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **WAIT_OPTIONS,
    "instance_ids": {"type": "list", "elements": "str", "required": True},
    "state": {"type": "str", "choices": ["started", "stopped", "restarted", "frozen", "thawed"], "required": True},
    "safe_mode": {"type": "bool", "default": False},
    "stopped": {"type": "str", "choices": ["skip", "fail"], "default": "skip"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Bring the instances to the state."""
    freezes = params["state"] == "frozen"
    if freezes and params["stopped"] == "fail":
        refuse_stopped(context.snapshot, params["instance_ids"])
    result = control_instances(params, context)
    stopped = [row["instance_id"] for row in result["instances"] if row["status"] == STATUS_STOPPED]
    left_stopped = stopped if freezes else []
    if left_stopped:
        names = ", ".join(left_stopped)
        context.warn(f"Not frozen, because they are stopped and the server writes nothing to their files: {names}.")
    return {**result, "left_stopped": left_stopped}


MODULE = ModuleDefinition(name="spe_instance_control", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
