# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real runs of ansible-playbook, killed at a chosen call; and two plays at once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from tests.integration.playbook import AnsiblePlaybook, Run

from .listening import LONGEST_WAIT, Hold, Listening, listening
from .places import HERE, SEED
from .pool import parallel_map, replay_command
from .state import State, describe, differences

KILLED = HERE / "killed.yml"
FROZEN = HERE / "frozen.yml"
SAME_NAMES = HERE / "same_names.yml"
SIX_FORKS = HERE / "six_forks.yml"
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
TENANT = "nord"
PREFIXES = ("kill:", "plays:")
"""How the names of real runs begin."""

AFTER, BEFORE = "after_work", "before_work"


@dataclass(frozen=True)
class Kill:
    """A signal at a call of a playbook, before or after the work of that call."""

    playbook: str
    signal: str
    number: int
    when: str

    def __str__(self) -> str:
        return f"{self.playbook}:{self.signal}:{self.number}:{self.when}"

    @classmethod
    def parse(cls, text: str) -> Kill:
        playbook, name, number, when = text.split(":")
        return cls(playbook, name, int(number), when)


@dataclass
class Outcome:
    """What did not hold after a kill or with two plays at once; nothing is good."""

    name: str
    row: str
    problems: list[str] = field(default_factory=list)
    output: str = ""


def kills(executable: Path, every: int) -> list[Kill]:
    """Every so manieth call of the playbook, counted anew for each signal, and the middle of a freeze."""
    count = undisturbed(executable, KILLED).calls
    chosen = [
        Kill(KILLED.stem, number.name, call, AFTER if (call + shift) // every % 2 else BEFORE)
        for shift, number in enumerate(SIGNALS)
        for call in range(1 + shift, count + 1, every)
    ]
    return [*chosen, *(Kill(FROZEN.stem, number.name, call, AFTER) for number in SIGNALS for call in FREEZING)]


FREEZING = (3, 4, 5)
"""Calls of the playbook that freezes, around the freezing itself."""


@dataclass(frozen=True)
class _Trial:
    server: Listening
    ansible: AnsiblePlaybook

    def run(self, playbook: Path, *options: str) -> Run:
        return self.ansible.execute({}, *options, str(playbook), environment=self.server.variables)

    def start(self, playbook: Path, *options: str) -> subprocess.Popen[str]:
        return self.ansible.start(*options, str(playbook), environment=self.server.variables)

    def state(self) -> State:
        return describe(self.server.environment)

    @property
    def access_is_on(self) -> bool:
        return self.server.environment.instances[TENANT].archive_admin_enabled


class _Trials:
    def __init__(self, executable: Path, latency_ms: int = 0) -> None:
        self._executable, self._latency_ms = executable, latency_ms

    def __enter__(self) -> _Trial:
        self._directory = tempfile.TemporaryDirectory(prefix="spe-faults-")
        self._listening = listening(SEED, latency_ms=self._latency_ms)
        return _Trial(self._listening.__enter__(), AnsiblePlaybook(self._executable, Path(self._directory.name)))

    def __exit__(self, *error: object) -> None:
        self._listening.__exit__(None, None, None)
        self._directory.cleanup()


@dataclass(frozen=True)
class Undisturbed:
    """What a playbook does when nothing goes wrong."""

    calls: int
    after: State


@cache
def undisturbed(executable: Path, playbook: Path) -> Undisturbed:
    """Run the playbook on a server of its own. Raises RuntimeError, with its output, when that fails."""
    with _Trials(executable) as trial:
        run = trial.run(playbook)
        if run.exit_code != 0:
            raise RuntimeError(f"{playbook.name} fails undisturbed: {run.end_of_output}")
        return Undisturbed(len(trial.server.names), trial.state())


def try_kill(executable: Path, kill: Kill) -> Outcome:
    """Kill the playbook at that call, and run it again."""
    outcome = Outcome(f"kill:{kill}", f"{kill.signal}, {kill.playbook}.yml")
    playbook = HERE / f"{kill.playbook}.yml"
    expected = undisturbed(executable, playbook).after
    with _Trials(executable) as trial:
        hold = trial.server.hold(lambda _name, number: number == kill.number, after_work=kill.when == AFTER)
        _interrupt(trial, playbook, hold, signal.Signals[kill.signal], outcome)
        tidy = kill.signal != signal.SIGKILL.name
        if tidy and trial.access_is_on:
            outcome.problems.append("service provider access is left on")
        _run_again(trial, playbook, expected, outcome, access_counts=tidy)
    return outcome


def _interrupt(trial: _Trial, playbook: Path, hold: Hold, number: signal.Signals, outcome: Outcome) -> None:
    process = trial.start(playbook)
    if not _happens(lambda: hold.arrived.is_set() or process.poll() is not None) or not hold.arrived.is_set():
        outcome.problems.append("the call that was to be killed was never sent")
    family = _family(process.pid)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    for pid in family if number == signal.SIGKILL else ():
        # Workers may have groups of their own.
        with suppress(ProcessLookupError):
            os.kill(pid, number)
    outcome.output, _errors = process.communicate()
    # Its workers tidy up after it has ended.
    if not _happens(lambda: not family & _working()):
        outcome.problems.append(f"a process does not end after {number.name}")
    hold.let_go.set()


def _run_again(trial: _Trial, playbook: Path, expected: State, outcome: Outcome, *, access_counts: bool) -> None:
    _require(trial.run(playbook), "the next run", outcome)
    found = trial.state()
    if not access_counts:
        # Documented: what is killed leaves access open, and the next run takes that for how it was.
        found["instances"][TENANT]["archive_admin_enabled"] = False
    lines = differences(expected, found)
    if lines:
        outcome.problems.append(f"after the next run the state is another: {'; '.join(lines[:5])}")
    if playbook == KILLED:
        again = trial.run(playbook)
        _require(again, "the third run", outcome)
        if not re.search(r"changed=0 ", again.output):
            outcome.problems.append(f"the third run changes something: {again.end_of_output}")


def _require(run: Run, which: str, outcome: Outcome) -> None:
    if run.exit_code != 0:
        outcome.problems.append(f"{which} fails: {run.end_of_output}")


def _happens(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + LONGEST_WAIT
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _family(pid: int) -> set[int]:
    """The process and all that it has started, directly or not."""
    parents = _parents()
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _working() -> set[int]:
    return set(_parents())


def _parents() -> dict[int, int]:
    """The parent of each process that still works; those that nobody has buried do not count."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        # One may end while it is looked at.
        with suppress(OSError):
            state, parent, *_rest = path.read_text("utf-8").rpartition(")")[2].split()
            if state not in "ZX":
                parents[int(path.parent.name)] = int(parent)
    return parents


# Two plays at once


def same_names(executable: Path) -> Outcome:
    """Two plays create the same job and the same profile at the same moment; then one of them runs again."""
    outcome = Outcome("plays:same_names", "two plays at once")
    playbook = SAME_NAMES
    expected = undisturbed(executable, playbook).after
    with _Trials(executable) as trial:
        meetings = [_both_wait_at(trial, function) for function in ("CreateJob", "CreateProfile")]
        plays = [trial.start(playbook) for _play in range(2)]
        for holds in meetings:
            _happens(partial(_all_are_there, holds, plays))
            for hold in holds:
                hold.let_go.set()
        for play in plays:
            outcome.output += play.communicate()[0]
        _require(trial.run(playbook), "the next run", outcome)
        lines = differences(expected, trial.state())
        if lines:
            outcome.problems.append(f"after the next run the state is another: {'; '.join(lines[:5])}")
    return outcome


def _both_wait_at(trial: _Trial, function: str) -> list[Hold]:
    return [
        trial.server.hold(lambda name, _number: name == function, after_work=False, goes_on=True) for _play in range(2)
    ]


def _all_are_there(holds: Sequence[Hold], plays: Sequence[subprocess.Popen[str]]) -> bool:
    """Whether both plays wait, or will not come any more."""
    return all(hold.arrived.is_set() for hold in holds) or all(play.poll() is not None for play in plays)


def access_closed_by_another(executable: Path) -> Outcome:
    """A play closes access while another works with it: that one opens it again, and ends well."""
    outcome = Outcome("plays:access_closed_by_another", "two plays at once")
    with _Trials(executable) as trial:
        hold = trial.server.hold(lambda name, _number: name == "CreateUser", after_work=False, goes_on=True)
        play = trial.start(KILLED)
        if not _happens(hold.arrived.is_set):
            outcome.problems.append("CreateUser was never sent")
        trial.server.environment.instances[TENANT].archive_admin_enabled = False
        hold.let_go.set()
        outcome.output = play.communicate()[0]
        if play.returncode != 0:
            outcome.problems.append(f"the play fails: {outcome.output[-3000:]}")
        if trial.access_is_on:
            outcome.problems.append("service provider access is left on")
    return outcome


def six_forks(executable: Path) -> Outcome:
    """Six hosts make a user of one tenant each, all with access that is opened for the task."""
    outcome = Outcome("plays:six_forks", "two plays at once")
    hosts = ",".join(f"user{number}" for number in range(6))
    with _Trials(executable, latency_ms=120) as trial:
        run = trial.run(SIX_FORKS, "-i", f"{hosts},", "-f", "6")
        _require(run, "the run", outcome)
        users = [user.user_name for user in trial.server.environment.instances[TENANT].content.users]
        missing = {*hosts.split(",")} - {*users}
        if missing:
            outcome.problems.append(f"users are missing: {missing}")
        if trial.access_is_on:
            outcome.problems.append("service provider access is left on")
    return outcome


PLAYS: dict[str, Callable[[Path], Outcome]] = {
    "same_names": same_names,
    "access_closed_by_another": access_closed_by_another,
    "six_forks": six_forks,
}


def try_named(executable: Path, name: str) -> Outcome:
    """A kill or a pair of plays by its name: `kill:killed:SIGTERM:12:after_work`, `plays:six_forks`."""
    section, _separator, rest = name.partition(":")
    return try_kill(executable, Kill.parse(rest)) if section == "kill" else PLAYS[rest](executable)


def names(executable: Path, every: int) -> list[str]:
    """All kills and plays of a run."""
    return [*(f"kill:{kill}" for kill in kills(executable, every)), *(f"plays:{name}" for name in PLAYS)]


def try_all(executable: Path, only: str, every: int, processes: int) -> list[Outcome]:
    """The outcomes of the runs whose name contains `only`."""
    chosen = [name for name in names(executable, every) if only in name]
    for playbook in (KILLED, FROZEN, SAME_NAMES):
        # Once for all processes.
        undisturbed(executable, playbook)
    return list(parallel_map(lambda name: try_named(executable, name), chosen, processes))


def replay(executable: Path, name: str) -> int:
    """Show all that happens in one run."""
    outcome = try_named(executable, name)
    print(outcome.output)
    for problem in outcome.problems:
        print(f"\nNOT RIGHT: {problem}")
    return 1 if outcome.problems else 0


def report(outcomes: Sequence[Outcome]) -> int:
    """Print the failures and the table; returns how many failed."""
    failures = [outcome for outcome in outcomes if outcome.problems]
    for outcome in failures:
        print(f"\n{replay_command(outcome.name)}")
        for problem in outcome.problems:
            print(f"  {problem}")
    print(f"\n{'real runs':<28} {'passed of tried':>16}")
    for row in sorted({outcome.row for outcome in outcomes}):
        of_row = [outcome for outcome in outcomes if outcome.row == row]
        passed = sum(not outcome.problems for outcome in of_row)
        print(f"{row:<28} {f'{passed}/{len(of_row)}':>16}", flush=True)
    return len(failures)
