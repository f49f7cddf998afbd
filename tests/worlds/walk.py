# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of a tenant in one world, task by task: each converges, refuses, or is wrong.

Imported only after the world was chosen: much of the simulator is read at its import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.faults.cases import LONGEST_MESSAGE, NOT_OURS, SAME_WHEN_REPEATED
from tests.faults.life import SETTINGS, Step, beside_access, live, read_life
from tests.faults.places import SECRET, SEED
from tests.faults.state import State, describe, differences, without
from tests.simulation import Work, World, simulation

from .verdicts import CONVERGES, REFUSES, WRONG, Observation

LONGEST_WAIT = 120.0
"""Seconds that a task may take beyond what it takes in the assumed world."""


def usual_life() -> list[Step]:
    """The steps as they go in the assumed world."""
    with simulation(SEED, settings=SETTINGS) as world:
        return live(world, read_life())


def walk(steps: Sequence[Step]) -> list[Observation]:
    """What becomes of each step in the world that was chosen."""
    with simulation(SEED, settings=SETTINGS) as world:
        return [_observe(world, step) for step in steps]


def _observe(world: World, step: Step) -> Observation:
    # From the same state as in the assumed world: a step that goes another way is no trouble of the next one.
    world.restore(step.before)
    before = describe(world.environment)
    foretold = world.run(step.task, check_mode=True, no_log=step.no_log)
    world.settle()
    if any(not each.arguments.get("dryRun") for each in beside_access(world.work)):
        return Observation(step.name, WRONG, f"check mode writes: {world.work}")
    world.restore(step.before)

    started = world.clock.elapsed
    result = world.run(step.task, no_log=step.no_log)
    world.settle()
    waited = world.clock.elapsed - started
    problem = _problem_of(result, waited) or _doubled(step, world.work)
    if problem:
        return Observation(step.name, WRONG, problem)
    after = describe(world.environment)
    if result.get("failed"):
        return _refused(world, step, before, after, result)
    if foretold.get("failed"):
        return Observation(step.name, WRONG, f"check mode fails, the run does not: {foretold['msg']}")
    return _converged(world, step, after)


def _problem_of(result: Mapping[str, Any], waited: float) -> str | None:
    if SECRET in str(result):
        return f"a secret is shown: {result}"
    if waited > LONGEST_WAIT:
        return f"it takes {waited:.0f} seconds: {result.get('msg')}"
    if not result.get("failed"):
        return None
    message = str(result["msg"])
    if not message.strip() or "\n" in message or len(message) > LONGEST_MESSAGE:
        return f"the message is not one sentence: {message!r}"
    return f"the message is that of a defect: {message}" if any(words in message for words in NOT_OURS) else None


def _doubled(step: Step, work: Sequence[Work]) -> str | None:
    usual = Counter(map(repr, step.work))
    for text, times in Counter(map(repr, work)).items():
        name = text.split("'")[1]
        if times > max(1, usual[text]) and not name.startswith(SAME_WHEN_REPEATED) and "dryRun" not in text:
            return f"done {times} times: {text}"
    return None


def _refused(world: World, step: Step, before: State, after: State, result: Mapping[str, Any]) -> Observation:
    message = str(result["msg"])
    harm = differences(before, after)
    if not harm:
        return Observation(step.name, REFUSES, message)
    again = world.run(step.task, no_log=step.no_log)
    world.settle()
    if not again.get("failed") and not _other_state(step, describe(world.environment)):
        return Observation(step.name, CONVERGES, f"in the second run, after: {message}")
    return Observation(step.name, WRONG, f"refused half-way ({'; '.join(harm[:3])}): {message}")


def _converged(world: World, step: Step, after: State) -> Observation:
    world.start_recording()
    again = world.run(step.task, no_log=step.no_log)
    world.settle()
    if again.get("failed"):
        return Observation(step.name, WRONG, f"the second run fails: {again['msg']}")
    if not step.repeats and (again["changed"] or beside_access(world.work)):
        return Observation(step.name, WRONG, f"changed for ever: {again.get('calls')}")
    other = _other_state(step, after)
    if other:
        return Observation(step.name, CONVERGES, "", tuple(other))
    return Observation(step.name, CONVERGES)


def _other_state(step: Step, found: State) -> list[str]:
    if found in (step.after, step.after_twice):
        return []
    hidden = step.cannot_tell.members
    return differences(without(step.after, hidden), without(found, hidden))
