# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access is opened only when it is needed, and left as it was, whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible import access as access_module
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
    CredentialsRefused,
    FunctionCancelled,
    FunctionFailed,
    NotReached,
    SpeError,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import LOOK

from tests.unit.plugins.module_utils.fake_client import Arguments, Trouble, refusal
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe

Doubt = Callable[[str], BaseException]


@pytest.fixture
def acme() -> FakeInstance:
    closed = FakeInstance("acme")
    closed.access = False
    return closed


@pytest.fixture
def spe(acme: FakeInstance) -> FakeSpe:
    return FakeSpe(acme)


def test_without_opening_nothing_is_asked(spe: FakeSpe) -> None:
    with service_provider_access(spe.client(), "acme", "require") as access:
        assert not access.opened
    assert spe.wire.functions == []


def test_access_that_is_on_stays_on(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.access = True
    with service_provider_access(spe.client(), "acme", "open") as access:
        assert not access.opened
    assert spe.wire.functions == ["GetArchiveAdminEnabled"]
    assert acme.access


@pytest.mark.parametrize("check_mode", [True, False])
def test_access_is_open_inside_and_closed_afterwards(spe: FakeSpe, acme: FakeInstance, check_mode: bool) -> None:
    with service_provider_access(spe.client(check_mode=check_mode), "acme", "open") as access:
        assert access.opened
        assert acme.access
    assert not acme.access
    assert spe.wire.functions == ["GetArchiveAdminEnabled", SWITCH, SWITCH]


@pytest.mark.parametrize(
    "error", [FunctionFailed("no", function="GetUsers"), SpeError("no"), ValueError, KeyboardInterrupt, SystemExit]
)
def test_access_is_closed_after_every_error(
    spe: FakeSpe, acme: FakeInstance, error: BaseException | type[BaseException]
) -> None:
    with (
        pytest.raises(type(error) if isinstance(error, BaseException) else error),
        service_provider_access(spe.client(), "acme", "open"),
    ):
        raise error
    assert not acme.access


@pytest.mark.parametrize("work_is_done", [True, False])
def test_switching_is_repeated_when_its_answer_is_lost(spe: FakeSpe, acme: FakeInstance, work_is_done: bool) -> None:
    spe.wire.lose(SWITCH, work_is_done=work_is_done)
    with service_provider_access(spe.client(), "acme", "open"):
        assert acme.access
        spe.wire.lose(SWITCH, work_is_done=work_is_done)
    assert not acme.access


def test_access_that_may_be_on_is_closed(spe: FakeSpe, acme: FakeInstance) -> None:
    spe.wire.lose(SWITCH, work_is_done=True, times=TRIES)
    with pytest.raises(AnswerLost), service_provider_access(spe.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert not acme.access


def test_a_switch_that_was_interrupted_is_taken_back(spe: FakeSpe, acme: FakeInstance) -> None:
    spe.wire.interrupt(SWITCH, KeyboardInterrupt, work_is_done=True)
    with pytest.raises(KeyboardInterrupt), service_provider_access(spe.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert not acme.access


def test_access_is_closed_when_closing_it_is_interrupted(spe: FakeSpe, acme: FakeInstance) -> None:
    with pytest.raises(KeyboardInterrupt), service_provider_access(spe.client(), "acme", "open"):
        spe.wire.interrupt(SWITCH, KeyboardInterrupt, work_is_done=False)
    assert not acme.access


def test_a_switch_that_was_refused_is_not_taken_back(spe: FakeSpe) -> None:
    spe.wire.refuse(SWITCH)
    with pytest.raises(FunctionFailed), service_provider_access(spe.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert spe.wire.writes == [SWITCH]


DOUBTS: list[Doubt] = [
    lambda function: AnswerLost("half an answer", function=function),
    lambda function: AnswerLost("late", function=function, may_still_run=True),
    lambda function: FunctionCancelled("cancelled", function=function),
]
PLAIN: list[Doubt] = [
    refusal,
    lambda function: NotReached("unreachable", function=function),
    lambda function: CredentialsRefused("401", function=function),
]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_module, "LATE", 0.0)
    monkeypatch.setattr(access_module, "FIRST_PAUSE", 0.0)


@pytest.mark.parametrize("then", PLAIN)
@pytest.mark.parametrize("doubt", [DOUBTS[0], DOUBTS[2]])
def test_a_switch_in_doubt_is_taken_back_whatever_comes_next(
    spe: FakeSpe, acme: FakeInstance, doubt: Doubt, then: Doubt
) -> None:
    """The first answer is lost, the second attempt is refused plainly: access may be on all the same."""
    spe.wire.queue(SWITCH, Trouble(doubt, work_is_done=True), Trouble(then))
    with pytest.raises(SpeError), service_provider_access(spe.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert not acme.access
    assert spe.wire.functions[-2:] == [SWITCH, LOOK], "it is looked at once more"


def test_a_late_switch_is_looked_for(spe: FakeSpe, acme: FakeInstance) -> None:
    """A second one is not sent: the first could be carried out after access was switched off again."""
    spe.wire.queue(SWITCH, Trouble(DOUBTS[1]))
    looks = 0

    def look(_arguments: Arguments) -> bool:
        nonlocal looks
        looks += 1
        acme.access = acme.access or looks == 4
        return acme.access

    spe.handlers[LOOK] = look
    with service_provider_access(spe.client(), "acme", "open") as access:
        assert access
        assert acme.access
    assert not acme.access
    assert spe.wire.writes == [SWITCH, SWITCH]


def test_a_late_switch_that_does_not_come_is_reported(spe: FakeSpe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_module, "PATIENCE", 0.0)
    spe.wire.queue(SWITCH, Trouble(DOUBTS[1]))
    with pytest.raises(SpeError) as failed, service_provider_access(spe.client(), "acme", "open"):
        raise AssertionError("the block is not entered")
    assert "may be switched on later: switch it off with" in failed.value.message
    assert spe.wire.record.shown() == {"service_provider_access_left_open": True}


@pytest.mark.parametrize("doubt", [*DOUBTS, *PLAIN])
def test_switching_back_is_looked_at_when_it_is_in_doubt(spe: FakeSpe, acme: FakeInstance, doubt: Doubt) -> None:
    with service_provider_access(spe.client(), "acme", "open"):
        spe.wire.queue(SWITCH, Trouble(doubt))
    assert not acme.access
    assert spe.wire.functions[-1] in (LOOK, SWITCH)


def test_what_was_switched_back_without_an_answer_is_seen(spe: FakeSpe, acme: FakeInstance) -> None:
    with service_provider_access(spe.client(), "acme", "open"):
        spe.wire.queue(SWITCH, *[Trouble(DOUBTS[0], work_is_done=True) for _attempt in range(TRIES)])
    assert not acme.access


def _always(doubt: Doubt) -> Trouble:
    return Trouble(doubt, times=1000)


@pytest.mark.parametrize("doubt", [*DOUBTS, *PLAIN])
def test_access_that_is_left_on_is_told(spe: FakeSpe, doubt: Doubt) -> None:
    with pytest.raises(SpeError) as failed, service_provider_access(spe.client(), "acme", "open"):
        spe.wire.queue(SWITCH, _always(doubt))
    assert failed.value.message == (
        "Service provider access of the instance 'acme' was switched on for this task and is still on: switch it off with"
        f" community.mailstore.spe_archive_admin. ({doubt(SWITCH)})"
    )
    assert spe.wire.record.shown() == {"service_provider_access_left_open": True}
    assert len(spe.wire.functions) < 20


def test_access_that_may_be_left_on_after_an_error_is_told_with_it(spe: FakeSpe) -> None:
    def work() -> None:
        with service_provider_access(spe.client(), "acme", "open"):
            spe.wire.queue(SWITCH, _always(PLAIN[1]))
            spe.wire.queue(LOOK, _always(PLAIN[1]))
            raise NotReached("The server is gone.")

    with pytest.raises(SpeError) as failed:
        work()
    assert "and may still be on: switch it off with" in failed.value.message
    assert failed.value.message.endswith("(unreachable) Before that: The server is gone.")
    assert spe.wire.record.shown() == {"service_provider_access_left_open": True}


class TestClosedByOthers:
    """Several tasks work on one instance, each closing what it has opened."""

    @pytest.mark.parametrize("function", ["GetUsers", "CreateUser"])
    @pytest.mark.parametrize("was_on", [True, False])
    def test_it_is_opened_again_and_the_call_repeated(
        self, spe: FakeSpe, acme: FakeInstance, function: str, was_on: bool
    ) -> None:
        acme.access = was_on
        client = spe.client()
        with service_provider_access(client, "acme", "open") as access:
            acme.access = False
            client.call(function, {"instanceID": "acme", "userName": "jane", "privileges": "none"})
            assert access.opened
        assert not acme.access, "it was closed, and is closed by the last one that opened it"
        assert spe.wire.functions[-5:] == [function, LOOK, SWITCH, function, SWITCH]

    def test_it_is_not_opened_for_ever(self, spe: FakeSpe, acme: FakeInstance) -> None:
        client = spe.client()

        def close(_arguments: Arguments) -> None:
            acme.access = False
            raise refusal("GetUsers")

        spe.handlers["GetUsers"] = close
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call("GetUsers", {"instanceID": "acme"})
        assert spe.wire.functions.count(SWITCH) <= 2 * REOPENINGS
        assert not acme.access

    def test_a_refusal_of_another_kind_stays(self, spe: FakeSpe) -> None:
        client = spe.client()
        spe.wire.refuse("GetUsers", times=100)
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call("GetUsers", {"instanceID": "acme"})
        assert spe.wire.functions.count("GetUsers") == 1 + REPEATS_WHEN_ON

    def test_another_task_may_have_opened_it_before_it_is_looked_at(self, spe: FakeSpe, acme: FakeInstance) -> None:
        client = spe.client()
        acme.access = True
        spe.wire.refuse("GetUsers")
        with service_provider_access(client, "acme", "open"):
            assert client.call("GetUsers", {"instanceID": "acme"}) == []

    @pytest.mark.parametrize("function", sorted(REFUSED_MAYBE_AFTER_THE_WORK))
    def test_what_may_have_failed_at_its_work_is_not_repeated_while_access_is_on(
        self, spe: FakeSpe, function: str
    ) -> None:
        client = spe.client()
        spe.wire.refuse(function, times=100)
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call(function, {"instanceID": "acme"})
        assert spe.wire.functions.count(function) == 1

    def test_what_is_often_not_there_is_asked_once(self, spe: FakeSpe) -> None:
        client = spe.client()
        spe.wire.refuse("GetUserInfo")
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call("GetUserInfo", {"instanceID": "acme", "userName": "jane"}, may_be_refused=True)
        assert spe.wire.functions == [LOOK, SWITCH, "GetUserInfo", SWITCH]

    @pytest.mark.parametrize("function", ["GetStores", "GetInstances"])
    def test_what_needs_no_access_is_not_asked_twice(self, spe: FakeSpe, function: str) -> None:
        client = spe.client()
        spe.wire.refuse(function)
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call(function, {"instanceID": "acme", "instanceFilter": "acme"})
        assert spe.wire.functions.count(LOOK) == 1

    def test_work_that_failed_at_its_end_is_not_repeated(self, spe: FakeSpe, acme: FakeInstance) -> None:
        client = spe.client()

        def run(_arguments: Arguments) -> None:
            acme.access = False
            failure = refusal("RunProfile")
            failure.after_running = True
            raise failure

        spe.handlers["RunProfile"] = run
        with pytest.raises(FunctionFailed), service_provider_access(client, "acme", "open"):
            client.call("RunProfile", {"instanceID": "acme", "id": 1})
        assert spe.wire.functions.count("RunProfile") == 1

    def test_after_the_block_nobody_opens(self, spe: FakeSpe) -> None:
        client = spe.client()
        with service_provider_access(client, "acme", "open"):
            pass
        with pytest.raises(FunctionFailed):
            client.call("GetUsers", {"instanceID": "acme"})

    def test_parallel_reads_open_it_once(self, spe: FakeSpe, acme: FakeInstance) -> None:
        client = spe.client()
        with service_provider_access(client, "acme", "open"):
            acme.access = False
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda _n: client.call("GetUsers", {"instanceID": "acme"}), range(8)))
        assert not acme.access
        assert spe.wire.functions.count(SWITCH) == 3, "on, on again, off"
