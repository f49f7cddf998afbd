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
  - Brings several instances to a state at once, with one call for all that need the same function, and waits until they
    are there.
  - Only exact IDs are taken, and all of them are looked up before anything is done. If one of them cannot get to the state,
    nothing is done to any.
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
      - With O(state=restarted) instances are restarted, or started, every time.
options:
  instance_ids:
    description: The IDs of the instances, at least one.
    type: list
    elements: str
    required: true
  state:
    description:
      - With V(started) and V(stopped) the instances run, or do not.
      - With V(restarted) those that run are restarted, and those that do not are started.
      - One that is frozen is thawed before it is stopped or restarted; with V(started) that is all. One that is starting or
        stopping, because of an earlier run, is waited for, and then brought to the state.
      - With V(frozen) nothing is written to their files, so that these can be copied. Thaw them soon, in the C(always)
        section of a block, as the example does. If freezing fails half-way, all that this task has frozen are thawed.
      - With V(thawed) that ends. Instances that run or are stopped are left as they are.
    type: str
    choices: [started, stopped, restarted, frozen, thawed]
    required: true
  safe_mode:
    description:
      - Whether instances that this task starts are started in safe mode, in which only administrators can log in, and no
        profiles and jobs run. Instances that run already are left as they are, unless O(state=restarted).
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  stopped:
    description:
      - What O(state=frozen) does with instances that are stopped, to whose files nothing is written in any case.
      - With V(skip) they stay as they are, and RV(left_stopped) and a warning name them. With V(fail) nothing is done to any.
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

- name: Start one that has trouble, so that only administrators can log in
  community.mailstore.spe_instance_control:
    instance_ids: [seeblick]
    state: started
    safe_mode: true
"""

RETURN = r"""
instances:
  description: The instances as the server says them, or in check mode as they would be.
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
  description: The IDs of the instances that O(stopped=skip) left as they are.
  returned: success
  type: list
  elements: str
  sample: []
calls:
  description: The calls that were made, or in check mode would be made.
  returned: success, and after a failure that came after the first call
  type: list
  elements: dict
  sample:
    - function: FreezeInstances
      arguments:
        instanceFilter: baumann nordlicht
error:
  description: What is known of an error of the API.
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
from ..module_utils._ansible.snapshot import server_of
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
        refuse_stopped(server_of(params, context), params["instance_ids"])
    result = control_instances(params, context)
    stopped = [row["instance_id"] for row in result["instances"] if row["status"] == STATUS_STOPPED]
    left_stopped = stopped if freezes else []
    if left_stopped:
        names = ", ".join(left_stopped)
        context.warn(f"Not frozen, because stopped already, so that nothing is written to their files: {names}.")
    return {**result, "left_stopped": left_stopped}


MODULE = ModuleDefinition(name="spe_instance_control", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
