# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding an object: what it costs, and when a name is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.read import (
    Desired,
    find,
    list_rows,
    pick_existing,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Read, Resource
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import ARCHIVE_ADMIN
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance import INSTANCE
from ansible_collections.community.mailstore.plugins.module_utils._resources.job import JOB
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.simulator.contract import Call
from tests.unit.plugins.module_utils.server import Server, refusal
from tests.unit.plugins.module_utils.tenant import Tenant

SCOPE = {"instanceID": "acme"}


def snapshot(server: Server) -> Snapshot:
    return Snapshot(server.client())


def desired(name: str, **more: Any) -> Desired:
    return Desired(name, **{"fields": {}, "scope": SCOPE, **more})


def observed(server: Server, resource: Resource, asked: Desired) -> Any:
    return find(resource, asked, snapshot(server)).api_object


def refused(server: Server, resource: Resource, asked: Desired) -> str:
    with pytest.raises(InputError) as error:
        find(resource, asked, snapshot(server))
    return error.value.message


def test_detail_first_costs_one_call_on_the_usual_way(server: Server, tenant: Tenant) -> None:
    tenant.add_user("jane")
    assert observed(server, USER, desired("jane")) == server.ask("GetUserInfo", **SCOPE, userName="jane")
    assert server.wire.functions == ["GetUserInfo"]


def test_detail_first_tells_missing_from_trouble_by_the_list(server: Server, tenant: Tenant) -> None:
    tenant.add_user("jane")
    assert observed(server, USER, desired("john")) is None
    assert server.wire.functions == ["GetUserInfo", "GetUsers"]
    server.wire.refuse("GetUserInfo", times=100)
    with pytest.raises(FunctionFailed) as failed:
        observed(server, USER, desired("jane"))
    assert failed.value.function == "GetUserInfo", "the user is there, so the trouble is another"


def test_absence_asks_the_list_alone(server: Server, tenant: Tenant) -> None:
    tenant.add_user("jane")
    assert observed(server, USER, desired("jane", absent=True)) == tenant.user("jane").row()
    assert server.wire.functions == ["GetUsers"]


def test_a_server_that_does_not_mind_letters_is_no_reason_to_act_on_another_name(
    server: Server, tenant: Tenant
) -> None:
    tenant.add_user("jane")
    message = refused(server, USER, desired("Jane"))
    assert "there is 'jane', which differs only in upper and lower case" in message
    assert server.wire.functions == ["GetUserInfo"], "the server has shown jane"


@pytest.mark.parametrize("there", ["jane", "Jane"])
def test_a_new_name_that_differs_in_letters_alone(server: Server, tenant: Tenant, there: str) -> None:
    tenant.add_user(there)
    assert observed(server, USER, desired("jane", new_name="Jane"))["userName"] == there


@pytest.mark.parametrize("name", ["", None])
def test_no_name(server: Server, name: Any) -> None:
    assert refused(server, JOB, desired(name)) == "The name of the job is empty: name the job."
    assert server.wire.functions == []


def rows(*names: str) -> list[dict[str, Any]]:
    return [{"id": number, "name": name} for number, name in enumerate(names, 1)]


def test_one_list_call_finds_both_names(server: Server) -> None:
    server.answer("GetJobs", rows("b"))
    assert observed(server, JOB, desired("a", new_name="b")) == {"id": 1, "name": "b"}
    assert server.wire.functions == ["GetJobs"]


def test_a_rename_to_a_name_that_is_taken(server: Server) -> None:
    server.answer("GetJobs", rows("a", "b"))
    assert refused(server, JOB, desired("a", new_name="b")) == (
        "The job 'a' cannot be renamed to 'b': a job of that name already exists; choose another new_name, or remove"
        " one of the two."
    )


def test_the_same_new_name_is_no_rename(server: Server) -> None:
    server.answer("GetJobs", rows("a"))
    assert observed(server, JOB, desired("a", new_name="a")) is not None


def test_an_ambiguous_name_is_refused(server: Server) -> None:
    different = [{"id": 1, "name": "a", "owner": "one"}, {"id": 2, "name": "a", "owner": "two"}, *rows("b")]
    server.answer("GetJobs", different)
    assert refused(server, JOB, desired("a")) == (
        "The name 'a' is ambiguous: 2 jobs have it (ids 1, 2); rename all but one of them, or remove them, on the server."
    )


def test_namesakes_are_told_apart_by_their_own_key(server: Server) -> None:
    credential = replace(JOB, reference={"credentialID": "ID"})
    server.answer("GetJobs", [{"ID": "x", "name": "a"}, {"ID": "y", "name": "a"}])
    assert "(ids x, y)" in refused(server, credential, desired("a"))


def test_other_letters_are_refused(server: Server) -> None:
    server.answer("GetJobs", rows("a"))
    assert refused(server, JOB, desired("A")) == (
        "There is no job 'A', but there is 'a', which differs only in upper and lower case: write 'a' in the playbook."
    )


def test_a_sharp_s_is_no_double_s_in_other_letters(server: Server) -> None:
    server.answer("GetJobs", rows("Straße"))
    assert observed(server, JOB, desired("Strasse")) is None


def test_letters_that_differ_do_not_hide_the_exact_name(server: Server) -> None:
    server.answer("GetJobs", rows("A", "a"))
    assert observed(server, JOB, desired("a")) == {"id": 2, "name": "a"}


def test_null_is_an_empty_list(server: Server) -> None:
    server.answer("GetJobs", None)
    assert observed(server, JOB, desired("a")) is None


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({}, False),
        ({"display_name": "Acme", "start_mode": "automatic"}, False),
        ({"display_name": "Other"}, True),
        ({"base_directory": "E:\\acme"}, True),
    ],
)
def test_the_detail_is_read_only_if_a_field_needs_it(server: Server, fields: dict[str, Any], detail: bool) -> None:
    acme = server.add_instance("acme", display_name="Acme")
    shown = observed(server, INSTANCE, Desired("acme", fields))
    assert shown == ({**acme.row(), **acme.configuration.as_read()} if detail else acme.row())
    assert ("GetInstanceConfiguration" in server.wire.functions) is detail


def test_the_detail_is_read_on_demand(server: Server) -> None:
    acme = server.add_instance("acme")
    found = find(INSTANCE, Desired("acme", {}), snapshot(server), whole=True)
    assert found.api_object == {**acme.row(), **acme.configuration.as_read()}


def test_a_name_that_the_list_refuses_is_looked_for_in_the_whole_list(server: Server) -> None:
    row = server.add_instance("acme").row()

    def get_instances(call: Call) -> list[dict[str, Any]]:
        if call.text("instanceFilter") != "*":
            raise refusal()
        return [row]

    server.world.answer_with("GetInstances", get_instances)
    reading = snapshot(server)
    assert [row["instanceID"] for row in list_rows(INSTANCE, reading, {}, "gone")] == ["acme"]
    assert [row["instanceID"] for row in list_rows(INSTANCE, reading, {})] == ["acme"]
    assert len(server.wire.journal) == 2, "the whole list is asked for once"


@pytest.mark.usefixtures("tenant")
def test_a_single_thing_is_read_whole(server: Server) -> None:
    assert observed(server, ARCHIVE_ADMIN, desired("acme")) == {"enabled": True}


def test_a_refusal_may_stand_for_nothing(server: Server) -> None:
    tolerant = replace(ARCHIVE_ADMIN, listing=Read("GetArchiveAdminEnabled", refused={"enabled": None}))
    server.refuse("GetArchiveAdminEnabled")
    assert observed(server, tolerant, desired("acme")) == {"enabled": None}
    with pytest.raises(FunctionFailed):
        observed(server, ARCHIVE_ADMIN, desired("acme"))


def test_a_row_that_must_be_there() -> None:
    assert pick_existing(JOB, "b", rows("a", "b"))["id"] == 2
    for there, names in ((rows("a", "b"), "a, b"), ([], "none")):
        with pytest.raises(InputError) as error:
            pick_existing(JOB, "c", there)
        assert error.value.message == f"There is no job 'c' in this instance; it has: {names}."
