# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls that answered `running`: their tokens, their status, and the long poll."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import assumptions
from .envelope import Envelope, error_member
from .long_work import Ending, Execution, LongWork


@dataclass
class RunningCall:
    """The status of one call, as get-status tells it."""

    token: str
    envelope: Envelope
    ended_at: float | None = None
    execution: Execution | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def progress(self, percent: int, text: str) -> None:
        self.envelope.status_version += 1
        if assumptions.PROGRESS_IS_SHOWN:
            self.envelope.percent_progress = percent
            self.envelope.status_text = text
        self.wake()

    def end(self, ending: Ending) -> None:
        """The final status, which keeps its token [documented]."""
        self.ended_at = time.monotonic()
        self.envelope.status_version += 1
        self.envelope.status_code = assumptions.STATUS_AFTER_CANCEL if ending.status == "cancelled" else ending.status
        self.envelope.percent_progress = None
        self.envelope.status_text = None
        self.envelope.result = ending.outcome.result
        self.envelope.log_output = ending.outcome.log_output
        self.envelope.error = None if ending.error is None else error_member(ending.error)
        self.wake()

    async def wait_for_newer(self, known_version: int, milliseconds: int, stopping: Callable[[], bool]) -> None:
        """Returns when a newer version exists, the call is final, or the time is over, or the server stops."""
        deadline = time.monotonic() + milliseconds / 1000
        while self.ended_at is None and self.envelope.status_version <= known_version and not stopping():
            try:
                await asyncio.wait_for(self._changed.wait(), deadline - time.monotonic())
            except asyncio.TimeoutError:
                return


class RunningCalls:
    """All tokens of a server."""

    def __init__(self, token_lifetime_ms: int) -> None:
        self._lifetime = token_lifetime_ms / 1000
        self._calls: dict[str, RunningCall] = {}
        self._stopping = False

    def start(self, work: LongWork, milliseconds: int) -> RunningCall:
        self._forget_expired()
        shown = assumptions.token_as_shown(str(uuid.uuid4()))
        token = str(shown)
        call = RunningCall(token, Envelope.running(shown))
        call.execution = Execution(work, milliseconds, call.progress, call.end)
        self._calls[token] = call
        return call

    def find(self, token: str) -> RunningCall | None:
        self._forget_expired()
        return self._calls.get(token)

    def forget(self, token: str) -> None:
        self._calls.pop(token, None)

    async def poll(self, call: RunningCall, known_version: int, milliseconds: int) -> dict[str, Any]:
        await call.wait_for_newer(known_version, milliseconds, lambda: self._stopping)
        return call.envelope.as_dict()

    def stop(self) -> None:
        """Ends all long polls, for the server goes down."""
        self._stopping = True
        for call in self._calls.values():
            call.wake()

    def _forget_expired(self) -> None:
        oldest = time.monotonic() - self._lifetime
        expired = [t for t, call in self._calls.items() if call.ended_at is not None and call.ended_at < oldest]
        for token in expired:
            del self._calls[token]
