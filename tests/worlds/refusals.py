# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The servers on which some task is refused, each with the reason why the collection cannot do better."""

from __future__ import annotations

from collections.abc import Mapping

from .verdicts import World

#: By NAME=VALUE, or by NAME for all other values.
REFUSALS: Mapping[str, str] = {
    "EMPTY_ARCHIVES_HAVE_STATISTICS": "An archive without a size may have messages: none takes its place.",
    "FREEZE_CAN_BE_REPEATED": "A call of spe_command is sent as it is written; spe_instance_control looks first.",
    "GRANT_MAKES_ARCHIVE": "No function but the first grant makes an archive, so rights on one must wait until its first message.",
    "JOB_TIME_PATTERN=with_seconds": "A time is sent as it was written or read: a file for spe_facts says what the server takes.",
    "JOB_TIME_PATTERN=without_seconds": "A time is sent as it was written or read: a file for spe_facts says what the server takes.",
    "MANAGEMENT_SIDE_NEEDS_ACCESS": "The configuration of an instance that is stopped could not be read at all.",
    "RUNNING_INSTANCE_CAN_BE_RECONFIGURED": "An instance is not stopped without being asked to: stop it, change it, start it.",
    "STATUS_FROZEN": "A word that is like no other: a file for spe_facts says what it means.",
    "STATUS_IN_SAFE_MODE": "A word that is like no other: a file for spe_facts says what it means.",
    "SYNC_CHANGES_USERS_OF": "Users who log in without a directory would be deleted: nobody has asked for that.",
    "TRANSFER_DESTINATION": "A call of spe_command is sent as it is written; the message names the arguments.",
    "key_to_reset": "A host without a base directory has no value to send.",
    "sync_result=null": "The dry run does not show how many users would be deleted, and max_deletions guards against that.",
    "sync_result=text": "The dry run does not show how many users would be deleted, and max_deletions guards against that.",
    "sync_result=texts": "The dry run does not show how many users would be deleted, and max_deletions guards against that.",
}


def is_listed(world: World) -> bool:
    """Whether one of the world's alternatives is known to be refused."""
    return any(text in REFUSALS or text.partition("=")[0] in REFUSALS for text in world)
