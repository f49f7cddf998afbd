# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object of a task: a single module has one item, a whole tenant many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .calls import Call
from .plan import Plan
from .prediction import predicted
from .read import Desired, Observed
from .resource import Resource
from .snapshot import Snapshot

#: A noun's own say in its plan: it may add calls, and adds to what the diff shows.
Refine = Callable[[Plan, Observed], Plan]

#: What must be read before the object itself can be compared: a name in the place of an ID, and the like.
Prepare = Callable[[Resource, Desired, Snapshot], "tuple[Resource, Desired]"]


def as_planned(plan: Plan, observed: Observed) -> Plan:
    """Nothing to add."""
    return plan


def as_it_is(resource: Resource, desired: Desired, snapshot: Snapshot) -> tuple[Resource, Desired]:
    """Nothing to prepare."""
    return resource, desired


@dataclass(frozen=True)
class Item:
    """The noun of an object, what the playbook has for it, and the noun's own rules.

    `afterwards` are calls that follow, and change nothing of the object. `place` shows where the playbook names it, for
    the messages of a task with several items. Items that are `independent` may be written at the same time. One that goes
    `after_success_of` these nouns is not begun when an object of them has failed, which may still need it.
    """

    resource: Resource
    desired: Desired
    refine: Refine = as_planned
    prepare: Prepare = as_it_is
    afterwards: tuple[Call, ...] = ()
    place: str = ""
    independent: bool = False
    after_success_of: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlannedItem:
    """An item with its plan: the noun and what is wanted after all preparation, what was found, and what was found
    with all details, if they were read for the prediction. `looked_ahead` means that the plan depends on earlier
    items of the task."""

    item: Item
    resource: Resource
    desired: Desired
    observed: Observed
    plan: Plan
    whole: Observed
    looked_ahead: bool = False

    @cached_property
    def shown(self) -> dict[str, Any] | None:
        """The object as it will be; None if it will not be there."""
        return predicted(self.resource, self.plan, self.whole)
