# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The flags that a playbook takes: a mistyped one is a mistake, and does not mean no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Undefined

from ..module_utils._api.errors import InputError
from ..module_utils._engine.free_values import flag
from ..plugin_utils.undefined import is_not_set, sees_undefined, why

DOCUMENTATION = r"""
name: flags
short_description: Read the flags of a playbook, and find those that are neither true nor false
version_added: 0.1.0
author:
  - The community.mailstore contributors (@community-mailstore)
description:
  - Takes the words that Ansible takes for flags, such as C(true), C(no) and C(on). The filter C(bool) of Ansible
    takes every other word for C(false), so that a mistyped C(true) switches something off.
  - A flag that takes a variable which is not defined is a mistake, too. The filter C(default) of Ansible would take the default
    then.
positional: defaults
options:
  _input:
    description: The values of the variables, each by the name of its variable, also of those that are not defined.
    type: dict
    required: true
  defaults:
    description: The flags that need not be given, with what they are then.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: Refuse flags that are neither true nor false
  ansible.builtin.assert:
    that: flags.mistakes | length == 0
    fail_msg: "{{ flags.mistakes | join(' ') }}"
  vars:
    flags: "{{ {'send_mail': send_mail} | community.mailstore.flags({'send_mail': false}) }}"
"""

RETURN = r"""
_value:
  description: Each variable with C(true) or C(false), and C(mistakes), a sentence for each that is neither.
  type: dict
  sample:
    send_mail: false
    mistakes: []
"""


@sees_undefined
def flags(given: Mapping[str, Any], defaults: Mapping[str, bool] | None = None) -> dict[str, Any]:
    """Each flag, and the sentences about the others."""
    known: dict[str, bool] = {}
    mistakes: list[str] = []
    for name, value in given.items():
        try:
            known[name] = _flag(name, value, defaults or {})
        except InputError as error:
            mistakes.append(error.message)
    return {**known, "mistakes": mistakes}


def _flag(name: str, value: Any, defaults: Mapping[str, bool]) -> bool:
    if name in defaults and is_not_set(value, name):
        return defaults[name]
    if isinstance(value, Undefined):
        raise InputError(f"{name} {why(value)}")
    return flag(value, name)


class FilterModule:
    """What Ansible looks up."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"flags": flags}
