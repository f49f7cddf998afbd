# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of errors, and how names are compared: what experiments find out about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .bench import Bench
from .conversation import Reply
from .experiment import READING, Experiment, Found, Unknown

#: The words that the simulator uses, with what stands for names.
_WORDS: Mapping[str, tuple[str, str]] = {
    "instance_not_found": ("an instance does not exist", "Instance '...' does not exist."),
    "instance_not_running": ("an instance does not run", "Instance '...' is not running."),
    "instance_running": ("an instance runs", "Instance '...' is running."),
    "instance_disabled": ("an instance is disabled", "Instance '...' is disabled."),
    "instance_frozen": ("an instance is frozen", "Instance '...' is frozen."),
    "instance_in_safe_mode": ("an instance runs in safe mode", "Instance '...' is running in safe mode."),
    "access_denied": (
        "service provider access is off",
        "Service provider access is not enabled on instance '...'.",
    ),
    "not_found": ("something in an instance does not exist", "User '...' does not exist."),
    "already_exists": ("something in an instance exists already", "User '...' already exists."),
    "invalid_value": ("a word is not one of those allowed", "The value '...' of 'authentication' is not valid."),
    "invalid_json": ("an argument is not valid JSON", "The value of 'config' is not valid JSON."),
    "invalid_number": ("an argument is not a number", "Input string was not in a correct format."),
    "invalid_bool": ("an argument is not true or false", "String was not recognized as a valid Boolean."),
    "time_zone_not_found": (
        "a time zone does not exist",
        "The time zone ID '...' was not found on the local computer.",
    ),
}
_NO_WORDS, _OTHER_WORDS = "no words", "other words"

_EXCEPTION = "the exception with its message"
_WITHOUT_CASE, _BY_LETTERS = "without regard to case", "by letters"

UNKNOWNS: Sequence[Unknown] = (
    *(Unknown(name, f"Which words does the error have when {when}?", words) for name, (when, words) in _WORDS.items()),
    Unknown("error_details", "What do the details of an error contain?", _EXCEPTION),
    Unknown("name_key", "How are names of users, stores, servers and administrators compared?", _WITHOUT_CASE),
)

_NOBODY, _NOWHERE = "spe-check-nobody", "Spe-Check Standard Time"


def words_of(name: str, reply: Reply, *names: str) -> Iterable[Found]:
    """The words of an error, if it is one. names: what stands in it in the place of the three dots."""
    if reply.is_success:
        return
    words = reply.message or ""
    for each in names:
        words = words.replace(each, "...")
    assumed = _WORDS[name][1]
    yield name, assumed if words == assumed else _OTHER_WORDS if words else _NO_WORDS


def without_an_instance(bench: Bench) -> Iterable[Found]:
    """Calls about nothing, which need no instance."""
    missing = f"{bench.instance_id}-none"
    yield from words_of("instance_not_found", bench.read("GetUsers", instanceID=missing), missing)
    reply = bench.read("GetUserInfo", instanceID=missing)
    if reply.message:
        yield "error_details", _details_of(reply.details, reply.message)


def _details_of(details: Any, message: str) -> str:
    if details is None:
        return "null"
    if not details:
        return "nothing"
    return _EXCEPTION if message in str(details) else "something else"


def with_wrong_arguments(bench: Bench) -> Iterable[Found]:
    """Calls with arguments that cannot be right."""
    bench.start()
    user = bench.make_user()
    refused: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
        "not_found": (_NOBODY, "GetUserInfo", {"userName": _NOBODY}),
        "already_exists": (user, "CreateUser", {"userName": user, "privileges": "login"}),
        "invalid_value": (_NOBODY, "SetUserAuthentication", {"userName": user, "authentication": _NOBODY}),
        "invalid_json": ("", "SetIndexConfiguration", {"config": "{"}),
        "invalid_number": ("", "GetChildFolders", {"maxLevels": "many"}),
        "invalid_bool": ("", "GetStores", {"includeSize": "perhaps"}),
        "time_zone_not_found": (_NOWHERE, "GetJobResults", {**_ONE_DAY, "timeZoneId": _NOWHERE}),
    }
    for name, (key, function, arguments) in refused.items():
        yield from words_of(name, bench.try_inside(function, **arguments), *([key] if key else []))


_ONE_DAY = {"fromIncluding": "2026-01-01T00:00:00", "toExcluding": "2026-01-02T00:00:00"}


def while_frozen(bench: Bench) -> Iterable[Found]:
    """A frozen instance does not answer queries of its stores (documented)."""
    bench.start()
    bench.do("FreezeInstances", instanceFilter=bench.instance_id)
    try:
        yield from words_of("instance_frozen", bench.try_inside("GetStores"), bench.instance_id)
    finally:
        bench.write("ThawInstances", instanceFilter=bench.instance_id)


def names_of_users(bench: Bench) -> Iterable[Found]:
    """A user that is looked for in capital letters, and one without the marks of its letters."""
    bench.start()
    name = bench.make_user()
    if not bench.try_inside("GetUserInfo", userName=name.upper()).is_success:
        yield "name_key", _BY_LETTERS
        return
    plain = bench.new_name("usere")
    marked = plain.replace("usere", "user\u00e9")
    is_made = bench.try_inside("CreateUser", userName=marked, privileges="login").is_success
    is_same = is_made and bench.try_inside("GetUserInfo", userName=plain).is_success
    yield "name_key", "without regard to case and marks" if is_same else _WITHOUT_CASE


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("instance_not_found", "error_details"), without_an_instance, READING),
    Experiment(
        (
            *("not_found", "already_exists", "invalid_value", "invalid_json", "invalid_number", "invalid_bool"),
            "time_zone_not_found",
        ),
        with_wrong_arguments,
    ),
    Experiment(("name_key",), names_of_users),
    Experiment(("instance_frozen",), while_frozen),
)
