# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The answers of experiments: short words, in which no value of the server stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from .shapes import in_words

TRUE, FALSE, REFUSED = "true", "false", "refused"

#: What may stand for nothing in each member of an object, and its name.
_NOTHINGS: Mapping[str, tuple[Any, ...]] = {
    "nulls": (None,),
    "empty texts": ("",),
    "zeros": (0,),
    "zeros and empty texts": (0, ""),
}


Item = TypeVar("Item")


def first(items: Iterable[Item]) -> Item:
    """The first one. Raises LookupError when there is none: what `next` raises must not come out of a generator."""
    for item in items:
        return item
    raise LookupError("There is none.")


def flag(value: bool) -> str:
    """Whether a sentence is true."""
    return TRUE if value else FALSE


def of_nothing(value: Any) -> str:
    """What stands for something that was never set."""
    if isinstance(value, Mapping) and value:
        members = list(value.values())
        names = (name for name, nothing in _NOTHINGS.items() if all(member in nothing for member in members))
        return next((f"an object of {name}" for name in names), in_words(value))
    return in_words(value)


def number_or_shape(value: Any, known: Sequence[int]) -> str:
    """A number that is one of the known ones: itself; else only its shape."""
    return str(value) if not isinstance(value, bool) and value in known else in_words(value)
