# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that arrive as one text with commas."""

from __future__ import annotations

from .. import assumptions
from ..errors import invalid_argument


def split_list(text: str | None) -> tuple[str, ...]:
    """Entries without the blanks around them; a blank after the comma is accepted [observed]."""
    if text is None:
        return ()
    entries = tuple(entry.strip() for entry in text.split(","))
    if "" in entries and not assumptions.EMPTY_ENTRIES_OF_LISTS_ARE_IGNORED:
        raise invalid_argument(assumptions.invalid_value("list", text))
    return tuple(entry for entry in entries if entry)


def parse_words(name: str, text: str, known: tuple[str, ...], alone: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a privilege list; those of `alone` stand by themselves, and `none` means no words."""
    words = tuple(dict.fromkeys(split_list(text)))
    for word in words:
        if word not in known:
            raise invalid_argument(assumptions.invalid_value(name, word))
        if word in alone and len(words) > 1:
            raise invalid_argument(f"'{word}' of '{name}' cannot be combined with other values.")
    if not words:
        raise invalid_argument(assumptions.invalid_value(name, text))
    return assumptions.NO_PRIVILEGES if words == ("none",) else words
