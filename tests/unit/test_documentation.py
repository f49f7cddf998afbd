# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation, argument specs and the fields of nouns say the same, for every module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PureWindowsPath
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import (
    CONNECTION_OPTIONS,
    WAIT_OPTIONS,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.mailstore.plugins.module_utils._resources.credential import credential_resource
from ansible_collections.community.mailstore.plugins.module_utils._resources.host_directory import directory_resource
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.unit.documentation import (
    MODULES,
    ModuleText,
    all_resources,
    contradictions_of_attributes,
    contradictions_of_examples,
    contradictions_of_fields,
    contradictions_of_heading,
    contradictions_of_object,
    contradictions_of_options,
    contradictions_of_results,
    read_module,
)
from tests.unit.plugins.module_utils.server import simulated_server

# Options that say how a task is done and to what, and are never a field.
NEVER_FIELDS = frozenset(
    {*CONNECTION_OPTIONS, *WAIT_OPTIONS, "instance_id", "service_provider_access", "new_name", "confirm", "state"}
)
# Options of single modules that are no fields.
BESIDE_FIELDS: Mapping[str, frozenset[str]] = {
    "spe_archive_admin": frozenset({"one_time_url", "instance_url", "record"}),
    "spe_compliance": frozenset({"allow_weaken"}),
    "spe_directory_services": frozenset({"credential"}),
    "spe_client_access_server": frozenset({"pair"}),
    "spe_host_directory": frozenset({"instance_host", "parents"}),
    "spe_instance": frozenset(
        {"create_base_directory", "allow_move", "safe_mode", "allow_running", "allow_legal_hold", "allow_messages"}
    ),
    "spe_instance_host": frozenset({"pair"}),
    "spe_job": frozenset({"command", "arguments", "allow_unknown_command"}),
    "spe_profile": frozenset({"credential", "verify"}),
    "spe_smtp": frozenset({"test"}),
    "spe_store": frozenset({"attach", "allow_move", "merge_from", "allow_no_current"}),
    "spe_system_administrator": frozenset({"reinitialize_mfa"}),
    "spe_system_smtp": frozenset({"test"}),
    "spe_user": frozenset(
        {
            "rename_archive",
            "purge_folder_privileges",
            "own_archive_privileges",
            "reinitialize_mfa",
            "delete_app_passwords",
        }
    ),
}
# Fields that the option state stands for.
SAID_BY_STATE: Mapping[str, frozenset[str]] = {
    "spe_archive_admin": frozenset({"enabled"}),
    "spe_host_directory": frozenset({"exists"}),
}
# Modules that describe no state of one noun: they act, or manage many.
ACTING = frozenset(
    {
        *("spe_api_password", "spe_branding", "spe_command", "spe_directory_sync", "spe_folder"),
        *("spe_instance_control", "spe_job_run", "spe_profile_run", "spe_status_report"),
        *("spe_store_maintenance", "spe_store_transfer", "spe_tenant"),
    }
)
READING = frozenset(name for name in MODULES if name.endswith("_info"))
#: Modules that work on what others have read, and ask no server.
JUDGING = frozenset({"spe_health"})
#: Modules that make experiments: which calls these need is found out by making them.
EXPERIMENTING = frozenset({"spe_server_check"})
STATES = [name for name in MODULES if name not in ACTING | READING | JUDGING | EXPERIMENTING]


def _credential() -> Resource:
    """The noun as a server has it: the names of its arguments are the server's."""
    with simulated_server() as server:
        return credential_resource(server.client())


RESOURCES = {
    **all_resources(),
    "credential": _credential(),
    "host_directory": directory_resource(PureWindowsPath("E:\\A"), "host1.example.com"),
}


def agree(contradictions: Iterable[str], module: str) -> None:
    found = list(contradictions)
    if found:
        pytest.fail("\n".join(f"{module}: {sentence}" for sentence in found), pytrace=False)


@pytest.fixture(params=MODULES)
def text(request: pytest.FixtureRequest) -> ModuleText:
    return read_module(request.param)


def test_options_are_documented_as_they_are(text: ModuleText) -> None:
    agree(contradictions_of_options(text), text.name)


def test_attributes_are_set(text: ModuleText) -> None:
    agree(contradictions_of_attributes(text), text.name)


def test_headings_are_complete(text: ModuleText) -> None:
    agree(contradictions_of_heading(text), text.name)


def test_results_are_documented_with_samples(text: ModuleText) -> None:
    agree(contradictions_of_results(text), text.name)


def test_examples_are_tasks_that_are_understood(text: ModuleText) -> None:
    agree(contradictions_of_examples(text), text.name)


def resource_of(module: str) -> Resource:
    noun = module.removeprefix("spe_")
    resource = RESOURCES.get(noun)
    if resource is None:
        pytest.fail(f"{module}: there is no noun {noun!r}; if the module only acts, add it to ACTING.", pytrace=False)
    return resource


@pytest.mark.parametrize("module", STATES)
def test_every_field_is_an_option_and_every_option_a_field(module: str) -> None:
    resource = resource_of(module)
    beside = NEVER_FIELDS | {resource.identity} | BESIDE_FIELDS.get(module, frozenset())
    if any(entry.secret for entry in resource.fields):
        beside |= {"update_password"}
    fields = {entry.option for entry in resource.fields}
    contradictions = contradictions_of_fields(
        read_module(module),
        resource,
        beside=frozenset(beside - (fields & NEVER_FIELDS)),
        said_otherwise=SAID_BY_STATE.get(module, frozenset()),
    )
    agree(contradictions, module)


@pytest.mark.parametrize("module", STATES)
def test_state_modules_document_their_object(module: str) -> None:
    agree(contradictions_of_object(read_module(module), resource_of(module)), module)


@pytest.mark.parametrize("module", sorted(ACTING))
def test_modules_that_act_document_their_calls(module: str) -> None:
    text = read_module(module)
    assert module in MODULES
    assert "calls" in text.returned, f"{module}: the result calls is not documented."


@pytest.mark.parametrize("module", sorted(READING))
def test_info_modules_can_be_queried_and_change_nothing(module: str) -> None:
    text = read_module(module)
    assert "query" in text.definition.argument_spec, f"{module}: there is no option query."
    assert "query_result" in text.returned, f"{module}: the result query_result is not documented."
    assert "calls" not in text.returned, f"{module}: a module that only reads tells no calls."
    for attribute, support in (("check_mode", "full"), ("diff_mode", "N/A"), ("idempotent", "full")):
        assert text.documentation["attributes"][attribute]["support"] == support


@pytest.mark.parametrize("table", [BESIDE_FIELDS, SAID_BY_STATE])
def test_the_tables_name_modules_that_exist(table: Mapping[str, frozenset[str]]) -> None:
    assert set(table) <= set(STATES)


# That the checks can fail.


@pytest.fixture(scope="module")
def good() -> ModuleText:
    return read_module("spe_user")


def changed(text: ModuleText, path: str, value: Any) -> ModuleText:
    """The module with one entry of its documentation changed; a missing value takes it away."""
    keys = path.split(".")
    documentation = dict(text.documentation)
    level = documentation
    for key in keys[:-1]:
        level[key] = dict(level[key])
        level = level[key]
    level.pop(keys[-1], None)
    if value is not None:
        level[keys[-1]] = value
    return replace(text, documentation=documentation)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("options.full_name", None, "The option full_name is in the argument spec, but not documented."),
        ("options.colour", {"description": "x"}, "The option colour is documented, but not in the argument spec."),
        ("options.full_name.type", "int", "The option full_name has type 'int' in the documentation, but 'str' in the argument spec."),
        ("options.privileges.elements", "int", "The option privileges has elements 'int'"),
        ("options.mfa.choices", ["on"], "The option mfa has choices ['on'] in the documentation, but ['enabled', 'disabled']"),
        ("options.state.default", "absent", "The option state has default 'absent'"),
        ("options.name.required", None, "The option name has required False in the documentation, but True"),
        ("options.full_name.aliases", ["x"], "The option full_name has aliases ['x']"),
        ("options.full_name.description", None, "The option full_name has no description."),
        (
            "options.folder_privileges.suboptions.folder",
            None,
            "The option folder_privileges.folder is in the argument spec, but not documented.",
        ),
    ],
)  # fmt: skip
def test_options_that_differ_are_named(good: ModuleText, path: str, value: Any, sentence: str) -> None:
    (found,) = contradictions_of_options(changed(good, path, value))
    assert found.startswith(sentence)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("attributes.diff_mode", None, "The attribute diff_mode does not say its support"),
        ("attributes.action_group.support", "yes", "The attribute action_group does not say its support"),
        ("attributes.idempotent.details", None, "The attribute idempotent is partial, but has no details"),
        ("attributes.check_mode.support", "none", "The attribute check_mode says none, but the module supports it."),
    ],
)
def test_attributes_that_say_nothing_are_named(good: ModuleText, path: str, value: Any, sentence: str) -> None:
    assert next(contradictions_of_attributes(changed(good, path, value))).startswith(sentence)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("module", "spe_usr", "The documentation is of 'spe_usr'."),
        ("short_description", "Manage users.", "The short description is missing, or ends with a full stop."),
        ("author", None, "The documentation has no author."),
        ("seealso", [{"module": "community.mailstore.spe_usr"}], "seealso names community.mailstore.spe_usr"),
    ],
)
def test_headings_that_are_wrong_are_named(good: ModuleText, path: str, value: Any, sentence: str) -> None:
    assert next(contradictions_of_heading(changed(good, path, value))).startswith(sentence)


def returning(text: ModuleText, **results: Any) -> ModuleText:
    returned = {**text.returned, **results}
    return replace(text, returned={key: value for key, value in returned.items() if value is not None})


CALL = {"description": "x", "returned": "success", "type": "list"}


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        ({"x": {"description": "x", "returned": "x", "type": "int"}}, "The result x has no sample."),
        ({"x": {"returned": "x", "type": "int", "sample": 1}}, "The result x has no description."),
        ({"x": {"description": "x", "returned": "x", "type": "int", "sample": []}}, "The sample of the result x is no int."),
        (
            {"skipped": {"description": "x", "returned": "x", "type": "list", "sample": []}},
            "The result skipped has a name to which Ansible itself gives a meaning.",
        ),
        ({"error": None}, "The result error is not documented."),
        ({"service_provider_access_opened": None}, "service_provider_access_opened is documented without"),
        ({"calls": {**CALL, "sample": [{"function": "MakeUser"}]}}, "The sample of calls names MakeUser"),
        (
            {"calls": {**CALL, "sample": [{"function": "DeleteUser", "arguments": {"name": "x"}}]}},
            "The sample of calls gives DeleteUser the argument name, which it does not take.",
        ),
    ],
)  # fmt: skip
def test_results_that_are_wrong_are_named(good: ModuleText, results: dict[str, Any], sentence: str) -> None:
    (found,) = contradictions_of_results(returning(good, **results))
    assert found.startswith(sentence)


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        ({"calls": None}, "The result calls is not documented."),
        ({"user": None}, "The result user is not documented."),
        ({"password_updated": None}, "password_updated is documented without a secret field, or the other way."),
        ({"user": {"sample": {"name": "x"}}}, "The sample of the result user lacks full_name."),
    ],
)
def test_objects_that_are_wrong_are_named(good: ModuleText, results: dict[str, Any], sentence: str) -> None:
    assert next(contradictions_of_object(returning(good, **results), USER)).startswith(sentence)


def test_a_sample_that_shows_a_secret_is_named(good: ModuleText) -> None:
    sample = {**good.returned["user"]["sample"], "password": "x"}
    (found,) = contradictions_of_object(returning(good, user={**good.returned["user"], "sample": sample}), USER)
    assert found == "The sample of the result user shows the secret password."


def test_fields_and_options_that_differ_are_named(good: ModuleText) -> None:
    beside = NEVER_FIELDS | {"name", "update_password"} | BESIDE_FIELDS["spe_user"]
    without_mfa = replace(USER, fields=tuple(entry for entry in USER.fields if entry.option != "mfa"))
    assert list(contradictions_of_fields(good, without_mfa, beside=beside, said_otherwise=frozenset())) == [
        "The option mfa of spe_user is no field of the noun user, and not known to be another."
    ]
    extra = replace(USER, fields=(*USER.fields, replace(USER.fields[0], option="colour")))
    assert list(contradictions_of_fields(good, extra, beside=beside, said_otherwise=frozenset())) == [
        "The field colour of the noun user is no option of spe_user."
    ]
    assert list(
        contradictions_of_fields(good, USER, beside=beside | {"mfa"}, said_otherwise=frozenset({"full_name"}))
    ) == [
        "The option mfa of spe_user is listed as no field, but the noun user has it.",
        "full_name of spe_user is listed as a field that is no option, but is not.",
    ]
    secret = USER.with_field("full_name", secret=True)
    assert list(contradictions_of_fields(good, secret, beside=beside, said_otherwise=frozenset())) == [
        "The field full_name is secret, but the option of spe_user has no no_log."
    ]


def task(**arguments: Any) -> dict[str, Any]:
    return {"name": "Do it", "community.mailstore.spe_user": {"instance_id": "contoso", "name": "jane", **arguments}}


@pytest.mark.parametrize(
    ("examples", "sentence"),
    [
        (None, "EXAMPLES is no list of tasks."),
        ([{"name": "Do it", "spe_user": {}}], "The example 'Do it' does not use exactly one module by its full name."),
        ([{"name": "Do it", "ansible.builtin.debug": {}}], "EXAMPLES does not use community.mailstore.spe_user."),
        ([{"name": "Do it", "block": [task(colour="red")]}], "The example 'Do it' gives spe_user the option colour"),
        ([task(mfa="on")], "The example 'Do it' would not be understood: value of mfa must be one of"),
        ([task(), {"name": "Do it", "community.mailstore.spe_usr": {}}], "The example 'Do it' uses community.mailstore.spe_usr"),
        ([{"name": "Do it", "community.mailstore.spe_user": {}}], "The example 'Do it' would not be understood: missing required"),
        ([{**task(), "name": ""}], "A task of EXAMPLES has no name"),
    ],
)  # fmt: skip
def test_examples_that_are_wrong_are_named(good: ModuleText, examples: Any, sentence: str) -> None:
    assert next(contradictions_of_examples(replace(good, examples=examples))).startswith(sentence)


def test_a_module_without_a_noun_is_named() -> None:
    with pytest.raises(pytest.fail.Exception, match="there is no noun 'usr'"):
        resource_of("spe_usr")


def test_contradictions_fail_with_all_sentences() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"spe_user: One\.\nspe_user: Two\."):
        agree(["One.", "Two."], "spe_user")
