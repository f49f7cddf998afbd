# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any function by its name: what is refused before anything is sent, and what is sent."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    InputError,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.modules.spe_command import MODULE

from tests.simulator.contract import Call, Function
from tests.simulator.contract import string as text
from tests.unit.plugins.module_utils.server import Server, refusal
from tests.unit.plugins.module_utils.task import Tasks
from tests.unit.plugins.module_utils.tenant import Tenant


@pytest.fixture
def command(server: Server, tenant: Tenant) -> Tasks:
    tenant.add_user("jane")
    server.add_instance("other")
    return Tasks(MODULE, server)


def refused(command: Tasks, function: str, confirm: str | None = None, **arguments: Any) -> str:
    command.spe.wire.forget()
    with pytest.raises(InputError) as error:
        command.run(function=function, arguments=arguments, confirm=confirm)
    assert command.spe.wire.writes == []
    return error.value.message


def test_a_reading_function_changes_nothing(command: Tasks) -> None:
    for check_mode in (True, False):
        result = command.run(check_mode, function="GetUsers", arguments={"instanceID": "acme"})
        assert (result["changed"], result["calls"]) == (False, [])
        assert [user["userName"] for user in result["result"]] == ["$archiveadmin", "jane"]


def test_a_writing_function_is_told_in_check_mode_and_sent_outside(command: Tasks, tenant: Tenant) -> None:
    options = {
        "function": "SetUserFullName",
        "arguments": {"instanceID": "acme", "userName": "jane", "fullName": "Jane"},
    }
    predicted = command.check(**options)
    assert (predicted["changed"], predicted["result"], command.spe.wire.writes) == (True, None, [])
    result = command.run(**options)
    assert predicted["calls"] == result["calls"] == [options]
    assert tenant.user("jane").full_name == "Jane"


def test_null_is_left_out(command: Tasks, tenant: Tenant) -> None:
    tenant.user("jane").full_name = "Jane"
    command.run(function="SetUserFullName", arguments={"instanceID": "acme", "userName": "jane", "fullName": None})
    assert tenant.user("jane").full_name is None


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        ("GetUser", {}, "This server has no function 'GetUser' (did you mean GetUsers?)"),
        ("getusers", {}, "This server has no function 'getusers' (did you mean GetUsers?)"),
        ("Zzz", {}, "This server has no function 'Zzz';"),
        (
            "RecoverStore",
            {"instanceId": "acme", "id": 1},
            "RecoverStore has no argument 'instanceId' on this server (did you mean instanceID?); it takes: instanceID, id",
        ),
        ("Ping", {"x": 1}, "Ping has no argument 'x' on this server; it takes: none."),
        ("RecoverStore", {"instanceID": "acme"}, "RecoverStore needs the argument id; add it to arguments."),
        ("RecoverStore", {}, "RecoverStore needs the arguments instanceID and id; add them to arguments."),
        ("RecoverStore", {"instanceID": None, "id": 1}, "RecoverStore needs the argument instanceID"),
        ("RecoverStore", {"instanceID": "acme", "id": "one"}, "RecoverStore: the argument id: 'one' is not a number."),
        ("RecoverStore", {"instanceID": "acme", "id": True}, "RecoverStore: the argument id must be a number, but is of type bool"),
        (
            "RecoverStore",
            {"instanceID": "acme", "id": 1, "recoverDeletedMessages": "perhaps"},
            "RecoverStore: the argument recoverDeletedMessages: 'perhaps' is not understood; write true or false.",
        ),
        ("RecoverStore", {"instanceID": {}, "id": 1}, "RecoverStore: the argument instanceID must be a text, but is of type dict"),
    ],
)  # fmt: skip
def test_what_the_server_does_not_take_is_refused(
    command: Tasks, function: str, arguments: dict[str, Any], message: str
) -> None:
    assert refused(command, function, **arguments).startswith(message)
    assert command.spe.wire.functions == [], "get-metadata alone was asked"


@pytest.mark.parametrize(
    "arguments",
    [{"id": "1", "recoverDeletedMessages": "True"}, {"id": 1.0, "recoverDeletedMessages": False}, {"id": "-1"}],
)
def test_texts_that_templates_make_of_numbers_and_bools_are_taken(command: Tasks, arguments: dict[str, Any]) -> None:
    assert command.check(function="RecoverStore", arguments={"instanceID": "acme", **arguments})["changed"]


def test_json_arguments_may_be_anything(command: Tasks) -> None:
    for config in ({"instanceID": "new"}, '{"instanceID": "new"}'):
        assert command.check(function="CreateInstance", arguments={"config": config})["changed"]


@pytest.mark.parametrize("confirm", [None, "", "jane", "other"])
def test_deleting_wants_the_target_again(command: Tasks, confirm: str | None) -> None:
    assert refused(command, "DeleteUser", confirm, instanceID="acme", userName="jane") == (
        "DeleteUser deletes what nobody can restore: write confirm: 'acme' if you want that."
    )


def test_deleting_with_confirmation(command: Tasks, tenant: Tenant) -> None:
    arguments = {"instanceID": "acme", "userName": "jane"}
    assert command.run(function="DeleteUser", arguments=arguments, confirm="acme")["changed"]
    assert tenant.user_names == []


def test_a_function_that_nobody_knows_is_taken_for_a_destroying_one(command: Tasks, server: Server) -> None:
    server.world.add(Function("Invent", (text("what", nullable=True),), lambda _call: None, writes=True, since="22.4"))
    assert "write confirm: 'Invent'" in refused(command, "Invent", what="x")


@pytest.mark.parametrize("instance_filter", ["*", "* .running", "*host1.example.com", "acme *"])
def test_a_wildcard_wants_itself_again(command: Tasks, instance_filter: str) -> None:
    assert refused(command, "StopInstances", None, instanceFilter=instance_filter) == (
        f"StopInstances affects every instance that matches the wildcard: write confirm: {instance_filter!r} if you"
        " want that."
    )


def test_a_wildcard_is_resolved_to_exact_ids(command: Tasks, server: Server) -> None:
    options = {"function": "StopInstances", "arguments": {"instanceFilter": "*"}, "confirm": "*"}
    expected = [{"function": "StopInstances", "arguments": {"instanceFilter": "acme other"}}]
    assert command.check(**options)["calls"] == expected
    assert command.run(**options)["calls"] == expected
    assert server.wire.arguments_of("StopInstances") == {"instanceFilter": "acme other"}


@pytest.mark.parametrize("written", [["acme", "other"], "acme\tother\n", "  acme   other ", ["acme other"]])
def test_a_filter_may_be_written_in_any_way(command: Tasks, server: Server, written: Any) -> None:
    options = {"function": "StopInstances", "arguments": {"instanceFilter": written}}
    expected = [{"function": "StopInstances", "arguments": {"instanceFilter": "acme other"}}]
    assert command.check(**options)["calls"] == expected
    assert command.run(**options)["calls"] == expected
    assert server.wire.arguments_of("StopInstances") == {"instanceFilter": "acme other"}


@pytest.mark.parametrize("confirm", ["* .running", "*\t.running", " *  .running\n"])
def test_a_wildcard_is_confirmed_in_any_way(command: Tasks, server: Server, confirm: str) -> None:
    arguments = {"instanceFilter": "*\t.running"}
    assert command.run(function="StopInstances", arguments=arguments, confirm=confirm)["changed"]


@pytest.mark.parametrize("written", ["*\t.running", ["*", ".running"], "*\n .running"])
def test_a_wildcard_in_any_writing_wants_itself_again(command: Tasks, written: Any) -> None:
    assert "write confirm: '* .running' if" in refused(command, "StopInstances", None, instanceFilter=written)


@pytest.mark.parametrize("instance_id", ["*", "acme other", "ACME", "acme "])
def test_what_is_no_instance_id_is_refused_in_check_mode_too(command: Tasks, instance_id: str) -> None:
    for check_mode in (True, False):
        with pytest.raises(InputError, match=r"^instance_id: '.*' is not an instance ID"):
            command.run(check_mode, function="RecoverStore", arguments={"instanceID": instance_id, "id": 1})
    assert command.spe.wire.functions == []


def test_a_wildcard_that_stands_for_nothing(command: Tasks, server: Server) -> None:
    server.environment.instances.clear()
    assert refused(command, "StopInstances", "*", instanceFilter="*") == (
        "No instance matches '*' on this server; nothing was sent, check instanceFilter."
    )


def test_nothing_deletes_by_a_wildcard(command: Tasks) -> None:
    assert refused(command, "DeleteInstances", "*", instanceFilter="*") == (
        "DeleteInstances does not accept a wildcard from a playbook, but instanceFilter is '*'; name the instance IDs."
    )


@pytest.mark.parametrize("function", ["StopInstances", "DeleteInstances"])
@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_filter_is_refused(command: Tasks, function: str, nothing: str) -> None:
    assert refused(command, function, nothing, instanceFilter=nothing) == (
        "instanceFilter is empty; name the instance IDs."
    )


@pytest.mark.parametrize(
    ("function", "arguments"),
    [("StopInstances", {"instanceFilter": "acme gone"}), ("RecoverStore", {"instanceID": "gone", "id": 1})],
)
def test_an_instance_that_is_not_there(command: Tasks, function: str, arguments: dict[str, Any]) -> None:
    assert refused(command, function, **arguments).startswith(
        "There is no instance 'gone' on this server; nothing was sent"
    )
    assert command.check(function=function, arguments=arguments)["changed"], "an earlier task would have made it"
    assert command.warnings == ["There is no instance 'gone' yet: check mode returns the calls as if it existed."]


def test_exact_ids_need_no_confirmation(command: Tasks) -> None:
    assert command.run(function="StopInstances", arguments={"instanceFilter": "acme other"})["changed"]


def test_reading_by_a_wildcard_needs_no_confirmation(command: Tasks) -> None:
    assert len(command.run(function="GetInstances", arguments={"instanceFilter": "*"})["result"]) == 2


def test_secrets_are_masked(command: Tasks) -> None:
    arguments = {"instanceID": "acme", "userName": "jane", "password": "geheim"}
    result = command.run(function="SetUserPassword", arguments=arguments)
    assert result["calls"][0]["arguments"]["password"] == "********"
    inside = {"config": '{"password": "geheim"}', "settings": {"clientSecret": "geheimer"}, "x": None}
    assert {"geheim", "geheimer"} <= set(MODULE.secrets({"arguments": inside}))
    assert list(MODULE.secrets({"arguments": None})) == []


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("CreateSystemAdministratorAPIPassword", {}),
        ("CreateClientOneTimeUrlForArchiveAdmin", {"instanceID": "acme", "instanceUrl": "https://archive.example.com/acme"}),
    ],
)  # fmt: skip
def test_a_result_that_is_a_secret_wants_no_log(command: Tasks, function: str, arguments: dict[str, Any]) -> None:
    options = {"function": function, "arguments": arguments, "confirm": function}
    for check_mode in (True, False):
        with pytest.raises(InputError, match="which Ansible would show and log: add no_log: true to the task"):
            command.run(check_mode, **options)
    assert command.spe.wire.functions == []
    command.no_log = True
    assert command.check(**options)["changed"]


def test_what_is_not_waited_for_is_left_running(command: Tasks, server: Server) -> None:
    options: dict[str, Any] = {"function": "StopInstances", "arguments": {"instanceFilter": "acme"}}
    server.wire.go_on("StopInstances")
    result = command.run(**options, wait=False)
    assert (result["changed"], result["result"], result["log_output"]) == (True, None, None)
    assert result["calls"] == command.check(**options)["calls"]
    server.wire.go_on("StopInstances")
    with pytest.raises(WaitTimedOut):
        command.run(**options, wait_timeout=60)
    assert server.wire.record.shown() == {"changed": True, "calls": result["calls"]}, "the server has begun with it"


def test_what_is_read_is_always_waited_for(command: Tasks, server: Server) -> None:
    options: dict[str, Any] = {"function": "GetUsers", "arguments": {"instanceID": "acme"}, "wait": False}
    server.wire.work_for("GetUsers", seconds=6)
    assert command.run(**options, wait_timeout=7)["result"]
    server.wire.work_for("GetUsers", seconds=8)
    with pytest.raises(WaitTimedOut):
        command.run(**options, wait_timeout=7)


def test_access_that_stays_on_does_not_hide_what_was_done(command: Tasks, server: Server, tenant: Tenant) -> None:
    tenant.access = False

    def only_on(call: Call) -> None:
        if not call.flag("enabled"):
            raise refusal()
        tenant.access = True

    server.world.answer_with("SetArchiveAdminEnabled", only_on)
    arguments = {"instanceID": "acme", "userName": "jane", "fullName": "Jane"}
    with pytest.raises(SpeError, match="and is still on: switch it off"):
        command.run(function="SetUserFullName", arguments=arguments, service_provider_access="open")
    assert server.wire.record.shown()["changed"]
    assert server.wire.record.shown()["calls"] == [{"function": "SetUserFullName", "arguments": arguments}]


def test_access_is_opened_for_the_call(command: Tasks, tenant: Tenant) -> None:
    tenant.access = False
    options: dict[str, Any] = {"function": "GetUsers", "arguments": {"instanceID": "acme"}}
    assert command.run(**options, service_provider_access="open")["service_provider_access_opened"]
    assert not tenant.access
    with pytest.raises(
        InputError, match="Service provider access of the instance 'acme' is off, and GetUsers needs it"
    ):
        command.run(**options)


UNTIL: dict[str, Any] = {
    "function": "GetInstances",
    "arguments": {"instanceFilter": "acme"},
    "until": "[0].status == 'stopped'",
    "wait_interval": 2,
    "wait_timeout": 60,
}


def test_until_repeats_a_read(command: Tasks, server: Server, tenant: Tenant) -> None:
    tenant.instance.stop(transition_ms=3000)
    assert command.run(**UNTIL)["result"][0]["status"] == "stopped"
    assert server.wire.functions == ["GetInstances"] * 3
    assert 4 < server.world.clock.elapsed < 4.1, "two pauses"


def test_until_ends(command: Tasks, server: Server) -> None:
    with pytest.raises(WaitTimedOut) as late:
        command.run(**{**UNTIL, "wait_timeout": 5})
    assert server.wire.functions == ["GetInstances"] * 3
    assert 4 < server.world.clock.elapsed < 4.1, "two pauses"
    assert late.value.message == (
        "GetInstances was called for 5 seconds, but the condition in until ([0].status == 'stopped') was never true;"
        " raise wait_timeout, or look at the server."
    )


def test_check_mode_does_not_wait(command: Tasks, server: Server) -> None:
    assert command.check(**UNTIL)["result"][0]["status"] == "running"
    assert server.world.clock.elapsed < 0.1
    assert command.warnings == ["until ([0].status == 'stopped') is not true yet; check mode does not wait for it."]


def test_until_never_repeats_a_write(command: Tasks) -> None:
    with pytest.raises(InputError, match="until repeats the call, but StopInstances may do more than read"):
        command.run(function="StopInstances", arguments={"instanceFilter": "acme"}, until="@")
    assert command.spe.wire.writes == []
