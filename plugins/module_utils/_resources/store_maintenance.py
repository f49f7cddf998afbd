# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upkeep of archive stores: which functions a task needs, and whether a store needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.contract import came_later
from .._api.errors import InputError
from .._api.one_line import joined_by_and
from .._engine.calls import Call
from .._engine.read import list_rows, pick_existing
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .assumptions import REPAIR_PROVES_SOUND_STORE
from .store import STORE


@dataclass(frozen=True)
class Upkeep:
    """One kind of upkeep: the function for one store, those for all stores at once, and how a store shows its need.

    `need` is None where no store can show it: then the upkeep is done every time. `trouble` is what a store that shows
    it afterwards still needs, beside its error. `advice` ends the sentence about such a store. `changes` shows whether
    the upkeep changes anything.
    """

    one: str = ""
    all: tuple[str, ...] = ()
    need: Callable[[ApiObject], bool] | None = None
    trouble: Callable[[ApiObject], str] = lambda row: ""
    advice: str = "look at the log, here and on the server"
    changes: bool = True

    @property
    def functions(self) -> tuple[str, ...]:
        return (*((self.one,) if self.one else ()), *self.all)


def _in_error(row: ApiObject) -> bool:
    return bool(row["error"])


def _needs_upgrade(row: ApiObject) -> bool:
    return bool(row["needsUpgrade"])


def _needs_rebuild(row: ApiObject) -> bool:
    return bool(row["searchIndexesNeedRebuild"])


def _not_upgraded(row: ApiObject) -> str:
    return "still needs the upgrade" if _needs_upgrade(row) else ""


def _not_rebuilt(row: ApiObject) -> str:
    return "still needs its indexes rebuilt" if _needs_rebuild(row) else ""


_LOOK_AT_LOG = "look at the log, here and on the server"
_MAY_STAY_CLOSED = (
    "task: retry_open may be needed, or another kind of repair; with unhealthy: report the play can continue with it"
)
_AFTER_REPAIR = _LOOK_AT_LOG if REPAIR_PROVES_SOUND_STORE else _MAY_STAY_CLOSED
_SELECT, _REBUILD = "SelectAllStoreIndexesForRebuild", "RebuildSelectedStoreIndexes"

UPKEEP: Mapping[str, Upkeep] = {
    "verify": Upkeep("VerifyStore", ("VerifyStores",), changes=False),
    "compact": Upkeep("CompactStore"),
    "upgrade": Upkeep("UpgradeStore", ("UpgradeStores",), need=_needs_upgrade, trouble=_not_upgraded),
    "repair": Upkeep("RepairStoreDatabase", need=_in_error, advice=_AFTER_REPAIR),
    "recover": Upkeep("RecoverStore", need=_in_error, advice=_AFTER_REPAIR),
    "recreate_recovery_records": Upkeep("RecreateRecoveryRecords"),
    "refresh_statistics": Upkeep(all=("RefreshAllStoreStatistics",)),
    "retry_open": Upkeep(all=("RetryOpenStores",), need=_in_error),
    # Two steps (documented): the first marks, the second rebuilds what is marked.
    "rebuild_indexes": Upkeep(all=(_SELECT, _REBUILD), need=_needs_rebuild, trouble=_not_rebuilt),
    # No store shows whether its indexes are marked.
    "select_indexes": Upkeep(all=(_SELECT,)),
    "rebuild_selected_indexes": Upkeep(all=(_REBUILD,), trouble=_not_rebuilt),
    "maintain_databases": Upkeep(all=("MaintainFileSystemDatabases",)),
}

#: Options that only some functions take, by their arguments.
ARGUMENTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "VerifyStore": (("include_indexes", "includeIndexes"),),
    "VerifyStores": (("include_indexes", "includeIndexes"),),
    "RecoverStore": (("encryption_key", "encryptionKey"), ("recover_deleted_messages", "recoverDeletedMessages")),
}


@dataclass(frozen=True)
class Maintenance:
    """One task: which upkeep, of the store `name` or of all, and only where it is needed or everywhere."""

    instance_id: str
    task: str
    name: str | None
    only_if_needed: bool
    options: Mapping[str, Any]
    #: The stores that the calls work on, by their ids; all if there are none.
    _worked_on: dict[Any, str] = field(default_factory=dict)

    @property
    def upkeep(self) -> Upkeep:
        return UPKEEP[self.task]

    def calls(self, snapshot: Snapshot) -> list[Call]:
        """The calls that the upkeep takes; none where no store needs it.

        Raises InputError for a store that does not exist or is ambiguous, for one store where the server only knows
        all, for several stores that are not to be waited for, and for the recovery of a store that is in order and in
        use, or of stores none of which is named.
        """
        upkeep = self.upkeep
        if self.name is not None and not upkeep.one:
            raise InputError(f"{self.task} works on all stores of an instance together: leave name out.")
        if self.task == "recover" and self.name is None and not self.only_if_needed:
            raise InputError("With only_if_needed: false, recover also replaces good databases: set name to one store.")
        by_need = self.only_if_needed and upkeep.need is not None
        at_once = self.name is None and self._takes_all(snapshot)
        rows = self._rows(snapshot) if by_need or not at_once else []
        needy = [row for row in rows if not by_need or upkeep.need is None or upkeep.need(row)]
        if self.task == "recover":
            _refuse_in_use(needy)
        self._worked_on.update({row["id"]: row["name"] for row in needy})
        if at_once:
            functions = upkeep.all if needy or not by_need else ()
            return [self._call(function, self._scope) for function in functions]
        self._refuse_not_to_wait(len(needy))
        return [self._call(upkeep.one, {**self._scope, "id": row["id"]}) for row in needy]

    def _takes_all(self, snapshot: Snapshot) -> bool:
        """Whether this server has the functions for all stores; if not, one store is taken after the other."""
        upkeep = self.upkeep
        if not upkeep.one or not any(came_later(function, ()) for function in upkeep.all):
            return bool(upkeep.all)
        return all(function in snapshot.client.metadata() for function in upkeep.all)

    def _refuse_not_to_wait(self, stores: int) -> None:
        if stores > 1 and not self.options["wait"]:
            raise InputError(
                f"{self.task} works on one store after the other and must wait for each: set name to one store, or"
                " leave out wait: false."
            )

    def trouble(self, snapshot: Snapshot) -> str | None:
        """What the stores that were worked on show after all calls, as a sentence; None when they are sound."""
        snapshot.forget()
        rows = {row["id"]: row for row in list_rows(STORE, snapshot, self._scope)}
        gone = [f"the store {name!r} no longer exists" for key, name in self._worked_on.items() if key not in rows]
        left = [row for key, row in rows.items() if not self._worked_on or key in self._worked_on]
        troubles = [*gone, *(f"the store {row['name']!r} {what}" for row in left if (what := self._what_is_wrong(row)))]
        if not troubles:
            return None
        return f"The server has finished, but {'; '.join(troubles)}: {self.upkeep.advice}."

    def _what_is_wrong(self, row: ApiObject) -> str:
        error = f"is in error ({str(row['error']).rstrip('.')})" if row["error"] else ""
        return joined_by_and(what for what in (error, self.upkeep.trouble(row)) if what)

    @property
    def _scope(self) -> dict[str, Any]:
        return {"instanceID": self.instance_id}

    def _rows(self, snapshot: Snapshot) -> Sequence[ApiObject]:
        rows = list_rows(STORE, snapshot, self._scope)
        return rows if self.name is None else [pick_existing(STORE, self.name, rows)]

    def _call(self, function: str, reference: Mapping[str, Any]) -> Call:
        taken = {argument: self.options[option] for option, argument in ARGUMENTS.get(function, ())}
        named = [option for option, _argument in ARGUMENTS.get(function, ()) if self.options[option] is not None]
        return Call(
            function,
            {**reference, **taken},
            options=("task", *named),
            secrets=frozenset({"encryptionKey"} & set(taken)),
            changes=self.upkeep.changes,
        )


def _refuse_in_use(rows: Sequence[ApiObject]) -> None:
    """The server wants a store that is to be recovered disabled or in error (documented)."""
    for row in rows:
        if not row["error"] and row["requestedState"] != "disabled":
            raise InputError(
                f"The store {row['name']!r} is in use and has no error: to recover it, disable it first with"
                " community.mailstore.spe_store."
            )
