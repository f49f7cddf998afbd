# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How an instance sends mail: notifications and status reports of a tenant."""

from __future__ import annotations

from .._engine.calls import Call
from .._engine.resource import Read, Resource
from .smtp import smtp_fields, smtp_setter

_RECIPIENTS = "recipientEmailAddresses"
_SETTINGS = smtp_setter("SetSmtpSettings", argument="settings", recipients_key=_RECIPIENTS, contains_identity=False)

INSTANCE_SMTP = Resource(
    noun="smtp",
    plural="smtps",
    identity="instance_id",
    identity_key="instanceID",
    single=True,
    listing=Read("GetSmtpSettings"),
    fields=smtp_fields(_SETTINGS, _RECIPIENTS),
)


def test_message(instance_id: str) -> Call:
    """Sends a message to the recipients (see FAILED_TEST_MESSAGE among the assumptions)."""
    return Call("TestSmtpSettings", {"instanceID": instance_id}, options=("test",))
