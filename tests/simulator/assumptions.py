# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every decision of ours about what no evidence settles, in one place.

Marks: inferred (from related evidence), unknown (no evidence), ours (for tests alone). When a real server says otherwise,
change the line here. The words of errors are ours everywhere but in errors.py; no client may depend on them.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from .alternatives import LEFT_OUT, otherwise
from .shapes import Anything, Key, ListOf, OrNull, Shape, Text, optional, required

_KEYS_OF_SMTP = ("hostname", "port", "protocol", "username", "fromDisplayName", "fromEmailAddress")

_STATISTICS = ("totalSizeMB", "databaseFileSizeMB", "contentFileSizeMB", "indexFileSizeMB", "numberOfMessages")

_RESULTS_OF_CREATION: dict[str, Callable[[int, dict[str, Any]], Any]] = {
    "the_id": lambda object_id, row: object_id,
    "the_id_as_text": lambda object_id, row: str(object_id),
    "the_object": lambda object_id, row: row,
    "list_with_one": lambda object_id, row: [row],
    "true": lambda object_id, row: True,
}


def _in_their_folders(paths: Iterable[str], row: Callable[[str], Any]) -> list[Any]:
    """Rows of folders, each with those below it."""
    rows: dict[str, Any] = {}
    top: list[Any] = []
    for path in paths:
        rows[path] = row(path)
        above = rows.get(path.rpartition("/")[0])
        (above.setdefault("folders", []) if isinstance(above, dict) else top).append(rows[path])
    return top


def _other_words(*_arguments: object) -> str:
    return "Der Vorgang ist fehlgeschlagen."


def _no_words(*_arguments: object) -> str:
    return ""


def _last_name(path: str) -> str:
    return path.rstrip("\\").rsplit("\\", 1)[-1]


def _without_marks(name: str) -> str:
    """Compared as some databases do: without regard to case and to the marks of letters."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(letter))


def _with_former_days(former: Any, given: Any) -> Any:
    """What is given, and the days of the former schedule, where a time is given without any."""
    if given.time is None or given.day_of_week is not None or given.day_of_month is not None:
        return given
    return replace(given, day_of_week=former.day_of_week, day_of_month=former.day_of_month)


# --- Transport ----------------------------------------------------------------------------------------------------

AUTHENTICATION_CHALLENGE = 'Basic realm="MailStore Service Provider Edition", charset="UTF-8"'
"""Inferred: the challenge is Basic; the realm is unknown."""
otherwise("AUTHENTICATION_CHALLENGE", "Basic", 'Negotiate, Basic realm=""')

UNKNOWN_FUNCTION_STATUS: Any = 404
"""Unknown: HTTP status of a function that the server does not have."""
otherwise("UNKNOWN_FUNCTION_STATUS", 400, 500, "failed")

WRONG_METHOD_STATUS = 405
"""Unknown: HTTP status of a GET where only POST is proven."""
otherwise("WRONG_METHOD_STATUS", 404, 400)

UNKNOWN_ARGUMENT_IS_REFUSED = False
"""Unknown: an argument that the function of this version does not have is ignored, as lenient parsers do."""

OTHER_BODIES_ARE_IGNORED = True
"""Inferred: a body of another content type than a form gives no arguments."""

FULL_VERSIONS = {"22.4": "22.4.0.21151", "24.2": "24.2.0.22151", "24.4": "24.4.0.22609", "25.3": "25.3.1.23021"}
"""Observed for 22.4 and 25.3; the builds of 24.2 and 24.4 are unknown."""
otherwise(
    "FULL_VERSIONS",
    other_builds={"22.4": "22.4.0.21151", "24.2": "24.2.1.22300", "24.4": "24.4.1", "25.3": "25.3.1.23021"},
    newest={"22.4": "22.4.0.21151", "24.2": "24.2.0.22151", "24.4": "24.4.0.22609", "25.3": "26.2.0.24007"},
)


def metadata_order(names: Iterable[str]) -> list[str]:
    """Unknown: get-metadata lists the functions by name."""
    return sorted(names)


otherwise("metadata_order", as_registered=list, from_the_end=lambda names: sorted(names, reverse=True))


def name_key(name: str) -> str:
    """Unknown: names of administrators, servers, users and stores are compared without regard to case."""
    return name.lower()


otherwise("name_key", by_letters=str, by_letters_without_marks=_without_marks)


MANAGEMENT_SIDE_NEEDS_ACCESS = False
"""Inferred: GetInstanceConfiguration, GetInstanceStatistics and GetInstanceProcessLiveStatistics need no service provider
access. Get/SetArchiveAdminEnabled cannot need it, or nobody could ever switch it on."""


def needed_key(shape: Shape) -> Key:
    """Unknown: a configuration of compliance, directory services or indexes that lacks a key is refused."""
    return required(shape)


otherwise("needed_key", set_back=optional)


def key_to_reset(shape: Shape, default: Any = None) -> Key:
    """Unknown: a key that the configuration of an instance, a server, an administrator, SMTP or the automatic creation
    of stores lacks is set back, not left as it is."""
    return optional(shape, default)


otherwise("key_to_reset", refused=lambda shape, default=None: required(shape))


HTTP_STATUS_OF_FAILURES = 200
"""Inferred: HTTP status of an answer whose statusCode is `failed`."""
otherwise("HTTP_STATUS_OF_FAILURES", 400, 404, 500)

ANSWERS_BEGIN_WITH_BYTE_ORDER_MARK = True
"""Inferred: documented is that most answers begin with it."""

RESULT_OF_CHANGES: Any = None
"""Inferred from the two that were seen, which give null: result of a function that changes something, where no other entry
here tells."""
otherwise("RESULT_OF_CHANGES", True, "succeeded", object={})

NO_ROWS: Any = []
"""Unknown for most lists: a list without rows is an empty one. Observed for hosts, credentials, jobs and their results."""
otherwise("NO_ROWS", null=None)

ADDED_KEYS: dict[str, Any] = {}
"""Inferred: rows of lists have the keys that were seen, and no others."""
otherwise("ADDED_KEYS", some={"tag": None, "modified": "2026-01-01T00:00:00", "properties": {"name": "new"}})


def rows_as_read(rows: list[Any]) -> list[Any]:
    """Unknown for most lists: rows come in the order of their creation or of their names. Observed for users (by name), the
    results of jobs (newest first) and those of profiles (in no order)."""
    return rows


otherwise("rows_as_read", from_the_end=lambda rows: rows[::-1], by_halves=lambda rows: [*rows[1::2], *rows[::2]])


def words_as_read(words: Iterable[str]) -> list[str]:
    """Unknown: privileges, POP3 names, recipients, and addresses beyond the first read in the order in which they were
    written."""
    return list(words)


otherwise("words_as_read", by_letters=sorted, from_the_end=lambda words: list(words)[::-1])


# --- Running calls ------------------------------------------------------------------------------------------------

IN_THE_BACKGROUND = "long"
"""Unknown: which functions answer `running` and a token. Documented: each may; observed for long work and much data."""
otherwise("IN_THE_BACKGROUND", "nothing", "changes", "everything")


def token_as_shown(token: str) -> Any:
    """Unknown: the form of a token; here a text."""
    return token


otherwise("token_as_shown", number=lambda token: int(token.replace("-", ""), 16) % 2**53)

PROGRESS_IS_SHOWN = True
"""Inferred: a running call has percentProgress and statusText, not null."""

RESULT_WHILE_RUNNING: Any = None
"""Inferred: result of a call that is not final."""
otherwise("RESULT_WHILE_RUNNING", False, empty={}, list=[])

FIRST_STATUS_VERSION = 1
"""Inferred: a call that finishes at once has version 2, so a running one starts below."""
otherwise("FIRST_STATUS_VERSION", 0, 10)

FINISHED_STATUS_VERSION = 2
"""Observed."""

STATUS_AFTER_CANCEL = "cancelled"
"""Unknown: statusCode of a call that was cancelled."""
otherwise("STATUS_AFTER_CANCEL", "failed", "canceled")

CANCEL_RESULT: Any = None
"""Unknown: cancel-async answers `succeeded` with this result, also for a call that is final already."""
otherwise("CANCEL_RESULT", True, "cancelled")

LOG_OUTPUT_WHILE_RUNNING: str | None = None
"""Unknown: logOutput of a call that is not final."""
otherwise("LOG_OUTPUT_WHILE_RUNNING", "", "Working.\r\n")

NEEDED_POLL_NUMBERS = ("lastKnownStatusVersion", "millisecondsTimeout")
"""Inferred: without one of them get-status fails with `Nullable object must have a value.`; seen for the second alone.
Without a token it says that this argument is missing, as cancel-async does."""
otherwise("NEEDED_POLL_NUMBERS", none=())

NEGATIVE_POLL_TIME_IS_REFUSED = True
"""Unknown: a negative millisecondsTimeout is out of range; a negative lastKnownStatusVersion is observed to be none."""

CANCEL_OF_UNKNOWN_TOKEN_STATUS = 404
"""Inferred from get-status, where it is documented: HTTP status of cancel-async for a token that is wrong or expired."""
otherwise("CANCEL_OF_UNKNOWN_TOKEN_STATUS", 400, 500)

TOKEN_LIFETIME_MS = 60_000
"""Unknown: how long a token answers after its call became final; then 404."""
otherwise("TOKEN_LIFETIME_MS", 1_000, 3_600_000)

DEFAULT_WORK_MS = 200
"""Ours: how long a long function takes."""


# --- Error texts --------------------------------------------------------------------------------------------------
# Clients must decide by state, never by these sentences.


def error_details(exception_type: str, message: str) -> str:
    """Inferred: .NET exception text, lines parted by CRLF."""
    return (
        f"{exception_type}: {message}\r\n"
        "   at MailStore.Spe.ManagementServer.Api.ApiInvoker.Invoke(ApiCall call)\r\n"
        "   at MailStore.Spe.ManagementServer.Api.ApiHttpHandler.ProcessRequest(ApiContext context)"
    )


otherwise("error_details", none=lambda exception_type, message: None, empty=_no_words)


def instance_not_found(instance_id: str) -> str:
    """Unknown: the words."""
    return f"Instance '{instance_id}' does not exist."


otherwise("instance_not_found", other_words=_other_words, empty=_no_words)


def instance_not_running(instance_id: str) -> str:
    """Unknown: the words."""
    return f"Instance '{instance_id}' is not running."


otherwise("instance_not_running", other_words=_other_words, empty=_no_words)


def instance_running(instance_id: str) -> str:
    """Unknown: the words."""
    return f"Instance '{instance_id}' is running."


otherwise("instance_running", other_words=_other_words, empty=_no_words)


def instance_disabled(instance_id: str) -> str:
    """Unknown: the words."""
    return f"Instance '{instance_id}' is disabled."


otherwise("instance_disabled", other_words=_other_words, empty=_no_words)


def instance_frozen(instance_id: str) -> str:
    """Unknown: the words."""
    return f"Instance '{instance_id}' is frozen."


otherwise("instance_frozen", other_words=_other_words, empty=_no_words)


def instance_in_safe_mode(instance_id: str) -> str:
    """Unknown: the words."""
    return f"Instance '{instance_id}' is running in safe mode."


otherwise("instance_in_safe_mode", other_words=_other_words, empty=_no_words)


def access_denied(instance_id: str) -> str:
    """Unknown: the words."""
    return f"Service provider access is not enabled on instance '{instance_id}'."


otherwise("access_denied", other_words=_other_words, empty=_no_words)


def not_found(noun: str, key: object) -> str:
    """Unknown: the words."""
    return f"{noun} '{key}' does not exist."


otherwise("not_found", other_words=_other_words, empty=_no_words)


def already_exists(noun: str, key: object) -> str:
    """Unknown: the words."""
    return f"{noun} '{key}' already exists."


otherwise("already_exists", other_words=_other_words, empty=_no_words)


def invalid_value(name: str, value: object) -> str:
    """Unknown: the words."""
    return f"The value '{value}' of '{name}' is not valid."


otherwise("invalid_value", other_words=_other_words, empty=_no_words)


def invalid_json(name: str) -> str:
    """Unknown: the words."""
    return f"The value of '{name}' is not valid JSON."


otherwise("invalid_json", other_words=_other_words, empty=_no_words)


def invalid_number() -> str:
    """Unknown: the words."""
    return "Input string was not in a correct format."


otherwise("invalid_number", other_words=_other_words, empty=_no_words)


def invalid_bool() -> str:
    """Unknown: the words."""
    return "String was not recognized as a valid Boolean."


otherwise("invalid_bool", other_words=_other_words, empty=_no_words)


def time_zone_not_found(zone_id: str) -> str:
    """Unknown: the words."""
    return f"The time zone ID '{zone_id}' was not found on the local computer."


otherwise("time_zone_not_found", other_words=_other_words, empty=_no_words)


# --- Instances ----------------------------------------------------------------------------------------------------

ALIAS_PATTERN = r"[a-z0-9][a-z0-9-]{0,31}"
"""Unknown: the alias is part of a URL as the id is; `t1` was seen, so two characters are enough."""
otherwise("ALIAS_PATTERN", capital_letters=r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def alias_as_stored(alias: str | None) -> str | None:
    """Unknown: an empty alias is none, and reads back null."""
    return alias or None


otherwise("alias_as_stored", as_sent=lambda alias: alias, always_text=lambda alias: alias or "")


BASE_DIRECTORY_MUST_EXIST = True
"""Unknown: CreateInstance refuses a base directory that the host does not have."""

NEW_INSTANCE_IS_STARTED = False
"""Unknown: CreateInstance does not start the instance."""

RUNNING_INSTANCE_CAN_BE_DELETED = False
"""Unknown: DeleteInstances refuses running instances; all are checked before any is deleted."""

DELETED_INSTANCE_LEAVES_ITS_STORES = False
"""Unknown: the stores of a deleted instance cannot be attached again; its directories stay."""

RUNNING_INSTANCE_CAN_BE_RECONFIGURED = True
"""Unknown: SetInstanceConfiguration counts at once, also while the instance runs; files stay where they are."""

STATUS_IN_SAFE_MODE = "running"
"""Unknown: status word of an instance that was started in safe mode."""
otherwise("STATUS_IN_SAFE_MODE", "safeMode", "runningInSafeMode")

PROCESS_ID_OF_STOPPED_INSTANCE: Any = None
"""Inferred: processID of an instance that does not run."""
otherwise("PROCESS_ID_OF_STOPPED_INSTANCE", 0, -1, left_out=LEFT_OUT)

START_THAWS = False
"""Unknown: whether StartInstances ends a freeze; if not, it does nothing to a frozen instance, which runs."""

FROZEN_INSTANCE_CAN_BE_STOPPED = True
"""Unknown: Stop and Restart end a frozen instance, which is not frozen when it runs again."""

FREEZE_CAN_BE_REPEATED = True
"""Unknown: freezing what is frozen and thawing what is not do nothing."""

REPEATED_LIFECYCLE_CALL_IS_REFUSED = False
"""Unknown: starting what runs and stopping what is stopped does nothing."""

RESTART_STARTS_STOPPED_INSTANCES = True
"""Unknown: RestartInstances starts an instance that is stopped."""

OTHERS_ARE_STARTED_WHEN_ONE_CANNOT = True
"""Unknown: a disabled instance stops no other of the filter from being started; the call fails with the first error, which
startStopError shows, too."""

FREEZE_OF_STOPPED_INSTANCE_IS_REFUSED = True
"""Unknown: Freeze and Thaw fail when one of the instances is stopped, before any is changed."""

RUNNING_FILTER_FINDS_FROZEN = False
"""Unknown: whether `.running` finds instances that are frozen."""

UNKNOWN_HOST_IN_FILTER_IS_REFUSED = False
"""Inferred from serverNameFilter: `*host` of an unknown host finds nothing."""

SAFE_MODE_REFUSES_RUNS = True
"""Unknown for RunProfile, RunTemporaryProfile and RunJobAsync; documented is that in safe mode no automatic profiles and no
jobs run."""

STATUS_STOPPED = "stopped"
"""Inferred from the `.stopped` filter."""
otherwise("STATUS_STOPPED", "Stopped", "offline")

STATUS_FROZEN = "frozen"
"""Unknown: status word of a frozen instance."""
otherwise("STATUS_FROZEN", "Frozen", "paused", "suspended")

STATUS_STARTING = "starting"
"""Unknown: status word while an instance comes up (only with a transition time)."""
otherwise("STATUS_STARTING", "Starting", "startPending")

STATUS_STOPPING = "stopping"
"""Unknown: status word while an instance goes down (only with a transition time)."""
otherwise("STATUS_STOPPING", "Stopping", "stopPending")

FILTER_READS_UNKNOWN_ID_AS_NOTHING = True
"""Inferred from serverNameFilter: GetInstances of an unknown id is [] and succeeded."""

LIFECYCLE_REFUSES_UNKNOWN_ID = True
"""Unknown: Start, Stop, Restart, Freeze, Thaw and Delete of an unknown id fail before anything is done."""

ARCHIVE_ADMIN_NEEDS_PROCESS = True
"""Unknown: Get/SetArchiveAdminEnabled need a running instance, for the account is in the instance's database."""


def archive_admin_as_read(enabled: bool) -> Any:
    """Inferred: GetArchiveAdminEnabled gives true or false."""
    return enabled


otherwise(
    "archive_admin_as_read",
    object=lambda enabled: {"enabled": enabled},
    text=lambda enabled: str(enabled).lower(),
    number=int,
)

STATISTICS_OF_STOPPED_INSTANCE: Any = None
"""Inferred from an operator's script that takes an empty answer as `no data`."""
otherwise("STATISTICS_OF_STOPPED_INSTANCE", empty={}, zeros=dict.fromkeys(_STATISTICS, 0))

FROZEN_INSTANCE_ANSWERS_READS = True
"""Unknown: while frozen only store and folder queries and writes fail; other reads answer."""

UNKNOWN_CONFIGURATION_KEY_IS_REFUSED = True
"""Unknown: a key that the read does not show is refused (strict, so that careless clients are found)."""


# --- Hosts --------------------------------------------------------------------------------------------------------

NEW_HOST_DRIVES = ("C:\\", "D:\\", "E:\\")
"""Ours: drives of a host that a client registers."""


def directory_listing(paths: list[str]) -> list[str]:
    """Unknown: GetDirectoriesOnInstanceHost gives full paths; without a path the drives."""
    return paths


otherwise(
    "directory_listing",
    names=lambda paths: [_last_name(path) for path in paths],
    objects=lambda paths: [{"name": _last_name(path), "path": path} for path in paths],
)


HOST_WITH_INSTANCES_CAN_BE_DELETED = False
"""Unknown: DeleteInstanceHost refuses a host that has instances."""

NEW_HOST_TAKES_BASE_DIRECTORY = True
"""Unknown: CreateInstanceHost takes baseDirectory, which the reference names for the setter alone."""

NEW_SERVER_IS_ACTIVE = True
"""Unknown: a registered server is active without having been paired."""

DIRECTORY_IS_MADE_WITH_ITS_PARENTS = True
"""Unknown: CreateDirectoryOnInstanceHost makes the directories above, too."""

EXISTING_DIRECTORY_IS_REFUSED = True
"""Unknown: CreateDirectoryOnInstanceHost of a directory that exists fails."""

PAIRING_OF_UNKNOWN_SERVER_IS_REFUSED = False
"""Unknown: pairing may come before the server is registered."""

PAIRING_WRITES_CONFIGURATION = True
"""Unknown: pairing a registered server writes its port and thumbprint into its configuration."""

# --- Stores -------------------------------------------------------------------------------------------------------

FORMER_CURRENT_STORE_BECOMES = "normal"
"""Unknown: state of the store that was current before another became it."""
otherwise("FORMER_CURRENT_STORE_BECOMES", "writeProtected")

NEW_STORE_STATE = "current"
"""Inferred from the console's default: requestedState of CreateStore and AttachStore when left out."""
otherwise("NEW_STORE_STATE", "normal")

STATISTICS_SIZE_WHEN_NOT_INCLUDED: Any = None
"""Unknown: statisticsSize of GetStores with includeSize=false."""
otherwise("STATISTICS_SIZE_WHEN_NOT_INCLUDED", 0, left_out=LEFT_OUT)


def created_store_result(object_id: int, row: dict[str, Any]) -> Any:
    """Unknown: what CreateStore and AttachStore return."""
    return None


otherwise("created_store_result", **_RESULTS_OF_CREATION)


STORE_NAMES_ARE_UNIQUE = True
"""Unknown."""

STORE_IS_CREATED_OVER_FILES_OF_ANOTHER = False
"""Unknown: CreateStore refuses a directory with the files of a detached store, which AttachStore is for."""

CURRENT_STORE_CAN_BE_DETACHED = True
"""Unknown: DetachStore takes the current store, too; then none is current."""

LEFT_OUT_PATHS_LIE_BELOW_THE_DATABASE = True
"""Unknown: AttachStore and SetStorePath put a content or index path that is left out below the database path, as CreateStore
does (observed); else the store keeps its own."""

RECOVERED_STORE_NEEDS_REBUILD = True
"""Unknown: after RecoverStore the indexes must be rebuilt."""

VERIFICATION_FAILS_FOR_STORE_IN_ERROR = False
"""Unknown: VerifyStore and VerifyStores are `succeeded` for a store in error, which the log alone says."""

REPAIR_FAILS_WHEN_THE_ERROR_STAYS = False
"""Unknown: RepairStoreDatabase and RecoverStore are `succeeded` when the store is in error still, which the log says."""

RECREATION_NEEDS_SOUND_STORE = True
"""Inferred from `of a good database`: RecreateRecoveryRecords fails for a store in error."""

STORE_PATH_IN_USE_IS_REFUSED = True
"""Unknown: a database path that another store of the instance has is refused."""

BLANK_STORE_NAME_IS_REFUSED = True
"""Unknown."""

CURRENT_STORE_CAN_BE_MERGED = True
"""Unknown: MergeStore takes the current store as its source, too."""

RECOVERY_NEEDS_SOUND_RECORDS = True
"""Inferred: RecoverStore fails when the recovery records are broken."""


def messages_after_merge(destination: int, source: int) -> int:
    """Unknown: MergeStore counts each message of the source, also when an earlier merge copied it already."""
    return destination + source


otherwise("messages_after_merge", once=max)


SELECTION_SHOWS_AS_NEEDED_REBUILD = False
"""Inferred from `only marks`: SelectAllStoreIndexesForRebuild does not change searchIndexesNeedRebuild."""

REBUILD_WITHOUT_SELECTION_DOES_NOTHING = True
"""Inferred: RebuildSelectedStoreIndexes rebuilds what was selected, nothing else."""

SHARE_OF_DATABASE = 0.015
"""Ours: the part of a store's size that its database takes, roughly as it was seen."""

SHARE_OF_INDEX = 0.015
"""Ours: the part of a store's size that its indexes take, roughly as it was seen."""

COMPACTED_SHARE = 0.95
"""Ours: what is left of a store's size after CompactStore."""


def size_threshold_as_read(text: str | None) -> Any:
    """Inferred: sizeThreshold reads as the text that was written."""
    return text


otherwise("size_threshold_as_read", number=lambda text: int(text) if text and text.isdigit() else text)

DEFAULT_AUTO_CREATE: dict[str, Any] = {
    "sizeThreshold": None,
    "baseDirectory": None,
    "contentBaseDirectory": None,
    "indexBaseDirectory": None,
}
"""Unknown: GetStoreAutoCreateConfiguration when nothing was set."""
otherwise(
    "DEFAULT_AUTO_CREATE",
    null=None,
    empty={},
    zeros={"sizeThreshold": 0, "baseDirectory": "", "contentBaseDirectory": "", "indexBaseDirectory": ""},
)

# --- Users --------------------------------------------------------------------------------------------------------

USER_NAME_PUNCTUATION = "._-@+"
"""Observed are `. - _ @` between letters and digits, and blanks between words; `+` and capital letters are inferred."""
otherwise("USER_NAME_PUNCTUATION", more="._-@+'&!#", fewer="._-@")

LETTERS_BEYOND_ASCII_IN_USER_NAMES = True
"""Unknown: whether a user name may have such letters, with their marks."""

LONGEST_USER_NAME = 256
"""Unknown."""
otherwise("LONGEST_USER_NAME", 64, 1_024)

EMPTY_ENTRIES_OF_LISTS_ARE_IGNORED = True
"""Unknown: in lists that arrive as one text an entry without a letter counts for nothing, so that an empty text is an empty
list; else it is refused. Observed is that a blank after a comma is accepted."""

LEFT_OUT_LIST_EMPTIES = True
"""Inferred from the vendor's client, which leaves out a full name to remove it: SetUserEmailAddresses and SetUserPop3UserNames
without their list empty it."""

EMAIL_ADDRESS_PATTERN = r".*@.*"
"""Unknown: how addresses are checked; two users may have the same one."""
otherwise("EMAIL_ADDRESS_PATTERN", strict=r"[^@\s]+@[^@\s]+\.[^@\s]+", anything=r".*")

EMPTY_PASSWORD_OF_USER_IS_REFUSED = False
"""Unknown."""

OWNER_CAN_BE_DELETED = True
"""Unknown: DeleteUser takes the owner of jobs and profiles."""

NO_ENTRIES: Any = []
"""Unknown: how emailAddresses and privilegesOnFolders of a user without any read, and the recipients of SMTP settings. Observed
for pop3UserNames is an empty list."""
otherwise("NO_ENTRIES", null=None, left_out=LEFT_OUT)

NEW_USER_HAS_ARCHIVE = False
"""Unknown: CreateUser makes no archive."""

MFA_STATUS_OFF = "Disabled"
"""Observed."""

MFA_STATUS_ON = "Enabled"
"""Unknown: any word but Disabled. It reads so as soon as MFA was initialised."""
otherwise("MFA_STATUS_ON", "enabled", "Activated")

INITIALIZED_MFA_RESULT: Any = None
"""Unknown: what InitializeMFA returns."""
otherwise("INITIALIZED_MFA_RESULT", True, "otpauth://totp/SPE", object={"secret": "JBSWY3DPEHPK3PXP"})

NO_PRIVILEGES: tuple[str, ...] = ()
"""Unknown: how no privileges read, [] or ["none"]."""
otherwise("NO_PRIVILEGES", the_word=("none",))

GRANT_MAKES_ARCHIVE = True
"""Unknown: SetUserPrivilegesOnFolder on an archive that does not exist makes it."""

API_LOGIN_PRIVILEGE_SINCE = "25.3"
"""Observed: 25.3.1 reads `api` for every user. Documented: it is not available up to the client of 2024. Where between 24.2
and 25.3 it came is unknown."""
otherwise("API_LOGIN_PRIVILEGE_SINCE", "24.2", "24.4")

API_LOGIN_PRIVILEGE_CAN_BE_WRITTEN = True
"""Unknown: on servers that report it CreateUser and SetUserLoginPrivileges take `api`; older ones refuse it (documented)."""

ARCHIVE_ADMIN_CAN_BE_CHANGED = False
"""Unknown: setters refuse $archiveadmin."""


def text_as_stored(text: str | None) -> str | None:
    """Inferred: an empty text is not null; it reads back empty."""
    return text


otherwise("text_as_stored", null=lambda text: text or None, always_text=lambda text: text or "")


def one_time_url(base_url: str, instance_id: str, password: str) -> str:
    """Inferred: a bare text; its form is unknown."""
    return f"{base_url.rstrip('/')}/{instance_id}/?otp={password}"


otherwise(
    "one_time_url",
    object=lambda base_url, instance_id, password: {"url": f"{base_url.rstrip('/')}/{instance_id}/?otp={password}"},
    list_with_one=lambda base_url, instance_id, password: [f"{base_url.rstrip('/')}/{instance_id}/?otp={password}"],
)


# --- Folders ------------------------------------------------------------------------------------------------------


def child_folder_row(path: str) -> dict[str, Any]:
    """Unknown: the keys of a row of GetChildFolders."""
    return {"folder": path, "name": path.rsplit("/", 1)[-1]}


otherwise(
    "child_folder_row",
    path_and_name=lambda path: {"path": path, "name": path.rsplit("/", 1)[-1]},
    full_name=lambda path: {"fullName": path},
    text=lambda path: path,
)


def child_folder_rows(paths: Iterable[str]) -> list[Any]:
    """Unknown: whether GetChildFolders gives a flat list or nests levels; here it is flat, with whole paths."""
    return [child_folder_row(path) for path in paths]


otherwise("child_folder_rows", nested=lambda paths: _in_their_folders(paths, child_folder_row))


def folder_key(name: str) -> str:
    """Unknown: names of folders are compared by letters."""
    return name


otherwise("folder_key", without_case=str.lower)

EMPTY_ARCHIVES_HAVE_STATISTICS = True
"""Unknown: GetFolderStatistics has a row of each archive, also of one without messages."""

CHILD_FOLDERS_BELOW_ARCHIVES_ARE_SHOWN = True
"""Unknown: documented is that GetChildFolders without maxLevels gives the whole hierarchy, and that depending on compliance,
whose key for that is unknown, it gives the first level alone."""

EMPTY_ARCHIVES_ARE_DELETED = True
"""Unknown: DeleteEmptyFolders without a folder deletes empty archives, too."""

MOVE_MAKES_PARENTS = False
"""Unknown: MoveFolder into a folder that does not exist fails."""

MOVE_ONTO_EXISTING_FOLDER_IS_REFUSED = True
"""Unknown: MoveFolder to a folder that exists fails."""

DELETED_FOLDERS_RESULT: Any = None
"""Unknown: what DeleteEmptyFolders returns."""
otherwise("DELETED_FOLDERS_RESULT", 0, list=[], true=True)

# --- Jobs ---------------------------------------------------------------------------------------------------------


def created_job_result(object_id: int, row: dict[str, Any]) -> Any:
    """Unknown: what CreateJob returns."""
    return None


otherwise("created_job_result", **_RESULTS_OF_CREATION)


NEW_JOB_IS_ENABLED = True
"""Unknown."""

JOB_NAMES_ARE_UNIQUE = False
"""Unknown."""

JOB_OWNER_MUST_BE_ADMINISTRATOR = True
"""Inferred from the observed owner."""

SERVER_TIME_ZONE = "W. Europe Standard Time"
"""Ours: the zone that `$Local` stands for."""


def stored_time_zone(zone_id: str) -> str:
    """Unknown: `$Local` reads back as the zone of the server."""
    return SERVER_TIME_ZONE if zone_id == "$Local" else zone_id


otherwise("stored_time_zone", as_sent=lambda zone_id: zone_id)


JOB_TIME_PATTERN = r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?"
"""Unknown: how the time of a job may be written; it reads back as HH:mm:ss (observed)."""
otherwise(
    "JOB_TIME_PATTERN",
    two_digits=r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?",
    with_seconds=r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)",
    without_seconds=r"([01]?\d|2[0-3]):([0-5]\d)",
)

UNSET_SCHEDULE_MEMBERS_ARE_LEFT_OUT = True
"""Inferred from a daily job, which shows timeZoneId and time alone: unset members of a schedule are left out, not null."""

INTERVALS_COUNT_FROM_CREATION = True
"""Unknown: an interval is counted from the creation of the job; else from midnight in UTC."""


def day_fits(day_of_week_fits: bool, day_of_month_fits: bool) -> bool:
    """Unknown: a job with dayOfWeek and dayOfMonth runs on days that are both; a month without that day is passed over."""
    return day_of_week_fits and day_of_month_fits


otherwise("day_fits", either=lambda day_of_week_fits, day_of_month_fits: day_of_week_fits or day_of_month_fits)


def schedule_after(former: Any, given: Any) -> Any:
    """Inferred: SetJobSchedule replaces the whole schedule; nothing of the former one stays."""
    return given


otherwise("schedule_after", days_stay=_with_former_days)


ACTION_ARGUMENT_PATTERN = r"--(\w+)=(?:\"([^\"]*)\"|(\S+))"
"""Documented is `--argument="value"`; a value without quotation marks is inferred. How a quotation mark is written inside a
value is unknown: here it cannot be."""
otherwise("ACTION_ARGUMENT_PATTERN", quoted_only=r"--(\w+)=(?:\"([^\"]*)\"|(\b\B))")

RUN_SHOWS_FROM_ITS_START = True
"""Unknown: lastStartDateTimeUtc is of the run under way; else it appears with the end of the run."""

CANCEL_OF_IDLE_JOB_IS_REFUSED = False
"""Unknown: CancelJobAsync of a job that is not running does nothing."""

SHELL_ONLY_COMMANDS = ("ProcessRetentionPolicies",)
"""Observed as a job's action, though it is no function of the API."""


def interval_as_read(minutes: int) -> Any:
    """Unknown: schedule.interval reads as a number."""
    return minutes


otherwise("interval_as_read", text=str, time_span=lambda minutes: f"{minutes // 60:02}:{minutes % 60:02}:00")


def date_as_read(date: dt.datetime) -> Any:
    """Unknown: schedule.date reads as it was sent."""
    return date.isoformat()


otherwise(
    "date_as_read",
    with_zone=lambda date: f"{date.isoformat()}Z",
    with_fraction=lambda date: f"{date.isoformat()}.0000000",
    day=lambda date: date.date().isoformat(),
)


def day_of_month_as_read(day: str) -> Any:
    """Unknown: schedule.dayOfMonth reads as a text, without a zero in front; `last` reads `Last`."""
    return day


otherwise("day_of_month_as_read", number=lambda day: int(day) if day.isdigit() else day, lower_case=str.lower)


UNSET_JOB_TIME: Any = None
"""Unknown: lastStartDateTimeUtc and lastCompleteDateTimeUtc before the first run, nextStartDateTimeUtc when none comes: null
or left out."""
otherwise("UNSET_JOB_TIME", left_out=LEFT_OUT, zero="0001-01-01T00:00:00", zero_with_zone="0001-01-01T00:00:00Z")

DISABLED_JOB_HAS_NEXT_START = False
"""Unknown: nextStartDateTimeUtc of a disabled job."""

DISABLED_JOB_CAN_BE_RUN = True
"""Unknown: RunJobAsync runs a job that is disabled."""

RUNNING_JOB_CAN_BE_RUN_AGAIN = False
"""Unknown: RunJobAsync of a job that is running fails."""

DELETED_JOB_IS_CANCELLED = True
"""Unknown: DeleteJob cancels the run under way."""

JOB_ACTION_IS_CHECKED = False
"""Unknown: CreateJob takes any action; a command that does not exist makes the run fail."""

RESULTS_OUTLIVE_THEIR_OWNER = True
"""Unknown: the results of a job or profile stay when it is deleted."""


def job_result_as_read(result: str) -> Any:
    """Observed is `succeeded`; `failed` and `cancelled` are inferred."""
    return result


otherwise(
    "job_result_as_read", other_words=lambda result: {"failed": "error", "cancelled": "canceled"}.get(result, result)
)


JOBS_NEED_ACCESS = False
"""Inferred: a job runs as its owner, an administrator of the instance, and so without service provider access."""

JOBS_RUN_FUNCTIONS_OF_THE_SYSTEM = False
"""Inferred: instanceID is no part of an action, so that a job acts on its own instance alone."""

JOB_RESULT_DAYS = 90
"""Inferred: how long results of jobs are kept."""
otherwise("JOB_RESULT_DAYS", 30, 365)


def time_zone_row(zone_id: str) -> dict[str, Any]:
    """Documented is `id` alone; a display name is likely, its key unknown."""
    return {"id": zone_id}


otherwise(
    "time_zone_row",
    with_name=lambda zone_id: {"id": zone_id, "displayName": zone_id},
    capital_letter=lambda zone_id: {"Id": zone_id},
    text=lambda zone_id: zone_id,
)


LOCAL_IS_A_LISTED_TIME_ZONE = False
"""Unknown: whether `$Local` is in GetTimeZones."""

# --- Profiles -----------------------------------------------------------------------------------------------------


def created_profile_result(object_id: int, row: dict[str, Any]) -> Any:
    """Unknown: what CreateProfile returns."""
    return None


otherwise("created_profile_result", **_RESULTS_OF_CREATION)


PROFILE_NAMES_ARE_UNIQUE = False
"""Unknown: two profiles of an instance may have one name."""

NEW_PROFILE_VERSION = 1
"""Unknown: the version of a new profile; it grows by one with each change."""
otherwise("NEW_PROFILE_VERSION", 0, 100)

TEMPORARY_RUNS_NAME_NO_PROFILE = True
"""Inferred from rows without them: results of RunTemporaryProfile have neither profileId nor profileName."""

USER_OF_RUNS = "$archiveadmin"
"""Inferred: userName of the results of runs that the API started."""
otherwise("USER_OF_RUNS", "admin", null=None)

RUN_PROFILE_FAILS_WITH_ITS_RUN = False
"""Unknown: RunProfile and RunTemporaryProfile are `succeeded` when the run itself failed, which its result tells."""

SWITCHING_OFF_TAKES_NEW_VALUES = True
"""Unknown: a pause or windows that come with automatic=false are stored; left out they stay (documented for windows)."""


def execution_value_as_stored(value: bool | int) -> Any:
    """Inferred from what was accepted on create: members of serverSideExecution are texts."""
    return str(value).lower()


otherwise("execution_value_as_stored", plain=lambda value: value, capital_letter=str)


RUN_PROFILE_RESULT: Any = None
"""Unknown: final result of RunProfile."""
otherwise("RUN_PROFILE_RESULT", True, "succeeded", object={"result": "succeeded"})

WORKER_RESULT_DAYS = 30
"""Inferred: how long results of profiles are kept."""
otherwise("WORKER_RESULT_DAYS", 14, 90)

WIDE_WINDOW_DAYS = 7
"""Inferred: a day is answered at once, a year with a token; the limit is unknown."""
otherwise("WIDE_WINDOW_DAYS", 0, 400)

PROFILE_OWNER_MUST_EXIST = True
"""Unknown."""


def profile_secret_as_read(value: str) -> Any:
    """Unknown: a secret in the details of a profile reads back null (or masked, or not at all)."""
    return None


otherwise(
    "profile_secret_as_read",
    masked=lambda value: "********",
    as_stored=lambda value: value,
    left_out=lambda value: LEFT_OUT,
    empty=lambda value: "",
)


def worker_result_report(profile_name: str, result: str, items: int) -> str:
    """Unknown: GetWorkerResultReport gives a text."""
    return f"Profile: {profile_name}\r\nResult: {result}\r\nMessages archived: {items}\r\n"


otherwise(
    "worker_result_report",
    object=lambda profile_name, result, items: {"profileName": profile_name, "result": result, "items": items},
    page=lambda profile_name, result, items: f"<html><body>{profile_name}: {result}, {items}</body></html>",
)


# --- Configurations -----------------------------------------------------------------------------------------------

NOT_CONFIGURED: Any = None
"""Unknown: what reads of SMTP give when nothing was set."""
otherwise(
    "NOT_CONFIGURED",
    empty={},
    nulls=dict.fromkeys(_KEYS_OF_SMTP),
    empty_texts=dict.fromkeys(_KEYS_OF_SMTP, ""),
)

NO_DIRECTORY_SERVICES: Any = None
"""Unknown: what GetDirectoryServicesConfiguration gives when nothing was set: null, or an object of another type."""
otherwise("NO_DIRECTORY_SERVICES", empty={}, other_type={"type": "none"}, nulls={"type": None, "deleteUsers": False})

UNKNOWN_DIRECTORY_TYPE_IS_REFUSED = False
"""Unknown: types of directory services besides the two that were seen exist; any object with a type is taken."""

CREDENTIAL_OF_DIRECTORY_MUST_EXIST = True
"""Unknown: credentialId of directory services must be the ID of a credential."""

CREDENTIAL_IN_USE_CAN_BE_DELETED = False
"""Unknown: DeleteCredential refuses the credential of the directory services."""

ATTACHMENT_EXTENSIONS: Shape = Anything()
"""Unknown: the form of attachmentExtensions when it is not null (observed is null alone); anything is kept."""
otherwise("ATTACHMENT_EXTENSIONS", text=OrNull(Text()), list_of_texts=OrNull(ListOf(Text())))

SMTP_PROTOCOLS: tuple[str, ...] = ()
"""Unknown: words for protocol besides SMTP-TLS; without a list any text is taken."""
otherwise("SMTP_PROTOCOLS", three_words=("SMTP", "SMTP-TLS", "SMTPS"))

SMTP_RECIPIENT_MUST_EXIST = True
"""Unknown: recipientSystemAdministrator must name administrators."""

NULL_PASSWORD_KEEPS_STORED_ONE = True
"""Unknown: password null or left out in a configuration keeps the stored password."""


def accepted_activities(names: list[str]) -> list[str]:
    """Unknown: SetComplianceConfiguration takes names of activities that it does not know."""
    return names


LOCKED_ACTIVITIES_ALWAYS_READ_BACK = True
"""Inferred: activities that only administrators can do are always logged."""

LOCKED_ACTIVITIES_25_3 = (
    "ComplianceChangeSettings",
    "CredentialsAdd",
    "CredentialsChange",
    "CredentialsDelete",
    "ProfileChangeUserName",
    "RecoverStoreFinish",
    "RecoverStoreStart",
    "RetentionPoliciesMessageDelete",
    "RetentionPoliciesProcessStart",
    "RetentionPoliciesUpdate",
    "SessionLogin",
    "SessionLogout",
    "SessionUnlockWithMfaCode",
    "UserAdd",
    "UserAppPasswordAdd",
    "UserAppPasswordDelete",
    "UserDelete",
    "UserDisableMFA",
    "UserInitializeMFA",
    "UserRename",
    "UserSetArchiveAdminSetEnabled",
    "UserSetFolderAccess",
    "UserSetMappings",
    "UserSetPassword",
    "UserUpdate",
)
"""Observed: three tenants of 25.3.1 read these 25 names. That they are logged always is inferred."""
otherwise("LOCKED_ACTIVITIES_25_3", few=("ComplianceChangeSettings", "UserAdd", "UserDelete"))

LOCKED_ACTIVITIES_BEFORE_25_3 = (
    "AdminRestored",
    "ComplianceChangeSettings",
    "FileGroupAttach",
    "FileGroupCreate",
    "FileGroupDetach",
    "UserAdd",
    "UserDelete",
    "UserRename",
    "UserSetArchiveAdminSetEnabled",
    "UserSetPrivileges",
    "UserUpdate",
)
"""Inferred: the vocabulary of the reference of 2024; which of its names are logged always is unknown."""
otherwise("LOCKED_ACTIVITIES_BEFORE_25_3", few=("ComplianceChangeSettings", "UserAdd", "UserDelete"))

_KNOWN_ACTIVITIES = frozenset({*LOCKED_ACTIVITIES_25_3, *LOCKED_ACTIVITIES_BEFORE_25_3})

otherwise(
    "accepted_activities",
    known_only=lambda names: [name for name in names if name in _KNOWN_ACTIVITIES],
)

ADMIN_EMAIL_PREVIEW_UNTIL = "25.3"
"""Observed: adminEmailPreviewEnabled is gone on 25.3.1."""

UNREACHABLE_DOMAIN = ".invalid"
"""Ours: a mail server or SMTP host under this reserved domain fails, so that tests can choose a failure."""


def sync_result(created: list[str], updated: list[str], deleted: list[str]) -> Any:
    """Unknown: SyncUsersWithDirectoryServices gives a list of changes; the log says the same in words."""
    changes = {"created": created, "updated": updated, "deleted": deleted}
    return [{"userName": name, "change": change} for change, names in changes.items() for name in names]


otherwise(
    "sync_result",
    null=lambda created, updated, deleted: None,
    counts=lambda created, updated, deleted: {
        "created": len(created),
        "updated": len(updated),
        "deleted": len(deleted),
    },
    text=lambda created, updated, deleted: "Synchronized.",
    lists=lambda created, updated, deleted: {"created": created, "updated": updated, "deleted": deleted},
    texts=lambda created, updated, deleted: [f"{name}: OK" for name in (*created, *updated, *deleted)],
)


SYNC_WITHOUT_CONFIGURATION_IS_REFUSED = True
"""Unknown."""

SYNC_WITHOUT_DRY_RUN_CHANGES = True
"""Unknown: SyncUsersWithDirectoryServices without dryRun changes users."""

SYNC_MAKES_ARCHIVES = True
"""Unknown: a sync makes the archive of the users that it creates, on which they have read."""

SYNC_CHANGES_USERS_OF = "directoryServices"
"""Inferred: only users with this authentication are updated or deleted by a sync."""
otherwise("SYNC_CHANGES_USERS_OF", "integrated")

# --- The system ---------------------------------------------------------------------------------------------------

ADMINISTRATOR_MFA_KEY = "mfaStatus"
"""Inferred from the users of an instance: the key of GetSystemAdministrators that says whether MFA is on."""
otherwise("ADMINISTRATOR_MFA_KEY", "mfaEnabled", "MfaStatus")

API_PASSWORD_WORKS_WITHOUT_MFA = True
"""Unknown: whether the API password is taken before MFA is on."""


def api_password_result(password: str) -> Any:
    """Inferred: CreateSystemAdministratorAPIPassword gives a bare text."""
    return password


otherwise(
    "api_password_result",
    object=lambda password: {"password": password},
    longer_key=lambda password: {"apiPassword": password, "userName": "admin"},
    list_with_one=lambda password: [password],
)

EMPTY_PASSWORD_OF_ADMINISTRATOR_IS_REFUSED = True
"""Unknown."""

OWN_ACCOUNT_CAN_BE_DELETED = False
"""Unknown: an administrator cannot delete the account of the call."""

PING_RESULT: Any = None
"""Inferred."""
otherwise("PING_RESULT", True, "pong")


def service_status_of_client_access_server(active: bool) -> dict[str, Any]:
    """Inferred from GetServiceStatus: what withServiceStatus adds to a row, which is the bare configuration without it."""
    return {"active": active}


otherwise(
    "service_status_of_client_access_server",
    words=lambda active: {"serviceStatus": "running" if active else "stopped"},
    nothing=lambda active: {},
)


NEW_VERSION_MESSAGE = "A new MailStore Service Provider Edition version (26.2.0.24007) is available."
"""Observed."""

REBUILD_MESSAGE = "One or more search indexes have to be rebuilt."
"""Observed, of type error."""

SMTP_MESSAGE = (
    "The SMTP settings are configured to use an unencrypted connection or the option "
    '"Accept all certificates" is enabled.'
)
"""Observed, of type warning."""

UNENCRYPTED_SMTP_PROTOCOLS = ("SMTP",)
"""Inferred from SMTP-TLS: the words of protocol for an unencrypted connection."""
otherwise("UNENCRYPTED_SMTP_PROTOCOLS", other_words=("None", "Plain"))

MISSING_SMTP_SETTINGS_ARE_WARNED_OF = False
"""Unknown: whether GetServiceStatus warns when the system has no SMTP settings."""

UPGRADE_MESSAGE = "One or more archive stores need an upgrade."
"""Unknown: whether GetServiceStatus tells it, and how; here a warning."""
otherwise("UPGRADE_MESSAGE", other_words="Upgrade required.")

EXPIRY_WARNING_DAYS = 30
"""Unknown: from when on GetServiceStatus warns of a certificate that expires."""
otherwise("EXPIRY_WARNING_DAYS", 7, 60)


def expiry_message(description: str) -> str:
    """Unknown: whether GetServiceStatus tells that the certificate of a credential expires; here a warning."""
    return f"The certificate of credential '{description}' expires soon."


otherwise("expiry_message", other_words=_other_words, empty=_no_words)


def store_error_message(name: str, error: str) -> str:
    """Unknown: how GetServiceStatus tells the error of a store; here of type error."""
    return f"Archive store '{name}': {error}"


otherwise("store_error_message", other_words=_other_words, empty=_no_words)


def used_licenses(user_count: int) -> int:
    """Inferred: the used licences of an instance are its users."""
    return user_count


otherwise("used_licenses", without_the_administrator=lambda user_count: max(0, user_count - 1))


def license_request(instance_counts: dict[str, int]) -> dict[str, Any]:
    """Documented are instanceData and usedLicenseCount alone; the id of the instance is inferred."""
    return {"instanceData": [{"instanceID": key, "usedLicenseCount": count} for key, count in instance_counts.items()]}


otherwise(
    "license_request",
    text=lambda instance_counts: "PExpY2Vuc2VSZXF1ZXN0Lz4=",
    other_keys=lambda instance_counts: {
        "instanceData": [{"id": key, "usedLicenseCount": count} for key, count in instance_counts.items()]
    },
)


# --- Functions without a public signature -------------------------------------------------------------------------
# Their arguments follow the habits of the other functions; clients read them from get-metadata.

CREDENTIAL_ID = "id"
"""Unknown: the argument of Get- and SetCredentialSettings and of DeleteCredential that names the credential, a number."""
otherwise("CREDENTIAL_ID", "credentialId", "credentialID")

CREDENTIAL_TYPE = "type"
"""Unknown: an argument of CreateCredential."""
otherwise("CREDENTIAL_TYPE", "credentialType", "kind")

CREDENTIAL_DESCRIPTION = "description"
"""Unknown: an argument of CreateCredential."""
otherwise("CREDENTIAL_DESCRIPTION", "name")

CREDENTIAL_SETTINGS = "settings"
"""Unknown: an argument of CreateCredential and SetCredentialSettings, of type json."""
otherwise("CREDENTIAL_SETTINGS", "config", "properties")


def created_credential_result(object_id: int, row: dict[str, Any]) -> Any:
    """Unknown: what CreateCredential returns."""
    return None


otherwise("created_credential_result", **_RESULTS_OF_CREATION)


def credential_settings_after(former: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Unknown: SetCredentialSettings replaces all settings; what is left out is gone. GetCredentialSettings gives them as
    GetCredentials does, without secrets."""
    return given


otherwise("credential_settings_after", merged=lambda former, given: {**former, **given})


def credential_settings_as_read(settings: dict[str, Any], row: dict[str, Any]) -> Any:
    """Unknown: GetCredentialSettings gives what GetCredentials has under Settings."""
    return settings


otherwise(
    "credential_settings_as_read",
    whole_row=lambda settings, row: row,
    null=lambda settings, row: None,
    list_with_one=lambda settings, row: [settings],
)

TRANSFER_DESTINATION = "destinationInstanceID"
"""Unknown: the argument of TransferStores that names the instance which gets the stores."""
otherwise("TRANSFER_DESTINATION", "targetInstanceID", "toInstanceID")

TRANSFERRED_STORES = "ids"
"""Unknown: the argument of TransferStores that names the stores, as one text; without it all."""
otherwise("TRANSFERRED_STORES", "storeIds", "id")

TRANSFERRED_STORE_BECOMES = "normal"
"""Unknown: state of a store in the instance that it was transferred to; it is gone from the other one."""
otherwise("TRANSFERRED_STORE_BECOMES", "current", "disabled")
