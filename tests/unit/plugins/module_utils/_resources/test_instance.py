# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for instances: their configuration, and their life from every status to every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    FunctionFailed,
    InputError,
    NotSupportedByServer,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance import read_instances
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance_answers import instance_trouble
from ansible_collections.community.mailstore.plugins.modules.spe_instance import MODULE

from tests.simulator import assumptions
from tests.simulator.contract import Call
from tests.simulator.state.hosts import InstanceHost
from tests.unit.plugins.module_utils.server import HOST, Server, refusal
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant
from tests.unit.plugins.module_utils.wire import REFUSAL

NEW: dict[str, Any] = {"instance_id": "new-one", "instance_host": HOST, "base_directory": r"E:\New"}


@pytest.fixture
def instances(tenant: Tenant) -> Tasks:
    return Tasks(MODULE, tenant.server)


def directory(server: Server, path: str) -> None:
    """The host has that directory."""
    server.environment.find_host(HOST).directories.create(path)


@pytest.fixture
def at_new(server: Server) -> None:
    """There is the directory of the new instance."""
    directory(server, r"E:\New")


def refused(instances: Tasks, **options: Any) -> str:
    instances.spe.wire.forget()
    with pytest.raises(InputError) as error:
        instances.run(**options)
    assert instances.spe.wire.writes == []
    return error.value.message


# The configuration


def test_what_the_list_shows_costs_one_call(instances: Tasks) -> None:
    result = instances.run(instance_id="acme", alias="", display_name="", instance_host=HOST, start_mode="automatic")
    assert not result["changed"]
    (request,) = instances.spe.wire.journal
    assert (request.name, request.arguments) == ("GetInstances", {"instanceFilter": "acme"})
    assert "base_directory" not in result["instance"]


def test_what_only_the_configuration_shows_costs_two_calls(instances: Tasks) -> None:
    result = instances.run(instance_id="acme", base_directory="e:/ACME/", vss_writer_enabled=True)
    assert not result["changed"]
    assert instances.spe.wire.functions == ["GetInstances", "GetInstanceConfiguration"]
    assert result["instance"]["base_directory"] == r"E:\acme"


def test_a_change_sends_the_whole_configuration_and_nothing_else(instances: Tasks) -> None:
    result = instances.four_ways(instance_id="acme", display_name="Acme", debug_log_enabled=True)
    assert result["calls"] == [
        {
            "function": "SetInstanceConfiguration",
            "arguments": {
                "config": {
                    "instanceID": "acme",
                    "alias": None,
                    "displayName": "Acme",
                    "instanceHost": HOST,
                    "startMode": "automatic",
                    "baseDirectory": r"E:\acme",
                    "debugLogEnabled": True,
                    "imapServerConnectionLogEnabled": False,
                    "vssWriterEnabled": True,
                    "vssWriterExcludeIndexes": False,
                }
            },
        }
    ]
    assert result["diff"]["before"] == {"instance_id": "acme", "display_name": None, "debug_log_enabled": False}
    assert result["instance"]["base_directory"] == r"E:\acme", "a change answers with everything"


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_alias_is_removed_by_an_empty_text(
    instances: Tasks, server: Server, tenant: Tenant, nothing: str | None
) -> None:
    server.environment.set_alias(tenant.instance, "ac")
    result = instances.four_ways(instance_id="acme", alias=nothing)
    assert result["calls"][0]["arguments"]["config"]["alias"] == ""
    assert result["instance"]["alias"] is None


@pytest.mark.usefixtures("at_new")
def test_a_new_instance(instances: Tasks) -> None:
    result = instances.four_ways(**NEW, alias="neu", start_mode="manual")
    assert result["calls"] == [
        {
            "function": "CreateInstance",
            "arguments": {
                "config": {
                    "instanceID": "new-one",
                    "alias": "neu",
                    "displayName": "",
                    "instanceHost": HOST,
                    "startMode": "manual",
                    "baseDirectory": r"E:\New",
                    "debugLogEnabled": False,
                    "imapServerConnectionLogEnabled": False,
                    "vssWriterEnabled": True,
                    "vssWriterExcludeIndexes": False,
                }
            },
        }
    ]


@pytest.mark.parametrize("missing", ["instance_host", "base_directory"])
def test_a_new_instance_needs_a_place(instances: Tasks, missing: str) -> None:
    options = {key: value for key, value in NEW.items() if key != missing}
    assert refused(instances, **options) == (f"The instance 'new-one' does not exist: set {missing} to create it.")


def test_the_directory_of_a_new_instance_is_created_before_it(instances: Tasks) -> None:
    result = instances.four_ways(**NEW, create_base_directory=True)
    assert functions(result) == ["CreateDirectoryOnInstanceHost", "CreateInstance"]
    assert result["calls"][0]["arguments"] == {"serverName": HOST, "path": r"E:\New"}


def test_a_directory_that_is_there_is_not_created_again(instances: Tasks, server: Server) -> None:
    directory(server, r"E:\new")
    assert functions(instances.run(**NEW, create_base_directory=True)) == ["CreateInstance"]


def test_a_directory_of_another_name_is_not_that_one(instances: Tasks, server: Server) -> None:
    directory(server, r"E:\Straße")
    options = {**NEW, "base_directory": r"E:\Strasse", "create_base_directory": True}
    assert functions(instances.run(**options)) == ["CreateDirectoryOnInstanceHost", "CreateInstance"]


def test_a_directory_whose_parent_cannot_be_listed_is_created(instances: Tasks, server: Server) -> None:
    server.wire.refuse("GetDirectoriesOnInstanceHost")
    assert functions(instances.run(**NEW, create_base_directory=True))[0] == "CreateDirectoryOnInstanceHost"


@pytest.mark.parametrize(
    ("is_there", "message"),
    [
        (False, rf"There is no directory 'E:\New' on {HOST}: create it, use create_base_directory"),
        (True, f"The server refused CreateInstance: {REFUSAL}"),
    ],
)
def test_why_an_instance_could_not_be_created(instances: Tasks, server: Server, is_there: bool, message: str) -> None:
    if is_there:
        directory(server, r"E:\New")
    server.wire.refuse("CreateInstance")
    with pytest.raises(SpeError) as failed:
        instances.run(**NEW)
    assert failed.value.message.startswith(message)
    assert failed.value.facts() == {
        "type": type(failed.value).__name__,
        "function": "CreateInstance",
        "http_status": 200,
        "status_code": "failed",
        "message": REFUSAL,
    }


def test_a_host_that_is_not_there_is_refused_before_anything_is_written(instances: Tasks, server: Server) -> None:
    """In check mode an earlier task may make it."""
    server.environment.hosts.clear()
    for create in (True, False):
        message = refused(instances, **NEW, create_base_directory=create)
        assert message.startswith(f"There is no instance host '{HOST}' on this server; create it first")
        instances.warnings.clear()
        predicted = instances.check(**NEW, create_base_directory=create, state="started")
        assert functions(predicted)[-2:] == ["CreateInstance", "StartInstances"]
        assert instances.warnings == [
            f"There is no instance host '{HOST}' yet: check mode predicts this task for an empty host."
        ]


@pytest.mark.parametrize("path", ["Z:\\New", r"Z:\Archives\New", r"\\nas\share\New"])
@pytest.mark.parametrize(
    "options",
    [
        {**NEW, "create_base_directory": True},
        {**NEW, "create_base_directory": False, "state": "started"},
        {"instance_id": "acme", "allow_move": True},
    ],
    ids=["created", "expected", "moved"],
)
def test_a_drive_that_is_not_there_is_refused_in_check_mode_too(
    instances: Tasks, server: Server, options: dict[str, Any], path: str
) -> None:
    """No earlier task can make a drive."""
    for check_mode in (True, False):
        with pytest.raises(InputError) as refused:
            instances.run(check_mode, **{**options, "base_directory": path})
        assert refused.value.message.startswith(f"base_directory: the instance host '{HOST}' cannot list the drive ")
        assert repr(path) in refused.value.message
    assert server.wire.writes == []


def test_the_drive_is_read_only_when_the_parent_cannot_be_listed(instances: Tasks, server: Server) -> None:
    instances.check(**NEW, create_base_directory=True)
    assert server.wire.functions.count("GetDirectoriesOnInstanceHost") == 1


def test_check_mode_warns_of_a_directory_that_is_not_there(instances: Tasks, server: Server) -> None:
    instances.check(**NEW)
    assert instances.warnings[0].startswith(rf"There is no directory 'E:\New' on {HOST}: create it, use create_base")


def test_why_a_directory_could_not_be_created(instances: Tasks, server: Server) -> None:
    server.wire.refuse("CreateDirectoryOnInstanceHost")
    with pytest.raises(SpeError) as failed:
        instances.run(**NEW, create_base_directory=True)
    assert failed.value.message == (
        rf"The directory 'E:\New' could not be created on {HOST}: check base_directory, its drive above all, or create the"
        " directory yourself."
    )


def test_a_host_in_other_letters_is_the_same(instances: Tasks) -> None:
    for allow_move in (False, True):
        assert not instances.run(instance_id="acme", instance_host=HOST.upper(), allow_move=allow_move)["changed"]


def test_a_directory_to_create_begins_with_a_drive(instances: Tasks) -> None:
    options = {**NEW, "base_directory": r"Archives\new", "create_base_directory": True}
    assert refused(instances, **options) == (
        r"base_directory: 'Archives\new' is not absolute; begin it with a drive, such as E:\Archives."
    )


@pytest.mark.usefixtures("at_new")
def test_another_error_is_not_put_down_to_the_place(instances: Tasks, server: Server) -> None:
    server.wire.refuse("StartInstances")
    with pytest.raises(FunctionFailed, match="The server refused StartInstances"):
        instances.run(**NEW, state="started")


def test_the_directory_of_an_instance_that_is_there_is_not_looked_at(instances: Tasks) -> None:
    instances.run(instance_id="acme", create_base_directory=True)
    assert instances.spe.wire.functions == ["GetInstances"]


@pytest.mark.parametrize(("option", "place"), [("instance_host", "elsewhere"), ("base_directory", "X:\\elsewhere")])
def test_the_place_of_an_instance_is_fixed(instances: Tasks, option: str, place: str) -> None:
    message = refused(instances, instance_id="acme", **{option: place})
    assert message.startswith(f"{option} of the instance 'acme' is ")
    assert message.endswith("and then set allow_move: true.")


MOVED: dict[str, Any] = {
    "instance_id": "acme",
    "instance_host": "host2",
    "base_directory": r"D:\acme",
    "allow_move": True,
}


def add_host2(server: Server) -> InstanceHost:
    host = InstanceHost("host2", 8472, "00")
    server.environment.hosts["host2"] = host
    return host


@pytest.fixture
def place(server: Server) -> None:
    add_host2(server).directories.create(r"D:\acme")


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        ("present", "stopped", ["SetInstanceConfiguration"]),
        ("present", "running", ["StopInstances", "SetInstanceConfiguration", "StartInstances"]),
        ("started", "stopped", ["SetInstanceConfiguration", "StartInstances"]),
        ("started", "running", ["StopInstances", "SetInstanceConfiguration", "StartInstances"]),
        ("restarted", "running", ["StopInstances", "SetInstanceConfiguration", "StartInstances"]),
        ("stopped", "running", ["StopInstances", "SetInstanceConfiguration"]),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_moved_instance_is_told_to_the_server(
    instances: Tasks, server: Server, tenant: Tenant, state: str, status: str, expected: list[str]
) -> None:
    """Nothing runs on the old files while the server notes the new place."""
    server.put("acme", status)
    predicted = instances.check(**MOVED, state=state)
    result = instances.run(**MOVED, state=state)
    assert functions(predicted) == functions(result) == instances.spe.wire.writes == expected
    assert predicted["diff"] == result["diff"]
    assert result["instance"]["base_directory"] == r"D:\acme"
    assert tenant.instance.status == ("stopped" if "StartInstances" not in expected else "running")


@pytest.mark.parametrize("missing", ["host", "directory"])
def test_a_new_place_that_is_not_there_stops_nothing(instances: Tasks, server: Server, missing: str) -> None:
    if missing == "directory":
        add_host2(server)
    start = {"host": "There is no instance host 'host2'", "directory": r"There is no directory 'D:\acme' on host2"}
    assert refused(instances, **MOVED, state="restarted").startswith(start[missing])
    instances.check(**MOVED)
    assert instances.warnings[0].startswith(start[missing])


@pytest.mark.parametrize("function", ["SetInstanceConfiguration", "StartInstances"])
@pytest.mark.usefixtures("place")
def test_after_a_failed_move_the_instance_runs_where_it_was(
    instances: Tasks, server: Server, tenant: Tenant, function: str
) -> None:
    server.wire.refuse(function)
    with pytest.raises(FunctionFailed) as failed:
        instances.run(**MOVED)
    assert (
        failed.value.message
        == f"The server refused {function}: So nicht; the instance 'acme' runs again in its old place."
    )
    assert (tenant.instance.status, tenant.instance.configuration.base_directory) == ("running", r"E:\acme")
    assert functions(server.wire.record.shown())[0] == "StopInstances"
    assert functions(server.wire.record.shown())[-1] == "StartInstances"


@pytest.mark.usefixtures("place")
def test_an_interrupted_move_ends_where_it_began(instances: Tasks, server: Server, tenant: Tenant) -> None:
    server.wire.interrupt("SetInstanceConfiguration", KeyboardInterrupt, work_is_done=True)
    with pytest.raises(KeyboardInterrupt):
        instances.run(**MOVED)
    assert (tenant.instance.status, tenant.instance.configuration.base_directory) == ("running", r"E:\acme")


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("function", ["StopInstances", "SetInstanceConfiguration", "StartInstances"])
@pytest.mark.usefixtures("place")
def test_a_lost_answer_in_a_move_leaves_it_moved_and_running(
    instances: Tasks, server: Server, tenant: Tenant, function: str, work_is_done: bool
) -> None:
    server.wire.lose(function, work_is_done=work_is_done)
    instances.run(**MOVED)
    assert (tenant.instance.status, tenant.instance.configuration.base_directory) == ("running", r"D:\acme")


@pytest.mark.parametrize("option", ["instance_host", "base_directory", "start_mode", "vss_writer_enabled"])
def test_what_an_instance_always_has_cannot_be_null(instances: Tasks, option: str) -> None:
    assert refused(instances, instance_id="acme", **{option: None}).startswith(f"{option} cannot be null")


@pytest.mark.parametrize("instance_id", ["*", "acme other", "Acme", "a", "1acme", "* .running", "", None, "a" * 33])
def test_what_is_no_id_goes_nowhere(instances: Tasks, instance_id: str | None) -> None:
    assert refused(instances, instance_id=instance_id, state="stopped").startswith(
        f"instance_id: {instance_id or ''!r} is not an instance ID"
    )
    assert instances.spe.wire.functions == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({**NEW, "instance_id": "other-alias"}, "'other-alias' cannot be used for the instance 'other-alias': it is already the alias of"),
        ({**NEW, "alias": "acme"}, "'acme' cannot be used for the instance 'new-one': it is already the id of the instance 'acme'"),
        ({**NEW, "alias": "Other-Alias"}, "'Other-Alias' cannot be used for the instance 'new-one': it is already the alias of"),
        ({"instance_id": "acme", "alias": "other"}, "'other' cannot be used for the instance 'acme': it is already the id of"),
        ({"instance_id": "acme", "alias": "other-alias"}, "'other-alias' cannot be used for the instance 'acme': it is already the alias"),
    ],
)  # fmt: skip
def test_ids_and_aliases_are_checked_against_both_name_spaces(
    instances: Tasks, server: Server, options: dict[str, Any], message: str
) -> None:
    server.add_instance("other", alias="other-alias")
    assert refused(instances, **options).startswith(message)


def test_the_own_alias_is_no_clash(instances: Tasks, server: Server, tenant: Tenant) -> None:
    server.environment.set_alias(tenant.instance, "ac")
    assert not instances.run(instance_id="acme", alias="ac")["changed"]


# The life


LIFE: list[tuple[str, str, list[str]]] = [
    ("present", "running", []),
    ("present", "stopped", []),
    ("present", "frozen", []),
    ("started", "running", []),
    ("started", "stopped", ["StartInstances"]),
    ("stopped", "running", ["StopInstances"]),
    ("stopped", "stopped", []),
    ("restarted", "running", ["RestartInstances"]),
    ("restarted", "stopped", ["StartInstances"]),
    # What a run that was killed in a freeze leaves behind.
    ("started", "frozen", ["ThawInstances"]),
    ("stopped", "frozen", ["ThawInstances", "StopInstances"]),
    ("restarted", "frozen", ["ThawInstances", "RestartInstances"]),
]


@pytest.mark.parametrize(("state", "status", "expected"), LIFE)
def test_from_every_status_to_every_state(
    instances: Tasks, server: Server, tenant: Tenant, state: str, status: str, expected: list[str]
) -> None:
    server.put("acme", status)
    predicted = instances.check(instance_id="acme", state=state)
    result = instances.run(instance_id="acme", state=state)
    assert functions(predicted) == functions(result) == instances.spe.wire.writes == expected
    assert predicted["diff"] == result["diff"]
    assert predicted["instance"]["status"] == result["instance"]["status"] == tenant.instance.status
    assert predicted["instance"].keys() == result["instance"].keys()
    assert tenant.instance.status == {"present": status, "stopped": "stopped"}.get(state, "running")


@pytest.mark.parametrize("state", ["started", "stopped"])
def test_a_second_run_changes_nothing(instances: Tasks, server: Server, state: str) -> None:
    server.put("acme", "stopped" if state == "started" else "running")
    instances.four_ways(instance_id="acme", state=state)


@pytest.mark.parametrize("state", ["started", "restarted"])
def test_a_disabled_instance_cannot_be_started(instances: Tasks, server: Server, tenant: Tenant, state: str) -> None:
    server.put("acme", "stopped")
    tenant.instance.configuration.start_mode = "disabled"
    assert refused(instances, instance_id="acme", state=state) == (
        f"The instance 'acme' cannot be {state}: its start_mode is disabled; set start_mode to automatic or manual."
    )
    assert refused(instances, **NEW, state=state, start_mode="disabled").startswith("The instance 'new-one' cannot be")


def test_a_disabled_instance_can_be_enabled_and_started_in_one(
    instances: Tasks, server: Server, tenant: Tenant
) -> None:
    server.put("acme", "stopped")
    tenant.instance.configuration.start_mode = "disabled"
    result = instances.four_ways(instance_id="acme", state="started", start_mode="manual")
    assert functions(result) == ["SetInstanceConfiguration", "StartInstances"]


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        ("started", "stopped", ["StartInstances"]),
        ("started", "running", []),
        ("restarted", "running", ["StopInstances", "StartInstances"]),
    ],
)
def test_safe_mode(instances: Tasks, server: Server, state: str, status: str, expected: list[str]) -> None:
    server.put("acme", status)
    result = instances.run(instance_id="acme", state=state, safe_mode=True)
    assert functions(result) == expected
    if expected:
        assert result["calls"][-1]["arguments"] == {"instanceFilter": "acme", "safeMode": True}


def test_safe_mode_on_a_server_that_does_not_know_it_is_refused(instances: Tasks, server: Server) -> None:
    server.put("acme", "stopped")
    server.world.describe("StartInstances", "instanceFilter")
    for check_mode in (True, False):
        with pytest.raises(NotSupportedByServer) as refusal:
            instances.run(check_mode, instance_id="acme", state="started", safe_mode=True)
        assert "which safe_mode needs" in refusal.value.message
    assert instances.spe.wire.writes == []


@pytest.mark.usefixtures("at_new")
@pytest.mark.parametrize("starts_by_itself", [True, False])
@pytest.mark.parametrize("state", ["started", "stopped", "restarted"])
def test_a_new_instance_gets_to_its_state_however_it_starts_out(
    instances: Tasks, server: Server, monkeypatch: pytest.MonkeyPatch, state: str, starts_by_itself: bool
) -> None:
    monkeypatch.setattr(assumptions, "NEW_INSTANCE_IS_STARTED", starts_by_itself)
    predicted = instances.check(**NEW, state=state)
    result = instances.run(**NEW, state=state)
    assert result["instance"]["status"] == ("stopped" if state == "stopped" else "running")
    assert predicted["diff"] == result["diff"]
    if not starts_by_itself:
        assert predicted["calls"] == result["calls"]
    is_there_already = starts_by_itself == (state != "stopped")
    assert len(server.wire.writes) == (1 if is_there_already else 2)


def process_of(tenant: Tenant) -> int:
    assert tenant.instance.process is not None
    return tenant.instance.process.process_id


def starts(server: Server) -> int:
    """How many processes the server has started."""
    return sum(work.function in ("StartInstances", "RestartInstances") for work in server.world.work)


def test_a_restart_waits_for_another_process(instances: Tasks, tenant: Tenant) -> None:
    before = process_of(tenant)
    result = instances.run(instance_id="acme", state="restarted")
    assert result["diff"]["after"] == {"instance_id": "acme", "status": "running", "restarted": True}
    assert result["instance"]["process_id"] == process_of(tenant) != before
    assert "restarted" not in result["instance"]


def test_a_restart_that_keeps_the_process_is_no_restart(instances: Tasks, server: Server) -> None:
    server.ignore("RestartInstances")
    with pytest.raises(WaitTimedOut):
        instances.run(instance_id="acme", state="restarted", wait_timeout=0)


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_restart_is_done_exactly_once(instances: Tasks, server: Server, work_is_done: bool) -> None:
    server.wire.lose("RestartInstances", work_is_done=work_is_done)
    instances.run(instance_id="acme", state="restarted")
    assert starts(server) == 1


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("function", ["StopInstances", "StartInstances"])
def test_a_lost_restart_in_safe_mode_is_done_exactly_once(
    instances: Tasks, server: Server, function: str, work_is_done: bool
) -> None:
    server.wire.lose(function, work_is_done=work_is_done)
    instances.run(instance_id="acme", state="restarted", safe_mode=True)
    assert starts(server) == 1


def test_a_lost_start_of_a_stopped_instance_is_no_reason_to_restart(instances: Tasks, server: Server) -> None:
    server.put("acme", "stopped")
    server.wire.lose("StartInstances", work_is_done=True)
    instances.run(instance_id="acme", state="restarted")
    assert server.wire.writes == ["StartInstances"]


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("function", ["CreateDirectoryOnInstanceHost", "CreateInstance", "StartInstances"])
def test_a_lost_answer_while_creating_leaves_one_running_instance(
    instances: Tasks, server: Server, function: str, work_is_done: bool
) -> None:
    server.wire.lose(function, work_is_done=work_is_done)
    result = instances.run(**NEW, state="started", create_base_directory=True)
    assert result["instance"]["status"] == "running"
    assert server.environment.find_host(HOST).directories.exists(r"E:\New")
    assert set(server.environment.instances) == {"acme", "new-one"}


def test_an_old_start_error_does_not_end_a_start(instances: Tasks, server: Server, tenant: Tenant) -> None:
    server.put("acme", "stopped")
    tenant.instance.start_stop_error = "The disk was full."
    assert instances.run(instance_id="acme", state="started")["changed"]
    assert tenant.instance.status == "running"


def test_a_new_start_error_ends_the_wait_and_tells_what_was_done(
    instances: Tasks, server: Server, tenant: Tenant
) -> None:
    server.put("acme", "stopped")
    tenant.instance.start_stop_error = "The disk was full."

    def start(_call: Call) -> None:
        tenant.instance.start_stop_error = "The port is in use."

    server.world.answer_with("StartInstances", start)
    with pytest.raises(FunctionFailed) as failed:
        instances.run(instance_id="acme", state="started")
    assert failed.value.message == "The instance 'acme' did not become running: The port is in use."
    assert server.wire.record.shown()["calls"] == [
        {"function": "StartInstances", "arguments": {"instanceFilter": "acme"}}
    ]


def test_the_same_start_error_again_is_told_when_the_time_is_over(
    instances: Tasks, server: Server, tenant: Tenant
) -> None:
    server.put("acme", "stopped")
    tenant.instance.start_stop_error = "The disk was full."
    server.ignore("StartInstances")
    with pytest.raises(WaitTimedOut) as late:
        instances.run(instance_id="acme", state="started", wait_timeout=0)
    assert late.value.message == (
        "StartInstances was accepted, but after 0 seconds the instance 'acme' is not yet running (earlier error: The"
        " disk was full.); look at the server, or raise wait_timeout."
    )
    assert server.wire.record.shown()["changed"]


def test_without_waiting_a_start_is_left_alone(instances: Tasks, server: Server) -> None:
    server.put("acme", "stopped")
    server.ignore("StartInstances")
    result = instances.run(instance_id="acme", state="started", wait=False)
    assert result["changed"]
    assert result["instance"]["status"] == "stopped"


def test_without_waiting_a_call_that_goes_on_is_no_failure(instances: Tasks, server: Server) -> None:
    server.put("acme", "stopped")
    server.wire.go_on("StartInstances")
    assert instances.run(instance_id="acme", state="started", wait=False)["changed"]
    server.wire.go_on("StartInstances")
    with pytest.raises(WaitTimedOut):
        instances.run(instance_id="acme", state="started")


# The end


ALLOWED: dict[str, Any] = {"confirm": "acme", "allow_running": True, "allow_legal_hold": True, "allow_messages": True}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("running", ["StopInstances", "DeleteInstances"]),
        ("stopped", ["DeleteInstances"]),
        ("frozen", ["ThawInstances", "StopInstances", "DeleteInstances"]),
    ],
)
def test_an_instance_is_stopped_and_deleted(instances: Tasks, server: Server, status: str, expected: list[str]) -> None:
    server.put("acme", status)
    server.wire.forget()
    predicted = instances.check(instance_id="acme", state="absent", **ALLOWED)
    assert server.wire.writes == []
    result = instances.run(instance_id="acme", state="absent", **ALLOWED, wait=False)
    assert predicted == result
    assert functions(result) == expected
    assert result["instance"] is None
    assert server.environment.instances == {}
    again = instances.run(instance_id="acme", state="absent", **ALLOWED)
    assert (again["changed"], again["diff"]) == (False, {"before": {}, "after": {}})
    assert "deletes" not in again


def is_frozen(tenant: Tenant) -> None:
    tenant.server.put("acme", "frozen")


def is_stopped(tenant: Tenant) -> None:
    tenant.server.put("acme", "stopped")


def is_held(tenant: Tenant) -> None:
    tenant.content.legal_hold = True


def is_closed(tenant: Tenant) -> None:
    tenant.access = False


def has_messages(tenant: Tenant) -> None:
    tenant.add_store("2025", messages=7)


def runs(tenant: Tenant) -> None:
    assert tenant.instance.status == "running"


@pytest.mark.parametrize(
    ("condition", "allowed", "reason"),
    [
        (runs, "allow_running", "it is running (allow_running)"),
        (is_frozen, "allow_running", "it is frozen (allow_running)"),
        (is_held, "allow_legal_hold", "legal hold is on (allow_legal_hold)"),
        (is_closed, "allow_legal_hold", "it is not known whether legal hold is on (allow_legal_hold)"),
        (is_stopped, "allow_legal_hold", "it is not known whether legal hold is on (allow_legal_hold)"),
        (has_messages, "allow_messages", "it contains 7 messages (allow_messages)"),
        (is_stopped, "allow_messages", "it is not known whether it contains messages (allow_messages)"),
    ],
)
def test_what_a_playbook_does_not_allow_is_not_deleted(
    instances: Tasks, server: Server, tenant: Tenant, condition: Callable[[Tenant], None], allowed: str, reason: str
) -> None:
    """Each reason with its own option, in check mode, too."""
    condition(tenant)
    options = {**ALLOWED, allowed: False}
    for check_mode in (True, False):
        with pytest.raises(InputError) as refusal:
            instances.run(check_mode, instance_id="acme", state="absent", **options)
        assert refusal.value.message == (
            f"The instance 'acme' is not deleted: {reason}. To delete it anyway, set the option after each reason to"
            " true."
        )
        assert set(server.wire.record.shown()["deletes"]) == {"users", "messages", "size_mb", "legal_hold"}
    assert server.wire.writes == []


def test_an_empty_instance_without_legal_hold_only_has_to_stop(instances: Tasks, tenant: Tenant) -> None:
    tenant.add_user("jane")
    tenant.add_store("2025", size=12 * 2**20)
    result = instances.run(instance_id="acme", state="absent", confirm="acme", allow_running=True)
    assert result["deletes"] == {"users": 1, "messages": 0, "size_mb": 12, "legal_hold": False}
    assert result["diff"]["before"] == {
        "state": "present",
        "instance_id": "acme",
        "status": "running",
        **result["deletes"],
    }


def test_access_is_opened_to_read_what_would_be_lost(instances: Tasks, server: Server, tenant: Tenant) -> None:
    tenant.access = False
    tenant.content.legal_hold = True
    with pytest.raises(InputError, match="legal hold is on"):
        instances.run(
            instance_id="acme", state="absent", confirm="acme", allow_running=True, service_provider_access="open"
        )
    assert server.wire.record.shown()["service_provider_access_opened"]
    assert not tenant.access


# Somebody deletes it meanwhile


@pytest.mark.parametrize(
    ("state", "status", "function"),
    [
        ("started", "stopped", "StartInstances"),
        ("started", "frozen", "ThawInstances"),
        ("stopped", "running", "StopInstances"),
        ("restarted", "running", "RestartInstances"),
    ],
)
@pytest.mark.parametrize("moment", ["before the call", "in the wait"])
def test_an_instance_that_is_gone_is_not_waited_for(
    instances: Tasks, server: Server, state: str, status: str, function: str, moment: str
) -> None:
    server.put("acme", status)

    def vanish(_call: Call) -> None:
        server.environment.instances.clear()
        if moment == "before the call":
            raise refusal()

    server.world.answer_with(function, vanish)
    with pytest.raises(SpeError) as failed:
        instances.run(instance_id="acme", state=state)
    assert (
        failed.value.message
        == "The instance 'acme' no longer exists: somebody deleted it while this task worked on it."
    )


def test_one_that_is_gone_while_it_is_stopped_to_be_deleted_is_as_wanted(instances: Tasks, server: Server) -> None:
    server.world.answer_with("StopInstances", lambda _call: server.environment.instances.clear())
    result = instances.run(instance_id="acme", state="absent", **ALLOWED)
    assert (functions(result), server.wire.writes) == (["StopInstances"], ["StopInstances"])


@pytest.mark.parametrize("confirm", [None, "", "acm", "ACME"])
def test_deleting_wants_the_name_again(instances: Tasks, confirm: str | None) -> None:
    assert refused(instances, instance_id="acme", state="absent", confirm=confirm) == (
        "Deleting the instance 'acme' deletes a tenant: write confirm: acme if you want that."
    )


def test_an_instance_that_is_gone_needs_no_deleting(instances: Tasks) -> None:
    result = instances.run(instance_id="gone", state="absent", confirm="gone")
    assert (result["changed"], result["instance"], result["calls"]) == (False, None, [])


# Reading


def snapshot_of(server: Server) -> Snapshot:
    return Snapshot(server.client())


def test_only_running_instances_are_asked_for_statistics(server: Server, tenant: Tenant) -> None:
    tenant.add_store("2025", size=12 * 2**20, messages=7)
    server.add_instance("other")
    server.put("other", "stopped")
    running, stopped = read_instances(
        snapshot_of(server), None, parallel=2, configuration=True, statistics=True, live_statistics=False
    )
    statistics = running["statistics"]
    assert (statistics["total_size_mb"], statistics["number_of_messages"]) == (12, 7)
    assert stopped["statistics"] is None
    assert stopped["base_directory"] == r"E:\other"
    assert "live_statistics" not in running
    assert server.wire.functions.count("GetInstanceStatistics") == 1


@pytest.mark.parametrize(
    ("options", "narrowest", "found"),
    [
        ({"host": "host2"}, "*host2", ["acme"]),
        ({"host": "HOST2", "status": "running"}, "*HOST2", ["acme"]),
        ({"host": "host2", "status": "stopped"}, "*host2", []),
        ({"status": "running"}, "* .running", ["acme", "other"]),
        ({"status": "Running"}, "* .running", ["acme", "other"]),
        ({"status": "frozen"}, "*", []),
        ({}, "*", ["acme", "other"]),
    ],
)
def test_instances_of_a_host_or_with_a_status(
    server: Server, tenant: Tenant, options: dict[str, str], narrowest: str, found: list[str]
) -> None:
    """The server is asked for few, and what it lists beside them is left out."""
    tenant.instance.configuration.instance_host = "host2"
    server.add_instance("other")
    server.answer("GetInstances", [instance.row() for instance in server.environment.instances.values()])
    shown = read_instances(
        snapshot_of(server), None, **options, parallel=1, configuration=False, statistics=False, live_statistics=False
    )
    assert [row["instance_id"] for row in shown] == found
    (request,) = server.wire.journal
    assert (request.name, request.arguments) == ("GetInstances", {"instanceFilter": narrowest})


@pytest.mark.usefixtures("tenant")
def test_no_statistics_are_none(server: Server) -> None:
    server.ignore("GetInstanceStatistics")
    (shown,) = read_instances(
        snapshot_of(server), "acme", parallel=1, configuration=False, statistics=True, live_statistics=False
    )
    assert shown["statistics"] is None
    assert "base_directory" not in shown


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("stopped", "is stopped; start it first (community.mailstore.spe_instance with state: started)"),
        ("frozen", "is frozen and does not answer; thaw it first"),
        ("a new word", "'a new word', a word that this collection does not know; look what it means"),
    ],
)
def test_why_an_instance_does_not_answer(server: Server, tenant: Tenant, status: str, words: str) -> None:
    server.answer("GetInstances", [{**tenant.instance.row(), "status": status}])
    assert words in str(instance_trouble(snapshot_of(server), "acme"))


@pytest.mark.usefixtures("tenant")
def test_an_instance_in_good_order_has_no_trouble(server: Server) -> None:
    assert instance_trouble(snapshot_of(server), "acme") is None
    assert "There is no instance 'gone'" in str(instance_trouble(snapshot_of(server), "gone"))
