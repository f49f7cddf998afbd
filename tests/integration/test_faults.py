# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sample of the real runs of `make faults`: killed at a call, and two at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import real_runs

SAMPLE = (
    "kill:killed:SIGKILL:21:before_work",
    "kill:killed:SIGTERM:12:after_work",
    "kill:killed:SIGINT:28:after_work",
    "kill:frozen:SIGTERM:4:after_work",
    *(f"plays:{name}" for name in real_runs.PLAYS),
)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_run_that_is_killed_or_disturbed_can_be_run_again(ansible_playbook: Path, name: str) -> None:
    outcome = real_runs.try_named(ansible_playbook, name)
    assert outcome.problems == [], outcome.output
