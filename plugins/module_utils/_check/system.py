# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Administrators, licences and what else the system has: what experiments find out about it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

from .answers import flag
from .bench import MARK, Bench
from .conversation import Refused
from .experiment import READING, SYSTEM, Experiment, Found, Unknown
from .shapes import in_words
from .unsigned_functions import make_credential

#: The keys that are assumed or plausible.
_MFA_KEYS = ("mfaStatus", "mfaEnabled", "MfaStatus")

#: In so many days certificates expire that a check makes; the first one must be warned of by any rule.
_DAYS = (1, 20, 45)
_WORDS_OF_EXPIRY = "The certificate of credential '...' expires soon."
_NO_WORDS, _OTHER_WORDS = "no words", "other words"

_OF_THE_WHOLE_SERVER = "It takes other SMTP settings of the whole server."

UNKNOWNS: Sequence[Unknown] = (
    Unknown("ADMINISTRATOR_MFA_KEY", "Which key of GetSystemAdministrators shows MFA?", "mfaStatus"),
    Unknown("API_PASSWORD_WORKS_WITHOUT_MFA", "Is an API password accepted while MFA is off?", "true"),
    Unknown("api_password_result", "What does CreateSystemAdministratorAPIPassword return?", "a text"),
    Unknown("EMPTY_PASSWORD_OF_ADMINISTRATOR_IS_REFUSED", "Is an empty password of an administrator refused?", "true"),
    Unknown("OWN_ACCOUNT_CAN_BE_DELETED", "Can an administrator delete the own account?", "false"),
    Unknown("PING_RESULT", "What does Ping return?", "null"),
    Unknown(
        "UNENCRYPTED_SMTP_PROTOCOLS",
        "Which words of protocol does the server warn of?",
        "SMTP",
        out_of_reach=_OF_THE_WHOLE_SERVER,
    ),
    Unknown(
        "MISSING_SMTP_SETTINGS_ARE_WARNED_OF",
        "Does the server warn when it has no SMTP settings?",
        "false",
        out_of_reach=_OF_THE_WHOLE_SERVER,
    ),
    Unknown(
        "UPGRADE_MESSAGE",
        "Which words does the server have for a store that needs an upgrade?",
        "One or more archive stores need an upgrade.",
        out_of_reach="It takes a store of an older version.",
    ),
    Unknown(
        "EXPIRY_WARNING_DAYS",
        "How many days before a certificate expires does the server warn?",
        f"{_DAYS[1]} to {_DAYS[2]}",
    ),
    Unknown("expiry_message", "Which words does that warning have?", _WORDS_OF_EXPIRY),
    Unknown(
        "store_error_message",
        "Which words does the server have for a store in error?",
        "Archive store '...': and the error",
        out_of_reach="It takes a store that is broken.",
    ),
    Unknown("used_licenses", "Which users of an instance need a licence?", "all but $archiveadmin"),
    Unknown("license_request", "What does CreateLicenseRequest return?", "instanceID and usedLicenseCount"),
)


def readings(bench: Bench) -> Iterable[Found]:
    """What each server answers."""
    yield "PING_RESULT", in_words(bench.look("Ping"))
    rows = bench.look("GetSystemAdministrators")
    if rows:
        keys = [key for key in rows[0] if "mfa" in key.lower()]
        yield (
            "ADMINISTRATOR_MFA_KEY",
            " and ".join(key if key in _MFA_KEYS else "another key" for key in keys) or "none",
        )


def license_request(bench: Bench) -> Iterable[Found]:
    """What the throw-away instance has in a licence request. Nothing is stored by it."""
    bench.start()
    result = bench.look("CreateLicenseRequest")
    row = _license_row(result, bench.instance_id)
    if row is None:
        yield "license_request", in_words(result)
        return
    yield (
        "license_request",
        " and ".join(key if key in ("instanceID", "usedLicenseCount") else "another key" for key in row),
    )
    users = len(bench.rows_of("GetUsers"))
    numbers = {users: "all", users - 1: "all but $archiveadmin", users - 2: "fewer"}
    yield "used_licenses", numbers.get(row.get("usedLicenseCount", -1), "another number")


def _license_row(result: Any, instance_id: str) -> Mapping[str, Any] | None:
    rows = result.get("instanceData") if isinstance(result, Mapping) else None
    return next((row for row in rows or () if isinstance(row, Mapping) and instance_id in row.values()), None)


def expiry(bench: Bench) -> Iterable[Found]:
    """Credentials whose certificates expire sooner and later."""
    bench.start()
    names: dict[int, str] = {}
    for days in _DAYS:
        names[days] = bench.new_name("certificate")
        expires = datetime.now(timezone.utc) + timedelta(days=days, hours=1)
        settings = {"CertificateExpirationDate": expires.strftime("%Y-%m-%dT%H:%M:%SZ")}
        make_credential(bench, names[days], settings)
    warnings = _messages_about(bench, bench.instance_id)
    if len(warnings) not in range(1, len(_DAYS) + 1):
        # Not even the one of tomorrow is warned of, or there are other troubles.
        return
    spans = {1: f"fewer than {_DAYS[1]}", 2: f"{_DAYS[1]} to {_DAYS[2]}", 3: f"more than {_DAYS[2]}"}
    yield "EXPIRY_WARNING_DAYS", spans[len(warnings)]
    words = warnings[0].partition(": ")[2]
    for name in names.values():
        words = words.replace(name, "...")
    yield "expiry_message", words if words == _WORDS_OF_EXPIRY else _OTHER_WORDS if words.strip() else _NO_WORDS


def _messages_about(bench: Bench, instance_id: str) -> list[str]:
    messages = bench.look("GetServiceStatus")["messages"]
    return [text for message in messages if instance_id in (text := str(message["text"]))]


def api_password(bench: Bench) -> Iterable[Found]:
    """An administrator of our own makes an API password, and logs in with it."""
    with _administrator(bench) as (name, password):
        own = bench.conversation.as_administrator(name, password)
        reply = own.send("CreateSystemAdministratorAPIPassword")
        if not reply.is_success:
            raise Refused("CreateSystemAdministratorAPIPassword is refused.")
        yield "api_password_result", in_words(reply.result)
        created = max(_texts(reply.result) - {name}, key=len)
        login = bench.conversation.as_administrator(name, created).read("GetEnvironmentInfo")
        yield "API_PASSWORD_WORKS_WITHOUT_MFA", flag(login.http_status != 401)


def _texts(value: Any) -> set[str]:
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    return {each for each in values if isinstance(each, str)}


def own_account(bench: Bench) -> Iterable[Found]:
    """An administrator of our own deletes itself."""
    with _administrator(bench) as (name, password):
        own = bench.conversation.as_administrator(name, password)
        if not own.read("GetEnvironmentInfo").is_success:
            raise Refused("A new administrator cannot log in.")
        yield "OWN_ACCOUNT_CAN_BE_DELETED", flag(own.send("DeleteSystemAdministrator", userName=name).is_success)


def empty_password(bench: Bench) -> Iterable[Found]:
    """An administrator of our own gets an empty password, and is removed at once."""
    with _administrator(bench) as (name, _password):
        reply = bench.write("SetSystemAdministratorPassword", userName=name, password="")
        yield "EMPTY_PASSWORD_OF_ADMINISTRATOR_IS_REFUSED", flag(not reply.is_success)


@contextmanager
def _administrator(bench: Bench) -> Iterator[tuple[str, str]]:
    """A new administrator, who is removed afterwards: name and password."""
    name, password = f"{bench.instance_id}-{bench.new_name('admin')}", f"{secrets.token_urlsafe(24)}aA1-"
    config = {"userName": name, "fullName": MARK, "emailAddress": "check@example.invalid"}
    try:
        bench.do("CreateSystemAdministrator", config=config, password=password)
        yield name, password
    finally:
        if any(row.get("userName") == name for row in bench.look("GetSystemAdministrators") or ()):
            bench.do("DeleteSystemAdministrator", userName=name)


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("PING_RESULT", "ADMINISTRATOR_MFA_KEY"), readings, READING),
    Experiment(("license_request", "used_licenses"), license_request),
    Experiment(("EXPIRY_WARNING_DAYS", "expiry_message"), expiry),
    Experiment(("api_password_result", "API_PASSWORD_WORKS_WITHOUT_MFA"), api_password, SYSTEM),
    Experiment(("OWN_ACCOUNT_CAN_BE_DELETED",), own_account, SYSTEM),
    Experiment(("EMPTY_PASSWORD_OF_ADMINISTRATOR_IS_REFUSED",), empty_password, SYSTEM),
)
