# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the unit tests under coverage and report how much of plugins/ they ran.

`python -m tests.tools.measure_coverage [--jobs N] [--at-least PERCENT]`
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from coverage import CoverageData

from tests.tools.steps import BUILD, ROOT

PLACE = BUILD / "coverage"
CONFIGURATION = PLACE / "coveragerc"

# The processes of pytest-xdist are measured, and what they fork, which ends with os._exit. Integration tests are not: in
# the many processes of Ansible, measuring costs more than the tests themselves, and finds two lines a module more.
SETTINGS = f"""\
[run]
branch = true
parallel = true
data_file = {PLACE}/data
patch = subprocess, _exit
include =
    {ROOT}/plugins/*
    */ansible_collections/community/mailstore/plugins/*
disable_warnings = no-data-collected, module-not-measured

[paths]
plugins =
    {ROOT}/plugins
    */ansible_collections/community/mailstore/plugins

[report]
skip_covered = true
show_missing = true
exclude_also =
    if TYPE_CHECKING:
    ^\\s*\\.\\.\\.$
"""


def _coverage(*arguments: str | Path) -> int:
    command = [sys.executable, "-m", "coverage", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode


def _enter_every_file() -> None:
    """Files that no test has run count, too."""
    data = CoverageData(basename=str(PLACE / "data"), suffix="every-file")
    data.add_arcs({})  # says that branches are measured
    data.touch_files([str(path) for path in (ROOT / "plugins").rglob("*.py")])
    data.write()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", default="2", help="processes of pytest")
    parser.add_argument("--at-least", default="95", help="percentage below which it fails")
    options = parser.parse_args()
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    CONFIGURATION.write_text(SETTINGS, encoding="utf-8")

    configured = f"--rcfile={CONFIGURATION}"
    failed = [_coverage("run", configured, "-m", "pytest", "-n", options.jobs, "tests/unit")]
    _enter_every_file()
    _coverage("combine", "--quiet", configured, PLACE)
    # What a process left that was killed while it wrote.
    for unfinished in PLACE.glob("data.*"):
        unfinished.unlink()
    failed.append(_coverage("report", configured, f"--fail-under={options.at_least}"))
    return 1 if any(failed) else 0


if __name__ == "__main__":
    sys.exit(main())
