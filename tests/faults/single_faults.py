# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The section of the single faults: which cases there are, their table, and the replay of one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from tests.simulation import simulation

from .cases import Case, Verdict, cases_of, try_case
from .kinds import FROM_THEN_ON, KINDS, ONCE
from .life import SETTINGS, Step, live, read_life
from .places import SEED
from .pool import parallel_map, replay_command

CHUNK = 32
PROGRESS = 2000
"""After so many cases a line shows how many there were."""


def try_all(only: str, sample: int | None, seed: int, processes: int) -> list[Verdict]:
    """The verdicts of the cases whose name contains `only`, or of so many of them, chosen at random."""
    with simulation(SEED, settings=SETTINGS) as world:
        steps = {step.name: step for step in live(world, read_life())}
        cases = chosen(steps.values(), only, sample, seed)
        print(f"{len(steps)} tasks, {len(cases)} cases", flush=True)
        for step in steps.values():
            if step.cannot_tell.members:
                print(
                    f"{step.name} is compared without {', '.join(sorted(step.cannot_tell.members))}: {step.cannot_tell.why}"
                )

        def work(case: Case) -> Verdict:
            verdict = try_case(world, steps[case.step], case)
            return verdict if verdict.problems else Verdict(case)

        verdicts = []
        for verdict in parallel_map(work, cases, processes, CHUNK):
            verdicts.append(verdict)
            # Whoever breaks it off has seen what was found.
            if verdict.problems:
                print(f"not right: {verdict.case}", flush=True)
            if len(verdicts) % PROGRESS == 0:
                print(f"{len(verdicts)} of {len(cases)}", flush=True)
        return verdicts


def chosen(steps: Iterable[Step], only: str, sample: int | None, seed: int) -> list[Case]:
    """The cases to try, those of a task one after the other."""
    cases = [case for case in cases_of(list(steps)) if only in str(case)]
    if sample is None or sample >= len(cases):
        return cases
    picked = set(random.Random(seed).sample(range(len(cases)), sample))  # noqa: S311  a sample, no secret
    return [case for index, case in enumerate(cases) if index in picked]


def replay(case: Case) -> int:
    """Show all that happens in one case."""
    with simulation(SEED, settings=SETTINGS) as world:
        entries = read_life()
        names = [entry["step"] for entry in entries]
        if case.step not in names:
            raise SystemExit(f"There is no task {case.step!r} in life.yml.")
        step = live(world, entries[: names.index(case.step) + 1])[-1]
        verdict = try_case(world, step, case)
    print(f"{case}: {KINDS[case.kind].means}")
    print(f"undisturbed: {', '.join(step.calls)}")
    for run in verdict.runs:
        print(f"\n{run}")
    for problem in verdict.problems:
        print(f"\nNOT RIGHT: {problem}")
    return 1 if verdict.problems else 0


def report(verdicts: Sequence[Verdict]) -> int:
    """Print the failures and the table; returns how many failed."""
    failures = [verdict for verdict in verdicts if verdict.problems]
    for verdict in failures:
        print(f"\n{replay_command(verdict.case)}")
        for problem in verdict.problems:
            print(f"  {problem}")
    tried = Counter((verdict.case.kind, verdict.case.mode) for verdict in verdicts)
    passed = Counter((verdict.case.kind, verdict.case.mode) for verdict in verdicts if not verdict.problems)
    print(f"\n{'passed of tried':<22} {'once':>14} {'from then on':>14}")
    for kind in KINDS.values():
        once, lasting = (f"{passed[kind.name, mode]}/{tried[kind.name, mode]}" for mode in (ONCE, FROM_THEN_ON))
        print(f"{kind.name:<22} {once:>14} {lasting:>14}   {kind.means}")
    print(f"{'all faults':<22} {f'{len(verdicts) - len(failures)}/{len(verdicts)}':>14}", flush=True)
    return len(failures)
