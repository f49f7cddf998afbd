# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets stay out of what people read: a server's message may repeat what it was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MASK = "********"

_SECRET_NAME = re.compile(r"pass(word|wd|phrase)|secret|token|key$|certificate$", re.IGNORECASE)


def secret_values(arguments: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a request whose name says that it is secret, at any depth, also inside JSON texts."""
    for name, value in arguments.items():
        yield from _secrets_of(str(name), value)


def mask(text: str, secrets: Iterable[str]) -> str:
    """The text with each secret replaced, also where characters of it are escaped for JSON or for a form."""
    for secret in sorted({secret for secret in secrets if secret}, key=len, reverse=True):
        text = re.sub("".join(_spellings(character) for character in secret), MASK, text)
    return text


def _secrets_of(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from secret_values(value)
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from _secrets_of(name, entry)
    elif isinstance(value, str):
        if _SECRET_NAME.search(name):
            yield value
        yield from _secrets_of_json(name, value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and _SECRET_NAME.search(name):
        yield str(value)


def _secrets_of_json(name: str, text: str) -> Iterator[str]:
    if not text.lstrip().startswith(("{", "[")):
        return
    try:
        value = json.loads(text)
    except ValueError:
        return
    yield from _secrets_of(name, value)


# Beside what JSON must escape, and beside percent signs.
_OTHER_ESCAPES = {"/": "\\/", " ": "+"}


def _spellings(character: str) -> str:
    """A pattern for one character: every writer has a choice of its own what it escapes, and in which case."""
    utf16 = character.encode("utf-16-be", "surrogatepass").hex()
    in_json = "".join(f"\\u{utf16[start : start + 4]}" for start in range(0, len(utf16), 4))
    in_form = "".join(f"%{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    plain = {character, json.dumps(character, ensure_ascii=False)[1:-1], _OTHER_ESCAPES.get(character, character)}
    longest_first = sorted(plain, key=len, reverse=True)
    return f"(?:(?i:{re.escape(in_json)}|{re.escape(in_form)})|{'|'.join(map(re.escape, longest_first))})"
