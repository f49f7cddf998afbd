# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault at every call of a tenant's life, random states of every state module, tenants that are exported and
applied, and real runs that are killed."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from . import exports, random_states, real_runs, single_faults
from .cases import Case
from .random_states import Example

SECTIONS = ("faults", "states", "exports", "runs")
EVERY = 4
"""Which calls of a real run are killed."""
PROCESSES = 2


def main() -> int:
    arguments = _arguments()
    if arguments.replay:
        return _replay(arguments.replay, arguments.ansible_playbook)
    started, failures = time.perf_counter(), 0
    if "faults" in arguments.section:
        failures += single_faults.report(
            single_faults.try_all(arguments.only, arguments.sample, arguments.seed, arguments.processes)
        )
    if "states" in arguments.section:
        failures += random_states.report(random_states.try_all(arguments.only, arguments.examples, arguments.processes))
    if "exports" in arguments.section:
        failures += exports.report(list(exports.try_all(arguments.only, arguments.tenants)))
    if "runs" in arguments.section:
        failures += real_runs.report(
            real_runs.try_all(arguments.ansible_playbook, arguments.only, arguments.every, arguments.processes)
        )
    print(f"\n{failures or 'no'} failures, {time.perf_counter() - started:.0f} s")
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--replay", metavar="NAME", help="try one case, and show all that happens")
    parser.add_argument("--section", choices=SECTIONS, nargs="+", default=SECTIONS, help="all by default")
    parser.add_argument("--only", metavar="TEXT", default="", help="cases whose name contains this")
    parser.add_argument("--sample", metavar="N", type=int, help="so many faults, chosen at random")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="of the choice")
    parser.add_argument(
        "--examples", metavar="N", type=int, default=random_states.EXAMPLES, help="of each state module"
    )
    parser.add_argument("--tenants", metavar="N", type=int, default=exports.EXAMPLES, help="random ones to export")
    parser.add_argument("--every", metavar="N", type=int, default=EVERY, help="kill a real run at every Nth call")
    parser.add_argument("--processes", metavar="N", type=int, default=PROCESSES)
    parser.add_argument(
        "--ansible-playbook", metavar="PATH", type=Path, default=Path(sys.executable).with_name("ansible-playbook")
    )
    return parser.parse_args()


def _replay(name: str, ansible_playbook: Path) -> int:
    if name.startswith(exports.PREFIX):
        return exports.replay(name)
    if name.startswith("{"):
        return random_states.replay(Example.parse(name))
    if name.startswith(real_runs.PREFIXES):
        return real_runs.replay(ansible_playbook, name)
    return single_faults.replay(Case.parse(name))


if __name__ == "__main__":
    sys.exit(main())
