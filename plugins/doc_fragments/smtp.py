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
  test:
    description:
      - Whether a test message is sent when the settings are as they should be. The task fails when the server cannot send
        it.
    type: bool
    default: false
attributes:
  idempotent:
    support: partial
    details:
      - With O(update_password=always) and O(password) the password is written every time, because it can never be read.
      - With O(test=true) a test message is sent every time. That alone is not reported as a change.
"""
