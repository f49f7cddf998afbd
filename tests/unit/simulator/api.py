# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client of the simulator inside the test's own process, in simulated time: no test depends on the machine's speed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.simulation.clock import Clock, simulated_time
from tests.simulator.application import ManagementApi
from tests.simulator.faults import FaultFile
from tests.simulator.journal import Journal
from tests.simulator.seeding import load_environment
from tests.simulator.state.environment import Environment

ENVELOPE_KEYS = [
    "error",
    "token",
    "statusVersion",
    "statusCode",
    "percentProgress",
    "statusText",
    "result",
    "logOutput",
]
_LONGEST_WAIT_SECONDS = 3600.0

Application = Callable[[MutableMapping[str, Any], Any, Any], Any]


class InProcess(httpx.BaseTransport):
    """Hands each request to the simulator; time passes while it works or waits."""

    def __init__(self, application: Application, clock: Clock) -> None:
        self._application = application
        self._clock = clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        messages: list[MutableMapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            messages.append(message)

        async def exchange() -> None:
            await self._application(_scope(request), receive, send)

        if not self._clock.work_on(exchange(), _LONGEST_WAIT_SECONDS):
            raise httpx.ReadTimeout("The simulator does not answer.", request=request)
        start, *parts = messages
        content = b"".join(part.get("body", b"") for part in parts)
        return httpx.Response(start["status"], headers=start["headers"], content=content)


def _scope(request: httpx.Request) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path,
        "query_string": request.url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": (request.url.host, request.url.port),
    }


class Api:
    """Calls functions as an administrator, and shows the state behind them."""

    def __init__(self, client: httpx.Client, environment: Environment, directory: Path, clock: Clock) -> None:
        self.client = client
        self.environment = environment
        self.clock = clock
        self.journal_path = directory / "journal.jsonl"
        self.faults_path = directory / "faults.json"

    def log_out(self) -> None:
        """From now on requests carry no credentials but those in their own headers."""
        self.client.auth = httpx.Auth()

    def envelope(self, function: str, **arguments: object) -> dict[str, Any]:
        """The first answer, in its form of eight keys."""
        response = self.client.post(f"/api/invoke/{function}", data=to_form(arguments))
        assert response.status_code == 200, (function, response.status_code, response.text)
        document: dict[str, Any] = json.loads(response.content.decode("utf-8-sig"))
        assert list(document) == ENVELOPE_KEYS
        return document

    def finish(self, function: str, **arguments: object) -> dict[str, Any]:
        """The final answer, after waiting for a call that runs."""
        answer = self.envelope(function, **arguments)
        token, deadline = answer["token"], self.clock.elapsed + _LONGEST_WAIT_SECONDS
        while answer["statusCode"] == "running":
            assert self.clock.elapsed < deadline, f"{function} runs too long"
            answer = self.status(token, answer["statusVersion"])
        return answer

    def status(self, token: str, known_version: int, milliseconds: int = 1000) -> dict[str, Any]:
        form = {"token": token, "lastKnownStatusVersion": known_version, "millisecondsTimeout": milliseconds}
        document: dict[str, Any] = json.loads(
            self.client.post("/api/get-status", data=to_form(form)).content.decode("utf-8-sig")
        )
        return document

    def result(self, function: str, **arguments: object) -> Any:
        """The result of a call that must succeed."""
        answer = self.finish(function, **arguments)
        assert answer["statusCode"] == "succeeded", (function, arguments, answer["error"])
        return answer["result"]

    def error(self, function: str, **arguments: object) -> str:
        """The message of a call that must fail."""
        answer = self.finish(function, **arguments)
        assert answer["statusCode"] == "failed", (function, arguments, answer["result"])
        assert answer["result"] is None
        return str(answer["error"]["message"])

    def metadata(self) -> list[dict[str, Any]]:
        document: list[dict[str, Any]] = json.loads(self.client.post("/api/get-metadata").content.decode("utf-8-sig"))
        return document

    def set_faults(self, *rules: dict[str, Any]) -> None:
        temporary = self.faults_path.with_suffix(".tmp")
        temporary.write_text(json.dumps(rules), "utf-8")
        temporary.replace(self.faults_path)

    def journal(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.journal_path.read_text("utf-8").splitlines()]


def to_form(arguments: dict[str, Any]) -> dict[str, str]:
    """Arguments as the API wants them: null left out, bool in lower case, structures as JSON."""
    return {name: _to_text(value) for name, value in arguments.items() if value is not None}


def _to_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return str(value)


@contextmanager
def serving(
    directory: Path, seed: str = "demo", version: str = "25.3", work_ms: int = 20, latency_ms: int = 0
) -> Iterator[Api]:
    """A server of that seed and version, as its first administrator sees it."""
    with simulated_time() as clock:
        environment = load_environment(seed, version)
        environment.settings.work_ms = work_ms
        journal = Journal(directory / "journal.jsonl")
        management_api = ManagementApi(environment, FaultFile(directory / "faults.json"), journal, latency_ms)
        administrator, *_others = environment.administrators.values()
        transport = InProcess(management_api.application(), clock)
        login = (administrator.user_name, administrator.password)
        with httpx.Client(transport=transport, base_url="https://localhost", auth=login) as client:
            yield Api(client, environment, directory, clock)
        journal.close()
