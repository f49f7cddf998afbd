# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was approved: a digest of the planned calls, which a later run can insist on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .._api.errors import InputError
from .._engine.item import PlannedItem

#: Characters of a digest: of the whole plan, and of the name and the calls of one object.
WHOLE = 16
PART = 6

_PLAN_ID = re.compile(rf"[0-9a-f]{{{WHOLE}}}(-[0-9a-f]{{{2 * PART}}})*")


def mistakes_in_plan_id(expected: str | None) -> list[str]:
    """A sentence for what is no digest of any plan."""
    if expected is None or _PLAN_ID.fullmatch(expected):
        return []
    return [
        f"expect_plan: {expected!r} is not a plan_id; take the one that this task returns in check mode, as a whole."
    ]


class TenantPlan:
    """The calls that a task would make, by the object that they change, in the order of the objects."""

    def __init__(self, planned: Iterable[PlannedItem]) -> None:
        self._calls: dict[str, list[dict[str, Any]]] = {}
        for entry in planned:
            calls = [*(entry.plan.calls if entry.plan.changes else ()), *entry.item.afterwards]
            # What is made and later stopped comes twice.
            self._calls.setdefault(_described(entry), []).extend(call.shown() for call in calls if call.is_foretold)

    @property
    def plan_id(self) -> str:
        """The digest of the plan: of the whole, then of each object that changes, so that a difference can be named.

        Secrets enter it only as present or absent, since calls are shown without them.
        """
        objects = self._objects()
        whole = _digest([(entry.name, entry.calls) for entry in objects], WHOLE)
        return "-".join([whole, *(entry.name + entry.calls for entry in objects)])

    def refuse_other(self, expected: str, done: str) -> None:
        """Raises InputError when the plan is another than the one that was approved, and names what differs; `done`
        says what was written before."""
        if self.plan_id == expected:
            return
        raise InputError(self._difference(expected, done))

    def _difference(self, expected: str, done: str) -> str:
        approved = {part[:PART]: part[PART:] for part in expected.split("-")[1:]}
        objects = {entry.name: entry for entry in self._objects()}
        known = {_digest(described, PART): described for described in self._calls}
        differs = [
            *(f"{entry.described} changes, too" for name, entry in objects.items() if name not in approved),
            *(
                f"{entry.described} changes in another way"
                for name, entry in objects.items()
                if approved.get(name, entry.calls) != entry.calls
            ),
            *_no_longer([known.get(name) for name in approved if name not in objects]),
        ]
        return (
            f"The plan is no longer the one that expect_plan approves; {done}. It differs in:"
            f" {'; '.join(differs) or 'the order of the calls'}. Run check mode again, and approve its plan_id."
        )

    def _objects(self) -> list[ApprovedObject]:
        return [
            ApprovedObject(described, _digest(described, PART), _digest(calls, PART))
            for described, calls in self._calls.items()
            if calls
        ]


@dataclass(frozen=True)
class ApprovedObject:
    """One object that changes, by digests of its name and of its calls."""

    described: str
    name: str
    calls: str


def _no_longer(described: Sequence[str | None]) -> Iterator[str]:
    """What changed in the approved plan and does not now; what the task no longer reaches has no name any more."""
    yield from (f"{name} no longer changes" for name in described if name is not None)
    unnamed = described.count(None)
    if unnamed:
        yield "an object no longer changes" if unnamed == 1 else f"{unnamed} objects no longer change"


def _described(entry: PlannedItem) -> str:
    return f"{entry.resource.in_words} {entry.observed.name!r}"


def _digest(value: Any, length: int) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:length]
