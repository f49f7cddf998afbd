# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task, one strange answer, and what must hold whatever the server answers."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS, reads
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.faults.cases import NOT_OURS, error_types
from tests.faults.kinds import PROTOCOL_CALLS
from tests.faults.life import beside_access
from tests.simulation import Disturbance, Fault, Trouble, World
from tests.simulator.state.environment import Environment

from .changes import Change, changes
from .subjects import INVENTORY, SECRETS, Subject

LONGEST_MESSAGE = 1600
"""The longest sentence of the collection, and the tenant in front of it."""
LONGEST_TIME = 4 * 3600
"""Seconds of simulated time that a task may take: all time-outs of all its calls."""
MOST_REQUESTS = 50_000
"""Of one task. A call that says `running` at once, again and again, is asked ten times a second until `wait_timeout`."""
PROCESSOR_SECONDS = 120
"""Of one task: one that needs more does not end."""

#: Functions that write, and change nothing.
LEAVES_ALL_AS_IT_WAS = frozenset({"VerifyStore", "VerifyStores", "TestSmtpSettings", "TestSystemSmtpConfiguration"})

_RUNNING = Fault("running", {"steps": 2, "milliseconds": 800, "text": "Working"})


@dataclass(frozen=True)
class Strange:
    """Which answer is strange: that of one request, or of all requests of the same name from then on.

    runs: every function takes its time, so that the polls are answered, too.
    """

    subject: str
    request: int
    changes: tuple[Change, ...]
    stays: bool = False
    runs: bool = False
    check_mode: bool = False

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> Strange:
        values = json.loads(text)
        return cls(**{**values, "changes": tuple(Change(**change) for change in values["changes"])})


class StrangeAnswers(Disturbance):
    """Changes the answer."""

    def __init__(self, strange: Strange) -> None:
        self._strange = strange
        self._name: str | None = None

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        if index > MOST_REQUESTS:
            raise Endless
        if index == self._strange.request:
            self._name = name
            return Trouble(alter=self._alter)
        return Trouble(alter=self._alter) if self._strange.stays and name == self._name else Trouble()

    def fault_of(self, name: str) -> Fault | None:
        return _RUNNING if self._strange.runs and name not in PROTOCOL_CALLS else None

    def _alter(self, answer: Any) -> None:
        for change in self._strange.changes:
            change.apply(answer)


class Endless(BaseException):
    """The task does not end."""


@dataclass
class Report:
    """How many answers a subject was tried with, and the simplest that did not end well."""

    subject: str
    tried: int = 0
    named: int = 0
    """Tasks that failed with a sentence."""
    failed: Strange | None = None
    problems: list[str] = field(default_factory=list)


def try_subject(world: World, subject: Subject, examples: int, number: int | None = None) -> Report:
    """At most so many answers; without a number always the same ones. The first failure is made as simple as it goes."""
    report = Report(subject.name)
    random = settings(
        max_examples=examples,
        derandomize=number is None,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )

    @given(_strange_answers(subject))
    def try_one(strange: Strange) -> None:
        problems, failed = try_answer(world, subject, strange)
        report.tried += 1
        report.named += failed
        if problems:
            report.failed, report.problems = strange, problems
            raise AssertionError(strange)

    try:
        (random(try_one) if number is None else seed(number)(random(try_one)))()
    except AssertionError:
        if report.failed is None:
            raise
    return report


def _strange_answers(subject: Subject) -> st.SearchStrategy[Strange]:
    return st.builds(
        Strange,
        subject=st.just(subject.name),
        request=st.integers(0, len(subject.requests)),
        changes=changes(subject.secrets),
        stays=st.booleans(),
        runs=st.sampled_from((False, False, True)),
        check_mode=st.booleans() if subject.module != INVENTORY else st.just(False),
    )


def try_answer(world: World, subject: Subject, strange: Strange) -> tuple[list[str], bool]:
    """What is wrong with the result of the task, and whether the task failed."""
    world.restore(subject.before)
    access, began = _access(world.environment), world.clock.elapsed
    try:
        with _time_limit():
            result = run(world, subject, strange)
    except Endless:
        return ["the task does not end"], False
    except Exception as error:
        return [f"the task ends with {type(error).__name__}: {error}"], False
    problems = [*problems_of_result(subject, result), *_problems_of_work(world, subject, strange, result)]
    if world.clock.elapsed - began > LONGEST_TIME:
        problems.append(f"the task takes {world.clock.elapsed - began:.0f} seconds")
    world.settle()
    problems += _problems_of_access(access, world.environment, subject, strange, result)
    return problems, bool(result.get("failed"))


def run(world: World, subject: Subject, strange: Strange) -> dict[str, Any]:
    """The result of the task."""
    return subject.run(world, check_mode=strange.check_mode, disturbance=StrangeAnswers(strange))


@contextmanager
def _time_limit() -> Iterator[None]:
    def stop(*_signal: Any) -> None:
        raise Endless

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, PROCESSOR_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def problems_of_result(subject: Subject, result: dict[str, Any]) -> Iterator[str]:
    """What a result must not be."""
    try:
        text = json.dumps(result, allow_nan=False, ensure_ascii=False)
        text.encode()
    except ValueError as error:
        yield f"the result is no JSON in UTF-8: {error}"
        text = json.dumps(result)
    for secret in () if subject.no_log else SECRETS:
        if secret in text:
            yield f"a secret is shown: {text[max(0, text.index(secret) - 200) :][:400]}"
    for sentence in [*([result["msg"]] if result.get("failed") else []), *result.get("warnings", [])]:
        if not sentence.strip() or not sentence.isprintable() or len(sentence) > LONGEST_MESSAGE:
            yield f"it is not one short sentence: {sentence!r}"
        if any(words in sentence for words in NOT_OURS):
            yield f"it is said to be a defect of ours: {sentence}"
    if result.get("failed") and result["error"]["type"] not in error_types():
        yield f"the type of the error is unknown: {result['error']['type']}"


def _problems_of_work(world: World, subject: Subject, strange: Strange, result: dict[str, Any]) -> Iterator[str]:
    """What the server was asked to do, beside what the result reports."""
    written = [each for each in beside_access(world.work) if not reads(each.function, each.arguments)]
    if strange.check_mode and written:
        yield f"check mode writes: {written}"
    for request in world.requests:
        function = FUNCTIONS.get(request.name)
        chosen = request.arguments.get("instanceFilter", "one")
        named = " ".join(subject.arguments.get("instance_ids", []))
        is_wide = not chosen.strip() or set(chosen) & set("*. ")
        if function is not None and not function.reads and is_wide and chosen != named:
            yield f"{request.name} is sent for {chosen!r}"
    done = [each.function for each in written]
    told = [call["function"] for call in result.get("calls", [])]
    message = str(result.get("msg", ""))
    untold = [function for function in done if function not in told and function not in message]
    if untold and result.get("failed"):
        yield f"{untold} was done, but {told} is reported: {message}"
    if set(done) - LEAVES_ALL_AS_IT_WAS and not result.get("changed") and not any(name in message for name in done):
        yield f"{done} was done, but nothing is said to have changed: {message}"
    if result.get("failed") and result.get("changed") and not told:
        yield f"it failed and changed something, but it does not show what: {message}"


def _access(environment: Environment) -> dict[str, bool]:
    return {name: instance.archive_admin_enabled for name, instance in environment.instances.items()}


def _problems_of_access(
    before: dict[str, bool], environment: Environment, subject: Subject, strange: Strange, result: dict[str, Any]
) -> Iterator[str]:
    """Access that is not as it was, and nothing says so."""
    if subject.module == "spe_archive_admin" or "access_afterwards" in subject.arguments:
        return
    after = _access(environment)
    opened = [name for name, was_on in before.items() if not was_on and after.get(name)]
    # A server that refuses in words what it has done cannot be seen through.
    named = ("service provider access", "setarchiveadminenabled")
    if opened and not any(words in json.dumps(result).lower() for words in named):
        yield f"service provider access of {', '.join(opened)} is left on, and nothing says so: {result.get('msg')}"
