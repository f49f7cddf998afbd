# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags that choose nothing of a tenant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.filter.tag_mistakes import (
    OF_ANSIBLE,
    TAGS,
    FilterModule,
    tag_mistakes,
)

ROOT = Path(__file__).resolve().parents[4]
ROLE, PLAYBOOKS = ROOT / "roles" / "tenant", ROOT / "playbooks"


def test_the_tags_are_those_of_the_role() -> None:
    parts = yaml.safe_load((ROLE / "vars" / "main.yml").read_text("utf-8"))["__tenant_all_tags"]
    tasks = yaml.safe_load((ROLE / "tasks" / "provide.yml").read_text("utf-8"))
    others = {tag for task in tasks if "block" not in task for tag in task["tags"]}
    assert set(TAGS) == {*parts, *others}


@pytest.mark.parametrize("name", ["drift", "provision"])
def test_a_playbook_lets_ansible_find_out_whether_its_tags_choose_something(name: str) -> None:
    plays = yaml.safe_load((PLAYBOOKS / f"{name}.yml").read_text("utf-8"))
    tasks = {task["name"]: task for play in plays for task in play["tasks"]}
    assert sorted(tasks["Note that the tags choose something"]["tags"]) == sorted(TAGS)
    assert tasks["Refuse tags that choose nothing"]["tags"] == ["always"]


@pytest.mark.parametrize("tag", [*TAGS, *OF_ANSIBLE])
def test_one_known_tag_is_enough(tag: str) -> None:
    assert tag_mistakes(["something_else", tag]) == []


@pytest.mark.parametrize(
    ("tags", "sentence"),
    [
        (["user"], "--tags user chooses nothing of a tenant; did you mean users?"),
        (["Users", "job"], "--tags Users,job chooses nothing of a tenant; did you mean users and jobs?"),
        (["xyz"], "--tags xyz chooses nothing of a tenant; choose of instance, "),
    ],
)
def test_the_sentence_names_the_nearest(tags: list[str], sentence: str) -> None:
    (mistake,) = tag_mistakes(tags)
    assert mistake.startswith(sentence)


def test_ansible_knows_it_by_this_name() -> None:
    assert FilterModule().filters() == {"tag_mistakes": tag_mistakes}
