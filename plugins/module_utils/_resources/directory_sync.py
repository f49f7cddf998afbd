# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users brought in line with the directory: a dry run first, and a limit to what may be deleted."""

from __future__ import annotations

from collections.abc import Sequence

from .._api.errors import InputError
from .._api.one_line import joined_by_and
from .._engine.calls import Call

FUNCTION = "SyncUsersWithDirectoryServices"


def sync_call(instance_id: str, *, dry_run: bool) -> Call:
    """The synchronisation, or the question what it would do."""
    return Call(FUNCTION, {"instanceID": instance_id, "dryRun": dry_run})


def refuse_unknown_users(deletions: int | None, names: Sequence[str]) -> None:
    """Raises InputError when nobody can say who would be deleted."""
    if deletions is not None and deletions > len(names):
        raise InputError(
            "This server's dry run does not show which users the synchronisation would delete; nothing was done: check"
            " changes and log_output in this result, and set max_deletions to -1 if they are right."
        )


def refuse_users_of_others(names: Sequence[str]) -> None:
    """Raises InputError when there are users whom no directory knows among those who would be deleted."""
    if names:
        they = "who does" if len(names) == 1 else "who do"
        raise InputError(
            f"The synchronisation would delete {joined_by_and(names)}, {they} not log in by a directory (authentication"
            " integrated); nothing was done: see changes in this result, check the directory services, or set"
            " max_deletions to -1 if that is right."
        )


def refuse_deletions(deletions: int | None, max_deletions: int) -> None:
    """Raises InputError when more users would be deleted than `max_deletions`, or when nobody knows how many.

    A negative `max_deletions` allows any number.
    """
    if max_deletions < 0:
        return
    if deletions is None:
        raise InputError(
            "This server's dry run does not show how many users the synchronisation would delete; nothing was done:"
            " check changes and log_output in this result, and set max_deletions to -1 if they are right."
        )
    if deletions > max_deletions:
        users = "1 user" if deletions == 1 else f"{deletions} users"
        raise InputError(
            f"The synchronisation would delete {users}, but max_deletions allows {max_deletions}; nothing was done:"
            " see changes in this result, check the directory services, or raise max_deletions."
        )
