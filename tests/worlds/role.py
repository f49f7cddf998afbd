# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role tenant hands to spe_tenant, without a play: its own YAML, templated by Ansible."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

ROLE = Path(__file__).resolve().parents[2] / "roles" / "tenant"


def arguments_of_role(**variables: Any) -> dict[str, Any]:
    """The options of the one task that does the work, for a tenant with these variables."""
    own = {**_load("defaults/main.yml"), **_load("vars/main.yml"), **variables}
    of_ansible = {"ansible_check_mode": False, "ansible_run_tags": ["all"], "ansible_skip_tags": []}
    templated: dict[str, Any] = Templar(DataLoader(), {**own, **of_ansible}).template(_task())
    return templated


@cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = DataLoader().load_from_file(str(ROLE / name), trusted_as_template=True)
    return loaded


def _task() -> dict[str, Any]:
    block = DataLoader().load_from_file(str(ROLE / "tasks" / "provide.yml"), trusted_as_template=True)[0]["block"]
    arguments: dict[str, Any] = block[0]["community.mailstore.spe_tenant"]
    return arguments
