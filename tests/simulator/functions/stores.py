# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archive stores: the list, their states and places. Only TransferStores needs service provider access."""

from __future__ import annotations

from typing import Any

from .. import assumptions
from ..contract import Call, Needs, flag, instance_function, json_text, number, string, to_number
from ..errors import ApiError, invalid_argument
from ..long_work import LongWork, Outcome
from ..seed_form import AUTO_CREATE
from ..state.hosts import path_key
from ..state.instances import Instance
from ..state.stores import STORE_STATES, Store, default_paths

_PATHS = (string("databasePath"), string("contentPath", nullable=True), string("indexPath", nullable=True))
_STATE = string("requestedState", *STORE_STATES, nullable=True)


@instance_function("GetStores", flag("includeSize", nullable=True), needs=Needs.PROCESS, queries_stores=True)
def get_stores(call: Call, instance: Instance) -> Any:
    include_size = call.flag("includeSize", default=True)
    return [store.row(include_size) for store in instance.content.stores.stores.values()]


@instance_function("CreateStore", string("name"), *_PATHS, _STATE, needs=Needs.PROCESS, writes=True)
def create_store(call: Call, instance: Instance) -> Any:
    _check_new_store(call, instance)
    database_path, content_path, index_path = _paths_of(call)
    has_files = path_key(database_path) in call.environment.host_of(instance).detached_stores
    if has_files and not assumptions.STORE_IS_CREATED_OVER_FILES_OF_ANOTHER:
        raise ApiError(f"The directory '{database_path}' already contains an archive store.")
    store = Store(0, call.text("name"), database_path, content_path, index_path, _requested_state(call))
    _take_in(call, instance, store)
    return assumptions.created_store_result(store.store_id, store.row(include_size=True))


@instance_function("AttachStore", string("name"), *_PATHS, _STATE, needs=Needs.PROCESS, writes=True)
def attach_store(call: Call, instance: Instance) -> Any:
    _check_new_store(call, instance)
    database_path = call.text("databasePath").rstrip("\\")
    store = call.environment.host_of(instance).detached_stores.pop(path_key(database_path), None)
    if store is None:
        raise ApiError(f"The directory '{database_path}' does not contain an archive store.")
    store.name, store.requested_state = call.text("name"), _requested_state(call)
    store.database_path, store.content_path, store.index_path = _paths_of(call, store)
    _take_in(call, instance, store)
    return assumptions.created_store_result(store.store_id, store.row(include_size=True))


def _requested_state(call: Call) -> str:
    return call.text_or_none("requestedState") or assumptions.NEW_STORE_STATE


def _paths_of(call: Call, store: Store | None = None) -> tuple[str, str, str]:
    """Database, content and index; a store that is there may keep what is left out."""
    content_path, index_path = call.text_or_none("contentPath"), call.text_or_none("indexPath")
    if store is not None and not assumptions.LEFT_OUT_PATHS_LIE_BELOW_THE_DATABASE:
        content_path = store.content_path if content_path is None else content_path
        index_path = store.index_path if index_path is None else index_path
    return default_paths(call.text("databasePath"), content_path, index_path)


def _check_new_store(call: Call, instance: Instance) -> None:
    _check_name(call)
    instance.content.stores.refuse_name(call.text("name"))
    _check_paths(call, instance)


def _check_name(call: Call) -> None:
    if not call.text("name").strip() and assumptions.BLANK_STORE_NAME_IS_REFUSED:
        raise invalid_argument(assumptions.invalid_value("name", call.text("name")))


def _check_paths(call: Call, instance: Instance, store_id: int | None = None) -> None:
    """Paths must lie on drives of the host, and no other store may have the database path."""
    directories = call.environment.host_of(instance).directories
    for path in _paths_of(call):
        if not directories.has_drive(path):
            raise ApiError(assumptions.not_found("Directory", path), "System.IO.DirectoryNotFoundException")
    if not assumptions.STORE_PATH_IN_USE_IS_REFUSED:
        return
    key = path_key(call.text("databasePath"))
    for store in instance.content.stores.stores.values():
        if store.store_id != store_id and path_key(store.database_path) == key:
            raise ApiError(f"The directory '{store.database_path}' is in use by archive store '{store.name}'.")


def _take_in(call: Call, instance: Instance, store: Store) -> None:
    instance.content.stores.add(store)
    for path in (store.database_path, store.content_path, store.index_path):
        call.environment.host_of(instance).directories.create(path)


@instance_function("DetachStore", number("id"), needs=Needs.PROCESS, writes=True)
def detach_store(call: Call, instance: Instance) -> Any:
    stores = instance.content.stores
    store = stores.find(call.whole_number("id"))
    if store.requested_state == "current" and not assumptions.CURRENT_STORE_CAN_BE_DETACHED:
        raise ApiError(f"Archive store '{store.name}' is the current one.")
    call.environment.host_of(instance).keep_files([stores.remove(store.store_id)])


@instance_function("RenameStore", number("id"), string("name"), needs=Needs.PROCESS, writes=True)
def rename_store(call: Call, instance: Instance) -> Any:
    stores = instance.content.stores
    store = stores.find(call.whole_number("id"))
    stores.refuse_name(call.text("name"), besides=store.store_id)
    _check_name(call)
    store.name = call.text("name")


@instance_function(
    "SetStoreRequestedState",
    number("id"),
    string("requestedState", *STORE_STATES),
    needs=Needs.PROCESS,
    writes=True,
)
def set_store_requested_state(call: Call, instance: Instance) -> Any:
    stores = instance.content.stores
    stores.set_state(stores.find(call.whole_number("id")), call.text("requestedState"))


@instance_function("SetStorePath", number("id"), *_PATHS, needs=Needs.PROCESS, writes=True)
def set_store_path(call: Call, instance: Instance) -> Any:
    store = instance.content.stores.find(call.whole_number("id"))
    _check_paths(call, instance, store.store_id)
    store.database_path, store.content_path, store.index_path = _paths_of(call, store)


@instance_function("MergeStore", number("id"), number("sourceId"), needs=Needs.PROCESS, writes=True)
def merge_store(call: Call, instance: Instance) -> Any:
    """Copies: the source remains unchanged, and is to be detached afterwards [documented twice]."""
    stores = instance.content.stores
    destination = stores.find(call.whole_number("id"))
    source = stores.find(call.whole_number("sourceId"))
    if source is destination:
        raise invalid_argument(assumptions.invalid_value("sourceId", source.store_id))
    if source.requested_state == "current" and not assumptions.CURRENT_STORE_CAN_BE_MERGED:
        raise ApiError(f"Archive store '{source.name}' is the current one.")

    def finish() -> Outcome:
        stores.refuse_missing([destination, source])
        destination.messages = assumptions.messages_after_merge(destination.messages, source.messages)
        destination.size += source.size
        return Outcome(
            log_output=f"{source.messages} messages copied from '{source.name}' to '{destination.name}'.\r\n"
        )

    return LongWork((f"Merging '{source.name}'", "Copying messages", "Finishing"), finish)


@instance_function("GetStoreAutoCreateConfiguration", needs=Needs.PROCESS, queries_stores=True)
def get_store_auto_create_configuration(call: Call, instance: Instance) -> Any:
    configuration = instance.content.auto_create
    if not configuration:
        return configuration
    return {**configuration, "sizeThreshold": assumptions.size_threshold_as_read(configuration.get("sizeThreshold"))}


@instance_function("SetStoreAutoCreateConfiguration", json_text("config"), needs=Needs.PROCESS, writes=True)
def set_store_auto_create_configuration(call: Call, instance: Instance) -> Any:
    instance.content.auto_create = call.structure("config", AUTO_CREATE)


@instance_function(
    "TransferStores",
    string(assumptions.TRANSFER_DESTINATION),
    string(assumptions.TRANSFERRED_STORES, nullable=True),
    writes=True,
    since="25.3",
)
def transfer_stores(call: Call, instance: Instance) -> Any:
    """Moves stores to another instance: the named ones, or all."""
    destination = call.environment.find_instance(call.text(assumptions.TRANSFER_DESTINATION))
    if destination is instance:
        raise invalid_argument(assumptions.invalid_value(assumptions.TRANSFER_DESTINATION, destination.instance_id))
    if not destination.has_process:
        raise ApiError(assumptions.instance_not_running(destination.instance_id))
    chosen = _chosen_stores(call, instance)
    for store in chosen:
        destination.content.stores.refuse_name(store.name)

    def finish() -> Outcome:
        instance.content.stores.refuse_missing(chosen)
        for store in chosen:
            instance.content.stores.remove(store.store_id)
            store.requested_state = assumptions.TRANSFERRED_STORE_BECOMES
            destination.content.stores.add(store)
        return Outcome(log_output="".join(f"'{store.name}' transferred.\r\n" for store in chosen))

    return LongWork(tuple(f"Transferring '{store.name}'" for store in chosen) or ("Nothing to transfer",), finish)


def _chosen_stores(call: Call, instance: Instance) -> list[Store]:
    stores = instance.content.stores
    ids = call.text_or_none(assumptions.TRANSFERRED_STORES)
    if ids is None:
        return list(stores.stores.values())
    return [stores.find(to_number(part.strip())) for part in ids.split(",")]
