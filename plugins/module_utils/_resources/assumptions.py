# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no evidence settles about the things that SPE has, each in one place.

A real server that answers otherwise changes one line here. The marks are those of the API notes: inferred means that
it follows from related evidence, unknown that nothing tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: The word of GetInstances.status for an instance that runs (observed).
STATUS_RUNNING = "running"

#: The word for one that is stopped (inferred: the filter is called .stopped).
STATUS_STOPPED = "stopped"

#: The word for one that is frozen (unknown).
STATUS_FROZEN = "frozen"

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

#: How a user without MFA reads (observed); any other word means that MFA is on (inferred).
MFA_DISABLED = "Disabled"

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

#: The type of an archiving profile (observed).
TYPE_OF_ARCHIVING_PROFILE = "I"

#: The account of the service provider (observed); no module manages it.
SERVICE_PROVIDER_ACCOUNT = "$archiveadmin"


def service_provider_access_is_on(result: Any) -> bool:
    """What GetArchiveAdminEnabled says: a bool (inferred), or an object with the key enabled (possible)."""
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


#: Whether pairing also writes port and certificate into the configuration of a server (unknown). As long as it is
#: not known, they are written as well: saying the same twice does no harm.
PAIRING_WRITES_CONFIGURATION = False


def api_password_in(result: Any) -> str:
    """The secret in what CreateSystemAdministratorAPIPassword returns: a text (inferred), or an object with it (possible)."""
    if isinstance(result, Mapping):
        texts = [value for key, value in result.items() if "password" in key.lower() and isinstance(value, str)]
        return texts[0] if len(texts) == 1 else ""
    return result if isinstance(result, str) else ""


def one_time_url_in(result: Any) -> str:
    """The URL in what CreateClientOneTimeUrlForArchiveAdmin returns: a text (inferred), or an object with it (possible)."""
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
