# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of one customer for a month: what was archived, whether all went well, and what is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from .._report.chart import Point, trend
from .._report.html import Html
from .._report.page import Section, Tile, mark, page
from .._report.table import Cell, Column, table
from .growth import at_end_of
from .judge import TITLES
from .past import Past, Size
from .settings import USUAL
from .subjects import Row, Tenant
from .tables import Report, name_of
from .times import in_words, moment

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def file_name(tenant: str) -> str | None:
    """The name of the page of a tenant; nothing for an ID that would lead to another directory."""
    return f"{tenant}.html" if _SAFE.fullmatch(tenant) else None


def customer_page(report: Report, row: Row) -> str:
    """The whole page."""
    return page(
        name_of(row),
        f"Mail archive, report of {report.month}. As of {report.fleet.now:%Y-%m-%d}.",
        tiles=_tiles(report, row),
        sections=_sections(report, row),
        footer=f"{report.server_name}, tenant {row['instance_id']}. All times are UTC.",
    )


def _figures(report: Report, row: Row) -> tuple[Size | None, Size | None]:
    sizes = report.sizes(row)
    return at_end_of(sizes, report.month), at_end_of(sizes, report.month.before)


def _tiles(report: Report, row: Row) -> Iterator[Tile]:
    size, before = _figures(report, row)
    if size is not None and size.messages is not None:
        yield Tile(f"{size.messages:,}", "messages archived")
        if before is not None and before.messages is not None:
            yield Tile(f"{size.messages - before.messages:+,}", "since the month before")
    if size is not None and size.size_mb is not None:
        yield Tile(f"{size.size_mb / 1024:,.1f} GB", "size of the archive")
    if size is not None and size.licenses is not None:
        yield Tile(f"{size.licenses:,}", "licences in use")


def _sections(report: Report, row: Row) -> Iterator[Section]:
    yield Section("state", "State", _state(report, row))
    chart = _chart(report, row)
    if chart is not None:
        yield Section("growth", "Growth", chart)
    tenant = Tenant(report.fleet.now, USUAL, Past(), row, None)
    if tenant.was_read("profiles"):
        yield Section("profiles", "Archiving", _profiles(tenant, report.fleet.now))


def _state(report: Report, row: Row) -> Html:
    columns = (Column("Point"), Column("Severity"), Column("What was found"), Column("Since", "date"))
    rows = (
        (
            Cell(TITLES[finding.rule]),
            Cell(mark(finding.severity)),
            Cell(f"{finding.message[:1].upper()}{finding.message[1:]}."),
            Cell(finding.since[:10] if finding.since else None),
        )
        for finding in report.judgement.findings
        if finding.tenant == row["instance_id"]
    )
    return table("state-table", "Open points", columns, rows, empty="There are no open points.")


def _chart(report: Report, row: Row) -> Html | None:
    sizes = [size for size in report.sizes(row) if size.at < report.month.end]
    if len(sizes) < 2:
        return None
    first, last = sizes[0], sizes[-1]
    return trend(
        [Point(size.at.timestamp(), float(size.messages or 0)) for size in sizes],
        label=f"From {first.messages or 0:,} messages on {first.at:%Y-%m-%d} to {last.messages or 0:,} on {last.at:%Y-%m-%d}.",
        first=f"{first.at:%Y-%m-%d}",
        last=f"{last.at:%Y-%m-%d}",
        top=f"{max(size.messages or 0 for size in sizes):,} messages",
    )


def _profiles(tenant: Tenant, now: datetime) -> Html:
    columns = (Column("Profile"), Column("Runs"), Column("Last run", "date"), Column("Archived lately", "number"))
    rows = []
    for profile in tenant.archiving_profiles:
        result = tenant.result_of(profile) or {}
        last = moment(result.get("last_start"))
        items = result.get("items_archived")
        rows.append(
            (
                Cell(str(profile.get("name"))),
                Cell("automatically" if profile.get("automatic") else "by hand"),
                Cell(in_words(last, now) if last else None, last.isoformat() if last else ""),
                Cell(None if items is None else f"{items:,}", items),
            )
        )
    return table("profiles-table", "Profiles that archive", columns, rows, empty="There is no profile.")
