# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access is opened only when it is needed, and left as it was, whatever happens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.access import (
    REOPENINGS,
    REPEATS_WHEN_ON,
    SWITCH,
    TRIES,
    service_provider_access,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.assumptions import REFUSED_MAYBE_AFTER_THE_WORK
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    NotReached,
    SpeError,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import LOOK

from tests.simulation import Fault, HttpAnswer, Trouble
from tests.simulator.contract import Call
from tests.simulator.long_work import LongWork, Outcome
from tests.unit.plugins.module_utils.server import Server, refusal
from tests.unit.plugins.module_utils.tenant import Tenant
from tests.unit.plugins.module_utils.wire import REFUSAL, Hitch

ACME = {"instanceID": "acme"}


@pytest.fixture
def tenant(server: Server) -> Tenant:
    closed = Tenant(server)
    closed.access = False
    return closed


pytestmark = pytest.mark.usefixtures("tenant")


def test_without_opening_nothing_is_asked(server: Server) -> None:
    with service_provider_access(server.client(), "acme", "require") as access:
        assert not access.opened
    assert server.wire.functions == []


def test_access_that_is_on_stays_on(server: Server, tenant: Tenant) -> None:
    tenant.access = True
    with service_provider_access(server.client(), "acme", "open") as access:
        assert not access.opened
    assert server.wire.functions == ["GetArchiveAdminEnabled"]
    assert tenant.access


@pytest.mark.parametrize("check_mode", [True, False])
def test_access_is_open_inside_and_closed_afterwards(server: Server, tenant: Tenant, check_mode: bool) -> None:
    with service_provider_access(server.client(check_mode=check_mode), "acme", "open") as access:
        assert access.opened
        assert tenant.access
    assert not tenant.access
    assert server.wire.functions == ["GetArchiveAdminEnabled", SWITCH, SWITCH]


@pytest.mark.parametrize(
    "error", [FunctionFailed("no", function="GetUsers"), SpeError("no"), ValueError, KeyboardInterrupt, SystemExit]
)
def test_access_is_closed_after_every_error(
    server: Server, tenant: Tenant, error: BaseException | type[BaseException]
) -> None:
    with (
        pytest.raises(type(error) if isinstance(error, BaseException) else error),
        service_provider_access(server.client(), "acme", "open"),
    ):
        raise error
    assert not tenant.access


@pytest.mark.parametrize("work_is_done", [True, False])
def test_switching_is_repeated_when_its_answer_is_lost(server: Server, tenant: Tenant, work_is_done: bool) -> None:
    server.wire.lose(SWITCH, work_is_done=work_is_done)
    with service_provider_access(server.client(), "acme", "open"):
        assert tenant.access
        server.wire.lose(SWITCH, work_is_done=work_is_done)
    assert not tenant.access


def test_access_that_may_be_on_is_closed(server: Server, tenant: Tenant) -> None:
    server.wire.lose(SWITCH, work_is_done=True, times=TRIES)
    with pytest.raises(AnswerLost), service_provider_access(server.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert not tenant.access


def test_a_switch_that_was_interrupted_is_taken_back(server: Server, tenant: Tenant) -> None:
    server.wire.interrupt(SWITCH, KeyboardInterrupt, work_is_done=True)
    with pytest.raises(KeyboardInterrupt), service_provider_access(server.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert not tenant.access


def test_access_is_closed_when_closing_it_is_interrupted(server: Server, tenant: Tenant) -> None:
    with pytest.raises(KeyboardInterrupt), service_provider_access(server.client(), "acme", "open"):
        server.wire.interrupt(SWITCH, KeyboardInterrupt, work_is_done=False)
    assert not tenant.access


def test_a_switch_that_was_refused_is_not_taken_back(server: Server) -> None:
    server.wire.refuse(SWITCH)
    with pytest.raises(FunctionFailed), service_provider_access(server.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert server.wire.writes == [SWITCH]


#: What the result of a task shows that has switched access on, and could not switch it off.
OPENED_AND_LEFT_OPEN = {"service_provider_access_opened": True, "service_provider_access_left_open": True}


def _cancelled(answer: HttpAnswer) -> None:
    answer.body = answer.body.replace(b'"failed"', b'"cancelled"')


LOST = Hitch(fault=Fault("reset_before", True))
LATE = Hitch(trouble=Trouble(silent=True))
CANCELLED = Hitch(fault=Fault("failed", REFUSAL), trouble=Trouble(alter=_cancelled))
DOUBTS = [
    pytest.param(LOST, id="lost"),
    pytest.param(LATE, id="late"),
    pytest.param(CANCELLED, id="cancelled"),
]
"""After these nobody knows whether the work was done. It was not."""

DONE_IN_DOUBT = [
    pytest.param(Hitch(fault=Fault("reset_after", True)), id="lost"),
    pytest.param(Hitch(fault=Fault("status_code", "cancelled")), id="cancelled"),
]
"""The same, and the work was done."""

UNREACHABLE = Hitch(trouble=Trouble(refused=True))
PLAIN = [
    pytest.param(Hitch(fault=Fault("failed", REFUSAL)), id="refused"),
    pytest.param(UNREACHABLE, id="unreachable"),
    pytest.param(Hitch(fault=Fault("http_status", 401)), id="401"),
]
"""After these the work was not done."""


def meet(server: Server, function: str, *hitches: Hitch, times: int = 1) -> None:
    server.wire.meet(function, *(replace(hitch, times=times) for hitch in hitches))


def always(server: Server, function: str, hitch: Hitch) -> None:
    meet(server, function, hitch, times=1000)


def sentence_of(server: Server, hitch: Hitch) -> str:
    """What the client says of a call that meets it."""
    meet(server, SWITCH, hitch)
    with pytest.raises(SpeError) as failed:
        server.client().call(SWITCH, {**ACME, "enabled": False})
    server.wire.forget()
    return failed.value.message


@pytest.mark.parametrize("then", PLAIN)
@pytest.mark.parametrize("doubt", DONE_IN_DOUBT)
def test_a_switch_in_doubt_is_taken_back_whatever_comes_next(
    server: Server, tenant: Tenant, doubt: Hitch, then: Hitch
) -> None:
    """The first answer is lost, the second attempt is refused plainly: access may be on all the same."""
    meet(server, SWITCH, doubt, then)
    with pytest.raises(SpeError), service_provider_access(server.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert not tenant.access
    assert server.wire.functions[-2:] == [SWITCH, LOOK], "it is looked at once more"


def test_a_late_switch_is_looked_for(server: Server, tenant: Tenant) -> None:
    """A second one is not sent: the first could be carried out after access was switched off again."""
    server.wire.delay(SWITCH, seconds=server.client_timeout + 5)
    with service_provider_access(server.client(), "acme", "open") as access:
        assert access.opened
        assert tenant.access
    assert not tenant.access
    assert server.wire.writes == [SWITCH, SWITCH]
    assert server.wire.functions.count(LOOK) > 3


def test_a_late_switch_that_does_not_come_is_reported(server: Server) -> None:
    meet(server, SWITCH, LATE)
    with pytest.raises(SpeError) as failed, service_provider_access(server.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert "may be switched on later: switch it off with" in failed.value.message
    assert server.wire.record.shown() == {"service_provider_access_left_open": True}


@pytest.mark.parametrize("doubt", [*DOUBTS, *PLAIN])
def test_switching_back_is_looked_at_when_it_is_in_doubt(server: Server, tenant: Tenant, doubt: Hitch) -> None:
    with service_provider_access(server.client(), "acme", "open"):
        meet(server, SWITCH, doubt)
    assert not tenant.access
    assert server.wire.functions[-1] in (LOOK, SWITCH)


def test_what_was_switched_back_without_an_answer_is_seen(server: Server, tenant: Tenant) -> None:
    with service_provider_access(server.client(), "acme", "open"):
        server.wire.lose(SWITCH, work_is_done=True, times=TRIES)
    assert not tenant.access


@pytest.mark.parametrize("doubt", [*DOUBTS, *PLAIN])
def test_access_that_is_left_on_is_told(server: Server, doubt: Hitch) -> None:
    sentence = sentence_of(server, doubt)
    with pytest.raises(SpeError) as failed, service_provider_access(server.client(), "acme", "open"):
        always(server, SWITCH, doubt)
    assert failed.value.message == (
        "Service provider access of the instance 'acme' was switched on for this task and is still on: switch it off with"
        f" community.mailstore.spe_archive_admin. ({sentence})"
    )
    assert server.wire.record.shown() == OPENED_AND_LEFT_OPEN
    assert len(server.wire.functions) < 20


def test_access_that_may_be_left_on_after_an_error_is_told_with_it(server: Server) -> None:
    sentence = sentence_of(server, UNREACHABLE)

    def work() -> None:
        with service_provider_access(server.client(), "acme", "open"):
            always(server, SWITCH, UNREACHABLE)
            always(server, LOOK, UNREACHABLE)
            raise NotReached("The server is gone.")

    with pytest.raises(SpeError) as failed:
        work()
    assert "and may still be on: switch it off with" in failed.value.message
    assert failed.value.message.endswith(f"({sentence}) Before that: The server is gone.")
    assert server.wire.record.shown() == OPENED_AND_LEFT_OPEN


class TestClosedByOthers:
    """Several tasks work on one instance, each closing what it has opened."""

    @pytest.mark.parametrize(
        ("function", "arguments"), [("GetUsers", {}), ("CreateUser", {"userName": "jane", "privileges": "none"})]
    )
    @pytest.mark.parametrize("was_on", [True, False])
    def test_it_is_opened_again_and_the_call_repeated(
        self, server: Server, tenant: Tenant, function: str, arguments: dict[str, str], was_on: bool
    ) -> None:
        tenant.access = was_on
        client = server.client()
        with service_provider_access(client, "acme", "open") as access:
            tenant.access = False
            client.call(function, {**ACME, **arguments})
            assert access.opened
        assert not tenant.access, "it was closed, and is closed by the last one that opened it"
        assert server.wire.functions[-5:] == [function, LOOK, SWITCH, function, SWITCH]

    def test_it_is_not_opened_for_ever(self, server: Server, tenant: Tenant) -> None:
        client = server.client()

        def close(_call: Call) -> None:
            tenant.access = False
            raise refusal()

        server.world.answer_with("GetUsers", close)
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call("GetUsers", ACME)
        assert server.wire.functions.count(SWITCH) <= 2 * REOPENINGS
        assert not tenant.access

    def test_a_refusal_of_another_kind_stays(self, server: Server) -> None:
        client = server.client()
        server.wire.refuse("GetUsers", times=100)
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call("GetUsers", ACME)
        assert server.wire.functions.count("GetUsers") == 1 + REPEATS_WHEN_ON

    def test_another_task_may_have_opened_it_before_it_is_looked_at(self, server: Server, tenant: Tenant) -> None:
        client = server.client()
        tenant.access = True
        server.wire.refuse("GetUsers")
        with service_provider_access(client, "acme", "open"):
            assert [user["userName"] for user in client.call("GetUsers", ACME)] == ["$archiveadmin"]

    @pytest.mark.parametrize("function", sorted(REFUSED_MAYBE_AFTER_THE_WORK))
    def test_what_may_have_failed_at_its_work_is_not_repeated_while_access_is_on(
        self, server: Server, function: str
    ) -> None:
        client = server.client()
        server.wire.refuse(function, times=100)
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call(function, ACME)
        assert server.wire.functions.count(function) == 1

    def test_what_is_often_not_there_is_asked_once(self, server: Server) -> None:
        client = server.client()
        server.wire.refuse("GetUserInfo")
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call("GetUserInfo", {"instanceID": "acme", "userName": "jane"}, may_be_refused=True)
        assert server.wire.functions == [LOOK, SWITCH, "GetUserInfo", SWITCH]

    @pytest.mark.parametrize(
        ("function", "arguments"), [("GetStores", ACME), ("GetInstances", {"instanceFilter": "acme"})]
    )
    def test_what_needs_no_access_is_not_asked_twice(
        self, server: Server, function: str, arguments: dict[str, str]
    ) -> None:
        client = server.client()
        server.wire.refuse(function)
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call(function, arguments)
        assert server.wire.functions.count(LOOK) == 1

    def test_work_that_failed_at_its_end_is_not_repeated(self, server: Server, tenant: Tenant) -> None:
        client = server.client()

        def fail() -> Outcome:
            tenant.access = False
            raise refusal()

        server.world.answer_with("RunProfile", lambda _call: LongWork(("Working",), fail, milliseconds=1000))
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call("RunProfile", {"instanceID": "acme", "id": 1})
        assert server.wire.functions.count("RunProfile") == 1

    def test_after_the_block_nobody_opens(self, server: Server) -> None:
        client = server.client()
        with service_provider_access(client, "acme", "open"):
            pass
        with pytest.raises(FunctionFailed):
            client.call("GetUsers", ACME)

    def test_parallel_reads_open_it_once(self, server: Server, tenant: Tenant) -> None:
        client = server.client()
        with service_provider_access(client, "acme", "open"):
            tenant.access = False
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda _n: client.call("GetUsers", ACME), range(8)))
        assert not tenant.access
        assert server.wire.functions.count(SWITCH) == 3, "on, on again, off"
