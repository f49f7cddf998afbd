# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tenants that are measured: as a task describes them, and as the simulator has them."""

from __future__ import annotations

from typing import Any

import yaml

from tests.simulator.seeding import SEEDS

Description = dict[str, Any]
TIME_ZONE = "W. Europe Standard Time"
HOST = "host1.example.com"


def describe_tenant(instance_id: str = "large", users: int = 500, stores: int = 50, jobs: int = 10) -> Description:
    """A tenant in the form of `spe_tenant`."""
    base = rf"E:\Archives\{instance_id}"
    return {
        "instance_id": instance_id,
        "instance": {
            "display_name": "A large tenant",
            "instance_host": HOST,
            "base_directory": base,
            "create_base_directory": True,
        },
        "stores": [_store(base, number) for number in range(1, stores + 1)],
        "users": [_administrator(), *(_user(instance_id, number) for number in range(2, users + 1))],
        "jobs": [_job(number) for number in range(1, jobs + 1)],
    }


def _store(base: str, number: int) -> Description:
    name = f"store{number:03}"
    state = "current" if number == 1 else "normal"
    return {"name": name, "database_path": rf"{base}\{name}", "requested_state": state}


def _administrator() -> Description:
    return {"name": "admin", "full_name": "Administrator", "password": "Not-known-2026", "privileges": ["admin"]}


def _user(instance_id: str, number: int) -> Description:
    name = f"user{number:04}"
    return {
        "name": name,
        "full_name": f"User {number}",
        "authentication": "directory_services",
        "email_addresses": [f"{name}@{instance_id}.example.com"],
        "privileges": ["login"],
        "own_archive_privileges": ["read"],
    }


def _job(number: int) -> Description:
    return {
        "name": f"Verify stores {number:02}",
        "command": "VerifyStores",
        "owner": "admin",
        "enabled": True,
        "time_zone": TIME_ZONE,
        "time": f"{number % 24:02}:30",
    }


def role_variables(tenant: Description) -> Description:
    """The same tenant in the variables of the role."""
    instance = {f"tenant_{name}": value for name, value in tenant["instance"].items()}
    lists = {f"tenant_{name}": tenant[name] for name in ("stores", "users", "jobs")}
    return {"tenant_id": tenant["instance_id"], **instance, **lists}


def empty_seed() -> dict[str, Any]:
    """A server without a tenant."""
    seed: dict[str, Any] = yaml.safe_load((SEEDS / "empty.yml").read_text("utf-8"))
    return seed


def seed_with(tenant: Description, *, drifted: int = 0) -> dict[str, Any]:
    """A server that has the tenant. Of its users, stores and jobs each `drifted`th differs in one field; 0 is none."""
    instance = tenant["instance"]
    has = {
        "instanceID": tenant["instance_id"],
        "displayName": instance["display_name"],
        "instanceHost": instance["instance_host"],
        "baseDirectory": instance["base_directory"],
        "stores": [_seeded_store(entry, other) for entry, other in _with_drift(tenant["stores"], drifted)],
        "users": [_seeded_user(entry, other) for entry, other in _with_drift(tenant["users"], drifted)],
        "jobs": [_seeded_job(entry, other) for entry, other in _with_drift(tenant["jobs"], drifted)],
    }
    return {**empty_seed(), "instances": [has]}


def _with_drift(entries: list[Description], drifted: int) -> list[tuple[Description, bool]]:
    return [(entry, drifted > 0 and number % drifted == 0) for number, entry in enumerate(entries, 1)]


def _seeded_store(entry: Description, other: bool) -> dict[str, Any]:
    state = "disabled" if other else entry["requested_state"]
    return {"name": entry["name"], "databasePath": entry["database_path"], "requestedState": state}


def _seeded_user(entry: Description, other: bool) -> dict[str, Any]:
    user = {
        "userName": entry["name"],
        "fullName": "Somebody else" if other else entry["full_name"],
        "privileges": entry["privileges"],
    }
    if "own_archive_privileges" not in entry:
        return user
    return {
        **user,
        "authentication": "directoryServices",
        "emailAddresses": entry["email_addresses"],
        "privilegesOnFolders": {entry["name"]: entry["own_archive_privileges"]},
    }


def _seeded_job(entry: Description, other: bool) -> dict[str, Any]:
    schedule = {"timeZoneId": TIME_ZONE, "time": "23:45" if other else entry["time"]}
    return {"name": entry["name"], "action": entry["command"], "owner": entry["owner"], "schedule": schedule}


# What the simulator makes of --fleet.


def fleet_user(instance_id: str, number: int) -> Description:
    """One of its users."""
    name = f"user{number:03}"
    return {
        "name": name,
        "full_name": f"User {number:03}",
        "email_addresses": [f"{name}@{instance_id}.example.com"],
        "privileges": ["login"],
        "own_archive_privileges": ["read"],
    }


def fleet_users(instance_id: str, users: int) -> list[Description]:
    """All of its users."""
    administrator = {"name": "admin", "full_name": "Administrator", "privileges": ["admin"]}
    return [administrator, *(fleet_user(instance_id, number) for number in range(1, users))]
