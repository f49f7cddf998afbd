# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was measured, held against its goal."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

UNITS = {"times": "{:.1f} times", "s": "{:.1f} s", "MB": "{:.0f} MB", "calls": "{:.0f} calls", "ms": "{:.1f} ms"}


@dataclass(frozen=True)
class Figure:
    """One line of the table. Without a value it could not be measured yet, and `beside` is the reason."""

    measure: str
    what: str
    value: float | None
    unit: str
    beside: str = ""
    """What was measured in the same run, and what the value is made of."""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def reached(self) -> bool | None:
        """None where there is no goal, or no value."""
        if self.value is None or (self.at_most is None and self.at_least is None):
            return None
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    @property
    def goal(self) -> str:
        if self.at_most is not None:
            return "at most " + self._shown(self.at_most)
        return "" if self.at_least is None else "at least " + self._shown(self.at_least)

    @property
    def shown(self) -> str:
        return "not there yet" if self.value is None else self._shown(self.value)

    def _shown(self, value: float) -> str:
        return UNITS[self.unit].format(value)


def as_table(figures: Iterable[Figure]) -> str:
    """For people."""
    words = {True: "yes", False: "NO", None: ""}
    lines = [("measure", "what", "goal", "reached", "figure", "beside it")]
    lines += [(each.measure, each.what, each.goal, words[each.reached], each.shown, each.beside) for each in figures]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    rows = ["  ".join([*(f"{cell:{width}}" for cell, width in zip(line, widths)), line[5]]).rstrip() for line in lines]
    return "\n".join([rows[0], "-" * len(rows[0]), *rows[1:]])


def as_json(figures: Iterable[Figure]) -> str:
    """For machines."""

    def plain(figure: Figure) -> dict[str, Any]:
        return {**dataclasses.asdict(figure), "reached": figure.reached}

    return json.dumps([plain(figure) for figure in figures], indent=2)
