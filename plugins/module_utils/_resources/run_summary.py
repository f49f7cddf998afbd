# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The runs of profiles and jobs in short: one row for each of them, however often it ran.

A tenant may have 26,000 results a month, and a fleet has many tenants: the results themselves would fill the memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .._engine.keys import snake_case
from .._engine.resource import ApiObject
from .results import BAD_RESULTS

Summary = dict[str, Any]


def profile_summaries(rows: Iterable[ApiObject]) -> list[Summary]:
    """A summary for each profile, by its name: a profile that was replaced keeps it. The rows are the oldest first."""
    groups = _grouped(rows, "profileName")
    return [
        {"profile_name": name, **_summary(group), **_summary_of_items(group)}
        for name, group in sorted(groups.items(), key=lambda entry: str(entry[0] or ""))
    ]


def job_summaries(rows: Iterable[ApiObject]) -> list[Summary]:
    """A summary for each job, by its ID: the results have no names. The rows are the oldest first."""
    return [
        {"job_id": job_id, "job_name": None, "action": group[-1].get("action"), **_summary(group)}
        for job_id, group in sorted(_grouped(rows, "jobId").items(), key=lambda entry: str(entry[0]))
    ]


def _grouped(rows: Iterable[ApiObject], key: str) -> Mapping[Any, Sequence[ApiObject]]:
    groups: dict[Any, list[ApiObject]] = {}
    for row in rows:
        groups.setdefault(row.get(key), []).append(row)
    return groups


def _summary(rows: Sequence[ApiObject]) -> Summary:
    newest = rows[-1]
    failed = _newest_in_a_row(rows, lambda row: _result(row) in BAD_RESULTS)
    return {
        "runs": len(rows),
        "counts": dict(sorted(Counter(map(_result, rows)).items())),
        "first_start": _utc(rows[0]["startTime"]),
        "last_start": _utc(newest["startTime"]),
        "last_complete": _utc(newest.get("completeTime")),
        "last_result": _result(newest),
        "failed_in_a_row": len(failed),
        "failing_since": _utc(failed[0]["startTime"]) if failed else None,
    }


def _summary_of_items(rows: Sequence[ApiObject]) -> Summary:
    empty = _newest_in_a_row(rows, lambda row: not row["itemsArchived"])
    archived = [row for row in rows if row["itemsArchived"]]
    return {
        "items_archived": sum(row["itemsArchived"] for row in archived),
        "empty_in_a_row": len(empty),
        "empty_since": _utc(empty[0]["startTime"]) if empty else None,
        "last_archived": _utc(archived[-1]["startTime"]) if archived else None,
    }


def _newest_in_a_row(rows: Sequence[ApiObject], is_one: Callable[[ApiObject], bool]) -> Sequence[ApiObject]:
    """The newest rows, as far as all of them are such ones."""
    first = len(rows)
    while first and is_one(rows[first - 1]):
        first -= 1
    return rows[first:]


def _result(row: ApiObject) -> str:
    return snake_case(str(row["result"]))


def _utc(time: Any) -> str | None:
    """A time that was asked for in UTC, which the server writes without a zone (observed)."""
    return f"{str(time).rstrip('Z')}Z" if time else None
