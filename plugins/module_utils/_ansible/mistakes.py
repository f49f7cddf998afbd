# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes in the arguments of a task: what Ansible's validation does not survive, and what it says of the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ValidationResult
from ansible.module_utils.errors import UnsupportedError


def survivable(argument_spec: Mapping[str, Mapping[str, Any]], raw: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments, such that validation refuses them in a sentence, if it has to.

    Where a dictionary with options of its own is a number, a truth or a list, Ansible's validation ends in a
    traceback. Given a text, it says what is wrong.
    """
    return {name: _survivable(argument_spec.get(name, {}), value) for name, value in raw.items()}


def refusal(action: str, validation: ValidationResult) -> str | None:
    """The sentence with which AnsibleModule refuses the arguments of this action; nothing if they are valid."""
    if not validation.error_messages:
        return None
    message: str = validation.error_messages[0]
    if isinstance(validation.errors[0], UnsupportedError):
        return f"Unsupported parameters for ({action}) module: {message}"
    return message


def _survivable(option: Mapping[str, Any], value: Any) -> Any:
    inner = option.get("options")
    if not inner or value is None:
        return value
    if isinstance(value, Mapping):
        return survivable(inner, value)
    if option.get("type") == "dict":
        return str(value)
    if isinstance(value, list):
        return [survivable(inner, entry) if isinstance(entry, Mapping) else entry for entry in value]
    return value
