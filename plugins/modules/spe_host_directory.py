#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_host_directory
short_description: Create directories on an instance host of MailStore SPE
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates a directory on an instance host, and missing directories above it.
  - The API has no function that removes a directory, so this module cannot either.
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
  instance_host:
    description: Name of the instance host.
    type: str
    required: true
  path:
    description:
      - The directory, with its drive. Slashes and backslashes are equal, and so are upper and lower case.
    type: str
    required: true
  parents:
    description: Whether to create missing directories above O(path), too. Otherwise the task fails if they are missing.
    type: bool
    default: true
seealso:
  - module: community.mailstore.spe_host_directory_info
  - module: community.mailstore.spe_instance
    description: Its option O(community.mailstore.spe_instance#module:create_base_directory) creates the directory of a new instance.
"""

EXAMPLES = r"""
- name: A directory for the stores of a new year
  community.mailstore.spe_host_directory:
    instance_host: host1.example.com
    path: E:\Archives\baumann\2027

- name: A directory that is only created if the one above it exists
  community.mailstore.spe_host_directory:
    instance_host: host1.example.com
    path: E:/Archives/weber-new
    parents: false
"""

RETURN = r"""
host_directory:
  description: The directory as the server returns it, or as it would be in check mode.
  returned: success
  type: dict
  sample:
    path: E:\Archives\baumann\2027
    instance_host: host1.example.com
    exists: true
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: CreateDirectoryOnInstanceHost
      arguments:
        serverName: host1.example.com
        path: E:\Archives\baumann\2027
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateDirectoryOnInstanceHost
    http_status: 200
    status_code: failed
    message: Access to the path is denied.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._ansible.run import run_item_on_server
from ..module_utils._engine.item import Item
from ..module_utils._engine.read import Desired
from ..module_utils._engine.windows_paths import directory_path
from ..module_utils._resources.host_directory import READ_ONLY, directory_resource, refine_directory

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    "instance_host": {"type": "str", "required": True},
    "path": {"type": "str", "required": True},
    "parents": {"type": "bool", "default": True},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Create the directory, if it is not there."""
    host, path = params["instance_host"], directory_path(params["path"])
    refine = partial(
        refine_directory,
        snapshot=context.snapshot,
        host=host,
        parents=params["parents"],
        check_mode=context.check_mode,
    )
    desired = Desired(str(path), {"exists": True}, scope={"serverName": host})
    return run_item_on_server(Item(directory_resource(path, host), desired, refine), context)


MODULE = ModuleDefinition(name="spe_host_directory", argument_spec=ARGUMENT_SPEC, work=work, read_only=READ_ONLY)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
