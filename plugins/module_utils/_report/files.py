# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that are written whole or not at all, and paths that are checked before any work is done for them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .._api.errors import InputError


def check_paths(paths: Iterable[tuple[str, str]]) -> None:
    """Raises InputError for the first path, named by its option, into which no file can be written, or that is given twice."""
    seen: dict[Path, str] = {}
    for option, path in paths:
        _check_path(option, Path(path))
        resolved = Path(path).resolve()
        if resolved in seen:
            raise InputError(f"{seen[resolved]} and {option} are both {path!r}: give each of them a file of its own.")
        seen[resolved] = option


def _check_path(option: str, path: Path) -> None:
    _refuse_nothing(option, str(path))
    if not path.name:
        raise InputError(f"{option} is {str(path)!r}, which is not the path of a file.")
    try:
        if path.is_dir():
            raise InputError(f"{option}: {str(path)!r} is a directory; add the name of a file.")
        if path.exists() and not path.is_file():
            raise InputError(f"{option}: {str(path)!r} is not an ordinary file; give another path.")
        _check_directory(option, path.parent)
        if path.exists() and not os.access(path, os.W_OK):
            raise InputError(
                f"{option}: the file {str(path)!r} cannot be written: change its rights, or give another path."
            )
    except OSError as error:
        raise InputError(f"{option}: {str(path)!r} cannot be used as a path: {_reason(error)}.") from None


def check_directory(option: str, path: str) -> None:
    """Raises InputError for a directory that is not there and cannot be created, or in which no file can be created."""
    _refuse_nothing(option, path)
    directory = Path(path)
    try:
        if directory.exists() and not directory.is_dir():
            raise InputError(f"{option}: {path!r} is a file, not a directory; give another path.")
        _check_directory(option, directory if directory.exists() else directory.parent)
    except OSError as error:
        raise InputError(f"{option}: {path!r} cannot be used as a path: {_reason(error)}.") from None


def _refuse_nothing(option: str, path: str) -> None:
    if not path.strip() or "\0" in path:
        raise InputError(f"{option} is {path!r}, which is not a path.")


def _check_directory(option: str, directory: Path) -> None:
    if not directory.is_dir():
        raise InputError(f"{option}: there is no directory {str(directory)!r}; create it, or give another path.")
    if not os.access(directory, os.W_OK | os.X_OK):
        raise InputError(
            f"{option}: no file can be created in the directory {str(directory)!r}: change its rights, or give another path."
        )
    # A file system that is read-only, or full, shows it only when something is created.
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".check", dir=directory)
    except OSError as error:
        raise InputError(f"{option}: no file can be created in {str(directory)!r}: {_reason(error)}.") from None
    os.close(handle)
    Path(name).unlink()


def differs(path: str, content: str) -> bool:
    """Whether the file has another content, or is not there."""
    try:
        return Path(path).read_bytes() != _encoded(content)
    except OSError:
        return True


def write_whole(option: str, path: str, content: str) -> None:
    """Write the file by a temporary one in the same directory, so that nobody ever sees a part of it.

    An existing file keeps its mode, and a link remains one. Raises InputError when the file cannot be written; the one
    that was there remains.
    """
    try:
        target = Path(path).resolve()
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise InputError(f"{option}: {path!r} cannot be written: {_reason(error)}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_encoded(content))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except OSError as error:
        raise InputError(f"{option}: {path!r} cannot be written: {_reason(error)}.") from None
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _encoded(content: str) -> bytes:
    # Half of a pair of surrogates may stand in a name that a server sent.
    return content.encode("utf-8", errors="replace")


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error)
