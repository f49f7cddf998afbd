# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Info modules: all or one, with or without details, and a query."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.info_module import list_on_server
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import sender_of
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance import INSTANCE
from ansible_collections.community.mailstore.plugins.modules import (
    spe_instance_info,
    spe_job_info,
    spe_store_info,
    spe_user_info,
)

from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.task import Tasks
from tests.unit.plugins.module_utils.tenant import Tenant


@pytest.fixture(autouse=True)
def users(tenant: Tenant) -> Tasks:
    for name in ("admin", "jane", "joe"):
        tenant.add_user(name, privileges=("admin",) if name == "admin" else ("login",))
    return Tasks(spe_user_info.MODULE, tenant.server, {"instance_id": "acme"})


def test_all_with_details(users: Tasks) -> None:
    result = users.run()
    assert result["changed"] is False
    assert [user["name"] for user in result["users"]] == ["admin", "jane", "joe"]
    assert result["users"][1]["privileges"] == ["login"]
    assert "query_result" not in result
    assert users.spe.wire.functions.count("GetUserInfo") == 3


def test_details_can_be_left_out(users: Tasks) -> None:
    result = users.run(details=False)
    assert users.spe.wire.functions == ["GetUsers"]
    assert "privileges" not in result["users"][0]


def test_one_that_is_deleted_after_it_was_listed_is_left_out(users: Tasks, server: Server) -> None:
    lists = iter([["admin", "gone", "joe"], ["admin", "joe"]])
    server.world.answer_with("GetUsers", lambda _call: [{"userName": name, "fullName": None} for name in next(lists)])
    assert [user["name"] for user in users.run()["users"]] == ["admin", "joe"]


def test_details_that_fail_of_one_that_is_there_are_a_failure(users: Tasks, server: Server) -> None:
    server.wire.refuse("GetUserInfo")
    with pytest.raises(FunctionFailed):
        users.run()
    assert server.wire.functions.count("GetUsers") == 2


@pytest.mark.parametrize(("name", "found"), [("jane", ["jane"]), ("nobody", [])])
def test_one(users: Tasks, name: str, found: list[str]) -> None:
    assert [user["name"] for user in users.run(name=name)["users"]] == found


def test_one_costs_one_call(users: Tasks) -> None:
    (jane,) = users.run(name="jane")["users"]
    assert users.spe.wire.functions == ["GetUserInfo"]
    assert jane == users.run(query="[1]")["query_result"]


def test_a_name_in_other_letters_is_another_one(users: Tasks, server: Server) -> None:
    server.answer("GetUserInfo", {"userName": "jane", "privileges": []})
    assert users.run(name="Jane")["users"] == []


def test_trouble_with_one_is_not_taken_for_nobody(users: Tasks, server: Server) -> None:
    server.wire.refuse("GetUserInfo", times=2)
    with pytest.raises(FunctionFailed):
        users.run(name="jane")


def test_a_query_picks_from_the_list(users: Tasks) -> None:
    result = users.run(query="[?contains(privileges, 'admin')].name")
    assert result["query_result"] == ["admin"]
    assert len(result["users"]) == 3


def test_a_query_that_cannot_be_read(users: Tasks) -> None:
    with pytest.raises(InputError, match="query is not a valid JMESPath expression"):
        users.run(query="[?")


def test_access_is_opened_and_told(users: Tasks, tenant: Tenant) -> None:
    tenant.access = False
    assert users.run(service_provider_access="open")["service_provider_access_opened"]
    assert not tenant.access


def test_check_mode_reads_nothing_of_an_instance_that_is_not_there_yet(users: Tasks) -> None:
    assert users.check(instance_id="gone")["users"] == []
    assert users.warnings
    with pytest.raises(InputError, match="There is no instance 'gone'"):
        users.run(instance_id="gone")


def test_too_few_at_once_are_refused(users: Tasks) -> None:
    with pytest.raises(InputError, match="spe_parallel is 0"):
        users.run(spe_parallel=0)


def test_what_is_read_is_what_the_state_module_takes(server: Server, tenant: Tenant) -> None:
    tenant.add_store("2025", requested_state="writeProtected")
    tenant.add_job("night", time_zone_id="UTC", time="03:30:00")
    (store,) = Tasks(spe_store_info.MODULE, server, {"instance_id": "acme"}).run()["stores"]
    (job,) = Tasks(spe_job_info.MODULE, server, {"instance_id": "acme"}).run()["jobs"]
    assert store["requested_state"] == "write_protected"
    assert (job["time"], job["time_zone"], job["day_of_week"]) == ("03:30:00", "UTC", None)


def test_instances_need_no_access(server: Server, tenant: Tenant) -> None:
    tenant.access = False
    (instance,) = Tasks(spe_instance_info.MODULE, server).run(query="[].instance_id")["instances"]
    assert instance["base_directory"] == r"E:\acme"


@pytest.mark.parametrize(("name", "found"), [(None, ["acme"]), ("acme", ["acme"]), ("gone", [])])
def test_a_noun_of_the_whole_server(server: Server, name: str | None, found: list[str]) -> None:
    context = Context(
        sender_of({}, server.client()), check_mode=False, diff_mode=False, specified=SpecifiedOptions(()), warn=print
    )
    result = list_on_server(INSTANCE, {"name": name, "query": None}, context)
    assert [instance["instance_id"] for instance in result["instances"]] == found
