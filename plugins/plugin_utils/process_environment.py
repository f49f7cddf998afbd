# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What surrounds an ordinary module when it runs, for work that has no process of its own."""

from __future__ import annotations

import gc
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path


@contextmanager
def environment(own: Mapping[str, str]) -> Iterator[None]:
    """The variables of a task, and afterwards those of before."""
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def working_directory(path: str) -> Iterator[None]:
    """The directory of the playbook, where modules run, and afterwards that of before, if it is still there."""
    before: Path | None = None
    with suppress(OSError):
        before = Path.cwd()
    os.chdir(path)
    try:
        yield
    finally:
        if before:
            with suppress(OSError):
                os.chdir(before)


@contextmanager
def silence() -> Iterator[None]:
    """Nothing that a library prints, warns of or logs reaches the user's terminal."""
    sink = io.StringIO()
    with redirect_stdout(sink), redirect_stderr(sink):
        yield


@contextmanager
def nothing_collected() -> Iterator[None]:
    """No search for garbage, which takes longer the more objects a tenant has. The process of a task ends soon, and
    nothing leaves much in circles of references: an error that is kept has no frames (SpeError.without_frames)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
