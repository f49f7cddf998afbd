# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The arguments of spe_tenant for many hosts, as the role would give them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.playbook import AnsiblePlaybook

COMMON = {
    "tenant_id": "{{ inventory_hostname }}",
    "tenant_instance_host": "host1.example.com",
    "tenant_base_directory": "E:\\Archives\\{{ tenant_id }}",
    "tenant_stores": [{"name": "2026", "requested_state": "current"}],
    "spe_url": "https://{{ region }}.example.com:8474",
    "region": "north",
    "tenant_users": [{"name": "admin", "privileges": ["admin"]}],
}
HOSTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "other": {
        "region": "south",
        "tenant_users": [{"name": "admin", "privileges": ["admin"]}, {"name": "anna", "full_name": "{{ who }}"}],
        "who": "Anna {{ inventory_hostname }}",
        "tenant_state": "stopped",
        "tenant_access_afterwards": "enabled",
        "tenant_unmanaged": "ignore",
        "tenant_jobs": [],
    },
    "undefined": {"tenant_state": "{{ nobody_has_set_this }}"},
    "mistaken": {"tenant_users": [{"name": "anna", "privileges": ["admin"]}, {"name": "anna"}]},
    "mistyped": {"tenant_jobb": [], "tenant_state": "running"},
    "undefined_inside": {"tenant_smtp": {"hostname": "{{ nobody_set_that }}"}},
}


PLAYBOOK = [
    {
        "hosts": "plain",
        "connection": "local",
        "gather_facts": False,
        "tasks": [
            {
                "ansible.builtin.copy": {
                    "content": "{{ query('community.mailstore.tenant_arguments', *groups['all']) | to_json }}",
                    "dest": "{{ playbook_dir }}/found.json",
                    "mode": "0600",
                },
                "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
                "tags": ["always"],
            }
        ],
    }
]


@pytest.fixture(scope="module")
def found(ansible_playbook: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    return look_up(ansible_playbook, tmp_path_factory.mktemp("lookup"))


def look_up(executable: Path, directory: Path, *options: str) -> dict[str, dict[str, Any]]:
    document = {
        "all": {
            "children": {"spe_tenants": {"hosts": HOSTS, "vars": COMMON}},
            "hosts": {"live": {"tenant_id": "live-1"}, "half": {"tenant_id": "half", "tenant_stores": []}},
        }
    }
    (directory / "hosts.yml").write_text(yaml.safe_dump(document), "utf-8")
    (directory / "play.yml").write_text(yaml.safe_dump(PLAYBOOK), "utf-8")
    run = AnsiblePlaybook(executable, directory).execute({}, "-i", "hosts.yml", *options, "play.yml")
    assert run.succeeded, run.end_of_output
    tenants = json.loads((directory / "found.json").read_text("utf-8"))
    return {tenant["name"]: tenant for tenant in tenants}


def test_a_tenant_has_what_the_role_gives(found: dict[str, dict[str, Any]]) -> None:
    options = found["plain"]["options"]
    assert options["instance_id"] == found["plain"]["instance_id"] == "plain"
    assert options["spe_url"] == "https://north.example.com:8474"
    assert options["state"] == "started"
    assert options["access_afterwards"] == "disabled"
    assert options["unmanaged"] == "report"
    assert options["instance"]["base_directory"] == "E:\\Archives\\plain"
    assert "display_name" not in options["instance"]
    assert options["stores"] == [
        {"name": "2026", "requested_state": "current", "database_path": "E:\\Archives\\plain\\2026"}
    ]
    assert [job["name"] for job in options["jobs"]] == ["Verify stores", "Refresh statistics"]
    assert "profiles" not in options


def test_each_host_has_its_own_variables(found: dict[str, dict[str, Any]]) -> None:
    options = found["other"]["options"]
    assert options["spe_url"] == "https://south.example.com:8474"
    assert options["state"] == "stopped"
    assert options["access_afterwards"] == "enabled"
    assert options["jobs"] == []
    assert options["users"][1] | {"own_archive_privileges": []} == {
        "name": "anna",
        "full_name": "Anna other",
        "privileges": ["login"],
        "own_archive_privileges": [],
    }
    # What is not described is reported, whatever the variable of the role says.
    assert options["unmanaged"] == "report"


def test_a_mistake_concerns_its_host_alone(found: dict[str, dict[str, Any]]) -> None:
    undefined = found["undefined"]["error"]
    assert undefined == "tenant_state takes nobody_has_set_this, which is not defined; define it, too."
    assert "anna" in found["mistaken"]["error"]
    mistyped = found["mistyped"]["error"]
    assert mistyped.startswith("tenant_jobb is not a variable of the role; did you mean tenant_jobs?")
    assert "value of tenant_state must be one of: present, started" in mistyped
    inside = found["undefined_inside"]["error"]
    # Up to ansible-core 2.18 nothing shows where in a variable something is not defined.
    assert re.match(r"tenant_smtp(: hostname)? takes nobody_set_that, which is not defined; define it, too\.", inside)
    assert found["half"]["error"].startswith(
        "tenant_instance_host is missing; set it. tenant_base_directory is missing; set it. tenant_stores: exactly one"
    )


def test_a_host_without_the_variables_of_a_tenant_has_no_options(found: dict[str, dict[str, Any]]) -> None:
    assert found["live"] == {"name": "live", "instance_id": "live-1"}


def test_tags_choose_parts(ansible_playbook: Path, tmp_path: Path) -> None:
    options = look_up(ansible_playbook, tmp_path, "--tags", "users")["other"]["options"]
    assert [user["name"] for user in options["users"]] == ["admin", "anna"]
    assert "stores" not in options
    assert "instance" not in options
    assert (options["unmanaged"], options["state"]) == ("ignore", "present")
