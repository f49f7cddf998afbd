# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Pythons of this machine: on PATH, or kept by pyenv or uv."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def _candidates(version: str) -> Iterator[Path]:
    for directory in os.get_exec_path():
        yield Path(directory, f"python{version}")
    home = Path(os.environ.get("HOME", "/nonexistent"))
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    for kept in (pyenv / "versions", home / ".local" / "share" / "uv" / "python", data / "uv" / "python"):
        yield from sorted(kept.glob(f"*{version}*/bin/python{version}"), reverse=True)


@cache
def _real_path(python: Path, version: str) -> Path | None:
    """Where the interpreter lies, or nothing when it does not run or is another: shims of pyenv may exist and fail."""
    if not os.access(python, os.X_OK):
        return None
    program = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2], sys.executable)"
    asked = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    found, _separator, path = asked.stdout.strip().partition(" ")
    return Path(path) if found == version else None


def find_python(version: str) -> Path | None:
    """A Python of this version (`3.12`) that runs and can make virtual environments."""
    return next((path for python in _candidates(version) if (path := _real_path(python, version))), None)


def path_with(directory: Path, versions: list[str]) -> str:
    """A PATH on which each of these Pythons, where the machine has it, runs under its usual name (`python3.12`)."""
    directory.mkdir(parents=True, exist_ok=True)
    for version in versions:
        link = directory / f"python{version}"
        link.unlink(missing_ok=True)
        python = find_python(version)
        if python:
            link.symlink_to(python)
    return os.pathsep.join([str(directory), *os.get_exec_path()])
