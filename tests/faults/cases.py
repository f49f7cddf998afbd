# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One case: a task, a call of it, a fault; and what must hold whatever happens."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._api import errors

from tests.simulation import Work, World
from tests.simulator.state.environment import Environment

from .kinds import KINDS, FaultAt, befalls
from .life import Step, beside_access
from .places import SECRET
from .state import State, describe, differences, without

LONGEST_MESSAGE = 1200


def error_types(base: type[errors.SpeError] = errors.SpeError) -> frozenset[str]:
    """The names of all errors that a task reports."""
    return frozenset({base.__name__}).union(*(error_types(kind) for kind in base.__subclasses__()))


NOT_OURS = ("Traceback", "defect of the collection")

SAME_WHEN_REPEATED = (
    *("Set", "Clear", "SelectAll", "Start", "Stop", "Freeze", "Thaw"),
    *("DisableMFA", "DeactivateSystemAdministratorMFA", "DeleteAppPasswords", "DeleteEmptyFolders"),
    *("PairWithManagementServer", "RenameStore", "RenameJob"),
)
"""How the names of functions begin that leave the same state when they are called twice."""


@dataclass(frozen=True)
class Case:
    """Which fault befalls which call of which task."""

    step: str
    call: str
    kind: str
    mode: str

    def __str__(self) -> str:
        return f"{self.step}:{self.call}:{self.kind}:{self.mode}"

    @classmethod
    def parse(cls, text: str) -> Case:
        """The case of that name. Raises ValueError."""
        parts = text.split(":")
        if len(parts) != 4 or parts[2] not in KINDS:
            raise ValueError(f"{text!r} is not a case such as 'job.create:CreateJob[1]:reset_after:once'")
        return cls(*parts)

    def disturbance(self) -> FaultAt:
        function, _separator, occurrence = self.call.rstrip("]").partition("[")
        return FaultAt(KINDS[self.kind], function, int(occurrence), self.mode)


@dataclass
class Verdict:
    """What did not hold; nothing is good."""

    case: Case
    problems: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    """What was sent in each run, and its result."""


def cases_of(steps: Sequence[Step]) -> Iterator[Case]:
    """Every fault at every call of every task."""
    for step in steps:
        for call in step.calls:
            for kind in KINDS.values():
                if befalls(kind, call.partition("[")[0]):
                    for mode in kind.modes:
                        yield Case(step.name, call, kind.name, mode)


def try_case(world: World, step: Step, case: Case) -> Verdict:
    """Run the task with the fault, then twice without it."""
    verdict = Verdict(case)
    step.begin(world)
    access_before = _access(world.environment)
    if case.call in step.calls_of_check_mode:
        _try_check_mode(world, step, case, access_before, verdict)
        step.begin(world)

    disturbance = case.disturbance()
    disturbed = _run(world, step, verdict, disturbance)
    if not disturbance.happened:
        verdict.problems.append("the fault never happened: the task does not send what it sends undisturbed")
        return verdict
    _check_result(disturbed, verdict)
    failed = bool(disturbed.get("failed"))
    if not failed:
        _check_state(world, step, verdict, "it is said to be done, but")
    step.settle(world)
    work = list(world.work)
    _check_doubles(step, work, verdict)
    left_open = _check_access(access_before, step, world.environment, disturbed, case, verdict)

    clean = _run(world, step, verdict)
    step.settle(world)
    if clean.get("failed"):
        verdict.problems.append(f"the next run fails: {clean['msg']}")
        return verdict
    _check_secrets(clean, verdict)
    _check_state(world, step, verdict, "after the next run", ignoring_access=left_open)
    if not step.repeats:
        _check_creations(step, list(world.work), verdict)
        _check_idempotence(world, step, verdict)
    return verdict


def _try_check_mode(world: World, step: Step, case: Case, access_before: dict[str, bool], verdict: Verdict) -> None:
    """With the same fault, check mode writes nothing, too."""
    result = _run(world, step, verdict, case.disturbance(), check_mode=True)
    _check_result(result, verdict)
    step.settle(world)
    work = written(world.work)
    if work:
        verdict.problems.append(f"check mode writes: {work}")
    _check_access(access_before, step, world.environment, result, case, verdict)


def _run(
    world: World, step: Step, verdict: Verdict, disturbance: FaultAt | None = None, *, check_mode: bool = False
) -> dict[str, Any]:
    sent = len(world.requests)
    result = world.run(step.task, check_mode=check_mode, no_log=step.no_log, disturbance=disturbance)
    requests = [
        f"{each.name} {each.http_status or ''} {each.status_code or ''}".strip() for each in world.requests[sent:]
    ]
    what = "check mode" if check_mode else "disturbed" if disturbance else "without a fault"
    verdict.runs.append(f"{what}: {', '.join(requests)}\n  {result}")
    return result


def _check_result(result: dict[str, Any], verdict: Verdict) -> None:
    verdict.problems += problems_of(result)


def problems_of(result: Mapping[str, Any]) -> Iterator[str]:
    """What a result must not be, whatever happens: one with a secret, or a failure that is no sentence of ours."""
    if SECRET in json.dumps(result):
        yield f"a secret is shown: {result}"
    if not result.get("failed"):
        return
    message = str(result["msg"])
    if not message.strip() or "\n" in message or len(message) > LONGEST_MESSAGE:
        yield f"the message is not one sentence of a bearable length: {message!r}"
    if any(words in message for words in NOT_OURS):
        yield f"the message is that of a defect: {message}"
    if result["error"]["type"] not in error_types():
        yield f"the type of the error is unknown: {result['error']['type']}"


def written(work: Sequence[Work]) -> list[Work]:
    """What check mode must not do: work that is more than access for a task, and no dry run."""
    return [each for each in beside_access(list(work)) if not each.arguments.get("dryRun")]


def _check_secrets(result: dict[str, Any], verdict: Verdict) -> None:
    if SECRET in json.dumps(result):
        verdict.problems.append(f"a secret is shown: {result}")


def _check_state(
    world: World, step: Step, verdict: Verdict, when: str, *, ignoring_access: frozenset[str] = frozenset()
) -> None:
    found = describe(world.environment)
    for name in ignoring_access & found["instances"].keys():
        found["instances"][name]["archive_admin_enabled"] = step.after["instances"][name]["archive_admin_enabled"]
    if found in (step.after, step.after_twice):
        return
    hidden = step.cannot_tell.members
    expected, found = without(step.after, hidden), without(found, hidden)
    if hidden and expected == found:
        return
    lines = differences(expected, found)
    verdict.problems.append(f"{when} the state is another: {'; '.join(lines[:5])}")


def _check_doubles(step: Step, work: Sequence[Work], verdict: Verdict) -> None:
    verdict.problems += doubles_in(step, work)


def doubles_in(step: Step, work: Sequence[Work]) -> Iterator[str]:
    """What makes a difference, and is carried out more often in one run than in the undisturbed one."""
    usual = Counter(_name_of(each) for each in step.work)
    for name, times in Counter(_name_of(each) for each in work if not each.arguments.get("dryRun")).items():
        if times > max(1, usual[name]) and not name.startswith(SAME_WHEN_REPEATED):
            yield f"carried out {times} times in one run: {name}"


def _check_creations(step: Step, work: Sequence[Work], verdict: Verdict) -> None:
    """Both runs together create no more than one run without the fault does, but for what they delete again."""
    usual, found = _remaining(step.work), _remaining(work)
    for noun, number in found.items():
        if number > usual[noun]:
            verdict.problems.append(f"{number} of {noun} were created in both runs, {usual[noun]} is usual")


def _remaining(work: Sequence[Work]) -> Counter[str]:
    """How many were created and not deleted, by the name of the function without its verb."""
    remaining: Counter[str] = Counter()
    for each in work:
        if each.function.startswith("Create"):
            remaining[each.function.removeprefix("Create")] += 1
        elif each.function.startswith("Delete"):
            remaining[each.function.removeprefix("Delete")] -= 1
    return remaining


def _name_of(work: Work) -> str:
    return f"{work.function} {json.dumps(work.arguments, sort_keys=True, default=str)}"


def _access(environment: Environment) -> dict[str, bool]:
    return {name: instance.archive_admin_enabled for name, instance in environment.instances.items()}


def _access_in(state: State, instance_id: str) -> Any:
    return state["instances"].get(instance_id, {}).get("archive_admin_enabled")


def _check_access(
    before: dict[str, bool],
    step: Step,
    environment: Environment,
    result: dict[str, Any],
    case: Case,
    verdict: Verdict,
) -> frozenset[str]:
    """The instances whose access is not as it was, and the result reports it."""
    found = _access(environment)
    right = {name: {was_on, _access_in(step.after, name)} for name, was_on in before.items()}
    other = frozenset(name for name in before if name in found and found[name] not in right[name])
    if KINDS[case.kind].somebody is not None:
        # What somebody closed, somebody opens again.
        closed = frozenset(name for name in other if before[name])
        for name in closed:
            environment.instances[name].archive_admin_enabled = True
        other -= closed
    if other and "service provider access" not in str(result.get("msg", "")).lower():
        verdict.problems.append(
            f"service provider access of {', '.join(sorted(other))} is not as it was, and nothing says so"
        )
    return other


def _check_idempotence(world: World, step: Step, verdict: Verdict) -> None:
    world.work.clear()
    third = _run(world, step, verdict)
    if third.get("failed") or third["changed"] or beside_access(world.work):
        verdict.problems.append(f"the third run changes something: {third.get('calls')} {third.get('msg', '')}")
