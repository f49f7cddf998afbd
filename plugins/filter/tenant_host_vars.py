# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tenant that was read, as the variables of a host."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ..plugin_utils.export_files import as_yaml, host_vars
from ..plugin_utils.untag import untag

DOCUMENTATION = r"""
name: tenant_host_vars
short_description: Write a tenant as variables of the role tenant
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Converts the result of M(community.mailstore.spe_tenant_info) into the text of a YAML file with the variables of
    the role P(community.mailstore.tenant#role), in the order of their documentation.
  - Each secret is a template with the variable that RV(community.mailstore.spe_tenant_info#module:secrets) names. A
    variable that is not set, or is empty, means that the secret is not given.
  - The filter marks texts that look like a template as C(!unsafe), so they stay as they are.
positional: ""
options:
  _input:
    description: The result of M(community.mailstore.spe_tenant_info).
    type: dict
    required: true
seealso:
  - plugin: community.mailstore.tenant_secrets_example
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read a tenant
  community.mailstore.spe_tenant_info:
    instance_id: baumann
    service_provider_access: open
  register: live

- name: Show its file
  ansible.builtin.debug:
    msg: "{{ live | community.mailstore.tenant_host_vars }}"
"""

RETURN = r"""
_value:
  description: The content of the file.
  type: str
"""

_HEAD = """---
# The tenant {tenant} as it is on the server, in variables of the role community.mailstore.tenant.
# What a new tenant has anyway is left out. Secrets are variables, which secrets.example.txt lists.
"""


def tenant_host_vars(result: Any) -> str:
    """The content of the file. Raises AnsibleFilterError for what is no result of the module."""
    found = untag(result)
    if not (isinstance(found, Mapping) and "tenant" in found and "secrets" in found):
        raise AnsibleFilterError(
            "tenant_host_vars takes the whole result of community.mailstore.spe_tenant_info, with tenant and secrets in it."
        )
    tenant = found["tenant"]
    return _HEAD.format(tenant=tenant["instance_id"]) + as_yaml(host_vars(tenant, found["secrets"]))


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenant_host_vars": tenant_host_vars}
