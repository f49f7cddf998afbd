# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module's work inside the controller: no packing, no copying, no new Python for each item of a loop."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, ClassVar

from ansible import constants
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ..module_utils._ansible.execute import Progress, execute
from ..module_utils._ansible.face import Face
from ..module_utils._ansible.given import given_in
from ..module_utils._ansible.secrets import scrub, secret_values
from .placement import belongs_here
from .plain import plain
from .spoken import has_something_to_say

# Until ansible-core 2.20 there is no such setting, and every result has an invocation.
INJECT_INVOCATION = getattr(constants, "INJECT_INVOCATION", True)


class InProcessAction(ActionBase):  # type: ignore[misc]  # ansible-core has no types
    """Runs a face in this process where that gives the same result as the module, and the module where not."""

    face: ClassVar[Face]
    _supports_async = True
    _supports_check_mode = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        variables = task_vars or {}
        result: dict[str, Any] = super().run(tmp, variables)
        answer = self._answer(variables)
        if answer is None:
            return self._hand_over(variables)
        result.update(answer)
        return result

    def _answer(self, variables: Mapping[str, Any]) -> dict[str, Any] | None:
        """The face's result, or nothing if the module has to give it."""
        if self._task.check_mode and not self.face.supports_check_mode:
            return None
        if not belongs_here(self._task, self._connection, self._templar, variables):
            return None
        with ExitStack() as surroundings:
            surroundings.enter_context(_environment(self._own_environment()))
            surroundings.enter_context(_working_directory(self._loader.get_basedir()))
            surroundings.enter_context(_silence())
            return self._work(variables)

    def _work(self, variables: Mapping[str, Any]) -> dict[str, Any] | None:
        raw = plain(self._task.args)
        if has_something_to_say(self.face.argument_spec, raw):
            return None
        validation = ArgumentSpecValidator(self.face.argument_spec, **self.face.rules).validate(raw)
        if validation.error_messages:
            return None
        params = {**raw, **validation.validated_parameters}
        result = execute(
            self.face,
            params,
            given=given_in(self.face.argument_spec, raw),
            check_mode=self._task.check_mode,
            diff_mode=self._task.diff,
            progress=self._progress(variables),
        )
        if INJECT_INVOCATION:
            result["invocation"] = scrub({"module_args": params}, secret_values(self.face, params))
        return result

    def _hand_over(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """What Ansible itself would do with a module that has no action plugin."""
        stock = self._shared_loader_obj.action_loader.get(
            "ansible.legacy.normal",
            task=self._task,
            connection=self._connection,
            play_context=self._play_context,
            loader=self._loader,
            templar=self._templar,
            shared_loader_obj=self._shared_loader_obj,
        )
        result: dict[str, Any] = stock.run(task_vars=variables)
        return result

    def _own_environment(self) -> dict[str, str]:
        """The task's C(environment), the innermost last, so that it wins."""
        declared = self._task.environment or []
        own: dict[str, str] = {}
        for entry in declared if isinstance(declared, list) else [declared]:
            if entry:
                own.update(self._templar.template(entry))
        return {str(name): str(value) for name, value in own.items()}

    def _progress(self, variables: Mapping[str, Any]) -> Progress | None:
        if self._task.no_log:
            return None
        host = variables.get("inventory_hostname", "localhost")
        # Goes to the terminal at once, through the controller's main process.
        return lambda text: Display().display(f"[{host}] {self.face.name}: {text}", stderr=True)


@contextmanager
def _environment(own: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _working_directory(path: str) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _silence() -> Iterator[None]:
    """A library's print, warning or log line would reach the user's terminal."""
    sink = io.StringIO()
    with redirect_stdout(sink), redirect_stderr(sink):
        yield
