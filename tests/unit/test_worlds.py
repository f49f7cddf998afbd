# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A few of the worlds of `make worlds`, and the lists beside them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.simulator.alternatives import all_alternatives, parse
from tests.worlds.inherent import INHERENT, not_inherent
from tests.worlds.refusals import REFUSALS, SENTENCES, listed_in, without_a_reason
from tests.worlds.verdicts import CONVERGES, REFUSES, Observation, Verdict

ROOT = Path(__file__).resolve().parents[2]
#: Another behaviour, and another word, which is refused without spe_facts.
SAMPLE = ("JOB_NAMES_ARE_UNIQUE=true", "STATUS_FROZEN=paused")


def test_a_sample_of_worlds_is_not_wrong() -> None:
    command = [sys.executable, "-m", "tests.worlds", "--mixtures", "0", "--only", ",".join(SAMPLE)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".build" / "collections")}
    finished = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert f"wrong is 0 of {len(SAMPLE) + 1}; 0 refusals without a reason" in finished.stdout
    assert "converges  STATUS_FROZEN=paused with its facts" in finished.stdout


def test_reasons_are_of_alternatives_that_exist() -> None:
    names = {alternative.name for alternative in all_alternatives()}
    assert REFUSALS.keys() == SENTENCES.keys()
    for text in REFUSALS:
        assert text in names or parse(text).name in names
    assert {name for name, _pattern, _why in INHERENT} <= names


def test_one_in_ten_refuses_at_most() -> None:
    worlds = [(str(alternative),) for alternative in all_alternatives()]
    assert len([world for world in worlds if listed_in(world)]) * 10 <= len(worlds)


def test_a_refusal_is_explained_by_the_world_and_by_its_sentence() -> None:
    def verdict(world: str, text: str) -> Verdict:
        return Verdict((world,), (Observation("step", REFUSES, text), Observation("other", CONVERGES, "no matter")))

    sentence = "The server calls the status 'paused', a word that this collection does not know"
    assert list(without_a_reason(verdict("STATUS_FROZEN=paused", sentence))) == []
    assert list(without_a_reason(verdict("STATUS_FROZEN=paused", "another"))) == ["step: another"]
    assert list(without_a_reason(verdict("STATUS_STOPPED=offline", sentence))) == [f"step: {sentence}"]


def test_only_what_the_world_explains_is_no_difference() -> None:
    lines = ["instances.acme.status: 'stopped' is right, 'offline' is there", "instances.acme.alias: 'a' is right"]
    assert not_inherent(("STATUS_STOPPED=offline",), lines) == lines[1:]
    assert not_inherent(("STATUS_STARTING=Starting",), lines) == lines
