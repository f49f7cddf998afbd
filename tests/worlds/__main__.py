# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lives a tenant's whole life in each world alone, and in random mixtures of them."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from tests.simulator.alternatives import all_alternatives

from .choice import each_alone, is_chosen
from .pool import prepare, try_worlds
from .refusals import without_a_reason
from .site import WITH_ITS_FACTS, each_with_its_facts
from .verdicts import CONVERGES, REFUSES, WRONG, Verdict, World, worst_first

MIXTURES = 300
SHARE = 0.15
"""Of the assumptions that are otherwise in a mixture."""
PROCESSES = 2


def main() -> int:
    options = _arguments()
    started = time.perf_counter()
    prepare()
    worlds = [*each_alone(), *each_with_its_facts(), *mixtures(options.mixtures, options.seed)]
    worlds = [world for world in worlds if is_chosen(world, options.only)]
    if options.sample is not None:
        worlds = random.Random(options.seed).sample(worlds, min(options.sample, len(worlds)))  # noqa: S311  no secret
    verdicts = []
    for verdict in try_worlds(worlds, options.processes, options.steps):
        verdicts.append(verdict)
        if options.verbose or verdict.verdict == WRONG:
            _show(verdict, options.verbose)
    return _report(verdicts, time.perf_counter() - started)


def mixtures(number: int, seed: int) -> list[World]:
    """Worlds with several alternatives, at most one of each assumption."""
    chance = random.Random(seed)  # noqa: S311  no secret
    by_name: dict[str, list[str]] = {}
    for alternative in all_alternatives():
        by_name.setdefault(alternative.name, []).append(str(alternative))
    return [
        tuple(chance.choice(several) for several in by_name.values() if chance.random() < SHARE)
        for _number in range(number)
    ]


def _show(verdict: Verdict, everything: bool) -> None:
    print(f"\n{' '.join(verdict.world)}: {verdict.verdict}", flush=True)
    for observation in verdict.observations:
        if everything or observation.verdict == WRONG:
            other = f" [{'; '.join(observation.other)[:400]}]" if observation.other else ""
            if observation.verdict != "converges" or other or observation.text:
                print(f"  {observation.step}: {observation.verdict} {observation.text}{other}", flush=True)


def _report(verdicts: Sequence[Verdict], seconds: float) -> int:
    print(f"\n{'verdict':<10} world")
    for verdict in worst_first(verdicts):
        print(f"{verdict.verdict:<10} {' '.join(verdict.world)}")
    unexplained = [(verdict, text) for verdict in verdicts for text in without_a_reason(verdict)]
    for verdict, text in unexplained:
        print(f"refused, and tests/worlds/refusals.py gives no reason: {' '.join(verdict.world)}\n  {text}")
    print(f"\n{'':<24}worlds  converge  refuse  wrong")
    for kind, of_kind in _by_kind(verdicts).items():
        counts = Counter(verdict.verdict for verdict in of_kind)
        print(f"{kind:<24}{len(of_kind):>6}{counts[CONVERGES]:>10}{counts[REFUSES]:>8}{counts[WRONG]:>7}")
    tasks = Counter(observation.verdict for verdict in verdicts for observation in verdict.observations)
    print(f"tasks in all of them: {tasks[CONVERGES]} converge, {tasks[REFUSES]} refuse, {tasks[WRONG]} are wrong")
    wrong = sum(verdict.verdict == WRONG for verdict in verdicts)
    print(f"wrong is {wrong} of {len(verdicts)}; {len(unexplained)} refusals without a reason; {seconds:.0f} s")
    return 1 if wrong or unexplained else 0


def _by_kind(verdicts: Sequence[Verdict]) -> Mapping[str, Sequence[Verdict]]:
    kinds: dict[str, list[Verdict]] = {"one alternative": [], "one, with spe_facts": [], "mixtures": []}
    for verdict in verdicts:
        kinds[_kind_of(verdict.world)].append(verdict)
    return kinds


def _kind_of(world: World) -> str:
    if WITH_ITS_FACTS in world:
        return "one, with spe_facts"
    return "mixtures" if len(world) > 1 else "one alternative"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.worlds", description=__doc__)
    parser.add_argument(
        "--only", metavar="TEXT", default="", help="worlds whose name contains this; several with commas"
    )
    parser.add_argument("--steps", metavar="TEXT", default="", help="steps of the life whose name contains this")
    parser.add_argument("--mixtures", metavar="N", type=int, default=MIXTURES)
    parser.add_argument("--sample", metavar="N", type=int, help="so many worlds, chosen at random")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="of the mixtures and the choice")
    parser.add_argument("--processes", metavar="N", type=int, default=PROCESSES)
    parser.add_argument(
        "--verbose", action="store_true", help="show each step that does not go as in the assumed world"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
