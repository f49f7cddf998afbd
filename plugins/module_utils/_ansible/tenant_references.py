# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What refers to another object: a job to its owner, a profile to its credential.

A task removes nothing that something still needs when it has ended. So it does not matter whether a server refuses to
delete the owner of a job, or leaves the job without one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from .._api.errors import NotSupportedByServer
from .._engine.batch import in_rounds
from .._engine.item import PlannedItem
from .._engine.names import alike_key
from .._engine.read import Desired, find, list_rows
from .._engine.resource import ApiObject, Resource
from .._engine.rows import Rows
from .._engine.snapshot import Snapshot
from .._engine.unfinished import name_without_replacement
from .._resources.assumptions import CREDENTIAL_KEY
from .._resources.credential import CREDENTIAL
from .._resources.directory_services import DIRECTORY_SERVICES
from .._resources.job import JOB
from .._resources.profile import PROFILE
from .._resources.user import USER


@dataclass(frozen=True)
class Reference:
    """Objects of the noun `holder` refer to one of the noun `target`: by its name, or by its ID under `id_key` of their
    settings. `option` has the reference, `words` is what it is called, and `part` the option of a tenant with the
    targets."""

    holder: Resource
    words: str
    target: Resource
    part: str
    option: str
    id_key: str = ""

    def value_in(self, shown: Mapping[str, Any]) -> str | None:
        """What the holder refers to, without regard to letters; None where nothing shows it."""
        value = shown.get(self.option)
        if self.id_key and value is not None:
            value = value.get(self.id_key) or ""
        return None if value is None else alike_key(str(value))

    def value_of(self, target: ApiObject) -> str:
        """What a holder of this target has."""
        return alike_key(str(target[self.target.id_key if self.id_key else self.target.identity_key]))


REFERENCES = (
    Reference(JOB, "owner", USER, "users", "owner"),
    Reference(PROFILE, "owner", USER, "users", "owner"),
    Reference(PROFILE, "credential", CREDENTIAL, "credentials", "details", CREDENTIAL_KEY),
    Reference(DIRECTORY_SERVICES, "credential", CREDENTIAL, "credentials", "configuration", CREDENTIAL_KEY),
)


def holders_of(target: Resource) -> frozenset[str]:
    """The nouns whose objects may need one of this noun."""
    return frozenset(reference.holder.noun for reference in REFERENCES if reference.target.noun == target.noun)


@dataclass(frozen=True)
class _Holder:
    """An object that will be there when the task has ended, as results show it; `place` is that of its entry."""

    name: str
    shown: Mapping[str, Any]
    place: str
    is_new: bool = False


def still_needed(
    planned: Sequence[PlannedItem], purged: Collection[str], snapshot: Snapshot, instance_id: str, parallel: int
) -> list[str]:
    """A sentence for each reference to an object that is to go; the items with the places `purged` are those of purge.

    Raises what the client raises.
    """
    gone = [entry for entry in planned if entry.plan.desired.absent and entry.plan.changes]
    nouns = {entry.resource.noun for entry in gone}
    references = [reference for reference in REFERENCES if reference.target.noun in nouns]
    works = [partial(rows_or_refusal, reference.holder, snapshot, instance_id) for reference in references]
    return [
        sentence
        for reference, objects in zip(references, in_rounds(works, snapshot, parallel))
        if not isinstance(objects, NotSupportedByServer)
        for holder in _holders(reference.holder, objects, planned)
        for sentence in _needs(reference, holder, gone, purged)
    ]


def rows_or_refusal(resource: Resource, snapshot: Snapshot, instance_id: str) -> Rows | NotSupportedByServer:
    """The objects of the noun in an instance, or the error of a server that does not have such."""
    scope = {"instanceID": instance_id}
    try:
        if not resource.single:
            return list_rows(resource, snapshot, scope)
        return Rows([find(resource, Desired(instance_id, {}, scope=scope), snapshot).api_object or {}])
    except NotSupportedByServer as refusal:
        return refusal.without_frames()


def _holders(resource: Resource, objects: Sequence[ApiObject], planned: Sequence[PlannedItem]) -> Iterator[_Holder]:
    """The objects of the noun as they will be: those of the plan, and those that no entry names."""
    of_plan = [entry for entry in planned if entry.resource.noun == resource.noun]
    for entry in of_plan:
        if entry.shown is not None:
            is_new = entry.observed.api_object is None
            name = "" if resource.single else entry.plan.desired.final_name
            yield _Holder(name, entry.shown, entry.item.place, is_new)
    if resource.single and of_plan:
        return
    known = {_id_of(resource, entry.observed.api_object) for entry in of_plan if entry.observed.api_object}
    names = {entry.observed.name for entry in of_plan}
    for api_object in objects:
        name = "" if resource.single else str(api_object[resource.identity_key])
        # What an interrupted replacement has left goes, or takes the place of what it replaces.
        is_left_behind = name_without_replacement(name) != name and name_without_replacement(name) in names
        if _id_of(resource, api_object) not in known and not is_left_behind:
            yield _Holder(name, resource.shown(api_object, name), "")


def _id_of(resource: Resource, api_object: ApiObject) -> Any:
    return api_object.get(resource.id_key, api_object.get(resource.identity_key))


def _needs(
    reference: Reference, holder: _Holder, gone: Sequence[PlannedItem], purged: Collection[str]
) -> Iterator[str]:
    value, words = reference.value_in(holder.shown), reference.words
    other = reference.holder.in_words + (f" {holder.name!r}" if holder.name else "")
    is_hidden = value is None and not (reference.holder.single or holder.is_new)
    for entry in gone:
        target, place, is_purged = entry.observed.api_object, entry.item.place, entry.item.place in purged
        if target is None or entry.resource.noun != reference.target.noun:
            continue
        if is_hidden:
            yield (
                f"{place}: this may be the {words} of the {other}, which the server does not show; "
                + (f"take {reference.part} out of purge." if is_purged else f"keep it, or remove the {other} first.")
            )
        elif reference.value_of(target) == value:
            yield _sentence(reference, holder, entry, other, is_purged=is_purged)


def _sentence(reference: Reference, holder: _Holder, gone: PlannedItem, other: str, *, is_purged: bool) -> str:
    words, name, place = reference.words, gone.observed.name, gone.item.place
    if not holder.place:
        way_out = "protect it" if is_purged else "keep it"
        return (
            f"{place}: this is the {words} of the {other}, which the task does not name; {way_out}, or give the"
            f" {reference.holder.in_words} another {words}."
        )
    if is_purged:
        return (
            f"{holder.place}: {words} {name!r} would be removed by purge; name it in {reference.part}, protect it, or choose"
            f" another {words}."
        )
    return f"{holder.place}: {words} {name!r} is removed by {place}; choose another {words}."
