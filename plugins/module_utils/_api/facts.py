# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one site knows of its own server, where the collection can only assume: a small file replaces a new release.

Answers are put into the words that the rest of the collection knows, once, when they arrive (`as_known`), and arguments into
the form that the server takes, once, when they leave (`as_sent`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from .assumptions import NO_PROCESS, STATUSES
from .errors import InputError
from .yaml_library import yaml_library

#: Where a server writes the status of an instance.
_OF_INSTANCES = "GetInstances"


@dataclass(frozen=True)
class Facts:
    """What a site knows of its server: None means what the collection assumes.

    The names in a file are those of `docs/unknowns.md`, in capital letters.
    """

    #: The words of the server for the statuses of an instance.
    status_stopped: str | None = None
    status_frozen: str | None = None
    status_starting: str | None = None
    status_stopping: str | None = None
    status_in_safe_mode: str | None = None
    #: How the time of a job is sent; without it as it was written or read.
    job_time_pattern: str | None = None
    #: Whether leaving out the list empties it in SetUserEmailAddresses and SetUserPop3UserNames; else an empty text does.
    left_out_list_empties: bool | None = None
    #: Whether the owner of a job must be an administrator.
    job_owner_must_be_administrator: bool | None = None
    #: Whether a job shows a run from its start; else it shows it when it has ended.
    run_shows_from_its_start: bool | None = None
    #: The first version that takes the login privilege api.
    api_login_privilege_since: str | None = None
    #: The names of arguments of the functions for credentials.
    credential_id: str | None = None
    credential_type: str | None = None
    credential_description: str | None = None
    credential_settings: str | None = None

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
        """The facts in what a file holds. Raises InputError for a name that nobody knows, and for a value that cannot be."""
        if not isinstance(values, Mapping):
            raise InputError(f"{place} must hold names with their values, such as STATUS_FROZEN: paused.")
        names = {each.name.upper(): each.name for each in fields(cls)}
        for name in values:
            if name not in names:
                near = difflib.get_close_matches(str(name).upper(), names, 1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}."
                raise InputError(f"{place} has {name!r}, which is no fact that can be set; {hint}")
        return cls(**{names[name]: _checked(names[name], value, place) for name, value in values.items()})

    @classmethod
    def take(cls, values: Mapping[str, Any]) -> bool:
        """Whether a file may say this."""
        try:
            cls.from_values(values, "spe_facts")
        except InputError:
            return False
        return True

    @classmethod
    def from_file(cls, path: str | None) -> Facts:
        """The facts of a YAML file; none without one. Raises InputError."""
        return cls.from_values(values_in(path), f"spe_facts: {path}") if path else cls()

    def as_sent(self, function: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments of a call in the form that this server takes."""
        if function in _WITH_TIME and arguments.get("time"):
            return {**arguments, "time": self._time(str(arguments["time"]))}
        emptied = _LISTS.get(function)
        if self.left_out_list_empties is False and emptied and arguments.get(emptied) is None:
            return {**arguments, emptied: ""}
        return arguments

    def _time(self, text: str) -> str:
        """A time of day as it is sent; one with seconds that count keeps them."""
        hours, _colon, rest = text.partition(":")
        if self.job_time_pattern == WITH_SECONDS:
            return f"{hours.zfill(2)}:{rest}" if ":" in rest else f"{hours.zfill(2)}:{rest}:00"
        if self.job_time_pattern == WITHOUT_SECONDS and ":" in rest:
            return text.removesuffix(":00")
        return text

    def argument_of_credential(self, meaning: str, function: str, arguments: Collection[str]) -> str | None:
        """The argument of this function of credentials that has that meaning, if the site knows its name.

        Raises InputError when the function has no such argument.
        """
        fact = f"credential_{meaning}"
        name: str | None = getattr(self, fact)
        if name is not None and name not in arguments:
            raise InputError(
                f"spe_facts: {fact.upper()} is {name!r}, but {function} of this server takes {', '.join(arguments)};"
                " correct the file."
            )
        return name

    def as_known(self, function: str, answer: Any) -> Any:
        """The answer of a reading function in the words that the collection knows.

        Raises InputError when it contradicts a fact.
        """
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
                _refuse_contradiction(name, row)
                return status
        if folded in STATUSES:
            return folded
        # A word that nobody knows: what the row shows beside it, and how it begins, may tell enough.
        for beginning, status in (("start", "starting"), ("stop", "stopping")):
            if folded.startswith(beginning):
                return status
        return word if has_process else "stopped"


#: What is true or false.
_TRUTHS = ("left_out_list_empties", "job_owner_must_be_administrator", "run_shows_from_its_start")

WITH_SECONDS, WITHOUT_SECONDS = "with_seconds", "without_seconds"

#: The functions that take the time of a job, and those that take a list which may be empty, with its argument.
_WITH_TIME = ("CreateJob", "SetJobSchedule")
_LISTS = {"SetUserEmailAddresses": "emailAddresses", "SetUserPop3UserNames": "pop3UserNames"}

#: Which instances have a process: those that are stopped have none, those that go up or down may have one.
_HAVE_A_PROCESS = {"status_stopped": False, "status_frozen": True, "status_in_safe_mode": True}


def _refuse_contradiction(fact: str, row: Mapping[str, Any]) -> None:
    has_process = row.get("processID") not in NO_PROCESS
    if "processID" not in row or _HAVE_A_PROCESS.get(fact, has_process) is has_process:
        return
    found = f"with the process {row['processID']}" if has_process else "without a process"
    raise InputError(
        f"spe_facts: {fact.upper()} is {row['status']!r}, but the server shows {row['status']!r} for the instance"
        f" {row.get('instanceID')} {found}, so the word has another meaning; correct the file."
    )


def _checked(fact: str, value: Any, place: str) -> Any:
    """The value of a fact. Raises InputError for one that it cannot have."""
    name = fact.upper()
    if fact in _TRUTHS:
        if str(value).casefold() not in ("true", "false"):
            raise InputError(f"{place}: {name} is {value!r}, but must be true or false.")
        return str(value).casefold() == "true"
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{place}: {name} is {value!r}, but must be a text: put it in quotes.")
    text = value.strip()
    if fact == "job_time_pattern" and text not in (WITH_SECONDS, WITHOUT_SECONDS):
        raise InputError(f"{place}: {name} is {text!r}, but must be {WITH_SECONDS} or {WITHOUT_SECONDS}.")
    if fact == "api_login_privilege_since" and not re.fullmatch(r"\d+(\.\d+)*", text):
        raise InputError(f"{place}: {name} is {text!r}, but must be a version such as '24.4'.")
    return text


#: What each fact about a status stands for.
_MEANINGS = {
    "status_stopped": "stopped",
    "status_frozen": "frozen",
    "status_starting": "starting",
    "status_stopping": "stopping",
    "status_in_safe_mode": "running",
}


def values_in(path: str) -> Any:
    """What a file of facts says, unchecked. Raises InputError for one that cannot be read, or is no YAML."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise InputError(f"spe_facts: {path} cannot be read ({reason}); check the path.") from None
    return _parsed(text, path)


def _parsed(text: str, path: str) -> Any:
    yaml = yaml_library("spe_facts needs")
    try:
        return yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise InputError(f"spe_facts: {path} is no YAML{line}; correct it.") from None
