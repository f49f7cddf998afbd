# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ctrl-C, and the end of the controller: what was opened or frozen for a task is restored before its process ends."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def tidy_interruption() -> Iterator[None]:
    """The first signal raises KeyboardInterrupt in the block; later ones do not disturb the tidying up.

    Ansible's own handlers end a worker on the spot (2.19 and newer), and after Ctrl-C the controller sends SIGTERM to
    those that have not ended at once (all versions). Only the main thread of a process may handle signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupted = False

    def interrupt(number: int, frame: Any) -> None:
        nonlocal interrupted
        interrupted = True
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            # None is a handler that was not set by Python.
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if interrupted:
            # Also when the tidying up failed: the next item of a loop must not begin.
            raise KeyboardInterrupt
