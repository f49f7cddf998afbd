# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new object gets all its options in the run that creates it, or the task is refused before anything is written.

Tried with each option alone, with each pair, and with many at once, for every state module that creates something.
The values take turns.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults.life import SETTINGS
from tests.faults.places import SEED
from tests.faults.random_states import Example, try_example
from tests.faults.subjects import SUBJECTS, Options, Subject
from tests.simulation import simulation

CREATING = [name for name, subject in SUBJECTS.items() if subject.absent is not None]
VALUES_OF_AN_OPTION = 6
MANY_AT_ONCE = 40


@pytest.mark.parametrize("module", CREATING)
def test_a_new_object_is_whole_after_one_run_or_refused(module: str) -> None:
    subject = SUBJECTS[module]
    problems, done = problems_of(module, "25.3", [*tried_alone(subject), *tried_together(subject)])
    assert problems == []
    refused = {option for option, spec in subject.spec.items() if subject.is_random(option, spec)} - done
    assert refused == set(), "No task with these options made an object, so that they were not tried."


@pytest.mark.parametrize("module", CREATING)
def test_the_same_on_an_older_server(module: str) -> None:
    """It lacks functions that come after the creation."""
    problems, done = problems_of(module, "22.4", tried_alone(SUBJECTS[module]))
    assert problems == []
    assert bool(done) == (module != "spe_credential"), "22.4 has no function for credentials, and all others."


def problems_of(module: str, version: str, tasks: Iterable[Options]) -> tuple[list[str], set[str]]:
    """What is wrong with the tasks, and the options of those that were carried out."""
    problems: list[str] = []
    done: set[str] = set()
    with simulation(SEED, version, settings=SETTINGS) as world:
        start = world.snapshot()
        for options in tasks:
            findings = try_example(world, start, Example(module, None, options))
            problems += [f"{options}: {problem}" for problem in findings.problems]
            if findings.refused is None:
                done |= set(options)
    return problems, done


def tried_alone(subject: Subject) -> list[Options]:
    """Each option with each of some values, and none at all."""
    values = values_by_option(subject)
    return named(subject, values, [[], *([option] for option in values for _value in values[option])])


def tried_together(subject: Subject) -> list[Options]:
    """Each pair of options, and many at once, the same ones each time."""
    chance = random.Random(1)  # noqa: S311  no secret
    values = values_by_option(subject)
    many = [[option for option in values if chance.random() < 0.4] for _number in range(MANY_AT_ONCE)]
    return named(subject, values, [*map(list, itertools.combinations(values, 2)), *many])


def named(subject: Subject, values: Mapping[str, list[Any]], tasks: Iterable[Iterable[str]]) -> list[Options]:
    next_value = {option: itertools.cycle(each) for option, each in values.items()}
    next_state = itertools.cycle(subject.states or ("present",))
    return [{**{name: next(next_value[name]) for name in names}, "state": next(next_state)} for names in tasks]


def values_by_option(subject: Subject) -> dict[str, list[Any]]:
    spec = sorted(subject.spec.items())
    return {option: drawn(subject.values_of(option, each)) for option, each in spec if subject.is_random(option, each)}


def drawn(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """Some of its values, each once."""
    found: list[Any] = []

    @settings(
        max_examples=4 * VALUES_OF_AN_OPTION,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Any) -> None:
        if value not in found:
            found.append(value)

    collect()
    return found[:VALUES_OF_AN_OPTION]
