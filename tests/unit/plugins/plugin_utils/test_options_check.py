# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-lint calls `main` of the action plugins: options are checked, and nothing is done."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from typing import Any

import pytest
from ansible.module_utils.testing import patch_module_args
from ansible_collections.community.mailstore.plugins.modules import spe_user
from ansible_collections.community.mailstore.plugins.plugin_utils.options_check import check_options

from tests.unit.documentation import MODULES, PACKAGE


def _refusal(capsys: pytest.CaptureFixture[str], check: Any, **arguments: Any) -> str:
    with patch_module_args(arguments), pytest.raises(SystemExit):
        check()
    return str(json.loads(capsys.readouterr().out)["msg"])


@pytest.mark.parametrize("module", MODULES)
def test_a_mistyped_option_is_found_in_every_module(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    action = importlib.import_module(f"{PACKAGE}.action.{module}")
    definition = action.ActionModule.definition
    required = {name: "{{ x }}" for name, option in definition.argument_spec.items() if option.get("required")}
    required.update({names[0]: "{{ x }}" for names in definition.rules.get("required_one_of", ())})
    assert "nam. Supported parameters include" in _refusal(capsys, action.main, **required, nam="x")


@pytest.mark.parametrize(
    "arguments",
    [
        # The connection and the instance may come from module defaults.
        {"name": "jane", "full_name": None, "mfa": None},
        {"name": "{{ name }}", "privileges": "{{ words }}", "purge_folder_privileges": "{{ perhaps }}"},
        {"name": "jane", "folder_privileges": [{"folder": "a", "privileges": "{{ words }}"}]},
    ],
)
def test_what_cannot_be_known_passes_and_no_work_is_done(arguments: dict[str, Any]) -> None:
    definition = replace(spe_user.MODULE, work=lambda params, context: pytest.fail("worked"))
    with patch_module_args(arguments):
        check_options(definition)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"instance_id": "weber"}, "missing required arguments: name"),
        ({"name": "jane", "privileges": ["logn"]}, "value of privileges must be one or more of"),
        (
            {"name": "jane", "folder_privileges": [{"privileges": ["read"]}]},
            "missing required arguments: folder found in",
        ),
    ],
)
def test_mistakes_are_named(arguments: dict[str, Any], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sentence in _refusal(capsys, lambda: check_options(spe_user.MODULE), **arguments)
