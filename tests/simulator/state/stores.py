# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archive stores of one instance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .. import assumptions
from ..errors import ApiError

STORE_STATES = ("current", "normal", "writeProtected", "disabled")
MENDING_FUNCTIONS = ("RepairStoreDatabase", "RecoverStore", "RetryOpenStores")


@dataclass
class Store:
    store_id: int
    name: str
    database_path: str
    content_path: str
    index_path: str
    requested_state: str = "normal"
    error: str | None = None
    mended_by: tuple[str, ...] = ("RepairStoreDatabase", "RecoverStore")
    """Functions that take the error away."""
    messages: int = 0
    size: int = 0
    """Bytes of database, content and indexes."""
    needs_upgrade: bool = False
    indexes_need_rebuild: bool = False
    selected_for_rebuild: bool = False
    recovery_records_broken: bool = False

    @property
    def shows_needed_rebuild(self) -> bool:
        return self.indexes_need_rebuild or (
            self.selected_for_rebuild and assumptions.SELECTION_SHOWS_AS_NEEDED_REBUILD
        )

    def row(self, include_size: bool) -> dict[str, Any]:
        return {
            "id": self.store_id,
            "name": self.name,
            "requestedState": self.requested_state,
            "error": self.error,
            "statisticsCount": self.messages,
            "statisticsSize": self.size if include_size else assumptions.STATISTICS_SIZE_WHEN_NOT_INCLUDED,
            "needsUpgrade": self.needs_upgrade,
            "searchIndexesNeedRebuild": self.shows_needed_rebuild,
            "databasePath": self.database_path,
            "contentPath": self.content_path,
            "indexPath": self.index_path,
        }

    def mend(self, function: str) -> None:
        if function in self.mended_by:
            self.error = None


def default_paths(database_path: str, content_path: str | None, index_path: str | None) -> tuple[str, str, str]:
    """[observed] content and index of a new store lie below the database when only that was given; an empty text is given.

    An older store was seen whose indexes lie in its database path.
    """
    base = database_path.rstrip("\\")
    return (
        base,
        f"{base}\\Content" if content_path is None else content_path,
        f"{base}\\Index" if index_path is None else index_path,
    )


@dataclass
class StoreShelf:
    """The stores of an instance by id; at most one is current."""

    stores: dict[int, Store] = field(default_factory=dict)
    next_id: int = 1

    def find(self, store_id: int) -> Store:
        store = self.stores.get(store_id)
        if store is None:
            raise ApiError(assumptions.not_found("Archive store", store_id))
        return store

    def refuse_name(self, name: str, besides: int | None = None) -> None:
        is_taken = any(
            assumptions.name_key(s.name) == assumptions.name_key(name) and s.store_id != besides
            for s in self.stores.values()
        )
        if is_taken and assumptions.STORE_NAMES_ARE_UNIQUE:
            raise ApiError(assumptions.already_exists("Archive store", name))

    def add(self, store: Store) -> None:
        """Takes a store in, with the next id and its own state."""
        store.store_id = self.next_id
        self.next_id += 1
        self.stores[store.store_id] = store
        self.set_state(store, store.requested_state)

    def refuse_missing(self, stores: Iterable[Store]) -> None:
        """Fails when one of them was detached or transferred in the meantime."""
        for store in stores:
            if self.stores.get(store.store_id) is not store:
                raise ApiError(assumptions.not_found("Archive store", store.name))

    def remove(self, store_id: int) -> Store:
        store = self.find(store_id)
        del self.stores[store_id]
        return store

    def set_state(self, store: Store, state: str) -> None:
        if state == "current":
            for other in self.stores.values():
                if other is not store and other.requested_state == "current":
                    other.requested_state = assumptions.FORMER_CURRENT_STORE_BECOMES
        store.requested_state = state

    def current(self) -> Store | None:
        """The store that takes new messages, if there is a sound one."""
        return next((s for s in self.stores.values() if s.requested_state == "current" and s.error is None), None)

    def statistics(self) -> dict[str, int]:
        """Sums over all stores, in MiB; the total is the sum of its parts."""
        size = sum(store.size for store in self.stores.values()) // 2**20
        database, index = int(size * assumptions.SHARE_OF_DATABASE), int(size * assumptions.SHARE_OF_INDEX)
        return {
            "totalSizeMB": size,
            "databaseFileSizeMB": database,
            "contentFileSizeMB": size - database - index,
            "indexFileSizeMB": index,
            "numberOfMessages": sum(store.messages for store in self.stores.values()),
        }
