# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection and the simulator in one process, with simulated network and time.

`with simulation(...) as world:` is all that a test needs; `world.run(task)` does the work of a module.
"""

from __future__ import annotations

from tests.simulator.faults import Fault

from .network import HttpAnswer, Trouble
from .tasks import Task, load_modules
from .world import NO_TROUBLE, URL, Disturbance, Request, Work, World, simulation

__all__ = [
    "NO_TROUBLE",
    "URL",
    "Disturbance",
    "Fault",
    "HttpAnswer",
    "Request",
    "Task",
    "Trouble",
    "Work",
    "World",
    "load_modules",
    "simulation",
]
