# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client that asks an object in memory instead of a server, and loses or refuses what a test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._api.client import (
    Client,
    ConnectionSettings,
    Result,
    Signature,
    Waiting,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.contract import FUNCTIONS, reads
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    AnswerLost,
    FunctionFailed,
    NotReached,
    SpeError,
    WaitTimedOut,
)
from ansible_collections.community.mailstore.plugins.module_utils._api.metadata import Argument
from ansible_collections.community.mailstore.plugins.module_utils._api.record import Record

Arguments = Mapping[str, Any]
Handler = Callable[[Arguments], Any]

# What servers say is never looked at: no test may depend on it.
REFUSAL = "So nicht."


def refusal(function: str) -> FunctionFailed:
    return FunctionFailed(
        f"{function} failed: {REFUSAL}",
        function=function,
        http_status=200,
        status_code="failed",
        server_message=REFUSAL,
    )


@dataclass
class Trouble:
    """What happens to the next call of a function: it fails, or its answer is lost before or after the work."""

    error: Callable[[str], BaseException]
    work_is_done: bool = False
    times: int = 1
    comes_later: int | None = None


class Killed(BaseException):
    """The process is gone: nothing that it would do after that reaches the server."""


@dataclass
class Late:
    """Work that the server does only after so many more calls."""

    calls: int
    function: str
    arguments: dict[str, Any]


@dataclass
class Wire:
    """What is between a client and its server: every call that was made, the record of the last task, and the troubles to
    come."""

    journal: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    queued: dict[str, list[Trouble]] = field(default_factory=dict)
    late: list[Late] = field(default_factory=list)
    lives: int | None = None
    dead: bool = False
    record: Record = field(default_factory=Record)

    @property
    def functions(self) -> list[str]:
        return [function for function, _arguments in self.journal]

    @property
    def writes(self) -> list[str]:
        return [function for function, arguments in self.journal if not reads(function, arguments)]

    def arguments_of(self, function: str) -> dict[str, Any]:
        """Of the only call of this function."""
        (arguments,) = [arguments for name, arguments in self.journal if name == function]
        return arguments

    def forget(self) -> None:
        self.journal.clear()

    def lose(self, function: str, *, work_is_done: bool, times: int = 1) -> None:
        """The answer of the next call is lost."""
        self.troubles[function] = Trouble(
            lambda name: AnswerLost("lost", function=name), work_is_done=work_is_done, times=times
        )

    def queue(self, function: str, *troubles: Trouble) -> None:
        """One after the other, for the next calls."""
        self.queued[function] = list(troubles)

    def delay(self, function: str, *, calls: int | None) -> None:
        """The answer of the next call is given up, and its work is done after so many more calls; None is never."""
        self.troubles[function] = Trouble(
            lambda name: AnswerLost("late", function=name, may_still_run=True), comes_later=calls or 0
        )

    def kill(self, writes: int) -> None:
        """The process is killed as soon as the server has done that many writes."""
        self.lives = writes

    def revive(self) -> None:
        self.lives, self.dead = None, False
        self.forget()

    def survive(self, function: str, arguments: Arguments) -> None:
        """Raises Killed for everything after the end of the process."""
        if self.lives is None or reads(function, arguments):
            if self.dead:
                raise Killed
            return
        self.dead = self.dead or self.lives == 0
        if self.dead:
            raise Killed
        self.lives -= 1

    def works_late(self, function: str, arguments: dict[str, Any], trouble: Trouble) -> None:
        if trouble.comes_later:
            self.late.append(Late(trouble.comes_later, function, arguments))

    def due(self) -> list[Late]:
        """What the server does now of what it was asked for earlier."""
        for work in self.late:
            work.calls -= 1
        due = [work for work in self.late if work.calls <= 0]
        self.late = [work for work in self.late if work.calls > 0]
        return due

    def refuse(self, function: str, times: int = 1) -> None:
        self.troubles[function] = Trouble(refusal, times=times)

    def unplug(self, function: str, times: int = 1) -> None:
        self.troubles[function] = Trouble(lambda name: NotReached("unreachable", function=name), times=times)

    def go_on(self, function: str) -> None:
        """The server works on the next call for longer than it is waited for."""
        self.troubles[function] = Trouble(lambda name: WaitTimedOut("still running", function=name))

    def interrupt(self, function: str, error: type[BaseException], *, work_is_done: bool = False) -> None:
        self.troubles[function] = Trouble(lambda _name: error(), work_is_done=work_is_done)


class FakeClient(Client):
    """`answer` does the work of a function; what is not in `metadata` is unknown to the server."""

    def __init__(
        self,
        answer: Callable[[str, Arguments], Any],
        *,
        wire: Wire | None = None,
        check_mode: bool = False,
        metadata: Mapping[str, Signature] | None = None,
    ) -> None:
        self.wire = wire or Wire()
        self.waitings: list[Waiting | None] = []
        self._answer_of = answer
        self._settings = ConnectionSettings("https://127.0.0.1:8474", "admin", "simulator")
        self._check_mode = check_mode
        self._needed_by = "spe_module"
        self.progress = None
        self.record = self.wire.record = Record()
        self._metadata = metadata if metadata is not None else full_metadata()

    def _invoke(self, function: str, arguments: Arguments, needed_to_read: bool, waiting: Waiting | None) -> Result:
        sent = _as_sent(arguments)
        if not reads(function, sent) and not needed_to_read:
            self.require_writing(function)
        self.wire.survive(function, sent)
        for work in self.wire.due():
            self._answer_of(work.function, work.arguments)
        self.wire.journal.append((function, sent))
        self.waitings.append(waiting)
        trouble = self._next_trouble(function)
        if trouble is not None and not trouble.work_is_done:
            self.wire.works_late(function, sent, trouble)
            raise trouble.error(function)
        result = json.loads(json.dumps(self._answer_of(function, sent)))
        if trouble is not None:
            raise trouble.error(function)
        return Result(result, None)

    def metadata(self) -> Mapping[str, Signature]:
        return self._metadata

    def server_version(self) -> str:
        return "25.3.1"

    def _next_trouble(self, function: str) -> Trouble | None:
        waiting = self.wire.queued.get(function)
        if waiting and function not in self.wire.troubles:
            self.wire.troubles[function] = waiting.pop(0)
        trouble = self.wire.troubles.get(function)
        if trouble is None:
            return None
        trouble.times -= 1
        if trouble.times == 0:
            del self.wire.troubles[function]
        return trouble


def full_metadata() -> dict[str, Signature]:
    """All functions with arguments of which only instanceID and instanceFilter are mandatory; includeIndexes is a flag."""
    return {
        name: Signature(
            name,
            {
                argument: Argument(
                    argument,
                    "bool" if argument == "includeIndexes" else "string",
                    nullable=not argument.startswith("instance"),
                )
                for argument in function.arguments
            },
        )
        for name, function in FUNCTIONS.items()
    }


def scripted(answers: Mapping[str, Any], **options: Any) -> FakeClient:
    """A client whose functions always give the same answer; an error is raised."""

    def answer(function: str, _arguments: Arguments) -> Any:
        value = answers[function]
        if isinstance(value, SpeError):
            raise value
        return value

    return FakeClient(answer, **options)


def _as_sent(arguments: Arguments) -> dict[str, Any]:
    # Null is said by leaving the argument out; what travels is plain data.
    plain: dict[str, Any] = json.loads(json.dumps({k: v for k, v in arguments.items() if v is not None}))
    return plain
