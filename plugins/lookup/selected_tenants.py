# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The hosts of a playbook about tenants: a run that selects none of them fails instead of doing nothing."""

from __future__ import annotations

DOCUMENTATION = r"""
name: selected_tenants
short_description: Select the hosts of a playbook about tenants, and fail when there are none
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Returns the pattern of hosts for C(hosts) of a play. When the inventory and C(--limit) leave no host of that pattern, it
    fails and says why. Without it, Ansible skips such a play and the run succeeds.
  - With C(--syntax-check) and the options that only list something, it never fails.
options:
  _terms:
    description: The pattern of hosts, for example a group.
    type: list
    elements: str
    required: true
  file_variable:
    description: Name of the variable with a file of tenants, for the advice, if the playbook takes one.
    type: str
"""

EXAMPLES = r"""
- name: Manage the tenants
  hosts: "{{ lookup('community.mailstore.selected_tenants', 'spe_tenants') }}"
  gather_facts: false
  roles:
    - community.mailstore.tenant
"""

RETURN = r"""
_raw:
  description: The pattern of hosts, as it was given.
  type: list
  elements: str
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible import context
from ansible.errors import AnsibleLookupError
from ansible.inventory.manager import InventoryManager
from ansible.plugins.lookup import LookupBase

#: Options of ansible-playbook with which it runs nothing.
LISTINGS = ("syntax", "listhosts", "listtasks", "listtags")

#: The file of tenants is read on this host.
LOCALHOST = "localhost"


class LookupModule(LookupBase):  # type: ignore[misc]  # ansible-core has no types
    """What Ansible looks up."""

    def run(self, terms: Sequence[str], variables: Mapping[str, Any] | None = None, **kwargs: Any) -> list[str]:
        self.set_options(var_options=variables, direct=kwargs)
        pattern = ",".join(terms)
        known = variables or {}
        if not any(context.CLIARGS.get(option) for option in LISTINGS):
            limit = context.CLIARGS.get("subset")
            found = hosts_matching(pattern, limit, known.get("groups", {}), self._loader)
            if not found:
                raise AnsibleLookupError(why_none(pattern, limit, known, self.get_option("file_variable")))
        return [pattern]


def hosts_matching(
    pattern: str, limit: str | None, groups: Mapping[str, Iterable[str]], loader: Any = None
) -> list[str]:
    """The hosts of these groups that the pattern and the limit of the command line select."""
    inventory = InventoryManager(loader, parse=False)
    for group, hosts in groups.items():
        inventory.add_group(group)
        for host in hosts:
            inventory.add_host(host, group=group)
    if limit and pattern == LOCALHOST:
        # Ansible makes it when nobody has described it.
        inventory.add_host(LOCALHOST)
    inventory.subset(limit)
    return [host.name for host in inventory.get_hosts(pattern)]


def why_none(pattern: str, limit: str | None, variables: Mapping[str, Any], file_variable: str | None = None) -> str:
    """The sentence for a run that would do nothing."""
    if pattern == LOCALHOST:
        return (
            f"--limit {limit} leaves out localhost, which reads tenants_file: write --limit localhost,{limit}, or describe the"
            " tenants as hosts of an inventory."
        )
    if limit:
        hosts = variables.get("groups", {}).get(pattern) or []
        there = f" It has {len(hosts)} hosts." if hosts else " There are no such hosts at all."
        return f"No tenant is selected: --limit {limit} matches no host of {pattern}.{there}"
    file = f", or a file of tenants with -e {file_variable}=..." if file_variable else "."
    return (
        f"No tenant is selected: the inventory has no host in the group {pattern}. Give an inventory with -i, in which each"
        f" tenant is a host of this group{file}"
    )
