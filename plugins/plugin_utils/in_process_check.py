# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a task's work belongs: in this process or in a module of its own."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible import constants

LOCAL_CONNECTION = "ansible.plugins.connection.local"
DISCOVERED = ("", "auto", "auto_legacy", "auto_silent", "auto_legacy_silent")

#: A template of one variable and nothing else, as `{{ ansible_playbook_python }}`.
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def runs_in_process(task: Any, connection: Any, templar: Any, variables: Mapping[str, Any]) -> bool:
    """Whether the module would run on this machine, as this user, with this Python, while the play waits."""
    if task.async_val:
        return False
    # A plugin that is derived from the local one calls itself local, too, but may run elsewhere.
    if type(connection).__module__ != LOCAL_CONNECTION:
        return False
    if connection.become is not None:
        return False
    return _with_this_python(templar, _variables_of_target(task, variables))


def _variables_of_target(task: Any, variables: Mapping[str, Any]) -> Mapping[str, Any]:
    if not task.delegate_to:
        return variables
    delegated: Mapping[str, Any] = variables.get("ansible_delegated_vars", {}).get(task.delegate_to, variables)
    return delegated


def _with_this_python(templar: Any, variables: Mapping[str, Any]) -> bool:
    """Whether no Python is prescribed, or this one."""
    prescribed = constants.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
    python = _plain_value(prescribed, variables) or templar.template(prescribed)
    if not python or python in DISCOVERED:
        return True
    return _same_python(str(python).strip(), sys.executable)


def _plain_value(prescribed: Any, variables: Mapping[str, Any]) -> str | None:
    """The value of the variable that is prescribed, where it has no template itself. Ansible would compile the template for
    each item of a loop anew."""
    variable = _VARIABLE.fullmatch(prescribed) if isinstance(prescribed, str) else None
    value = variables.get(variable[1]) if variable else None
    return value if isinstance(value, str) and "{" not in value else None


def _same_python(one: str, other: str) -> bool:
    """Compares folders, too: the Pythons of two virtual environments are links to one, with different libraries."""
    if one == other:
        return True
    mine, theirs = Path(one), Path(other)
    return mine.resolve() == theirs.resolve() and mine.parent.resolve() == theirs.parent.resolve()
