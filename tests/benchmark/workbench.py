# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start simulators, playbooks and scripts, and look at what they took."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.benchmark.inventory import GROUP, write_host
from tests.integration.journal import ACCESS, is_writing
from tests.simulator.process import RunningSimulator, running_simulator
from tests.tools.steps import BUILD, ROOT

LATENCY = 5
"""Milliseconds that the simulator adds to each answer."""

_RECAP = re.compile(r"^\S+\s+: ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE)
_PROTOCOL_CALLS = frozenset({"get-metadata", "get-status", "cancel-async"})

Tasks = Sequence[Mapping[str, Any]]
Call = tuple[str, dict[str, Any]]


class Disappointment(Exception):
    """A run did not do what is to be measured."""


@dataclass(frozen=True)
class Run:
    """A finished ansible-playbook, or another command: the whole process, and its largest part in memory."""

    seconds: float
    megabytes: float
    changed: int
    calls: Sequence[Mapping[str, Any]]

    @property
    def writes(self) -> int:
        """Calls that write, without those that switch access."""
        return sum(is_writing(call) and call["function"] != ACCESS for call in self.calls)

    def expect(self, *, changes: bool) -> Run:
        """Raises Disappointment if it changed nothing although it should, or the other way round."""
        if bool(self.writes) != changes or bool(self.changed) != changes:
            raise Disappointment(f"A run had changed={self.changed} and {self.writes} writing calls.")
        return self


@dataclass
class Workbench:
    """A directory for files, and how often each way is measured."""

    directory: Path
    rounds: int
    tenants: int = 200
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _medians: dict[str, float] = field(default_factory=dict)

    def tell(self, text: str) -> None:
        """A line of progress."""
        print(f"  {text} ...", file=sys.stderr, flush=True)

    def write(self, content: Any, suffix: str = ".yml") -> Path:
        """A new file."""
        path = self.directory / f"{next(self._numbers)}{suffix}"
        dump = json.dumps(content) if suffix == ".json" else yaml.safe_dump(content, sort_keys=False)
        path.write_text(dump, "utf-8")
        return path

    @contextlib.contextmanager
    def simulator(self, seed: Mapping[str, Any] | str = "empty", **flags: Any) -> Iterator[RunningSimulator]:
        """A server in a process of its own."""
        path = seed if isinstance(seed, str) else str(self.write(seed))
        with running_simulator(path, latency_ms=LATENCY, work_ms=0, **flags) as server:
            yield server

    def play(
        self, server: RunningSimulator, tasks: Tasks, variables: Mapping[str, Any] | None = None, **keywords: Any
    ) -> Run:
        """A play of these tasks on localhost; its variables are read from a file, as those of a user.

        `keywords` are further ones of the play, such as `roles`.
        """
        files = [] if variables is None else [str(self.write(variables))]
        document = {
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
            "vars_files": files,
            "tasks": list(tasks),
            **keywords,
        }
        return self.run(server, "-i", "localhost,", str(self.write([document])))

    def play_of_host(self, server: RunningSimulator, name: str, variables: Mapping[str, Any], **keywords: Any) -> Run:
        """A play on one host of an inventory, in whose `host_vars` the variables stand, as README recommends it."""
        inventory = self.directory / f"inventory{next(self._numbers)}"
        write_host(inventory, name, variables)
        document = {"hosts": GROUP, "gather_facts": False, **keywords}
        return self.run(server, "-i", str(inventory), str(self.write([document])))

    def run(self, server: RunningSimulator, *arguments: str, command: str = "ansible-playbook") -> Run:
        """The command with these arguments. Raises Disappointment when it fails."""
        mark, started = server.mark(), time.perf_counter()
        output = self.directory / "output.txt"
        with output.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(
                [Path(sys.executable).with_name(command), *arguments],
                cwd=self.directory,
                env=_environment(server),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
            _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        # Popen is not to wait for it once more.
        process.returncode = os.waitstatus_to_exitcode(status)
        printed = output.read_text("utf-8")
        if process.returncode:
            raise Disappointment(f"{command} failed:\n{printed[-4000:]}")
        changed = sum(int(match[1]) for match in _RECAP.finditer(printed))
        return Run(seconds, usage.ru_maxrss / 1024, changed, server.since(mark))

    def script(self, server: RunningSimulator, calls: Sequence[Call]) -> float:
        """Seconds of the calls of a plain script: its start and its imports are left out."""
        return self._seconds(server, "tests.benchmark.script", calls)

    def client(self, server: RunningSimulator, calls: Sequence[Call], parallel: int) -> float:
        """Seconds of the same calls by the collection's client, so many at once."""
        return self._seconds(server, "tests.benchmark.client", calls, str(parallel))

    def _seconds(self, server: RunningSimulator, module: str, calls: Sequence[Call], *arguments: str) -> float:
        finished = subprocess.run(
            [sys.executable, "-m", module, str(self.write(calls, ".json")), *arguments],
            cwd=ROOT,
            env={**_environment(server), "PYTHONPATH": str(BUILD / "collections")},
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            raise Disappointment(f"{module} failed:\n{finished.stderr[-2000:]}")
        return float(finished.stdout)

    def medians(self, ways: Mapping[str, Callable[[], float]]) -> dict[str, float]:
        """The median seconds of each way; the ways take turns, so that all meet the same machine."""
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for number in range(self.rounds):
            self.tell(f"round {number + 1} of {self.rounds}: {', '.join(ways)}")
            for way, work in ways.items():
                taken[way].append(work())
        return {way: statistics.median(seconds) for way, seconds in taken.items()}

    def once(self, name: str, work: Callable[[], float]) -> float:
        """What several measures need is measured by the first of them."""
        if name not in self._medians:
            self._medians[name] = work()
        return self._medians[name]

    def empty_play(self, server: RunningSimulator) -> float:
        """Seconds of a play that does nothing."""
        return self.play(server, []).seconds


def same_calls(run: Run) -> list[Call]:
    """The calls of a run for the script, without those that were refused; it waits for long ones in its own way."""
    return [
        (call["function"], dict(call["arguments"]))
        for call in run.calls
        if call["function"] not in _PROTOCOL_CALLS and call["statusCode"] in ("succeeded", "running")
    ]


def _environment(server: RunningSimulator) -> dict[str, str]:
    # The user's own settings may be about a real server.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "SPE_"))}
    return {
        **inherited,
        **server.environment(),
        "ANSIBLE_COLLECTIONS_PATH": str(BUILD / "collections"),
        "ANSIBLE_HOME": str(BUILD / "ansible"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_NOCOLOR": "1",
        "LC_ALL": "C.UTF-8",
    }
