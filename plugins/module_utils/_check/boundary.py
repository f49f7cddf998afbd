# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a check may change: things with names of its own, and nothing else."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Iterator, Mapping
from typing import Any

#: How the names of all that a check makes begin.
PREFIX = "spe-check-"
_LETTERS = 8

_OWN_NAME = re.compile(rf"{PREFIX}[a-z]{{{_LETTERS}}}(-[a-z0-9-]+)?")

#: The arguments that name what a call is about; at least one of them, and each that is there, must be a name of our own.
_TARGETS = ("instanceID", "instanceFilter", "serverName", "userName")


class OutsideOfCheck(Exception):
    """A defect of the check: it tried to change what it has not made. Nothing was sent."""


def new_name() -> str:
    """A name that no other check has."""
    return PREFIX + "".join(secrets.choice(string.ascii_lowercase) for _letter in range(_LETTERS))


def is_name_of_a_check(name: str) -> bool:
    """Whether some check may have made what is called so."""
    return _OWN_NAME.fullmatch(name) is not None


#: Functions that change the account of the call, which they do not name.
_OF_THE_OWN_ACCOUNT = frozenset({"CreateSystemAdministratorAPIPassword"})


class Boundary:
    """Allows what begins with one name. is_own_account: whether the account of the calls is one that the check has made."""

    def __init__(self, name: str, *, is_own_account: bool = False) -> None:
        self.name = name
        self._is_own_account = is_own_account

    def refuse_what_is_outside(self, function: str, arguments: Mapping[str, Any]) -> None:
        """Raises OutsideOfCheck unless all that the call is about has a name of our own."""
        if function in _OF_THE_OWN_ACCOUNT and self._is_own_account:
            return
        targets = list(_targets(function, arguments))
        names = [word for target in targets for word in target.split()]
        if not names or not all(self.is_own(name) for name in names):
            raise OutsideOfCheck(
                f"{function} is about {', '.join(targets) or 'no name'}, which this check has not made."
            )

    def is_own(self, name: str) -> bool:
        """Whether this check makes what is called so."""
        return name == self.name or name.startswith(f"{self.name}-")


def _is_target(name: str) -> bool:
    """Whether the argument says what the call is about. TransferStores names a second instance, under a word not known."""
    return name in _TARGETS or "instance" in name.lower()


def _targets(function: str, arguments: Mapping[str, Any]) -> Iterator[str]:
    if function == "CreateDirectoryOnInstanceHost":
        # The host is there already; the directory is ours, or in one that is.
        names = str(arguments["path"]).split("\\")
        yield next((name for name in names if is_name_of_a_check(name)), names[-1])
        return
    for name, value in arguments.items():
        # Within an instance userName is a user of it.
        is_user = name == "userName" and "instanceID" in arguments
        if value is not None and _is_target(name) and not is_user:
            yield str(value)
    configuration = arguments.get("config")
    if isinstance(configuration, Mapping) and "instanceID" not in arguments:
        yield from (str(configuration[name]) for name in _TARGETS if name in configuration)
