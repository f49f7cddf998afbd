# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows as spe_fleet_info returns them, sound ones, and how they are judged."""

from __future__ import annotations

from typing import Any

from ansible_collections.community.mailstore.plugins.module_utils._ansible.execute import execute
from ansible_collections.community.mailstore.plugins.module_utils._ansible.secrets import secret_values
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import SpecifiedOptions
from ansible_collections.community.mailstore.plugins.modules.spe_health import MODULE

NOW = "2026-11-26T06:00:00Z"
WINDOW = "2026-11-20T06:00:00Z"
URL = "https://spe.example.com:8474"

Row = dict[str, Any]


def profile(**changes: Any) -> Row:
    return {
        "id": 7,
        "name": "Mailboxes",
        "type": "I",
        "connector": "MicrosoftOffice365",
        "details": {"credentialId": "1"},
        "automatic": True,
        "automatic_pause_between_executions": 900,
        **changes,
    }


def result(**changes: Any) -> Row:
    """All runs of the window went well."""
    return {
        "profile_name": "Mailboxes",
        "runs": 48,
        "counts": {"succeeded": 48},
        "items_archived": 1300,
        "first_start": "2026-11-20T06:00:00Z",
        "last_start": "2026-11-26T05:00:00Z",
        "last_complete": "2026-11-26T05:01:00Z",
        "last_result": "succeeded",
        "failed_in_a_row": 0,
        "failing_since": None,
        "empty_in_a_row": 0,
        "empty_since": None,
        "last_archived": "2026-11-26T05:00:00Z",
        **changes,
    }


FAILED = {
    "last_result": "failed",
    "failed_in_a_row": 20,
    "failing_since": "2026-11-23T18:00:00Z",
    "empty_in_a_row": 20,
    "empty_since": "2026-11-23T18:00:00Z",
    "last_archived": "2026-11-23T15:00:00Z",
}


def credential(**changes: Any) -> Row:
    expires = changes.pop("expires", "2027-09-01T00:00:00Z")
    return {
        "id": 1,
        "type": "Office365_Modern",
        "description": "m365",
        "settings": {"CertificateExpirationDate": expires},
        **changes,
    }


def store(name: str = "2026", state: str = "current", **changes: Any) -> Row:
    return {
        "id": 2,
        "name": name,
        "requested_state": state,
        "error": None,
        "needs_upgrade": False,
        "search_indexes_need_rebuild": False,
        "statistics_count": 40000,
        **changes,
    }


def job(**changes: Any) -> Row:
    return {
        "id": 3,
        "name": "Verify stores",
        "action": 'VerifyStores --includeIndexes="true"',
        "owner": "admin",
        "enabled": True,
        "time": "03:30:00",
        "interval": None,
        "date": None,
        "day_of_week": "Sunday",
        "day_of_month": None,
        "creation_date_time_utc": "2025-01-01T00:00:00",
        "last_start_date_time_utc": "2026-11-22T03:30:00",
        "next_start_date_time_utc": "2026-11-29T03:30:00",
        **changes,
    }


def job_result(**changes: Any) -> Row:
    return {
        "job_id": 3,
        "job_name": "Verify stores",
        "runs": 1,
        "counts": {"succeeded": 1},
        "first_start": "2026-11-22T03:30:00Z",
        "last_start": "2026-11-22T03:30:00Z",
        "last_result": "succeeded",
        "failed_in_a_row": 0,
        "failing_since": None,
        **changes,
    }


def row(tenant: str = "bakery", **changes: Any) -> Row:
    """A sound tenant."""
    return {
        "instance_id": tenant,
        "display_name": f"{tenant.title()} Ltd",
        "instance_host": "host1.example.com",
        "start_mode": "automatic",
        "status": "running",
        "start_stop_error": None,
        "is_clean": True,
        "is_read": True,
        "error": None,
        "notes": [],
        "messages": [],
        "access": {"enabled": False},
        "stores": [store("2025", "normal"), store()],
        "credentials": [credential()],
        "profiles": [profile()],
        "results": [result()],
        "jobs": [job()],
        "job_results": [job_result()],
        **changes,
    }


def fleet(*rows: Row, **changes: Any) -> dict[str, Any]:
    return {
        "read_at": NOW,
        "server": {
            "version": "25.3.1.23021",
            "name": "spe.example.com",
            "url": URL,
            "time": changes.get("read_at", NOW),
        },
        "depth": "full",
        "results_since": WINDOW,
        "messages": [],
        "administrators": [],
        "instance_ids": [each["instance_id"] for each in rows],
        "tenants": list(rows),
        **changes,
    }


def run(check_mode: bool = False, **options: Any) -> dict[str, Any]:
    """The result of the module with these options."""
    given = dict.fromkeys(MODULE.argument_spec)
    validation = MODULE.validator.validate({"fail_on": "never", **options})
    assert validation.error_messages == []
    params = {**given, **validation.validated_parameters}
    return execute(
        MODULE,
        params,
        specified=SpecifiedOptions(options),
        secrets=secret_values(MODULE, params),
        check_mode=check_mode,
        diff_mode=False,
    )


def judged(*rows: Row, **options: Any) -> dict[str, Any]:
    """What the module finds in these rows."""
    result = run(fleet=fleet(*rows), **options)
    assert not result.get("failed"), result
    return result
