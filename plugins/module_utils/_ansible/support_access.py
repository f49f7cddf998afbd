# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access for a person, with a reason and an end: who has it stands in a history.

Several persons may have access to one tenant at the same time, each with an end. A closing ends it for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from .._api.errors import InputError
from .._api.one_line import joined_by_and, one_line
from .._health.past import ACCESS as KIND
from .._health.past import server_name
from .._health.times import moment, written
from .._report.files import check_paths
from .._report.history import append, read
from .._resources.results import time_span

Options = Mapping[str, Any]

OPENED, EXTENDED, CHANGED, CLOSED = "opened", "extended", "changed", "closed"

#: How far the newest record may be ahead of the clock: two machines may write one history.
MOST_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Grant:
    """The access that one person has to one tenant."""

    server: str
    tenant: str
    person: str | None
    reason: str | None
    until: str | None

    @property
    def in_words(self) -> str:
        """One line about it."""
        return f"{self.tenant} is open for {self.person} until {self.until}: {self.reason}"

    def is_past(self, now: datetime) -> bool:
        """Whether its end has come. What has no end that can be understood has come to it."""
        end = moment(self.until)
        return end is None or end <= now


@dataclass(frozen=True)
class AccessRecord:
    """What a task wants to write into the history."""

    path: str
    grant: Grant
    notes: tuple[str, ...]
    open_grants: tuple[Grant, ...]

    @classmethod
    def of(cls, params: Options, now: datetime) -> AccessRecord:
        """Raises InputError for what cannot be written, or cannot be meant, before anything is done."""
        options = params["record"]
        check_paths([("record.history", options["history"])])
        person, reason = (one_line(options[name] or "").strip() or None for name in ("person", "reason"))
        until = None
        if params["state"] == "enabled":
            _refuse_missing(person, reason, options["until"])
            until = written(_end(options["until"], now))
        grant = Grant(server_name(params["spe_url"]), params["instance_id"], person, reason, until)
        notes: list[str] = []
        of_tenant = tuple(
            each
            for each in open_grants(options["history"], now, notes)
            if (each.server, each.tenant) == (grant.server, grant.tenant)
        )
        return cls(options["history"], grant, tuple(notes), of_tenant)

    def actions(self, *, enabled: bool, switched: bool) -> list[tuple[str, Grant]]:
        """What is to be written, now that access is on or off, and was switched or not."""
        if not enabled:
            return self._closings(switched=switched)
        before = next((each for each in self.open_grants if each.person == self.grant.person), None)
        if before is None or switched:
            return [(OPENED, self.grant)]
        if before == self.grant:
            return []
        later = str(self.grant.until) > str(before.until)
        return [(EXTENDED if later else CHANGED, self.grant)]

    def _closings(self, *, switched: bool) -> list[tuple[str, Grant]]:
        closed = [replace(each, reason=self.grant.reason) for each in self.open_grants]
        if not closed and switched:
            closed = [self.grant]
        return [(CLOSED, each) for each in closed]

    def write(self, actions: Iterable[tuple[str, Grant]], now: datetime) -> None:
        """Append a line for each. Raises InputError when the file cannot be written."""
        for action, grant in actions:
            append(self.path, {"kind": KIND, "at": written(now), "action": action, **asdict(grant)})


def open_grants(path: str, now: datetime, notes: list[str]) -> list[Grant]:
    """The grants that nobody has closed, the oldest first; `notes` gets a sentence about each line that is not used.

    Raises InputError when the file cannot be read, and when it comes from the future: what is past its end cannot be known
    then.
    """
    found: dict[tuple[str, str, str | None], Grant] = {}
    for record in read(path, notes):
        if record["kind"] != KIND:
            continue
        _refuse_future(record, now)
        grant = _grant_in(record)
        key = (grant.server, grant.tenant, grant.person)
        found.pop(key, None)
        if record.get("action") != CLOSED:
            found[key] = grant
    return list(found.values())


def _grant_in(record: Mapping[str, Any]) -> Grant:
    server, tenant = (str(record.get(name) or "") for name in ("server", "tenant"))
    person, reason, until = (record.get(name) for name in ("person", "reason", "until"))
    return Grant(server, tenant, person, reason, until)


def _refuse_future(record: Mapping[str, Any], now: datetime) -> None:
    at = moment(record.get("at"))
    if at is not None and at > now + MOST_AHEAD:
        raise InputError(
            f"The history has a record of {written(at)}, but the clock of this machine shows {written(now)}: set the clock,"
            " because it decides when access ends."
        )


def current_time() -> datetime:
    """By the clock of the machine that works, in UTC."""
    return datetime.now(timezone.utc).replace(microsecond=0)


def _refuse_missing(person: str | None, reason: str | None, until: str | None) -> None:
    lacking = [name for name, value in (("person", person), ("reason", reason), ("until", until)) if not value]
    if lacking:
        raise InputError(
            f"record: {joined_by_and(lacking)} {'is' if len(lacking) == 1 else 'are'} missing; access is opened only for a person,"
            " with a reason and an end."
        )


def _end(text: str, now: datetime) -> datetime:
    span = time_span(text)
    try:
        end = now + span if span is not None else _named_moment(text)
    except OverflowError:
        end = None
    if end is None:
        raise InputError(
            f"record.until: {text!r} is not understood; write a span of time such as '2h' or '3d', or a date and time with its"
            " zone such as '2026-12-31T18:00:00Z' or '2026-12-31T18:00:00+01:00'."
        )
    if end <= now:
        raise InputError(
            f"record.until: {text!r} is not in the future; the clock of this machine shows {written(now)}."
        )
    return end


def _named_moment(text: str) -> datetime | None:
    """A time of day without a zone would mean another moment to each reader."""
    stripped = text.strip()
    has_zone = stripped.endswith(("Z", "z")) or "+" in stripped[10:] or "-" in stripped[10:]
    return moment(stripped) if has_zone else None
