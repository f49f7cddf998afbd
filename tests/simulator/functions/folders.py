# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders: archives at the top, folders of messages below."""

from __future__ import annotations

from typing import Any

from .. import assumptions
from ..contract import Call, instance_function, number, string
from ..errors import ApiError, invalid_argument, out_of_range
from ..long_work import LongWork, Outcome
from ..state.folders import Folder
from ..state.instances import Instance


def _find(instance: Instance, path: str) -> Folder:
    folder = instance.content.folders.find(path)
    if folder is None:
        raise ApiError(assumptions.not_found("Folder", path))
    return folder


@instance_function(
    "GetChildFolders", string("folder", nullable=True), number("maxLevels", nullable=True), queries_stores=True
)
def get_child_folders(call: Call, instance: Instance) -> Any:
    path, levels = call.text_or_none("folder"), call.whole_number_or_none("maxLevels")
    if not assumptions.CHILD_FOLDERS_BELOW_ARCHIVES_ARE_SHOWN:
        levels = 1
    if levels is not None and levels < 1:
        raise out_of_range()
    if path is None:
        return assumptions.child_folder_rows(instance.content.folders.paths(levels))
    return assumptions.child_folder_rows(_find(instance, path).paths(levels, f"{path}/"))


@instance_function("GetFolderStatistics", queries_stores=True)
def get_folder_statistics(call: Call, instance: Instance) -> Any:
    def finish() -> Outcome:
        archives = sorted(instance.content.folders.children.values(), key=lambda archive: archive.name)
        shown = [each for each in archives if each.total_messages or assumptions.EMPTY_ARCHIVES_HAVE_STATISTICS]
        return Outcome([{"folder": archive.name, "size": archive.total_size} for archive in shown])

    return LongWork(("Counting folders", "Adding up"), finish)


@instance_function("MoveFolder", string("fromFolder"), string("toFolder"), writes=True)
def move_folder(call: Call, instance: Instance) -> Any:
    """Moves a folder, or renames it; privileges on an archive keep its old name."""
    root = instance.content.folders
    source, target = call.text("fromFolder"), call.text("toFolder")
    _find(instance, source)
    parent, _separator, name = target.rpartition("/")
    if not name or f"{target}/".startswith(f"{source}/"):
        raise invalid_argument(assumptions.invalid_value("toFolder", target))
    if root.find(target) is not None and assumptions.MOVE_ONTO_EXISTING_FOLDER_IS_REFUSED:
        raise ApiError(assumptions.already_exists("Folder", target))
    if parent and assumptions.MOVE_MAKES_PARENTS:
        root.make(parent)
    new_parent = _find(instance, parent) if parent else root
    folder = root.take(source)
    folder.name = name
    new_parent.put(folder)


@instance_function("DeleteEmptyFolders", string("folder", nullable=True), writes=True)
def delete_empty_folders(call: Call, instance: Instance) -> Any:
    """Empty folders below a folder and that folder itself; without a folder those of the whole instance."""
    root, path = instance.content.folders, call.text_or_none("folder")
    if path is None:
        for top in [root] if assumptions.EMPTY_ARCHIVES_ARE_DELETED else root.children.values():
            top.delete_empty()
        return assumptions.DELETED_FOLDERS_RESULT
    folder = _find(instance, path)
    folder.delete_empty()
    if not folder.messages and not folder.children:
        root.take(path)
    return assumptions.DELETED_FOLDERS_RESULT
