#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_folder_info
short_description: Read the folders of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads the folders below one, or from the top, where the archives of users are.
  - Compliance settings may hide all but the first level from administrators, and so from the service provider.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.time_limits
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  path:
    description:
      - Read the folders below this one. The list is empty if there is no such folder.
      - If not set, the module reads from the top.
    type: str
  max_levels:
    description: Number of levels to read; V(1) for direct children, V(0) for all.
    type: int
    default: 1
  statistics:
    description:
      - Whether to read the statistics of archives, too, into C(statistics). Sizes are in bytes.
      - The server counts them again, which takes a while.
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_folder
"""

EXAMPLES = r"""
- name: The five largest archives
  community.mailstore.spe_folder_info:
    instance_id: baumann
    statistics: true
    query: "reverse(sort_by([?statistics], &statistics.size))[:5].path"
    service_provider_access: open
"""

RETURN = r"""
folders:
  description: The folders.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The full path, as names separated by V(/).
      type: str
  sample:
    - path: jane.doe
      statistics:
        folder: jane.doe
        size: 123456789
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [jane.doe]
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
    function: GetChildFolders
    http_status: 200
    status_code: failed
    message: The folder is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.folder import list_folders
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION, TIME_LIMIT_OPTIONS
from ..module_utils._api.errors import InputError
from ..module_utils._api.settings import require_in_range

#: More folders inside one another than there can be.
MOST_LEVELS = 10_000

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **QUERY_OPTION,
    **TIME_LIMIT_OPTIONS,
    "path": {"type": "str"},
    "max_levels": {"type": "int", "default": 1},
    "statistics": {"type": "bool", "default": False},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read folders."""
    if params["max_levels"] < 0:
        raise InputError("max_levels is negative: give 1 for direct children, or 0 for all levels.")
    require_in_range("max_levels", params["max_levels"], 0, MOST_LEVELS)
    return list_folders({**params, "max_levels": params["max_levels"] or None}, context)


MODULE = ModuleDefinition(name="spe_folder_info", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
