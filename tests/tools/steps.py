# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run commands as named steps, several at once, and report what failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"


@dataclass(frozen=True)
class Step:
    """A command; its exit code shows whether it went well. `environment` is laid over the process's own.

    `again` is what a user types to run this step alone.
    """

    name: str
    command: Sequence[str | Path]
    directory: Path = ROOT
    environment: Mapping[str, str] = field(default_factory=dict)
    again: str = ""


def tool(name: str) -> Path:
    """A command-line tool that stands beside the running Python, in the same environment."""
    return Path(sys.executable).with_name(name)


def tools_environment(binaries: Path = Path(sys.executable).parent) -> dict[str, str]:
    """For tools of that environment that start each other by name, and write to the home directory."""
    home = BUILD / "home"
    home.mkdir(parents=True, exist_ok=True)
    return {"PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}", "HOME": str(home)}


def _run(step: Step) -> bool:
    started = time.monotonic()
    result = subprocess.run(
        [str(part) for part in step.command],
        cwd=step.directory,
        env={**os.environ, **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    failed = result.returncode != 0
    line = f"{'FAILED' if failed else 'ok':6}  {step.name} ({time.monotonic() - started:.1f} s)\n"
    # One write, so that steps that end together do not mix their lines.
    sys.stdout.write(result.stdout + line if failed else line)
    sys.stdout.flush()
    return not failed


def run_steps(steps: Sequence[Step], at_once: int = 2) -> int:
    """Run every step, also after one has failed; print the output of those that failed, and how to run them again.

    :return: exit code: 0 when all went well.
    """
    with ThreadPoolExecutor(at_once) as pool:
        failed = [step for step, went_well in zip(steps, pool.map(_run, steps)) if not went_well]
    for step in failed:
        if step.again:
            print(f"Again: {step.again:<45} # {step.name}")
    return 1 if failed else 0
