# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archive stores of an instance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .._api.client import Waiting
from .._api.errors import AnswerLost, InputError
from .._engine.calls import Call, KnownAfterApply
from .._engine.compare import Desired
from .._engine.creators import CreateByArguments
from .._engine.entry import ArgumentSpec, Entry, Noun, check_fields
from .._engine.export import Exported, ExportScope
from .._engine.field_types import Choice, RequiredPath
from .._engine.item import Item, Refine
from .._engine.mistakes import check_all
from .._engine.plan import Plan, refuse_incomplete, warn_or_refuse
from .._engine.read import Observed, list_rows, pick
from .._engine.resource import ApiObject, Field, Read, ReadOnly, Rename, Resource
from .._engine.snapshot import ExpectedObjects, Snapshot
from .._engine.writers import Immutable, OwnSetter, SharedSetter
from .assumptions import DIRECTORIES_OF_NEW_STORE, FORMER_CURRENT_STORE_BECOMES, STATE_OF_NEW_STORE, store_is_empty
from .store_directories import DIRECTORIES, Shared, all_directories, named_directories, shared_directories

#: What the diff shows for a merge.
MERGED_FROM = "merged_from"
DETACHED = "detached_store"

#: Seconds in which a merge whose answer was lost shows its effect.
LATE_COPY = 60

STATE_WORDS = {"current": "current", "normal": "normal", "write_protected": "writeProtected", "disabled": "disabled"}

_MOVE = SharedSetter("SetStorePath")
_FIXED = Immutable(
    "the server does not move the files: disable the store, move its files yourself, and then set allow_move: true."
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
        Field("requested_state", Choice(STATE_WORDS), on_create=True, writer=OwnSetter("SetStoreRequestedState")),
    ),
)


def store_resource(*, attach: bool, allow_move: bool, sizes: bool = False) -> Resource:
    """The noun as the options of one task want it: created or attached, its paths fixed or not, sizes read or not."""
    resource = stores_with_size(include=sizes)
    if attach:
        resource = replace(resource, create=CreateByArguments("AttachStore"))
    if not allow_move:
        return resource
    for option in ("database_path", "content_path", "index_path"):
        resource = resource.with_field(option, writer=_MOVE)
    return resource


@dataclass(frozen=True)
class StoreTask:
    """What a task wants of a store beside its fields."""

    snapshot: Snapshot
    others_may_make_it: bool
    allow_no_current: bool = False
    attach: bool = False

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan with what it does to the current store, and a warning when that one takes no messages.

        Raises InputError when a new store has no path, when a store gets a directory of another one, and when no store would be current
        afterwards and the playbook does not allow that; in check mode an earlier task may make another one current, so that
        a warning has to do.
        """
        creates = observed.api_object is None and not plan.desired.absent
        if creates and not plan.desired.fields.get("database_path"):
            refuse_incomplete(STORE.in_words, plan.desired.final_name, ["database_path"])
        if creates and not self.attach:
            self._refuse_files_of_detached_store(plan, observed)
        plan = self._without_directory_of_another(plan, observed)
        plan = _show_current_store(_warn_of_trouble(plan, observed), observed)
        if not _leaves_none_current(plan, observed) or self._another_becomes_current():
            return plan
        sentence = (
            f"After this no store is current: nothing is archived until another store than {observed.name!r}"
            " becomes current."
        )
        if self.others_may_make_it or self.allow_no_current:
            return replace(plan, warnings=(*plan.warnings, sentence))
        raise InputError(
            f"{sentence[:-1]}; make another store current first, or set allow_no_current: true if you want that."
        )

    def _without_directory_of_another(self, plan: Plan, observed: Observed) -> Plan:
        """Raises InputError for a store that would get the directory of another one, unless an earlier task may detach or move
        that one."""
        paths = self._new_paths(plan, observed)
        if not paths:
            return plan
        others = [(str(store["name"]), named_directories(store)) for store in self._other_stores(observed)]
        # A name of its own, so that it is none of the others.
        own = ""
        shared = next(
            (one for one in shared_directories([*others, (own, paths)]) if own in (one.store, one.other)), None
        )
        if shared is None:
            return plan
        sentence = _sentence_about(shared, plan.desired.final_name, is_new=observed.api_object is None)
        return warn_or_refuse(plan, sentence, others_may_help=self.others_may_make_it)

    def _refuse_files_of_detached_store(self, plan: Plan, observed: Observed) -> None:
        """The files of a store stay when an earlier item of the task detaches it."""
        field, path = STORE.field_of("database_path"), plan.desired.fields["database_path"]
        rows = [row for row in observed.rows if field.type.equal(field.read(row), path)]
        to_come = self.snapshot.expected(STORE.noun) if rows else ExpectedObjects()
        for row in rows:
            if to_come.get(str(row["name"]), row) is None:
                raise InputError(
                    f"The database_path {path!r} of the new store {plan.desired.final_name!r} has the files of the store"
                    f" {str(row['name'])!r}, which stay when that one is detached: set attach: true to take them over, or choose"
                    " another directory."
                )

    @staticmethod
    def _new_paths(plan: Plan, observed: Observed) -> Mapping[str, str]:
        """The directories of a new store, and those to which the plan moves one."""
        if plan.desired.absent or not plan.changes:
            return {}
        return (
            all_directories(plan.desired.fields) if observed.api_object is None else named_directories(plan.after or {})
        )

    def _other_stores(self, observed: Observed) -> Iterator[Mapping[str, Any]]:
        """The others as earlier items of the task leave them."""
        to_come = self.snapshot.expected(STORE.noun)
        for row in observed.rows:
            if row["name"] != observed.name and row["name"] not in to_come:
                yield STORE.shown(row, str(row["name"]))
        for store in to_come.values():
            if store is not None:
                yield {**store, **all_directories(store)}

    def _another_becomes_current(self) -> bool:
        """Whether an earlier item of the task makes another store current."""
        to_come = self.snapshot.expected(STORE.noun).values()
        return any(store is not None and store.get("requested_state") == "current" for store in to_come)


def _sentence_about(shared: Shared, name: str, *, is_new: bool) -> str:
    what = f"the {'new ' if is_new else ''}store {name!r}"
    way_out = ", or rename that one with new_name" if is_new and shared.is_the_same_store else ""
    first, second = (what, f"the store {shared.other!r}") if shared.other else (f"the store {shared.store!r}", what)
    return (
        f"The {shared.option} {shared.path!r} of {first} {shared.relation} the {DIRECTORIES[shared.other_option]} directory"
        f" of {second}; give each store directories of its own{way_out}."
    )


def _warn_of_trouble(plan: Plan, observed: Observed) -> Plan:
    error = (observed.api_object or {}).get("error")
    if plan.desired.absent or plan.desired.fields.get("requested_state") != "current" or not error:
        return plan
    warning = (
        f"The store {plan.desired.final_name!r} should receive the new messages, but it has an error"
        f" ({str(error).rstrip('.')}): repair it with community.mailstore.spe_store_maintenance, or make another store"
        " current."
    )
    return replace(plan, warnings=(*plan.warnings, warning))


@dataclass
class Copying:
    """The copying of all messages of one store into another, which is never begun twice in one task.

    What a second merge of the same source does (SECOND_MERGE) is not tried, and no function says whether the first one
    is still running: the numbers of messages have to show that.
    """

    scope: Mapping[str, Any]
    source_name: str
    target_name: str
    #: What the other store holds at the end, once the copying has begun; None where a number cannot be read.
    _expected: int | None = None
    begun: bool = False

    def reached(self, snapshot: Snapshot) -> bool:
        """Before the call, whether it can be left out: never. After it, the server's answer says that it is done."""
        if self.begun:
            return True
        self.begun = True
        counts = self._counts(snapshot)
        self._expected = None if None in counts else sum(count for count in counts if count is not None)
        return False

    def is_done(self, snapshot: Snapshot) -> bool:
        """Whether the messages are there, for a copying whose answer was lost.

        Raises AnswerLost when the numbers of messages can never show that.
        """
        counts = self._counts(snapshot)
        if self._expected is None or None in counts:
            raise self.lost("the numbers of messages of the two stores cannot be read")
        return counts[1] is not None and counts[1] >= self._expected

    def lost(self, what: str) -> AnswerLost:
        """The error of a copying whose result cannot be determined."""
        return AnswerLost(
            f"The answer to MergeStore was lost, and {what}; the server may still be merging: compare the numbers of"
            f" messages when it has finished, then detach {self.source_name!r}, or run the task again if nothing was"
            " copied.",
            function="MergeStore",
        )

    def describe(self) -> str:
        return f"the messages of the store {self.source_name!r} are not yet in {self.target_name!r}"

    def _counts(self, snapshot: Snapshot) -> tuple[int | None, int | None]:
        rows = {row["name"]: row for row in list_rows(stores_with_size(include=True), snapshot, self.scope)}
        source, target = (rows.get(name, {}).get("statisticsCount") for name in (self.source_name, self.target_name))
        return source, target


@dataclass(frozen=True)
class CopiedMeanwhile:
    """Waits until a copying whose answer was lost has ended."""

    copying: Copying

    def reached(self, snapshot: Snapshot) -> bool:
        return self.copying.is_done(snapshot)

    def describe(self) -> str:
        return self.copying.describe()


@dataclass(frozen=True)
class Detached:
    """Waits until an instance no longer has a store."""

    scope: Mapping[str, Any]
    store_id: Any
    name: str

    def reached(self, snapshot: Snapshot) -> bool:
        rows = list_rows(STORE, snapshot, self.scope)
        return all(row["id"] != self.store_id for row in rows)

    def describe(self) -> str:
        return f"the store {self.name!r} is still attached"


def merge_into(source_name: str, snapshot: Snapshot, refine: Refine) -> Refine:
    """The plan with the copying of another store into this one, and the detaching of that one, as long as it is there.

    MergeStore copies, and the source is to be detached afterwards (documented).
    """
    copying: list[Copying] = []

    def refine_merge(plan: Plan, observed: Observed) -> Plan:
        plan = refine(plan, observed)
        name = plan.desired.final_name
        source = pick(STORE, source_name, observed.rows).api_object
        if source is None:
            if copying:
                return plan
            warning = f"There is no store {source_name!r}: nothing was merged into {name!r}."
            return replace(plan, warnings=(*plan.warnings, warning))
        _refuse_merging_current(plan, source)
        if not copying:
            copying.append(Copying(plan.desired.scope, source_name, name))
        target = observed.api_object["id"] if observed.api_object is not None else KnownAfterApply("id", STORE.noun)
        copy = Call(
            "MergeStore",
            {**plan.desired.scope, "id": target, "sourceId": source["id"]},
            options=("merge_from",),
            wait_condition=copying[0],
            only_if_needed=True,
        )
        detach = Call(
            "DetachStore",
            {**plan.desired.scope, "id": source["id"]},
            options=("merge_from",),
            wait_condition=Detached(plan.desired.scope, source["id"], source_name),
        )
        copies = [] if store_is_empty(source) or _is_copied(copying[0], snapshot) else [copy]
        before = plan.before if observed.api_object is None else {**(plan.before or {}), MERGED_FROM: None}
        after = {**(plan.after or {}), MERGED_FROM: source_name, DETACHED: source_name}
        if before is not None:
            before[DETACHED] = None
        diff_only = plan.diff_only | {MERGED_FROM, DETACHED}
        return replace(plan, calls=(*plan.calls, *copies, detach), before=before, after=after, diff_only=diff_only)

    return refine_merge


def _is_copied(copying: Copying, snapshot: Snapshot) -> bool:
    """After a lost answer, whether it was done nevertheless.

    Raises AnswerLost when the messages are not there in time: it may still be running, and is not begun twice.
    """
    if not copying.begun:
        return False
    if snapshot.wait_until(CopiedMeanwhile(copying), Waiting(timeout=LATE_COPY)):
        return True
    raise copying.lost(copying.describe())


def _refuse_pointless_merge(wanted: Desired, source_name: str) -> None:
    if wanted.absent:
        raise InputError(
            f"merge_from copies messages into the store {wanted.name!r}, but state: absent detaches it: use one"
            " of the two."
        )
    if source_name in wanted.names:
        raise InputError(f"merge_from names the store {source_name!r} itself: name another store of the instance.")


def _refuse_merging_current(plan: Plan, source: ApiObject) -> None:
    """Into the current store new messages keep coming, so that a merge of it never ends."""
    takes_over = (plan.after or {}).get("requested_state") == "current"
    if source["requestedState"] == "current" and not takes_over:
        raise InputError(
            f"The store {source['name']!r} cannot be merged into another while it is current, because it receives the"
            " new messages: make another store current first."
        )


def _touches_current(plan: Plan) -> bool:
    return plan.changes and (plan.after is None or "requested_state" in plan.after)


def _leaves_none_current(plan: Plan, observed: Observed) -> bool:
    if not _touches_current(plan) or (plan.after or {}).get("requested_state") == "current":
        return False
    return [row["name"] for row in observed.rows if row["requestedState"] == "current"] == [observed.name]


def _show_current_store(plan: Plan, observed: Observed) -> Plan:
    """Add to the diff what making a store current does to the one before."""
    if not _touches_current(plan) or (plan.after or {}).get("requested_state") != "current":
        return plan
    others = [
        row["name"] for row in observed.rows if row["requestedState"] == "current" and row["name"] != observed.name
    ]
    if not others:
        return plan
    return _with_current(plan, others[0], plan.desired.final_name, FORMER_CURRENT_STORE_BECOMES)


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


OPTIONS: ArgumentSpec = {
    "name": {"type": "str", "required": True},
    "new_name": {"type": "str"},
    "database_path": {"type": "str"},
    "content_path": {"type": "str"},
    "index_path": {"type": "str"},
    "requested_state": {"type": "str", "choices": list(STATE_WORDS)},
    "attach": {"type": "bool", "default": False},
    "allow_move": {"type": "bool", "default": False},
    "merge_from": {"type": "str"},
    "allow_no_current": {"type": "bool", "default": False},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def store_item(entry: Entry) -> Item:
    """A store of an instance. Raises InputError for a merge that is not waited for."""
    options = entry.options
    source_name = options["merge_from"]
    named = entry.named_fields(STORE)
    wanted = entry.desired(named)
    check_all(partial(check_fields, STORE, named), partial(_check_merge, source_name, wanted, wait=entry.waits))
    resource = store_resource(attach=options["attach"], allow_move=options["allow_move"], sizes=source_name is not None)
    refine: Refine = StoreTask(
        entry.snapshot, entry.others_may_make_it, options["allow_no_current"], options["attach"]
    ).refine
    if source_name is not None:
        refine = merge_into(source_name, entry.snapshot, refine)
    return Item(resource, wanted, refine, place=entry.place)


def _check_merge(source_name: str | None, wanted: Desired, *, wait: bool) -> None:
    if source_name is not None:
        check_all(
            partial(_refuse_no_source, source_name),
            partial(_refuse_not_to_wait, wait),
            partial(_refuse_pointless_merge, wanted, source_name),
        )


def _refuse_no_source(source_name: str) -> None:
    if not source_name:
        raise InputError("merge_from is empty: name the other store, or leave it out.")


def _refuse_not_to_wait(wait: bool) -> None:
    if not wait:
        raise InputError(
            "merge_from detaches the other store after its messages are copied, so the task must wait: leave out"
            " wait: false."
        )


def export_store(exported: Exported, api_object: ApiObject, scope: ExportScope) -> Exported:
    """The store without directories that it would get anyway."""
    if scope.defaults:
        return exported
    database = str(api_object["databasePath"]).rstrip("\\")
    anyway = [
        option
        for option, directory in DIRECTORIES_OF_NEW_STORE.items()
        if STORE.field_of(option).type.equal(f"{database}\\{directory}", exported.options.get(option))
    ]
    return exported.without(*anyway)


STORE_NOUN = Noun(
    STORE,
    OPTIONS,
    store_item,
    years=frozenset({"name", "new_name", "merge_from"}),
    export=export_store,
)
