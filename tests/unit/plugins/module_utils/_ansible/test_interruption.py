# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task that is interrupted tidies up before its process ends."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.interruption import (
    SIGNALS,
    tidy_interruption,
)


@pytest.fixture(autouse=True, params=[signal.SIG_DFL, signal.default_int_handler], ids=["default", "python"])
def handler(request: pytest.FixtureRequest) -> Iterator[object]:
    """What was there before must be there afterwards."""
    before = {number: signal.signal(number, request.param) for number in SIGNALS}
    yield request.param
    after = {number: signal.signal(number, handler) for number, handler in before.items()}
    assert set(after.values()) == {request.param}


def test_without_a_signal_nothing_happens() -> None:
    with tidy_interruption():
        pass


@pytest.mark.parametrize("number", SIGNALS)
def test_tidying_up_is_done_and_not_disturbed(number: signal.Signals) -> None:
    tidied = []

    def work() -> None:
        try:
            os.kill(os.getpid(), number)
        finally:
            for other in SIGNALS:
                os.kill(os.getpid(), other)
            tidied.append(number)

    with pytest.raises(KeyboardInterrupt), tidy_interruption():
        work()
    assert tidied == [number]


def test_an_interruption_is_not_lost_when_tidying_up_fails() -> None:
    def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            raise ValueError("could not be put back") from None

    with pytest.raises(KeyboardInterrupt), tidy_interruption():
        work()


def test_an_error_stays_what_it_is() -> None:
    with pytest.raises(ValueError, match="an error"), tidy_interruption():
        raise ValueError("an error")


def test_other_threads_leave_signals_alone() -> None:
    done = []

    def work() -> None:
        with tidy_interruption():
            done.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [signal.getsignal(signal.SIGTERM)]
