# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible callback that writes each task's result, and where the server's journal stood around it, as a JSON line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: results
type: aggregate
short_description: Writes the results of tasks to a file, one JSON line each
description:
  - For the integration tests only. The environment variable E(TEST_RESULTS) names the file to write. E(TEST_JOURNALS) is
    a JSON object, for each host the journal of the server that its tasks speak to.
"""


class CallbackModule(CallbackBase):  # type: ignore[misc]
    """Hears of every task; one host at a time has tasks."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "results"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._results = Path(os.environ["TEST_RESULTS"])
        self._journals = {host: Path(path) for host, path in json.loads(os.environ["TEST_JOURNALS"]).items()}
        self._starts: dict[str, int] = {}

    def v2_runner_on_start(self, host: Any, task: Any) -> None:
        self._starts[host.get_name()] = self._journal_size(host)

    def v2_runner_on_ok(self, result: Any) -> None:
        self._write(result, "ok")

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._write(result, "failed")

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._write(result, "skipped")

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._write(result, "unreachable")

    def _journal_size(self, host: Any) -> int:
        journal = self._journals.get(host.get_name())
        return journal.stat().st_size if journal is not None and journal.exists() else 0

    def _write(self, result: Any, status: str) -> None:
        task = result._task
        if task.action == "ansible.builtin.meta":
            return
        host = result._host.get_name()
        entry = {
            "host": host,
            "name": task.name,
            "action": task.action,
            "status": status,
            "tags": list(task.tags),
            "opens_access": result._task_fields.get("args", {}).get("service_provider_access") == "open",
            "variables": dict(task.vars),
            "journal": [self._starts[host], self._journal_size(result._host)],
            "result": result._result,
        }
        with self._results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, default=str) + "\n")
