#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_folder
short_description: Move, rename and tidy up folders of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Moves or renames a folder, or deletes empty folders. Renaming a folder at the top renames a user's archive.
  - Compliance settings may hide all but the first level from administrators, and so from the service provider.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.time_limits
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - Nobody knows which folders are empty before they are deleted. Afterwards the diff names the deleted ones.
  idempotent:
    support: partial
    details:
      - With O(delete_empty=true) the module asks the server to delete empty folders in every run. It reports a change if
        a folder is no longer listed afterwards. It cannot see folders that the compliance settings hide.
      - Check mode reports a change, because the server does not show whether there are empty folders.
options:
  path:
    description:
      - The folder, as names separated by V(/). The first name is the archive.
      - With O(delete_empty=true) the server deletes empty folders below this one, and this one if it is empty. If
        there is no such folder, the task deletes nothing and warns.
    type: str
  new_path:
    description:
      - The new place or name of O(path), as a full path. Nothing happens if it exists already and O(path) does not.
      - Renaming an archive does not change user names and folder privileges.
    type: str
  delete_empty:
    description: Whether to delete empty folders, after the folder has been moved.
    type: bool
    default: false
  confirm:
    description: The ID of the instance again; required with O(delete_empty=true) without O(path), for the whole instance.
    type: str
seealso:
  - module: community.mailstore.spe_folder_info
  - module: community.mailstore.spe_user
"""

EXAMPLES = r"""
- name: The archive follows its user, who was renamed
  community.mailstore.spe_folder:
    instance_id: weber
    path: weber
    new_path: sabine.weber
    service_provider_access: open

- name: Delete the empty folders of one archive
  community.mailstore.spe_folder:
    instance_id: weber
    path: sabine.weber
    delete_empty: true
    service_provider_access: open
"""

RETURN = r"""
folder:
  description: The path of the folder, or its path as it would be in check mode.
  returned: success
  type: dict
  sample:
    path: sabine.weber
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: MoveFolder
      arguments:
        instanceID: weber
        fromFolder: weber
        toFolder: sabine.weber
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
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: MoveFolder
    http_status: 200
    status_code: failed
    message: The folder is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.folder import manage_folder
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, TIME_LIMIT_OPTIONS
from ..module_utils._resources.folder import READ_ONLY

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **TIME_LIMIT_OPTIONS,
    "path": {"type": "str"},
    "new_path": {"type": "str"},
    "delete_empty": {"type": "bool", "default": False},
    "confirm": {"type": "str"},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Move a folder, or delete empty ones."""
    return manage_folder(params, context)


MODULE = ModuleDefinition(
    name="spe_folder",
    argument_spec=ARGUMENT_SPEC,
    work=work,
    read_only=READ_ONLY,
    rules={"required_by": {"new_path": ("path",)}},
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
