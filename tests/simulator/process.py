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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

CHECKOUT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0
_END_SECONDS = 10.0
# The files of a simulator, by the flag that names them.
_FILES = {"--ready-file": "ready.json", "--journal": "journal.jsonl", "--faults": "faults.json"}


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
        place = _Place(Path(name))
        with _running("tests.simulator", *place.arguments(seed=seed, **flags), directory=place.directory) as process:
            yield place.simulator(process)


@contextlib.contextmanager
def running_simulators(settings: Sequence[Mapping[str, Any]]) -> Iterator[list[RunningSimulator]]:
    """As many simulators as there are settings, each the keywords of running_simulator: quicker than one by one."""
    with tempfile.TemporaryDirectory(prefix="spe-simulator-run-") as name:
        directory = Path(name)
        places = [_Place(directory / str(number)) for number in range(len(settings))]
        command_lines = [place.arguments(**wanted) for place, wanted in zip(places, settings)]
        with _running("tests.simulator.several", directory=directory, stdin=json.dumps(command_lines)) as process:
            yield [place.simulator(process) for place in places]


@dataclass(frozen=True)
class _Place:
    """The directory of one simulator."""

    directory: Path

    def arguments(self, seed: str = "empty", **flags: Any) -> list[str]:
        """The command line of a simulator that has its files here."""
        self.directory.mkdir(exist_ok=True)
        arguments = ["--port", "0", "--seed", str(seed)]
        for flag, file_name in _FILES.items():
            arguments += [flag, str(self.directory / file_name)]
        for flag, value in flags.items():
            arguments += [f"--{flag.replace('_', '-')}", str(value)]
        return arguments

    def simulator(self, process: _Process) -> RunningSimulator:
        """The simulator, once it listens. Raises RuntimeError when it does not come to that."""
        ready = process.wait_for(self.directory / _FILES["--ready-file"])
        return RunningSimulator(
            **ready,
            process_id=process.process_id,
            journal_path=self.directory / _FILES["--journal"],
            faults_path=self.directory / _FILES["--faults"],
        )


@dataclass(frozen=True)
class _Process:
    """A started process, and what it says."""

    process: subprocess.Popen[str]
    output: IO[str]

    @property
    def process_id(self) -> int:
        return self.process.pid

    def wait_for(self, ready_path: Path) -> dict[str, str]:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if ready_path.exists():
                ready: dict[str, str] = json.loads(ready_path.read_text("utf-8"))
                return ready
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        self.output.seek(0)
        raise RuntimeError(f"The simulator did not start: {self.output.read().strip()}")

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def _running(module: str, *arguments: str, directory: Path, stdin: str = "") -> Iterator[_Process]:
    given = directory / "input.json"
    given.write_text(stdin, "utf-8")
    with given.open(encoding="utf-8") as source, (directory / "output.txt").open("w+", encoding="utf-8") as output:
        command = [sys.executable, "-m", module, *arguments]
        process = _Process(
            subprocess.Popen(
                command,
                cwd=CHECKOUT,
                env=_clean_environment(),
                stdin=source,
                stdout=output,
                stderr=output,
                text=True,
            ),
            output,
        )
        try:
            yield process
        finally:
            process.end()


def _clean_environment() -> dict[str, str]:
    """Without the coverage of the test that starts it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
