# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data of extensions/awx fits together, and AWX makes of it what the collection expects."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tests.awx.data import AWX, PLAYBOOKS, PROJECT, definitions, load
from tests.awx.injection import inject, mistakes_of_type, survey_answers

DATA = definitions()
TYPES = {entry["name"]: entry for entry in DATA["spe_awx_credential_types"]}
TEMPLATES = DATA["spe_awx_job_templates"]
SURVEYS = {entry["name"]: entry["survey_spec"] for entry in TEMPLATES if "survey_spec" in entry}
REQUIRED = {"url": "https://spe.example.com:8474", "username": "ansible", "password": "p%w'd {{ x }}"}
OPTIONAL = {"ca": "-----BEGIN CERTIFICATE-----\n", "fingerprint": "AB:CD", "proxy": "http://proxy:3128", "timeout": "5"}
VARIABLES = {
    "url": "SPE_URL",
    "username": "SPE_USERNAME",
    "password": "SPE_PASSWORD",
    "ca": "SPE_CA_PATH",
    "fingerprint": "SPE_CERTIFICATE_FINGERPRINT",
    "proxy": "SPE_PROXY",
    "timeout": "SPE_TIMEOUT",
}


def _names(kind: str) -> set[str]:
    return {entry["name"] for entry in DATA[f"spe_awx_{kind}"]}


@pytest.mark.parametrize("name", TYPES)
def test_awx_takes_the_credential_type(name: str) -> None:
    assert mistakes_of_type(TYPES[name]) == []
    fields = {entry["id"]: entry for entry in TYPES[name]["inputs"]["fields"]}
    assert set(fields) == set(VARIABLES)
    assert [field for field, entry in fields.items() if entry.get("secret")] == ["password"]
    assert set(TYPES[name]["inputs"]["required"]) == set(REQUIRED)
    for entry in fields.values():
        assert set(entry) <= {"id", "type", "label", "help_text", "secret", "multiline"}
        assert len(entry["help_text"]) > 20


def test_a_template_that_names_no_input_is_found() -> None:
    """The check above can fail."""
    wrong = {**TYPES["MailStore SPE"], "injectors": {"env": {"SPE_URL": "{{ uri }}", "ANSIBLE_X": "1"}}}
    assert mistakes_of_type(wrong) == ["ANSIBLE_X: not allowed", "env.SPE_URL: 'uri' is undefined"]


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("left_out", [(), *((field,) for field in OPTIONAL), tuple(OPTIONAL)])
@pytest.mark.parametrize("as_empty_text", [False, True])
def test_each_input_has_its_variable_and_an_empty_one_is_empty(
    name: str, left_out: tuple[str, ...], as_empty_text: bool, tmp_path: Path
) -> None:
    inputs = {**REQUIRED, **{field: value for field, value in OPTIONAL.items() if field not in left_out}}
    if as_empty_text:
        inputs.update(dict.fromkeys(left_out, ""))
    injected = inject(TYPES[name], inputs, tmp_path)
    environment = dict(injected.environment)
    assert environment.pop("SPE_READ_ONLY", None) == ("true" if name == "MailStore SPE reports" else None)
    ca_path = environment.pop("SPE_CA_PATH")
    assert (Path(ca_path).read_text("utf-8") if ca_path else "") == inputs.get("ca", "")
    assert environment == {variable: inputs.get(field, "") for field, variable in VARIABLES.items() if field != "ca"}
    assert injected.extra_variables == {}


def test_what_the_objects_name_is_there() -> None:
    assert {entry["credential_type"] for entry in DATA["spe_awx_credentials"]} <= set(TYPES)
    credentials = _names("credentials")
    for template in TEMPLATES:
        assert set(template.get("credentials", [])) <= credentials, template["name"]
    for source in DATA["spe_awx_inventory_sources"]:
        assert source["inventory"] in _names("inventories")
        assert source["source_project"] in _names("projects")
        assert source.get("credential") in {None, *credentials}
        assert (PROJECT / source["source_path"]).is_file()
    runnable = _names("job_templates") | _names("workflows")
    assert {entry["unified_job_template"] for entry in DATA["spe_awx_schedules"]} <= runnable
    notifications = DATA["spe_awx_notifications"]
    assert {name for names in notifications.values() for name in names} <= _names("notification_templates")
    assert {name for entry in TEMPLATES for name in entry} <= set(_arguments_of("Job templates"))


def _arguments_of(task: str) -> dict[str, Any]:
    """The arguments of a task that makes objects."""
    (found,) = (entry for entry in load(AWX / "tasks" / "objects.yml") if entry["name"] == task)
    return dict(next(value for key, value in found.items() if key.startswith("awx.awx.")))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template["name"])
def test_a_job_template_runs_a_playbook_of_the_collection(template: dict[str, Any]) -> None:
    (play,) = load(PROJECT / template["playbook"])
    collection, _dot, playbook = play["ansible.builtin.import_playbook"].rpartition(".")
    assert collection == "community.mailstore"
    assert (PLAYBOOKS / f"{playbook}.yml").is_file()
    assert template["playbook"] == f"{playbook}.yml"


@pytest.mark.parametrize("name", SURVEYS)
def test_a_survey_has_the_form_of_awx(name: str) -> None:
    survey = SURVEYS[name]
    assert set(survey) == {"name", "description", "spec"}
    playbook = next(entry["playbook"] for entry in TEMPLATES if entry["name"] == name)
    text = (PLAYBOOKS / playbook).read_text("utf-8")
    for question in survey["spec"]:
        allowed = {
            "question_name",
            "question_description",
            "variable",
            "type",
            "required",
            "default",
            "min",
            "max",
            "choices",
        }
        assert set(question) <= allowed
        assert question["question_description"]
        assert question["type"] in {"text", "password", "multiplechoice"}
        assert question["variable"] in text
        assert ("password" in question["variable"]) == (question["type"] == "password")


def test_answers_are_checked_as_awx_does() -> None:
    with pytest.raises(ValueError, match="value missing"):
        survey_answers(SURVEYS["SPE onboard"], {"onboard_tenant": "bakery"})
    answers = {"onboard_tenant": "bakery", "onboard_display_name": "B", "onboard_password": "12345678"}
    assert survey_answers(SURVEYS["SPE onboard"], answers) == {
        **answers,
        "onboard_administrator": "admin",
        **dict.fromkeys(("onboard_instance_host", "onboard_store", "onboard_email"), ""),
    }
    with pytest.raises(ValueError, match="too small"):
        survey_answers(SURVEYS["SPE onboard"], {**answers, "onboard_password": "1234567"})


def test_jobs_that_only_read_have_the_credential_for_reports() -> None:
    reading = {"export.yml", "drift.yml", "health.yml"}
    for template in TEMPLATES:
        credentials = template.get("credentials", [])
        expected = [] if template["playbook"] == "approval_needed.yml" else ["MailStore SPE"]
        assert credentials == (["MailStore SPE reports"] if template["playbook"] in reading else expected), template[
            "name"
        ]


def test_the_morning_check_knows_who_has_support_access() -> None:
    """It takes access for a warning that its history has open for nobody."""
    histories = {
        name: value
        for template in TEMPLATES
        for name, value in template.get("extra_vars", {}).items()
        if name in {"fleet_health_history", "support_access_history"}
    }
    assert len(histories) == 2
    assert len(set(histories.values())) == 1
    playbooks = ("health.yml", "support_access.yml")
    assert [
        template["name"]
        for template in TEMPLATES
        if template["playbook"] in playbooks and not histories.keys() & template.get("extra_vars", {}).keys()
    ] == []


def test_the_report_of_a_month_is_of_that_month_in_each_time_zone() -> None:
    """Its month is that of UTC, and it runs on the last day of the month."""
    (rule,) = (
        entry["rrule"] for entry in DATA["spe_awx_schedules"] if entry["unified_job_template"] == "SPE monthly report"
    )
    started = re.search(r":(\d{8}T\d{6}) .*BYMONTHDAY=-1$", rule)
    assert started is not None
    last_day = datetime.strptime(started[1], "%Y%m%dT%H%M%S").replace(day=31, tzinfo=timezone.utc)
    assert {(last_day - timedelta(hours=ahead)).month for ahead in range(-11, 15)} == {last_day.month}


def test_the_workflow_asks_only_when_something_differs_and_applies_what_was_approved() -> None:
    nodes = {node["identifier"]: node for node in DATA["spe_awx_workflow_nodes"]}
    edges = {
        (name, kind, follower)
        for name, node in nodes.items()
        for kind in ("success_nodes", "failure_nodes", "always_nodes")
        for follower in node.get(kind, [])
    }
    assert edges == {
        ("check", "success_nodes", "approval-needed"),
        ("approval-needed", "failure_nodes", "approve"),
        ("approve", "success_nodes", "apply"),
    }
    playbooks = {entry["name"]: entry for entry in TEMPLATES}
    apply = playbooks[nodes["apply"]["unified_job_template"]]
    assert apply["extra_vars"] == {"tenant_plans_required": True}
    assert not any(apply.get(field) for field in apply if field.startswith("ask_"))
    assert "approval_node" in nodes["approve"]
