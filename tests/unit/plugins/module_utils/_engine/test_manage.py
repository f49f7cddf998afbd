# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read, compare, plan, apply, read again: what is sent, what is told, and what happens when something goes wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    InputError,
    NotReached,
    NotSupportedByServer,
    SpeError,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.apply import (
    PLANS_AFTER_LOST_ANSWERS,
    require_support,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.calls import Call
from ansible_collections.community.mailstore.plugins.module_utils._engine.item import Item, Refine, as_planned
from ansible_collections.community.mailstore.plugins.module_utils._engine.manage import (
    Outcome,
    manage,
    predict_from_nothing,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.plan import Incomplete, Plan
from ansible_collections.community.mailstore.plugins.module_utils._engine.read import Desired, Observed
from ansible_collections.community.mailstore.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.mailstore.plugins.module_utils._engine.sender import Sender
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import ARCHIVE_ADMIN
from ansible_collections.community.mailstore.plugins.module_utils._resources.job import JOB
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.unit.cost import functions_called
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.tenant import Tenant

JOB_FIELDS: dict[str, Any] = {"action": "Ping", "owner": "$archiveadmin", "interval": 60, "enabled": False}


pytestmark = pytest.mark.usefixtures("tenant")


def user(name: str = "jane", **fields: Any) -> Desired:
    return Desired(name, fields, scope={"instanceID": "acme"})


def job(**fields: Any) -> Desired:
    return Desired("night", fields, scope={"instanceID": "acme"})


def snapshot(server: Server, *, check_mode: bool = False) -> Snapshot:
    return Snapshot(server.client(check_mode=check_mode))


def run(server: Server, desired: Desired, *, check_mode: bool = False, **more: Any) -> Outcome:
    resource = USER if "owner" not in desired.fields else JOB
    sender = Sender(snapshot(server, check_mode=check_mode), Waiting())
    return manage(Item(resource, desired, **more), sender, check_mode=check_mode)


def failure(server: Server, desired: Desired, **more: Any) -> SpeError:
    with pytest.raises(SpeError) as failed:
        run(server, desired, **more)
    return failed.value


def test_the_calls_are_sent_in_order_and_the_object_is_read_again(server: Server) -> None:
    outcome = run(server, user(full_name="Jane", email_addresses=["j@x"], mfa="enabled"))
    assert server.wire.functions == [
        *("GetUserInfo", "GetUsers"),
        *("CreateUser", "SetUserEmailAddresses", "InitializeMFA"),
        "GetUserInfo",
    ]
    assert outcome.shown is not None
    assert outcome.shown["email_addresses"] == ["j@x"]


def test_the_id_of_a_new_object_is_read_from_the_list(server: Server, tenant: Tenant) -> None:
    tenant.add_job("other", time_zone_id="UTC", interval=5)
    run(server, job(**JOB_FIELDS))
    assert server.wire.arguments_of("SetJobEnabled")["id"] == 2


def test_a_new_object_that_is_not_listed_is_a_failure(server: Server) -> None:
    server.ignore("CreateJob")
    error = failure(server, job(**JOB_FIELDS))
    assert error.message == (
        "The server accepted the new job 'night', but does not list it; look at the server's own log."
    )
    assert [call["function"] for call in server.wire.record.shown()["calls"]] == ["CreateJob"]


def test_a_creation_that_did_not_take_is_a_failure(server: Server) -> None:
    server.ignore("CreateUser")
    assert failure(server, user()).message == (
        "The server accepted the calls, but does not list the user 'jane' afterwards; look at the server's own log."
    )


def test_a_change_that_did_not_take_is_a_failure(server: Server, tenant: Tenant) -> None:
    tenant.add_user("jane")
    server.ignore("SetUserFullName", "SetUserPop3UserNames")
    error = failure(server, user(full_name="Jane", pop3_user_names=["j"], distinguished_name="CN"))
    assert error.message == (
        "The server accepted the calls, but full_name, pop3_user_names of the user 'jane' did not change; look at the"
        " server's own log."
    )
    assert server.wire.record.shown()["changed"]
    assert len(server.wire.record.shown()["calls"]) == 3


def test_a_removal_that_did_not_take_is_a_failure(server: Server, tenant: Tenant) -> None:
    tenant.add_user("jane")
    server.ignore("DeleteUser")
    assert failure(server, replace(user(), absent=True)).message == (
        "The server accepted the calls, but still lists the user 'jane'; look at the server's own log."
    )


def test_a_failure_half_way_tells_what_was_done(server: Server) -> None:
    server.wire.refuse("InitializeMFA")
    failure(server, user(password="geheim", email_addresses=["j@x"], mfa="enabled"))
    assert server.wire.record.shown()["changed"] is True
    assert [call["function"] for call in server.wire.record.shown()["calls"]] == ["CreateUser", "SetUserEmailAddresses"]
    assert "geheim" not in str(server.wire.record.shown())


def test_a_failure_of_the_first_call_tells_of_nothing(server: Server) -> None:
    server.wire.refuse("CreateUser")
    failure(server, user())
    assert server.wire.record.shown() == {}


FULL: dict[str, Any] = {
    "full_name": "Jane",
    "email_addresses": ["j@x"],
    "folder_privileges": [{"folder": "info", "privileges": ["read"]}],
    "mfa": "enabled",
}


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize(
    "function", ["CreateUser", "SetUserEmailAddresses", "SetUserPrivilegesOnFolder", "InitializeMFA"]
)
def test_a_lost_answer_leaves_nothing_twice_and_nothing_missed(
    server: Server, tenant: Tenant, function: str, work_is_done: bool
) -> None:
    tenant.content.folders.make("info")
    server.wire.lose(function, work_is_done=work_is_done)
    outcome = run(server, user(**FULL))
    assert server.wire.writes.count(function) == (1 if work_is_done else 2)
    others = [name for name in server.wire.writes if name != function]
    assert len(others) == len(set(others)) == 3
    jane = tenant.user("jane")
    assert (jane.email_addresses, jane.mfa_status) == (("j@x",), "Enabled")
    assert jane.folder_privileges == {"info": ("read",)}
    assert [call.function for call in outcome.calls] == [
        *("CreateUser", "SetUserEmailAddresses", "SetUserPrivilegesOnFolder", "InitializeMFA"),
    ]


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_rename_is_done_once(server: Server, tenant: Tenant, work_is_done: bool) -> None:
    tenant.add_user("jane")
    server.wire.lose("RenameUser", work_is_done=work_is_done)
    run(server, replace(user(full_name="J"), new_name="joe"))
    assert tenant.user_names == ["joe"]
    assert server.wire.writes.count("SetUserFullName") == 1


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_removal_is_done_once(server: Server, tenant: Tenant, work_is_done: bool) -> None:
    tenant.add_user("jane")
    server.wire.lose("DeleteUser", work_is_done=work_is_done)
    run(server, replace(user(), absent=True))
    assert tenant.user_names == []


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_job_is_made_once(server: Server, tenant: Tenant, work_is_done: bool) -> None:
    server.wire.lose("CreateJob", work_is_done=work_is_done)
    run(server, job(**JOB_FIELDS))
    assert [entry.enabled for entry in tenant.jobs] == [False]


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("lost", ["CreateUser", "SetUserEmailAddresses"])
def test_a_failure_after_a_lost_answer_tells_of_its_call_once(server: Server, lost: str, work_is_done: bool) -> None:
    server.wire.lose(lost, work_is_done=work_is_done)
    server.wire.refuse("InitializeMFA")
    failure(server, user(email_addresses=["j@x"], mfa="enabled"))
    assert server.wire.record.shown()["changed"] is True
    assert [call["function"] for call in server.wire.record.shown()["calls"]] == ["CreateUser", "SetUserEmailAddresses"]


def test_an_answer_may_be_lost_again_and_again(server: Server, tenant: Tenant) -> None:
    server.wire.lose("CreateUser", work_is_done=False, times=PLANS_AFTER_LOST_ANSWERS)
    run(server, user())
    assert tenant.user_names == ["jane"]


def test_answers_that_are_always_lost_end_in_the_error(server: Server) -> None:
    server.wire.lose("CreateUser", work_is_done=False, times=100)
    assert isinstance(failure(server, user()), AnswerLost)
    assert server.wire.writes == ["CreateUser"] * (PLANS_AFTER_LOST_ANSWERS + 1)


def test_a_server_that_cannot_be_asked_again_leaves_the_write_in_doubt(server: Server, tenant: Tenant) -> None:
    tenant.add_user("jane")
    server.wire.lose("SetUserFullName", work_is_done=True)

    def unplug(plan: Plan, _found: Observed) -> Plan:
        server.wire.unplug("GetUserInfo", times=100)
        return plan

    error = failure(server, user(distinguished_name="CN", full_name="J"), refine=unplug)
    assert isinstance(error, AnswerLost)
    assert error.function == "SetUserFullName"


def test_a_server_that_cannot_be_reached_is_told_as_such(server: Server) -> None:
    server.wire.unplug("GetUserInfo")
    error = failure(server, user())
    assert isinstance(error, NotReached)
    assert server.wire.record.shown() == {}


def test_check_mode_reads_and_writes_nothing(server: Server) -> None:
    outcome = run(server, user(**FULL), check_mode=True)
    assert server.wire.writes == []
    assert outcome.changed
    assert outcome.shown is not None
    assert outcome.shown["mfa"] == "enabled"


def test_a_function_that_the_server_does_not_know_is_refused_before_anything_is_sent(server: Server) -> None:
    server.world.remove("InitializeMFA")
    for check_mode in (True, False):
        with pytest.raises(NotSupportedByServer) as refusal:
            run(server, user(mfa="enabled"), check_mode=check_mode)
        version = server.environment.full_version
        assert refusal.value.message.startswith(f"Your server ({version}) does not know InitializeMFA, which mfa needs")
    assert server.wire.writes == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "spe_module needs. Update the server to use this module."),
        (("mfa",), "mfa needs: leave it out, or update the server."),
    ],
)
def test_who_needs_what_the_server_lacks_is_told(server: Server, options: tuple[str, ...], sentence: str) -> None:
    server.world.remove("InitializeMFA")
    call = Call("InitializeMFA", {"instanceID": "acme", "userName": "jane"}, options)
    with pytest.raises(NotSupportedByServer) as refusal:
        require_support((call,), snapshot(server))
    version = server.environment.full_version
    assert refusal.value.message == f"Your server ({version}) does not know InitializeMFA, which {sentence}"


def test_metadata_is_not_asked_for_what_every_server_knows(server: Server) -> None:
    assert run(server, user(full_name="Jane")).changed
    assert "get-metadata" not in [request.name for request in server.world.requests]


def test_a_noun_may_have_its_own_say_in_its_plan(server: Server, tenant: Tenant) -> None:
    tenant.add_user("jane")

    def refine(plan: Plan, observed: Observed) -> Plan:
        assert observed.api_object is not None
        call = Call("SetUserPassword", {"instanceID": "acme", "userName": "jane", "password": "x"})
        after = {**(plan.after or {}), "seen": True}
        return replace(plan, calls=(call,), after=after, warnings=("Look!",), diff_only=frozenset({"seen"}))

    outcome = run(server, user(), check_mode=True, refine=refine)
    assert outcome.changed
    assert outcome.warnings == ("Look!",)
    assert outcome.diff["after"]["seen"]
    assert outcome.shown is not None
    assert "seen" not in outcome.shown


def test_the_result_has_the_keys_of_all_state_modules(server: Server, tenant: Tenant) -> None:
    result = run(server, user(password="x")).result("user")
    assert result.keys() == {"changed", "diff", "calls", "user", "password_updated"}
    assert run(server, user()).result("user").keys() == {"changed", "diff", "calls", "user"}


def test_a_mistyped_name_makes_nothing(server: Server) -> None:
    assert isinstance(failure(server, replace(user(), new_name="joe")), InputError)
    outcome = run(server, replace(user(), new_name="joe"), check_mode=True)
    assert [call.function for call in outcome.calls] == ["RenameUser"]
    assert outcome.warnings == ("There is no user 'jane' yet: check mode predicts only its renaming.",)


def from_nothing(server: Server, resource: Resource, desired: Desired, refine: Refine = as_planned) -> Outcome:
    """The prediction; a read would raise NotRead."""
    reading = snapshot(server, check_mode=True)
    with reading.planning():
        return predict_from_nothing(Item(resource, desired, refine), reading)


def test_from_nothing_everything_is_predicted_and_nothing_read(server: Server) -> None:
    outcome = from_nothing(server, USER, user(full_name="Jane", privileges=["login"]))
    assert [call.function for call in outcome.calls] == ["CreateUser"]
    assert outcome.shown is not None
    assert (outcome.shown["name"], outcome.shown["full_name"]) == ("jane", "Jane")
    assert not from_nothing(server, USER, replace(user(), absent=True)).changed
    renaming = from_nothing(server, USER, replace(user(), new_name="joe"))
    assert [call.function for call in renaming.calls] == ["RenameUser"]


def incomplete(plan: Plan, _found: Observed) -> Plan:
    raise Incomplete("The user 'jane' does not exist: set more to create it.")


def test_too_little_to_make_an_object_is_a_warning_in_check_mode(server: Server) -> None:
    assert isinstance(failure(server, user(), refine=incomplete), Incomplete)
    for outcome in (
        run(server, user(full_name="Jane"), check_mode=True, refine=incomplete),
        from_nothing(server, USER, user(full_name="Jane"), incomplete),
    ):
        assert not outcome.changed
        assert outcome.diff == {"before": {}, "after": {}}
        assert outcome.shown is not None
        assert outcome.shown["full_name"] == "Jane"
        assert outcome.warnings == ("There is no user 'jane' yet: check mode cannot predict its changes.",)


def test_from_nothing_a_setting_is_predicted(server: Server) -> None:
    outcome = from_nothing(server, ARCHIVE_ADMIN, Desired("acme", {"enabled": True}, scope={"instanceID": "acme"}))
    assert [call.function for call in outcome.calls] == ["SetArchiveAdminEnabled"]
    assert outcome.shown == {"instance_id": "acme", "enabled": True}


def test_an_unchanged_user_costs_one_call_and_little_work(server: Server, tenant: Tenant) -> None:
    tenant.add_user("jane", email_addresses=("j@x",), mfa_status="Enabled", folder_privileges={"info": ("read",)})
    client = server.client()
    asked = user(**{**FULL, "full_name": None})
    answer = client.invoke("GetUserInfo", {"instanceID": "acme", "userName": "jane"})
    client.invoke = lambda *_args, **_more: answer  # type: ignore[method-assign]

    def once() -> None:
        assert not manage(Item(USER, asked), Sender(Snapshot(client), Waiting()), check_mode=False).changed

    assert functions_called(once) < 1000
    server.wire.forget()
    run(server, asked)
    assert server.wire.functions == ["GetUserInfo"]
