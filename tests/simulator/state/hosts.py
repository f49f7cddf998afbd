# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instance hosts with their directories, and client access servers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .. import assumptions
from .stores import Store


def split_path(path: str) -> list[str]:
    """The parts of a Windows path, drive first; empty when it is no absolute path."""
    parts = [part for part in path.replace("/", "\\").split("\\") if part]
    is_absolute = bool(parts) and len(parts[0]) == 2 and parts[0][0].isalpha() and parts[0][1] == ":"
    return parts if is_absolute else []


def path_key(path: str) -> str:
    """Paths are compared without regard to case and to a backslash at the end."""
    return "\\".join(split_path(path)).lower()


class DirectoryTree:
    """The directories of a host: for each, its children by lower-case name."""

    def __init__(self, drives: Iterable[str]) -> None:
        self._children: dict[str, dict[str, str]] = {"": {}}
        for drive in drives:
            self.create(drive)

    def exists(self, path: str) -> bool:
        key = path_key(path)
        return bool(key) and key in self._children

    def has_drive(self, path: str) -> bool:
        parts = split_path(path)
        return bool(parts) and parts[0].lower() in self._children

    def create(self, path: str) -> None:
        """Makes a directory and those above it."""
        parent = ""
        for part in split_path(path):
            key = f"{parent}\\{part.lower()}" if parent else part.lower()
            if key not in self._children:
                self._children[key] = {}
                self._children[parent][part.lower()] = part
            parent = key

    def children(self, path: str | None) -> list[str]:
        """Full paths of the directories in a directory; of the drives without a path."""
        if path is None:
            return sorted(f"{name}\\" for name in self._children[""].values())
        base = "\\".join(split_path(path))
        return sorted(f"{base}\\{name}" for name in self._children[path_key(path)].values())


@dataclass
class InstanceHost:
    server_name: str
    port: int
    thumbprint: str
    base_directory: str | None = None
    active: bool = assumptions.NEW_SERVER_IS_ACTIVE
    directories: DirectoryTree = field(default_factory=lambda: DirectoryTree(assumptions.NEW_HOST_DRIVES))
    detached_stores: dict[str, Store] = field(default_factory=dict)
    """Files of stores that no instance has, by path_key of their database path."""

    def keep_files(self, stores: Iterable[Store]) -> None:
        """The files of stores that no instance has any more."""
        for store in stores:
            self.detached_stores[path_key(store.database_path)] = store

    def row(self) -> dict[str, Any]:
        return {
            "serverName": self.server_name,
            "port": self.port,
            "serverCertificate": {"thumbprint": self.thumbprint},
            "baseDirectory": self.base_directory,
        }


@dataclass
class ClientAccessServer:
    server_name: str
    port: int
    thumbprint: str
    active: bool = assumptions.NEW_SERVER_IS_ACTIVE

    def row(self) -> dict[str, Any]:
        return {
            "serverName": self.server_name,
            "port": self.port,
            "serverCertificate": {"thumbprint": self.thumbprint},
        }
