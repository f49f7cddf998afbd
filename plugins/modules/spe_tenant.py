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
  - Creates and changes an instance with everything in it, that is stores, settings, credentials, directory services,
    users, profiles and jobs.
  - Reads everything that the task names, compares it, reports all mistakes of all entries together, and writes only
    what differs. The module does not change what the task does not name, except with O(purge).
  - Entries refer to each other by name. A later entry can use what an earlier one creates, also in check mode. Users
    and credentials that the task removes are last, after everything that may still need them. The module removes no user and no
    credential to which a remaining job, profile or directory services refer. The task fails instead, before it writes
    anything.
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
      - An option that writes in every run in its own module, such as C(update_password=always), does the same here.
options:
  state:
    description:
      - V(present) leaves a running instance running and a stopped one stopped. The module cannot read the content of
        a stopped instance, so the task fails if it names any of it.
      - V(started) starts the instance before the module reads its content.
      - V(stopped) stops the instance after its content is as it should be.
      - V(quarantined) does the same, sets C(start_mode=disabled) whatever O(instance.start_mode) is, and switches service
        provider access off, so that O(access_afterwards=enabled) is refused.
      - V(absent) deletes the instance with everything in it, under the conditions of
        M(community.mailstore.spe_instance). The task may still describe the tenant. The module then ignores
        O(instance), the content, O(purge), O(unmanaged) and O(access_afterwards).
      - A new instance runs until its content is created, also with V(stopped) and V(quarantined). With V(present) it
        does not run, so the task fails if it names any content.
    type: str
    choices: [present, started, stopped, quarantined, absent]
    default: started
  access_afterwards:
    description:
      - State of service provider access after the task. V(as_before) restores the previous state. V(disabled) also
        closes access that an interrupted earlier run left open. It does so even if the task fails or is refused, unless
        that happens before the module connects to a running instance.
      - With V(disabled) and O(service_provider_access=require), the next task that reads content fails until somebody
        switches access on.
      - RV(access_found_open) reports that it was open.
    type: str
    choices: [as_before, disabled, enabled]
    default: as_before
  continue_on_error:
    description:
      - Whether to continue with the remaining objects after one has failed. The task still fails, and reports all
        failures. It removes no user and no credential that a failed object may still need.
    type: bool
    default: false
  purge:
    description:
      - Lists from which the module removes the objects that the task does not name. It detaches stores, and their
        files stay. The task must give these lists, V([]) for one that shall become empty.
      - The module never removes the current store and the account C($archiveadmin). It removes users that a directory
        sync created only with O(purge_synchronized=true).
    type: list
    elements: str
    choices: [users, jobs, profiles, stores, credentials]
  purge_synchronized:
    description: Whether O(purge) also removes users that a directory sync created.
    type: bool
    default: false
  protect:
    description: Names that O(purge) does not remove. They may contain the wildcards V(*), V(?) and V([a-z]).
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
      - Maximum number of objects that O(purge) may remove, as a number, or as a share of the existing objects, such
        as V(10%), up to V(100%). A share above V(0%) allows at least one. If there are more, the task fails before it writes
        anything.
    type: raw
    default: 10%
  unmanaged:
    description:
      - With V(report) the result lists existing objects that the task does not name, under RV(unmanaged). That needs
        one call for each list, and one for each such user.
    type: str
    choices: [ignore, report]
    default: ignore
  expect_plan:
    description:
      - The RV(plan_id) of an approved run in check mode. If the plan of this task differs by now, the task fails
        before it writes anything, and names the differences.
    type: str
  confirm:
    description: Must repeat O(instance_id) with O(state=absent).
    type: str
  allow_running:
    description: Whether O(state=absent) may delete a running instance.
    type: bool
    default: false
  allow_legal_hold:
    description: Whether O(state=absent) may delete an instance under legal hold.
    type: bool
    default: false
  allow_messages:
    description: Whether O(state=absent) may delete an instance that contains messages.
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_tenant_info
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

- name: Show what differs, and what the task does not name
  community.mailstore.spe_tenant:
    instance_id: baumann
    users:
      - name: anna.baumann
        privileges: [login]
    unmanaged: report
    service_provider_access: open
  check_mode: true
  register: look

- name: Remove the jobs that are not named, except those of the provider
  community.mailstore.spe_tenant:
    instance_id: baumann
    jobs: []
    purge: [jobs]
    protect:
      jobs: ['Provider *']
    max_deletions: 3
    service_provider_access: open
"""

RETURN = r"""
results:
  description: The result of each object, in the order of the work. C(diff) is empty if the object has not changed.
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
  description: Numbers of objects that the task names, that changed and that failed, and of calls that change something.
  returned: success, and after a failure of an object
  type: dict
  sample:
    objects: 12
    changed: 1
    failed: 0
    calls: 1
unmanaged:
  description: Existing objects that the task does not name, by the option that would name them.
  returned: with O(unmanaged=report)
  type: dict
  sample:
    users:
      - name: backdoor
        privileges: [admin]
        synchronized: false
    jobs:
      - name: Old job
plan_id:
  description:
    - A digest of all planned calls that write, for O(expect_plan), including a test message and the state of access
      after the task. It contains only whether a secret is present, not its value.
  returned: success, and after a failure of an object
  type: str
  sample: 0b2f6c1d7e8a9f30-1a2b3c4d5e6f
access_found_open:
  description: Whether service provider access was already open when the task began, if the task has read it.
  returned: success, and after a failure of an object
  type: bool
  sample: false
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetUserFullName
      arguments:
        instanceID: contoso
        userName: jane.doe
        fullName: Jane Doe
service_provider_access_opened:
  description: Whether the task switched service provider access on, and off again.
  returned: when it was
  type: bool
  sample: true
service_provider_access_left_open:
  description:
    - Whether service provider access may still be on because of this task. Switch it off with
      M(community.mailstore.spe_archive_admin).
  returned: when the task failed to switch it off again
  type: bool
  sample: true
deletes:
  description: What the task deletes with the instance.
  returned: with O(state=absent), when there is an instance
  type: dict
  sample:
    users: 5
    messages: 142000
error:
  description:
    - Details of an error of the API, the first one of several. If the task has several mistakes, C(mistakes) has a
      sentence for each.
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
from ..module_utils._ansible.tenant_definition import ARGUMENT_SPEC, SPE_TENANT

__all__ = ["ARGUMENT_SPEC", "MODULE"]

MODULE = SPE_TENANT


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
