# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archive stores: what experiments find out about them. All stores are empty, for no call fills one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .answers import FALSE, TRUE, flag, number_or_shape, of_nothing
from .bench import Bench
from .creation import result_of_creation
from .experiment import Experiment, Found, Unknown
from .shapes import in_words, word_or_shape

_NO_STORE_IN_ERROR = "It takes a damaged archive store, and no call damages one."

UNKNOWNS: Sequence[Unknown] = (
    Unknown(
        "FORMER_CURRENT_STORE_BECOMES", "What becomes of the current store when another one is made current?", "normal"
    ),
    Unknown("NEW_STORE_STATE", "Which state has a new store when requestedState is left out?", "current"),
    Unknown("STATISTICS_SIZE_WHEN_NOT_INCLUDED", "What is statisticsSize when includeSize is false?", "null"),
    Unknown("created_store_result", "What does CreateStore return?", "null"),
    Unknown("STORE_NAMES_ARE_UNIQUE", "Is a second store of the same name refused?", TRUE),
    Unknown(
        "STORE_IS_CREATED_OVER_FILES_OF_ANOTHER", "Does CreateStore take the directory of a detached store?", FALSE
    ),
    Unknown("CURRENT_STORE_CAN_BE_DETACHED", "Does DetachStore take the current store?", TRUE),
    Unknown(
        "LEFT_OUT_PATHS_LIE_BELOW_THE_DATABASE",
        "Does SetStorePath put a content path that is left out below the database?",
        TRUE,
    ),
    Unknown("RECOVERED_STORE_NEEDS_REBUILD", "Do the indexes need a rebuild after RecoverStore?", TRUE),
    Unknown(
        "VERIFICATION_FAILS_FOR_STORE_IN_ERROR",
        "Does VerifyStore fail for a store in error?",
        FALSE,
        _NO_STORE_IN_ERROR,
    ),
    Unknown(
        "REPAIR_FAILS_WHEN_THE_ERROR_STAYS",
        "Does RepairStoreDatabase fail when the store remains in error?",
        FALSE,
        _NO_STORE_IN_ERROR,
    ),
    Unknown(
        "RECREATION_NEEDS_SOUND_STORE",
        "Does RecreateRecoveryRecords fail for a store in error?",
        TRUE,
        _NO_STORE_IN_ERROR,
    ),
    Unknown("STORE_PATH_IN_USE_IS_REFUSED", "Is the database path of another store refused?", TRUE),
    Unknown("BLANK_STORE_NAME_IS_REFUSED", "Is a store whose name is a blank refused?", TRUE),
    Unknown("CURRENT_STORE_CAN_BE_MERGED", "Does MergeStore take the current store as its source?", TRUE),
    Unknown(
        "RECOVERY_NEEDS_SOUND_RECORDS",
        "Does RecoverStore fail when the recovery records are damaged?",
        TRUE,
        "It takes damaged recovery records, and no call damages them.",
    ),
    Unknown(
        "messages_after_merge",
        "How many messages has a store after the same store was merged into it twice?",
        "each message twice",
        "It takes a store with messages, and without a mailbox no call archives one.",
    ),
    Unknown(
        "SELECTION_SHOWS_AS_NEEDED_REBUILD",
        "Does SelectAllStoreIndexesForRebuild change searchIndexesNeedRebuild?",
        FALSE,
    ),
    Unknown(
        "REBUILD_WITHOUT_SELECTION_DOES_NOTHING",
        "Does RebuildSelectedStoreIndexes leave a store that was not selected?",
        TRUE,
    ),
    Unknown("size_threshold_as_read", "How does sizeThreshold read?", "as sent"),
    Unknown(
        "DEFAULT_AUTO_CREATE",
        "What does GetStoreAutoCreateConfiguration give when nothing was set?",
        "an object of nulls",
    ),
)

_LEFT_OUT = "left out"


def _row(bench: Bench, store: Any) -> Mapping[str, Any]:
    return bench.found("GetStores", store)


def _needs_rebuild(bench: Bench, store: Any) -> bool:
    return _row(bench, store)["searchIndexesNeedRebuild"] is True


def automatic_creation(bench: Bench) -> Iterable[Found]:
    """The first settings of when stores are created, and new ones."""
    bench.start()
    first = bench.inside("GetStoreAutoCreateConfiguration")
    yield "DEFAULT_AUTO_CREATE", of_nothing(first)
    threshold = "5000000"
    places = dict.fromkeys(("baseDirectory", "contentBaseDirectory", "indexBaseDirectory"))
    bench.inside("SetStoreAutoCreateConfiguration", config={"sizeThreshold": threshold, **places})
    read = bench.inside("GetStoreAutoCreateConfiguration")["sizeThreshold"]
    yield "size_threshold_as_read", "as sent" if read == threshold else in_words(read)
    bench.inside("SetStoreAutoCreateConfiguration", config={"sizeThreshold": None, **places})


def creation(bench: Bench) -> Iterable[Found]:
    """A store with as little as possible."""
    bench.start()
    name = bench.new_name("store")
    store, result = bench.made_with_result("CreateStore", "GetStores", name=name, databasePath=bench.path(name))
    yield "created_store_result", result_of_creation(result, store)
    yield "NEW_STORE_STATE", word_or_shape(_row(bench, store)["requestedState"])
    row = bench.found("GetStores", store, includeSize=False)
    size = number_or_shape(row.get("statisticsSize"), (0,))
    yield "STATISTICS_SIZE_WHEN_NOT_INCLUDED", size if "statisticsSize" in row else _LEFT_OUT


def current_stores(bench: Bench) -> Iterable[Found]:
    """Two stores, each made current."""
    bench.start()
    first, second = bench.make_store("current"), bench.make_store("current")
    yield "FORMER_CURRENT_STORE_BECOMES", word_or_shape(_row(bench, first)["requestedState"])
    destination = bench.make_store()
    yield "CURRENT_STORE_CAN_BE_MERGED", flag(bench.is_done("MergeStore", id=destination, sourceId=second))
    yield "CURRENT_STORE_CAN_BE_DETACHED", flag(bench.is_done("DetachStore", id=second))


def names_and_paths(bench: Bench) -> Iterable[Found]:
    """A store, and others with its name or its path. What should not be is detached at once."""
    bench.start()
    store = bench.make_store()
    row = _row(bench, store)
    others = {
        "STORE_NAMES_ARE_UNIQUE": {"name": row["name"], "databasePath": bench.path(bench.new_name("store"))},
        "BLANK_STORE_NAME_IS_REFUSED": {"name": " ", "databasePath": bench.path(bench.new_name("store"))},
        "STORE_PATH_IN_USE_IS_REFUSED": {"name": bench.new_name("store"), "databasePath": row["databasePath"]},
    }
    for name, given in others.items():
        yield name, flag(not _is_created(bench, given))


def _is_created(bench: Bench, given: Mapping[str, Any]) -> bool:
    before = bench.ids_of("GetStores")
    is_created = bench.is_done("CreateStore", **given, requestedState="normal")
    for store in bench.ids_of("GetStores") - before:
        bench.is_done("DetachStore", id=store)
    return is_created


def files_of_another(bench: Bench) -> Iterable[Found]:
    """A store that was detached, and a new one in its directory."""
    bench.start()
    store = bench.make_store()
    path = _row(bench, store)["databasePath"]
    bench.inside("DetachStore", id=store)
    is_created = _is_created(bench, {"name": bench.new_name("store"), "databasePath": path})
    yield "STORE_IS_CREATED_OVER_FILES_OF_ANOTHER", flag(is_created)


def paths(bench: Bench) -> Iterable[Found]:
    """A store whose contents lie elsewhere, and its database path alone."""
    bench.start()
    store = bench.make_store(contentPath=bench.path(bench.new_name("content")))
    row = _row(bench, store)
    bench.inside("SetStorePath", id=store, databasePath=row["databasePath"])
    is_moved = _row(bench, store)["contentPath"] != row["contentPath"]
    yield "LEFT_OUT_PATHS_LIE_BELOW_THE_DATABASE", flag(is_moved)
    bench.is_done("DetachStore", id=store)


def indexes(bench: Bench) -> Iterable[Found]:
    """A store that is recovered, and a rebuild for which it was not selected; then one for which it was."""
    bench.start()
    store = bench.make_store()
    bench.inside("SetStoreRequestedState", id=store, requestedState="disabled")
    bench.inside("RecoverStore", id=store)
    bench.inside("SetStoreRequestedState", id=store, requestedState="normal")
    is_needed = _needs_rebuild(bench, store)
    yield "RECOVERED_STORE_NEEDS_REBUILD", flag(is_needed)
    if is_needed:
        bench.inside("RebuildSelectedStoreIndexes")
        yield "REBUILD_WITHOUT_SELECTION_DOES_NOTHING", flag(_needs_rebuild(bench, store))


def selection(bench: Bench) -> Iterable[Found]:
    """A new store, selected for a rebuild."""
    bench.start()
    store = bench.make_store()
    bench.inside("SelectAllStoreIndexesForRebuild")
    yield "SELECTION_SHOWS_AS_NEEDED_REBUILD", flag(_needs_rebuild(bench, store))
    bench.inside("RebuildSelectedStoreIndexes")


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("DEFAULT_AUTO_CREATE", "size_threshold_as_read"), automatic_creation),
    Experiment(("created_store_result", "NEW_STORE_STATE", "STATISTICS_SIZE_WHEN_NOT_INCLUDED"), creation),
    Experiment(
        ("FORMER_CURRENT_STORE_BECOMES", "CURRENT_STORE_CAN_BE_MERGED", "CURRENT_STORE_CAN_BE_DETACHED"), current_stores
    ),
    Experiment(
        ("STORE_NAMES_ARE_UNIQUE", "BLANK_STORE_NAME_IS_REFUSED", "STORE_PATH_IN_USE_IS_REFUSED"), names_and_paths
    ),
    Experiment(("STORE_IS_CREATED_OVER_FILES_OF_ANOTHER",), files_of_another),
    Experiment(("LEFT_OUT_PATHS_LIE_BELOW_THE_DATABASE",), paths),
    Experiment(("RECOVERED_STORE_NEEDS_REBUILD", "REBUILD_WITHOUT_SELECTION_DOES_NOTHING"), indexes),
    Experiment(("SELECTION_SHOWS_AS_NEEDED_REBUILD",), selection),
)
