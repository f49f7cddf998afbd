# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role `tenant` would give spe_tenant, for many hosts in one task."""

from __future__ import annotations

DOCUMENTATION = r"""
name: tenant_arguments
short_description: Get the arguments that the role tenant gives to spe_tenant, for many hosts at once
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Returns for each host what the role P(community.mailstore.tenant#role) makes of its variables, in the form of
    O(community.mailstore.spe_drift_info#module:tenants).
  - A host whose variables have mistakes is an element with C(error). A host that has none of the variables that each
    tenant must have, except for C(tenant_id), is an element without C(options).
  - The result contains secrets. Use it only in a task with C(no_log=true).
options:
  _terms:
    description: Names of hosts.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Compare all tenants of the play
  community.mailstore.spe_drift_info:
    tenants: "{{ query('community.mailstore.tenant_arguments', *ansible_play_hosts_all) }}"
  run_once: true
  no_log: true
  register: check
"""

RETURN = r"""
_raw:
  description: The tenants.
  type: list
  elements: dict
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.plugins.lookup import LookupBase

from ..plugin_utils.described_tenants import DescribedTenants


class LookupModule(LookupBase):  # type: ignore[misc]  # ansible-core has no types
    """What Ansible looks up."""

    def run(
        self, terms: Sequence[Any], variables: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> list[dict[str, Any]]:
        self.set_options(var_options=variables, direct=kwargs)
        tenants = DescribedTenants(self._templar, variables or {})
        return [tenants.arguments(str(host)) for host in terms]
