# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is repeated, and what never is: a write whose request may have gone out."""

from __future__ import annotations

import contextlib
import errno
import gzip
import resource
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api import session, tls
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    AnswerTooLarge,
    FunctionFailed,
    NotAnSpeServer,
    NotReached,
    SpeError,
)

from tests.unit.cost import functions_called
from tests.unit.plugins.module_utils._api.conftest import MakeClient
from tests.unit.plugins.module_utils._api.connect_proxy import relay
from tests.unit.plugins.module_utils._api.scripted_server import (
    Behaviour,
    EndOfConnection,
    Request,
    ScriptedServer,
    after,
    and_close,
    answer,
    close,
    envelope,
    meeting,
    reset,
    succeeds,
)

CUT = answer(envelope(result="x")[:-10], content_length=len(envelope(result="x")))
LOST = pytest.mark.parametrize("lost", [reset, close, CUT], ids=["reset", "closed", "cut"])
GATEWAY = pytest.mark.parametrize("status", [502, 504])


@pytest.fixture
def dead_socket() -> Iterator[socket.socket]:
    """Holds its port, so that nobody else gets it, and refuses connections until it listens."""
    with socket.socket() as dead:
        dead.bind(("127.0.0.1", 0))
        yield dead


@pytest.fixture
def dead_port(dead_socket: socket.socket) -> int:
    return int(dead_socket.getsockname()[1])


@LOST
def test_a_read_is_repeated(server: ScriptedServer, client: Client, lost: Behaviour) -> None:
    server.then(lost, lost, lost, succeeds("x"))
    assert client.call("GetUsers") == "x"
    assert len(server.requests) == 4


@LOST
def test_a_read_is_given_up(server: ScriptedServer, make_client: MakeClient, lost: Behaviour) -> None:
    server.then(lost, lost, lost)
    with pytest.raises(AnswerLost):
        make_client(retries=2).call("GetUsers")
    assert len(server.requests) == 3


@LOST
@pytest.mark.parametrize("kept_alive", [False, True])
def test_a_write_is_never_repeated(server: ScriptedServer, client: Client, lost: Behaviour, kept_alive: bool) -> None:
    if kept_alive:
        client.call("Ping")
    sent = len(server.requests)
    server.then(lost)
    with pytest.raises(AnswerLost, match="it is not known whether the server executed it"):
        client.call("CreateUser", {"userName": "bob"})
    assert len(server.requests) == sent + 1


def test_a_slow_read_is_repeated(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(after(0.5, succeeds("late")), succeeds("x"))
    assert make_client(timeout=0.1).call("GetUsers") == "x"


def test_a_slow_write_is_lost(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(after(0.5, succeeds("late")))
    with pytest.raises(AnswerLost, match="spe_timeout") as lost:
        make_client(timeout=0.1).call("CreateUser")
    assert lost.value.may_still_run
    assert len(server.requests) == 1


@LOST
def test_what_broke_does_not_go_on(server: ScriptedServer, client: Client, lost: Behaviour) -> None:
    server.then(lost)
    with pytest.raises(AnswerLost) as error:
        client.call("CreateUser")
    assert not error.value.may_still_run


def drips(what: bytes, *, at_once: int) -> Behaviour:
    """An answer whose first bytes come at once, and then a byte every now and then."""

    def behave(_request: Request, connection: ssl.SSLSocket) -> None:
        connection.sendall(what[:at_once])
        for start in range(at_once, len(what)):
            time.sleep(0.05)
            connection.sendall(what[start : start + 1])

    return behave


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n"


@pytest.mark.parametrize("at_once", [0, 20, len(HEAD)], ids=["from the start", "headers", "body"])
@pytest.mark.parametrize("function", ["GetUsers", "CreateUser"])
def test_a_server_that_drips_is_given_up(
    server: ScriptedServer, make_client: MakeClient, at_once: int, function: str
) -> None:
    """Every byte comes within the time-out; the whole would take minutes."""
    server.then(drips(HEAD + bytes(5000), at_once=at_once))
    started = time.monotonic()
    with pytest.raises(AnswerLost, match=r"did not answer .* completely within spe_timeout"):
        make_client(timeout=0.5, retries=0).call(function)
    assert time.monotonic() - started < 60


def endless(request: Request, connection: ssl.SSLSocket) -> None:
    """A body without an end and without a length."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        connection.sendall(bytes(65536))


def chunked(request: Request, connection: ssl.SSLSocket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + bytes(65536) + b"\r\n")


@pytest.mark.parametrize("body", [endless, chunked])
@pytest.mark.parametrize("function", ["GetUsers", "CreateUser"])
def test_an_answer_without_end_is_given_up(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch, body: Behaviour, function: str
) -> None:
    monkeypatch.setattr(session, "LARGEST_ANSWER", 1024 * 1024)
    server.then(body)
    with pytest.raises(AnswerTooLarge, match=f"The answer to {function} has more than 1 MiB"):
        client.call(function)
    assert server.functions == [function], "the second one would be as large"
    assert client.call("GetUsers") is None, "the connection of the endless answer is not used again"


def _written(what: bytes) -> Behaviour:
    def behave(_request: Request, connection: ssl.SSLSocket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(what)
        raise EndOfConnection

    return behave


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
NO_ANSWERS: dict[str, bytes] = {
    "garbage": b"garbage\r\n\r\n",
    "body alone": envelope(),
    "head without an end": HEAD[:-2],
    "head alone": HEAD,
    "long status line": b"HTTP/1.1 200 " + b"a" * 10_000_000 + b"\r\n\r\n",
    "long header": HEAD[:-2] + b"X-A: " + b"a" * 10_000_000 + b"\r\n\r\n",
    "many headers": HEAD[:-2] + b"X-A: a\r\n" * 100_000 + b"\r\n",
    "two lengths": HEAD[:-2] + b"Content-Length: 7\r\n\r\n" + bytes(5000),
    "part without a length": CHUNKED + b"zz\r\n" + bytes(5000),
    "part of less than nothing": CHUNKED + b"-5\r\n" + bytes(5000),
    "part that is cut": CHUNKED + b"1388\r\n" + bytes(4000),
    "huge part": CHUNKED + b"ffffffffffffffff\r\n" + bytes(5000),
    "long length of a part": CHUNKED + b"1" * 1_000_000 + b"\r\n",
}


@pytest.mark.parametrize("kind", NO_ANSWERS)
@pytest.mark.parametrize("function", ["GetUsers", "CreateUser"])
def test_what_is_no_http_is_a_lost_answer(
    server: ScriptedServer, make_client: MakeClient, kind: str, function: str
) -> None:
    server.then(_written(NO_ANSWERS[kind]))
    with pytest.raises(AnswerLost):
        make_client(retries=0).call(function)
    assert server.functions == [function]


@pytest.mark.parametrize("answered", [b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nX-A: "], ids=["status", "header"])
def test_a_proxy_that_drips_is_given_up(make_client: MakeClient, answered: bytes) -> None:
    """Every byte comes within the time-out; the whole would take an hour."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _address = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(4096)
                connection.sendall(answered)
                while True:
                    time.sleep(0.05)
                    connection.sendall(b"a")

        threading.Thread(target=drip, daemon=True).start()
        started = time.monotonic()
        proxy = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(NotReached, match=r"Could not connect to .* through the proxy"):
            make_client(proxy=proxy, timeout=0.5, retries=0).call("CreateUser")
    assert time.monotonic() - started < 60


def test_a_large_answer_is_taken_whole(server: ScriptedServer, client: Client) -> None:
    server.then(succeeds("x" * 5_000_000))
    assert client.call("GetUsers") == "x" * 5_000_000


def test_what_is_packed_unasked_is_not_unpacked(server: ScriptedServer, client: Client) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    server.then(answer(bomb, headers={"Content-Encoding": "gzip"}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(NotAnSpeServer):
        client.call("GetUsers")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000, "kilobytes"


def test_the_late_answer_is_not_taken_for_the_next(server: ScriptedServer, make_client: MakeClient) -> None:
    client = make_client(timeout=0.2)
    server.then(after(0.4, succeeds("late")), succeeds("right"))
    with pytest.raises(AnswerLost):
        client.call("CreateUser")
    time.sleep(0.4)
    assert client.call("GetUsers") == "right"


@GATEWAY
def test_a_write_that_a_gateway_lost(server: ScriptedServer, client: Client, status: int) -> None:
    server.then(answer(b"", status=status))
    with pytest.raises(AnswerLost) as error:
        client.call("CreateUser")
    assert error.value.http_status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_read_survives_a_server_in_trouble(server: ScriptedServer, client: Client, status: int) -> None:
    server.then(answer(b"", status=status), answer(b"", status=status), succeeds("x"))
    assert client.call("GetUsers") == "x"


def test_a_write_is_not_repeated_after_an_error(server: ScriptedServer, client: Client) -> None:
    server.then(answer(b"", status=503))
    with pytest.raises(AnswerLost):
        client.call("CreateUser")
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_is_not_repeated(server: ScriptedServer, client: Client, status: int) -> None:
    server.then(answer(b"", status=status))
    with pytest.raises(FunctionFailed):
        client.call("GetUsers")
    assert len(server.requests) == 1


def test_a_failed_function_is_not_repeated(server: ScriptedServer, client: Client) -> None:
    server.then(answer(envelope("failed", error={"message": "no", "details": ""})))
    with pytest.raises(FunctionFailed):
        client.call("GetUsers")
    assert len(server.requests) == 1


def test_a_write_that_never_left_is_repeated(
    server: ScriptedServer,
    make_client: MakeClient,
    dead_socket: socket.socket,
    dead_port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server comes up while the client pauses."""

    def pauses(_retries: int) -> Iterator[float]:
        yield 0
        yield 0
        dead_socket.listen()
        threading.Thread(target=_relay_one, args=(dead_socket, server.port), daemon=True).start()
        yield 0

    monkeypatch.setattr(session, "_pauses", pauses)
    make_client(url=f"https://127.0.0.1:{dead_port}").call("CreateUser")
    assert server.functions == ["CreateUser"]


def _relay_one(listener: socket.socket, target: int) -> None:
    client, _address = listener.accept()
    with client, socket.create_connection(("127.0.0.1", target)) as server:
        relay(client, server)


def test_nobody_listens(make_client: MakeClient, dead_port: int) -> None:
    with pytest.raises(NotReached, match="refuses connections: check host and port"):
        make_client(url=f"https://127.0.0.1:{dead_port}", retries=1).call("CreateUser")


def test_unknown_host(make_client: MakeClient) -> None:
    with pytest.raises(NotReached, match="could not be resolved"):
        make_client(url="https://spe.invalid:8474", retries=0).call("CreateUser")


def test_a_host_that_no_resolver_takes(make_client: MakeClient) -> None:
    with pytest.raises(NotReached, match=r"could not be (reached|resolved)"):
        make_client(url=f"https://{'a' * 64}.example.com:8474", retries=0).call("CreateUser")


def test_a_network_that_is_not_there(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_arguments: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    with pytest.raises(NotReached, match=r"could not be reached \(Network is unreachable\)"):
        make_client(retries=0).call("CreateUser")


def test_a_server_that_never_shakes_hands(make_client: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(NotReached, match=r"^The TLS handshake with .* failed \(no answer within 0\.2 seconds\)"):
            make_client(url=url, retries=0, timeout=0.2).call("CreateUser")


def test_a_server_that_hangs_up_at_once(make_client: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:

        def hang_up() -> None:
            connection, _address = rude.accept()
            connection.close()

        threading.Thread(target=hang_up, daemon=True).start()
        with pytest.raises(NotReached, match=r"The TLS handshake with .* failed: a server accepts connections there"):
            make_client(url=f"https://127.0.0.1:{rude.getsockname()[1]}", retries=0).call("CreateUser")


def test_pauses_double(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "FIRST_PAUSE", 0.2)
    for pause, least in zip(session._pauses(4), [0.2, 0.4, 0.8, 1.6], strict=True):
        assert least <= pause <= 1.25 * least


def test_no_retries_at_all(server: ScriptedServer, make_client: MakeClient) -> None:
    server.then(reset)
    with pytest.raises(AnswerLost):
        make_client(retries=0).call("GetUsers")
    assert len(server.requests) == 1


class TestKeptAlive:
    def test_one_connection_serves_all_calls(self, server: ScriptedServer, make_client: MakeClient) -> None:
        for _turn in range(3):
            make_client().call("GetUsers")
            make_client().call("CreateUser")
        assert server.connections == 1

    def test_a_connection_that_the_server_closed_does_not_fail_a_write(
        self, server: ScriptedServer, client: Client
    ) -> None:
        server.then(and_close(succeeds()))
        client.call("GetUsers")
        time.sleep(0.1)
        client.call("CreateUser")
        assert server.functions == ["GetUsers", "CreateUser"]
        assert server.connections == 2

    @pytest.mark.parametrize("function", ["GetUsers", "CreateUser"])
    def test_an_idle_connection_is_not_used_again(
        self, server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch, function: str
    ) -> None:
        client.call("GetUsers")
        client.call(function)
        assert server.connections == 1
        monkeypatch.setattr(tls, "IDLE_LIMIT", 0.0)
        client.call(function)
        assert server.connections == 2

    def test_each_connection_is_idle_for_itself(
        self, server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What one connection does in the meantime does not keep another one awake."""
        now, both = 1000.0, threading.Barrier(2, timeout=60)
        monkeypatch.setattr(tls, "time", SimpleNamespace(monotonic=lambda: now))
        server.then(meeting(both, succeeds()), meeting(both, succeeds()))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(client.call, ["GetUsers", "GetUsers"]))
        assert server.connections == 2
        now += tls.IDLE_LIMIT - 1
        client.call("GetUsers")
        now += tls.IDLE_LIMIT - 1
        server.then(meeting(both, succeeds()), meeting(both, succeeds()))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(client.call, ["CreateUser", "CreateUser"]))
        assert server.connections == 3

    def test_other_settings_have_a_connection_of_their_own(
        self, server: ScriptedServer, make_client: MakeClient
    ) -> None:
        make_client().call("Ping")
        make_client(password="other").call("Ping")
        assert server.connections == 2

    def test_threads_share_it(self, server: ScriptedServer, client: Client) -> None:
        server.then(*[after(0.05, succeeds()) for _turn in range(8)])
        failures: list[SpeError] = []

        def read() -> None:
            try:
                client.call("GetUsers")
            except SpeError as error:
                failures.append(error)

        threads = [threading.Thread(target=read) for _turn in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        assert len(server.requests) == 8
        assert server.connections <= 8

    def test_many_threads_keep_their_connections(self, server: ScriptedServer, client: Client) -> None:
        for _round in range(2):
            server.then(*[after(0.2, succeeds()) for _turn in range(20)])
            with ThreadPoolExecutor(20) as pool:
                list(pool.map(lambda _turn: client.call("GetUsers"), range(20)))
        assert server.connections <= 20

    def test_a_forked_process_has_its_own(
        self, server: ScriptedServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_client().call("Ping")
        monkeypatch.setattr("os.getpid", lambda: -1)
        make_client().call("Ping")
        assert server.connections == 2
        assert len(session._kept) == 1


def test_a_call_costs_little_beside_the_request(server: ScriptedServer, client: Client) -> None:
    """The session of requests alone, which is not used, would call more functions than all of this."""

    def call() -> None:
        client.call("GetUserInfo", {"instanceID": "acme", "userName": "bob"})

    # The first one connects, and looks up what is kept from then on.
    call()
    assert functions_called(call) < 500
