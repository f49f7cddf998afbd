# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts that people and directories have, and programs forget."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

HALF_OF_A_CHARACTER = "a\ud800b"
"""Nobody can send it."""

ODD_TEXTS: Mapping[str, str] = {
    # Letters
    "accent in one character": "M\u00fcller",
    "accent in two characters": "Mu\u0308ller",
    "only an accent": "\u0308",
    "Hangul in parts": "\u1112\u1161\u11ab",
    "Angstrom sign": "\u212bx",
    "ligature": "\ufb01x",
    "sharp s": "stra\u00dfe",
    "dotted capital I": "\u0130x",
    "Hebrew": "\u05d3\u05d5\u05d3",
    "beyond the first plane": "a\U0001f600b",
    "joined emoji": "\U0001f468\u200d\U0001f469",
    "300 characters": "x" * 300,
    "300 characters of accents": "u\u0308" * 150,
    # What nobody sees
    "mark of direction": "a\u200fb",
    "other direction": "\u202eabc",
    "zero width": "a\u200bb",
    "byte order mark": "\ufeffa",
    "soft hyphen": "a\u00adb",
    "space before": " a",
    "space behind": "a ",
    "two spaces": "a  b",
    "no-break space": "a\u00a0b",
    "no-break space behind": "a\u00a0",
    # Ends of lines, and control characters
    "line end": "a\nb",
    "line end of Windows": "a\r\nb",
    "carriage return": "a\rb",
    "line end behind": "a\n",
    "line end of Windows behind": "a\r\n",
    "line end before": "\na",
    "line separator": "a\u2028b",
    "next line": "a\u0085b",
    "tab": "a\tb",
    "NUL": "a\x00b",
    "escape": "a\x1b[31mb",
    "delete": "a\x7fb",
    # Characters with a meaning: in shells, forms, JSON, YAML, Jinja, filters, paths
    "apostrophe": "O'Neil",
    "quotation mark": 'a"b',
    "backtick": "a`b",
    "slash": "a/b",
    "backslash": "a\\b",
    "template": "{{ x }}",
    "comment": "a #b",
    "percent": "100%",
    "percent and digits": "a%20b",
    "plus": "a+b",
    "form": "a&b=c",
    "semicolon": "a;b",
    "comma": "a,b",
    "colon": "a: b",
    "wildcard": "*",
    "wildcard behind": "a*",
    "class of characters": "[a]",
    "dollar": "$a",
    "mark-up": "<b>a</b>",
    "dots": "..",
    # Words that YAML and JSON take for something else
    "null": "null",
    "truth": "true",
    "digits": "007",
}
"""By what is odd about each."""

REFUSED_IN_NEW_NAMES = frozenset(
    what
    for what, text in ODD_TEXTS.items()
    if text != text.strip() or any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in text)
)
"""Those that no new object is called."""


def other_spelling(text: str) -> str:
    """The text with each accented letter as two characters, or as one; the same text if it has none."""
    composed = unicodedata.normalize("NFC", text)
    return composed if composed != text else unicodedata.normalize("NFD", text)
