# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was approved: a digest of the planned calls, which a later run can insist on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .._api.errors import InputError
from .._engine.calls import Call
from .._engine.item import PlannedItem

#: Characters of a digest: of the whole plan, and of the name and the calls of one object.
WHOLE = 16
PART = 6

_PLAN_ID = re.compile(rf"[0-9a-f]{{{WHOLE}}}(-[0-9a-f]{{{2 * PART}}})*")


@dataclass(frozen=True)
class ApprovedObject:
    """One object that changes, by digests of its name and of its calls."""

    described: str
    name: str
    calls: str


def plan_id_of(planned: Iterable[PlannedItem]) -> str:
    """The digest of a plan: of the whole, then of each object that changes, so that a difference can be named.

    Secrets enter it only as present or absent, since calls are shown without them.
    """
    objects = _objects(planned)
    whole = _digest([(entry.name, entry.calls) for entry in objects], WHOLE)
    return "-".join([whole, *(entry.name + entry.calls for entry in objects)])


def refuse_other_plan(planned: Sequence[PlannedItem], expected: str, done: str) -> None:
    """Raises InputError when the plan is another than the one that was approved, and names what differs; `done` says
    what was written before."""
    if plan_id_of(planned) == expected:
        return
    if not _PLAN_ID.fullmatch(expected):
        raise InputError(
            f"expect_plan: {expected!r} is no plan_id; take the one that this task returns in check mode, as a whole."
        )
    approved = {part[:PART]: part[PART:] for part in expected.split("-")[1:]}
    objects = {entry.name: entry for entry in _objects(planned)}
    known = {_digest(_described(entry), PART): _described(entry) for entry in planned}
    differs = [
        *(f"{entry.described} changes, too" for name, entry in objects.items() if name not in approved),
        *(
            f"{entry.described} changes in another way"
            for name, entry in objects.items()
            if approved.get(name, entry.calls) != entry.calls
        ),
        *(f"{known.get(name, 'an object')} no longer changes" for name in approved if name not in objects),
    ]
    raise InputError(
        f"The plan is no longer the one that expect_plan approves; {done}. It differs in:"
        f" {'; '.join(differs) or 'the order of the calls'}. Run check mode again, and approve its plan_id."
    )


def _objects(planned: Iterable[PlannedItem]) -> list[ApprovedObject]:
    return [
        ApprovedObject(_described(entry), _digest(_described(entry), PART), _digest(_shown(entry.plan.calls), PART))
        for entry in planned
        if entry.plan.changes
    ]


def _described(entry: PlannedItem) -> str:
    return f"{entry.resource.in_words} {entry.observed.name!r}"


def _shown(calls: Iterable[Call]) -> list[dict[str, Any]]:
    return [call.shown() for call in calls if call.is_foretold]


def _digest(value: Any, length: int) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:length]
