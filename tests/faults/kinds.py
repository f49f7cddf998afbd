# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of faults, as data."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from tests.simulation import NO_TROUBLE, Disturbance, Fault, HttpAnswer, Trouble
from tests.simulator.state.environment import Environment

ONCE, FROM_THEN_ON = "once", "on"

POLLS = ("get-status",)
PROTOCOL_CALLS = ("get-metadata", "get-status", "cancel-async")

TIMEOUT = 30.0
"""`spe_timeout` of the tasks, the default."""


@dataclass(frozen=True)
class Kind:
    """What goes wrong.

    server: what the simulator does to the call. network: what becomes of the request on its way. polls: what the simulator
    does to the polls of the call. somebody: what somebody else does just before the call.
    """

    name: str
    means: str
    server: Fault | None = None
    network: Trouble = NO_TROUBLE
    polls: Fault | None = None
    somebody: Callable[[Environment], None] | None = None
    modes: tuple[str, ...] = (ONCE, FROM_THEN_ON)
    needs_envelope: bool = False
    """Whether it only befalls functions, not the calls of the protocol."""


def _cut(answer: HttpAnswer) -> None:
    answer.promised_length = len(answer.body)
    answer.body = answer.body[: len(answer.body) // 2]


def _status(status: int) -> Callable[[HttpAnswer], None]:
    def alter(answer: HttpAnswer) -> None:
        answer.status, answer.headers, answer.body = status, [], b""

    return alter


def _without_body(answer: HttpAnswer) -> None:
    answer.body = b""


def _maim(answer: HttpAnswer) -> None:
    """Every row of the result, or the result itself, loses its first member."""
    with suppress(ValueError):
        document = json.loads(answer.body.decode("utf-8-sig"))
        result = document.get("result") if isinstance(document, dict) else None
        for row in result if isinstance(result, list) else [result]:
            if isinstance(row, dict) and row:
                del row[next(iter(row))]
        answer.body = json.dumps(document).encode()


def _close_access(environment: Environment) -> None:
    for instance in environment.instances.values():
        instance.archive_admin_enabled = False


def _milliseconds(time_outs: float) -> int:
    return int(TIMEOUT * 1000 * time_outs)


_RUNNING = Fault("running", {"steps": 3, "milliseconds": 3000, "text": "Working"})

_STATUSES = tuple(
    Kind(f"http_{status}", f"HTTP {status}, nothing is done", Fault("http_status", status))
    for status in (401, 403, 404, 429, 500, 502, 503, 504)
)
_STATUSES_AFTER_WORK = tuple(
    Kind(f"http_{status}_after", f"HTTP {status}, and the work is done", network=Trouble(alter=_status(status)))
    for status in (500, 502, 503, 504)
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "refused", "the server says `failed`", Fault("failed", "The server does not want to."), needs_envelope=True
        ),
        Kind("reset_before", "the connection breaks, nothing is done", Fault("reset_before", True)),
        Kind("reset_after", "the connection breaks after the work", Fault("reset_after", True)),
        Kind("late", "the answer outlasts the time-out, the work is done late", Fault("slow", _milliseconds(1.3))),
        Kind("very_late", "the same, ten minutes late", Fault("slow", _milliseconds(20))),
        Kind("silent", "no answer ever comes, nothing is done", network=Trouble(silent=True)),
        Kind("running", "the call takes its time", _RUNNING, needs_envelope=True),
        Kind(
            "running_polls_fail",
            "it runs, its polls fail",
            _RUNNING,
            polls=Fault("http_status", 500),
            needs_envelope=True,
        ),
        Kind(
            "running_polls_break",
            "it runs, its polls break",
            _RUNNING,
            polls=Fault("reset_before", True),
            needs_envelope=True,
        ),
        Kind(
            "running_polls_html",
            "it runs, its polls show a page",
            _RUNNING,
            polls=Fault("html", True),
            needs_envelope=True,
        ),
        Kind(
            "running_token_gone",
            "it runs, its token is gone",
            _RUNNING,
            polls=Fault("expire_token", True),
            needs_envelope=True,
        ),
        Kind("cut", "the answer ends in the middle", network=Trouble(alter=_cut)),
        Kind("half_json", "half an answer, said to be whole", Fault("invalid_json", True)),
        Kind("html", "a page in place of the answer, the work is done", Fault("html", True)),
        Kind(
            "unknown_status",
            "an unknown statusCode, the work is done",
            Fault("status_code", "vanished"),
            needs_envelope=True,
        ),
        Kind(
            "cancelled",
            "statusCode cancelled, the work is done",
            Fault("status_code", "cancelled"),
            needs_envelope=True,
        ),
        Kind("empty", "an empty answer with status 200", network=Trouble(alter=_without_body)),
        Kind("maimed", "the rows of the answer lack a member", network=Trouble(alter=_maim), needs_envelope=True),
        Kind("redirect", "HTTP 302, nothing is done", Fault("http_status", 302)),
        *_STATUSES,
        *_STATUSES_AFTER_WORK,
        Kind("access_closed", "somebody closes service provider access", somebody=_close_access),
        Kind("down", "nobody listens any more", network=Trouble(refused=True)),
    )
}


class FaultAt(Disturbance):
    """A fault that befalls one call of a run, or all from that one on."""

    def __init__(self, kind: Kind, function: str, occurrence: int, mode: str) -> None:
        self._kind = kind
        self._function = function
        self._remaining = occurrence
        self._lasts = mode == FROM_THEN_ON
        self._hits_now = False
        self.happened = False

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        self._hits_now = self._meets(name)
        if not self._hits_now:
            return NO_TROUBLE
        self.happened = True
        if self._kind.somebody is not None:
            self._kind.somebody(environment)
        return self._kind.network

    def _meets(self, name: str) -> bool:
        if self._remaining > 0 and name == self._function:
            self._remaining -= 1
            if self._remaining == 0:
                return True
        return self._remaining == 0 and self._lasts and self._befalls(name)

    def _befalls(self, name: str) -> bool:
        return befalls(self._kind, name)

    def fault_of(self, name: str) -> Fault | None:
        if name in POLLS and self.happened and self._kind.polls is not None:
            return self._kind.polls
        return self._kind.server if self._hits_now else None


def befalls(kind: Kind, name: str) -> bool:
    """Whether a call of that name can suffer it."""
    if kind.name == "running" and name in PROTOCOL_CALLS:
        return False
    return not (kind.needs_envelope and name in PROTOCOL_CALLS)
