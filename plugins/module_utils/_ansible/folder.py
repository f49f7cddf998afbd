# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of the modules about folders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from .._api.errors import FunctionFailed, InputError
from .._engine.calls import Call
from .._engine.diff import difference
from .._engine.keys import snake_keys
from .._engine.snapshot import Snapshot
from .._resources.assumptions import folder_path
from .._resources.folder import (
    DELETE_EMPTY,
    HIDDEN,
    MOVE,
    FolderMissing,
    Move,
    check_path,
    children,
    delete_empty_call,
    existing_path,
    find_folder,
    statistics_by_folder,
)
from .._resources.instance_answers import require_answering
from .confirmation import require_confirmation
from .context import Context
from .info_module import info_result
from .instance import InstanceWork

Params = Mapping[str, Any]

#: What the diff shows for folders that are deleted.
EMPTY = "empty_folders"


def manage_folder(params: Params, context: Context) -> dict[str, Any]:
    """Move first, then tidy up where the folder is now."""
    check_path("path", params["path"])
    check_path("new_path", params["new_path"])
    if params["new_path"] is None and not params["delete_empty"]:
        raise InputError("There is nothing to do: give new_path, or delete_empty: true.")
    if params["delete_empty"] and params["path"] is None:
        require_confirmation(
            params["confirm"],
            params["instance_id"],
            consequence="Without path the empty folders of the whole instance are deleted",
        )
    move = _move(context.snapshot, params)
    with InstanceWork(params, context, needs_access=True, missing_ok=True):
        return _work(params, context, move)
    return _result_of(params, move, _all_calls(params, move))


def _move(snapshot: Snapshot, params: Params) -> Move | None:
    if params["new_path"] is None:
        return None
    return Move(snapshot, params["instance_id"], params["path"], params["new_path"])


def _work(params: Params, context: Context, move: Move | None) -> dict[str, Any]:
    sender, snapshot = context.sender, context.snapshot
    calls = _calls(snapshot, params, context, move)
    result = _result_of(params, move, calls)
    if context.check_mode:
        if calls:
            require_answering(snapshot, params["instance_id"], needs_access=True)
        return result
    for call in calls:
        if move is not None and call.function == MOVE:
            sender.write_once(call, move.is_done)
            move.verify()
        else:
            listed = _listed(snapshot, call)
            # What is deleted already is not deleted twice.
            sender.write_once(call, partial(_is_gone, snapshot, call))
            snapshot.forget()
            gone = sorted(listed - _listed(snapshot, call))
            result["diff"]["before"][EMPTY] = gone
            # The server does not return whether it deleted any.
            result["changed"] = bool(gone) or call is not calls[0]
    return result


def _is_gone(snapshot: Snapshot, call: Call) -> bool:
    """Whether the folder itself was deleted: a second call would be refused."""
    path = call.arguments["folder"]
    return path is not None and find_folder(snapshot, call.arguments["instanceID"], path) is None


def _listed(snapshot: Snapshot, call: Call) -> set[str]:
    """The folders that a deletion of empty ones may reach, as far as they are shown."""
    instance_id, path = call.arguments["instanceID"], call.arguments["folder"]
    found = {folder_path(row, path) for row in _children_of(snapshot, instance_id, path, None)}
    is_there = path is not None and find_folder(snapshot, instance_id, path) is not None
    return found | {path} if is_there else found


def _calls(snapshot: Snapshot, params: Params, context: Context, move: Move | None) -> list[Call]:
    moves = _moves(move, context) if move is not None else []
    if not params["delete_empty"]:
        return moves
    path = params["path"] if move is None else move.new_path
    if path is None:
        # Whether the instance answers is seen before anything is deleted.
        children(snapshot, params["instance_id"], None, 1)
        return [delete_empty_call(params["instance_id"], None)]
    spelled = moves[0].arguments["toFolder"] if moves else existing_path(snapshot, params["instance_id"], path)
    if spelled is None:
        context.warn(f"There is no folder {path!r} to clean up; unless it was deleted as empty before, {HIDDEN}.")
        return []
    return [*moves, delete_empty_call(params["instance_id"], spelled)]


def _moves(move: Move, context: Context) -> list[Call]:
    try:
        return move.calls()
    except FolderMissing as missing:
        if not context.check_mode:
            raise
        context.warn(f"{missing.message} Check mode predicts this task as if an earlier task had created it.")
        return [move.call()]


def _all_calls(params: Params, move: Move | None) -> list[Call]:
    """What would be done in an instance that does not exist yet."""
    moves = [move.call()] if move is not None else []
    path = params["path"] if move is None else move.new_path
    return [*moves, *([delete_empty_call(params["instance_id"], path)] if params["delete_empty"] else [])]


def _result_of(params: Params, move: Move | None, calls: list[Call]) -> dict[str, Any]:
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    if move is not None and any(call.function == MOVE for call in calls):
        before, after = {"path": move.path}, {"path": move.new_path}
    path = params["path"] if move is None else move.new_path
    if any(call.function == DELETE_EMPTY for call in calls):
        # Only when they no longer exist is it known which they are.
        before = {**(before or {}), EMPTY: "not known before they are deleted"}
        after = {**(after or {}), EMPTY: []}
    return {
        "changed": bool(calls),
        "diff": difference("folder", path or "", before, after, tenant=params["instance_id"]),
        "calls": [call.shown() for call in calls],
        "folder": {"path": path},
    }


def list_folders(params: Params, context: Context) -> dict[str, Any]:
    """The folders below one, or from the top, with statistics if they are wanted."""
    check_path("path", params["path"])
    found: list[dict[str, Any]] = []
    with InstanceWork(params, context, needs_access=True, missing_ok=True, stopped_ok=True):
        found = _folders(params, context.snapshot)
    return info_result("folders", found, params)


def _folders(params: Params, snapshot: Snapshot) -> list[dict[str, Any]]:
    instance_id, parent = params["instance_id"], params["path"]
    folders = [_shown(row, parent) for row in _children_of(snapshot, instance_id, parent, params["max_levels"])]
    if not params["statistics"]:
        return folders
    statistics = statistics_by_folder(snapshot, instance_id)
    return [{**folder, "statistics": snake_keys(statistics.get(folder["path"]))} for folder in folders]


def _children_of(
    snapshot: Snapshot, instance_id: str, parent: str | None, levels: int | None
) -> list[Mapping[str, Any]]:
    """The rows below the folder; none when there is no such folder."""
    try:
        return children(snapshot, instance_id, parent, levels)
    except FunctionFailed:
        spelled = None if parent is None else existing_path(snapshot, instance_id, parent)
        if spelled == parent:
            raise
        return [] if spelled is None else children(snapshot, instance_id, spelled, levels)


def _shown(row: Mapping[str, Any], parent: str | None) -> dict[str, Any]:
    return {**snake_keys(row), "path": folder_path(row, parent)}
