# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Things of an instance that a task names and does something with, instead of describing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.read import list_rows, picked_row
from .._engine.resource import ApiObject, Resource
from .context import Context

Params = Mapping[str, Any]


def row_of(resource: Resource, params: Params, context: Context) -> ApiObject | None:
    """The row of the thing that the option `name` names. In check mode there may be none yet, which is warned of.

    Raises InputError when there is none, or when several have the name.
    """
    rows = list_rows(resource, context.snapshot, {"instanceID": params["instance_id"]})
    return picked_row(
        resource, params["name"], rows, params["instance_id"], others_may_make_it=context.check_mode, warn=context.warn
    )


def reference_to(resource: Resource, row: ApiObject | None, params: Params) -> dict[str, Any]:
    """The arguments by which calls name the thing; of one that does not exist yet, what is known later in words."""
    scope = {"instanceID": params["instance_id"]}
    if row is None:
        return resource.reference_of_new(params["name"], scope)
    return resource.reference_of(row, scope)
