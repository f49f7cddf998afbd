# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every file says its licence, and none names a directory of somebody's machine."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.tools.collection_tree import project_files
from tests.tools.steps import ROOT

# In parts, so that no tool that looks for headers takes this line for one.
LICENCE_TAG, LICENCE_NAME = "SPDX-License-Identifier", "GPL-3.0-or-later"
LICENCE = f"{LICENCE_TAG}: {LICENCE_NAME}"
# The licence itself, formats without comments, and what antsibull-changelog writes or reads.
WITHOUT_HEADER = (
    "COPYING",
    "LICENSES/*",
    "CHANGELOG.*",
    "*.json",
    "*.png",
    "changelogs/changelog.yaml",
    "changelogs/fragments/*",
)
HEADER_LINES = 8
FOREIGN_PATH = re.compile(r"""(?<![\w./}-])/(?:home|root|work|Users)/[\w.]""")


def _needs_header(name: Path) -> bool:
    return not any(name.match(pattern) for pattern in WITHOUT_HEADER)


def complaints(name: Path) -> list[str]:
    """What is wrong with a file, one sentence each."""
    content = (ROOT / name).read_bytes()
    if b"\0" in content:
        return []
    lines = content.decode("utf-8").splitlines()
    found = []
    if _needs_header(name) and not any(LICENCE in line for line in lines[:HEADER_LINES]):
        found.append(f"{name}:1: the first {HEADER_LINES} lines lack '{LICENCE}'.")
    found += [
        f"{name}:{number}: names a path of one machine: {match.group()}"
        for number, line in enumerate(lines, 1)
        for match in [FOREIGN_PATH.search(line)]
        if match
    ]
    return found


def main() -> int:
    found = [complaint for name in project_files() for complaint in complaints(name)]
    print("\n".join(found) if found else "Every file has its header, and none names a path of one machine.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
