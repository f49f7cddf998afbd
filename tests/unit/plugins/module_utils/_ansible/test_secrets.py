# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is secret, and how it is masked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.secrets import (
    misplaced_secrets,
    scrub,
    secret_values,
    secrets_as_written,
)

from tests.simulation.tasks import load_modules
from tests.unit.cost import functions_called


def _nothing(params: Mapping[str, Any], context: Context) -> dict[str, Any]:
    return {}


def _definition(**more: Any) -> ModuleDefinition:
    return ModuleDefinition(
        name="definition",
        argument_spec={
            "name": {"type": "str"},
            "password": {"type": "str", "no_log": True},
            "secrets": {"type": "dict", "no_log": True},
            "update_password": {"type": "str", "no_log": False},
            "users": {
                "type": "list",
                "elements": "dict",
                "options": {
                    "name": {"type": "str"},
                    "password": {"type": "str", "no_log": True},
                    "mail": {"type": "dict", "options": {"token": {"type": "int", "no_log": True}}},
                },
            },
        },
        work=_nothing,
        **more,
    )


@pytest.mark.parametrize(
    ("params", "secrets"),
    [
        ({"name": "ann", "password": None, "update_password": "always"}, set()),
        ({"password": ""}, set()),
        ({"password": "one"}, {"one"}),
        ({"secrets": {"a": "one", "b": ["two", {"c": 3}], "d": True, "e": None}}, {"one", "two", "3"}),
        ({"users": [{"name": "ann", "password": "one"}, {"mail": {"token": 2}, "password": None}]}, {"one", "2"}),
        ({"spe_proxy": "http://someone:one@127.0.0.1:1", "spe_url": "https://a:two@127.0.0.1"}, {"one", "two"}),
        ({"spe_proxy": "http://someone:o#n/e@t@127.0.0.1:1", "spe_url": "a:two@127.0.0.1"}, {"o#n/e@t", "two"}),
        ({"spe_proxy": "http://[", "spe_url": None}, set()),
        ({"spe_proxy": "http://someone@127.0.0.1:1", "spe_url": "https://127.0.0.1:1"}, set()),
    ],
)
def test_secrets_are_found_at_any_depth(params: dict[str, Any], secrets: set[str]) -> None:
    assert secret_values(_definition(), params) == secrets


def test_a_definition_names_secrets_of_its_own() -> None:
    def own(params: Mapping[str, Any]) -> Iterable[str]:
        return [params["name"], ""]

    assert secret_values(_definition(secrets=own), {"name": "ann", "password": "one"}) == {"ann", "one"}


def test_scrubbing_masks_texts_and_keeps_truths() -> None:
    result = {"changed": True, "msg": "true is e", "none": None, "list": ["e", 5]}
    assert scrub(result, {"e"}) == {
        "changed": True,
        "msg": "tru******** is ********",
        "none": None,
        "list": ["VALUE_SPECIFIED_IN_NO_LOG_PARAMETER", 5],
    }


def test_a_line_of_progress_costs_the_same_with_many_secrets() -> None:
    def cost(count: int) -> int:
        secrets = {f"Secret-of-user-{number:05}" for number in range(count)}
        scrub("the first line", secrets)
        return functions_called(lambda: scrub("3 of 500: users", secrets))

    assert cost(5000) <= cost(5) * 2


def test_nothing_is_scrubbed_without_secrets() -> None:
    result = {"a": ["b"]}
    assert scrub(result, set()) is result
    assert scrub("halfway with secret", {"secret"}) == "halfway with ********"


@pytest.mark.parametrize(
    ("raw", "secrets"),
    [
        ({"pass": "one", "name": 5}, {"one"}),
        ({"users": [5, {"password": "one"}, None, "password=two"]}, {"one", "two"}),
        ({"users": 5, "password": "one"}, {"one"}),
        ({"unknown": "five"}, set()),
    ],
)
def test_secrets_are_found_before_validation(raw: dict[str, Any], secrets: set[str]) -> None:
    definition = _definition()
    spec = {**definition.argument_spec, "password": {"type": "str", "no_log": True, "aliases": ["pass"]}}
    assert secrets_as_written(replace(definition, argument_spec=spec), raw) == secrets


def test_what_cannot_be_told_apart_is_secret_as_a_whole() -> None:
    definition = _definition(secrets=lambda params: params["secrets"].values())
    assert secrets_as_written(definition, {"name": "ann", "secrets": "a=one", "unknown": [2]}) == {"ann", "a=one", "2"}
    assert secrets_as_written(definition, {"name": "ann", "secrets": {"a": "one"}}) == {"one"}


def test_misplaced_secrets_are_found_in_every_form() -> None:
    assert misplaced_secrets({"password": "x", "host": "h", "passwd": 5}) == ["x", "5"]
    assert misplaced_secrets("host=h password=x") == ["x"]
    assert misplaced_secrets(None) == misplaced_secrets(["password"]) == []


SECRET = 'S3cret-pä"ss/word'


def _open_options(
    argument_spec: Mapping[str, Mapping[str, Any]], path: tuple[str, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """The options in which a secret may stand without being marked: free dictionaries and texts."""
    for name, option in argument_spec.items():
        if option.get("no_log") or option.get("choices"):
            continue
        if option.get("options"):
            yield from _open_options(option["options"], (*path, name))
        elif option.get("type", "str") in ("dict", "str"):
            yield (*path, name), option.get("type", "str")


def _is_list(definition: ModuleDefinition, path: tuple[str, ...]) -> bool:
    option: Mapping[str, Any] = {"options": definition.argument_spec}
    for name in path:
        option = option["options"][name]
    return option.get("type") == "list"


PLACES = [
    pytest.param(module, path, kind, id=f"{module}-{'.'.join(path)}")
    for module, definition in load_modules().items()
    for path, kind in _open_options(definition.argument_spec)
]
DICTIONARIES: list[dict[str, Any]] = [
    {"apiKey": SECRET},
    {"accessToken": SECRET},
    {"nested": [{"client_secret": SECRET}]},
    {"json": json.dumps({"password": SECRET})},
    {"secrets": {"any": SECRET}},
]
TEXTS = [json.dumps({"settings": {"apiKey": SECRET}}), json.dumps({"password": SECRET}, ensure_ascii=False)]


@pytest.mark.parametrize(("module", "path", "kind"), PLACES)
def test_every_option_keeps_what_is_secret_by_its_name(module: str, path: tuple[str, ...], kind: str) -> None:
    definition = load_modules()[module]
    for written in DICTIONARIES if kind == "dict" else TEXTS:
        value: Any = written
        for depth in reversed(range(len(path))):
            value = {path[depth]: [value] if _is_list(definition, path[: depth + 1]) else value}
        params = {**dict.fromkeys(definition.argument_spec), **value}
        found = secret_values(definition, params)
        assert SECRET in found
        shown = json.dumps(scrub({"module_args": params}, found))
        for spelling in (SECRET, json.dumps(SECRET)[1:-1], json.dumps(json.dumps(SECRET))[3:-3]):
            assert spelling not in shown
