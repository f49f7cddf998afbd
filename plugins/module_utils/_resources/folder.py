# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders of an instance; those at the top are the archives of users."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._api.errors import FunctionFailed, InputError
from .._engine.calls import Call
from .._engine.names import NameIndex, other_letters, refuse_unfit_name, same_name
from .._engine.resource import ReadOnly
from .._engine.snapshot import Snapshot
from .assumptions import FOLDER_DELIMITER, KEYS_OF_FOLDER_ROWS, folder_path, nested_folders

READ_ONLY = ReadOnly(sometimes=(*KEYS_OF_FOLDER_ROWS, "statistics"))

DELETE_EMPTY = "DeleteEmptyFolders"

#: The function that lists the archives of an instance, and the folders in them.
CHILDREN = "GetChildFolders"
MOVE = "MoveFolder"
STATISTICS = "GetFolderStatistics"

#: Why a folder may not be listed (documented: compliance settings may hide all but the first level).
HIDDEN = "check its path, and whether the compliance settings of the instance hide folders from administrators"


def check_path(option: str, path: str | None) -> None:
    """Raises InputError for what is not a path: an empty part, at the ends or between."""
    if path is not None and not all(part.strip() for part in path.split(FOLDER_DELIMITER)):
        raise InputError(
            f"{option}: {path!r} is not the path of a folder; write it as 'jane.doe/Inbox', without / at the ends."
        )


def parent_of(path: str) -> str | None:
    """The folder above; None for one at the top."""
    return path.rpartition(FOLDER_DELIMITER)[0] or None


def children(snapshot: Snapshot, instance_id: str, folder: str | None, levels: int | None) -> list[Mapping[str, Any]]:
    """What GetChildFolders returns below a folder, or from the top."""
    arguments = {"instanceID": instance_id, "folder": folder, "maxLevels": levels}
    return list(_flat(snapshot.read(CHILDREN, arguments) or []))


def _flat(rows: Any) -> Iterator[Mapping[str, Any]]:
    """The rows of all levels."""
    for row in rows:
        entry = row if isinstance(row, Mapping) else {"folder": row}
        yield entry
        yield from _flat(nested_folders(entry))


def archives_of(snapshot: Snapshot, instance_id: str) -> NameIndex:
    """The names of the folders at the top."""
    return _paths_below(snapshot, instance_id, None)


def _paths_below(snapshot: Snapshot, instance_id: str, parent: str | None) -> NameIndex:
    """The paths of the folders in a folder, or at the top."""

    def read() -> NameIndex:
        return NameIndex(folder_path(row, parent) for row in children(snapshot, instance_id, parent, 1))

    return snapshot.once((CHILDREN, instance_id, parent), read)


def find_folder(snapshot: Snapshot, instance_id: str, path: str) -> str | None:
    """The path as the server spells it; None when it is not listed in the folder above, which must be there itself."""
    parent = parent_of(path)
    if parent is not None:
        parent = find_folder(snapshot, instance_id, parent)
        if parent is None:
            return None
    same = _paths_below(snapshot, instance_id, parent).alike(path)
    exact = [other for other in same if other == path] or [other for other in same if same_name(other, path)]
    return next(iter(exact or same), None)


def existing_path(snapshot: Snapshot, instance_id: str, path: str) -> str | None:
    """The path as the server spells it. Raises InputError when it is there in other letters only."""
    there = find_folder(snapshot, instance_id, path)
    if there is not None and not _is(there, path):
        raise other_letters(path, there, "folder")
    return there


@dataclass(frozen=True)
class Move:
    """A folder that is to be elsewhere, or to have another name."""

    snapshot: Snapshot
    instance_id: str
    path: str
    new_path: str

    def calls(self) -> list[Call]:
        """The call that moves it; none when it has been moved already.

        Raises InputError when both are there (MOVE_ONTO_FOLDER), and when the new place is inside the folder or inside
        one that does not exist. Raises FolderMissing when there is nothing to move.
        """
        self._refuse_into_itself()
        here = find_folder(self.snapshot, self.instance_id, self.path)
        there = find_folder(self.snapshot, self.instance_id, self.new_path)
        if _is(there, self.new_path) and (here is None or here == there):
            return []
        if here is None:
            raise FolderMissing(f"There is no folder {self.path!r} to move to {self.new_path!r}; {HIDDEN}.")
        if not _is(here, self.path):
            raise other_letters(self.path, here, "folder")
        if there is not None and there != here:
            raise InputError(
                f"The folder {self.path!r} cannot be moved to {self.new_path!r}: a folder of that name already"
                f" exists; choose another new_path{self._way_out()}."
            )
        return [self.call(here, self._destination())]

    def call(self, here: str | None = None, destination: str | None = None) -> Call:
        arguments = {
            "instanceID": self.instance_id,
            "fromFolder": here or self.path,
            "toFolder": destination or self.new_path,
        }
        return Call(MOVE, arguments, ("new_path",))

    def is_done(self) -> bool:
        """Whether the folder is where it should be, and no longer where it was."""
        there = find_folder(self.snapshot, self.instance_id, self.new_path)
        return _is(there, self.new_path) and find_folder(self.snapshot, self.instance_id, self.path) in (None, there)

    def is_gone(self) -> bool:
        """Whether the folder is neither where it was nor where it should be."""
        paths = (self.path, self.new_path)
        return all(find_folder(self.snapshot, self.instance_id, path) is None for path in paths)

    def verify(self) -> None:
        """Raises FunctionFailed when the server accepted the call, but still returns something else."""
        self.snapshot.forget()
        if not self.is_done():
            raise FunctionFailed(
                f"The server accepted the call, but does not list the folder {self.path!r} as {self.new_path!r}; look at the"
                " server's own log.",
                function=MOVE,
            )

    def _way_out(self) -> str:
        """For an archive that is to follow its user: a right that was given has made an empty one meanwhile."""
        if parent_of(self.path) is not None or parent_of(self.new_path) is not None:
            return ""
        return (
            ", or, to rename the archive of a user, use community.mailstore.spe_user with rename_archive: true, also"
            " when the existing one is empty"
        )

    def _refuse_into_itself(self) -> None:
        if self.new_path.lower().startswith(self.path.lower() + FOLDER_DELIMITER):
            raise InputError(f"The folder {self.path!r} cannot be moved into itself; choose another new_path.")

    def _destination(self) -> str:
        """The new path, with the folders above it as the server spells them."""
        parent = parent_of(self.new_path)
        name = self.new_path if parent is None else self.new_path[len(parent) + len(FOLDER_DELIMITER) :]
        refuse_unfit_name(name, "folder")
        if parent is None:
            return name
        there = existing_path(self.snapshot, self.instance_id, parent)
        if there is None:
            raise InputError(
                f"The folder {self.path!r} cannot be moved to {self.new_path!r}: there is no folder {parent!r}; {HIDDEN}."
            )
        return f"{there}{FOLDER_DELIMITER}{name}"


def _is(path: str | None, other: str) -> bool:
    return path is not None and same_name(path, other)


class FolderMissing(InputError):
    """The folder that a task is about does not exist, or is not shown."""


def delete_empty_call(instance_id: str, path: str | None) -> Call:
    """The call that deletes empty folders below a folder, that one included; without a path everywhere."""
    return Call(DELETE_EMPTY, {"instanceID": instance_id, "folder": path}, ("delete_empty",))


def statistics_by_folder(snapshot: Snapshot, instance_id: str) -> dict[str, Mapping[str, Any]]:
    """The rows of GetFolderStatistics by the archive's name; sizes are in bytes (observed)."""

    def read() -> dict[str, Mapping[str, Any]]:
        rows = snapshot.read(STATISTICS, {"instanceID": instance_id}) or []
        return {row["folder"]: row for row in rows}

    return snapshot.once((STATISTICS, instance_id), read)
