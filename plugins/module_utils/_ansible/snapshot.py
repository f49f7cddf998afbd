# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server as one task sees it, with the patience that the task asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._engine.server import Server
from .context import Context
from .options import patience, waiting


def server_of(params: Mapping[str, Any], context: Context) -> Server:
    """The server as this task sees it."""
    return Server(context.client, waiting(params), wait=params.get("wait", True), patience=patience(params))
