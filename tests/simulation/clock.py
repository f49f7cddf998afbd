# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time that passes only when somebody waits, so that a time-out of ten minutes costs nothing."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

SEED = 8474
"""Of what the collection chooses at random: the same in every run."""

START = datetime(2026, 11, 26, 9, 0, 0, tzinfo=timezone.utc)
"""When each simulation begins."""

OBSERVED_MODULES = ("ansible_collections.community.mailstore.plugins.", "tests.simulator.")
"""Modules that see the simulated time; all others, such as those of pytest, keep the real one."""


class NothingMoreHappens(RuntimeError):
    """Somebody waits for what will never come."""


class _JumpingSelector:
    """Where a loop would wait for sockets, the clock jumps to the next timer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise NothingMoreHappens
        self._clock.elapsed += max(0.0, timeout)
        return []

    def close(self) -> None:
        """There is nothing to close."""


class _Loop(asyncio.base_events.BaseEventLoop):
    """An event loop without sockets, on the simulated clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._selector = _JumpingSelector(clock)

    def time(self) -> float:
        return self._clock.elapsed

    def _process_events(self, event_list: Any) -> None:
        """No socket is watched."""

    def _write_to_self(self) -> None:
        """Nobody needs to be woken."""


class Clock:
    """The simulated time, and what goes on in it. Safe for threads: one at a time moves it."""

    def __init__(self) -> None:
        self.elapsed = 0.0
        self._loop = _Loop(self)
        self._lock = threading.RLock()

    def close(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    # What modules see instead of the module `time`.

    def monotonic(self) -> float:
        return self.elapsed

    def perf_counter(self) -> float:
        return self.elapsed

    def time(self) -> float:
        return START.timestamp() + self.elapsed

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._loop.run_until_complete(asyncio.sleep(seconds))

    # For the simulation itself.

    def work_on(self, work: Coroutine[Any, Any, Any], seconds: float) -> bool:
        """Whether the work ends within that time; if not, it goes on whenever somebody waits."""
        with self._lock:
            task = self._loop.create_task(work)
            done, _pending = self._loop.run_until_complete(asyncio.wait({task}, timeout=seconds))
            for ended in done:
                ended.result()
            return bool(done)

    def settle(self, seconds: float | None = None) -> None:
        """Wait until nothing goes on any more, or so long."""
        end = None if seconds is None else self.elapsed + seconds
        with self._lock:
            while remaining := asyncio.all_tasks(self._loop):
                left = None if end is None else end - self.elapsed
                if left is not None and left <= 0:
                    return
                self._loop.run_until_complete(asyncio.wait(remaining, timeout=left))


_clock: Clock | None = None


class _AnyDateTime(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, datetime)


class SimulatedDateTime(datetime, metaclass=_AnyDateTime):
    """`datetime` whose present is that of the simulated clock."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        elapsed = _clock.elapsed if _clock is not None else 0.0
        return (START + timedelta(seconds=elapsed)).astimezone(tz)


@contextlib.contextmanager
def simulated_time() -> Iterator[Clock]:
    """The collection and the simulator see the simulated time while the block runs. It cannot be nested."""
    global _clock  # noqa: PLW0603  a class method has to find it
    if _clock is not None:
        raise RuntimeError("Time is simulated already: end the other simulation first.")
    clock = _clock = Clock()
    stand_ins = {
        "time": (time, clock),
        "random": (random, random.Random(SEED)),  # noqa: S311  a simulation has no secrets
        "datetime": (datetime, SimulatedDateTime),
    }
    replaced = list(_replace(stand_ins))
    try:
        yield clock
    finally:
        for module, name, original in replaced:
            setattr(module, name, original)
        clock.close()
        _clock = None


def _replace(stand_ins: dict[str, tuple[Any, Any]]) -> Iterator[tuple[Any, str, Any]]:
    observed = [module for name, module in list(sys.modules.items()) if name.startswith(OBSERVED_MODULES)]
    for module in observed:
        for name, (original, stand_in) in stand_ins.items():
            if vars(module).get(name) is original:
                setattr(module, name, stand_in)
                yield module, name, original
