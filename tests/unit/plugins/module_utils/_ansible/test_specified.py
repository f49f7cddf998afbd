# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook named, as opposed to what Ansible fills in."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins.module_utils._ansible.arguments import with_texts_for_other_types
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import (
    SpecifiedOptions,
    as_shown,
    specified_in,
    without_null_words,
)

SPEC: dict[str, dict[str, Any]] = {
    "name": {"type": "str", "aliases": ["title", "label"]},
    "size": {"type": "int", "default": 3},
    "limits": {"type": "dict", "options": {"low": {"type": "int"}, "high": {"type": "int", "aliases": ["top"]}}},
    "users": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str"},
            "state": {"type": "str", "default": "present"},
            "folders": {"type": "list", "elements": "dict", "options": {"folder": {"type": "str"}}},
        },
    },
}


def test_null_is_named_and_a_default_is_not() -> None:
    assert specified_in(SPEC, {"name": None}) == SpecifiedOptions(["name"])


def test_an_alias_is_told_by_its_option() -> None:
    specified = specified_in(SPEC, {"label": "a", "limits": {"top": 1}})
    assert specified == SpecifiedOptions(["name", "limits"])
    assert specified.entries["limits"] == (SpecifiedOptions(["high"]),)


def test_entries_are_told_one_by_one() -> None:
    specified = specified_in(SPEC, {"users": [{"name": "a", "folders": [{"folder": None}, {}]}, {}]})
    ann, bob = specified.entries["users"]
    assert (ann, bob) == (SpecifiedOptions(["name", "folders"]), SpecifiedOptions([]))
    assert ann.entries["folders"] == (SpecifiedOptions(["folder"]), SpecifiedOptions([]))


@pytest.mark.parametrize(
    ("raw", "entries"),
    [
        ({"limits": "low=1"}, [["low"]]),
        ({"limits": '{"low": 1, "high": null}'}, [["low", "high"]]),
        ({"users": ["name=a"]}, [["name"]]),
        ({"limits": None}, []),
        ({"users": None}, []),
        ({"users": []}, []),
    ],
)
def test_entries_written_as_text_are_read_as_ansible_does(raw: dict[str, Any], entries: list[list[str]]) -> None:
    assert ArgumentSpecValidator(SPEC).validate(raw).error_messages == []
    (name,) = raw
    assert specified_in(SPEC, raw).entries[name] == tuple(SpecifiedOptions(names) for names in entries)


@pytest.mark.parametrize("raw", [{"limits": 5}, {"users": {"name": "a"}}, {"users": [5]}])
def test_what_ansible_refuses_has_no_entries(raw: dict[str, Any]) -> None:
    assert ArgumentSpecValidator(SPEC).validate(with_texts_for_other_types(SPEC, raw)).error_messages != []
    (name,) = raw
    assert specified_in(SPEC, raw).entries[name] == ()


def test_the_value_of_an_alias_counts_as_in_ansible() -> None:
    spec = {"limits": {**SPEC["limits"], "aliases": ["bounds", "ends"]}}
    raw = {"limits": {"low": 1}, "bounds": {"high": 2}, "ends": {"low": 3, "high": 4}}
    validated = ArgumentSpecValidator(spec).validate(raw).validated_parameters["limits"]
    assert validated == {"low": 3, "high": 4}
    assert specified_in(spec, raw).entries["limits"] == (SpecifiedOptions(["low", "high"]),)


def test_null_instead_of_a_word_is_named_though_ansible_never_sees_it() -> None:
    spec = {**SPEC, "colour": {"type": "str", "choices": ["red"], "aliases": ["color"]}}
    raw = {"name": None, "color": None}
    assert ArgumentSpecValidator(spec).validate(raw).error_messages != []
    assert ArgumentSpecValidator(spec).validate(without_null_words(spec, raw)).validated_parameters["colour"] is None
    assert without_null_words(spec, raw) == {"name": None}
    assert specified_in(spec, raw) == SpecifiedOptions(["name", "colour"])


@pytest.mark.parametrize("more", [{"default": "red"}, {"required": True}])
def test_null_is_refused_where_there_must_be_a_word(more: dict[str, Any]) -> None:
    spec = {"colour": {"type": "str", "choices": ["red"], **more}}
    assert without_null_words(spec, {"colour": None}) == {"colour": None}


def _shown(raw: dict[str, Any]) -> dict[str, Any]:
    params = ArgumentSpecValidator(SPEC).validate(raw).validated_parameters
    return as_shown(params, specified_in(SPEC, raw))


def test_of_entries_only_what_is_named_is_shown() -> None:
    users = [{"name": "ann", "folders": [{"folder": None}, {}]}, {}, {"name": None, "folders": None}]
    assert _shown({"users": users})["users"] == users


def test_options_of_the_task_are_all_shown() -> None:
    assert _shown({}) == {"name": None, "size": 3, "limits": None, "users": None}


@pytest.mark.parametrize("limits", [{"low": 1}, {"low": 1, "high": None}, "low=1"])
def test_a_single_dictionary_is_shown_like_an_entry(limits: Any) -> None:
    assert _shown({"limits": limits})["limits"] == ({"low": 1} if limits == "low=1" else limits)
