# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sentences fit, whatever a server or a playbook puts into them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.one_line import (
    LONGEST_SENTENCE,
    joined_by_and,
    one_line,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The user 'jane' is there.", "The user 'jane' is there."),
        ("one\r\ntwo\tthree\u2028four\u00a0five", "one two three four five"),
        ("bell\x07 escape\x1b[31m", "bell\\x07 escape\\x1b[31m"),
        ("left\u200eright\ufeff", "leftright"),
        ("Größe 𝄞 日本", "Größe 𝄞 日本"),
    ],
)
def test_what_stands_in_a_sentence(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b and c"),
        (iter("abcd"), "a, b, c and d"),
    ],
)
def test_words_in_the_midst_of_a_sentence(words: Iterable[str], joined: str) -> None:
    assert joined_by_and(words) == joined


def test_a_long_name_loses_its_middle() -> None:
    line = one_line(f"There is no user '{'x' * 10_000}' here: check name.")
    assert len(line) < 300
    assert line.startswith("There is no user 'xxx")
    assert line.endswith("x' here: check name.")


def test_a_long_text_keeps_the_advice() -> None:
    line = one_line("The server said: " + "no " * 10_000 + ": look at its log.")
    assert len(line) == LONGEST_SENTENCE
    assert line.endswith(": look at its log.")


@given(st.text())
def test_every_text_becomes_a_line(text: str) -> None:
    line = one_line(text)
    assert line.isprintable()
    assert len(line) <= LONGEST_SENTENCE
