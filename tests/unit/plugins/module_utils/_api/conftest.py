# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers, certificates and clients for the tests of the room that talks."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from ansible_collections.community.mailstore.plugins.module_utils._api import session
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client
from ansible_collections.community.mailstore.plugins.module_utils._api.settings import ConnectionSettings

from tests.unit.plugins.module_utils._api.connect_proxy import ConnectProxy
from tests.unit.plugins.module_utils._api.scripted_server import ScriptedServer

PASSWORD = "geheim-ß:1"

MakeClient = Callable[..., Client]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_path(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="session")
def certificate(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def der(certificate: trustme.LeafCert) -> bytes:
    return ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode("ascii"))


@pytest.fixture(scope="session")
def sha256(der: bytes) -> str:
    return hashlib.sha256(der).hexdigest()


@pytest.fixture
def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def server(server_context: ssl.SSLContext) -> Iterator[ScriptedServer]:
    with ScriptedServer(server_context) as running:
        yield running


@pytest.fixture
def proxy() -> Iterator[ConnectProxy]:
    with ConnectProxy() as running:
        yield running


@pytest.fixture
def make_client(server: ScriptedServer, ca_path: Path) -> MakeClient:
    """A client of the scripted server; settings and the client's own options by name."""

    def make(**given: Any) -> Client:
        own = {name: given.pop(name) for name in ("check_mode", "waiting", "progress", "needed_by") if name in given}
        settings = {"url": server.url, "username": "admin", "password": PASSWORD, "ca_path": str(ca_path), "timeout": 5}
        return Client(ConnectionSettings(**{**settings, **given}), **own)

    return make


@pytest.fixture
def client(make_client: MakeClient) -> Client:
    return make_client()


@pytest.fixture(autouse=True)
def _no_long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "FIRST_PAUSE", 0.001)


@pytest.fixture(autouse=True)
def _forget_sessions() -> Iterator[None]:
    """Ports are used again: no session may outlive its server."""
    yield
    session._kept.clear()
