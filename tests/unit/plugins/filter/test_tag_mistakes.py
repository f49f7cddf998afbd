# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags that choose nothing of a tenant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible import context
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
    assert tasks["Refuse mistakes"]["tags"] == ["always"]
    check = "ansible_run_tags | community.mailstore.tag_mistakes(ansible_skip_tags, __spe_tags_choose is defined)"
    assert check in tasks["Refuse mistakes"]["vars"]["mistakes"]


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


@pytest.fixture(params=[("site.yml",), ("community.mailstore.provision", "site.yml"), ()], ids=str)
def others_run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "CLIARGS", {"args": request.param})


@pytest.fixture(params=[("community.mailstore.drift",), (str(PLAYBOOKS / "provision.yml"),)], ids=["name", "path"])
def this_alone_runs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "CLIARGS", {"args": request.param})


@pytest.mark.usefixtures("others_run")
def test_a_tag_of_another_playbook_may_be_skipped_and_a_mistyped_one_not() -> None:
    assert tag_mistakes(["all"], ["backup", "mail", "users", "never"]) == []
    assert tag_mistakes(["all"], ["backup", "user", "users"]) == [
        "--skip-tags user leaves out nothing of a tenant; did you mean users?"
    ]


@pytest.mark.usefixtures("this_alone_runs")
def test_each_unknown_tag_is_a_mistake_where_no_other_playbook_runs() -> None:
    assert tag_mistakes(["all"], [*TAGS, *OF_ANSIBLE]) == []
    (sentence,) = tag_mistakes(["all"], ["backup", "jobs"])
    assert sentence.startswith("--skip-tags backup leaves out nothing of a tenant; choose of instance, ")


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag != "smtp"])
def test_a_letter_that_is_missing_is_found_in_each_tag(tag: str, others_run: None) -> None:
    mistyped = tag[:-1]
    for mistakes in (tag_mistakes(["all"], [mistyped]), tag_mistakes(["index", mistyped], chosen=True)):
        (sentence,) = mistakes
        assert f"tags {mistyped} " in sentence
        assert sentence.endswith(f"did you mean {tag}?")


def test_a_run_that_another_playbook_has_tagged_chooses_something() -> None:
    assert tag_mistakes(["our_tenants"], chosen=True) == []


def test_ansible_knows_it_by_this_name() -> None:
    assert FilterModule().filters() == {"tag_mistakes": tag_mistakes}
