# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sentences with which the validation refuses the arguments of a task."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.errors import RequiredError, UnsupportedError

from .._api.one_line import joined_by_and
from .._engine.mistakes import as_error, with_place
from .arguments import (
    entries_with_places,
    known_keys,
    meant_key,
    mistakes_in_argument,
    named_place,
    sanitized_entry,
    unknown_options,
)
from .execute import refused
from .module_definition import ModuleDefinition
from .options import CONNECTION_OPTIONS
from .specified import without_null_words, written_options

ArgumentSpec = Mapping[str, Mapping[str, Any]]
Arguments = Mapping[str, Any]

#: What an option with options of its own may ask of them together.
RULES = ("mutually_exclusive", "required_together", "required_one_of", "required_if", "required_by")


def refusal(
    definition: ModuleDefinition, action: str, raw: Arguments, validation: ValidationResult
) -> dict[str, Any] | None:
    """The result with which the arguments of this action are refused; nothing if they are valid."""
    if not validation.error_messages:
        return None
    message: str = validation.error_messages[0]
    if isinstance(validation.errors[0], UnsupportedError):
        message = f"Unsupported parameters for ({action}) module: {message}"
    return refusal_in_our_words(definition, raw, validation) or {"failed": True, "msg": message}


def refusal_in_our_words(
    definition: ModuleDefinition, raw: Arguments, validation: ValidationResult
) -> dict[str, Any] | None:
    """The result that replaces Ansible's own: it shows one mistake alone, and does not say in which entry of a list one is.
    Nothing if Ansible says all."""
    connection = missing_connection(validation)
    if connection:
        return {"failed": True, "msg": connection}
    mistakes = (definition.mistakes_in_form or mistakes_in_entries)(definition, raw)
    of_ansible = [f"{message.rstrip('.')}." for message in validation.error_messages]
    is_unknown_option = isinstance(validation.errors[0], UnsupportedError)
    if not mistakes or (len(mistakes) == 1 and (is_unknown_option or mistakes[0] in of_ansible)):
        return None
    return refused(as_error(mistakes), raw, set())


@dataclass
class CheckedEntry:
    """An entry, and all that is wrong with it by itself, whatever its options mean.

    `options` are the validated ones; `refused` those that are given, but cannot be: they are null there. `own` has the
    sentences about the entry itself, and `inner` the entries of its options that have options of their own.
    """

    place: str
    written: Arguments
    options: dict[str, Any] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    own: list[str] = field(default_factory=list)
    inner: dict[str, list[CheckedEntry]] = field(default_factory=dict)

    @property
    def mistakes(self) -> list[str]:
        """The sentences about the entry and all that is in it."""
        return [*self.own, *(mistake for entry in self.all_inner for mistake in entry.mistakes)]

    @property
    def all_inner(self) -> list[CheckedEntry]:
        return [entry for entries in self.inner.values() for entry in entries]


def checked_entry(
    definition: ModuleDefinition, option: Mapping[str, Any], written: Arguments, path: str = "", place: str = ""
) -> CheckedEntry:
    """The entry of an option with options of its own, checked; the task itself has no place."""
    argument_spec, prefix = option["options"], f"{place}." if place else ""
    entry = CheckedEntry(named_place(place, written) if place else "", written)
    entry.own += [with_place(entry.place, mistake) for mistake in unknown_options(definition, argument_spec, written)]
    # What is mistyped is not missing.
    known = known_keys(argument_spec)
    meant = (meant_key(known, str(key)) for key in written if key not in known)
    entry.refused |= {name for name in meant if name is not None and name not in written}
    for name, inner, names in written_options(argument_spec, written):
        mistakes = _check_option(definition, entry, name, inner, written[names[0]], f"{path}{name}", f"{prefix}{name}")
        entry.own += mistakes
        if mistakes or any(each.mistakes for each in entry.inner.get(name, ())):
            entry.refused.add(name)
    _validate(entry, option)
    return entry


def _check_option(
    definition: ModuleDefinition,
    entry: CheckedEntry,
    name: str,
    option: Mapping[str, Any],
    value: Any,
    path: str,
    place: str,
) -> list[str]:
    if not option.get("options"):
        return list(mistakes_in_argument(definition, option, value, path, place))
    found = list(entries_with_places(option, value, place))
    entry.inner[name] = [
        checked_entry(definition, option, inner, f"{path}.", here)
        for here, inner in found
        if not isinstance(inner, str)
    ]
    return [sentence for _here, sentence in found if isinstance(sentence, str)]


def _validate(entry: CheckedEntry, option: Mapping[str, Any]) -> None:
    """Add what Ansible finds: each value for itself, then what the options have to be together."""
    argument_spec = option["options"]
    known = known_keys(argument_spec)
    sanitized = sanitized_entry(argument_spec, {key: entry.written[key] for key in entry.written if key in known})
    plain = without_null_words(argument_spec, sanitized)
    validation = _validated(option, entry.refused, plain)
    if validation.error_messages:
        for name, inner, names in written_options(argument_spec, plain):
            alone = ArgumentSpecValidator({name: inner}).validate({key: plain[key] for key in names})
            if name not in entry.refused and plain[names[0]] is not None and alone.error_messages:
                entry.refused.add(name)
                entry.own += _sentences(entry, alone)
        validation = _validated(option, entry.refused, plain)
        entry.own += _sentences(entry, validation)
    entry.options = {**validation.validated_parameters, **dict.fromkeys(entry.refused)}


def _validated(option: Mapping[str, Any], refused: Collection[str], plain: Arguments) -> ValidationResult:
    """What is refused, mistyped names among it, counts as given."""
    given = {name for name, _inner, _names in written_options(option["options"], plain)}
    plain = {**plain, **dict.fromkeys(set(refused) - given, "")}
    argument_spec = {
        name: {"type": "raw", "aliases": inner.get("aliases", [])} if name in refused else inner
        for name, inner in option["options"].items()
    }
    rules = {rule: option[rule] for rule in RULES if rule in option}
    return ArgumentSpecValidator(argument_spec, **rules).validate(plain)


def _sentences(entry: CheckedEntry, validation: ValidationResult) -> list[str]:
    return [with_place(entry.place, f"{message.rstrip('.')}.") for message in validation.error_messages]


def mistakes_in_entries(definition: ModuleDefinition, raw: Arguments) -> list[str]:
    """A sentence for each mistake in options that have options of their own, which all modules have in our words."""
    argument_spec = definition.argument_spec
    return [
        mistake
        for name, option, written in written_options(argument_spec, raw)
        if option.get("options")
        for here, entry in entries_with_places(option, raw[written[0]], name)
        if not isinstance(entry, str)
        for mistake in checked_entry(definition, option, entry, f"{name}.", here).mistakes
    ]


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
