# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Unpack the collection awx.awx, which no package index has by itself: `python -m tests.tools.awx_collection DIRECTORY`.

It is taken from the last package of the Ansible community that has it; nothing else of that package is unpacked.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.tools.steps import ROOT

REQUIREMENTS = ROOT / "tests" / "requirements" / "awx.txt"
COLLECTION = "ansible_collections/awx/awx/"


def main() -> int:
    place = Path(sys.argv[1])
    print(f"Fetching awx.awx into {place.name} ...", flush=True)
    download: list[str | Path] = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--dest", place]
    if subprocess.run([*download, "-r", REQUIREMENTS], check=False).returncode:
        print(f"pip could not download {REQUIREMENTS.name}: see its message above.", file=sys.stderr)
        return 1
    (wheel,) = place.glob("ansible-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place, [name for name in archive.namelist() if name.startswith(COLLECTION)])
    wheel.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
