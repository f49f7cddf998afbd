# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether an instance can answer, and why it refused."""

from __future__ import annotations

from dataclasses import dataclass

from .._api.assumptions import STATUSES
from .._api.errors import FunctionFailed, SpeError
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .archive_admin import access_is_on
from .assumptions import STATUS_AFTER, STATUS_FROZEN, STATUS_RUNNING
from .instance import THAW, instance_row
from .instance_status import unknown_status


@dataclass(frozen=True)
class Trouble:
    """Why an instance cannot answer, as a sentence, and the status of one that exists."""

    sentence: str
    status: str | None = None


def instance_trouble(snapshot: Snapshot, instance_id: str) -> Trouble | None:
    """Why the instance cannot answer, decided from its state and never from an error's text."""
    row = instance_row(snapshot, instance_id)
    if row is None:
        return Trouble(f"There is no instance {instance_id!r} on this server; create it first, or check instance_id.")
    return trouble_of(row)


def trouble_of(row: ApiObject) -> Trouble | None:
    """Why the instance of this row of GetInstances cannot answer; nothing when it runs."""
    status = row["status"]
    if status == STATUS_RUNNING:
        return None
    if status not in STATUSES:
        return Trouble(unknown_status(row), status)
    if status == STATUS_FROZEN:
        advice = f"frozen and does not answer; thaw it first ({THAW})"
    elif status in STATUS_AFTER:
        advice = f"still {status}; wait until it runs, and run the task again"
    else:
        advice = f"{status}; start it first (community.mailstore.spe_instance with state: started)"
    return Trouble(f"The instance {row['instanceID']!r} is {advice}.", status)


def closed_trouble(instance_id: str, function: str | None) -> str:
    """Why an instance cannot be read to which the service provider has no access, as a sentence."""
    return (
        f"Service provider access of the instance {instance_id!r} is off, and {function or 'this task'} needs it:"
        " set service_provider_access: open, or switch it on with community.mailstore.spe_archive_admin."
    )


def explained(
    error: SpeError, trouble: Trouble | None, snapshot: Snapshot, instance_id: str, *, may_be_closed: bool
) -> SpeError:
    """The error itself, or the reason that the state of the instance gives: its trouble, or that service provider
    access is off, if it may be."""
    reason = trouble.sentence if trouble is not None else None
    if trouble is None and may_be_closed and not access_is_on(snapshot.client, instance_id):
        reason = closed_trouble(instance_id, error.function)
    return error if reason is None else error.because(reason)


def require_answering(snapshot: Snapshot, instance_id: str, *, needs_access: bool, function: str | None = None) -> None:
    """Before calls that are planned without asking the instance: it must be able to answer them.

    Nothing is sent in vain then, and check mode reports the same. Raises FunctionFailed, whose reason the task finds.
    """
    answers = instance_trouble(snapshot, instance_id) is None
    if not answers or (needs_access and not access_is_on(snapshot.client, instance_id)):
        raise FunctionFailed(f"The instance {instance_id!r} does not answer.", function=function)


def may_be_too_long(snapshot: Snapshot, instance_id: str) -> bool:
    """Whether the window may be too long: not when the instance does not answer at all, or access to it is off."""
    try:
        require_answering(snapshot, instance_id, needs_access=True)
    except FunctionFailed:
        return False
    return True
