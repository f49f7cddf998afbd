# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The flags that a playbook takes: a mistyped one is a mistake, and does not mean no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..module_utils._api.errors import InputError
from ..module_utils._engine.free_values import flag

DOCUMENTATION = r"""
name: flags
short_description: Read the flags of a playbook, and find those that are neither true nor false
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Takes the words that Ansible takes for flags, such as C(true), C(no) and C(on). The filter C(bool) of Ansible
    takes every other word for C(false), so that a mistyped C(true) switches something off.
positional: ""
options:
  _input:
    description: The values of the variables, each by the name of its variable.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Refuse flags that are neither true nor false
  ansible.builtin.assert:
    that: flags.mistakes | length == 0
    fail_msg: "{{ flags.mistakes | join(' ') }}"
  vars:
    flags: "{{ {'send_mail': send_mail | default(false)} | community.mailstore.flags }}"
"""

RETURN = r"""
_value:
  description: Each variable with C(true) or C(false), and C(mistakes), a sentence for each that is neither.
  type: dict
  sample:
    send_mail: false
    mistakes: []
"""


def flags(given: Mapping[str, Any]) -> dict[str, Any]:
    """Each flag, and the sentences about the others."""
    known: dict[str, bool] = {}
    mistakes: list[str] = []
    for name, value in given.items():
        try:
            known[name] = flag(value, name)
        except InputError as error:
            mistakes.append(error.message)
    return {**known, "mistakes": mistakes}


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"flags": flags}
