# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders of an instance; those at the top are the archives of users."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .._api.errors import InputError
from .._engine.calls import Call
from .._engine.server import Server
from .assumptions import FOLDER_DELIMITER, folder_path


def parent_of(path: str) -> str | None:
    """The folder above; None for one at the top."""
    return path.rpartition(FOLDER_DELIMITER)[0] or None


def children(server: Server, instance_id: str, folder: str | None, levels: int | None) -> list[Mapping[str, Any]]:
    """What GetChildFolders tells below a folder, or from the top."""
    arguments = {"instanceID": instance_id, "folder": folder, "maxLevels": levels}
    return list(_flat(server.read("GetChildFolders", arguments) or []))


def _flat(rows: Any) -> Iterator[Mapping[str, Any]]:
    """The rows of all levels; whether levels are nested in their parents is unknown."""
    for row in rows:
        entry = row if isinstance(row, Mapping) else {"folder": row}
        yield entry
        yield from _flat(entry.get("folders") or entry.get("children") or [])


def exists(server: Server, instance_id: str, path: str) -> bool:
    """Whether the folder is listed in the one above it; which must be there itself."""
    parent = parent_of(path)
    if parent is not None and not exists(server, instance_id, parent):
        return False
    rows = children(server, instance_id, parent, 1)
    return any(folder_path(row, parent).casefold() == path.casefold() for row in rows)


def move_calls(server: Server, instance_id: str, path: str, new_path: str) -> list[Call]:
    """The call that moves or renames a folder; none when it has been moved already.

    Raises InputError when both are there (what the server would do is unknown), and when neither is.
    """
    if path == new_path:
        return []
    here, there = exists(server, instance_id, path), exists(server, instance_id, new_path)
    if here and there:
        raise InputError(
            f"The folder {path!r} cannot be moved to {new_path!r}: there is a folder of that name already; choose another"
            " new_path."
        )
    if not here and not there:
        raise InputError(f"There is no folder {path!r} that could be moved to {new_path!r}; check path.")
    if there:
        return []
    return [Call("MoveFolder", {"instanceID": instance_id, "fromFolder": path, "toFolder": new_path}, ("new_path",))]


def statistics_by_folder(server: Server, instance_id: str) -> dict[str, Mapping[str, Any]]:
    """The rows of GetFolderStatistics by the archive's name; sizes are in bytes (observed)."""
    rows = server.read("GetFolderStatistics", {"instanceID": instance_id}) or []
    return {row["folder"]: row for row in rows}
