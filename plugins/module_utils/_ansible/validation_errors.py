# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sentences with which the validation refuses the arguments of a task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.errors import RequiredError, UnsupportedError

from .._api.one_line import joined_by_and
from .._engine.batch import as_one
from .arguments import named_place
from .module_definition import ModuleDefinition
from .options import CONNECTION_OPTIONS
from .specified import numbered_entries_of, without_null_words, written_options
from .tenant import tenant_of, with_tenant

ArgumentSpec = Mapping[str, Mapping[str, Any]]
Arguments = Mapping[str, Any]

#: What an option with options of its own may ask of them together.
RULES = ("mutually_exclusive", "required_together", "required_one_of", "required_if", "required_by")


def refusal(definition: ModuleDefinition, action: str, raw: Arguments, validation: ValidationResult) -> str | None:
    """The sentence with which the arguments of this action are refused; nothing if they are valid."""
    if not validation.error_messages:
        return None
    message: str = validation.error_messages[0]
    if isinstance(validation.errors[0], UnsupportedError):
        return f"Unsupported parameters for ({action}) module: {message}"
    return missing_connection(validation) or mistakes_in_entries(definition, raw) or message


def mistakes_in_entries(definition: ModuleDefinition, raw: Arguments) -> str | None:
    """What replaces Ansible's own sentence about options inside options, which does not say in which entry of a list they
    are; nothing if all entries are valid."""
    mistakes = definition.all_mistakes(raw, _mistakes_in_options(definition.argument_spec, raw, ""))
    return with_tenant(as_one(mistakes), tenant_of(raw), mistakes=len(mistakes)) if mistakes else None


def _mistakes_in_options(argument_spec: ArgumentSpec, raw: Arguments, place: str) -> Iterator[str]:
    for name, option, written in written_options(argument_spec, raw):
        if not option.get("options"):
            continue
        is_list = option.get("type") == "list"
        for number, entry in numbered_entries_of(option, raw[written[0]]):
            yield from _mistakes_in_entry(option, entry, f"{place}{name}[{number}]" if is_list else f"{place}{name}")


def _mistakes_in_entry(option: Mapping[str, Any], entry: Arguments, place: str) -> Iterator[str]:
    """What is wrong deeper inside comes alone: the entry would only be refused for it once more."""
    inner = option["options"]
    deeper = list(_mistakes_in_options(inner, entry, f"{place}."))
    if deeper:
        yield from deeper
        return
    rules = {rule: option[rule] for rule in RULES if rule in option}
    validation = ArgumentSpecValidator(inner, **rules).validate(without_null_words(inner, entry))
    for message in validation.error_messages:
        yield f"{named_place(place, entry)}: {message.rstrip('.')}."


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
    several = len(missing) > 1
    options = joined_by_and(missing)
    variables, are, them = (
        options.upper().replace(" AND ", " and "),
        "are" if several else "is",
        "them" if several else "it",
    )
    return (
        f"The connection is not complete, because {options} {are} missing: set {variables} in the environment, or set"
        f" {them} once in module_defaults under group/community.mailstore.spe. Options are not variables: to use a"
        f" variable, pass it on, for example {missing[-1]}: '{{{{ {missing[-1]} }}}}'."
    )
