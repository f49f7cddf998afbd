# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the integration tests against servers of every older version, and tell what was skipped there and why.

`python -m tests.tools.server_versions [--only VERSION ...]`

How Ansible starts a module has nothing to do with the server: tests of ordinary modules are left to `make integration`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.simulator.versions import NEWEST_VERSION, SUPPORTED_VERSIONS
from tests.tools.steps import BUILD, ROOT

PLACE = BUILD / "versions"
OLDER_VERSIONS = tuple(version for version in SUPPORTED_VERSIONS if version != NEWEST_VERSION)
# What is shown of a log that ended badly.
LAST_LINES = 80


@dataclass(frozen=True)
class Results:
    """How many tests ended in what way. reasons: for each reason to skip, what was not tried because of it."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The tests on one version."""

    version: str
    seconds: float
    exit_code: int
    results: Results


def read_report(path: Path) -> Results:
    """Read a JUnit report of pytest."""
    passed = failed = skipped = 0
    reasons: dict[str, set[str]] = defaultdict(set)
    for case in ET.parse(path).getroot().iter("testcase"):  # noqa: S314  pytest has just written it
        skip = case.find("skipped")
        if skip is not None:
            skipped += 1
            reasons[skip.get("message", "")].add(_what(case.get("name", "")))
        elif case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        else:
            passed += 1
    return Results(passed, failed, skipped, {reason: frozenset(what) for reason, what in reasons.items()})


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines of the report."""
    yield f"{'server':8}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}"
    for outcome in outcomes:
        results = outcome.results
        yield f"{outcome.version:8}{results.passed:8}{results.failed:8}{results.skipped:9}{outcome.seconds:9.0f}"
    for outcome in outcomes:
        yield f"\nSkipped on {outcome.version}:"
        for reason, what in sorted(outcome.results.reasons.items()):
            yield f"  {reason}"
            yield f"    {', '.join(sorted(what))}"


def _what(test: str) -> str:
    """The case that a test is about, such as spe_user/create, or the test."""
    return test.partition("[")[2].rstrip("]") or test


def _try_version(version: str) -> Outcome:
    log, report = PLACE / f"{version}.log", PLACE / f"{version}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "tests/integration", "--ignore", "tests/integration/in_process"]
    command += ["-k", "not ordinary", "--server-version", version, "--junit-xml", str(report)]
    started = time.monotonic()
    with log.open("w", encoding="utf-8") as file:
        finished = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, check=False
        )
    seconds = time.monotonic() - started
    results = read_report(report) if report.exists() else Results()
    return Outcome(version, seconds, finished.returncode, results)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=SUPPORTED_VERSIONS, default=OLDER_VERSIONS, metavar="VERSION")
    options = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    # Two versions run at once, so that one process each keeps two cores busy.
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(_try_version, options.only))
    for outcome in outcomes:
        if outcome.exit_code:
            log = PLACE / f"{outcome.version}.log"
            print(f"--- the end of {log.relative_to(ROOT)}")
            print("\n".join(log.read_text(encoding="utf-8").splitlines()[-LAST_LINES:]), end="\n\n")
    print("\n".join(table(outcomes)))
    return 1 if any(outcome.exit_code for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
