# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls that take their time: every function may answer `running`."""

from __future__ import annotations

import ssl
import time

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api import client as client_module
from ansible_collections.community.mailstore.plugins.module_utils._api import polling
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client, Result, Waiting
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    CredentialsRefused,
    FunctionCancelled,
    FunctionFailed,
    NotAnSpeServer,
    WaitTimedOut,
)

from tests.unit.plugins.module_utils._api.conftest import MakeClient
from tests.unit.plugins.module_utils._api.scripted_server import (
    Behaviour,
    Request,
    ScriptedServer,
    after,
    answer,
    close,
    envelope,
    fails,
    reset,
    runs,
    succeeds,
)

NOT_FOUND = answer(b"", status=404)
CANCELLED = answer(envelope("cancelled"))


class HandClock:
    """Stands still but when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


# The first look at the clock is already too late.
NO_TIME = Waiting(timeout=0, cancel_on_timeout=True)


def test_it_is_asked_until_it_is_done(server: ScriptedServer, client: Client) -> None:
    server.then(runs(3), runs(4), succeeds("x", logOutput="log"))
    assert client.invoke("VerifyStores", {"instanceID": "acme"}) == Result("x", "log")
    first, second, third = server.requests
    assert first.path == "/api/invoke/VerifyStores"
    assert second.path == "/api/get-status"
    assert second.form == {"token": "t-1", "lastKnownStatusVersion": "3", "millisecondsTimeout": "5000"}
    assert third.form["lastKnownStatusVersion"] == "4"


@pytest.mark.parametrize("function", ["GetWorkerResults", "Ping", "SetUserFullName"])
def test_every_function_may_run(server: ScriptedServer, client: Client, function: str) -> None:
    server.then(runs(1), succeeds(7))
    assert client.call(function) == 7


def test_a_poll_is_no_longer_than_the_time_that_is_left(server: ScriptedServer, client: Client) -> None:
    server.then(runs(1), succeeds())
    client.call("VerifyStores", waiting=Waiting(timeout=60, interval=3600))
    assert 0 < int(server.requests[1].form["millisecondsTimeout"]) <= 60_000


def test_the_http_time_out_is_longer_than_the_poll(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(runs(1), after(0.6, succeeds("x")))
    assert make_client(timeout=0.4, retries=0).call("VerifyStores", waiting=Waiting(interval=60)) == "x"


def test_a_server_that_does_not_wait_is_not_hammered(server: ScriptedServer, client: Client) -> None:
    server.then(*[runs(1)] * 4, succeeds())
    started = time.monotonic()
    client.call("VerifyStores")
    assert time.monotonic() - started > 0.25


@pytest.mark.parametrize(
    ("end", "kind"),
    [(fails("broken"), FunctionFailed), (CANCELLED, FunctionCancelled), (answer(b"", status=401), CredentialsRefused)],
)
def test_bad_ends(server: ScriptedServer, client: Client, end: Behaviour, kind: type[Exception]) -> None:
    server.then(runs(1), end)
    with pytest.raises(kind):
        client.call("GetWorkerResults")


def test_running_without_a_token(server: ScriptedServer, client: Client) -> None:
    server.then(answer(envelope("running")))
    with pytest.raises(NotAnSpeServer, match="no token"):
        client.call("GetWorkerResults")


def test_progress_tells_news_only(server: ScriptedServer, make_client: MakeClient) -> None:
    lines: list[str] = []
    server.then(
        runs(1),
        runs(2, percent=0),
        runs(3, percent=40, text="store 2024-01"),
        runs(4, percent=40, text="store 2024-01"),
        runs(5, text="store 2024-02"),
        succeeds(),
    )
    make_client(progress=lines.append).call("VerifyStores")
    assert lines == [
        "VerifyStores: running",
        "VerifyStores: 0 %",
        "VerifyStores: 40 %, store 2024-01",
        "VerifyStores: store 2024-02",
    ]


def test_progress_that_makes_no_sense(server: ScriptedServer, make_client: MakeClient) -> None:
    lines: list[str] = []
    server.then(answer(envelope("running", token="t", percentProgress="half", statusText=5)), succeeds())
    make_client(progress=lines.append).call("VerifyStores")
    assert lines == ["VerifyStores: 5"]


class TestTimeOut:
    def test_it_is_cancelled(self, server: ScriptedServer, client: Client) -> None:
        server.then(runs(1), succeeds(), runs(2), CANCELLED)
        with pytest.raises(WaitTimedOut) as error:
            client.call("VerifyStores", waiting=NO_TIME)
        assert server.functions == ["VerifyStores", "cancel-async", "get-status", "get-status"]
        assert server.requests[1].form == {"token": "t-1"}
        assert error.value.message == (
            "VerifyStores did not finish within 0 seconds; it was cancelled and ended with cancelled: raise"
            " wait_timeout."
        )

    def test_it_ended_before_it_was_cancelled(self, server: ScriptedServer, client: Client) -> None:
        server.then(runs(1), succeeds(), succeeds("x"))
        with pytest.raises(WaitTimedOut, match="ended with succeeded"):
            client.call("VerifyStores", waiting=NO_TIME)

    def test_it_goes_on_in_spite_of_it(
        self, server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(polling, "CANCEL_PATIENCE", 0.05)
        server.then(runs(1), succeeds(), after(0.1, runs(1)))
        with pytest.raises(WaitTimedOut, match="asked to cancel it, but it is still running"):
            client.call("VerifyStores", waiting=NO_TIME)

    def test_it_is_gone_when_it_is_to_be_cancelled(self, server: ScriptedServer, client: Client) -> None:
        server.then(runs(1), NOT_FOUND)
        with pytest.raises(WaitTimedOut, match="ended before it could be cancelled"):
            client.call("VerifyStores", waiting=NO_TIME)

    def test_it_is_gone_after_it_was_cancelled(self, server: ScriptedServer, client: Client) -> None:
        server.then(runs(1), succeeds(), NOT_FOUND)
        with pytest.raises(WaitTimedOut, match="was cancelled, and the server no longer knows it"):
            client.call("VerifyStores", waiting=NO_TIME)

    def test_it_cannot_be_cancelled(self, server: ScriptedServer, client: Client) -> None:
        server.then(runs(1), answer(b"", status=400))
        with pytest.raises(WaitTimedOut, match="could not be asked to cancel it"):
            client.call("VerifyStores", waiting=NO_TIME)

    def test_it_is_left_alone(self, server: ScriptedServer, client: Client) -> None:
        """Giving up does not stop the work, unless that is asked for."""
        server.then(runs(1))
        with pytest.raises(WaitTimedOut, match="it is still running on the server"):
            client.call("VerifyStores", waiting=Waiting(timeout=0))
        assert server.functions == ["VerifyStores"]

    def test_the_clients_own_waiting_counts(self, server: ScriptedServer, make_client: MakeClient) -> None:
        server.then(runs(1))
        client = make_client(waiting=Waiting(timeout=0))
        with pytest.raises(WaitTimedOut):
            client.call("VerifyStores")

    def test_a_long_poll_does_not_outlast_it(
        self, server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = HandClock()
        for module in (client_module, polling):
            monkeypatch.setattr(module, "time", clock)

        def poll(request: Request, connection: ssl.SSLSocket) -> None:
            clock.sleep(0.2)
            runs(1)(request, connection)

        server.then(runs(1), poll, succeeds(), CANCELLED)
        with pytest.raises(WaitTimedOut):
            client.call("VerifyStores", waiting=Waiting(timeout=0.2))
        assert server.requests[1].form["millisecondsTimeout"] == "200"


class TestExpiry:
    def test_a_read_is_called_once_more(self, server: ScriptedServer, client: Client) -> None:
        server.then(runs(1), NOT_FOUND, runs(1), succeeds("x"))
        assert client.call("GetWorkerResults") == "x"
        assert server.functions == ["GetWorkerResults", "get-status"] * 2

    def test_a_read_is_not_called_for_ever(self, server: ScriptedServer, client: Client) -> None:
        server.then(runs(1), NOT_FOUND, runs(1), NOT_FOUND)
        with pytest.raises(AnswerLost):
            client.call("GetWorkerResults")
        assert len(server.requests) == 4

    def test_a_write_is_lost(self, server: ScriptedServer, client: Client) -> None:
        server.then(runs(1), NOT_FOUND)
        with pytest.raises(AnswerLost, match="it is not known whether it succeeded") as error:
            client.call("CompactStore")
        assert error.value.http_status == 404
        assert len(server.requests) == 2


class TestTrouble:
    @pytest.mark.parametrize("trouble", [reset, answer(b"", status=503)])
    @pytest.mark.parametrize("function", ["GetWorkerResults", "CompactStore"])
    def test_get_status_is_repeated(
        self, server: ScriptedServer, client: Client, trouble: Behaviour, function: str
    ) -> None:
        server.then(runs(1), trouble, trouble, succeeds("x"))
        assert client.call(function) == "x"
        assert server.functions == [function, *["get-status"] * 3]

    @pytest.mark.parametrize("trouble", [reset, answer(b"", status=503)])
    def test_a_call_that_can_no_longer_be_followed(
        self, server: ScriptedServer, make_client: MakeClient, trouble: Behaviour
    ) -> None:
        server.then(runs(1), *[trouble] * 2)
        with pytest.raises(AnswerLost):
            make_client(retries=1).call("CompactStore")
        assert server.functions == ["CompactStore", "get-status", "get-status"]

    def test_a_server_that_went_away_meanwhile(self, server: ScriptedServer, make_client: MakeClient) -> None:
        """The request for the status never went out, but the call itself did: nobody knows its end."""

        def leave(request: object, connection: object) -> None:
            server.stop_listening()
            runs(1)(request, connection)  # type: ignore[arg-type]
            close(request, connection)  # type: ignore[arg-type]

        server.then(leave)
        with pytest.raises(AnswerLost, match="progress of CompactStore could no longer be read"):
            make_client(retries=1).call("CompactStore")
