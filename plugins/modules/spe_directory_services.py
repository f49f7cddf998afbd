#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_directory_services
short_description: Manage the directory services of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Manages where the users of an instance come from. While the type stays the same, the module compares and changes
    only the keys that the playbook names. Another type starts with only these keys.
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
options:
  configuration:
    description:
      - The configuration with the keys of the API. They depend on C(type), for example V(activeDirectory) or
        V(office365OpenIDConnect). M(community.mailstore.spe_settings_info) shows those of an instance.
      - A first configuration and one of another type need all the keys of their type. The server has no function that
        removes directory services.
      - Booleans can have any of Ansible's forms, such as V(yes) and V(true), also as text. The module refuses a value
        whose type differs from that on the server.
    type: dict
  credential:
    description:
      - The description of the credential that the configuration uses, instead of C(credentialId) in O(configuration).
      - It must be in the same instance. In check mode it may be missing, because an earlier task may create it.
      - Needs MailStore SPE 24.2 or newer.
    type: str
  password:
    description:
      - The password of the configuration. The server never returns it, so the module cannot compare it.
      - Always set it. The module sends it with every other change, because it is not known whether the server would
        keep it.
      - V(null) means that the configuration has no password.
    type: str
  update_password:
    description:
      - With V(on_create) the module sends the password only when something else changes.
      - With V(always) the module writes it in every run, and every run reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
seealso:
  - module: community.mailstore.spe_settings_info
  - module: community.mailstore.spe_directory_sync
  - module: community.mailstore.spe_credential
"""

EXAMPLES = r"""
- name: Users come from the tenant's Active Directory
  community.mailstore.spe_directory_services:
    instance_id: nordlicht
    configuration:
      type: activeDirectory
      serverName: dc1.nordlicht.example
      protocol: LDAP
      authenticationType: standardAuthentication
      userName: archive@nordlicht.example
      baseDN: DC=nordlicht,DC=example
      microsoftExchangeUsersOnly: false
      enabledUsersOnly: true
      usersVisibleInAddressListsOnly: false
      groups: []
      userNameFormat: samAccountName
      authenticationProtocol: networkAuthentication
      openIdDiscoveryUrl: null
      openIdClientID: null
      openIdRedirectUrl: null
      openIdForceAdfsLogin: false
      deleteUsers: false
    password: "{{ vault_nordlicht_directory_password }}"
    service_provider_access: open

- name: Users come from Microsoft 365, with a credential found by its name
  community.mailstore.spe_directory_services:
    instance_id: weber
    configuration:
      type: office365OpenIDConnect
      licensedExchangeOnlineUsersOnly: true
      enabledUsersOnly: true
      groups: null
      redirectUrl: https://archive.example.com/weber/oidc/signin
      deleteUsers: false
    credential: kanzlei-weber.example
    service_provider_access: open
"""

RETURN = r"""
directory_services:
  description: The configuration as the server returns it, or as it would be in check mode.
  returned: success
  type: dict
  sample:
    instance_id: nordlicht
    configuration:
      type: office365OpenIDConnect
      credentialId: 1
      licensedExchangeOnlineUsersOnly: true
      enabledUsersOnly: false
      groups: null
      redirectUrl: https://archive.example.com/nordlicht/oidc/signin
      deleteUsers: false
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetDirectoryServicesConfiguration
      arguments:
        instanceID: nordlicht
        config:
          type: office365OpenIDConnect
          credentialId: 1
          deleteUsers: false
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
    function: SetDirectoryServicesConfiguration
    http_status: 200
    status_code: failed
    message: The instance is not known.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.directory_services import DIRECTORY_SERVICES_NOUN

MODULE = state_module("spe_directory_services", DIRECTORY_SERVICES_NOUN)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
