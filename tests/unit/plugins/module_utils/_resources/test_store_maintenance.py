# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upkeep of stores: which functions for one and for all, only where it is needed, and proven."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.module_utils._resources.store_maintenance import UPKEEP, _in_error
from ansible_collections.community.mailstore.plugins.modules.spe_store_maintenance import MODULE

from tests.simulator.contract import Call
from tests.simulator.state.stores import MENDING_FUNCTIONS, Store
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant


@pytest.fixture
def upkeep(server: Server, tenant: Tenant) -> Tasks:
    return Tasks(MODULE, server, {"instance_id": "acme"})


@pytest.fixture
def trouble(tenant: Tenant) -> Store:
    """Two stores, one of which needs everything."""
    tenant.add_store("sound")
    return tenant.add_store(
        "trouble",
        needs_upgrade=True,
        indexes_need_rebuild=True,
        error="Cannot be opened.",
        mended_by=MENDING_FUNCTIONS,
    )


def make_hopeless(server: Server) -> None:
    """No function of upkeep has any effect from now on."""
    for upkeep in UPKEEP.values():
        for function in filter(None, (upkeep.one, *upkeep.all)):
            server.world.answer_with(function, lambda _call: None)


ONE_AND_ALL = [
    ("verify", "VerifyStore", ["VerifyStores"]),
    ("compact", "CompactStore", ["CompactStore", "CompactStore"]),
    ("upgrade", "UpgradeStore", ["UpgradeStores"]),
    ("repair", "RepairStoreDatabase", ["RepairStoreDatabase"]),
    ("recover", "RecoverStore", ["RecoverStore"]),
    ("recreate_recovery_records", "RecreateRecoveryRecords", ["RecreateRecoveryRecords", "RecreateRecoveryRecords"]),
    ("refresh_statistics", "", ["RefreshAllStoreStatistics"]),
    ("retry_open", "", ["RetryOpenStores"]),
    ("rebuild_indexes", "", ["SelectAllStoreIndexesForRebuild", "RebuildSelectedStoreIndexes"]),
    ("select_indexes", "", ["SelectAllStoreIndexesForRebuild"]),
    ("rebuild_selected_indexes", "", ["RebuildSelectedStoreIndexes"]),
    ("maintain_databases", "", ["MaintainFileSystemDatabases"]),
]


def test_every_task_is_tried() -> None:
    assert [task for task, _one, _all in ONE_AND_ALL] == list(UPKEEP)


@pytest.mark.parametrize(("task", "one", "every"), ONE_AND_ALL)
def test_a_task_has_its_functions(upkeep: Tasks, trouble: Store, task: str, one: str, every: list[str]) -> None:
    assert functions(upkeep.check(task=task)) == every
    if one:
        (call,) = upkeep.check(task=task, name="trouble")["calls"]
        assert (call["function"], call["arguments"]["id"]) == (one, trouble.store_id)
    else:
        with pytest.raises(InputError, match=f"{task} works on all stores of an instance together: leave name out"):
            upkeep.check(task=task, name="trouble")


@pytest.mark.parametrize("task", [task for task, upkeep in UPKEEP.items() if upkeep.need is not None])
def test_what_is_needed_is_done_once(upkeep: Tasks, trouble: Store, task: str) -> None:
    if UPKEEP[task].need is not _in_error:
        trouble.error = None
    predicted = upkeep.check(task=task)
    assert upkeep.spe.wire.writes == []
    assert upkeep.run(task=task)["calls"] == predicted["calls"] != []
    assert upkeep.run(task=task)["calls"] == []
    assert upkeep.run(task=task, name="sound" if UPKEEP[task].one else None)["changed"] is False


@pytest.mark.parametrize(("insists", "stores"), [(False, [2]), (True, [1, 2])])
def test_an_older_server_takes_one_store_after_the_other(
    upkeep: Tasks, trouble: Store, insists: bool, stores: list[int]
) -> None:
    trouble.error = None
    upkeep.spe.world.remove("UpgradeStores")
    result = upkeep.run(task="upgrade", only_if_needed=not insists)
    assert functions(result) == ["UpgradeStore"] * len(stores)
    assert [call["arguments"]["id"] for call in result["calls"]] == stores
    assert not upkeep.run(task="upgrade")["changed"]


def test_what_is_not_needed_is_done_when_the_playbook_insists(upkeep: Tasks, trouble: Store) -> None:
    calls = upkeep.check(task="upgrade", name="sound", only_if_needed=False)["calls"]
    assert calls == [{"function": "UpgradeStore", "arguments": {"instanceID": "acme", "id": 1}}]


#: What a store shows afterwards, beside its error, when a task had no effect.
LEFT: dict[str, str] = {
    "upgrade": "still needs the upgrade",
    "rebuild_indexes": "still needs its indexes rebuilt",
    "rebuild_selected_indexes": "still needs its indexes rebuilt",
}


@pytest.mark.parametrize("unhealthy", ["fail", "report"])
@pytest.mark.parametrize("task", list(UPKEEP))
def test_a_store_in_trouble_afterwards_is_no_success(
    upkeep: Tasks, server: Server, trouble: Store, task: str, unhealthy: str
) -> None:
    """Every task, by the store's own error and by the need that is left."""
    make_hopeless(server)
    what = " and ".join(["is in error (Cannot be opened)", *([LEFT[task]] if task in LEFT else [])])
    sentence = f"The server has finished, but the store 'trouble' {what}: {UPKEEP[task].advice}."
    if unhealthy == "report":
        result = upkeep.run(task=task, unhealthy="report")
        assert (result["healthy"], upkeep.warnings) == (False, [sentence])
        return
    with pytest.raises(FunctionFailed) as error:
        upkeep.run(task=task)
    assert error.value.message == sentence
    assert [answer["finished"] for answer in upkeep.spe.wire.record.shown()["answers"]]
    assert upkeep.spe.wire.record.shown()["calls"] != []
    assert upkeep.spe.wire.record.shown()["healthy"] is False
    assert upkeep.spe.wire.record.shown()["log_output"] is None


@pytest.mark.parametrize("task", list(LEFT))
def test_a_need_that_is_left_is_no_success(upkeep: Tasks, server: Server, trouble: Store, task: str) -> None:
    make_hopeless(server)
    trouble.error = None
    with pytest.raises(FunctionFailed, match=f"the store 'trouble' {LEFT[task]}: look at the log"):
        upkeep.run(task=task)


def test_a_store_that_was_not_worked_on_is_not_looked_at(upkeep: Tasks, tenant: Tenant) -> None:
    tenant.add_store("old", needs_upgrade=True)
    tenant.add_store("broken", error="Cannot be opened.")
    assert upkeep.run(task="upgrade")["healthy"] is True
    assert upkeep.run(task="upgrade")["healthy"] is None, "nothing was done"
    assert upkeep.run(task="verify", name="old")["healthy"] is True


def test_a_store_that_is_gone_afterwards_is_named(upkeep: Tasks, tenant: Tenant, server: Server) -> None:
    tenant.add_store("old")
    tenant.add_store("other")

    def vanish(_call: Call) -> None:
        del tenant.content.stores.stores[1]

    server.world.answer_with("CompactStore", vanish)
    with pytest.raises(
        FunctionFailed, match="The server has finished, but the store 'old' no longer exists: look at the log"
    ):
        upkeep.run(task="compact", name="old")


def test_databases_in_order_are_not_made_anew_by_the_dozen(upkeep: Tasks, trouble: Store) -> None:
    with pytest.raises(InputError, match="set name to one store"):
        upkeep.run(task="recover", only_if_needed=False)
    assert upkeep.spe.wire.writes == []


def test_a_store_in_use_is_not_recovered_before_it_is_disabled(upkeep: Tasks, tenant: Tenant) -> None:
    store = tenant.add_store("sound")
    options = {"task": "recover", "name": "sound", "only_if_needed": False}
    with pytest.raises(
        InputError, match="The store 'sound' is in use and has no error: to recover it, disable it first"
    ):
        upkeep.check(**options)
    store.requested_state = "disabled"
    assert functions(upkeep.check(**options)) == ["RecoverStore"]


def test_going_from_store_to_store_has_to_be_waited_for(upkeep: Tasks, trouble: Store) -> None:
    with pytest.raises(InputError, match="compact works on one store after the other"):
        upkeep.check(task="compact", wait=False)
    assert functions(upkeep.check(task="compact", name="sound", wait=False)) == ["CompactStore"]
    assert functions(upkeep.check(task="repair", wait=False)) == ["RepairStoreDatabase"]


def test_only_what_a_function_takes_is_sent(upkeep: Tasks, trouble: Store) -> None:
    options = {"name": "trouble", "include_indexes": False, "encryption_key": "key", "recover_deleted_messages": True}
    verified = upkeep.check(task="verify", **options)["calls"][0]["arguments"]
    recovered = upkeep.check(task="recover", **options)["calls"][0]["arguments"]
    assert verified == {"instanceID": "acme", "id": 2, "includeIndexes": False}
    assert recovered == {
        "instanceID": "acme",
        "id": 2,
        "encryptionKey": "********",
        "recoverDeletedMessages": True,
    }


def test_a_failure_tells_what_was_done_before_it(upkeep: Tasks, trouble: Store) -> None:
    trouble.error = None
    upkeep.run(task="rebuild_indexes")
    trouble.indexes_need_rebuild = True
    upkeep.spe.wire.refuse("RebuildSelectedStoreIndexes")
    with pytest.raises(FunctionFailed):
        upkeep.run(task="rebuild_indexes")
    assert functions(upkeep.spe.wire.record.shown()) == ["SelectAllStoreIndexesForRebuild"]
    assert upkeep.spe.wire.record.shown()["answers"][0]["function"] == "SelectAllStoreIndexesForRebuild"


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_stopped_instance_is_noticed_before_anything_is_sent(upkeep: Tasks, tenant: Tenant, check_mode: bool) -> None:
    tenant.instance.stop(0)
    with pytest.raises(InputError, match="The instance 'acme' is stopped; start it first"):
        upkeep.run(check_mode, task="verify")
    assert upkeep.spe.wire.writes == []


def test_check_mode_predicts_for_an_instance_that_is_not_there_yet(server: Server) -> None:
    tomorrow = Tasks(MODULE, server, {"instance_id": "tomorrow"})
    assert functions(tomorrow.check(task="verify")) == ["VerifyStores"]
    assert functions(tomorrow.check(task="upgrade")) == []
    assert len(tomorrow.warnings) == 2
