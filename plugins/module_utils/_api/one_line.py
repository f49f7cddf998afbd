# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sentence that fits: servers, and playbooks, may put anything into one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST_WORD = 200
LONGEST_SENTENCE = 1500
_CUT = "..."


def one_line(text: str) -> str:
    """The text in one line of bounded length: blanks of all kinds as one blank, control characters escaped, and what is
    too long without its middle, because the advice stands at the end."""
    words = (_shortened(_visible(word), LONGEST_WORD) for word in text.split())
    return _shortened(" ".join(words), LONGEST_SENTENCE)


def joined_by_and(words: Iterable[str]) -> str:
    """The words in the midst of a sentence: a, b and c."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _visible(word: str) -> str:
    if word.isprintable():
        return word
    return "".join(
        character if character.isprintable() else _escaped(character)
        for character in word
        # Marks that only change how others look.
        if unicodedata.category(character) != "Cf"
    )


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    tail = limit // 3
    return f"{text[: limit - tail - len(_CUT)]}{_CUT}{text[-tail:]}"
