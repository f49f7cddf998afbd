# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All linters: style, headers, roles and playbooks, documentation of plugins, changelog."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.tools.collection_tree import copy_collection
from tests.tools.steps import BUILD, ROOT, Step, run_steps, tool, tools_environment


def style_steps(binaries: Path) -> list[Step]:
    """What is asked of every file; ruff comes from that directory."""
    ruff = binaries / "ruff"
    return [
        Step("ruff check", [ruff, "check", "."], again=".build/lint/bin/ruff check --fix ."),
        Step("ruff format", [ruff, "format", "--check", "."], again=".build/lint/bin/ruff format ."),
        Step(
            "headers and paths",
            [sys.executable, "-m", "tests.tools.check_repository"],
            again=".build/lint/bin/python -m tests.tools.check_repository",
        ),
    ]


def main() -> int:
    # The Ansible tools take a collection by its place, and follow links into the build directory for ever.
    tree = BUILD / "lint-tree"
    collection = copy_collection(tree)
    ansible = {**tools_environment(), "ANSIBLE_COLLECTIONS_PATH": str(tree)}
    steps = [
        Step(
            "ansible-lint",
            [tool("ansible-lint"), "--offline", "--profile", "production", "--strict", "--nocolor", "-q"],
            collection,
            ansible,
        ),
        *style_steps(Path(sys.executable).parent),
        Step("antsibull-changelog", [tool("antsibull-changelog"), "lint"], ROOT, ansible),
    ]
    if any((ROOT / "plugins" / "modules").glob("*.py")):
        check_docs: list[str | Path] = [tool("antsibull-docs"), "lint-collection-docs", "--plugin-docs", "."]
        steps.insert(1, Step("antsibull-docs", check_docs, collection, ansible))
    return run_steps(steps)


if __name__ == "__main__":
    sys.exit(main())
