# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the documentation site of the collection in .build/docs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.tools.collection_tree import copy_collection
from tests.tools.steps import BUILD, tool, tools_environment


def main() -> int:
    place = BUILD / "docs"
    tree = BUILD / "docs-tree"
    copy_collection(tree)
    shutil.rmtree(place, ignore_errors=True)
    # antsibull-docs wants directories that nobody else can write to.
    rst = place / "rst"
    rst.mkdir(mode=0o755, parents=True)
    environment = {**os.environ, **tools_environment(), "ANSIBLE_COLLECTIONS_PATH": str(tree)}
    commands: list[list[str | Path]] = [
        [tool("antsibull-docs"), "sphinx-init", "--use-current", "--dest-dir", place, "community.mailstore"],
        [
            tool("antsibull-docs"),
            "collection",
            "--use-current",
            "--squash-hierarchy",
            "--dest-dir",
            rst,
            "community.mailstore",
        ],
        # Warnings are let pass: links into Ansible's own documentation are known only where the network has it.
        [tool("sphinx-build"), "-M", "html", rst, place / "build", "-c", place, "--quiet"],
    ]
    for command in commands:
        subprocess.run(command, cwd=place, env=environment, check=True)
    print(f"The documentation starts at {place / 'build' / 'html' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
