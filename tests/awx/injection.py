# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWX 24 gives to a job: environment, files and extra variables of a credential, a survey and an inventory.

Each function follows the one of AWX that is named in its description.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment


def mistakes_of_type(credential_type: Mapping[str, Any]) -> list[str]:
    """What AWX refuses when a credential type is made (CredentialTypeInjectorField.validate)."""
    injectors = credential_type["injectors"]
    names: dict[str, Any] = {entry["id"]: "EXAMPLE" for entry in credential_type["inputs"]["fields"]}
    filename = SimpleNamespace()
    for template in injectors.get("file", {}):
        setattr(filename, template.partition(".")[2], "EXAMPLE_FILENAME")
    names["tower"] = SimpleNamespace(filename=filename)
    found = [f"{name}: not allowed" for name in injectors.get("env", {}) if name.startswith("ANSIBLE_")]
    for kind, entries in injectors.items():
        for name, template in entries.items():
            try:
                ImmutableSandboxedEnvironment(undefined=StrictUndefined).from_string(template).render(names)
            except (UndefinedError, SecurityError, TemplateSyntaxError) as error:
                found.append(f"{kind}.{name}: {error}")
    return found


@dataclass(frozen=True)
class Injected:
    """What a job gets of its credentials."""

    environment: dict[str, str] = field(default_factory=dict)
    extra_variables: dict[str, str] = field(default_factory=dict)


def inject(credential_type: Mapping[str, Any], inputs: Mapping[str, Any], private_directory: Path) -> Injected:
    """Environment, files and variables of one credential (CredentialType.inject_credential).

    An input that is empty is not in the namespace at all, so that templates see an undefined name.
    """
    namespace: dict[str, Any] = {name: value for name, value in inputs.items() if value != ""}
    sandbox = ImmutableSandboxedEnvironment()
    tower = SimpleNamespace()
    namespace["tower"] = tower
    for label, template in credential_type["injectors"].get("file", {}).items():
        directory = private_directory / "env"
        directory.mkdir(exist_ok=True)
        handle, path = tempfile.mkstemp(dir=directory)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(sandbox.from_string(template).render(**namespace))
        Path(path).chmod(stat.S_IRUSR | stat.S_IWUSR)
        _kind, _dot, name = label.partition(".")
        if not name:
            tower.filename = path
        else:
            tower.filename = getattr(tower, "filename", None) or SimpleNamespace()
            setattr(tower.filename, name, path)

    def rendered(kind: str) -> dict[str, str]:
        templates = credential_type["injectors"].get(kind, {})
        return {name: sandbox.from_string(template).render(**namespace) for name, template in templates.items()}

    return Injected(rendered("env"), rendered("extra_vars"))


class _Unsafe(str):
    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(_Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text), style="'"))


def _unsafe(value: Any) -> Any:
    if isinstance(value, str):
        return _Unsafe(value)
    if isinstance(value, Mapping):
        return {_unsafe(key): _unsafe(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_unsafe(part) for part in value]
    return value


def extra_variables_file(own: Mapping[str, Any], others: Mapping[str, Any]) -> str:
    """The file env/extravars: of all but the template's own variables, texts are no templates (safe_yaml.safe_dump)."""
    job = {f"{prefix}_{name}": value for prefix in ("awx", "tower") for name, value in _OF_EACH_JOB.items()}
    documents = [dict(own)] if own else []
    documents.append(_unsafe({**job, **others}))
    return "".join(yaml.dump(part, Dumper=_Dumper, allow_unicode=True) for part in documents)


_OF_EACH_JOB = {
    "job_id": 42,
    "job_launch_type": "manual",
    "job_template_id": 7,
    "job_template_name": "A template",
    "project_revision": "0123456789abcdef",
    "project_scm_branch": "main",
    "user_id": 1,
    "user_name": "admin",
    "user_email": "admin@example.com",
    "inventory_id": 2,
    "inventory_name": "An inventory",
}


def survey_answers(survey: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of a survey: its defaults, and what somebody has answered.

    Raises ValueError for what AWX would refuse (SurveyJobTemplateMixin._survey_element_validation).
    """
    found: dict[str, Any] = {}
    questions = {question["variable"]: question for question in survey["spec"]}
    if unknown := set(answers) - set(questions):
        raise ValueError(f"{sorted(unknown)}: not asked by the survey")
    for variable, question in questions.items():
        answer = answers.get(variable, question.get("default", ""))
        if question["required"] and answer == "":
            raise ValueError(f"'{variable}' value missing")
        if question["type"] in {"text", "textarea", "password"} and answer != "":
            if len(answer) < question["min"]:
                raise ValueError(f"'{variable}' value {answer} is too small")
            if len(answer) > question["max"]:
                raise ValueError(f"'{variable}' value {answer} is too large")
        if question["type"] == "multiplechoice" and answer != "" and answer not in question["choices"]:
            raise ValueError(f"Value {answer} for '{variable}' expected to be one of {question['choices']}.")
        found[variable] = answer
    return found


def inventory_script(inventory: Mapping[str, Any], slice_number: int = 1, slice_count: int = 1) -> str:
    """The file inventory/hosts, a program that prints the inventory (BaseTask.write_inventory_file).

    :param inventory: what `ansible-inventory --list --export` printed, as AWX has imported it.
    A slice has each n-th host alone (Inventory.get_sliced_hosts).
    """
    kept = set(sorted(inventory["_meta"]["hostvars"])[slice_number - 1 :: slice_count])
    groups = {
        name: {**group, "hosts": [host for host in group.get("hosts", []) if host in kept]}
        for name, group in inventory.items()
        if name != "_meta"
    }
    variables = {host: values for host, values in inventory["_meta"]["hostvars"].items() if host in kept}
    content = json.dumps({**groups, "_meta": {"hostvars": variables}})
    return f"#! /usr/bin/env python3\n# -*- coding: utf-8 -*-\nprint({content!r})\n"
