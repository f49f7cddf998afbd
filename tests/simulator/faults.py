# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that tests choose: a file of rules, read again whenever it changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .functions import functions_of
from .shapes import Anything, Flag, ListOf, Number, Record, Shape, ShapeError, Text, optional, required
from .versions import NEWEST_VERSION
from .yaml_text import read_yaml

_SOME_TEXT = r"(?s).+"
FAULT_KINDS: dict[str, Shape] = {
    "failed": Text(pattern=_SOME_TEXT),
    "http_status": Number(minimum=200, maximum=599),
    "reset_before": Flag(),
    "reset_after": Flag(),
    "slow": Number(minimum=0),
    "running": Record(
        {
            "steps": optional(Number(minimum=1), 3),
            "milliseconds": optional(Number(minimum=1), 200),
            "text": optional(Text(), "Working"),
        }
    ),
    "expire_token": Flag(),
    "no_bom": Flag(),
    "html": Flag(),
    "invalid_json": Flag(),
    "status_code": Text(pattern=_SOME_TEXT),
}
PROTOCOL_CALLS = ("get-metadata", "get-status", "cancel-async")
_WITHOUT_EFFECT = {
    "get-metadata": ("failed", "running", "expire_token", "status_code"),
    "get-status": ("running",),
    "cancel-async": ("running", "expire_token"),
}
"""Kinds that a protocol call cannot suffer."""
_RULE = Record(
    {
        "function": required(Text()),
        "times": optional(Number(minimum=1)),
        "skip": optional(Number(minimum=0), 0),
        **{kind: optional(Anything()) for kind in FAULT_KINDS},
    }
)


@dataclass(frozen=True)
class Fault:
    """What happens to one call: its kind, and the value that the rule gives."""

    kind: str
    value: Any


@dataclass
class FaultRule:
    function: str
    fault: Fault
    skip: int
    times: int | None
    """None is for ever."""

    def take(self, function: str) -> Fault | None:
        """The fault when this call meets the rule; counts the call."""
        if self.function not in ("*", function):
            return None
        if self.skip > 0:
            self.skip -= 1
            return None
        if self.times is None:
            return self.fault
        if self.times == 0:
            return None
        self.times -= 1
        return self.fault


def parse_rules(document: Any) -> list[FaultRule]:
    """Rules of a fault file; raises ShapeError for what is wrong in it."""
    rules: list[FaultRule] = []
    for index, entry in enumerate(ListOf(_RULE).check(document or [], "faults")):
        path = f"faults[{index}]"
        kinds = [kind for kind in FAULT_KINDS if entry[kind] is not None]
        if len(kinds) != 1:
            raise ShapeError(path, f"exactly one kind is needed of {', '.join(FAULT_KINDS)}")
        value = FAULT_KINDS[kinds[0]].check(entry[kinds[0]], f"{path}.{kinds[0]}")
        _check_function(entry["function"], kinds[0], f"{path}.function")
        rules.append(FaultRule(entry["function"], Fault(kinds[0], value), entry["skip"], entry["times"]))
    return rules


def _check_function(name: str, kind: str, path: str) -> None:
    """A rule that could never apply would make a test that proves nothing."""
    if name not in ("*", *PROTOCOL_CALLS, *functions_of(NEWEST_VERSION)):
        raise ShapeError(path, f"{name!r} is no function, none of {', '.join(PROTOCOL_CALLS)}, and not '*'")
    if kind in _WITHOUT_EFFECT.get(name, ()):
        raise ShapeError(path, f"{name} cannot suffer {kind!r}")


class FaultFile:
    """The rules of a file; without a file there are none. A file that is missing holds no rules."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._rules: list[FaultRule] = []
        self._reload_when_changed()

    def next_fault(self, function: str) -> Fault | None:
        """The fault of this call: that of the first rule that applies; raises ShapeError for a bad file."""
        self._reload_when_changed()
        for rule in self._rules:
            fault = rule.take(function)
            if fault is not None:
                return fault
        return None

    def _reload_when_changed(self) -> None:
        if self._path is None:
            return
        stamp = self._read_stamp(self._path)
        if stamp == self._stamp:
            return
        self._rules = [] if stamp is None else self._read_rules(self._path)
        self._stamp = stamp

    @staticmethod
    def _read_rules(path: Path) -> list[FaultRule]:
        title = f"fault file {path}"
        document = read_yaml(path, title)
        try:
            return parse_rules(document)
        except ShapeError as error:
            raise ShapeError(title, str(error)) from None

    @staticmethod
    def _read_stamp(path: Path) -> tuple[int, int, int] | None:
        try:
            status = path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size
