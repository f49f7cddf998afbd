# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind of bad input gives one clear sentence before anything is written, inside the controller and elsewhere.

Two current stores are a mistake in what the role `tenant` is given: see test_role_tenant.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.integration.bad_input.other_servers import other_servers
from tests.integration.comparison import comparable
from tests.integration.journal import is_writing
from tests.integration.playbook import Playbooks, Run, TaskResult
from tests.integration.scenarios import TARGETS
from tests.integration.secrecy import SECRET, assert_no_secret
from tests.simulator.process import running_simulator

CASES = Path(__file__).with_name("cases.yml")
NAMES = [task["name"] for task in yaml.safe_load(CASES.read_text(encoding="utf-8"))]
TENANTS = str(TARGETS / "tenants.yml")
# The sentence of an error, not a story.
LONGEST = 400


@dataclass(frozen=True)
class Answers:
    """What came of the cases, by their names; and what the other server, of an old version, was asked to write."""

    runs: dict[str, Run]
    written_on_old_server: list[str]

    def of(self, way: str, case: str) -> TaskResult:
        return next(task for task in self.runs[way].tasks if task.name == case)


@pytest.fixture(scope="module")
def answers(ansible_playbook: Path, server_version: str, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    directory = tmp_path_factory.mktemp("bad_input")
    with (
        running_simulator(seed=TENANTS, server_version=server_version) as server,
        running_simulator(seed=TENANTS, server_version="22.4") as old,
        other_servers(directory) as others,
    ):
        variables = {
            "wrong_password": f"{SECRET}but-wrong",
            "others": others,
            "old": {"url": old.url, "ca_path": old.ca_path},
        }
        playbooks = Playbooks(ansible_playbook, server, directory, variables)
        runs = {
            "inside": playbooks.run(CASES, "--diff", ignore_errors=True),
            "ordinary": playbooks.run(CASES, "--diff", ignore_errors=True, ordinary_modules=True),
        }
        return Answers(runs, [str(call["function"]) for call in old.journal() if is_writing(call)])


@pytest.mark.parametrize("case", NAMES)
def test_a_clear_sentence(case: str, answers: Answers) -> None:
    task = answers.of("inside", case)
    assert task.status == "failed", f"It was not refused: {task.result}"
    for item in task.items:
        assert re.search(task.variables["expected_message"], item["msg"]), item["msg"]
        assert "\n" not in item["msg"]
        # The names of all options are Ansible's own addition.
        sentence = item["msg"].partition("Supported parameters include: ")[0]
        assert len(sentence) <= LONGEST, item["msg"]


@pytest.mark.parametrize("case", NAMES)
def test_nothing_is_written_before(case: str, answers: Answers) -> None:
    for way in answers.runs:
        task = answers.of(way, case)
        writes = [call for call in task.server_calls if is_writing(call)]
        if "refused_by_server" in task.tags:
            assert {call["statusCode"] for call in writes} == {"failed"}
        else:
            assert writes == []


def test_nothing_is_written_on_the_old_server(answers: Answers) -> None:
    assert answers.written_on_old_server == []


@pytest.mark.parametrize("case", NAMES)
def test_ordinary_modules_say_the_same(case: str, answers: Answers) -> None:
    inside, ordinary = answers.of("inside", case), answers.of("ordinary", case)
    assert comparable(ordinary.result) == comparable(inside.result)


def test_no_secret_is_shown(answers: Answers) -> None:
    for way, run in answers.runs.items():
        assert_no_secret(way, run)
