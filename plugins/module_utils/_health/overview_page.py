# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the morning: what is wrong first, then what will be, then all tenants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._report.chart import Bar, Point, bars, sparkline, trend
from .._report.html import Html, element, joined
from .._report.page import Section, Tile, mark, page
from .._report.table import Cell, Column, table
from .credentials import Credential, credentials
from .finding import SEVERITIES, Finding
from .growth import growth, totals
from .judge import SERVER, TITLES
from .other_rules import reason_of
from .past import Past, Size
from .settings import USUAL
from .subjects import Tenant
from .tables import Report, name_of
from .times import counted, moment

#: How far the chart of certificates looks ahead, and how many of them it shows.
_AHEAD, _MOST_CERTIFICATES = 90, 30

#: Growth is shown for so many days.
_GROWTH_DAYS = 30


def overview(report: Report) -> str:
    """The whole page."""
    now = report.fleet.now
    return page(
        "Archive health",
        f"{report.server_name}, read on {now:%Y-%m-%d} at {now:%H:%M} UTC. {counted(len(report.fleet.rows), 'tenant')}.",
        tiles=_tiles(report),
        sections=_sections(report),
        footer="Written by community.mailstore.spe_health. All times are UTC.",
    )


def _tiles(report: Report) -> Iterator[Tile]:
    judgement = report.judgement
    yield Tile(judgement.count("critical"), "critical", "critical")
    yield Tile(judgement.count("warning"), "with warnings", "warning")
    if judgement.count("information"):
        yield Tile(judgement.count("information"), "to know", "information")
    if judgement.count("known"):
        yield Tile(judgement.count("known"), "known", "neutral")
    yield Tile(judgement.count("clean"), "clean", "clean")
    yield Tile(judgement.count("unreadable"), "not readable", "neutral")


def _sections(report: Report) -> Iterator[Section]:
    if report.notes:
        notes = element("ul", *(element("li", note) for note in report.notes))
        yield Section("notes", "About this report", notes)
    yield Section(
        "findings", "Findings", _findings(report), "What is wrong, why, and what to do. The worst come first."
    )
    if report.judgement.unreadable:
        yield Section("unreadable", "Not readable", _unreadable(report), "Nothing is known of these tenants today.")
    if report.judgement.hidden or report.judgement.unused:
        yield Section(
            "known", "Known", _known(report), "Accepted until a date, for a reason. They count again afterwards."
        )
    yield Section(
        "expiry", "Certificates", _expiry(report), f"Those that expire within {_AHEAD} days, or have expired."
    )
    chart = _growth(report)
    if chart is not None:
        yield Section("growth", "Growth", chart)
    yield Section("tenants", "All tenants", _tenants(report))


def _findings(report: Report) -> Html:
    columns = (
        Column("Tenant"),
        Column("Severity", pick=True),
        Column("Finding"),
        Column("What to do", "action"),
        Column("Since", "date"),
    )
    names = {row["instance_id"]: name_of(row) for row in report.fleet.rows}
    rows = (
        (
            _tenant_cell(finding.tenant, names),
            Cell(mark(finding.severity), SEVERITIES.index(finding.severity)),
            Cell(joined(element("strong", TITLES[finding.rule]), element("br"), _sentence(finding.message))),
            Cell(_sentence(finding.action)),
            _since_cell(finding),
        )
        for finding in report.judgement.findings
    )
    return table("findings-table", "All findings", columns, rows, empty="Nothing is wrong.")


def _tenant_cell(tenant: str | None, names: dict[str, str]) -> Cell:
    if tenant is None:
        return Cell(SERVER, "")
    name = names.get(tenant, tenant)
    other = joined(element("br"), element("span", _short(name), class_="quiet")) if name != tenant else None
    return Cell(joined(tenant, other), tenant)


def _since_cell(finding: Finding) -> Cell:
    return Cell(finding.since[:10] if finding.since else None, finding.since)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _unreadable(report: Report) -> Html:
    columns = (Column("Tenant"), Column("Name"), Column("Host", "name"), Column("Status"), Column("Reason"))
    rows = (
        [
            Cell(row["instance_id"]),
            Cell(_short(name_of(row))),
            Cell(row.get("instance_host")),
            Cell(row.get("status")),
            Cell(reason_of(row)),
        ]
        for row in report.judgement.unreadable
    )
    return table("unreadable-table", "Tenants that could not be read", columns, rows, empty="")


def _known(report: Report) -> Html:
    columns = (Column("Tenant"), Column("Finding"), Column("Reason"), Column("Until", "date"))
    rows = [
        (Cell(finding.tenant or SERVER), Cell(_sentence(finding.message)), Cell(entry.reason), Cell(entry.until))
        for finding, entry in report.judgement.hidden
    ]
    rows += [
        (
            Cell(entry.tenant or SERVER),
            Cell(f"{TITLES[entry.rule]}: not found any more; remove {entry.place}."),
            Cell(entry.reason),
            Cell(entry.until),
        )
        for entry in report.judgement.unused
    ]
    return table("known-table", "Known findings", columns, rows, empty="")


def _expiry(report: Report) -> Html:
    found = sorted(_certificates(report), key=lambda each: (each[0].expires, each[1]))
    if not found:
        return element("p", "None.", class_="none")
    shown = [
        Bar(
            f"{tenant}: {credential.name}",
            _share(credential, report),
            _when(credential, report),
            _kind(credential, report),
        )
        for credential, tenant in found[:_MOST_CERTIFICATES]
    ]
    more = len(found) - len(shown)
    return joined(bars(shown), element("p", f"And {more} more.", class_="quiet") if more else None)


def _certificates(report: Report) -> Iterator[tuple[Credential, str]]:
    for row in report.fleet.rows:
        tenant = Tenant(report.fleet.now, USUAL, Past(), row, None)
        for credential in credentials(tenant):
            if credential.days_left(report.fleet.now) < _AHEAD:
                yield credential, tenant.tenant


def _share(credential: Credential, report: Report) -> float:
    """An expired one is a whole bar of its colour, which is easier to see than none."""
    now = report.fleet.now
    return 1.0 if credential.is_expired(now) else credential.days_left(now) / _AHEAD


def _when(credential: Credential, report: Report) -> str:
    days = credential.days_left(report.fleet.now)
    if credential.is_expired(report.fleet.now):
        return f"expired {credential.expires:%Y-%m-%d}"
    return f"{counted(days, 'day')} left"


def _kind(credential: Credential, report: Report) -> str:
    days = credential.days_left(report.fleet.now)
    return "critical" if days < 7 else "warning" if days < 30 else "information"


def _growth(report: Report) -> Html | None:
    points = totals([report.sizes(row) for row in report.fleet.rows])
    if len(points) < 2:
        return None
    first, last = points[0], points[-1]
    label = (
        f"All tenants together had {first.messages or 0:,} messages on {first.at:%Y-%m-%d}, and have"
        f" {last.messages or 0:,} on {last.at:%Y-%m-%d}."
    )
    return trend(
        _points(points),
        label=label,
        first=f"{first.at:%Y-%m-%d}",
        last=f"{last.at:%Y-%m-%d}",
        top=f"{max(point.messages or 0 for point in points):,} messages",
    )


def _points(sizes: list[Size]) -> list[Point]:
    return [Point(size.at.timestamp(), float(size.messages or 0)) for size in sizes]


def _tenants(report: Report) -> Html:
    columns = (
        Column("Tenant"),
        Column("State", pick=True),
        Column("Host", "name"),
        Column("Messages", "number"),
        Column("Size (GB)", "number"),
        Column(f"In {_GROWTH_DAYS} days", "number"),
        Column("Course"),
        Column("Last run", "date"),
    )
    rows = (_tenant_row(report, row) for row in report.fleet.rows)
    return table("tenants-table", "All tenants with their size and growth", columns, rows, empty="There is no tenant.")


#: The states of tenants, the worst first, and their colours on the page.
_STATES = {
    "critical": "critical",
    "warning": "warning",
    "unreadable": "neutral",
    "information": "information",
    "known": "neutral",
    "clean": "clean",
}


def _tenant_row(report: Report, row: Any) -> list[Cell]:
    state = report.judgement.states[row["instance_id"]]
    sizes = report.sizes(row)
    last = sizes[-1] if sizes else Size(report.fleet.now)
    grown = growth(sizes, _GROWTH_DAYS)
    gigabytes = None if last.size_mb is None else round(last.size_mb / 1024, 1)
    runs = [run for run in (moment(result.get("last_start")) for result in row.get("results") or []) if run]
    return [
        _tenant_cell(row["instance_id"], {row["instance_id"]: name_of(row)}),
        Cell(mark(state.replace("unreadable", "not readable"), _STATES[state]), list(_STATES).index(state)),
        Cell(row.get("instance_host")),
        Cell(None if last.messages is None else f"{last.messages:,}", last.messages),
        Cell(None if gigabytes is None else f"{gigabytes:,}", gigabytes),
        Cell(None if grown is None else f"{grown:+,}", grown),
        Cell(sparkline(_points(sizes), f"Messages of {row['instance_id']} over time"), ""),
        Cell(f"{max(runs):%Y-%m-%d %H:%M}" if runs else None, max(runs).isoformat() if runs else ""),
    ]
