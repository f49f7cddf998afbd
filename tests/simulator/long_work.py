# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work that takes time: its steps, how it is executed, and how it ends."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import ApiError


@dataclass(frozen=True)
class Outcome:
    """What a finished function answers."""

    result: Any = None
    log_output: str | None = None


@dataclass(frozen=True)
class LongWork:
    """Texts of the steps, and the function that changes the state at the end of them."""

    steps: tuple[str, ...]
    finish: Callable[[], Outcome]
    milliseconds: int | None = None


Answer = Any  # a JSON value, an Outcome, or a LongWork


def as_outcome(answer: Answer) -> Outcome:
    """The outcome of any answer; long work is done at once."""
    if isinstance(answer, LongWork):
        return answer.finish()
    if isinstance(answer, Outcome):
        return answer
    return Outcome(answer)


@dataclass(frozen=True)
class Ending:
    """How an execution ended: `succeeded` with an outcome, `failed` with an error, or `cancelled`."""

    status: str
    outcome: Outcome = Outcome()
    error: ApiError | None = None


class Execution:
    """Goes through the steps of a long work in the background, until it is done or cancelled."""

    def __init__(
        self,
        work: LongWork,
        milliseconds: int,
        on_progress: Callable[[int, str], None],
        on_end: Callable[[Ending], None],
    ) -> None:
        self._work = work
        self._seconds_per_step = milliseconds / 1000 / max(1, len(work.steps))
        self._on_progress = on_progress
        self._on_end = on_end
        self._cancel_requested = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._run())

    def cancel(self) -> None:
        """Asks only: the end is told by on_end."""
        self._cancel_requested.set()

    async def _run(self) -> None:
        for index, step in enumerate(self._work.steps):
            self._on_progress(index * 100 // len(self._work.steps), step)
            if await self._cancelled_within(self._seconds_per_step):
                self._on_end(Ending("cancelled"))
                return
        self._on_end(self._finish())

    def _finish(self) -> Ending:
        try:
            return Ending("succeeded", self._work.finish())
        except ApiError as error:
            return Ending("failed", error=error)
        except Exception as error:  # a defect of the simulator must not leave its client waiting
            traceback.print_exc()
            return Ending("failed", error=ApiError(f"The simulator has a defect: {error!r}"))

    async def _cancelled_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._cancel_requested.wait(), seconds)
        except asyncio.TimeoutError:
            return False
        return True
