# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Directories on an instance host: where stores and instances may lie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PureWindowsPath
from typing import Any

from .._api.errors import FunctionFailed, InputError
from .._engine.calls import Call
from .._engine.canonical import windows_path
from .._engine.field_types import Boolean
from .._engine.listing import rows_of
from .._engine.names import name_among
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import Field, Read, ReadOnly, Resource
from .._engine.snapshot import Snapshot
from .._engine.windows_paths import directory_path
from .._engine.writers import SwitchedSetter
from .assumptions import directory_names
from .instance_host import INSTANCE_HOST

_CREATE = "CreateDirectoryOnInstanceHost"
_LIST = "GetDirectoriesOnInstanceHost"
#: The name is the last part of the path.
READ_ONLY = ReadOnly(sometimes=("name", "exists", "instance_host"))


def directory_resource(path: PureWindowsPath, host: str) -> Resource:
    """One directory of an instance host, which is there or not; there is no function that removes one."""

    def listed(result: Any) -> dict[str, Any]:
        return {"instanceHost": host, "exists": _is_in(path, result)}

    return Resource(
        noun="host_directory",
        plural="host_directories",
        identity="path",
        identity_key="path",
        reference={"path": "path"},
        single=True,
        # A directory that does not exist cannot be listed, so nothing is below it; a drive cannot be made.
        listing=Read(
            _LIST,
            {"path": str(path.parent)},
            shape=listed,
            refused={"instanceHost": host, "exists": False} if path.name else None,
        ),
        read_only=READ_ONLY,
        fields=(Field("exists", Boolean(), writer=SwitchedSetter({True: _CREATE})),),
    )


def refine_directory(
    plan: Plan, observed: Observed, snapshot: Snapshot, host: str, *, parents: bool, check_mode: bool
) -> Plan:
    """The plan with the directories above that are missing, too: PARENTS_OF_NEW_DIRECTORY.

    Raises InputError when the host or the drive is not there, or the parent and `parents` is false.
    """
    if not plan.changes:
        return plan
    path = PureWindowsPath(observed.name)
    if not is_known_host(snapshot, host):
        return _on_missing_host(plan, path, host, check_mode=check_mode)
    above = missing_directories(snapshot, host, path)[:-1]
    if above and not parents:
        raise InputError(
            f"The directory {above[-1]} does not exist on the instance host {host!r}, so {path.name!r} cannot be"
            " created in it: create it first, or set parents: true."
        )
    return _with_parents(plan, host, above)


def missing_directories(snapshot: Snapshot, host: str, path: PureWindowsPath) -> list[PureWindowsPath]:
    """The path and those above it as far as they are not there, the topmost first.

    Raises InputError when not even the drive can be listed.
    """
    missing: list[PureWindowsPath] = []
    for level in [path, *path.parents][:-1]:
        try:
            if _is_in(level, snapshot.read(_LIST, {"serverName": host, "path": str(level.parent)})):
                break
        except FunctionFailed as error:
            if level.parent == level.parent.parent:
                raise _cannot_list(error, host, str(level.parent)) from error
        missing.insert(0, level)
    return missing


def read_directories(snapshot: Snapshot, host: str, path: str | None) -> list[dict[str, Any]]:
    """The directories in a directory, or without a path what the host lists there: DIRECTORIES_WITHOUT_PATH.

    Raises InputError when the host or the directory is not there.
    """
    place = directory_path(path) if path is not None else None
    try:
        names = directory_names(snapshot.read(_LIST, {"serverName": host, "path": str(place) if place else None}))
    except FunctionFailed as error:
        if not is_known_host(snapshot, host):
            raise no_such_host(host) from error
        raise _cannot_list(error, host, str(place or "its drives")) from error
    return [{"name": name, "path": str(place / name) if place else _as_root(name)} for name in names]


def is_known_host(snapshot: Snapshot, host: str) -> bool:
    """Whether there is such an instance host. Raises InputError when it exists only in other letters."""
    hosts = [str(row[INSTANCE_HOST.identity_key]) for row in rows_of(INSTANCE_HOST, snapshot, {}, None)]
    return name_among(host, hosts, INSTANCE_HOST.in_words) is not None


def host_to_come(host: str) -> str:
    """The warning of check mode about a host that an earlier task would have made."""
    return f"There is no instance host {host!r} yet: check mode predicts this task for an empty host."


def directory_exists(snapshot: Snapshot, host: str, path: str) -> bool:
    """Whether the directory is listed in its parent on the instance host."""
    place = PureWindowsPath(path)
    try:
        return _is_in(place, snapshot.read(_LIST, {"serverName": host, "path": str(place.parent)}))
    except FunctionFailed:
        # The parent is not there either, or the host itself; the creating call says which.
        return False


def refuse_missing_drive(snapshot: Snapshot, host: str, path: str, option: str) -> None:
    """Raises InputError when the instance host cannot list the drive of the path: nothing can be there, and no task can
    create it. The drive is read only when the parent of the path cannot be listed."""
    place = PureWindowsPath(path)
    refusal = _refusal_to_list(snapshot, host, str(place.parent))
    if refusal is None or not place.anchor:
        return
    if str(place.parent) != place.anchor:
        refusal = _refusal_to_list(snapshot, host, place.anchor)
    if refusal is not None:
        raise refusal.because(
            f"{option}: the instance host {host!r} cannot list the drive {place.anchor} of {path!r}: check the drive."
            f" ({refusal.message})"
        )


def _refusal_to_list(snapshot: Snapshot, host: str, path: str) -> FunctionFailed | None:
    try:
        snapshot.read(_LIST, {"serverName": host, "path": path})
    except FunctionFailed as refusal:
        return refusal
    return None


def _on_missing_host(plan: Plan, path: PureWindowsPath, host: str, *, check_mode: bool) -> Plan:
    if not check_mode:
        raise no_such_host(host)
    parents = [level for level in reversed(path.parents) if level.name]
    return replace(_with_parents(plan, host, parents), warnings=(*plan.warnings, host_to_come(host)))


def no_such_host(host: str) -> InputError:
    """The error of a task about a host that the server does not have."""
    return InputError(f"There is no instance host {host!r} on this server; create it first, or check instance_host.")


def _cannot_list(error: FunctionFailed, host: str, what: str) -> InputError:
    return error.because(f"The instance host {host!r} cannot list {what}: check path. ({error.message})")


def _with_parents(plan: Plan, host: str, parents: list[PureWindowsPath]) -> Plan:
    calls = [Call(_CREATE, {"serverName": host, "path": str(level)}, options=("parents",)) for level in parents]
    return replace(plan, calls=(*calls, *plan.calls))


def _is_in(path: PureWindowsPath, listed: Any) -> bool:
    """Whether the path is among what its parent lists; a drive has none."""
    return not path.name or windows_path(path.name) in map(windows_path, directory_names(listed))


def _as_root(drive: str) -> str:
    return drive if drive.endswith("\\") else drive + "\\"
