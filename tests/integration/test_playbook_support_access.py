# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.support_access as a user starts it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.journal import ACCESS
from tests.integration.playbook import Playbooks, Run
from tests.simulator.process import RunningSimulator, running_simulator

HISTORY = "history.jsonl"


class SupportAccess(Playbooks):
    """Runs of the playbook against one server; paths are relative to the directory of this test."""

    def execute(self, *options: str, **variables: str) -> Run:
        given = json.dumps({"support_access_history": HISTORY, **variables})
        return self.ansible_playbook.execute(
            {"localhost": self.server.journal_path},
            *("community.mailstore.support_access", "-vvv", "-e", given, *options),
            environment=self.server.environment(),
        )


@pytest.fixture
def server() -> Iterator[RunningSimulator]:
    with running_simulator("demo", work_ms=0) as running:
        yield running


@pytest.fixture
def playbook(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> SupportAccess:
    return SupportAccess(ansible_playbook, server, tmp_path, {})


def _switches(server: RunningSimulator) -> list[tuple[str, str]]:
    calls = [call["arguments"] for call in server.journal() if call["function"] == ACCESS]
    return [(arguments["instanceID"], arguments["enabled"]) for arguments in calls]


def _record(tmp_path: Path, server: RunningSimulator, tenant: str, until: str) -> None:
    record: dict[str, Any] = {"kind": "support_access", "at": "2026-01-01T00:00:00Z", "action": "opened"}
    grant = {"server": server.url, "tenant": tenant, "person": "Max", "reason": "a test", "until": until}
    with (tmp_path / HISTORY).open("a", encoding="utf-8") as file:
        file.write(json.dumps({**record, **grant}) + "\n")


def test_access_is_opened_with_a_url_that_only_its_file_has(
    playbook: SupportAccess, server: RunningSimulator, tmp_path: Path
) -> None:
    (tmp_path / "url.txt").write_text("of an earlier access", "utf-8")
    (tmp_path / "url.txt").chmod(0o644)
    person = "Erika $(id) ; ../x 'quoted'"
    run = playbook.execute(
        support_access_tenant="weber",
        support_access_person=person,
        support_access_reason="Ticket 4711",
        support_access_for="2h",
        support_access_url_file="url.txt",
    )
    assert run.succeeded, run.end_of_output
    assert _switches(server) == [("weber", "true")]
    (record,) = (json.loads(line) for line in (tmp_path / HISTORY).read_text("utf-8").splitlines())
    assert (record["action"], record["tenant"], record["person"]) == ("opened", "weber", person)
    url = (tmp_path / "url.txt").read_text("utf-8").strip()
    assert url.startswith("https://")
    assert (tmp_path / "url.txt").stat().st_mode & 0o777 == 0o600
    assert url not in run.output
    assert url not in (tmp_path / HISTORY).read_text("utf-8")


def test_a_sweep_closes_what_is_past_its_end(playbook: SupportAccess, server: RunningSimulator, tmp_path: Path) -> None:
    for tenant, until in (
        ("baumann", "2026-01-02T00:00:00Z"),
        ("gone", "2026-01-02T00:00:00Z"),
        ("weber", "2099-01-01T00:00:00Z"),
    ):
        _record(tmp_path, server, tenant, until)
    check = playbook.execute("--check", support_access_state="sweep")
    assert check.succeeded, check.end_of_output
    assert _switches(server) == []
    run = playbook.execute(support_access_state="sweep", support_access_fail_on_unrecorded="true")
    assert _switches(server) == [("baumann", "false")]
    shown = next(task.result["msg"] for task in run.tasks if task.name == "Show what is open")
    assert shown == [
        "baumann is closed",
        "weber is open for Max until 2099-01-01T00:00:00Z: a test",
        "gone is no longer on the server",
        "nordlicht is open, and the history does not say for whom",
    ]
    assert run.exit_code != 0
    assert "the history does not say for whom: nordlicht." in run.output
    again = playbook.execute(support_access_state="sweep")
    assert again.succeeded, again.end_of_output
    assert _switches(server) == [("baumann", "false")]


def test_an_address_that_is_none_opens_nothing(
    playbook: SupportAccess, server: RunningSimulator, tmp_path: Path
) -> None:
    """The URL is made after the access is opened, and would find the mistake too late."""
    (tmp_path / "url.txt").write_text("of an earlier access", "utf-8")
    run = playbook.execute(
        support_access_tenant="weber",
        support_access_person="Erika",
        support_access_reason="x",
        support_access_for="2h",
        support_access_url_file="url.txt",
        support_access_instance_url="archive.example.com/weber",
    )
    assert run.exit_code != 0
    assert "support_access_instance_url is not an address; write one such as https://" in run.output
    assert server.journal() == []
    assert (tmp_path / "url.txt").read_text("utf-8") == "of an earlier access"


def test_all_mistakes_are_shown_at_once(playbook: SupportAccess, server: RunningSimulator) -> None:
    run = playbook.execute(
        support_access_tenant="weber",
        support_access_reason="x",
        support_access_show_url="ture",
        support_access_histroy="x",
    )
    assert run.exit_code != 0
    (message,) = [task.result["msg"] for task in run.tasks if task.status == "failed"]
    assert message.splitlines() == [
        "support_access_histroy is not a variable of the role; did you mean support_access_history?",
        "support_access_show_url: 'ture' is neither true nor false.",
        "Set support_access_person: access is opened only for a person, with a reason and an end.",
        "Set either support_access_for, such as 2h, or support_access_until, such as 2026-12-31T18:00:00Z.",
    ]
    assert server.journal() == []


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"support_access_for": "a while"}, "support_access_for: 'a while' is not understood; write a span of time"),
        (
            {"support_access_for": "2h", "support_access_reason": " "},
            "Set support_access_reason: access is opened only",
        ),
        (
            {"support_access_for": "2h", "support_access_history": "nowhere/history.jsonl"},
            "support_access_history: there is no directory",
        ),
        ({"support_access_for": "2h", "support_access_url_file": "nowhere/url.txt"}, "support_access_url_file: "),
        (
            {"support_access_state": "close", "support_access_history": "nowhere/history.jsonl"},
            "support_access_history: there is no directory",
        ),
    ],
)
def test_a_mistake_names_the_variable_of_the_role(
    playbook: SupportAccess,
    server: RunningSimulator,
    tmp_path: Path,
    variables: dict[str, str],
    sentence: str,
) -> None:
    (tmp_path / "url.txt").write_text("of an earlier access", "utf-8")
    options = {"support_access_person": "Erika", "support_access_reason": "x", "support_access_url_file": "url.txt"}
    run = playbook.execute(**{"support_access_tenant": "weber", **options, **variables})
    assert run.exit_code != 0
    failed = [task.result["msg"] for task in run.tasks if task.status == "failed"]
    assert len(failed) == 1
    assert sentence in failed[0]
    assert server.journal() == []
    assert (tmp_path / "url.txt").read_text("utf-8") == "of an earlier access"
