#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_api_password
short_description: Make a new API password for a MailStore SPE system administrator
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Makes a new API password for the system administrator that the task logs in as, and returns it.
  - An account with multi-factor authentication calls the API with it instead of its password. Each account has at
    most one. A new one makes the old one invalid at once, wherever it is in use.
  - The server returns an API password only once. Nobody can read it later, neither with this module nor in any other
    way.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
    details:
      - Check mode makes no API password, and RV(api_password) is V(null).
  diff_mode:
    support: none
    details:
      - There is nothing to compare, and the module does not show a secret.
  idempotent:
    support: none
    details:
      - Every run makes a new API password, and the previous one stops working.
options:
  confirm:
    description:
      - The name of the system administrator, the same as O(spe_username). It confirms that the API password is
        replaced.
    type: str
    required: true
notes:
  - The task must have C(no_log=true); otherwise the module refuses it. Ansible then neither shows nor logs what the
    task returns, and you can still register it.
  - The registered variable contains the secret in clear text. Do not print it, and do not put it into a cached fact.
    Store it in a vault in the same play, with tasks that also have C(no_log=true).
  - Do not run the task with C(async). Ansible then keeps the result in a file.
seealso:
  - module: community.mailstore.spe_system_administrator
"""

EXAMPLES = r"""
- name: A new API password for the account of this play
  community.mailstore.spe_api_password:
    confirm: admin
  register: renewed
  no_log: true

- name: Use it for the following tasks
  community.mailstore.spe_environment_info:
    spe_password: "{{ renewed.api_password }}"
    status: false
  when: not ansible_check_mode
"""

RETURN = r"""
api_password:
  description: The new API password, a secret; V(null) in check mode.
  returned: success
  type: str
  sample: VALUE_SPECIFIED_IN_NO_LOG_PARAMETER
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success
  type: list
  elements: dict
  sample:
    - function: CreateSystemAdministratorAPIPassword
      arguments: {}
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateSystemAdministratorAPIPassword
    http_status: 200
    status_code: failed
    message: The service is starting.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.action_module import act
from ..module_utils._ansible.confirmation import require_confirmation, require_no_log
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._api.errors import FunctionFailed
from ..module_utils._engine.calls import Call
from ..module_utils._resources.assumptions import api_password_in

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    "confirm": {"type": "str", "required": True},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Make a new API password."""
    require_no_log(context, returned="a new API password")
    name = params["spe_username"]
    require_confirmation(
        params["confirm"],
        name,
        consequence=f"This replaces the API password of {name!r}, and the old one stops working",
    )
    call = Call("CreateSystemAdministratorAPIPassword", {})
    result = act([call], context)
    answers = result.pop("answers")
    if context.check_mode:
        return {**result, "api_password": None}
    api_password = api_password_in(answers[0]["result"])
    if not api_password:
        raise FunctionFailed(
            "The server made a new API password, but its answer is not understood; make one in the console, and"
            " please report this.",
            function=call.function,
        )
    return {**result, "api_password": api_password}


MODULE = ModuleDefinition(name="spe_api_password", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
