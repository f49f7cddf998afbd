# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes experiments, and keeps what they find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .._api.errors import AnswerLost, CredentialsRefused, InputError, NotReached, SpeError
from .bench import Bench
from .conversation import Refused
from .experiment import Experiment, Unknown

#: What an experiment may meet on a server that nobody has seen: an answer of another shape than it expects.
_UNEXPECTED = (SpeError, Refused, LookupError, TypeError, ValueError, AttributeError)

#: After so many experiments in succession that got no answer, no other is made.
_MOST_WITHOUT_ANSWER = 2
_GONE = "The server could no longer be reached."


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


def findings_of(
    unknowns: Sequence[Unknown],
    experiments: Iterable[Experiment],
    bench: Bench,
    not_made: Mapping[str, str] | None = None,
) -> list[Finding]:
    """One finding for each unknown, in their order. not_made: why what settles an unknown is not among the experiments."""
    found: dict[str, str] = {}
    troubles = dict(not_made or {})
    without_answer = 0
    for experiment in experiments:
        if without_answer == _MOST_WITHOUT_ANSWER:
            troubles |= dict.fromkeys(experiment.settles, _GONE)
            continue
        trouble, was_answered = _made(experiment, bench, found)
        troubles |= dict.fromkeys(experiment.settles, trouble)
        without_answer = 0 if was_answered else without_answer + 1
    return [_finding(unknown, found, troubles) for unknown in unknowns]


def _made(experiment: Experiment, bench: Bench, found: dict[str, str]) -> tuple[str, bool]:
    """Makes the experiment. Why what it did not find is not settled, and whether the server has answered."""
    try:
        for name, answer in experiment.run(bench):
            found[name] = answer
    except _UNEXPECTED as error:
        return reason_of(error), not isinstance(error, (NotReached, AnswerLost))
    return "The experiment could not tell.", True


def reason_of(error: BaseException) -> str:
    """Why an experiment ended early: one sentence, in which nothing of an answer stands."""
    if isinstance(error, Refused):
        return str(error)
    what = f"to {error.function} " if isinstance(error, SpeError) and error.function else ""
    return next(
        (text for kind, text in _REASONS.items() if isinstance(error, kind)), "The answer {what}was not expected."
    ).format(what=what)


_REASONS: dict[type[BaseException], str] = {
    NotReached: "The server could not be reached.",
    AnswerLost: "No answer {what}came.",
    CredentialsRefused: "The server no longer accepted the credentials.",
    InputError: "A value of an answer could not be sent back.",
    SpeError: "The answer {what}was not understood.",
    LookupError: "An answer lacked what the experiment needs.",
}


def _finding(unknown: Unknown, found: dict[str, str], troubles: dict[str, str]) -> Finding:
    if unknown.name in found:
        return Finding(unknown, found[unknown.name])
    return Finding(unknown, None, unknown.out_of_reach or troubles.get(unknown.name, "Its experiment was not made."))
