# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many of many are done, while they are running."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

#: Seconds between two lines, and before the first one: short work shows none.
PAUSE = 2.0


class Progress:
    """Shows from time to time how many are done. Safe for threads."""

    def __init__(self, show: Callable[[str], None] | None, total: int, what: str) -> None:
        self._show = show
        self._total = total
        self._what = what
        self._done = 0
        self._shown = time.monotonic()
        self._lock = threading.Lock()

    def one_more(self) -> None:
        """One of them is done."""
        with self._lock:
            self._done += 1
            now = time.monotonic()
            if self._show is None or now - self._shown < PAUSE:
                return
            self._shown = now
            text = f"{self._done} of {self._total} {self._what}"
        self._show(text)
