# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules that integration runs are held to: each one notices the run that breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration import test_targets as rules
from tests.integration.journal import access_left_as_it_was, is_writing
from tests.integration.playbook import Run, TaskResult
from tests.simulator.versions import NEWEST_VERSION

RENAME = {"function": "SetUserFullName", "arguments": {"instanceID": "contoso", "userName": "jane", "fullName": "Jane"}}
READ = {"function": "GetUserInfo", "arguments": {"instanceID": "contoso", "userName": "jane"}}
QUIET: dict[str, Any] = {"changed": False, "calls": [], "diff": {"before": "x", "after": "x"}}
CHANGE: dict[str, Any] = {"changed": True, "calls": [RENAME], "diff": {"before": "x", "after": "y"}}


def access(enabled: str) -> dict[str, Any]:
    return {"function": "SetArchiveAdminEnabled", "arguments": {"instanceID": "contoso", "enabled": enabled}}


def run(result: dict[str, Any], *server_calls: dict[str, Any], **task: Any) -> Run:
    settings: dict[str, Any] = {"name": "Jane's name", "action": "community.mailstore.spe_user", "status": "ok"}
    settings |= {"tags": [], "opens_access": False, "variables": {}, **task}
    return Run(0, "PLAY RECAP", [TaskResult(**settings, result=result, server_calls=list(server_calls))])


def four_ways(**others: Run) -> rules.FourWays:
    good = {
        "check": run(CHANGE, READ),
        "apply": run(CHANGE, READ, RENAME, READ),
        "again": run(QUIET, READ),
        "check_again": run(QUIET, READ),
    }
    return rules.FourWays(**{**good, **others})


RULES = [
    rules.test_check_mode_writes_nothing,
    rules.test_check_mode_predicts_the_calls,
    rules.test_results_tell_the_calls_that_were_sent,
    rules.test_second_run_changes_nothing,
    rules.test_check_mode_afterwards_shows_nothing,
    rules.test_no_secret_is_shown,
    rules.test_modules_work_inside_the_controller,
]


@pytest.mark.parametrize("rule", RULES)
def test_good_runs_keep_every_rule(rule: Any) -> None:
    rule(four_ways())


BROKEN = {
    "check mode writes": (rules.test_check_mode_writes_nothing, {"check": run(CHANGE, RENAME)}),
    "check mode writes afterwards": (rules.test_check_mode_writes_nothing, {"check_again": run(QUIET, RENAME)}),
    "check mode switches access unasked": (
        rules.test_check_mode_writes_nothing,
        {"check": run(CHANGE, access("true"), access("false"))},
    ),
    "check mode leaves access open": (
        rules.test_check_mode_writes_nothing,
        {"check": run(CHANGE, access("true"), opens_access=True)},
    ),
    "check mode tells other calls": (
        rules.test_check_mode_predicts_the_calls,
        {"check": run({**CHANGE, "calls": [{**RENAME, "arguments": {}}]})},
    ),
    "check mode tells no change": (
        rules.test_check_mode_predicts_the_calls,
        {"check": run({**CHANGE, "changed": False})},
    ),
    "a call is not told": (rules.test_results_tell_the_calls_that_were_sent, {"apply": run(QUIET, RENAME)}),
    "a call is told and not sent": (rules.test_results_tell_the_calls_that_were_sent, {"apply": run(CHANGE, READ)}),
    "a second run says changed": (rules.test_second_run_changes_nothing, {"again": run({**QUIET, "changed": True})}),
    "a second run tells calls": (rules.test_second_run_changes_nothing, {"again": run({**QUIET, "calls": [RENAME]})}),
    "a second run writes": (rules.test_second_run_changes_nothing, {"again": run(QUIET, RENAME)}),
    "check mode predicts a change afterwards": (
        rules.test_check_mode_afterwards_shows_nothing,
        {"check_again": run({**QUIET, "changed": True})},
    ),
    "check mode shows a diff afterwards": (
        rules.test_check_mode_afterwards_shows_nothing,
        {"check_again": run({**QUIET, "diff": [CHANGE["diff"]]})},
    ),
    "an item of a loop shows a diff afterwards": (
        rules.test_check_mode_afterwards_shows_nothing,
        {"check_again": run({"changed": False, "results": [QUIET, {**QUIET, "diff": CHANGE["diff"]}]})},
    ),
    "a result shows a secret": (rules.test_no_secret_is_shown, {"apply": run({**CHANGE, "user": "S3cret-1"})}),
    "the journal shows a secret": (
        rules.test_no_secret_is_shown,
        {"apply": run(CHANGE, {**RENAME, "arguments": {"password": "S3cret-1"}})},
    ),
    "the terminal shows a secret": (rules.test_no_secret_is_shown, {"again": Run(0, "ok: S3cret-1", [])}),
    "a module runs in a process of its own": (
        rules.test_modules_work_inside_the_controller,
        {"again": Run(0, "python AnsiballZ_spe_user.py", [])},
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_noticed(case: str) -> None:
    rule, runs = BROKEN[case]
    with pytest.raises(AssertionError):
        rule(four_ways(**runs))


def test_access_may_be_switched_where_the_task_asks_for_it() -> None:
    switched = run(CHANGE, access("true"), READ, access("false"), opens_access=True)
    rules.test_check_mode_writes_nothing(four_ways(check=switched))


def test_tags_free_a_task_of_a_rule() -> None:
    restart = run(CHANGE, RENAME, tags=["not_idempotent"])
    rules.test_second_run_changes_nothing(four_ways(again=restart))
    dependent = run({**CHANGE, "calls": []}, tags=["builds_on_earlier"])
    rules.test_check_mode_predicts_the_calls(four_ways(check=dependent))


@pytest.mark.parametrize(
    ("task", "result"),
    [
        ({"status": "ok"}, {"msg": "There is no user 'jane'."}),
        ({"status": "failed"}, {"msg": "Something else."}),
        ({"status": "failed", "name": "Not refused"}, {"msg": "There is no user 'jane'."}),
    ],
)
def test_a_refusal_must_fail_with_its_sentence(task: dict[str, Any], result: dict[str, Any]) -> None:
    settings = {"name": "Refused: nobody", "variables": {"expected_message": "no user 'jane'"}}
    good = run({"msg": "There is no user 'jane'."}, **{**settings, "status": "failed"})
    rules.test_bad_input_is_refused_in_a_clear_sentence(rules.Refusals(apply=good, check=good), NEWEST_VERSION)
    bad = run(result, **{**settings, **task})
    with pytest.raises(AssertionError):
        rules.test_bad_input_is_refused_in_a_clear_sentence(rules.Refusals(apply=good, check=bad), NEWEST_VERSION)


def test_a_refusal_must_not_write() -> None:
    writing = run({"msg": "No."}, RENAME, status="failed")
    with pytest.raises(AssertionError):
        rules.test_nothing_is_written_before_a_refusal(rules.Refusals(apply=writing, check=writing))


@pytest.mark.parametrize("function", ["GetUsers", "Ping", "get-metadata", "get-status", "CreateLicenseRequest"])
def test_reading_functions(function: str) -> None:
    assert not is_writing({"function": function, "arguments": {}})


@pytest.mark.parametrize("function", ["SetUserFullName", "DeleteUser", "cancel-async", "RunProfile"])
def test_writing_functions(function: str) -> None:
    assert is_writing({"function": function, "arguments": {}})


def test_a_dry_run_is_a_question() -> None:
    assert not is_writing({"function": "SyncUsersWithDirectoryServices", "arguments": {"dryRun": "true"}})
    assert is_writing({"function": "SyncUsersWithDirectoryServices", "arguments": {"dryRun": "false"}})


def test_closing_what_was_open_before_is_a_change() -> None:
    assert not access_left_as_it_was([access("false")])
    assert access_left_as_it_was([access("True"), access("False")])
