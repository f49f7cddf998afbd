# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same tasks inside the controller and by the ordinary module: users must not see a difference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.integration.in_process.runs import CASES, TASKS, Bench, Outcome

pytestmark = pytest.mark.xdist_group("in_process")

# They differ from run to run.
VOLATILE = {"in_controller", "ansible_job_id", "jid", "results_file", "frame"}
# ansible-core 2.19 and 2.20 add a text that there is no traceback to what an ordinary module's failure says.
NO_TRACEBACK = {"until in vain", "changed_when and failed_when"}


@pytest.fixture(scope="module")
def bench(ansible_playbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(ansible_playbook, tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def inside(bench: Bench) -> Outcome:
    """The cases on hosts with the controller's Python."""
    return bench.run(CASES, "-vvv")


@pytest.fixture(scope="module")
def ordinary(bench: Bench) -> Outcome:
    """The cases on hosts with a foreign Python."""
    return bench.run(CASES, "-vvv", ordinary_modules=True)


@pytest.mark.parametrize("case", TASKS)
def test_both_ways_give_the_same(case: str, inside: Outcome, ordinary: Outcome) -> None:
    ignored = VOLATILE | ({"exception"} if case in NO_TRACEBACK else set())
    assert _without(ignored, inside.results[case]) == _without(ignored, ordinary.results[case])


@pytest.mark.parametrize("case", [name for name, tags in TASKS.items() if "nobody" not in tags])
def test_each_way_is_the_one_that_was_meant(case: str, inside: Outcome, ordinary: Outcome) -> None:
    tags = TASKS[case]
    assert _ran_a_module(inside, case) == ("module" in tags)
    assert _ran_a_module(ordinary, case) == ("controller" not in tags)


@pytest.mark.parametrize("way", ["inside", "ordinary"])
class TestBothWays:
    """What the results say, so that both cannot be wrong alike."""

    @pytest.fixture
    def statuses(self, way: str, request: pytest.FixtureRequest) -> Mapping[str, str]:
        outcome: Outcome = request.getfixturevalue(way)
        return {name: entry["status"] for name, entry in outcome.results.items()}

    @pytest.fixture
    def results(self, way: str, request: pytest.FixtureRequest) -> Mapping[str, Any]:
        outcome: Outcome = request.getfixturevalue(way)
        return {name: entry["result"] for name, entry in outcome.results.items()}

    def test_null_empty_and_omitted_are_three_things(self, results: Mapping[str, Any]) -> None:
        result = results["null, empty and omitted"]
        assert _named(result) == ["members", "names", "text"]
        assert (result["seen"]["text"], result["seen"]["names"], result["seen"]["members"]) == ("", [], {})
        assert _named(results["null by template"]) == ["colour", "number", "text"]
        assert results["null by template"]["seen"]["number"] is None
        items = results["a loop with omit"]["results"]
        assert [_named(item) for item in items] == [[], ["text"], ["text"]]
        assert [item["seen"]["text"] for item in items] == [None, "", "a"]

    def test_names_are_never_aliases(self, results: Mapping[str, Any]) -> None:
        assert _named(results["an alias"]) == ["text"]
        assert results["an alias"]["seen"]["text"] == "by its alias"

    def test_options_inside_options_tell_what_was_named(self, results: Mapping[str, Any]) -> None:
        entries = results["options inside options"]["specified"]["inside"]["entries"]
        assert [entry["names"] for entry in entries] == [["name"], ["name", "note", "secret"], ["name"]]

    def test_values_arrive_as_plain_types(self, results: Mapping[str, Any]) -> None:
        members = results["values from templates"]["seen"]["members"]
        assert members["1"] == "number"
        assert members["date"] == "2026-01-31"
        assert members["deep"] == {"list": [1, 2.5, True, None, ["one", "two"]]}

    def test_what_is_no_text_is_refused(self, results: Mapping[str, Any]) -> None:
        assert results["a number for a text"]["msg"].startswith("text: 7 is a number, not a text")
        assert results["a date for a text"]["msg"].startswith("text: 2026-01-31 is a date, not a text")

    def test_elements_of_lists_are_stripped(self, results: Mapping[str, Any]) -> None:
        assert results["types converted"]["seen"]["names"] == ["one", "two"]

    def test_vaulted_values_are_decrypted(self, results: Mapping[str, Any]) -> None:
        assert results["vaulted"]["seen"]["text"] == "text from the vault"
        assert results["vaulted in place"]["seen"]["members"]["inside"] == "a text from the vault b"

    def test_unsafe_text_is_never_a_template(self, results: Mapping[str, Any]) -> None:
        assert results["unsafe text"]["seen"]["text"] == "{{ 7 * 6 }}"
        assert "{{ 7 * 6 }}" in results["unsafe text stays unsafe"]["msg"]

    def test_the_environment_of_the_task_holds_for_the_task(self, results: Mapping[str, Any]) -> None:
        assert results["environment of the task"]["environment"] == {
            "PROBE_BOTH": "from the task",
            "PROBE_NUMBER": "5",
            "PROBE_PLAY": "from the play",
            "PROBE_TEMPLATE": "one",
            "PROBE_TRUTH": "True",
        }
        assert results["environment as a list"]["environment"]["PROBE_ONE"] == "second"
        assert results["nothing of the environment stays"]["seen"]["text"] == ""

    def test_connection_options_fall_back_to_the_environment(self, results: Mapping[str, Any]) -> None:
        # What the group names wins over the environment.
        assert results["connection by environment"]["connection"] == ["https://127.0.0.1:2", "from the group", 7]
        assert results["connection by environment"]["specified"]["names"] == ["spe_password", "spe_username"]

    def test_module_defaults_of_module_and_group(self, results: Mapping[str, Any]) -> None:
        assert results["defaults of the module"]["seen"]["text"] == "by default"
        assert results["defaults of the module"]["seen"]["number"] == 2
        assert results["defaults of group and module"]["seen"]["text"] == "from the module"
        assert results["defaults of group and module"]["connection"][1] == "group"

    def test_modes_reach_the_work(self, results: Mapping[str, Any]) -> None:
        assert results["check mode"]["check_mode"] is True
        assert results["no check mode"]["check_mode"] is False
        assert results["diff mode"]["diff_mode"] is True
        assert results["no diff mode"]["diff_mode"] is False

    def test_secrets_are_masked_in_results(self, results: Mapping[str, Any]) -> None:
        seen = results["secrets"]["seen"]
        assert seen["text"] == "in the middle ******** of a text"
        assert seen["secret"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
        assert seen["members"]["echo"] == "a ********"
        assert results["diff mode"]["diff"]["before"] == "old ********\n"
        assert results["a secret that looks like a truth"]["changed"] is True

    def test_an_invocation_is_masked(self, results: Mapping[str, Any]) -> None:
        arguments = results["an invocation"]["invocation"]["module_args"]
        assert arguments["spe_url"] == "https://127.0.0.1:1"
        assert arguments["spe_password"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
        assert arguments["text"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"

    def test_warnings_are_said_once_and_masked(self, results: Mapping[str, Any]) -> None:
        assert results["warnings"]["warnings"] == ["Beware of ********.", "Beware again."]

    def test_a_failure_tells_facts_and_what_was_done(self, results: Mapping[str, Any]) -> None:
        result = results["a failure"]
        assert result["msg"] == "The server refused ********."
        assert result["error"] == {
            "type": "FunctionFailed",
            "function": "CreateUser",
            "http_status": 200,
            "status_code": "failed",
            "message": "******** is too short",
        }
        assert result["changed"] is True
        assert result["calls"] == [{"function": "CreateUser"}]

    @pytest.mark.parametrize(("case", "kind"), [("a defect", "KeyError"), ("an exit", "SystemExit")])
    def test_a_defect_is_one_sentence(self, results: Mapping[str, Any], case: str, kind: str) -> None:
        result = results[case]
        assert result["msg"].startswith(f"probe stopped at an unexpected {kind} in ")
        assert result["error"]["type"] == kind
        assert "Traceback" not in result.get("exception", "")

    def test_a_deprecated_option_says_so(self, results: Mapping[str, Any]) -> None:
        deprecations = results["a deprecated option"]["deprecations"]
        assert [entry["msg"] for entry in deprecations] == [
            "Param 'old' is deprecated. See the module docs for more information"
        ]

    def test_an_option_and_its_alias_are_warned_of(self, results: Mapping[str, Any]) -> None:
        assert results["an option and its alias"]["warnings"] == ["Both option text and its alias words are set."]

    @pytest.mark.parametrize(
        ("case", "sentence"),
        [
            ("an unknown option", "txet. Supported parameters include"),
            ("options that exclude each other", "parameters are mutually exclusive: names|entries"),
            ("a number among dictionaries", "is a number, not a dictionary; give its options by name."),
            ("a number for a dictionary", "is a number, not a dictionary; give its options by name."),
            ("a missing member", "entries[0]: missing required arguments: name."),
            ("a connection without a name", "because spe_username is missing: set SPE_USERNAME"),
            ("a wrong type", "number: 'many' is not a whole number."),
            ("a setting that cannot be", "http:// is refused in spe_url"),
            ("a password in the proxy that ends the URL too early", "spe_proxy is not a valid URL"),
            ("a query that cannot be read", "The option query is not a valid JMESPath expression"),
            ("a query that does not fit", "abs() takes number, but gets array"),
            ("a task that takes too long", "3"),
        ],
    )
    def test_wrong_input_fails_with_a_sentence(
        self, results: Mapping[str, Any], statuses: Mapping[str, str], case: str, sentence: str
    ) -> None:
        assert statuses[case] == "failed"
        assert sentence in results[case]["msg"]

    def test_work_goes_on_after_an_exit(self, results: Mapping[str, Any]) -> None:
        assert _named(results["still alive"]) == []

    def test_no_secret_is_on_the_terminal(self, way: str, request: pytest.FixtureRequest) -> None:
        outcome: Outcome = request.getfixturevalue(way)
        assert re.findall(r".*hunter2-.*", outcome.terminal) == []

    def test_no_library_speaks_on_the_terminal(self, way: str, request: pytest.FixtureRequest) -> None:
        outcome: Outcome = request.getfixturevalue(way)
        assert re.findall(r"^(?:printed|told|logged).*|.*warned of.*", outcome.terminal, re.MULTILINE) == []


def test_progress_is_told_from_inside_only(inside: Outcome, ordinary: Outcome) -> None:
    assert re.findall(r"^\[here\] probe: .*$", inside.terminal, re.MULTILINE) == ["[here] probe: halfway ******** 42 %"]
    assert "42 %" not in ordinary.terminal


def _named(result: Mapping[str, Any]) -> list[str]:
    """The options that the task named; those of the connection come from `module_defaults`."""
    return [name for name in result["specified"]["names"] if not name.startswith("spe_")]


def _without(names: set[str], value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(names, member) for name, member in value.items() if name not in names}
    if isinstance(value, list):
        return [_without(names, entry) for entry in value]
    return value


def _ran_a_module(outcome: Outcome, case: str) -> bool:
    """Whether Ansible said that it started a process for this task."""
    _before, found, rest = outcome.terminal.partition(f"TASK [{case}]")
    assert found
    return " EXEC " in rest.partition("\nTASK [")[0]


@pytest.mark.parametrize(("wish", "lines"), [("auto", 1), ("never", 0)])
def test_progress_is_shown_when_somebody_looks(bench: Bench, tmp_path: Path, wish: str, lines: int) -> None:
    playbook = tmp_path / "progress.yml"
    playbook.write_text(PROGRESS, encoding="utf-8")
    assert bench.errors_on_terminal(playbook, SPE_PROGRESS=wish).count("halfway") == lines
    assert bench.run(playbook, SPE_PROGRESS="auto").terminal.count("halfway") == 0


PROGRESS = """
- hosts: here
  gather_facts: false
  tasks:
    - testing.probe.probe:
        spe_url: https://127.0.0.1:1
        spe_username: someone
        spe_password: something
        secret: anything
        text: halfway
        mischief: report
"""
