# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lists of what nobody knows agree: those of the check, and those of the simulator."""

from __future__ import annotations

from collections import Counter

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._check.catalogue import EXPERIMENTS, UNKNOWNS
from ansible_collections.community.mailstore.plugins.module_utils._check.experiment import (
    INSTANCE,
    READING,
    SYSTEM,
    Unknown,
)

from tests.simulator.alternatives import all_alternatives

SETTLED = Counter(name for experiment in EXPERIMENTS for name in experiment.settles)


def test_each_unknown_with_alternatives_is_asked_about_once() -> None:
    names = [unknown.name for unknown in UNKNOWNS]
    assert sorted(names) == sorted({alternative.name for alternative in all_alternatives()})


@pytest.mark.parametrize("unknown", UNKNOWNS, ids=lambda unknown: unknown.name)
def test_an_unknown_is_settled_by_one_experiment_or_says_why_not(unknown: Unknown) -> None:
    # With both, only some versions can tell.
    assert SETTLED[unknown.name] <= 1
    assert SETTLED[unknown.name] or unknown.out_of_reach
    assert unknown.question.endswith("?")
    assert unknown.assumed
    assert not unknown.out_of_reach or unknown.out_of_reach.endswith(".")


def test_experiments_settle_what_is_asked_and_need_what_is_known() -> None:
    assert set(SETTLED) <= {unknown.name for unknown in UNKNOWNS}
    assert {experiment.needs for experiment in EXPERIMENTS} == {READING, INSTANCE, SYSTEM}
