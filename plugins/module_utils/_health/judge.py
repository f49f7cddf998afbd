# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judging a fleet: all rules on all tenants, and what is known of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .._api.errors import InputError
from .._api.one_line import one_line
from . import credential_rules, job_rules, other_rules, profile_rules, store_rules
from .finding import SEVERITIES, Finding
from .known import Known, refuse_unknown_tenants, without_known
from .other_rules import reason_of
from .past import Past
from .rule import ServerRule, TenantRule
from .settings import AllSettings
from .subjects import Row, Server, Tenant
from .times import moment

RULES: tuple[TenantRule | ServerRule, ...] = (
    *credential_rules.RULES,
    *store_rules.RULES,
    *profile_rules.RULES,
    *job_rules.RULES,
    *other_rules.RULES,
    other_rules.LAST_RULE,
)
TITLES: Mapping[str, str] = {rule.name: rule.title for rule in RULES}
NAMES: Collection[str] = TITLES.keys()

#: What the server itself is called beside tenants.
SERVER = "server"

_MARKS = {"critical": "CRIT", "warning": "WARN", "information": "INFO"}


@dataclass(frozen=True)
class Fleet:
    """What spe_fleet_info returned."""

    given: Row
    now: datetime
    rows: Sequence[Row]

    @property
    def url(self) -> str | None:
        server = self.given.get("server")
        url = server.get("url") if isinstance(server, Mapping) else None
        return url if isinstance(url, str) else None

    @property
    def window(self) -> datetime | None:
        """The beginning of the time whose results were read."""
        return moment(self.given.get("results_since"))

    @property
    def tenants(self) -> Collection[str] | None:
        """The IDs of all tenants of the server; None if the fleet does not show those that were not chosen."""
        ids = self.given.get("instance_ids")
        return {str(each) for each in ids} if isinstance(ids, list) else None


def fleet_in(given: Mapping[str, Any]) -> Fleet:
    """The result of spe_fleet_info, or its `fleet`. Raises InputError for anything else."""
    inner = given.get("fleet", given)
    rows = inner.get("tenants") if isinstance(inner, Mapping) else None
    if not isinstance(inner, Mapping) or not isinstance(rows, list):
        raise InputError(
            "fleet is not the result of community.mailstore.spe_fleet_info: register that, and give it here."
        )
    if any(not isinstance(row, Mapping) or not isinstance(row.get("instance_id"), str) for row in rows):
        raise InputError("fleet has a tenant without instance_id: give the result of spe_fleet_info as it is.")
    now = moment(inner.get("read_at"))
    if now is None:
        raise InputError(
            f"fleet has no time of the reading (read_at is {inner.get('read_at')!r}): give the result as it is."
        )
    return Fleet(inner, now, sorted(rows, key=lambda row: str(row["instance_id"])))


@dataclass(frozen=True)
class Judgement:
    """All findings of a fleet, sorted, and what became of each tenant."""

    findings: Sequence[Finding]
    hidden: Sequence[tuple[Finding, Known]]
    unused: Sequence[Known]
    unreadable: Sequence[Row]
    states: Mapping[str, str] = field(default_factory=dict)
    """Of each tenant its worst severity, or known, clean or unreadable."""

    def count(self, state: str) -> int:
        return sum(each == state for each in self.states.values())

    def of_server(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.tenant is None]

    def counts(self) -> dict[str, int]:
        """Tenants by their state, and findings by their severity."""
        states = (*SEVERITIES, "known", "clean", "unreadable")
        return {
            "tenants": len(self.states),
            **{state: self.count(state) for state in states},
            "findings": len(self.findings),
            "server": len(self.of_server()),
        }

    def reaches(self, severity: str) -> list[Finding]:
        """The findings that are as bad as that, or worse."""
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return [finding for finding in self.findings if finding.severity in worst]

    def summary(self) -> str:
        parts = [f"{self.count('clean')} clean"]
        parts += [f"{self.count('information')} information"] if self.count("information") else []
        warnings = self.count("warning")
        parts += [f"{warnings} {'warning' if warnings == 1 else 'warnings'}", f"{self.count('critical')} critical"]
        parts += [f"{self.count('known')} known"] if self.count("known") else []
        sentence = ", ".join(parts)
        if self.of_server():
            number = len(self.of_server())
            sentence += f"; {number} {'finding' if number == 1 else 'findings'} about the server itself"
        if self.unreadable:
            named = ", ".join(f"{row['instance_id']} ({one_line(reason_of(row))})" for row in self.unreadable)
            sentence += f"; not readable: {named}"
        return sentence

    def lines(self) -> list[str]:
        """One line for each finding and each entry that hides nothing, and the summary; tenants that are not readable stand
        in the summary."""
        shown = [finding for finding in self.findings if finding.rule != "not_readable"]
        return [*(line_of(finding) for finding in shown), *map(line_of_unused, self.unused), self.summary()]


def line_of(finding: Finding) -> str:
    sentence = one_line(f"{finding.message} -> {finding.action}")
    return f"{_MARKS[finding.severity]} {one_line(finding.tenant or SERVER)}  {sentence}"


def line_of_unused(entry: Known) -> str:
    subject = f" of {entry.subject!r}" if entry.subject is not None else ""
    return one_line(
        f"KNOWN {entry.tenant or SERVER} {entry.rule}{subject} is not found any more -> remove {entry.place}"
    )


def judge(fleet: Fleet, settings: AllSettings, known: Sequence[Known], past: Past) -> Judgement:
    """Raises InputError for an exception or a known finding of a tenant that the server does not have."""
    if fleet.tenants is not None:
        places = [(entry.place, entry.tenant) for entry in known]
        places += [(f"rules.tenants.{tenant}", tenant) for tenant in settings.own]
        refuse_unknown_tenants(places, fleet.tenants)
    found = [*_about_server(fleet, settings, past)]
    for row in fleet.rows:
        found += _about_tenant(fleet, row, settings, past)
    result = without_known(sorted(found, key=lambda finding: finding.order), known, fleet.now)
    unreadable = [row for row in fleet.rows if row.get("status") != "running" or row.get("error")]
    return Judgement(
        result.counting,
        result.hidden,
        [entry for entry in result.unused if entry.tenant is None or _was_read(fleet, entry.tenant)],
        unreadable,
        _states(fleet, result.counting, [finding for finding, _entry in result.hidden], unreadable),
    )


def _was_read(fleet: Fleet, tenant: str) -> bool:
    return any(row["instance_id"] == tenant for row in fleet.rows)


def _about_server(fleet: Fleet, settings: AllSettings, past: Past) -> Iterator[Finding]:
    server = Server(fleet.now, settings.of(None), past, fleet.given)
    for rule in RULES:
        if isinstance(rule, ServerRule) and not server.settings.is_off(rule.name):
            yield from rule.judge(server)


def _about_tenant(fleet: Fleet, row: Row, settings: AllSettings, past: Past) -> list[Finding]:
    tenant = Tenant(fleet.now, settings.of(row["instance_id"]), past, row, fleet.window)
    rules = [rule for rule in RULES if isinstance(rule, TenantRule) and not tenant.settings.is_off(rule.name)]
    found = [finding for rule in rules if rule is not other_rules.LAST_RULE for finding in rule.judge(tenant)]
    if other_rules.LAST_RULE in rules and not other_rules.explained(found):
        found += other_rules.LAST_RULE.judge(tenant)
    return found


def _states(
    fleet: Fleet, counting: Sequence[Finding], hidden: Sequence[Finding], unreadable: Sequence[Row]
) -> dict[str, str]:
    states = {row["instance_id"]: "clean" for row in fleet.rows}
    states.update((finding.tenant, "known") for finding in hidden if finding.tenant is not None)
    # They are sorted: the worst finding of a tenant comes first, and so is entered last.
    states.update((finding.tenant, finding.severity) for finding in reversed(counting) if finding.tenant is not None)
    states.update((row["instance_id"], "unreadable") for row in unreadable)
    return states
