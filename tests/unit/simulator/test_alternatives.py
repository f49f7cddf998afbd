# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other servers that are as plausible: each unknown has one, and the command line plays it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulator import alternatives, assumptions
from tests.simulator.alternatives import LEFT_OUT, AssumptionError
from tests.tools.pages import assumptions as explained
from tests.tools.pages import mark_of

ENTRIES = {
    name.removesuffix("()"): mark_of(text)
    for name, _value, text in explained(Path(assumptions.__file__).read_text("utf-8"))
}


def test_an_unknown_without_an_alternative_is_a_defect() -> None:
    open_questions = [name for name, mark in ENTRIES.items() if mark in ("unknown", "inferred")]
    assert len(open_questions) > 150
    assert [name for name in open_questions if not alternatives.labels_of(name)] == []


def test_only_open_questions_have_alternatives() -> None:
    told = {alternative.name for alternative in alternatives.all_alternatives()}
    assert told <= ENTRIES.keys()
    assert [name for name in told if ENTRIES[name] in ("ours", "observed", "documented")] == []


@pytest.mark.parametrize("alternative", alternatives.all_alternatives(), ids=str)
def test_an_alternative_is_another_one_and_can_be_written(alternative: alternatives.Alternative) -> None:
    assert alternative.value is not getattr(assumptions, alternative.name)
    assert alternatives.labels_of(alternative.name).count(alternative.label) == 1
    assert alternatives.parse(str(alternative)) == alternative


def test_what_is_assumed_anyway_can_be_written_too() -> None:
    assert alternatives.parse("STATUS_FROZEN=frozen").value == assumptions.STATUS_FROZEN


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("STATUS_FROZEN", "'STATUS_FROZEN' is not of the form NAME=VALUE; the names stand in docs/unknowns.md."),
        ("=1", "'=1' is not of the form NAME=VALUE; the names stand in docs/unknowns.md."),
        ("FROZEN=x", "There is no assumption FROZEN with alternatives; did you mean STATUS_FROZEN?"),
        ("zzz=x", "There is no assumption zzz with alternatives."),
        ("STATUS_FROZEN=ice", "STATUS_FROZEN cannot be 'ice'; it can be Frozen, paused, suspended, frozen."),
    ],
)
def test_what_does_not_exist_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(AssumptionError) as caught:
        alternatives.parse(text)
    assert str(caught.value) == sentence


def test_a_world_is_chosen_before_the_simulator_is_imported() -> None:
    import tests.simulator.application  # noqa: F401, PLC0415

    with pytest.raises(AssumptionError, match="start another process"):
        alternatives.assume([])


def test_a_key_that_is_left_out_is_in_no_answer() -> None:
    answer = {"result": [{"id": 1, "other": LEFT_OUT}, ("a", {"b": LEFT_OUT})]}
    assert alternatives.without_what_is_left_out(answer) == {"result": [{"id": 1}, ["a", {}]]}


def test_the_command_line_refuses_a_world_that_is_not_there() -> None:
    command = [sys.executable, "-m", "tests.simulator", "--assume", "STATUS_FROZEN=ice"]
    finished = subprocess.run(command, check=False, capture_output=True, text=True)
    assert finished.returncode == 2
    assert finished.stderr.startswith("The simulator cannot start: STATUS_FROZEN cannot be 'ice'")


def test_the_command_line_plays_the_world() -> None:
    program = (
        "from tests.simulator.alternatives import assume, parse; assume([parse('STATUS_STOPPED=offline')]);"
        "from tests.simulator.seeding import load_environment;"
        "print(load_environment('demo', '25.3').find_instance('seeblick').status)"
    )
    finished = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert finished.stdout.strip() == "offline"


def test_a_seed_may_leave_keys_out_in_a_world_whose_calls_may_not() -> None:
    program = (
        "from tests.simulator.alternatives import assume, parse; assume([parse('key_to_reset=refused')]);"
        "from tests.simulator.seeding import load_environment;"
        "print(load_environment('demo', '25.3').find_instance('baumann').content.auto_create['contentBaseDirectory'])"
    )
    finished = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert finished.stdout.strip() == "None"
