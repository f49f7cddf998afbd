# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read how an object is: one list call, and the detail call only when a managed field needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from .._api.assumptions import ERROR_OF_UNKNOWN_NAME_IN_FILTER
from .._api.errors import FunctionFailed, InputError
from .compare import Desired
from .names import other_letters, refuse_unfit_name, same_name
from .not_none import not_none
from .resource import ApiObject, Options, Read, Resource
from .rows import Rows
from .snapshot import Snapshot
from .unfinished import Unfinished, find_unfinished

__all__ = ["Desired", "Observed", "find"]


@dataclass(frozen=True)
class Observed:
    """What the server returns for one name: the object (None when there is none), the rows beside it, and what a
    replacement that did not end has left."""

    name: str
    api_object: ApiObject | None
    rows: tuple[ApiObject, ...] = ()
    unfinished: Unfinished | None = None


def find(resource: Resource, desired: Desired, snapshot: Snapshot, *, whole: bool = False) -> Observed:
    """The object of that name, or the one that already has the new name; with its details if they are needed or
    `whole` asks for them.

    Raises InputError when the name is missing or ambiguous, or when both names are taken.
    """
    refuse_empty_name(resource, desired.name)
    if resource.single:
        return Observed(desired.name, _read_single(resource.listing, snapshot, desired.scope))
    if resource.is_replaced:
        rows = list_rows(resource, snapshot, desired.scope)
        unfinished = find_unfinished(resource, desired, rows)
        if unfinished is not None:
            return Observed(desired.final_name, unfinished.api_object, rows, unfinished)
    observed = _find_name(resource, desired.name, desired, snapshot, whole=whole)
    if not desired.new_name or same_name(desired.new_name, desired.name):
        return observed
    renamed = _find_name(resource, desired.new_name, desired, snapshot, whole=whole)
    if renamed.api_object is None:
        return observed
    if observed.api_object is not None:
        if snapshot.expected(resource.noun).get(desired.new_name, renamed.api_object) is None:
            # An earlier item of the task gives that one another name.
            return observed
        raise InputError(
            f"The {resource.in_words} {desired.name!r} cannot be renamed to {desired.new_name!r}: a"
            f" {resource.in_words} of that name already exists; choose another new_name, or remove one of the two."
        )
    return renamed


def refuse_empty_name(resource: Resource, name: str | None) -> None:
    """Raises InputError for no name, and for an empty one."""
    if not name:
        raise InputError(f"The name of the {resource.in_words} is empty: name the {resource.in_words}.")


def _read_single(listing: Read, snapshot: Snapshot, scope: Mapping[str, Any]) -> ApiObject:
    try:
        return listing.shape(snapshot.read(listing.function, {**scope, **listing.arguments}))
    except FunctionFailed:
        if listing.refused is None:
            raise
        return listing.refused


def list_rows(resource: Resource, snapshot: Snapshot, scope: Mapping[str, Any], name: str = "") -> Rows:
    """The rows of the list call; only those that `name` may stand for, where the list call can be asked for it."""
    listing = resource.listing
    everything = {**scope, **listing.arguments}
    if name and listing.by:
        with suppress(ERROR_OF_UNKNOWN_NAME_IN_FILTER):
            return snapshot.rows(listing.function, {**everything, listing.by: name})
    return snapshot.rows(listing.function, everything)


def detail_of(resource: Resource, row: ApiObject, snapshot: Snapshot, scope: Mapping[str, Any]) -> ApiObject:
    """The row with everything that the detail call adds to it; the row itself where there is no detail call."""
    if resource.detail is None:
        return row
    name = row[resource.detail.key or resource.identity_key]
    return {**row, **read_detail(resource.detail, name, snapshot, scope)}


def read_detail(
    detail: Read,
    name: Any,
    snapshot: Snapshot,
    scope: Mapping[str, Any],
    *,
    may_be_refused: bool = False,
    again: bool = False,
) -> ApiObject:
    """What the detail call returns for one name."""
    arguments = {**scope, **detail.arguments, **({detail.by: name} if detail.by else {})}
    return dict(detail.shape(snapshot.read(detail.function, arguments, may_be_refused=may_be_refused, again=again)))


def _find_name(resource: Resource, name: str, desired: Desired, snapshot: Snapshot, *, whole: bool) -> Observed:
    if resource.detail_first and not desired.absent:
        return _find_detail_first(resource, name, desired, snapshot)
    rows = list_rows(resource, snapshot, desired.scope, name)
    observed = pick(resource, name, rows, desired.names, may_be_created=not desired.absent)
    if (
        observed.api_object is None
        or desired.absent
        or not (whole or _needs_detail(resource, observed.api_object, desired.fields))
    ):
        return observed
    return Observed(name, detail_of(resource, observed.api_object, snapshot, desired.scope), observed.rows)


def _find_detail_first(resource: Resource, name: str, desired: Desired, snapshot: Snapshot) -> Observed:
    """One call on the usual way: only when the detail call fails, the list distinguishes a missing object from other
    problems."""
    detail = not_none(resource.detail)
    try:
        api_object = read_detail(detail, name, snapshot, desired.scope, may_be_refused=True)
    except FunctionFailed:
        rows = list_rows(resource, snapshot, desired.scope)
        observed = pick(resource, name, rows, desired.names)
        if observed.api_object is None:
            return observed
        # It is there, or has its accents in other characters: what has closed the instance, or made the object, meanwhile
        # no longer refuses.
        api_object = read_detail(
            detail, str(observed.api_object[resource.identity_key]), snapshot, desired.scope, again=True
        )
    # A server that does not mind upper and lower case answers for another name than the playbook's.
    return pick(resource, name, (api_object,), desired.names)


def pick(
    resource: Resource,
    name: str,
    rows: Iterable[ApiObject],
    names: frozenset[str] = frozenset(),
    *,
    may_be_created: bool = True,
) -> Observed:
    """The row of that name; `names` are all that the playbook has for the object, so that it may be renamed from one
    to the other by letters alone.

    Raises InputError when several rows have it, or when one has it in other letters: NAMES_IN_OTHER_LETTERS. A name that
    no new object should have is refused, too, if one `may_be_created`.
    """
    rows = Rows.of(rows)
    alike = rows.alike(resource.identity_key, name)
    same = [row for row in alike if row[resource.identity_key] == name] or [
        row for row in alike if same_name(str(row[resource.identity_key]), name)
    ]
    if len(same) > 1:
        raise InputError(_ambiguous(resource, name, same))
    if not same:
        for row in alike:
            if row[resource.identity_key] not in names:
                raise other_letters(name, str(row[resource.identity_key]), resource.in_words)
        if may_be_created:
            refuse_unfit_name(name, resource.in_words)
    return Observed(name, same[0] if same else None, rows)


def _ambiguous(resource: Resource, name: str, same: list[ApiObject]) -> str:
    ids = ", ".join(str(row.get(resource.id_key)) for row in same)
    way_out = "rename all but one of them, or remove them, on the server"
    if not resource.rename:
        way_out = (
            f"remove all but one of them with community.mailstore.spe_command ({resource.delete}), or on the server"
        )
    return f"The name {name!r} is ambiguous: {len(same)} {resource.plural} have it (ids {ids}); {way_out}."


def pick_existing(resource: Resource, name: str, rows: Iterable[ApiObject]) -> ApiObject:
    """The row of that name. Raises InputError, which lists the existing names, and as pick does."""
    rows = Rows.of(rows)
    observed = pick(resource, name, rows)
    if observed.api_object is None:
        names = ", ".join(str(row[resource.identity_key]) for row in rows) or "none"
        raise InputError(f"There is no {resource.in_words} {name!r} in this instance; it has: {names}.")
    return observed.api_object


def _needs_detail(resource: Resource, row: ApiObject, fields: Options) -> bool:
    """Whether a named field is only in the detail, or one has drifted whose setter wants the whole object."""
    if resource.detail is None:
        return False
    return resource.always_with_details or any(
        entry.detail or (entry.whole_object and not entry.type.equal(entry.read(row), fields[entry.option]))
        for entry in resource.specified_fields(fields)
    )


def picked_row(
    resource: Resource,
    name: str,
    rows: Iterable[ApiObject],
    instance_id: str,
    *,
    others_may_make_it: bool,
    warn: Callable[[str], None],
) -> ApiObject | None:
    """The row of that name. There may be none yet, which is warned of, if an earlier task may make it.

    Raises InputError when there is none, or when several have the name.
    """
    if not others_may_make_it:
        return pick_existing(resource, name, rows)
    row = pick(resource, name, rows).api_object
    if row is None:
        warn(
            f"There is no {resource.in_words} {name!r} in the instance {instance_id!r} yet: check mode predicts this"
            " task as if an earlier task had created it."
        )
    return row
