# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mistakes in the variables of many tenants, in one task."""

from __future__ import annotations

DOCUMENTATION = r"""
name: tenant_mistakes
short_description: Find what is wrong with the variables of many tenants at once
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Returns what the role P(community.mailstore.tenant#role) would refuse in the variables of these hosts, a sentence for each
    mistake, which begins with the name of the host. The server is not asked.
  - So a playbook shows all mistakes of all tenants in one round.
options:
  _terms:
    description: Names of hosts.
    type: list
    elements: str
    required: true
seealso:
  - plugin: community.mailstore.shared_tenant_mistakes
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Refuse mistakes in the variables of all tenants
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  run_once: true
  vars:
    mistakes: "{{ query('community.mailstore.tenant_mistakes', *ansible_play_hosts_all) }}"
"""

RETURN = r"""
_raw:
  description: One sentence for each mistake.
  type: list
  elements: str
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.plugins.lookup import LookupBase

from ..plugin_utils.described_tenants import DescribedTenants


class LookupModule(LookupBase):  # type: ignore[misc]  # ansible-core has no types
    """What Ansible looks up."""

    def run(self, terms: Sequence[Any], variables: Mapping[str, Any] | None = None, **kwargs: Any) -> list[str]:
        self.set_options(var_options=variables, direct=kwargs)
        tenants = DescribedTenants(self._templar, variables or {})
        return [f"{host}: {mistake}" for host in map(str, terms) for mistake in tenants.mistakes(host)]
