# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of a tenant in one world, task by task: each converges, refuses, or is wrong.

Imported only after the world was chosen: much of the simulator is read at its import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.faults.cases import doubles_in, problems_of, written
from tests.faults.exports import Report, prove
from tests.faults.life import Step, beside_access, live, read_life
from tests.faults.places import SEED
from tests.faults.state import State, describe, differences, without
from tests.simulation import World, simulation

from .inherent import not_inherent
from .role import arguments_of_role
from .verdicts import CONVERGES, REFUSES, WRONG, Observation
from .verdicts import World as Alternatives

SETTINGS = {"work_ms": 4000, "transition_ms": 2000}
"""Of the simulator: long work takes longer than one poll, and instances need time to start and to stop."""

EXPORTED_BEFORE = "store.transfer"
"""The step before which both tenants have everything."""

_REFUSED = " cannot be "

ROLE_STEPS = (
    ("role.create", {"tenant_display_name": "South"}),
    ("role.change", {"tenant_display_name": "The South", "tenant_default_privileges": ["login", "export"]}),
)

LONGEST_WAIT = 120.0
"""Seconds that a task may take beyond what it takes in the assumed world."""


def usual_life() -> list[Step]:
    """The steps as they go in the assumed world."""
    entries = read_life()
    where = [entry["step"] for entry in entries].index(EXPORTED_BEFORE)
    with simulation(SEED, settings=SETTINGS) as world:
        return live(world, [*entries[:where], *_steps_of_role(), *entries[where:]])


def _steps_of_role() -> list[dict[str, Any]]:
    """A tenant made and changed by the role, and started in safe mode."""
    tenant = {
        "tenant_id": "south",
        "tenant_instance_host": "host1.example.com",
        "tenant_base_directory": "E:\\Archives\\south",
        "tenant_stores": [{"name": "main", "requested_state": "current"}],
        "tenant_users": [
            {"name": "chief", "privileges": ["admin"], "authentication": "integrated", "password": "Geheim-chief"},
            {"name": "clerk", "authentication": "integrated", "password": "Geheim-clerk"},
        ],
    }
    steps = [
        {"step": name, "module": "spe_tenant", "with": arguments_of_role(**tenant, **variables)}
        for name, variables in ROLE_STEPS
    ]
    safely = {"instance_id": "south", "state": "started", "safe_mode": True}
    return [
        *steps,
        {"step": "instance.rest", "module": "spe_instance", "with": {"instance_id": "south", "state": "stopped"}},
        {"step": "instance.safe_mode", "module": "spe_instance", "with": safely},
    ]


def walk(alternatives: Alternatives, steps: Sequence[Step]) -> list[Observation]:
    """What becomes of each step in the world that was chosen, and of the tenants when they are exported."""
    with simulation(SEED, settings=SETTINGS) as world:
        observations = [_observe(world, step) for step in steps]
        observations += [each for step in steps if step.name == EXPORTED_BEFORE for each in _export(world, step)]
    return [_judged(alternatives, observation) for observation in observations]


def _judged(alternatives: Alternatives, observation: Observation) -> Observation:
    """A state that is another, and that the world does not explain, is wrong."""
    unexplained = not_inherent(alternatives, observation.other)
    if not unexplained:
        return observation
    what = "refused half-way" if observation.verdict == REFUSES else "the state is another"
    return replace(observation, verdict=WRONG, text=f"{what}: {'; '.join(unexplained[:3])} {observation.text}")


def _export(world: World, step: Step) -> list[Observation]:
    """Each tenant is exported and applied, where it is and where it is lost."""
    world.restore(step.before)
    report = Report("export")
    prove(world, report)
    if not report.problems:
        return [Observation(report.name, CONVERGES)]
    refused = [problem for problem in report.problems if _REFUSED in problem]
    names = tuple(f"{problem.partition(_REFUSED)[0]}:" for problem in refused)
    # What a tenant lacks that cannot be made anew is no other problem.
    others = [problem for problem in report.problems if problem not in refused and not problem.startswith(names)]
    return [
        *(Observation(report.name, WRONG, problem[:1000]) for problem in others),
        *(Observation(report.name, REFUSES, problem[:1000]) for problem in refused),
    ]


def _observe(world: World, step: Step) -> Observation:
    # From the same state as in the assumed world: a step that goes another way is no trouble of the next one.
    _begin(world, step)
    before = describe(world.environment)
    foretold = world.run(step.task, check_mode=True, no_log=step.no_log)
    step.settle(world)
    if written(world.work):
        return Observation(step.name, WRONG, f"check mode writes: {world.work}")
    _begin(world, step)

    started = world.clock.elapsed
    result = world.run(step.task, no_log=step.no_log)
    waited = world.clock.elapsed - started
    step.settle(world)
    problems = [*problems_of(result), *doubles_in(step, world.work)]
    if waited > LONGEST_WAIT:
        problems.append(f"it takes {waited:.0f} seconds: {result.get('msg')}")
    if problems:
        return Observation(step.name, WRONG, "; ".join(problems))
    after = describe(world.environment)
    if result.get("failed"):
        return _refused(world, step, before, after, result)
    if foretold.get("failed"):
        return Observation(step.name, WRONG, f"check mode fails, the run does not: {foretold['msg']}")
    if not result["changed"] and not beside_access(world.work) and result.get("warnings") and _other_state(step, after):
        # It did nothing, and says what it could not see.
        return Observation(step.name, REFUSES, " ".join(map(str, result["warnings"])))
    return _converged(world, step, after)


def _begin(world: World, step: Step) -> None:
    """What was under way when the state was kept has come to its end: the clock of this world may be behind."""
    step.begin(world)
    while any(instance.in_transition for instance in world.environment.instances.values()):
        world.clock.sleep(1.0)


def _refused(world: World, step: Step, before: State, after: State, result: Mapping[str, Any]) -> Observation:
    message = str(result["msg"])
    # What was done before the refusal is harmless if it is what the task wants.
    harm = [
        line for line in differences(before, after) if line.partition(": ")[0] in _paths(differences(step.after, after))
    ]
    if not harm:
        return Observation(step.name, REFUSES, message)
    again = world.run(step.task, no_log=step.no_log)
    step.settle(world)
    if not again.get("failed") and not _other_state(step, describe(world.environment)):
        return Observation(step.name, CONVERGES, f"in the second run, after: {message}")
    return Observation(step.name, REFUSES, message, tuple(harm))


def _paths(lines: Sequence[str]) -> set[str]:
    return {line.partition(": ")[0] for line in lines}


def _converged(world: World, step: Step, after: State) -> Observation:
    world.start_recording()
    again = world.run(step.task, no_log=step.no_log)
    step.settle(world)
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
