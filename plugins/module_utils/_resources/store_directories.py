# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The directories of stores, of which no two stores may have one together.

A store may lie below the database directory of another one. Content and indexes are directories of the server's own, in
which nothing else may lie. What stores have together already is left alone: only a store that gets a directory is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .._engine.canonical import windows_path
from .assumptions import DIRECTORIES_OF_NEW_STORE

#: What each option is the path of.
DIRECTORIES = {"database_path": "database", "content_path": "content", "index_path": "index"}


@dataclass(frozen=True)
class Shared:
    """One path of a store that is a directory of another one, or lies in it."""

    store: str
    option: str
    path: str
    other: str
    other_option: str
    is_inside: bool

    @property
    def is_the_same_store(self) -> bool:
        """Whether the two may be one store, of which somebody has mistaken the name."""
        return self.option == self.other_option == "database_path" and not self.is_inside

    @property
    def relation(self) -> str:
        return "lies in" if self.is_inside else "is"


def named_directories(store: Mapping[str, Any]) -> dict[str, str]:
    """The paths that are given, by their options."""
    return {option: store[option] for option in DIRECTORIES if store.get(option)}


def all_directories(store: Mapping[str, Any]) -> dict[str, str]:
    """The same, with those that a new store gets anyway."""
    named = named_directories(store)
    database = named.get("database_path", "").rstrip("\\/")
    below = {option: f"{database}\\{name}" for option, name in DIRECTORIES_OF_NEW_STORE.items()} if database else {}
    return {option: path for option in DIRECTORIES if (path := named.get(option) or below.get(option))}


def shared_directories(stores: Sequence[tuple[str, Mapping[str, str]]]) -> Iterator[Shared]:
    """Of stores with their paths: the paths that another one has, too, of which the earlier one counts; then those inside of
    another one's content or indexes."""
    owners: dict[str, tuple[str, str]] = {}
    for store, paths in stores:
        for option, path in paths.items():
            other, other_option = owners.setdefault(_key(path), (store, option))
            if other != store:
                yield Shared(store, option, path, other, other_option, is_inside=False)
    for store, paths in stores:
        for option, path in paths.items():
            for above in _directories_above(_key(path)):
                other, other_option = owners.get(above, (store, option))
                if other != store and other_option != "database_path":
                    yield Shared(store, option, path, other, other_option, is_inside=True)


@lru_cache(maxsize=4096)
def _key(path: str) -> str:
    return windows_path(path)


def _directories_above(key: str) -> Iterator[str]:
    above = key.rpartition("\\")[0]
    while above:
        yield above
        above = above.rpartition("\\")[0]
