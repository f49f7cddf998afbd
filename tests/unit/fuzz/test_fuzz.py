# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A few of the strange answers of `make fuzz`, the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS

from tests.fuzz.subjects import INVENTORY, Subject, subjects, world_of_the_life
from tests.fuzz.tasks import TASKS
from tests.fuzz.trial import try_subject
from tests.simulation import World

EXAMPLES = 3
NEVER_CALLED = {"CancelJobAsync"}
"""It cancels a job that runs, and in the worlds of these tasks none runs when they begin. Its result is not read."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with world_of_the_life() as world:
        yield world


@pytest.fixture(scope="module")
def known(world: World) -> dict[str, Subject]:
    return {subject.name: subject for subject in subjects(world)}


def test_every_module_and_every_function_is_fuzzed(known: Mapping[str, Subject]) -> None:
    assert {subject.module for subject in known.values()} == {*TASKS, INVENTORY}
    requests = {name for subject in known.values() for name in subject.requests}
    assert set(FUNCTIONS) - requests == NEVER_CALLED
    assert "get-metadata" in requests


def test_strange_answers_end_well(world: World, known: Mapping[str, Subject]) -> None:
    reports = [try_subject(world, subject, EXAMPLES) for subject in known.values()]
    failures = {str(report.failed): report.problems for report in reports if report.problems}
    assert failures == {}
    assert sum(report.tried for report in reports) >= EXAMPLES * len(known)
    assert sum(report.named for report in reports) > len(known)
