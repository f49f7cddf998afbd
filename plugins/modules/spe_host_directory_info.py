#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_host_directory_info
short_description: Read the directories on an instance host of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads the directories inside a directory of an instance host, or its drives.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  instance_host:
    description: Name of the instance host.
    type: str
    required: true
  path:
    description: The directory, with its drive. Without it the module reads the drives.
    type: str
seealso:
  - module: community.mailstore.spe_host_directory
"""

EXAMPLES = r"""
- name: The directories of the tenants
  community.mailstore.spe_host_directory_info:
    instance_host: host1.example.com
    path: E:\Archives
    query: "[].name"
  register: directories

- name: Show them
  ansible.builtin.debug:
    var: directories.query_result

- name: The drives
  community.mailstore.spe_host_directory_info:
    instance_host: host1.example.com
"""

RETURN = r"""
host_directories:
  description: The directories.
  returned: success
  type: list
  elements: dict
  sample:
    - name: baumann
      path: E:\Archives\baumann
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [baumann, weber]
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetDirectoriesOnInstanceHost
    http_status: 200
    status_code: failed
    message: The directory does not exist.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import info_result
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, QUERY_OPTION
from ..module_utils._resources.host_directory import host_to_come, is_known_host, read_directories

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "instance_host": {"type": "str", "required": True},
    "path": {"type": "str"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read directories."""
    snapshot, host = context.snapshot, params["instance_host"]
    if context.check_mode and not is_known_host(snapshot, host):
        context.warn(host_to_come(host))
        return info_result("host_directories", [], params)
    return info_result("host_directories", read_directories(snapshot, host, params["path"]), params)


MODULE = ModuleDefinition(name="spe_host_directory_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
