# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one task has read and done so far, written down once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: The key of a result that reports that the task has switched service provider access on, and off again.
OPENED = "service_provider_access_opened"


@dataclass(frozen=True)
class ReadAnswer:
    """What a function returned."""

    function: str
    result: Any


@dataclass
class Record:
    """One task: the last answer to each question, the newest last, and the writing calls that the server has done, in
    their order and as results show them. Safe for threads.

    The answers explain an error of reading: a task that reads many objects together looks at the first of them only
    when it has read all. The calls and the facts are part of the result of a task that fails.
    """

    answers: dict[bytes, ReadAnswer] = field(default_factory=dict)
    calls: list[Mapping[str, Any]] = field(default_factory=list)
    #: Whether one of the calls changes anything: a test message does not.
    changed: bool = False
    #: Whether the task has switched service provider access on.
    access_opened: bool = False
    #: What the result of a task that fails has beside its calls, by key.
    facts: dict[str, Any] = field(default_factory=dict)
    #: How often each function was called, those that only read and the others.
    reads: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    _counting: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def count(self, function: str, *, only_reads: bool) -> None:
        """Remember that a function is called; whether the server does it is another matter."""
        with self._counting:
            (self.reads if only_reads else self.writes)[function] += 1

    def read(self, function: str, question: bytes, result: Any) -> None:
        """Remember what a function returned for these arguments."""
        key = function.encode() + b" " + question
        self.answers.pop(key, None)
        self.answers[key] = ReadAnswer(function, result)

    def done(self, call: Mapping[str, Any], *, changes: bool = True) -> None:
        """Remember that the server has done a call, or does it; `changes` shows whether it changes anything."""
        self.changed = self.changed or changes
        self.calls.append(call)

    def access(self) -> dict[str, Any]:
        """What each result shows of service provider access, if the task has switched it on."""
        return {OPENED: True} if self.access_opened else {}

    def shown(self) -> dict[str, Any]:
        """What the result of a task that fails shows of what was done before."""
        calls = {"changed": self.changed, "calls": list(self.calls)} if self.calls else {}
        return {**calls, **self.access(), **self.facts}
