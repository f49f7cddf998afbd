# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What several tenants have, although only one of them can have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleError
from jinja2 import Undefined

from ..module_utils._api.one_line import joined_by_and
from ..module_utils._engine.names import without_case
from ..plugin_utils.omitted import is_omitted

DOCUMENTATION = r"""
name: shared_tenant_mistakes
short_description: Find what several tenants have although only one of them can have it
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Compares the IDs, aliases and base directories of tenants with each other. The server is not asked.
  - Names the hosts, if each tenant has the C(inventory_hostname) of one.
positional: ""
options:
  _input:
    description: The tenants, each with the variables of the role P(community.mailstore.tenant#role).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Stop if two tenants have the same ID
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  run_once: true
  vars:
    mistakes: >-
      {{ ansible_play_hosts_all | map('extract', hostvars) | community.mailstore.shared_tenant_mistakes }}
"""

RETURN = r"""
_value:
  description: One sentence for each mistake; an empty list if there is none.
  type: list
  elements: str
  sample:
    - >-
      Hosts bakery and bakery-2 both have tenant_id bakery; an ID or alias and a base directory must belong to one tenant alone.
"""


ID = "tenant_id"
ALIAS = "tenant_alias"
DIRECTORY = "tenant_base_directory"

#: A host, and the variable by which it has something.
_Owner = tuple[str, str]


def shared_tenant_mistakes(tenants: Sequence[Any]) -> list[str]:
    """One sentence for each ID, alias and base directory that more than one tenant has."""
    return list(_mistakes([tenant for tenant in tenants if isinstance(tenant, Mapping)]))


def _mistakes(tenants: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names: dict[str, list[_Owner]] = defaultdict(list)
    directories: dict[str, list[_Owner]] = defaultdict(list)
    for tenant in tenants:
        host = str(tenant.get("inventory_hostname") or "")
        instance_id, alias = (_compared(tenant, key) for key in (ID, ALIAS))
        names[instance_id].append((host, ID))
        if instance_id and instance_id == alias:
            yield f"{instance_id}: tenant_alias is the ID itself; leave it out, or choose another."
        else:
            names[alias].append((host, ALIAS))
        directories[_compared(tenant, DIRECTORY)].append((host, DIRECTORY))
    for text, owners in [*names.items(), *directories.items()]:
        if text and len(owners) > 1:
            yield f"{_who_has(text, owners)}; an ID or alias and a base directory must belong to one tenant alone."


def _who_has(text: str, owners: Sequence[_Owner]) -> str:
    """The beginning of the sentence: the hosts are known of an inventory, and not of a list of tenants."""
    if not all(host for host, _variable in owners):
        return f"More than one tenant has {text}"
    together = "both" if len(owners) == 2 else "all"
    if len({variable for _host, variable in owners}) == 1:
        return f"Hosts {joined_by_and([host for host, _variable in owners])} {together} have {owners[0][1]} {text}"
    return f"Hosts {joined_by_and([f'{host} ({variable})' for host, variable in owners])} {together} have {text}"


def _compared(tenant: Mapping[str, Any], variable: str) -> str:
    """Servers do not distinguish upper from lower case in names and paths."""
    try:
        value = tenant.get(variable)
    except AnsibleError:
        # It takes a variable that is not defined, which is not a mistake of this kind.
        return ""
    if value is None or isinstance(value, (list, Mapping, Undefined)) or is_omitted(value):
        return ""
    text = str(value)
    # Up to ansible-core 2.18 such a variable comes as it is written.
    return "" if "{{" in text else without_case(text).rstrip("\\")


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"shared_tenant_mistakes": shared_tenant_mistakes}
