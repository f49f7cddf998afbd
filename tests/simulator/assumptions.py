# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every decision of ours about what no evidence settles, in one place.

Marks: inferred (from related evidence), unknown (no evidence). When a real server says otherwise, change the line here.
"""

from __future__ import annotations

from typing import Any

# --- Transport ----------------------------------------------------------------------------------------------------

AUTHENTICATION_CHALLENGE = 'Basic realm="MailStore Service Provider Edition", charset="UTF-8"'
"""Inferred: the challenge is Basic; the realm is unknown."""

CACHE_CONTROL = "no-cache, no-store"
"""Observed to begin with no-cache; the rest is unknown."""

UNKNOWN_FUNCTION_STATUS = 404
"""Unknown: HTTP status of a function that the server does not have."""

WRONG_METHOD_STATUS = 405
"""Unknown: HTTP status of a GET where only POST is proven."""

UNKNOWN_ARGUMENT_IS_REFUSED = False
"""Unknown: an argument that the function of this version does not have is ignored, as lenient parsers do."""

OTHER_BODIES_ARE_IGNORED = True
"""Inferred: a body of another content type than a form gives no arguments."""

# --- Running calls ------------------------------------------------------------------------------------------------

FIRST_STATUS_VERSION = 1
"""Inferred: a call that finishes at once has version 2, so a running one starts below."""

FINISHED_STATUS_VERSION = 2
"""Observed."""

STATUS_AFTER_CANCEL = "cancelled"
"""Unknown: statusCode of a call that was cancelled."""

TOKEN_LIFETIME_MS = 60_000
"""Unknown: how long a token answers after its call became final; then 404."""

DEFAULT_WORK_MS = 200
"""Ours: how long a long function takes."""


# --- Error texts --------------------------------------------------------------------------------------------------
# All unknown; clients must decide by state, never by these sentences.


def error_details(exception_type: str, message: str) -> str:
    """Inferred: .NET exception text, lines parted by CRLF."""
    return (
        f"{exception_type}: {message}\r\n"
        "   at MailStore.Spe.ManagementServer.Api.ApiInvoker.Invoke(ApiCall call)\r\n"
        "   at MailStore.Spe.ManagementServer.Api.ApiHttpHandler.ProcessRequest(ApiContext context)"
    )


def instance_not_found(instance_id: str) -> str:
    return f"Instance '{instance_id}' does not exist."


def instance_not_running(instance_id: str) -> str:
    return f"Instance '{instance_id}' is not running."


def instance_frozen(instance_id: str) -> str:
    return f"Instance '{instance_id}' is frozen."


def instance_in_safe_mode(instance_id: str) -> str:
    return f"Instance '{instance_id}' is running in safe mode."


def access_denied(instance_id: str) -> str:
    return f"Service provider access is not enabled on instance '{instance_id}'."


def not_found(noun: str, key: object) -> str:
    return f"{noun} '{key}' does not exist."


def already_exists(noun: str, key: object) -> str:
    return f"{noun} '{key}' already exists."


def invalid_value(name: str, value: object) -> str:
    return f"The value '{value}' of '{name}' is not valid."


def invalid_json(name: str) -> str:
    return f"The value of '{name}' is not valid JSON."


def invalid_number() -> str:
    return "Input string was not in a correct format."


def invalid_bool() -> str:
    return "String was not recognized as a valid Boolean."


def time_zone_not_found(zone_id: str) -> str:
    return f"The time zone ID '{zone_id}' was not found on the local computer."


# --- Instances ----------------------------------------------------------------------------------------------------

ALIAS_PATTERN = r"[a-z0-9][a-z0-9-]{0,31}"
"""Unknown: the alias is part of a URL as the id is; `t1` was seen, so two characters are enough."""


def alias_as_stored(alias: str | None) -> str | None:
    """Unknown: an empty alias is none, and reads back null."""
    return alias or None


BASE_DIRECTORY_MUST_EXIST = True
"""Unknown: CreateInstance refuses a base directory that the host does not have."""

NEW_INSTANCE_IS_STARTED = False
"""Unknown: CreateInstance does not start the instance."""

RUNNING_INSTANCE_CAN_BE_DELETED = False
"""Unknown: DeleteInstances refuses running instances; all are checked before any is deleted."""

STATUS_STOPPED = "stopped"
"""Inferred from the `.stopped` filter."""

STATUS_FROZEN = "frozen"
"""Unknown: status word of a frozen instance."""

STATUS_STARTING = "starting"
"""Unknown: status word while an instance comes up (only with a transition time)."""

STATUS_STOPPING = "stopping"
"""Unknown: status word while an instance goes down (only with a transition time)."""

FILTER_READS_UNKNOWN_ID_AS_NOTHING = True
"""Inferred from serverNameFilter: GetInstances of an unknown id is [] and succeeded."""

LIFECYCLE_REFUSES_UNKNOWN_ID = True
"""Unknown: Start, Stop, Restart, Freeze, Thaw and Delete of an unknown id fail before anything is done."""

ARCHIVE_ADMIN_NEEDS_PROCESS = True
"""Unknown: Get/SetArchiveAdminEnabled need a running instance, for the account is in the instance's database."""

STATISTICS_OF_STOPPED_INSTANCE: Any = None
"""Inferred from an operator's script that takes an empty answer as `no data`."""

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


EXISTING_DIRECTORY_IS_REFUSED = True
"""Unknown: CreateDirectoryOnInstanceHost of a directory that exists fails."""

PAIRING_OF_UNKNOWN_SERVER_IS_KEPT = True
"""Unknown: pairing may come before the server is registered."""

# --- Stores -------------------------------------------------------------------------------------------------------

FORMER_CURRENT_STORE_BECOMES = "normal"
"""Unknown: state of the store that was current before another became it."""

NEW_STORE_STATE = "current"
"""Inferred from the console's default: requestedState of CreateStore and AttachStore when left out."""

STATISTICS_SIZE_WHEN_NOT_INCLUDED: Any = None
"""Unknown: statisticsSize of GetStores with includeSize=false."""

CREATED_STORE_RESULT: Any = None
"""Unknown: what CreateStore and AttachStore return."""

MERGED_SOURCE_STAYS_EMPTY = True
"""Unknown: the source of MergeStore stays attached, without messages."""

SELECTION_SHOWS_AS_NEEDED_REBUILD = False
"""Inferred from `only marks`: SelectAllStoreIndexesForRebuild does not change searchIndexesNeedRebuild."""

REBUILD_WITHOUT_SELECTION_DOES_NOTHING = True
"""Inferred: RebuildSelectedStoreIndexes rebuilds what was selected, nothing else."""

COMPACTED_SHARE = 0.95
"""Ours: what is left of a store's size after CompactStore."""

DEFAULT_AUTO_CREATE: dict[str, Any] = {
    "sizeThreshold": None,
    "baseDirectory": None,
    "contentBaseDirectory": None,
    "indexBaseDirectory": None,
}
"""Unknown: GetStoreAutoCreateConfiguration when nothing was set."""

# --- Users --------------------------------------------------------------------------------------------------------

USER_NAME_PATTERN = r"[A-Za-z0-9._@+-]{1,256}"
"""Inferred from live names; compared without regard to case."""

MFA_STATUS_OFF = "Disabled"
"""Observed."""

MFA_STATUS_ON = "Enabled"
"""Unknown: any word but Disabled."""

INITIALIZED_MFA_RESULT: Any = None
"""Unknown: what InitializeMFA returns."""

NO_PRIVILEGES: tuple[str, ...] = ()
"""Unknown: how no privileges read, [] or ["none"]."""

GRANT_MAKES_ARCHIVE = True
"""Unknown: SetUserPrivilegesOnFolder on an archive that does not exist makes it."""

API_LOGIN_PRIVILEGE_SINCE = "25.3"
"""Inferred: the live 25.3.1 reports `api`, the reference of 2024 does not list it."""

ARCHIVE_ADMIN_CAN_BE_CHANGED = False
"""Unknown: setters refuse $archiveadmin."""


def text_as_stored(text: str | None) -> str | None:
    """Inferred: an empty text is not null; it reads back empty."""
    return text


def one_time_url(base_url: str, instance_id: str, password: str) -> str:
    """Inferred: a bare text; its form is unknown."""
    return f"{base_url.rstrip('/')}/{instance_id}/?otp={password}"


# --- Folders ------------------------------------------------------------------------------------------------------


def child_folder_row(path: str) -> dict[str, Any]:
    """Unknown: GetChildFolders gives a flat list of full paths."""
    return {"folder": path, "name": path.rsplit("/", 1)[-1]}


MOVE_ONTO_EXISTING_FOLDER_IS_REFUSED = True
"""Unknown: MoveFolder to a folder that exists fails."""

DELETED_FOLDERS_RESULT: Any = None
"""Unknown: what DeleteEmptyFolders returns."""

# --- Jobs ---------------------------------------------------------------------------------------------------------

CREATED_JOB_RESULT: Any = None
"""Unknown: what CreateJob returns."""

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


CANCEL_OF_IDLE_JOB_IS_REFUSED = False
"""Unknown: CancelJobAsync of a job that is not running does nothing."""

SHELL_ONLY_COMMANDS = ("ProcessRetentionPolicies",)
"""Observed as a job's action, though it is no function of the API."""

JOBS_NEED_ACCESS = False
"""Inferred: a job runs as its owner, an administrator of the instance, and so without service provider access."""

JOBS_RUN_FUNCTIONS_OF_THE_SYSTEM = False
"""Inferred: instanceID is no part of an action, so that a job acts on its own instance alone."""

JOB_RESULT_DAYS = 90
"""Inferred: how long results of jobs are kept."""


def time_zone_row(zone_id: str) -> dict[str, Any]:
    """Documented is `id` alone; a display name is likely, its key unknown."""
    return {"id": zone_id}


LOCAL_IS_A_LISTED_TIME_ZONE = False
"""Unknown: whether `$Local` is in GetTimeZones."""

# --- Profiles -----------------------------------------------------------------------------------------------------

CREATED_PROFILE_RESULT: Any = None
"""Unknown: what CreateProfile returns."""

RUN_PROFILE_RESULT: Any = None
"""Unknown: final result of RunProfile."""

WORKER_RESULT_DAYS = 30
"""Inferred: how long results of profiles are kept."""

WIDE_WINDOW_DAYS = 7
"""Inferred: a day is answered at once, a year with a token; the limit is unknown."""

PROFILE_OWNER_MUST_EXIST = True
"""Unknown."""


def profile_secret_as_read(value: str) -> Any:
    """Unknown: a secret in the details of a profile reads back null (or masked, or not at all)."""
    return None


def worker_result_report(profile_name: str, result: str, items: int) -> str:
    """Unknown: GetWorkerResultReport gives a text."""
    return f"Profile: {profile_name}\r\nResult: {result}\r\nMessages archived: {items}\r\n"


# --- Configurations -----------------------------------------------------------------------------------------------

NOT_CONFIGURED: Any = None
"""Unknown: what reads of SMTP and directory services give when nothing was set."""

NULL_PASSWORD_KEEPS_STORED_ONE = True
"""Unknown: password null or left out in a configuration keeps the stored password."""

LOCKED_ACTIVITIES_ALWAYS_READ_BACK = True
"""Inferred: activities that only administrators can do are always logged."""

LOCKED_ACTIVITIES_25_3 = (
    "ComplianceChangeSettings",
    "CredentialsCreate",
    "CredentialsDelete",
    "CredentialsUpdate",
    "DirectoryServicesChangeSettings",
    "RecoverStoreFinish",
    "RecoverStoreStart",
    "RetentionPoliciesChange",
    "SessionAdminLogin",
    "SmtpChangeSettings",
    "StoreAttach",
    "StoreCreate",
    "StoreDetach",
    "UserAdd",
    "UserAppPasswordDelete",
    "UserDelete",
    "UserDisableMFA",
    "UserInitializeMFA",
    "UserRename",
    "UserSetArchiveAdminSetEnabled",
    "UserSetAuthentication",
    "UserSetPassword",
    "UserSetPrivileges",
    "UserSetPrivilegesOnFolder",
    "UserUpdate",
)
"""Inferred: 25 names on 25.3.1, of which a few are known."""

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
"""Inferred: the vocabulary of the reference of 2024."""

ADMIN_EMAIL_PREVIEW_UNTIL = "25.3"
"""Observed: adminEmailPreviewEnabled is gone on 25.3.1."""

UNREACHABLE_DOMAIN = ".invalid"
"""Ours: a mail server or SMTP host under this reserved domain fails, so that tests can choose a failure."""


def sync_result(created: list[str], updated: list[str], deleted: list[str]) -> Any:
    """Unknown: SyncUsersWithDirectoryServices gives a list of changes; the log says the same in words."""
    changes = {"created": created, "updated": updated, "deleted": deleted}
    return [{"userName": name, "change": change} for change, names in changes.items() for name in names]


SYNC_WITHOUT_CONFIGURATION_IS_REFUSED = True
"""Unknown."""

SYNC_CHANGES_USERS_OF = "directoryServices"
"""Inferred: only users with this authentication are updated or deleted by a sync."""

# --- The system ---------------------------------------------------------------------------------------------------

API_PASSWORD_WORKS_WITHOUT_MFA = True
"""Unknown: whether the API password is taken before MFA is on."""

OWN_ACCOUNT_CAN_BE_DELETED = False
"""Unknown: an administrator cannot delete the account of the call."""

PING_RESULT: Any = None
"""Inferred."""


def service_status_of_client_access_server(active: bool) -> dict[str, Any]:
    """Inferred from GetServiceStatus: what withServiceStatus adds to a row."""
    return {"active": active}


def license_request(instance_counts: dict[str, int]) -> dict[str, Any]:
    """Documented are instanceData and usedLicenseCount alone; the id of the instance is inferred."""
    return {"instanceData": [{"instanceID": key, "usedLicenseCount": count} for key, count in instance_counts.items()]}


# Unknown: the signatures of CreateCredential, DeleteCredential, GetCredentialSettings, SetCredentialSettings and
# TransferStores are not public. Those of functions/credentials.py and functions/stores.py follow the habits of the other
# functions; clients read them from get-metadata.
