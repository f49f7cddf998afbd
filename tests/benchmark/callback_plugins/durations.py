# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes how long each task took, one JSON line a task."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: durations
type: notification
short_description: Write the duration of each task
description:
  - Writes name and seconds of each task to the file that the environment variable names.
options: {}
"""


class CallbackModule(CallbackBase):  # type: ignore[misc]
    """From the start of a task to the start of the next one, or the end."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "durations"

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._started = 0.0

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        self._end_task()
        self._name, self._started = task.get_name(), time.perf_counter()

    def v2_playbook_on_stats(self, stats: Any) -> None:
        self._end_task()

    def _end_task(self) -> None:
        if not self._name:
            return
        seconds = time.perf_counter() - self._started
        with Path(os.environ["SPE_BENCHMARK_DURATIONS"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"name": self._name, "seconds": seconds}) + "\n")
