# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Ansible refuses inside a list of entries has its place, in every module that has such a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.validation_errors import refusal

from tests.unit.documentation import MODULES

Spec = Mapping[str, Mapping[str, Any]]
CONNECTION = {"spe_url": "https://spe.example.com:8474", "spe_username": "admin", "spe_password": "hunter2-secret"}


def _definition(module: str) -> ModuleDefinition:
    definition = import_module(f"ansible_collections.community.mailstore.plugins.modules.{module}").MODULE
    assert isinstance(definition, ModuleDefinition)
    return definition


def _entries(spec: Spec, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for name, option in spec.items():
        if option.get("options"):
            yield (*above, name), option
            yield from _entries(option["options"], (*above, name))


REQUIRED = [
    pytest.param(module, place, option, id=f"{module}-{'.'.join(place)}")
    for module in sorted(MODULES)
    for place, option in _entries(_definition(module).argument_spec)
    if any(inner.get("required") for inner in option["options"].values())
]


def _refused(module: str, arguments: Mapping[str, Any]) -> str:
    definition = _definition(module)
    raw = {**CONNECTION, **arguments}
    # The options of the task itself are not what is tried here.
    needed = {name for name, option in definition.argument_spec.items() if option.get("required")} - set(raw)
    raw |= {name: "baumann" for name in needed if definition.argument_spec[name].get("type", "str") == "str"}
    refused = refusal(definition, module, raw, definition.validator.validate(raw))
    assert refused is not None
    return str(refused["msg"])


def _filled(option: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with all that it needs."""
    return {
        name: (inner.get("choices") or ["x"])[:1] if inner.get("type") == "list" else (inner.get("choices") or ["x"])[0]
        for name, inner in option["options"].items()
        if inner.get("required")
    }


@pytest.mark.parametrize(("module", "place", "option"), REQUIRED)
def test_an_entry_without_what_it_needs_is_named(
    module: str, place: tuple[str, ...], option: Mapping[str, Any]
) -> None:
    arguments: dict[str, Any] = {}
    spec, words = _definition(module).argument_spec, []
    inner = arguments
    for name in place:
        is_list = spec[name].get("type") == "list"
        entry: dict[str, Any] = {}
        entries = [_filled(spec[name]), entry] if is_list else entry
        inner[name] = entries
        if name != place[-1]:
            entry |= _filled(spec[name])
        words.append(f"{name}[1]" if is_list else name)
        inner, spec = entry, spec[name]["options"]
    first = next(name for name, needed in option["options"].items() if needed.get("required"))
    sentence = f"{'.'.join(words)}: missing required arguments: "
    refused = _refused(module, arguments)
    assert sentence in refused
    assert first in refused.partition(sentence)[2]
    assert " found in " not in refused


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"name": "x", "authentication": "passkey"}, "users[1] (x): value of authentication must be one of: "),
        ({"name": "x", "privileges": ["login", "fly"]}, "users[1] (x): value of privileges must be one or more of: "),
        (
            {"name": "x", "purge_folder_privileges": "maybe"},
            "users[1].purge_folder_privileges: 'maybe' is neither true nor false.",
        ),
        (
            {"name": "x", "folder_privileges": [{"folder": "a", "privileges": ["fly"]}]},
            "users[1].folder_privileges[0] (a): value of privileges must be one or more of: ",
        ),
    ],
)
def test_a_value_that_cannot_be_has_its_place(entry: Mapping[str, Any], sentence: str) -> None:
    refused = _refused("spe_tenant", {"users": [{"name": "admin"}, entry]})
    assert refused.startswith(f"baumann: {sentence}")


def test_the_mistakes_of_all_parts_come_together() -> None:
    arguments = {"users": [{"name": "admin"}, {"full_name": "A"}], "jobs": [{}], "smtp": {"port": "many"}}
    refused = _refused("spe_tenant", arguments)
    assert refused.startswith("baumann: 3 mistakes; nothing was changed. ")
    for place in ("users[1]: missing", "jobs[0]: missing", "smtp.port: 'many' is not a whole number"):
        assert place in refused


def test_rules_of_an_entry_have_its_place() -> None:
    definition = ModuleDefinition(
        name="probe",
        argument_spec={
            "entries": {
                "type": "list",
                "elements": "dict",
                "options": {"name": {"type": "str"}, "a": {"type": "str"}, "b": {"type": "str"}},
                "mutually_exclusive": [("a", "b")],
            }
        },
        work=lambda _params, _context: {},
    )
    raw = {"entries": [{"name": "x", "a": "1"}, {"name": "y", "a": "1", "b": "2"}]}
    refused = refusal(definition, "probe", raw, definition.validator.validate(raw))
    assert refused is not None
    assert refused["msg"] == "entries[1] (y): parameters are mutually exclusive: a|b."


def test_valid_arguments_are_not_refused() -> None:
    definition = _definition("spe_tenant")
    raw = {**CONNECTION, "instance_id": "baumann", "users": [{"name": "admin"}]}
    assert refusal(definition, "spe_tenant", raw, definition.validator.validate(raw)) is None
