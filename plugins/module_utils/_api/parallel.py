# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same work for several items at once, each thread over a connection of its own."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

#: The server is often a small machine, and nothing gets faster beyond this.
MOST_PARALLEL = 32

#: Seconds that the other threads have after an interruption to end the request that is running.
GRACE = 5.0

#: Seconds after which a thread that waits for others looks up: a signal that comes just before it begins to wait does not
#: wake it.
LOOK_UP = 0.5

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Interrupted(BaseException):
    """The task was interrupted meanwhile: this thread sends no more requests. No other code handles it."""


@dataclass(frozen=True)
class Limit(Generic[Item]):
    """At most so many items of one group at once, such as the instances of one host."""

    group: Callable[[Item], Hashable]
    most: int


def parallel_map(
    work: Callable[[Item], Outcome], items: Iterable[Item], parallel: int, limit: Limit[Item] | None = None
) -> list[Outcome]:
    """What the work returns for each item, in the order of the items. At most `parallel` are running at once.

    With a limit the largest group comes first, and a thread takes no item of a group that has enough of them running.

    After an exception no other item is begun; those running are finished, and then the exception of the first of the
    items is raised. Ctrl-C and the time-out of a task, which come to the main thread, do not wait for the others: they
    send no further request, but for what tidies up.
    """
    items = list(items)
    helpers = min(parallel, len(items)) - 1
    if helpers < 1:
        return [work(item) for item in items]
    return _Team(work, items, limit or Limit(lambda _item: None, parallel)).work_together(helpers)


def one_at_a_time(show: Callable[[str], None]) -> Callable[[str], None]:
    """The same function, for threads that must not call it at once."""
    lock = threading.Lock()

    def show_alone(text: str) -> None:
        with lock:
            show(text)

    return show_alone


def refuse_after_interruption() -> None:
    """Raise Interrupted in a thread whose task was interrupted, unless it is tidying up."""
    thread = threading.current_thread()
    if isinstance(thread, _Helper) and thread.team.is_interrupted and not thread.is_tidying_up:
        raise Interrupted


@contextmanager
def tidying_up() -> Iterator[None]:
    """Within the block the thread of an interrupted task may still send requests, to put back what it has changed."""
    thread = threading.current_thread()
    if not isinstance(thread, _Helper):
        yield
        return
    thread.is_tidying_up = True
    try:
        yield
    finally:
        thread.is_tidying_up = False


class _Helper(threading.Thread):
    """A thread that no end of the process waits for."""

    def __init__(self, team: _Team[Any, Any]) -> None:
        super().__init__(daemon=True)
        self.team = team
        self.is_tidying_up = False

    def run(self) -> None:
        self.team.work_off()


class _Queue(Generic[Item]):
    """The numbers of the items that nobody has begun, by their groups."""

    def __init__(self, items: Sequence[Item], limit: Limit[Item]) -> None:
        self._most = limit.most
        self._groups = [limit.group(item) for item in items]
        self._waiting: dict[Hashable, deque[int]] = {}
        self._running: Counter[Hashable] = Counter()
        for number, group in enumerate(self._groups):
            self._waiting.setdefault(group, deque()).append(number)

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    def take(self) -> int | None:
        """The next item of the group with most of them; None while all groups have enough running."""
        free = [group for group in self._waiting if self._running[group] < self._most]
        if not free:
            return None
        group = max(free, key=lambda group: len(self._waiting[group]))
        number = self._waiting[group].popleft()
        if not self._waiting[group]:
            del self._waiting[group]
        self._running[group] += 1
        return number

    def ended(self, number: int) -> None:
        self._running[self._groups[number]] -= 1


class _Team(Generic[Item, Outcome]):
    """The calling thread and its helpers; each takes the next item when it has finished one."""

    def __init__(self, work: Callable[[Item], Outcome], items: Sequence[Item], limit: Limit[Item]) -> None:
        self.is_interrupted = False
        self._work = work
        self._items = items
        self._queue = _Queue(items, limit)
        self._changed = threading.Condition()
        self._outcomes: dict[int, Outcome] = {}
        self._exceptions: dict[int, BaseException] = {}

    def work_together(self, helpers: int) -> list[Outcome]:
        threads = [_Helper(self) for _number in range(helpers)]
        try:
            for thread in threads:
                thread.start()
            self.work_off()
            for thread in threads:
                while thread.is_alive():
                    thread.join(LOOK_UP)
        except BaseException:
            self._interrupt(threads)
            raise
        if self._exceptions:
            raise self._exceptions[min(self._exceptions)]
        return [self._outcomes[number] for number in range(len(self._items))]

    def work_off(self) -> None:
        while (number := self._next()) is not None:
            try:
                self._outcomes[number] = self._work(self._items[number])
            except BaseException as exception:
                if not isinstance(exception, Exception) and not isinstance(threading.current_thread(), _Helper):
                    raise
                with self._changed:
                    self._exceptions[number] = exception
            with self._changed:
                self._queue.ended(number)
                self._changed.notify_all()

    def _next(self) -> int | None:
        """The next item, when there is one that may be begun; None when no other is."""
        with self._changed:
            while not (self._exceptions or self.is_interrupted or self._queue.is_empty):
                number = self._queue.take()
                if number is not None:
                    return number
                self._changed.wait(LOOK_UP)
            return None

    def _interrupt(self, threads: Iterable[_Helper]) -> None:
        self.is_interrupted = True
        with self._changed:
            self._changed.notify_all()
        deadline = time.monotonic() + GRACE
        for thread in threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - time.monotonic()))
