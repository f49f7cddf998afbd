# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The object as a plan would leave it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from .compare import Desired
from .plan import Plan
from .read import Observed
from .resource import Resource


def predicted(resource: Resource, plan: Plan, observed: Observed) -> dict[str, Any] | None:
    """The object as the plan would leave it: as it was read, with what drifted put right.

    Of a new object, what only the server knows is null or missing.
    """
    desired = plan.desired
    if desired.absent:
        return None
    changed = {option: value for option, value in (plan.after or {}).items() if option not in plan.diff_only}
    if observed.api_object and plan.replaced is None:
        shown = resource.shown(observed.api_object, observed.name)
        # The diff may show less of a value than there is.
        only = changed if observed.unfinished is None else None
        return {**shown, **changed, **_after(resource, desired, shown, only=only), **_hidden(resource, desired)}
    blank = resource.blank(desired.final_name)
    return {**blank, **changed, **_after(resource, desired, blank), **_hidden(resource, desired)}


def _hidden(resource: Resource, desired: Desired) -> dict[str, None]:
    """The fields that the object will keep to itself."""
    return {entry.option: None for entry in resource.fields if entry.hidden_after(desired.fields)}


def _after(
    resource: Resource, desired: Desired, current: Mapping[str, Any], only: Collection[str] | None = None
) -> dict[str, Any]:
    """The named fields as they will be read, all or `only` some."""
    return {
        entry.option: entry.type.merged(current.get(entry.option), desired.fields[entry.option])
        for entry in resource.specified_fields(desired.fields)
        if not entry.secret and (only is None or entry.option in only)
    }
