# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules about who can get in, about tenants that cannot be read, and about what the server itself reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from .._resources.assumptions import EXPLAINS_SERVER_MESSAGES
from .finding import Finding
from .past import Grant
from .rule import ServerRule, TenantRule
from .subjects import Server, Subject, Tenant
from .times import length_in_words, moment

#: How bad the messages of the server are here.
_SEVERITIES = {"warning": "warning", "error": "critical"}


def _access_open(tenant: Tenant) -> Iterator[Finding]:
    access = tenant.row.get("access")
    if not isinstance(access, Mapping) or not access.get("enabled"):
        return
    grants = list(tenant.past.grants.get(tenant.tenant, {}).values())
    is_agreed = any(grant.until is not None and grant.until > tenant.now for grant in grants)
    yield tenant.finding(
        "access_open",
        "information" if is_agreed else "warning",
        ", ".join(["service provider access is on", *(_grant_in_words(tenant, grant) for grant in grants)]),
        "switch it off with spe_archive_admin when nobody needs it",
        since=min((grant.since for grant in grants), default=None),
    )


def _grant_in_words(tenant: Tenant, grant: Grant) -> str:
    opened = f"opened for {grant.person} ({grant.reason})"
    if grant.until is None:
        return opened
    return f"{opened} {'until' if grant.until > tenant.now else 'that should have ended'} {tenant.when(grant.until)}"


def _not_readable(tenant: Tenant) -> Iterator[Finding]:
    row = tenant.row
    if tenant.is_running and not row.get("error"):
        return
    yield tenant.finding(
        "not_readable",
        _severity_of_stopped(row),
        reason_of(row),
        "repair what the error names, then run the check again"
        if tenant.is_running
        else "start it with spe_instance_control",
    )


def _severity_of_stopped(row: Mapping[str, Any]) -> str:
    if row.get("start_stop_error"):
        return "critical"
    return "information" if row.get("start_mode") == "disabled" and row.get("status") == "stopped" else "warning"


def reason_of(row: Mapping[str, Any]) -> str:
    """Why a tenant could not be read, in a few words."""
    if row.get("start_stop_error"):
        return f"{row.get('status')}: {str(row['start_stop_error']).rstrip('.')}"
    if row.get("status") == "running":
        return str(row.get("error")).rstrip(".")
    return f"{row.get('status')}"


def _administrators_of_tenant(tenant: Tenant) -> Iterator[Finding]:
    administrators = (user for user in tenant.entries("users") if "admin" in (user.get("privileges") or []))
    return _without_mfa(tenant, administrators, "administrator", "spe_user")


def _administrators_of_server(server: Server) -> Iterator[Finding]:
    administrators = server.fleet.get("administrators") or []
    return _without_mfa(server, administrators, "system administrator", "spe_system_administrator")


def _without_mfa(
    subject: Subject, administrators: Iterable[Mapping[str, Any]], noun: str, module: str
) -> Iterator[Finding]:
    for user in administrators:
        if user.get("mfa") == "disabled":
            yield subject.finding(
                "mfa_missing",
                "warning",
                f"{noun} '{user.get('name')}' logs in without multi-factor authentication",
                f"switch it on with {module} (mfa: enabled)",
                subject=str(user.get("name")),
            )


def _messages_of_tenant(tenant: Tenant) -> Iterator[Finding]:
    """What no field explains: all that a rule finds there is reported by that rule."""
    yield from (
        tenant.finding(
            "server_message",
            severity,
            f"the server reports: {text}",
            "open the tenant in the Management Console",
            subject=text,
        )
        for severity, text in _texts(tenant.row.get("messages"))
    )


def _messages_of_server(server: Server) -> Iterator[Finding]:
    own = [message for message in server.fleet.get("messages") or [] if not message.get("instance_id")]
    yield from (
        server.finding(
            "server_message",
            severity,
            f"the server reports: {text}",
            "open the service status in the Management Console",
            subject=text,
        )
        for severity, text in _texts(own)
    )


def _texts(messages: Any) -> list[tuple[str, str]]:
    """Severity and text of the messages that are more than information, each with those that belong to it."""
    found: list[tuple[str, str]] = []
    for message in messages or []:
        severity = _SEVERITIES.get(str(message.get("severity")))
        text = " ".join(str(message.get("text")).split()).rstrip(".")
        if message.get("is_sub_item") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]}; {text}")
        elif severity is not None:
            found.append((severity, text))
    return found


def _clock(server: Server) -> Iterator[Finding]:
    shown = server.fleet.get("server")
    time = moment(shown.get("time")) if isinstance(shown, Mapping) else None
    if time is None:
        return
    difference = time - server.now
    if abs(difference) > server.settings.limit("clock_difference"):
        side = "ahead of" if difference > timedelta(0) else "behind"
        yield server.finding(
            "clock_off",
            "warning",
            f"the clock of the server is {length_in_words(abs(difference))} {side} that of this controller, so ages are wrong",
            "set both clocks by the same time server",
        )


def explained(findings: Iterable[Finding]) -> bool:
    """Whether one of these findings is taken for what the messages of the server about a tenant are about."""
    return any(finding.rule in EXPLAINS_SERVER_MESSAGES for finding in findings)


RULES: tuple[TenantRule | ServerRule, ...] = (
    TenantRule("access_open", "Access open", _access_open),
    TenantRule("not_readable", "Not readable", _not_readable),
    TenantRule("mfa_missing", "MFA missing", _administrators_of_tenant),
    ServerRule("mfa_missing", "MFA missing", _administrators_of_server),
    ServerRule("clock_off", "Clocks differ", _clock),
    ServerRule("server_message", "Message of the server", _messages_of_server),
)

#: Applied last, to tenants in which no other rule explains the messages.
LAST_RULE = TenantRule("server_message", "Message of the server", _messages_of_tenant)
