# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no evidence settles about the Management API, each in one place.

Every constant is a decision of ours with its mark: inferred (it follows from related evidence) or unknown (no
evidence at all). When a real server says otherwise, its line here is the one to change.
"""

from __future__ import annotations

from typing import Any, Final

from .errors import FunctionFailed

# inferred: the reference demands service provider access for every function with instanceID, but these are answered by
# the management server itself, and access could never be switched on if switching needed it.
ACCESS_OF_MANAGEMENT_SIDE_FUNCTIONS: Final = "exempt"

# inferred: an error of the application is HTTP 200 with this statusCode.
FAILED: Final = "failed"

# unknown: the statusCode of a call that ended because it was cancelled.
CANCELLED: Final = "cancelled"

# unknown: how the server answers a call of a function that it does not have. get-metadata then settles it.
HTTP_STATUS_OF_UNKNOWN_FUNCTION: Final = 404

# unknown: the format of a token; texts and numbers are taken.
TYPES_OF_TOKENS: Final = (str, int)

# inferred: a dry run of this function changes nothing, so that it may be repeated and runs in check mode.
DRY_RUN_ONLY_READS: Final = frozenset({"SyncUsersWithDirectoryServices"})

# inferred: it returns the data that a licence is requested with, and no note says that it stores anything.
CREATE_LICENSE_REQUEST_ONLY_READS: Final = True

# unknown: TransferStores has no public description; by its name stores leave the instance.
TRANSFER_STORES_DESTROYS: Final = True

# inferred: a gateway in front of the server answers so when it lost the server: the work may have been done, and may
# still be under way.
HTTP_STATUSES_OF_A_LOST_ANSWER: Final = frozenset({502, 504})

# inferred: an argument that is a list is emptied by leaving it out, as null is said; an empty text may be something else.
EMPTY_LIST_ARGUMENT: Final = None

# unknown: inside a configuration there is no null for a text: an empty one is written (observed are texts only).
NO_TEXT_IN_CONFIGURATION: Final = ""

# unknown: inside a configuration an empty list is written as such, not as null.
EMPTY_LIST_IN_CONFIGURATION: Final[tuple[str, ...]] = ()

# unknown: what a configuration does that lacks keys: it is read, changed and sent whole, a new one with all its keys.
PARTIAL_CONFIGURATION: Final = "never sent"

# unknown: whether a secret of null, which is how it reads back (documented), keeps the one that is stored. It is sent along
# with every change if the playbook gives it, and left out is warned of.
SECRET_SENT_AS_NULL: Final = "may be lost"  # noqa: S105  no secret

# unknown: what functions return that create something: the new thing is looked for in the list.
CREATED_THING_IS_FOUND: Final = "in the list"

# unknown: whether a filter for a name that does not exist finds nothing or is an error. After this error the whole list is
# read, which says what is there.
ERROR_OF_UNKNOWN_NAME_IN_FILTER: Final = FunctionFailed

# unknown: whether names that differ in upper and lower case alone are one name for the server. To act on either would be a
# mistake in one of the two cases.
NAMES_IN_OTHER_LETTERS: Final = "refused"

# unknown: whether an accented letter as one character or as two (NFC and NFD of Unicode) is one letter for the server.
NAMES_IN_NFC_AND_NFD: Final = "one name"

# unknown: what an empty instanceFilter reaches; it is never sent.
EMPTY_INSTANCE_FILTER: Final = "may be all instances"

# unknown: which version first takes `api` as a login privilege. Up to the client of 2024 it is not available (documented),
# 25.3 reads it for every user (observed), so that 25.3 is taken to accept it, too.
API_LOGIN_PRIVILEGE_SINCE: Final = "25.3"

# unknown: a frozen instance, which does not answer (documented), may be silent instead of refusing the call.
FROZEN_INSTANCE_MAY_BE_SILENT: Final = True


def http_status_refuses(status: int) -> bool:
    """Whether an HTTP status proves that nothing was done (inferred: 4xx says that the request itself is not taken).

    Not 408, with which some gateways answer when the server takes its time. 5xx and all else prove nothing.
    """
    return 400 <= status < 500 and status != 408


def number_as_read(value: Any) -> Any:
    """A number that is read: a text with digits alone counts as one (unknown for the interval of a job)."""
    if isinstance(value, str) and value.strip().lstrip("-").isdigit():
        return int(value)
    return value


def job_time_as_sent(value: str | None) -> str | None:
    """The time of a job, as the playbook writes it (unknown which forms are taken; HH:mm:ss reads back, observed)."""
    return value


# inferred: a second call leaves everything as the first did, since it sets what is set already.
SECOND_CALL_IS_HARMLESS: Final = "harmless"

# inferred: what the call makes has a name of its own, or what it takes away is gone, so that a second one fails or does
# nothing.
SECOND_CALL_IS_REFUSED: Final = "refused"

# unknown: whether the server keeps anything of it unique, so that a second call counts as one that is done, too: two jobs,
# two runs, two messages.
SECOND_CALL_IS_DOUBLED: Final = "doubled"

# unknown: whether these answer that they failed also when the work itself was done and failed, as a run that could not reach
# its mail server. So a refusal of theirs does not prove that nothing was done as long as the instance is open.
REFUSED_MAYBE_AFTER_THE_WORK: Final = frozenset(
    {
        "MaintainFileSystemDatabases",
        "RefreshAllStoreStatistics",
        "RunJobAsync",
        "RunProfile",
        "RunTemporaryProfile",
        "SendStatusReport",
        "SyncUsersWithDirectoryServices",
        "TestSmtpSettings",
    }
)
