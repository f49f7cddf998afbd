# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the integration tests and sanity on every supported ansible-core that a Python of this machine can carry.

`python -m tests.tools.matrix [--only VERSION ...] [--steps integration sanity]`
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.tools.pythons import find_python
from tests.tools.steps import BUILD, ROOT

# The Pythons that each can be a controller on, the preferred first: together they try as many as possible.
PYTHONS = {
    "2.16": ("3.10", "3.11", "3.12"),
    "2.17": ("3.12", "3.11", "3.10"),
    "2.18": ("3.13", "3.12", "3.11"),
    "2.19": ("3.11", "3.13", "3.12"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.13", "3.14", "3.12"),
}
STEPS = ("integration", "sanity")
# What is shown of a log that ended badly.
LAST_LINES = 80


@dataclass(frozen=True)
class Outcome:
    """One row of the table, and the end of the logs of what failed."""

    core: str
    python: str
    results: dict[str, str]
    failed: bool
    logs: tuple[Path, ...] = ()


def _python_for(core: str) -> tuple[str, Path] | None:
    return next(((version, path) for version in PYTHONS[core] if (path := find_python(version))), None)


def _chosen(words: Sequence[str]) -> list[str]:
    """The versions that are meant; `oldest` and `newest` are those that this machine has a Python for."""
    possible = [core for core in PYTHONS if _python_for(core)] or list(PYTHONS)
    meant = {"oldest": possible[0], "newest": possible[-1]}
    return list(dict.fromkeys(meant.get(word, word) for word in words))


def _make_environment(core: str, python: Path, log: Path) -> bool:
    place = BUILD / "matrix" / core / "venv"
    command = [str(python), "-m", "tests.tools.environment", str(place), "meta/ee-requirements.txt"]
    return _logged([*command, f"ansible-core~={core}.0"], log)


def _integration(core: str) -> list[str]:
    playbook = BUILD / "matrix" / core / "venv" / "bin" / "ansible-playbook"
    # Two versions run at once; with two processes each, both cores stay busy when one of them is done.
    return [sys.executable, "-m", "pytest", "-n", "2", "tests/integration", "--ansible-playbook", str(playbook)]


def _sanity(core: str) -> list[str]:
    return [str(BUILD / "matrix" / core / "venv" / "bin" / "python"), "-m", "tests.tools.sanity"]


def _logged(command: Sequence[str], log: Path) -> bool:
    with log.open("a", encoding="utf-8") as file:
        finished = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, check=False
        )
    return finished.returncode == 0


def _try_version(core: str, steps: Sequence[str]) -> Outcome:
    wanted = PYTHONS[core]
    found = _python_for(core)
    if found is None:
        reason = f"not run: needs Python {', '.join(sorted(wanted))}; none is here"
        return Outcome(core, "-", dict.fromkeys(steps, reason), failed=False)
    version, python = found
    place = BUILD / "matrix" / core
    place.mkdir(parents=True, exist_ok=True)
    results: dict[str, str] = {}
    logs = []
    commands = {"integration": _integration(core), "sanity": _sanity(core)}
    setup = place / "environment.log"
    if not _make_environment(core, python, setup):
        return Outcome(core, version, dict.fromkeys(steps, "could not be installed"), failed=True, logs=(setup,))
    for step in steps:
        log = place / f"{step}.log"
        log.unlink(missing_ok=True)
        started = time.monotonic()
        passed = _logged(commands[step], log)
        results[step] = f"{'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s"
        print(f"ansible-core {core} on Python {version}: {step} {results[step]}", flush=True)
        if not passed:
            logs.append(log)
    return Outcome(core, version, results, failed=bool(logs), logs=tuple(logs))


def _closing_line(core: str) -> str:
    log = BUILD / "matrix" / core / "integration.log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return next((line for line in reversed(lines) if line.startswith("=")), "")


def _report(outcomes: Sequence[Outcome], steps: Sequence[str]) -> None:
    for outcome in outcomes:
        for log in outcome.logs:
            print(f"\n--- the end of {log.relative_to(ROOT)}")
            print("\n".join(log.read_text(encoding="utf-8").splitlines()[-LAST_LINES:]))
    print()
    for outcome in outcomes:
        if "integration" in steps and outcome.python != "-":
            print(f"ansible-core {outcome.core}: {_closing_line(outcome.core)}")
    print(f"\n{'ansible-core':14}{'Python':8}" + "".join(f"{step:20}" for step in steps))
    for outcome in outcomes:
        cells = [outcome.results[step] for step in steps]
        shown = cells[:1] if len(set(cells)) == 1 and outcome.python == "-" else cells
        print(f"{outcome.core:14}{outcome.python:8}" + "".join(f"{cell:20}" for cell in shown))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=[*PYTHONS, "oldest", "newest"], default=list(PYTHONS))
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    options = parser.parse_args()
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda core: _try_version(core, options.steps), _chosen(options.only)))
    _report(outcomes, options.steps)
    return 1 if any(outcome.failed for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
