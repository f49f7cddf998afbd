# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arguments and answers of the functions as the reference and real servers tell them, written by hand.

An argument is `name`, `name?` when it may be null, and `name:type` when it is no string.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType
from typing import Any

SIGNATURES: dict[str, str] = {
    "AttachStore": "instanceID name databasePath contentPath? indexPath? requestedState?",
    "CancelJobAsync": "instanceID id:number",
    "ClearUserPrivilegesOnFolders": "instanceID userName",
    "CompactStore": "instanceID id:number",
    "CreateClientAccessServer": "config:json",
    "CreateClientOneTimeUrlForArchiveAdmin": "instanceID instanceUrl?",
    "CreateDirectoryOnInstanceHost": "serverName path",
    "CreateInstance": "config:json",
    "CreateInstanceHost": "config:json",
    "CreateJob": "instanceID name? action? owner? timeZoneId? date? interval?:number time? dayOfWeek? dayOfMonth?",
    "CreateLicenseRequest": "",
    "CreateProfile": "instanceID properties:json raw:bool",
    "CreateStore": "instanceID name databasePath contentPath? indexPath? requestedState?",
    "CreateSystemAdministrator": "config:json password",
    "CreateSystemAdministratorAPIPassword": "",
    "CreateUser": (
        "instanceID userName privileges fullName? distinguishedName? authentication? password? loginPrivileges?"
    ),
    "DeactivateSystemAdministratorMFA": "userName",
    "DeleteAppPasswords": "instanceID userName",
    "DeleteClientAccessServer": "serverName",
    "DeleteEmptyFolders": "instanceID folder?",
    "DeleteInstanceHost": "serverName",
    "DeleteInstances": "instanceFilter",
    "DeleteJob": "instanceID id?",
    "DeleteProfile": "instanceID id:number",
    "DeleteSystemAdministrator": "userName",
    "DeleteUser": "instanceID userName",
    "DetachStore": "instanceID id:number",
    "DisableMFA": "instanceID userName",
    "FreezeInstances": "instanceFilter",
    "GetArchiveAdminEnabled": "instanceID",
    "GetChildFolders": "instanceID folder? maxLevels?:number",
    "GetClientAccessServers": "serverNameFilter? withServiceStatus:bool",
    "GetComplianceConfiguration": "instanceID",
    "GetCredentials": "instanceID",
    "GetDirectoriesOnInstanceHost": "serverName path?",
    "GetDirectoryServicesConfiguration": "instanceID",
    "GetEnvironmentInfo": "",
    "GetFolderStatistics": "instanceID",
    "GetIndexConfiguration": "instanceID",
    "GetInstanceConfiguration": "instanceID",
    "GetInstanceHosts": "serverNameFilter?",
    "GetInstanceProcessLiveStatistics": "instanceID",
    "GetInstanceStatistics": "instanceID",
    "GetInstances": "instanceFilter",
    "GetJobResults": "instanceID fromIncluding toExcluding timeZoneId jobId?:number",
    "GetJobs": "instanceID",
    "GetProfiles": "instanceID raw:bool",
    "GetServiceStatus": "",
    "GetSmtpSettings": "instanceID",
    "GetStoreAutoCreateConfiguration": "instanceID",
    "GetStores": "instanceID includeSize?:bool",
    "GetSystemAdministrators": "",
    "GetSystemSmtpConfiguration": "",
    "GetTimeZones": "instanceID",
    "GetUserInfo": "instanceID userName",
    "GetUsers": "instanceID",
    "GetWorkerResultReport": "instanceID id:number",
    "GetWorkerResults": "instanceID fromIncluding toExcluding timeZoneID profileID?:number userName?",
    "InitializeMFA": "instanceID userName",
    "InitializeSystemAdministratorMFA": "userName",
    "MaintainFileSystemDatabases": "instanceID",
    "MergeStore": "instanceID id:number sourceId:number",
    "MoveFolder": "instanceID fromFolder toFolder",
    "PairWithManagementServer": "serverType serverName port:number thumbprint",
    "Ping": "",
    "RebuildSelectedStoreIndexes": "instanceID",
    "RecoverStore": "instanceID id:number encryptionKey? recoverDeletedMessages?:bool",
    "RecreateRecoveryRecords": "instanceID id:number",
    "RefreshAllStoreStatistics": "instanceID",
    "ReloadBranding": "",
    "RenameJob": "instanceID id?:number name?",
    "RenameStore": "instanceID id:number name",
    "RenameUser": "instanceID oldUserName newUserName",
    "RepairStoreDatabase": "instanceID id:number",
    "RestartInstances": "instanceFilter",
    "RetryOpenStores": "instanceID",
    "RunJobAsync": "instanceID id:number",
    "RunProfile": "instanceID id:number",
    "RunTemporaryProfile": "instanceID properties:json raw:bool",
    "SelectAllStoreIndexesForRebuild": "instanceID",
    "SendStatusReport": "instanceID timespan timeZoneId recipients",
    "SetArchiveAdminEnabled": "instanceID enabled:bool",
    "SetClientAccessServerConfiguration": "config:json",
    "SetComplianceConfiguration": "instanceID config:json",
    "SetDirectoryServicesConfiguration": "instanceID config:json",
    "SetIndexConfiguration": "instanceID config:json",
    "SetInstanceConfiguration": "config:json",
    "SetInstanceHostConfiguration": "config:json",
    "SetJobEnabled": "instanceID id?:number enabled?:bool",
    "SetJobSchedule": "instanceID id:number timeZoneId date? interval?:number time? dayOfWeek? dayOfMonth?",
    "SetProfileServerSideExecution": (
        "instanceID id:number automatic:bool automaticPauseBetweenExecutions?:number automaticMaintenanceWindows?"
    ),
    "SetSmtpSettings": "instanceID settings:json",
    "SetStoreAutoCreateConfiguration": "instanceID config:json",
    "SetStorePath": "instanceID id:number databasePath contentPath? indexPath?",
    "SetStoreRequestedState": "instanceID id:number requestedState",
    "SetSystemAdministratorConfiguration": "config:json",
    "SetSystemAdministratorPassword": "userName password",
    "SetSystemSmtpConfiguration": "config:json",
    "SetUserAuthentication": "instanceID userName authentication",
    "SetUserDistinguishedName": "instanceID userName distinguishedName?",
    "SetUserEmailAddresses": "instanceID userName emailAddresses?",
    "SetUserFullName": "instanceID userName fullName?",
    "SetUserLoginPrivileges": "instanceID userName loginPrivileges",
    "SetUserPassword": "instanceID userName password",
    "SetUserPop3UserNames": "instanceID userName pop3UserNames?",
    "SetUserPrivileges": "instanceID userName privileges",
    "SetUserPrivilegesOnFolder": "instanceID userName folder privileges",
    "StartInstances": "instanceFilter safeMode?:bool",
    "StopInstances": "instanceFilter",
    "SyncUsersWithDirectoryServices": "instanceID dryRun?:bool",
    "TestSmtpSettings": "instanceID",
    "TestSystemSmtpConfiguration": "",
    "ThawInstances": "instanceFilter",
    "UpgradeStore": "instanceID id:number",
    "UpgradeStores": "instanceID",
    "VerifyStore": "instanceID id:number includeIndexes:bool",
    "VerifyStores": "instanceID includeIndexes:bool",
}
"""The 117 functions of the reference."""


@dataclass(frozen=True)
class MaybeNull:
    """A structure, or null."""

    shape: dict[str, Any]


TEXT, NUMBER, FLAG, NULL = (str,), (int,), (bool,), (NoneType,)
TEXT_OR_NULL, NUMBER_OR_NULL = (str, NoneType), (int, NoneType)
_SMTP = {
    "hostname": TEXT,
    "port": NUMBER,
    "protocol": TEXT,
    "ignoreSslPolicyErrors": FLAG,
    "authenticationRequired": FLAG,
    "username": TEXT,
    "password": NULL,
    "fromDisplayName": TEXT,
    "fromEmailAddress": TEXT,
}
_SERVER = {"serverName": TEXT, "port": NUMBER, "serverCertificate": {"thumbprint": TEXT}}
_MACHINE = {"processors": [TEXT], "totalPhysicalMemory": NUMBER, "operatingSystem": TEXT}
_ENVIRONMENT = {
    "version": TEXT,
    "webClientVersion": TEXT,
    "copyright": TEXT,
    "licenseeName": TEXT,
    "licenseeID": NUMBER,
    "serverName": TEXT,
    "userName": TEXT,
    "systemProperties": _MACHINE,
}
_USER = {"userName": TEXT, "fullName": TEXT_OR_NULL, "distinguishedName": TEXT_OR_NULL}
OFFICE_365_DIRECTORY = {
    "type": TEXT,
    "credentialId": NUMBER,
    "licensedExchangeOnlineUsersOnly": FLAG,
    "enabledUsersOnly": FLAG,
    "groups": TEXT_OR_NULL,
    "redirectUrl": TEXT,
    "deleteUsers": FLAG,
}
ACTIVE_DIRECTORY = {
    "type": TEXT,
    "serverName": TEXT,
    "protocol": TEXT,
    "authenticationType": TEXT,
    "userName": TEXT,
    "password": NULL,
    "baseDN": TEXT,
    "microsoftExchangeUsersOnly": FLAG,
    "enabledUsersOnly": FLAG,
    "usersVisibleInAddressListsOnly": FLAG,
    "groups": [TEXT],
    "userNameFormat": TEXT,
    "authenticationProtocol": TEXT,
    "openIdDiscoveryUrl": TEXT_OR_NULL,
    "openIdClientID": TEXT_OR_NULL,
    "openIdRedirectUrl": TEXT_OR_NULL,
    "openIdForceAdfsLogin": FLAG,
    "deleteUsers": FLAG,
}
COMPLIANCE = {"legalHoldEnabled": FLAG, "logSuccessfulUserActivities": [TEXT]}
OLDER_COMPLIANCE = {"legalHoldEnabled": FLAG, "adminEmailPreviewEnabled": FLAG, "logSuccessfulUserActivities": [TEXT]}

SHAPES: dict[str, Any] = {
    "CreateClientOneTimeUrlForArchiveAdmin": TEXT,
    "CreateSystemAdministratorAPIPassword": TEXT,
    "GetArchiveAdminEnabled": FLAG,
    "GetClientAccessServers": [{**_SERVER, "active": FLAG}],
    "GetComplianceConfiguration": COMPLIANCE,
    "GetCredentials": [
        {
            "ID": NUMBER,
            "Type": TEXT,
            "Description": TEXT,
            "Settings": {
                "ApplicationId": TEXT,
                "TenantId": TEXT,
                "CertificateThumbprint": TEXT,
                "CertificateExpirationDate": TEXT,
            },
        }
    ],
    "GetDirectoryServicesConfiguration": OFFICE_365_DIRECTORY,
    "GetEnvironmentInfo": _ENVIRONMENT,
    "GetFolderStatistics": [{"folder": TEXT, "size": NUMBER}],
    "GetIndexConfiguration": {"attachmentExtensions": NULL, "includeAttachmentsOfPDFs": FLAG},
    "GetInstanceConfiguration": {
        "instanceID": TEXT,
        "alias": TEXT,
        "displayName": TEXT,
        "instanceHost": TEXT,
        "startMode": TEXT,
        "baseDirectory": TEXT,
        "debugLogEnabled": FLAG,
        "imapServerConnectionLogEnabled": FLAG,
        "vssWriterEnabled": FLAG,
        "vssWriterExcludeIndexes": FLAG,
    },
    "GetInstanceHosts": [{**_SERVER, "baseDirectory": TEXT_OR_NULL}],
    "GetInstanceProcessLiveStatistics": {
        "processUniqueID": TEXT,
        "timestamp": NUMBER,
        "totalProcessorMilliseconds": NUMBER,
        "totalIOReadBytes": NUMBER,
        "totalIOWriteBytes": NUMBER,
        "totalIOOtherBytes": NUMBER,
        "totalRemoteProcedureCalls": NUMBER,
        "totalMessagesArchived": NUMBER,
        "totalMessagesChecked": NUMBER,
        "currentPrivateMemoryBytes": NUMBER,
    },
    "GetInstanceStatistics": {
        "totalSizeMB": NUMBER,
        "databaseFileSizeMB": NUMBER,
        "contentFileSizeMB": NUMBER,
        "indexFileSizeMB": NUMBER,
        "numberOfMessages": NUMBER,
    },
    "GetInstances": [
        {
            "instanceID": TEXT,
            "alias": TEXT_OR_NULL,
            "displayName": TEXT,
            "instanceHost": TEXT,
            "startMode": TEXT,
            "processID": NUMBER_OR_NULL,
            "status": TEXT,
            "startStopError": TEXT_OR_NULL,
        }
    ],
    "GetJobResults": [
        {
            "jobResultId": NUMBER,
            "jobId": NUMBER,
            "action": TEXT,
            "startTime": TEXT,
            "completeTime": TEXT,
            "result": TEXT,
        }
    ],
    "GetJobs": [
        {
            "id": NUMBER,
            "name": TEXT,
            "action": TEXT,
            "owner": TEXT,
            "creationDateTimeUtc": TEXT,
            "lastStartDateTimeUtc": TEXT_OR_NULL,
            "lastCompleteDateTimeUtc": TEXT_OR_NULL,
            "nextStartDateTimeUtc": TEXT_OR_NULL,
            "enabled": FLAG,
            "schedule": {"timeZoneId": TEXT, "time": TEXT, "dayOfWeek?": TEXT, "dayOfMonth?": TEXT},
        }
    ],
    "GetProfiles": [
        {
            "id": NUMBER,
            "version": NUMBER,
            "owner": TEXT,
            "type": TEXT,
            "connector": TEXT,
            "name": TEXT,
            "details": {"credentialId": TEXT, "host": TEXT, "multiDrop": TEXT, "timeout": TEXT},
            "serverSideExecution": {"automatic": TEXT, "automaticPauseBetweenExecutions": TEXT},
        }
    ],
    "GetServiceStatus": {
        "environmentInfo": _ENVIRONMENT,
        "serverInfos": [
            {
                **_SERVER,
                "serverType": TEXT,
                "active": FLAG,
                "systemProperties": MaybeNull(_MACHINE),
                "numberOfInstances": NUMBER_OR_NULL,
                "numberOfRunningInstances": NUMBER_OR_NULL,
            }
        ],
        "messages": [{"type": TEXT, "text": TEXT, "isSubItem": FLAG, "tag": NULL, "flags": NULL}],
    },
    "GetSmtpSettings": {**_SMTP, "recipientEmailAddresses": [TEXT]},
    "GetStoreAutoCreateConfiguration": {
        "sizeThreshold": TEXT_OR_NULL,
        "baseDirectory": TEXT_OR_NULL,
        "contentBaseDirectory": TEXT_OR_NULL,
        "indexBaseDirectory": TEXT_OR_NULL,
    },
    "GetStores": [
        {
            "id": NUMBER,
            "name": TEXT,
            "requestedState": TEXT,
            "error": TEXT_OR_NULL,
            "statisticsCount": NUMBER,
            "statisticsSize": NUMBER,
            "needsUpgrade": FLAG,
            "searchIndexesNeedRebuild": FLAG,
            "databasePath": TEXT,
            "contentPath": TEXT,
            "indexPath": TEXT,
        }
    ],
    "GetSystemAdministrators": [{"userName": TEXT, "fullName": TEXT, "emailAddress": TEXT, "mfaStatus": TEXT}],
    "GetSystemSmtpConfiguration": {**_SMTP, "recipientSystemAdministrator": [TEXT]},
    "GetTimeZones": [{"id": TEXT}],
    "GetUserInfo": {
        **_USER,
        "authentication": TEXT,
        "mfaStatus": TEXT,
        "emailAddresses": [TEXT],
        "pop3UserNames": [TEXT],
        "privileges": [TEXT],
        "loginPrivileges": [TEXT],
        "privilegesOnFolders": [{"folder": TEXT, "privileges": [TEXT]}],
    },
    "GetUsers": [{**_USER, "mfaStatus": TEXT}],
    "GetWorkerResults": [
        {
            "id": NUMBER,
            "userName": TEXT,
            "profileId": NUMBER,
            "profileName": TEXT,
            "result": TEXT,
            "itemsArchived": NUMBER,
            "startTime": TEXT,
            "completeTime": TEXT,
            "machineName": TEXT,
        }
    ],
}
"""What the calls of examples.py answer on the demo provider, where the reference or a real answer tells: keys in their
order, those with `?` only where they are set. What answers null is not here."""
