# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the management server sends mail to its administrators."""

from __future__ import annotations

from .._engine.calls import Call
from .._engine.resource import Read, ReadOnly, Resource
from .smtp import smtp_fields, smtp_setter

_RECIPIENTS = "recipientSystemAdministrator"
_CONFIGURATION = smtp_setter("SetSystemSmtpConfiguration", argument="config", recipients_key=_RECIPIENTS)

SYSTEM_SMTP = Resource(
    noun="system_smtp",
    plural="system_smtps",
    identity="server",
    identity_key="server",
    single=True,
    read_only=ReadOnly(sometimes=("server",)),
    listing=Read("GetSystemSmtpConfiguration"),
    fields=smtp_fields(_CONFIGURATION, _RECIPIENTS),
)

#: Sends a message to the recipients (see FAILED_TEST_MESSAGE among the assumptions).
TEST_MESSAGE = Call("TestSystemSmtpConfiguration", {}, options=("test",), changes=False)
