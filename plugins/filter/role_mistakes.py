# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the variables of a role of this collection, in a sentence for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..plugin_utils.undefined import sees_undefined
from ..plugin_utils.variables_check import documented_variables, mistakes_in_variables, mistyped_names

DOCUMENTATION = r"""
name: role_mistakes
short_description: Find what is wrong with the variables of a role
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Checks variables by the argument specification of a role of this collection, in the words of its modules. Also finds
    variables that are almost named like one of the role.
  - The server is not asked. The role P(community.mailstore.tenant#role) has a filter of its own,
    P(community.mailstore.tenant_errors#filter), which knows more.
positional: role, names
options:
  _input:
    description: Variables of the role by name, also those that are not defined.
    type: dict
    required: true
  role:
    description: The role.
    type: str
    choices: [fleet_health, support_access]
    required: true
  names:
    description: The names of all variables that begin like those of the role.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Stop if the variables of the morning check are not right
  ansible.builtin.assert:
    that: mistakes | length == 0
    fail_msg: "{{ mistakes | join(' ') }}"
  vars:
    mistakes: "{{ {'fleet_health_depth': 'quick', 'fleet_health_monthly': 'no'} | community.mailstore.role_mistakes('fleet_health') }}"
"""

RETURN = r"""
_value:
  description: One sentence for each mistake; an empty list if there is none.
  type: list
  elements: str
  sample:
    - "fleet_health_monthly: 'ture' is neither true nor false."
"""


@sees_undefined
def role_mistakes(given: Mapping[str, Any], role: str, names: Sequence[str] = ()) -> list[str]:
    """One sentence for each mistake, in the order of the variables."""
    known = documented_variables(role)
    return [
        *(
            f"{name} is not a variable of the role; did you mean {close}?"
            for name, close in mistyped_names([str(name) for name in names], known, f"{role}_")
            if close
        ),
        *mistakes_in_variables(known, given, f"community.mailstore.{role}"),
    ]


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"role_mistakes": role_mistakes}
