# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the controller gives, as what a module would get."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import date, datetime
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.plugin_utils.untag import untag


class Text(str):
    """As ansible-core's marked texts are."""

    def __str__(self) -> str:  # pylint: disable=invalid-str-returned
        return self


class Vaulted:
    """As ansible-core's vaulted texts are up to 2.18: no str."""

    def __str__(self) -> str:
        return "decrypted"


class Number(int):
    pass


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Text("a"), "a"),
        (Vaulted(), "decrypted"),
        (Number(5), 5),
        (2.5, 2.5),
        (True, True),
        (None, None),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 12, 30), "2026-01-31T12:30:00"),  # noqa: DTZ001  as YAML reads it
        (("a", Text("b")), ["a", "b"]),
        (OrderedDict([("b", [Vaulted()]), ("a", {Text("c"): ()})]), {"b": ["decrypted"], "a": {"c": []}}),
        ({2: "a", True: "b", None: "c", 2.5: "d"}, {"2": "a", "true": "b", "null": "c", "2.5": "d"}),
    ],
)
def test_types_are_those_of_json(value: Any, expected: Any) -> None:
    copy = untag(value)
    assert copy == expected
    assert _types(copy) == _types(expected)
    assert json.loads(json.dumps(copy)) == copy


@pytest.mark.parametrize("key", [1, True, False, None, 2.5, "a"])
def test_keys_are_those_of_json(key: Any) -> None:
    assert untag({key: 1}) == json.loads(json.dumps({key: 1}))


def test_nothing_is_shared_with_the_original() -> None:
    original = {"a": [{"b": "c"}]}
    copy = untag(original)
    copy["a"][0]["b"] = "changed"
    assert original == {"a": [{"b": "c"}]}


def _types(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: (type(key), _types(member)) for key, member in value.items()}
    if isinstance(value, list):
        return [_types(entry) for entry in value]
    return type(value)
