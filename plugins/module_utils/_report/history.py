# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The history: a file of JSON lines that only grows, one record a line.

A server keeps the results of runs for 30 and 90 days, and no sizes at all. The history keeps what reports need of them.
Several runs may write into one history: each appends whole lines while it holds a lock.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .._api.errors import InputError

Record = Mapping[str, Any]

#: The option whose path it is, for sentences.
OPTION = "history"


def read(path: str, notes: list[str]) -> Iterator[dict[str, Any]]:
    """The records one by one, the oldest first; a file that is not there has none.

    A line that is cut, or that is not a record, is left out and remains in the file; `notes` gets a sentence about it.
    Raises InputError when the file cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                record = _record(line)
                if isinstance(record, dict):
                    yield record
                elif record is not None:
                    notes.append(
                        f"Line {number} of the history {path!r} {record}: it is not used, and remains in the file."
                    )
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError(f"{OPTION}: {path!r} cannot be read: {error.strerror}.") from None


def _record(line: bytes) -> dict[str, Any] | str | None:
    """The record; what is wrong with the line, in words; nothing for an empty line."""
    if not line.strip():
        return None
    try:
        record = json.loads(line)
    except ValueError:
        return "is not JSON" if line.endswith(b"\n") else "is cut, as a run that was interrupted leaves it"
    if isinstance(record, dict) and isinstance(record.get("kind"), str):
        return record
    return "is not a record of this collection"


def append(path: str, record: Record, *, unless: Callable[[dict[str, Any]], bool] | None = None) -> bool:
    """Add one line, and return whether it was added: not if the last record of its kind makes `unless` true.

    A line that an interrupted run has cut is ended first, so that it spoils no other. Raises InputError when the file
    cannot be written.
    """
    line = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
    try:
        with _locked(path) as file:
            if unless is not None and _last_makes(file, str(record["kind"]), unless):
                return False
            _write_line(file, line)
    except OSError as error:
        raise InputError(f"{OPTION}: {path!r} cannot be written: {error.strerror}.") from None
    return True


@contextmanager
def _locked(path: str) -> Iterator[IO[bytes]]:
    with Path(path).open("a+b") as file:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        try:
            yield file
        finally:
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _write_line(file: IO[bytes], line: bytes) -> None:
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(size - 1)
        if file.read(1) != b"\n":
            line = b"\n" + line
    file.write(line)
    file.flush()
    os.fsync(file.fileno())


def _last_makes(file: IO[bytes], kind: str, condition: Callable[[dict[str, Any]], bool]) -> bool:
    file.seek(0)
    last = None
    for line in file:
        if f'"{kind}"'.encode("ascii") in line[:200]:
            last = line
    if last is None:
        return False
    try:
        record = json.loads(last)
    except ValueError:
        return False
    return isinstance(record, dict) and condition(record)
