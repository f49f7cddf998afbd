# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read all objects of a noun, or one, for the modules that only inform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from .._api.errors import FunctionFailed
from .._api.parallel import parallel_map
from .names import name_among, same_name
from .not_none import not_none
from .read import Desired, detail_of, find, list_rows, read_detail
from .resource import ApiObject, Resource
from .snapshot import Snapshot


def rows_of(resource: Resource, snapshot: Snapshot, scope: Mapping[str, Any], name: str | None) -> list[ApiObject]:
    """The rows of the list call, or the one of that name; none when there is no such object.

    Raises InputError when it exists only in other letters: an empty list would say that there is no trouble.
    """
    rows = list_rows(resource, snapshot, scope, name or "")
    if name is None:
        return [row for row in rows if row[resource.identity_key] not in resource.unlisted]
    name_among(name, [str(row[resource.identity_key]) for row in rows], resource.in_words)
    return [row for row in rows if same_name(str(row[resource.identity_key]), name)]


def with_details(
    resource: Resource, rows: Iterable[ApiObject], snapshot: Snapshot, scope: Mapping[str, Any], parallel: int
) -> list[ApiObject]:
    """Each row with what its detail call adds, read side by side."""
    return parallel_map(lambda row: detail_of(resource, row, snapshot, scope), rows, parallel)


def detailed_rows(
    resource: Resource, snapshot: Snapshot, scope: Mapping[str, Any], name: str | None, parallel: int
) -> list[ApiObject]:
    """The rows of the list call with their details, or the one of that name: in one call, where the detail call takes the
    name itself."""
    if name and resource.detail_first:
        # Only the list can distinguish a missing name from other problems.
        with suppress(FunctionFailed):
            row = read_detail(not_none(resource.detail), name, snapshot, scope, may_be_refused=True)
            return [row] if same_name(str(row[resource.identity_key]), name) else []
    rows = rows_of(resource, snapshot, scope, name)
    try:
        return with_details(resource, rows, snapshot, scope, parallel)
    except FunctionFailed:
        # What somebody has deleted since it was listed has no details; all others have.
        snapshot.forget()
        left = rows_of(resource, snapshot, scope, name)
        if _identities(resource, rows) <= _identities(resource, left):
            raise
        return with_details(resource, left, snapshot, scope, parallel)


def shown_rows(resource: Resource, rows: Iterable[ApiObject]) -> list[dict[str, Any]]:
    """The rows as results show them."""
    return [resource.shown(row, str(row[resource.identity_key])) for row in rows]


def shown_single(resource: Resource, snapshot: Snapshot, name: str) -> dict[str, Any]:
    """A thing that is there once in the whole server, as results show it."""
    return resource.shown(find(resource, Desired(name, {}), snapshot).api_object or {}, name)


def shown_setting(resource: Resource, snapshot: Snapshot, instance_id: str) -> dict[str, Any]:
    """A thing that each instance has once, as results show it."""
    desired = Desired(instance_id, {}, scope={"instanceID": instance_id})
    return resource.shown(find(resource, desired, snapshot).api_object or {}, instance_id)


def _identities(resource: Resource, rows: Iterable[ApiObject]) -> set[Any]:
    return {row[resource.identity_key] for row in rows}
