# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The EXAMPLES of every module, each block as one play: what the documentation shows must work as it stands.

They are about the tenants of the simulator's demo seed. The connection comes from module defaults, and the variables
that a user would keep in a vault (`vault_*`) from here.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.integration.batches import Case, Way
from tests.integration.conftest import RunsOf
from tests.integration.journal import ACCESS, access_left_as_it_was
from tests.integration.playbook import ROOT, Run
from tests.integration.secrecy import SECRET, assert_no_secret
from tests.integration.versions import assert_lack_is_told, find_lacks, skip_what_is_lacking

MODULES = sorted((ROOT / "plugins" / "modules").glob("spe_*.py"))


@dataclass(frozen=True)
class Runs:
    """The same examples against one server: first in check mode, then for real."""

    module: str
    check: Run
    apply: Run

    def named(self) -> dict[str, Run]:
        return {"check": self.check, "apply": self.apply}


def _case(module: Path) -> Case:
    text = _examples_of(module)
    return Case(module.stem, "examples", text, (Way.CHECK, Way.APPLY), {"seed": "demo", "work_ms": 20}, _vault(text))


def _examples_of(module: Path) -> str:
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "EXAMPLES":
            examples: str = ast.literal_eval(statement.value)
            assert isinstance(yaml.safe_load(examples), list), f"The EXAMPLES of {module.stem} are no list of tasks."
            return examples
    raise AssertionError(f"{module.stem} has no EXAMPLES.")


def _vault(examples: str) -> dict[str, str]:
    return {name: f"{SECRET}{name}" for name in re.findall(r"\bvault_\w+", examples)}


@pytest.fixture(scope="module", params=[_case(module) for module in MODULES], ids=str)
def runs(request: pytest.FixtureRequest, runs_of: RunsOf) -> Runs:
    case: Case = request.param
    runs = runs_of(case)
    return Runs(case.module, runs[Way.CHECK], runs[Way.APPLY])


def test_examples_work(runs: Runs, server_version: str) -> None:
    lacks = find_lacks(runs.named(), server_version)
    if lacks:
        # Check mode cannot see what an earlier example would have made, and so may foresee no trouble.
        assert_lack_is_told(
            {name: run for name, run in runs.named().items() if name in lacks or not run.succeeded}, lacks
        )
        return
    for name, run in runs.named().items():
        assert run.succeeded, f"{name}: ansible-playbook ended with {run.exit_code}:\n{run.end_of_output}"
        used = {task.action for task in run.tasks}
        assert f"community.mailstore.{runs.module}" in used, f"{name}: no example uses the module itself."


def test_examples_write_nothing_in_check_mode(runs: Runs, server_version: str) -> None:
    skip_what_is_lacking(runs.named(), server_version)
    # An example may open access in check mode, too, by check_mode: false; it has to close it.
    for task in runs.check.tasks:
        assert [write for write in task.own_writes if write != ACCESS] == [], f"'{task.name}' wrote in check mode."
    calls = [call for task in runs.check.tasks for call in task.server_calls]
    assert access_left_as_it_was(calls), "Access is not as it was after check mode."


def test_examples_show_no_secret(runs: Runs, server_version: str) -> None:
    skip_what_is_lacking(runs.named(), server_version)
    for name, run in runs.named().items():
        assert_no_secret(name, run)
