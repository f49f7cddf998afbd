# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of an info module: what exists, in the form of the options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._api.contract import requires_access
from .._api.masking import without_secrets
from .._engine.listing import detailed_rows, rows_of, shown_rows
from .._engine.resource import Resource
from .context import Context
from .instance import on_instance
from .options import parallel_calls
from .query import apply_query
from .snapshot import snapshot_of

Params = Mapping[str, Any]


def info_on_instance(
    params: Params, context: Context, *, plural: str, needs_access: bool, read: Callable[[], Any], nothing: Any
) -> dict[str, Any]:
    """The result of an info module about an instance: what `read` gives, under its plural, and `nothing` in check
    mode for an instance that does not exist or does not run."""

    def nothing_read() -> dict[str, Any]:
        return info_result(plural, nothing, params)

    return on_instance(
        snapshot_of(context),
        params,
        context,
        needs_access=needs_access,
        work=lambda: info_result(plural, read(), params),
        if_missing=nothing_read,
        if_stopped=nothing_read,
    )


def list_on_instance(resource: Resource, params: Params, context: Context, *, details: bool = False) -> dict[str, Any]:
    """All objects of a noun in an instance, or the one of the option `name`."""
    snapshot = snapshot_of(context)
    scope = {"instanceID": params["instance_id"]}

    def read() -> list[dict[str, Any]]:
        name = params["name"]
        if details:
            return shown_rows(resource, detailed_rows(resource, snapshot, scope, name, parallel_calls(params)))
        return shown_rows(resource, rows_of(resource, snapshot, scope, name))

    needs_access = requires_access(resource.listing.function)
    return info_on_instance(params, context, plural=resource.plural, needs_access=needs_access, read=read, nothing=[])


def list_on_server(resource: Resource, params: Params, context: Context) -> dict[str, Any]:
    """All objects of a noun of the whole server, or the one of the option `name`."""
    rows = rows_of(resource, snapshot_of(context), {}, params["name"])
    return info_result(resource.plural, shown_rows(resource, rows), params)


def info_result(plural: str, found: Any, params: Params) -> dict[str, Any]:
    """What was found, and what the query picks from it."""
    found = without_secrets(found)
    result = {"changed": False, plural: found}
    if params["query"] is not None:
        result["query_result"] = apply_query(params["query"], found)
    return result
