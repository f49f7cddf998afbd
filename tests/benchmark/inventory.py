# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An inventory of many tenants: a host each, as the simulator makes them of --fleet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.benchmark.tenants import TIME_ZONE, fleet_users
from tests.simulator.fleet import HOSTS

GROUP = "spe_tenants"
_CONNECTION = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
JOBS = ("VerifyStores", "RefreshAllStoreStatistics", "ProcessRetentionPolicies")


def write_inventory(directory: Path, tenants: int, users: int) -> None:
    """The directory is given to `ansible-playbook -i`; what all tenants have in common stands in `group_vars`."""
    names = [f"tenant-{number:04}" for number in range(1, tenants + 1)]
    _write(directory / "hosts.yml", {GROUP: {"hosts": dict.fromkeys(names)}})
    _write(directory / "group_vars" / f"{GROUP}.yml", _in_common())
    for number, name in enumerate(names, 1):
        _write(directory / "host_vars" / f"{name}.yml", _tenant(number, name, users))


def write_host(directory: Path, name: str, variables: Mapping[str, Any]) -> None:
    """The same with one tenant and these variables."""
    _write(directory / "hosts.yml", {GROUP: {"hosts": {name: None}}})
    _write(directory / "group_vars" / f"{GROUP}.yml", _CONNECTION)
    _write(directory / "host_vars" / f"{name}.yml", dict(variables))


def _in_common() -> dict[str, Any]:
    jobs = [{"name": job, "command": job, "time": f"0{hour}:30"} for hour, job in enumerate(JOBS, 1)]
    return {
        **_CONNECTION,
        "tenant_id": "{{ inventory_hostname }}",
        # It is on in the fleet of the simulator: to switch it off would be a change.
        "tenant_access_afterwards": "as_before",
        "tenant_stores": [{"name": "2025"}, {"name": "2026", "requested_state": "current"}],
        "tenant_jobs": jobs,
        "tenant_job_owner": "admin",
        "tenant_time_zone": TIME_ZONE,
    }


def _tenant(number: int, name: str, users: int) -> dict[str, Any]:
    return {
        "tenant_alias": f"t{number:04}",
        "tenant_display_name": f"Tenant {number:04}",
        "tenant_instance_host": f"fleet{number % HOSTS + 1:02}.example.com",
        "tenant_base_directory": rf"E:\Tenants\{name}",
        "tenant_users": fleet_users(name, users),
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
