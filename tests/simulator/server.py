# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTPS server: certificate, listening socket, ready file, and an end without waiting."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import socket
import ssl
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import trustme
import uvicorn

from .application import ManagementApi
from .connection import ResettableProtocol
from .state.environment import Environment

KEEP_ALIVE_SECONDS = 120
"""What http.sys grants an idle connection."""


@dataclass(frozen=True)
class Certificates:
    """Files of the simulator's own authority and of its certificate."""

    ca_path: Path
    chain_path: Path
    fingerprint: str
    """SHA-256 of the server's certificate, in hexadecimal digits."""

    @classmethod
    def make(cls, directory: Path, host: str) -> Certificates:
        """A certificate for the address that is listened on, and for those of this machine alone."""
        authority = trustme.CA(organization_name="SPE simulator")
        certificate = authority.issue_cert(*dict.fromkeys((host, "127.0.0.1", "localhost")))
        ca_path, chain_path = directory / "ca.pem", directory / "server.pem"
        authority.cert_pem.write_to_path(str(ca_path))
        certificate.private_key_and_cert_chain_pem.write_to_path(str(chain_path))
        der = ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode("ascii"))
        return cls(ca_path, chain_path, hashlib.sha256(der).hexdigest())


class SimulatorServer(uvicorn.Server):
    """uvicorn, told to write the ready file once it listens, and to end long polls when it is asked to end."""

    def __init__(self, config: uvicorn.Config, api: ManagementApi, ready: ReadyFile | None) -> None:
        super().__init__(config)
        self._api = api
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end)
        if self._ready is not None:
            self._ready.write()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        # Signals are handled on the loop, and not raised again: SIGTERM is a clean end.
        yield

    def _end(self) -> None:
        self.should_exit = True
        self._api.running_calls.stop()


@dataclass(frozen=True)
class ReadyFile:
    """What a client needs to know; appears in one piece."""

    path: Path
    url: str
    administrator: str
    password: str
    certificates: Certificates

    def write(self) -> None:
        document = {
            "url": self.url,
            "username": self.administrator,
            "password": self.password,
            "ca_path": str(self.certificates.ca_path),
            "certificate_fingerprint": self.certificates.fingerprint,
        }
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
        temporary.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
        temporary.replace(self.path)


def prepare_ready_file(path: Path) -> None:
    """Takes away the file of an earlier run, for it would tell that the server listens; raises OSError."""
    path.unlink(missing_ok=True)
    if not path.resolve().parent.is_dir():
        raise NotADirectoryError(f"the directory of {path} does not exist")


def serve(api: ManagementApi, environment: Environment, host: str, port: int, ready_path: Path | None) -> None:
    """Serves until SIGTERM or SIGINT."""
    with _certificate_directory() as directory, listening_socket(host, port) as listener:
        certificates = Certificates.make(directory, host)
        url = f"https://{host}:{listener.getsockname()[1]}"
        first = next(iter(environment.administrators.values()))
        ready = None
        if ready_path is not None:
            password = (first.api_password if first.has_mfa else None) or first.password
            ready = ReadyFile(ready_path.resolve(), url, first.user_name, password, certificates)
        config = configuration(api, certificates)
        print(f"Listening on {url} (version {environment.full_version}); CA: {certificates.ca_path}", flush=True)
        SimulatorServer(config, api, ready).run(sockets=[listener])


def configuration(api: ManagementApi, certificates: Certificates) -> uvicorn.Config:
    """How uvicorn serves the API."""
    config = uvicorn.Config(
        api.application(),
        http=ResettableProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        ssl_certfile=certificates.chain_path,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=1,
    )
    config.load()
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    return config


@contextlib.contextmanager
def _certificate_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="spe-simulator-") as name:
        yield Path(name)


@contextlib.contextmanager
def listening_socket(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that accepts connections; port 0 is a free one."""
    listener = socket.create_server((host, port), backlog=2048)
    try:
        yield listener
    finally:
        listener.close()
