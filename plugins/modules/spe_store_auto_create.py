#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_store_auto_create
short_description: Manage how a MailStore SPE instance creates new archive stores automatically
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Manages when and where an instance automatically creates a new archive store. Settings that the playbook does not
    name stay as they are.
  - Needs no service provider access.
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
  instance_id:
    description: The ID of the instance (the tenant) to work on.
    type: str
    required: true
  size_threshold:
    description:
      - Size of the current store at which the server creates a new one; V(null) removes the threshold.
      - The server expects a text whose unit is not documented. Copy it from an instance that was set up in the console.
    type: str
  base_directory:
    description: Directory on the instance host for new stores.
    type: str
  content_base_directory:
    description: Directory for the content of new stores, if it differs.
    type: str
  index_base_directory:
    description: Directory for the search indexes of new stores, if it differs.
    type: str
seealso:
  - module: community.mailstore.spe_settings_info
  - module: community.mailstore.spe_store_info
"""

EXAMPLES = r"""
- name: New stores go to another drive
  community.mailstore.spe_store_auto_create:
    instance_id: baumann
    base_directory: D:\Archives\baumann
"""

RETURN = r"""
store_auto_create:
  description: The settings as the server returns them, or as they would be in check mode.
  returned: success
  type: dict
  sample:
    instance_id: baumann
    size_threshold: null
    base_directory: D:\Archives\baumann
    content_base_directory: null
    index_base_directory: null
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetStoreAutoCreateConfiguration
      arguments:
        instanceID: baumann
        config:
          sizeThreshold: null
          baseDirectory: D:\Archives\baumann
          contentBaseDirectory: null
          indexBaseDirectory: null
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: GetStoreAutoCreateConfiguration
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.store_auto_create import STORE_AUTO_CREATE_NOUN

MODULE = state_module("spe_store_auto_create", STORE_AUTO_CREATE_NOUN)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
