# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access for the length of one task: switched on when needed, put back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .._api.client import Client
from .._api.errors import AnswerLost, SpeError
from .._resources.assumptions import service_provider_access_is_on

SWITCH = "SetArchiveAdminEnabled"

#: Switching is repeated when its answer was lost: saying the same twice does no harm.
TRIES = 3


def access_is_on(client: Client, instance_id: str) -> bool:
    """Whether service provider access of the instance is on."""
    return service_provider_access_is_on(client.call("GetArchiveAdminEnabled", {"instanceID": instance_id}))


@contextmanager
def service_provider_access(client: Client, instance_id: str, mode: str) -> Iterator[bool]:
    """Access to the instance while the block runs; gives whether it was switched on for that.

    With the mode C(require) nothing is done: if access is off, the first call that needs it fails, and the reason is
    found then. Check mode switches, too: what cannot be read cannot be compared.
    """
    if mode == "require" or access_is_on(client, instance_id):
        yield False
        return
    try:
        _switch(client, instance_id, enabled=True)
        yield True
        _switch_back(client, instance_id)
    except SpeError as error:
        if _may_be_on(error):
            _switch_back(client, instance_id, after=error)
        raise
    except BaseException:
        # The time-out of the task and Ctrl-C, too, leave access as it was, also when they come while it is switched back.
        _switch_back(client, instance_id)
        raise


def _may_be_on(error: SpeError) -> bool:
    """Whether access may be on after this error: not when it was the switching on that certainly failed."""
    return error.function != SWITCH or isinstance(error, AnswerLost)


def _switch_back(client: Client, instance_id: str, after: SpeError | None = None) -> None:
    """Raises SpeError, with what was done before it as C(partial), when access is still on."""
    try:
        _switch(client, instance_id, enabled=False)
    except SpeError as error:
        before = f" Before that: {after.message}" if after is not None else ""
        left_on = SpeError(
            f"Service provider access of the instance {instance_id!r} was switched on for this task and could not be"
            f" switched off again; switch it off with community.mailstore.spe_archive_admin. ({error.message}){before}",
            function=SWITCH,
        )
        left_on.partial = dict(after.partial) if after is not None else {}
        raise left_on from error


def _switch(client: Client, instance_id: str, *, enabled: bool) -> None:
    arguments = {"instanceID": instance_id, "enabled": enabled}
    for attempt in range(1, TRIES + 1):
        try:
            client.call(SWITCH, arguments, allowed_in_check_mode=True)
            return
        except AnswerLost:
            if attempt == TRIES:
                raise
