# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random observed states and random desired options for each state module."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.simulation import World, simulation
from tests.simulator.state.hosts import path_key

from .cases import error_types
from .life import SETTINGS, beside_access
from .places import SECRET, SEED
from .pool import parallel_map, replay_command
from .state import State, describe, differences
from .subjects import SUBJECTS, Named, Options, Subject
from .tenant_subject import TENANT

EXAMPLES = 300

ALL_SUBJECTS: Mapping[str, Subject] = {**SUBJECTS, TENANT.module: TENANT}
"""Each object by itself, and many of them in one task."""

KNOWN_LATER: dict[str, frozenset[str]] = {
    # The server reads its own zone back in other words, and computes the times. A job that is replaced has another id.
    "spe_job": frozenset({"time_zone", "id", "next_start_date_time_utc", "creation_date_time_utc"})
    | {"last_start_date_time_utc", "last_complete_date_time_utc"},
    "spe_profile": frozenset({"id", "version"}),
}
"""Members of the object that check mode cannot foretell, by module."""


REFUSED_LATE: dict[str, str] = {
    "spe_compliance": "which activities the server always logs shows only when it goes on logging them",
}
"""Modules whose run may be refused by what nobody can know before, and why."""


@dataclass(frozen=True)
class Example:
    """What was there, and what a task wants; `observed` None is nothing."""

    module: str
    observed: Options | None
    desired: Options

    def __str__(self) -> str:
        return json.dumps({"module": self.module, "observed": self.observed, "desired": self.desired})

    @classmethod
    def parse(cls, text: str) -> Example:
        return cls(**json.loads(text))


@dataclass
class Findings:
    """What one example showed: problems; and whether the task was carried out or refused."""

    problems: list[str] = field(default_factory=list)
    refused: str | None = None
    results: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Report:
    """How many examples a module was tried with, and the smallest that failed."""

    module: str
    tried: int = 0
    refused: int = 0
    failed: Example | None = None
    problems: list[str] = field(default_factory=list)


def try_module(world: World, module: str, examples: int = EXAMPLES) -> Report:
    """At least so many examples, always the same ones; the first failure is made as small as it goes."""
    subject, report, start = ALL_SUBJECTS[module], Report(module), world.snapshot()

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(_examples(subject))
    def try_one(example: Example) -> None:
        findings = try_example(world, start, example)
        report.tried += 1
        report.refused += findings.refused is not None
        if findings.problems:
            report.failed, report.problems = example, findings.problems
            raise AssertionError(example)

    try:
        try_one()
    except AssertionError:
        if report.failed is None:
            raise
    return report


def _examples(subject: Subject) -> st.SearchStrategy[Example]:
    observed = subject.options()
    observed_or_none = observed if subject.absent is None else st.one_of(st.none(), observed)
    return st.builds(Example, st.just(subject.module), observed_or_none, _desired(subject))


def _desired(subject: Subject) -> st.SearchStrategy[Options]:
    options = subject.options()
    wanted = [options]
    if subject.states:
        states = st.sampled_from(subject.states)
        wanted = [st.builds(lambda chosen, state: {**chosen, "state": state}, options, states)]
    if subject.absent is not None:
        wanted.append(st.just(subject.absent))
    # Most tasks describe what is to be there.
    return st.one_of(*wanted, options if not subject.states else wanted[0])


def try_example(world: World, start: bytes, example: Example) -> Findings:
    """Make what is observed, then run the task in check mode, for good, and once more."""
    subject, findings = ALL_SUBJECTS[example.module], Findings()
    world.restore(start)
    if example.observed is not None:
        _run(
            world,
            subject,
            {**subject.needed_to_create(example.observed), **_state(subject), **example.observed},
            findings,
        )
    world.settle()
    before = world.snapshot()
    desired = example.desired
    is_there = subject.absent is not None and subject.take(describe(world.environment)) is not None
    if not is_there and desired != subject.absent:
        desired = {**subject.needed_to_create(desired), **desired}
    world.start_recording()

    foretold = _run(world, subject, desired, findings, check_mode=True)
    if beside_access(world.work):
        findings.problems.append(f"check mode writes: {world.work}")
    world.restore(before)
    untouched = describe(world.environment)
    done = _run(world, subject, desired, findings)
    world.settle()
    if foretold.get("failed") or done.get("failed"):
        _check_refusal(world, subject, foretold, done, untouched, findings)
        return findings
    _check_foretold(subject, foretold, done, findings)
    _check_what_stays(subject, desired, untouched, describe(world.environment), findings)
    world.start_recording()
    again = _run(world, subject, desired, findings)
    if again.get("failed") or again["changed"] or beside_access(world.work):
        findings.problems.append(f"the second run changes something: {again.get('calls')} {again.get('msg', '')}")
    return findings


def _state(subject: Subject) -> Options:
    return {"state": subject.states[0]} if subject.states else {}


def _run(
    world: World, subject: Subject, options: Options, findings: Findings, *, check_mode: bool = False
) -> dict[str, Any]:
    access = {"service_provider_access": "open"} if "service_provider_access" in subject.spec else {}
    task = world.task(subject.module, **{**access, **subject.identity, **options})
    result = world.run(task, check_mode=check_mode)
    findings.results.append(result)
    if SECRET in json.dumps(result):
        findings.problems.append(f"a secret is shown: {result}")
    if "error" in result and result["error"]["type"] not in error_types():
        findings.problems.append(f"a defect: {result['msg']}")
    return result


def _check_refusal(
    world: World,
    subject: Subject,
    foretold: dict[str, Any],
    done: dict[str, Any],
    untouched: State,
    findings: Findings,
) -> None:
    """What the run refuses, check mode refuses in the same words, and nothing is written."""
    findings.refused = str(done.get("msg"))
    if subject.module in REFUSED_LATE and not foretold.get("failed"):
        return
    if describe(world.environment) != untouched:
        lines = differences(untouched, describe(world.environment))
        findings.problems.append(f"refused ({done.get('msg')}) after something was written: {'; '.join(lines[:3])}")
    if foretold.get("msg") != done.get("msg") and not _could_not_know(foretold, done):
        findings.problems.append(f"check mode says {foretold.get('msg')!r}, the run {done.get('msg')!r}")


def _could_not_know(foretold: dict[str, Any], done: dict[str, Any]) -> bool:
    """Whether the server alone could refuse it, or check mode has warned that an earlier task may make what is missing."""
    if foretold.get("failed") or not done.get("failed"):
        return False
    return done.get("error", {}).get("type") == "FunctionFailed" or bool(foretold.get("warnings"))


def _check_foretold(subject: Subject, foretold: dict[str, Any], done: dict[str, Any], findings: Findings) -> None:
    for key in ("changed", "calls", "diff"):
        if foretold[key] != done[key]:
            findings.problems.append(f"check mode foretells {key} {foretold[key]}, the run has {done[key]}")
    later = KNOWN_LATER.get(subject.module, frozenset())
    for key, value in _objects(foretold):
        if (value is None) != (done[key] is None):
            findings.problems.append(f"check mode foretells another {key}: {value}, not {done[key]}")
        for member in (value or {}).keys() - later:
            if not _agrees(value[member], done[key].get(member)):
                findings.problems.append(
                    f"check mode foretells another {member} of {key}: {value[member]}, not {done[key].get(member)}"
                )


def _agrees(foretold: Any, found: Any) -> bool:
    """None is what check mode cannot foretell; a secret reads back as null beside the other members; a path is the same
    in another spelling, in which it may be written when one beside it changes."""
    if foretold is None or foretold == found:
        return True
    if isinstance(foretold, str) and isinstance(found, str):
        return bool(path_key(foretold)) and path_key(foretold) == path_key(found)
    if isinstance(foretold, dict) and isinstance(found, dict):
        return all(_agrees(foretold.get(key), found.get(key)) for key in {*foretold, *found})
    return False


def _objects(result: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The object under its noun."""
    for key, value in result.items():
        if key not in ("diff", "calls", "error") and (value is None or isinstance(value, dict)):
            yield key, value


def _check_what_stays(subject: Subject, desired: Options, before: State, after: State, findings: Findings) -> None:
    """What the task does not name is as it was: other members of the object, and all the rest of the server."""
    things = list(zip(subject.named_things(before, desired), subject.named_things(after, desired)))
    lines = differences(before, after)
    if lines:
        findings.problems.append(f"something else was changed: {'; '.join(lines[:3])}")
    for old, new in things:
        findings.problems += _not_named_but_changed(old, new)


def _not_named_but_changed(old: Named, new: Named) -> Iterator[str]:
    before, after = old.attributes, new.attributes
    if before is None or after is None:
        if before != after and old.desired is None:
            yield f"not named, but changed: {old.subject.module} from {before} to {after}"
        return
    for attribute in sorted({*before, *after}):
        if before.get(attribute) == after.get(attribute) or attribute == "directories":
            continue
        if not any(option in (old.desired or ()) for option in old.subject.options_of(attribute)):
            yield f"not named, but changed: {attribute} from {before.get(attribute)} to {after.get(attribute)}"


def try_all(only: str, examples: int, processes: int) -> list[Report]:
    """The reports of the state modules whose name contains `only`."""
    with simulation(SEED, settings=SETTINGS) as world:
        start = world.snapshot()

        def work(module: str) -> Report:
            world.restore(start)
            return try_module(world, module, examples)

        return list(parallel_map(work, [module for module in ALL_SUBJECTS if only in module], processes))


def replay(example: Example) -> int:
    """Show all that happens in one example."""
    with simulation(SEED, settings=SETTINGS) as world:
        findings = try_example(world, world.snapshot(), example)
    for result in findings.results:
        print(f"{result}\n")
    for problem in findings.problems:
        print(f"NOT RIGHT: {problem}")
    return 1 if findings.problems else 0


def report(reports: Sequence[Report]) -> int:
    """Print the failures and the table; returns how many modules failed."""
    failures = [each for each in reports if each.failed is not None]
    for each in failures:
        print(f"\n{replay_command(each.failed)}")
        for problem in each.problems:
            print(f"  {problem}")
    print(f"\n{'random states':<28} {'tried':>7} {'of them refused':>16}")
    for each in sorted(reports, key=lambda each: each.module):
        print(
            f"{each.module:<28} {each.tried:>7} {each.refused:>16}   {'failed' if each.failed else 'passed'}",
            flush=True,
        )
    return len(failures)
