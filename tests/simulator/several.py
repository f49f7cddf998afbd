# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several simulators at once: loading the libraries is most of a start, and is done once for all of them.

`python3 -m tests.simulator.several` reads a JSON list from its input: for each simulator the list of its arguments, without
`--assume`, which is for a process of its own. All of them end when it is asked to end, and when one of them ends by itself.
"""

from __future__ import annotations

import json
import multiprocessing
import multiprocessing.connection
import signal
import sys
from typing import NoReturn

from .command_line import main as simulate


def main() -> int:
    command_lines: list[list[str]] = json.load(sys.stdin)
    if any("--assume" in arguments for arguments in command_lines):
        sys.exit("Another world is chosen before anything is loaded: --assume is for a simulator alone.")
    fork = multiprocessing.get_context("fork")
    simulators = [fork.Process(target=_simulate, args=(arguments,)) for arguments in command_lines]
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    try:
        for simulator in simulators:
            simulator.start()
        multiprocessing.connection.wait([simulator.sentinel for simulator in simulators])
    finally:
        started = [simulator for simulator in simulators if simulator.pid is not None]
        for simulator in started:
            simulator.terminate()
        for simulator in started:
            simulator.join()
    return 1


def _simulate(arguments: list[str]) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.exit(simulate(arguments))


if __name__ == "__main__":
    sys.exit(main())
