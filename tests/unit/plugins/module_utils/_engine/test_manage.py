# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read, compare, plan, apply, read again: what is sent, what is told, and what happens when something goes wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Signature, Waiting
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
from ansible_collections.community.mailstore.plugins.module_utils._engine.server import Server
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import ARCHIVE_ADMIN
from ansible_collections.community.mailstore.plugins.module_utils._resources.job import JOB
from ansible_collections.community.mailstore.plugins.module_utils._resources.user import USER

from tests.unit.cost import functions_called
from tests.unit.plugins.module_utils.fake_client import full_metadata
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe

JOB_FIELDS: dict[str, Any] = {"action": "Ping", "owner": "admin", "interval": 60, "enabled": False}


@pytest.fixture
def acme() -> FakeInstance:
    return FakeInstance("acme")


@pytest.fixture
def spe(acme: FakeInstance) -> FakeSpe:
    return FakeSpe(acme)


def user(name: str = "jane", **fields: Any) -> Desired:
    return Desired(name, fields, scope={"instanceID": "acme"})


def job(**fields: Any) -> Desired:
    return Desired("night", fields, scope={"instanceID": "acme"})


def server(spe: FakeSpe, *, check_mode: bool = False) -> Server:
    return Server(spe.client(check_mode=check_mode), Waiting())


def run(spe: FakeSpe, desired: Desired, *, check_mode: bool = False, **more: Any) -> Outcome:
    resource = USER if "owner" not in desired.fields else JOB
    return manage(resource, desired, server(spe, check_mode=check_mode), check_mode=check_mode, **more)


def failure(spe: FakeSpe, desired: Desired, **more: Any) -> SpeError:
    with pytest.raises(SpeError) as failed:
        run(spe, desired, **more)
    return failed.value


def test_the_calls_are_sent_in_order_and_the_object_is_read_again(spe: FakeSpe) -> None:
    outcome = run(spe, user(full_name="Jane", email_addresses=["j@x"], mfa="enabled"))
    assert spe.wire.functions == [
        *("GetUserInfo", "GetUsers"),
        *("CreateUser", "SetUserEmailAddresses", "InitializeMFA"),
        "GetUserInfo",
    ]
    assert outcome.shown is not None
    assert outcome.shown["email_addresses"] == ["j@x"]


def test_the_id_of_a_new_object_is_read_from_the_list(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.add_job("other", schedule={"interval": 5})
    run(spe, job(**JOB_FIELDS))
    assert spe.wire.arguments_of("SetJobEnabled")["id"] == 2


def test_a_new_object_that_is_not_listed_is_a_failure(spe: FakeSpe) -> None:
    spe.ignored.add("CreateJob")
    error = failure(spe, job(**JOB_FIELDS))
    assert error.message == (
        "The server accepted the new job 'night', but does not list it; look at the server's own log."
    )
    assert [call["function"] for call in spe.wire.record.shown()["calls"]] == ["CreateJob"]


def test_a_creation_that_did_not_take_is_a_failure(spe: FakeSpe) -> None:
    spe.ignored.add("CreateUser")
    assert failure(spe, user()).message == (
        "The server accepted the calls, but does not list the user 'jane' afterwards; look at the server's own log."
    )


def test_a_change_that_did_not_take_is_a_failure(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.add_user("jane")
    spe.ignored |= {"SetUserFullName", "SetUserPop3UserNames"}
    error = failure(spe, user(full_name="Jane", pop3_user_names=["j"], distinguished_name="CN"))
    assert error.message == (
        "The server accepted the calls, but full_name, pop3_user_names of the user 'jane' did not change; look at the"
        " server's own log."
    )
    assert spe.wire.record.shown()["changed"]
    assert len(spe.wire.record.shown()["calls"]) == 3


def test_a_removal_that_did_not_take_is_a_failure(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.add_user("jane")
    spe.ignored.add("DeleteUser")
    assert failure(spe, replace(user(), absent=True)).message == (
        "The server accepted the calls, but still lists the user 'jane'; look at the server's own log."
    )


def test_a_failure_half_way_tells_what_was_done(spe: FakeSpe) -> None:
    spe.wire.refuse("InitializeMFA")
    failure(spe, user(password="geheim", email_addresses=["j@x"], mfa="enabled"))
    assert spe.wire.record.shown()["changed"] is True
    assert [call["function"] for call in spe.wire.record.shown()["calls"]] == ["CreateUser", "SetUserEmailAddresses"]
    assert "geheim" not in str(spe.wire.record.shown())


def test_a_failure_of_the_first_call_tells_of_nothing(spe: FakeSpe) -> None:
    spe.wire.refuse("CreateUser")
    failure(spe, user())
    assert spe.wire.record.shown() == {}


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
    spe: FakeSpe, acme: FakeInstance, function: str, work_is_done: bool
) -> None:
    spe.wire.lose(function, work_is_done=work_is_done)
    outcome = run(spe, user(**FULL))
    assert spe.wire.writes.count(function) == (1 if work_is_done else 2)
    others = [name for name in spe.wire.writes if name != function]
    assert len(others) == len(set(others)) == 3
    assert acme.users["jane"]["emailAddresses"] == ["j@x"]
    assert acme.users["jane"]["mfaStatus"] == "Pending"
    assert [call.function for call in outcome.calls] == [
        *("CreateUser", "SetUserEmailAddresses", "SetUserPrivilegesOnFolder", "InitializeMFA"),
    ]


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_rename_is_done_once(spe: FakeSpe, acme: FakeInstance, work_is_done: bool) -> None:
    acme.add_user("jane")
    spe.wire.lose("RenameUser", work_is_done=work_is_done)
    run(spe, replace(user(full_name="J"), new_name="joe"))
    assert list(acme.users) == ["joe"]
    assert spe.wire.writes.count("SetUserFullName") == 1


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_removal_is_done_once(spe: FakeSpe, acme: FakeInstance, work_is_done: bool) -> None:
    acme.add_user("jane")
    spe.wire.lose("DeleteUser", work_is_done=work_is_done)
    run(spe, replace(user(), absent=True))
    assert acme.users == {}


@pytest.mark.parametrize("work_is_done", [True, False])
def test_a_lost_job_is_made_once(spe: FakeSpe, acme: FakeInstance, work_is_done: bool) -> None:
    spe.wire.lose("CreateJob", work_is_done=work_is_done)
    run(spe, job(**JOB_FIELDS))
    assert [entry["enabled"] for entry in acme.jobs] == [False]


@pytest.mark.parametrize("work_is_done", [True, False])
@pytest.mark.parametrize("lost", ["CreateUser", "SetUserEmailAddresses"])
def test_a_failure_after_a_lost_answer_tells_of_its_call_once(spe: FakeSpe, lost: str, work_is_done: bool) -> None:
    spe.wire.lose(lost, work_is_done=work_is_done)
    spe.wire.refuse("InitializeMFA")
    failure(spe, user(email_addresses=["j@x"], mfa="enabled"))
    assert spe.wire.record.shown()["changed"] is True
    assert [call["function"] for call in spe.wire.record.shown()["calls"]] == ["CreateUser", "SetUserEmailAddresses"]


def test_an_answer_may_be_lost_again_and_again(spe: FakeSpe, acme: FakeInstance) -> None:
    spe.wire.lose("CreateUser", work_is_done=False, times=PLANS_AFTER_LOST_ANSWERS)
    run(spe, user())
    assert list(acme.users) == ["jane"]


def test_answers_that_are_always_lost_end_in_the_error(spe: FakeSpe) -> None:
    spe.wire.lose("CreateUser", work_is_done=False, times=100)
    assert isinstance(failure(spe, user()), AnswerLost)
    assert spe.wire.writes == ["CreateUser"] * (PLANS_AFTER_LOST_ANSWERS + 1)


def test_a_server_that_cannot_be_asked_again_leaves_the_write_in_doubt(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.add_user("jane")
    spe.wire.lose("SetUserFullName", work_is_done=True)

    def unplug(plan: Plan, _found: Observed) -> Plan:
        spe.wire.unplug("GetUserInfo", times=100)
        return plan

    error = failure(spe, user(distinguished_name="CN", full_name="J"), refine=unplug)
    assert isinstance(error, AnswerLost)
    assert error.function == "SetUserFullName"


def test_a_server_that_cannot_be_reached_is_told_as_such(spe: FakeSpe) -> None:
    spe.wire.unplug("GetUserInfo")
    error = failure(spe, user())
    assert isinstance(error, NotReached)
    assert spe.wire.record.shown() == {}


def test_check_mode_reads_and_writes_nothing(spe: FakeSpe) -> None:
    outcome = run(spe, user(**FULL), check_mode=True)
    assert spe.wire.writes == []
    assert outcome.changed
    assert outcome.shown is not None
    assert outcome.shown["mfa"] == "enabled"


def test_a_function_that_the_server_does_not_know_is_refused_before_anything_is_sent(spe: FakeSpe) -> None:
    metadata = {name: signature for name, signature in full_metadata().items() if name != "InitializeMFA"}
    for check_mode in (True, False):
        asking = Server(spe.client(check_mode=check_mode, metadata=metadata), Waiting())
        with pytest.raises(NotSupportedByServer) as refusal:
            manage(USER, user(mfa="enabled"), asking, check_mode=check_mode)
        assert refusal.value.message.startswith("Your server (25.3.1) does not know InitializeMFA, which mfa needs")
    assert spe.wire.writes == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "spe_module needs. Update the server to use this module."),
        (("mfa",), "mfa needs: leave it out, or update the server."),
    ],
)
def test_who_needs_what_the_server_lacks_is_told(spe: FakeSpe, options: tuple[str, ...], sentence: str) -> None:
    metadata = {name: signature for name, signature in full_metadata().items() if name != "InitializeMFA"}
    asking = Server(spe.client(metadata=metadata), Waiting())
    with pytest.raises(NotSupportedByServer) as refusal:
        require_support((Call("InitializeMFA", {"instanceID": "acme", "userName": "jane"}, options),), asking)
    assert refusal.value.message == f"Your server (25.3.1) does not know InitializeMFA, which {sentence}"


def test_metadata_is_not_asked_for_what_every_server_knows(spe: FakeSpe, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> dict[str, Signature]:
        raise AssertionError("get-metadata was asked")

    client = spe.client()
    monkeypatch.setattr(client, "metadata", asked)
    assert manage(USER, user(full_name="Jane"), Server(client, Waiting()), check_mode=False).changed


def test_a_noun_may_have_its_own_say_in_its_plan(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.add_user("jane")

    def refine(plan: Plan, observed: Observed) -> Plan:
        assert observed.api_object is not None
        call = Call("SetUserPassword", {"instanceID": "acme", "userName": "jane", "password": "x"})
        after = {**(plan.after or {}), "seen": True}
        return replace(plan, calls=(call,), after=after, warnings=("Look!",), diff_only=frozenset({"seen"}))

    outcome = run(spe, user(), check_mode=True, refine=refine)
    assert outcome.changed
    assert outcome.warnings == ("Look!",)
    assert outcome.diff["after"]["seen"]
    assert outcome.shown is not None
    assert "seen" not in outcome.shown


def test_the_result_has_the_keys_of_all_state_modules(spe: FakeSpe, acme: FakeInstance) -> None:
    result = run(spe, user(password="x")).result("user")
    assert result.keys() == {"changed", "diff", "calls", "user", "password_updated"}
    assert run(spe, user()).result("user").keys() == {"changed", "diff", "calls", "user"}


def test_a_mistyped_name_makes_nothing(spe: FakeSpe) -> None:
    assert isinstance(failure(spe, replace(user(), new_name="joe")), InputError)
    outcome = run(spe, replace(user(), new_name="joe"), check_mode=True)
    assert [call.function for call in outcome.calls] == ["RenameUser"]
    assert outcome.warnings == ("There is no user 'jane' yet: check mode predicts only its renaming.",)


def from_nothing(resource: Resource, desired: Desired, refine: Refine = as_planned) -> Outcome:
    """The prediction; a read would raise NotRead."""
    server = Server(FakeSpe().client(), Waiting())
    with server.planning():
        return predict_from_nothing(Item(resource, desired, refine), server)


def test_from_nothing_everything_is_predicted_and_nothing_read() -> None:
    outcome = from_nothing(USER, user(full_name="Jane", privileges=["login"]))
    assert [call.function for call in outcome.calls] == ["CreateUser"]
    assert outcome.shown is not None
    assert (outcome.shown["name"], outcome.shown["full_name"]) == ("jane", "Jane")
    assert not from_nothing(USER, replace(user(), absent=True)).changed
    renaming = from_nothing(USER, replace(user(), new_name="joe"))
    assert [call.function for call in renaming.calls] == ["RenameUser"]


def incomplete(plan: Plan, _found: Observed) -> Plan:
    raise Incomplete("The user 'jane' does not exist: set more to create it.")


def test_too_little_to_make_an_object_is_a_warning_in_check_mode(spe: FakeSpe) -> None:
    assert isinstance(failure(spe, user(), refine=incomplete), Incomplete)
    for outcome in (
        run(spe, user(full_name="Jane"), check_mode=True, refine=incomplete),
        from_nothing(USER, user(full_name="Jane"), incomplete),
    ):
        assert not outcome.changed
        assert outcome.diff == {"before": {}, "after": {}}
        assert outcome.shown is not None
        assert outcome.shown["full_name"] == "Jane"
        assert outcome.warnings == ("There is no user 'jane' yet: check mode cannot predict its changes.",)


def test_from_nothing_a_setting_is_predicted() -> None:
    outcome = from_nothing(ARCHIVE_ADMIN, Desired("acme", {"enabled": True}, scope={"instanceID": "acme"}))
    assert [call.function for call in outcome.calls] == ["SetArchiveAdminEnabled"]
    assert outcome.shown == {"instance_id": "acme", "enabled": True}


def test_an_unchanged_user_costs_one_call_and_little_work(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.add_user("jane", emailAddresses=["j@x"], mfaStatus="Pending", privilegesOnFolders={"info": ["read"]})
    client = spe.client()
    asked = user(**{**FULL, "full_name": None})
    answer = client.invoke("GetUserInfo", {"instanceID": "acme", "userName": "jane"})
    client.invoke = lambda *_args, **_more: answer  # type: ignore[method-assign]

    def once() -> None:
        assert not manage(USER, asked, Server(client, Waiting()), check_mode=False).changed

    assert functions_called(once) < 1000
    spe.wire.forget()
    run(spe, asked)
    assert spe.wire.functions == ["GetUserInfo"]
