# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The statuses of the throw-away instance: a check waits for the last one, and shows the words of the server alone."""

from __future__ import annotations

from typing import cast

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._check import bench as module
from ansible_collections.community.mailstore.plugins.module_utils._check.bench import UNCHANGED, Bench
from ansible_collections.community.mailstore.plugins.module_utils._check.conversation import Conversation
from ansible_collections.community.mailstore.plugins.module_utils._check.instances import status_of


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class InstanceOverTime(Bench):
    """Its status is each of the words, from its second on."""

    def __init__(self, clock: Clock, words: dict[float, str]) -> None:
        super().__init__(cast(Conversation, None), "host1.example.com", "E:\\Archives")
        self._clock = clock
        self._words = words

    def word(self, instance_id: str = "") -> str:
        return [word for since, word in self._words.items() if since <= self._clock.seconds][-1]


@pytest.fixture(name="clock")
def time_of_bench(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.mark.parametrize("word", ["starting", "Stopping", "startPending"])
def test_a_slow_instance_is_waited_for(clock: Clock, word: str) -> None:
    assert InstanceOverTime(clock, {0: word, 200: "running"}).status() == "running"


def test_an_unknown_word_lasts_when_it_did_not_change_and_is_known_from_then_on(clock: Clock) -> None:
    bench = InstanceOverTime(clock, {0: "closing", 30: "paused"})
    assert bench.status() == "paused"
    assert clock.seconds == pytest.approx(30 + UNCHANGED, abs=2)
    waited = clock.seconds
    assert bench.status() == "paused"
    assert clock.seconds == waited


def test_an_instance_without_end_is_not_waited_for_without_end(clock: Clock) -> None:
    assert InstanceOverTime(clock, {0: "starting"}).status() == "starting"
    assert clock.seconds == pytest.approx(module.PATIENCE, abs=2)


def test_a_status_that_changes_after_the_call_is_seen(clock: Clock) -> None:
    assert InstanceOverTime(clock, {0: "running", 5: "stopping", 40: "stopped"}).changed_status("running") == "stopped"


def test_a_status_that_does_not_change_is_found(clock: Clock) -> None:
    assert InstanceOverTime(clock, {0: "running"}).changed_status("running") == "running"


@pytest.mark.parametrize("word", ["paused", "safeMode", "safe mode", "safe-mode"])
def test_a_word_for_a_status_is_found(word: str) -> None:
    assert list(status_of("STATUS_FROZEN", word)) == [("STATUS_FROZEN", word)]


@pytest.mark.parametrize(
    "word", ["", "E:\\Archives", "since 2026", "a" * 33, "The instance was frozen by the administrator"]
)
def test_what_is_no_word_is_not_written_into_a_file_of_facts(word: str) -> None:
    assert list(status_of("STATUS_FROZEN", word)) == []
