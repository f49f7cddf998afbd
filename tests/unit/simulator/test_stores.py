# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archive stores and search indexes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.api import Api


def stores(api: Api, instance_id: str = "baumann") -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in api.result("GetStores", instanceID=instance_id)}


def test_row_has_the_observed_keys_in_order(api: Api) -> None:
    assert list(stores(api)["2026"]) == [
        "id",
        "name",
        "requestedState",
        "error",
        "statisticsCount",
        "statisticsSize",
        "needsUpgrade",
        "searchIndexesNeedRebuild",
        "databasePath",
        "contentPath",
        "indexPath",
    ]


def test_size_can_be_left_out(api: Api) -> None:
    row = api.result("GetStores", instanceID="baumann", includeSize=False)[0]
    assert row["statisticsSize"] is None
    assert row["statisticsCount"] == 412930


def test_new_store_becomes_current_and_gets_its_paths(api: Api) -> None:
    api.result("CreateStore", instanceID="baumann", name="2027", databasePath="E:\\Archives\\baumann\\2027")
    after = stores(api)
    assert after["2027"]["id"] == 4
    assert after["2027"]["contentPath"] == "E:\\Archives\\baumann\\2027\\Content"
    assert after["2027"]["indexPath"] == "E:\\Archives\\baumann\\2027\\Index"
    assert [name for name, row in after.items() if row["requestedState"] == "current"] == ["2027"]
    assert after["2026"]["requestedState"] == "normal"


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "2026", "databasePath": "E:\\new"},
        {"name": " ", "databasePath": "E:\\new"},
        {"name": "new", "databasePath": "E:\\Archives\\baumann\\2026"},
        {"name": "new", "databasePath": "Z:\\new"},
        {"name": "new", "databasePath": "new"},
        {"name": "new", "databasePath": "E:\\new", "contentPath": ""},
        {"name": "new", "databasePath": "E:\\new", "indexPath": ""},
        {"name": "new", "databasePath": "E:\\Detached\\baumann-2019"},
        {"name": "new", "databasePath": "E:\\new", "requestedState": "asleep"},
    ],
)
def test_bad_stores_are_refused(api: Api, arguments: dict[str, str]) -> None:
    before = stores(api)
    api.error("CreateStore", instanceID="baumann", **arguments)
    assert stores(api) == before


def test_detached_store_can_be_attached_again(api: Api) -> None:
    before = stores(api)["2024"]
    api.result("DetachStore", instanceID="baumann", id=1)
    assert "2024" not in stores(api)
    where = {"databasePath": before["databasePath"], "requestedState": "writeProtected"}
    api.result("AttachStore", instanceID="baumann", name="old", **where)
    attached = stores(api)["old"]
    assert attached["id"] == 4
    assert attached["statisticsCount"] == before["statisticsCount"]
    assert attached["requestedState"] == "writeProtected"
    api.error("AttachStore", instanceID="baumann", name="other", databasePath="E:\\Archives")


def test_renaming_minds_other_names(api: Api) -> None:
    api.result("RenameStore", instanceID="baumann", id=1, name="first")
    assert stores(api)["first"]["id"] == 1
    api.error("RenameStore", instanceID="baumann", id=1, name="2025")
    api.error("RenameStore", instanceID="baumann", id=9, name="x")


def test_merging_copies_all_messages_and_leaves_the_source_unchanged(api: Api) -> None:
    """[documented, twice] MergeStore copies; the source remains unchanged, and is detached by another call."""
    before = stores(api)
    answer = api.finish("MergeStore", instanceID="baumann", id=2, sourceId=1)
    after = stores(api)
    assert "412930 messages copied" in answer["logOutput"]
    assert after["2025"]["statisticsCount"] == 412930 + before["2025"]["statisticsCount"]
    assert after["2025"]["statisticsSize"] == before["2024"]["statisticsSize"] + before["2025"]["statisticsSize"]
    assert {name: row for name, row in after.items() if name != "2025"} == {
        name: row for name, row in before.items() if name != "2025"
    }
    api.error("MergeStore", instanceID="baumann", id=2, sourceId=2)


def test_path_is_set(api: Api) -> None:
    api.result("SetStorePath", instanceID="baumann", id=1, databasePath="D:\\a", indexPath="D:\\i")
    row = stores(api)["2024"]
    assert (row["databasePath"], row["contentPath"], row["indexPath"]) == ("D:\\a", "D:\\a\\Content", "D:\\i")


def test_upgrade(api: Api) -> None:
    assert stores(api, "nordlicht")["2022"]["needsUpgrade"]
    assert "upgraded" in api.finish("UpgradeStores", instanceID="nordlicht")["logOutput"]
    assert not stores(api, "nordlicht")["2022"]["needsUpgrade"]


def test_rebuilding_indexes_has_two_steps(api: Api) -> None:
    api.result("RebuildSelectedStoreIndexes", instanceID="nordlicht")
    assert stores(api, "nordlicht")["2023"]["searchIndexesNeedRebuild"]
    api.result("SelectAllStoreIndexesForRebuild", instanceID="nordlicht")
    assert stores(api, "nordlicht")["2023"]["searchIndexesNeedRebuild"]
    api.result("RebuildSelectedStoreIndexes", instanceID="nordlicht")
    assert not stores(api, "nordlicht")["2023"]["searchIndexesNeedRebuild"]


@pytest.mark.parametrize("function", ["RecoverStore", "RepairStoreDatabase"])
def test_error_is_mended_by_what_the_seed_names(api: Api, function: str) -> None:
    assert stores(api, "nordlicht")["2024"]["error"]
    api.result("RetryOpenStores", instanceID="nordlicht")
    assert stores(api, "nordlicht")["2024"]["error"]
    api.result(function, instanceID="nordlicht", id=3)
    assert stores(api, "nordlicht")["2024"]["error"] is None


def test_sound_store_is_not_recovered_unless_disabled(api: Api) -> None:
    api.error("RecoverStore", instanceID="baumann", id=1)
    api.result("SetStoreRequestedState", instanceID="baumann", id=1, requestedState="disabled")
    answer = api.finish("RecoverStore", instanceID="baumann", id=1, encryptionKey="k", recoverDeletedMessages=True)
    assert "412930 messages recovered" in answer["logOutput"]


def test_verify_tells_errors_and_indexes_in_its_log(api: Api) -> None:
    log = api.finish("VerifyStores", instanceID="nordlicht", includeIndexes=True)["logOutput"]
    assert "could not be opened" in log
    assert "rebuild needed" in log
    assert "indexes" not in api.finish("VerifyStores", instanceID="nordlicht", includeIndexes=False)["logOutput"]


def test_compact_frees_space(api: Api) -> None:
    before = stores(api)["2024"]["statisticsSize"]
    api.result("CompactStore", instanceID="baumann", id=1)
    assert stores(api)["2024"]["statisticsSize"] < before


def test_stores_move_to_another_instance(api: Api) -> None:
    api.result("TransferStores", instanceID="baumann", destinationInstanceID="weber", ids="1, 2")
    assert set(stores(api)) == {"2026"}
    assert set(stores(api, "weber")) == {"archive", "2024", "2025"}
    api.error("TransferStores", instanceID="baumann", destinationInstanceID="seeblick")
    api.error("TransferStores", instanceID="baumann", destinationInstanceID="baumann")
    api.error("TransferStores", instanceID="baumann", destinationInstanceID="weber", ids="x")


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("TransferStores", {"destinationInstanceID": "weber", "ids": "1"}),
        ("MergeStore", {"id": 2, "sourceId": 1}),
        ("CompactStore", {"id": 1}),
    ],
)
def test_long_work_fails_when_its_store_has_gone_meanwhile(api: Api, function: str, arguments: dict[str, Any]) -> None:
    before = stores(api)
    api.environment.settings.work_ms = 100
    answer = api.envelope(function, instanceID="baumann", **arguments)
    api.result("DetachStore", instanceID="baumann", id=1)
    assert api.status(str(answer["token"]), 99, 3000)["statusCode"] == "failed"
    del before["2024"]
    assert stores(api) == before


def test_store_is_transferred_once(api: Api) -> None:
    """The store has another id in its new instance, which may be that of another store in the old one."""
    api.environment.settings.work_ms = 100
    transfer = {"instanceID": "baumann", "destinationInstanceID": "weber", "ids": "1"}
    tokens = [str(api.envelope("TransferStores", **transfer)["token"]) for _turn in range(2)]
    assert [api.status(token, 99, 3000)["statusCode"] for token in tokens] == ["succeeded", "failed"]
    assert set(stores(api)) == {"2025", "2026"}
    assert set(stores(api, "weber")) == {"archive", "2024"}


def test_auto_create_configuration_reads_back(api: Api) -> None:
    config = {
        "sizeThreshold": "5000000",
        "baseDirectory": "E:\\",
        "contentBaseDirectory": None,
        "indexBaseDirectory": None,
    }
    api.result("SetStoreAutoCreateConfiguration", instanceID="baumann", config=config)
    assert api.result("GetStoreAutoCreateConfiguration", instanceID="baumann") == config


def test_index_configuration_reads_back(api: Api) -> None:
    config = {"attachmentExtensions": "pdf docx", "includeAttachmentsOfPDFs": False}
    api.result("SetIndexConfiguration", instanceID="baumann", config=config)
    assert list(api.result("GetIndexConfiguration", instanceID="baumann").items()) == list(config.items())
    api.error("SetIndexConfiguration", instanceID="baumann", config={"includeAttachmentsOfPDFs": False})
