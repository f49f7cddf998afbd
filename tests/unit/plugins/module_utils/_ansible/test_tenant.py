# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every sentence of a task names the tenant that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.execute import execute
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant import tenant_of, with_tenant
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError, SpeError

from tests.unit.documentation import MODULES, definition_of

CONNECTION = {
    "spe_url": "https://127.0.0.1:1",
    "spe_username": "admin",
    "spe_password": "hunter2",
    "spe_retries": 0,
}
OF_A_TENANT = [name for name in MODULES if "instance_id" in definition_of(name).argument_spec]
ERRORS = [InputError("name is empty: give one."), SpeError("The server broke off."), KeyError("defect"), SystemExit(1)]


def _params(definition: ModuleDefinition) -> dict[str, Any]:
    defaults = {name: option.get("default") for name, option in definition.argument_spec.items()}
    return {**defaults, **CONNECTION, "instance_id": "weber"}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("module", OF_A_TENANT)
def test_failures_warnings_and_progress_name_the_tenant(module: str, error: BaseException) -> None:
    shown: list[str] = []

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        context.warn("Beware.")
        assert context.client.progress is not None
        context.client.progress("VerifyStore: 42 %")
        raise error

    definition = replace(definition_of(module), work=work)
    result = execute(
        definition,
        _params(definition),
        specified=SpecifiedOptions([]),
        secrets=set(),
        check_mode=False,
        diff_mode=False,
        progress=shown.append,
    )
    assert result["msg"].startswith("weber: ")
    assert result["warnings"] == ["weber: Beware."]
    assert shown == ["weber: VerifyStore: 42 %"]


@pytest.mark.parametrize("module", OF_A_TENANT)
def test_an_error_of_the_connection_names_the_tenant(module: str) -> None:
    definition = definition_of(module)

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        context.client.call("GetInstances", {"instanceFilter": "*"})
        return {}

    result = execute(
        replace(definition, work=work),
        _params(definition),
        specified=SpecifiedOptions([]),
        secrets=set(),
        check_mode=True,
        diff_mode=False,
    )
    assert result["msg"].startswith("weber: https://127.0.0.1:1 refuses connections")


@pytest.mark.parametrize(
    ("params", "tenant"),
    [
        ({"instance_id": "weber"}, "weber"),
        ({"instance_id": None}, None),
        ({}, None),
        ({"arguments": {"instanceID": "weber"}}, "weber"),
        ({"arguments": {"instanceFilter": "weber"}}, "weber"),
        ({"arguments": {"instanceFilter": "we*"}}, None),
        ({"arguments": {"instanceFilter": ["weber"]}}, None),
        ({"arguments": None}, None),
        ({"instance_id": "weber", "arguments": {"instanceID": "baumann"}}, "weber"),
    ],
)
def test_one_tenant_or_none(params: Mapping[str, Any], tenant: str | None) -> None:
    assert tenant_of(params) == tenant


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("There is no job 'A'.", "weber: There is no job 'A'."),
        ("There is no user 'weber'.", "weber: There is no user 'weber'."),
        ("There is no instance 'weber' yet.", "There is no instance 'weber' yet."),
        ("There is no instance 'weber-2' yet.", "weber: There is no instance 'weber-2' yet."),
    ],
)
def test_a_tenant_is_not_named_twice(text: str, sentence: str) -> None:
    assert with_tenant(text, "weber") == sentence


def test_what_is_no_tenant_stays_in_one_line() -> None:
    assert with_tenant("The name is empty.", "a\nb") == "'a\\nb': The name is empty."
    assert with_tenant("instance_id: 'a\\nb' is wrong.", "a\nb") == "instance_id: 'a\\nb' is wrong."
