# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the form of a list of tenants: keys, kinds and words, and what only one of them can have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from ansible.module_utils.parsing.convert_bool import boolean

from ..module_utils._ansible.arguments import plain_list, refuse_other_types
from ..module_utils._api.errors import InputError
from .shared_tenant_mistakes import shared_tenant_mistakes

DOCUMENTATION = r"""
name: tenant_list_mistakes
short_description: Find what is wrong with the form of a list of tenants
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Checks each entry of a list of tenants against the argument specification of the role
    P(community.mailstore.tenant#role), and the entries against each other. The server is not asked.
  - Ansible checks the same when the role begins. This says for which of many tenants, in one sentence for each mistake, and
    shows nothing of an entry that may hold a password.
positional: options
options:
  _input:
    description: The tenants, each with the variables of the role.
    type: list
    elements: dict
    required: true
  options:
    description: The options of an entry, as an argument specification has them.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Stop if two tenants have the same ID
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  vars:
    mistakes: >-
      {{ [{'tenant_id': 'contoso'}, {'tenant_id': 'fabrikam'}]
         | community.mailstore.tenant_list_mistakes({'tenant_id': {'type': 'str', 'required': true}}) }}
"""

RETURN = r"""
_value:
  description: One sentence for each mistake; an empty list if there is none.
  type: list
  elements: str
  sample:
    - "bakery, tenant_users, anna.baker: there is no fullname; did you mean full_name?"
"""

Options = Mapping[str, Mapping[str, Any]]
# What an entry of a list is called by.
NAMES = ("tenant_id", "name", "folder")
# Stores are often named by years, which are taken for texts.
NAMED_BY_YEARS = "tenant_stores"
# The value of a password is never shown.
HIDDEN = frozenset({"password"})
NOT_SHOWN = "password is not a text, because YAML reads it otherwise without quotes: put it in quotes."


def tenant_list_mistakes(tenants: Sequence[Any], options: Options) -> list[str]:
    """One sentence for each mistake, tenant by tenant, then those of several tenants."""
    places = [_called(tenant) or f"tenant {number}" for number, tenant in enumerate(tenants, 1)]
    return [
        *(
            sentence
            for place, tenant in zip(places, tenants, strict=True)
            for sentence in _mistakes_in_entry(tenant, options, place)
        ),
        *shared_tenant_mistakes(tenants),
    ]


def _mistakes_in_entry(entry: Any, options: Options, place: str, variable: str = "") -> Iterator[str]:
    if not isinstance(entry, Mapping):
        yield f"{place}: an entry has keys, each with its value, but this is {_kind(entry)}."
        return
    for key in entry:
        if key not in options:
            close = get_close_matches(str(key), options, n=1)
            advice = f"did you mean {close[0]}?" if close else f"there are {', '.join(options)}."
            yield f"{place}: there is no {key}; {advice}"
    for key, option in options.items():
        if option.get("required") and entry.get(key) in (None, ""):
            yield f"{place}: {key} is missing; give it."
        elif key in entry:
            years = variable == NAMED_BY_YEARS and key == "name"
            yield from _mistakes_in_value(key, entry[key], option, place, years=years)


def _mistakes_in_value(
    key: str, value: Any, option: Mapping[str, Any], place: str, *, years: bool = False
) -> Iterator[str]:
    kind = option.get("type", "str")
    if value is None:
        if not _is_removed_by_null(option):
            empty = (
                "write [] for an empty list, or leave it out" if kind == "list" else "give it a value, or leave it out"
            )
            yield f"{place}: {key} is null; {empty}."
    elif kind == "list":
        yield from _mistakes_in_list(key, value, option, place)
    elif kind == "dict" and not isinstance(value, Mapping):
        yield f"{place}: {key} has keys, each with its value, but this is {_kind(value)}."
    elif kind != "dict" and isinstance(value, (list, Mapping)):
        yield f"{place}: {key} is one value, but this is {_kind(value)}."
    elif isinstance(value, date):
        # Not every version of Ansible can hand it on.
        yield f"{place}: {key}: YAML makes a date of its own of this; put quotation marks around it."
    elif kind == "str" and "choices" not in option:
        yield from _mistakes_in_text(key, value, place, years=years)
    elif kind != "dict":
        yield from _mistakes_in_word(key, value, option, place)


def _mistakes_in_list(key: str, value: Any, option: Mapping[str, Any], place: str) -> Iterator[str]:
    if not isinstance(value, list):
        # Ansible takes a text for the words of a list, parted by commas.
        if isinstance(value, Mapping) or "options" in option:
            yield f"{place}: {key} is a list, but this is {_kind(value)}; begin each of its entries with a dash."
            return
        # It leaves the blanks between words that are chosen from a list, and then refuses them.
        value = (
            str(value).split(",") if "choices" in option else plain_list(value) if isinstance(value, str) else [value]
        )
    for number, entry in enumerate(value, 1):
        if "options" in option:
            name = _called(entry) or f"entry {number}"
            yield from _mistakes_in_entry(entry, option["options"], f"{place}, {key}, {name}", key)
        else:
            element = {**option, "type": option.get("elements", "str"), "required": True}
            yield from _mistakes_in_value(key, entry, element, place)


def _mistakes_in_text(key: str, value: Any, place: str, *, years: bool) -> Iterator[str]:
    try:
        refuse_other_types(value, key, years=years)
    except InputError as error:
        yield f"{place}: {NOT_SHOWN if key in HIDDEN else error.message}"


def _mistakes_in_word(key: str, value: Any, option: Mapping[str, Any], place: str) -> Iterator[str]:
    kind, words = option.get("type", "str"), option.get("choices")
    try:
        known = boolean(value) if kind == "bool" else int(value) if kind == "int" else str(value)
    except (TypeError, ValueError):
        yield f"{place}: {key}: {str(value)!r} is {'neither true nor false' if kind == 'bool' else 'no whole number'}."
        return
    if words and known not in words:
        yield f"{place}: {key}: {known!r} is none of {', '.join(map(str, words))}; choose one of these."


def _is_removed_by_null(option: Mapping[str, Any]) -> bool:
    """Null takes off what is free text; everything else always has a value."""
    is_free = option.get("elements", option.get("type", "str")) == "str" and "choices" not in option
    return is_free and "default" not in option and not option.get("required")


def _called(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return ""
    names = [entry[key] for key in NAMES if key in entry]
    return str(names[0]) if names and isinstance(names[0], (str, int)) else ""


def _kind(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a dictionary"
    if isinstance(value, list):
        return "a list"
    return "null" if value is None else "a single value"


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenant_list_mistakes": tenant_list_mistakes}
