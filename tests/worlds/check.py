# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the server of each world, and compares what the check finds with what was flipped."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from tests.simulator.alternatives import all_alternatives

from .pool import in_worlds, prepare
from .verdicts import World

PROCESSES = 2


@dataclass(frozen=True)
class Checked:
    """One world and its check: the unknowns that it found otherwise than assumed, each as NAME=answer, those that it could
    not settle, each with its reason, and what broke."""

    world: World
    otherwise: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    broke: str = ""

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
    def wrongly_reported(self) -> set[str]:
        return self.reported - self.flipped


def main() -> int:
    options = _arguments()
    worlds = [(), *((str(each),) for each in all_alternatives() if _is_chosen(str(each), options.only))]
    prepare()
    checks = list(in_worlds(_check, worlds, options.processes))
    for check in checks:
        _show(check, options.verbose)
    wrong = [check for check in checks if check.broke or check.wrongly_reported]
    missed = [check for check in checks if check.missed]
    print(
        f"{len(checks)} worlds: {len(checks) - len(missed)} found, {len(missed)} missed, {len(wrong)} wrongly reported or broken"
    )
    return 1 if wrong else 0


def _show(check: Checked, everything: bool) -> None:
    if not (everything or check.broke or check.missed or check.wrongly_reported):
        return
    print(f"{' '.join(check.world) or 'as assumed'}: otherwise: {', '.join(check.otherwise) or 'nothing'}")
    about = (
        check.unsettled
        if everything or not check.world
        else tuple(text for text in check.unsettled if text.partition(":")[0] in check.flipped)
    )
    for text in (*about, *([check.broke] if check.broke else [])):
        print(f"  {text}")


def _check(world: World) -> Checked:
    import traceback  # noqa: PLC0415

    from .check_here import check_here  # noqa: PLC0415  now that the world is chosen

    try:
        findings = check_here()
    except Exception:
        return Checked(world, broke=traceback.format_exc())
    return Checked(
        world,
        tuple(f"{each.unknown.name}={each.found}" for each in findings if each.is_otherwise),
        tuple(f"{each.unknown.name}: {each.reason}" for each in findings if each.found is None),
    )


def _is_chosen(text: str, only: str) -> bool:
    return any(part in text for part in only.split(","))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.worlds.check", description=__doc__)
    parser.add_argument(
        "--only", metavar="TEXT", default="", help="worlds whose name contains this; several with commas"
    )
    parser.add_argument("--processes", metavar="N", type=int, default=PROCESSES)
    parser.add_argument("--verbose", action="store_true", help="show each world, and all that is not settled")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
