#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_branding
short_description: Make MailStore SPE read its branding files again
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Makes the servers read the branding files again, with which a provider gives the product its own name and look.
    Copy the files to the servers first.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
    details:
      - In check mode the servers do not read the files again.
  diff_mode:
    support: N/A
    details:
      - There is no state to compare.
  idempotent:
    support: none
    details:
      - The servers read the files again in every run. Run the module in a handler of the task that changes the files.
options: {}
"""

EXAMPLES = r"""
- name: Read the branding files again
  community.mailstore.spe_branding:
"""

RETURN = r"""
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success
  type: list
  elements: dict
  sample:
    - function: ReloadBranding
      arguments: {}
answers:
  description: The answer of the server to each call.
  returned: success
  type: list
  elements: dict
  sample:
    - function: ReloadBranding
      result: null
      log_output: null
      finished: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: ReloadBranding
    http_status: 200
    status_code: failed
    message: The branding files are not valid.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.action_module import act
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._engine.calls import Call

ARGUMENT_SPEC = {**CONNECTION_OPTIONS}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read the branding files again."""
    call = Call("ReloadBranding", {})
    return act([call], context)


MODULE = ModuleDefinition(name="spe_branding", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
