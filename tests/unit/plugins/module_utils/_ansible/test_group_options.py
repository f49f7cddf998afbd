# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the module defaults of the action group set reaches every module, and disturbs none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.testing import patch_module_args
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.entry_point import run_module
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import GROUP_OPTIONS

from tests.unit.documentation import MODULES, definition_of

LOGIN = {"spe_url": "https://127.0.0.1:1", "spe_username": "admin", "spe_password": "hunter2"}
DEFAULTS: Mapping[str, Any] = {
    "instance_id": "weber",
    "service_provider_access": "open",
    "wait": False,
    "wait_timeout": 60,
    "wait_interval": 2,
    "cancel_on_timeout": True,
}
#: Values for options that a module requires, by type and, where the words are fixed, the first of them.
VALUES: Mapping[str, Any] = {"str": "a", "list": ["a"], "int": 1, "dict": {"a": "b"}, "bool": True}


def _required(definition: ModuleDefinition) -> dict[str, Any]:
    return {
        name: _value(option)
        for name, option in definition.argument_spec.items()
        if option.get("required") and name not in LOGIN and name not in DEFAULTS
    }


def _value(option: Mapping[str, Any]) -> Any:
    if option.get("elements") == "dict":
        return [{name: _value(inner) for name, inner in option["options"].items() if inner.get("required")}]
    if "choices" not in option:
        return VALUES[option["type"]]
    word = option["choices"][0]
    return [word] if option["type"] == "list" else word


def _with_echo(definition: ModuleDefinition) -> ModuleDefinition:
    """The definition with its options, whose work only shows what reached it; rules among options are no matter here."""

    def work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
        return {"changed": False, "params": {name: params[name] for name in DEFAULTS if name in params}}

    return replace(definition, work=work, rules={})


def test_all_options_of_the_group_are_tried() -> None:
    assert set(DEFAULTS) == set(GROUP_OPTIONS)


@pytest.mark.parametrize("module", MODULES)
def test_the_ordinary_module_takes_all_and_uses_its_own(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    definition = _with_echo(definition_of(module))
    with patch_module_args({**LOGIN, **DEFAULTS, **_required(definition)}), pytest.raises(SystemExit):
        run_module(definition)
    result = json.loads(capsys.readouterr().out)
    assert result.get("params") == {name: DEFAULTS[name] for name in DEFAULTS if name in definition.argument_spec}, (
        result
    )


@pytest.mark.parametrize("option", GROUP_OPTIONS)
@pytest.mark.parametrize("module", MODULES)
def test_no_option_of_the_group_is_unknown(module: str, option: str) -> None:
    accepted = definition_of(module).accepted_options
    validation = ArgumentSpecValidator(accepted).validate({**LOGIN, option: DEFAULTS.get(option)})
    assert validation.unsupported_parameters == set()


@pytest.mark.parametrize(
    "module", [name for name in MODULES if "service_provider_access" in definition_of(name).argument_spec]
)
def test_the_environment_says_how_access_is_opened(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPE_SERVICE_PROVIDER_ACCESS", "open")
    validator = ArgumentSpecValidator(definition_of(module).accepted_options)
    assert validator.validate(LOGIN).validated_parameters["service_provider_access"] == "open"
    named = {**LOGIN, "service_provider_access": "require"}
    assert validator.validate(named).validated_parameters["service_provider_access"] == "require"


@pytest.mark.parametrize(
    "module", [name for name in MODULES if "service_provider_access" not in definition_of(name).argument_spec]
)
def test_the_environment_is_no_matter_where_access_is_ignored(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPE_SERVICE_PROVIDER_ACCESS", "opened")
    validation = ArgumentSpecValidator(definition_of(module).accepted_options).validate(LOGIN)
    assert validation.validated_parameters["service_provider_access"] is None
