# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which paths of directories a playbook may have: those that mean one directory of Windows, and always the same one."""

from __future__ import annotations

from pathlib import PureWindowsPath

from .._api.errors import InputError

#: What Windows allows in no name.
_FORBIDDEN = frozenset('<>:"|?*')
#: Names of devices, whatever follows a dot.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)


def directory_path(text: str, option: str = "path") -> PureWindowsPath:
    """The path of the option as Windows understands it. Raises InputError when it is not absolute, or no path at all."""
    if any(character < " " for character in text):
        # Such as E:\new between double quotes, where YAML takes a backslash and a letter for one character.
        raise InputError(
            f"{option}: {text!r} contains a character that no path can have; in double quotes YAML reads \\n, \\t and"
            " similar as one character, so write the path in single quotes."
        )
    path = PureWindowsPath(text)
    if not path.is_absolute():
        raise InputError(rf"{option}: '{text}' is not absolute; begin it with a drive, such as E:\Archives.")
    if any(not _is_name(part) for part in path.parts[1:]):
        raise InputError(f"{option}: '{text}' contains a name that no directory can have; write the plain path.")
    return path


def _is_name(part: str) -> bool:
    """Whether a directory can have this name. Windows takes dots and blanks at its end away."""
    is_device = part.partition(".")[0].strip().lower() in _DEVICES
    return part == part.rstrip(". ") and not _FORBIDDEN & set(part) and not is_device
