# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes in a playbook that Ansible's validation does not survive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def survivable(argument_spec: Mapping[str, Mapping[str, Any]], raw: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments, such that validation refuses them in a sentence, if it has to.

    Where a dictionary with options of its own is a number, a truth or a list, Ansible's validation ends in a
    traceback. Given a text, it says what is wrong.
    """
    return {name: _survivable(argument_spec.get(name, {}), value) for name, value in raw.items()}


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
