# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arguments that would end Ansible's validation in a traceback."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins.module_utils._ansible.arguments import with_texts_for_other_types

SPEC: dict[str, dict[str, Any]] = {
    "name": {"type": "str"},
    "limits": {"type": "dict", "options": {"low": {"type": "int"}}},
    "users": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str"},
            "limits": {"type": "dict", "options": {"low": {"type": "int"}}},
        },
    },
}


@pytest.mark.parametrize(
    "raw",
    [
        {"limits": 5},
        {"limits": True},
        {"limits": [1]},
        {"users": [{"name": "a"}, {"limits": 7}]},
    ],
)
def test_mistakes_are_refused_in_a_sentence(raw: dict[str, Any]) -> None:
    with pytest.raises((TypeError, AttributeError)):
        ArgumentSpecValidator(SPEC).validate(raw)
    assert ArgumentSpecValidator(SPEC).validate(with_texts_for_other_types(SPEC, raw)).error_messages != []


@pytest.mark.parametrize(
    "raw",
    [
        {"name": 5, "unknown": 5},
        {"limits": None, "users": None},
        {"limits": {"low": 1}, "users": [{"name": None, "limits": {"low": None}}]},
        {"limits": "low=1", "users": []},
        {"users": [5, None]},
        {"users": 5},
    ],
)
def test_what_is_right_stays_as_it_is(raw: dict[str, Any]) -> None:
    assert with_texts_for_other_types(SPEC, raw) == raw
