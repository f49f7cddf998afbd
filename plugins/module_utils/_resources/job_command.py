# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command of a job, looked up among the functions of the server: a mistyped one would fail every night."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from .._api.client import Signature
from .._api.errors import InputError
from .assumptions import SHELL_COMMANDS

_ARGUMENT = re.compile(r"""--(\w+)=("[^"]*"|'[^']*'|\S*)""")


def check_command(action: str, known: Mapping[str, Signature]) -> None:
    """Raises InputError for a command that the server does not know, for an argument that the command does not have, and
    for a flag that is not true or false."""
    command = (action.split() or [""])[0]
    if command in SHELL_COMMANDS:
        return
    if command not in known:
        raise InputError(
            f"The server has no command {command!r}{_suggestion(command, known)} Set allow_unknown_command: true for a"
            " command of the Management Shell that is not a function of the API."
        )
    arguments = [name for name in known[command].arguments if name != "instanceID"]
    for name, value in _ARGUMENT.findall(action):
        if name not in arguments:
            takes = f"takes {', '.join(arguments)}" if arguments else "takes none"
            raise InputError(f"The command {command} has no argument {name!r}: it {takes}.")
        if known[command].arguments[name].type == "bool" and value.strip("\"'").lower() not in ("true", "false"):
            raise InputError(
                f"The argument {name} of the command {command} must be true or false, but is {value} (in a template: | bool)."
            )


def _suggestion(command: str, known: Mapping[str, Signature]) -> str:
    by_letters = {name.lower(): name for name in (*known, *SHELL_COMMANDS)}
    close = get_close_matches(command.lower(), list(by_letters))
    # A wrong letter is likelier than a missing one.
    close.sort(key=lambda name: abs(len(name) - len(command)))
    return f": did you mean {by_letters[close[0]]}?" if close else "."
