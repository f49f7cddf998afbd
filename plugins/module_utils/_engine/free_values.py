# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person wrote into a free dictionary, where no option has a type: the value that the server has gives it one.

These are never the rules for what a server answers: a word that is not understood must be refused, not taken for no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._api.errors import InputError
from .calls import SaidInWords
from .names import without_case

#: Ansible's own words for flags.
_YES = frozenset({"y", "yes", "on", "1", "true", "t"})
_NO = frozenset({"n", "no", "off", "0", "false", "f"})
#: What a template makes of a flag. Where nothing shows the type, other words are texts: a mailbox may be called "no".
_FLAGS_OF_TEMPLATES = {"true": "1", "false": "0"}
_WHOLE_NUMBER = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?\d+\.\d+")


def flag(value: Any, place: str) -> bool:
    """Yes or no. Raises InputError for anything that Ansible would not take for either."""
    word = value.strip().lower() if isinstance(value, str) else value
    if isinstance(word, bool):
        return word
    if isinstance(word, (int, float)) and word in (0, 1):
        return bool(word)
    if isinstance(word, str) and word in _YES | _NO:
        return word in _YES
    if word == "":
        raise InputError(f"{place} is empty, but must be true or false; give one, or leave it out.")
    raise InputError(f"{place}: {value!r} is not understood; write true or false.")


def number(value: Any, place: str) -> int | float:
    """A number, also written as a text. Raises InputError for anything else."""
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        return text
    if isinstance(text, str) and _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if isinstance(text, str) and _NUMBER.fullmatch(text):
        return float(text)
    if text == "":
        raise InputError(f"{place} is empty, but must be a number; give one, or leave it out.")
    raise InputError(f"{place}: {value!r} is not a number.")


def text_of(value: Any, place: str) -> str:
    """A text; a whole number stands for its digits. Raises InputError for what YAML has made something else of."""
    if isinstance(value, (Mapping, list)):
        what = "a list" if isinstance(value, list) else "a dictionary"
        raise InputError(f"{place} is {what}, but the server has a text there.")
    if isinstance(value, (bool, float)):
        what = "true or false" if isinstance(value, bool) else "a number"
        raise InputError(f"{place}: {value} is {what}, but the server has a text there: put it in quotes.")
    return value if isinstance(value, str) else str(value)


def elements_of(value: Any, place: str) -> list[Any]:
    """A list, also written as one text with commas. Raises InputError for an empty element."""
    if value == "":
        return []
    elements = value if isinstance(value, list) else str(value).split(",")
    stripped = [element.strip() if isinstance(element, str) else element for element in elements]
    if any(element in ("", None) for element in stripped):
        raise InputError(f"{place} has an empty element; leave it out.")
    return stripped


def _examples_for(value: Mapping[str, Any], example: Any, place: str) -> Mapping[str, Any]:
    """The examples of a dictionary. Raises InputError for a key that exists in other letters: it would be a second
    one."""
    examples = example if isinstance(example, Mapping) else {}
    for key in value:
        if key not in examples:
            spelled = next((name for name in examples if without_case(str(name)) == without_case(str(key))), None)
            if spelled is not None:
                raise InputError(f"{place} has {spelled!r}, but no {str(key)!r}: write {spelled!r} in the playbook.")
    return examples


def typed(value: Any, example: Any, place: str) -> Any:
    """What a person wrote, with the types of an `example` of what the server has, at any depth; None has no type.

    Raises InputError, which names the `place`, for what cannot be one; a flag cannot be null.
    """
    if value is None and isinstance(example, bool):
        raise InputError(f"{place} is null, but must be true or false; give one, or leave it out.")
    if value is None or isinstance(value, SaidInWords):
        return value
    if isinstance(value, Mapping) and isinstance(example, (Mapping, type(None))):
        examples = _examples_for(value, example, place)
        return {key: typed(entry, examples.get(key), f"{place}.{key}") for key, entry in value.items()}
    if isinstance(example, list) or (isinstance(value, list) and example is None):
        first = next(iter(example), None) if isinstance(example, list) else None
        return [typed(entry, first, place) for entry in elements_of(value, place)]
    if isinstance(example, bool):
        return flag(value, place)
    if isinstance(example, (int, float)):
        return number(value, place)
    return text_of(value, place) if isinstance(example, str) else value


def in_digits(value: Any, example: Any, place: str) -> Any:
    """What a person wrote where the server has texts, and 1 and 0 for flags; null stays null. Where the server has
    nothing yet, the words true and false are flags, which a template often turns into texts.

    Raises InputError, which names the `place`, for a word that is no flag where the server has one.
    """
    if isinstance(value, Mapping):
        examples = _examples_for(value, example, place)
        return {key: in_digits(entry, examples.get(key), f"{place}.{key}") for key, entry in value.items()}
    if value is None or isinstance(value, (list, SaidInWords)):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    text = str(value)
    if example is None:
        return _FLAGS_OF_TEMPLATES.get(text.strip().lower(), text)
    if example not in ("0", "1") or _WHOLE_NUMBER.fullmatch(text.strip()):
        return text
    return "1" if flag(text, place) else "0"
