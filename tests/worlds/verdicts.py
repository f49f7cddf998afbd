# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be said of a step, and of a world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CONVERGES = "converges"
REFUSES = "refuses"
WRONG = "wrong"

World = tuple[str, ...]
"""The alternatives that make it, each as NAME=VALUE."""


@dataclass(frozen=True)
class Observation:
    """One step in one world; `other` is where the state afterwards is not that of the assumed world."""

    step: str
    verdict: str
    text: str = ""
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """One world: the alternatives that make it, and what its steps showed."""

    world: World
    observations: tuple[Observation, ...]

    @property
    def verdict(self) -> str:
        """The worst of its steps."""
        seen = {observation.verdict for observation in self.observations}
        return WRONG if WRONG in seen else REFUSES if REFUSES in seen else CONVERGES


def worst_first(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that are wrong, then those that refuse, then the others."""
    return sorted(verdicts, key=lambda each: ([WRONG, REFUSES, CONVERGES].index(each.verdict), each.world))
