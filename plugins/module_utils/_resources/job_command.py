# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command of a job, looked up among the functions of the server: a mistyped one would fail every night."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from .._api.client import Argument, Signature
from .._api.contract import FUNCTIONS
from .._api.errors import InputError
from .._engine.free_values import number
from .assumptions import ALIKE_ENOUGH_FOR_MISTYPED, ARGUMENTS_WITH_DEFAULT, SHELL_COMMANDS
from .instance import is_exact_id

_ARGUMENT = re.compile(r"""--(\w+)=("[^"]*"|'[^']*'|\S*)""")
_FLAGS = {"true": True, "false": False}
#: A whole argument, with or without a value, so that no `--` inside a value counts.
_NAME = re.compile(r"""--(\w+)(?:=(?:"[^"]*"|'[^']*'|\S*))?""")


def check_command(action: str, known: Mapping[str, Signature]) -> list[str]:
    """The mandatory arguments that the command lacks, and that have no known default: MISSING_ARGUMENT_OF_JOB.

    Raises InputError for a command that the server does not know, for an argument that the command does not have, for
    a flag that is not true or false, and for a number that is none.
    """
    command = (action.split() or [""])[0]
    if command in SHELL_COMMANDS:
        return []
    if command not in known:
        raise _unknown_command(command, known)
    arguments = [name for name in known[command].arguments if name != "instanceID"]
    for name, value in _ARGUMENT.findall(action):
        if name not in arguments:
            raise _unknown_argument(command, name, arguments)
        _check_value(known[command].arguments[name], value, command)
    given = {*_NAME.findall(action), *ARGUMENTS_WITH_DEFAULT.get(command, ())}
    return [name for name in arguments if not known[command].arguments[name].nullable and name not in given]


def arguments_of(action: str) -> tuple[str, dict[str, Any]]:
    """The command of an action, and its arguments: flags, and texts."""
    command, _blank, arguments = action.partition(" ")
    values = {name: value.strip("\"'") for name, value in _ARGUMENT.findall(arguments)}
    return command, {name: _FLAGS.get(value, value) for name, value in values.items()}


def refuse_mistyped_command(action: str) -> None:
    """Raises InputError for a command, or an argument of one, that only resembles one of this collection's list.

    For the time before a server can be asked: ALIKE_ENOUGH_FOR_MISTYPED.
    """
    command = (action.split() or [""])[0]
    if command not in (*FUNCTIONS, *SHELL_COMMANDS):
        if _alike(command, (*FUNCTIONS, *SHELL_COMMANDS), ALIKE_ENOUGH_FOR_MISTYPED):
            raise _unknown_command(command, FUNCTIONS)
        return
    known = FUNCTIONS[command].arguments if command in FUNCTIONS else ()
    arguments = [name for name in known if name != "instanceID"]
    for name in _NAME.findall(action):
        if name not in arguments and _alike(name, arguments, ALIKE_ENOUGH_FOR_MISTYPED):
            raise _unknown_argument(command, name, arguments)


def refuse_wildcard(action: str) -> None:
    """Raises InputError for a command that deletes instances, or that starts, stops or freezes others than named ones.

    The case of letters makes no difference: it may make none to the Management Shell.
    """
    words = action.split()
    command = next((name for name in FUNCTIONS if words and name.lower() == words[0].lower()), "")
    if command not in FUNCTIONS or FUNCTIONS[command].reads or not FUNCTIONS[command].takes_instance_filter:
        return
    if FUNCTIONS[command].destroys:
        raise InputError(f"{command} deletes instances, and no job may do that; use community.mailstore.spe_instance.")
    values = {name.lower(): value.strip("\"'") for name, value in _ARGUMENT.findall(action)}
    ids = values.get("instancefilter", "")
    if not ids or not all(is_exact_id(word) for word in ids.split()):
        raise InputError(
            f"{command} of a job does not accept a wildcard, but instanceFilter is {ids!r}; name the instance IDs."
        )


def missing_arguments_warning(job: str, action: str, missing: Sequence[str]) -> str:
    """The sentence for mandatory arguments that the command of a job lacks."""
    command = action.split(maxsplit=1)[0]
    return (
        f"The command {command} of the job {job!r} has no {' and no '.join(missing)}, which the function of the API"
        " needs, and it is not known whether the Management Shell has a default: set a value in arguments (or in"
        " action)."
    )


def _check_value(argument: Argument, value: str, command: str) -> None:
    place = f"The argument {argument.name} of the command {command}"
    text = value.strip("\"'")
    if argument.type == "bool" and text.lower() not in ("true", "false"):
        raise InputError(f"{place} must be true or false, but is {value} (in a template: | bool).")
    if argument.type == "number":
        number(text, place)


def _unknown_command(command: str, known: Iterable[str]) -> InputError:
    close = _alike(command, (*known, *SHELL_COMMANDS))
    suggestion = f": did you mean {close[0]}?" if close else "."
    return InputError(
        f"The server has no command {command!r}{suggestion} Set allow_unknown_command: true for a command of the Management"
        " Shell that is not a function of the API."
    )


def _unknown_argument(command: str, name: str, arguments: Sequence[str]) -> InputError:
    takes = f"takes {', '.join(arguments)}" if arguments else "takes none"
    return InputError(f"The command {command} has no argument {name!r}: it {takes}.")


def _alike(word: str, known: Iterable[str], enough: float = 0.6) -> list[str]:
    """The known words that are nearly this one, the best first."""
    by_letters = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), list(by_letters), cutoff=enough)
    # A wrong letter is likelier than a missing one.
    close.sort(key=lambda name: abs(len(name) - len(word)))
    return [by_letters[name] for name in close]
