#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_credential
short_description: Manage credentials for cloud services of a MailStore SPE instance
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Creates, changes and removes the credentials that directory services and profiles use for cloud services such as
    Microsoft 365.
  - MailStore SPE 25.3 added the functions, and the function reference does not describe them. The module reads their
    arguments from the server.
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
      - With O(update_password=always) and O(secret_settings) the module writes the secrets every time, because it
        cannot read them.
options:
  description:
    description: The name of the credential. The module refuses a name that several credentials have.
    type: str
    required: true
  type:
    description: The type, for example V(Office365_Modern). Required to create a credential; it cannot be changed.
    type: str
  settings:
    description:
      - Settings with the keys of the API, for example C(ApplicationId). The module compares only the keys that are
        given.
      - The module refuses keys whose names show that they are secret, such as C(CertificatePassword).
    type: dict
  secret_settings:
    description:
      - Secret settings, for example a certificate and its password. The server never returns them, so the module
        cannot compare them.
      - Always set them, or V({}) if there are none. The module sends them with every other change. A change without
        them gives a warning, because it is not known whether the server keeps them.
    type: dict
  update_password:
    description:
      - With V(on_create) the module sends O(secret_settings) only when something else changes.
      - With V(always) the module writes them in every run, and every run reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  state:
    description: Whether the credential exists.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.mailstore.spe_credential_info
"""

EXAMPLES = r"""
- name: Access to the mailboxes in Microsoft 365
  community.mailstore.spe_credential:
    instance_id: baumann
    description: baumann mailboxes
    type: Office365_Modern
    settings:
      ApplicationId: 00000000-0000-0000-0000-000000000001
      TenantId: 00000000-0000-0000-0000-000000000002
    secret_settings:
      Certificate: "{{ vault_baumann_certificate }}"
      CertificatePassword: "{{ vault_baumann_certificate_password }}"
    service_provider_access: open

- name: Remove it
  community.mailstore.spe_credential:
    instance_id: baumann
    description: baumann mailboxes
    state: absent
    service_provider_access: open
"""

RETURN = r"""
credential:
  description: The credential as the server returns it, or as it would be in check mode; V(null) if it does not exist.
  returned: success
  type: dict
  sample:
    id: 1
    description: baumann mailboxes
    type: Office365_Modern
    settings:
      ApplicationId: 00000000-0000-0000-0000-000000000001
      TenantId: 00000000-0000-0000-0000-000000000002
      CertificateThumbprint: 0123456789ABCDEF0123456789ABCDEF01234567
      CertificateExpirationDate: "2030-01-01T00:00:00Z"
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: DeleteCredential
      arguments:
        instanceID: baumann
        id: 1
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
    function: DeleteCredential
    http_status: 200
    status_code: failed
    message: The credential is in use.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.credential import CREDENTIAL_NOUN

MODULE = state_module("spe_credential", CREDENTIAL_NOUN)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
