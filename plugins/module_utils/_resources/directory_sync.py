# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users brought in line with the directory: a dry run first, and a limit to what may be deleted."""

from __future__ import annotations

from typing import Any

from .._api.errors import InputError
from .._engine.calls import Call
from .._engine.server import Server
from .assumptions import deletions_of_sync, sync_changes_anything

FUNCTION = "SyncUsersWithDirectoryServices"


def nothing_to_do() -> dict[str, Any]:
    """What is told in check mode of an instance that is not there yet."""
    return {"changed": False, "calls": [], "changes": None, "deletions": None, "log_output": None}


def synchronise(server: Server, instance_id: str, *, max_deletions: int, check_mode: bool) -> dict[str, Any]:
    """Dry run, guard, synchronise.

    Raises InputError when more users would be deleted than O(max_deletions), or when the answer does not tell.
    """
    rehearsal = server.client.invoke(FUNCTION, {"instanceID": instance_id, "dryRun": True})
    deletions = deletions_of_sync(rehearsal.result)
    _refuse_deletions(deletions, max_deletions)
    call = Call(FUNCTION, {"instanceID": instance_id, "dryRun": False})
    changed = sync_changes_anything(rehearsal.result)
    answer = server.write(call) if changed and not check_mode else rehearsal
    return {
        "changed": changed,
        "calls": [call.shown()] if changed else [],
        "changes": answer.result,
        "deletions": deletions,
        "log_output": answer.log_output,
    }


def _refuse_deletions(deletions: int | None, max_deletions: int) -> None:
    if max_deletions < 0:
        return
    if deletions is None:
        raise InputError(
            "How many users the synchronisation would delete cannot be read from this server's dry run; nothing was done:"
            " look at the dry run with community.mailstore.spe_command, and set max_deletions to -1 if it is right."
        )
    if deletions > max_deletions:
        raise InputError(
            f"The synchronisation would delete {deletions} users, and max_deletions allows {max_deletions}; nothing was"
            " done: check the directory services, or raise max_deletions."
        )
