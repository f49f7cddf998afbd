# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with a list of tenants: with each of them, and with what only one of them can have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from jinja2 import Undefined

from ..module_utils._ansible.arguments import kind_in_words
from ..plugin_utils.role_files import role_directory, trusted_yaml
from ..plugin_utils.role_variables import NAMES, PREFIX
from ..plugin_utils.undefined import Path, in_words, sees_undefined, why
from ..plugin_utils.variables_check import mistyped_names
from .shared_tenant_mistakes import shared_tenant_mistakes
from .tenant_errors import tenant_errors

DOCUMENTATION = r"""
name: tenant_list_mistakes
short_description: Find what is wrong with a list of tenants
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Checks each tenant of a list as the role P(community.mailstore.tenant#role) does, and the tenants against each other, all in
    one round. The server is not asked.
  - Each sentence names the tenant, and shows nothing of an entry that may be a password.
positional: ""
options:
  _input:
    description: The tenants, each with the variables of the role.
    type: list
    elements: dict
    required: true
seealso:
  - plugin: community.mailstore.tenant_errors
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Stop if the tenants are not described well
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  vars:
    tenants:
      - tenant_id: contoso
        tenant_instance_host: host1.example.com
        tenant_base_directory: E:\Archives\contoso
        tenant_stores:
          - name: "2026"
            requested_state: current
        tenant_jobs: []
    mistakes: "{{ tenants | community.mailstore.tenant_list_mistakes }}"
"""

RETURN = r"""
_value:
  description: One sentence for each mistake; an empty list if there is none.
  type: list
  elements: str
  sample:
    - "bakery: tenant_users[1] (anna.baker): there is no option fullname; did you mean full_name?"
"""


@sees_undefined
def tenant_list_mistakes(tenants: Any) -> list[str]:
    """One sentence for each mistake, tenant by tenant, then those of several tenants."""
    if isinstance(tenants, Undefined):
        return [f"The list of tenants {why(tenants)}"]
    if not isinstance(tenants, list) or not tenants:
        return ["The list of tenants is not a list with at least one tenant; begin each with a dash."]
    defaults = trusted_yaml(role_directory("tenant") / "defaults" / "main.yml")
    return [
        *(
            f"{_called(tenant, number)}: {sentence}"
            for number, tenant in enumerate(tenants, 1)
            for sentence in _mistakes_in_tenant(tenant, defaults)
        ),
        *shared_tenant_mistakes(tenants),
    ]


def _mistakes_in_tenant(tenant: Any, defaults: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(tenant, Mapping):
        yield f"it is {kind_in_words(tenant)}, but must be a dictionary; give its variables by name."
        return
    described = {**defaults, **tenant}
    others = dict(mistyped_names([str(name) for name in tenant], NAMES, PREFIX))
    yield from (
        f"{name} is not a variable of the role; `ansible-doc -t role community.mailstore.tenant` lists them."
        for name, close in others.items()
        if not close
    )
    for path in _dates(tenant, ()):
        yield f"{in_words(path)} is a date, which not every version of Ansible can hand on: put it in quotes."
    yield from tenant_errors(
        {
            "variables": [name for name, close in others.items() if close],
            # What is not given is as undefined as it would be in the role.
            **{name.removeprefix(PREFIX): described.get(name, Undefined(name=name)) for name in sorted(NAMES)},
        }
    )


def _dates(value: Any, path: Path) -> Iterator[Path]:
    """Where YAML has made a date of a text."""
    if isinstance(value, date):
        yield path
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from _dates(member, (*path, str(key)))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _dates(member, (*path, number))


def _called(tenant: Any, number: int) -> str:
    name = tenant.get("tenant_id") if isinstance(tenant, Mapping) else None
    return str(name) if isinstance(name, (str, int)) and name != "" else f"tenant {number}"


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"tenant_list_mistakes": tenant_list_mistakes}
