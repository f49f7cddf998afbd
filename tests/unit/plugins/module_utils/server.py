# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulated server in this process, with what tests do to it past the collection."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._api import session
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client, ConnectionSettings
from ansible_collections.community.mailstore.plugins.module_utils._api.record import Record

from tests.simulation import URL, World, simulation
from tests.simulator.contract import Call
from tests.simulator.errors import ApiError
from tests.simulator.functions import functions_of
from tests.simulator.state.environment import Environment
from tests.simulator.state.instances import Instance, InstanceConfiguration
from tests.simulator.versions import NEWEST_VERSION
from tests.unit.plugins.module_utils.wire import REFUSAL, Wire

HOST = "host1.example.com"


def refusal() -> ApiError:
    """What a function raises in the simulator to refuse a call."""
    return ApiError(REFUSAL)


class Server:
    """A server with one instance host and no instance."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.wire = Wire(world)
        login = world.connection
        self._settings = ConnectionSettings(URL, login["spe_username"], login["spe_password"], retries=0)

    @property
    def environment(self) -> Environment:
        return self.world.environment

    @property
    def client_timeout(self) -> int:
        """Seconds that a client waits for an answer."""
        return int(self._settings.timeout)

    def client(self, *, check_mode: bool = False) -> Client:
        """A client on a connection of its own. It repeats nothing, so that a trouble meets the call that it is for."""
        session._kept.clear()
        self.wire.record = Record()
        return Client(self._settings, check_mode=check_mode, needed_by="spe_module", record=self.wire.record)

    def ask(self, function: str, **arguments: Any) -> Any:
        """What the function answers, past the collection and its wire. Raises ApiError when it refuses."""
        known = functions_of(self.environment.version)[function]
        form = {name: _as_text(value) for name, value in arguments.items()}
        administrator = next(iter(self.environment.administrators.values()))
        return known.handler(Call(self.environment, administrator, known.convert(form, self.environment.version)))

    def ignore(self, *functions: str) -> None:
        """From now on the server accepts these, and does nothing."""
        for function in functions:
            self.answer(function, None)

    def answer(self, function: str, value: Any) -> None:
        """From now on the function returns this, whatever it is asked."""
        self.world.answer_with(function, lambda _call: value)

    def refuse(self, function: str) -> None:
        """From now on the server refuses the function."""

        def refuse(_call: Call) -> None:
            raise refusal()

        self.world.answer_with(function, refuse)

    def add_instance(self, instance_id: str, **configuration: Any) -> Instance:
        """An instance that runs, with service provider access."""
        wanted: Mapping[str, Any] = {
            "alias": None,
            "display_name": None,
            "instance_host": HOST,
            "start_mode": "automatic",
            "base_directory": rf"E:\{instance_id}",
            **configuration,
        }
        instance = Instance(InstanceConfiguration(instance_id=instance_id, **wanted))
        instance.archive_admin_enabled = True
        self.environment.add_instance(instance)
        self.environment.host_of(instance).directories.create(instance.configuration.base_directory)
        self.environment.start(instance)
        return instance

    def put(self, instance_id: str, status: str) -> None:
        """The instance has this status. One that is starting or stopping has ended that in a second."""
        instance = self.environment.find_instance(instance_id)
        instance.stop(1000 if status == "stopping" else 0)
        if status in ("stopped", "stopping"):
            return
        self.environment.start(instance)
        instance.is_frozen = status == "frozen"
        if status == "starting":
            instance.start(4000, safe_mode=False, transition_ms=1000)


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return ",".join(value) if isinstance(value, list) else json.dumps(value)


@contextlib.contextmanager
def simulated_server(seed: str = "empty", version: str = NEWEST_VERSION) -> Iterator[Server]:
    """Time passes only when somebody waits; long functions answer at once."""
    with simulation(seed, version, settings={"work_ms": 0}) as world:
        yield Server(world)
