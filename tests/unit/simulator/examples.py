# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One call of every function that succeeds on the demo provider, written by hand from the reference.

`PREPARATIONS` are calls that must come first.
"""

from __future__ import annotations

from typing import Any

THUMBPRINT = "00112233445566778899AABBCCDDEEFF00112233"
SERVER = {"serverName": "new.example.com", "port": 8472, "serverCertificate": {"thumbprint": THUMBPRINT}}
WINDOW = {"fromIncluding": "2020-01-01T00:00:00", "toExcluding": "2099-01-01T00:00:00"}
IN_BAUMANN = {"instanceID": "baumann"}
OF_ANNA = {**IN_BAUMANN, "userName": "anna.baumann"}
SMTP = {
    "hostname": "mail.example.com",
    "port": 587,
    "protocol": "SMTP-TLS",
    "ignoreSslPolicyErrors": False,
    "authenticationRequired": False,
    "username": None,
    "password": None,
    "fromDisplayName": "Archive",
    "fromEmailAddress": "archive@example.com",
}
PROFILE = {
    "owner": "admin",
    "type": "I",
    "connector": "IMAP",
    "name": "New profile",
    "details": {"host": "imap.example.com", "userName": "jane", "password": "secret", "targetUserFolder": "jane"},
    "serverSideExecution": {"automatic": "false"},
}
INSTANCE = {
    "instanceID": "acme",
    "alias": "ac",
    "displayName": "Acme",
    "instanceHost": "host1.example.com",
    "startMode": "automatic",
    "baseDirectory": "E:\\Archives",
    "debugLogEnabled": False,
    "imapServerConnectionLogEnabled": False,
    "vssWriterEnabled": True,
    "vssWriterExcludeIndexes": False,
}
BAUMANN = {
    **INSTANCE,
    "instanceID": "baumann",
    "alias": "bau",
    "displayName": "Baumann",
    "baseDirectory": "E:\\Archives\\baumann",
}
OFFICE_365 = {
    "type": "office365OpenIDConnect",
    "credentialId": 1,
    "licensedExchangeOnlineUsersOnly": True,
    "enabledUsersOnly": False,
    "groups": None,
    "redirectUrl": "https://archive.example.com/oidc",
    "deleteUsers": True,
}
JOB = {
    **IN_BAUMANN,
    "name": "New job",
    "action": "VerifyStores",
    "owner": "admin",
    "timeZoneId": "$Local",
    "time": "03:30",
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "AttachStore": {
        **IN_BAUMANN,
        "name": "2019",
        "databasePath": "E:\\Detached\\baumann-2019",
        "requestedState": "normal",
    },
    "CancelJobAsync": {**IN_BAUMANN, "id": 1},
    "ClearUserPrivilegesOnFolders": OF_ANNA,
    "CompactStore": {**IN_BAUMANN, "id": 1},
    "CreateClientAccessServer": {"config": {**SERVER, "port": 8473}},
    "CreateClientOneTimeUrlForArchiveAdmin": IN_BAUMANN,
    "CreateCredential": {**IN_BAUMANN, "type": "Office365_Modern", "description": "x", "settings": {"TenantId": "t"}},
    "CreateDirectoryOnInstanceHost": {"serverName": "host1.example.com", "path": "E:\\Archives\\acme"},
    "CreateInstance": {"config": INSTANCE},
    "CreateInstanceHost": {"config": SERVER},
    "CreateJob": JOB,
    "CreateLicenseRequest": {},
    "CreateProfile": {**IN_BAUMANN, "properties": PROFILE, "raw": True},
    "CreateStore": {**IN_BAUMANN, "name": "2027", "databasePath": "E:\\Archives\\baumann\\2027"},
    "CreateSystemAdministrator": {"config": {"userName": "second"}, "password": "secret"},
    "CreateSystemAdministratorAPIPassword": {},
    "CreateUser": {**IN_BAUMANN, "userName": "jane", "privileges": "login"},
    "DeactivateSystemAdministratorMFA": {"userName": "operations"},
    "DeleteAppPasswords": {**IN_BAUMANN, "userName": "jonas.klein"},
    "DeleteClientAccessServer": {"serverName": "spe.example.com"},
    "DeleteCredential": {"instanceID": "baumann", "id": 2},
    "DeleteEmptyFolders": IN_BAUMANN,
    "DeleteInstanceHost": {"serverName": "new.example.com"},
    "DeleteInstances": {"instanceFilter": "seeblick"},
    "DeleteJob": {**IN_BAUMANN, "id": 1},
    "DeleteProfile": {**IN_BAUMANN, "id": 1},
    "DeleteSystemAdministrator": {"userName": "operations"},
    "DeleteUser": {**IN_BAUMANN, "userName": "reception"},
    "DetachStore": {**IN_BAUMANN, "id": 1},
    "DisableMFA": {**IN_BAUMANN, "userName": "jonas.klein"},
    "FreezeInstances": {"instanceFilter": "baumann"},
    "GetArchiveAdminEnabled": IN_BAUMANN,
    "GetChildFolders": IN_BAUMANN,
    "GetClientAccessServers": {"withServiceStatus": True},
    "GetComplianceConfiguration": IN_BAUMANN,
    "GetCredentialSettings": {**IN_BAUMANN, "id": 1},
    "GetCredentials": IN_BAUMANN,
    "GetDirectoriesOnInstanceHost": {"serverName": "host1.example.com"},
    "GetDirectoryServicesConfiguration": IN_BAUMANN,
    "GetEnvironmentInfo": {},
    "GetFolderStatistics": IN_BAUMANN,
    "GetIndexConfiguration": IN_BAUMANN,
    "GetInstanceConfiguration": IN_BAUMANN,
    "GetInstanceHosts": {},
    "GetInstanceProcessLiveStatistics": IN_BAUMANN,
    "GetInstanceStatistics": IN_BAUMANN,
    "GetInstances": {"instanceFilter": "*"},
    "GetJobResults": {**IN_BAUMANN, **WINDOW, "timeZoneId": "$Local"},
    "GetJobs": IN_BAUMANN,
    "GetProfiles": {**IN_BAUMANN, "raw": True},
    "GetServiceStatus": {},
    "GetSmtpSettings": IN_BAUMANN,
    "GetStoreAutoCreateConfiguration": IN_BAUMANN,
    "GetStores": IN_BAUMANN,
    "GetSystemAdministrators": {},
    "GetSystemSmtpConfiguration": {},
    "GetTimeZones": IN_BAUMANN,
    "GetUserInfo": OF_ANNA,
    "GetUsers": IN_BAUMANN,
    "GetWorkerResultReport": {**IN_BAUMANN, "id": 60},
    "GetWorkerResults": {**IN_BAUMANN, **WINDOW, "timeZoneID": "$Local"},
    "InitializeMFA": OF_ANNA,
    "InitializeSystemAdministratorMFA": {"userName": "operations"},
    "MaintainFileSystemDatabases": IN_BAUMANN,
    "MergeStore": {**IN_BAUMANN, "id": 2, "sourceId": 1},
    "MoveFolder": {**IN_BAUMANN, "fromFolder": "jonas.klein", "toFolder": "j.klein"},
    "PairWithManagementServer": {
        "serverType": "instanceHost",
        "serverName": "host1.example.com",
        "port": 8472,
        "thumbprint": THUMBPRINT,
    },
    "Ping": {},
    "RebuildSelectedStoreIndexes": IN_BAUMANN,
    "RecoverStore": {"instanceID": "nordlicht", "id": 3},
    "RecreateRecoveryRecords": {**IN_BAUMANN, "id": 1},
    "RefreshAllStoreStatistics": IN_BAUMANN,
    "ReloadBranding": {},
    "RenameJob": {**IN_BAUMANN, "id": 1, "name": "Verify"},
    "RenameStore": {**IN_BAUMANN, "id": 1, "name": "old"},
    "RenameUser": {**IN_BAUMANN, "oldUserName": "reception", "newUserName": "front.desk"},
    "RepairStoreDatabase": {"instanceID": "nordlicht", "id": 3},
    "RestartInstances": {"instanceFilter": "baumann"},
    "RetryOpenStores": IN_BAUMANN,
    "RunJobAsync": {**IN_BAUMANN, "id": 1},
    "RunProfile": {**IN_BAUMANN, "id": 1},
    "RunTemporaryProfile": {**IN_BAUMANN, "properties": PROFILE, "raw": True},
    "SelectAllStoreIndexesForRebuild": IN_BAUMANN,
    "SendStatusReport": {
        **IN_BAUMANN,
        "timespan": "lastweek",
        "timeZoneId": "$Local",
        "recipients": "a@example.com, b@example.com",
    },
    "SetArchiveAdminEnabled": {**IN_BAUMANN, "enabled": False},
    "SetClientAccessServerConfiguration": {"config": {**SERVER, "serverName": "spe.example.com", "port": 9473}},
    "SetComplianceConfiguration": {
        **IN_BAUMANN,
        "config": {"legalHoldEnabled": True, "logSuccessfulUserActivities": ["MessageExport"]},
    },
    "SetCredentialSettings": {**IN_BAUMANN, "id": 1, "settings": {"TenantId": "t"}},
    "SetDirectoryServicesConfiguration": {**IN_BAUMANN, "config": OFFICE_365},
    "SetIndexConfiguration": {
        **IN_BAUMANN,
        "config": {"attachmentExtensions": None, "includeAttachmentsOfPDFs": False},
    },
    "SetInstanceConfiguration": {"config": BAUMANN},
    "SetInstanceHostConfiguration": {"config": {**SERVER, "serverName": "host1.example.com", "baseDirectory": "E:\\"}},
    "SetJobEnabled": {**IN_BAUMANN, "id": 1, "enabled": False},
    "SetJobSchedule": {**IN_BAUMANN, "id": 1, "timeZoneId": "UTC", "interval": 240},
    "SetProfileServerSideExecution": {
        **IN_BAUMANN,
        "id": 1,
        "automatic": True,
        "automaticPauseBetweenExecutions": 60,
    },
    "SetSmtpSettings": {**IN_BAUMANN, "settings": {**SMTP, "recipientEmailAddresses": ["a@example.com"]}},
    "SetStoreAutoCreateConfiguration": {**IN_BAUMANN, "config": {"sizeThreshold": "5000000"}},
    "SetStorePath": {**IN_BAUMANN, "id": 1, "databasePath": "D:\\moved"},
    "SetStoreRequestedState": {**IN_BAUMANN, "id": 1, "requestedState": "current"},
    "SetSystemAdministratorConfiguration": {"config": {"userName": "operations", "fullName": "Ops"}},
    "SetSystemAdministratorPassword": {"userName": "operations", "password": "new"},
    "SetSystemSmtpConfiguration": {"config": {**SMTP, "recipientSystemAdministrator": ["admin"]}},
    "SetUserAuthentication": {**OF_ANNA, "authentication": "integrated"},
    "SetUserDistinguishedName": {**OF_ANNA, "distinguishedName": "CN=Anna"},
    "SetUserEmailAddresses": {**OF_ANNA, "emailAddresses": "a@example.com, b@example.com"},
    "SetUserFullName": {**OF_ANNA, "fullName": "Änne"},
    "SetUserLoginPrivileges": {**OF_ANNA, "loginPrivileges": "web, imap"},
    "SetUserPassword": {**OF_ANNA, "password": "new"},
    "SetUserPop3UserNames": {**OF_ANNA, "pop3UserNames": "anna"},
    "SetUserPrivileges": {**OF_ANNA, "privileges": "login,export"},
    "SetUserPrivilegesOnFolder": {**OF_ANNA, "folder": "reception", "privileges": "read, write"},
    "StartInstances": {"instanceFilter": "seeblick", "safeMode": True},
    "StopInstances": {"instanceFilter": "baumann"},
    "SyncUsersWithDirectoryServices": {"instanceID": "nordlicht", "dryRun": False},
    "TestSmtpSettings": IN_BAUMANN,
    "TestSystemSmtpConfiguration": {},
    "ThawInstances": {"instanceFilter": "baumann"},
    "TransferStores": {**IN_BAUMANN, "destinationInstanceID": "weber", "ids": "1,2"},
    "UpgradeStore": {"instanceID": "nordlicht", "id": 1},
    "UpgradeStores": {"instanceID": "nordlicht"},
    "VerifyStore": {**IN_BAUMANN, "id": 1, "includeIndexes": True},
    "VerifyStores": {**IN_BAUMANN, "includeIndexes": False},
}

PREPARATIONS: dict[str, list[str]] = {
    "DeleteCredential": ["CreateCredential"],
    "DeleteInstanceHost": ["CreateInstanceHost"],
    "ThawInstances": ["FreezeInstances"],
}

READS_WITHOUT_RESULT = {"Ping"}
"""Functions that change nothing and return null."""

RETURNING_CHANGES = {
    "CreateClientOneTimeUrlForArchiveAdmin",
    "CreateLicenseRequest",
    "CreateSystemAdministratorAPIPassword",
    "SyncUsersWithDirectoryServices",
}
"""Functions that change something and return more than null."""

WITHOUT_ACCESS = {
    # archive stores
    "AttachStore",
    "CompactStore",
    "CreateStore",
    "DetachStore",
    "GetStoreAutoCreateConfiguration",
    "GetStores",
    "MaintainFileSystemDatabases",
    "MergeStore",
    "RecoverStore",
    "RecreateRecoveryRecords",
    "RefreshAllStoreStatistics",
    "RenameStore",
    "RepairStoreDatabase",
    "RetryOpenStores",
    "SetStoreAutoCreateConfiguration",
    "SetStorePath",
    "SetStoreRequestedState",
    "UpgradeStore",
    "UpgradeStores",
    "VerifyStore",
    "VerifyStores",
    # search indexes
    "GetIndexConfiguration",
    "RebuildSelectedStoreIndexes",
    "SelectAllStoreIndexesForRebuild",
    "SetIndexConfiguration",
    # the management side
    "GetArchiveAdminEnabled",
    "GetInstanceConfiguration",
    "GetInstanceProcessLiveStatistics",
    "GetInstanceStatistics",
    "SetArchiveAdminEnabled",
}
"""Instance functions that do not need service provider access."""

WITHOUT_PROCESS = {"GetInstanceConfiguration", "GetInstanceProcessLiveStatistics", "GetInstanceStatistics"}
"""Instance functions that the management server answers by itself."""

STORE_QUERIES = {
    "GetChildFolders",
    "GetFolderStatistics",
    "GetStoreAutoCreateConfiguration",
    "GetStores",
    "VerifyStore",
    "VerifyStores",
}
"""Reads that a frozen instance does not answer."""
