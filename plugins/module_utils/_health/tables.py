# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a report shows, in the forms for machines: JSON, CSV, and the list for the invoices of a month."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._report.csv_text import csv_text
from .growth import Month, at_end_of, sizes_of
from .judge import SERVER, TITLES, Fleet, Judgement
from .other_rules import reason_of
from .past import Past, Size
from .subjects import Row
from .times import written


@dataclass(frozen=True)
class Report:
    """One reading, judged."""

    fleet: Fleet
    judgement: Judgement
    past: Past
    notes: tuple[str, ...]
    month: Month

    def sizes(self, row: Row) -> list[Size]:
        return sizes_of(row, self.past, self.fleet.now)

    @property
    def server_name(self) -> str:
        server = self.fleet.given.get("server")
        shown = server if isinstance(server, Mapping) else {}
        return str(shown.get("name") or shown.get("url") or "MailStore SPE")


def name_of(row: Row) -> str:
    return str(row.get("display_name") or row["instance_id"])


def as_json(report: Report) -> str:
    """All of it, for other programs."""
    document = {
        "read_at": written(report.fleet.now),
        "server": report.server_name,
        "summary": report.judgement.summary(),
        "counts": report.judgement.counts(),
        "findings": [finding.shown() for finding in report.judgement.findings],
        "known": shown_known(report.judgement),
        "unreadable": shown_unreadable(report.judgement),
        "tenants": [_tenant(report, row) for row in report.fleet.rows],
        "notes": list(report.notes),
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def shown_known(judgement: Judgement) -> list[dict[str, Any]]:
    """Hidden findings, each with the reason and the end of its entry."""
    return [{**finding.shown(), "reason": entry.reason, "until": entry.until} for finding, entry in judgement.hidden]


def shown_unreadable(judgement: Judgement) -> list[dict[str, Any]]:
    return [
        {"tenant": row["instance_id"], "status": row.get("status"), "error": reason_of(row)}
        for row in judgement.unreadable
    ]


def _tenant(report: Report, row: Row) -> dict[str, Any]:
    sizes = report.sizes(row)
    last = sizes[-1] if sizes else None
    return {
        "instance_id": row["instance_id"],
        "display_name": row.get("display_name"),
        "instance_host": row.get("instance_host"),
        "status": row.get("status"),
        "state": report.judgement.states[row["instance_id"]],
        "messages": last.messages if last else None,
        "size_mb": last.size_mb if last else None,
        "licenses": last.licenses if last else None,
    }


def as_csv(report: Report) -> str:
    """The findings, one in a row."""
    columns = ("severity", "tenant", "display_name", "finding", "rule", "subject", "message", "action", "since")
    names = {row["instance_id"]: name_of(row) for row in report.fleet.rows}
    rows = (
        (
            finding.severity,
            finding.tenant or SERVER,
            names.get(finding.tenant or ""),
            TITLES[finding.rule],
            finding.rule,
            finding.subject,
            finding.message,
            finding.action,
            finding.since,
        )
        for finding in report.judgement.findings
    )
    return csv_text(columns, rows)


def as_billing(report: Report) -> str:
    """One row for each tenant: its figures at the end of the month, and those of the month before."""
    columns = (
        *("month", "tenant", "display_name", "instance_host", "status", "read_at", "licenses", "messages", "size_gb"),
        *("messages_month_before", "messages_growth"),
    )
    return csv_text(columns, _billing_rows(report))


def _billing_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for row in report.fleet.rows:
        sizes = report.sizes(row)
        size, before = at_end_of(sizes, report.month), at_end_of(sizes, report.month.before)
        messages = size.messages if size else None
        earlier = before.messages if before else None
        yield (
            str(report.month),
            row["instance_id"],
            name_of(row),
            row.get("instance_host"),
            row.get("status"),
            written(size.at) if size else None,
            size.licenses if size else row.get("used_license_count"),
            messages,
            round(size.size_mb / 1024, 2) if size and size.size_mb is not None else None,
            earlier,
            None if messages is None or earlier is None else messages - earlier,
        )
