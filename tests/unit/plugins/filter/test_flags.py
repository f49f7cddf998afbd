# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The flags of playbooks: what is neither true nor false is a mistake."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.filter.flags import FilterModule, flags

from tests.simulation.templates import evaluated

ROOT = Path(__file__).resolve().parents[4]
FILES = sorted([*(ROOT / "playbooks").glob("*.yml"), *(ROOT / "roles").glob("*/*/*.yml")])


@pytest.mark.parametrize(
    ("value", "known"),
    [(True, True), ("true", True), ("Yes", True), ("y", True), ("on", True), (1, True), (False, False), ("no", False)],
)
def test_the_words_of_ansible_are_known(value: Any, known: bool) -> None:
    assert flags({"fail_on_drift": value}) == {"fail_on_drift": known, "mistakes": []}


@pytest.mark.parametrize("value", ["ture", "perhaps", "ja", "nein", "", None, 7, []])
def test_all_else_is_a_mistake(value: Any) -> None:
    read = flags({"fail_on_drift": value, "other": "no"})
    (mistake,) = read["mistakes"]
    assert mistake.startswith("fail_on_drift")
    assert "true or false" in mistake
    assert read["other"] is False
    assert "fail_on_drift" not in read


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({}, {"fail_on_drift": True, "mistakes": []}),
        ({"fail_on_drift": "{{ which }}", "which": "no"}, {"fail_on_drift": False, "mistakes": []}),
        (
            {"fail_on_drift": "{{ nobody }}"},
            {"mistakes": ["fail_on_drift takes nobody, which is not defined; define it, too."]},
        ),
    ],
)
def test_a_flag_that_takes_something_undefined_is_not_the_default(
    variables: dict[str, Any], found: dict[str, Any]
) -> None:
    template = "{{ {'fail_on_drift': fail_on_drift} | community.mailstore.flags({'fail_on_drift': true}) }}"
    assert evaluated(template, variables) == found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_default_is_given_beside_the_filter(path: Path) -> None:
    for expression in re.findall(
        r"\{\{(?:(?!\}\}).)*\| community\.mailstore\.flags", path.read_text("utf-8"), re.DOTALL
    ):
        assert "default(" not in expression


def test_ansible_knows_it_by_this_name() -> None:
    assert FilterModule().filters() == {"flags": flags}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_playbook_or_role_takes_a_mistyped_flag_for_no(path: Path) -> None:
    assert re.findall(r"\|\s*(?:ansible\.builtin\.)?bool\b", path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", ["check_server", "drift", "export", "provision"])
def test_a_playbook_checks_the_flags_that_it_reads(name: str) -> None:
    """The variables of a role are checked by its specification (role_mistakes)."""
    text = (ROOT / "playbooks" / f"{name}.yml").read_text("utf-8")
    assert "community.mailstore.flags" in text
    assert "that: flags.mistakes | length == 0" in text or "+ flags.mistakes" in text


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_line_break_in_a_folded_text_is_one(path: Path) -> None:
    """Ansible shows the backslash there; in quotes YAML itself makes a line break of it."""
    assert re.findall(r"^[^\"]*\'\\n\'.*$", path.read_text("utf-8"), re.MULTILINE) == []
