# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module's work inside the controller: no packing, no copying, no new Python for each item of a loop."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from typing import Any, ClassVar

from ansible import constants
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ..module_utils._ansible.arguments import refuse_invalid_arguments, sanitized_arguments, without_unknown
from ..module_utils._ansible.execute import Progress, defect, execute, refused
from ..module_utils._ansible.module_definition import ModuleDefinition
from ..module_utils._ansible.secrets import scrub, secret_values, secrets_as_written
from ..module_utils._ansible.specified import as_shown, specified_in, without_null_words
from ..module_utils._ansible.validation_errors import refusal
from ..module_utils._api.errors import InputError
from .caller_words import VARIABLE, with_words_of_caller
from .deprecations import has_deprecations
from .in_process_check import runs_in_process
from .options_check import check_options
from .process_environment import environment, nothing_collected, silence, working_directory
from .untag import untag

# ansible-runner sets it; it shows what it reads, also when that is not a terminal.
RUNNER = "AWX_ISOLATED_DATA_DIR"

# Ansible imports action plugins before it starts the process of a task, which has no terminal any more.
SOMEBODY_LOOKS = sys.stderr.isatty() or RUNNER in os.environ

# Up to ansible-core 2.20 there is no such setting, and every result has an invocation.
INJECT_INVOCATION = "INJECT_INVOCATION"

# Ansible forks a process for each task, which ends with it. What that has from its parent need not be searched for garbage
# again and again, which would also copy each page of it; the parent goes on as before.
os.register_at_fork(before=gc.freeze, after_in_parent=gc.unfreeze)


class InProcessAction(ActionBase):  # type: ignore[misc]  # ansible-core has no types
    """Runs a module in this process where that gives what the module would give, and the module everywhere else."""

    definition: ClassVar[ModuleDefinition]
    _supports_async = True
    _supports_check_mode = True

    @classmethod
    def check_options(cls) -> None:
        """What ansible-lint calls instead of the `main` of the module."""
        check_options(cls.definition)

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        variables = task_vars or {}
        result: dict[str, Any] = super().run(tmp, variables)
        # Only here a date is still a date, so that also for the ordinary module it has to be seen here.
        written = untag(self._task.args, dates=lambda value: value)
        answer = self._refusal(written) or self._answer(written, variables)
        if answer is None:
            return self._in_words_of_caller(self._hand_over(variables), variables)
        # They go back to Ansible's main process with the result. With what Ansible knows of each text, such as the line where
        # it stands, those of a large tenant take longer than all else that goes there.
        self._task.args = written
        result.update(answer)
        return self._in_words_of_caller(result, variables)

    def _in_words_of_caller(self, result: dict[str, Any], variables: Mapping[str, Any]) -> dict[str, Any]:
        if VARIABLE not in variables or not (result.get("failed") or result.get("warnings")):
            return result
        names = untag(self._templar.template(variables[VARIABLE]))
        return with_words_of_caller(result, names, self._task.args.get("instance_id"))

    def _refusal(self, written: Mapping[str, Any]) -> dict[str, Any] | None:
        """The result for arguments whose mistakes Ansible's validation would not see."""
        try:
            refuse_invalid_arguments(self.definition, written)
        except InputError as error:
            return refused(error, written, secrets_as_written(self.definition, written))
        except (Exception, SystemExit) as error:
            return defect(self.definition, error)
        return None

    def _answer(self, written: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any] | None:
        """The module's result, or nothing if the module has to give it."""
        if self._task.check_mode and not self.definition.supports_check_mode:
            return None
        if not runs_in_process(self._task, self._connection, self._templar, variables):
            return None
        own_environment = self._own_environment()
        try:
            with (
                environment(own_environment),
                working_directory(self._loader.get_basedir()),
                silence(),
                nothing_collected(),
            ):
                return self._work(written, variables)
        except (Exception, SystemExit) as error:
            return defect(self.definition, error)

    def _work(self, written: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any] | None:
        accepted = self.definition.accepted_options
        raw = sanitized_arguments(self.definition, untag(written))
        if has_deprecations(accepted, raw):
            return None
        validation = self.definition.validator.validate(without_null_words(accepted, raw))
        params = validation.validated_parameters
        refusal_of_form = refusal(self.definition, self._task.action, raw, validation)
        if refusal_of_form is not None:
            secrets = secrets_as_written(self.definition, raw) | secrets_as_written(self.definition, params)
            shown = without_unknown(self.definition, params)
            return self._with_invocation(scrub(refusal_of_form, secrets), shown, secrets, variables)
        specified = specified_in(self.definition.argument_spec, raw)
        shown = as_shown(params, specified)
        secrets = secret_values(self.definition, shown)
        result = execute(
            self.definition,
            params,
            specified=specified,
            secrets=secrets,
            check_mode=self._task.check_mode,
            diff_mode=self._task.diff,
            no_log=self._task.no_log,
            progress=self._progress(params["spe_progress"], variables),
        )
        return self._with_invocation(result, shown, secrets, variables)

    @staticmethod
    def _with_invocation(
        result: dict[str, Any], shown: Mapping[str, Any], secrets: set[str], variables: Mapping[str, Any]
    ) -> dict[str, Any]:
        if not _injects_invocation(variables):
            return result
        return {**result, "invocation": scrub({"module_args": dict(shown)}, secrets)}

    def _hand_over(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """What Ansible itself does with a module that has no action plugin."""
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
        """The `environment` of play, block and task; the innermost is last and wins."""
        declared = self._task.environment or []
        own: dict[str, str] = {}
        for entry in declared if isinstance(declared, list) else [declared]:
            if entry:
                own.update(self._templar.template(entry))
        return {str(name): str(value) for name, value in own.items()}

    def _progress(self, wish: str, variables: Mapping[str, Any]) -> Progress | None:
        if self._task.no_log or wish == "never" or (wish == "auto" and not SOMEBODY_LOOKS):
            return None
        host = variables.get("inventory_hostname", "localhost")
        # It goes to the terminal at once, by way of the controller's main process.
        return lambda text: Display().display(f"[{host}] {self.definition.name}: {text}", stderr=True)


def _injects_invocation(variables: Mapping[str, Any]) -> bool:
    if not constants.config.get_configuration_definition(INJECT_INVOCATION):
        return True
    return bool(constants.config.get_config_value(INJECT_INVOCATION, variables=variables))
