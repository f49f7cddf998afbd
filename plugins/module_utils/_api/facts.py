# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one site knows of its own server, where the collection can only assume: a small file replaces a new release.

Answers are put into the words that the rest of the collection knows, once, when they arrive (`as_known`).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from .assumptions import NO_PROCESS, STATUSES
from .errors import InputError

#: Where a server writes the status of an instance.
_OF_INSTANCES = "GetInstances"


@dataclass(frozen=True)
class Facts:
    """The words of the server for the statuses of an instance, where they are others: None means the assumed one.

    The names in a file are those of `docs/unknowns.md`, in capital letters.
    """

    status_stopped: str | None = None
    status_frozen: str | None = None
    status_starting: str | None = None
    status_stopping: str | None = None
    status_in_safe_mode: str | None = None

    def __post_init__(self) -> None:
        """Raises InputError when two of them have the same word, or one that has another meaning."""
        meanings: dict[str, str] = {status: status for status in STATUSES}
        for name, status in _MEANINGS.items():
            word = getattr(self, name)
            if word is None:
                continue
            other = meanings.setdefault(word.casefold(), status)
            if other != status:
                raise InputError(
                    f"spe_facts: {name.upper()} is {word!r}, which is the word for {other}; give each status its own."
                )

    @classmethod
    def from_values(cls, values: Any, place: str) -> Facts:
        """The facts in what a file holds. Raises InputError for a name that nobody knows, and for what is no text."""
        if not isinstance(values, Mapping):
            raise InputError(f"{place} must hold names with their values, such as STATUS_FROZEN: paused.")
        names = {each.name.upper(): each.name for each in fields(cls)}
        for name, value in values.items():
            if name not in names:
                near = difflib.get_close_matches(str(name), names, 1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}."
                raise InputError(f"{place} has {name!r}, which is no fact that can be set; {hint}")
            if not isinstance(value, str) or not value.strip():
                raise InputError(f"{place}: {name} is {value!r}, but must be a text: put it in quotes.")
        return cls(**{names[name]: value.strip() for name, value in values.items()})

    @classmethod
    def from_file(cls, path: str | None) -> Facts:
        """The facts of a YAML file; none without one. Raises InputError."""
        if not path:
            return cls()
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            raise InputError(f"spe_facts: {path} cannot be read ({reason}); check the path.") from None
        return cls.from_values(_parsed(text, path), f"spe_facts: {path}")

    def as_known(self, function: str, answer: Any) -> Any:
        """The answer of a reading function in the words that the collection knows."""
        if function != _OF_INSTANCES or not isinstance(answer, list):
            return answer
        return [self._instance(row) if isinstance(row, dict) else row for row in answer]

    def _instance(self, row: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(row.get("status"), str):
            return row
        return {"processID": None, **row, "status": self._status(row)}

    def _status(self, row: Mapping[str, Any]) -> str:
        word, has_process = str(row["status"]), row.get("processID") not in NO_PROCESS
        folded = word.casefold()
        for name, status in _MEANINGS.items():
            said = getattr(self, name)
            if said is not None and said.casefold() == folded:
                return status
        if folded in STATUSES:
            return folded
        # A word that nobody knows: what the row shows beside it, and how it begins, may tell enough.
        for beginning, status in (("start", "starting"), ("stop", "stopping")):
            if folded.startswith(beginning):
                return status
        return word if has_process else "stopped"


#: What each fact stands for.
_MEANINGS = {
    "status_stopped": "stopped",
    "status_frozen": "frozen",
    "status_starting": "starting",
    "status_stopping": "stopping",
    "status_in_safe_mode": "running",
}


def _parsed(text: str, path: str) -> Any:
    # Ansible has it; a host that runs an ordinary module need not.
    try:
        import yaml  # noqa: PLC0415
    except ImportError:
        raise InputError("spe_facts needs the Python library PyYAML where the task runs; install it there.") from None
    try:
        return yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise InputError(f"spe_facts: {path} is no YAML{line}; correct it.") from None
