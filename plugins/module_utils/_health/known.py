# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings that are known: they are hidden until a date, for a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from .._api.errors import InputError
from .finding import Finding
from .settings import advice_about
from .times import end_of


@dataclass(frozen=True)
class Known:
    """One entry: it hides the findings of a rule in a tenant, or of the server itself, of one subject or of all."""

    place: str
    tenant: str | None
    rule: str
    subject: str | None
    until: str
    end: datetime
    reason: str

    def fits(self, finding: Finding) -> bool:
        is_subject = self.subject is None or self.subject == finding.subject
        return self.tenant == finding.tenant and self.rule == finding.rule and is_subject

    def shown(self) -> dict[str, Any]:
        return {
            "tenant": self.tenant,
            "rule": self.rule,
            "subject": self.subject,
            "until": self.until,
            "reason": self.reason,
        }


def known_in(given: Iterable[Mapping[str, Any]], rules: Collection[str]) -> list[Known]:
    """The entries of the option `known`. Raises InputError."""
    return [_known(f"known[{number}]", entry, rules) for number, entry in enumerate(given)]


def _known(place: str, entry: Mapping[str, Any], rules: Collection[str]) -> Known:
    rule = entry["rule"]
    if rule not in rules:
        raise InputError(f"{place}: there is no rule {rule!r}: {advice_about(rule, rules)}")
    until = str(entry["until"])
    end = end_of(until)
    if end is None:
        raise InputError(f"{place}.until is {until!r}: write a date such as 2026-12-31.")
    if not str(entry["reason"]).strip():
        raise InputError(f"{place}.reason is empty: write why the finding is accepted until {until}.")
    return Known(place, entry.get("tenant") or None, rule, entry.get("subject"), until, end, entry["reason"])


def refuse_unknown_tenants(places: Iterable[tuple[str, str | None]], tenants: Collection[str]) -> None:
    """Raises InputError with all places that name a tenant which the server does not have."""
    missing = [f"{place} names {tenant!r}" for place, tenant in places if tenant is not None and tenant not in tenants]
    if missing:
        are = "which is not" if len(missing) == 1 else "which are not"
        raise InputError(f"{', '.join(missing)}, {are} on this server: correct the ID, or remove the entry.")


@dataclass(frozen=True)
class Sorted:
    """Findings that count, those that are hidden with the entry that hides them, and entries that hide nothing."""

    counting: list[Finding]
    hidden: list[tuple[Finding, Known]]
    unused: list[Known]


def without_known(findings: Sequence[Finding], known: Sequence[Known], now: datetime) -> Sorted:
    """A finding whose entry is past its end counts again, and its sentence shows that."""
    counting: list[Finding] = []
    hidden: list[tuple[Finding, Known]] = []
    used: set[str] = set()
    for finding in findings:
        fitting = [entry for entry in known if entry.fits(finding)]
        used.update(entry.place for entry in fitting)
        valid = [entry for entry in fitting if now < entry.end]
        if valid:
            hidden.append((finding, max(valid, key=lambda entry: entry.end)))
        elif fitting:
            counting.append(_past(finding, max(fitting, key=lambda entry: entry.end)))
        else:
            counting.append(finding)
    return Sorted(counting, hidden, [entry for entry in known if entry.place not in used])


def _past(finding: Finding, entry: Known) -> Finding:
    return replace(finding, message=f"{finding.message} (known until {entry.until}: {entry.reason})")
