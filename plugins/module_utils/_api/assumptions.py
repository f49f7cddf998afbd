# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no evidence settles about the Management API, each in one place.

Every constant is a decision of ours with its mark: inferred (it follows from related evidence) or unknown (no
evidence at all). When a real server says otherwise, its line here is the one to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .errors import FunctionFailed

# inferred: the reference demands service provider access for every function with instanceID, but these are answered by
# the management server itself, and access could never be switched on if switching needed it.
ACCESS_OF_MANAGEMENT_SIDE_FUNCTIONS: Final = "exempt"

# unknown: the words of GetInstances.status besides `running` (observed); `stopped` is inferred from a filter. Upper and
# lower case make no difference. Facts of a site can name others (see facts.py), and the collection works with these.
STATUSES: Final = ("running", "stopped", "frozen", "starting", "stopping")

# inferred: null is the process of an instance that has none; that it may be another of these is unknown.
NO_PROCESS: Final = (None, 0, -1, "")

# inferred from the observed owner: the server takes administrators only. Facts of a site can set it (see facts.py).
JOB_OWNER_MUST_BE_ADMINISTRATOR: Final = True

# inferred: a freeze takes no time, so that the status after it is the last one.
FREEZES_AT_ONCE: Final = True

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

# inferred: a gateway in front of the server answers with these when it loses the server: the work may be done, or may
# still be running.
HTTP_STATUSES_OF_A_LOST_ANSWER: Final = frozenset({502, 504})

# inferred: leaving an argument out empties a list, like null; an empty text may mean something else.
EMPTY_LIST_ARGUMENT: Final = None

# unknown: a configuration has no null for a text, so an empty text is written (only texts were observed).
NO_TEXT_IN_CONFIGURATION: Final = ""

# unknown: a configuration has an empty list as an empty list, not as null.
EMPTY_LIST_IN_CONFIGURATION: Final[tuple[str, ...]] = ()

# unknown: the effect of a configuration with missing keys. The collection reads, changes and sends it with all its
# keys, also a new one.
PARTIAL_CONFIGURATION: Final = "never sent"

# unknown: whether a secret of null, which is how it reads back (documented), keeps the one that is stored. The
# collection sends it with every change if the playbook has it, and warns if it is left out.
SECRET_SENT_AS_NULL: Final = "may be lost"  # noqa: S105  no secret

# unknown: what functions that create something return. The collection finds the new object in the list.
CREATED_THING_IS_FOUND: Final = "in the list"

# unknown: whether a filter for a name that does not exist finds nothing or is an error. After this error the collection
# reads the whole list.
ERROR_OF_UNKNOWN_NAME_IN_FILTER: Final = FunctionFailed

# unknown: whether names that differ only in upper and lower case are one name for the server. Acting on either would be
# wrong in one of the two cases.
NAMES_IN_OTHER_LETTERS: Final = "refused"

# unknown: whether an accented letter as one character or as two (NFC and NFD of Unicode) is one letter for the server.
NAMES_IN_NFC_AND_NFD: Final = "one name"

# unknown: which instances an empty instanceFilter selects; it is never sent.
EMPTY_INSTANCE_FILTER: Final = "may be all instances"

# unknown: which version first takes `api` as a login privilege. Up to the client of 2024 it is not available
# (documented), 25.3 returns it for every user (observed), so 25.3 is assumed to accept it.
API_LOGIN_PRIVILEGE_SINCE: Final = "25.3"

# unknown: a frozen instance, which does not answer (documented), may be silent instead of refusing the call.
FROZEN_INSTANCE_MAY_BE_SILENT: Final = True


def http_status_refuses(status: int) -> bool:
    """Whether an HTTP status proves that nothing was done (inferred: 4xx means that the server refuses the request).

    Not 408, which some gateways return when the server is slow. 5xx and all others prove nothing.
    """
    return 400 <= status < 500 and status != 408


def number_as_read(value: Any) -> Any:
    """A number that is read: a text of only digits counts as a number (unknown for the interval of a job)."""
    if isinstance(value, str) and value.strip().lstrip("-").isdigit():
        return int(value)
    return value


def time_zone_as_read(row: Any) -> Any:
    """A row of GetTimeZones: documented is its id; that a row may be a bare text, or have the key in other letters, is
    unknown."""
    return {"id": row} if isinstance(row, str) else _with_key("id", "id", row)


def administrator_as_read(row: Any) -> Any:
    """A row of GetSystemAdministrators with mfaStatus: the key that says whether multi-factor authentication is on is
    unknown, and assumed to begin with mfa."""
    return _with_key("mfaStatus", "mfa", row)


def _with_key(key: str, beginning: str, row: Any) -> Any:
    """The row with the known key in the place of the one that begins like it, in any letters."""
    if not isinstance(row, Mapping) or key in row:
        return row
    return {key if name.casefold().startswith(beginning) else name: value for name, value in row.items()}


def user_as_read(user: Any) -> Any:
    """What GetUserInfo returns: privilegesOnFolders is left out for administrators (observed); if it is left out for others,
    too (unknown), they have none."""
    is_known = isinstance(user, Mapping) and isinstance(user.get("privileges"), list)
    return {"privilegesOnFolders": [], **user} if is_known and "admin" not in user["privileges"] else user


def text_as_read(value: Any) -> Any:
    """A text that is read: a number counts as its digits (unknown for the size at which a new store is made)."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value else value


def flag_as_read(value: Any) -> Any:
    """Yes or no that is read: some answers say it as a text (observed for profiles, unknown for others)."""
    return value.strip().lower() in ("true", "1") if isinstance(value, str) else value


def minutes_as_read(value: Any) -> Any:
    """The interval of a job in minutes (unknown in which form it reads): a number, a text of digits, or a time span such
    as 01:30:00."""
    hours, _separator, rest = str(value).partition(":")
    minutes, _separator, seconds = rest.partition(":")
    if hours.isdigit() and minutes.isdigit() and seconds in ("", "00"):
        return int(hours) * 60 + int(minutes)
    return number_as_read(value)


def job_time_as_sent(value: str | None) -> str | None:
    """The time of a job, as the playbook writes it (unknown which forms are accepted; HH:mm:ss is returned, observed)."""
    return value


# inferred: a second call has no further effect, because it sets the same values.
SECOND_CALL_IS_HARMLESS: Final = "harmless"

# inferred: the object that the call creates has a unique name, or the object that it removes no longer exists, so a
# second call fails or does nothing.
SECOND_CALL_IS_REFUSED: Final = "refused"

# unknown: whether the server prevents a second one. The collection assumes that a second call is executed, too: two
# jobs, two runs, two messages.
SECOND_CALL_IS_DOUBLED: Final = "doubled"

# unknown: whether these functions also fail when they did the work and the work failed, such as a run that could not
# reach its mail server. So their refusal does not prove that nothing was done while the instance is open.
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
