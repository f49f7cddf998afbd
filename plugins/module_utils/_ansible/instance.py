# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work on one instance: access to it, and the reason when it does not answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from types import TracebackType
from typing import Any

from .._api.assumptions import FROZEN_INSTANCE_MAY_BE_SILENT
from .._api.contract import reads
from .._api.errors import AnswerLost, FunctionFailed, SpeError
from .._api.understanding import understanding
from .._resources.instance import require_instance_id
from .._resources.instance_answers import Trouble, explained, instance_trouble
from .access import REQUIRE, service_provider_access
from .context import Context


class InstanceWork:
    """The work of a task on one instance, as a block that has access to the instance.

    When the server refuses, the state of the instance shows why: that costs nothing as long as all is well. In check
    mode an earlier task would have made or started the instance: the block then ends without an error at one that does
    not exist yet (`missing_ok`) or does not run (`stopped_ok`), and what follows the block answers for it.

    Raises InputError when the instance is missing, not running, or closed to the service provider.
    """

    def __init__(
        self,
        params: Mapping[str, Any],
        context: Context,
        *,
        needs_access: bool,
        missing_ok: bool = False,
        stopped_ok: bool = False,
    ) -> None:
        self._instance_id = params["instance_id"]
        self._mode = params["service_provider_access"] if needs_access else REQUIRE
        self._may_be_closed = needs_access and self._mode == REQUIRE
        self._context = context
        self._missing_ok = missing_ok
        self._stopped_ok = stopped_ok
        self._block = self._with_access()
        #: Whether the block ended at an instance that does not exist yet, or at one that does not run.
        self.is_missing = False
        self.is_stopped = False

    def __enter__(self) -> InstanceWork:
        self._block.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        return bool(self._block.__exit__(kind, error, traceback))

    @contextmanager
    def _with_access(self) -> Iterator[None]:
        snapshot, record = self._context.snapshot, self._context.client.record
        instance_id = self._instance_id
        done_before = len(record.calls)
        try:
            with ExitStack() as access:
                self._open(access)
                with understanding(record):
                    yield
        except SpeError as error:
            if len(record.calls) > done_before:
                raise
            trouble, is_refusal = None, isinstance(error, FunctionFailed)
            if is_refusal:
                snapshot.forget()
                trouble = instance_trouble(snapshot, instance_id)
            elif FROZEN_INSTANCE_MAY_BE_SILENT and _is_silence(error):
                with suppress(SpeError):
                    trouble = instance_trouble(snapshot, instance_id)
            if is_refusal and trouble is not None and self._is_foretold(trouble):
                self._context.warn(self._prediction(trouble))
                return
            reason = explained(error, trouble, snapshot, instance_id, may_be_closed=is_refusal and self._may_be_closed)
            if reason is error:
                raise
            raise reason from error

    def _open(self, access: ExitStack) -> None:
        """Open access for the block. Where an earlier task would have seen to the instance, the block runs without it:
        it ends at the first read, which the server refuses for the same reason."""
        context = self._context
        require_instance_id(self._instance_id)
        try:
            access.enter_context(service_provider_access(context.client, self._instance_id, self._mode))
        except FunctionFailed:
            trouble = instance_trouble(context.snapshot, self._instance_id) if context.check_mode else None
            if trouble is None or not self._is_foretold(trouble):
                raise

    def _is_foretold(self, trouble: Trouble) -> bool:
        """In check mode, whether an earlier task would have seen to this trouble."""
        if not self._context.check_mode:
            return False
        self.is_missing, self.is_stopped = trouble.status is None, trouble.status is not None
        return self._missing_ok if self.is_missing else self._stopped_ok

    def _prediction(self, trouble: Trouble) -> str:
        if trouble.status is None:
            return (
                f"There is no instance {self._instance_id!r} yet: check mode predicts this task for an empty instance."
            )
        return (
            f"The instance {self._instance_id!r} is {trouble.status}; its content cannot be read, so check mode cannot"
            " predict this task."
        )


def _is_silence(error: SpeError) -> bool:
    return isinstance(error, AnswerLost) and reads(error.function or "")
