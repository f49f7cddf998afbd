# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether an instance can answer, and why it refused."""

from __future__ import annotations

from .._api.errors import FunctionFailed
from .._engine.snapshot import Snapshot
from .archive_admin import access_is_on
from .instance import instance_trouble


def require_answering(snapshot: Snapshot, instance_id: str, *, needs_access: bool, function: str | None = None) -> None:
    """Before calls that are planned without asking the instance: it must be able to answer them.

    Nothing is sent in vain then, and check mode reports the same. Raises FunctionFailed, whose reason the task finds.
    """
    answers = instance_trouble(snapshot, instance_id) is None
    if not answers or (needs_access and not access_is_on(snapshot.client, instance_id)):
        raise FunctionFailed(f"The instance {instance_id!r} does not answer.", function=function)


def may_be_too_long(snapshot: Snapshot, instance_id: str) -> bool:
    """Whether the window may be too long: not when the instance does not answer at all, or access to it is off."""
    try:
        require_answering(snapshot, instance_id, needs_access=True)
    except FunctionFailed:
        return False
    return True
