#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_directory_sync
short_description: Bring the users of a MailStore SPE instance in line with its directory services
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - First asks the server what it would change (a dry run). Synchronises only if there are changes, and not too many
    deletions.
  - Check mode makes only the dry run.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.instance
  - community.mailstore.spe.long_wait
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
options:
  max_deletions:
    description:
      - Maximum number of users that the synchronisation may delete. If the dry run shows more, the task fails and
        changes nothing.
      - A negative number allows any number. Otherwise the task also fails if a user would be deleted whose
        authentication is V(integrated), because such a user does not come from a directory.
    type: int
    default: 0
seealso:
  - module: community.mailstore.spe_directory_services
notes:
  - The answer to the dry run is not documented. If the collection does not understand it, the task fails, unless
    O(max_deletions) is negative. Then it synchronises every time.
  - The task always waits for the dry run, also with O(wait=false).
"""

EXAMPLES = r"""
- name: Synchronise, but never delete more than three users
  community.mailstore.spe_directory_sync:
    instance_id: nordlicht
    max_deletions: 3
    service_provider_access: open
"""

RETURN = r"""
changes:
  description:
    - The changes as the server returned them. These are the changes of the dry run if the task does not wait for the
      end, or if O(max_deletions) refuses them.
  returned: success, and when O(max_deletions) refuses the changes
  type: raw
  sample:
    - userName: new.colleague
      change: created
finished:
  description: Whether the server has finished. With O(wait=false) it may still be at work.
  returned: success
  type: bool
  sample: true
deletions:
  description: Number of deleted users; V(null) if the module did not understand the answer of the server.
  returned: success, and when O(max_deletions) refuses the changes
  type: int
  sample: 0
log_output:
  description: The log of the synchronisation, or of the dry run, in check mode and when O(max_deletions) refuses the changes.
  returned: success, and when O(max_deletions) refuses the changes
  type: str
  sample: User 'new.colleague' created.
calls:
  description: The calls that the task made, or would make in check mode.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SyncUsersWithDirectoryServices
      arguments:
        instanceID: nordlicht
        dryRun: false
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
    function: SyncUsersWithDirectoryServices
    http_status: 200
    status_code: failed
    message: The directory server cannot be reached.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.directory_sync import synchronise_users
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, LONG_WAIT_OPTIONS

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **INSTANCE_OPTIONS,
    **LONG_WAIT_OPTIONS,
    "max_deletions": {"type": "int", "default": 0},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Synchronise, after a look at what that would do."""
    return synchronise_users(params, context)


MODULE = ModuleDefinition(name="spe_directory_sync", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
