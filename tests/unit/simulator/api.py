# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client of the simulator inside the test's own process."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

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
_LONGEST_WAIT_SECONDS = 5.0


class Api:
    """Calls functions as an administrator, and shows the state behind them."""

    def __init__(self, client: TestClient, environment: Environment, directory: Path) -> None:
        self.client = client
        self.environment = environment
        self.journal_path = directory / "journal.jsonl"
        self.faults_path = directory / "faults.json"

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
        token, deadline = answer["token"], time.monotonic() + _LONGEST_WAIT_SECONDS
        while answer["statusCode"] == "running":
            assert time.monotonic() < deadline, f"{function} runs too long"
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
    environment = load_environment(seed, version)
    environment.settings.work_ms = work_ms
    journal = Journal(directory / "journal.jsonl")
    management_api = ManagementApi(environment, FaultFile(directory / "faults.json"), journal, latency_ms)
    administrator, *_others = environment.administrators.values()
    with TestClient(management_api.application(), base_url="https://localhost") as client:
        client.auth = (administrator.user_name, administrator.password)
        yield Api(client, environment, directory)
    journal.close()
