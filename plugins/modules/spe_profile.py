#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_profile
short_description: Manage archiving profiles of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates, changes and removes the profiles that archive messages into an instance.
  - The server has no function to change a profile. If anything but its automatic execution differs, the module
    creates a new profile with all settings of the old one, without automatic execution, and reads it back. Then it
    switches automatic execution off for the old one and on for the new one, and deletes the old one. The ID changes,
    and results of earlier runs keep the old ID. If the new profile is not right, the module deletes it and keeps the
    old one.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.instance
  - community.mailstore.spe.time_limits
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
      - With O(update_password=always) and O(secret_details) the module replaces the profile every time, because it
        cannot read secrets.
options:
  name:
    description: Name of the profile. The module refuses a name that several profiles have.
    type: str
    required: true
  new_name:
    description: New name of the profile. Nothing happens if the profile already has it. Refused with O(state=absent).
    type: str
  owner:
    description: The owner of the profile. Required to create a profile.
    type: str
  type:
    description: The type of the profile in the API. A new profile gets V(I), an archiving profile, if this is not given.
    type: str
  connector:
    description:
      - Where the messages come from, as the API names it, for example V(IMAP). Required to create a profile.
      - With another connector than before, the new profile has only the settings of O(details) and O(secret_details),
        and none of the old connector.
    type: str
  details:
    description:
      - Settings of the connector with the keys of the API, for example C(host). The module compares only the keys
        that are given.
      - The server stores texts. The module writes booleans as V(1) and V(0), and numbers in decimal. V(null) removes
        a setting.
    type: dict
  secret_details:
    description:
      - Secret settings of the connector, such as C(password). The server never returns them, so the module cannot
        compare them.
      - Always set all of them. The module needs them whenever it replaces the profile, and refuses to replace it
        without them. Set V({}) if the connector has none.
      - When the module replaces the profile, it removes a secret that is V(null).
    type: dict
  credential:
    description:
      - The description of the credential that the connector uses, instead of C(credentialId) in O(details).
      - It must be in the same instance. In check mode it may be missing, because an earlier task may create it.
      - Needs MailStore SPE 24.2 or newer.
    type: str
  update_password:
    description:
      - With V(on_create) the module writes O(secret_details) only when it creates or replaces the profile.
      - With V(always) the module replaces the profile in every run, and every run reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  automatic:
    description:
      - Whether the server runs the profile automatically. Setting it restarts the profile, so the module sets it only
        if it differs.
      - To change only this, the pause or the windows of an existing profile, the server must be MailStore SPE 24.2 or
        newer.
    type: bool
  automatic_pause_between_executions:
    description: Seconds between the end of a run and the start of the next one. Required with O(automatic=true).
    type: int
  automatic_maintenance_windows:
    description:
      - Time of day when the profile does not run, for example V(02:00-04:00). V(null) removes it.
      - The module cannot remove it while the profile does not run automatically, because the server then keeps it.
    type: str
  verify:
    description:
      - Whether to test new settings with a run. Such a run archives messages, like every run. Errors with single
        messages (V(completed_with_errors)) are not a failure. If nothing changes, nothing runs.
      - With V(try) the server first runs them as a temporary profile. The module creates and deletes nothing before
        this run succeeds.
      - With V(run) the module creates the new profile without automatic execution and runs it once. After that it
        deletes the old one and switches on automatic execution of the new one. If the run fails, it deletes the new
        one, and the old one stays as it was. If the controller is killed in between, the next task runs the new one
        again before it switches it on.
      - V(run) with O(automatic=true) needs MailStore SPE 24.2 or newer.
    type: str
    choices: [none, try, run]
    default: none
  state:
    description: Whether the profile exists.
    type: str
    choices: [present, absent]
    default: present
notes:
  - While the module replaces a profile, there are two profiles with its name. At most one of them runs automatically.
    If that is interrupted, run the same task again. It sees that the newer one replaces the older one, and finishes.
    The module refuses other profiles of the same name as ambiguous.
  - To switch automatic execution of the old profile off, the module gives it the longest possible pause, which you
    may see.
seealso:
  - module: community.mailstore.spe_profile_info
  - module: community.mailstore.spe_profile_run
"""

EXAMPLES = r"""
- name: Archive a mailbox every five minutes
  community.mailstore.spe_profile:
    instance_id: baumann
    name: Sales mailbox
    owner: admin
    connector: IMAP
    details:
      emailAddress: sales@baumann.example
      host: imap.baumann.example
      protocol: IMAP-SSL
      userName: sales@baumann.example
      targetUserFolder: admin
      ignoreSSLPolicyErrors: false
      timeout: 0
    secret_details:
      password: "{{ vault_baumann_sales_password }}"
    automatic: true
    automatic_pause_between_executions: 300
    service_provider_access: open

- name: Pause it
  community.mailstore.spe_profile:
    instance_id: baumann
    name: Sales mailbox
    automatic: false
    service_provider_access: open

- name: Another host; a new profile replaces this one
  community.mailstore.spe_profile:
    instance_id: baumann
    name: Sales mailbox
    details:
      host: imap2.baumann.example
    secret_details:
      password: "{{ vault_baumann_sales_password }}"
    service_provider_access: open

- name: Another password, which must work before the old profile is deleted
  community.mailstore.spe_profile:
    instance_id: baumann
    name: Sales mailbox
    details:
      timeout: 60
    secret_details:
      password: "{{ vault_baumann_sales_password }}"
    verify: try
    service_provider_access: open

- name: Change to Microsoft 365, with a credential found by its name
  community.mailstore.spe_profile:
    instance_id: baumann
    name: Sales mailbox
    connector: MicrosoftOffice365
    credential: baumann.example
    details:
      host: outlook.office365.com
      multiDrop: true
    service_provider_access: open

- name: Remove it
  community.mailstore.spe_profile:
    instance_id: baumann
    name: Sales mailbox
    state: absent
    service_provider_access: open
"""

RETURN = r"""
profile:
  description: The profile as the server returns it, or as it would be in check mode; V(null) if it does not exist.
  returned: success
  type: dict
  sample:
    id: 7
    version: 1
    name: Sales mailbox
    owner: admin
    type: I
    connector: IMAP
    details:
      emailAddress: sales@baumann.example
      host: imap.baumann.example
      timeout: "0"
    automatic: true
    automatic_pause_between_executions: 300
    automatic_maintenance_windows: null
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetProfileServerSideExecution
      arguments:
        instanceID: baumann
        id: 7
        automatic: false
        automaticPauseBetweenExecutions: 300
password_updated:
  description: Whether secrets were written, or would be written in check mode.
  returned: when they were
  type: bool
  sample: true
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
    function: CreateProfile
    http_status: 200
    status_code: failed
    message: The owner is not known.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.options import TIME_LIMIT_OPTIONS
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.profile_entry import PROFILE_NOUN

MODULE = state_module("spe_profile", PROFILE_NOUN, waiting=TIME_LIMIT_OPTIONS)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
