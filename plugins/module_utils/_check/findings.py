# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes experiments, and keeps what they find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .._api.errors import SpeError
from .bench import Bench
from .conversation import Refused
from .experiment import Experiment, Unknown

#: What an experiment may meet on a server that nobody has seen: an answer of another shape than it expects.
_UNEXPECTED = (SpeError, Refused, LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Finding:
    """What is known about one unknown after a check. found: None when it is not settled, and why is in `reason`."""

    unknown: Unknown
    found: str | None
    reason: str = ""

    @property
    def is_otherwise(self) -> bool:
        """Whether the server behaves otherwise than the collection assumes."""
        return self.found is not None and self.found != self.unknown.assumed


def findings_of(unknowns: Sequence[Unknown], experiments: Iterable[Experiment], bench: Bench) -> list[Finding]:
    """One finding for each unknown, in their order."""
    found: dict[str, str] = {}
    troubles: dict[str, str] = {}
    for experiment in experiments:
        trouble = _trouble_of(experiment, bench, found)
        troubles |= dict.fromkeys(experiment.settles, trouble)
    return [_finding(unknown, found, troubles) for unknown in unknowns]


def _trouble_of(experiment: Experiment, bench: Bench, found: dict[str, str]) -> str:
    try:
        for name, answer in experiment.run(bench):
            found[name] = answer
    except _UNEXPECTED as error:
        return f"The experiment ended early: {error}"
    return "The experiment could not tell."


def _finding(unknown: Unknown, found: dict[str, str], troubles: dict[str, str]) -> Finding:
    if unknown.name in found:
        return Finding(unknown, found[unknown.name])
    return Finding(unknown, None, unknown.out_of_reach or troubles.get(unknown.name, "Its experiment was not made."))
