# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The servers on which some task is refused, each with the reason why the collection cannot do better."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .verdicts import REFUSES, Verdict, World

_TIME = "A time is sent as it was written or read: a file for spe_facts says what the server takes."
_WORD = "A word that is like no other: a file for spe_facts says what it means."
_SYNC = "The dry run does not show how many users would be deleted, and max_deletions guards against that."
_COMMAND = "A call of spe_command is sent as it is written; spe_instance_control looks first."

#: By NAME=VALUE, or by NAME for all other values: the reason.
REFUSALS: Mapping[str, str] = {
    "EMPTY_ARCHIVES_HAVE_STATISTICS": "An archive without a size may have messages: none takes its place.",
    "FREEZE_CAN_BE_REPEATED": _COMMAND,
    "GRANT_MAKES_ARCHIVE": "No function but the first grant makes an archive, so rights on one must wait until its first message.",
    "JOB_TIME_PATTERN=with_seconds": _TIME,
    "JOB_TIME_PATTERN=without_seconds": _TIME,
    "LEFT_OUT_LIST_EMPTIES": "The list is not empty afterwards: a file for spe_facts says that an empty text empties it.",
    "MANAGEMENT_SIDE_NEEDS_ACCESS": "The configuration of an instance that is stopped could not be read at all.",
    "PROFILE_NAMES_ARE_UNIQUE": "No function renames a profile, and no old one is deleted before the new one is there.",
    "RUNNING_INSTANCE_CAN_BE_RECONFIGURED": "An instance is not stopped without being asked to: stop it, change it, start it.",
    "RUN_SHOWS_FROM_ITS_START": "No function shows that the job is running; a warning says so.",
    "STATUS_FROZEN": _WORD,
    "STATUS_IN_SAFE_MODE": _WORD,
    "SYNC_CHANGES_USERS_OF": "Users who log in without a directory would be deleted: nobody has asked for that.",
    "TRANSFER_DESTINATION": "A call of spe_command is sent as it is written; the message names the arguments.",
    "key_to_reset": "A host without a base directory has no value to send.",
    "sync_result=counts": "The dry run does not show who would be deleted, and users of no directory must not be.",
    "sync_result=null": _SYNC,
    "sync_result=text": _SYNC,
    "sync_result=texts": _SYNC,
}

#: What is in the sentence of each refusal, whatever the words of the server.
SENTENCES: Mapping[str, str] = {
    "EMPTY_ARCHIVES_HAVE_STATISTICS": "shows neither of them as empty",
    "FREEZE_CAN_BE_REPEATED": "ThawInstances",
    "GRANT_MAKES_ARCHIVE": "SetUserPrivilegesOnFolder",
    "JOB_TIME_PATTERN=with_seconds": "CreateJob|SetJobSchedule",
    "JOB_TIME_PATTERN=without_seconds": "CreateJob|SetJobSchedule",
    "LEFT_OUT_LIST_EMPTIES": "(email_addresses|pop3_user_names).* did not change",
    "MANAGEMENT_SIDE_NEEDS_ACCESS": "GetInstanceConfiguration",
    "PROFILE_NAMES_ARE_UNIQUE": "CreateProfile.*the old profile is unchanged",
    "RUNNING_INSTANCE_CAN_BE_RECONFIGURED": "SetInstanceConfiguration",
    "RUN_SHOWS_FROM_ITS_START": "shows no run, so nothing was cancelled",
    "STATUS_FROZEN": "a word that this collection does not know",
    "STATUS_IN_SAFE_MODE": "a word that this collection does not know|StartInstances",
    "SYNC_CHANGES_USERS_OF": "would delete .*, who do(es)? not log in by a directory",
    "TRANSFER_DESTINATION": "TransferStores has no argument",
    "key_to_reset": "CreateInstanceHost",
    "sync_result=counts": "dry run does not show which users",
    "sync_result=null": "dry run does not show how many users",
    "sync_result=text": "dry run does not show how many users",
    "sync_result=texts": "dry run does not show how many users",
}


def listed_in(world: World) -> list[str]:
    """Those of the world's alternatives that are known to be refused."""
    return [key for text in world for key in (text, text.partition("=")[0]) if key in REFUSALS]


def without_a_reason(verdict: Verdict) -> Iterator[str]:
    """The refusals that none of the world's alternatives explains."""
    patterns = [SENTENCES[key] for key in listed_in(verdict.world)]
    for observation in verdict.observations:
        if observation.verdict == REFUSES and not any(re.search(pattern, observation.text) for pattern in patterns):
            yield f"{observation.step}: {observation.text}"
