# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no evidence settles about the things that SPE has, each in one place.

A real server that answers otherwise changes one line here. The marks are those of the API notes: inferred means that
it follows from related evidence, unknown that nothing tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

#: The word of GetInstances.status for an instance that runs (observed).
STATUS_RUNNING = "running"

#: The word for one that is stopped (inferred: the filter is called .stopped).
STATUS_STOPPED = "stopped"

#: The word for one that is frozen (unknown).
STATUS_FROZEN = "frozen"

#: The words for an instance on its way, and where the way ends unless something fails (unknown).
STATUS_AFTER = {"starting": STATUS_RUNNING, "stopping": STATUS_STOPPED}

#: Whether a new instance starts by itself (unknown). If it does, a task that wants it stopped stops it all the same.
STATUS_OF_NEW_INSTANCE = STATUS_STOPPED

#: What is called before all else that is done with a frozen instance: whether it could be stopped, restarted or deleted
#: as it is, is unknown.
BEFORE_CHANGES_OF_FROZEN = "ThawInstances"

#: What becomes of the current store when another one is made current (unknown; one store is current, observed).
FORMER_CURRENT_STORE_BECOMES = "normal"


def store_is_empty(row: Mapping[str, Any]) -> bool:
    """Whether a row of GetStores, read with sizes, has no messages: its statisticsCount (observed) is 0.

    That the count is right without RefreshAllStoreStatistics, and after a merge, is inferred. A missing count says
    nothing, so that the store counts as one with messages.
    """
    return row.get("statisticsCount") == 0


#: The state that a store gets when the playbook names none (unknown for the API; the console makes it current).
#: Sent, so that nobody depends on the answer: a new store must not take over silently.
STATE_OF_NEW_STORE = "normal"

#: The directories below its database that a new store gets, if only that was given (observed).
DIRECTORIES_OF_NEW_STORE: Mapping[str, str] = {"content_path": "Content", "index_path": "Index"}

#: Where a new user may log in, if nothing was said of that (observed: live servers read these for everybody), beside
#: LOGIN_PRIVILEGES_ADDED_BY_SERVER.
LOGIN_PRIVILEGES_OF_NEW_USER = ("windows", "web", "outlook", "windows_cmd", "imap")

#: How a user without MFA reads (observed); any other word means that MFA is on (inferred).
MFA_DISABLED = "Disabled"


#: What a new instance reads before anybody has set anything (unknown): check mode of a whole tenant builds on it.
INDEX_OF_NEW_INSTANCE: Mapping[str, Any] = {"attachmentExtensions": None, "includeAttachmentsOfPDFs": False}
#: The same of compliance (unknown).
COMPLIANCE_OF_NEW_INSTANCE: Mapping[str, Any] = {"legalHoldEnabled": False, "logSuccessfulUserActivities": []}

#: What an empty list of users means beside archives: a fault of the server (inferred). Nothing is removed then.
EMPTY_LIST_BESIDE_ARCHIVES = "fault"


def is_synchronized(user: Mapping[str, Any]) -> bool:
    """Whether a directory sync made the user of this row of GetUsers: one that has a distinguished name (inferred)."""
    return bool(user.get("distinguishedName"))


#: The time zone that stands for the server's own; what a job reads back for it is unknown, so it never is drift.
LOCAL_TIME_ZONE = "$Local"

#: Login privileges that servers add by themselves (observed): they count only when the playbook names them.
LOGIN_PRIVILEGES_ADDED_BY_SERVER = frozenset({"api"})

#: How secrets in the details of a profile read back (unknown: null, masked in some way, not at all, or as they are; what
#: is secret by its name is kept back in any case).
MASKED_SECRETS = (None, "********", "******", "***")

#: The key of the credential's ID in the configuration of directory services (observed), and in the details of a profile
#: (unknown: taken to be the same).
CREDENTIAL_KEY = "credentialId"

#: Commands of jobs that are not functions of the API (observed on live servers).
SHELL_COMMANDS = ("ProcessRetentionPolicies",)

#: How alike an unknown command, argument or time zone must be to a known one to be taken for a mistyped one before a server is
#: asked (unknown: what newer servers have; what is less alike is left to them).
ALIKE_ENOUGH_FOR_MISTYPED = 0.9

#: Mandatory arguments for which the vendor documents a default (documented); that a job may leave them out is inferred.
ARGUMENTS_WITH_DEFAULT: Mapping[str, Sequence[str]] = {
    "VerifyStore": ("includeIndexes",),
    "VerifyStores": ("includeIndexes",),
}

#: What becomes of a job whose command lacks another mandatory argument: whether the Management Shell has a default of its
#: own is unknown, so the job is created.
MISSING_ARGUMENT_OF_JOB = "a warning"

#: The type of an archiving profile (observed).
TYPE_OF_ARCHIVING_PROFILE = "I"

#: The account of the service provider (observed); no module manages it.
SERVICE_PROVIDER_ACCOUNT = "$archiveadmin"


def is_surely_a_user_name(name: str) -> bool:
    """Whether servers take this name of a user for certain: letters, digits, `. - _ @`, and blanks between words (observed).

    Whether they take letters beyond ASCII is unknown: the name is sent, before all else that the task writes.
    """
    return all(re.fullmatch(r"[A-Za-z0-9._@-]+", word) for word in name.split(" "))


def service_provider_access_is_on(result: Any) -> bool:
    """What GetArchiveAdminEnabled says: a bool (inferred), or an object with the key enabled (unknown)."""
    if isinstance(result, Mapping):
        return bool(result.get("enabled"))
    return bool(result)


def deletions_of_sync(result: Any) -> int | None:
    """How many users a sync deletes by its (dry run's) answer; None when that is not understood.

    The answer is unknown. Taken is a list of changes, each an object one of whose values begins with delete or remove;
    an empty list says that nothing changes. Null says nothing at all: the changes may stand in the log alone.
    """
    if not isinstance(result, list) or not all(isinstance(change, Mapping) for change in result):
        return None
    return sum(1 for change in result if _deletes(change))


def _deletes(change: Mapping[str, Any]) -> bool:
    # The name of a user is no word about the change.
    words = [value for key, value in change.items() if isinstance(value, str) and "name" not in key.lower()]
    return any(word.lower().startswith(("delet", "remov")) for word in words)


def sync_changes_anything(result: Any) -> bool:
    """Whether a sync has anything to do by its dry run's answer (unknown): only an empty list says that it has not."""
    return bool(result != [])


def is_paired(server_info: Mapping[str, Any]) -> bool:
    """Whether a row of GetServiceStatus.serverInfos (observed) is one of a paired server: its `active` says so (inferred).

    One that is paired, but down, cannot be told from one that is not paired.
    """
    return bool(server_info.get("active"))


#: Whether pairing also writes port and certificate into the configuration of a server (unknown). As long as it is
#: not known, they are written as well: saying the same twice does no harm.
PAIRING_WRITES_CONFIGURATION = False


def api_password_in(result: Any) -> str:
    """The secret in what CreateSystemAdministratorAPIPassword returns: a text (inferred), or an object with it (unknown)."""
    if isinstance(result, Mapping):
        texts = [value for key, value in result.items() if "password" in key.lower() and isinstance(value, str)]
        return texts[0] if len(texts) == 1 else ""
    return result if isinstance(result, str) else ""


def one_time_url_in(result: Any) -> str:
    """The URL in what CreateClientOneTimeUrlForArchiveAdmin returns: a text (inferred), or an object with it (unknown)."""
    texts = list(result.values()) if isinstance(result, Mapping) else [result]
    urls = [text for text in texts if isinstance(text, str) and "://" in text]
    return urls[0] if len(urls) == 1 else ""


#: Between the folders of a path (observed).
FOLDER_DELIMITER = "/"


def folder_path(row: Mapping[str, Any], parent: str | None) -> str:
    """The whole path of a row of GetChildFolders.

    Which keys a row has is unknown; scripts of operators have tried folder, name and path. A value without the parent in
    front of it is taken for the last part of the path.
    """
    value = str(row.get("folder") or row.get("path") or row.get("fullName") or row.get("name") or "")
    if parent is None or value.lower().startswith(parent.lower() + FOLDER_DELIMITER):
        return value
    return f"{parent}{FOLDER_DELIMITER}{value}"


def directory_names(result: Any) -> list[str]:
    """The names of GetDirectoriesOnInstanceHost; whether rows are texts or objects, names or paths, is unknown."""
    return [_last_part(row) for row in result or []]


def _last_part(row: Any) -> str:
    if isinstance(row, Mapping):
        row = row.get("name") or row.get("path") or row.get("fullName") or ""
    return str(row).replace("/", "\\").rstrip("\\").rsplit("\\", 1)[-1]


#: The keys of an instance's configuration beside its ID (observed), and what they are when the playbook names nothing
#: (unknown: what the server would choose).
INSTANCE_DEFAULTS: Mapping[str, Any] = {
    "alias": "",
    "displayName": "",
    "instanceHost": "",
    "startMode": "automatic",
    "baseDirectory": "",
    "debugLogEnabled": False,
    "imapServerConnectionLogEnabled": False,
    "vssWriterEnabled": True,
    "vssWriterExcludeIndexes": False,
}

#: Who makes the directories above a new one (unknown: whether the server does): the collection, one by one.
PARENTS_OF_NEW_DIRECTORY = "made one by one"

#: What GetDirectoriesOnInstanceHost lists without a path (inferred).
DIRECTORIES_WITHOUT_PATH = "the drives"

#: How client access servers are read (inferred): without the status of the service a row is exactly the configuration, and
#: the read is fast.
CLIENT_ACCESS_SERVERS_AS_CONFIGURED: Mapping[str, Any] = {"withServiceStatus": False}

#: What SMTP settings have where none were ever set and the playbook names nothing (unknown: what the server would choose).
SMTP_DEFAULTS: Mapping[str, Any] = {
    "hostname": "",
    "port": 0,
    "protocol": "",
    "ignoreSslPolicyErrors": False,
    "authenticationRequired": False,
    "username": "",
    "password": None,
    "fromDisplayName": "",
    "fromEmailAddress": "",
}

#: What must be known to send any mail (inferred): without them nothing can be configured for the first time.
SMTP_NEEDED_FIRST = ("hostname", "port", "protocol", "from_email_address")

#: The words of protocol (unknown but for SMTP-TLS, documented): what the playbook says is sent.
SMTP_PROTOCOLS = "any"

#: How a test message that cannot be sent shows (inferred).
FAILED_TEST_MESSAGE = "the function fails"


def smtp_is_configured(settings: Mapping[str, Any] | None) -> bool:
    """Whether SMTP settings that were read are some. Where none were set the answer is unknown: null, or empty members."""
    return bool((settings or {}).get("hostname"))


def directory_type(configuration: Mapping[str, Any] | None) -> Any:
    """The type of directory services. Where none were set the answer is unknown: null, or an object of another type."""
    return (configuration or {}).get("type")


#: What servers log whatever they are told (inferred from three tenants that read the same 25 activities): without
#: allow_weaken a playbook's list is a minimum, with it what is logged all the same is an error.
ACTIVITIES_LOGGED_ALWAYS = "some"

#: What becomes of a key that the read of a configuration does not show (unknown what the server would do with it).
KEY_THAT_IS_NOT_SHOWN = "never sent"

#: The key of an administrator's row that says whether MFA is on (inferred from the users of an instance).
ADMINISTRATOR_MFA_KEY = "mfaStatus"

#: What an administrator's configuration has when the playbook names nothing (unknown: what the server would choose).
ADMINISTRATOR_DEFAULTS: Mapping[str, Any] = {"fullName": "", "emailAddress": ""}


def extensions_as_read(value: Any) -> list[str]:
    """attachmentExtensions as a list. Observed is null alone: the form of others is unknown, a text is split at commas."""
    if isinstance(value, str):
        return value.split(",") if value else []
    return list(value or [])


def extension_key(extension: str) -> str:
    """What two extensions are compared by (unknown in which form a server keeps them): *.PDF, .pdf and pdf are one."""
    return extension.strip().lstrip("*.").casefold()


def day_of_month_as_read(value: Any) -> str | None:
    """dayOfMonth of a job as a text; its type is unknown, and so is whether the last day reads as last or Last."""
    if value is None:
        return None
    text = str(value)
    return "Last" if text.casefold() == "last" else text


#: Whether a new job is enabled (unknown, and CreateJob has no argument for it): it is set whenever the playbook names it.
NEW_JOB_IS_ENABLED = "set, not expected"

#: How a quotation mark is written in an argument of a job's action (unknown): a value with one is refused.
QUOTATION_MARK_IN_ACTION = "refused"


def job_is_running(job: Mapping[str, Any]) -> bool:
    """Whether a job runs (inferred): it has started later than it has last completed."""
    started, completed = job.get("lastStartDateTimeUtc"), job.get("lastCompleteDateTimeUtc")
    return bool(started) and (not completed or completed < started)


#: For how many days the server keeps the results of profiles (inferred from what a year's window found).
PROFILE_RESULT_DAYS = 30
#: The same for the results of jobs (inferred).
JOB_RESULT_DAYS = 90

#: The shortest window of results that is asked for: a longer one that is refused is halved, for it may be too much at once
#: (unknown); below this length a refusal has another reason.
SHORTEST_WINDOW = timedelta(hours=1)


def is_of_temporary_run(result: Mapping[str, Any]) -> bool:
    """Whether a row of GetWorkerResults is of a profile that is not stored (inferred): it names no profile."""
    return result.get("profileId") is None


#: Whether a run that ended badly makes RunProfile itself fail (unknown): the result of the run says what to think of it.
BAD_RUN_FAILS_THE_CALL = "either"

#: What the arguments of the credentials' functions may be called, by their meaning (unknown; get-metadata says which it is).
CREDENTIAL_ARGUMENT_NAMES: Mapping[str, Sequence[str]] = {
    "id": ("id", "ID", "credentialId", "credentialID"),
    "type": ("type", "Type", "credentialType"),
    "description": ("description", "Description", "name"),
    "settings": ("settings", "Settings", "config", "properties"),
}


def credential_settings_in(result: Any) -> Mapping[str, Any] | None:
    """What GetCredentialSettings returns (unknown): an object like Settings of the list is taken, which may show less."""
    return result if isinstance(result, Mapping) else None


def nested_folders(row: Mapping[str, Any]) -> Any:
    """The rows inside a row of GetChildFolders (unknown: whether levels are nested in their parents, and under which key)."""
    return row.get("folders") or row.get("children") or []


#: What becomes of a folder that is moved to where there is one (unknown what the server would do).
MOVE_ONTO_FOLDER = "refused"


def archive_is_empty(statistics: Mapping[str, Any] | None) -> bool:
    """Whether an archive of this row of GetFolderStatistics has no message: its size is 0 (inferred).

    An archive without a row counts as one with messages. What DeleteEmptyFolders deletes is empty in any case.
    """
    return statistics is not None and statistics.get("size") == 0


#: Whether a store is sound after a repair or a recovery that succeeded (unknown: it may have to be opened again).
REPAIR_PROVES_SOUND_STORE = False

#: What the status of the service adds to a client access server (inferred from GetServiceStatus), as results show it.
KEYS_OF_SERVICE_STATUS = ("active", "system_properties")

#: What a row of GetChildFolders has beside the path (unknown).
KEYS_OF_FOLDER_ROWS = ("folder", "name")

#: Who makes the base directory of a new instance that is not there (unknown: whether the server does).
BASE_DIRECTORY_OF_NEW_INSTANCE = "the server is asked"

#: What a second merge of the same store does (unknown: it may copy all messages again).
SECOND_MERGE = "avoided"
