# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases side by side, on all processors, and the command that replays one."""

from __future__ import annotations

import multiprocessing
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")

_work: Callable[[Any], Any]


def replay_command(case: object) -> str:
    """What to type in the checkout to see one case again."""
    return f"PYTHONPATH=.build/collections {os.path.relpath(sys.executable)} -m tests.faults --replay {shlex.quote(str(case))}"


def parallel_map(
    work: Callable[[Any], Result], cases: Sequence[Any], processes: int, chunk: int = 1
) -> Iterator[Result]:
    """The results as they come. Each process begins with the state that this one has now."""
    global _work  # noqa: PLW0603  forked processes find it there
    _work = work
    if processes < 2:
        yield from map(work, cases)
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_do, cases, chunksize=chunk)


def _do(case: Any) -> Any:
    return _work(case)
