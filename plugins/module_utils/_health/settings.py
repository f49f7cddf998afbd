# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option `rules`: limits and severities of all tenants, and those of single ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from .._api.errors import InputError
from .._resources.results import time_span
from .finding import SEVERITIES

#: The key of the exceptions of single tenants.
TENANTS = "tenants"


@dataclass(frozen=True)
class Limit:
    """A number or a length of time that a rule compares with; `false` as its value switches the rule off."""

    name: str
    rule: str
    default: Any
    read: Callable[[Any], Any]
    form: str


def _duration(value: Any) -> timedelta | None:
    return (time_span(value) or None) if isinstance(value, str) else None


def _positive(value: Any) -> int | None:
    number = int(value) if isinstance(value, str) and value.strip().isdigit() else value
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None


def _days(value: Any) -> tuple[int, ...] | None:
    values = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    numbers = [_positive(entry.strip() if isinstance(entry, str) else entry) for entry in values]
    known = [number for number in numbers if number is not None]
    return tuple(sorted(known, reverse=True)) if known and len(known) == len(numbers) else None


LIMITS = {
    limit.name: limit
    for limit in (
        Limit("silent_after", "profile_silent", timedelta(hours=24), _duration, "a length of time such as 24h"),
        Limit("empty_after", "nothing_archived", timedelta(days=5), _duration, "a length of time such as 5d"),
        Limit("failed_runs", "profile_failing", 3, _positive, "a number of runs such as 3"),
        Limit("certificate_days", "credential_expires", (60, 30, 7), _days, "a list of days such as [60, 30, 7]"),
        Limit("store_messages", "store_too_large", 5_000_000, _positive, "a number of messages such as 5000000"),
        Limit("clock_difference", "clock_off", timedelta(minutes=5), _duration, "a length of time such as 5m"),
    )
}


@dataclass(frozen=True)
class Settings:
    """What holds for one tenant: limits by their names, and the severities of rules that have another one than usual."""

    limits: Mapping[str, Any]
    severities: Mapping[str, str | None]

    def limit(self, name: str) -> Any:
        return self.limits[name]

    def severity(self, rule: str, usual: str) -> str:
        """The severity of a finding that would otherwise have the usual one."""
        return self.severities.get(rule) or usual

    def is_off(self, rule: str) -> bool:
        return rule in self.severities and self.severities[rule] is None

    def with_changes(self, place: str, changes: Mapping[str, Any], rules: Collection[str]) -> Settings:
        """Raises InputError for a rule or limit that does not exist, and for a value that it cannot have."""
        limits, severities = dict(self.limits), dict(self.severities)
        for name, value in changes.items():
            if name in LIMITS:
                _change_limit(limits, severities, f"{place}.{name}", LIMITS[name], value)
            elif name in rules:
                _change_severity(severities, f"{place}.{name}", str(name), value)
            else:
                raise _unknown(place, name, rules)
        return Settings(limits, severities)


USUAL = Settings({limit.name: limit.default for limit in LIMITS.values()}, {})


@dataclass(frozen=True)
class AllSettings:
    """The settings of each tenant."""

    common: Settings
    own: Mapping[str, Settings]

    def of(self, tenant: str | None) -> Settings:
        return self.own.get(tenant or "", self.common)

    def all(self) -> Iterator[Settings]:
        yield self.common
        yield from self.own.values()


def settings_in(given: Mapping[str, Any] | None, rules: Collection[str]) -> AllSettings:
    """The option `rules` as it is written. Raises InputError."""
    given = dict(given or {})
    exceptions = given.pop(TENANTS, None) or {}
    if not isinstance(exceptions, Mapping):
        raise InputError("rules.tenants is not a dictionary: write the ID of a tenant, and below it its own rules.")
    common = USUAL.with_changes("rules", given, rules)
    own = {}
    for tenant, changes in exceptions.items():
        if not isinstance(changes, Mapping):
            raise InputError(f"rules.tenants.{tenant} is not a dictionary: write rules as under rules itself.")
        own[str(tenant)] = common.with_changes(f"rules.tenants.{tenant}", changes, rules)
    return AllSettings(common, own)


def _change_limit(
    limits: dict[str, Any], severities: dict[str, str | None], place: str, limit: Limit, value: Any
) -> None:
    if _is_off(value):
        severities[limit.rule] = None
        return
    read = limit.read(value)
    if read is None:
        raise InputError(f"{place} is {value!r}: write {limit.form}, or false to switch the rule {limit.rule} off.")
    limits[limit.name] = read


def _change_severity(severities: dict[str, str | None], place: str, rule: str, value: Any) -> None:
    if _is_off(value):
        severities[rule] = None
    elif value is True or str(value).lower() == "true":
        severities.pop(rule, None)
    elif value in SEVERITIES:
        severities[rule] = value
    else:
        raise InputError(f"{place} is {value!r}: write one of {', '.join(SEVERITIES)}, true or false.")


def _is_off(value: Any) -> bool:
    return value is False or str(value).lower() == "false"


def _unknown(place: str, name: Any, rules: Collection[str]) -> InputError:
    return InputError(f"{place} has no rule {name!r}: {advice_about(name, {*rules, *LIMITS})}")


def advice_about(name: Any, names: Collection[str]) -> str:
    """What to write in the place of a name that is none of these."""
    known = sorted(names)
    alike = get_close_matches(str(name), known, 1)
    return f"did you mean {alike[0]}?" if alike else f"there are {', '.join(known)}."
