#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_store_info
short_description: Read the archive stores of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Reads all archive stores of an instance, or one, in the form that M(community.mailstore.spe_store) takes.
  - Needs no service provider access.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.query
  - community.mailstore.attributes
  - community.mailstore.attributes.info_module
  - community.mailstore.attributes.actiongroup_spe
options:
  instance_id:
    description: The ID of the instance (the tenant) to work on.
    type: str
    required: true
  name:
    description: Name of the one store to read. The list is empty if there is no such store.
    type: str
  include_size:
    description: Whether to read sizes and numbers of messages, too. That takes the server longer.
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_store
"""

EXAMPLES = r"""
- name: Stores with errors
  community.mailstore.spe_store_info:
    instance_id: nordlicht
    query: "[?error || needs_upgrade || search_indexes_need_rebuild].name"
"""

RETURN = r"""
stores:
  description: The stores. Sizes are in bytes.
  returned: success
  type: list
  elements: dict
  sample:
    - id: 1
      name: 2024-01
      requested_state: current
      error: null
      statistics_count: 632651
      statistics_size: 55963513133
      needs_upgrade: false
      search_indexes_need_rebuild: false
      database_path: E:\Contoso\2024-01
      content_path: E:\Contoso\2024-01\Content
      index_path: E:\Contoso\2024-01\Index
query_result:
  description: What O(query) selects from the list.
  returned: when O(query) is given
  type: raw
  sample: [2019-01]
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: InputError
    function: GetStores
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.info_module import list_on_instance
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, QUERY_OPTION
from ..module_utils._resources.store import stores_with_size

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **QUERY_OPTION,
    "instance_id": INSTANCE_OPTIONS["instance_id"],
    "name": {"type": "str"},
    "include_size": {"type": "bool", "default": False},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Read stores."""
    return list_on_instance(stores_with_size(include=params["include_size"]), params, context)


MODULE = ModuleDefinition(name="spe_store_info", argument_spec=ARGUMENT_SPEC, work=work, years=frozenset({"name"}))


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
