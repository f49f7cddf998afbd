# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan is a list of calls: values, made without any I/O, that can be shown before they are sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from .._api.masking import without_secrets
from .._api.spellings import MASK


@dataclass(frozen=True)
class KnownAfterApply:
    """An argument that only the server knows, after an earlier call of the same plan: the id of a new object."""

    key: str
    noun: str

    def __str__(self) -> str:
        return f"({self.key} of the new {self.noun})"


class SaidInWords(str):
    """In check mode, the value of an earlier task's work that only the server knows, in words; it has any type."""


class WaitCondition(Protocol):
    """Shows when the server has really finished with a call that returns early."""

    def reached(self, snapshot: Any) -> bool:
        """Whether the state that the call requested is reached; reads through `snapshot`.

        Raises SpeError when it can never be reached.
        """

    def describe(self) -> str:
        """What is waited for, as the end of a sentence."""


@runtime_checkable
class ComesByItself(WaitCondition, Protocol):
    """May be reached without the call, because the server is about to reach it."""

    def is_on_its_way(self, snapshot: Any) -> bool:
        """Whether it comes without the call."""


@dataclass
class Once:
    """Remembers that a call has been sent, for what no state of the server shows. The call is not sent again."""

    sent: bool = False

    def reached(self, snapshot: Any) -> bool:
        """Before the call is sent for the first time, no; then yes."""
        before, self.sent = self.sent, True
        return before

    def describe(self) -> str:
        return "it is not known whether it has taken effect"


@dataclass(frozen=True)
class Call:
    """One function of the API with its arguments, in Python values.

    `secrets` are the arguments that no output may show. `options` are the options that asked for the call.
    `wait_condition` is waited for after the call; with `only_if_needed` the call is not even sent when that is reached
    already, because an earlier call of the plan may have brought it. `only_if_verified` marks the call that takes away
    what the calls before it have replaced: it is sent only when the replacement was read back and found right.
    `whole_object` marks one that also writes what did not drift: the object is read again just before it, so that it
    carries what somebody else has changed meanwhile. One that is not `is_foretold` is only sent against a surprise, and
    check mode does not show it. One that does not `changes` anything leaves all as it was, such as a test message.
    `when_failed` cleans up after the calls before this one when the server refuses it, or when it leads to nothing
    good: it gets the sender and the list of calls that are done, and returns what is there then, in words.
    """

    function: str
    arguments: Mapping[str, Any]
    options: tuple[str, ...] = ()
    secrets: frozenset[str] = frozenset()
    wait_condition: WaitCondition | None = None
    only_if_needed: bool = False
    only_if_verified: bool = False
    whole_object: bool = False
    is_foretold: bool = True
    changes: bool = True
    when_failed: Callable[[Any, list[Call]], str] | None = None

    @property
    def in_words(self) -> bool:
        """Whether an argument is still said in words, because an earlier item of the task makes it."""
        return _has_words(self.arguments)

    def shown(self) -> dict[str, Any]:
        """The call as results show it, with secrets masked and what is known later in words."""
        return {
            "function": self.function,
            "arguments": {
                name: self._shown(name, value) for name, value in self.arguments.items() if value is not None
            },
        }

    def _shown(self, name: str, value: Any) -> Any:
        if isinstance(value, KnownAfterApply):
            return str(value)
        if name in self.secrets:
            return MASK if value is not None else None
        if isinstance(value, Mapping):
            return {key: self._shown(key, entry) for key, entry in value.items()}
        if isinstance(value, list):
            return [self._shown(name, entry) for entry in value]
        return without_secrets(value, name)


def _has_words(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_words(entry) for entry in value.values())
    if isinstance(value, list):
        return any(_has_words(entry) for entry in value)
    return isinstance(value, SaidInWords)
