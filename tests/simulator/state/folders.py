# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The folder tree of an instance: archives at the top, folders below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import assumptions


@dataclass
class Folder:
    """Messages and bytes of this folder alone; children by the key of their name."""

    name: str = ""
    messages: int = 0
    size: int = 0
    children: dict[str, Folder] = field(default_factory=dict)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A state that was kept in another world may have other keys."""
        vars(self).update(state)
        self.children = {assumptions.folder_key(child.name): child for child in self.children.values()}

    @property
    def total_size(self) -> int:
        return self.size + sum(child.total_size for child in self.children.values())

    @property
    def total_messages(self) -> int:
        return self.messages + sum(child.total_messages for child in self.children.values())

    def find(self, path: str) -> Folder | None:
        """The folder at a path with `/` between its parts."""
        folder: Folder | None = self
        for name in path.split("/"):
            folder = folder.children.get(assumptions.folder_key(name)) if folder is not None else None
        return folder

    def make(self, path: str) -> Folder:
        """The folder at a path, made with those above it when it is missing."""
        folder = self
        for name in path.split("/"):
            folder = folder.children.setdefault(assumptions.folder_key(name), Folder(name))
        return folder

    def take(self, path: str) -> Folder:
        """Removes the folder at a path that exists, and returns it."""
        parent_path, _separator, name = path.rpartition("/")
        parent = self.find(parent_path) if parent_path else self
        if parent is None:
            raise KeyError(path)
        return parent.children.pop(assumptions.folder_key(name))

    def put(self, folder: Folder) -> None:
        """Takes a folder in, in the place of one of the same name."""
        self.children[assumptions.folder_key(folder.name)] = folder

    def paths(self, levels: int | None, prefix: str = "") -> Iterator[str]:
        """Paths of the folders below, parents first; `levels` None is all."""
        if levels == 0:
            return
        for child in sorted(self.children.values(), key=lambda each: each.name):
            path = f"{prefix}{child.name}"
            yield path
            yield from child.paths(None if levels is None else levels - 1, f"{path}/")

    def delete_empty(self) -> int:
        """Deletes the folders below that hold no message; returns how many."""
        deleted = 0
        for key, child in list(self.children.items()):
            deleted += child.delete_empty()
            if not child.messages and not child.children:
                del self.children[key]
                deleted += 1
        return deleted
