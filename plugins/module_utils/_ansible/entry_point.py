# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ordinary way: a module definition as a module that Ansible packs, copies and starts."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.arg_spec import ValidationResult

from .._api.errors import InputError
from .arguments import refuse_invalid_arguments, sanitized_arguments, without_unknown
from .execute import defect, execute, refused
from .module_definition import ModuleDefinition
from .secrets import secret_values, secrets_as_written
from .specified import as_shown, specified_in, without_null_words
from .validation_errors import refusal_in_our_words

# Ansible's own arguments travel with the module's and are not options.
INTERNAL = "_ansible_"


class Module(AnsibleModule):  # type: ignore[misc]  # ansible-core has no types
    """Remembers the arguments as the playbook wrote them: AnsibleModule fills in null for what is not there."""

    params: dict[str, Any]
    written: dict[str, Any]
    raw: dict[str, Any]

    def __init__(self, definition: ModuleDefinition) -> None:
        self._definition = definition
        super().__init__(
            argument_spec=definition.accepted_options,
            supports_check_mode=definition.supports_check_mode,
            **definition.rules,
        )

    def _load_params(self) -> None:
        super()._load_params()
        self.written = {name: value for name, value in self.params.items() if not name.startswith(INTERNAL)}
        self.params = sanitized_arguments(self._definition, self.params)
        self.raw = {name: value for name, value in self.params.items() if not name.startswith(INTERNAL)}
        # Should the arguments be refused, this is what AnsibleModule masks.
        self.no_log_values.update(secrets_as_written(self._definition, self.raw))
        self.params = without_null_words(self.argument_spec, self.params)

    def fail_json(self, msg: str, **facts: Any) -> None:
        """As in AnsibleModule, which also refuses arguments in this way."""
        self.params = without_unknown(self._definition, self.params)
        validation = getattr(self, "validation_result", None)
        super().fail_json(**{"msg": msg, **facts, **((validation and self._in_our_words(validation)) or {})})

    def _in_our_words(self, validation: ValidationResult) -> dict[str, Any] | None:
        return refusal_in_our_words(self._definition, self.raw, validation) if validation.error_messages else None


def run_module(definition: ModuleDefinition) -> None:
    """Run the definition as this process's only work and exit."""
    module = Module(definition)
    try:
        result = _result(definition, module)
    # Ansible does not mask an uncaught traceback.
    except Exception as error:
        result = defect(definition, error)
    _report(module, result)


def _result(definition: ModuleDefinition, module: Module) -> dict[str, Any]:
    # For what AnsibleModule adds to the result.
    module.no_log_values = secret_values(definition, module.params)
    try:
        refuse_invalid_arguments(definition, module.written)
    except InputError as error:
        return refused(error, module.written, module.no_log_values)
    specified = specified_in(definition.argument_spec, module.raw)
    result = execute(
        definition,
        module.params,
        specified=specified,
        secrets=module.no_log_values,
        check_mode=module.check_mode,
        diff_mode=module._diff,
        no_log=module.no_log,
    )
    # For the invocation that AnsibleModule adds.
    module.params = as_shown(module.params, specified)
    return result


def _report(module: Module, result: dict[str, Any]) -> None:
    # To return warnings in the result is deprecated from ansible-core 2.19 on.
    for warning in result.pop("warnings", ()):
        module.warn(warning)
    if result.pop("failed", False):
        module.fail_json(**result)
    module.exit_json(**result)
