# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The quick loop: style, types, the YAML files that differ from `main`, and the unit tests."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from tests.tools.collection_tree import copy_collection, project_files
from tests.tools.lint import style_steps
from tests.tools.steps import BUILD, ROOT, Step, run_steps, tools_environment

VENV, LINT = BUILD / "venv" / "bin", BUILD / "lint" / "bin"
# ansible-lint needs half a minute for the whole collection, and leaves the integration tests out.
OF_ANSIBLE = ("roles/", "playbooks/", "meta/", "extensions/")


def changed_files() -> list[Path]:
    """The files that differ from `main`, committed or not; all of them where git cannot tell."""
    try:
        base = _git("merge-base", "main", "HEAD").strip()
        names = _git("diff", "--name-only", "-z", base) + _git("ls-files", "-z", "--others", "--exclude-standard")
    except (OSError, subprocess.CalledProcessError):
        return project_files()
    return [Path(name) for name in sorted(set(names.split("\0"))) if (ROOT / name).is_file()]


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def yaml_steps(changed: list[Path]) -> list[Step]:
    """The linters of those of the files that are YAML."""
    names = [name for name in changed if name.suffix in (".yml", ".yaml")]
    of_ansible = [name for name in names if str(name).startswith(OF_ANSIBLE)]
    steps = []
    if names:
        steps.append(Step("yamllint", [LINT / "yamllint", "--strict", *names], again="make lint"))
    if of_ansible:
        tree = BUILD / "lint-tree"
        environment = {**tools_environment(LINT), "ANSIBLE_COLLECTIONS_PATH": str(tree)}
        lint: list[str | Path] = [LINT / "ansible-lint", "--offline", "--strict", "--nocolor", "-q", *of_ansible]
        steps.append(Step("ansible-lint", lint, copy_collection(tree), environment, again="make lint"))
    return steps


def python_steps(jobs: int) -> list[Step]:
    """The unit tests and the types; mypy looks again only at what changed and what depends on it."""
    python = VENV / "python"
    pytest: list[str | Path] = [python, "-m", "pytest", "-q", "-n", str(jobs), "tests/unit"]
    mypy: list[str | Path] = [
        python,
        "-m",
        "mypy",
        "-p",
        "ansible_collections.community.mailstore.plugins",
        "-p",
        "tests",
    ]
    return [
        Step("unit tests", pytest, again='make unit ARGS="--last-failed"'),
        Step("types", mypy, environment={"MYPYPATH": str(BUILD / "collections")}, again="make types"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m tests.tools.check", description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="processes of pytest (2)")
    options = parser.parse_args()
    started = time.monotonic()
    # The unit tests are the longest step: the others run one after the other beside them.
    exit_code = run_steps([*python_steps(options.jobs), *style_steps(LINT), *yaml_steps(changed_files())])
    print(f"{'All is well' if exit_code == 0 else 'Something failed'} after {time.monotonic() - started:.0f} s.")
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
