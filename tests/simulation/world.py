# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulated Management server, and the tasks that are run against it."""

from __future__ import annotations

import contextlib
import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from unittest import mock

from ansible_collections.community.mailstore.plugins.module_utils._api import session, transport
from ansible_collections.community.mailstore.plugins.module_utils._api.tls import exchange

from tests.simulator.application import Exchange, ManagementApi
from tests.simulator.contract import Argument, Call, Function, string
from tests.simulator.faults import Fault, FaultFile
from tests.simulator.journal import Journal
from tests.simulator.long_work import LongWork, Outcome, as_outcome
from tests.simulator.seeding import load_environment
from tests.simulator.state.administrators import Administrator
from tests.simulator.state.environment import Environment

from .clock import Clock, simulated_time
from .network import Connections, Trouble
from .tasks import Task, load_modules

URL = "https://spe.example.com:8474"

_READING = ("Get", "Ping")
"""How the names of functions begin that only read. A verification reads, too, but is work that is done or not."""

NO_TROUBLE = Trouble()


@dataclass
class Request:
    """One request that the collection sent, in the order of sending."""

    name: str
    """Of the function, or of the protocol call."""
    arguments: dict[str, str] = field(default_factory=dict)
    status_code: str | None = None
    http_status: int | None = None


@dataclass(frozen=True)
class Work:
    """One call that the server carried out, and that does more than read."""

    function: str
    arguments: dict[str, Any]


class Disturbance:
    """What goes wrong in a run. The base lets everything go well."""

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        """What the network does to this request; called before it goes out."""
        return NO_TROUBLE

    def fault_of(self, name: str) -> Fault | None:
        """What the server does to the request that reaches it."""
        return None


class World:
    """The server's state, what was asked of it, and what it did."""

    def __init__(self, environment: Environment, clock: Clock, directory: str) -> None:
        self.clock = clock
        self.directory = directory
        self.disturbance = Disturbance()
        self.requests: list[Request] = []
        self.work: list[Work] = []
        self._sent = 0
        administrator = next(iter(environment.administrators.values()))
        self.connection: dict[str, Any] = {
            "spe_url": URL,
            "spe_username": administrator.user_name,
            "spe_password": administrator.password,
            # Reads one after the other: the same order each time.
            "spe_parallel": 1,
        }
        self.environment = environment
        self._serve()

    def _serve(self) -> None:
        self._api = _RecordingApi(self)
        self._application = self._api.application()

    def answer_with(self, function: str, handler: Callable[[Call], Any]) -> None:
        """From now on a function answers as a server might that nobody has seen yet."""
        self._api.replace(function, handler)

    def describe(self, function: str, *arguments: str) -> None:
        """From now on the function has these arguments, each of them mandatory; what it does stays the same."""
        self._api.describe(function, tuple(string(argument) for argument in arguments))

    def add(self, function: Function) -> None:
        """From now on the server has one more function, as a newer one."""
        self._api.add(function)

    def remove(self, function: str) -> None:
        """From now on the server does not know that function, as an older one."""
        self._api.remove(function)

    # The server's state

    def snapshot(self) -> bytes:
        """The whole state of the server."""
        return pickle.dumps(self.environment)

    def restore(self, snapshot: bytes) -> None:
        """The state as it was, nothing under way, and nothing asked yet."""
        self.serve(pickle.loads(snapshot))  # noqa: S301  it is our own

    def serve(self, environment: Environment) -> None:
        """Another server in the place of this one, nothing under way, and nothing asked yet."""
        self.clock.settle()
        self.environment = environment
        self.start_recording()
        self._serve()

    def start_recording(self) -> None:
        """Forget what was asked and done so far."""
        self.requests.clear()
        self.work.clear()

    # What the tasks do

    def task(self, module: str, **arguments: Any) -> Task:
        """A task that connects to this server."""
        return Task(module, {**self.connection, **arguments})

    def run(
        self, task: Task, *, check_mode: bool = False, no_log: bool = False, disturbance: Disturbance | None = None
    ) -> dict[str, Any]:
        """The result of the task, as if a new process had run it."""
        with self.disturbed(disturbance or Disturbance()):
            return task.execute(check_mode=check_mode, no_log=no_log, directory=self.directory)

    @contextlib.contextmanager
    def disturbed(self, disturbance: Disturbance) -> Iterator[None]:
        """Within the block, which begins as a new process does, this is what goes wrong."""
        forget_connections()
        self._sent = 0
        self.disturbance = disturbance
        try:
            yield
        finally:
            self.disturbance = Disturbance()

    def settle(self, seconds: float | None = None) -> None:
        """Wait until the server has done all that it was asked to do, or so long."""
        self.clock.settle(seconds)

    # The network

    def connections(self, _url: str, _proxy: str | None) -> Connections:
        """Those that take the place of connections with TLS."""

        async def application(scope: Any, receive: Any, send: Any) -> None:
            await self._application(scope, receive, send)

        return Connections(application, self.clock, self._meet, exchange.depart)

    def _meet(self, path: str) -> Trouble:
        name = path.rpartition("/")[2]
        index, self._sent = self._sent, self._sent + 1
        self.requests.append(Request(name))
        return self.disturbance.trouble_of(index, name, self.environment)


class _Faults(FaultFile):
    """The faults that the disturbance of the world chooses."""

    def __init__(self, world: World) -> None:
        super().__init__(None)
        self._world = world

    def next_fault(self, function: str) -> Fault | None:
        return self._world.disturbance.fault_of(function)


class _Journal(Journal):
    """Notes the answers of the requests."""

    def __init__(self, world: World) -> None:
        super().__init__(None)
        self._world = world

    def write(
        self,
        function: str,
        arguments: dict[str, str],
        status_code: str | None,
        http_status: int | None,
        milliseconds: float,
    ) -> None:
        asked = (request for request in reversed(self._world.requests) if request.name == function)
        request = next((each for each in asked if each.http_status is None and each.status_code is None), None)
        if request is not None:
            request.arguments, request.status_code, request.http_status = arguments, status_code, http_status


class _RecordingApi(ManagementApi):
    """Notes each call that does more than read when it is carried out."""

    def __init__(self, world: World) -> None:
        super().__init__(world.environment, _Faults(world), _Journal(world))
        self._recorded = world.work

    def _invoke(self, function: Function, exchange: Exchange, administrator: Administrator) -> dict[str, Any]:
        if not function.name.startswith(_READING):
            function = replace(function, handler=_recording(function, self._recorded))
        return super()._invoke(function, exchange, administrator)

    def replace(self, name: str, handler: Callable[[Call], Any]) -> None:
        self._functions[name] = replace(self._functions[name], handler=handler)

    def describe(self, name: str, arguments: tuple[Argument, ...]) -> None:
        self._functions[name] = replace(self._functions[name], arguments=arguments)

    def add(self, function: Function) -> None:
        self._functions[function.name] = function

    def remove(self, name: str) -> None:
        del self._functions[name]


def _recording(function: Function, done: list[Work]) -> Callable[[Call], Any]:
    def handle(call: Call) -> Any:
        answer = function.handler(call)
        work = Work(function.name, dict(call.arguments))
        if not isinstance(answer, LongWork):
            done.append(work)
            return answer

        def finish() -> Outcome:
            outcome = as_outcome(answer)
            done.append(work)
            return outcome

        return replace(answer, finish=finish)

    return handle


@contextlib.contextmanager
def simulation(
    seed: str = "demo", version: str = "25.3", *, settings: Mapping[str, int] | None = None
) -> Iterator[World]:
    """A server of that seed and version in this process; `settings` are those of the simulator, in milliseconds.

    Nothing connects to anything, and no waiting takes time.
    """
    load_modules()
    with simulated_time() as clock, tempfile.TemporaryDirectory(prefix="spe-simulation-") as directory:
        environment = load_environment(seed, version)
        environment.settings = replace(environment.settings, **(settings or {}))
        world = World(environment, clock, directory)
        try:
            with mock.patch.object(transport, "TlsAdapter", return_value=world):
                yield world
        finally:
            forget_connections()


def forget_connections() -> None:
    """Each task begins as in a process of its own."""
    session._kept.clear()
