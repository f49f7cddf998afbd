#!/usr/bin/python
# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: spe_system_smtp
short_description: Manage how MailStore SPE sends mail to its administrators
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Manages the SMTP settings of the whole system, which the management server uses to send messages to system
    administrators. Settings that the playbook does not name stay as they are.
  - M(community.mailstore.spe_smtp) manages the SMTP settings of a tenant.
extends_documentation_fragment:
  - community.mailstore.spe
  - community.mailstore.spe.row
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
    description: Names of the system administrators who receive the messages. The order does not matter.
    type: list
    elements: str
seealso:
  - module: community.mailstore.spe_system_smtp_info
  - module: community.mailstore.spe_smtp
"""

EXAMPLES = r"""
- name: Send messages through the provider's own mail server
  community.mailstore.spe_system_smtp:
    hostname: mail.example.com
    port: 587
    protocol: SMTP-TLS
    ignore_ssl_policy_errors: false
    authentication_required: true
    username: spe@example.com
    password: "{{ vault_smtp_password }}"
    from_display_name: Mail archive
    from_email_address: spe@example.com
    recipients: [admin, operations]

- name: Send a test message
  community.mailstore.spe_system_smtp:
    test: true
"""

RETURN = r"""
system_smtp:
  description:
    - The settings as the server returns them, or as they would be in check mode. The password is never among them.
  returned: success
  type: dict
  sample:
    server: https://spe.example.com:8474
    hostname: mail.example.com
    port: 587
    protocol: SMTP-TLS
    ignore_ssl_policy_errors: false
    authentication_required: true
    username: spe@example.com
    from_display_name: Mail archive
    from_email_address: spe@example.com
    recipients: [admin]
calls:
  description: The calls that the task made, or would make in check mode. Secrets are masked.
  returned: success, and failure after the first call
  type: list
  elements: dict
  sample:
    - function: SetSystemSmtpConfiguration
      arguments:
        config:
          hostname: mail.example.com
          port: 587
          protocol: SMTP-TLS
          ignoreSslPolicyErrors: false
          authenticationRequired: true
          username: spe@example.com
          password: "********"
          fromDisplayName: Mail archive
          fromEmailAddress: spe@example.com
          recipientSystemAdministrator: [admin, operations]
password_updated:
  description: Whether a password was written, or would be written in check mode.
  returned: when it was
  type: bool
  sample: true
error:
  description: Details of an error of the API.
  returned: failure
  type: dict
  sample:
    type: FunctionFailed
    function: TestSystemSmtpConfiguration
    http_status: 200
    status_code: failed
    message: The mail server cannot be reached.
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._ansible.context import Context
from ..module_utils._ansible.entry_point import run_module
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._ansible.run import run_item_on_server
from ..module_utils._engine.entry import specified_fields
from ..module_utils._engine.item import Item
from ..module_utils._engine.read import Desired
from ..module_utils._resources.smtp import SMTP_OPTIONS, refine_smtp
from ..module_utils._resources.system_smtp import SYSTEM_SMTP, TEST_MESSAGE

ARGUMENT_SPEC = {**CONNECTION_OPTIONS, **SMTP_OPTIONS}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Manage the settings, and send a test message if that is asked for."""
    desired = Desired(
        params["spe_url"],
        specified_fields(SYSTEM_SMTP, params, context.specified),
        update_secrets=params.get("update_password") == "always",
    )
    afterwards = (TEST_MESSAGE,) if params["test"] else ()
    return run_item_on_server(Item(SYSTEM_SMTP, desired, refine_smtp, afterwards=afterwards), context)


MODULE = ModuleDefinition(
    name="spe_system_smtp", argument_spec=ARGUMENT_SPEC, work=work, read_only=SYSTEM_SMTP.read_only
)


def main() -> None:
    """The ordinary module."""
    run_module(MODULE)


if __name__ == "__main__":
    main()
