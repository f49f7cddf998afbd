# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The journal: one JSON line for each call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO


def _open(path: Path) -> TextIO:
    """Half a surrogate pair is written as JSON's own escape."""
    return path.open("a", encoding="utf-8", errors="backslashreplace")


class Journal:
    """Writes nothing without a path. Every line is flushed, so that tests read it at once."""

    def __init__(self, path: Path | None) -> None:
        self._file: TextIO | None = None if path is None else _open(path)

    def write(
        self,
        function: str,
        arguments: dict[str, str],
        status_code: str | None,
        http_status: int | None,
        milliseconds: float,
    ) -> None:
        """`arguments` are masked already; status_code and http_status are None when no such answer went out."""
        if self._file is None:
            return
        line = {
            "function": function,
            "arguments": arguments,
            "statusCode": status_code,
            "http_status": http_status,
            "milliseconds": round(milliseconds, 3),
        }
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
