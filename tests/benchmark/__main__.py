# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures what one object costs, in one run on one machine, and prints ratios.

python3 -m tests.benchmark [--items 100] [--rounds 5]

The ways are: an empty C(debug) task, M(community.mailstore.spe_user) inside the controller, ansible.builtin.uri that only
reads the user, and the ordinary module in a process of its own. The two slow ways run once, the quick ones in rounds, of
which the median counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.simulator import measure
from tests.simulator.process import RunningSimulator, running_simulator

HERE = Path(__file__).parent
DEBUG, IN_CONTROLLER = "Debug", "In the controller"
URI, ORDINARY = "Reading with ansible.builtin.uri", "Ordinary module"


def main() -> None:
    """Run, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100, help="users in a loop (at most 999)")
    parser.add_argument("--rounds", type=int, default=5, help="how often the quick ways are measured")
    parser.add_argument("--fleet", default="2000x25", help="fleet for the speed of the simulator")
    arguments = parser.parse_args()
    print_ways(measure_ways(arguments.items, arguments.rounds), arguments.items)
    print("\nThe simulator:")
    measure.main([arguments.fleet])


def measure_ways(items: int, rounds: int) -> dict[str, float]:
    """Seconds an item of each way."""
    with running_simulator(fleet=f"1x{items + 1}") as simulator, tempfile.TemporaryDirectory() as directory:
        runs = [run_playbook(simulator, Path(directory), items, slow=number == 0) for number in range(rounds)]
    ways = (DEBUG, IN_CONTROLLER, URI, ORDINARY)
    quick = (DEBUG, IN_CONTROLLER)
    return {way: statistics.median(run[way] for run in (runs if way in quick else runs[:1])) / items for way in ways}


def run_playbook(simulator: RunningSimulator, directory: Path, items: int, *, slow: bool) -> dict[str, float]:
    """Seconds of each task of one run."""
    durations = directory / "durations.jsonl"
    durations.unlink(missing_ok=True)
    variables = {
        "simulator": {key: getattr(simulator, key) for key in ("url", "username", "password", "ca_path")},
        "items": items,
        "slow": slow,
        "other_interpreter": str(other_interpreter(directory)),
    }
    environment = {
        **os.environ,
        **simulator.environment(),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "durations",
        "ANSIBLE_STDOUT_CALLBACK": "default",
        "ANSIBLE_PIPELINING": "true",
        "SPE_BENCHMARK_DURATIONS": str(durations),
    }
    command: list[str | Path] = [
        Path(sys.executable).with_name("ansible-playbook"),
        "-i",
        "localhost,",
        HERE / "users.yml",
    ]
    finished = subprocess.run(
        [*command, "-e", json.dumps(variables)], env=environment, capture_output=True, text=True, check=False
    )
    if finished.returncode != 0:
        sys.exit(f"ansible-playbook failed:\n{finished.stdout[-4000:]}\n{finished.stderr[-2000:]}")
    lines = [json.loads(line) for line in durations.read_text("utf-8").splitlines()]
    return {line["name"]: line["seconds"] for line in lines}


def other_interpreter(directory: Path) -> Path:
    """Another path to the same Python, for which Ansible starts an ordinary module."""
    wrapper = directory / "python"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    return wrapper


def print_ways(seconds: dict[str, float], items: int) -> None:
    """The table, and the ratios that the project promises."""
    print(f"Seconds an item, {items} items, users that need no change:")
    for way, value in seconds.items():
        print(f"  {way:<34} {value:8.4f}")
    quick = seconds[IN_CONTROLLER]
    print("Ratios:")
    print(
        f"  ansible.builtin.uri (GetUserInfo only) / in the controller  {seconds[URI] / quick:6.1f}   promised: 30 or more"
    )
    print(f"  ordinary module / in the controller                         {seconds[ORDINARY] / quick:6.1f}")
    print(
        f"  in the controller / debug                                   {quick / seconds[DEBUG]:6.2f}   promised: 2.5 or less"
    )


if __name__ == "__main__":
    main()
