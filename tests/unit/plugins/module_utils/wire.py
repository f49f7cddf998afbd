# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is between the collection and the simulator: each call that went by, and the troubles to come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS, reads
from ansible_collections.community.mailstore.plugins.module_utils._api.record import Record

from tests.simulation import Disturbance, Fault, HttpAnswer, Request, Trouble, World
from tests.simulator.state.environment import Environment

# What servers say is never looked at: no test may depend on it.
REFUSAL = "So nicht."


class Killed(BaseException):
    """The process is gone: nothing that it would do after that reaches the server."""


@dataclass
class Hitch:
    """What happens to the next calls of a function, on the way or at the server."""

    fault: Fault | None = None
    trouble: Trouble | None = None
    error: Callable[[], BaseException] | None = None
    times: int = 1


class Wire(Disturbance):
    """The calls are those that went out, whether the server has answered them or not."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._hitches: dict[str, list[Hitch]] = {}
        self._met: Hitch | None = None
        self._writes_left: int | None = None
        self._is_dead = False
        #: Of the last task.
        self.record = Record()
        world.disturbance = self

    # What went by

    @property
    def journal(self) -> list[Request]:
        """Functions only: the protocol's own calls are left out."""
        return [request for request in self._world.requests if request.name in FUNCTIONS]

    @property
    def functions(self) -> list[str]:
        return [request.name for request in self.journal]

    @property
    def writes(self) -> list[str]:
        return [request.name for request in self.journal if not reads(request.name, request.arguments)]

    def arguments_of(self, function: str) -> dict[str, Any]:
        """Of the only call of this function that the server has carried out, and that does more than read."""
        (work,) = [work for work in self._world.work if work.function == function]
        return work.arguments

    def forget(self) -> None:
        self._world.start_recording()

    # What is to come

    def meet(self, function: str, *hitches: Hitch) -> None:
        """One after the other, for the next calls of the function."""
        self._hitches[function] = list(hitches)

    def lose(self, function: str, *, work_is_done: bool, times: int = 1) -> None:
        """The answer of the next call is lost."""
        kind = "reset_after" if work_is_done else "reset_before"
        self.meet(function, Hitch(fault=Fault(kind, True), times=times))

    def refuse(self, function: str, times: int = 1) -> None:
        self.meet(function, Hitch(fault=Fault("failed", REFUSAL), times=times))

    def unplug(self, function: str, times: int = 1) -> None:
        self.meet(function, Hitch(trouble=Trouble(refused=True), times=times))

    def go_on(self, function: str) -> None:
        """The server works on the next call for longer than it is waited for."""
        self.work_for(function, seconds=10**6)

    def work_for(self, function: str, *, seconds: int) -> None:
        """The server works on the next call for so long."""
        work = {"steps": 1, "milliseconds": seconds * 1000, "text": "Working"}
        self.meet(function, Hitch(fault=Fault("running", work)))

    def delay(self, function: str, *, seconds: int) -> None:
        """The next call is done so much later."""
        self.meet(function, Hitch(fault=Fault("slow", seconds * 1000)))

    def swallow(self, function: str, times: int = 1) -> None:
        """The next call gets no answer, and it is not known whether the server still works on it."""
        self.meet(function, Hitch(trouble=Trouble(silent=True), times=times))

    def interrupt(self, function: str, error: type[BaseException], *, work_is_done: bool = False) -> None:
        """The process gets a signal while it waits for the answer."""

        def fail(_answer: HttpAnswer) -> None:
            raise error

        self.meet(function, Hitch(trouble=Trouble(alter=fail)) if work_is_done else Hitch(error=error))

    def kill(self, writes: int) -> None:
        """The process is killed as soon as the server has done that many writes."""
        self._writes_left = writes

    def revive(self) -> None:
        self._writes_left, self._is_dead = None, False
        self.forget()

    # For the simulation

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        self._survive(name)
        self._met = self._next_hitch(name)
        if self._met is None:
            return Trouble()
        if self._met.error is not None:
            raise self._met.error()
        return self._met.trouble or Trouble()

    def fault_of(self, name: str) -> Fault | None:
        return None if self._met is None else self._met.fault

    def _survive(self, function: str) -> None:
        """Raises Killed for everything after the end of the process."""
        if self._writes_left is not None and function in FUNCTIONS and not reads(function, {}):
            self._is_dead = self._is_dead or self._writes_left == 0
            self._writes_left -= 1
        if self._is_dead:
            raise Killed

    def _next_hitch(self, function: str) -> Hitch | None:
        hitches = self._hitches.get(function)
        if not hitches:
            return None
        hitch = hitches[0]
        hitch.times -= 1
        if hitch.times == 0:
            hitches.pop(0)
        return hitch
