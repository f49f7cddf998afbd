# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When two names are the same: the one rule for names, of objects and inside of values.

A letter with an accent can be one character or two (NFC and NFD of Unicode), and people cannot see which: that makes
no difference (NAMES_IN_NFC_AND_NFD). Upper and lower case do: such a name is refused (NAMES_IN_OTHER_LETTERS). So is
one with spaces around it, or with characters that nobody sees: two archives whose names look the same are a trap.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

from .._api.errors import InputError

#: Characters without a width, and marks of the direction in which one reads; people copy them without seeing them.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: Spaces that look like the usual one.
_OTHER_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def normal(name: str) -> str:
    """The name with each accented letter as one character (NFC)."""
    return unicodedata.normalize("NFC", name)


def same_name(one: str, other: str) -> bool:
    """Whether the two are one name."""
    return normal(one) == normal(other)


def without_case(name: str) -> str:
    """What is equal for names that differ in upper and lower case at most; a sharp s is no double one."""
    return normal(normal(name).lower())


def alike_key(name: str) -> str:
    """What is equal for names that are alike."""
    return name.strip().lower() if name.isascii() else without_case(_as_seen(name))


def _as_seen(name: str) -> str:
    """The name without what nobody sees."""
    return _OTHER_SPACES.sub(" ", INVISIBLE.sub("", name)).strip()


def alike(one: str, other: str) -> bool:
    """Whether the two names differ at most in upper and lower case, in spaces around them, or in what nobody sees."""
    return alike_key(one) == alike_key(other)


def refuse_unfit_name(name: str, what: str) -> None:
    """Raises InputError for the name of a new object that begins or ends with a blank, or that has a character which is
    none of a text in one line."""
    if not name.strip():
        raise InputError(f"The name {name!r} of the {what} contains only spaces: name the {what}.")
    found = _CONTROL_CHARACTER.search(name.strip())
    if found:
        raise InputError(
            f"There is no {what} {name!r}, and a new one must not contain the character {found[0]!r}; in double quotes"
            " YAML reads \\n, \\t and similar as one character, so write the name in single quotes."
        )
    if name != name.strip():
        raise InputError(
            f"There is no {what} {name!r}, and a new one must not begin or end with a space: write {name.strip()!r}"
            " in the playbook."
        )


def name_among(name: str, names: Iterable[str], what: str) -> str | None:
    """The name as it is spelled among `names`; None when it is not there. `what` is for the sentence.

    Raises InputError when it exists only in other letters, without the spaces around it, or with other characters that
    nobody sees.
    """
    spelled = None
    names = tuple(names)
    if name in names:
        return name
    for other in names:
        if same_name(other, name):
            return other
        if alike(other, name):
            spelled = other
    if spelled is not None:
        raise other_letters(name, spelled, what)
    return None


class NameIndex:
    """Names, found without looking at each of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._alike: dict[str, list[str]] = {}
        for name in self.names:
            self._alike.setdefault(alike_key(name), []).append(name)

    def alike(self, name: str) -> list[str]:
        """The names that are alike, in their order."""
        return self._alike.get(alike_key(name), [])

    def find(self, name: str, what: str, *, without: str | None = None) -> str | None:
        """As name_among, but for one name that is left out."""
        return name_among(name, (other for other in self.alike(name) if other != without), what)


def other_letters(name: str, spelled: str, what: str) -> InputError:
    """The error about a name that exists in other letters, or without the spaces around it."""
    return InputError(
        f"There is no {what} {name!r}, but there is {spelled!r}, which differs only in {_difference(name, spelled)}:"
        f" write {_as_written(spelled)} in the playbook."
    )


def _difference(name: str, spelled: str) -> str:
    if same_name(name.strip(), spelled.strip()):
        return "spaces around it"
    return "invisible characters" if same_name(_as_seen(name), _as_seen(spelled)) else "upper and lower case"


def _as_written(name: str) -> str:
    """The name such that it can be copied into a playbook: what nobody sees needs double quotes there."""
    return repr(name) if name.isprintable() else json.dumps(name)
