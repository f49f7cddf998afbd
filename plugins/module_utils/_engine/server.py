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
from .._api.errors import WaitTimedOut
from .calls import Call, Settled

#: Seconds between two looks at a state that is waited for, growing up to the interval of the task.
FIRST_LOOK = 0.1


class Server:
    """Reads with a memory, writes without one."""

    def __init__(
        self, client: Client, waiting: Waiting, *, wait: bool = True, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.client = client
        self.waiting = waiting
        self._wait = wait
        self._sleep = sleep
        self._read: dict[str, Any] = {}

    def read(self, function: str, arguments: Mapping[str, Any] | None = None) -> Any:
        """The result of a reading function; the same question is asked once until something is written."""
        question = f"{function} {json.dumps(arguments, sort_keys=True, default=str)}"
        if question not in self._read:
            self._read[question] = self.client.call(function, arguments)
        return self._read[question]

    def write(self, call: Call) -> Answer:
        """Send a call of a plan, and wait until it has settled."""
        self.forget()
        if call.only_if_needed and call.settled is not None and call.settled.reached(self):
            return Answer(None, None)
        answer = self.client.invoke(call.function, call.arguments)
        if call.settled is not None and self._wait:
            self._wait_for(call, call.settled)
        return answer

    def forget(self) -> None:
        """Ask the server again from now on."""
        self._read.clear()

    def _wait_for(self, call: Call, settled: Settled) -> None:
        deadline = time.monotonic() + self.waiting.timeout
        pause = FIRST_LOOK
        while not settled.reached(self):
            if time.monotonic() >= deadline:
                raise WaitTimedOut(
                    f"{call.function} was accepted, but after {self.waiting.timeout:g} seconds"
                    f" {settled.describe()}; look at the server, or raise wait_timeout.",
                    function=call.function,
                )
            self._sleep(pause)
            pause = min(pause * 2, self.waiting.interval)
            self.forget()
