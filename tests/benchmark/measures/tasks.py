# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks that are measured, and the calls of a script that does the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.benchmark.tenants import Description
from tests.benchmark.workbench import Call
from tests.simulator.process import RunningSimulator

Task = dict[str, Any]

LISTS = {"stores": "GetStores", "users": "GetUsers", "jobs": "GetJobs"}
ENTRIES = "{{ names }}"


def tenant_task(parallel: int, *parts: str) -> Task:
    """The whole tenant, or these parts of it, by the variables of its description."""
    named = {part: f"{{{{ {part} }}}}" for part in parts}
    return {
        "community.mailstore.spe_tenant": {
            "instance_id": "{{ instance_id }}",
            **named,
            "service_provider_access": "open",
            "spe_parallel": parallel,
        }
    }


def calls_without_change(tenant: Description) -> list[Call]:
    """What must be asked to know that nothing differs; access is off before and afterwards."""
    instance = {"instanceID": tenant["instance_id"]}
    details: list[Call] = [("GetUserInfo", {**instance, "userName": user["name"]}) for user in tenant["users"]]
    lists: list[Call] = [(function, instance) for function in LISTS.values()]
    return [switch_access(tenant, "true"), *lists, *details, switch_access(tenant, "false")]


def switch_access(tenant: Description, enabled: str) -> Call:
    return "SetArchiveAdminEnabled", {"instanceID": tenant["instance_id"], "enabled": enabled}


def looped(task: Mapping[str, Any]) -> Task:
    """The task once for each of the variable `names`."""
    return {**task, "loop": ENTRIES, "loop_control": {"label": "{{ item }}"}}


def debug_task(message: Any = "{{ item }}") -> Task:
    """Works the message out, and asks nobody."""
    return {"ansible.builtin.debug": {"msg": message}}


def uri_task(server: RunningSimulator, instance_id: str) -> Task:
    """Reads a user with what Ansible has by itself."""
    return {
        "ansible.builtin.uri": {
            "url": f"{server.url}/api/invoke/GetUserInfo",
            "method": "POST",
            "body_format": "form-urlencoded",
            "body": {"instanceID": instance_id, "userName": "{{ item }}"},
            "url_username": server.username,
            "url_password": server.password,
            "force_basic_auth": True,
            "ca_path": server.ca_path,
        }
    }
