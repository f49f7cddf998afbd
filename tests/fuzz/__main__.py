# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Odd texts in every option that takes a free text, and strange answers to every module, as many as there is time for."""

from __future__ import annotations

import argparse
import os
import random
import shlex
import sys
import time
from collections import Counter
from collections.abc import Sequence

from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS

from tests.faults.pool import parallel_map
from tests.simulation import World

from . import odd_texts
from .subjects import Subject, subjects, world_of_the_life
from .trial import Report, Strange, run, try_answer, try_subject

SECONDS = 600
PROCESSES = 2
EXAMPLES = 25
"""Of a subject, before the next one has its turn."""
ROUNDS = 300


def main() -> int:
    options = _arguments()
    if options.replay:
        with world_of_the_life() as world:
            return _replay(world, subjects(world), Strange.parse(options.replay))
    end = time.monotonic() + options.seconds
    problems = odd_texts.try_all(options.processes, options.only)
    print("\n".join([*problems, f"{len(problems) or 'no'} problems with odd texts"]), flush=True)
    with world_of_the_life() as world:
        chosen = [subject for subject in subjects(world) if options.only in subject.name]
        reports = _try_all(world, chosen, options, end)
    return max(_report(chosen, reports, options.seed), 1 if problems else 0)


def _try_all(world: World, chosen: Sequence[Subject], options: argparse.Namespace, end: float) -> list[Report]:
    """Round after round, until the time is over."""
    chance = random.Random(options.seed)  # noqa: S311  no secret
    turns = [
        (index, chance.randrange(2**32))
        for _round in range(ROUNDS)
        for index in chance.sample(range(len(chosen)), len(chosen))
    ]

    def work(turn: tuple[int, int]) -> Report | None:
        index, number = turn
        return try_subject(world, chosen[index], EXAMPLES, number) if time.monotonic() < end else None

    reports = []
    # To the last turn, also if there is no time for it: a process that is stopped in its work would show a traceback.
    for report in parallel_map(work, turns, options.processes):
        if report is not None:
            reports.append(report)
        if report is not None and report.problems:
            _show(report)
    return reports


def _show(report: Report) -> None:
    print(f"\n{report.subject}: {'; '.join(report.problems)}")
    replay = shlex.quote(f"--replay {shlex.quote(str(report.failed))}")
    print(f"make fuzz ARGS={replay}", flush=True)


def _report(chosen: Sequence[Subject], reports: Sequence[Report], seed: int) -> int:
    tried, named, failed = Counter[str](), 0, [report for report in reports if report.problems]
    for report in reports:
        tried[report.subject] += report.tried
        named += report.named
    missed = [subject.name for subject in chosen if not tried[subject.name]]
    functions = {name for subject in chosen if tried[subject.name] for name in subject.requests} & FUNCTIONS.keys()
    modules = {subject.module for subject in chosen if tried[subject.name]}
    print(
        f"\n{sum(tried.values())} strange answers (seed {seed}) to {len(tried)} tasks of {len(modules)} modules, which call"
        f" {len(functions)} of {len(FUNCTIONS)} functions: {named} tasks failed with a sentence, {len(failed)} failures"
    )
    if missed:
        print(f"no time was left for {', '.join(missed)}")
    return 1 if failed else 0


def _replay(world: World, known: Sequence[Subject], strange: Strange) -> int:
    """Show what becomes of one strange answer."""
    subject = next(each for each in known if each.name == strange.subject)
    problems, _failed = try_answer(world, subject, strange)
    world.restore(subject.before)
    print(run(world, subject, strange))
    for problem in problems:
        print(f"NOT RIGHT: {problem}")
    return 1 if problems else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", metavar="N", type=float, default=SECONDS, help="how long to try (default: 600)")
    parser.add_argument("--seed", metavar="N", type=int, default=None, help="the answers of an earlier run once more")
    parser.add_argument("--only", metavar="TEXT", default="", help="tasks whose name contains this")
    parser.add_argument("--processes", metavar="N", type=int, default=PROCESSES)
    parser.add_argument("--replay", metavar="JSON", help="one strange answer, and all that happens")
    options = parser.parse_args()
    if options.seed is None:
        options.seed = int.from_bytes(os.urandom(4), "big")
    return options


if __name__ == "__main__":
    sys.exit(main())
