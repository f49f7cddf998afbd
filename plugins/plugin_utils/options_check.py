# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a task, checked without doing its work: what ansible-lint asks for.

It finds an action plugin where a module has one of the same name, and calls the `main` of that file with the arguments of
the task, while its own class stands for AnsibleModule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils import basic

from ..module_utils._ansible.arguments import sanitized_arguments
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.options import CONNECTION_OPTIONS, GROUP_OPTIONS
from ..module_utils._ansible.specified import without_null_words

TEMPLATES = ("{{", "{%")


def check_options(definition: ModuleDefinition) -> None:
    """Refuse the arguments as AnsibleModule does, by the end of the process; nothing else is done.

    What module defaults or the environment may give need not be there, and what a template will give is seen later.
    """
    accepted = definition.accepted_options

    class OptionsAlone(basic.AnsibleModule):  # type: ignore[misc]  # ansible-core has no types
        params: dict[str, Any]

        def _load_params(self) -> None:
            super()._load_params()
            self.params = without_null_words(accepted, sanitized_arguments(definition, self.params))
            self.argument_spec = {name: _lenient(name, option, self.params) for name, option in accepted.items()}

    OptionsAlone(argument_spec=accepted, supports_check_mode=True, **definition.rules)


def _lenient(name: str, option: Mapping[str, Any], params: Mapping[str, Any]) -> Mapping[str, Any]:
    if name in CONNECTION_OPTIONS or name in GROUP_OPTIONS:
        option = {**option, "required": False}
    if not _has_template(params.get(name)):
        return option
    return {"type": "raw", "required": option.get("required", False), "no_log": option.get("no_log", False)}


def _has_template(value: Any) -> bool:
    if isinstance(value, str):
        return any(mark in value for mark in TEMPLATES)
    if isinstance(value, Mapping):
        return any(_has_template(member) for member in value.values())
    return isinstance(value, list) and any(_has_template(member) for member in value)
