#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_user
short_description: Manage users of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates, changes, renames and removes users of an instance.
  - The module writes only the fields that differ. A user that is as it should be needs one reading call.
  - The module does not change options that the playbook does not name. For texts and lists, V(null) or an empty value
    removes the current value.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.instance
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
      - With O(update_password=always) and O(password) the module writes the password every time, because it cannot
        read it.
      - With O(reinitialize_mfa=true) the server makes a new secret every time.
      - With O(delete_app_passwords=true) the module deletes app passwords every time, because the server does not
        show whether there are any.
options:
  name:
    description:
      - Name of the user. Servers store it in lower case. It may contain spaces between words.
      - The module sends letters beyond ASCII as they are. The answer of the server shows whether it accepts them,
        before the module writes anything.
      - The module refuses the service provider's own account C($archiveadmin).
    type: str
    required: true
  new_name:
    description:
      - New name of the user. Nothing happens if the user already has it. Refused with O(state=absent).
      - The server renames only the account. With O(rename_archive=true) the module also renames the archive and moves
        the rights. Profiles and jobs keep the old name.
    type: str
  rename_archive:
    description:
      - Whether to rename the archive, too, and to move the rights of this and of other users to it.
      - The module first changes the archive, then the rights of others, then the user, then the user's own rights. If
        a task is interrupted, the next run finishes it.
      - If somebody was given a right on the new name before, an empty archive with that name exists. The module
        deletes it first. It refuses the task if both archives contain messages.
      - A right that a user already has on the archive of the new name stays as it is.
      - The server does not show the folder privileges of administrators. The module does not change them, and warns.
    type: bool
    default: false
  full_name:
    description: Full name.
    type: str
  distinguished_name:
    description: Distinguished name in the directory service.
    type: str
  authentication:
    description: What checks the user's password.
    type: str
    choices: [integrated, directory_services]
  password:
    description:
      - Password of the user. The server never returns it, so the module cannot compare it.
      - Write a password of digits in quotes, also in a variable. Without quotes YAML reads V(0123) as the number 83,
        which the module refuses.
    type: str
  update_password:
    description:
      - With V(on_create) the module writes the password only when it creates the user.
      - With V(always) the module writes it in every run, and every run reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  email_addresses:
    description:
      - E-mail addresses that receive the report. The first one is the primary address. The order of the others does
        not matter.
    type: list
    elements: str
  pop3_user_names:
    description: User names for POP3.
    type: list
    elements: str
  privileges:
    description:
      - What the user may do. V(none) and V(admin) must be the only value. An empty list is the same as V(none).
      - A new user gets none if this is not given.
    type: list
    elements: str
    choices: [none, admin, login, change_password, archive, modify_archive_profiles, export, modify_export_profiles, delete]
  login_privileges:
    description:
      - Where the user may log in. V(none) must be the only value. An empty list is the same as V(none).
      - A new user may log in everywhere if this is not given.
      - Servers add V(api) to every user. The module compares it only if the playbook names it.
      - V(api) needs MailStore SPE 25.3 or newer. With an older server the task fails before it writes anything.
      - Needs MailStore SPE 22.4 or newer.
    type: list
    elements: str
    choices: [none, windows, web, outlook, windows_cmd, imap, api]
  folder_privileges:
    description:
      - What the user may do in archives (top-level folders).
      - The module does not change other archives, unless O(purge_folder_privileges=true). An empty list removes all
        privileges.
      - The server does not show the folder privileges of administrators. The module does not change them, and warns.
    type: list
    elements: dict
    suboptions:
      folder:
        description:
          - Name of the archive. Write the name of an existing archive in the same upper and lower case; the module
            refuses another one.
        type: str
        required: true
      privileges:
        description: The privileges. V(none) alone, or an empty list, removes all privileges on this archive.
        type: list
        elements: str
        required: true
        choices: [none, read, write, delete]
  purge_folder_privileges:
    description:
      - Whether to remove folder privileges that neither O(folder_privileges) nor O(own_archive_privileges) names.
      - If neither is given, the module removes nothing.
    type: bool
    default: false
  own_archive_privileges:
    description:
      - What the user may do in the archive with the same name. A new user has no right on it.
    type: list
    elements: str
    choices: [none, read, write, delete]
  mfa:
    description:
      - Whether multi-factor authentication is on. Switching it on makes a new secret. The user sets it up at the next
        login.
      - Needs MailStore SPE 24.2 or newer.
    type: str
    choices: [enabled, disabled]
  reinitialize_mfa:
    description:
      - Whether an account that already has multi-factor authentication gets a new secret, for example because
        somebody learned the old one. That happens in every run, and every run reports a change.
      - Needs O(mfa=enabled). An account without multi-factor authentication gets its first secret, once.
      - The old secret is no longer valid. The user sets up the new one at the next login.
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  delete_app_passwords:
    description:
      - Whether to delete all app passwords of the user. That happens in every run, and every run reports a change.
      - A new user has none.
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  state:
    description:
      - Whether the user exists. The archive and the messages of a removed user stay.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.mailstore.spe_user_info
"""

EXAMPLES = r"""
- name: A user who may read the archive with the same name
  community.mailstore.spe_user:
    instance_id: baumann
    name: jane.doe
    full_name: Jane Doe
    authentication: integrated
    password: "{{ vault_jane_doe_password }}"
    email_addresses:
      - jane.doe@baumann.example
      - jane@baumann.example
    privileges: [login, change_password]
    own_archive_privileges: [read]
    service_provider_access: open

- name: An auditor who may read two archives and nothing else
  community.mailstore.spe_user:
    instance_id: baumann
    name: auditor
    privileges: [login]
    folder_privileges:
      - folder: anna.baumann
        privileges: [read]
      - folder: jonas.klein
        privileges: [read]
    purge_folder_privileges: true
    service_provider_access: open

- name: Remove the full name
  community.mailstore.spe_user:
    instance_id: baumann
    name: auditor
    full_name: null
    service_provider_access: open

- name: A phone is lost; remove the second factor and all app passwords
  community.mailstore.spe_user:
    instance_id: baumann
    name: jonas.klein
    mfa: disabled
    delete_app_passwords: true
    service_provider_access: open

- name: Somebody learned the secret of the second factor; make a new one
  community.mailstore.spe_user:
    instance_id: baumann
    name: jonas.klein
    mfa: enabled
    reinitialize_mfa: true
    service_provider_access: open

- name: Rename a user and the archive
  community.mailstore.spe_user:
    instance_id: baumann
    name: jonas.klein
    new_name: jonas.gross
    rename_archive: true
    service_provider_access: open

- name: Remove a user; the archive stays
  community.mailstore.spe_user:
    instance_id: baumann
    name: auditor
    state: absent
    service_provider_access: open
"""

RETURN = r"""
user:
  description: The user as the server returns it, or as it would be in check mode; V(null) if it does not exist.
  returned: success
  type: dict
  sample:
    name: jane.doe
    full_name: Jane Doe
    distinguished_name: null
    authentication: integrated
    mfa: disabled
    email_addresses: [jane.doe@contoso.example, jane@contoso.example]
    pop3_user_names: []
    privileges: [login, change_password]
    login_privileges: [windows, web, outlook, windows_cmd, imap, api]
    folder_privileges:
      - folder: jane.doe
        privileges: [read]
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetUserPrivilegesOnFolder
      arguments:
        instanceID: contoso
        userName: jane.doe
        folder: jane.doe
        privileges: [read]
password_updated:
  description: Whether a password was written, or would be written in check mode.
  returned: when it was
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
    function: SetUserEmailAddresses
    http_status: 200
    status_code: failed
    message: The e-mail address is already in use.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.user_entry import USER_NOUN

MODULE = state_module("spe_user", USER_NOUN)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
