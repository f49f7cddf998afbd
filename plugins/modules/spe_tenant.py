#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_tenant
short_description: Manage a whole tenant of MailStore SPE in one task
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates and changes an instance, and what is in it, that is stores, settings, credentials, directory services, users,
    profiles and jobs.
  - Reads all that the task names at once, compares it, reports all mistakes of all entries together, and writes only
    what differs. What the task does not name is not touched, unless O(purge) says so.
  - Entries refer to each other by name. What an earlier entry makes, a later one can use, also in check mode.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.wait
  - community.mailstore.spe.instance
  - community.mailstore.tenant
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - An entry that writes something every time in its own module, such as a password with C(update_password=always), does so
        here, too.
options:
  state:
    description:
      - V(present) leaves a running instance running and a stopped one stopped. What is in a stopped instance cannot be read,
        so that the task fails when it names any of that.
      - V(started) starts the instance before its contents are read.
      - V(stopped) stops the instance once its contents are as they should be.
      - V(quarantined) does so, too, and sets C(start_mode=disabled) and switches service provider access off.
      - V(absent) deletes the instance with all that is in it, under the conditions of M(community.mailstore.spe_instance).
    type: str
    choices: [present, started, stopped, quarantined, absent]
    default: started
  access_afterwards:
    description:
      - How service provider access is left. V(as_before) leaves it as it was found. V(disabled) also closes what an earlier
        run, which was interrupted, has left open.
      - RV(access_found_open) reports that it was open.
    type: str
    choices: [as_before, disabled, enabled]
    default: as_before
  continue_on_error:
    description:
      - Whether the remaining objects are still managed after one has failed. The task fails all the same, with all failures.
    type: bool
    default: false
  purge:
    description:
      - Lists of which those objects are removed that the task does not name. Stores are detached, with their files left
        where they are.
      - The store that is current and the account C($archiveadmin) are never removed, nor are users whom a directory sync has
        made, unless O(purge_synchronized=true).
    type: list
    elements: str
    choices: [users, jobs, profiles, stores, credentials]
  purge_synchronized:
    description: Whether O(purge) also removes users whom a directory sync has made.
    type: bool
    default: false
  protect:
    description: Names that O(purge) does not remove. V(*), V(?) and V([a-z]) stand for other letters, as in names of files.
    type: dict
    suboptions:
      users:
        description: Names of users.
        type: list
        elements: str
      jobs:
        description: Names of jobs.
        type: list
        elements: str
      profiles:
        description: Names of profiles.
        type: list
        elements: str
      stores:
        description: Names of stores.
        type: list
        elements: str
      credentials:
        description: Descriptions of credentials.
        type: list
        elements: str
  max_deletions:
    description:
      - How many objects O(purge) may remove at most, as a number, or as a share of those that are there, such as V(10%). A
        share allows at least one. When there are more, the task is refused before anything is written.
    type: str
    default: 10%
  unmanaged:
    description:
      - With V(report) the result has what is there and not named by the task, under RV(unmanaged). That costs one call for
        each list, and one for each such user.
    type: str
    choices: [ignore, report]
    default: ignore
  expect_plan:
    description:
      - The RV(plan_id) of a check mode that somebody has approved. The task is refused, before anything is written, when its
        own plan is another by now, and names what differs.
    type: str
  confirm:
    description: Must repeat O(instance_id) with O(state=absent).
    type: str
  allow_running:
    description: Whether an instance that runs may be deleted with O(state=absent).
    type: bool
    default: false
  allow_legal_hold:
    description: Whether an instance under legal hold may be deleted with O(state=absent).
    type: bool
    default: false
  allow_messages:
    description: Whether an instance that has messages may be deleted with O(state=absent).
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_instance
"""

EXAMPLES = r"""
- name: A whole tenant
  community.mailstore.spe_tenant:
    instance_id: contoso
    instance:
      display_name: Contoso Ltd.
      instance_host: host1.example.com
      base_directory: 'E:\MailStoreSPE\contoso'
      create_base_directory: true
    stores:
      - name: "2026"
        database_path: 'E:\MailStoreSPE\contoso\2026'
        requested_state: current
    users:
      - name: jane.doe
        full_name: Jane Doe
        authentication: integrated
        password: "{{ vault_jane_doe_password }}"
        email_addresses: [jane.doe@contoso.example]
        privileges: [admin]
    jobs:
      - name: Verify the stores
        command: VerifyStores
        arguments:
          includeIndexes: true
        owner: jane.doe
        enabled: true
        time_zone: $Local
        time: "02:30"
    service_provider_access: open
    access_afterwards: disabled

- name: What differs, and what is there beside
  community.mailstore.spe_tenant:
    instance_id: baumann
    users:
      - name: anna.baumann
        privileges: [login]
    unmanaged: report
    service_provider_access: open
  check_mode: true
  register: look

- name: Remove the jobs that are not named, but those of the provider
  community.mailstore.spe_tenant:
    instance_id: baumann
    jobs: []
    purge: [jobs]
    protect:
      jobs: ['Provider *']
    max_deletions: "3"
    service_provider_access: open
"""

RETURN = r"""
results:
  description: What became of each object, in the order in which they were managed.
  returned: success, and after a failure of an object
  type: list
  elements: dict
  sample:
    - noun: user
      name: jane.doe
      changed: true
      failed: false
      msg: null
      calls:
        - function: SetUserFullName
          arguments:
            instanceID: contoso
            userName: jane.doe
            fullName: Jane Doe
      diff:
        before_header: "contoso: user jane.doe"
        after_header: "contoso: user jane.doe"
        before:
          name: jane.doe
          full_name: Jane
        after:
          name: jane.doe
          full_name: Jane Doe
summary:
  description: The result in one sentence.
  returned: success, and after a failure of an object
  type: str
  sample: "contoso: 1 of 12 objects changed (user 1), 1 call."
counts:
  description: How many objects the task names, and how many changed and failed; and the number of calls that change something.
  returned: success, and after a failure of an object
  type: dict
  sample:
    objects: 12
    changed: 1
    failed: 0
    calls: 1
unmanaged:
  description: What is there and not named by the task, by the option that would name it.
  returned: with O(unmanaged=report)
  type: dict
  sample:
    users:
      - name: backdoor
        privileges: [admin]
    jobs:
      - name: Old job
plan_id:
  description: A digest of the planned calls, for O(expect_plan). Secrets enter it as present or absent alone.
  returned: success, and after a failure of an object
  type: str
  sample: 0b2f6c1d7e8a9f30-1a2b3c4d5e6f
access_found_open:
  description: Whether service provider access was open already when the task began, as far as the task has looked.
  returned: success, and after a failure of an object
  type: bool
  sample: false
calls:
  description: The calls that were made, or in check mode would be made, secrets masked.
  returned: success, and after a failure that came after the first call
  type: list
  elements: dict
  sample:
    - function: SetUserFullName
      arguments:
        instanceID: contoso
        userName: jane.doe
        fullName: Jane Doe
service_provider_access_opened:
  description: That service provider access was switched on for this task, and off again.
  returned: when it was
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - That service provider access was switched on for this task and may still be on. Switch it off with
      M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
deletes:
  description: What is lost with the instance.
  returned: with O(state=absent), when there is an instance
  type: dict
  sample:
    users: 5
    messages: 142000
error:
  description:
    - What is known of an error of the API, the first one of several. Of a task that is refused because of several mistakes,
      C(mistakes) has a sentence for each.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: SetUserEmailAddresses
    http_status: 200
    status_code: failed
    message: The e-mail address is already in use.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, INSTANCE_OPTIONS, WAIT_OPTIONS
from ..module_utils._ansible.tenant_parts import PART_OPTIONS, free_settings_in, options_with_years
from ..module_utils._ansible.tenant_task import manage_tenant
from ..module_utils._resources.instance_entry import DELETION_OPTIONS, OPTIONS

_PROTECTED = {
    option: {"type": "list", "elements": "str"} for option in ("users", "jobs", "profiles", "stores", "credentials")
}

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    **WAIT_OPTIONS,
    **INSTANCE_OPTIONS,
    "instance": {"type": "dict", "options": OPTIONS},
    **PART_OPTIONS,
    "state": {
        "type": "str",
        "choices": ["present", "started", "stopped", "quarantined", "absent"],
        "default": "started",
    },
    "access_afterwards": {"type": "str", "choices": ["as_before", "disabled", "enabled"], "default": "as_before"},
    "continue_on_error": {"type": "bool", "default": False},
    "purge": {"type": "list", "elements": "str", "choices": ["users", "jobs", "profiles", "stores", "credentials"]},
    "purge_synchronized": {"type": "bool", "default": False},
    "protect": {"type": "dict", "options": _PROTECTED},
    "max_deletions": {"type": "str", "default": "10%"},
    "unmanaged": {"type": "str", "choices": ["ignore", "report"], "default": "ignore"},
    "expect_plan": {"type": "str"},
    **DELETION_OPTIONS,
}

MODULE = ModuleDefinition(
    name="spe_tenant",
    argument_spec=ARGUMENT_SPEC,
    work=manage_tenant,
    secrets=free_settings_in,
    years=options_with_years(),
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
