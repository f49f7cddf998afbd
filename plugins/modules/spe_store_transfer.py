#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_store_transfer
short_description: Transfer archive stores of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Calls C(TransferStores). MailStore SPE 25.3 added this function, and the function reference does not describe it.
  - The module checks the arguments against the list of functions of the server before it sends anything.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.long_wait
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
    details:
      - Check mode sends nothing, but checks the arguments.
  diff_mode:
    support: N/A
    details:
      - There is no state to compare.
  idempotent:
    support: none
    details:
      - It is not known what the function does to stores that were transferred before.
options:
  arguments:
    description:
      - The arguments, with the names that the server lists, without the instance. If they are wrong, the message
        lists the right names.
    type: dict
    default: {}
  confirm:
    description: The ID of the instance again, because stores may leave it.
    type: str
    required: true
seealso:
  - module: community.mailstore.spe_store
"""

EXAMPLES = r"""
- name: Show which arguments this server needs; nothing is sent
  community.mailstore.spe_store_transfer:
    instance_id: baumann
    confirm: baumann
    service_provider_access: open
  check_mode: true
  failed_when: false
  register: transfer

- name: Show the message
  ansible.builtin.debug:
    var: transfer.msg
"""

RETURN = r"""
result:
  description: What the function returned; V(null) in check mode.
  returned: success
  type: raw
  sample: null
finished:
  description: Whether the server has finished. With O(wait=false) it may still be at work. V(false) in check mode.
  returned: success
  type: bool
  sample: true
log_output:
  description: The log of the function.
  returned: success
  type: str
  sample: Transferring store 2024
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: TransferStores
      arguments:
        instanceID: baumann
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
error:
  description: Details of an error of the API, with C(log_output) if the server wrote a log before it failed.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: TransferStores
    http_status: 200
    status_code: failed
    message: The target is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.action_module import act_on_instance, planned
from ..module_utils._ansible.command import check_call
from ..module_utils._ansible.confirmation import require_confirmation
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.instance import InstanceWork
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, LONG_WAIT_OPTIONS
from ..module_utils._api.contract import requires_access
from ..module_utils._engine.calls import Call

FUNCTION = "TransferStores"

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **LONG_WAIT_OPTIONS,
    "arguments": {"type": "dict", "default": {}},
    "confirm": {"type": "str", "required": True},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Transfer stores, after a look at what the server itself wants to know."""
    named = {name: value for name, value in params["arguments"].items() if value is not None}
    context.client.require(FUNCTION)
    arguments = check_call(context.client.metadata(), FUNCTION, {**named, "instanceID": params["instance_id"]})
    call = Call(FUNCTION, arguments)
    require_confirmation(
        params["confirm"], params["instance_id"], consequence="Stores may leave the instance permanently"
    )
    result = planned([call])
    with InstanceWork(params, context, needs_access=requires_access(FUNCTION), missing_ok=True):
        result = act_on_instance([call], params, context)
    answers = result.pop("answers")
    answer = answers[0] if answers else {"result": None, "log_output": None, "finished": False}
    return {**result, **{key: answer[key] for key in ("result", "log_output", "finished")}}


MODULE = ModuleDefinition(name="spe_store_transfer", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
