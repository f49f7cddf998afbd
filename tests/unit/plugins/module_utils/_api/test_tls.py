# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing leaves before the server is proven to be the right one."""

from __future__ import annotations

import hashlib
import shutil
import socket
import ssl
import subprocess
import threading
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import trustme
from ansible_collections.community.mailstore.plugins.module_utils._api import connection_errors, tls
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    CertificateRefused,
    InputError,
    NotReached,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.settings import ConnectionSettings
from ansible_collections.community.mailstore.plugins.module_utils._api.transport import presented_fingerprint

from tests.unit.plugins.module_utils._api.conftest import PASSWORD, MakeClient
from tests.unit.plugins.module_utils._api.connect_proxy import ConnectProxy
from tests.unit.plugins.module_utils._api.scripted_server import ScriptedServer

OPENSSL = shutil.which("openssl")


def shown(digest: str) -> str:
    return ":".join(digest[i : i + 2] for i in range(0, len(digest), 2)).upper()


def refused(client: Client) -> CertificateRefused:
    with pytest.raises(CertificateRefused) as error:
        client.call("SetUserPassword", {"userName": "bob", "password": "x"})
    assert "\n" not in error.value.message
    return error.value


@pytest.fixture
def make_pinning(make_client: MakeClient) -> MakeClient:
    """Clients that know no CA."""

    def make(**given: Any) -> Client:
        return make_client(ca_path=None, **given)

    return make


def test_verification_by_a_file(server: ScriptedServer, client: Client) -> None:
    client.call("Ping")
    assert server.functions == ["Ping"]


@pytest.mark.skipif(OPENSSL is None, reason="OpenSSL's command line tells the file names in a directory of CAs")
def test_verification_by_a_directory(
    server: ScriptedServer, make_client: MakeClient, ca_path: Path, tmp_path: Path
) -> None:
    command = [str(OPENSSL), "x509", "-noout", "-subject_hash", "-in", str(ca_path)]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    (tmp_path / f"{name}.0").write_bytes(ca_path.read_bytes())
    make_client(ca_path=str(tmp_path)).call("Ping")
    assert server.functions == ["Ping"]


def test_untrusted_certificate(server: ScriptedServer, make_pinning: MakeClient, sha256: str) -> None:
    error = refused(make_pinning())
    assert "is not trusted" in error.message
    assert f"SHA-256 {shown(sha256)}" in error.message
    assert "spe_ca_path" in error.message
    assert "spe_certificate_fingerprint" in error.message
    assert server.received == b""


def test_untrusted_and_gone(server: ScriptedServer, make_pinning: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second connection, which is to tell the fingerprint, does not come about."""

    def too_late(settings: ConnectionSettings) -> bytes | None:
        server.stop_listening()
        return presented_fingerprint(settings)

    monkeypatch.setattr(connection_errors, "presented_fingerprint", too_late)
    error = refused(make_pinning())
    assert "is not trusted" in error.message
    assert "presents" not in error.message


def test_other_authority(make_client: MakeClient, tmp_path: Path, server: ScriptedServer) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    refused(make_client(ca_path=str(other)))
    assert server.received == b""


def test_certificate_of_another_host(authority: trustme.CA, make_client: MakeClient) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("spe.example.com").configure_cert(context)
    with ScriptedServer(context) as other:
        error = refused(make_client(url=other.url))
        assert "use the host name of the certificate in spe_url, or check its fingerprint" in error.message
        assert other.received == b""


def test_expired_certificate(authority: trustme.CA, make_client: MakeClient) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    yesterday = datetime.now(timezone.utc) - timedelta(days=1)
    expired = authority.issue_cert("127.0.0.1", not_before=yesterday - timedelta(days=1), not_after=yesterday)
    expired.configure_cert(context)
    with ScriptedServer(context) as other:
        error = refused(make_client(url=other.url))
        assert (
            "renew it on the server, or correct the clock where the task runs, or check its fingerprint"
            in error.message
        )
        assert other.received == b""


def test_a_directory_that_openssl_has_not_prepared(
    server: ScriptedServer, make_client: MakeClient, ca_path: Path
) -> None:
    error = refused(make_client(ca_path=str(ca_path.parent)))
    assert "into the directory spe_ca_path, and run openssl rehash there, or check its fingerprint" in error.message
    assert server.received == b""


@pytest.mark.parametrize("form", ["DER", "empty"])
def test_a_file_without_certificates(make_client: MakeClient, ca_path: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "ca.cer"
    file.write_bytes(ssl.PEM_cert_to_DER_cert(ca_path.read_text("ascii")) if form == "DER" else b"")
    with pytest.raises(InputError, match=rf"^spe_ca_path {file} cannot be read as CA certificates: .*BEGIN CERT"):
        make_client(ca_path=str(file))


def test_no_verification(server: ScriptedServer, make_pinning: MakeClient) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_pinning(validate_certs=False).call("Ping")
    assert server.functions == ["Ping"]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
@pytest.mark.parametrize("validate_certs", [True, False])
def test_pinned(
    server: ScriptedServer, make_pinning: MakeClient, der: bytes, algorithm: str, validate_certs: bool
) -> None:
    pin = shown(hashlib.new(algorithm, der).hexdigest())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_pinning(certificate_fingerprint=pin, validate_certs=validate_certs).call("Ping")
    assert server.functions == ["Ping"]


def test_a_pin_is_proof_enough_under_any_name(authority: trustme.CA, make_pinning: MakeClient) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = authority.issue_cert("spe.example.com")
    certificate.configure_cert(context)
    der = ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode("ascii"))
    with ScriptedServer(context) as other:
        make_pinning(url=other.url, certificate_fingerprint=hashlib.sha256(der).hexdigest()).call("Ping")
        assert other.functions == ["Ping"]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
@pytest.mark.parametrize("trust", [{}, {"ca_path": None}, {"validate_certs": False}], ids=["CA", "nobody", "everybody"])
def test_wrong_pin_sends_nothing(
    server: ScriptedServer, make_client: MakeClient, der: bytes, algorithm: str, trust: dict[str, Any]
) -> None:
    expected = "00" * hashlib.new(algorithm).digest_size
    presented = hashlib.new(algorithm, der).hexdigest()
    error = refused(make_client(certificate_fingerprint=expected, **trust))
    assert shown(expected) in error.message
    assert shown(presented) in error.message
    assert "nothing was sent" in error.message
    assert server.connections == 1
    assert server.received == b""


def test_wrong_pin_through_a_proxy(server: ScriptedServer, make_client: MakeClient, proxy: ConnectProxy) -> None:
    error = refused(make_client(certificate_fingerprint="00" * 32, proxy=f"http://{proxy.address}"))
    assert "nothing was sent" in error.message
    assert len(proxy.asked) == 1
    assert server.connections == 1
    assert server.received == b""


def test_untrusted_through_a_proxy(
    server: ScriptedServer, make_pinning: MakeClient, proxy: ConnectProxy, sha256: str
) -> None:
    error = refused(make_pinning(proxy=f"http://{proxy.address}"))
    assert shown(sha256) in error.message
    assert server.received == b""


def test_the_environment_does_not_decide_whom_to_trust(
    server: ScriptedServer, make_pinning: MakeClient, ca_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(ca_path))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(ca_path))
    refused(make_pinning())
    assert server.received == b""


def test_the_environment_does_not_take_trust_away(
    server: ScriptedServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/does/not/exist")
    make_client().call("Ping")
    assert server.functions == ["Ping"]


def test_the_store_of_the_machine_is_trusted(
    server: ScriptedServer, make_pinning: MakeClient, ca_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenSSL's own variable says where that store is."""
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_path))
    make_pinning().call("Ping")
    assert server.functions == ["Ping"]


class TestVersions:
    @pytest.fixture
    def old_server(self, server_context: ssl.SSLContext) -> Iterator[ScriptedServer]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            server_context.minimum_version = ssl.TLSVersion.TLSv1
            server_context.maximum_version = ssl.TLSVersion.TLSv1_1
        server_context.set_ciphers("ALL:@SECLEVEL=0")
        with ScriptedServer(server_context) as running:
            yield running

    def test_a_client_of_its_time_gets_through(self, old_server: ScriptedServer) -> None:
        """The old server works: what refuses it below is ours."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1_1
        with socket.create_connection(("127.0.0.1", old_server.port)) as plain, context.wrap_socket(plain) as secure:
            assert secure.version() == "TLSv1.1"

    def test_tls_1_1_is_refused(self, old_server: ScriptedServer, make_client: MakeClient) -> None:
        with pytest.raises(NotReached, match=r"TLS 1\.2 or newer"):
            make_client(url=old_server.url, validate_certs=False, retries=0).call("Ping")
        assert old_server.received == b""

    @pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
    def test_newer_versions_work(
        self, server_context: ssl.SSLContext, make_client: MakeClient, sha256: str, version: ssl.TLSVersion
    ) -> None:
        server_context.minimum_version = server_context.maximum_version = version
        with ScriptedServer(server_context) as running:
            make_client(url=running.url, certificate_fingerprint=sha256).call("Ping")
            make_client(url=running.url).call("Ping")
            assert running.functions == ["Ping", "Ping"]

    def test_every_context_has_the_same_floor(self) -> None:
        settings = ConnectionSettings("https://spe.example.com:8474", "admin", PASSWORD, validate_certs=False)
        assert tls.make_context(settings).minimum_version == ssl.TLSVersion.TLSv1_2


def test_a_server_that_speaks_no_tls(make_client: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            connection, _address = listener.accept()
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.close()

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(NotReached, match=r"The TLS handshake with .* failed: a server accepts connections there"):
            make_client(url=f"https://127.0.0.1:{listener.getsockname()[1]}", retries=0).call("Ping")
