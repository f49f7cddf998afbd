# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of a tenant as a list of tasks, and the state of the server before each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tests.simulation import Task, Work, World, load_modules
from tests.simulation.examples import examples_of

from .places import LIFE, OF_EXAMPLES, SECRET
from .state import State, describe

SETTINGS = {"work_ms": 4000}
"""Of the simulator: long work takes longer than one poll."""


LONG_WORK_MS = 60 * 60 * 1000
"""Of what goes on before a task begins: longer than a task and all that follows its fault."""

LATE_WORK = 15 * 60
"""Seconds until all is over but such long work."""


@dataclass(frozen=True)
class CannotTell:
    """Members that are not compared after a fault, and why."""

    members: frozenset[str] = frozenset()
    why: str = ""


@dataclass(frozen=True)
class Step:
    """One task, and all that its undisturbed run showed."""

    name: str
    task: Task
    no_log: bool
    before: bytes
    """The server before the task, without what still goes on."""
    already: Task | None
    """What was started before the task, and goes on."""
    calls: tuple[str, ...]
    """The functions that the task calls, each with the number of its occurrence, in their order."""
    calls_of_check_mode: frozenset[str]
    work: tuple[Work, ...]
    after: State
    after_twice: State
    """The same for a task that describes a state; what is done once more by a task that does something."""
    cannot_tell: CannotTell
    repeats: bool
    """Whether a second run does something, because the task is no description of a state."""

    def begin(self, world: World) -> None:
        """The server as it is when the task begins."""
        _begin(world, self.before, self.already)

    def settle(self, world: World) -> None:
        """Wait for what the task has started, and not for what goes on since before."""
        world.settle(LATE_WORK if self.already else None)


class LifeError(Exception):
    """The undisturbed life does not go as it should: nothing can be said of faults then."""


def read_life() -> list[dict[str, Any]]:
    """The entries of the list, and after them those of nouns that it does not have, with the options that all share."""
    document = yaml.safe_load(LIFE.read_text("utf-8"))
    definitions = load_modules()
    entries = []
    for entry in [*document["steps"], *_steps_of_examples({entry["module"] for entry in document["steps"]})]:
        known = definitions[entry["module"]].argument_spec
        shared = {name: value for name, value in document["defaults"].items() if name in known}
        entries.append({**entry, "with": {**shared, **entry["with"]}})
    return entries


def _steps_of_examples(has_steps: Collection[str]) -> Iterator[dict[str, Any]]:
    """The EXAMPLES of the other modules that manage a noun, in the tenant that is there at the end."""
    for module, definition in load_modules().items():
        if definition.noun is None or module in has_steps:
            continue
        for number, options in enumerate(examples_of(module, f"{SECRET}-{module}"), 1):
            step = f"{definition.noun.resource.noun}.{number}"
            yield {"step": step, "module": module, "with": {**options, **OF_EXAMPLES}}


def live(world: World, entries: Sequence[Mapping[str, Any]]) -> list[Step]:
    """All steps, each tried once. Raises LifeError."""
    return [_step(world, entry) for entry in entries]


def _step(world: World, entry: Mapping[str, Any]) -> Step:
    name, no_log = entry["step"], entry.get("no_log", False)
    told = entry.get("cannot_tell")
    cannot_tell = CannotTell(frozenset(told["members"]), told["why"]) if told else CannotTell()
    task = world.task(entry["module"], **entry["with"])
    already = world.task(**entry["already"]) if "already" in entry else None
    before = world.snapshot()
    _begin(world, before, already)
    untouched = describe(world.environment)

    world.start_recording()
    foretold = _sound(name, world.run(task, check_mode=True, no_log=no_log))
    calls_of_check_mode = frozenset(numbered([request.name for request in world.requests]))
    _require(name, describe(world.environment) == untouched, "check mode changes something")

    _begin(world, before, already)
    result = _sound(name, world.run(task, no_log=no_log))
    world.settle()
    calls, work = numbered([request.name for request in world.requests]), tuple(world.work)
    _require(name, work, "the task changes nothing, so that its faults prove nothing")
    _require(name, foretold["calls"] == result["calls"], f"check mode foretells {foretold['calls']}")
    after, kept = describe(world.environment), world.snapshot()

    world.start_recording()
    again = _sound(name, world.run(task, no_log=no_log))
    world.settle()
    repeats = again["changed"] or bool(beside_access(world.work))
    after_twice = describe(world.environment)
    world.restore(kept)
    return Step(
        name, task, no_log, before, already, calls, calls_of_check_mode, work, after, after_twice, cannot_tell, repeats
    )


def _begin(world: World, before: bytes, already: Task | None) -> None:
    """A server that is restored does nothing: what it is to be working on is started anew, and takes long."""
    world.restore(before)
    if already is None:
        return
    settings = world.environment.settings
    usual, settings.work_ms = settings.work_ms, LONG_WORK_MS
    started = world.run(already)
    settings.work_ms = usual
    _require(already.module, not started.get("failed"), str(started.get("msg")))
    world.start_recording()


def beside_access(work: list[Work]) -> list[Work]:
    """Work that is more than switching access on and off for a task."""
    return [each for each in work if each.function != "SetArchiveAdminEnabled"]


def _sound(name: str, result: dict[str, Any]) -> dict[str, Any]:
    _require(name, not result.get("failed"), str(result.get("msg")))
    return result


def _require(name: str, holds: object, otherwise: str) -> None:
    if not holds:
        raise LifeError(f"{name}, undisturbed: {otherwise}")


def numbered(names: list[str]) -> tuple[str, ...]:
    """`GetJobs[1]`, `CreateJob[1]`, `GetJobs[2]`."""
    return tuple(f"{name}[{names[: index + 1].count(name)}]" for index, name in enumerate(names))
