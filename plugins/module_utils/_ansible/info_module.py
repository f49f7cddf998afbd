# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of an info module: what exists, in the form of the options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.contract import requires_access
from .._api.masking import without_secrets
from .._engine.listing import detailed_rows, rows_of, shown_rows
from .._engine.resource import Resource
from .context import Context
from .instance import InstanceWork
from .options import parallel_calls
from .query import apply_query

Params = Mapping[str, Any]


def list_on_instance(resource: Resource, params: Params, context: Context, *, details: bool = False) -> dict[str, Any]:
    """All objects of a noun in an instance, or the one of the option `name`."""
    snapshot, scope, name = context.snapshot, {"instanceID": params["instance_id"]}, params["name"]
    needs_access = requires_access(resource.listing.function)
    found: list[dict[str, Any]] = []
    with InstanceWork(params, context, needs_access=needs_access, missing_ok=True, stopped_ok=True):
        if details:
            rows = detailed_rows(resource, snapshot, scope, name, parallel_calls(params))
        else:
            rows = rows_of(resource, snapshot, scope, name)
        found = shown_rows(resource, rows)
    return info_result(resource.plural, found, params)


def list_on_server(resource: Resource, params: Params, context: Context) -> dict[str, Any]:
    """All objects of a noun of the whole server, or the one of the option `name`."""
    rows = rows_of(resource, context.snapshot, {}, params["name"])
    return info_result(resource.plural, shown_rows(resource, rows), params)


def info_result(plural: str, found: Any, params: Params) -> dict[str, Any]:
    """What was found, and what the query picks from it."""
    found = without_secrets(found)
    result = {"changed": False, plural: found}
    if params["query"] is not None:
        result["query_result"] = apply_query(params["query"], found)
    return result
