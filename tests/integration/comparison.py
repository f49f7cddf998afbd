# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may differ between a module's work inside the controller and in a process of its own."""

from __future__ import annotations

import re
from typing import Any

# Ansible's own keys about how the task was run; 2.19 and 2.20 add the traceback's absence to ordinary results only.
OF_ANSIBLE = (
    "discovered_interpreter_python",
    "exception",
    "failed_when_suppressed_exception",
    "invocation",
    "module_stderr",
    "module_stdout",
)
# Ids, times and texts that a second server makes anew.
MADE_ANEW = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?"), "<time>"),
    (re.compile(r"https://127\.0\.0\.1:\d+"), "<server>"),
    (re.compile(r"\((\d+ m )?\d+ s, "), "(<duration>, "),
]


# Counters of a process, which go on, and how long a task took: only that they are there can be compared.
COUNTERS = "live_statistics"
DURATION = "seconds"


def comparable(value: Any) -> Any:
    """A result without what differs between two good runs."""
    if isinstance(value, dict):
        return {
            key: _member(key, entry)
            for key, entry in value.items()
            if key not in OF_ANSIBLE and not key.startswith("_ansible_")
        }
    if isinstance(value, list):
        return [comparable(entry) for entry in value]
    if isinstance(value, str):
        for pattern, word in MADE_ANEW:
            value = pattern.sub(word, value)
    return value


def _member(key: str, value: Any) -> Any:
    if key == COUNTERS and isinstance(value, dict):
        return sorted(value)
    return type(value).__name__ if key == DURATION else comparable(value)
