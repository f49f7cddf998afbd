# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding an object: what it costs, and when a name is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import FunctionFailed, InputError
from ansible_collections.community.mailstore.plugins.module_utils._engine.read import (
    Desired,
    find,
    list_rows,
    pick_existing,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Read, Resource
from ansible_collections.community.mailstore.plugins.module_utils._engine.server import Server
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import ARCHIVE_ADMIN
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance import INSTANCE
from ansible_collections.community.mailstore.plugins.module_utils._resources.job import JOB
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.unit.plugins.module_utils.fake_client import FakeClient, refusal, scripted

JANE = {"userName": "jane", "fullName": "Jane"}


def server(client: FakeClient) -> Server:
    return Server(client, Waiting())


def desired(name: str, **more: Any) -> Desired:
    return Desired(name, **{"fields": {}, "scope": {"instanceID": "acme"}, **more})


def refused(resource: Resource, asked: Desired, answers: dict[str, Any]) -> str:
    with pytest.raises(InputError) as error:
        find(resource, asked, server(scripted(answers)))
    return error.value.message


def test_detail_first_costs_one_call_on_the_usual_way() -> None:
    client = scripted({"GetUserInfo": JANE})
    assert find(USER, desired("jane"), server(client)).api_object == JANE
    assert client.wire.functions == ["GetUserInfo"]


def test_detail_first_tells_missing_from_trouble_by_the_list() -> None:
    client = scripted({"GetUserInfo": refusal("GetUserInfo"), "GetUsers": [JANE]})
    assert find(USER, desired("john"), server(client)).api_object is None
    assert client.wire.functions == ["GetUserInfo", "GetUsers"]
    with pytest.raises(FunctionFailed) as failed:
        find(USER, desired("jane"), server(client))
    assert failed.value.function == "GetUserInfo", "the user is there, so the trouble is another"


def test_absence_asks_the_list_alone() -> None:
    client = scripted({"GetUsers": [JANE]})
    assert find(USER, desired("jane", absent=True), server(client)).api_object == JANE
    assert client.wire.functions == ["GetUsers"]


def test_a_server_that_does_not_mind_letters_is_no_reason_to_act_on_another_name() -> None:
    assert "there is 'jane', which differs only in upper and lower case" in refused(
        USER, desired("Jane"), {"GetUserInfo": JANE}
    )


def test_a_new_name_that_differs_in_letters_alone() -> None:
    asked = desired("jane", new_name="Jane")
    observed = find(USER, asked, server(scripted({"GetUserInfo": JANE})))
    assert observed.api_object == JANE
    renamed = {"userName": "Jane"}
    observed = find(USER, asked, server(scripted({"GetUserInfo": renamed})))
    assert observed.api_object == renamed


@pytest.mark.parametrize("name", ["", None])
def test_no_name(name: Any) -> None:
    assert refused(JOB, desired(name), {}) == "The name of the job is empty: name the job."


def rows(*names: str) -> list[dict[str, Any]]:
    return [{"id": number, "name": name} for number, name in enumerate(names, 1)]


def test_one_list_call_finds_both_names() -> None:
    client = scripted({"GetJobs": rows("b")})
    observed = find(JOB, desired("a", new_name="b"), server(client))
    assert observed.api_object == {"id": 1, "name": "b"}
    assert client.wire.functions == ["GetJobs"]


def test_a_rename_to_a_name_that_is_taken() -> None:
    assert refused(JOB, desired("a", new_name="b"), {"GetJobs": rows("a", "b")}) == (
        "The job 'a' cannot be renamed to 'b': a job of that name already exists; choose another new_name, or remove"
        " one of the two."
    )


def test_the_same_new_name_is_no_rename() -> None:
    assert find(JOB, desired("a", new_name="a"), server(scripted({"GetJobs": rows("a")}))).api_object is not None


def test_an_ambiguous_name_is_refused() -> None:
    different = [{"id": 1, "name": "a", "owner": "one"}, {"id": 2, "name": "a", "owner": "two"}, *rows("b")]
    assert refused(JOB, desired("a"), {"GetJobs": different}) == (
        "The name 'a' is ambiguous: 2 jobs have it (ids 1, 2); rename all but one of them, or remove them, on the server."
    )


def test_namesakes_are_told_apart_by_their_own_key() -> None:
    credential = replace(JOB, reference={"credentialID": "ID"})
    answer = [{"ID": "x", "name": "a"}, {"ID": "y", "name": "a"}]
    assert "(ids x, y)" in refused(credential, desired("a"), {"GetJobs": answer})


def test_other_letters_are_refused() -> None:
    assert refused(JOB, desired("A"), {"GetJobs": rows("a")}) == (
        "There is no job 'A', but there is 'a', which differs only in upper and lower case: write 'a' in the playbook."
    )


def test_a_sharp_s_is_no_double_s_in_other_letters() -> None:
    assert find(JOB, desired("Strasse"), server(scripted({"GetJobs": rows("Straße")}))).api_object is None


def test_letters_that_differ_do_not_hide_the_exact_name() -> None:
    assert find(JOB, desired("a"), server(scripted({"GetJobs": rows("A", "a")}))).api_object == {"id": 2, "name": "a"}


def test_null_is_an_empty_list() -> None:
    assert find(JOB, desired("a"), server(scripted({"GetJobs": None}))).api_object is None


ROW = {"instanceID": "acme", "displayName": "Acme", "startMode": "automatic"}
CONFIGURATION = {**ROW, "baseDirectory": "E:\\"}


def of_instance(client: FakeClient, fields: dict[str, Any], *, whole: bool = False) -> Any:
    return find(INSTANCE, Desired("acme", fields), server(client), whole=whole).api_object


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({}, False),
        ({"display_name": "Acme", "start_mode": "automatic"}, False),
        ({"display_name": "Other"}, True),
        ({"base_directory": "E:\\"}, True),
    ],
)
def test_the_detail_is_read_only_if_a_field_needs_it(fields: dict[str, Any], detail: bool) -> None:
    client = scripted({"GetInstances": [ROW], "GetInstanceConfiguration": CONFIGURATION})
    assert of_instance(client, fields) == (CONFIGURATION if detail else ROW)
    assert ("GetInstanceConfiguration" in client.wire.functions) is detail


def test_the_detail_is_read_on_demand() -> None:
    client = scripted({"GetInstances": [ROW], "GetInstanceConfiguration": CONFIGURATION})
    assert of_instance(client, {}, whole=True) == CONFIGURATION


def test_a_name_that_the_list_refuses_is_looked_for_in_the_whole_list() -> None:
    def answer(_function: str, arguments: Any) -> Any:
        if arguments["instanceFilter"] != "*":
            raise refusal("GetInstances")
        return [ROW]

    client = FakeClient(answer)
    asking = server(client)
    assert [row["instanceID"] for row in list_rows(INSTANCE, asking, {}, "gone")] == ["acme"]
    assert [row["instanceID"] for row in list_rows(INSTANCE, asking, {})] == ["acme"]
    assert len(client.wire.journal) == 2, "the whole list is asked for once"


def test_a_single_thing_is_read_whole() -> None:
    observed = find(ARCHIVE_ADMIN, desired("acme"), server(scripted({"GetArchiveAdminEnabled": True})))
    assert observed.api_object == {"enabled": True}


def test_a_refusal_may_stand_for_nothing() -> None:
    tolerant = replace(ARCHIVE_ADMIN, listing=Read("GetArchiveAdminEnabled", refused={"enabled": None}))
    client = scripted({"GetArchiveAdminEnabled": refusal("GetArchiveAdminEnabled")})
    assert find(tolerant, desired("acme"), server(client)).api_object == {"enabled": None}
    with pytest.raises(FunctionFailed):
        find(ARCHIVE_ADMIN, desired("acme"), server(client))


def test_a_row_that_must_be_there() -> None:
    assert pick_existing(JOB, "b", rows("a", "b"))["id"] == 2
    for there, names in ((rows("a", "b"), "a, b"), ([], "none")):
        with pytest.raises(InputError) as error:
            pick_existing(JOB, "c", there)
        assert error.value.message == f"There is no job 'c' in this instance; it has: {names}."
