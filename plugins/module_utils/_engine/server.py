# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server as one task sees it: every read is asked once, every write makes the reads stale."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from .._api.client import Answer, Client, Waiting
from .._api.errors import AnswerLost, FunctionFailed, NotReached, WaitTimedOut
from .calls import Call, Settled

#: Seconds between two looks at a state that is waited for, growing up to the interval of the task.
FIRST_LOOK = 0.1

#: How often a call is sent whose answer is lost each time.
TRIES = 3


class Server:
    """Reads with a memory, writes without one."""

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
        self._read: dict[str, Any] = {}

    def read(self, function: str, arguments: Mapping[str, Any] | None = None, *, may_be_refused: bool = False) -> Any:
        """The result of a reading function; the same question is asked once until something is written.

        One that `may_be_refused` asks for something that is often not there.
        """
        question = f"{function} {json.dumps(arguments, sort_keys=True, default=str)}"
        if question not in self._read:
            self._read[question] = self.client.call(function, arguments, may_be_refused=may_be_refused)
        return self._read[question]

    def write(self, call: Call, done: list[Call] | None = None, *, may_go_on: bool = True) -> Answer:
        """Send a call of a plan, and wait until it has settled.

        The call is added to O(done) as soon as the server has accepted it. Without waiting (O(wait=false)) a call that
        O(may_go_on) is left running (WaitTimedOut); all others are waited for, since later ones build on them.
        """
        self.forget()
        if call.only_if_needed and self._is_there_already(call):
            return Answer(None, None)
        left_alone = may_go_on and not self.wait
        waiting = self.waiting if self.wait or left_alone else self.patience
        accepted = done if done is not None else []
        try:
            answer = self.client.invoke(call.function, call.arguments, waiting=waiting)
        except WaitTimedOut:
            accepted.append(call)
            raise
        accepted.append(call)
        if call.settled is not None and not left_alone:
            self.wait_for(call, call.settled, waiting)
        return answer

    def _is_there_already(self, call: Call) -> bool:
        try:
            return call.settled is not None and call.settled.reached(self)
        except FunctionFailed:
            # What an earlier attempt could not reach, this one may.
            return False

    def forget(self) -> None:
        """Ask the server again from now on."""
        self._read.clear()

    def write_once(self, call: Call, done: list[Call], happened: Callable[[], bool]) -> None:
        """Send a call that must not be done twice, and send it again only if it has not O(happened) after its answer
        was lost. Raises AnswerLost when nobody can tell, or when every answer is lost."""
        for _attempt in range(TRIES):
            try:
                self.write(call, done, may_go_on=False)
                return
            except AnswerLost as lost:
                last = lost
            self.forget()
            try:
                if happened():
                    done.append(call)
                    return
            except (NotReached, AnswerLost):
                raise last from None
        raise last

    def wait_for(self, call: Call, settled: Settled, waiting: Waiting) -> None:
        """Ask until O(settled) is there. Raises WaitTimedOut."""
        if not self.wait_until(settled, waiting):
            raise WaitTimedOut(
                f"{call.function} was accepted, but after {waiting.timeout:g} seconds"
                f" {settled.describe()}; look at the server, or raise wait_timeout.",
                function=call.function,
            )

    def wait_until(self, settled: Settled, waiting: Waiting) -> bool:
        """Ask until O(settled) is there; gives whether it is, when the time is over."""
        deadline = time.monotonic() + waiting.timeout
        self.forget()
        pause = FIRST_LOOK
        while not settled.reached(self):
            if time.monotonic() >= deadline:
                return False
            self._sleep(pause)
            pause = min(pause * 2, waiting.interval)
            self.forget()
        return True
