#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_store
short_description: Manage archive stores of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates, attaches, changes, renames and detaches archive stores of an instance.
  - When a store becomes the current one, the store that was current before is no longer current. The diff shows both.
  - Needs no service provider access.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.long_wait
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
  name:
    description:
      - Name of the store. The module refuses a name that several stores have.
      - Write a name such as V("2026.10") in quotes. Without quotes YAML reads a number and drops the zero.
    type: str
    required: true
  new_name:
    description: New name of the store. Nothing happens if the store already has it. Refused with O(state=absent).
    type: str
  database_path:
    description:
      - Directory of the database on the instance host. Required to create or attach a store.
      - The module compares paths as Windows does, and ignores upper and lower case.
      - No two stores may have a directory in common, and nothing may lie in the content or index directory of another
        store. The module refuses to create or move a store otherwise.
    type: str
  content_path:
    description:
      - Directory of the messages' content. The server uses C(Content) below O(database_path) if this is not given.
    type: str
  index_path:
    description: Directory of the search indexes. The server uses C(Index) below O(database_path) if this is not given.
    type: str
  requested_state:
    description:
      - Purpose of the store. Exactly one store should be V(current), because it receives the new messages.
      - A new store becomes V(normal) if this is not given.
    type: str
    choices: [current, normal, write_protected, disabled]
  attach:
    description: Whether to attach a missing store from existing files instead of creating a new one.
    type: bool
    default: false
  allow_move:
    description:
      - Whether the task may change the paths of an existing store. Without it other paths are an error.
      - The server only records the new paths. Move the files first, while the store is disabled.
      - Paths that the task does not name stay as they are. If you move content and indexes with the database, name
        all three.
    type: bool
    default: false
  merge_from:
    description:
      - Name of another store of the instance. The server copies all its messages into this one. Then it detaches the
        other store, and the files stay. If there is no such store, the task only warns, because an earlier merge may
        have detached it.
      - You cannot merge the current store into another, because it receives the new messages.
      - A merge may take hours; see O(wait_timeout). The module also reads sizes for it, which takes the server longer.
      - It is not known what a second merge of the same store does. If the answer of the server is lost, the numbers
        of messages show whether the server copied them. If a task was killed during a merge, compare these numbers
        yourself before you run it again.
    type: str
  allow_no_current:
    description:
      - Whether the task may detach the current store, or change its O(requested_state), while no other store is
        current. The instance then archives nothing.
      - In check mode the task warns instead, because an earlier task may make another store current.
    type: bool
    default: false
  state:
    description:
      - Whether the store is attached to the instance. With V(absent) the server detaches it, and its files stay.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.mailstore.spe_store_info
"""

EXAMPLES = r"""
- name: A new store that receives the new messages
  community.mailstore.spe_store:
    instance_id: baumann
    name: "2027"
    database_path: E:\Archives\baumann\2027
    requested_state: current

- name: Attach a store from existing files
  community.mailstore.spe_store:
    instance_id: baumann
    name: imported
    database_path: E:\Detached\baumann-2019
    attach: true
    requested_state: write_protected

- name: Copy all of one store into another, and detach it
  community.mailstore.spe_store:
    instance_id: baumann
    name: "2027"
    merge_from: imported

- name: Detach a store; the files stay
  community.mailstore.spe_store:
    instance_id: baumann
    name: "2024"
    state: absent

- name: Stop archiving, before the tenant leaves
  community.mailstore.spe_store:
    instance_id: baumann
    name: "2027"
    requested_state: write_protected
    allow_no_current: true
"""

RETURN = r"""
store:
  description: The store as the server returns it, or as it would be in check mode; V(null) if it does not exist.
  returned: success
  type: dict
  sample:
    id: 2
    name: "2027"
    requested_state: current
    error: null
    statistics_count: 0
    statistics_size: null
    needs_upgrade: false
    search_indexes_need_rebuild: false
    database_path: E:\Archives\baumann\2027
    content_path: E:\Archives\baumann\2027\Content
    index_path: E:\Archives\baumann\2027\Index
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: CreateStore
      arguments:
        instanceID: baumann
        name: "2027"
        databasePath: E:\Archives\baumann\2027
        requestedState: current
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: CreateStore
    http_status: 200
    status_code: failed
    message: The directory is not empty.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.options import LONG_WAIT_OPTIONS
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.store import STORE_NOUN

MODULE = state_module("spe_store", STORE_NOUN, waiting=LONG_WAIT_OPTIONS)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
