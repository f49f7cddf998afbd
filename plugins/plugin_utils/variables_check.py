# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a role, checked by its argument specification.

Ansible's own check would be the first task of the role, and print the whole specification with each mistake. So the
specification stands under an entry point that no tasks have, where it is documentation, and the role checks its variables
itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._ansible.arguments import kind_in_words, mistakes_in_arguments, sanitized_arguments
from ..module_utils._ansible.module_definition import ModuleDefinition, no_work
from ..module_utils._ansible.specified import entries_of, without_null_words
from ..module_utils._engine.entry import ArgumentSpec
from .role_files import role_directory, trusted_yaml
from .undefined import in_words, is_not_set, why, without_undefined
from .untag import plain

#: The entry point of the argument specification of each role that documents its variables.
DOCUMENTED = "variables"

#: How much two names must have in common for one to be a mistyped other.
_LIKENESS = 0.75

_WORD = re.compile(r"\w+")


def documented_variables(role: str) -> ArgumentSpec:
    """The variables of a role of this collection, as its argument specification has them."""
    specification = trusted_yaml(role_directory(role) / "meta" / "argument_specs.yml")
    options: ArgumentSpec = specification["argument_specs"][DOCUMENTED]["options"]
    return options


def mistakes_in_variables(specification: ArgumentSpec, given: Mapping[str, Any], role: str) -> list[str]:
    """A sentence for each of the given variables that is missing, that takes something undefined, or whose value it cannot have."""
    mistakes: list[str] = []
    values: dict[str, Any] = {}
    for name, option in specification.items():
        if name not in given:
            continue
        value, undefined = without_undefined(given[name])
        if is_not_set(given[name], name):
            mistakes += [f"{name} is missing; set it."] if option.get("required") else []
        elif undefined:
            mistakes += [f"{in_words((name, *path))} {why(found)}" for path, found in undefined]
        else:
            values[name] = plain(value)
    return [*mistakes, *(sentence for _name, sentence in mistakes_in_values(specification, values, role))]


def mistakes_in_values(specification: ArgumentSpec, given: Mapping[str, Any], role: str) -> Iterator[tuple[str, str]]:
    """Each variable whose value it cannot have, with the sentence about it."""
    definition = ModuleDefinition(
        role, {name: option for name, option in specification.items() if name in given}, work=no_work
    )
    mistaken = set()
    for sentence in (*_other_kinds(definition.argument_spec, given), *mistakes_in_arguments(definition, given)):
        name = subject_of(sentence)
        mistaken.add(name)
        yield name, sentence
    others = {name: value for name, value in given.items() if name not in mistaken}
    validation = ArgumentSpecValidator(
        {name: option for name, option in definition.argument_spec.items() if name in others}
    ).validate(without_null_words(definition.argument_spec, sanitized_arguments(definition, others)))
    for message in validation.error_messages:
        words = _WORD.findall(message)
        yield from ((name, f"{message.rstrip('.')}.") for name in others if name in words)


def _other_kinds(specification: ArgumentSpec, given: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each value that belongs into a free dictionary, or a list of them, and is none."""
    for name, option in specification.items():
        value = given[name]
        if value is None or option.get("options"):
            continue
        if option.get("type") == "dict" and not entries_of({"type": "dict"}, value):
            yield f"{name} is {kind_in_words(value)}, not a dictionary; give its values by name."
        elif option.get("elements") == "dict" and isinstance(value, list):
            for number, element in enumerate(value):
                if not entries_of({"type": "dict"}, element):
                    yield f"{name}[{number}] is {kind_in_words(element)}, not a dictionary; give its values by name."


def subject_of(sentence: str) -> str:
    """The variable with which a sentence begins."""
    match = _WORD.match(sentence)
    return match[0] if match else ""


def mistyped_names(names: Iterable[str], known: Collection[str], prefix: str) -> Iterator[tuple[str, str | None]]:
    """Each name that is none of those that are known, and the one that it may be a mistyped form of.

    All have the prefix. Of two that are as close, it is the first.
    """
    in_order = sorted(name.removeprefix(prefix) for name in known)
    for name in names:
        if name not in known:
            rest = name.removeprefix(prefix).lower()
            close = next(iter(get_close_matches(rest, in_order, n=1, cutoff=_LIKENESS)), None)
            yield name, close and f"{prefix}{close}"
