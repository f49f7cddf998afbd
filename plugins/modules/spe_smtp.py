#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_smtp
short_description: Manage how a MailStore SPE instance sends mail
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Manages the SMTP settings that an instance uses to send notifications and status reports. Settings that the
    playbook does not name stay as they are.
  - M(community.mailstore.spe_system_smtp) manages the SMTP settings of the whole system.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
  - community.mailstore.spe.instance
  - community.mailstore.smtp
  - community.mailstore.attributes
  - community.mailstore.attributes.actiongroup_spe
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
options:
  recipients:
    description: E-mail addresses that receive the notifications. The order does not matter.
    type: list
    elements: str
seealso:
  - module: community.mailstore.spe_settings_info
  - module: community.mailstore.spe_status_report
  - module: community.mailstore.spe_system_smtp
"""

EXAMPLES = r"""
- name: Send notifications through the tenant's own mail server, and test it
  community.mailstore.spe_smtp:
    instance_id: nordlicht
    hostname: mail.nordlicht.example
    port: 587
    protocol: SMTP-TLS
    authentication_required: true
    username: archive@nordlicht.example
    password: "{{ vault_nordlicht_smtp_password }}"
    from_display_name: Mail archive
    from_email_address: archive@nordlicht.example
    recipients: [it@nordlicht.example]
    test: true
    service_provider_access: open

- name: One more recipient; nothing else changes
  community.mailstore.spe_smtp:
    instance_id: baumann
    recipients:
      - it@baumann.example
      - anna.baumann@baumann.example
    password: "{{ vault_baumann_smtp_password }}"
    service_provider_access: open
"""

RETURN = r"""
smtp:
  description:
    - The settings as the server returns them, or as they would be in check mode. The password is never among them.
  returned: success
  type: dict
  sample:
    instance_id: nordlicht
    hostname: mail.nordlicht.example
    port: 587
    protocol: SMTP-TLS
    ignore_ssl_policy_errors: false
    authentication_required: true
    username: archive@nordlicht.example
    from_display_name: Mail archive
    from_email_address: archive@nordlicht.example
    recipients: [it@nordlicht.example]
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetSmtpSettings
      arguments:
        instanceID: nordlicht
        settings:
          hostname: mail.nordlicht.example
          port: 587
          protocol: SMTP-TLS
          ignoreSslPolicyErrors: false
          authenticationRequired: true
          username: archive@nordlicht.example
          password: "********"
          fromDisplayName: Mail archive
          fromEmailAddress: archive@nordlicht.example
          recipientEmailAddresses: [it@nordlicht.example]
    - function: TestSmtpSettings
      arguments:
        instanceID: nordlicht
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
    function: TestSmtpSettings
    http_status: 200
    status_code: failed
    message: The mail server cannot be reached.
"""

from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.state_module import state_module
from ..module_utils._resources.instance_smtp import INSTANCE_SMTP_NOUN

MODULE = state_module("spe_smtp", INSTANCE_SMTP_NOUN)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
