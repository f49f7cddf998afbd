# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values whose templates Ansible cannot evaluate, such as a password that takes a variable which is not defined.

Up to ansible-core 2.18 such a value makes the whole variable an `Undefined`; from 2.19 on it is one where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from jinja2 import Undefined

from ..module_utils._api.one_line import one_line

Filter = TypeVar("Filter", bound=Callable[..., Any])

try:
    from ansible.template import accept_args_markers, accept_lazy_markers
except ImportError:  # ansible-core before 2.19, where each filter gets them

    def sees_undefined(function: Filter) -> Filter:
        """The filter itself."""
        return function
else:

    def sees_undefined(function: Filter) -> Filter:
        """The filter such that it gets what is undefined. Otherwise Ansible would end with a sentence of its own."""
        marked: Filter = accept_args_markers(accept_lazy_markers(function))
        return marked


#: What Jinja says of a variable or an attribute that is not there.
_LACKING = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")

#: How ansible-core begins what it says of another error in a template.
_CAPTURED = re.compile(r"^A captured exception marker was tripped: ")

#: Stands in a place of a value: the key of a dictionary, or the number of an element.
Path = tuple[str | int, ...]


def is_not_set(value: Any, name: str) -> bool:
    """Whether nobody has set the variable of this name. One that is set may take another that is not."""
    return isinstance(value, Undefined) and value._undefined_message == f"'{name}' is undefined"


def why(value: Undefined) -> str:
    """What is wrong with the value, as the end of a sentence that begins with its place.

    Up to ansible-core 2.18 the message of the value shows other values, which may be passwords.
    """
    message = str(value._undefined_message)
    lacking = _LACKING.findall(message)
    if lacking:
        return f"takes {next(filter(None, lacking[-1]))}, which is not defined; define it, too."
    if _CAPTURED.match(message):
        return f"cannot be evaluated: {one_line(_CAPTURED.sub('', message))}"
    return "cannot be evaluated; check its template, and the password of the vault if it is in one."


def without_undefined(value: Any, path: Path = ()) -> tuple[Any, list[tuple[Path, Undefined]]]:
    """The value with null in place of what is undefined, and where that was."""
    found: list[tuple[Path, Undefined]] = []
    return _without_undefined(value, path, found), found


def _without_undefined(value: Any, path: Path, found: list[tuple[Path, Undefined]]) -> Any:
    if isinstance(value, Undefined):
        found.append((path, value))
        return None
    if isinstance(value, Mapping):
        return {key: _without_undefined(member, (*path, str(key)), found) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_undefined(member, (*path, number), found) for number, member in enumerate(value)]
    return value


def in_words(path: Path) -> str:
    """The place as a playbook has it: `folder_privileges[0].folder`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
