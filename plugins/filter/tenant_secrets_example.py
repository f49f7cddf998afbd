# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables for the secrets of tenants that were read, still empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ..plugin_utils.export_files import as_comment, as_yaml
from ..plugin_utils.untag import untag

DOCUMENTATION = r"""
name: tenant_secrets_example
short_description: Write an example file for the secrets of tenants
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Converts several results of M(community.mailstore.spe_tenant_info) into the text of a YAML file with an empty
    variable for each secret of these tenants.
positional: ""
options:
  _input:
    description: Results of M(community.mailstore.spe_tenant_info), one for each tenant.
    type: list
    elements: dict
    required: true
seealso:
  - plugin: community.mailstore.tenant_host_vars
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read two tenants
  community.mailstore.spe_tenant_info:
    instance_id: "{{ item }}"
    service_provider_access: open
  loop: [baumann, nordlicht]
  register: live

- name: Show the file for their secrets
  ansible.builtin.debug:
    msg: "{{ live.results | community.mailstore.tenant_secrets_example }}"
"""

RETURN = r"""
_value:
  description: The content of the file.
  type: str
"""

_HEAD = """---
# Secrets of the exported tenants, which no server shows. Copy this file to secrets.yml, outside the inventory, fill in what a
# tenant needs that is made anew, and keep it in a vault:
#
#   ansible-vault encrypt secrets.yml
#   ansible-playbook -i inventory site.yml -e @secrets.yml --ask-vault-pass
#
# What stays empty counts as not given: nothing is changed for it.
"""


def tenant_secrets_example(results: Any) -> str:
    """The content of the file. Raises AnsibleFilterError for what is no list of results, and for a variable that two tenants
    have."""
    found = untag(results)
    if not (isinstance(found, list) and all(isinstance(each, Mapping) and "secrets" in each for each in found)):
        raise AnsibleFilterError(
            "tenant_secrets_example takes a list of results of community.mailstore.spe_tenant_info, with secrets in each."
        )
    _refuse_shared(found)
    return _HEAD + "".join(_block(each) for each in found if each["secrets"])


def _block(result: Mapping[str, Any]) -> str:
    lines = ["", f"# {result['tenant']['instance_id']}"]
    for secret in result["secrets"]:
        value: Any = {} if secret["type"] == "dict" else ""
        line = as_yaml({secret["variable"]: value}).rstrip("\n")
        lines.append(f"{line}  {as_comment(_place(secret))}")
    return "\n".join([*lines, ""])


def _place(secret: Mapping[str, Any]) -> str:
    option = secret["option"] if secret["key"] is None else f"{secret['option']}.{secret['key']}"
    name = "" if secret["name"] is None else f" ({secret['name']})"
    return f"{secret['part']}{name}: {option}"


def _refuse_shared(results: list[Mapping[str, Any]]) -> None:
    tenants: dict[str, str] = {}
    for result in results:
        for secret in result["secrets"]:
            tenant = result["tenant"]["instance_id"]
            other = tenants.setdefault(secret["variable"], tenant)
            if other != tenant:
                raise AnsibleFilterError(
                    f"Secrets of {other} and of {tenant} would both be in {secret['variable']}: read one of the two with another"
                    " secret_variables."
                )


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenant_secrets_example": tenant_secrets_example}
