# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings of an instance: what experiments find out about them.

The settings of mail and directory services name servers that do not exist, and nothing is sent to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from .answers import FALSE, REFUSED, TRUE, flag, of_nothing
from .bench import Bench
from .credentials import delete_credential, make_credential
from .experiment import Experiment, Found, Unknown

_NO_DIRECTORY = "It takes a directory with users, and the throw-away instance has none."

#: What three tenants of 25.3.1 read (observed).
_ACTIVITIES_25_3 = frozenset(
    [
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
    ]
)
#: The vocabulary of the reference of 2024 (inferred).
_ACTIVITIES_BEFORE = frozenset(
    [
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
    ]
)
_AS_ASSUMED = "all that are assumed"

UNKNOWNS: Sequence[Unknown] = (
    Unknown("needed_key", "What becomes of a setting of indexes that a new configuration lacks?", REFUSED),
    Unknown("UNKNOWN_CONFIGURATION_KEY_IS_REFUSED", "Is an unknown key of a configuration refused?", TRUE),
    Unknown("ATTACHMENT_EXTENSIONS", "Which forms may attachmentExtensions have?", "a text or a list"),
    Unknown("NOT_CONFIGURED", "What does GetSmtpSettings give when nothing was set?", "null"),
    Unknown("NO_DIRECTORY_SERVICES", "What does GetDirectoryServicesConfiguration give when nothing was set?", "null"),
    Unknown("UNKNOWN_DIRECTORY_TYPE_IS_REFUSED", "Is an unknown type of directory services refused?", FALSE),
    Unknown("CREDENTIAL_OF_DIRECTORY_MUST_EXIST", "Is a credentialId refused that no credential has?", TRUE),
    Unknown(
        "CREDENTIAL_IN_USE_CAN_BE_DELETED", "Can the credential be deleted that the directory services use?", FALSE
    ),
    Unknown("SMTP_PROTOCOLS", "Which words may the protocol of SMTP settings be?", "any"),
    Unknown(
        "SMTP_RECIPIENT_MUST_EXIST",
        "Must a recipient of the system's messages be an administrator?",
        TRUE,
        "These settings belong to the whole system, and a check does not change them.",
    ),
    Unknown(
        "NULL_PASSWORD_KEEPS_STORED_ONE",
        "Does a configuration without a password keep the stored one?",
        TRUE,
        "A password never reads back: only a mail server or a directory that demands it can tell.",
    ),
    Unknown("accepted_activities", "What becomes of the name of an unknown activity?", "it is kept"),
    Unknown("LOCKED_ACTIVITIES_ALWAYS_READ_BACK", "Are activities logged that a configuration does not name?", TRUE),
    Unknown("LOCKED_ACTIVITIES_25_3", "Which activities does a new instance log since 25.3?", _AS_ASSUMED),
    Unknown(
        "LOCKED_ACTIVITIES_BEFORE_25_3",
        "Which activities did a new instance log before 25.3?",
        _AS_ASSUMED,
        "Only a server that is older than 25.3 can tell.",
    ),
    Unknown("sync_result", "What does SyncUsersWithDirectoryServices return?", "a list of changes", _NO_DIRECTORY),
    Unknown(
        "SYNC_WITHOUT_CONFIGURATION_IS_REFUSED",
        "Does SyncUsersWithDirectoryServices fail without directory services?",
        TRUE,
    ),
    Unknown(
        "SYNC_WITHOUT_DRY_RUN_CHANGES",
        "Does SyncUsersWithDirectoryServices change users when dryRun is left out?",
        TRUE,
        _NO_DIRECTORY,
    ),
    Unknown(
        "SYNC_MAKES_ARCHIVES",
        "Does SyncUsersWithDirectoryServices make the archives of new users?",
        TRUE,
        _NO_DIRECTORY,
    ),
    Unknown(
        "SYNC_CHANGES_USERS_OF",
        "Users with which authentication does SyncUsersWithDirectoryServices change?",
        "directoryServices",
        _NO_DIRECTORY,
    ),
)

_UNKNOWN_ID = 999_999
_UNKNOWN_WORD = "SpeCheck"


def index_settings(bench: Bench) -> Iterable[Found]:
    """Settings of indexes that lack a key, and that have one more."""
    bench.start()
    former = bench.inside("GetIndexConfiguration")
    bench.inside("SetIndexConfiguration", config={**former, "includeAttachmentsOfPDFs": True})
    lacking = {key: value for key, value in former.items() if key != "includeAttachmentsOfPDFs"}
    is_done = bench.is_done("SetIndexConfiguration", config=lacking)
    is_kept = bench.inside("GetIndexConfiguration")["includeAttachmentsOfPDFs"] is True
    yield "needed_key", REFUSED if not is_done else "left as it is" if is_kept else "set back"
    is_done = bench.is_done("SetIndexConfiguration", config={**former, _UNKNOWN_WORD: True})
    yield "UNKNOWN_CONFIGURATION_KEY_IS_REFUSED", flag(not is_done)
    forms = {"a text": "pdf", "a list": ["pdf"]}
    taken = [name for name, form in forms.items() if _is_taken(bench, {**former, "attachmentExtensions": form})]
    yield "ATTACHMENT_EXTENSIONS", " or ".join(taken) or "another one"
    bench.inside("SetIndexConfiguration", config=former)


def _is_taken(bench: Bench, config: Mapping[str, Any]) -> bool:
    return bench.is_done("SetIndexConfiguration", config=config)


def mail(bench: Bench) -> Iterable[Found]:
    """SMTP settings before any were set, and then with several protocols."""
    bench.start()
    yield "NOT_CONFIGURED", of_nothing(bench.inside("GetSmtpSettings"))
    bench.inside("SetSmtpSettings", settings=_smtp("SMTP-TLS"))
    taken = bench.is_done("SetSmtpSettings", settings=_smtp(_UNKNOWN_WORD))
    yield "SMTP_PROTOCOLS", "any" if taken else "those of a list"
    bench.inside("SetSmtpSettings", settings=_smtp("SMTP-TLS"))


def _smtp(protocol: str) -> dict[str, Any]:
    return {
        "hostname": "mail.example.com",
        "port": 587,
        "protocol": protocol,
        "ignoreSslPolicyErrors": False,
        "authenticationRequired": False,
        "username": None,
        "password": None,
        "fromDisplayName": None,
        "fromEmailAddress": "archive@example.com",
        "recipientEmailAddresses": [],
    }


def activities(bench: Bench) -> Iterable[Found]:
    """What a new instance logs, and what it logs when it is told otherwise."""
    bench.start()
    former = bench.inside("GetComplianceConfiguration")
    logged = former["logSuccessfulUserActivities"]
    # It is gone since 25.3 (observed).
    if "adminEmailPreviewEnabled" in former:
        yield "LOCKED_ACTIVITIES_BEFORE_25_3", _difference(logged, _ACTIVITIES_BEFORE)
    else:
        yield "LOCKED_ACTIVITIES_25_3", _difference(logged, _ACTIVITIES_25_3)
    config = {**former, "logSuccessfulUserActivities": [*logged, _UNKNOWN_WORD]}
    is_done = bench.is_done("SetComplianceConfiguration", config=config)
    is_kept = _UNKNOWN_WORD in _logged(bench)
    yield "accepted_activities", REFUSED if not is_done else "it is kept" if is_kept else "it is left out"
    bench.inside("SetComplianceConfiguration", config={**former, "logSuccessfulUserActivities": []})
    yield "LOCKED_ACTIVITIES_ALWAYS_READ_BACK", flag(bool(_logged(bench)))
    bench.inside("SetComplianceConfiguration", config=former)


def _logged(bench: Bench) -> Collection[str]:
    return bench.inside("GetComplianceConfiguration")["logSuccessfulUserActivities"] or ()


def _difference(logged: Iterable[str], assumed: Collection[str]) -> str:
    found = set(logged)
    counts = {"fewer": len(set(assumed) - found), "others": len(found - set(assumed))}
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or _AS_ASSUMED


def directory(bench: Bench) -> Iterable[Found]:
    """Directory services before any were set, and then several kinds."""
    bench.start()
    yield "NO_DIRECTORY_SERVICES", of_nothing(bench.inside("GetDirectoryServicesConfiguration"))
    is_done = bench.is_done("SyncUsersWithDirectoryServices", dryRun=True)
    yield "SYNC_WITHOUT_CONFIGURATION_IS_REFUSED", flag(not is_done)
    is_done = bench.is_done("SetDirectoryServicesConfiguration", config={"type": _UNKNOWN_WORD})
    yield "UNKNOWN_DIRECTORY_TYPE_IS_REFUSED", flag(not is_done)
    is_done = bench.is_done("SetDirectoryServicesConfiguration", config=_office_365(_UNKNOWN_ID))
    yield "CREDENTIAL_OF_DIRECTORY_MUST_EXIST", flag(not is_done)
    credential, _result = make_credential(bench)
    bench.inside("SetDirectoryServicesConfiguration", config=_office_365(credential))
    yield "CREDENTIAL_IN_USE_CAN_BE_DELETED", flag(delete_credential(bench, credential))


def _office_365(credential: Any) -> dict[str, Any]:
    return {
        "type": "office365OpenIDConnect",
        "credentialId": credential,
        "licensedExchangeOnlineUsersOnly": False,
        "enabledUsersOnly": False,
        "groups": None,
        "redirectUrl": None,
        "deleteUsers": False,
    }


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("needed_key", "UNKNOWN_CONFIGURATION_KEY_IS_REFUSED", "ATTACHMENT_EXTENSIONS"), index_settings),
    Experiment(("NOT_CONFIGURED", "SMTP_PROTOCOLS"), mail),
    Experiment(
        (
            *("LOCKED_ACTIVITIES_25_3", "LOCKED_ACTIVITIES_BEFORE_25_3", "accepted_activities"),
            "LOCKED_ACTIVITIES_ALWAYS_READ_BACK",
        ),
        activities,
    ),
    Experiment(
        (
            *("NO_DIRECTORY_SERVICES", "SYNC_WITHOUT_CONFIGURATION_IS_REFUSED", "UNKNOWN_DIRECTORY_TYPE_IS_REFUSED"),
            *("CREDENTIAL_OF_DIRECTORY_MUST_EXIST", "CREDENTIAL_IN_USE_CAN_BE_DELETED"),
        ),
        directory,
    ),
)
