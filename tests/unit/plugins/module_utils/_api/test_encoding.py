# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arguments arrive as they were meant."""

from __future__ import annotations

import json
import math
from typing import Any
from urllib.parse import parse_qsl

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.encoding import encode_form
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError
from hypothesis import given
from hypothesis import strategies as st

TEXT = st.text(st.characters(codec="utf-8"))
NAMES = st.text(st.characters(codec="utf-8"), min_size=1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)


def decoded(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict"))


@given(st.dictionaries(NAMES, TEXT))
def test_texts_come_back(arguments: dict[str, str]) -> None:
    assert decoded(encode_form("F", arguments)) == arguments


@given(st.dictionaries(TEXT, JSON))
def test_dicts_travel_as_json(config: dict[str, Any]) -> None:
    assert json.loads(decoded(encode_form("F", {"config": config}))["config"]) == config


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters=","))))
def test_lists_are_joined_by_commas(entries: list[str]) -> None:
    assert decoded(encode_form("F", {"privileges": entries}))["privileges"] == ",".join(entries)


@given(st.integers())
def test_numbers_are_decimal(number: int) -> None:
    assert encode_form("F", {"id": number}) == f"id={number}".encode()


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        ({}, b""),
        ({"path": None}, b""),
        ({"name": ""}, b"name="),
        ({"enabled": True, "raw": False}, b"enabled=true&raw=false"),
        ({"id": 3.0}, b"id=3"),
        ({"ids": (1, 2)}, b"ids=1%2C2"),
        ({"flags": [True, False]}, b"flags=true%2Cfalse"),
        ({"privileges": []}, b"privileges="),
        ({"instanceFilter": ["acme", "globex"]}, b"instanceFilter=acme%20globex"),
        ({"name": "a+b c&d=e"}, b"name=a%2Bb%20c%26d%3De"),
        ({"list": [{"a": 1}]}, b"list=%5B%7B%22a%22%3A%201%7D%5D"),
    ],
)
def test_spelling(arguments: dict[str, Any], body: bytes) -> None:
    assert encode_form("F", arguments) == body


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"privileges": ["geheim,x"]}, "An item of the list privileges of F contains a comma"),
        ({"instanceFilter": ["geheim x"]}, "An item of the list instanceFilter of F contains a blank"),
        ({"name": "geheim\ud800"}, "not valid Unicode"),
        ({"name": {"geheim"}}, "Argument name of F cannot be sent"),
        ({"name": 0.5}, "Argument name of F cannot be sent"),
        ({"name": ["geheim", None]}, "Argument name of F cannot be sent"),
        ({"config": {"a": {"geheim"}}}, "Argument config of F cannot be written as JSON"),
        ({"config": {"a": math.nan}}, "Argument config of F cannot be written as JSON"),
    ],
)
def test_what_cannot_be_sent(arguments: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        encode_form("F", arguments)
    assert sentence in refused.value.message
    assert "geheim" not in refused.value.message
