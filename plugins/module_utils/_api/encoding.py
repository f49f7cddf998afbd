# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How arguments travel: a form, never JSON as a whole (observed)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from .errors import InputError

#: JSON and YAML can name one half of a pair of UTF-16, which no text in UTF-8 has.
HALF_OF_A_CHARACTER = re.compile("[\ud800-\udfff]")

# documented: lists are separated by commas, ids in an instanceFilter by blanks.
_SEPARATORS = {"instanceFilter": " "}


def encode_form(function: str, arguments: Mapping[str, Any]) -> bytes:
    """The body of a request. An argument that is None is left out: that is how null is sent (observed).

    Raises InputError, without the value, when a value cannot be sent.
    """
    fields = {name: _encode_value(function, name, value) for name, value in arguments.items() if value is not None}
    try:
        # %20 instead of + for a blank: every parser of forms understands it.
        return urlencode(fields, quote_via=quote, safe="").encode("ascii")
    except UnicodeEncodeError:
        raise InputError(f"An argument of {function} contains text that is not valid Unicode: correct it.") from None


def _encode_value(function: str, name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)) and not any(isinstance(entry, (dict, list, tuple)) for entry in value):
        return _join(function, name, [_encode_value(function, name, entry) for entry in value])
    if isinstance(value, (Mapping, list, tuple)):
        return _encode_json(function, name, value)
    raise InputError(
        f"Argument {name} of {function} cannot be sent: give a text, a whole number, a bool, a list or a dict."
    )


def _join(function: str, name: str, entries: list[str]) -> str:
    separator = _SEPARATORS.get(name, ",")
    if any(separator in entry for entry in entries):
        what = "a blank" if separator == " " else "a comma"
        raise InputError(
            f"An item of the list {name} of {function} contains {what}, which separates the items there: remove it."
        )
    return separator.join(entries)


def _encode_json(function: str, name: str, value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):
        raise InputError(f"Argument {name} of {function} cannot be written as JSON: use plain values in it.") from None
