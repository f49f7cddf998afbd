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
  - Manages the SMTP settings of the whole system, by which the management server sends messages to system administrators.
    What the playbook does not name stays as it is.
  - The SMTP settings of a tenant are those of M(community.mailstore.spe_smtp).
extends_documentation_fragment:
  - community.mailstore.spe
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
      - With O(test=true) a test message is sent every time. That alone is not reported as a change.
options:
  hostname:
    description: Name of the mail server. Required when SMTP is configured for the first time.
    type: str
  port:
    description: Port of the mail server. Required when SMTP is configured for the first time.
    type: int
  protocol:
    description:
      - How the connection is secured, in the word of the API, for example V(SMTP-TLS). Required when SMTP is configured for
        the first time.
    type: str
  ignore_ssl_policy_errors:
    description:
      - Whether the certificate of the mail server is not checked. This is off when SMTP is configured for the first time
        and nothing is given.
    type: bool
  authentication_required:
    description:
      - Whether the mail server wants a user name and a password. This is off when SMTP is configured for the first time
        and nothing is given.
    type: bool
  username:
    description: User name at the mail server.
    type: str
  password:
    description:
      - Password at the mail server. It can be written, but never read or compared.
      - Give it always. It is sent along whenever anything else changes, since it is not known whether the server would keep it.
    type: str
  update_password:
    description:
      - With V(on_create) the password is only sent when something else changes.
      - With V(always) it is written every time, and every time the task is changed.
    type: str
    choices: [on_create, always]
    default: on_create
  from_display_name:
    description: Name of the sender.
    type: str
  from_email_address:
    description: E-mail address of the sender. Required when SMTP is configured for the first time.
    type: str
  recipients:
    description: Names of the system administrators who get the messages. The order has no meaning.
    type: list
    elements: str
  test:
    description:
      - Whether a test message is sent when the settings are as they should be. The task fails when the server cannot send
        it.
    type: bool
    default: false
seealso:
  - module: community.mailstore.spe_system_smtp_info
  - module: community.mailstore.spe_smtp
"""

EXAMPLES = r"""
- name: Messages go by the provider's own mail server
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
  description: The settings as the server says them, or in check mode as they would be. The password is never among them.
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
  description: The calls that were made, or in check mode would be made, secrets masked.
  returned: success, and after a failure that came after the first call
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
  description: That a password was written, or in check mode would be.
  returned: when it was
  type: bool
  sample: true
error:
  description: What is known of an error of the API.
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

from ..module_utils._ansible.actions import followed_by
from ..module_utils._ansible.context import Context
from ..module_utils._ansible.face import Face
from ..module_utils._ansible.module import run_module
from ..module_utils._ansible.options import CONNECTION_OPTIONS
from ..module_utils._ansible.state import manage_on_server, named_fields, server_of
from ..module_utils._engine.read import Wanted
from ..module_utils._resources.smtp import refine_smtp
from ..module_utils._resources.system_smtp import SYSTEM_SMTP, TEST_MESSAGE

ARGUMENT_SPEC = {
    **CONNECTION_OPTIONS,
    "hostname": {"type": "str"},
    "port": {"type": "int"},
    "protocol": {"type": "str"},
    "ignore_ssl_policy_errors": {"type": "bool"},
    "authentication_required": {"type": "bool"},
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "from_display_name": {"type": "str"},
    "from_email_address": {"type": "str"},
    "recipients": {"type": "list", "elements": "str"},
    "test": {"type": "bool", "default": False},
}


def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Manage the settings, and send a test message if that is asked for."""
    server = server_of(params, context)
    wanted = Wanted(
        params["spe_url"],
        named_fields(SYSTEM_SMTP, params, context),
        update_secrets=params.get("update_password") == "always",
    )
    result = manage_on_server(SYSTEM_SMTP, wanted, server, context, refine_smtp)
    if not params["test"]:
        return result
    return followed_by(result, [TEST_MESSAGE], server, check_mode=context.check_mode)


FACE = Face(name="spe_system_smtp", argument_spec=ARGUMENT_SPEC, work=work)


def main() -> None:
    """The ordinary module."""
    run_module(FACE)


if __name__ == "__main__":
    main()
