# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every scenario of every module, four ways (check, apply, apply again, check again) and both ways of execution."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.batches import FOUR_WAYS, Case, Way
from tests.integration.comparison import comparable
from tests.integration.conftest import RunsOf
from tests.integration.documented import diff_support_of, names_of_modules
from tests.integration.journal import access_left_as_it_was
from tests.integration.playbook import Run
from tests.integration.scenarios import first_scenarios, refusals, scenarios
from tests.integration.secrecy import assert_no_secret
from tests.integration.tenants import names_tenant, sentences_of, tenant_of
from tests.integration.versions import assert_lack_is_told, find_lacks, skip_what_is_lacking, what_is_lacking

# Tags of tasks that cannot keep a rule; README.md says when they may be used.
NOT_IDEMPOTENT = "not_idempotent"
BUILDS_ON_EARLIER = "builds_on_earlier"
APPLY_ONLY = "apply_only"


@dataclass(frozen=True)
class FourWays:
    """The same tasks, run four times in a row against one server."""

    check: Run
    apply: Run
    again: Run
    check_again: Run

    def named(self) -> dict[str, Run]:
        return dict(vars(self))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ordinary modules take long to start: of each module, one scenario is tried with them, with all that is in it."""
    if "scenario" not in metafunc.fixturenames:
        return
    chosen = scenarios() if "ordinary" not in metafunc.function.__name__ else first_scenarios()
    metafunc.parametrize("scenario", chosen, indirect=True, scope="module", ids=str)


@pytest.fixture(scope="module")
def scenario(request: pytest.FixtureRequest) -> Case:
    value: Case = request.param
    return value


@pytest.fixture(scope="module")
def runs(scenario: Case, runs_of: RunsOf) -> dict[str, Run]:
    """The four runs by name."""
    return {way.value: run for way, run in runs_of(scenario).items() if way in FOUR_WAYS}


@pytest.fixture(scope="module")
def ways(runs: dict[str, Run], server_version: str) -> FourWays:
    skip_what_is_lacking(runs, server_version)
    if not all(run.succeeded for run in runs.values()):
        pytest.fail("A run failed: test_every_way_succeeds shows which.", pytrace=False)
    return FourWays(**runs)


def test_every_way_succeeds(runs: dict[str, Run], server_version: str) -> None:
    lacks = find_lacks(runs, server_version)
    if lacks:
        assert_lack_is_told(runs, lacks)
        return
    for name, run in runs.items():
        assert run.succeeded, f"{name}: ansible-playbook ended with {run.exit_code}:\n{run.end_of_output}"


def test_check_mode_writes_nothing(ways: FourWays) -> None:
    for run in (ways.check, ways.check_again):
        for task in run.tasks:
            assert task.own_writes == [], f"'{task.name}' wrote in check mode."
            assert access_left_as_it_was(task.server_calls), f"'{task.name}' left access changed in check mode."


def test_check_mode_predicts_the_calls(ways: FourWays) -> None:
    for predicted, applied in zip(ways.check.tasks, ways.apply.tasks):
        if BUILDS_ON_EARLIER in predicted.tags:
            continue
        assert predicted.planned == applied.planned, f"'{applied.name}' did other calls than check mode told."
        assert predicted.changed == applied.changed, f"'{applied.name}' and its check mode disagree about changed."


def test_results_tell_the_calls_that_were_sent(ways: FourWays) -> None:
    for task in ways.apply.tasks:
        if task.hidden:
            continue
        told = [call["function"] for call in task.planned]
        assert task.beside_access(told) == task.own_writes, f"'{task.name}' tells other calls than it sent."


def test_second_run_changes_nothing(ways: FourWays) -> None:
    for task in ways.again.tasks:
        if NOT_IDEMPOTENT in task.tags:
            continue
        assert not task.changed, f"'{task.name}' changed something again: {task.planned}"
        assert task.planned == [], f"'{task.name}' tells calls again."
        assert task.own_writes == [], f"'{task.name}' wrote again."


def test_check_mode_afterwards_shows_nothing(ways: FourWays) -> None:
    for task in ways.check_again.tasks:
        if NOT_IDEMPOTENT in task.tags:
            continue
        assert not task.changed, f"'{task.name}' predicts a change where there is none: {task.planned}"
        for item in task.items:
            assert _is_empty(item.get("diff")), f"'{task.name}' shows a diff where there is none."


def test_diffs_and_warnings_name_the_tenant(ways: FourWays) -> None:
    for name, run in ways.named().items():
        for task in run.tasks:
            for item in task.items:
                for sentence in sentences_of(item):
                    assert names_tenant(sentence, item), f"{name}: '{task.name}': {sentence}"


# Modules whose changes have no diff, because the API tells nothing of what they change.
WITHOUT_DIFF = frozenset(name for name in names_of_modules() if diff_support_of(name) in ("none", "N/A"))


def test_every_change_has_a_diff(ways: FourWays) -> None:
    for name, run in (("check", ways.check), ("apply", ways.apply)):
        for task in run.tasks:
            if task.hidden or task.action.rpartition(".")[2] in WITHOUT_DIFF:
                continue
            for item in task.items:
                # What is meant to fail says so by its message.
                shows = not item.get("changed") or "error" in item or not _is_empty(item.get("diff"))
                assert shows, f"{name}: '{task.name}' has changed something, and its diff says nothing of it."


def test_no_secret_is_shown(ways: FourWays) -> None:
    for name, run in ways.named().items():
        assert_no_secret(name, run)


def test_modules_work_inside_the_controller(ways: FourWays) -> None:
    for name, run in ways.named().items():
        assert "AnsiballZ_spe_" not in run.output, f"{name}: a process of its own was started for a module."


def test_ordinary_modules_give_the_same_results(scenario: Case, ways: FourWays, runs_of: RunsOf) -> None:
    runs = runs_of(scenario)
    for way, inside in ((Way.ORDINARY_CHECK, ways.check), (Way.ORDINARY_APPLY, ways.apply)):
        if way not in scenario.ways:
            continue
        name, ordinary = way.value, runs[way]
        assert ordinary.succeeded, (
            f"{name}: ansible-playbook ended with {ordinary.exit_code}:\n{ordinary.end_of_output}"
        )
        assert f"AnsiballZ_{scenario.module}" in ordinary.output, "No process was started for the module."
        assert_no_secret(name, ordinary)
        assert _comparable(ordinary) == _comparable(inside), f"{name}: the two ways differ."


@dataclass(frozen=True)
class Refusals:
    """Tasks that must fail, run for real and in check mode."""

    apply: Run
    check: Run


@pytest.fixture(scope="module", params=refusals(), ids=str)
def refused(request: pytest.FixtureRequest, runs_of: RunsOf) -> Refusals:
    runs = runs_of(request.param)
    return Refusals(apply=runs[Way.APPLY], check=runs[Way.CHECK])


def test_bad_input_is_refused_in_a_clear_sentence(refused: Refusals, server_version: str) -> None:
    for name, run in vars(refused).items():
        assert run.tasks, f"{name}: no task was run:\n{run.end_of_output}"
        for task in run.tasks:
            if name == "check" and APPLY_ONLY in task.tags:
                continue
            assert task.name.startswith("Refused: "), f"'{task.name}': every task in refusals.yml must be refused."
            assert task.status == "failed", f"{name}: '{task.name}' was not refused."
            for item in task.items:
                if what_is_lacking(item, server_version):
                    continue
                assert re.search(task.variables["expected_message"], item["msg"]), (
                    f"{name}: '{task.name}': {item['msg']}"
                )


def test_refusals_name_the_tenant(refused: Refusals) -> None:
    for name, run in vars(refused).items():
        for task in run.tasks:
            for item in task.items:
                # Mistakes in the arguments are reported in the words of Ansible, before anything is known of the tenant.
                if "error" in item and tenant_of(item) is not None:
                    assert names_tenant(item["msg"], item), f"{name}: '{task.name}': {item['msg']}"


def test_nothing_is_written_before_a_refusal(refused: Refusals) -> None:
    for name, run in vars(refused).items():
        for task in run.tasks:
            assert task.own_writes == [], f"{name}: '{task.name}' wrote before it was refused."
            assert access_left_as_it_was(task.server_calls), f"{name}: '{task.name}' left access changed."
        assert_no_secret(name, run)


def _is_empty(diff: Any) -> bool:
    if isinstance(diff, list):
        return all(_is_empty(entry) for entry in diff)
    return not diff or diff.get("before") == diff.get("after")


def _comparable(run: Run) -> list[Any]:
    return [(task.name, task.status, comparable(task.result)) for task in run.tasks]
