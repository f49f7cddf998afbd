# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server as one task sees it, and who sends to it with the patience that the task asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.sender import Sender
from .._engine.snapshot import Snapshot
from .context import Context
from .options import patience, waiting


def snapshot_of(context: Context) -> Snapshot:
    """What this task reads."""
    return Snapshot(context.client)


def sender_of(params: Mapping[str, Any], context: Context) -> Sender:
    """Who sends for this task."""
    return Sender(snapshot_of(context), waiting(params), wait=params.get("wait", True), patience=patience(params))
