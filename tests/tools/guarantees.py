# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the tests behind the promises of docs/guarantees.md.

python3 -m tests.tools.guarantees          those of all promises
python3 -m tests.tools.guarantees access   those of one
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "guarantees.md"
PYTEST = (sys.executable, "-m", "pytest")
SUITES = ("tests/unit", "tests/integration", "tests/awx")

ROW = re.compile(r"^\| `([a-z-]+)` \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py(?:::\w+)+)`")


def section(title: str) -> str:
    """The text of the page below a heading."""
    return PAGE.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def promises() -> list[str]:
    """The names of the promises."""
    return [name for name, _text in ROW.findall(section("Promises"))]


def proofs() -> Mapping[str, list[str]]:
    """The tests behind each promise, as pytest names them."""
    return {name: TEST.findall(tests) for name, tests in ROW.findall(section("The proof"))}


def collected(tests: Iterable[str]) -> set[str]:
    """Those of the tests that pytest finds, without their parameters."""
    # Files as a whole, because pytest ends at an unknown name.
    files = sorted({test.partition("::")[0] for test in tests})
    command = [*PYTEST, "--collect-only", "-q", *files]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False).stdout
    return {line.partition("[")[0] for line in output.splitlines()} & set(tests)


def run(tests: list[str], jobs: str) -> int:
    """Run them, one suite after the other, as `make test` does; returns 1 if one fails."""
    failed = 0
    for suite in SUITES:
        of_suite = [test for test in tests if test.startswith(f"{suite}/")]
        if of_suite:
            failed |= subprocess.run([*PYTEST, "-q", "-n", jobs, *of_suite], cwd=ROOT, check=False).returncode
    return 1 if failed else 0


def main() -> int:
    """Run what the command line chooses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("promises", nargs="*", metavar="NAME", help=f"of {', '.join(promises())}")
    parser.add_argument("--jobs", default="2")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.promises if name not in promises()]
    if unknown:
        parser.error(f"{unknown[0]} is no promise: choose from {', '.join(promises())}.")
    chosen = [proofs()[name] for name in arguments.promises or promises()]
    return run(list(dict.fromkeys(test for tests in chosen for test in tests)), arguments.jobs)


if __name__ == "__main__":
    sys.exit(main())
