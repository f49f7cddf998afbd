# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upkeep of archive stores: which functions a task needs, and whether a store needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._api.errors import InputError
from .._engine.calls import Call
from .._engine.read import list_rows, pick_existing
from .._engine.resource import Raw
from .._engine.server import Server
from .store import STORE


@dataclass(frozen=True)
class Upkeep:
    """One kind of upkeep: the function for one store, those for all stores at once, and how a store shows its need.

    C(need) is None where no store can show it: then the upkeep is done every time.
    """

    one: str = ""
    all: tuple[str, ...] = ()
    need: Callable[[Raw], bool] | None = None

    @property
    def functions(self) -> tuple[str, ...]:
        return (*((self.one,) if self.one else ()), *self.all)


def _in_error(row: Raw) -> bool:
    return bool(row["error"])


UPKEEP: Mapping[str, Upkeep] = {
    "verify": Upkeep("VerifyStore", ("VerifyStores",)),
    "compact": Upkeep("CompactStore"),
    "upgrade": Upkeep("UpgradeStore", ("UpgradeStores",), lambda row: bool(row["needsUpgrade"])),
    "repair": Upkeep("RepairStoreDatabase", need=_in_error),
    "recover": Upkeep("RecoverStore", need=_in_error),
    "recreate_recovery_records": Upkeep("RecreateRecoveryRecords"),
    "refresh_statistics": Upkeep(all=("RefreshAllStoreStatistics",)),
    "retry_open": Upkeep(all=("RetryOpenStores",), need=_in_error),
    # Two steps (documented): the first marks, the second rebuilds what is marked.
    "rebuild_indexes": Upkeep(
        all=("SelectAllStoreIndexesForRebuild", "RebuildSelectedStoreIndexes"),
        need=lambda row: bool(row["searchIndexesNeedRebuild"]),
    ),
    "maintain_databases": Upkeep(all=("MaintainFileSystemDatabases",)),
}

#: Options that only some functions take, by their arguments.
ARGUMENTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "VerifyStore": (("include_indexes", "includeIndexes"),),
    "VerifyStores": (("include_indexes", "includeIndexes"),),
    "RecoverStore": (("encryption_key", "encryptionKey"), ("recover_deleted_messages", "recoverDeletedMessages")),
}


def maintenance_calls(
    server: Server, instance_id: str, task: str, name: str | None, *, only_if_needed: bool, options: Mapping[str, Any]
) -> list[Call]:
    """The calls that the upkeep takes: one store by its name, or all of them; none where no store needs it.

    Raises InputError for an unknown or ambiguous store, and for one store where the server only knows all.
    """
    upkeep = UPKEEP[task]
    if name is not None and not upkeep.one:
        raise InputError(f"{task} works on all stores of an instance at once: leave name out.")
    scope = {"instanceID": instance_id}
    by_need = only_if_needed and upkeep.need is not None
    rows = _rows(server, scope, name) if name is not None or by_need or not upkeep.all else []
    needy = [row for row in rows if not by_need or upkeep.need is None or upkeep.need(row)]
    if name is None and upkeep.all:
        functions = upkeep.all if needy or not by_need else ()
        return [_call(function, scope, options) for function in functions]
    return [_call(upkeep.one, {**scope, "id": row["id"]}, options) for row in needy]


def _rows(server: Server, scope: Mapping[str, Any], name: str | None) -> Sequence[Raw]:
    rows = list_rows(STORE, server, scope)
    return rows if name is None else [pick_existing(STORE, name, rows)]


def _call(function: str, reference: Mapping[str, Any], options: Mapping[str, Any]) -> Call:
    taken = {argument: options[option] for option, argument in ARGUMENTS.get(function, ())}
    return Call(
        function,
        {**reference, **taken},
        options=("task", *(option for option, _argument in ARGUMENTS.get(function, ()) if options[option] is not None)),
        secrets=frozenset({"encryptionKey"}),
    )
