# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the server of each world with spe_server_check, and compares what it finds with what was flipped."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from .choice import each_alone, is_chosen
from .pool import in_worlds, prepare
from .verdicts import World

PROCESSES = 2
FOUND, MISSED, WRONG = "found", "missed", "wrong"


@dataclass(frozen=True)
class Checked:
    """One world and its check: the unknowns that it found otherwise than assumed, each as NAME=answer, those that it could
    not settle, each with its reason, those of them that no call can settle, and what went wrong besides."""

    world: World
    otherwise: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    out_of_reach: frozenset[str] = frozenset()
    troubles: tuple[str, ...] = ()

    @property
    def flipped(self) -> set[str]:
        return {text.partition("=")[0] for text in self.world}

    @property
    def reported(self) -> set[str]:
        return {text.partition("=")[0] for text in self.otherwise}

    @property
    def missed(self) -> set[str]:
        return self.flipped - self.reported

    @property
    def missed_without_a_reason(self) -> set[str]:
        return self.missed - self.out_of_reach

    @property
    def wrongly_reported(self) -> set[str]:
        return self.reported - self.flipped

    @property
    def is_wrong(self) -> bool:
        return bool(self.troubles or self.wrongly_reported or self.missed_without_a_reason)

    @property
    def verdict(self) -> str:
        return WRONG if self.is_wrong else MISSED if self.missed else FOUND


def main() -> int:
    options = _arguments()
    worlds = [(), *(world for world in each_alone() if is_chosen(world, options.only))]
    started = time.perf_counter()
    checks = sorted(check_worlds(worlds, options.processes), key=lambda each: each.world)
    for check in checks:
        _show(check, options.verbose)
    print(summary(checks, time.perf_counter() - started))
    return 1 if any(check.is_wrong for check in checks) else 0


def check_worlds(worlds: Sequence[World], processes: int) -> list[Checked]:
    prepare()
    return list(in_worlds(_check, worlds, processes))


def summary(checks: Sequence[Checked], seconds: float) -> str:
    """One line: in how many worlds the check found what was flipped, and in how many it was wrong."""
    verdicts = [check.verdict for check in checks]
    wrongly, unexplained, troubled = (
        sum(bool(what) for what in whats)
        for whats in zip(*((each.wrongly_reported, each.missed_without_a_reason, each.troubles) for each in checks))
    )
    return (
        f"{len(checks)} worlds: {verdicts.count(FOUND)} found, {verdicts.count(MISSED)} missed with a reason, {unexplained} missed"
        f" without a reason, {wrongly} wrongly reported, {troubled} failed or left something; {seconds:.0f} s"
    )


def _show(check: Checked, everything: bool) -> None:
    reasons = dict(text.split(": ", 1) for text in check.unsettled)
    missed = [reasons[name] for name in sorted(check.missed & check.out_of_reach)]
    told = ", ".join([*check.otherwise, *missed]) or "nothing is otherwise"
    print(f"{check.verdict:<7} {' '.join(check.world) or 'as assumed'}: {told}")
    if check.is_wrong or everything:
        about = check.flipped | check.wrongly_reported
        shown = (text for text in check.unsettled if everything or text.partition(":")[0] in about)
        for text in (*shown, *check.troubles):
            print(f"        {text}")


def _check(world: World) -> Checked:
    from .check_here import OUT_OF_REACH, check_here  # noqa: PLC0415  now that the world is chosen

    try:
        outcome = check_here()
    except Exception:  # A world that breaks the harness is one of the results
        return Checked(world, troubles=(traceback.format_exc(),))
    if outcome.result.get("failed"):
        return Checked(world, troubles=(str(outcome.result["msg"]), *outcome.left))
    rows = outcome.result["check"]["unknowns"]
    return Checked(
        world,
        tuple(f"{name}={row['found']}" for name, row in rows.items() if row["found"] not in (None, row["assumed"])),
        tuple(f"{name}: {row['reason']}" for name, row in rows.items() if row["found"] is None),
        OUT_OF_REACH,
        (*(f"left: {name}" for name in outcome.left), *(f"wrote elsewhere: {call}" for call in outcome.strayed)),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.worlds.check", description=__doc__)
    parser.add_argument(
        "--only", metavar="TEXT", default="", help="worlds whose name contains this; several with commas"
    )
    parser.add_argument("--processes", metavar="N", type=int, default=PROCESSES)
    parser.add_argument("--verbose", action="store_true", help="show all that is not settled")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
