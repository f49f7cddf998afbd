# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The only place that writes: a call is sent, waited for, and written down; after a lost answer it is looked for."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .._api.client import Result, Waiting
from .._api.contract import DOUBLED, HARMLESS, reads, twice
from .._api.envelope import RUNNING
from .._api.errors import (
    AnswerLost,
    CredentialsRefused,
    FunctionFailed,
    NotAnSpeServer,
    NotReached,
    NotUnderstood,
    SpeError,
    WaitTimedOut,
)
from .._api.understanding import understanding
from .calls import Call, ComesByItself, WaitCondition
from .snapshot import FIRST_LOOK, Snapshot

#: How often a call is sent whose answer is lost each time.
TRIES = 3

#: Seconds in which a call whose answer is late is looked for, if the server did not say that it takes its time.
LATE = 60.0

#: What can go wrong while the sender looks for a call.
ERRORS_OF_LOOKING = (
    *(NotReached, AnswerLost, CredentialsRefused, NotAnSpeServer, NotUnderstood),
    *(FunctionFailed, WaitTimedOut),
)


class Sender:
    """Sends calls, waits for them as long as the task wants, and makes its snapshot stale. Safe for threads."""

    def __init__(
        self, snapshot: Snapshot, waiting: Waiting, *, wait: bool = True, full_waiting: Waiting | None = None
    ) -> None:
        self.snapshot = snapshot
        self.client = snapshot.client
        self.waiting = waiting
        self.wait = wait
        #: For what has to be waited for in any case.
        self.full_waiting = full_waiting or (waiting if wait else Waiting())

    def write(self, call: Call, done: list[Call] | None = None, *, may_go_on: bool = True) -> Result:
        """Send a call of a plan, and wait until it has settled.

        The call is added to `done` as soon as the server has accepted it. Without waiting (`wait=false`) a call that
        `may_go_on` is left running (WaitTimedOut); all others are waited for, since later ones build on them.
        """
        self.snapshot.forget()
        if call.only_if_needed and self._is_there_already(call):
            return Result(None, None)
        condition = call.wait_condition
        if call.only_if_needed and isinstance(condition, ComesByItself) and condition.is_on_its_way(self.snapshot):
            self.wait_for(call, condition, self.full_waiting)
            return Result(None, None)
        left_alone = may_go_on and not self.wait
        waiting = self.waiting if self.wait or left_alone else self.full_waiting
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
        self.wait, self.waiting = True, self.full_waiting
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
            return call.wait_condition is not None and call.wait_condition.reached(self.snapshot)
        except FunctionFailed:
            if twice(call.function) == DOUBLED:
                raise
            # What an earlier attempt could not reach, this one may.
            return False

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
            self.snapshot.sleep(pause)
            pause = min(pause * 2, max(self.waiting.interval, FIRST_LOOK))
            if self._look(lost, happened):
                return True
        if twice(call.function) == DOUBLED:
            raise _still_under_way(call, lost)
        return False

    def _look(self, lost: AnswerLost, happened: Callable[[], bool]) -> bool:
        self.snapshot.forget()
        try:
            with understanding(self.client.record):
                return happened()
        except ERRORS_OF_LOOKING as error:
            if not _is_about_a_read(error, lost):
                # The noun knows more of its own call.
                raise
            # That a write is in doubt says more than that the server cannot be asked about it: no longer with this
            # password, if it was the task's own that was written.
            raise lost from None

    def _longest_delay(self, lost: AnswerLost) -> float:
        """Seconds until a late call has shown its effect: as long as the task waits for one that is known to run."""
        waiting = self.waiting if self.wait else Waiting()
        if lost.status_code != RUNNING:
            return min(LATE, waiting.timeout)
        return waiting.timeout if math.isfinite(waiting.timeout) else Waiting().timeout

    def wait_for(self, call: Call, wait_condition: WaitCondition, waiting: Waiting) -> None:
        """Ask until `wait_condition` is there. Raises WaitTimedOut."""
        if not self.snapshot.wait_until(wait_condition, waiting):
            raise WaitTimedOut(
                f"{call.function} was accepted, but after {waiting.timeout:g} seconds"
                f" {wait_condition.describe()}; look at the server, or raise wait_timeout.",
                function=call.function,
            )


def _is_about_a_read(error: SpeError, lost: AnswerLost) -> bool:
    """Whether the server could not be asked about a write, rather than gave an answer about it."""
    if isinstance(error, AnswerLost):
        return error.function != lost.function
    return not isinstance(error, FunctionFailed) or (error.function is not None and reads(error.function))


def _still_under_way(call: Call, lost: AnswerLost) -> AnswerLost:
    return AnswerLost(
        f"{lost.message.rstrip('.')}. {call.function} may still be running, and the server would execute a second one"
        " as well, so it was not sent again: check the server, or run the task again later.",
        may_still_run=True,
        function=lost.function,
        http_status=lost.http_status,
        status_code=lost.status_code,
    )
