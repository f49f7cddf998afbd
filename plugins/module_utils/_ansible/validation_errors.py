# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sentences with which the validation refuses the arguments of a task."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ValidationResult
from ansible.module_utils.errors import RequiredError, UnsupportedError

from .options import CONNECTION_OPTIONS


def refusal(action: str, validation: ValidationResult) -> str | None:
    """The sentence with which AnsibleModule refuses the arguments of this action; nothing if they are valid."""
    if not validation.error_messages:
        return None
    message: str = validation.error_messages[0]
    if isinstance(validation.errors[0], UnsupportedError):
        return f"Unsupported parameters for ({action}) module: {message}"
    return missing_connection(validation) or message


def missing_connection(validation: ValidationResult) -> str | None:
    """The sentence that replaces Ansible's own when the address or the login of the server is missing."""
    if not validation.error_messages or not isinstance(validation.errors[0], RequiredError):
        return None
    params, message = validation.validated_parameters, validation.error_messages[0]
    # Something else may be missing, and modules that ask no server need none of these.
    missing = [
        name
        for name, option in CONNECTION_OPTIONS.items()
        if option.get("required") and not params.get(name) and name in message
    ]
    if not missing:
        return None
    *others, last = missing
    options = f"{', '.join(others)} and {last}" if others else last
    variables, are, them = (
        options.upper().replace(" AND ", " and "),
        "are" if others else "is",
        "them" if others else "it",
    )
    return (
        f"The connection is not complete, because {options} {are} missing: set {variables} in the environment, or set"
        f" {them} once in module_defaults under group/community.mailstore.spe. Options are not variables: to use a"
        f" variable, pass it on, for example {last}: '{{{{ {last} }}}}'."
    )
