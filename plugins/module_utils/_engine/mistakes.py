# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All mistakes of a task, or of one of its entries, together: one run shows them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from .._api.errors import InputError

Value = TypeVar("Value")

#: What an error says of a task that was refused before its first write.
NOTHING_DONE = "nothing was changed"


class Mistakes(InputError):
    """Several mistakes, a sentence for each. `done` shows what was written before; `each` has them as errors, where they
    are known as such (otherwise without facts)."""

    def __init__(self, sentences: Sequence[str], done: str = NOTHING_DONE, each: Sequence[InputError] = ()) -> None:
        super().__init__(as_one(sentences, done))
        self.sentences = tuple(sentences)
        self.each = tuple(each) or tuple(InputError(sentence) for sentence in sentences)

    def facts(self) -> dict[str, Any]:
        """Each sentence for itself, too: for a report, or a test in a playbook."""
        return {**super().facts(), "type": InputError.__name__, "mistakes": list(self.sentences)}


def as_one(sentences: Sequence[str], done: str = NOTHING_DONE) -> str:
    """The sentences about one task, after how many they are and what was done before."""
    count = f"{len(sentences)} mistakes; {done}. " if len(sentences) > 1 else ""
    if len(sentences) == 1 and done != NOTHING_DONE:
        count = f"One mistake; {done}. "
    return count + " ".join(sentences)


def with_place(place: str, sentence: str) -> str:
    """The sentence after the place that it is about; the task itself has none."""
    return f"{place}: {sentence}" if place else sentence


def refuse_all(mistakes: Sequence[str]) -> None:
    """Raises InputError for one mistake, and Mistakes for several."""
    if mistakes:
        raise as_error(mistakes)


def as_error(mistakes: Sequence[str]) -> InputError:
    """The error for one mistake, or for several."""
    return Mistakes(mistakes) if len(mistakes) > 1 else InputError(mistakes[0])


def check_all(*checks: Callable[[], object]) -> None:
    """Make all checks, none of which depends on another one.

    Raises the InputError of the only one that fails, and Mistakes if several do.
    """
    _raise_together([mistake for check in checks for mistake in mistakes_of(check)])


def after_all(value: Value, *steps: Callable[[Value], Value]) -> Value:
    """The value after all steps, none of which depends on another one.

    Raises as check_all does.
    """
    found: list[InputError] = []
    for step in steps:
        try:
            value = step(value)
        except InputError as mistake:
            found += single_mistakes(mistake.without_frames())
    _raise_together(found)
    return value


def _raise_together(found: list[InputError]) -> None:
    if not found:
        return
    error = found[0] if len(found) == 1 else Mistakes([str(mistake) for mistake in found], each=found)
    found.clear()
    try:
        raise error
    finally:
        # A name for the error, in a frame that the error has, would keep both.
        del error


def mistakes_of(check: Callable[[], object]) -> tuple[InputError, ...]:
    """What the check finds, one by one."""
    try:
        check()
    except InputError as mistake:
        return single_mistakes(mistake.without_frames())
    return ()


def single_mistakes(error: InputError) -> tuple[InputError, ...]:
    """The mistakes that the error is about, one by one."""
    return error.each if isinstance(error, Mistakes) else (error,)
