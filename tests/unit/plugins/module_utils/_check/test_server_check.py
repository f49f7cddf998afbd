# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What spe_server_check reads, makes, finds and leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.module_utils._ansible import server_check
from ansible_collections.community.mailstore.plugins.module_utils._api.facts import Facts
from ansible_collections.community.mailstore.plugins.module_utils._check.catalogue import EXPERIMENTS, UNKNOWNS
from ansible_collections.community.mailstore.plugins.module_utils._check.experiment import READING, Experiment
from ansible_collections.community.mailstore.plugins.module_utils._check.findings import Finding
from ansible_collections.community.mailstore.plugins.module_utils._check.report import facts_of, facts_with_former
from ansible_collections.community.mailstore.plugins.module_utils._check.throwaway import NEEDED

from tests.simulation import Disturbance, Fault, World, simulation
from tests.simulator.contract import FUNCTIONS, Call, Function, string
from tests.simulator.errors import ApiError
from tests.worlds.check_here import ARGUMENTS, DIRECTORY, HOST, SETTINGS, left_of_checks, strayed

CANARY = "canary"
#: Of the seed: what stands for data of customers, of the provider and of the connection.
DATA = re.compile(
    r"baumann|weber|nordlicht|seeblick|anna|jonas|reception|Example Provider|12345|example\.com|simulator|00112233445566778899"
    r"|[CDE]:\\|operations|8474|spe-check-[a-z]{8}",
    re.IGNORECASE,
)
#: What the server itself, the collection and the standards call so.
NO_DATA = re.compile(r"\$archiveadmin|\$Local", re.IGNORECASE)


@pytest.fixture
def world() -> Iterator[World]:
    with simulation("demo", settings=SETTINGS) as world:
        yield world


@pytest.fixture
def reading_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check with an instance of its own that makes no experiments in it."""
    monkeypatch.setattr(server_check, "EXPERIMENTS", [each for each in EXPERIMENTS if each.needs == READING])


def check(world: World, *, check_mode: bool = False, **arguments: Any) -> dict[str, Any]:
    result = world.run(world.task("spe_server_check", **arguments), check_mode=check_mode)
    assert not result.get("failed"), result["msg"]
    found: dict[str, Any] = result["check"]
    return found


def refusal(world: World, **arguments: Any) -> str:
    result = world.run(world.task("spe_server_check", **arguments))
    assert result.get("failed"), result
    return str(result["msg"])


def data_in(text: str) -> set[str]:
    return set(DATA.findall(NO_DATA.sub("", text)))


# The whole


def test_a_whole_check_settles_what_can_be_settled_and_leaves_nothing(world: World, tmp_path: Path) -> None:
    files: dict[str, Any] = {"report": str(tmp_path / "report.yml"), "facts": str(tmp_path / "facts.yml")}
    found = check(world, **{**ARGUMENTS, "instances": 3}, **files)
    unsettled = {name for name, row in found["unknowns"].items() if row["found"] is None}
    assert unsettled <= {unknown.name for unknown in UNKNOWNS if unknown.out_of_reach}
    assert found["otherwise"] == {}
    settled = len(UNKNOWNS) - len(unsettled)
    assert found["summary"] == f"{settled} of {len(UNKNOWNS)} unknowns settled, 0 of them otherwise than assumed"
    assert list(left_of_checks(world)) == []
    assert list(strayed(world)) == []
    assert len(found["remaining"]) == 1
    assert found["remaining"][0].startswith(f"Directories remain on the instance host below {DIRECTORY}: spe-check-")
    assert found["counts"]["instances_read"] == 2
    text = Path(files["report"]).read_text("utf-8")
    assert data_in(text) == set()
    report = yaml.safe_load(text)
    assert list(report) == ["summary", "server", "counts", "functions", "unknowns", "answers", "signatures"]
    assert report["answers"]["GetUsers"]["shape"][0]["userName"] == "text"
    assert Facts.from_file(files["facts"]) == Facts()


def test_the_default_only_reads(world: World) -> None:
    found = check(world)
    assert world.work == []
    assert {request.name for request in world.requests}.isdisjoint({"SetArchiveAdminEnabled", "CreateLicenseRequest"})
    assert found["counts"]["instances_read"] == 2
    assert found["remaining"] == found["removed"] == found["would"] == []
    reasons = {row.get("reason") for row in found["unknowns"].values()}
    assert "It needs an instance of its own: set throwaway_host." in reasons


def test_access_is_opened_on_request_and_closed_again(world: World) -> None:
    assert check(world, service_provider_access="open")["counts"]["instances_read"] == 3
    assert [work.arguments["enabled"] for work in world.work] == [True, False]
    world.start_recording()
    assert check(world, instances=0)["counts"]["instances_read"] == 0
    assert world.work == []


def test_check_mode_says_what_it_would_do_and_writes_nothing(world: World, tmp_path: Path) -> None:
    report = tmp_path / "report.yml"
    found = check(world, check_mode=True, report=str(report), **ARGUMENTS)
    assert world.work == []
    assert found["would"] == [found["lines"][-2]]
    assert found["lines"][-1] == f"report: {report} is not written in check mode."
    assert re.fullmatch(
        rf"Would create an instance of its own on {HOST} below .*, make \d+ experiments in it, and remove it\.",
        found["would"][0],
    )
    assert not report.exists()


def test_a_look_in_check_mode_writes_no_file_either(world: World, tmp_path: Path) -> None:
    files = {option: str(tmp_path / f"{option}.yml") for option in ("report", "facts")}
    found = check(world, check_mode=True, **files)
    assert found["lines"][-2:] == [f"{option}: {path} is not written in check mode." for option, path in files.items()]
    assert list(tmp_path.iterdir()) == []


def test_in_check_mode_an_earlier_task_may_write_the_report_to_compare_with(world: World, tmp_path: Path) -> None:
    since = str(tmp_path / "server.yml")
    result = world.run(world.task("spe_server_check", since=since, instances=0), check_mode=True)
    assert result["check"]["since"] is None
    assert result["warnings"] == [
        f"since: there is no file {since!r}. Check mode compares nothing, because an earlier task may write it."
    ]
    assert world.run(world.task("spe_server_check", since=since, instances=0))["failed"]


def test_what_is_otherwise_is_told_and_becomes_facts(world: World, tmp_path: Path) -> None:
    """In this process the simulator has its world already; one answer is enough."""
    facts = tmp_path / "facts.yml"

    def paused(call: Call) -> Any:
        rows = [instance.row() for instance in call.environment.instances.values()]
        wanted = call.text("instanceFilter")
        words = {"frozen": "paused"}
        return [
            {**row, "status": words.get(row["status"], row["status"])}
            for row in rows
            if wanted in ("*", row["instanceID"]) or (wanted == ".running" and row["status"] == "running")
        ]

    world.answer_with("GetInstances", paused)
    found = check(world, facts=str(facts), **ARGUMENTS)
    assert found["otherwise"]["STATUS_FROZEN"] == "assumed frozen, found paused"
    assert found["facts"] == {"STATUS_FROZEN": "paused"}
    assert Facts.from_file(str(facts)) == Facts(status_frozen="paused")
    assert "STATUS_FROZEN: assumed frozen, found paused" in found["lines"]
    assert list(left_of_checks(world)) == []


# Nothing of a customer


def test_no_text_of_any_answer_is_in_the_result(world: World, reading_only: None, tmp_path: Path) -> None:
    """Every text that a function returns is a canary, also where words of a closed vocabulary are usual."""
    for name, function in FUNCTIONS.items():
        if name.startswith("Get") and name not in ("GetInstances", "GetInstanceHosts", "GetArchiveAdminEnabled"):
            world.answer_with(name, _singing(function))
    found = check(world, report=str(tmp_path / "report.yml"), **ARGUMENTS)
    assert CANARY not in (tmp_path / "report.yml").read_text("utf-8")
    assert CANARY not in str({**found, "remaining": []})


def _singing(function: Function) -> Any:
    def handle(call: Call) -> Any:
        answer = function.handler(call)
        return _with_canaries(getattr(answer, "finish", lambda: answer)())

    return handle


def _with_canaries(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            **{key: _with_canaries(each) for key, each in value.items()},
            f"{CANARY} {CANARY}": CANARY,
            "map": {CANARY: CANARY},
        }
    if isinstance(value, (list, tuple)):
        return [_with_canaries(each) for each in value]
    return CANARY if isinstance(value, str) else value


def test_the_words_of_errors_are_not_in_the_result(world: World, tmp_path: Path) -> None:
    def refuse(call: Call) -> Any:
        raise ApiError(f"{CANARY} {call.arguments}", CANARY)

    for name in ("CreateUser", "CreateStore", "CreateJob", "GetUsers", "GetSystemAdministrators", "StopInstances"):
        world.answer_with(name, refuse)
    result = world.run(world.task("spe_server_check", report=str(tmp_path / "report.yml"), **ARGUMENTS))
    assert CANARY not in str({**result, "check": {**result["check"], "remaining": [], "lines": []}})
    assert CANARY not in (tmp_path / "report.yml").read_text("utf-8")
    assert data_in((tmp_path / "report.yml").read_text("utf-8")) == set()


# Functions and arguments


def test_new_gone_and_changed_functions_and_the_modules_they_touch(world: World, tmp_path: Path) -> None:
    before = str(tmp_path / "before.yml")
    check(world, report=before, instances=0)
    nothing = "No function is new, gone or changed since the earlier report, of version 25.3.1.23021."
    assert nothing in check(world, since=before, instances=0)["lines"]
    world.remove("CompactStore")
    world.describe("RenameStore", "instanceID", "id", "newName")
    world.add(Function("GetForecast", (string("instanceID"),), lambda call: None, writes=False, since="25.3"))
    found = check(world, since=before, instances=0)
    for functions in (found["functions"], found["since"]):
        assert functions["new"] == {"GetForecast": {"instanceID": "string"}}
        assert functions["gone"] == {"CompactStore": {"modules": ["spe_store_maintenance"]}}
        change = functions["changed"]["RenameStore"]
        assert (change["new_arguments"], change["gone_arguments"]) == ({"newName": "string"}, ["name"])
        assert change["modules"] == ["spe_store", "spe_tenant"]
        assert functions["modules"]["spe_store"] == ["RenameStore"]
    # Only the earlier report knows the types of arguments.
    assert found["since"]["changed"]["RenameStore"]["other_arguments"] == {"id": "number -> string"}
    assert found["since"]["version"] == "25.3.1.23021"
    assert nothing not in found["lines"]
    assert "Gone: CompactStore, which this collection knows; used by spe_store_maintenance." in found["lines"]
    assert any(
        line.startswith("Changed: RenameStore (new arguments: newName; gone arguments: name") for line in found["lines"]
    )


def test_an_older_server_lacks_nothing_unexpected() -> None:
    with simulation("demo", "22.4", settings=SETTINGS) as world:
        found = check(world)["functions"]
    assert found["new"] == found["gone"] == found["changed"] == {}
    assert found["later"]["GetCredentials"] == "24.2"


def test_a_newer_server_is_checked_and_what_is_not_known_is_told(world: World) -> None:
    world.answer_with("GetEnvironmentInfo", lambda call: {"version": "27.1.0.1"})
    found = check(world)
    assert found["server"]["newer_than_known"]
    assert "Version 27.1.0.1 is newer than all that this collection knows (25.3)." in found["lines"]


def test_a_version_that_is_none_is_not_shown(world: World) -> None:
    world.answer_with("GetEnvironmentInfo", lambda call: {"version": CANARY})
    assert check(world)["server"]["version"] == "unknown"


# What cannot be done


def test_an_account_that_may_not_create_instances_leaves_nothing(world: World) -> None:
    def refuse(call: Call) -> Any:
        raise ApiError("You may not.")

    world.answer_with("CreateInstance", refuse)
    message = refusal(world, **ARGUMENTS)
    assert message.startswith(
        f"This server does not let the check create an instance on {HOST} below {DIRECTORY} (CreateInstance is"
    )
    assert "use an account that may create instances" in message
    assert list(left_of_checks(world)) == []


def test_a_metadata_that_is_none_is_one_sentence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world._api._functions.clear()
    assert refusal(world).startswith("The answer to get-metadata is not a list of functions")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no report",
        "server: {version: 1}",
        "signatures: [x]\nserver: {}",
        "a: [",
        "server: {}\nsignatures: {A: 1}",
        "server: {}\nsignatures: {1: {}}",
        "server: {}\nsignatures: {GetUsers: {1: string}}",
        "server: {}\nsignatures: {GetUsers: {instanceID: 1}}",
        "server: {}\nsignatures: {GetUsers: {Acme Ltd: string}}",
        "server: {}\nsignatures: {GetUsers: {instanceID: Acme Ltd}}",
        "server: {}\nsignatures: {Acme Ltd: {}}",
    ],
)
def test_a_file_that_is_no_report_is_refused_before_anything_is_sent(world: World, tmp_path: Path, text: str) -> None:
    (tmp_path / "since.yml").write_text(text, "utf-8")
    assert refusal(world, since=str(tmp_path / "since.yml")).startswith("since: ")
    assert world.requests == []


def test_the_version_in_an_earlier_report_is_one(world: World, tmp_path: Path) -> None:
    (tmp_path / "since.yml").write_text(f"server: {{version: {CANARY}}}\nsignatures: {{}}\n", "utf-8")
    found = check(world, since=str(tmp_path / "since.yml"), instances=0)
    assert found["since"]["version"] == "unknown"


def test_a_connection_that_only_reads_makes_no_instance(world: World) -> None:
    assert "spe_read_only is on" in refusal(world, spe_read_only=True, **ARGUMENTS)
    assert world.requests == []


def test_an_experiment_that_meets_the_unexpected_ends_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def strange(bench: Any) -> Any:
        yield "PING_RESULT", bench.look("GetEnvironmentInfo")["nothing"]

    monkeypatch.setattr(server_check, "EXPERIMENTS", [Experiment(("PING_RESULT",), strange, READING)])
    assert check(world)["unknowns"]["PING_RESULT"]["reason"] == "An answer lacked what the experiment needs."


@pytest.mark.parametrize(
    "function", ["GetChildFolders", "GetClientAccessServers", "GetCredentials", "GetJobs", "GetProfiles", "GetUsers"]
)
def test_a_list_that_stays_empty_ends_only_its_experiments(world: World, function: str) -> None:
    world.answer_with(function, lambda call: [])
    assert "PING_RESULT" in check(world, **ARGUMENTS)["unknowns"]
    assert not [name for name in world.environment.instances if name.startswith("spe-check-")]


@pytest.mark.parametrize("function", NEEDED)
def test_what_could_not_be_removed_is_not_made(world: World, function: str) -> None:
    world.remove(function)
    message = refusal(world, **ARGUMENTS)
    assert message.startswith(f"throwaway_host: this server does not have {function}, so that")
    assert world.work == []


def test_a_directory_of_a_check_is_none_for_the_next_one(world: World) -> None:
    path = f"{DIRECTORY}\\spe-check-abcdefgh"
    message = refusal(world, **{**ARGUMENTS, "throwaway_directory": path})
    assert message.startswith("throwaway_directory: spe-check-abcdefgh is the directory of an instance")
    assert world.requests == []


@pytest.mark.parametrize("path", ["Archives", "/srv/archives", "E:", "E:\\Archives\\..", "E:\\Archives."])
def test_a_directory_that_may_be_anywhere_is_refused(world: World, path: str) -> None:
    message = refusal(world, **{**ARGUMENTS, "throwaway_directory": path})
    assert message.startswith(f"throwaway_directory: '{path}' ")
    assert world.requests == []


@pytest.mark.parametrize("function", sorted(name for name in FUNCTIONS if name.startswith("Get")))
def test_a_function_that_is_gone_does_not_end_the_check(
    world: World, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    monkeypatch.setattr(server_check, "EXPERIMENTS", [])
    world.remove(function)
    assert function in check(world, service_provider_access="open")["functions"]["gone"]


@pytest.mark.parametrize("answer", [None, [], "x", {"a": 1}, [None, 1, "x", {}], [{"instanceID": None, "status": 4}]])
@pytest.mark.parametrize(
    "function", ["GetInstances", "GetInstanceHosts", "GetEnvironmentInfo", "GetArchiveAdminEnabled"]
)
def test_an_answer_of_another_shape_does_not_end_the_check(world: World, function: str, answer: Any) -> None:
    world.answer_with(function, lambda call: answer)
    assert "GetInstanceHosts" in check(world)["answers"]


def test_a_list_that_is_refused_does_not_end_the_check(world: World) -> None:
    def refuse(call: Call) -> Any:
        raise ApiError("No.")

    world.answer_with("GetInstances", refuse)
    assert check(world)["answers"]["GetInstances"]["answer"] == "failed"


class AtCall(Disturbance):
    """Another HTTP status in the place of one answer."""

    def __init__(self, at: int, status: int) -> None:
        self.remaining, self.status = at, status

    def fault_of(self, name: str) -> Fault | None:
        self.remaining -= 1
        return Fault("http_status", self.status) if self.remaining == 0 else None


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_an_answer_of_a_gateway_is_none_of_the_server(world: World, status: int) -> None:
    task = world.task("spe_server_check", instances=0)
    for at in count(1):
        disturbance = AtCall(at, status)
        result = world.run(task, disturbance=disturbance)
        if disturbance.remaining > 0:
            break
        assert result.get("failed") or result["check"]["otherwise"] == {}, f"call {at}: {result['check']['otherwise']}"
    assert at > 20


# Facts


def test_facts_that_a_check_does_not_settle_stay(world: World, reading_only: None, tmp_path: Path) -> None:
    """What cost an hour is not lost by a look that only reads; what is settled now counts."""
    facts = tmp_path / "facts.yml"
    facts.write_text("STATUS_FROZEN: paused\nCREDENTIAL_ID: another\n", "utf-8")
    found = check(world, facts=str(facts), instances=0)
    assert found["facts"] == {}
    assert found["unknowns"]["CREDENTIAL_ID"]["found"] is not None
    assert yaml.safe_load(facts.read_text("utf-8")) == {"STATUS_FROZEN": "paused"}


@pytest.mark.parametrize("text", ["- hosts: all\n", "tenant_name: Acme\n", "a: [", "STATUS_FROZEN: stopped\n"])
def test_another_file_is_not_replaced_by_facts(world: World, tmp_path: Path, text: str) -> None:
    facts = tmp_path / "facts.yml"
    facts.write_text(text, "utf-8")
    message = refusal(world, facts=str(facts))
    assert message.startswith(f"facts: '{facts}' is there, but is no file of facts (")
    assert facts.read_text("utf-8") == text
    assert world.requests == []


def test_former_facts_stay_as_far_as_all_of_it_can_be() -> None:
    former = {"STATUS_STOPPED": "paused", "STATUS_FROZEN": "halted", "CREDENTIAL_ID": "id"}
    facts = facts_with_former({"STATUS_FROZEN": "paused"}, former, {"STATUS_FROZEN"})
    assert facts == {"STATUS_FROZEN": "paused", "CREDENTIAL_ID": "id"}


@pytest.mark.parametrize(
    ("found", "facts"),
    [
        ({"STATUS_FROZEN": "paused"}, {"STATUS_FROZEN": "paused"}),
        ({"STATUS_FROZEN": "a text"}, {}),
        ({"STATUS_FROZEN": None}, {}),
        ({"STATUS_FROZEN": "off", "STATUS_STOPPED": "off"}, {"STATUS_STOPPED": "off"}),
        ({"JOB_TIME_PATTERN": "two_digits"}, {"JOB_TIME_PATTERN": "with_seconds"}),
        ({"JOB_TIME_PATTERN": "without_seconds"}, {"JOB_TIME_PATTERN": "without_seconds"}),
        ({"JOB_TIME_PATTERN": "something else"}, {}),
        ({"LEFT_OUT_LIST_EMPTIES": "false"}, {"LEFT_OUT_LIST_EMPTIES": "false"}),
        ({"CREDENTIAL_ID": "credentialId"}, {"CREDENTIAL_ID": "credentialId"}),
        ({"PING_RESULT": "true"}, {}),
    ],
)
def test_facts_are_what_a_file_may_say(found: dict[str, str | None], facts: dict[str, str]) -> None:
    findings = [Finding(unknown, found.get(unknown.name)) for unknown in UNKNOWNS]
    assert facts_of(findings) == facts
    assert Facts.take(facts)
