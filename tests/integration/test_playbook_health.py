# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.health as a user starts it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.journal import ACCESS, Call, access_left_as_it_was, writes
from tests.integration.playbook import Playbooks, Run
from tests.simulator.process import RunningSimulator, running_simulator

FILES = {"health.html", "health.csv", "health.json", "history.jsonl"}
MONTHLY = {"billing.csv", "customers"}


class Checking(Playbooks):
    """Runs of the playbook against one server."""

    def health(self, *options: str) -> Run:
        """A path in the options is relative to the directory of this test."""
        journals = {"localhost": self.server.journal_path}
        return self.ansible_playbook.execute(
            journals, "-vvv", "community.mailstore.health", *options, environment=self.server.environment()
        )


@pytest.fixture
def server(server_version: str) -> Iterator[RunningSimulator]:
    with running_simulator("demo", work_ms=0, server_version=server_version) as running:
        yield running


@pytest.fixture
def playbook(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> Checking:
    return Checking(ansible_playbook, server, tmp_path, {})


def _messages(run: Run) -> str:
    return " ".join(str(item.get("msg")) for task in run.tasks for item in task.items)


def test_the_morning_check_reads_once_writes_reports_and_then_fails(
    playbook: Checking, server: RunningSimulator, tmp_path: Path
) -> None:
    check = playbook.health("--check")
    assert check.succeeded, check.end_of_output
    assert not (tmp_path / "fleet_health").exists()

    plain = playbook.health("-e", "fleet_health_directory=reports")
    assert plain.succeeded, plain.end_of_output
    assert {path.name for path in (tmp_path / "reports").iterdir()} == FILES
    assert plain.output.count("store '2024' is in error: The database could not be opened") >= 1

    monthly = playbook.health(
        "-e", "fleet_health_directory=reports fleet_health_monthly=true fleet_health_fail_on=critical"
    )
    assert not monthly.succeeded
    assert "critical, in nordlicht, seeblick, weber." in _messages(monthly)
    assert {path.name for path in (tmp_path / "reports").iterdir()} == FILES | MONTHLY
    assert {path.name for path in (tmp_path / "reports" / "customers").iterdir()} == {
        f"{tenant}.html" for tenant in ("baumann", "nordlicht", "seeblick", "weber")
    }
    assert len((tmp_path / "reports" / "history.jsonl").read_text().splitlines()) == 2
    found = json.loads((tmp_path / "reports" / "health.json").read_text())
    assert [tenant["tenant"] for tenant in found["unreadable"]] == ["seeblick"]
    assert found["tenants"][0]["licenses"] == 4

    calls: list[Call] = [*server.journal()]
    # Of the tenants that run, weber alone has no access: twice in each of the three runs.
    assert writes(calls) == [ACCESS] * 6
    assert access_left_as_it_was(calls)


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("fleet_health_history=/nowhere/history.jsonl", "fleet_health_history: there is no directory '/nowhere'"),
        ("fleet_health_monthly=ture", "fleet_health_monthly: 'ture' is neither true nor false."),
        (
            '{"fleet_health_rules": {"silent_afer": "24h"}}',
            "fleet_health_rules has no rule 'silent_afer': did you mean silent_after?",
        ),
    ],
)
def test_mistakes_are_found_before_the_reading(
    playbook: Checking, server: RunningSimulator, option: str, sentence: str
) -> None:
    run = playbook.health("-e", option)
    assert not run.succeeded
    assert sentence in _messages(run)
    assert [*server.journal()] == []
