# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of the modules about folders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import InputError
from .._engine.calls import Call
from .._engine.resource import snake_case
from .._engine.server import Server
from .._resources.assumptions import folder_path
from .._resources.folder import children, move_calls, statistics_by_folder
from .actions import act_on_instance
from .context import Context
from .info import inform_of_instance
from .state import server_of

Params = Mapping[str, Any]


def manage_folder(params: Params, context: Context) -> dict[str, Any]:
    """Move first, then tidy up where the folder is now."""
    path, new_path = params["path"], params["new_path"]
    _require_confirmation(params)
    final_path = new_path or path

    def calls(server: Server) -> list[Call]:
        moves = move_calls(server, params["instance_id"], path, new_path) if new_path else []
        tidy = Call(
            "DeleteEmptyFolders", {"instanceID": params["instance_id"], "folder": final_path}, ("delete_empty",)
        )
        return [*moves, *([tidy] if params["delete_empty"] else [])]

    result = act_on_instance(calls, params, context, functions=["MoveFolder"])
    moved = any(call["function"] == "MoveFolder" for call in result["calls"])
    diff = {"before": {"path": path}, "after": {"path": new_path}} if moved else {"before": {}, "after": {}}
    return {**result, "folder": {"path": final_path}, "diff": diff}


def _require_confirmation(params: Params) -> None:
    if not params["delete_empty"] or params["path"] is not None or params["confirm"] == params["instance_id"]:
        return
    raise InputError(
        f"Without path the empty folders of the whole instance would be deleted: name path, or write confirm:"
        f" {params['instance_id']} if that is what you want."
    )


def inform_of_folders(params: Params, context: Context) -> dict[str, Any]:
    """The folders below one, or from the top, with statistics if they are wanted."""
    server = server_of(params, context)
    instance_id, parent = params["instance_id"], params["path"]

    def read() -> list[dict[str, Any]]:
        rows = children(server, instance_id, parent, params["max_levels"])
        folders = [_shown(row, parent) for row in rows]
        if not params["statistics"]:
            return folders
        statistics = statistics_by_folder(server, instance_id)
        return [{**folder, "statistics": _snake(statistics.get(folder["path"]))} for folder in folders]

    return inform_of_instance(params, context, plural="folders", reading="GetChildFolders", read=read)


def _shown(row: Mapping[str, Any], parent: str | None) -> dict[str, Any]:
    return {**{snake_case(key): value for key, value in row.items()}, "path": folder_path(row, parent)}


def _snake(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {snake_case(key): value for key, value in row.items()}
