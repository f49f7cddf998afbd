# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task of every module that asks a server, and more tasks for the functions that those and the life do not call."""

from __future__ import annotations

from typing import Any

from tests.faults.places import SECRET
from tests.simulation import load_modules
from tests.simulation.examples import examples_of

INSTANCE = {"instance_id": "baumann"}
WRITTEN: dict[str, dict[str, Any]] = {
    "spe_api_password": {"confirm": "admin"},
    "spe_archive_admin": {**INSTANCE, "state": "disabled"},
    "spe_branding": {},
    "spe_client_access_server": {"name": "new.example.com", "certificate_thumbprint": "44" * 20},
    "spe_client_access_server_info": {},
    "spe_command": {"function": "GetUsers", "arguments": {"instanceID": "baumann"}},
    "spe_compliance": {**INSTANCE, "legal_hold_enabled": True},
    "spe_credential": {**INSTANCE, "description": "New", "type": "Office365_Modern", "settings": {"TenantId": "x"}},
    "spe_credential_info": INSTANCE,
    "spe_directory_services": {**INSTANCE, "configuration": {"deleteUsers": True}},
    "spe_directory_sync": {**INSTANCE, "max_deletions": 5},
    "spe_drift_info": {"tenants": [{**INSTANCE, "options": {"users": [{"name": "jane", "full_name": "Jane"}]}}]},
    "spe_environment_info": {**INSTANCE, "status": True},
    "spe_fleet_info": {"service_provider_access": "open", "on_error": "fail", "instances": ["baumann"]},
    "spe_folder": {**INSTANCE, "path": "jonas.klein", "new_path": "former", "delete_empty": True},
    "spe_folder_info": {**INSTANCE, "statistics": True},
    "spe_host_directory": {"instance_host": "host1.example.com", "path": r"E:\New\deeper"},
    "spe_host_directory_info": {"instance_host": "host1.example.com"},
    "spe_index": {**INSTANCE, "include_attachments_of_pdfs": True},
    "spe_instance": {**INSTANCE, "display_name": "Other"},
    "spe_instance_control": {"instance_ids": ["baumann"], "state": "restarted"},
    "spe_instance_host": {
        "name": "new.example.com",
        "certificate_thumbprint": "55" * 20,
        "base_directory": r"E:\Archives",
    },
    "spe_instance_host_info": {},
    "spe_instance_info": {**INSTANCE, "statistics": True},
    "spe_job": {**INSTANCE, "name": "New", "action": "VerifyStores", "owner": "admin", "time": "03:00"},
    "spe_job_info": INSTANCE,
    "spe_job_result_info": INSTANCE,
    "spe_job_run": {**INSTANCE, "name": "Verify stores", "wait_timeout": 60},
    "spe_license_info": {},
    "spe_profile": {
        **INSTANCE,
        "name": "New",
        "owner": "admin",
        "connector": "IMAP",
        "secret_details": {"password": "x"},
    },
    "spe_profile_info": INSTANCE,
    "spe_profile_result_info": INSTANCE,
    "spe_profile_run": {**INSTANCE, "name": "Microsoft 365 mailboxes"},
    "spe_server_check": {"instances": 1},
    "spe_settings_info": INSTANCE,
    "spe_smtp": {**INSTANCE, "hostname": "smtp.example.com"},
    "spe_status_report": {**INSTANCE, "timespan": "last_month", "recipients": ["it@example.com"]},
    "spe_store": {**INSTANCE, "name": "2031", "database_path": r"E:\Archives\baumann\2031"},
    "spe_store_auto_create": {**INSTANCE, "size_threshold": "5000"},
    "spe_store_info": INSTANCE,
    "spe_store_maintenance": {**INSTANCE, "task": "verify"},
    "spe_store_transfer": {**INSTANCE, "confirm": "baumann", "arguments": {"destinationInstanceID": "weber"}},
    "spe_system_administrator": {"name": "admin", "full_name": "Other"},
    "spe_system_administrator_info": {},
    "spe_system_smtp": {"hostname": "smtp.example.com"},
    "spe_system_smtp_info": {},
    "spe_tenant_info": INSTANCE,
    "spe_tenant": {**INSTANCE, "users": [{"name": "jane", "full_name": "Jane"}], "unmanaged": "report"},
    "spe_user": {**INSTANCE, "name": "jane", "full_name": "Jane", "email_addresses": ["jane@example.com"]},
    "spe_user_info": INSTANCE,
}


#: A module that manages a noun and is not in the list is tried with the first of its EXAMPLES.
TASKS: dict[str, dict[str, Any]] = {
    **{
        module: examples_of(module, SECRET)[0]
        for module, definition in load_modules().items()
        if definition.noun is not None and module not in WRITTEN
    },
    **WRITTEN,
}

#: Their results may be a secret.
WITH_NO_LOG = ("spe_api_password", "spe_archive_admin")

#: More tasks: for functions that neither those above nor the life of `make faults` call, and for other ways of a module.
MORE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("spe_archive_admin", {**INSTANCE, "state": "enabled", "one_time_url": True}),
    ("spe_command", {"function": "Ping"}),
    ("spe_command", {"function": "GetEnvironmentInfo"}),
    ("spe_command", {"function": "GetStores", "arguments": {"instanceID": "baumann"}}),
    ("spe_environment_info", {"status": True}),
    ("spe_fleet_info", {"service_provider_access": "open"}),
    ("spe_fleet_info", {"depth": "quick"}),
    ("spe_fleet_info", {"read": ["status", "administrators", "licenses", "statistics"]}),
    (
        "spe_instance",
        {
            "instance_id": "seeblick",
            "state": "absent",
            "confirm": "seeblick",
            "allow_legal_hold": True,
            "allow_messages": True,
        },
    ),
    ("spe_instance_control", {"instance_ids": ["baumann", "weber"], "state": "stopped"}),
    ("spe_instance_control", {"instance_ids": ["seeblick"], "state": "started"}),
    ("spe_instance_info", {"statistics": True, "live_statistics": True}),
    ("spe_job_run", {**INSTANCE, "name": "Verify stores", "state": "cancelled"}),
    ("spe_profile_result_info", {**INSTANCE, "report": True, "last": 2}),
    ("spe_store_info", {**INSTANCE, "include_size": True}),
    *(
        ("spe_store_maintenance", {**INSTANCE, "task": task, **options})
        for task, options in (
            ("verify", {"name": "2025"}),
            ("upgrade", {"name": "2025", "only_if_needed": False}),
            ("retry_open", {"only_if_needed": False}),
            ("maintain_databases", {}),
            ("recreate_recovery_records", {"name": "2025"}),
        )
    ),
    (
        "spe_store_maintenance",
        {"instance_id": "nordlicht", "task": "recover", "name": "2024", "encryption_key": f"{SECRET}-key"},
    ),
    (
        "spe_tenant",
        {
            **INSTANCE,
            "instance": {"display_name": "Other"},
            "users": [{"name": "jane"}, {"name": "anna.baumann", "full_name": "Anna"}],
            "jobs": [{"name": "New", "action": "VerifyStores", "owner": "admin", "time": "03:00"}],
            "profiles": [],
            "purge": ["users", "jobs", "profiles"],
            "purge_synchronized": True,
            "protect": {"users": ["admin"]},
            "max_deletions": "100%",
            "unmanaged": "report",
        },
    ),
    ("spe_user", {**INSTANCE, "name": "jonas.klein", "purge_folder_privileges": True, "folder_privileges": []}),
    ("spe_user", {**INSTANCE, "name": "jonas.klein", "password": f"{SECRET}-1", "update_password": "always"}),
    ("spe_user_info", {**INSTANCE, "name": "anna.baumann"}),
)
