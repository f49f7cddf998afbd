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
  - Creates, changes and removes the credentials that directory services and profiles use for Microsoft 365 and the like.
  - The functions came with MailStore SPE 25.3 and are not described in the function reference. Their arguments are read from
    the server itself.
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
      - With O(update_password=always) and O(secret_settings) the secrets are written every time, because they can never be read.
options:
  description:
    description: The name under which the credential is shown. Names that several credentials have are refused.
    type: str
    required: true
  type:
    description: The type, for example V(Office365_Modern). Required to create a credential; it cannot be changed.
    type: str
  settings:
    description:
      - Settings with the keys of the API, for example C(ApplicationId). Only the keys that are given are compared.
      - Secrets are refused here, as far as their names tell that they are, such as C(CertificatePassword).
    type: dict
  secret_settings:
    description:
      - Settings that must not be seen, for example a certificate and its password. They can be written, but never read or
        compared.
      - Give them always, or V({}) if there are none. They are sent along whenever anything else changes. Without them a change
        warns, because it is not known whether the server keeps them.
    type: dict
  update_password:
    description:
      - With V(on_create) O(secret_settings) are only sent when something else changes.
      - With V(always) they are written every time, and every time the task is changed.
    type: str
    choices: [on_create, always]
    default: on_create
  state:
    description: Whether the credential is there.
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
  description: The credential as the server says it, or in check mode as it would be; V(null) if it is not there.
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
  description: The calls that were made, or in check mode would be made, secrets masked.
  returned: success, and after a failure that came after the first call
  type: list
  elements: dict
  sample:
    - function: DeleteCredential
      arguments:
        instanceID: baumann
        id: 1
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
