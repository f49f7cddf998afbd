# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the history adds: since when, the last runs, and how large a tenant was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .finding import Finding
from .times import moment, written

#: The kinds of records: of this module, and of openings and closings of access for a person.
HEALTH, ACCESS = "health", "support_access"

#: The depth of a reading that leaves most tenants out.
QUICK = "quick"

#: Younger points are kept for each day, older ones for each week.
_DAILY = timedelta(days=70)


@dataclass(frozen=True)
class Size:
    """How large a tenant was; what nobody asked for is None."""

    at: datetime
    messages: int | None = None
    size_mb: float | None = None
    licenses: int | None = None


@dataclass(frozen=True)
class Grant:
    """Access that is open for a person, with a reason and an end."""

    person: str
    reason: str
    since: datetime
    until: datetime | None


@dataclass
class Past:
    """All that is used of a history; all of it is from before the reading."""

    findings: dict[tuple[str, str, str], str] = field(default_factory=dict)
    runs: dict[str, dict[str, list[str | None]]] = field(default_factory=dict)
    sizes: dict[str, list[Size]] = field(default_factory=dict)
    later: int = 0
    """Number of readings of this server that are newer than this one."""
    grants: dict[str, dict[str, Grant]] = field(default_factory=dict)
    """Of each tenant the persons for whom access is open."""


def past_in(records: Iterable[Mapping[str, Any]], now: datetime, url: str | None) -> Past:
    """What the records have of this server; those of another one, and of the reading itself, are left out.

    Of each day the last reading counts, and of each week if it is long ago.
    """
    past = Past()
    for at, record in _last_of_each_period(_of_server(records, past, now, url), now):
        _keep_sizes(past.sizes, record, at)
        _keep_runs(past, record)
        _keep_findings(past, record)
    return past


def _of_server(
    records: Iterable[Mapping[str, Any]], past: Past, now: datetime, url: str | None
) -> Iterator[tuple[datetime, Mapping[str, Any]]]:
    """The readings; what was noted about access goes into `past`."""
    own = server_name(url)
    for record in records:
        at = moment(record.get("at"))
        if at is None or server_name(record.get("server")) not in (own, ""):
            continue
        if at >= now:
            past.later += at > now
            continue
        if record["kind"] == HEALTH:
            yield at, record
        elif record["kind"] == ACCESS:
            _keep_grant(past, record, at)


def server_name(url: Any) -> str:
    """What distinguishes servers in a history."""
    return str(url or "").strip().rstrip("/").lower()


def _keep_grant(past: Past, record: Mapping[str, Any], at: datetime) -> None:
    of_tenant = past.grants.setdefault(str(record.get("tenant")), {})
    person = str(record.get("person"))
    before = of_tenant.pop(person, None)
    if record.get("action") != "closed":
        since = before.since if before and record.get("action") != "opened" else at
        of_tenant[person] = Grant(person, str(record.get("reason")), since, moment(record.get("until")))


def _last_of_each_period(
    readings: Iterable[tuple[datetime, Mapping[str, Any]]], now: datetime
) -> Iterator[tuple[datetime, Mapping[str, Any]]]:
    before: tuple[datetime, Mapping[str, Any]] | None = None
    for reading in readings:
        if before is not None and (
            _period(before[0], now) != _period(reading[0], now)
            or _number_of_tenants(reading) < _number_of_tenants(before)
        ):
            # The later one may be of a few tenants alone.
            yield before
        before = reading
    if before is not None:
        yield before


def _number_of_tenants(reading: tuple[datetime, Mapping[str, Any]]) -> int:
    return len(_dictionary(reading[1].get("tenants")))


def _period(at: datetime, now: datetime) -> tuple[int, ...]:
    """The day, or the week in its month if it is long ago: the end of a month is not lost."""
    return at.timetuple()[:3] if now - at < _DAILY else (*at.isocalendar()[:2], at.month, 0)


def _keep_sizes(sizes: dict[str, list[Size]], record: Mapping[str, Any], at: datetime) -> None:
    for tenant, row in _dictionary(record.get("tenants")).items():
        if isinstance(row, Mapping):
            size = Size(at, _number(row.get("messages")), _number(row.get("size_mb")), _number(row.get("licenses")))
            sizes.setdefault(tenant, []).append(size)


def _keep_runs(past: Past, record: Mapping[str, Any]) -> None:
    for tenant, row in _dictionary(record.get("tenants")).items():
        runs = row.get("runs") if isinstance(row, Mapping) else None
        for profile, times in _dictionary(runs).items():
            if isinstance(times, list) and len(times) == 2:
                # The results of a later reading may begin after the last run that archived something.
                before = past.runs.setdefault(tenant, {}).get(profile, [None, None])
                past.runs[tenant][profile] = [new or old for new, old in zip(times, before)]


def _keep_findings(past: Past, record: Mapping[str, Any]) -> None:
    """The findings of the reading; earlier ones of what it did not read, or not completely, remain."""
    entries = record.get("findings")
    found = {
        (str(entry[0]), str(entry[1]), str(entry[2])): str(entry[3])
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, list) and len(entry) == 4 and entry[3] is not None
    }
    complete = set() if record.get("depth") == QUICK else {"", *_dictionary(record.get("tenants"))}
    incomplete = record.get("incomplete")
    complete -= {str(each) for each in incomplete} if isinstance(incomplete, list) else set()
    past.findings = {key: since for key, since in past.findings.items() if key[0] not in complete} | found


def _dictionary(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> Any:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def record_of(
    now: datetime, url: str | None, depth: Any, rows: Sequence[Mapping[str, Any]], findings: Iterable[Finding]
) -> dict[str, Any]:
    """The line of one reading."""
    return {
        "kind": HEALTH,
        "at": written(now),
        "server": url,
        "depth": depth,
        "incomplete": [row["instance_id"] for row in rows if row.get("error") or row.get("is_read") is False],
        "tenants": {row["instance_id"]: _of_tenant(row, now) for row in rows},
        "findings": [[*finding.key, finding.since] for finding in findings],
    }


def _of_tenant(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    size = size_of(row, now)
    kept: dict[str, Any] = {
        name: value
        for name, value in (("messages", size.messages), ("size_mb", size.size_mb), ("licenses", size.licenses))
        if value is not None
    }
    runs = {
        result["profile_name"]: [result.get("last_start"), result.get("last_archived")]
        for result in row.get("results") or []
        if result.get("profile_name")
    }
    return {**kept, "runs": runs} if runs else kept


def size_of(row: Mapping[str, Any], at: datetime) -> Size:
    """The size of a tenant by its statistics, or otherwise by what its stores show."""
    statistics, stores = row.get("statistics"), row.get("stores")
    licenses = _number(row.get("used_license_count"))
    if isinstance(statistics, Mapping):
        return Size(
            at, _number(statistics.get("number_of_messages")), _number(statistics.get("total_size_mb")), licenses
        )
    if isinstance(stores, list) and stores:
        counts = [_number(store.get("statistics_count")) for store in stores]
        sizes = [_number(store.get("statistics_size")) for store in stores]
        total = round(sum(sizes) / 1024 / 1024) if all(sizes) else None
        return Size(at, sum(count or 0 for count in counts), total, licenses)
    return Size(at, licenses=licenses)
