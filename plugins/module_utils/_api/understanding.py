# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The error of an answer that has another shape than this collection knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from traceback import walk_tb
from typing import Any

from .errors import NotUnderstood
from .record import Record

#: What is raised where an answer lacks a key, has null, a text or a list where something else is expected, or is nested
#: without an end.
ERRORS_OF_READING = (LookupError, TypeError, AttributeError, ValueError, RecursionError)


@contextmanager
def understanding(record: Record) -> Iterator[None]:
    """Within the block an error that an answer explains becomes NotUnderstood.

    When all is as this collection knows it, no answer raises such an error: its own tests see to that.
    """
    try:
        yield
    except ERRORS_OF_READING as error:
        if not record.answers or _is_ours(error, record):
            raise
        raise _not_understood(error, record) from error


def place_of(error: BaseException) -> str:
    """The last line of this collection that the error went through; the path is the same in a packed module."""
    places = [
        f" in {path.rpartition('/plugins/')[2]}, line {line}"
        for path, line in ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
        if "/plugins/" in path and "community" in path
    ]
    return places[-1] if places else ""


def _key_of(error: Exception) -> str | None:
    key = error.args[0] if isinstance(error, KeyError) and error.args else None
    return key if isinstance(key, str) else None


def _is_ours(error: Exception, record: Record) -> bool:
    """A name with an underscore is one of our own: those of the API have none."""
    key = _key_of(error)
    return key is not None and "_" in key and not any(_has(answer.result, key) for answer in record.answers.values())


def _not_understood(error: Exception, record: Record) -> NotUnderstood:
    function, what = _what_is_strange(error, record)
    return NotUnderstood(
        f"The server's answer to {function} is not understood: {what}{place_of(error)}. Update this collection, or report it with"
        " this sentence and the version of the server.",
        function=function,
    )


def _what_is_strange(error: Exception, record: Record) -> tuple[str, str]:
    """The function whose answer it is, and what is wrong with it."""
    newest_first = list(reversed(record.answers.values()))
    key = _key_of(error)
    if key is not None:
        for answer in newest_first:
            if _has(answer.result, key):
                return answer.function, f"the value {key!r} in it is not known"
        for answer in newest_first:
            if _lacks(answer.result, key):
                return answer.function, f"it lacks {key}"
    return newest_first[0].function, "a value in it has another type than expected"


def _has(value: Any, text: str) -> bool:
    """Whether the text is a value in the answer, at any depth."""
    members = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return value == text or any(_has(member, text) for member in members)


def _lacks(value: Any, key: str) -> bool:
    """Whether an object in the answer does not have the key, at any depth."""
    if isinstance(value, Mapping):
        return key not in value or any(_lacks(member, key) for member in value.values())
    return isinstance(value, list) and any(_lacks(entry, key) for entry in value)
