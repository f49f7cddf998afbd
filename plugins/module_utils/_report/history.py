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
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from .._api.errors import InputError

Record = Mapping[str, Any]

#: The option whose path it is, for sentences.
OPTION = "history"


@dataclass
class History:
    """What was read: the records of one kind each, the oldest first, and sentences about lines that are not used."""

    records: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [record for record in self.records if record.get("kind") == kind]


def read(path: str, condense: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> History:
    """All records; a file that is not there is an empty history.

    `condense` makes each record smaller as it is read. A line that is cut, or that is not a record, is left out and
    named; it remains in the file. Raises InputError when the file cannot be read.
    """
    history = History()
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                _add(history, path, number, line, condense)
    except FileNotFoundError:
        return history
    except OSError as error:
        raise InputError(f"{OPTION}: {path!r} cannot be read: {error.strerror}.") from None
    return history


def _add(
    history: History, path: str, number: int, line: bytes, condense: Callable[[dict[str, Any]], dict[str, Any]] | None
) -> None:
    if not line.strip():
        return
    try:
        record = json.loads(line)
    except ValueError:
        ends = line.endswith(b"\n")
        what = "is not JSON" if ends else "is cut, as a run that was interrupted leaves it"
        history.notes.append(f"Line {number} of the history {path!r} {what}: it is not used, and remains in the file.")
        return
    if not isinstance(record, dict) or not isinstance(record.get("kind"), str):
        history.notes.append(
            f"Line {number} of the history {path!r} is not a record of this collection: it is not used, and remains in"
            " the file."
        )
        return
    history.records.append(condense(record) if condense else record)


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
