# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`python -m tests.faults`: every fault at every call of a tenant's life, in one table."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tests.simulation import World, simulation

from .cases import Case, Verdict, cases_of, try_case
from .kinds import FROM_THEN_ON, KINDS, ONCE
from .life import SEED, SETTINGS, Step, live, read_life

PROCESSES = 2
SHOWN_FAILURES = 60


def main() -> int:
    arguments = _arguments()
    started = time.perf_counter()
    with simulation(SEED, settings=SETTINGS) as world:
        steps = live(world, read_life())
        if arguments.replay:
            return _replay(world, steps, Case.parse(arguments.replay))
        cases = chosen(steps, arguments.only, arguments.sample, arguments.seed)
        print(f"{len(steps)} tasks, {len(cases)} cases", flush=True)
        verdicts = list(_try_all(world, steps, cases, arguments.processes))
    failures = [verdict for verdict in verdicts if verdict.problems]
    for verdict in failures[: arguments.failures]:
        print(f"\npython -m tests.faults --replay '{verdict.case}'")
        for problem in verdict.problems:
            print(f"  {problem}")
    _print_table(verdicts)
    print(f"\n{len(verdicts)} cases, {len(verdicts) - len(failures)} passed, {time.perf_counter() - started:.0f} s")
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--replay", metavar="CASE", help="try one case, and show all that happens")
    parser.add_argument("--only", metavar="TEXT", default="", help="cases whose name contains this")
    parser.add_argument("--sample", metavar="N", type=int, help="so many cases, chosen at random")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="of the choice")
    parser.add_argument("--processes", metavar="N", type=int, default=PROCESSES)
    parser.add_argument("--failures", metavar="N", type=int, default=SHOWN_FAILURES, help="how many to show")
    return parser.parse_args()


def chosen(steps: Sequence[Step], only: str, sample: int | None, seed: int) -> list[Case]:
    """The cases to try, those of a task one after the other."""
    cases = [case for case in cases_of(steps) if only in str(case)]
    if sample is None or sample >= len(cases):
        return cases
    picked = set(random.Random(seed).sample(range(len(cases)), sample))  # noqa: S311  a sample, no secret
    return [case for index, case in enumerate(cases) if index in picked]


def _try_all(world: World, steps: Sequence[Step], cases: Sequence[Case], processes: int) -> Iterator[Verdict]:
    """The verdicts; each process has the world as it was when it began."""
    global _tries  # noqa: PLW0603  forked processes find it there
    _tries = _Tries(world, steps)
    if processes < 2:
        yield from map(_tries, cases)
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_try, cases, chunksize=32)


class _Tries:
    def __init__(self, world: World, steps: Iterable[Step]) -> None:
        self._world = world
        self._steps = {step.name: step for step in steps}

    def __call__(self, case: Case) -> Verdict:
        verdict = try_case(self._world, self._steps[case.step], case)
        return verdict if verdict.problems else Verdict(case)


_tries: _Tries


def _try(case: Case) -> Verdict:
    return _tries(case)


def _replay(world: World, steps: Sequence[Step], case: Case) -> int:
    step = next((step for step in steps if step.name == case.step), None)
    if step is None:
        raise SystemExit(f"There is no task {case.step!r} in life.yml.")
    verdict = try_case(world, step, case)
    print(f"{case}: {KINDS[case.kind].means}")
    print(f"undisturbed: {', '.join(step.calls)}")
    for name, requests, result in zip(("disturbed", "next run", "third run"), verdict.requests, verdict.results):
        print(f"\n{name}: {', '.join(requests)}\n  {result}")
    for problem in verdict.problems:
        print(f"\nNOT RIGHT: {problem}")
    return 1 if verdict.problems else 0


def _print_table(verdicts: Sequence[Verdict]) -> None:
    tried = Counter((verdict.case.kind, verdict.case.mode) for verdict in verdicts)
    passed = Counter((verdict.case.kind, verdict.case.mode) for verdict in verdicts if not verdict.problems)
    print(f"\n{'fault':<22} {'once':>14} {'from then on':>14}   passed of tried")
    for kind in KINDS.values():
        cells = [f"{passed[kind.name, mode]}/{tried[kind.name, mode]}" for mode in (ONCE, FROM_THEN_ON)]
        print(f"{kind.name:<22} {cells[0]:>14} {cells[1]:>14}   {kind.means}")


if __name__ == "__main__":
    sys.exit(main())
