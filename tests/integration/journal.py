# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the simulated server was asked: which calls write, and which only open or close service provider access."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Call = Mapping[str, Any]

# Functions that leave the server as it is, although their names do not start with Get.
READING = frozenset({"Ping", "CreateLicenseRequest", "get-metadata", "get-status"})
# Reading some things needs it, so that it is switched in check mode, too (service_provider_access: open).
ACCESS = "SetArchiveAdminEnabled"


def read_journal(path: Path, start: int = 0, end: int | None = None) -> list[Call]:
    """The calls between two byte offsets of a journal."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_bytes()[start:end].splitlines()]


def is_writing(call: Call) -> bool:
    function = str(call["function"])
    # A synchronisation may be asked what it would do.
    dry_run = str(call["arguments"].get("dryRun")).lower() == "true"
    return not function.startswith("Get") and function not in READING and not dry_run


def writes(calls: list[Call]) -> list[str]:
    """Names of the writing functions, in order."""
    return [str(call["function"]) for call in calls if is_writing(call)]


def access_left_as_it_was(calls: list[Call]) -> bool:
    """Whether each opening of service provider access was followed by its closing, instance by instance."""
    open_now: set[str] = set()
    for call in calls:
        if call["function"] != ACCESS:
            continue
        arguments = call["arguments"]
        instance = str(arguments["instanceID"])
        if str(arguments["enabled"]).lower() == "true":
            open_now.add(instance)
        elif instance in open_now:
            open_now.remove(instance)
        else:
            return False
    return not open_now
