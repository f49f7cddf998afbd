# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other servers that are as plausible as the one in assumptions.py.

Each entry there names its alternatives with `otherwise`; a flag has its other side without being told. A world is what is
assumed in place of some of them. Much is read when the simulator is imported, so a world is chosen before that.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

APPLICATION = "tests.simulator.application"


class AssumptionError(ValueError):
    """A name or a value that is not among the assumptions; the text is one sentence."""


class _LeftOut:
    """Stands for a key that an answer does not have."""

    def __repr__(self) -> str:
        return "left out"


LEFT_OUT = _LeftOut()


@dataclass(frozen=True)
class Alternative:
    """One assumption and what may be true instead; `label` is how it is written: NAME=LABEL."""

    name: str
    label: str
    value: Any

    def __str__(self) -> str:
        return f"{self.name}={self.label}"


_TOLD: dict[str, list[Alternative]] = {}

_chosen: list[Alternative] = []
"""Those of the world that is played."""


def otherwise(name: str, *values: Any, **named: Any) -> None:
    """What may be true instead of the entry of that name. Values are labelled by what they are; functions and long values by
    the words that they are given here."""
    told = _TOLD.setdefault(name, [])
    told += [Alternative(name, label_of(value), value) for value in values]
    told += [Alternative(name, label, value) for label, value in named.items()]


def label_of(value: Any) -> str:
    """How a plain value is written on the command line."""
    if value == "":
        return "empty"
    if isinstance(value, str) and value.isprintable():
        return value
    return json.dumps(value, default=repr).strip('"')


def alternatives_of(name: str) -> list[Alternative]:
    """All that may be true instead of the entry of this name."""
    value = getattr(_assumptions(), name)
    other_side = [Alternative(name, label_of(not value), not value)] if isinstance(value, bool) else []
    return [*other_side, *_TOLD.get(name, [])]


def labels_of(name: str) -> list[str]:
    """How the alternatives of the entry of this name are written; none for a name that is not there."""
    return [alternative.label for alternative in _known_of(name)] if hasattr(_assumptions(), name) else []


def all_alternatives() -> list[Alternative]:
    """Those of all entries, in their order."""
    return [alternative for name in vars(_assumptions()) for alternative in _known_of(name)]


def _known_of(name: str) -> list[Alternative]:
    is_entry = name in _TOLD or isinstance(getattr(_assumptions(), name), bool)
    return alternatives_of(name) if is_entry and not name.startswith("_") else []


def parse(text: str) -> Alternative:
    """The alternative that NAME=LABEL stands for; what is assumed anyway counts, too. Raises AssumptionError."""
    name, separator, label = text.partition("=")
    names = {alternative.name for alternative in all_alternatives()}
    if not separator or not name:
        raise AssumptionError(f"{text!r} is not of the form NAME=VALUE; the names stand in docs/unknowns.md.")
    if name not in names:
        near = difflib.get_close_matches(name, names, 1)
        hint = f"; did you mean {near[0]}?" if near else "."
        raise AssumptionError(f"There is no assumption {name} with alternatives{hint}")
    known = {alternative.label: alternative for alternative in alternatives_of(name)}
    assumed = getattr(_assumptions(), name)
    if not callable(assumed):
        known.setdefault(label_of(assumed), Alternative(name, label_of(assumed), assumed))
    if label not in known:
        raise AssumptionError(f"{name} cannot be {label!r}; it can be {', '.join(known)}.")
    return known[label]


def assume(chosen: Iterable[Alternative]) -> None:
    """From now on the simulator is the server of that world. Raises AssumptionError when it has been imported already."""
    if APPLICATION in sys.modules:
        raise AssumptionError("A world is chosen before the simulator is imported: start another process.")
    for alternative in chosen:
        _chosen.append(alternative)
        setattr(_assumptions(), alternative.name, alternative.value)


def is_another_world() -> bool:
    """Whether anything is otherwise than assumed. Only then an answer can have what is left out."""
    return bool(_chosen)


def without_what_is_left_out(answer: Any) -> Any:
    """An answer without the keys whose value is LEFT_OUT."""
    if isinstance(answer, Mapping):
        return {key: without_what_is_left_out(value) for key, value in answer.items() if value is not LEFT_OUT}
    if isinstance(answer, (list, tuple)):
        return [without_what_is_left_out(value) for value in answer]
    return answer


def _assumptions() -> ModuleType:
    # Not at the top: that file imports this one.
    from . import assumptions  # noqa: PLC0415

    return assumptions
