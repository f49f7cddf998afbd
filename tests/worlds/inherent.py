# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the state of another server differs by itself, so that the difference is no fault of the collection."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .verdicts import World

#: The assumption, the members that differ, and why that is right.
INHERENT: Sequence[tuple[str, str, str]] = (
    ("DELETED_INSTANCE_LEAVES_ITS_STORES", r"\.detached_stores", "the server keeps the files"),
    (
        "NEW_SERVER_IS_ACTIVE",
        r"\.active:",
        "no function of the API activates a server but pairing, which is asked for or not",
    ),
    ("DEFAULT_AUTO_CREATE", r"\.content\.auto_create", "nobody named the setting"),
    ("STATUS_STOPPED", r"\.status:", "the server has another word"),
    ("STATUS_FROZEN", r"\.status:", "the server has another word"),
    ("STATUS_IN_SAFE_MODE", r"\.status:", "the server has another word"),
    ("alias_as_stored", r"\.alias:", "the server stores another form of no alias"),
    ("TEMPORARY_RUNS_NAME_NO_PROFILE", r"\.content\.profiles\.results:", "the server names the profile"),
    ("LOCKED_ACTIVITIES_25_3", r"\.logged_activities", "the server logs others by itself"),
    ("SYNC_MAKES_ARCHIVES", r"\.content\.folders\.children", "the server makes no archives of users from a directory"),
    (
        "TRANSFERRED_STORE_BECOMES",
        r"\.content\.stores\.stores",
        "the call of spe_command names no state: the server chooses it",
    ),
    ("NEW_USER_HAS_ARCHIVE", r"\.content\.folders\.children", "the server makes the archive"),
    ("MFA_STATUS_ON", r"\.mfa_status:", "the server has another word"),
    ("NO_PRIVILEGES", r"\.privileges:", "the server has another word"),
    ("text_as_stored", r"\.(full_name|distinguished_name):", "the server stores another form of no text"),
    ("NEW_PROFILE_VERSION", r"\.content\.profiles\.profiles:", "the server counts from another number"),
    ("USER_OF_RUNS", r"\.content\.profiles\.results:", "the server names another user"),
    ("execution_value_as_stored", r"\.content\.profiles\.profiles:", "the server stores another form of the value"),
)


def not_inherent(world: World, lines: Iterable[str]) -> list[str]:
    """The differences that the world does not explain."""
    names = {text.partition("=")[0] for text in world}
    patterns = [pattern for name, pattern, _why in INHERENT if name in names]
    return [line for line in lines if not any(re.search(pattern, line.split(": ")[0] + ":") for pattern in patterns)]
