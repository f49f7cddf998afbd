# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a role says of its variables agrees in all places, and the playbook hands each of them on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.community.mailstore.plugins.module_utils._ansible.tenant_parts import PART_OPTIONS, PARTS
from ansible_collections.community.mailstore.plugins.plugin_utils.role_variables import OPTIONS, REQUIRED
from ansible_collections.community.mailstore.plugins.plugin_utils.variables_check import DOCUMENTED

from tests.tools.role_documentation import OWN
from tests.unit.documentation import read_module

ROOT = Path(__file__).resolve().parents[2]
ROLES = sorted(path for path in (ROOT / "roles").iterdir() if path.is_dir())
PLAYBOOKS = sorted((ROOT / "playbooks").glob("*.yml"))


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _specifications(role: Path) -> dict[str, Any]:
    specifications: dict[str, Any] = _load(role / "meta" / "argument_specs.yml")["argument_specs"]
    return specifications


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_variables_carry_the_name_of_the_role(role: Path) -> None:
    assert [name for name in _specifications(role)[DOCUMENTED]["options"] if not name.startswith(f"{role.name}_")] == []


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_ansible_checks_no_variable_before_the_role_does(role: Path) -> None:
    """Its sentences come with the whole specification. It looks for the name of the file of tasks that is asked for."""
    specifications = _specifications(role)
    files = {path.stem for path in (role / "tasks").iterdir()}
    assert "main" in specifications
    assert {name for name, specification in specifications.items() if specification.get("options")} == {DOCUMENTED}
    assert DOCUMENTED not in files


@pytest.mark.parametrize("role", [role for role in ROLES if role.name != "tenant"], ids=lambda role: role.name)
def test_the_check_of_a_role_gets_every_variable(role: Path) -> None:
    text = (role / "vars" / "main.yml").read_text("utf-8")
    handed_on = dict(re.findall(rf"'({role.name}_\w+)': ({role.name}_\w+)[,\n]", text))
    assert handed_on == {name: name for name in _specifications(role)[DOCUMENTED]["options"]}
    assert f"role_mistakes('{role.name}', query('ansible.builtin.varnames', '^{role.name}_'))" in text


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_documented_defaults_are_the_defaults(role: Path) -> None:
    options = _specifications(role)[DOCUMENTED]["options"]
    defaults = _load(role / "defaults" / "main.yml")
    documented = {name: option["default"] for name, option in options.items() if "default" in option}
    assert {name: defaults[name] for name in documented} == documented
    assert set(defaults) <= set(options), "A default without documentation."


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_readme_names_every_variable(role: Path) -> None:
    readme = (role / "README.md").read_text(encoding="utf-8")
    assert [name for name in _specifications(role)[DOCUMENTED]["options"] if f"`{name}`" not in readme] == []


def test_the_playbook_hands_on_every_variable_of_a_tenant() -> None:
    plays = _load(ROOT / "playbooks" / "provision.yml")
    (hosts,) = [
        task["ansible.builtin.add_host"] for play in plays for task in play.get("tasks", []) if "add_host" in str(task)
    ]
    handed_on = {name for name in hosts if name.startswith("tenant_")}
    assert handed_on == set(_specifications(ROOT / "roles" / "tenant")[DOCUMENTED]["options"])


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda path: path.stem)
def test_a_playbook_hands_on_every_option_of_the_connection(playbook: Path) -> None:
    documented = {name for name in read_module("spe_instance_info").documentation["options"] if name.startswith("spe_")}
    for play in _load(playbook):
        if "module_defaults" in play:
            assert set(play["module_defaults"]["group/community.mailstore.spe"]) == documented
        else:
            assert "community.mailstore.spe_" not in str(play), "It asks a server without the connection."


@pytest.mark.parametrize("part", [part.option for part in PARTS])
def test_entries_of_the_role_have_exactly_the_options_of_the_module(part: str) -> None:
    own = _specifications(ROOT / "roles" / "tenant")[DOCUMENTED]["options"][f"tenant_{part}"]
    theirs = read_module("spe_tenant").documentation["options"][part]
    only_here = OWN.get(part, {})
    assert own["type"] == theirs["type"]
    assert own.get("elements") == theirs.get("elements")
    kinds = {name: _kind(option) for name, option in own["options"].items() if name not in only_here}
    assert kinds == {name: _kind(option) for name, option in theirs["suboptions"].items()}


def test_the_role_has_every_option_of_the_instance_and_of_the_task() -> None:
    own = _specifications(ROOT / "roles" / "tenant")[DOCUMENTED]["options"]
    task = read_module("spe_tenant").documentation["options"]
    options = {**task, **task["instance"]["suboptions"], "id": task["instance_id"]}
    # The role says itself how it opens access; waiting is as everywhere; the instance has variables of its own.
    names = {"instance", "instance_id", "service_provider_access", "cancel_on_timeout"}
    wanted = {name for name in options if not name.startswith(("spe_", "wait"))} - names
    assert {name for name in wanted if f"tenant_{name}" not in own} == set()
    for name in wanted:
        assert _kind(own[f"tenant_{name}"], deep=False) == _kind(options[name], deep=False), name


def test_the_check_of_the_variables_knows_the_specification_of_the_role() -> None:
    documented = _specifications(ROOT / "roles" / "tenant")[DOCUMENTED]["options"]
    checked = {**PART_OPTIONS, **OPTIONS}
    assert {f"tenant_{name}" for name in checked} == set(documented)
    for name, option in OPTIONS.items():
        theirs = documented[f"tenant_{name}"]
        assert _kind(dict(option)) == _kind(theirs), name
        assert (option.get("required"), option.get("default")) == (theirs.get("required"), theirs.get("default")), name
    assert {f"tenant_{name}" for name in REQUIRED} == {name for name in documented if documented[name].get("required")}


def test_the_check_gets_every_variable_of_the_role() -> None:
    role = ROOT / "roles" / "tenant"
    expression = _load(role / "vars" / "main.yml")["__tenant_errors"]
    handed_on = dict(re.findall(r"'(\w+)': (tenant_\w+)[,\n]", expression))
    assert handed_on == {name.removeprefix("tenant_"): name for name in _specifications(role)[DOCUMENTED]["options"]}


def _kind(option: dict[str, Any], *, deep: bool = True) -> tuple[Any, ...]:
    # Modules document as suboptions what an argument specification calls options.
    suboptions = (option.get("options") or option.get("suboptions") or {}) if deep else {}
    inner = {name: _kind(suboption) for name, suboption in suboptions.items()}
    return option.get("type", "str"), option.get("elements"), option.get("choices"), inner
