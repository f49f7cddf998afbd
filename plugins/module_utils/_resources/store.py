# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archive stores of an instance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import InputError
from .._engine.calls import Call, KnownLater
from .._engine.manage import Refine
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Found, list_rows, pick
from .._engine.resource import (
    CreateByArguments,
    Field,
    Immutable,
    OwnSetter,
    Raw,
    Read,
    ReadOnly,
    Rename,
    Resource,
    SharedSetter,
)
from .._engine.server import Server
from .._engine.values import RequiredPath, Word
from .assumptions import FORMER_CURRENT_STORE_BECOMES, STATE_OF_NEW_STORE, store_is_empty

#: What the diff says of a merge.
MERGED_FROM = "merged_from"

STATE_WORDS = {"current": "current", "normal": "normal", "write_protected": "writeProtected", "disabled": "disabled"}

_MOVE = SharedSetter("SetStorePath")
_FIXED = Immutable(
    "the files of a store are moved by hand while it is disabled; do so, and set allow_move: true to tell the server."
)

STORE = Resource(
    noun="store",
    plural="stores",
    identity="name",
    identity_key="name",
    # Without sizes: the fast read (documented).
    listing=Read("GetStores", {"includeSize": False}),
    reference={"id": "id"},
    create=CreateByArguments("CreateStore"),
    delete="DetachStore",
    read_only=ReadOnly(
        always=("id",),
        sometimes=(
            *("error", "needs_upgrade", "search_indexes_need_rebuild"),
            *("statistics_count", "statistics_size"),
        ),
    ),
    rename=Rename("RenameStore", new_argument="name"),
    # A new store gets a state that we name, so that it never takes over by surprise.
    defaults={"requested_state": STATE_OF_NEW_STORE},
    fields=(
        Field("database_path", RequiredPath(), on_create=True, writer=_FIXED),
        Field("content_path", RequiredPath(), on_create=True, writer=_FIXED),
        Field("index_path", RequiredPath(), on_create=True, writer=_FIXED),
        Field("requested_state", Word(STATE_WORDS), on_create=True, writer=OwnSetter("SetStoreRequestedState")),
    ),
)


def store_resource(*, attach: bool, allow_move: bool, sizes: bool = False) -> Resource:
    """The noun as the options of one task want it: made anew or attached, its paths fixed or not, sizes read or not."""
    resource = stores_with_size(include=sizes)
    if attach:
        resource = replace(resource, create=CreateByArguments("AttachStore"))
    if not allow_move:
        return resource
    for option in ("database_path", "content_path", "index_path"):
        resource = resource.with_field(option, writer=_MOVE)
    return resource


def refine_store(plan: Plan, found: Found) -> Plan:
    """The plan with what it does to the current store, and a warning when that one takes no messages.

    Raises InputError when a new store has no path.
    """
    if found.raw is None and not plan.wanted.absent and not plan.wanted.fields.get("database_path"):
        refuse_incomplete(STORE.in_words, plan.wanted.final_name, ["database_path"])
    return _tell_current_store(_warn_of_trouble(plan, found), found)


def _warn_of_trouble(plan: Plan, found: Found) -> Plan:
    error = (found.raw or {}).get("error")
    if plan.wanted.absent or plan.wanted.fields.get("requested_state") != "current" or not error:
        return plan
    warning = (
        f"The store {plan.wanted.final_name!r} is to take the new messages, but it has an error ({str(error).rstrip('.')}):"
        " mend it with community.mailstore.spe_store_maintenance, or make another store current."
    )
    return replace(plan, warnings=(*plan.warnings, warning))


@dataclass(frozen=True)
class Merged:
    """Waits until a store whose messages were moved is empty, or gone."""

    scope: Mapping[str, Any]
    source_id: Any
    source_name: str

    def reached(self, server: Server) -> bool:
        rows = list_rows(stores_with_size(include=True), server, self.scope)
        return all(store_is_empty(row) for row in rows if row["id"] == self.source_id)

    def describe(self) -> str:
        return f"the store {self.source_name!r} still has messages"


def merge_into(source_name: str) -> Refine:
    """The plan with the merge of another store into this one, as long as that one has messages."""

    def refine(plan: Plan, found: Found) -> Plan:
        plan = refine_store(plan, found)
        name = plan.wanted.final_name
        _refuse_pointless_merge(plan, source_name)
        source = pick(STORE, source_name, found.rows).raw
        if source is None:
            warning = f"There is no store {source_name!r}: nothing is merged into {name!r}."
            return replace(plan, warnings=(*plan.warnings, warning))
        if store_is_empty(source):
            return plan
        _refuse_merging_current(plan, source)
        target = found.raw["id"] if found.raw is not None else KnownLater("id", STORE.noun)
        call = Call(
            "MergeStore",
            {**plan.wanted.scope, "id": target, "sourceId": source["id"]},
            options=("merge_from",),
            settled=Merged(plan.wanted.scope, source["id"], source_name),
        )
        before = plan.before if found.raw is None else {**(plan.before or {}), MERGED_FROM: None}
        after = {**(plan.after or {}), MERGED_FROM: source_name}
        diff_only = plan.diff_only | {MERGED_FROM}
        return replace(plan, calls=(*plan.calls, call), before=before, after=after, diff_only=diff_only)

    return refine


def _refuse_pointless_merge(plan: Plan, source_name: str) -> None:
    if plan.wanted.absent:
        raise InputError(
            f"merge_from moves messages into the store {plan.wanted.name!r}, and state: absent detaches it: use one of the"
            " two."
        )
    if source_name in plan.wanted.names:
        raise InputError(f"merge_from names the store {source_name!r} itself: name another store of the instance.")


def _refuse_merging_current(plan: Plan, source: Raw) -> None:
    """Into the current store new messages keep coming, so that a merge of it never ends."""
    takes_over = (plan.after or {}).get("requested_state") == "current"
    if source["requestedState"] == "current" and not takes_over:
        raise InputError(
            f"The store {source['name']!r} cannot be merged into another while it is current, because it takes the new"
            " messages: make another store current first."
        )


def _tell_current_store(plan: Plan, found: Found) -> Plan:
    """Add to the diff what making a store current does to the one before, or that none is current afterwards."""
    if not plan.changes or (plan.after is not None and "requested_state" not in plan.after):
        return plan
    current = [row["name"] for row in found.rows if row["requestedState"] == "current"]
    others = [name for name in current if name != found.name]
    if plan.after is not None and plan.after["requested_state"] == "current":
        if not others:
            return plan
        return _with_current(plan, others[0], plan.wanted.final_name, FORMER_CURRENT_STORE_BECOMES)
    if found.name in current and not others:
        warning = (
            f"After this no store is current: nothing will be archived until another store than {found.name!r} is."
        )
        return replace(plan, warnings=(*plan.warnings, warning))
    return plan


def _with_current(plan: Plan, former: str, new: str, becomes: str) -> Plan:
    """Both sides of the diff name the current store; the former one's state is what we expect of the server."""
    beside = {"current_store": new, "former_current_store": f"{former} ({becomes})"}
    before = {**(plan.before or {}), "current_store": former}
    after = {**(plan.after or {}), **beside}
    if plan.before is None:
        before = {"state": "absent", **before}
        after = {"state": "present", **after}
    return replace(plan, before=before, after=after, diff_only=plan.diff_only | {"state", *beside})


def stores_with_size(*, include: bool) -> Resource:
    """The noun, read with sizes and numbers of messages or without."""
    return replace(STORE, listing=replace(STORE.listing, arguments={"includeSize": include}))
