# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures what the collection costs, each figure beside what a user would pick instead, in one run on one machine.

python3 -m tests.benchmark [--only unchanged,loop] [--rounds 3] [--json]

The simulator is a process of its own and adds 5 ms to each answer. Whole processes are measured, less an empty play.
Figures swing with what else the machine does: compare those of one run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.benchmark.figures import Figure, as_json, as_table
from tests.benchmark.measures import MEASURES
from tests.benchmark.workbench import Disappointment, Workbench
from tests.tools.steps import BUILD

PLACE = BUILD / "benchmark"


def main() -> int:
    options = _options()
    figures: list[Figure] = []
    failed = False
    PLACE.mkdir(parents=True, exist_ok=True)
    # The files of the simulators stay inside the checkout, too.
    os.environ["TMPDIR"] = tempfile.tempdir = str(PLACE)
    with tempfile.TemporaryDirectory() as directory:
        bench = Workbench(Path(directory), options.rounds, options.tenants)
        for name in options.only:
            print(f"{name}: {_first_line(name)}", file=sys.stderr, flush=True)
            try:
                figures += MEASURES[name](bench)
            except (Disappointment, RuntimeError) as error:
                print(f"{name} could not be measured: {error}", file=sys.stderr)
                failed = True
    print(as_json(figures) if options.json else as_table(figures))
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 -m tests.benchmark", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", type=_names, default=list(MEASURES), help=f"of {', '.join(MEASURES)} (all)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is measured; the median counts (3)")
    parser.add_argument("--tenants", type=int, default=200, help="tenants of the measure `fleet` (200)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in MEASURES:
            raise argparse.ArgumentTypeError(f"{name!r} is not one of {', '.join(MEASURES)}")
    return names


def _first_line(name: str) -> str:
    return (MEASURES[name].__doc__ or "").splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
