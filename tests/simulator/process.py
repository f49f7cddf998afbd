# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a process of its own, for tests and for the demo."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

CHECKOUT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0
_END_SECONDS = 10.0


@dataclass(frozen=True)
class RunningSimulator:
    """A server that listens, and what its clients need to know."""

    url: str
    username: str
    password: str
    ca_path: str
    certificate_fingerprint: str
    process_id: int
    journal_path: Path
    faults_path: Path

    def journal(self, since: int = 0) -> list[dict[str, Any]]:
        """The calls so far, oldest first; `since` leaves out those before a mark."""
        lines = self.journal_path.read_text("utf-8").splitlines() if self.journal_path.exists() else []
        return [json.loads(line) for line in lines[since:]]

    def mark(self) -> int:
        """This point of the journal; `journal(since=mark)` gives the calls after it."""
        return len(self.journal())

    def since(self, mark: int) -> list[dict[str, Any]]:
        """The calls after a mark."""
        return self.journal(mark)

    def set_faults(self, rules: list[dict[str, Any]]) -> None:
        """Replaces the faults, from the next call on; an empty list takes them all away."""
        temporary = self.faults_path.with_suffix(".tmp")
        temporary.write_text(json.dumps(rules), "utf-8")
        temporary.replace(self.faults_path)

    def environment(self) -> dict[str, str]:
        """Variables that tell the collection where to connect."""
        return {
            "SPE_URL": self.url,
            "SPE_USERNAME": self.username,
            "SPE_PASSWORD": self.password,
            "SPE_CA_PATH": self.ca_path,
        }


@contextlib.contextmanager
def running_simulator(seed: str = "empty", **flags: Any) -> Iterator[RunningSimulator]:
    """Starts `python3 -m tests.simulator` on a free port and ends it afterwards.

    `flags` are flags of the command line with underscores: `server_version="22.4"`, `work_ms=0`, `fleet="20x5"`.
    Raises RuntimeError with the simulator's own words when it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="spe-simulator-run-") as name:
        directory = Path(name)
        files = {"--ready-file": "ready.json", "--journal": "journal.jsonl", "--faults": "faults.json"}
        command = [sys.executable, "-m", "tests.simulator", "--port", "0", "--seed", str(seed)]
        for flag, file_name in files.items():
            command += [flag, str(directory / file_name)]
        for flag_name, value in flags.items():
            command += [f"--{flag_name.replace('_', '-')}", str(value)]
        with (directory / "output.txt").open("w+", encoding="utf-8") as output:
            process = subprocess.Popen(command, cwd=CHECKOUT, stdout=output, stderr=output, env=_clean_environment())
            try:
                ready = _wait_until_ready(process, directory / "ready.json", output)
                yield RunningSimulator(
                    **ready,
                    process_id=process.pid,
                    journal_path=directory / "journal.jsonl",
                    faults_path=directory / "faults.json",
                )
            finally:
                _end(process)


def _clean_environment() -> dict[str, str]:
    """Without the coverage of the test that starts it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}


def _wait_until_ready(process: subprocess.Popen[bytes], ready_path: Path, output: IO[str]) -> dict[str, str]:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if ready_path.exists():
            ready: dict[str, str] = json.loads(ready_path.read_text("utf-8"))
            return ready
        if process.poll() is not None:
            break
        time.sleep(0.02)
    output.seek(0)
    raise RuntimeError(f"The simulator did not start: {output.read().strip()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
