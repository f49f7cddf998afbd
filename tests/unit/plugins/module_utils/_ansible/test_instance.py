# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work on one instance: what it costs when all is well, and the reason when it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.instance import on_instance
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    InputError,
    SpeError,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance_answers import require_answering

from tests.unit.plugins.module_utils.fake_client import refusal
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe

Result = dict[str, Any]
Work = Callable[[Snapshot], Result]

#: A call that the server has done, as results show it.
CREATED = {"function": "CreateUser", "arguments": {}}


@pytest.fixture
def acme() -> FakeInstance:
    return FakeInstance("acme")


@pytest.fixture
def spe(acme: FakeInstance) -> FakeSpe:
    return FakeSpe(acme)


def read_users(snapshot: Snapshot) -> Result:
    return {"users": snapshot.read("GetUsers", {"instanceID": "acme"})}


def predicted() -> Result:
    return {"users": "predicted"}


def unknown_users() -> Result:
    return {"users": "unknown"}


def work_on(
    spe: FakeSpe,
    work: Work = read_users,
    *,
    instance_id: str = "acme",
    mode: str = "require",
    check_mode: bool = False,
    needs_access: bool = True,
    warnings: list[str] | None = None,
    if_stopped: Callable[[], Result] | None = None,
) -> Result:
    client = spe.client(check_mode=check_mode)
    snapshot = Snapshot(client)
    warn = (warnings if warnings is not None else []).append
    return on_instance(
        snapshot,
        {"instance_id": instance_id, "service_provider_access": mode},
        Context(client, check_mode, diff_mode=False, specified=SpecifiedOptions(()), warn=warn),
        needs_access=needs_access,
        work=lambda: work(snapshot),
        if_missing=predicted,
        if_stopped=if_stopped,
    )


def failure(spe: FakeSpe, work: Work = read_users, **how: Any) -> SpeError:
    with pytest.raises(SpeError) as failed:
        work_on(spe, work, **how)
    return failed.value


def test_when_all_is_well_nothing_else_is_asked(spe: FakeSpe) -> None:
    assert work_on(spe) == {"users": []}
    assert spe.wire.functions == ["GetUsers"]


def test_access_is_opened_and_told(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.access = False
    assert work_on(spe, mode="open") == {"users": [], "service_provider_access_opened": True}
    assert not acme.access


def test_access_that_is_not_needed_is_not_asked_for(spe: FakeSpe) -> None:
    work_on(spe, mode="open", needs_access=False)
    assert spe.wire.functions == ["GetUsers"]


def test_a_closed_instance_is_named(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.access = False
    error = failure(spe)
    assert isinstance(error, InputError)
    assert error.message == (
        "Service provider access of the instance 'acme' is off, and GetUsers needs it: set service_provider_access: open, or"
        " switch it on with community.mailstore.spe_archive_admin."
    )
    assert error.facts() == {**refusal("GetUsers").facts(), "type": "InputError"}, "what the server said stays"
    assert spe.wire.functions == ["GetUsers", "GetInstances", "GetArchiveAdminEnabled"]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("stopped", "The instance 'acme' is stopped; start it first"),
        ("frozen", "The instance 'acme' is frozen and does not answer; thaw it first"),
    ],
)
@pytest.mark.parametrize("mode", ["require", "open"])
def test_an_instance_that_does_not_run_is_named(
    spe: FakeSpe, acme: FakeInstance, status: str, message: str, mode: str
) -> None:
    acme.status = status
    assert failure(spe, mode=mode).message.startswith(message)


@pytest.mark.parametrize("mode", ["require", "open"])
def test_an_instance_that_is_missing_is_named(spe: FakeSpe, mode: str) -> None:
    def read(snapshot: Snapshot) -> Result:
        return {"users": snapshot.read("GetUsers", {"instanceID": "gone"})}

    error = failure(spe, read, instance_id="gone", mode=mode)
    assert error.message.startswith(
        "There is no instance 'gone' on this server; create it first, or check instance_id."
    )


@pytest.mark.parametrize("mode", ["require", "open"])
def test_check_mode_predicts_for_an_instance_that_is_not_there_yet(spe: FakeSpe, mode: str) -> None:
    warnings: list[str] = []

    def read(snapshot: Snapshot) -> Result:
        return {"users": snapshot.read("GetUsers", {"instanceID": "gone"})}

    assert work_on(spe, read, instance_id="gone", mode=mode, check_mode=True, warnings=warnings) == predicted()
    assert warnings == ["There is no instance 'gone' yet: check mode predicts this task for an empty instance."]


@pytest.mark.parametrize("mode", ["require", "open"])
@pytest.mark.parametrize("status", ["stopped", "frozen"])
def test_check_mode_tells_nothing_of_an_instance_that_does_not_run(
    spe: FakeSpe, acme: FakeInstance, status: str, mode: str
) -> None:
    acme.status = status
    warnings: list[str] = []
    how: dict[str, Any] = {"mode": mode, "check_mode": True, "warnings": warnings}
    assert work_on(spe, if_stopped=unknown_users, **how) == unknown_users()
    (warning,) = warnings
    assert warning == (
        f"The instance 'acme' is {status}; its content cannot be read, so check mode cannot predict this task."
    )
    assert isinstance(failure(spe, if_stopped=unknown_users, mode=mode), InputError)
    assert isinstance(failure(spe, **how), InputError), "not all modules can leave it at that"


def test_check_mode_does_not_hide_that_an_instance_is_closed(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.access = False
    assert "Service provider access" in failure(spe, if_stopped=unknown_users, check_mode=True).message


def test_an_error_of_another_kind_stays_as_it_is(spe: FakeSpe) -> None:
    spe.wire.refuse("GetUsers")
    error = failure(spe)
    assert isinstance(error, FunctionFailed)
    assert error.function == "GetUsers"


def test_what_is_no_id_is_refused_before_anything_is_asked(spe: FakeSpe) -> None:
    assert isinstance(failure(spe, instance_id="*"), InputError)
    assert spe.wire.functions == []


def test_a_silent_frozen_instance_is_named(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.status = "frozen"
    spe.wire.lose("GetUsers", work_is_done=False)
    assert "is frozen and does not answer" in failure(spe).message


def test_silence_without_a_reason_stays_as_it_is(spe: FakeSpe) -> None:
    spe.wire.lose("GetUsers", work_is_done=False)
    assert isinstance(failure(spe), AnswerLost)
    spe.wire.lose("GetUsers", work_is_done=False)
    spe.wire.unplug("GetInstances", times=2)
    assert isinstance(failure(spe), AnswerLost)


def test_a_lost_write_is_never_explained_away(spe: FakeSpe, acme: FakeInstance) -> None:
    def write(snapshot: Snapshot) -> Result:
        acme.status = "stopped"
        raise AnswerLost("lost", function="CreateUser")

    assert isinstance(failure(spe, write), AnswerLost)
    assert spe.wire.functions == []


def test_what_was_done_before_a_failure_is_not_explained_away(spe: FakeSpe, acme: FakeInstance) -> None:
    def half(snapshot: Snapshot) -> Result:
        acme.status = "stopped"
        snapshot.client.record.done(CREATED)
        raise FunctionFailed("no")

    error = failure(spe, half)
    assert isinstance(error, FunctionFailed)
    assert spe.wire.record.shown() == {"changed": True, "calls": [CREATED]}
    assert spe.wire.functions == []


def test_a_failure_while_access_is_open_tells_that_it_was_opened(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.access = False
    spe.wire.refuse("GetUsers", times=100)
    failure(spe, mode="open")
    assert spe.wire.record.shown() == {"service_provider_access_opened": True}
    assert not acme.access


def test_what_was_done_is_told_when_access_could_not_be_closed(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.access = False

    def work(snapshot: Snapshot) -> Result:
        snapshot.client.record.done(CREATED)
        spe.wire.unplug("SetArchiveAdminEnabled", times=1000)
        return {"changed": True, "calls": [CREATED], "user": {}}

    failure(spe, work, mode="open")
    assert spe.wire.record.shown() == {
        "changed": True,
        "calls": [CREATED],
        "service_provider_access_opened": True,
        "service_provider_access_left_open": True,
    }


@pytest.mark.parametrize(
    ("status", "access", "answers"), [("running", True, True), ("running", False, False), ("stopped", True, False)]
)
def test_an_instance_that_could_not_answer_a_plan(
    spe: FakeSpe, acme: FakeInstance, status: str, access: bool, answers: bool
) -> None:
    acme.status, acme.access = status, access
    snapshot = Snapshot(spe.client())
    if answers:
        require_answering(snapshot, "acme", needs_access=True)
        return
    with pytest.raises(FunctionFailed):
        require_answering(snapshot, "acme", needs_access=True)
