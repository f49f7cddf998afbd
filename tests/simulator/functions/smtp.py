# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SMTP settings of the system and of an instance, test messages and reports."""

from __future__ import annotations

from typing import Any

from .. import assumptions, clock
from ..contract import Call, instance_function, json_text, string, system_function
from ..errors import ApiError, invalid_argument
from ..seed_form import INSTANCE_SMTP, SYSTEM_SMTP
from ..state.instances import Instance
from .configurations import keep_stored_secrets
from .word_lists import split_list

_TIMESPANS = ("today", "yesterday", "thisweek", "lastweek", "thismonth", "lastmonth")


def _as_read(settings: dict[str, Any] | None) -> Any:
    """The password is always null on a read [documented]."""
    if settings is None:
        return assumptions.NOT_CONFIGURED
    return {
        key: assumptions.words_as_read(value) or assumptions.NO_ENTRIES if isinstance(value, list) else value
        for key, value in {**settings, "password": None}.items()
    }


def _send(settings: dict[str, Any] | None) -> None:
    """A message by these settings: fails without settings, or when the host cannot be reached."""
    if settings is None:
        raise ApiError("SMTP settings are not configured.")
    if settings["hostname"].endswith(assumptions.UNREACHABLE_DOMAIN):
        raise ApiError("No such host is known.", "System.Net.Sockets.SocketException")
    if settings["authenticationRequired"] and not settings["password"]:
        raise ApiError("Authentication failed.", "System.Security.Authentication.AuthenticationException")


@system_function("GetSystemSmtpConfiguration")
def get_system_smtp_configuration(call: Call) -> Any:
    return _as_read(call.environment.smtp)


@system_function("SetSystemSmtpConfiguration", json_text("config"), writes=True)
def set_system_smtp_configuration(call: Call) -> Any:
    config = call.structure("config", SYSTEM_SMTP)
    for user_name in config["recipientSystemAdministrator"] if assumptions.SMTP_RECIPIENT_MUST_EXIST else ():
        call.environment.find_administrator(user_name)
    keep_stored_secrets(config, call.environment.smtp or {})
    call.environment.smtp = config


@system_function("TestSystemSmtpConfiguration", writes=True)
def test_system_smtp_configuration(call: Call) -> Any:
    _send(call.environment.smtp)


@instance_function("GetSmtpSettings")
def get_smtp_settings(call: Call, instance: Instance) -> Any:
    return _as_read(instance.content.smtp)


@instance_function("SetSmtpSettings", json_text("settings"), writes=True)
def set_smtp_settings(call: Call, instance: Instance) -> Any:
    settings = call.structure("settings", INSTANCE_SMTP)
    keep_stored_secrets(settings, instance.content.smtp or {})
    instance.content.smtp = settings


@instance_function("TestSmtpSettings", writes=True)
def test_smtp_settings(call: Call, instance: Instance) -> Any:
    _send(instance.content.smtp)


@instance_function(
    "SendStatusReport", string("timespan", *_TIMESPANS), string("timeZoneId"), string("recipients"), writes=True
)
def send_status_report(call: Call, instance: Instance) -> Any:
    clock.find_zone(call.text("timeZoneId"))
    recipients = split_list(call.text("recipients"))
    if not recipients or not all("@" in recipient for recipient in recipients):
        raise invalid_argument(assumptions.invalid_value("recipients", call.text("recipients")))
    _send(instance.content.smtp)
