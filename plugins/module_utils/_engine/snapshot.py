# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server as one task sees it: reads are values, and each is asked once until something was written."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from .._api.client import Client, Waiting
from .._api.errors import FunctionFailed, NotSupportedByServer, SpeError
from .._api.parallel import parallel_map
from .calls import WaitCondition
from .names import name_among, normal
from .progress import Progress
from .rows import Rows

Kept = TypeVar("Kept")

#: Seconds between two looks at a state that is waited for, growing up to the interval of the task.
FIRST_LOOK = 0.1


@dataclass(frozen=True)
class Question:
    """A read as a value. One that `may_be_refused` asks for something that is often not there; `again` asks once more
    what was answered before."""

    function: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    may_be_refused: bool = False
    again: bool = False

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """What is equal for equal questions; the function stands first."""
        arguments = tuple(sorted(self.arguments.items()))
        try:
            hash(arguments)
        except TypeError:
            arguments = (("json", json.dumps(self.arguments, sort_keys=True, default=str)),)
        return (self.function, self.again, arguments)


class NotRead(Exception):
    """The answers to these questions are needed, and nobody has fetched them."""

    def __init__(self, *questions: Question) -> None:
        super().__init__(*(question.function for question in questions))
        self.questions = questions


class ExpectedObjects:
    """The objects of a noun that earlier items of the task will have changed, by name; None for those that go."""

    def __init__(self) -> None:
        self._by_name: dict[str, Mapping[str, Any] | None] = {}
        self._new_names: dict[str, str] = {}

    def put(self, name: str, shown: Mapping[str, Any] | None, former_name: str | None = None) -> None:
        """The object will be as shown; one with a former name no longer has that."""
        if former_name is not None and former_name != name:
            self._by_name[normal(former_name)] = None
            self._new_names[normal(former_name)] = name
        self._by_name[normal(name)] = shown

    def name_now(self, name: str) -> str:
        """The name that the object has by then which the server still lists under this one."""
        return self._new_names.get(normal(name), name)

    def __contains__(self, name: str) -> bool:
        return normal(name) in self._by_name

    def get(self, name: str, default: Mapping[str, Any] | None = None) -> Mapping[str, Any] | None:
        return self._by_name.get(normal(name), default)

    def values(self) -> Iterable[Mapping[str, Any] | None]:
        return self._by_name.values()

    def refuse_other_letters(self, name: str, what: str) -> None:
        """Raises InputError when an object that will be there has this name in other letters."""
        name_among(name, (there for there, shown in self._by_name.items() if shown is not None), what)


class Snapshot:
    """What was read, and the only place that reads. Safe for threads."""

    def __init__(self, client: Client, *, sleep: Callable[[float], None] | None = None) -> None:
        self.client = client
        self.sleep = sleep or time.sleep
        self._answers: dict[tuple[Any, ...], Any] = {}
        self._lock = threading.Lock()
        self._is_planning = False
        self._empty: dict[str, Any] = {}
        self._empty_instance: str | None = None
        self._expected: dict[str, ExpectedObjects] = {}
        self._kept: dict[Hashable, Any] = {}
        self._missing: set[Hashable] = set()
        self._generation = 0
        #: Whether a plan has asked what earlier items of the task will have made.
        self.looked_ahead = False

    def read(
        self,
        function: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        may_be_refused: bool = False,
        again: bool = False,
    ) -> Any:
        """The result of a reading function; the same question is asked once until something is written.

        Raises NotRead while plans are made, when nobody has fetched the answer.
        """
        return self.answer(Question(function, arguments or {}, may_be_refused, again))

    def answer(self, question: Question) -> Any:
        """The answer to the question, as read gives it. Raises what the client raised when it was fetched."""
        if self._empty_instance is not None and self._empty_instance in question.arguments.values():
            return self._answer_of_empty(question)
        key = question.key
        with self._lock:
            known = key in self._answers
            answer = self._answers.get(key)
        if not known:
            if self._is_planning:
                raise NotRead(question)
            answer = self._ask(question)
            if not question.again:
                self._keep(key, answer)
        if isinstance(answer, SpeError):
            try:
                raise answer.without_frames()
            finally:
                # A name for the error, in a frame that the error has, would keep both.
                del answer
        return answer

    def rows(self, function: str, arguments: Mapping[str, Any]) -> Rows:
        """The rows that a list function returns; the same ones, with their index, until they are read again."""
        question = Question(function, arguments)
        answer = self.answer(question)
        if isinstance(answer, Rows):
            return answer
        rows = Rows(answer or ())
        self._keep(question.key, rows)
        return rows

    @contextmanager
    def empty(self, instance_id: str, answers: Mapping[str, Any]) -> Iterator[None]:
        """Within the block an instance that does not exist yet answers as a new one: by function; it refuses all
        others."""
        self._empty_instance, self._empty = instance_id, dict(answers)
        self._forget_what_was_made()
        try:
            yield
        finally:
            self._empty_instance = None
            self._forget_what_was_made()

    def _answer_of_empty(self, question: Question) -> Any:
        if question.function not in self._empty:
            raise FunctionFailed("The instance is not there yet.", function=question.function)
        return self._empty[question.function]

    def will_read(self, questions: Iterable[Question]) -> None:
        """Say what will be read one after the other, so that it can be fetched at once while plans are made."""
        if not self._is_planning:
            return
        with self._lock:
            missing = [question for question in questions if question.key not in self._answers]
        if missing:
            raise NotRead(*missing)

    def once(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is made of answers, made once until they are forgotten.

        While plans are made, the first who asks says what has to be read for it, and all others wait for that.
        """
        with self._lock:
            if key in self._kept:
                kept: Kept = self._kept[key]
                return kept
            if key in self._missing:
                raise NotRead
            generation = self._generation
        try:
            made = make()
        except NotRead:
            self._missing.add(key)
            raise
        with self._lock:
            if generation == self._generation:
                self._kept[key] = made
        return made

    def _forget_what_was_made(self) -> None:
        self._generation += 1
        self._kept.clear()

    @contextmanager
    def planning(self) -> Iterator[None]:
        """Within the block nothing is read: a question that is not answered yet raises NotRead."""
        self._is_planning = True
        self._missing.clear()
        try:
            yield
        finally:
            self._is_planning = False
            self._missing.clear()

    def fetch(self, questions: Iterable[Question], parallel: int) -> None:
        """Ask each question once, at most `parallel` at a time. A refusal is an answer: it is raised where the answer is used.

        Raises SpeError when the server cannot be reached.
        """
        missing = list({question.key: question for question in questions}.values())
        progress = Progress(self.client.progress, len(missing), "answers read")

        def fetch_one(question: Question) -> Any:
            answer = self._answer_or_refusal(question)
            progress.one_more()
            return answer

        for question, answer in zip(missing, parallel_map(fetch_one, missing, parallel)):
            self._keep(question.key, answer)

    def _answer_or_refusal(self, question: Question) -> Any:
        try:
            return self._ask(question)
        except (FunctionFailed, NotSupportedByServer) as refusal:
            return refusal.without_frames()

    def expect(self, noun: str, name: str, shown: Mapping[str, Any] | None, *, former_name: str | None = None) -> None:
        """While plans are made: later items see this object as an earlier one would leave it; None when it will no
        longer exist."""
        self._expected.setdefault(noun, ExpectedObjects()).put(name, shown, former_name)

    def expect_nothing(self) -> None:
        """Begin a new round of plans."""
        self._expected.clear()

    def expected(self, noun: str) -> ExpectedObjects:
        """The objects of this noun as earlier items of the task will have left them."""
        self.looked_ahead = True
        return self._expected.get(noun, ExpectedObjects())

    def _ask(self, question: Question) -> Any:
        return self.client.call(question.function, question.arguments, may_be_refused=question.may_be_refused)

    def _keep(self, key: tuple[Any, ...], answer: Any) -> None:
        with self._lock:
            self._answers[key] = answer

    def forget(self, *functions: str) -> None:
        """Ask the server again from now on, for everything or only by these functions."""
        if self._is_planning:
            raise RuntimeError("What was read is forgotten only when something was written.")
        with self._lock:
            self._forget_what_was_made()
            if not functions:
                self._answers.clear()
            for key in [key for key in self._answers if key[0] in functions]:
                del self._answers[key]

    def wait_until(self, wait_condition: WaitCondition, waiting: Waiting) -> bool:
        """Ask until `wait_condition` is there; gives whether it is, when the time is over."""
        deadline = time.monotonic() + waiting.timeout
        self.forget()
        pause = FIRST_LOOK
        while not wait_condition.reached(self):
            if time.monotonic() >= deadline:
                return False
            self.sleep(pause)
            pause = min(pause * 2, waiting.interval)
            self.forget()
        return True
