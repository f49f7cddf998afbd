# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work on one instance: access to it, and the reason when it does not answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from .._api.assumptions import FROZEN_INSTANCE_MAY_BE_SILENT
from .._api.contract import reads
from .._api.errors import AnswerLost, FunctionFailed, SpeError
from .._api.understanding import understanding
from .._engine.snapshot import Snapshot
from .._resources.archive_admin import access_is_on
from .._resources.assumptions import STATUS_RUNNING
from .._resources.instance import instance_row, instance_trouble, require_instance_id
from .access import OPENED, OpenAccess, service_provider_access
from .context import Context

# The keys of a task's result.
Result = dict[str, Any]


def on_instance(
    snapshot: Snapshot,
    params: Mapping[str, Any],
    context: Context,
    *,
    needs_access: bool,
    work: Callable[[], Result],
    if_missing: Callable[[], Result] | None = None,
    if_stopped: Callable[[], Result] | None = None,
) -> Result:
    """The result of a task whose work is done on one instance, with access to it; tells whether access was switched on.

    When the server refuses, the state of the instance shows why: that costs nothing as long as all is well. In check
    mode `if_missing` gives the result for an instance that does not exist yet, and `if_stopped` for one that does not
    run: an earlier task would have made or started it.

    Raises InputError when the instance is missing, not running, or closed to the service provider.
    """
    instance_id = params["instance_id"]
    require_instance_id(instance_id)
    mode = params["service_provider_access"] if needs_access else "require"
    access: OpenAccess | None = None
    record = snapshot.client.record
    done_before = len(record.calls)
    try:
        with service_provider_access(snapshot.client, instance_id, mode) as access, understanding(record):
            result = work()
        return _with_opened_access(result, access)
    except SpeError as error:
        record.facts.update(_with_opened_access({}, access))
        reason = error
        nothing_done = len(record.calls) == done_before
        if isinstance(error, FunctionFailed) and nothing_done:
            snapshot.forget()
            answer = _answer_of_check_mode(snapshot, instance_id, context, if_missing, if_stopped)
            if answer is not None:
                return _with_opened_access(answer(), access)
            reason = explained(error, snapshot, instance_id, may_be_closed=needs_access and mode == "require")
        elif FROZEN_INSTANCE_MAY_BE_SILENT and nothing_done and _is_silence(error):
            with suppress(SpeError):
                reason = explained(error, snapshot, instance_id, may_be_closed=False)
        if reason is error:
            raise
        raise reason from error


def _answer_of_check_mode(
    snapshot: Snapshot,
    instance_id: str,
    context: Context,
    if_missing: Callable[[], Result] | None,
    if_stopped: Callable[[], Result] | None,
) -> Callable[[], Result] | None:
    """What answers, with a warning, where an earlier task would have seen to the instance; nothing in other cases."""
    row = instance_row(snapshot, instance_id) if context.check_mode else {"status": STATUS_RUNNING}
    if row is None and if_missing is not None:
        context.warn(f"There is no instance {instance_id!r} yet: check mode predicts this task for an empty instance.")
        return if_missing
    if row is not None and row["status"] != STATUS_RUNNING and if_stopped is not None:
        context.warn(
            f"The instance {instance_id!r} is {row['status']}; its content cannot be read, so check mode cannot"
            " predict this task."
        )
        return if_stopped
    return None


def _with_opened_access(result: Result, access: OpenAccess | None) -> Result:
    opened = access is not None and access.opened
    return {**result, OPENED: True} if opened else result


def _is_silence(error: SpeError) -> bool:
    return isinstance(error, AnswerLost) and reads(error.function or "")


def explained(error: SpeError, snapshot: Snapshot, instance_id: str, *, may_be_closed: bool) -> SpeError:
    """The error itself, or the reason that the instance's state gives."""
    trouble = instance_trouble(snapshot, instance_id)
    if trouble is None and may_be_closed and not access_is_on(snapshot.client, instance_id):
        trouble = closed_trouble(instance_id, error.function)
    if trouble is None:
        return error
    return error.because(trouble)


def closed_trouble(instance_id: str, function: str | None) -> str:
    """Why an instance cannot be read to which the service provider has no access, as a sentence."""
    return (
        f"Service provider access of the instance {instance_id!r} is off, and {function or 'this task'} needs it:"
        " set service_provider_access: open, or switch it on with community.mailstore.spe_archive_admin."
    )
