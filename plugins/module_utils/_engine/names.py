# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When two names are the same: the one rule for names, of objects and inside of values.

A letter with an accent can be one character or two (NFC and NFD of Unicode), and people cannot see which: that makes
no difference (NAMES_IN_NFC_AND_NFD). Upper and lower case do: such a name is refused (NAMES_IN_OTHER_LETTERS). So is
one with spaces around it: nobody can see those either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .._api.errors import InputError


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
    return without_case(name.strip())


def alike(one: str, other: str) -> bool:
    """Whether the two names differ in upper and lower case, or in blanks around them, at most."""
    return alike_key(one) == alike_key(other)


def refuse_blanks_around(name: str, what: str) -> None:
    """Raises InputError for the name of a new object that begins or ends with a blank."""
    if name != name.strip():
        raise InputError(
            f"There is no {what} {name!r}, and a new one must not begin or end with a space: write {name.strip()!r}"
            " in the playbook."
        )


def name_among(name: str, names: Iterable[str], what: str) -> str | None:
    """The name as it is spelled among `names`; None when it is not there. `what` is for the sentence.

    Raises InputError when it exists in other letters, or without the spaces around it, only.
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


def other_letters(name: str, spelled: str, what: str) -> InputError:
    """The error about a name that exists in other letters, or without the spaces around it."""
    only_blanks = same_name(name.strip(), spelled.strip())
    difference = "spaces around it" if only_blanks else "upper and lower case"
    return InputError(
        f"There is no {what} {name!r}, but there is {spelled!r}, which differs only in {difference}: write"
        f" {spelled!r} in the playbook."
    )
