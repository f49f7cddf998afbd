# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access is opened only when it is needed, and left as it was, whatever happens."""

from __future__ import annotations

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.access import (
    SWITCH,
    TRIES,
    service_provider_access,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    NotReached,
    SpeError,
)

from tests.unit.plugins.module_utils.fake_spe import FakeInstance, FakeSpe


@pytest.fixture
def acme() -> FakeInstance:
    closed = FakeInstance("acme")
    closed.access = False
    return closed


@pytest.fixture
def spe(acme: FakeInstance) -> FakeSpe:
    return FakeSpe(acme)


def test_without_opening_nothing_is_asked(spe: FakeSpe) -> None:
    with service_provider_access(spe.client(), "acme", "require") as opened:
        assert not opened
    assert spe.wire.functions == []


def test_access_that_is_on_stays_on(spe: FakeSpe, acme: FakeInstance) -> None:
    acme.access = True
    with service_provider_access(spe.client(), "acme", "open") as opened:
        assert not opened
    assert spe.wire.functions == ["GetArchiveAdminEnabled"]
    assert acme.access


@pytest.mark.parametrize("check_mode", [True, False])
def test_access_is_open_inside_and_closed_afterwards(spe: FakeSpe, acme: FakeInstance, check_mode: bool) -> None:
    with service_provider_access(spe.client(check_mode=check_mode), "acme", "open") as opened:
        assert opened
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


LEFT_ON = (
    "Service provider access of the instance 'acme' was switched on for this task and could not be switched off again;"
    " switch it off with community.mailstore.spe_archive_admin. (unreachable)"
)


def test_access_that_is_left_on_is_told(spe: FakeSpe) -> None:
    with pytest.raises(SpeError) as failed, service_provider_access(spe.client(), "acme", "open"):
        spe.wire.unplug(SWITCH)
    assert failed.value.message == LEFT_ON


def test_access_that_is_left_on_after_an_error_is_told_with_it(spe: FakeSpe) -> None:
    error = NotReached("The server is gone.")
    error.partial = {"changed": True, "calls": []}

    def work() -> None:
        with service_provider_access(spe.client(), "acme", "open"):
            spe.wire.unplug(SWITCH)
            raise error

    with pytest.raises(SpeError) as failed:
        work()
    assert failed.value.message == LEFT_ON + " Before that: The server is gone."
    assert failed.value.partial == {"changed": True, "calls": []}
