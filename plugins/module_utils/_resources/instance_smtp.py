# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How an instance sends mail: notifications and status reports of a tenant."""

from __future__ import annotations

from dataclasses import replace

from .._engine.calls import Call
from .._engine.entry import Entry, Noun
from .._engine.export import Exported, ExportScope, UnreadSecret
from .._engine.item import Item
from .._engine.resource import ApiObject, Read, Resource
from .assumptions import SMTP_DEFAULTS, smtp_is_configured
from .smtp import SMTP_OPTIONS, refine_smtp, smtp_fields, smtp_setter

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
    return Call("TestSmtpSettings", {"instanceID": instance_id}, options=("test",), changes=False)


def smtp_item(entry: Entry) -> Item:
    """The SMTP settings of an instance, and after them a test message if the task wants one."""
    afterwards = (test_message(entry.instance_id),) if entry.options["test"] else ()
    wanted = entry.desired_setting(entry.specified_fields(INSTANCE_SMTP))
    return Item(INSTANCE_SMTP, wanted, refine_smtp, place=entry.place, afterwards=afterwards)


def export_smtp(exported: Exported, api_object: ApiObject, scope: ExportScope) -> Exported:
    """The settings, and their password if the server wants one; no options if there are none."""
    if not smtp_is_configured(api_object):
        return Exported({})
    needs_password = exported.options.get("authentication_required")
    return replace(exported, secrets=(UnreadSecret("password"),) if needs_password else ())


INSTANCE_SMTP_NOUN = Noun(
    INSTANCE_SMTP,
    SMTP_OPTIONS,
    smtp_item,
    export=export_smtp,
    new={entry.option: entry.read(SMTP_DEFAULTS) for entry in INSTANCE_SMTP.fields if entry.present_in(SMTP_DEFAULTS)},
)
