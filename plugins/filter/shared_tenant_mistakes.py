# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What several tenants have, although only one of them can have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

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
      More than one tenant has bakery; an ID or alias and a base directory must belong to one tenant alone.
"""


def shared_tenant_mistakes(tenants: Sequence[Any]) -> list[str]:
    """One sentence for each ID, alias and base directory that more than one tenant has."""
    return list(_mistakes([tenant for tenant in tenants if isinstance(tenant, Mapping)]))


def _mistakes(tenants: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names: Counter[str] = Counter()
    for tenant in tenants:
        own = [_compared(tenant.get(key)) for key in ("tenant_id", "tenant_alias")]
        if own[0] and own[0] == own[1]:
            yield f"{own[0]}: tenant_alias is the ID itself; leave it out, or choose another."
        names.update({name for name in own if name})
    directories = Counter(filter(None, (_compared(tenant.get("tenant_base_directory")) for tenant in tenants)))
    for text in dict.fromkeys([*names, *directories]):
        if names[text] > 1 or directories[text] > 1:
            yield f"More than one tenant has {text}; an ID or alias and a base directory must belong to one tenant alone."


def _compared(value: Any) -> str:
    """Servers do not distinguish upper from lower case in names and paths."""
    if value is None or isinstance(value, (list, Mapping)) or is_omitted(value):
        return ""
    return without_case(str(value)).rstrip("\\")


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"shared_tenant_mistakes": shared_tenant_mistakes}
