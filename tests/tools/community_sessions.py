# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the sessions of noxfile.py in a copy of the collection: they want it at the place that Ansible gives it, and a git
repository around it."""

from __future__ import annotations

import subprocess
import sys

from tests.tools.collection_tree import copy_collection
from tests.tools.steps import BUILD, tool


def main() -> int:
    collection = copy_collection(BUILD / "nox-tree")
    if not (collection / ".git").exists():
        subprocess.run(["git", "init", "--quiet"], cwd=collection, check=True)
    # The sessions look at the files that git knows.
    subprocess.run(["git", "add", "--all"], cwd=collection, check=True)
    return subprocess.run([tool("nox"), "--non-interactive", *sys.argv[1:]], cwd=collection, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
