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
  - For the integration tests only. The environment variable E(TEST_RESULTS) names the file to write, E(TEST_JOURNAL)
    the journal of the simulated server.
"""


class CallbackModule(CallbackBase):  # type: ignore[misc]
    """Hears of every task on the one host of the tests."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "results"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._results = Path(os.environ["TEST_RESULTS"])
        self._journal = Path(os.environ["TEST_JOURNAL"])
        self._journal_start = 0

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        self._journal_start = self._journal_size()

    def v2_runner_on_ok(self, result: Any) -> None:
        self._write(result, "ok")

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._write(result, "failed")

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._write(result, "skipped")

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._write(result, "unreachable")

    def _journal_size(self) -> int:
        return self._journal.stat().st_size if self._journal.exists() else 0

    def _write(self, result: Any, status: str) -> None:
        task = result._task
        entry = {
            "name": task.name,
            "action": task.action,
            "status": status,
            "tags": list(task.tags),
            "opens_access": result._task_fields["args"].get("service_provider_access") == "open",
            "variables": dict(task.vars),
            "journal": [self._journal_start, self._journal_size()],
            "result": result._result,
        }
        with self._results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, default=str) + "\n")
