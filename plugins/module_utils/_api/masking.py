# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets stay out of what people read: a server's message may repeat what it was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "********"

_SECRET_NAME = re.compile(r"pass(word|wd|phrase)|secret|token|key$|certificate$", re.IGNORECASE)


def secret_values(arguments: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a request whose name says that it is secret, at any depth, also inside JSON texts."""
    for name, value in arguments.items():
        yield from _secrets_of(str(name), value)


def mask(text: str, secrets: Iterable[str]) -> str:
    """The text with each secret replaced, also where it stands escaped for JSON or for a form."""
    spellings = {spelling for secret in secrets if secret for spelling in _spellings(secret)}
    for spelling in sorted(spellings, key=len, reverse=True):
        text = text.replace(spelling, MASK)
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
    elif isinstance(value, int) and not isinstance(value, bool) and _SECRET_NAME.search(name):
        yield str(value)


def _secrets_of_json(name: str, text: str) -> Iterator[str]:
    if not text.lstrip().startswith(("{", "[")):
        return
    try:
        value = json.loads(text)
    except ValueError:
        return
    yield from _secrets_of(name, value)


def _spellings(secret: str) -> Iterator[str]:
    yield secret
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield quote(secret, safe="", errors="replace")
    yield quote_plus(secret, errors="replace")
