# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How mail is sent: the settings that the whole system has once and each instance has once, in the same form."""

from __future__ import annotations

from .._api.assumptions import EMPTY_LIST_IN_CONFIGURATION
from .._api.errors import InputError
from .._api.one_line import joined_by_and
from .._engine.entry import ArgumentSpec
from .._engine.field_types import Boolean, ConfiguredHostName, ConfiguredText, MailAddress, Port, Recipients, Secret
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import ApiObject, Field
from .._engine.writers import ConfigurationSetter
from .assumptions import SMTP_DEFAULTS, SMTP_NEEDED_FIRST, smtp_is_configured
from .unread_secrets import warn_of_secret_left_out

SMTP_OPTIONS: ArgumentSpec = {
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


def smtp_setter(
    function: str, *, argument: str, recipients_key: str, contains_identity: bool = True
) -> ConfigurationSetter:
    """The function that takes all settings; where nothing was ever set, those that are not named are empty."""
    defaults = {**SMTP_DEFAULTS, recipients_key: list(EMPTY_LIST_IN_CONFIGURATION)}
    return ConfigurationSetter(function, argument, contains_identity=contains_identity, defaults=defaults)


def smtp_fields(setter: ConfigurationSetter, recipients_key: str) -> tuple[Field, ...]:
    """The fields of SMTP settings; the password reads back as null (documented)."""
    return (
        Field("hostname", ConfiguredHostName(), writer=setter),
        Field("port", Port(), writer=setter),
        # Which words the server takes: SMTP_PROTOCOLS.
        Field("protocol", ConfiguredText(), writer=setter),
        Field("ignore_ssl_policy_errors", Boolean(), writer=setter),
        Field("authentication_required", Boolean(), writer=setter),
        Field("username", ConfiguredText(), writer=setter),
        Field("password", Secret(), secret=True, writer=setter),
        Field("from_display_name", ConfiguredText(), writer=setter),
        Field("from_email_address", MailAddress(), writer=setter),
        Field("recipients", Recipients(), key=recipients_key, writer=setter),
    )


def refine_smtp(plan: Plan, observed: Observed) -> Plan:
    """The plan with a warning when the password is left out of it.

    Raises InputError when SMTP is configured for the first time and something is missing.
    """
    if not plan.changes:
        return plan
    if smtp_is_configured(observed.api_object):
        return _warn_of_missing_password(plan, observed.api_object or {})
    missing = [option for option in SMTP_NEEDED_FIRST if not plan.desired.fields.get(option)]
    if missing:
        raise InputError(f"SMTP is not configured yet: set {joined_by_and(missing)} to configure it.")
    return plan


def _warn_of_missing_password(plan: Plan, api_object: ApiObject) -> Plan:
    if not (plan.after or {}).get("authentication_required", api_object.get("authenticationRequired")):
        return plan
    return warn_of_secret_left_out(plan, "password", "The SMTP settings are")
