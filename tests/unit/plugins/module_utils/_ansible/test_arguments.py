# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Ansible's own conversion would hide, for every option of every module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timezone
from importlib import import_module
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins.module_utils._ansible.arguments import (
    DATE_OPTIONS,
    EXPRESSION_OPTIONS,
    NEVER_SENT,
    refuse_invalid_arguments,
    sanitized_arguments,
)
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import FROM_ENVIRONMENT
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import without_null_words
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError

from tests.unit.documentation import MODULES

Spec = Mapping[str, Mapping[str, Any]]
Place = tuple[str, ...]


def _definition(module: str) -> ModuleDefinition:
    definition = import_module(f"ansible_collections.community.mailstore.plugins.modules.{module}").MODULE
    assert isinstance(definition, ModuleDefinition)
    return definition


def _options(spec: Spec, above: Place = ()) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    for name, option in spec.items():
        yield (*above, name), option
        yield from _options(option.get("options") or {}, (*above, name))


def _arguments(spec: Spec, place: Place, value: Any) -> dict[str, Any]:
    """The arguments that give one option its value, inside of others where it lies there; nothing else is missing."""
    name, *rest = place
    if not rest:
        return {**_needed(spec), name: value}
    inner = _arguments(spec[name]["options"], tuple(rest), value)
    return {**_needed(spec), name: [inner] if spec[name]["type"] == "list" else inner}


def _needed(spec: Spec) -> dict[str, Any]:
    return {
        name: [option["choices"][0]] if option.get("choices") else "baumann"
        for name, option in spec.items()
        if option.get("required") and not option.get("options") and name not in FROM_ENVIRONMENT
    }


def _in_words(module: str, place: Place) -> str:
    """The place as a sentence has it: in a list of entries with the number of the entry."""
    spec, words = _definition(module).argument_spec, []
    for name in place:
        has_entries = spec[name].get("type") == "list" and bool(spec[name].get("options"))
        words.append(f"{name}[0]" if has_entries else name)
        spec = spec[name].get("options") or {}
    return ".".join(words)


def _value(arguments: Any, place: Place) -> Any:
    for name in place:
        arguments = arguments[0] if isinstance(arguments, list) else arguments
        arguments = arguments[name]
    return arguments


def _rows(is_wanted: Callable[[Mapping[str, Any]], bool]) -> list[Any]:
    return [
        pytest.param(module, place, option, id=f"{module}-{'.'.join(place)}")
        for module in sorted(MODULES)
        for place, option in _options(_definition(module).argument_spec)
        if is_wanted(option)
    ]


def _table(wanted: str) -> list[Any]:
    def is_wanted(option: Mapping[str, Any]) -> bool:
        kind = "texts" if option.get("type") == "list" and option.get("elements") == "str" else option.get("type")
        return kind == wanted and not option.get("choices" if wanted == "str" else "nothing")

    return _rows(is_wanted)


def _has_default(option: Mapping[str, Any]) -> bool:
    return option.get("default") is not None


LISTS = _table("texts")
NUMBERS = _table("int")
WITH_DEFAULT = _rows(_has_default)
TEXTS = [row for row in _table("str") if not row.values[2].get("no_log")]
SECRETS = [row for row in (*_table("str"), *_table("dict")) if row.values[2].get("no_log")]


def _words(option: Mapping[str, Any]) -> tuple[str, str]:
    first, second = list(option.get("choices") or ("one", "two"))[-2:]
    return first, second


@pytest.mark.parametrize(("module", "place", "option"), LISTS)
def test_elements_of_every_list_are_stripped_before_validation(
    module: str, place: Place, option: Mapping[str, Any]
) -> None:
    definition = _definition(module)
    first, second = _words(option)
    for written in (f" {first} ,{second}\t", [f"{first} ", f" {second}"], f"{first},{second}"):
        raw = sanitized_arguments(definition, _arguments(definition.argument_spec, place, written))
        assert _value(raw, place) == [first, second]
        validation = ArgumentSpecValidator(definition.argument_spec).validate(
            without_null_words(definition.argument_spec, raw)
        )
        assert [text for text in validation.error_messages if text.startswith(f"value of {place[-1]}")] == []


@pytest.mark.parametrize(("module", "place", "option"), LISTS)
def test_an_empty_text_is_an_empty_list(module: str, place: Place, option: Mapping[str, Any]) -> None:
    definition = _definition(module)
    ways: list[Any] = ["", " ", []]
    for written in ways:
        arguments = _arguments(definition.argument_spec, place, written)
        refuse_invalid_arguments(definition, arguments)
        assert _value(sanitized_arguments(definition, arguments), place) == []


@pytest.mark.parametrize(("module", "place", "option"), [row for row in LISTS if row.values[1][0] in NEVER_SENT])
def test_a_list_of_names_that_stays_here_takes_a_comma(module: str, place: Place, option: Mapping[str, Any]) -> None:
    definition = _definition(module)
    arguments = _arguments(definition.argument_spec, place, ["2024, closed"])
    refuse_invalid_arguments(definition, arguments)
    assert _value(sanitized_arguments(definition, arguments), place) == ["2024, closed"]


@pytest.mark.parametrize(("module", "place", "option"), LISTS)
def test_no_list_takes_an_empty_element_or_one_with_a_comma_or_one_that_is_no_text(
    module: str, place: Place, option: Mapping[str, Any]
) -> None:
    definition = _definition(module)
    first, second = _words(option)
    for written, reason in (
        ([first, ""], "has an empty element"),
        ([first, "  "], "has an empty element"),
        ([first, None], "has an empty element"),
        (f"{first},,{second}", "has an empty element"),
        (f"{first},", "has an empty element"),
        *([] if place[0] in NEVER_SENT else [([f"{first},{second}"], "contains a comma")]),
        ([first, 7], "is a number, not a text"),
        (7, "is a number, not a text"),
        ([True], "is true or false, not a text"),
        ([[first], second], "is a list, not a text"),
        ([{first: second}], "is a dictionary, not a text"),
        ({first: second}, "is a dictionary, not a list of texts"),
    ):
        with pytest.raises(InputError, match=reason) as refused:
            refuse_invalid_arguments(definition, _arguments(definition.argument_spec, place, written))
        assert refused.value.message.startswith(_in_words(module, place))


@pytest.mark.parametrize(("module", "place", "option"), TEXTS)
def test_what_is_no_text_names_and_describes_nothing(module: str, place: Place, option: Mapping[str, Any]) -> None:
    definition = _definition(module)
    cases: list[tuple[Any, str]] = [
        (7, "a number"),
        (1350, "a number"),
        (1000.0, "a number"),
        (0x1F, "a number"),
        (False, "true or false"),
        (date(2026, 1, 1), "a date"),
        (datetime(2026, 1, 1, 3, 30, tzinfo=timezone.utc), "a date"),
    ]
    for written, kind in cases:
        if isinstance(written, date) and place[-1] in DATE_OPTIONS:
            continue
        with pytest.raises(InputError, match=f"is {kind}, not a text") as refused:
            refuse_invalid_arguments(definition, _arguments(definition.argument_spec, place, written))
        assert refused.value.message.startswith(_in_words(module, place))
        assert "in quotes" in refused.value.message


@pytest.mark.parametrize(("module", "place", "option"), TEXTS)
def test_every_text_is_taken(module: str, place: Place, option: Mapping[str, Any]) -> None:
    definition = _definition(module)
    for written in ("007", "no", "22:30", "1e3", "2026-01-01", "", *([] if _has_default(option) else [None])):
        arguments = _arguments(definition.argument_spec, place, written)
        refuse_invalid_arguments(definition, arguments)
        if place[0] in FROM_ENVIRONMENT and not written:
            assert place[0] not in sanitized_arguments(definition, arguments), "the environment may have it"
            continue
        assert _value(sanitized_arguments(definition, arguments), place) == written


@pytest.mark.parametrize(("module", "place", "option"), NUMBERS)
def test_what_is_not_a_whole_number(module: str, place: Place, option: Mapping[str, Any]) -> None:
    definition = _definition(module)
    written: Any
    for written in (True, False, 1.5, "1.5", "few", "5%", [5], {"5": 5}):
        with pytest.raises(InputError, match="is not a whole number") as refused:
            refuse_invalid_arguments(definition, _arguments(definition.argument_spec, place, written))
        assert refused.value.message.startswith(f"{_in_words(module, place)}: ")
    for written in (5, "5", " 5", 10**20, -5):
        refuse_invalid_arguments(definition, _arguments(definition.argument_spec, place, written))


@pytest.mark.parametrize(("module", "place", "option"), WITH_DEFAULT)
def test_null_is_refused_where_there_is_a_default(module: str, place: Place, option: Mapping[str, Any]) -> None:
    definition = _definition(module)
    arguments = _arguments(definition.argument_spec, place, None)
    if place[0] in FROM_ENVIRONMENT:
        refuse_invalid_arguments(definition, arguments)
        return
    with pytest.raises(InputError) as refused:
        refuse_invalid_arguments(definition, arguments)
    assert refused.value.message == f"{_in_words(module, place)} is null: give it a value, or leave it out."


def test_a_year_is_the_name_of_a_store() -> None:
    definition = _definition("spe_store")
    refuse_invalid_arguments(definition, {"name": 2026, "new_name": 2027, "merge_from": 2025})
    for written in (7, 0o7752 - 3000, True, 2026.0):
        with pytest.raises(InputError):
            refuse_invalid_arguments(definition, {"name": written})
    with pytest.raises(InputError):
        refuse_invalid_arguments(_definition("spe_user"), {"name": 2026})


@pytest.mark.parametrize(("module", "place", "option"), TEXTS)
def test_a_list_or_a_dictionary_is_not_written_as_its_python_text(
    module: str, place: Place, option: Mapping[str, Any]
) -> None:
    definition = _definition(module)
    written: Any
    for written, kind in ((["a"], "a list"), ({"a": 1}, "a dictionary")):
        arguments = _arguments(definition.argument_spec, place, written)
        if len(place) == 1 and place[-1] in EXPRESSION_OPTIONS:
            refuse_invalid_arguments(definition, arguments)
            continue
        with pytest.raises(InputError, match=f"is {kind}, not a text; give one text") as refused:
            refuse_invalid_arguments(definition, arguments)
        assert refused.value.message.startswith(_in_words(module, place))


@pytest.mark.parametrize(("module", "place", "option"), SECRETS)
def test_a_secret_that_is_not_a_text_is_refused_and_not_shown(
    module: str, place: Place, option: Mapping[str, Any]
) -> None:
    definition = _definition(module)
    inside = option.get("type") == "dict"
    written: Any
    for written in (8301, 83.5, True, date(2026, 1, 1), ["geheim"], {"geheim": "auch"}):
        arguments = _arguments(definition.argument_spec, place, {"word": written} if inside else written)
        if inside and isinstance(written, (list, dict)):
            refuse_invalid_arguments(definition, arguments)
            continue
        with pytest.raises(InputError, match="not a text: put it in quotes") as refused:
            refuse_invalid_arguments(definition, arguments)
        assert refused.value.message.startswith(_in_words(module, place) + (".word" if inside else ""))
        assert not any(value in refused.value.message for value in ("83", "True", "2026", "geheim", "auch"))
    taken: Any
    for taken in ("007", "", None):
        refuse_invalid_arguments(
            definition, _arguments(definition.argument_spec, place, {"word": taken} if inside else taken)
        )


def test_options_inside_a_text_are_seen() -> None:
    definition = _definition("spe_user")
    for entry in ('{"folder": "info", "privileges": " read , write"}', "folder=info privileges='read , write'"):
        raw = sanitized_arguments(definition, {"folder_privileges": [entry]})
        assert raw == {"folder_privileges": [{"folder": "info", "privileges": ["read", "write"]}]}
    with pytest.raises(InputError, match=r"^folder_privileges\[0\]\.folder: 7 is a number"):
        refuse_invalid_arguments(definition, {"folder_privileges": ['{"folder": 7, "privileges": ["read"]}']})


def test_what_is_no_dictionary_is_left_to_the_validation() -> None:
    assert sanitized_arguments(_definition("spe_user"), {"folder_privileges": [5, "five"]}) == {
        "folder_privileges": [5, "five"]
    }
    assert sanitized_arguments(_definition("spe_user"), {"folder_privileges": 5}) == {"folder_privileges": 5}


def test_all_mistakes_of_all_entries_come_together() -> None:
    arguments = {
        "instance_id": "baumann",
        "users": [{"name": "a", "quota": 5}, "b", {"name": 7}, {"name": "c", "jobs": []}],
        "stores": {"name": "2026"},
        "smtp": {"port": 25, "colour": "red"},
    }
    with pytest.raises(InputError) as refused:
        refuse_invalid_arguments(_definition("spe_tenant"), arguments)
    mistakes = refused.value.facts()["mistakes"]
    assert refused.value.message == f"{len(mistakes)} mistakes; nothing was changed. {' '.join(mistakes)}"
    places = [mistake.split(":")[0].split(" is ")[0] for mistake in mistakes]
    assert places == ["stores", "users[1]", "smtp", "users[0] (a)", "users[2].name", "users[3] (c)"]
    assert "users[3] (c): there is no option jobs; jobs is an option of the task, so check the indentation." in mistakes
