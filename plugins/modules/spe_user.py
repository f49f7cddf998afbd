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
  - Only the setters of fields that differ are called; a user that is as it should be costs one reading call.
  - What the playbook does not name is not touched. For texts and lists, V(null) or an empty value removes what is there.
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
      - With O(update_password=always) and O(password) the password is written every time, because it can never be read.
      - With O(reinitialize_mfa=true) a new secret is made every time.
      - With O(delete_app_passwords=true) app passwords are deleted every time, because nothing tells whether there are any.
options:
  name:
    description:
      - Name of the user. Servers have it in lower case. It may have blanks between words.
      - Letters beyond ASCII are sent as they are; whether a server takes them shows in its answer, before anything is written.
      - The service provider's own account C($archiveadmin) is refused.
    type: str
    required: true
  new_name:
    description:
      - New name of the user. Nothing happens if the user already has it.
      - The server renames the account alone. The archive and the rights on it follow with O(rename_archive=true). Profiles
        and jobs keep the old name.
    type: str
  rename_archive:
    description:
      - Whether the archive gets the new name, too, together with the rights of this and of other users on it.
      - The archive comes first, then the rights of others, then the user, then the user's own rights. A task that was
        interrupted is finished by the next run.
      - An empty archive that has the new name already, because somebody was given a right on it, is deleted first. The
        task is refused if both archives have messages.
      - A right that a user already has on the archive of the new name is kept as it is.
      - The server does not show the folder privileges of administrators; for them they are left alone, with a warning.
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
      - Password of the user. It can be written, but never read or compared.
      - Write a password of digits in quotes, also in a variable. Without them YAML takes V(0123) for the number 83, which is
        refused.
    type: str
  update_password:
    description:
      - With V(on_create) the password is only given to a user that is created.
      - With V(always) it is written every time, and every time the task is changed.
    type: str
    choices: [on_create, always]
    default: on_create
  email_addresses:
    description:
      - E-mail addresses. The first one is the primary address; the order of the others carries no meaning.
    type: list
    elements: str
  pop3_user_names:
    description: User names for POP3.
    type: list
    elements: str
  privileges:
    description:
      - What the user may do. V(none) and V(admin) must stand alone; an empty list is the same as V(none).
      - A new user gets none if this is not given.
    type: list
    elements: str
    choices: [none, admin, login, change_password, archive, modify_archive_profiles, export, modify_export_profiles, delete]
  login_privileges:
    description:
      - Where the user may log in. V(none) must stand alone; an empty list is the same as V(none).
      - A new user may log in everywhere if this is not given.
      - Servers add V(api) to every user by themselves; it only counts if the playbook names it.
      - V(api) needs MailStore SPE 25.3 or newer; an older server is reported before anything is written.
      - Needs MailStore SPE 22.4 or newer.
    type: list
    elements: str
    choices: [none, windows, web, outlook, windows_cmd, imap, api]
  folder_privileges:
    description:
      - What the user may do in archives (top-level folders).
      - Archives that are not named here are left alone, unless O(purge_folder_privileges=true). An empty list removes all.
      - The server does not show the folder privileges of administrators; for them they are left alone, with a warning.
    type: list
    elements: dict
    suboptions:
      folder:
        description: Name of the archive. The name of one that is there is refused in other upper and lower case.
        type: str
        required: true
      privileges:
        description: The privileges; V(none), alone, or an empty list removes all privileges on this archive.
        type: list
        elements: str
        required: true
        choices: [none, read, write, delete]
  purge_folder_privileges:
    description:
      - Whether folder privileges that neither O(folder_privileges) nor O(own_archive_privileges) names are removed.
      - Nothing is removed if neither is given.
    type: bool
    default: false
  own_archive_privileges:
    description:
      - What the user may do in the archive of the same name. A new user has no right on it.
    type: list
    elements: str
    choices: [none, read, write, delete]
  mfa:
    description:
      - Whether multi-factor authentication is on. Switching it on makes a new secret, which the user sets up at the next login.
      - Needs MailStore SPE 24.2 or newer.
    type: str
    choices: [enabled, disabled]
  reinitialize_mfa:
    description:
      - Whether one who has multi-factor authentication already gets a new secret, for example because the old one became
        known. That is done every time, and every time the task is changed.
      - Needs O(mfa=enabled). One who has no multi-factor authentication yet gets a secret once, by that.
      - The old secret is no longer valid; the new one is set up at the next login.
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  delete_app_passwords:
    description:
      - Whether all app passwords of the user are deleted. That is done every time, and every time the task is changed.
      - A new user has none.
      - Needs MailStore SPE 24.2 or newer.
    type: bool
    default: false
  state:
    description:
      - Whether the user is there. A removed user's archive and messages stay.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.mailstore.spe_user_info
"""

EXAMPLES = r"""
- name: A user with a right on the own archive
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

- name: Take the full name away
  community.mailstore.spe_user:
    instance_id: baumann
    name: auditor
    full_name: null
    service_provider_access: open

- name: A phone is lost, and with it the second factor and all app passwords
  community.mailstore.spe_user:
    instance_id: baumann
    name: jonas.klein
    mfa: disabled
    delete_app_passwords: true
    service_provider_access: open

- name: The secret of the second factor became known, and a new one takes its place
  community.mailstore.spe_user:
    instance_id: baumann
    name: jonas.klein
    mfa: enabled
    reinitialize_mfa: true
    service_provider_access: open

- name: A new name, also for the archive
  community.mailstore.spe_user:
    instance_id: baumann
    name: jonas.klein
    new_name: jonas.gross
    rename_archive: true
    service_provider_access: open

- name: Remove a user, whose archive stays
  community.mailstore.spe_user:
    instance_id: baumann
    name: auditor
    state: absent
    service_provider_access: open
"""

RETURN = r"""
user:
  description: The user as the server says it, or in check mode as it would be; V(null) if it is not there.
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
  description: The calls that were made, or in check mode would be made, secrets masked.
  returned: success, and after a failure that came after the first call
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
  description: That a password was written, or in check mode would be.
  returned: when it was
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
