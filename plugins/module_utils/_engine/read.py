# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read how an object is: one list call, and the detail call only when a managed field needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from .._api.assumptions import ERROR_OF_UNKNOWN_NAME_IN_FILTER
from .._api.errors import FunctionFailed, InputError
from .certain import certain
from .compare import Wanted
from .names import alike, other_letters, refuse_blanks_around, same_name
from .resource import Options, Raw, Read, Resource
from .server import Server
from .unfinished import Unfinished, find_unfinished

__all__ = ["Found", "Wanted", "find"]


@dataclass(frozen=True)
class Found:
    """What the server says of one name: the object (None when there is none), the rows beside it, and what a replacement
    that did not end has left."""

    name: str
    raw: Raw | None
    rows: tuple[Raw, ...] = ()
    unfinished: Unfinished | None = None


def find(resource: Resource, wanted: Wanted, server: Server, *, whole: bool = False) -> Found:
    """The object of that name, or the one that already has the new name; with its details if they are needed or
    O(whole) asks for them.

    Raises InputError when the name is missing or ambiguous, or when both names are taken.
    """
    if not wanted.name:
        raise InputError(f"The name of the {resource.in_words} is empty: say which {resource.in_words} is meant.")
    if resource.single:
        return Found(wanted.name, _read_single(resource.listing, server, wanted.scope))
    if resource.is_replaced:
        rows = tuple(list_rows(resource, server, wanted.scope))
        unfinished = find_unfinished(resource, wanted, rows)
        if unfinished is not None:
            return Found(wanted.final_name, unfinished.raw, rows, unfinished)
    found = _find_name(resource, wanted.name, wanted, server, whole=whole)
    if not wanted.new_name or wanted.new_name == wanted.name:
        return found
    renamed = _find_name(resource, wanted.new_name, wanted, server, whole=whole)
    if renamed.raw is None:
        return found
    if found.raw is not None:
        raise InputError(
            f"The {resource.in_words} {wanted.name!r} cannot be renamed to {wanted.new_name!r}: there is a {resource.in_words} of"
            " that name already; choose another new_name, or remove one of the two."
        )
    return renamed


def _read_single(listing: Read, server: Server, scope: Mapping[str, Any]) -> Raw:
    try:
        return listing.shape(server.read(listing.function, {**scope, **listing.arguments}))
    except FunctionFailed:
        if listing.refused is None:
            raise
        return listing.refused


def list_rows(resource: Resource, server: Server, scope: Mapping[str, Any], name: str = "") -> list[Raw]:
    """The rows of the list call; only those that O(name) may stand for, where the list call can be asked for it."""
    listing = resource.listing
    everything = {**scope, **listing.arguments}
    if name and listing.by:
        with suppress(ERROR_OF_UNKNOWN_NAME_IN_FILTER):
            return list(server.read(listing.function, {**everything, listing.by: name}) or [])
    return list(server.read(listing.function, everything) or [])


def detail_of(resource: Resource, row: Raw, server: Server, scope: Mapping[str, Any]) -> Raw:
    """The row with everything that the detail call adds to it; the row itself where there is no detail call."""
    if resource.detail is None:
        return row
    name = row[resource.detail.key or resource.identity_key]
    return {**row, **read_detail(resource.detail, name, server, scope)}


def read_detail(
    detail: Read, name: Any, server: Server, scope: Mapping[str, Any], *, may_be_refused: bool = False
) -> Raw:
    """What the detail call says of one name."""
    arguments = {**scope, **detail.arguments, **({detail.by: name} if detail.by else {})}
    return dict(detail.shape(server.read(detail.function, arguments, may_be_refused=may_be_refused)))


def _find_name(resource: Resource, name: str, wanted: Wanted, server: Server, *, whole: bool) -> Found:
    if resource.detail_first and not wanted.absent:
        return _find_detail_first(resource, name, wanted, server)
    rows = list_rows(resource, server, wanted.scope, name)
    found = pick(resource, name, rows, wanted.names)
    if found.raw is None or wanted.absent or not (whole or _needs_detail(resource, found.raw, wanted.fields)):
        return found
    return Found(name, detail_of(resource, found.raw, server, wanted.scope), found.rows)


def _find_detail_first(resource: Resource, name: str, wanted: Wanted, server: Server) -> Found:
    """One call on the usual way: only when the detail call fails does the list tell missing from other trouble."""
    detail = certain(resource.detail)
    try:
        raw = read_detail(detail, name, server, wanted.scope, may_be_refused=True)
    except FunctionFailed:
        rows = list_rows(resource, server, wanted.scope)
        found = pick(resource, name, rows, wanted.names)
        if found.raw is None:
            return found
        # It is there, or has its accents in other characters: what has closed the instance, or made the object, meanwhile
        # no longer refuses.
        server.forget()
        raw = read_detail(detail, str(found.raw[resource.identity_key]), server, wanted.scope)
    # A server that does not mind upper and lower case answers for another name than the playbook's.
    return pick(resource, name, (raw,), wanted.names)


def pick(resource: Resource, name: str, rows: Iterable[Raw], names: frozenset[str] = frozenset()) -> Found:
    """The row of that name; `names` are all that the playbook has for the object, so that it may be renamed from one
    to the other by letters alone.

    Raises InputError when several rows have it, or when one has it in other letters: NAMES_IN_OTHER_LETTERS. Blanks
    around a name are refused, too.
    """
    rows = tuple(rows)
    same = [row for row in rows if row[resource.identity_key] == name] or [
        row for row in rows if same_name(str(row[resource.identity_key]), name)
    ]
    if len(same) > 1:
        raise InputError(_ambiguous(resource, name, same))
    if not same:
        _refuse_other_letters(resource, name, (row for row in rows if row[resource.identity_key] not in names))
        refuse_blanks_around(name, resource.in_words)
    return Found(name, same[0] if same else None, rows)


def _ambiguous(resource: Resource, name: str, same: list[Raw]) -> str:
    ids = ", ".join(str(row.get(resource.id_key)) for row in same)
    way_out = "rename all but one of them, or remove them, on the server"
    if not resource.rename:
        way_out = (
            f"remove all but one of them with community.mailstore.spe_command ({resource.delete}), or on the server"
        )
    return f"The name {name!r} is ambiguous: {len(same)} {resource.plural} have it (ids {ids}); {way_out}."


def pick_existing(resource: Resource, name: str, rows: Iterable[Raw]) -> Raw:
    """The row of that name. Raises InputError, which tells the names that there are, and as pick does."""
    rows = tuple(rows)
    found = pick(resource, name, rows)
    if found.raw is None:
        names = ", ".join(str(row[resource.identity_key]) for row in rows) or "none"
        raise InputError(f"There is no {resource.in_words} {name!r} in this instance; it has: {names}.")
    return found.raw


def _refuse_other_letters(resource: Resource, name: str, rows: Iterable[Raw]) -> None:
    for row in rows:
        other = str(row[resource.identity_key])
        if alike(other, name):
            raise other_letters(name, other, resource.in_words)


def _needs_detail(resource: Resource, row: Raw, fields: Options) -> bool:
    """Whether a named field is only in the detail, or one has drifted whose setter wants the whole object."""
    return resource.detail is not None and any(
        entry.detail or (entry.whole_object and not entry.rule.same(entry.read(row), fields[entry.option]))
        for entry in resource.named(fields)
    )
