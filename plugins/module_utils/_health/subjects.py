# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the rules look at: one tenant, or the server, as it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .finding import Finding
from .past import Past
from .settings import Settings
from .times import in_words, moment, written

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """Something that is judged: when it was read, what holds for it, and what the history has of it."""

    now: datetime
    settings: Settings
    past: Past

    @property
    def tenant(self) -> str | None:
        return None

    def finding(
        self,
        rule: str,
        severity: str,
        message: str,
        action: str,
        *,
        subject: str | None = None,
        since: datetime | None = None,
    ) -> Finding:
        """A finding of the severity that the settings give it, since the earliest time that is known."""
        own = written(since) if since else written(self.now)
        before = self.past.findings.get((self.tenant or "", rule, subject or ""))
        return Finding(
            self.tenant,
            rule,
            self.settings.severity(rule, severity),
            subject,
            message,
            action,
            min(own, before) if before else own,
        )

    def when(self, at: datetime) -> str:
        return in_words(at, self.now)


@dataclass(frozen=True)
class Tenant(Subject):
    """A row of the fleet. `window` is the beginning of the time whose results were read."""

    row: Row
    window: datetime | None

    @property
    def tenant(self) -> str:
        return str(self.row["instance_id"])

    def was_read(self, part: str) -> bool:
        return isinstance(self.row.get(part), list)

    def entries(self, part: str) -> list[Row]:
        """The entries of a part; none if it was not read."""
        entries = self.row.get(part)
        return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []

    @property
    def is_running(self) -> bool:
        return self.row.get("status") == "running"

    @property
    def archiving_profiles(self) -> list[Row]:
        """Those that archive; others export."""
        return [profile for profile in self.entries("profiles") if profile.get("type") in ("I", None)]

    def result_of(self, profile: Row) -> Row | None:
        """How the runs of the profile went, if it ran."""
        name = profile.get("name")
        return next((result for result in self.entries("results") if result.get("profile_name") == name), None)

    def last_run(self, profile: Row) -> datetime | None:
        """When the profile last ran, as far as results or history go back."""
        result = self.result_of(profile)
        return moment(result.get("last_start")) if result else self._past_run(profile, 0)

    def last_archived(self, profile: Row) -> datetime | None:
        """When the profile last archived something, as far as results or history go back."""
        result = self.result_of(profile)
        return (moment(result.get("last_archived")) if result else None) or self._past_run(profile, 1)

    def _past_run(self, profile: Row, which: int) -> datetime | None:
        return moment(self.past.runs.get(self.tenant, {}).get(str(profile.get("name")), [None, None])[which])


@dataclass(frozen=True)
class Server(Subject):
    """What the fleet shows of the server itself."""

    fleet: Row


def named(names: Iterable[str]) -> str:
    """Names in quotes, the first three of them."""
    quoted = [f"'{name}'" for name in names]
    return ", ".join(quoted) if len(quoted) <= 3 else f"{', '.join(quoted[:3])} and {len(quoted) - 3} more"
