# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same work for several items at once, each thread over a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

#: The server is often a small machine, and nothing gets faster beyond this.
MOST_PARALLEL = 32

#: Seconds that the other threads have after an interruption to end the request that is running.
GRACE = 5.0

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Interrupted(BaseException):
    """The task was interrupted meanwhile: this thread sends no more requests. No other code handles it."""


def parallel_map(work: Callable[[Item], Outcome], items: Iterable[Item], parallel: int) -> list[Outcome]:
    """What the work returns for each item, in the order of the items. At most `parallel` are running at once.

    After an exception no other item is begun; those running are finished, and then the exception of the first of the
    items is raised. Ctrl-C and the time-out of a task, which come to the main thread, do not wait for the others: they
    send no further request.
    """
    items = list(items)
    helpers = min(parallel, len(items)) - 1
    if helpers < 1:
        return [work(item) for item in items]
    return _Team(work, items).work_together(helpers)


def one_at_a_time(show: Callable[[str], None]) -> Callable[[str], None]:
    """The same function, for threads that must not call it at once."""
    lock = threading.Lock()

    def show_alone(text: str) -> None:
        with lock:
            show(text)

    return show_alone


def refuse_after_interruption() -> None:
    """Raise Interrupted in a thread whose task was interrupted."""
    thread = threading.current_thread()
    if isinstance(thread, _Helper) and thread.team.is_interrupted:
        raise Interrupted


class _Helper(threading.Thread):
    """A thread that no end of the process waits for."""

    def __init__(self, team: _Team[Any, Any]) -> None:
        super().__init__(daemon=True)
        self.team = team

    def run(self) -> None:
        self.team.work_off()


class _Team(Generic[Item, Outcome]):
    """The calling thread and its helpers; each takes the next item when it has finished one."""

    def __init__(self, work: Callable[[Item], Outcome], items: Sequence[Item]) -> None:
        self.is_interrupted = False
        self._work = work
        self._items = items
        self._numbers = iter(range(len(items)))
        self._lock = threading.Lock()
        self._outcomes: dict[int, Outcome] = {}
        self._exceptions: dict[int, BaseException] = {}

    def work_together(self, helpers: int) -> list[Outcome]:
        threads = [_Helper(self) for _number in range(helpers)]
        try:
            for thread in threads:
                thread.start()
            self.work_off()
            for thread in threads:
                thread.join()
        except BaseException:
            self._interrupt(threads)
            raise
        if self._exceptions:
            raise self._exceptions[min(self._exceptions)]
        return [self._outcomes[number] for number in range(len(self._items))]

    def work_off(self) -> None:
        while True:
            with self._lock:
                number = None if self._exceptions or self.is_interrupted else next(self._numbers, None)
            if number is None:
                return
            try:
                self._outcomes[number] = self._work(self._items[number])
            except BaseException as exception:
                if not isinstance(exception, Exception) and not isinstance(threading.current_thread(), _Helper):
                    raise
                with self._lock:
                    self._exceptions[number] = exception

    def _interrupt(self, threads: Iterable[_Helper]) -> None:
        self.is_interrupted = True
        deadline = time.monotonic() + GRACE
        for thread in threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - time.monotonic()))
