# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each rule on a tenant that is sound but for one thing, and on those that are only nearly at fault."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._health.judge import NAMES

from .rows import FAILED, Row, credential, fleet, job, job_result, judged, profile, result, row, run, store

EXPIRED = credential(expires="2026-11-16T06:00:00Z")
SYNC = {"id": 4, "name": "Sync", "action": "SyncUsersWithDirectoryServices", "day_of_week": None}
BAD_RUN = {"last_result": "failed", "failed_in_a_row": 4, "failing_since": "2026-11-22T03:30:00Z"}
BROKEN = "The database could not be opened."

#: What is wrong, and the one finding about it: severity, rule, subject, message, since.
FAULTS: list[tuple[Row, tuple[str, str, str | None, str, str]]] = [
    (
        {"credentials": [EXPIRED], "results": [result(**FAILED)]},
        (
            "critical",
            "credential_expired",
            "m365",
            "profile 'Mailboxes' has not archived since 2026-11-23 (20 runs failed); credential 'm365' expired 10 days ago",
            "2026-11-16T06:00:00Z",
        ),
    ),
    (
        {"credentials": [EXPIRED]},
        ("critical", "credential_expired", "m365", "credential 'm365' expired 10 days ago", "2026-11-16T06:00:00Z"),
    ),
    (
        {
            "credentials": [credential(expires="2026-11-25T20:00:00Z")],
            "profiles": [profile(details={"credentialId": 2})],
        },
        (
            "warning",
            "credential_expired",
            "m365",
            "credential 'm365' expired within the last 24 hours, but no profile uses it",
            "2026-11-25T20:00:00Z",
        ),
    ),
    (
        {"credentials": [credential(expires="2027-01-24T00:00:00Z")]},
        (
            "information",
            "credential_expires",
            "m365",
            "credential 'm365' expires in 58 days (2027-01-24)",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"credentials": [credential(expires="2026-12-20T00:00:00Z")]},
        (
            "warning",
            "credential_expires",
            "m365",
            "credential 'm365' expires in 23 days (2026-12-20)",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"credentials": [credential(expires="2026-11-27T12:00:00Z")]},
        (
            "critical",
            "credential_expires",
            "m365",
            "credential 'm365' expires in 1 day (2026-11-27)",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"stores": [store("2025", "normal", error=BROKEN), store()]},
        (
            "critical",
            "store_error",
            "2025",
            "store '2025' is in error: The database could not be opened",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {
            "stores": [
                store("2025", "normal", error=BROKEN, needs_upgrade=True, search_indexes_need_rebuild=True),
                store(),
            ]
        },
        (
            "critical",
            "store_error",
            "2025",
            "store '2025' is in error: The database could not be opened; it needs an upgrade",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"stores": [store(error=BROKEN)], "results": [result(**FAILED)]},
        (
            "critical",
            "store_error",
            "2026",
            "the current store '2026' is in error: The database could not be opened; profile 'Mailboxes' has not archived since 2026-11-23 (20 runs failed)",
            "2026-11-23T18:00:00Z",
        ),
    ),
    (
        {"stores": [store("2026", "normal")], "results": [result(**FAILED)]},
        (
            "critical",
            "no_current_store",
            None,
            "no store is current, so nothing can be archived; profile 'Mailboxes' has not archived since 2026-11-23 (20 runs failed)",
            "2026-11-23T18:00:00Z",
        ),
    ),
    (
        {"stores": []},
        ("critical", "no_current_store", None, "there is no store, so nothing can be archived", "2026-11-26T06:00:00Z"),
    ),
    (
        {"stores": [store("2025", "normal", needs_upgrade=True), store()]},
        ("warning", "store_upgrade", "2025", "store '2025' needs an upgrade", "2026-11-26T06:00:00Z"),
    ),
    (
        {"stores": [store(search_indexes_need_rebuild=True)]},
        (
            "warning",
            "index_rebuild",
            "2026",
            "search indexes of the current store '2026' must be rebuilt, so searches do not find all messages",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"stores": [store(statistics_count=5_000_001)]},
        (
            "warning",
            "store_too_large",
            "2026",
            "the current store '2026' has 5,000,001 messages, where at most 5,000,000 are advised",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"stores": [store(), store("2020", "normal", statistics_count=9_000_000)]},
        (
            "information",
            "store_too_large",
            "2020",
            "store '2020' has 9,000,000 messages, where at most 5,000,000 are advised",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"results": [result(**FAILED)]},
        (
            "critical",
            "profile_failing",
            "Mailboxes",
            "profile 'Mailboxes' has not archived since 2026-11-23 (20 runs failed)",
            "2026-11-23T18:00:00Z",
        ),
    ),
    (
        {"results": [result(**{**FAILED, "failing_since": "2026-11-20T06:00:00Z", "last_archived": None})]},
        (
            "critical",
            "profile_failing",
            "Mailboxes",
            "profile 'Mailboxes' has not archived since 2026-11-20 or earlier (20 runs failed)",
            "2026-11-20T06:00:00Z",
        ),
    ),
    (
        {"results": [result(last_start="2026-11-24T04:00:00Z")]},
        (
            "critical",
            "profile_silent",
            "Mailboxes",
            "profile 'Mailboxes' is automatic, but has not run since 2026-11-24",
            "2026-11-24T04:00:00Z",
        ),
    ),
    (
        {"results": []},
        (
            "critical",
            "profile_silent",
            "Mailboxes",
            "profile 'Mailboxes' is automatic, but has not run for 6 days or longer",
            "2026-11-20T06:00:00Z",
        ),
    ),
    (
        {"results": [result(empty_in_a_row=40, empty_since="2026-11-21T05:00:00Z")]},
        (
            "warning",
            "nothing_archived",
            "Mailboxes",
            "profile 'Mailboxes' runs, but has archived nothing since 2026-11-21 (40 runs)",
            "2026-11-21T05:00:00Z",
        ),
    ),
    (
        {"profiles": [profile(automatic=False)], "results": [result(last_start="2026-11-21T06:00:00Z")]},
        (
            "warning",
            "profile_paused",
            "Mailboxes",
            "profile 'Mailboxes' is paused (last run 2026-11-21)",
            "2026-11-21T06:00:00Z",
        ),
    ),
    (
        {"profiles": [profile(), profile(name="Old PST", automatic=False)]},
        (
            "information",
            "profile_paused",
            "Old PST",
            "profile 'Old PST' is paused (no run in the last 6 days)",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"profiles": [profile(type="E")], "results": []},
        ("warning", "no_profile", None, "there is no profile that archives", "2026-11-26T06:00:00Z"),
    ),
    (
        {"jobs": [job(**SYNC)], "job_results": [job_result(job_id=4, **BAD_RUN)]},
        (
            "warning",
            "directory_sync_failed",
            "Sync",
            "users are not synchronized with the directory: job 'Sync' has failed since 2026-11-22 (4 runs)",
            "2026-11-22T03:30:00Z",
        ),
    ),
    (
        {
            "jobs": [job(**SYNC)],
            "job_results": [job_result(job_id=4, **BAD_RUN)],
            "credentials": [EXPIRED],
            "profiles": [profile(details={})],
            "directory_services": {"type": "office365OpenIDConnect", "credentialId": 1},
        },
        (
            "critical",
            "credential_expired",
            "m365",
            "job 'Sync' has failed since 2026-11-22 (4 runs); credential 'm365' expired 10 days ago",
            "2026-11-16T06:00:00Z",
        ),
    ),
    (
        {"job_results": [job_result(**BAD_RUN)]},
        (
            "warning",
            "job_failed",
            "Verify stores",
            "job 'Verify stores' has failed since 2026-11-22 (4 runs): VerifyStores --includeIndexes=\"true\"",
            "2026-11-22T03:30:00Z",
        ),
    ),
    (
        {"jobs": [job(last_start_date_time_utc=None)], "job_results": []},
        (
            "warning",
            "job_never_ran",
            "Verify stores",
            "job 'Verify stores' is enabled, but has never run, and was due on 2025-01-08",
            "2025-01-08T00:00:00Z",
        ),
    ),
    (
        {"jobs": [job(last_start_date_time_utc="2026-11-01T03:30:00")], "job_results": []},
        (
            "warning",
            "job_never_ran",
            "Verify stores",
            "job 'Verify stores' is enabled, but has not run since 2026-11-01",
            "2026-11-08T03:30:00Z",
        ),
    ),
    (
        {"access": {"enabled": True}},
        ("warning", "access_open", None, "service provider access is on", "2026-11-26T06:00:00Z"),
    ),
    (
        {"users": [{"name": "admin", "privileges": ["admin"], "mfa": "disabled"}]},
        (
            "warning",
            "mfa_missing",
            "admin",
            "administrator 'admin' logs in without multi-factor authentication",
            "2026-11-26T06:00:00Z",
        ),
    ),
    (
        {"status": "stopped", "error": "The instance does not run.", "results": None, "profiles": None, "stores": None},
        ("warning", "not_readable", None, "stopped", "2026-11-26T06:00:00Z"),
    ),
    (
        {"status": "stopped", "start_stop_error": "The process ended.", "start_mode": "disabled"},
        ("critical", "not_readable", None, "stopped: The process ended", "2026-11-26T06:00:00Z"),
    ),
    (
        {"status": "stopped", "start_mode": "disabled"},
        ("information", "not_readable", None, "stopped", "2026-11-26T06:00:00Z"),
    ),
    (
        {"error": "GetProfiles was refused."},
        ("warning", "not_readable", None, "GetProfiles was refused", "2026-11-26T06:00:00Z"),
    ),
    (
        {
            "messages": [
                {"severity": "warning", "text": "SMTP is odd.", "is_sub_item": False},
                {"severity": "warning", "text": "Look there.", "is_sub_item": True},
                {"severity": "information", "text": "A new version.", "is_sub_item": False},
            ]
        },
        (
            "warning",
            "server_message",
            "SMTP is odd; Look there",
            "the server reports: SMTP is odd; Look there",
            "2026-11-26T06:00:00Z",
        ),
    ),
]


@pytest.mark.parametrize(("changes", "expected"), FAULTS, ids=[f"{fault[1][1]}-{n}" for n, fault in enumerate(FAULTS)])
def test_a_fault_is_one_finding_with_its_cause(changes: Row, expected: tuple[str, str, str | None, str, str]) -> None:
    (found,) = judged(row(**changes))["findings"]
    assert tuple(found[key] for key in ("severity", "rule", "subject", "message", "since")) == expected
    assert found["tenant"] == "bakery"
    assert found["action"]


#: What looks like a fault.
SOUND: dict[str, Row] = {
    "nothing": {},
    "one failed run": {
        "results": [result(failed_in_a_row=2, failing_since="2026-11-26T00:00:00Z", last_result="failed")]
    },
    "errors with single messages": {
        "results": [result(last_result="completed_with_errors", counts={"completed_with_errors": 48})]
    },
    "a quiet weekend": {"results": [result(empty_in_a_row=30, empty_since="2026-11-22T05:00:00Z")]},
    "a long pause": {
        "profiles": [profile(automatic_pause_between_executions=86400)],
        "results": [result(last_start="2026-11-24T20:00:00Z")],
    },
    "run by another schedule": {"profiles": [profile(automatic=False)]},
    "runs of temporary profiles": {"results": [result(), {**result(**FAILED), "profile_name": None}]},
    "a disabled job that never ran": {"jobs": [job(enabled=False, last_start_date_time_utc=None)], "job_results": []},
    "a disabled job that failed": {"jobs": [job(enabled=False)], "job_results": [job_result(**BAD_RUN)]},
    "a result of a deleted job": {"job_results": [job_result(job_id=99, **BAD_RUN)]},
    "a new job": {
        "jobs": [job(creation_date_time_utc="2026-11-25T00:00:00", last_start_date_time_utc=None)],
        "job_results": [],
    },
    "a monthly job": {
        "jobs": [job(day_of_week="Sunday", day_of_month="First", last_start_date_time_utc="2026-10-04T03:30:00")],
        "job_results": [],
    },
    "a job of one date that ran": {"jobs": [job(date="2026-05-01", last_start_date_time_utc="2026-05-01T03:30:00")]},
    "a job without a schedule": {"jobs": [job(time=None, day_of_week=None, next_start_date_time_utc=None)]},
    "a job of each hour": {"jobs": [job(interval=60, last_start_date_time_utc="2026-11-26T05:00:00")]},
    "an administrator with MFA": {"users": [{"name": "admin", "privileges": ["admin"], "mfa": "enabled"}]},
    "a user without MFA": {"users": [{"name": "jane", "privileges": ["login"], "mfa": "disabled"}]},
    "MFA that nobody read": {"users": [{"name": "admin", "privileges": ["admin"], "mfa": None}]},
    "exactly the advised size": {"stores": [store(statistics_count=5_000_000)]},
    "a credential without a date": {"credentials": [credential(settings={}), credential(settings=None)]},
    "a credential with a strange date": {
        "credentials": [credential(expires="0001-01-01T00:00:00Z"), credential(expires="soon")]
    },
    "information of the server": {"messages": [{"severity": "information", "text": "x", "is_sub_item": False}]},
    "parts that were not read": dict.fromkeys(
        ("stores", "credentials", "profiles", "results", "jobs", "job_results", "access", "users", "messages")
    ),
}


@pytest.mark.parametrize("changes", SOUND.values(), ids=SOUND.keys())
def test_what_only_looks_like_a_fault_is_none(changes: Row) -> None:
    assert judged(row(**changes))["findings"] == []


def test_a_window_that_is_too_short_invents_no_silence() -> None:
    found = run(fleet=fleet(row(results=[]), results_since="2026-11-26T00:00:00Z"))
    assert found["findings"] == []
    assert run(fleet=fleet(row(results=[]), results_since=None))["findings"] == []


def test_one_cause_of_many_profiles_is_one_finding() -> None:
    profiles = [profile(name=name) for name in "ab"]
    results = [result(profile_name=name, **FAILED) for name in "ab"]
    (found,) = judged(row(credentials=[EXPIRED], profiles=profiles, results=results))["findings"]
    assert "profile 'a' has not archived" in found["message"]
    assert "profile 'b' has not archived" in found["message"]


def test_a_cause_whose_rule_is_off_hides_nothing() -> None:
    tenant = row(credentials=[EXPIRED], results=[result(**FAILED)], stores=[store("2026", "normal")])
    rules = {"credential_expired": False, "no_current_store": False}
    (found,) = judged(tenant, rules=rules)["findings"]
    assert found["rule"] == "profile_failing"
    broken = row(results=[result(**FAILED)], stores=[store(error=BROKEN)])
    assert [each["rule"] for each in judged(broken, rules={"store_error": False})["findings"]] == ["profile_failing"]


def test_a_sync_whose_cause_is_off_is_reported() -> None:
    tenant = row(
        jobs=[job(**SYNC)],
        job_results=[job_result(job_id=4, **BAD_RUN)],
        credentials=[EXPIRED],
        directory_services={"type": "x", "settings": {"credentialId": "1"}},
    )
    rules = {"credential_expired": False}
    assert [each["rule"] for each in judged(tenant, rules=rules)["findings"]] == ["directory_sync_failed"]


def test_a_message_is_left_out_where_a_field_explains_it() -> None:
    messages = [{"severity": "error", "text": "One or more search indexes have to be rebuilt.", "is_sub_item": False}]
    tenant = row(messages=messages, stores=[store(search_indexes_need_rebuild=True)])
    assert [each["rule"] for each in judged(tenant)["findings"]] == ["index_rebuild"]
    assert judged(row(messages=messages), rules={"server_message": False})["findings"] == []


def test_the_server_itself_is_judged() -> None:
    found = run(
        fleet=fleet(
            row(),
            administrators=[{"name": "root", "mfa": "disabled"}, {"name": "old", "mfa": None}],
            messages=[
                {"severity": "error", "text": "No space.", "is_sub_item": False, "instance_id": None},
                {"severity": "error", "text": "A tenant.", "is_sub_item": False, "instance_id": "bakery"},
            ],
            server={"url": "https://x", "name": None, "time": "2026-11-26T06:12:00Z"},
        )
    )
    assert [(each["severity"], each["rule"], each["tenant"]) for each in found["findings"]] == [
        ("critical", "server_message", None),
        ("warning", "clock_off", None),
        ("warning", "mfa_missing", None),
    ]
    assert "the clock of the server is 12 minutes ahead of that of this controller" in found["lines"][1]
    assert found["summary"] == "1 clean, 0 warnings, 0 critical; 3 findings about the server itself"


@pytest.mark.parametrize("time", [None, "2026-11-26T06:04:00Z", "2026-11-26T05:56:00Z"])
def test_a_small_difference_of_clocks_is_none(time: Any) -> None:
    assert run(fleet=fleet(row(), server={"time": time}))["findings"] == []


def test_every_rule_was_tried() -> None:
    tried = {expected[1] for _changes, expected in FAULTS}
    assert tried == set(NAMES) - {"clock_off"}
