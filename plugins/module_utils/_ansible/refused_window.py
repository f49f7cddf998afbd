# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a question for the results of a window was refused: it is not always the length of the window."""

from __future__ import annotations

from .._api.errors import FunctionFailed
from .._engine.server import Server
from .instance import require_answering


def may_be_too_long(server: Server, instance_id: str) -> bool:
    """Whether the window may be too long: not when the instance does not answer at all, or access to it is off."""
    try:
        require_answering(server, instance_id, needs_access=True)
    except FunctionFailed:
        return False
    return True
