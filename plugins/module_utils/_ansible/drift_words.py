# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In which words a difference between a tenant and its description is reported: how it is, and how the code has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._api.one_line import joined_by_and, one_line
from .._engine.patterns import Patterns
from .tenant_parts import PARTS, part_of

#: Names, and characters of a value, that one line shows.
MOST_NAMES = 5
MOST_CHARACTERS = 80

#: The end of the names that say that a secret is written, which is never compared.
_WRITTEN_ANYWAY = "_updated"

#: Of an object that is there or not, where the diff shows that.
_STATE = "state"


def differences_in(result: Mapping[str, Any], protect: Mapping[str, Sequence[str]]) -> list[str]:
    """A phrase for each difference in this result of `spe_tenant` in check mode.

    What `protect` names may be there without being described.
    """
    changed = (each for each in result["results"] if each["changed"])
    found = [phrase for each in changed for phrase in _of_object(each, result)]
    return [*found, *_unknown(result["unmanaged"] or {}, protect)]


def duration(seconds: float) -> str:
    """Such as `3 m 10 s`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} m {rest} s" if minutes else f"{rest} s"


def names_in_words(names: Sequence[str]) -> str:
    """The first of the names, and how many there are besides."""
    shown = ", ".join(_shown(name) for name in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def _of_object(changed: Mapping[str, Any], result: Mapping[str, Any]) -> Iterator[str]:
    before, after = changed["diff"].get("before") or {}, changed["diff"].get("after") or {}
    if changed["noun"] == "archive_admin":
        yield f"service provider access is {'on' if before.get('enabled') else 'off'}"
        return
    is_instance = changed["noun"] == "instance"
    what = "" if is_instance else _object(changed, result)
    if before.get(_STATE) == "absent":
        yield "is not there" if is_instance else f"{what} is missing"
    elif after.get(_STATE) == "absent":
        yield "is there (code: absent)" if is_instance else f"{what} is there (code: absent)"
    else:
        fields = ", ".join(_fields(before, after))
        if fields:
            yield f"{what}: {fields}" if what else fields


def _object(changed: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """Such as `user 'anna'`; what the tenant has once has no name."""
    noun = changed["noun"].replace("_", " ")
    is_single = changed["name"] == result["instance_id"] and not _is_listed(changed["noun"])
    return noun if is_single else f"{noun} {_shown(changed['name'])}"


def _is_listed(noun: str) -> bool:
    return any(part.is_list and part.noun.resource.noun == noun for part in PARTS)


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in [*after, *(name for name in before if name not in after)]:
        found, wanted = before.get(name), after.get(name)
        if found != wanted and not name.endswith(_WRITTEN_ANYWAY):
            yield f"{name} {_difference(found, wanted)}"


def _difference(found: Any, wanted: Any) -> str:
    if _is_list_of_texts(found) and _is_list_of_texts(wanted) and set(found) != set(wanted):
        extra = [each for each in found if each not in wanted]
        lacking = [each for each in wanted if each not in found]
        parts = [f"has {names_in_words(extra)}"] if extra else []
        return joined_by_and([*parts, *([f"lacks {names_in_words(lacking)}"] if lacking else [])])
    return f"{_shown(found)} (code: {_shown(wanted)})"


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _shown(value: Any) -> str:
    """The value in one line, as YAML has it; a long one is cut."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    text = one_line(str(value))
    short = text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}..."
    return f"'{short}'" if isinstance(value, str) else short


def _unknown(unmanaged: Mapping[str, Any], protect: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A phrase for administrators, and one for the rest of each list. The users of a directory sync are expected."""
    for option, rows in unmanaged.items():
        identity = part_of(option).identity
        protected = Patterns(protect.get(option) or ())
        left = [row for row in rows if not protected.fit(row[identity])]
        administrators = [row for row in left if "admin" in row.get("privileges", ())]
        others = [row for row in left if "admin" not in row.get("privileges", ()) and not row.get("synchronized")]
        if administrators:
            yield _named("administrator", [row[identity] for row in administrators])
        if others:
            yield _named(part_of(option).noun.resource.in_words, [row[identity] for row in others])


def _named(noun: str, names: Sequence[str]) -> str:
    return f"unknown {noun}{'' if len(names) == 1 else 's'} {names_in_words(names)}"
