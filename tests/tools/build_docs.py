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
from tests.tools.steps import BUILD, tool


def main() -> int:
    place = BUILD / "docs"
    tree = BUILD / "docs-tree"
    copy_collection(tree)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    environment = {
        **os.environ,
        "ANSIBLE_COLLECTIONS_PATH": str(tree),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    sources = [tool("antsibull-docs"), "sphinx-init", "--use-current", "--squash-hierarchy", "--dest-dir", place]
    commands: list[list[str | Path]] = [[*sources, "community.mailstore"], ["bash", place / "build.sh"]]
    for command in commands:
        subprocess.run(command, cwd=place, env=environment, check=True)
    print(f"The documentation starts at {place / 'build' / 'html' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
