# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many of many are done: a line from time to time, and none for short work."""

from __future__ import annotations

import time

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._engine.progress import PAUSE, Progress


class Clock:
    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    return clock


def test_a_line_from_time_to_time(clock: Clock) -> None:
    shown: list[str] = []
    progress = Progress(shown.append, 4, "objects written")
    progress.one_more()
    clock.now += PAUSE
    progress.one_more()
    progress.one_more()
    clock.now += PAUSE
    progress.one_more()
    assert shown == ["2 of 4 objects written", "4 of 4 objects written"]


def test_nobody_looks(clock: Clock) -> None:
    progress = Progress(None, 1, "objects written")
    clock.now += PAUSE
    progress.one_more()
