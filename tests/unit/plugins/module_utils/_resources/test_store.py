# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for stores: made, attached, moved, renamed, merged and detached, and what that does to the current one."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import AnswerLost, InputError
from ansible_collections.community.mailstore.plugins.module_utils._resources import store as store_module
from ansible_collections.community.mailstore.plugins.modules.spe_store import MODULE

from tests.simulator.state.stores import Store, default_paths
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant


@pytest.fixture
def stores(server: Server, tenant: Tenant) -> Tasks:
    return Tasks(MODULE, server, {"instance_id": "acme"})


@pytest.fixture
def old(tenant: Tenant) -> Store:
    return tenant.add_store("2024", requested_state="current", messages=10)


def refused(stores: Tasks, **options: Any) -> str:
    stores.spe.wire.forget()
    with pytest.raises(InputError) as error:
        stores.run(**options)
    assert stores.spe.wire.writes == []
    return error.value.message


def test_no_change_costs_one_fast_call(stores: Tasks, old: Store) -> None:
    result = stores.run(
        name="2024",
        database_path="e:/stores/2024/",
        content_path=r"E:\Stores\2024\CONTENT",
        index_path=r"E:\\Stores\\2024\\Index",
        requested_state="current",
    )
    assert not result["changed"]
    (call,) = stores.spe.wire.journal
    assert (call.name, call.arguments) == ("GetStores", {"instanceID": "acme", "includeSize": "false"})


def test_a_new_store_does_not_take_over_by_surprise(stores: Tasks, old: Store) -> None:
    result = stores.four_ways(name="2025", database_path=r"E:\Stores\2025")
    assert result["calls"] == [
        {
            "function": "CreateStore",
            "arguments": {
                "instanceID": "acme",
                "name": "2025",
                "databasePath": r"E:\Stores\2025",
                "requestedState": "normal",
            },
        }
    ]
    assert old.requested_state == "current"
    assert result["store"]["id"] == 2
    assert result["store"]["requested_state"] == "normal"


def test_a_store_is_attached(stores: Tasks, tenant: Tenant) -> None:
    tenant.host.keep_files([Store(0, "2018", *default_paths(r"E:\2018", None, None))])
    result = stores.four_ways(name="2018", database_path=r"E:\2018", attach=True, requested_state="write_protected")
    assert functions(result) == ["AttachStore"]
    assert result["calls"][0]["arguments"]["requestedState"] == "writeProtected"


@pytest.mark.parametrize("attach", [True, False])
def test_a_new_store_needs_a_path(stores: Tasks, attach: bool) -> None:
    assert refused(stores, name="2025", attach=attach) == (
        "The store '2025' does not exist: set database_path to create it."
    )


def test_a_new_store_in_the_directory_of_another_is_a_warning_in_check_mode(stores: Tasks, old: Store) -> None:
    """An earlier task may detach that one."""
    new = {"name": "2025", "database_path": old.database_path.upper()}
    assert "is the database directory of the store '2024'" in refused(stores, **new)
    stores.run(True, **new)
    assert ["is the database directory of the store '2024'" in warning for warning in stores.warnings] == [True]


def test_the_diff_tells_which_store_was_current(stores: Tasks, tenant: Tenant, old: Store) -> None:
    new = tenant.add_store("2025")
    result = stores.four_ways(name="2025", requested_state="current")
    assert functions(result) == ["SetStoreRequestedState"]
    assert result["diff"]["before"] == {"name": "2025", "requested_state": "normal", "current_store": "2024"}
    assert result["diff"]["after"] == {
        "name": "2025",
        "requested_state": "current",
        "current_store": "2025",
        "former_current_store": "2024 (normal)",
    }
    assert (old.requested_state, new.requested_state) == ("normal", "current")
    assert "current_store" not in result["store"]


def test_a_current_store_in_trouble_is_warned_of(stores: Tasks, old: Store) -> None:
    old.error = "The database is damaged."
    assert not stores.run(name="2024", requested_state="current")["changed"]
    warning = (
        "The store '2024' should receive the new messages, but it has an error (The database is damaged): repair it"
        " with community.mailstore.spe_store_maintenance, or make another store current."
    )
    assert stores.warnings == [warning]


def test_the_diff_of_a_new_current_store_tells_it_too(stores: Tasks, old: Store) -> None:
    result = stores.four_ways(name="2025", database_path=r"E:\2025", requested_state="current")
    assert result["diff"]["before"] == {"state": "absent", "current_store": "2024"}
    assert result["diff"]["after"]["state"] == "present"
    assert result["diff"]["after"]["former_current_store"] == "2024 (normal)"


def test_the_first_current_store_takes_over_from_none(stores: Tasks) -> None:
    result = stores.four_ways(name="2025", database_path=r"E:\2025", requested_state="current")
    assert "current_store" not in result["diff"]["after"]


NONE_LEFT = "After this no store is current: nothing is archived until another store than '2024' becomes current."


@pytest.mark.parametrize(
    "options", [{"requested_state": "normal"}, {"requested_state": "disabled"}, {"state": "absent"}]
)
def test_leaving_no_store_current_is_warned_of(stores: Tasks, old: Store, options: dict[str, str]) -> None:
    assert stores.check(name="2024", **options)["changed"]
    assert stores.warnings == [NONE_LEFT]


def test_leaving_another_store_current_is_not_warned_of(stores: Tasks, tenant: Tenant, old: Store) -> None:
    tenant.add_store("2023")
    stores.run(name="2023", state="absent")
    stores.run(name="2024", new_name="archive")
    assert stores.warnings == []


@pytest.mark.parametrize("option", ["database_path", "content_path", "index_path"])
def test_a_path_is_fixed(stores: Tasks, old: Store, option: str) -> None:
    message = refused(stores, name="2024", **{option: r"F:\New"})
    assert message.startswith(rf"{option} of the store '2024' is 'E:\Stores\2024")
    assert "set allow_move: true" in message


@pytest.mark.parametrize("value", [None, ""])
def test_a_path_is_never_nothing(stores: Tasks, old: Store, value: str | None) -> None:
    assert "set a value, or leave it out" in refused(stores, name="2024", content_path=value)


def test_moved_paths_are_told_together(stores: Tasks, old: Store) -> None:
    result = stores.four_ways(name="2024", database_path=r"D:\2024", index_path=r"C:\Index", allow_move=True)
    assert result["calls"] == [
        {
            "function": "SetStorePath",
            "arguments": {
                "instanceID": "acme",
                "id": 1,
                "databasePath": r"D:\2024",
                "contentPath": r"E:\Stores\2024\Content",
                "indexPath": r"C:\Index",
            },
        }
    ]


def test_a_store_is_renamed_once_and_changed_by_its_id(stores: Tasks, old: Store) -> None:
    result = stores.four_ways(name="2024", new_name="archive", requested_state="normal", allow_no_current=True)
    assert functions(result) == ["RenameStore", "SetStoreRequestedState"]
    assert result["calls"][0]["arguments"] == {"instanceID": "acme", "id": 1, "name": "archive"}


def test_renaming_a_store_that_is_not_there_yet_is_predicted(stores: Tasks) -> None:
    result = stores.check(name="2024", new_name="archive")
    assert result["calls"][0]["arguments"] == {"instanceID": "acme", "id": "(id of the new store)", "name": "archive"}


def test_a_store_is_detached(stores: Tasks, tenant: Tenant, old: Store) -> None:
    result = stores.four_ways(name="2024", state="absent", allow_no_current=True)
    assert functions(result) == ["DetachStore"]
    assert result["store"] is None
    assert tenant.stores == []


def test_stores_of_the_same_name_are_refused(stores: Tasks, tenant: Tenant) -> None:
    tenant.add_store("twin")
    tenant.add_store("twin")
    for state in ("present", "absent"):
        assert refused(stores, name="twin", state=state) == (
            "The name 'twin' is ambiguous: 2 stores have it (ids 1, 2); rename all but one of them, or remove them, on the"
            " server."
        )


def test_a_store_is_merged_once(stores: Tasks, tenant: Tenant, old: Store) -> None:
    tenant.add_store("2023", messages=5)
    result = stores.four_ways(name="2024", merge_from="2023")
    assert result["calls"] == [
        {"function": "MergeStore", "arguments": {"instanceID": "acme", "id": 1, "sourceId": 2}},
        {"function": "DetachStore", "arguments": {"instanceID": "acme", "id": 2}},
    ]
    assert result["diff"]["before"]["merged_from"] is None
    assert result["diff"]["after"]["merged_from"] == "2023"
    assert result["diff"]["after"]["detached_store"] == "2023"
    assert old.messages == 15
    assert tenant.stores == [old]
    assert "merged_from" not in result["store"]


def test_merging_into_a_new_store_finds_its_id(stores: Tasks, tenant: Tenant, old: Store) -> None:
    tenant.add_store("2023", messages=5)
    result = stores.four_ways(name="new", database_path=r"E:\new", merge_from="2023")
    assert result["calls"][1]["arguments"]["id"] == "(id of the new store)"
    assert functions(result)[1:] == ["MergeStore", "DetachStore"]
    assert [(store.name, store.messages) for store in tenant.stores] == [("2024", 10), ("new", 5)]


def test_the_current_store_is_merged_when_another_takes_over(stores: Tasks, tenant: Tenant, old: Store) -> None:
    result = stores.four_ways(name="new", database_path=r"E:\new", requested_state="current", merge_from="2024")
    assert functions(result) == ["CreateStore", "MergeStore", "DetachStore"]


def test_the_current_store_is_not_merged_away(stores: Tasks, tenant: Tenant, old: Store) -> None:
    tenant.add_store("2023", messages=5)
    assert "make another store current first" in refused(stores, name="2023", merge_from="2024")


def test_merging_asks_for_the_numbers_of_messages(stores: Tasks, tenant: Tenant, old: Store) -> None:
    tenant.add_store("2023", messages=0)
    assert functions(stores.run(name="2024", merge_from="2023")) == ["DetachStore"], "nothing is to be copied"
    first = stores.spe.wire.journal[0]
    assert (first.name, first.arguments) == ("GetStores", {"instanceID": "acme", "includeSize": "true"})


def test_a_store_without_a_number_of_messages_is_not_taken_for_empty(stores: Tasks, tenant: Tenant) -> None:
    tenant.add_store("2024")
    tenant.add_store("2023")
    rows = [{**row, "statisticsCount": None} for row in stores.spe.ask("GetStores", instanceID="acme")]
    stores.spe.world.answer_with("GetStores", lambda _call: rows)
    assert stores.check(name="2024", merge_from="2023")["changed"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"merge_from": "2024"}, "merge_from names the store '2024' itself"),
        ({"merge_from": "2023", "state": "absent"}, "use one of the two"),
        ({"merge_from": "2023", "new_name": "2023"}, "merge_from names the store '2023' itself"),
    ],
)
def test_a_merge_without_sense_is_refused(stores: Tasks, old: Store, options: dict[str, Any], sentence: str) -> None:
    assert sentence in refused(stores, name="2024", **options)


def test_merging_what_is_not_there_is_warned_of(stores: Tasks, old: Store) -> None:
    assert not stores.run(name="2024", merge_from="2019")["changed"]
    assert stores.warnings == ["There is no store '2019': nothing was merged into '2024'."]


def test_stores_need_no_service_provider_access(stores: Tasks, tenant: Tenant, old: Store) -> None:
    tenant.access = False
    assert not stores.run(name="2024")["changed"]


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("function", ["MergeStore", "DetachStore"])
def test_a_merge_whose_answer_is_lost_is_never_begun_twice(
    stores: Tasks, tenant: Tenant, old: Store, function: str, work_is_done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "LATE_COPY", 0)
    tenant.add_store("2023", messages=5)
    stores.spe.wire.lose(function, work_is_done=work_is_done)
    if function == "MergeStore" and not work_is_done:
        with pytest.raises(
            AnswerLost, match="compare the numbers of messages when it has finished, then detach '2023'"
        ):
            stores.run(name="2024", merge_from="2023")
        assert [store.name for store in tenant.stores] == ["2024", "2023"]
    else:
        stores.run(name="2024", merge_from="2023")
        assert tenant.stores == [old]
        assert old.messages == 15
    assert stores.spe.wire.writes.count("MergeStore") == 1


def test_a_merge_has_to_be_waited_for(stores: Tasks, old: Store) -> None:
    assert "leave out wait: false" in refused(stores, name="2024", merge_from="2023", wait=False)


@pytest.mark.parametrize("options", [{"state": "absent"}, {"requested_state": "disabled"}])
def test_archiving_does_not_stop_without_a_word(stores: Tasks, old: Store, options: dict[str, Any]) -> None:
    """Nothing is archived without a current store."""
    assert refused(stores, name="2024", **options) == (
        "After this no store is current: nothing is archived until another store than '2024' becomes current; make"
        " another store current first, or set allow_no_current: true if you want that."
    )
    predicted = stores.check(name="2024", **options)
    assert stores.warnings[0].startswith("After this no store is current")
    assert stores.run(name="2024", allow_no_current=True, **options)["calls"] == predicted["calls"]


def test_stores_of_an_instance_that_is_not_there_yet_are_predicted(stores: Tasks) -> None:
    result = stores.check(instance_id="gone", name="new", database_path="E:\\new", requested_state="current")
    assert functions(result) == ["CreateStore"]
    assert result["store"]["requested_state"] == "current"
    assert result["store"]["content_path"] is None, "only the server knows"
