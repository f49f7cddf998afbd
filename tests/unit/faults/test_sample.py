# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sample of what `make faults` tries, the same one each time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import random_states, single_faults
from tests.faults.cases import Case, Verdict, try_case
from tests.faults.kinds import KINDS
from tests.faults.life import SETTINGS, Step, live, read_life
from tests.faults.places import SEED
from tests.faults.subjects import NEVER_RANDOM, SUBJECTS
from tests.simulation import World, load_modules, simulation

SEED_OF_SAMPLE = 1
CASES_OF_A_KIND = 12
EXAMPLES = 20


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with simulation(SEED, settings=SETTINGS) as world:
        yield world


@pytest.fixture(scope="module")
def start(world: World) -> bytes:
    """The server before the life begins."""
    return world.snapshot()


@pytest.fixture(scope="module")
def steps(world: World, start: bytes) -> dict[str, Step]:
    world.restore(start)
    return {step.name: step for step in live(world, read_life())}


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_fault_leaves_nothing_behind(world: World, steps: dict[str, Step], kind: str) -> None:
    cases = single_faults.chosen(steps.values(), f":{kind}:", CASES_OF_A_KIND, SEED_OF_SAMPLE)
    assert len(cases) == CASES_OF_A_KIND
    failures = [verdict for case in cases if (verdict := _try(world, steps, case)).problems]
    assert single_faults.report(failures) == 0


def _try(world: World, steps: dict[str, Step], case: Case) -> Verdict:
    return try_case(world, steps[case.step], case)


@pytest.mark.parametrize("module", list(random_states.ALL_SUBJECTS))
def test_a_random_state_is_foretold_and_reached(world: World, start: bytes, module: str) -> None:
    world.restore(start)
    assert random_states.report([random_states.try_module(world, module, EXAMPLES)]) == 0


def test_every_option_of_a_state_module_has_random_values() -> None:
    """Or stands among those that have none, with the reason."""
    without = {
        f"{name}.{option}"
        for name, subject in SUBJECTS.items()
        for option, spec in load_modules()[name].argument_spec.items()
        if not (
            option.startswith("spe_")
            or option in subject.identity
            or option in (*NEVER_RANDOM, "new_name")
            or subject.is_random(option, spec)
        )
    }
    assert without == set(), (
        "Give them values in VALUES of tests/faults/subjects.py, or use them in the EXAMPLES of their module."
    )
