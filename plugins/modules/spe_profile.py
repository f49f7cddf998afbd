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
  - Creates, changes and removes the profiles by which an instance archives.
  - The server has no function to change a profile. If anything but its automatic execution differs, a new profile with all
    settings of the old one is created without automatic execution and read back. Only then automatic execution of the old
    one is switched off, that of the new one is switched on, and the old one is deleted. The ID changes, and results of
    earlier runs keep the old one. If the new profile is not right, it is deleted, and the old one stays.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.instance
  - community.mailstore.spe.patience
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
      - With O(update_password=always) and O(secret_details) the profile is replaced every time, because secrets can never be
        read.
options:
  name:
    description: Name of the profile. A name that several profiles have is refused.
    type: str
    required: true
  new_name:
    description: New name of the profile. Nothing happens if the profile already has it.
    type: str
  owner:
    description: The user to whom the profile belongs. Required to create a profile.
    type: str
  type:
    description: The type of the profile in the API. A new profile gets V(I), an archiving profile, if this is not given.
    type: str
  connector:
    description:
      - Where the messages come from, in the word of the API, for example V(IMAP). Required to create a profile.
      - With another connector than before, the new profile has the settings of O(details) and O(secret_details) only. Nothing
        of the old connector's is kept.
    type: str
  details:
    description:
      - Settings of the connector with the keys of the API, for example C(host). Only the keys that are given are compared.
      - The server has texts. Bools become V(1) and V(0), numbers are written in decimal. V(null) takes a setting away.
    type: dict
  secret_details:
    description:
      - Settings of the connector that must not be seen, such as C(password). They can be written, but never read or compared.
      - Give all of them, always. They are needed whenever the profile has to be replaced, and replacing is refused without.
        Give V({}) if the connector has none.
      - A secret that is V(null) is dropped when the profile is replaced.
    type: dict
  credential:
    description:
      - The description of the credential that the connector uses, in the place of C(credentialId) in O(details).
      - It must be in the same instance. In check mode an earlier task may make it.
      - Needs MailStore SPE 24.2 or newer.
    type: str
  update_password:
    description:
      - With V(on_create) O(secret_details) are only given to a profile that is created or replaced.
      - With V(always) the profile is replaced every time, and every time the task is changed.
    type: str
    choices: [on_create, always]
    default: on_create
  automatic:
    description:
      - Whether the server runs the profile by itself. Setting it anew restarts the profile, so that is only done on drift.
      - To change this, the pause or the windows alone of a profile that is there needs MailStore SPE 24.2 or newer.
    type: bool
  automatic_pause_between_executions:
    description: Seconds between the end of a run and the next one. A profile with O(automatic=true) must have it.
    type: int
  automatic_maintenance_windows:
    description:
      - Time of day in which the profile does not run, for example V(02:00-04:00). V(null) removes it.
      - It cannot be removed while the profile does not run automatically, because the server keeps it then.
    type: str
  verify:
    description:
      - Whether new settings must prove themselves by a run. A run archives messages, as every run does. Results with errors of
        single messages (V(completed_with_errors)) are good ones. Nothing is run when nothing changes.
      - With V(try) the server first runs them as a profile that is not stored. Nothing is created or deleted before that was
        well.
      - With V(run) the new profile is created without automatic execution and run once. Only then the old one is deleted, and
        the new one runs by itself. If the run was bad, the new one is deleted, and the old one stays as it was. Should the
        controller be killed in between, the next task runs the new one again before it switches it on.
      - With V(run) and O(automatic=true) it needs MailStore SPE 24.2 or newer.
    type: str
    choices: [none, try, run]
    default: none
  state:
    description: Whether the profile is there.
    type: str
    choices: [present, absent]
    default: present
notes:
  - While a profile is replaced, there are two of its name, of which one at most runs automatically. If that is interrupted,
    run the same task again. It finds that the newer one is what it makes of the older one, and finishes. Other profiles of
    the same name are refused as ambiguous.
  - An old profile whose automatic execution was switched off for that reads as one with the longest pause that there is.
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

- name: Another host, for which a new profile takes the place of this one
  community.mailstore.spe_profile:
    instance_id: baumann
    name: Sales mailbox
    details:
      host: imap2.baumann.example
    secret_details:
      password: "{{ vault_baumann_sales_password }}"
    service_provider_access: open

- name: Another password, which must work before the old profile goes
  community.mailstore.spe_profile:
    instance_id: baumann
    name: Sales mailbox
    details:
      timeout: 60
    secret_details:
      password: "{{ vault_baumann_sales_password }}"
    verify: try
    service_provider_access: open

- name: From now on by Microsoft 365, with a credential that is named
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
  description: The profile as the server says it, or in check mode as it would be; V(null) if it is not there.
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
  description: The calls that were made, or in check mode would be made, secrets masked.
  returned: success, and after a failure that came after the first call
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
  description: That secrets were written, or in check mode would be.
  returned: when they were
  type: bool
  sample: true
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
error:
  description: What is known of an error of the API.
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
from ..module_utils._ansible.options import PATIENCE_OPTIONS
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.profile_entry import PROFILE_NOUN

MODULE = state_module("spe_profile", PROFILE_NOUN, waiting=PATIENCE_OPTIONS)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
