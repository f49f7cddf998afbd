# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Care of archive stores: verify, compact, upgrade, repair, recover, statistics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import assumptions
from ..contract import Call, Needs, flag, instance_function, number, string
from ..errors import ApiError
from ..long_work import LongWork, Outcome
from ..state.instances import Instance
from ..state.stores import Store


def _all_stores(instance: Instance) -> list[Store]:
    return list(instance.content.stores.stores.values())


def _work_on(
    instance: Instance,
    stores: list[Store],
    verb: str,
    change: Callable[[Store], str],
    phases: tuple[str, ...] = ("Preparing", "Finishing"),
) -> LongWork:
    """Long work that changes each store at its end and tells a line of each in the log."""

    def finish() -> Outcome:
        instance.content.stores.refuse_missing(stores)
        return Outcome(log_output="".join(f"{change(store)}\r\n" for store in stores))

    steps = tuple(f"{verb} archive store '{store.name}'" for store in stores)
    return LongWork((phases[0], *steps, phases[1]), finish)


def _verify(include_indexes: bool) -> Callable[[Store], str]:
    def verify(store: Store) -> str:
        if store.error is not None:
            if assumptions.VERIFICATION_FAILS_FOR_STORE_IN_ERROR:
                raise ApiError(assumptions.store_error_message(store.name, store.error))
            return f"Archive store '{store.name}': error: {store.error}"
        lines = [
            f"Archive store '{store.name}': {store.messages} messages checked.",
            "  Database: no errors.",
            "  Contents: no errors.",
        ]
        if include_indexes:
            rebuild = store.indexes_need_rebuild
            lines.append(f"  Search indexes: {'rebuild needed' if rebuild else 'no errors'}.")
        if store.recovery_records_broken:
            lines.append("  Recovery records: damaged.")
        return "\r\n".join(lines)

    return verify


@instance_function("VerifyStore", number("id"), flag("includeIndexes"), needs=Needs.PROCESS, queries_stores=True)
def verify_store(call: Call, instance: Instance) -> Any:
    store = instance.content.stores.find(call.whole_number("id"))
    return _work_on(instance, [store], "Verifying", _verify(call.flag("includeIndexes")))


@instance_function("VerifyStores", flag("includeIndexes"), needs=Needs.PROCESS, queries_stores=True)
def verify_stores(call: Call, instance: Instance) -> Any:
    return _work_on(instance, _all_stores(instance), "Verifying", _verify(call.flag("includeIndexes")))


def _compact(store: Store) -> str:
    before = store.size
    store.size = int(store.size * assumptions.COMPACTED_SHARE)
    return f"Archive store '{store.name}': {before - store.size} bytes freed."


@instance_function("CompactStore", number("id"), needs=Needs.PROCESS, writes=True)
def compact_store(call: Call, instance: Instance) -> Any:
    return _work_on(instance, [instance.content.stores.find(call.whole_number("id"))], "Compacting", _compact)


def _upgrade(store: Store) -> str:
    was_needed = store.needs_upgrade
    store.needs_upgrade = False
    return f"Archive store '{store.name}': {'upgraded' if was_needed else 'is up to date'}."


@instance_function("UpgradeStore", number("id"), needs=Needs.PROCESS, writes=True)
def upgrade_store(call: Call, instance: Instance) -> Any:
    return _work_on(instance, [instance.content.stores.find(call.whole_number("id"))], "Upgrading", _upgrade)


@instance_function("UpgradeStores", needs=Needs.PROCESS, writes=True, since="24.2")
def upgrade_stores(call: Call, instance: Instance) -> Any:
    return _work_on(instance, [s for s in _all_stores(instance) if s.needs_upgrade], "Upgrading", _upgrade)


def _refuse_remaining_error(store: Store) -> None:
    if store.error is not None and assumptions.REPAIR_FAILS_WHEN_THE_ERROR_STAYS:
        raise ApiError(assumptions.store_error_message(store.name, store.error))


def _repair(store: Store) -> str:
    store.mend("RepairStoreDatabase")
    _refuse_remaining_error(store)
    return f"Archive store '{store.name}': {store.error or 'database is sound.'}"


@instance_function("RepairStoreDatabase", number("id"), needs=Needs.PROCESS, writes=True)
def repair_store_database(call: Call, instance: Instance) -> Any:
    return _work_on(instance, [instance.content.stores.find(call.whole_number("id"))], "Repairing", _repair)


def _recover(store: Store) -> str:
    store.mend("RecoverStore")
    _refuse_remaining_error(store)
    store.indexes_need_rebuild = store.indexes_need_rebuild or assumptions.RECOVERED_STORE_NEEDS_REBUILD
    return f"Archive store '{store.name}': {store.error or f'{store.messages} messages recovered.'}"


@instance_function(
    "RecoverStore",
    number("id"),
    string("encryptionKey", nullable=True),
    flag("recoverDeletedMessages", nullable=True),
    needs=Needs.PROCESS,
    writes=True,
)
def recover_store(call: Call, instance: Instance) -> Any:
    """Wants the store disabled or in error [documented]; its indexes may have to be rebuilt afterwards."""
    store = instance.content.stores.find(call.whole_number("id"))
    if store.requested_state != "disabled" and store.error is None:
        raise ApiError(f"Archive store '{store.name}' is in use; disable it first.")
    if store.recovery_records_broken and assumptions.RECOVERY_NEEDS_SOUND_RECORDS:
        raise ApiError(f"The recovery records of archive store '{store.name}' are damaged.")
    return _work_on(instance, [store], "Recovering", _recover)


def _recreate_recovery_records(store: Store) -> str:
    store.recovery_records_broken = False
    return f"Archive store '{store.name}': recovery records recreated."


@instance_function("RecreateRecoveryRecords", number("id"), needs=Needs.PROCESS, writes=True)
def recreate_recovery_records(call: Call, instance: Instance) -> Any:
    store = instance.content.stores.find(call.whole_number("id"))
    if store.error is not None and assumptions.RECREATION_NEEDS_SOUND_STORE:
        raise ApiError(assumptions.store_error_message(store.name, store.error))
    return _work_on(instance, [store], "Recreating recovery records of", _recreate_recovery_records)


@instance_function("MaintainFileSystemDatabases", needs=Needs.PROCESS, writes=True)
def maintain_file_system_databases(call: Call, instance: Instance) -> Any:
    return _work_on(
        instance, _all_stores(instance), "Maintaining", lambda s: f"Archive store '{s.name}': backup and restore done."
    )


@instance_function("RefreshAllStoreStatistics", needs=Needs.PROCESS, writes=True)
def refresh_all_store_statistics(call: Call, instance: Instance) -> Any:
    return _work_on(
        instance, _all_stores(instance), "Counting", lambda s: f"Archive store '{s.name}': {s.messages} messages."
    )


@instance_function("RetryOpenStores", needs=Needs.PROCESS, writes=True)
def retry_open_stores(call: Call, instance: Instance) -> Any:
    for store in _all_stores(instance):
        store.mend("RetryOpenStores")
