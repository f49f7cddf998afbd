# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a site knows of its own server: the file, its mistakes, and answers in known words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.doc_fragments.spe import ModuleDocFragment
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from ansible_collections.community.mailstore.plugins.module_utils._api.facts import Facts

from tests.simulation import World, simulation
from tests.simulator.alternatives import labels_of


def status(word: Any, process: Any = 4711, facts: Facts = Facts()) -> Any:  # noqa: B008  frozen
    return facts.as_known("GetInstances", [{"instanceID": "acme", "status": word, "processID": process}])[0]["status"]


@pytest.mark.parametrize(
    ("word", "process", "known"),
    [
        ("running", 1, "running"),
        ("Running", 1, "running"),
        ("FROZEN", 1, "frozen"),
        ("Stopped", None, "stopped"),
        ("offline", None, "stopped"),
        ("offline", 0, "stopped"),
        ("offline", -1, "stopped"),
        ("startPending", None, "starting"),
        ("startPending", 1, "starting"),
        ("stopPending", 1, "stopping"),
        ("stopPending", None, "stopping"),
        ("paused", 1, "paused"),
    ],
)
def test_words_by_letters_by_the_process_and_by_their_beginning(word: str, process: Any, known: str) -> None:
    assert status(word, process) == known


def test_a_row_without_the_number_of_its_process_has_none() -> None:
    (row,) = Facts().as_known("GetInstances", [{"instanceID": "acme", "status": "asleep"}])
    assert row == {"instanceID": "acme", "status": "stopped", "processID": None}


@pytest.mark.parametrize("answer", [None, [], [1, "x"], {"status": "Frozen"}, [{"status": None}], [{"status": 3}]])
def test_what_is_no_list_of_instances_stays_as_it_is(answer: Any) -> None:
    assert Facts().as_known("GetInstances", answer) == answer


def test_answers_of_other_functions_stay_as_they_are() -> None:
    rows = [{"status": "Frozen"}]
    assert Facts().as_known("GetUsers", rows) is rows


@pytest.mark.parametrize(("text", "fact"), [("false", False), ("'False'", False), ("true", True)])
def test_a_fact_that_is_true_or_false(tmp_path: Path, text: str, fact: bool) -> None:
    path = tmp_path / "facts.yml"
    path.write_text(f"JOB_OWNER_MUST_BE_ADMINISTRATOR: {text}\n", "utf-8")
    assert Facts.from_file(str(path)).job_owner_must_be_administrator is fact


def test_a_fact_says_what_a_word_means() -> None:
    facts = Facts.from_values({"STATUS_FROZEN": "Paused", "STATUS_IN_SAFE_MODE": "safe"}, "facts.yml")
    assert [status(word, facts=facts) for word in ("paused", "SAFE", "frozen")] == ["frozen", "running", "frozen"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("STATUS_FROZE: x", "has 'STATUS_FROZE', which is no fact that can be set; did you mean STATUS_FROZEN?"),
        ("1: x", "has 1, which is no fact that can be set; known are STATUS_STOPPED, STATUS_FROZEN, STATUS_STARTING,"),
        ("STATUS_FROZEN: 3", "STATUS_FROZEN is 3, but must be a text: put it in quotes."),
        ("STATUS_FROZEN: no", "STATUS_FROZEN is False, but must be a text: put it in quotes."),
        ("STATUS_FROZEN: ' '", "STATUS_FROZEN is ' ', but must be a text: put it in quotes."),
        (
            "JOB_OWNER_MUST_BE_ADMINISTRATOR: maybe",
            "JOB_OWNER_MUST_BE_ADMINISTRATOR is 'maybe', but must be true or false.",
        ),
        ("STATUS_FROZEN: Running", "spe_facts: STATUS_FROZEN is 'Running', which is the word for running; give each"),
        ("{STATUS_FROZEN: a, STATUS_STOPPED: A}", "which is the word for stopped; give each status its own."),
        ("status_frozen: x", "has 'status_frozen', which is no fact that can be set; did you mean STATUS_FROZEN?"),
        ("JOB_TIME_PATTERN: HH:mm", "JOB_TIME_PATTERN is 'HH:mm', but must be with_seconds or without_seconds."),
        ("LEFT_OUT_LIST_EMPTIES: 'no'", "LEFT_OUT_LIST_EMPTIES is 'no', but must be true or false."),
        ("API_LOGIN_PRIVILEGE_SINCE: 24.4", "API_LOGIN_PRIVILEGE_SINCE is 24.4, but must be a text: put it in quotes."),
        ("API_LOGIN_PRIVILEGE_SINCE: new", "API_LOGIN_PRIVILEGE_SINCE is 'new', but must be a version such as '24.4'."),
        ("[1]", "must hold names with their values, such as STATUS_FROZEN: paused."),
        ("a: b: c", "is no YAML in line 1; correct it."),
    ],
)
def test_a_file_with_a_mistake_is_refused_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "facts.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        Facts.from_file(str(path))
    assert sentence in refused.value.message


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.yml cannot be read \(No such file or directory\); check the path"):
        Facts.from_file(str(tmp_path / "no.yml"))
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"cannot be read \(it is no text\)"):
        Facts.from_file(str(tmp_path / "binary"))


def test_an_empty_file_has_no_facts(tmp_path: Path) -> None:
    (tmp_path / "facts.yml").write_text("---\n", "utf-8")
    assert Facts.from_file(str(tmp_path / "facts.yml")) == Facts.from_file(None) == Facts()


@pytest.mark.parametrize(
    ("fact", "process", "sentence"),
    [
        (
            "STATUS_STOPPED",
            4711,
            "'asleep' for the instance acme with the process 4711, so the word has another meaning",
        ),
        ("STATUS_FROZEN", None, "'asleep' for the instance acme without a process, so the word has another meaning"),
        ("STATUS_IN_SAFE_MODE", 0, "'asleep' for the instance acme without a process, so the word has another meaning"),
    ],
)
def test_a_fact_that_contradicts_what_is_read_is_named(fact: str, process: Any, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        status("asleep", process, Facts.from_values({fact: "asleep"}, "facts.yml"))
    assert refused.value.message == (
        f"spe_facts: {fact} is 'asleep', but the server shows {sentence}; correct the file."
    )


@pytest.mark.parametrize("process", [4711, None])
@pytest.mark.parametrize("fact", ["STATUS_STARTING", "STATUS_STOPPING"])
def test_an_instance_on_its_way_may_have_a_process_or_not(fact: str, process: Any) -> None:
    assert status("busy", process, Facts.from_values({fact: "busy"}, "facts.yml")) == fact[7:].lower()


def test_a_row_that_does_not_show_its_process_contradicts_nothing() -> None:
    facts = Facts.from_values({"STATUS_FROZEN": "asleep"}, "facts.yml")
    (row,) = facts.as_known("GetInstances", [{"instanceID": "acme", "status": "asleep"}])
    assert row["status"] == "frozen"


@pytest.mark.parametrize(
    ("pattern", "written", "sent"),
    [
        ("with_seconds", "3:30", "03:30:00"),
        ("with_seconds", "03:30", "03:30:00"),
        ("with_seconds", "03:30:15", "03:30:15"),
        ("without_seconds", "03:30:00", "03:30"),
        ("without_seconds", "03:30", "03:30"),
        # Nobody would know that they are gone.
        ("without_seconds", "03:30:15", "03:30:15"),
    ],
)
def test_the_time_of_a_job_as_the_server_takes_it(pattern: str, written: str, sent: str) -> None:
    facts = Facts.from_values({"JOB_TIME_PATTERN": pattern}, "facts.yml")
    for function in ("CreateJob", "SetJobSchedule"):
        assert facts.as_sent(function, {"time": written})["time"] == sent
        assert Facts().as_sent(function, {"time": written})["time"] == written
        assert facts.as_sent(function, {"time": None}) == {"time": None}
    assert facts.as_sent("Other", {"time": written})["time"] == written


def test_an_empty_list_as_the_server_takes_it() -> None:
    facts = Facts.from_values({"LEFT_OUT_LIST_EMPTIES": False}, "facts.yml")
    for function, argument in (("SetUserEmailAddresses", "emailAddresses"), ("SetUserPop3UserNames", "pop3UserNames")):
        assert facts.as_sent(function, {argument: None}) == {argument: ""}
        assert facts.as_sent(function, {argument: ["a"]}) == {argument: ["a"]}
        assert Facts().as_sent(function, {argument: None}) == {argument: None}
    assert facts.as_sent("SetUserFullName", {"fullName": None}) == {"fullName": None}


def run_with(world: World, tmp_path: Path, facts: str, module: str, **options: Any) -> dict[str, Any]:
    (tmp_path / "facts.yml").write_text(facts, "utf-8")
    return world.run(world.task(module, spe_facts=str(tmp_path / "facts.yml"), instance_id="baumann", **options))


def test_an_argument_that_the_server_does_not_have_is_named_before_anything_is_written(tmp_path: Path) -> None:
    with simulation("demo") as world:
        options = {"description": "new", "type": "Office365_Modern", "settings": {"a": 1}}
        result = run_with(world, tmp_path, "CREDENTIAL_TYPE: kind", "spe_credential", **options)
        assert result["msg"] == (
            "baumann: spe_facts: CREDENTIAL_TYPE is 'kind', but CreateCredential of this server takes instanceID, type,"
            " description, settings; correct the file."
        )
        assert world.work == []


def test_two_arguments_that_nobody_knows_are_facts(tmp_path: Path) -> None:
    with simulation("demo") as world:
        world.describe("CreateCredential", "instanceID", "kind", "label", "settings")
        options = {"description": "new", "type": "Office365_Modern", "settings": {"a": 1}}
        without = run_with(world, tmp_path, "", "spe_credential", **options)
        assert "name it in a file for spe_facts (CREDENTIAL_TYPE)" in without["msg"]
        facts = "{CREDENTIAL_TYPE: kind, CREDENTIAL_DESCRIPTION: label}"
        (tmp_path / "facts.yml").write_text(facts, "utf-8")
        task = world.task("spe_credential", spe_facts=str(tmp_path / "facts.yml"), instance_id="baumann", **options)
        (call,) = world.run(task, check_mode=True)["calls"]
        assert (call["arguments"]["kind"], call["arguments"]["label"]) == ("Office365_Modern", "new")


def test_the_version_that_takes_the_login_privilege_api(tmp_path: Path) -> None:
    with simulation("demo", "24.4") as world:
        options = {"name": "reception", "login_privileges": ["api"]}
        assert "does not know the value api" in run_with(world, tmp_path, "", "spe_user", **options)["msg"]
        result = run_with(world, tmp_path, "API_LOGIN_PRIVILEGE_SINCE: '24.4'", "spe_user", **options)
        assert result["msg"].startswith("baumann: The server refused SetUserLoginPrivileges")


def test_every_fact_is_documented_and_known_to_the_simulator() -> None:
    names = {each.name.upper() for each in dataclasses.fields(Facts)}
    documented = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]["spe_facts"]["description"]
    assert set(re.findall(r"C\(([A-Z_]+)\)", " ".join(documented))) == names
    assert [name for name in sorted(names) if not labels_of(name)] == []


class TestServerWithAnotherWord:
    """One that calls a frozen instance by a word that nobody knows."""

    @pytest.fixture(autouse=True)
    def _paused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tests.simulator.assumptions.STATUS_FROZEN", "paused")

    @pytest.fixture
    def world(self) -> Iterator[World]:
        with simulation("demo") as world:
            yield world

    def frozen(self, world: World, state: str, **options: Any) -> dict[str, Any]:
        return world.run(world.task("spe_instance_control", instance_ids=["baumann"], state=state, **options))

    def test_without_the_fact_nothing_stays_frozen(self, world: World) -> None:
        result = self.frozen(world, "frozen")
        assert result["failed"]
        assert "'paused', a word that this collection does not know" in result["msg"]
        assert "STATUS_FROZEN: paused" in result["msg"]
        assert world.clock.elapsed < 30
        assert not world.environment.find_instance("baumann").is_frozen

    def test_with_the_fact_it_is_as_with_any_other(self, world: World, tmp_path: Path) -> None:
        (tmp_path / "facts.yml").write_text("STATUS_FROZEN: paused\n", "utf-8")
        facts = {"spe_facts": str(tmp_path / "facts.yml")}
        assert [self.frozen(world, "frozen", **facts)["changed"] for _run in range(2)] == [True, False]
        assert world.environment.find_instance("baumann").is_frozen
        assert self.frozen(world, "thawed", **facts)["changed"]
        assert not world.environment.find_instance("baumann").is_frozen

    def test_other_tasks_name_the_word(self, world: World) -> None:
        world.environment.find_instance("baumann").is_frozen = True
        result = world.run(world.task("spe_store", instance_id="baumann", name="2026", requested_state="normal"))
        assert "'paused', a word that this collection does not know" in result["msg"]
