# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator on a real socket of this process, so that a real ansible-playbook can be met at a chosen call, and the
state behind it be looked at."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import Response

from tests.simulator.application import ManagementApi
from tests.simulator.faults import FaultFile
from tests.simulator.journal import Journal
from tests.simulator.seeding import load_environment
from tests.simulator.server import Certificates, configuration, listening_socket
from tests.simulator.state.environment import Environment

HOST = "127.0.0.1"
LONGEST_WAIT = 120.0
"""Seconds after which what is waited for will never come."""
BREATH = 0.005


@dataclass
class Hold:
    """Withholds the answer of the request that `at` chooses by function and number, until it is let go.

    after_work: the work is done first. Otherwise it is never done, but for a hold that goes on when it is let go.
    """

    at: Callable[[str, int], bool]
    after_work: bool = True
    goes_on: bool = False
    arrived: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    async def stop(self) -> None:
        self.arrived.set()
        while not self.let_go.is_set():
            await asyncio.sleep(BREATH)


class HeldApi(ManagementApi):
    """Answers as the simulator does, but for the requests that are held."""

    def __init__(self, environment: Environment, latency_ms: int) -> None:
        super().__init__(environment, FaultFile(None), Journal(None), latency_ms)
        self.holds: list[Hold] = []
        self.names: list[str] = []

    async def answer(self, request: Request) -> Response:
        name = request.url.path.rsplit("/", 1)[-1]
        self.names.append(name)
        number = len(self.names)
        hold = next((each for each in self.holds if not each.arrived.is_set() and each.at(name, number)), None)
        if hold is None:
            return await super().answer(request)
        if hold.after_work:
            response = await super().answer(request)
            await hold.stop()
            return response
        await hold.stop()
        return await super().answer(request) if hold.goes_on else Response(status_code=503)


@dataclass(frozen=True)
class Listening:
    """A server that listens."""

    api: HeldApi
    environment: Environment
    variables: dict[str, str]
    """Of the environment of ansible-playbook."""

    def hold(self, at: Callable[[str, int], bool], *, after_work: bool = True, goes_on: bool = False) -> Hold:
        """Withhold an answer, from now on."""
        hold = Hold(at, after_work, goes_on)
        self.api.holds.append(hold)
        return hold

    @property
    def names(self) -> list[str]:
        """The functions that were asked for."""
        return self.api.names

    def start_counting(self) -> None:
        self.api.names.clear()
        self.api.holds.clear()


class _Server(uvicorn.Server):
    """Leaves signals to the process that it is part of."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def listening(seed: str, *, latency_ms: int = 0, work_ms: int = 20) -> Iterator[Listening]:
    """A server of that seed on a free port of this machine."""
    environment = load_environment(seed, "25.3")
    environment.settings.work_ms = work_ms
    api = HeldApi(environment, latency_ms)
    with tempfile.TemporaryDirectory(prefix="spe-faults-") as name, listening_socket(HOST, 0) as listener:
        certificates = Certificates.make(Path(name), HOST)
        server = _Server(configuration(api, certificates))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        administrator, *_others = environment.administrators.values()
        variables: dict[str, Any] = {
            "SPE_URL": f"https://{HOST}:{listener.getsockname()[1]}",
            "SPE_USERNAME": administrator.user_name,
            "SPE_PASSWORD": administrator.password,
            "SPE_CA_PATH": str(certificates.ca_path),
        }
        try:
            yield Listening(api, environment, variables)
        finally:
            for hold in api.holds:
                hold.let_go.set()
            server.should_exit = True
            api.running_calls.stop()
            thread.join(LONGEST_WAIT)
