# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The quick loop runs all its steps, and shows how to run one again; its linters see the YAML files that changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import check, collection_tree
from tests.tools.steps import Step, run_steps


def _step(name: str, exit_code: int) -> Step:
    return Step(name, [sys.executable, "-c", f"print('words of {name}'); exit({exit_code})"], again=f"make {name}")


def test_every_step_runs_and_a_failed_one_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_steps([_step("first", 1), _step("second", 0)]) == 1
    printed = capsys.readouterr().out
    assert "words of first" in printed
    assert "words of second" not in printed
    assert "ok      second" in printed
    assert [line.split("#")[0].strip() for line in printed.splitlines() if "Again" in line] == ["Again: make first"]


@pytest.mark.parametrize(
    ("changed", "linters"),
    [
        (["plugins/modules/spe_user.py"], []),
        (["tests/integration/targets/spe_user/tasks/main.yml"], ["yamllint"]),
        (["roles/tenant/tasks/main.yml", "README.md"], ["yamllint", "ansible-lint"]),
    ],
)
def test_linters_see_the_yaml_files_that_changed(
    changed: list[str], linters: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "copy_collection", lambda tree: tree)
    steps = check.yaml_steps([Path(name) for name in changed])
    assert [step.name for step in steps] == linters
    for step in steps:
        assert set(map(str, step.command)) & set(changed) == {changed[0]}


def test_what_differs_from_main_is_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (check, collection_tree):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    for name in ("same", "committed", "edited", "gone"):
        (tmp_path / name).touch()
    assert check.changed_files() == [Path(name) for name in ("committed", "edited", "gone", "same")]

    _git(tmp_path, "init", "-q", "-b", "main")
    _commit(tmp_path)
    _git(tmp_path, "switch", "-q", "-c", "work")
    (tmp_path / "committed").write_text("other", "utf-8")
    _commit(tmp_path)
    (tmp_path / "edited").write_text("other", "utf-8")
    (tmp_path / "gone").unlink()
    (tmp_path / "new").touch()
    assert check.changed_files() == [Path(name) for name in ("committed", "edited", "new")]


def _commit(directory: Path) -> None:
    _git(directory, "add", "--all")
    _git(directory, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "t")


def _git(directory: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=directory, check=True)
