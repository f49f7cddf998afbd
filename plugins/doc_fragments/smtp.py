# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of SMTP settings, which the whole system has once and each instance has once."""

from __future__ import annotations


class ModuleDocFragment:
    # All but the recipients, who are administrators in one case and addresses in the other
    DOCUMENTATION = r"""
options:
  hostname:
    description: Name of the mail server. Required when SMTP is configured for the first time.
    type: str
  port:
    description: Port of the mail server. Required when SMTP is configured for the first time.
    type: int
  protocol:
    description:
      - How the connection is secured, as the API names it, for example V(SMTP-TLS). Required when SMTP is configured
        for the first time.
    type: str
  ignore_ssl_policy_errors:
    description:
      - Whether the server ignores errors in the certificate of the mail server. The first configuration sets V(false)
        if this is not given.
    type: bool
  authentication_required:
    description:
      - Whether the mail server requires a user name and a password. The first configuration sets V(false) if this is
        not given.
    type: bool
  username:
    description: User name for the mail server.
    type: str
  password:
    description:
      - Password for the mail server. The server never returns it, so the module cannot compare it.
      - Always set it. The module sends it with every other change, because it is not known whether the server would
        keep it.
    type: str
  update_password:
    description:
      - With V(on_create) the module sends the password only when something else changes.
      - With V(always) the module writes it in every run, and every run reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  from_display_name:
    description: Name of the sender.
    type: str
  from_email_address:
    description: E-mail address of the sender. Required when SMTP is configured for the first time.
    type: str
  test:
    description:
      - Whether the server sends a test message after the settings are as they should be. The task fails if the server
        cannot send it.
    type: bool
    default: false
attributes:
  idempotent:
    support: partial
    details:
      - With O(update_password=always) and O(password) the module writes the password every time, because it cannot
        read it.
      - With O(test=true) the server sends a test message every time. The message alone is not a change.
"""
