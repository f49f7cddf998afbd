# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be checked of the entries of a tenant before any server is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._api.errors import InputError, SpeError
from .._engine.batch import Mistakes
from .._engine.entry import Entry
from .._engine.snapshot import Snapshot
from .arguments import mistakes_in_arguments, sanitized_arguments, unknown_options
from .module_definition import ModuleDefinition, no_work
from .specified import numbered_entries_of, specified_in, without_null_words
from .tenant_entry import NamedEntry, Part
from .tenant_parts import PART_OPTIONS, PARTS, item_of, names_given_twice

Options = Mapping[str, Any]


def mistakes_in_entries(part: Part, entries: Sequence[Options], instance_id: str, variable: str) -> list[str]:
    """A sentence for each entry that is wrong by itself, then one for each name that is given twice.

    `variable` is what the playbook calls the list, or what the instance has once. types_in_entries has found nothing.
    """
    definition = _definition_of(part)
    raw = [sanitized_arguments(definition, entry) for entry in entries]
    places = [_place(part, number, entry, variable) for number, entry in enumerate(entries)]
    validated = _validated_together(part, definition, raw)
    mistakes: list[str] = []
    checked: list[NamedEntry] = []
    for number, (entry, place) in enumerate(zip(raw, places)):
        options = validated[number] if validated else None
        try:
            checked.append(_checked(part, definition, entry, place, instance_id, options))
        except Mistakes as several:
            mistakes += several.sentences
    return [*mistakes, *(names_given_twice(checked) if part.is_list else ())]


def further_mistakes(task: Options, found: Sequence[str]) -> list[str]:
    """What is wrong in the entries of a task beside those that the sentences are about."""
    mistakes: list[str] = []
    for part in PARTS:
        definition = _definition_of(part)
        for number, written in numbered_entries_of(PART_OPTIONS[part.option], task.get(part.option)):
            beginning = f"{part.option}[{number}]" if part.is_list else part.option
            if any(sentence.startswith((beginning, f"{part.option} is ")) for sentence in found):
                continue
            entry = sanitized_arguments(definition, written)
            place = _place(part, number, entry, part.option)
            try:
                _checked(part, definition, entry, place, str(task.get("instance_id")))
            except Mistakes as several:
                mistakes += several.sentences
    return mistakes


def mistakes_without_server(entries: Sequence[NamedEntry], instance_id: str) -> list[str]:
    """A sentence for each entry of a valid task that is wrong whatever the server says."""
    mistakes: list[str] = []
    for named in entries:
        try:
            _make_item(named, instance_id)
        except InputError as mistake:
            mistakes.append(f"{named.place}: {mistake.message}")
    return mistakes


def _checked(
    part: Part,
    definition: ModuleDefinition,
    entry: Options,
    place: str,
    instance_id: str,
    options: Options | None = None,
) -> NamedEntry:
    """The entry, `options` being its validated ones if there are such. Raises Mistakes."""
    unknown = [] if options else list(unknown_options(definition, definition.argument_spec, entry))
    if unknown:
        raise Mistakes([f"{place}: {mistake}" for mistake in unknown])
    try:
        options = options or _validated(part, definition, entry)
        named = NamedEntry(part, options, specified_in(definition.argument_spec, entry), place)
        _make_item(named, instance_id)
    except InputError as mistake:
        raise Mistakes([f"{place}: {mistake.message}"]) from None
    return named


def types_in_entries(part: Part, entries: Sequence[Options], variable: str) -> Iterator[str]:
    """A sentence for each option of an entry that has a number, a flag or a date where a text belongs."""
    definition = _definition_of(part)
    for number, entry in enumerate(entries):
        place = _place(part, number, entry, variable)
        yield from (f"{place}: {mistake}" for mistake in mistakes_in_arguments(definition, entry))


def _definition_of(part: Part) -> ModuleDefinition:
    return ModuleDefinition(
        name=part.option, argument_spec=part.noun.options, work=no_work, rules=part.noun.rules, years=part.noun.years
    )


def _place(part: Part, number: int, entry: Options, variable: str) -> str:
    if not part.is_list:
        return variable
    name = entry.get(part.identity)
    return f"{variable}[{number}] ({name})" if name not in (None, "") else f"{variable}[{number}]"


def _validated_together(part: Part, definition: ModuleDefinition, entries: Sequence[Options]) -> Sequence[Options]:
    """The entries as their module would get them; nothing if there is a mistake among them. Ansible needs much less time
    for a list than for each of its entries, but does not say which of them is wrong."""
    validator = ArgumentSpecValidator({part.option: {**part.specification(), "type": "list", "elements": "dict"}})
    plain = [without_null_words(definition.argument_spec, entry) for entry in entries]
    validation = validator.validate({part.option: plain})
    return () if validation.error_messages else validation.validated_parameters[part.option]


def _validated(part: Part, definition: ModuleDefinition, entry: Options) -> Options:
    """The entry as its module would get it. Raises InputError for what the module would refuse."""
    validator = ArgumentSpecValidator(part.noun.options, **part.noun.rules)
    validation = validator.validate(without_null_words(definition.argument_spec, entry))
    if validation.error_messages:
        raise InputError(f"{validation.error_messages[0].rstrip('.')}.")
    return dict(validation.validated_parameters)


def _make_item(named: NamedEntry, instance_id: str) -> None:
    """Raises InputError for what cannot be, whatever the server says."""
    client: Any = _NoClient()
    entry = Entry(
        options=named.options,
        specified=named.specified,
        instance_id=instance_id,
        snapshot=Snapshot(client),
        others_may_make_it=True,
        warn=_say_nothing,
        place=named.place,
    )
    try:
        item_of(named, entry)
    except _ServerNeeded:
        # The module asks it, before anything is written.
        return


class _ServerNeeded(SpeError):
    """A check that only a server can answer."""


class _NoClient:
    """Stands where no server is asked."""

    def __getattr__(self, name: str) -> Any:
        raise _ServerNeeded(name)


def _say_nothing(warning: str) -> None:
    """A warning is given when the work is done."""
