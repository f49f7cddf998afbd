# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases are run together: starting Ansible costs more than most task lists, so that each is a play of few playbooks.

Every case has a server of its own, and a second one where it is tried with ordinary modules, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from tests.integration.playbook import ROOT, AnsiblePlaybook, Play, Run
from tests.simulator.process import RunningSimulator, running_simulators

# Few enough that both cores always have something to do, and that a part of the tests does not wait for all.
MODULES_PER_BATCH = 4


class Way(Enum):
    """How a task list is run."""

    CHECK = "check"
    APPLY = "apply"
    AGAIN = "again"
    CHECK_AGAIN = "check_again"
    ORDINARY_CHECK = "ordinary_check"
    ORDINARY_APPLY = "ordinary_apply"

    @property
    def is_ordinary(self) -> bool:
        """Whether modules are processes of their own."""
        return self in ORDINARY_WAYS


ORDINARY_WAYS = (Way.ORDINARY_CHECK, Way.ORDINARY_APPLY)
FOUR_WAYS = (Way.CHECK, Way.APPLY, Way.AGAIN, Way.CHECK_AGAIN)
# One ansible-playbook after the other: its options, and the ways that it goes.
ROUNDS = (
    (("--check", "--diff"), (Way.CHECK, Way.ORDINARY_CHECK)),
    (("--diff",), (Way.APPLY, Way.AGAIN, Way.ORDINARY_APPLY)),
    (("--check", "--diff"), (Way.CHECK_AGAIN,)),
)


@dataclass(frozen=True)
class Case:
    """A task list about one module, and the ways to run it.

    tasks: a file, or the text of one. server: keywords of running_simulator.
    """

    module: str
    name: str
    tasks: Path | str
    ways: tuple[Way, ...]
    server: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    ignore_errors: bool = False

    def __str__(self) -> str:
        return f"{self.module}/{self.name}"

    def on(self, server_version: str) -> Case:
        """The case against a server of this version, unless it wants another."""
        return replace(self, server={"server_version": server_version, **self.server})


@cache
def batch_of(module: str) -> str | None:
    """The name of the batch in which a module is tried; None for what is no module."""
    modules = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("spe_*.py"))
    return f"batch {modules.index(module) // MODULES_PER_BATCH}" if module in modules else None


def run_together(cases: Iterable[Case], executable: Path, directory: Path) -> dict[str, dict[Way, Run]]:
    """The runs of each case, by its text.

    :param directory: an empty directory for playbooks and results.
    """
    series = [
        _Series(case, ways)
        for case in cases
        for ways in ([way for way in case.ways if way.is_ordinary is ordinary] for ordinary in (False, True))
        if ways
    ]
    runs: dict[str, dict[Way, Run]] = {}
    with running_simulators([one.case.server for one in series]) as servers:
        ansible_playbook = AnsiblePlaybook(executable, directory)
        for options, ways in ROUNDS:
            plays = [
                (one, way, one.play(way, server, directory))
                for one, server in zip(series, servers)
                for way in ways
                if way in one.ways
            ]
            for (one, way, _play), run in zip(
                plays, ansible_playbook.run([play for *_others, play in plays], *options)
            ):
                one.runs[way] = run
    for one in series:
        runs.setdefault(str(one.case), {}).update(one.runs)
    return runs


@dataclass
class _Series:
    """The runs of a case against one server."""

    case: Case
    ways: Sequence[Way]
    runs: dict[Way, Run] = field(default_factory=dict)

    def play(self, way: Way, server: RunningSimulator, directory: Path) -> Play:
        case = self.case
        tasks = case.tasks
        if isinstance(tasks, str):
            tasks = directory / f"{case.module}_{case.name}.yml"
            tasks.write_text(str(case.tasks), encoding="utf-8")
        return Play(
            f"{case.module}.{case.name}.{way.value}",
            tasks,
            server,
            case.variables,
            ordinary_modules=way.is_ordinary,
            ignore_errors=case.ignore_errors,
        )
