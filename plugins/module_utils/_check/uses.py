# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Written by `make pages` from the files of the modules; do not edit.

"""Which modules use a function. A module that is sent to another host cannot look into the files of the others."""

from __future__ import annotations

from collections.abc import Mapping

USES: Mapping[str, str] = {
    "AttachStore": "spe_store spe_tenant",
    "CancelJobAsync": "spe_job_run",
    "ClearUserPrivilegesOnFolders": "spe_tenant spe_user",
    "CompactStore": "spe_store_maintenance",
    "CreateClientAccessServer": "spe_client_access_server",
    "CreateClientOneTimeUrlForArchiveAdmin": "spe_archive_admin",
    "CreateCredential": "spe_credential spe_tenant",
    "CreateDirectoryOnInstanceHost": "spe_host_directory spe_instance spe_tenant",
    "CreateInstance": "spe_instance spe_tenant",
    "CreateInstanceHost": "spe_instance_host spe_tenant",
    "CreateJob": "spe_job spe_tenant",
    "CreateLicenseRequest": "spe_fleet_info spe_license_info",
    "CreateProfile": "spe_profile spe_tenant",
    "CreateStore": "spe_store spe_tenant",
    "CreateSystemAdministrator": "spe_system_administrator",
    "CreateSystemAdministratorAPIPassword": "spe_api_password",
    "CreateUser": "spe_tenant spe_user",
    "DeactivateSystemAdministratorMFA": "spe_system_administrator",
    "DeleteAppPasswords": "spe_tenant spe_user",
    "DeleteClientAccessServer": "spe_client_access_server",
    "DeleteCredential": "spe_credential spe_tenant",
    "DeleteEmptyFolders": "spe_folder spe_tenant spe_user",
    "DeleteInstanceHost": "spe_instance_host spe_tenant",
    "DeleteInstances": "spe_instance spe_tenant",
    "DeleteJob": "spe_job spe_tenant",
    "DeleteProfile": "spe_profile spe_tenant",
    "DeleteSystemAdministrator": "spe_system_administrator",
    "DeleteUser": "spe_tenant spe_user",
    "DetachStore": "spe_store spe_tenant",
    "DisableMFA": "spe_tenant spe_user",
    "FreezeInstances": "spe_instance spe_instance_control spe_tenant",
    "GetArchiveAdminEnabled": (
        "spe_archive_admin spe_compliance spe_credential spe_credential_info spe_directory_services "
        "spe_directory_sync spe_drift_info spe_environment_info spe_fleet_info spe_folder spe_folder_info spe_index "
        "spe_instance spe_job spe_job_info spe_job_result_info spe_job_run spe_profile spe_profile_info "
        "spe_profile_result_info spe_profile_run spe_settings_info spe_smtp spe_status_report spe_store "
        "spe_store_auto_create spe_store_info spe_store_maintenance spe_store_transfer spe_tenant spe_tenant_info "
        "spe_user spe_user_info"
    ),
    "GetChildFolders": (
        "spe_drift_info spe_folder spe_folder_info spe_settings_info spe_tenant spe_tenant_info spe_user"
    ),
    "GetClientAccessServers": "spe_client_access_server spe_client_access_server_info",
    "GetComplianceConfiguration": (
        "spe_compliance spe_drift_info spe_instance spe_settings_info spe_tenant spe_tenant_info"
    ),
    "GetCredentialSettings": (
        "spe_credential spe_directory_services spe_drift_info spe_profile spe_profile_run spe_settings_info "
        "spe_tenant spe_tenant_info"
    ),
    "GetCredentials": (
        "spe_credential spe_credential_info spe_directory_services spe_drift_info spe_fleet_info spe_profile "
        "spe_profile_run spe_settings_info spe_tenant spe_tenant_info"
    ),
    "GetDirectoriesOnInstanceHost": (
        "spe_drift_info spe_host_directory spe_host_directory_info spe_instance spe_tenant"
    ),
    "GetDirectoryServicesConfiguration": (
        "spe_directory_services spe_drift_info spe_fleet_info spe_settings_info spe_tenant spe_tenant_info"
    ),
    "GetEnvironmentInfo": (
        "spe_api_password spe_archive_admin spe_branding spe_client_access_server spe_client_access_server_info "
        "spe_compliance spe_credential spe_credential_info spe_directory_services spe_directory_sync spe_drift_info "
        "spe_environment_info spe_fleet_info spe_folder spe_folder_info spe_health spe_host_directory "
        "spe_host_directory_info spe_index spe_instance spe_instance_control spe_instance_host spe_instance_host_info "
        "spe_instance_info spe_job spe_job_info spe_job_result_info spe_job_run spe_license_info spe_profile "
        "spe_profile_info spe_profile_result_info spe_profile_run spe_settings_info spe_smtp spe_status_report "
        "spe_store spe_store_auto_create spe_store_info spe_store_maintenance spe_store_transfer "
        "spe_system_administrator spe_system_administrator_info spe_system_smtp spe_system_smtp_info spe_tenant "
        "spe_tenant_info spe_user spe_user_info"
    ),
    "GetFolderStatistics": "spe_drift_info spe_folder_info spe_settings_info spe_tenant spe_tenant_info spe_user",
    "GetIndexConfiguration": "spe_drift_info spe_index spe_settings_info spe_tenant spe_tenant_info",
    "GetInstanceConfiguration": (
        "spe_archive_admin spe_compliance spe_credential spe_credential_info spe_directory_services "
        "spe_directory_sync spe_drift_info spe_environment_info spe_fleet_info spe_folder spe_folder_info spe_index "
        "spe_instance spe_instance_info spe_job spe_job_info spe_job_result_info spe_job_run spe_profile "
        "spe_profile_info spe_profile_result_info spe_profile_run spe_settings_info spe_smtp spe_status_report "
        "spe_store spe_store_auto_create spe_store_info spe_store_maintenance spe_store_transfer spe_tenant "
        "spe_tenant_info spe_user spe_user_info"
    ),
    "GetInstanceHosts": (
        "spe_drift_info spe_host_directory spe_host_directory_info spe_instance spe_instance_host "
        "spe_instance_host_info spe_tenant"
    ),
    "GetInstanceProcessLiveStatistics": "spe_instance_info",
    "GetInstanceStatistics": "spe_drift_info spe_fleet_info spe_instance spe_instance_info spe_tenant",
    "GetInstances": (
        "spe_archive_admin spe_compliance spe_credential spe_credential_info spe_directory_services "
        "spe_directory_sync spe_drift_info spe_environment_info spe_fleet_info spe_folder spe_folder_info spe_index "
        "spe_instance spe_instance_control spe_instance_host spe_instance_info spe_job spe_job_info "
        "spe_job_result_info spe_job_run spe_profile spe_profile_info spe_profile_result_info spe_profile_run "
        "spe_settings_info spe_smtp spe_status_report spe_store spe_store_auto_create spe_store_info "
        "spe_store_maintenance spe_store_transfer spe_tenant spe_tenant_info spe_user spe_user_info"
    ),
    "GetJobResults": "spe_fleet_info spe_job_result_info spe_job_run",
    "GetJobs": (
        "spe_drift_info spe_fleet_info spe_job spe_job_info spe_job_result_info spe_job_run spe_settings_info "
        "spe_tenant spe_tenant_info"
    ),
    "GetProfiles": (
        "spe_drift_info spe_fleet_info spe_profile spe_profile_info spe_profile_result_info spe_profile_run "
        "spe_settings_info spe_tenant spe_tenant_info"
    ),
    "GetServiceStatus": "spe_client_access_server spe_environment_info spe_fleet_info spe_instance_host",
    "GetSmtpSettings": "spe_drift_info spe_settings_info spe_smtp spe_tenant spe_tenant_info",
    "GetStoreAutoCreateConfiguration": (
        "spe_drift_info spe_settings_info spe_store_auto_create spe_tenant spe_tenant_info"
    ),
    "GetStores": (
        "spe_drift_info spe_fleet_info spe_settings_info spe_store spe_store_info spe_store_maintenance spe_tenant "
        "spe_tenant_info"
    ),
    "GetSystemAdministrators": "spe_fleet_info spe_system_administrator spe_system_administrator_info",
    "GetSystemSmtpConfiguration": "spe_system_smtp spe_system_smtp_info",
    "GetTimeZones": (
        "spe_drift_info spe_environment_info spe_job spe_job_result_info spe_profile_result_info spe_settings_info "
        "spe_tenant spe_tenant_info"
    ),
    "GetUserInfo": (
        "spe_directory_sync spe_drift_info spe_fleet_info spe_job spe_profile spe_settings_info spe_tenant "
        "spe_tenant_info spe_user spe_user_info"
    ),
    "GetUsers": (
        "spe_drift_info spe_fleet_info spe_instance spe_job spe_profile spe_settings_info spe_tenant spe_tenant_info "
        "spe_user spe_user_info"
    ),
    "GetWorkerResultReport": "spe_profile_result_info",
    "GetWorkerResults": (
        "spe_drift_info spe_fleet_info spe_profile spe_profile_result_info spe_profile_run spe_settings_info "
        "spe_tenant spe_tenant_info"
    ),
    "InitializeMFA": "spe_tenant spe_user",
    "InitializeSystemAdministratorMFA": "spe_system_administrator",
    "MaintainFileSystemDatabases": "spe_store_maintenance",
    "MergeStore": "spe_store spe_tenant",
    "MoveFolder": "spe_folder spe_tenant spe_user",
    "PairWithManagementServer": "spe_client_access_server spe_instance_host spe_tenant",
    "Ping": "spe_environment_info spe_system_administrator",
    "RebuildSelectedStoreIndexes": "spe_store_maintenance",
    "RecoverStore": "spe_store_maintenance",
    "RecreateRecoveryRecords": "spe_store_maintenance",
    "RefreshAllStoreStatistics": "spe_store_maintenance",
    "ReloadBranding": "spe_branding",
    "RenameJob": "spe_job spe_tenant",
    "RenameStore": "spe_store spe_tenant",
    "RenameUser": "spe_tenant spe_user",
    "RepairStoreDatabase": "spe_store_maintenance",
    "RestartInstances": "spe_instance spe_instance_control spe_tenant",
    "RetryOpenStores": "spe_store_maintenance",
    "RunJobAsync": "spe_job_run",
    "RunProfile": "spe_profile spe_profile_run spe_tenant",
    "RunTemporaryProfile": "spe_profile spe_profile_run spe_tenant",
    "SelectAllStoreIndexesForRebuild": "spe_store_maintenance",
    "SendStatusReport": "spe_status_report",
    "SetArchiveAdminEnabled": (
        "spe_archive_admin spe_compliance spe_credential spe_credential_info spe_directory_services "
        "spe_directory_sync spe_drift_info spe_environment_info spe_fleet_info spe_folder spe_folder_info spe_index "
        "spe_instance spe_job spe_job_info spe_job_result_info spe_job_run spe_profile spe_profile_info "
        "spe_profile_result_info spe_profile_run spe_settings_info spe_smtp spe_status_report spe_store "
        "spe_store_auto_create spe_store_info spe_store_maintenance spe_store_transfer spe_tenant spe_tenant_info "
        "spe_user spe_user_info"
    ),
    "SetClientAccessServerConfiguration": "spe_client_access_server",
    "SetComplianceConfiguration": "spe_compliance spe_tenant",
    "SetCredentialSettings": "spe_credential spe_directory_services spe_profile spe_profile_run spe_tenant",
    "SetDirectoryServicesConfiguration": "spe_directory_services spe_tenant",
    "SetIndexConfiguration": "spe_index spe_tenant",
    "SetInstanceConfiguration": "spe_instance spe_tenant",
    "SetInstanceHostConfiguration": "spe_instance_host spe_tenant",
    "SetJobEnabled": "spe_job spe_tenant",
    "SetJobSchedule": "spe_job spe_tenant",
    "SetProfileServerSideExecution": "spe_profile spe_profile_run spe_tenant",
    "SetSmtpSettings": "spe_smtp spe_tenant",
    "SetStoreAutoCreateConfiguration": "spe_store_auto_create spe_tenant",
    "SetStorePath": "spe_store spe_tenant",
    "SetStoreRequestedState": "spe_store spe_tenant",
    "SetSystemAdministratorConfiguration": "spe_system_administrator",
    "SetSystemAdministratorPassword": "spe_system_administrator",
    "SetSystemSmtpConfiguration": "spe_system_smtp",
    "SetUserAuthentication": "spe_tenant spe_user",
    "SetUserDistinguishedName": "spe_tenant spe_user",
    "SetUserEmailAddresses": "spe_tenant spe_user",
    "SetUserFullName": "spe_tenant spe_user",
    "SetUserLoginPrivileges": "spe_tenant spe_user",
    "SetUserPassword": "spe_tenant spe_user",
    "SetUserPop3UserNames": "spe_tenant spe_user",
    "SetUserPrivileges": "spe_tenant spe_user",
    "SetUserPrivilegesOnFolder": "spe_tenant spe_user",
    "StartInstances": "spe_instance spe_instance_control spe_tenant",
    "StopInstances": "spe_instance spe_instance_control spe_tenant",
    "SyncUsersWithDirectoryServices": "spe_directory_sync",
    "TestSmtpSettings": "spe_smtp spe_tenant",
    "TestSystemSmtpConfiguration": "spe_system_smtp",
    "ThawInstances": "spe_instance spe_instance_control spe_tenant",
    "TransferStores": "spe_store_transfer",
    "UpgradeStore": "spe_store_maintenance",
    "UpgradeStores": "spe_store_maintenance",
    "VerifyStore": "spe_job spe_store_maintenance spe_tenant",
    "VerifyStores": "spe_job spe_store_maintenance spe_tenant",
}
