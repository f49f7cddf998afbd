# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A definition as an ordinary module."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from ansible.module_utils.testing import patch_module_args
from ansible_collections.community.mailstore.plugins.module_utils._ansible import entry_point
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.entry_point import run_module
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import CONNECTION_OPTIONS

LOGIN = {"spe_url": "https://127.0.0.1:1", "spe_username": "admin", "spe_password": "hunter2"}


def _work(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    context.warn("Beware of hunter2.")
    if params["name"] == "failing":
        return {"failed": True, "msg": "Not all went well.", "changed": True}
    return {
        "changed": False,
        "specified": sorted(context.specified),
        "modes": [context.check_mode, context.diff_mode],
        "note": params["note"],
    }


def _definition(**more: Any) -> ModuleDefinition:
    spec = {**CONNECTION_OPTIONS, "name": {"type": "str", "aliases": ["title"]}, "note": {"type": "str"}}
    return ModuleDefinition(name="definition", argument_spec=spec, work=_work, **more)


def _run(
    capsys: pytest.CaptureFixture[str], definition: ModuleDefinition, **arguments: Any
) -> tuple[int, dict[str, Any]]:
    with patch_module_args({**LOGIN, **arguments}), pytest.raises(SystemExit) as ended:
        run_module(definition)
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return int(str(ended.value.code)), result


def test_it_remembers_what_was_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, result = _run(capsys, _definition(), title=None)
    assert code == 0
    assert result["specified"] == ["name", "spe_password", "spe_url", "spe_username"]


def test_modes_reach_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, _definition(), _ansible_check_mode=True, _ansible_diff=True)[1]["modes"] == [True, True]
    assert _run(capsys, _definition())[1]["modes"] == [False, False]


def test_a_failure_ends_the_module_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, result = _run(capsys, _definition(), name="failing")
    assert code == 1
    assert (result["failed"], result["changed"], result["msg"]) == (True, True, "Not all went well.")


def test_secrets_are_masked_wherever_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    _code, result = _run(
        capsys, _definition(secrets=lambda params: [params["name"]]), name="private", note="a private b"
    )
    assert result["note"] == "a ******** b"
    assert "hunter2" not in json.dumps(result)
    assert "private" not in json.dumps(result)


def test_rules_are_those_of_ansible(capsys: pytest.CaptureFixture[str]) -> None:
    _code, result = _run(capsys, _definition(rules={"required_together": [("name", "note")]}), name="a")
    assert result["msg"] == "parameters are required together: name, note"


@pytest.mark.parametrize("empty", ["", None])
def test_a_missing_connection_is_named(capsys: pytest.CaptureFixture[str], empty: str | None) -> None:
    code, result = _run(capsys, _definition(), spe_url=empty, name="a")
    assert code == 1
    assert result["msg"].startswith("The connection is not complete, because spe_url is missing: set SPE_URL in the")
    assert "hunter2" not in json.dumps(result)


def test_other_mistakes_keep_the_words_of_ansible(capsys: pytest.CaptureFixture[str]) -> None:
    spec = {**CONNECTION_OPTIONS, "name": {"type": "str", "required": True}}
    _code, result = _run(capsys, ModuleDefinition(name="definition", argument_spec=spec, work=_work))
    assert result["msg"] == "missing required arguments: name"


def test_a_mistake_in_an_entry_has_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    entries = {"type": "list", "elements": "dict", "options": {"name": {"type": "str", "required": True}}}
    spec = {**CONNECTION_OPTIONS, "entries": entries}
    definition = ModuleDefinition(name="definition", argument_spec=spec, work=_work)
    code, result = _run(capsys, definition, entries=[{"name": "a"}, {}])
    assert code == 1
    assert result["msg"] == "entries[1]: missing required arguments: name."


def test_without_support_for_check_mode_it_is_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    _code, result = _run(capsys, _definition(supports_check_mode=False), _ansible_check_mode=True)
    assert result["skipped"] is True


def test_an_error_around_the_work_is_a_sentence_too(capsys: pytest.CaptureFixture[str]) -> None:
    def secrets(params: Mapping[str, Any]) -> list[str]:
        raise KeyError(params["note"])

    code, result = _run(capsys, _definition(secrets=secrets), note="a value of the task")
    assert code == 1
    assert result["msg"].startswith("definition stopped at an unexpected KeyError in module_utils/_ansible/secrets.py")
    assert "a value of the task" not in result["msg"]


def test_secrets_are_masked_when_arguments_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    definition = _definition(secrets=lambda params: [params["note"]])
    code, result = _run(capsys, definition, note="private", unknown="private")
    assert code == 1
    assert "unknown" in result["msg"]
    assert "private" not in json.dumps(result)
    assert "hunter2" not in json.dumps(result)


def test_what_no_option_knows_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """It may be a secret under a mistyped name."""
    code, result = _run(capsys, _definition(), name="x", passwort="private", entries=[{"pasword": "private"}])
    assert code == 1
    assert "passwort" in result["msg"]
    assert "private" not in json.dumps(result)


def test_the_invocation_has_no_options_of_entries_that_nobody_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """AnsibleModule makes it of the `params`, where that is wanted."""
    seen: list[Mapping[str, Any]] = []
    monkeypatch.setattr(entry_point, "_report", lambda module, result: seen.append(module.params))
    entries = {"type": "list", "elements": "dict", "options": {"name": {"type": "str"}, "reason": {"type": "str"}}}
    spec = {**CONNECTION_OPTIONS, "name": {"type": "str"}, "known": entries}
    known = [{"name": "a"}, {"reason": None}]
    with patch_module_args({**LOGIN, "known": known}):
        run_module(ModuleDefinition(name="definition", argument_spec=spec, work=lambda params, context: {}))
    assert (seen[0]["known"], seen[0]["name"]) == (known, None)
