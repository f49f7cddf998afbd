# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of spe_health, its sentences, its files and its history."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.no_client import NoClient
from ansible_collections.community.mailstore.plugins.module_utils._health import times
from ansible_collections.community.mailstore.plugins.module_utils._health.credential_rules import severity_of
from ansible_collections.community.mailstore.plugins.module_utils._health.growth import Month
from ansible_collections.community.mailstore.plugins.module_utils._health.past import past_in

from .rows import FAILED, NOW, URL, Row, credential, fleet, job, judged, profile, result, row, run, store

CLOSED = row("closed", access={"enabled": True})
LARGE = row("large", stores=[store(statistics_count=6_000_000)])
BROKEN = row("broken", stores=[store(error="Broken.")])
STOPPED = row("stopped", status="stopped")


def refused(**options: Any) -> str:
    result = run(**options)
    assert result["failed"] is True
    assert "\n" not in result["msg"]
    assert result["error"]["type"] == "InputError"
    return str(result["msg"])


# Results


def test_findings_are_sorted_and_tenants_are_counted() -> None:
    found = judged(
        LARGE, row("a"), BROKEN, STOPPED, CLOSED, row("info", profiles=[*row()["profiles"], {"name": "x", "type": "I"}])
    )
    assert [(each["severity"], each["tenant"]) for each in found["findings"]] == [
        ("critical", "broken"),
        ("warning", "closed"),
        ("warning", "large"),
        ("warning", "stopped"),
        ("information", "info"),
    ]
    assert found["counts"] == {
        "tenants": 6,
        "critical": 1,
        "warning": 2,
        "information": 1,
        "known": 0,
        "clean": 1,
        "unreadable": 1,
        "findings": 5,
        "server": 0,
    }
    assert found["clean"] == 1
    assert found["unreadable"] == [{"tenant": "stopped", "status": "stopped", "error": "stopped"}]
    assert [line.partition(" -> ")[0] for line in found["lines"]] == [
        "CRIT broken  the current store '2026' is in error: Broken",
        "WARN closed  service provider access is on",
        "WARN large  the current store '2026' has 6,000,000 messages, where at most 5,000,000 are advised",
        "INFO info  profile 'x' is paused (no run in the last 6 days)",
        "1 clean, 1 information, 2 warnings, 1 critical; not readable: stopped (stopped)",
    ]
    assert found["lines"][0].endswith(" -> repair it with spe_store_maintenance")
    assert found["summary"] == found["lines"][-1]
    assert found["changed"] is False


def test_a_fleet_without_tenants_is_clean() -> None:
    assert judged()["summary"] == "0 clean, 0 warnings, 0 critical"


def test_strange_names_stay_in_one_line() -> None:
    found = judged(row(stores=[store("<b>\n\x1b[31m{{ x }} 🏗", error="A\nB.")]))
    assert all("\n" not in line and "\x1b" not in line for line in found["lines"])
    assert "{{ x }} 🏗" in found["lines"][0]


@pytest.mark.parametrize(
    ("fail_on", "rows", "message"),
    [
        ("critical", (BROKEN, LARGE), "1 finding is critical, in broken. 0 clean, 1 warning, 1 critical."),
        (
            "warning",
            (BROKEN, LARGE),
            "2 findings are warning or worse, in broken, large. 0 clean, 1 warning, 1 critical.",
        ),
        ("critical", (LARGE,), None),
        ("never", (BROKEN,), None),
    ],
)
def test_findings_fail_the_task_when_they_should(
    fail_on: str, rows: tuple[Row, ...], message: str | None, tmp_path: Path
) -> None:
    found = run(
        fleet=fleet(*rows), fail_on=fail_on, report={"json": str(tmp_path / "x.json")}, history=str(tmp_path / "h")
    )
    assert found.get("msg") == message
    assert found.get("failed", False) is (message is not None)
    # The reports and the history are there in any case.
    assert len(json.loads((tmp_path / "x.json").read_text())["findings"]) == len(rows) == len(found["findings"])
    assert len((tmp_path / "h").read_text().splitlines()) == 1


# Rules


def rules_of(*rows: Row, **rules: Any) -> list[tuple[str, str]]:
    return [(each["tenant"], each["severity"]) for each in judged(*rows, rules=rules)["findings"]]


def test_rules_have_other_severities_and_limits() -> None:
    assert rules_of(LARGE, CLOSED, access_open="critical", store_messages="5500000") == [
        ("closed", "critical"),
        ("large", "warning"),
    ]
    assert rules_of(LARGE, CLOSED, access_open=False, store_messages=6_000_000) == []
    assert rules_of(LARGE, store_messages=False) == []
    assert rules_of(CLOSED, access_open="false") == []
    assert rules_of(CLOSED, access_open=True) == [("closed", "warning")]
    soon = row(credentials=[credential(expires="2026-12-20T00:00:00Z")])
    assert rules_of(soon, certificate_days=[20, 10]) == []
    assert rules_of(soon, certificate_days="40,30,7") == [("bakery", "warning")]
    assert rules_of(soon, certificate_days=30) == [("bakery", "warning")]
    assert rules_of(soon, certificate_days=[30, 25]) == [("bakery", "critical")]
    failing = row(results=[result(**FAILED)])
    assert rules_of(failing, failed_runs=21) == []
    quiet = row(results=[result(last_start="2026-11-24T20:00:00Z")])
    assert rules_of(quiet) == [("bakery", "critical")]
    assert rules_of(quiet, silent_after="2d") == []
    empty = row(results=[result(empty_in_a_row=9, empty_since="2026-11-24T05:00:00Z")])
    assert rules_of(empty, empty_after="48h") == [("bakery", "warning")]


def test_a_tenant_has_rules_of_its_own_beside_the_common_ones() -> None:
    tenants = {"large": {"store_messages": 10**7}, "closed": {"access_open": True}, "open": {"access_open": "critical"}}
    opened = row("open", access={"enabled": True}, stores=[store(statistics_count=6_000_000)])
    assert rules_of(LARGE, CLOSED, opened, access_open=False, store_messages=5_500_000, tenants=tenants) == [
        ("open", "critical"),
        ("closed", "warning"),
        ("open", "warning"),
    ]


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"silent_afer": "24h"}, "rules has no rule 'silent_afer': did you mean silent_after?"),
        ({"xyz": 1}, "rules has no rule 'xyz': there are access_open, certificate_days,"),
        ({"silent_after": "soon"}, "rules.silent_after is 'soon': write a length of time such as 24h, or false"),
        ({"silent_after": 24}, "rules.silent_after is 24: write a length of time such as 24h, or false"),
        ({"silent_after": "0h"}, "rules.silent_after is '0h': write a length"),
        ({"silent_after": "99999999999w"}, "rules.silent_after is '99999999999w': write a length"),
        ({"store_messages": -1}, "rules.store_messages is -1: write a number of messages such as 5000000, or false"),
        ({"store_messages": True}, "rules.store_messages is True: write a number"),
        ({"certificate_days": []}, "rules.certificate_days is []: write a list of days such as [60, 30, 7], or false"),
        ({"certificate_days": [30, "x"]}, "rules.certificate_days is [30, 'x']: write a list of days"),
        (
            {"access_open": "urgent"},
            "rules.access_open is 'urgent': write one of critical, warning, information, true or false.",
        ),
        ({"access_open": None}, "rules.access_open is None: write one of"),
        ({"tenants": ["a"]}, "rules.tenants is not a dictionary: write the ID of a tenant"),
        ({"tenants": {"a": "off"}}, "rules.tenants.a is not a dictionary: write rules as under rules itself."),
        ({"tenants": {"a": {"x": 1}}}, "rules.tenants.a has no rule 'x'"),
        (
            {"tenants": {"bakry": {"access_open": False}}},
            "rules.tenants.bakry names 'bakry', which is not on this server",
        ),
    ],
)
def test_rules_that_are_wrong_are_refused(rules: Row, sentence: str) -> None:
    assert refused(fleet=fleet(row()), rules=rules).startswith(sentence)


@pytest.mark.parametrize(
    ("limits", "reached", "severity"), [(4, 1, "information"), (3, 3, "critical"), (2, 1, "warning"), (1, 1, "warning")]
)
def test_the_last_limit_is_the_worst(limits: int, reached: int, severity: str) -> None:
    assert severity_of(limits, reached) == severity


# Known findings

KNOWN = {"tenant": "large", "rule": "store_too_large", "until": "2026-12-31", "reason": "New disks come."}


def test_a_known_finding_is_hidden_and_counted() -> None:
    found = judged(LARGE, row(), known=[KNOWN], fail_on="warning")
    assert found["findings"] == []
    (known,) = found["known"]
    assert (known["tenant"], known["rule"], known["reason"], known["until"]) == (
        "large",
        "store_too_large",
        "New disks come.",
        "2026-12-31",
    )
    assert found["summary"] == "1 clean, 0 warnings, 0 critical, 1 known"
    assert found["unused_known"] == []


def test_the_word_finding_means_the_rule() -> None:
    assert (
        judged(LARGE, known=[{**{k: v for k, v in KNOWN.items() if k != "rule"}, "finding": "store_too_large"}])[
            "findings"
        ]
        == []
    )


def test_a_known_finding_counts_again_past_its_end_and_shows_it() -> None:
    (found,) = judged(LARGE, known=[{**KNOWN, "until": "2026-11-25"}])["findings"]
    assert found["message"].endswith("(known until 2026-11-25: New disks come.)")


@pytest.mark.parametrize(
    ("until", "hidden"), [("2026-11-26", True), ("2026-11-26T05:00:00Z", False), ("2026-11-26T07:00:00+00:00", True)]
)
def test_the_last_day_counts(until: str, hidden: bool) -> None:
    assert bool(judged(LARGE, known=[{**KNOWN, "until": until}])["known"]) is hidden


def test_another_subject_or_tenant_is_not_known() -> None:
    found = judged(LARGE, BROKEN, known=[{**KNOWN, "subject": "2025"}, {**KNOWN, "tenant": "broken"}])
    assert len(found["findings"]) == 2
    assert [entry["subject"] for entry in found["unused_known"]] == ["2025", None]
    assert found["lines"][-3:-1] == [
        "KNOWN large store_too_large of '2025' is not found any more -> remove known[0]",
        "KNOWN broken store_too_large is not found any more -> remove known[1]",
    ]
    assert found["summary"] == found["lines"][-1]
    assert judged(LARGE, known=[{**KNOWN, "subject": "2026"}])["findings"] == []


def test_a_finding_about_the_server_can_be_known() -> None:
    server = fleet(row(), administrators=[{"name": "root", "mfa": "disabled"}])
    known = [{"rule": "mfa_missing", "until": "2027-01-01", "reason": "Break-glass account."}]
    assert run(fleet=server, known=known)["findings"] == []


def test_an_entry_for_a_tenant_that_was_not_read_is_not_unused() -> None:
    chosen = fleet(row(), instance_ids=["bakery", "large"])
    assert run(fleet=chosen, known=[KNOWN])["unused_known"] == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"tenant": "lage"},
            "known[1] names 'lage', which is not on this server: correct the ID, or remove the entry.",
        ),
        ({"rule": "store_to_large"}, "known[1]: there is no rule 'store_to_large': did you mean store_too_large?"),
        ({"rule": "xyz"}, "known[1]: there is no rule 'xyz': there are access_open, clock_off,"),
        ({"until": "later"}, "known[1].until is 'later': write a date such as 2026-12-31."),
        ({"until": "2026-02-30"}, "known[1].until is '2026-02-30': write a date"),
        ({"reason": " "}, "known[1].reason is empty: write why the finding is accepted until 2026-12-31."),
    ],
)
def test_known_entries_that_are_wrong_are_refused(change: Row, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    message = refused(fleet=fleet(row(), LARGE), known=[KNOWN, {**KNOWN, **change}], report={"html": str(path)})
    assert message.startswith(sentence)
    assert not path.exists()


# What is judged


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("text", "fleet is not the result of community.mailstore.spe_fleet_info"),
        (None, "fleet is not the result"),
        ({"fleet": []}, "fleet is not the result"),
        ({"tenants": None}, "fleet is not the result"),
        ({"tenants": [3], "read_at": NOW}, "fleet has a tenant without instance_id"),
        ({"tenants": [{}], "read_at": NOW}, "fleet has a tenant without instance_id"),
        ({"tenants": []}, "fleet has no time of the reading (read_at is None)"),
        ({"tenants": [], "read_at": "now"}, "fleet has no time of the reading (read_at is 'now')"),
    ],
)
def test_what_is_no_fleet_is_refused(given: Any, sentence: str) -> None:
    assert refused(fleet=given).startswith(sentence)


def test_a_registered_result_is_taken_as_it_is() -> None:
    assert run(fleet={"changed": False, "fleet": fleet(LARGE)})["findings"] == judged(LARGE)["findings"]


def test_without_a_fleet_only_the_options_are_checked(tmp_path: Path) -> None:
    assert run(report={"html": str(tmp_path / "x.html")}, history=str(tmp_path / "h"))["changed"] is False
    assert list(tmp_path.iterdir()) == []
    missing = tmp_path / "none" / "x.html"
    assert refused(report={"html": str(missing)}).startswith("report.html: there is no directory")
    assert refused(history=str(tmp_path)).startswith(f"history: {str(tmp_path)!r} is a directory")
    assert (
        refused(report={"month": "2026-13"}) == "report.month is '2026-13': write a year and a month, such as 2026-11."
    )
    assert refused(report={"month": "9999-11"}).startswith("report.month is '9999-11', which begins after 20")
    assert refused(report={"month": "2026-12"}, fleet=fleet(row())) == (
        "report.month is '2026-12', which begins after 2026-11-26T06:00:00Z: write the present month or an earlier one."
    )
    assert refused(report={"customers": str(missing)}).startswith("report.customers: there is no directory")


# Files


def all_reports(directory: Path) -> dict[str, str]:
    names = ("html", "csv", "json", "billing", "customers")
    return {name: str(directory / name) for name in names}


def test_the_same_reading_changes_nothing_the_second_time(tmp_path: Path) -> None:
    options: dict[str, Any] = {
        "fleet": fleet(row(), LARGE, BROKEN, row("../evil")),
        "report": all_reports(tmp_path),
        "history": str(tmp_path / "h"),
    }
    predicted = run(check_mode=True, **options)
    assert list(tmp_path.iterdir()) == []
    first, second, checked = run(**options), run(**options), run(check_mode=True, **options)
    assert [first["changed"], second["changed"], checked["changed"]] == [True, False, False]
    assert predicted["changed"] is True
    assert predicted["files"] == first["files"]
    assert second["files"] == []
    assert sorted(path.name for path in (tmp_path / "customers").iterdir()) == [
        "bakery.html",
        "broken.html",
        "large.html",
    ]
    later = run(**{**options, "fleet": {**options["fleet"], "read_at": "2026-11-27T06:00:00Z"}})
    assert later["changed"] is True
    assert len((tmp_path / "h").read_text().splitlines()) == 2


def test_a_directory_that_cannot_be_created_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", fail)
    message = refused(fleet=fleet(row()), report={"customers": str(tmp_path / "c")})
    assert message.endswith("cannot be created: No space left on device.")


def test_strange_names_do_no_harm_in_files(tmp_path: Path) -> None:
    name = "=cmd|' /C calc'!A0 </script><script>alert(1)</script> {{ 7 * 7 }} \"🏗\" " + "x" * 300
    strange = row(
        display_name=name,
        stores=[store(name, error=name)],
        credentials=[credential(description=name, expires="2026-12-01T00:00:00Z")],
    )
    run(fleet=fleet(strange), report=all_reports(tmp_path))
    for page in ("html", "customers/bakery.html"):
        text = (tmp_path / page).read_text()
        assert text.count("<script>") == 1
        assert "&lt;script&gt;" in text
        assert "{{ 7 * 7 }}" in text
    for table in ("csv", "billing"):
        rows = list(csv.DictReader(io.StringIO((tmp_path / table).read_text("utf-8-sig"), newline="")))
        assert rows[0]["display_name"] == f"'{name}"
    assert json.loads((tmp_path / "json").read_text())["tenants"][0]["display_name"] == name


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ({"silent_after": "6d", "empty_after": "144h"}, []),
        ({"silent_after": "7d"}, ["silent_after is 7 days, so that the rule profile_silent"]),
        ({"tenants": {"a": {"empty_after": "10d"}}}, ["empty_after is 10 days, so that the rule nothing_archived"]),
        ({"silent_after": "7d", "profile_silent": False}, []),
        ({"silent_after": "7d", "profile_silent": False, "tenants": {"a": {"profile_silent": True}}}, ["silent_after"]),
    ],
)
def test_a_limit_beyond_the_results_that_were_read_is_named(rules: Row, named: list[str], tmp_path: Path) -> None:
    """The rule would find nothing, and nobody would know why."""
    found = run(fleet=fleet(row("a", results=[])), rules=rules, report={"html": str(tmp_path / "x")})
    warnings = found.get("warnings", [])
    assert len(warnings) == len(named)
    for warning, words in zip(warnings, named):
        assert warning.startswith("The results of 6 days were read, but ")
        assert words in warning
        assert "may find nothing" in (tmp_path / "x").read_text()
    assert run(fleet=fleet(row("a", results=None)), rules=rules).get("warnings", []) == []
    assert run(fleet=fleet(row("a"), results_since=None), rules=rules).get("warnings", []) == []


# History


def readings(path: Path, *days: tuple[str, Row]) -> Row:
    found: Row = {}
    for day, tenant in days:
        found = run(
            fleet=fleet(tenant, read_at=f"{day}T06:00:00Z", results_since="2026-11-20T06:00:00Z"), history=str(path)
        )
    return found


def test_two_readings_of_one_second_are_both_kept(tmp_path: Path) -> None:
    """Two runs that share a history may read different tenants."""
    path = tmp_path / "h"
    for tenants in ([row("a")], [row("b")], [row("b")]):
        run(fleet=fleet(*tenants), history=str(path))
    assert [list(json.loads(line)["tenants"]) for line in path.read_text().splitlines()] == [["a"], ["b"]]


def test_a_finding_is_as_old_as_the_history_shows(tmp_path: Path) -> None:
    opened = row(access={"enabled": True})
    found = readings(
        tmp_path / "h", ("2026-11-20", row()), ("2026-11-21", opened), ("2026-11-22", opened), ("2026-11-23", opened)
    )
    assert found["findings"][0]["since"] == "2026-11-21T06:00:00Z"
    again = readings(tmp_path / "h", ("2026-11-24", row()), ("2026-11-25", opened))
    assert again["findings"][0]["since"] == "2026-11-25T06:00:00Z"


@pytest.mark.parametrize(
    "between",
    [
        fleet(row("other"), read_at="2026-11-25T08:00:00Z"),
        fleet(row(is_read=False, access=None, stores=None), read_at="2026-11-25T08:00:00Z", depth="quick"),
        fleet(row(error="GetProfiles was refused.", access=None, stores=None), read_at="2026-11-25T08:00:00Z"),
    ],
    ids=["another tenant", "a quick look", "not readable"],
)
def test_a_reading_of_less_makes_nothing_younger(between: Row, tmp_path: Path) -> None:
    path = str(tmp_path / "h")
    opened = sized(1000) | {"access": {"enabled": True}}
    run(fleet=fleet(opened, row("other"), read_at="2026-11-25T06:00:00Z"), history=path)
    run(fleet=between, history=path)
    report = {"billing": str(tmp_path / "b.csv"), "month": "2026-11"}
    found = run(fleet=fleet(row(access={"enabled": True}, stores=None)), history=path, report=report)["findings"]
    assert [each["since"] for each in found if each["rule"] == "access_open"] == ["2026-11-25T06:00:00Z"]
    # The sizes of the same day are not lost either.
    assert ",1000," in (tmp_path / "b.csv").read_text()


def test_known_findings_grow_older_too(tmp_path: Path) -> None:
    known = [{**KNOWN, "tenant": "bakery"}]
    large = row(stores=[store(statistics_count=6_000_000)])
    for day in ("2026-11-24", "2026-11-25"):
        run(fleet=fleet(large, read_at=f"{day}T06:00:00Z"), history=str(tmp_path / "h"), known=known)
    (found,) = run(fleet=fleet(large), history=str(tmp_path / "h"))["findings"]
    assert found["since"] == "2026-11-24T06:00:00Z"


def test_the_history_knows_the_last_run_when_the_server_has_forgotten_it(tmp_path: Path) -> None:
    gone = row(results=[])
    first = row(results=[result(last_start="2026-11-12T05:00:00Z")])
    found = readings(tmp_path / "h", ("2026-11-12", first), ("2026-11-25", gone), ("2026-11-26", gone))
    (silent,) = found["findings"]
    assert silent["message"] == "profile 'Mailboxes' is automatic, but has not run since 2026-11-12"
    failing = row(results=[result(**{**FAILED, "failing_since": "2026-11-20T06:00:00Z", "last_archived": None})])
    (found,) = readings(
        tmp_path / "g",
        ("2026-11-14", row(results=[result(last_archived="2026-11-13T05:00:00Z")])),
        ("2026-11-26", failing),
    )["findings"]
    assert found["message"] == "profile 'Mailboxes' has not archived since 2026-11-13 (20 runs failed)"
    assert found["since"] == "2026-11-13T05:00:00Z"


def test_a_cut_line_is_named_in_a_warning_and_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "h"
    readings(path, ("2026-11-20", row()))
    kept = path.read_bytes() + b'{"kind":"heal'
    path.write_bytes(kept)
    found = run(fleet=fleet(row()), history=str(path), report={"html": str(tmp_path / "x")})
    (warning,) = found["warnings"]
    assert "Line 2 of the history" in warning
    assert "Line 2 of the history" in (tmp_path / "x").read_text()
    assert path.read_bytes().startswith(kept + b"\n")
    assert len(path.read_bytes().splitlines()) == 3


def test_readings_from_the_future_are_named(tmp_path: Path) -> None:
    readings(tmp_path / "h", ("2026-11-25", row()), ("2026-11-28", row()), ("2026-11-29", row()))
    (warning,) = run(fleet=fleet(row()), history=str(tmp_path / "h"))["warnings"]
    assert "has 2 records from after this reading, which are not used" in warning
    assert "look at the clock" in warning


def test_the_history_of_another_server_is_left_alone(tmp_path: Path) -> None:
    other = fleet(row(access={"enabled": True}), read_at="2026-11-20T06:00:00Z", server={"url": "https://other"})
    run(fleet=other, history=str(tmp_path / "h"))
    (found,) = run(fleet=fleet(row(access={"enabled": True})), history=str(tmp_path / "h"))["findings"]
    assert found["since"] == NOW


ACCESS = {
    "kind": "support_access",
    "at": "2026-11-25T08:00:00Z",
    "action": "opened",
    "server": "https://SPE.example.com:8474/",
    "tenant": "bakery",
    "person": "Jane",
    "reason": "ticket 5",
    "until": "2026-11-25T18:00:00Z",
}
LATER = {"at": "2026-11-25T09:00:00Z", "until": "2026-11-27T08:00:00Z"}
OPEN = "service provider access is on"
IN_TIME = f"{OPEN}, opened for Jane (ticket 5) until 2026-11-27 08:00 UTC"
PAST = f"{OPEN}, opened for Jane (ticket 5) that should have ended 2026-11-25 18:00 UTC"
BEGAN = "2026-11-25T08:00:00Z"


@pytest.mark.parametrize(
    ("changes", "severity", "message", "since"),
    [
        ([{}], "warning", PAST, BEGAN),
        ([{}, {**LATER, "action": "extended"}], "information", IN_TIME, BEGAN),
        ([{}, {**LATER, "action": "closed"}], "warning", OPEN, NOW),
        (
            [{}, {**LATER, "person": "Joe"}],
            "information",
            f"{PAST}, {IN_TIME.partition(', ')[2].replace('Jane', 'Joe')}",
            BEGAN,
        ),
        ([{"until": None}], "warning", f"{OPEN}, opened for Jane (ticket 5)", BEGAN),
        ([{"tenant": "other"}], "warning", OPEN, NOW),
        ([{"server": "https://other"}], "warning", OPEN, NOW),
    ],
)
def test_access_that_was_opened_for_somebody_names_reason_and_end(
    changes: list[Row], severity: str, message: str, since: str, tmp_path: Path
) -> None:
    (tmp_path / "h").write_text("".join(json.dumps({**ACCESS, **change}) + "\n" for change in changes))
    (found,) = run(fleet=fleet(row(access={"enabled": True})), history=str(tmp_path / "h"))["findings"]
    assert (found["severity"], found["message"], found["since"]) == (severity, message, since)


def sized(messages: int) -> Row:
    return row(statistics={"number_of_messages": messages, "total_size_mb": messages // 10}, used_license_count=25)


def test_the_list_for_invoices_has_the_month_and_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "h"
    readings(
        path,
        ("2026-09-30", sized(900)),
        ("2026-10-15", sized(1000)),
        ("2026-10-31", sized(1100)),
        ("2026-11-25", sized(1500)),
    )
    billing = tmp_path / "billing.csv"

    def listed(**report: str) -> Row:
        run(fleet=fleet(sized(1600)), history=str(path), report={"billing": str(billing), **report})
        (found,) = csv.DictReader(io.StringIO(billing.read_text("utf-8-sig"), newline=""))
        return dict(found)

    assert listed() == {
        "month": "2026-11",
        "tenant": "bakery",
        "display_name": "Bakery Ltd",
        "instance_host": "host1.example.com",
        "status": "running",
        "read_at": NOW,
        "licenses": "25",
        "messages": "1600",
        "size_gb": "0.16",
        "messages_month_before": "1100",
        "messages_growth": "500",
    }
    before = listed(month="2026-10")
    assert (before["messages"], before["messages_month_before"], before["messages_growth"]) == ("1100", "900", "200")
    long_ago = listed(month="2026-01")
    assert (long_ago["messages"], long_ago["messages_growth"]) == ("", "")


def test_pages_show_growth(tmp_path: Path) -> None:
    path = tmp_path / "h"
    readings(path, ("2026-10-20", sized(1000)), ("2026-10-25", sized(1100)))
    run(fleet=fleet(sized(1600), row("none", stores=None)), history=str(path), report=all_reports(tmp_path))
    text = (tmp_path / "html").read_text()
    assert "from 1,000" not in text
    assert "had 1,000 messages on 2026-10-20, and have 1,600 on 2026-11-26" in text
    assert "+500" in text
    customer = (tmp_path / "customers" / "bakery.html").read_text()
    assert "From 1,000 messages on 2026-10-20 to 1,600 on 2026-11-26." in customer
    assert "<strong>+500</strong><span>since the month before</span>" in customer


def test_the_page_shows_what_is_known_and_what_expires(tmp_path: Path) -> None:
    soon = [
        row(f"t{number:02}", credentials=[credential(description="m365", expires="2026-12-01T00:00:00Z")])
        for number in range(33)
    ]
    expired = row("expired", credentials=[credential(expires="2026-11-01T00:00:00Z")])
    old_entry = {"tenant": "closed", "rule": "no_profile", "until": "2026-12-31", "reason": "Not yet in use."}
    page = tmp_path / "x.html"
    given = fleet(LARGE, CLOSED, STOPPED, expired, *soon, notes=["GetServiceStatus was refused."])
    run(fleet=given, known=[{**KNOWN, "reason": "New <disks> come."}, old_entry], report={"html": str(page)})
    text = page.read_text()
    for shown in (
        "New &lt;disks&gt; come.",
        "No profile: not found any more; remove known[1].",
        "GetServiceStatus was refused.",
        "expired 2026-11-01",
        "4 days left",
        "And 4 more.",
        "Nothing is known of these tenants today.",
    ):
        assert shown in text


def test_a_profile_whose_runs_were_not_read_is_paused_all_the_same() -> None:
    (found,) = judged(row(profiles=[profile(automatic=False)], results=None))["findings"]
    assert found["message"] == "profile 'Mailboxes' is paused (its runs were not read)"


def test_no_server_can_be_asked() -> None:
    with pytest.raises(RuntimeError, match="calls GetInstances"):
        NoClient().call("GetInstances")


def test_a_long_history_is_thinned_out_by_weeks() -> None:
    records = [
        {
            "kind": "health",
            "at": f"2026-{month:02}-{day:02}T06:00:00Z",
            "server": URL,
            "tenants": {"a": {"messages": month * 100 + day}},
        }
        for month in range(1, 12)
        for day in range(1, 26)
    ]
    now = times.moment(NOW)
    assert now is not None
    sizes = past_in(records, now, URL).sizes["a"]
    assert len(sizes) < 130
    assert [size.messages for size in sizes][-25:] == list(range(1101, 1126))


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "health"},
        {"kind": "health", "at": "2026-11-01T00:00:00Z", "tenants": [], "findings": {}},
        {
            "kind": "health",
            "at": "2026-11-01T00:00:00Z",
            "tenants": {"a": 3, "b": {"runs": {"x": 1}, "messages": "many"}},
            "findings": [1, [2]],
        },
        {"kind": "other", "at": "2026-11-01T00:00:00Z"},
        {
            "kind": "health",
            "at": "2027-11-01T00:00:00Z",
            "findings": [["bakery", "access_open", "", "2020-01-01T00:00:00Z"]],
        },
    ],
)
def test_records_that_nobody_understands_do_no_harm(record: Row, tmp_path: Path) -> None:
    (tmp_path / "h").write_text(json.dumps(record) + "\n")
    found = run(
        fleet=fleet(row(access={"enabled": True})), history=str(tmp_path / "h"), report={"html": str(tmp_path / "x")}
    )
    assert found["findings"][0]["since"] == NOW


# Times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-26T06:00:00", NOW),
        ("2026-11-26T06:00:00.1234567Z", NOW),
        ("2026-11-26T07:00:00+01:00", NOW),
        ("0001-01-01T00:00:00", None),
        ("never", None),
        (None, None),
    ],
)
def test_moments_are_read_in_utc(text: Any, expected: str | None) -> None:
    found = times.moment(text)
    assert (times.written(found) if found else None) == expected


def test_the_end_of_all_days_is_no_error() -> None:
    assert times.end_of("9999-12-31") is not None
    assert times.length_in_words(timedelta(minutes=90)) == "1 hour"
    assert times.length_in_words(timedelta(minutes=5)) == "5 minutes"


def test_months_follow_each_other() -> None:
    assert str(Month(2026, 1).before) == "2025-12"
    assert Month(2026, 12).end == Month(2027, 1).start
    assert Month.parse("1850-01") is None


def test_a_job_once_at_a_date_that_has_passed() -> None:
    once = job(
        date="2026-11-01", day_of_week=None, last_start_date_time_utc=None, creation_date_time_utc="2026-10-01T00:00:00"
    )
    (found,) = judged(row(jobs=[once], job_results=[]))["findings"]
    assert found["message"] == "job 'Verify stores' is enabled, but has never run, and was due on 2026-11-01"
