# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Through a proxy, and only through the one that the settings name."""

from __future__ import annotations

import base64
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api import tls
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import NotReached
from ansible_collections.community.mailstore.plugins.module_utils._api.parallel import parallel_map
from urllib3.util import connection

from tests.unit.plugins.module_utils._api.conftest import PASSWORD, MakeClient
from tests.unit.plugins.module_utils._api.connect_proxy import ConnectProxy
from tests.unit.plugins.module_utils._api.scripted_server import ScriptedServer, meeting, succeeds


@pytest.fixture
def dead_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def refusal(client: Client) -> str:
    with pytest.raises(NotReached) as error:
        client.call("SetUserPassword", {"password": "x"})
    assert "\n" not in error.value.message
    return error.value.message


def test_a_call_through_a_proxy(server: ScriptedServer, make_client: MakeClient, proxy: ConnectProxy) -> None:
    client = make_client(proxy=f"http://{proxy.address}")
    client.call("Ping")
    client.call("CreateUser", {"userName": "bob"})
    assert server.functions == ["Ping", "CreateUser"]
    (asked,) = proxy.asked
    assert asked.startswith(f"CONNECT 127.0.0.1:{server.port} ")
    assert "authorization" not in asked.lower()


def test_a_connection_that_was_idle_is_renewed_through_the_proxy(
    server: ScriptedServer, make_client: MakeClient, proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client(proxy=f"http://{proxy.address}")
    client.call("Ping")
    monkeypatch.setattr(tls, "IDLE_LIMIT", 0.0)
    client.call("CreateUser", {"userName": "bob"})
    assert server.connections == len(proxy.asked) == 2


def test_several_threads_go_through_the_proxy(
    server: ScriptedServer, make_client: MakeClient, proxy: ConnectProxy
) -> None:
    client, together = make_client(proxy=f"http://{proxy.address}"), threading.Barrier(4, timeout=60)
    server.then(*[meeting(together, succeeds()) for _turn in range(8)])
    parallel_map(lambda _turn: client.call("GetUsers"), range(8), 4)
    assert server.connections == len(proxy.asked) == 4


def test_a_proxy_does_not_slow_requests_down(
    make_client: MakeClient, proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body that waits for the acknowledgement of the head would cost 40 ms a call: no socket lets it wait."""
    create, at_once = connection.create_connection, []

    def noticed(*arguments: Any, **more: Any) -> socket.socket:
        opened = create(*arguments, **more)
        at_once.append(bool(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
        return opened

    monkeypatch.setattr(connection, "create_connection", noticed)
    make_client(proxy=f"http://{proxy.address}").call("GetUsers", {"instanceID": "acme"})
    assert at_once == [True]


def test_a_pinned_call_through_a_proxy(
    server: ScriptedServer, make_client: MakeClient, proxy: ConnectProxy, sha256: str
) -> None:
    make_client(proxy=f"http://{proxy.address}", certificate_fingerprint=sha256).call("Ping")
    assert server.functions == ["Ping"]
    assert len(proxy.asked) == 1


def test_the_proxy_gets_its_own_credentials(make_client: MakeClient, proxy: ConnectProxy) -> None:
    make_client(proxy=f"http://me:s%40cret@{proxy.address}").call("Ping")
    credentials = base64.b64encode(b"me:s@cret").decode()
    assert f"proxy-authorization: basic {credentials}".lower() in proxy.asked[0].lower()
    assert PASSWORD not in proxy.asked[0]


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "502 Bad Gateway"])
def test_a_proxy_that_refuses(server: ScriptedServer, make_client: MakeClient, status: str) -> None:
    with ConnectProxy(refuse=status) as proxy:
        message = refusal(make_client(proxy=f"http://me:geheim@{proxy.address}", retries=0))
        assert f"through the proxy {proxy.address}: check spe_proxy" in message
        assert "spe_proxy" in message
        assert "geheim" not in message
    assert server.connections == 0


@pytest.mark.parametrize(
    "babble",
    [
        b"nonsense\r\n\r\n",
        b"\x00\xff" * 300,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300,
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n<html>no tunnel</html>",
        b"HTTP/1.1 200\r\n",
    ],
)
def test_a_proxy_that_answers_nonsense(make_client: MakeClient, babble: bytes) -> None:
    with ConnectProxy(babble=babble) as proxy:
        message = refusal(make_client(proxy=f"http://me:geheim@{proxy.address}", retries=0, timeout=1))
    assert message.startswith(("Could not connect to https://127.0.0.1", "The TLS handshake with https://127.0.0.1"))
    assert len(message) < 300
    assert message.isprintable()


def test_a_proxy_that_is_not_there(make_client: MakeClient, dead_port: int) -> None:
    assert f"through the proxy 127.0.0.1:{dead_port}: check spe_proxy" in refusal(
        make_client(proxy=f"http://127.0.0.1:{dead_port}", retries=0)
    )


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_proxies_of_the_environment_are_not_ours(
    server: ScriptedServer, client: Client, dead_port: int, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{dead_port}")
    client.call("Ping")
    assert server.functions == ["Ping"]


def test_no_proxy_of_the_environment_does_not_bypass(
    make_client: MakeClient, proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    make_client(proxy=f"http://{proxy.address}").call("Ping")
    assert len(proxy.asked) == 1


def test_netrc_is_not_read(
    server: ScriptedServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login other password other\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    client.call("Ping")
    credentials = base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
    assert server.requests[0].headers["authorization"] == f"Basic {credentials}"
