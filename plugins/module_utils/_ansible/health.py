# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of spe_health: what was read is judged, compared with the history, and written into reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .._api.errors import InputError
from .._api.one_line import one_line
from .._health.customer_page import customer_page, file_name
from .._health.finding import SEVERITIES
from .._health.growth import Month
from .._health.judge import NAMES, Fleet, Judgement, fleet_in, judge
from .._health.known import Known, known_in
from .._health.overview_page import overview
from .._health.past import Past, past_in, record_of
from .._health.settings import LIMITS, AllSettings, settings_in
from .._health.tables import Report, as_billing, as_csv, as_json, shown_known, shown_unreadable
from .._health.times import counted, length_in_words, written
from .._report import history
from .._report.files import check_directory, check_paths, differs, write_whole
from .context import Context
from .options import ArgumentSpec
from .support_access import current_time

Params = Mapping[str, Any]

HEALTH_OPTIONS: ArgumentSpec = {
    "fleet": {"type": "raw"},
    "rules": {"type": "dict"},
    "known": {
        "type": "list",
        "elements": "dict",
        "options": {
            "tenant": {"type": "str"},
            "rule": {"type": "str", "required": True, "aliases": ["finding"]},
            "subject": {"type": "str"},
            "until": {"type": "str", "required": True},
            "reason": {"type": "str", "required": True},
        },
    },
    "history": {"type": "path"},
    "report": {
        "type": "dict",
        "options": {
            "html": {"type": "path"},
            "csv": {"type": "path"},
            "json": {"type": "path"},
            "billing": {"type": "path"},
            "customers": {"type": "path"},
            "month": {"type": "str"},
        },
    },
    "fail_on": {"type": "str", "choices": ["never", *SEVERITIES[1::-1]], "default": "never"},
}

#: The limits that are compared with how long runs were like that.
_LIMITS_OF_RUNS = ("silent_after", "empty_after")

#: The reports that are one file, and what writes each of them.
_FILES = {"html": overview, "csv": as_csv, "json": as_json, "billing": as_billing}


@dataclass(frozen=True)
class Wishes:
    """The options, all of them checked before any work."""

    settings: AllSettings
    known: Sequence[Known]
    history: str | None
    files: Mapping[str, str]
    customers: str | None
    month: Month | None


def check_health(params: Params, context: Context) -> dict[str, Any]:
    """Raises InputError."""
    wishes = _wishes(params)
    if "fleet" not in context.specified:
        _refuse_future(wishes.month, current_time())
        return {"changed": False, "summary": "The options are valid. Nothing was judged, because there is no fleet."}
    if not isinstance(params["fleet"], Mapping):
        raise InputError(
            "fleet is not the result of community.mailstore.spe_fleet_info: register that, and give it here."
        )
    fleet = fleet_in(params["fleet"])
    _refuse_future(wishes.month, fleet.now)
    notes: list[str] = []
    past = _past(wishes, fleet, notes)
    notes += _limits_past_the_window(fleet, wishes.settings)
    judgement = judge(fleet, wishes.settings, wishes.known, past)
    for note in notes:
        context.warn(note)
    shown = (*notes, *(str(note) for note in fleet.given.get("notes") or []))
    report = Report(fleet, judgement, past, shown, wishes.month or Month.of(fleet.now))
    written_files = _write(wishes, report, check_mode=context.check_mode)
    added = _remember(wishes, report, check_mode=context.check_mode)
    result = _result(judgement, changed=bool(written_files) or added, files=written_files)
    return _failed(result, judgement, params["fail_on"])


def _wishes(params: Params) -> Wishes:
    settings = settings_in(params["rules"], NAMES)
    known = known_in(params["known"] or [], NAMES)
    given = params["report"] or {}
    files = {name: given[name] for name in _FILES if given.get(name) is not None}
    month = Month.parse(given["month"]) if given.get("month") else None
    if given.get("month") and month is None:
        raise InputError(f"report.month is {given['month']!r}: write a year and a month, such as 2026-11.")
    paths = [(f"report.{name}", path) for name, path in files.items()]
    if params["history"] is not None:
        paths.append((history.OPTION, params["history"]))
    check_paths(paths)
    customers = given.get("customers")
    if customers is not None:
        check_directory("report.customers", customers)
    return Wishes(settings, known, params["history"], files, customers, month)


def _refuse_future(month: Month | None, now: datetime) -> None:
    """Nobody has figures of a month that has not begun."""
    if month is not None and month.start > now:
        raise InputError(
            f"report.month is {str(month)!r}, which begins after {written(now)}: write the present month or an earlier one."
        )


def _past(wishes: Wishes, fleet: Fleet, notes: list[str]) -> Past:
    if wishes.history is None:
        return Past()
    past = past_in(history.read(wishes.history, notes), fleet.now, fleet.url)
    if past.later:
        notes.append(
            f"The history {wishes.history!r} has {counted(past.later, 'record')} from after this reading, which"
            f" {'is' if past.later == 1 else 'are'} not used: if the rows are not old ones, look at the clock of this machine."
        )
    return past


def _limits_past_the_window(fleet: Fleet, settings: AllSettings) -> Iterator[str]:
    """A rule never finds what must have lasted for longer than results were read."""
    if fleet.window is None or not any(isinstance(row.get("results"), list) for row in fleet.rows):
        return
    read = fleet.now - fleet.window
    for name in _LIMITS_OF_RUNS:
        rule = LIMITS[name].rule
        longest = max((each.limit(name) for each in settings.all() if not each.is_off(rule)), default=read)
        if longest > read:
            yield (
                f"The results of {length_in_words(read)} were read, but {name} is {length_in_words(longest)}, so that the rule"
                f" {rule} may find nothing: let spe_fleet_info read a longer time (results_since)."
            )


def _write(wishes: Wishes, report: Report, *, check_mode: bool) -> list[str]:
    """The paths of the files that differ; all of them are made before the first one is written."""
    contents = [(f"report.{name}", path, _FILES[name](report)) for name, path in wishes.files.items()]
    contents += [("report.customers", path, page) for path, page in _customer_pages(wishes, report)]
    changed = [(option, path, content) for option, path, content in contents if differs(path, content)]
    if check_mode:
        return [path for _option, path, _content in changed]
    if wishes.customers is not None:
        _make_directory(wishes.customers)
    for option, path, content in changed:
        write_whole(option, path, content)
    return [path for _option, path, _content in changed]


def _customer_pages(wishes: Wishes, report: Report) -> Iterator[tuple[str, str]]:
    if wishes.customers is None:
        return
    for row in report.fleet.rows:
        name = file_name(row["instance_id"])
        if name is not None:
            yield str(Path(wishes.customers) / name), customer_page(report, row)


def _make_directory(path: str) -> None:
    try:
        Path(path).mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"report.customers: {path!r} cannot be created: {error.strerror}.") from None


def _remember(wishes: Wishes, report: Report, *, check_mode: bool) -> bool:
    """Add the reading to the history, unless it is there already; returns whether it was, or would be, added."""
    if wishes.history is None:
        return False
    fleet, judgement = report.fleet, report.judgement
    findings = [*judgement.findings, *(finding for finding, _entry in judgement.hidden)]
    record = record_of(fleet.now, fleet.url, fleet.given.get("depth"), fleet.rows, findings)

    def is_same(last: Mapping[str, Any]) -> bool:
        # Two runs may read different tenants in the same second.
        return all(last.get(key) == record[key] for key in ("at", "server", "tenants"))

    if check_mode:
        return not any(is_same(each) for each in history.read(wishes.history, []))
    return history.append(wishes.history, record, unless=is_same)


def _result(judgement: Judgement, *, changed: bool, files: list[str]) -> dict[str, Any]:
    return {
        "changed": changed,
        "findings": [finding.shown() for finding in judgement.findings],
        "counts": judgement.counts(),
        "clean": judgement.count("clean"),
        "unreadable": shown_unreadable(judgement),
        "known": shown_known(judgement),
        "unused_known": [entry.shown() for entry in judgement.unused],
        "lines": judgement.lines(),
        "summary": judgement.summary(),
        "files": files,
    }


def _failed(result: dict[str, Any], judgement: Judgement, fail_on: str) -> dict[str, Any]:
    bad = [] if fail_on == "never" else judgement.reaches(fail_on)
    if not bad:
        return result
    worst = ", ".join(sorted({finding.tenant or "the server itself" for finding in bad}))
    tail = "" if fail_on == "critical" else " or worse"
    number = f"{len(bad)} {'finding is' if len(bad) == 1 else 'findings are'}"
    return {**result, "failed": True, "msg": one_line(f"{number} {fail_on}{tail}, in {worst}. {judgement.summary()}.")}
