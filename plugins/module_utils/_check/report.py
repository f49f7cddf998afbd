# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a check as files: a report that can be given to anybody, and the facts of the server."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .._api.errors import InputError
from .._api.facts import WITH_SECONDS, Facts, values_in
from .._api.yaml_library import yaml_library
from .findings import Finding
from .functions import Signatures, are_signatures, shown_version

#: In this order they stand in the report.
PARTS = ("summary", "server", "counts", "otherwise", "functions", "since", "unknowns", "answers", "signatures")

_HEAD = """\
# Written by community.mailstore.spe_server_check. It has no value of an answer: functions, arguments, keys, types, null, and
# the words of closed vocabularies. So it can be attached to an issue as it is.
"""
_HEAD_OF_FACTS = """\
# Written by community.mailstore.spe_server_check: what this server does otherwise than the collection assumes, as far as it can
# be set. Give this file to all tasks by spe_facts, or by the variable SPE_FACTS.
"""


#: Answers that a file for spe_facts says in other words.
_AS_FACTS = {("JOB_TIME_PATTERN", "two_digits"): WITH_SECONDS}


def facts_of(findings: Iterable[Finding]) -> dict[str, str]:
    """What was found otherwise and can be set in a file for spe_facts. All of it together is accepted there."""
    facts: dict[str, str] = {}
    for each in findings:
        name, value = each.unknown.name, _AS_FACTS.get((each.unknown.name, str(each.found)), str(each.found))
        # A description in words is no value.
        if each.is_otherwise and " " not in value and Facts.take({**facts, name: value}):
            facts[name] = value
    return facts


def unknowns_of(findings: Sequence[Finding]) -> dict[str, Any]:
    """All unknowns, those first that are otherwise than assumed, then the other settled ones, then the rest."""
    rows: dict[str, Any] = {}
    for each in sorted(findings, key=lambda finding: (not finding.is_otherwise, finding.found is None)):
        row = {"question": each.unknown.question, "assumed": each.unknown.assumed, "found": each.found}
        rows[each.unknown.name] = {**row, "reason": each.reason} if each.found is None else row
    return rows


def report_text(check: Mapping[str, Any]) -> str:
    """The report."""
    return _HEAD + _as_yaml({part: check[part] for part in PARTS if check.get(part) not in (None, {}, [])})


def facts_text(facts: Mapping[str, Any]) -> str:
    """The file for spe_facts."""
    return _HEAD_OF_FACTS + _as_yaml(dict(facts))


def former_facts(path: str) -> Mapping[str, Any]:
    """What a file of facts has already; nothing when there is none. Raises InputError for another file."""
    if not Path(path).exists():
        return {}
    try:
        values: Mapping[str, Any] = values_in(path)
        Facts.from_values(values, f"spe_facts: {path}")
    except InputError as error:
        raise InputError(
            f"facts: {path!r} is there, but is no file of facts ({str(error).rstrip('.')}): give another path."
        ) from None
    return values


def facts_with_former(facts: Mapping[str, str], former: Mapping[str, Any], settled: Container[str]) -> dict[str, Any]:
    """The facts, and the former ones about what was not settled, as far as all of it together is accepted."""
    kept = dict(facts)
    for name, value in former.items():
        if name not in settled and Facts.take({**kept, name: value}):
            kept[name] = value
    return kept


def former_signatures(path: str) -> tuple[str, Signatures]:
    """Version and functions of an earlier report. Raises InputError."""
    report = _parsed(path)
    server, signatures = (
        report.get(name) if isinstance(report, Mapping) else None for name in ("server", "signatures")
    )
    if not isinstance(server, Mapping) or not are_signatures(signatures):
        raise InputError(
            f"since: {path!r} is not a report of spe_server_check: give the file that its option report has written."
        )
    return shown_version(server.get("version")), signatures or {}


def require_yaml() -> Any:
    """PyYAML. Raises InputError when it is not there."""
    return yaml_library("The options report, facts and since need")


def _parsed(path: str) -> Any:
    yaml = require_yaml()
    try:
        return yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise InputError(f"since: {path!r} cannot be read ({reason}); check the path.") from None
    except yaml.YAMLError:
        raise InputError(f"since: {path!r} is not valid YAML; give a report of spe_server_check.") from None


def _as_yaml(value: Mapping[str, Any]) -> str:
    yaml = require_yaml()
    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=120)
    return text
