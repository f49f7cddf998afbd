# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders: what experiments find out about them. A grant makes an archive; a move puts one below another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .answers import FALSE, TRUE, first, flag
from .bench import Bench
from .conversation import Refused
from .experiment import Experiment, Found, Unknown
from .shapes import in_words

_BY_LETTERS = "by letters"

UNKNOWNS: Sequence[Unknown] = (
    Unknown(
        "child_folder_row",
        "What in a row of GetChildFolders shows the name of the folder?",
        "an object with folder, name",
    ),
    Unknown("child_folder_rows", "Is the list of GetChildFolders flat or nested?", "flat"),
    Unknown("folder_key", "How are names of folders compared?", _BY_LETTERS),
    Unknown("EMPTY_ARCHIVES_HAVE_STATISTICS", "Does GetFolderStatistics show an empty archive?", TRUE),
    Unknown(
        "CHILD_FOLDERS_BELOW_ARCHIVES_ARE_SHOWN",
        "Does GetChildFolders show folders below archives when maxLevels is left out?",
        TRUE,
    ),
    Unknown("EMPTY_ARCHIVES_ARE_DELETED", "Does DeleteEmptyFolders delete empty archives?", TRUE),
    Unknown("MOVE_MAKES_PARENTS", "Does MoveFolder make the folder into which it moves?", FALSE),
    Unknown("MOVE_ONTO_EXISTING_FOLDER_IS_REFUSED", "Does MoveFolder refuse the path of another folder?", TRUE),
    Unknown("DELETED_FOLDERS_RESULT", "What does DeleteEmptyFolders return?", "null"),
)


def _archive(bench: Bench) -> str:
    """The name of a new archive. Raises Refused."""
    user = bench.make_user()
    bench.inside("SetUserPrivilegesOnFolder", userName=user, folder=user, privileges="read")
    if not _shows(bench.inside("GetChildFolders"), user):
        raise Refused("A grant makes no archive.")
    return user


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    members = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for member in members:
        yield from _texts_in(member)


def _shows(value: Any, name: str) -> bool:
    """Whether the folder is in it, by its name or its path, whatever the keys are."""
    return any(text.rpartition("/")[2] == name for text in _texts_in(value))


def _own_texts(row: Any) -> dict[str, str]:
    """The texts that stand in a row itself, by their keys."""
    members = row if isinstance(row, Mapping) else {"": row}
    return {str(key): value for key, value in members.items() if isinstance(value, str)}


def rows(bench: Bench) -> Iterable[Found]:
    """A new archive in the list of folders, and in their statistics."""
    bench.start()
    name = _archive(bench)
    row = first(row for row in bench.inside("GetChildFolders", maxLevels=1) if _shows(row, name))
    keys = sorted(key for key, text in _own_texts(row).items() if text == name)
    yield "child_folder_row", in_words(dict.fromkeys(keys)) if isinstance(row, Mapping) else in_words(row)
    yield "EMPTY_ARCHIVES_HAVE_STATISTICS", flag(_shows(bench.inside("GetFolderStatistics"), name))


def levels(bench: Bench) -> Iterable[Found]:
    """An archive below another one."""
    bench.start()
    above, below = _archive(bench), _archive(bench)
    bench.inside("MoveFolder", fromFolder=below, toFolder=f"{above}/{below}")
    found = bench.inside("GetChildFolders")
    is_shown = _shows(found, below)
    yield "CHILD_FOLDERS_BELOW_ARCHIVES_ARE_SHOWN", flag(is_shown)
    if is_shown:
        is_flat = any(_shows(list(_own_texts(row).values()), below) for row in found)
        yield "child_folder_rows", "flat" if is_flat else "nested"
    if _shows(bench.inside("GetChildFolders", folder=above), below):
        is_same = _shows(bench.try_inside("GetChildFolders", folder=above.upper()).result, below)
        yield "folder_key", "without regard to case" if is_same else _BY_LETTERS


def moves(bench: Bench) -> Iterable[Found]:
    """An archive that is moved to where there is none above, and to where there is another one."""
    bench.start()
    one, other, there = _archive(bench), _archive(bench), _archive(bench)
    nowhere = f"{bench.new_name('archive')}/{one}"
    yield "MOVE_MAKES_PARENTS", flag(bench.is_done("MoveFolder", fromFolder=one, toFolder=nowhere))
    is_moved = bench.is_done("MoveFolder", fromFolder=other, toFolder=there)
    yield "MOVE_ONTO_EXISTING_FOLDER_IS_REFUSED", flag(not is_moved)


def deletion(bench: Bench) -> Iterable[Found]:
    """All folders of the instance are empty; those that must go, go."""
    bench.start()
    name = _archive(bench)
    yield "DELETED_FOLDERS_RESULT", in_words(bench.inside("DeleteEmptyFolders"))
    yield "EMPTY_ARCHIVES_ARE_DELETED", flag(not _shows(bench.inside("GetChildFolders"), name))


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(("child_folder_row", "EMPTY_ARCHIVES_HAVE_STATISTICS"), rows),
    Experiment(("CHILD_FOLDERS_BELOW_ARCHIVES_ARE_SHOWN", "child_folder_rows", "folder_key"), levels),
    Experiment(("MOVE_MAKES_PARENTS", "MOVE_ONTO_EXISTING_FOLDER_IS_REFUSED"), moves),
    Experiment(("DELETED_FOLDERS_RESULT", "EMPTY_ARCHIVES_ARE_DELETED"), deletion),
)
