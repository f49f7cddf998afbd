# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access for the length of one task: switched on when needed, restored as it was.

Several tasks may work on one instance at once, each switching off what it has switched on. So a task may find access
closed under it: it then opens it again, repeats the call that was refused, and switches it off again at its end. The
last one that switched it on is the last one that switches it off.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .._api.assumptions import REFUSED_MAYBE_AFTER_THE_WORK
from .._api.client import Client
from .._api.contract import FUNCTIONS
from .._api.errors import AnswerLost, FunctionFailed, SpeError
from .._api.parallel import tidying_up
from .._resources.archive_admin import access_is_on

#: The mode that switches nothing.
REQUIRE = "require"

SWITCH = "SetArchiveAdminEnabled"

#: Switching is repeated when its answer was lost: saying the same twice does no harm.
TRIES = 3

#: How often one task opens what others close under it: each of them closes it once.
REOPENINGS = 30

#: How often a refused call is repeated although access is on when it is checked: another task may have opened it
#: between.
REPEATS_WHEN_ON = 2

#: Seconds before the look at a switch that may still be running.
LATE = 2.0

#: Seconds to check for a late switching on, and the pauses between two checks. A second one is not sent meanwhile: the
#: first could then be carried out after access was switched off again.
LONGEST_WAIT = 60.0
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0

#: The key of a result that reports that access may still be on.
LEFT_OPEN = "service_provider_access_left_open"


@contextmanager
def service_provider_access(client: Client, instance_id: str, mode: str) -> Iterator[OpenAccess]:
    """Access to the instance while the block runs; gives what shows whether this task has switched it on.

    With the mode `require` nothing is done: if access is off, the first call that needs it fails, and the reason is
    found then. Check mode switches, too: what cannot be read cannot be compared.
    """
    access = OpenAccess(client, instance_id)
    if mode == REQUIRE:
        yield access
        return
    try:
        access.open()
        with client.reconsidering(access):
            yield access
        access.put_back()
    except SpeError as error:
        access.put_back(after=error)
        raise
    except BaseException:
        # The time-out of the task and Ctrl-C, too, leave access as it was, also when they come while it is switched back.
        with tidying_up():
            access.put_back()
        raise


class OpenAccess:
    """The access of one instance as one task switches it. Safe for threads."""

    def __init__(self, client: Client, instance_id: str) -> None:
        self._client = client
        self._instance_id = instance_id
        self._lock = threading.Lock()
        self._openings = 0
        self._reopenings = 0
        self._may_be_on = False
        self._is_late = False
        self._in_doubt = False
        self._may_come_on = False
        #: Whether access was on before the task; None as long as nobody has looked.
        self.was_on: bool | None = None

    @property
    def opened(self) -> bool:
        """Whether this task has switched access on."""
        return self._openings > 0

    def open(self) -> None:
        """Switch access on if it is off."""
        self.was_on = access_is_on(self._client, self._instance_id)
        if not self.was_on:
            self._switch_on()

    def moment(self) -> int:
        """How often access was switched on so far, for may_repeat."""
        return self._openings

    def may_repeat(self, refusal: FunctionFailed, moment: int, repeated: int) -> bool:
        """Whether the refused call of that moment may be sent again, because access was off and is on again.

        Such a refusal did nothing, so nothing is done twice.
        """
        known = FUNCTIONS.get(refusal.function or "")
        if refusal.after_running or (known is not None and known.access != "required"):
            return False
        with self._lock:
            if moment < self._openings:
                return True
            is_on = self._is_on()
            if is_on is not False or self._reopenings >= REOPENINGS:
                nothing_was_done = refusal.function not in REFUSED_MAYBE_AFTER_THE_WORK
                tries = REOPENINGS if self._reopenings else REPEATS_WHEN_ON
                return bool(is_on) and nothing_was_done and repeated < tries
            self._reopenings += 1
            self._switch_on()
            return True

    def put_back(self, after: SpeError | None = None) -> None:
        """Switch off what this task has switched on, and look whether it is off when there is any doubt.

        Raises SpeError, and writes it down in the record of the task, when access may still be on.
        """
        if not self._may_be_on:
            return
        is_on: bool | None = None
        trouble: SpeError | None = None
        for _attempt in range(TRIES):
            trouble = self._switch_off()
            if trouble is None and not self._in_doubt:
                self._may_be_on = False
                return
            is_on = self._is_on()
            if is_on is False and not self._may_come_on:
                self._may_be_on = False
                return
        # Nothing more can be done about it: not once more for the error that follows.
        self._may_be_on = False
        raise self._left_open(is_on, trouble, after) from trouble

    def _switch_off(self) -> SpeError | None:
        """What went wrong, if anything did."""
        try:
            self._switch(enabled=False)
        except SpeError as error:
            self._is_late = self._is_late or (isinstance(error, AnswerLost) and error.may_still_run)
            return error
        return None

    def _switch_on(self) -> None:
        was_on = self._may_be_on
        self._may_be_on = True
        for attempt in range(1, TRIES + 1):
            try:
                self._switch(enabled=True)
            except AnswerLost as error:
                self._in_doubt = True
                if error.may_still_run:
                    self._wait_for_late_switch(error)
                    return
                if attempt == TRIES:
                    raise
            except SpeError:
                # A plain refusal changes nothing.
                self._may_be_on = was_on or self._in_doubt
                raise
            else:
                # The same was said and heard: what was lost before makes no difference any more.
                self._in_doubt = False
                self._count_opening()
                return

    def _count_opening(self) -> None:
        self._openings += 1
        self._client.record.access_opened = True

    def _wait_for_late_switch(self, late: AnswerLost) -> None:
        """Look until access is on. Raises the error of the late answer when it does not come on in time."""
        deadline, pause = time.monotonic() + LONGEST_WAIT, FIRST_PAUSE
        while not self._is_on():
            if time.monotonic() >= deadline:
                self._is_late = self._may_come_on = True
                raise late
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self._in_doubt = False
        self._count_opening()

    def _switch(self, *, enabled: bool) -> None:
        self._client.call(SWITCH, {"instanceID": self._instance_id, "enabled": enabled}, needed_to_read=True)

    def _is_on(self) -> bool | None:
        """None when it cannot be determined."""
        if self._is_late:
            time.sleep(LATE)
        try:
            return access_is_on(self._client, self._instance_id)
        except SpeError:
            return None

    def _left_open(self, is_on: bool | None, trouble: SpeError | None, after: SpeError | None) -> SpeError:
        state = "is still on" if is_on else "may be switched on later" if self._may_come_on else "may still be on"
        reason = f" ({trouble.message})" if trouble is not None else ""
        before = f" Before that: {after.message}" if after is not None else ""
        self._client.record.facts[LEFT_OPEN] = True
        return SpeError(
            f"Service provider access of the instance {self._instance_id!r} was switched on for this task and {state}: switch"
            f" it off with community.mailstore.spe_archive_admin.{reason}{before}",
            function=SWITCH,
        )
