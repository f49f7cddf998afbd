# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of `community.mailstore.spe_directory_sync`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from .._api.errors import AnswerLost, FunctionFailed, InputError, SpeError
from .._engine.sender import Sender
from .._resources.assumptions import deletions_of_sync, sync_changes_anything, users_deleted_by_sync
from .._resources.directory_sync import refuse_deletions, refuse_unknown_users, refuse_users_of_others, sync_call
from .action_module import send
from .context import Context
from .instance import InstanceWork

Params = Mapping[str, Any]


def synchronise_users(params: Params, context: Context) -> dict[str, Any]:
    """Dry run, guard, and the synchronisation itself if there is anything to do."""
    with InstanceWork(params, context, needs_access=True, missing_ok=True):
        return _synchronise(context.sender, params, check_mode=context.check_mode)
    return _nothing_to_do()


def _nothing_to_do() -> dict[str, Any]:
    """The result in check mode for an instance that does not exist yet: nobody can ask its directory."""
    return {"changed": False, "calls": [], "changes": None, "deletions": None, "log_output": None, "finished": True}


def _synchronise(sender: Sender, params: Params, *, check_mode: bool) -> dict[str, Any]:
    instance_id, record = params["instance_id"], sender.client.record
    # The dry run decides, so it is waited for in any case.
    rehearsal = sender.write(sync_call(instance_id, dry_run=True), may_go_on=False)
    deletions = deletions_of_sync(rehearsal.value)
    seen = {"changes": rehearsal.value, "deletions": deletions, "log_output": rehearsal.log_output}
    try:
        refuse_deletions(deletions, params["max_deletions"])
        if params["max_deletions"] >= 0:
            names = users_deleted_by_sync(rehearsal.value)
            refuse_unknown_users(deletions, names)
            refuse_users_of_others(_of_no_directory(sender, instance_id, names))
    except InputError:
        # Who would be deleted is what the reader of the refusal wants to know.
        record.facts.update(seen)
        raise
    call = sync_call(instance_id, dry_run=False)
    changed = sync_changes_anything(rehearsal.value)
    planned = {"changed": changed, "calls": [call.shown()] if changed else []}
    if check_mode or not changed:
        return {**planned, **seen, "finished": True}
    # With wait: false the dry run is all that is known of the changes, and also when the end is not reached.
    unknown = {**seen, "log_output": None, "finished": False}
    try:
        answer = send(call, sender, wait=params["wait"])
    except AnswerLost:
        if not _nothing_is_left(sender, instance_id):
            raise
        sender.note(call)
        return {**planned, **unknown, "finished": True}
    except SpeError:
        if record.calls:
            record.facts.update(unknown)
        raise
    if not answer["finished"]:
        return {**planned, **unknown}
    return {**planned, **seen, "changes": answer["result"], "log_output": answer["log_output"], "finished": True}


def _of_no_directory(sender: Sender, instance_id: str, names: Sequence[str]) -> list[str]:
    """Those of the users who log in with a password of the archive: a directory that deletes them is not theirs."""
    found = []
    for name in names:
        with suppress(FunctionFailed):
            user = sender.client.call("GetUserInfo", {"instanceID": instance_id, "userName": name})
            if user["authentication"] == "integrated":
                found.append(name)
    return found


def _nothing_is_left(sender: Sender, instance_id: str) -> bool:
    """Whether a synchronisation whose answer was lost was done nevertheless: then another one has nothing to do."""
    with suppress(SpeError):
        rehearsal = sender.write(sync_call(instance_id, dry_run=True), may_go_on=False)
        return not sync_changes_anything(rehearsal.value)
    return False
