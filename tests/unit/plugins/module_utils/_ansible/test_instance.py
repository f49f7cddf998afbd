# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work on one instance: what it costs when all is well, and the reason when it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.context import Context
from ansible_collections.community.mailstore.plugins.module_utils._ansible.instance import InstanceWork
from ansible_collections.community.mailstore.plugins.module_utils._ansible.options import sender_of
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    InputError,
    SpeError,
)
from ansible_collections.community.mailstore.plugins.module_utils._engine.snapshot import Snapshot
from ansible_collections.community.mailstore.plugins.module_utils._resources.instance_answers import require_answering

from tests.simulator import assumptions
from tests.unit.plugins.module_utils.server import Server
from tests.unit.plugins.module_utils.tenant import Tenant

Result = dict[str, Any]
Work = Callable[[Snapshot], Result]

#: What is returned after the block, of an instance that is not there yet, and of one that does not run.
PREDICTED: Result = {"users": "predicted"}
UNKNOWN: Result = {"users": "unknown"}

#: A call that the server has done, as results show it.
CREATED = {"function": "CreateUser", "arguments": {}}


pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture(autouse=True)
def _silent_when_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assumptions, "FROZEN_INSTANCE_ANSWERS_READS", False)


def read_users(snapshot: Snapshot) -> Result:
    return {"users": [user["userName"] for user in snapshot.read("GetUsers", {"instanceID": "acme"})]}


def read_no_users(snapshot: Snapshot) -> Result:
    return {"users": snapshot.read("GetUsers", {"instanceID": "gone"})}


def work_on(
    server: Server,
    work: Work = read_users,
    *,
    instance_id: str = "acme",
    mode: str = "require",
    check_mode: bool = False,
    needs_access: bool = True,
    warnings: list[str] | None = None,
    stopped_ok: bool = False,
) -> Result:
    client = server.client(check_mode=check_mode)
    warn = (warnings if warnings is not None else []).append
    params = {"instance_id": instance_id, "service_provider_access": mode}
    context = Context(sender_of({}, client), check_mode, diff_mode=False, specified=SpecifiedOptions(()), warn=warn)
    with InstanceWork(params, context, needs_access=needs_access, missing_ok=True, stopped_ok=stopped_ok) as instance:
        return work(context.snapshot)
    assert instance.is_missing != instance.is_stopped
    return UNKNOWN if instance.is_stopped else PREDICTED


def failure(server: Server, work: Work = read_users, **how: Any) -> SpeError:
    with pytest.raises(SpeError) as failed:
        work_on(server, work, **how)
    return failed.value


def test_when_all_is_well_nothing_else_is_asked(server: Server) -> None:
    assert work_on(server) == {"users": ["$archiveadmin"]}
    assert server.wire.functions == ["GetUsers"]


def test_access_is_opened_and_told(server: Server, tenant: Tenant) -> None:
    tenant.access = False
    assert work_on(server, mode="open") == {"users": ["$archiveadmin"]}
    assert server.wire.record.access_opened
    assert not tenant.access


def test_access_that_is_not_needed_is_not_asked_for(server: Server) -> None:
    work_on(server, mode="open", needs_access=False)
    assert server.wire.functions == ["GetUsers"]


def test_a_closed_instance_is_named(server: Server, tenant: Tenant) -> None:
    tenant.access = False
    error = failure(server)
    assert isinstance(error, InputError)
    assert error.message == (
        "Service provider access of the instance 'acme' is off, and GetUsers needs it: set service_provider_access: open, or"
        " switch it on with community.mailstore.spe_archive_admin."
    )
    assert error.facts() == {
        "type": "InputError",
        "function": "GetUsers",
        "http_status": 200,
        "status_code": "failed",
        "message": assumptions.access_denied("acme"),
    }, "what the server said stays"
    assert server.wire.functions == ["GetUsers", "GetInstances", "GetArchiveAdminEnabled"]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("stopped", "The instance 'acme' is stopped; start it first"),
        ("frozen", "The instance 'acme' is frozen and does not answer; thaw it first"),
    ],
)
@pytest.mark.parametrize("mode", ["require", "open"])
def test_an_instance_that_does_not_run_is_named(
    server: Server, tenant: Tenant, status: str, message: str, mode: str
) -> None:
    server.put("acme", status)
    assert failure(server, mode=mode).message.startswith(message)


@pytest.mark.parametrize("mode", ["require", "open"])
def test_an_instance_that_is_missing_is_named(server: Server, mode: str) -> None:
    error = failure(server, read_no_users, instance_id="gone", mode=mode)
    assert error.message.startswith(
        "There is no instance 'gone' on this server; create it first, or check instance_id."
    )


@pytest.mark.parametrize("mode", ["require", "open"])
def test_check_mode_predicts_for_an_instance_that_is_not_there_yet(server: Server, mode: str) -> None:
    warnings: list[str] = []

    assert (
        work_on(server, read_no_users, instance_id="gone", mode=mode, check_mode=True, warnings=warnings) == PREDICTED
    )
    assert warnings == ["There is no instance 'gone' yet: check mode predicts this task for an empty instance."]


@pytest.mark.parametrize("mode", ["require", "open"])
@pytest.mark.parametrize("status", ["stopped", "frozen"])
def test_check_mode_tells_nothing_of_an_instance_that_does_not_run(
    server: Server, tenant: Tenant, status: str, mode: str
) -> None:
    server.put("acme", status)
    warnings: list[str] = []
    how: dict[str, Any] = {"mode": mode, "check_mode": True, "warnings": warnings}
    assert work_on(server, stopped_ok=True, **how) == UNKNOWN
    (warning,) = warnings
    assert warning == (
        f"The instance 'acme' is {status}; its content cannot be read, so check mode cannot predict this task."
    )
    assert isinstance(failure(server, stopped_ok=True, mode=mode), InputError)
    assert isinstance(failure(server, **how), InputError), "not all modules can leave it at that"


def test_check_mode_does_not_hide_that_an_instance_is_closed(server: Server, tenant: Tenant) -> None:
    tenant.access = False
    assert "Service provider access" in failure(server, stopped_ok=True, check_mode=True).message


def test_an_error_of_another_kind_stays_as_it_is(server: Server) -> None:
    server.wire.refuse("GetUsers")
    error = failure(server)
    assert isinstance(error, FunctionFailed)
    assert error.function == "GetUsers"


def test_what_is_no_id_is_refused_before_anything_is_asked(server: Server) -> None:
    assert isinstance(failure(server, instance_id="*"), InputError)
    assert server.wire.functions == []


def test_a_silent_frozen_instance_is_named(server: Server, tenant: Tenant) -> None:
    server.put("acme", "frozen")
    server.wire.lose("GetUsers", work_is_done=False)
    assert "is frozen and does not answer" in failure(server).message


def test_silence_without_a_reason_stays_as_it_is(server: Server) -> None:
    server.wire.lose("GetUsers", work_is_done=False)
    assert isinstance(failure(server), AnswerLost)
    server.wire.lose("GetUsers", work_is_done=False)
    server.wire.unplug("GetInstances", times=2)
    assert isinstance(failure(server), AnswerLost)


def test_a_lost_write_is_never_explained_away(server: Server, tenant: Tenant) -> None:
    def write(_snapshot: Snapshot) -> Result:
        server.put("acme", "stopped")
        raise AnswerLost("lost", function="CreateUser")

    assert isinstance(failure(server, write), AnswerLost)
    assert server.wire.functions == []


def test_what_was_done_before_a_failure_is_not_explained_away(server: Server, tenant: Tenant) -> None:
    def half(snapshot: Snapshot) -> Result:
        server.put("acme", "stopped")
        snapshot.client.record.done(CREATED)
        raise FunctionFailed("no")

    error = failure(server, half)
    assert isinstance(error, FunctionFailed)
    assert server.wire.record.shown() == {"changed": True, "calls": [CREATED]}
    assert server.wire.functions == []


def test_a_failure_while_access_is_open_tells_that_it_was_opened(server: Server, tenant: Tenant) -> None:
    tenant.access = False
    server.wire.refuse("GetUsers", times=100)
    failure(server, mode="open")
    assert server.wire.record.shown() == {"service_provider_access_opened": True}
    assert not tenant.access


def test_what_was_done_is_told_when_access_could_not_be_closed(server: Server, tenant: Tenant) -> None:
    tenant.access = False

    def work(snapshot: Snapshot) -> Result:
        snapshot.client.record.done(CREATED)
        server.wire.unplug("SetArchiveAdminEnabled", times=1000)
        return {"changed": True, "calls": [CREATED], "user": {}}

    failure(server, work, mode="open")
    assert server.wire.record.shown() == {
        "changed": True,
        "calls": [CREATED],
        "service_provider_access_opened": True,
        "service_provider_access_left_open": True,
    }


@pytest.mark.parametrize(
    ("status", "access", "answers"), [("running", True, True), ("running", False, False), ("stopped", True, False)]
)
def test_an_instance_that_could_not_answer_a_plan(
    server: Server, tenant: Tenant, status: str, access: bool, answers: bool
) -> None:
    server.put("acme", status)
    tenant.access = access
    snapshot = Snapshot(server.client())
    if answers:
        require_answering(snapshot, "acme", needs_access=True)
        return
    with pytest.raises(FunctionFailed):
        require_answering(snapshot, "acme", needs_access=True)
