# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets stay out of what people read: which names say that a value is one.

The list of names is the only one: what is masked, what is refused where it would be shown, and what is never compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from .spellings import MASK

#: Without upper case, underscores and hyphens. Also as a part of a longer name.
_SECRET_PARTS = re.compile(
    r"pass(word|wort|wd|phrase|code)|kennwort|secret|token|bearer|authorization$|cookie|connectionstring|pfx$|pkcs12"
    r"|(api|access|account|app|encryption|master|private|recovery|shared|signing|storage)keys?(pem|data|value|base64)?$"
    r"|^(client)?certificate$|assertion$|authheader$|jwt$|pem$"
)
#: Words of a name that is written in several.
_SECRET_WORDS = frozenset({"pwd", "pw", "pin", "otp", "psk"})
_LAST_SECRET_WORDS = frozenset({"pass", "key", "keys"})
_NO_SECRET_KEYS = frozenset({"public", "primary", "foreign", "sort", "registry"})
#: What is known about a secret is none.
_ABOUT_SECRETS = re.compile(
    r"^(update|change)|(endpoint|ur[il]|type|lifetime|expir(y|es|ed|ation|ationdate)|date|policy|version|issuer|length|status|thumbprint)$"
)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# An argument in the action of a job, which is a command line (documented).
_COMMAND_LINE_ARGUMENT = re.compile(
    r"""--(?P<name>[\w.-]+)(?:=|\s+)(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s-]\S*))"""
)
#: What other writers than JSON put between a name and its value: Python, a text of JSON with a mistake, a form, the text
#: of a connection, a command line with slashes, and XML. With blanks between the two it is a sentence that people wrote.
_NAMES_AND_VALUES = (
    (
        re.compile(r"""(?P<quote>["'])(?P<name>[\w.-]+)(?P=quote)\s*:\s*(?=["'])"""),
        re.compile(r""""(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?"""),
    ),
    (
        re.compile(r"(?<![\w.-])(?P<name>[a-z][\w.-]*)[=:]", re.IGNORECASE),
        re.compile(r""""[^"]+"|'[^']+'|[^\s"';&,]+"""),
    ),
    (re.compile(r"<(?:\w+:)?(?P<name>[\w.-]+)(?:\s[^<>]*)?>"), re.compile(r"[^<]+")),
    (
        re.compile(r"(?P<name>authorization)[=:]\s*(?:\w+\s+)?|\bbearer\s+(?=\S*\d)", re.IGNORECASE),
        re.compile(r"[\w.~+/=-]{8,}"),
    ),
)
#: Without one of these no name says that it is a secret: a look that costs little.
_HINT = re.compile(
    r"pass|wort|p[wi]|secret|token|bearer|auth|key|cookie|string|pfx|pkcs|otp|psk|pem|jwt|cert|assert", re.I
)
#: Without one of these a text has no names and values: it is not JSON, no command line, and so on.
_STRUCTURE = re.compile(r"[={\[<:]|--|bearer", re.IGNORECASE)
_PASSWORD_IN_URL = re.compile(r"(?P<before>\b[a-z][a-z0-9+.-]*://[^\s/@:]*:)(?P<password>[^\s/]+)(?=@)", re.IGNORECASE)
_JSON_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether the name of an argument, a setting or a member says that its value is a secret."""
    words = [word.lower() for word in _WORDS.findall(name)]
    plain = "".join(words)
    if _ABOUT_SECRETS.search(plain):
        return False
    if _SECRET_PARTS.search(plain) or _SECRET_WORDS.intersection(words):
        return True
    return bool(words) and words[-1] in _LAST_SECRET_WORDS and _NO_SECRET_KEYS.isdisjoint(words)


def secret_values(arguments: Mapping[str, Any]) -> Iterator[str]:
    """Every secret text in the arguments: by the names in front of them, at any depth, also inside texts of JSON, command
    lines and URLs; those of JSON in the spelling of the text as well."""
    for name, value in arguments.items():
        yield from _secrets_of(str(name), value)


def without_secrets(value: Any, name: str = "") -> Any:
    """The value as it may be shown: what is secret by its name is masked, as in secret_values."""
    if value is None or isinstance(value, bool):
        return value
    if is_secret_name(name):
        return MASK
    if isinstance(value, Mapping):
        return {key: without_secrets(member, str(key)) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_secrets(entry, name) for entry in value]
    return _text_without_secrets(value) if isinstance(value, str) else value


def _secrets_of(name: str, value: Any) -> Iterator[str]:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, Mapping):
        for key, member in value.items():
            # What stands below a secret name is secret as a whole.
            yield from _secrets_of(name if is_secret_name(name) else str(key), member)
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from _secrets_of(name, entry)
    elif isinstance(value, (str, int, float)):
        if is_secret_name(name):
            yield str(value)
        if isinstance(value, str):
            yield from secrets_in_text(value)


def secrets_in_text(text: str) -> Iterator[str]:
    """The secrets in a text of JSON, a command line or a URL."""
    if not _STRUCTURE.search(text):
        return
    document = _json_in(text)
    if document is not None:
        found = set(_secrets_of("", document))
        yield from found
        # As they are written there: Ansible repeats the arguments of a task.
        yield from (raw for raw in _JSON_STRING.findall(text) if _decoded(raw) in found)
        return
    for match in _COMMAND_LINE_ARGUMENT.finditer(text):
        if is_secret_name(match["name"]):
            yield match["quoted"] or match["single"] or (match["plain"] or "").strip("\"'")
    for match in _PASSWORD_IN_URL.finditer(text):
        yield match["password"]
    yield from (text[start:end] for start, end in _named_secrets(text))


def _named_secrets(text: str) -> list[tuple[int, int]]:
    """Where the secrets stand that have their names in front of them in one of the ways of _NAMES_AND_VALUES."""
    if not _HINT.search(text):
        return []
    found = []
    for names, values in _NAMES_AND_VALUES:
        for match in names.finditer(text):
            value = values.match(text, match.end()) if is_secret_name(match["name"] or "bearer") else None
            if value is not None:
                quoted = value.group()[0] in "\"'"
                found.append((value.start() + quoted, value.end() - (quoted and value.group()[-1] == value.group()[0])))
    return found


def _text_without_secrets(text: str) -> str:
    if not _STRUCTURE.search(text):
        return text
    document = _json_in(text)
    if document is not None:
        shown = without_secrets(document)
        return text if shown == document else json.dumps(shown, ensure_ascii=False)
    text = _COMMAND_LINE_ARGUMENT.sub(_argument_without_secret, text)
    text = _PASSWORD_IN_URL.sub(rf"\g<before>{MASK}", text)
    for start, end in sorted(_named_secrets(text), reverse=True):
        if MASK not in text[start:end]:
            text = f"{text[:start]}{MASK}{text[end:]}"
    return text


def _argument_without_secret(match: re.Match[str]) -> str:
    return f'--{match["name"]}="{MASK}"' if is_secret_name(match["name"]) else match.group()


def _json_in(text: str) -> Any:
    """The object or the list that the text is in JSON; None for any other text."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _decoded(raw: str) -> str | None:
    try:
        decoded: str = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return None
    return decoded
