# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A shape shows what an answer looks like, and nothing that stands in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._check.shapes import (
    KNOWN_KEYS,
    VOCABULARIES,
    in_words,
    shape_of,
    word_or_shape,
)
from hypothesis import given
from hypothesis import strategies as st

SHAPES: list[tuple[Any, Any]] = [
    (None, "null"),
    (True, "true"),
    (7, "number"),
    (7.5, "number with a fraction"),
    ("", "empty text"),
    ("7", "text of digits"),
    ("2026-11-26T09:00:00", "text of a time, without a zone"),
    ("2026-11-26T09:00:00Z", "text of a time, in UTC"),
    ("2026-11-26T09:00:00.5+01:00", "text of a time with a fraction, with a zone"),
    ("2026-11-26", "text of a day"),
    ([], "an empty list"),
    ([1, None], ["null or number"]),
    ([True, False, None], ["false or null or true"]),
    ({"userName": "anna"}, {"userName": "text"}),
    ({"status": "running"}, {"status": "text running"}),
    ({"status": "canary"}, {"status": "text"}),
    ({"userName": "anna", "newKey": 1}, {"userName": "text", "newKey": "number"}),
    ({"userName": "anna", "a name": 1}, {"userName": "text", "unknown keys": "number"}),
    # It may be a map of names.
    ({"anna": ["read"]}, {"unknown keys": ["text"]}),
    ([{"id": 1}, {"id": 2, "name": None}], [{"id": "number", "name": "null, or left out"}]),
    ([{"id": 1}, None], [{"one of": [{"id": "number"}, "null"]}]),
    ([[1], {"id": 1}], [{"one of": [{"id": "number"}, ["number"]]}]),
    (
        [{"id": 1, "error": {"text": ""}}, {"id": 1}],
        [{"id": "number", "error": {"one of": [{"text": "empty text"}, "left out"]}}],
    ),
]


@pytest.mark.parametrize(("value", "shape"), SHAPES)
def test_the_shape_of_a_value(value: Any, shape: Any) -> None:
    assert shape_of(value) == shape


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        ("", "an empty text"),
        ("canary", "a text"),
        (3, "a number"),
        ([], "an empty list"),
        (["canary"], "a list with one"),
        ([1, 2], "a list with several"),
        ({}, "an empty object"),
        ({"id": "canary"}, "an object with id"),
        ({"canary": 1}, "an object with unknown keys"),
    ],
)
def test_a_value_in_words(value: Any, words: str) -> None:
    assert in_words(value) == words


def test_a_word_is_told_and_a_sentence_is_not() -> None:
    assert word_or_shape("paused") == "paused"
    assert word_or_shape("Anna Baumann") == "a text"
    assert word_or_shape(None) == "null"


CANARY = "canary"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text().map(lambda text: f"{CANARY}{text}"),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(KNOWN_KEYS)), inner),
    max_leaves=20,
)


@given(JSON)
def test_no_text_of_an_answer_is_in_its_shape(value: Any) -> None:
    assert CANARY not in json.dumps(shape_of(value))
    assert CANARY not in in_words(value)


@given(st.dictionaries(st.text(min_size=1).map(lambda text: f"{CANARY}{text}"), JSON, min_size=1))
def test_no_key_of_an_unknown_object_is_in_its_shape(value: Any) -> None:
    assert CANARY not in json.dumps(shape_of(value))
    assert CANARY not in in_words(value)


def test_a_deep_answer_ends() -> None:
    deep: Any = []
    for _level in range(400):
        deep = [deep]
    assert json.dumps(shape_of(deep)).count("[") < 20


def test_vocabularies_are_of_known_keys() -> None:
    assert set(VOCABULARIES) <= KNOWN_KEYS
