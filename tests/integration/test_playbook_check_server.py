# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook community.mailstore.check_server as an operator starts it: by its name, the connection from the environment."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.integration.journal import writes
from tests.integration.playbook import Playbooks, Run
from tests.simulator.process import RunningSimulator, running_simulator

HOST = "host1.example.com"
THROWAWAY = ("-e", f"throwaway_host={HOST}", "-e", f"confirm={HOST}", "-e", "throwaway_directory=E:\\Archives")
COMMAND = ("community.mailstore.check_server", "-i", "localhost,")


class Check(Playbooks):
    """Runs of the playbook against one server."""

    def check(self, *options: str) -> Run:
        journals = {"localhost": self.server.journal_path}
        return self.ansible_playbook.execute(journals, *COMMAND, *options, environment=self.server.environment())

    def interrupt(self, number: signal.Signals, function: str) -> None:
        """Start a run, and end its processes as soon as the server is asked for a function."""
        mark = self.server.mark()
        environment = self.server.environment()
        with self.ansible_playbook.start(*COMMAND, *THROWAWAY, environment=environment) as process:
            _wait_for(lambda: function in [call["function"] for call in self.server.since(mark)])
            # Ansible's workers have sessions of their own.
            for process_id in _family(process.pid):
                os.kill(process_id, number)
            process.communicate()


@pytest.fixture
def server() -> Iterator[RunningSimulator]:
    with running_simulator("demo", work_ms=50, assume="PING_RESULT=pong") as running:
        yield running


@pytest.fixture
def playbook(server: RunningSimulator, ansible_playbook: Path, tmp_path: Path) -> Check:
    return Check(ansible_playbook, server, tmp_path, {})


def _lines(run: Run) -> list[str]:
    assert run.succeeded, run.end_of_output
    lines: list[str] = next(task.result["msg"] for task in run.tasks if task.name == "Show what was found")
    return lines


def _family(process_id: int) -> list[int]:
    """A process and those that it has started."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text("utf-8").split()
    return [process_id, *(each for child in children for each in _family(int(child)))]


def _wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_server_is_read_and_what_is_otherwise_is_shown(
    playbook: Check, server: RunningSimulator, tmp_path: Path
) -> None:
    lines = _lines(playbook.check("-e", "report=server.yml", "-e", "facts=facts.yml"))
    assert lines[0].endswith("unknowns settled, 1 of them otherwise than assumed.")
    assert "PING_RESULT: assumed null, found a text" in lines
    assert lines[-2:] == [f"report: {tmp_path / 'server.yml'}", f"facts: {tmp_path / 'facts.yml'}"]
    report = yaml.safe_load((tmp_path / "server.yml").read_text("utf-8"))
    assert list(report["otherwise"]) == ["PING_RESULT"]
    assert yaml.safe_load((tmp_path / "facts.yml").read_text("utf-8")) == {}

    other = ("-e", "report=other.yml")
    lines = _lines(
        playbook.check(
            "--check", "-e", "since=server.yml", "-e", f"spe_facts={tmp_path / 'facts.yml'}", *THROWAWAY, *other
        )
    )
    assert any(line.startswith(f"Would create an instance of its own on {HOST}") for line in lines)
    assert lines[-1] == f"report: {tmp_path / 'other.yml'} is not written in check mode."
    assert not (tmp_path / "other.yml").exists()
    assert writes([*server.journal()]) == []


def test_a_killed_run_is_tidied_up_by_the_next_one_which_tidies_up_after_ctrl_c(
    playbook: Check, server: RunningSimulator
) -> None:
    playbook.interrupt(signal.SIGKILL, "CreateUser")
    [killed] = _instances(server, "CreateInstance")
    assert killed not in _instances(server, "DeleteInstances")
    playbook.interrupt(signal.SIGINT, "CreateUser")
    [interrupted] = _instances(server, "CreateInstance") - {killed}
    _wait_for(lambda: {killed, interrupted} <= _instances(server, "DeleteInstances"))


def _instances(server: RunningSimulator, function: str) -> set[str]:
    """The throw-away instances that were created or deleted, by the journal; not those that belong to one of them."""
    arguments = [call["arguments"] for call in server.journal() if call["function"] == function]
    names = [each.get("instanceFilter") or json.loads(each["config"])["instanceID"] for each in arguments]
    return {name for name in names if name.count("-") == 2}


def test_a_flag_that_is_neither_true_nor_false_is_refused(playbook: Check, server: RunningSimulator) -> None:
    refused = playbook.check("-e", "check_open_access=ture")
    assert refused.exit_code != 0
    assert "check_open_access: 'ture' is not understood; write true or false." in refused.output
    assert server.journal() == []
