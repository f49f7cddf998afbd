# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each world in a process of its own, which has everything at hand but the simulator."""

from __future__ import annotations

import importlib
import multiprocessing
import pickle
import pkgutil
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from ansible.plugins.loader import init_plugin_loader

from tests.simulator.alternatives import assume

from .site import alternatives_in, facts_of_the_site
from .verdicts import WRONG, Observation, Verdict, World

PLUGINS = "ansible_collections.community.mailstore.plugins"
COLLECTIONS = Path(__file__).resolve().parents[2] / ".build" / "collections"

Outcome = TypeVar("Outcome")

_steps = b""
"""The usual life, which only a process that has the simulator can read."""


def prepare() -> None:
    """Import what every world needs, and let templates find the filters of the collection."""
    # Before anything of the collection is imported: from then on Ansible itself imports it.
    init_plugin_loader([str(COLLECTIONS)])
    for package in map(importlib.import_module, (f"{PLUGINS}.modules", f"{PLUGINS}.action")):
        for entry in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{entry.name}")
    for name in ("httpx", "starlette.applications", "yaml", "requests", "hypothesis"):
        importlib.import_module(name)


def try_worlds(worlds: Sequence[World], processes: int, only_steps: str = "") -> Iterator[Verdict]:
    """The verdicts as they come."""
    global _steps  # noqa: PLW0603  forked processes find it there
    context = multiprocessing.get_context("fork")
    with context.Pool(1, maxtasksperchild=1) as pool:
        _steps = pool.apply(_usual_life, (only_steps,))
    yield from in_worlds(_try_world, worlds, processes)


def in_worlds(work: Callable[[World], Outcome], worlds: Sequence[World], processes: int) -> Iterator[Outcome]:
    """What the work returns in each world, as it comes. It imports the simulator within itself: then the world is chosen."""
    context = multiprocessing.get_context("fork")
    with context.Pool(processes, maxtasksperchild=1) as pool:
        yield from pool.imap_unordered(partial(_in_world, work), worlds, chunksize=1)


def _in_world(work: Callable[[World], Outcome], world: World) -> Outcome:
    assume(alternatives_in(world))
    return work(world)


def _usual_life(only_steps: str) -> bytes:
    from .walk import usual_life  # noqa: PLC0415  the simulator is imported in this process alone

    return pickle.dumps([step for step in usual_life() if only_steps in step.name])


def _try_world(world: World) -> Verdict:
    from .walk import walk  # noqa: PLC0415  now that the world is chosen

    try:
        with facts_of_the_site(world):
            return Verdict(world, tuple(walk(world, pickle.loads(_steps))))  # noqa: S301  it is our own
    except Exception:  # A world that the harness cannot live in is one of the results
        return Verdict(world, (Observation("all", WRONG, traceback.format_exc()),))
