# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no evidence settles about the things that SPE has, each in one place.

A real server that answers otherwise changes one line here. The marks are those of the API notes: inferred means that
it follows from related evidence, unknown that nothing tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from .._api.assumptions import flag_as_read

#: The word of GetInstances.status for an instance that runs (observed).
STATUS_RUNNING = "running"

#: The word for one that is stopped (inferred: the filter is called .stopped).
STATUS_STOPPED = "stopped"

#: The word for one that is frozen (unknown).
STATUS_FROZEN = "frozen"

#: The words for an instance that is starting or stopping, and the status that follows unless something fails (unknown).
STATUS_AFTER = {"starting": STATUS_RUNNING, "stopping": STATUS_STOPPED}

#: Whether a new instance starts automatically (unknown). If it does, a task that wants it stopped still stops it.
STATUS_OF_NEW_INSTANCE = STATUS_STOPPED

#: The function to call before any other work on a frozen instance. It is unknown whether a frozen instance can be
#: stopped, restarted or deleted.
BEFORE_CHANGES_OF_FROZEN = "ThawInstances"

#: The state of the current store after another one becomes current (unknown; one store is current, observed).
FORMER_CURRENT_STORE_BECOMES = "normal"


def store_is_empty(row: Mapping[str, Any]) -> bool:
    """Whether a row of GetStores, read with sizes, has no messages: its statisticsCount (observed) is 0.

    That the count is right without RefreshAllStoreStatistics, and after a merge, is inferred. A missing count proves
    nothing, so the store counts as one with messages.
    """
    return row.get("statisticsCount") == 0


#: The state of a new store when the playbook names none (unknown for the API; the console makes it current). The
#: collection sends it, because a new store must not become current without notice.
STATE_OF_NEW_STORE = "normal"

#: The directories below its database that a new store gets, if only that was given (observed).
DIRECTORIES_OF_NEW_STORE: Mapping[str, str] = {"content_path": "Content", "index_path": "Index"}

#: Where a new user may log in if nobody sets it (observed: live servers return these for everybody), besides
#: LOGIN_PRIVILEGES_ADDED_BY_SERVER.
LOGIN_PRIVILEGES_OF_NEW_USER = ("windows", "web", "outlook", "windows_cmd", "imap")

#: The value for a user without MFA (observed); any other word means that MFA is on (inferred).
MFA_DISABLED = "Disabled"


#: The values of a new instance before anybody has set anything (unknown). Check mode of a whole tenant uses them.
INDEX_OF_NEW_INSTANCE: Mapping[str, Any] = {"attachmentExtensions": None, "includeAttachmentsOfPDFs": False}
#: The same of compliance (unknown).
COMPLIANCE_OF_NEW_INSTANCE: Mapping[str, Any] = {"legalHoldEnabled": False, "logSuccessfulUserActivities": []}

#: The meaning of an empty list of users when archives exist: a fault of the server (inferred). Nothing is removed then.
EMPTY_LIST_BESIDE_ARCHIVES = "fault"


def is_synchronized(user: Mapping[str, Any]) -> bool:
    """Whether a directory sync created the user of this row of GetUsers: it has a distinguished name (inferred)."""
    return bool(user.get("distinguishedName"))


#: The value for the server's own time zone. It is unknown what the server returns for it in a job, so it is never a
#: difference.
LOCAL_TIME_ZONE = "$Local"

#: Login privileges that servers add to every user (observed). They count only when the playbook names them.
LOGIN_PRIVILEGES_ADDED_BY_SERVER = frozenset({"api"})

#: What the server returns for secrets in the details of a profile (unknown: null, masked, nothing, or the secret
#: itself). The collection never shows a value whose name is that of a secret.
MASKED_SECRETS = (None, "********", "******", "***")

#: The key of the credential's ID in the configuration of directory services (observed), and in the details of a profile
#: (unknown: assumed to be the same).
CREDENTIAL_KEY = "credentialId"

#: Commands of jobs that are not functions of the API (observed on live servers).
SHELL_COMMANDS = ("ProcessRetentionPolicies",)

#: How similar an unknown command, argument or time zone must be to a known one to count as mistyped before the server
#: is asked (unknown: what newer servers have; the server decides about what is less similar).
ALIKE_ENOUGH_FOR_MISTYPED = 0.9

#: Mandatory arguments for which the vendor documents a default (documented); that a job may leave them out is inferred.
ARGUMENTS_WITH_DEFAULT: Mapping[str, Sequence[str]] = {
    "VerifyStore": ("includeIndexes",),
    "VerifyStores": ("includeIndexes",),
}

#: What to do with a job whose command lacks another mandatory argument. It is unknown whether the Management Shell has
#: a default, so the job is created.
MISSING_ARGUMENT_OF_JOB = "a warning"

#: The type of an archiving profile (observed).
TYPE_OF_ARCHIVING_PROFILE = "I"

#: The account of the service provider (observed); no module manages it.
SERVICE_PROVIDER_ACCOUNT = "$archiveadmin"


def is_surely_a_user_name(name: str) -> bool:
    """Whether servers certainly accept this name of a user: letters, digits, `. - _ @`, and spaces between words
    (observed).

    It is unknown whether they accept letters beyond ASCII: the name is sent before anything else that the task writes.
    """
    return all(re.fullmatch(r"[A-Za-z0-9._@-]+", word) for word in name.split(" "))


def service_provider_access_is_on(result: Any) -> bool:
    """The answer of GetArchiveAdminEnabled: a bool (inferred), or a text, or an object with the key enabled (unknown)."""
    return bool(flag_as_read(result.get("enabled") if isinstance(result, Mapping) else result))


def deletions_of_sync(result: Any) -> int | None:
    """Number of users that a sync deletes, by its (dry run's) answer; None when the answer is not understood.

    The answer is unknown. The collection understands a list of changes, each an object; a deletion has a value that
    begins with delete or remove. It also understands an object with the numbers of changes, or with lists, by kind of
    change. An empty list means no changes. Null proves nothing: only the log may contain the changes.
    """
    if isinstance(result, list) and all(isinstance(change, Mapping) for change in result):
        return sum(1 for change in result if _deletes(change))
    deleted = [value for kind, value in _changes_by_kind(result).items() if _is_deletion(kind)]
    return sum(value if isinstance(value, int) else len(value) for value in deleted) if deleted else None


def users_deleted_by_sync(result: Any) -> list[str]:
    """Their names, as far as the (dry run's) answer has them (unknown: see deletions_of_sync)."""
    if isinstance(result, list):
        deletions = [change for change in result if isinstance(change, Mapping) and _deletes(change)]
        return [value for change in deletions for key, value in change.items() if _is_name(key, value)]
    lists = [
        value for kind, value in _changes_by_kind(result).items() if _is_deletion(kind) and isinstance(value, list)
    ]
    return [name for names in lists for name in names if isinstance(name, str)]


def _changes_by_kind(result: Any) -> Mapping[str, Any]:
    values = result if isinstance(result, Mapping) else {}
    return values if all(isinstance(value, (int, list)) for value in values.values()) else {}


def _deletes(change: Mapping[str, Any]) -> bool:
    # The name of a user does not describe the change.
    return any(
        _is_deletion(value) for key, value in change.items() if isinstance(value, str) and not _is_name(key, value)
    )


def _is_name(key: str, value: Any) -> bool:
    return isinstance(value, str) and "name" in key.lower()


def _is_deletion(word: str) -> bool:
    return word.lower().startswith(("delet", "remov"))


def sync_changes_anything(result: Any) -> bool:
    """Whether a sync has anything to do, by its dry run's answer (unknown): an empty list means that it has not, and so
    do numbers and lists that are all empty."""
    by_kind = _changes_by_kind(result)
    return any(by_kind.values()) if by_kind else bool(result != [])


def is_paired(server_info: Mapping[str, Any]) -> bool:
    """Whether a row of GetServiceStatus.serverInfos (observed) is one of a paired server: its `active` says so (inferred).

    A server that is paired, but down, looks like one that is not paired.
    """
    return bool(server_info.get("active"))


#: Whether pairing also writes port and certificate into the configuration of a server (unknown). As long as this is
#: unknown, the collection also writes them: writing the same twice does no harm.
PAIRING_WRITES_CONFIGURATION = False


def _single(result: Any) -> Any:
    """What a list with one entry has in it."""
    return result[0] if isinstance(result, list) and len(result) == 1 else result


def api_password_in(result: Any) -> str:
    """The secret in what CreateSystemAdministratorAPIPassword returns: a text (inferred), or an object with it (unknown)."""
    result = _single(result)
    if isinstance(result, Mapping):
        texts = [value for key, value in result.items() if "password" in key.lower() and isinstance(value, str)]
        return texts[0] if len(texts) == 1 else ""
    return result if isinstance(result, str) else ""


def one_time_url_in(result: Any) -> str:
    """The URL in what CreateClientOneTimeUrlForArchiveAdmin returns: a text (inferred), or an object with it (unknown)."""
    result = _single(result)
    texts = list(result.values()) if isinstance(result, Mapping) else [result]
    urls = [text for text in texts if isinstance(text, str) and "://" in text]
    return urls[0] if len(urls) == 1 else ""


#: Between the folders of a path (observed).
FOLDER_DELIMITER = "/"


def folder_path(row: Mapping[str, Any], parent: str | None) -> str:
    """The whole path of a row of GetChildFolders.

    The keys of a row are unknown; scripts of operators have tried folder, name and path. A value that does not begin
    with the parent counts as the last name of the path.
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


#: The keys of an instance's configuration beside its ID (observed), and their values when the playbook does not name
#: them (unknown: what the server would choose).
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

#: What a new instance returns for an alias that was created empty (unknown). Check mode shows it in the call that follows.
EMPTY_ALIAS_IS_READ_AS = None

#: Who creates the directories above a new one (unknown: whether the server does): the collection, one by one.
PARENTS_OF_NEW_DIRECTORY = "made one by one"

#: What GetDirectoriesOnInstanceHost lists without a path (inferred).
DIRECTORIES_WITHOUT_PATH = "the drives"

#: How client access servers are read (inferred): without the status of the service a row is exactly the configuration, and
#: the read is fast.
CLIENT_ACCESS_SERVERS_AS_CONFIGURED: Mapping[str, Any] = {"withServiceStatus": False}

#: The values of SMTP settings that nobody has set and the playbook does not name (unknown: what the server would
#: choose).
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

#: The settings that are needed to send any mail (inferred). The first configuration must have them.
SMTP_NEEDED_FIRST = ("hostname", "port", "protocol", "from_email_address")

#: The values of protocol (unknown except SMTP-TLS, documented): the collection sends what the playbook has.
SMTP_PROTOCOLS = "any"

#: How the server reports a test message that it cannot send (inferred).
FAILED_TEST_MESSAGE = "the function fails"


def smtp_is_configured(settings: Mapping[str, Any] | None) -> bool:
    """Whether SMTP was configured. If not, the answer is unknown: null, or empty members."""
    return bool((settings or {}).get("hostname"))


def directory_type(configuration: Mapping[str, Any] | None) -> Any:
    """The type of directory services. If there are none, the answer is unknown: null, or an object of another type."""
    return (configuration or {}).get("type")


def directory_is_configured(configuration: Mapping[str, Any] | None) -> bool:
    """Whether there are directory services. If there are none, the answer is unknown: null, or an object of a type for none,
    without any other value."""
    values = {key: value for key, value in (configuration or {}).items() if value}
    return "type" in values and len(values) > 1


#: What servers always log (inferred from three tenants that return the same 25 activities). Without allow_weaken the
#: list of a playbook is a minimum; with it, an activity that is still logged is an error.
ACTIVITIES_LOGGED_ALWAYS = "some"

#: What to do with a key that the server does not return in a configuration (unknown what the server would do with it).
KEY_THAT_IS_NOT_SHOWN = "never sent"

#: The key of an administrator's row that says whether MFA is on (inferred from the users of an instance).
ADMINISTRATOR_MFA_KEY = "mfaStatus"

#: The values of an administrator's configuration that the playbook does not name (unknown: what the server would
#: choose).
ADMINISTRATOR_DEFAULTS: Mapping[str, Any] = {"fullName": "", "emailAddress": ""}


def extensions_as_read(value: Any) -> list[str]:
    """attachmentExtensions as a list. Only null was observed; the form of other values is unknown, and a text is split
    at commas."""
    if isinstance(value, str):
        return value.split(",") if value else []
    return list(value or [])


def extension_key(extension: str) -> str:
    """The form in which two extensions are compared (unknown in which form a server stores them): *.PDF, .pdf and pdf
    are one."""
    return unicodedata.normalize("NFC", extension.strip().lstrip("*.").casefold())


def day_of_month_as_read(value: Any) -> str | None:
    """dayOfMonth of a job as a text. Its type is unknown, and whether the last day is last or Last."""
    if value is None:
        return None
    text = str(value)
    return "Last" if text.casefold() == "last" else text


#: Whether a new job is enabled (unknown, and CreateJob has no argument for it): the collection sets it whenever the
#: playbook names it.
NEW_JOB_IS_ENABLED = "set, not expected"

#: How to write a quotation mark in an argument of a job's action (unknown): a value with one is refused.
QUOTATION_MARK_IN_ACTION = "refused"


def job_is_running(job: Mapping[str, Any]) -> bool:
    """Whether a job is running (inferred): its last start is later than its last completion.

    That a server shows a run before it has ended is unknown (RUN_SHOWS_FROM_ITS_START).
    """
    started, completed = job.get("lastStartDateTimeUtc"), job.get("lastCompleteDateTimeUtc")
    return bool(started) and (not completed or completed < started)


#: For how many days the server keeps the results of profiles (inferred from the results of one year).
PROFILE_RESULT_DAYS = 30
#: The same for the results of jobs (inferred).
JOB_RESULT_DAYS = 90

#: The shortest time range of results to request. A longer one that is refused is halved, because it may be too long
#: (unknown). Below this length a refusal has another reason.
SHORTEST_WINDOW = timedelta(hours=1)


def is_of_temporary_run(result: Mapping[str, Any], name: str) -> bool:
    """Whether a row of GetWorkerResults is of the temporary profile of that name (inferred): it has no profile, or a name
    that is its own all the same."""
    return result.get("profileId") is None or result.get("profileName") == name


#: Whether RunProfile itself fails when the run fails (unknown). The result of the run decides.
BAD_RUN_FAILS_THE_CALL = "either"

#: Possible names of the arguments of the credentials' functions, by their meaning (unknown; get-metadata shows the
#: right one).
CREDENTIAL_ARGUMENT_NAMES: Mapping[str, Sequence[str]] = {
    "id": ("id", "ID", "credentialId", "credentialID"),
    "type": ("type", "Type", "credentialType"),
    "description": ("description", "Description", "name"),
    "settings": ("settings", "Settings", "config", "properties"),
}


def credential_settings_in(result: Any) -> Mapping[str, Any] | None:
    """What GetCredentialSettings returns (unknown): the collection accepts an object like Settings of the list, which
    may contain less, and one that has them inside, as a row of the list has."""
    result = _single(result)
    if not isinstance(result, Mapping):
        return None
    inside = next((value for key, value in result.items() if key.casefold() == "settings"), None)
    return inside if isinstance(inside, Mapping) else result


def nested_folders(row: Mapping[str, Any]) -> Any:
    """The rows inside a row of GetChildFolders (unknown: whether levels are nested in their parents, and under which key)."""
    return row.get("folders") or row.get("children") or []


#: What to do with a folder whose new path already exists (unknown what the server would do).
MOVE_ONTO_FOLDER = "refused"


def archive_is_empty(statistics: Mapping[str, Any] | None) -> bool:
    """Whether an archive of this row of GetFolderStatistics has no message: its size is 0 (inferred).

    An archive without a row counts as one with messages. DeleteEmptyFolders deletes only empty folders in any case.
    """
    return statistics is not None and statistics.get("size") == 0


#: Whether a store is sound after a repair or a recovery that succeeded (unknown: it may have to be opened again).
REPAIR_PROVES_SOUND_STORE = False

#: The keys that the status of the service adds to a client access server (inferred from GetServiceStatus), as results
#: show them.
KEYS_OF_SERVICE_STATUS = ("active", "system_properties")

#: The other keys of a row of GetChildFolders, besides the path (unknown).
KEYS_OF_FOLDER_ROWS = ("folder", "name")

#: Who creates the missing base directory of a new instance (unknown: whether the server does).
BASE_DIRECTORY_OF_NEW_INSTANCE = "the server is asked"

#: What a second merge of the same store does (unknown: it may copy all messages again).
SECOND_MERGE = "avoided"

#: The types of messages of GetServiceStatus that name no trouble (observed are information, warning and error). A type
#: that nobody has seen yet counts as trouble.
HARMLESS_MESSAGES = ("information",)


def instance_named_in(message: Mapping[str, Any], hosts: Mapping[str, str]) -> str | None:
    """The instance that a message of GetServiceStatus is about; None for one about the whole system.

    Observed is one text: "Instance tenant1 on host1.example.com: ...". No field names the instance (tag and flags were
    null). So an instance is meant if its ID and its host are both words of the text before the first colon (inferred):
    the language of the text makes no difference. An ID may be such a word, too (instance): the one closest to its host
    is meant. `hosts` has the instance host of each instance by its ID.
    """
    place = str(message.get("text") or "").partition(": ")[0]
    words = re.findall(r"[\w.-]+", place.casefold())
    distances = {
        word: abs(words.index(hosts[word].casefold()) - position)
        for position, word in enumerate(words)
        if word in hosts and hosts[word].casefold() in words
    }
    return min(distances, key=lambda word: distances[word], default=None)


def continues_message(message: Mapping[str, Any]) -> bool:
    """Whether a message is about the same as the one before it: isSubItem (observed, always false; inferred from its name)."""
    return bool(message.get("isSubItem"))


#: Findings that explain the messages of GetServiceStatus about the same tenant (inferred: what the server has messages about
#: was observed, but a message carries no word by which it could be matched with a field, and texts never decide).
EXPLAINS_SERVER_MESSAGES = frozenset(
    {
        *("store_error", "no_current_store", "store_upgrade", "index_rebuild", "store_too_large"),
        *("credential_expired", "credential_expires", "not_readable"),
    }
)
