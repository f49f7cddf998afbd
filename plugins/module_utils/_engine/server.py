# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server as one task sees it: every read is asked once, every write makes the reads stale."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .._api.client import Client, Result, Waiting
from .._api.contract import DOUBLED, HARMLESS, reads, twice
from .._api.envelope import RUNNING
from .._api.errors import (
    AnswerLost,
    CredentialsRefused,
    FunctionFailed,
    NotReached,
    NotSupportedByServer,
    SpeError,
    WaitTimedOut,
)
from .._api.parallel import parallel_map
from .calls import Call, WaitCondition
from .progress import Progress
from .rows import Rows

#: Seconds between two looks at a state that is waited for, growing up to the interval of the task.
FIRST_LOOK = 0.1

#: How often a call is sent whose answer is lost each time.
TRIES = 3

#: Seconds in which a call whose answer is late is looked for, if the server did not say that it takes its time.
LATE = 60.0


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


class Server:
    """Reads with a memory, writes without one. Safe for threads."""

    def __init__(
        self,
        client: Client,
        waiting: Waiting,
        *,
        wait: bool = True,
        patience: Waiting | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.client = client
        self.waiting = waiting
        self.wait = wait
        #: For what has to be waited for in any case.
        self.patience = patience or (waiting if wait else Waiting())
        self._sleep = sleep or time.sleep
        self._answers: dict[tuple[Any, ...], Any] = {}
        self._lock = threading.Lock()
        self._is_planning = False
        self._empty: dict[str, Any] = {}
        self._empty_instance: str | None = None
        self._expected: dict[str, dict[str, Any]] = {}
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
            raise answer
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
        try:
            yield
        finally:
            self._empty_instance = None

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

    @contextmanager
    def planning(self) -> Iterator[None]:
        """Within the block nothing is read: a question that is not answered yet raises NotRead."""
        self._is_planning = True
        try:
            yield
        finally:
            self._is_planning = False

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
            return refusal

    def expect(self, noun: str, name: str, shown: Mapping[str, Any] | None) -> None:
        """While plans are made: later items see this object as an earlier one would leave it; None when it will no
        longer exist."""
        self._expected.setdefault(noun, {})[name] = shown

    def expect_nothing(self) -> None:
        """Begin a new round of plans."""
        self._expected.clear()

    def expected(self, noun: str) -> Mapping[str, Mapping[str, Any] | None]:
        """The objects of this noun that earlier items of the task will have changed, by name; None for those that go."""
        self.looked_ahead = True
        return self._expected.get(noun, {})

    def _ask(self, question: Question) -> Any:
        return self.client.call(question.function, question.arguments, may_be_refused=question.may_be_refused)

    def _keep(self, key: tuple[Any, ...], answer: Any) -> None:
        with self._lock:
            self._answers[key] = answer

    def write(self, call: Call, done: list[Call] | None = None, *, may_go_on: bool = True) -> Result:
        """Send a call of a plan, and wait until it has settled.

        The call is added to `done` as soon as the server has accepted it. Without waiting (`wait=false`) a call that
        `may_go_on` is left running (WaitTimedOut); all others are waited for, since later ones build on them.
        """
        self.forget()
        if call.only_if_needed and self._is_there_already(call):
            return Result(None, None)
        left_alone = may_go_on and not self.wait
        waiting = self.waiting if self.wait or left_alone else self.patience
        try:
            answer = self.client.invoke(call.function, call.arguments, waiting=waiting)
        except WaitTimedOut:
            self.note(call, done)
            raise
        self.note(call, done)
        if call.wait_condition is not None and not left_alone:
            self.wait_for(call, call.wait_condition, waiting)
        return answer

    @contextmanager
    def waiting_in_any_case(self) -> Iterator[None]:
        """Within the block every call is waited for, also with `wait: false`: what follows it builds on it."""
        wait, waiting = self.wait, self.waiting
        self.wait, self.waiting = True, self.patience
        try:
            yield
        finally:
            self.wait, self.waiting = wait, waiting

    def note(self, call: Call, done: list[Call] | None = None) -> None:
        """Write down that the server has done the call, or does it: in the record of the task, and in `done`."""
        if done is not None:
            done.append(call)
        if not reads(call.function, call.arguments):
            self.client.record.done(call.shown(), changes=call.changes)

    def _is_there_already(self, call: Call) -> bool:
        try:
            return call.wait_condition is not None and call.wait_condition.reached(self)
        except FunctionFailed:
            if twice(call.function) == DOUBLED:
                raise
            # What an earlier attempt could not reach, this one may.
            return False

    def forget(self, *functions: str) -> None:
        """Ask the server again from now on, for everything or only by these functions."""
        if self._is_planning:
            raise RuntimeError("What was read is forgotten only when something was written.")
        with self._lock:
            if not functions:
                self._answers.clear()
            for key in [key for key in self._answers if key[0] in functions]:
                del self._answers[key]

    def write_once(self, call: Call, happened: Callable[[], bool], done: list[Call] | None = None) -> None:
        """Send a call that must not be done twice, and send it again only if it has not `happened` after its answer
        was lost. Raises AnswerLost when that cannot be determined, or when every answer is lost."""
        for _attempt in range(TRIES):
            try:
                self.write(call, done, may_go_on=False)
                return
            except AnswerLost as lost:
                last = lost
            if self.was_done_after_all(call, last, happened):
                self.note(call, done)
                return
        raise last

    def was_done_after_all(self, call: Call, lost: AnswerLost, happened: Callable[[], bool]) -> bool:
        """Look whether a call whose answer was lost was done; if not, it can be sent again.

        The server may still work on a call whose answer is only late. It is looked for again and again then, unless a
        second one does no harm.

        Raises AnswerLost when nobody can look, and when a call that the server would do twice may still be running.
        """
        if self._look(lost, happened):
            return True
        if not lost.may_still_run or twice(call.function) == HARMLESS:
            return False
        deadline = time.monotonic() + self._longest_delay(lost)
        pause = FIRST_LOOK
        while time.monotonic() < deadline:
            self._sleep(pause)
            pause = min(pause * 2, max(self.waiting.interval, FIRST_LOOK))
            if self._look(lost, happened):
                return True
        if twice(call.function) == DOUBLED:
            raise _still_under_way(call, lost)
        return False

    def _look(self, lost: AnswerLost, happened: Callable[[], bool]) -> bool:
        self.forget()
        try:
            return happened()
        except (NotReached, AnswerLost, CredentialsRefused) as error:
            if isinstance(error, AnswerLost) and error.function == lost.function:
                # The noun knows more of its own call.
                raise
            # That a write is in doubt says more than that the server cannot be asked about it: no longer with this
            # password, if it was the task's own that was written.
            raise lost from None

    def _longest_delay(self, lost: AnswerLost) -> float:
        """Seconds until a late call has shown its effect: as long as the task waits for one that is known to run."""
        patience = self.waiting if self.wait else Waiting()
        if lost.status_code != RUNNING:
            return min(LATE, patience.timeout)
        return patience.timeout if math.isfinite(patience.timeout) else Waiting().timeout

    def wait_for(self, call: Call, wait_condition: WaitCondition, waiting: Waiting) -> None:
        """Ask until `wait_condition` is there. Raises WaitTimedOut."""
        if not self.wait_until(wait_condition, waiting):
            raise WaitTimedOut(
                f"{call.function} was accepted, but after {waiting.timeout:g} seconds"
                f" {wait_condition.describe()}; look at the server, or raise wait_timeout.",
                function=call.function,
            )

    def wait_until(self, wait_condition: WaitCondition, waiting: Waiting) -> bool:
        """Ask until `wait_condition` is there; gives whether it is, when the time is over."""
        deadline = time.monotonic() + waiting.timeout
        self.forget()
        pause = FIRST_LOOK
        while not wait_condition.reached(self):
            if time.monotonic() >= deadline:
                return False
            self._sleep(pause)
            pause = min(pause * 2, waiting.interval)
            self.forget()
        return True


def _still_under_way(call: Call, lost: AnswerLost) -> AnswerLost:
    return AnswerLost(
        f"{lost.message.rstrip('.')}. {call.function} may still be running, and the server would execute a second one"
        " as well, so it was not sent again: check the server, or run the task again later.",
        may_still_run=True,
        function=lost.function,
        http_status=lost.http_status,
        status_code=lost.status_code,
    )
