# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be checked of the entries of a tenant before any server is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._api.errors import InputError, SpeError
from .._engine.entry import Entry
from .._engine.mistakes import mistakes_of
from .._engine.snapshot import Snapshot
from .._resources.instance import require_instance_id
from .._resources.instance_entry import OPTIONS as INSTANCE_OPTIONS
from .arguments import mistakes_in_arguments, named_place, sanitized_arguments, sanitized_entry
from .instance_task import check_instance_options
from .module_definition import ModuleDefinition, no_work
from .options import FROM_ENVIRONMENT
from .specified import SpecifiedOptions, specified_in, without_null_words
from .tenant_entry import NamedEntry, Part
from .tenant_parts import PART_OPTIONS, item_of, mistakes_between, names_given_twice, part_of
from .tenant_plan import mistakes_in_plan_id
from .tenant_unmanaged import Purge
from .validation_errors import CheckedEntry, checked_entry

Options = Mapping[str, Any]


def mistakes_in_form(definition: ModuleDefinition, arguments: Options) -> list[str]:
    """A sentence for everything that is wrong with the arguments of a task about a tenant, whatever the server says."""
    options = {name: _without_need(name, option) for name, option in definition.accepted_options.items()}
    task = checked_entry(definition, {"options": options}, arguments)
    # What is refused is given, so that nothing else is said of it.
    refused = {option: () if option in PART_OPTIONS else options[option].get("default") for option in task.refused}
    given = {**task.options, **refused}
    mistakes, entries = list(task.own), []
    for option, inner in task.inner.items():
        part = part_of(option) if option in PART_OPTIONS else None
        for entry in inner:
            mistakes += entry.mistakes
            if part is not None and given["state"] != "absent":
                named, own = _meaning(part, entry, str(given["instance_id"]))
                mistakes += own
                entries += [named] if named is not None else []
    return [*mistakes, *_mistakes_in_given_instance(task), *mistakes_of_task(given, entries)]


def _mistakes_in_given_instance(task: CheckedEntry) -> list[str]:
    instance_id = task.options["instance_id"]
    for entry in task.inner.get("instance", ()):
        specified = specified_in(INSTANCE_OPTIONS, sanitized_entry(INSTANCE_OPTIONS, entry.written)) - entry.refused
        return mistakes_in_instance(instance_id, entry.options, specified)
    return mistakes_in_instance(instance_id, {}, ())


def mistakes_in_instance(instance_id: str | None, options: Options, specified: Collection[str]) -> list[str]:
    """A sentence for all that is wrong with the instance itself; no ID at all is a mistake of another kind."""
    of_id = mistakes_of(partial(require_instance_id, instance_id)) if instance_id is not None else ()
    of_options = mistakes_of(partial(check_instance_options, options, specified))
    return [*(mistake.message for mistake in of_id), *(f"instance: {mistake.message}" for mistake in of_options)]


def _without_need(name: str, option: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the environment may give need not be there."""
    return {**option, "required": False} if name in FROM_ENVIRONMENT else option


def mistakes_in_entries(
    part: Part, numbered: Sequence[tuple[int, Options]], instance_id: str, variable: str, *, one_by_one: bool
) -> list[str]:
    """A sentence for everything that is wrong with an entry by itself, then one for each name that is given twice.

    `variable` is what the playbook calls the list, or what the instance has once; each entry has its number there. Ansible
    converts what has_other_types finds, so that such entries are checked `one_by_one`.
    """
    definition = _definition_of(part)
    raw = [sanitized_arguments(definition, entry) for _number, entry in numbered]
    together = () if one_by_one else _validated_together(part, definition, raw)
    validated: Sequence[Options | None] = together or [None] * len(raw)
    mistakes: list[str] = []
    checked: list[NamedEntry] = []
    for (number, written), options in zip(numbered, validated, strict=True):
        entry = (
            CheckedEntry(place_of(part, number, written, variable), written, dict(options))
            if options is not None
            else checked_entry(definition, part.specification(), written, place=_place(part, number, variable))
        )
        named, own = _meaning(part, entry, instance_id)
        mistakes += [*entry.mistakes, *own]
        checked += [named] if named is not None else []
    return [*mistakes, *(names_given_twice(checked) if part.is_list else ())]


def mistakes_of_task(params: Options, entries: Sequence[NamedEntry]) -> list[str]:
    """A sentence for all that cannot be together in one task; `params` are its options as they are validated."""
    wrong = [*mistakes_in_plan_id(params["expect_plan"]), *_contradictions(params)]
    # Of an instance that goes the contents make no difference.
    if params["state"] == "absent":
        return wrong
    purge = Purge.of(params)
    return [*wrong, *mistakes_between(entries), *purge.check(params), *purge.check_entries(entries)]


def _contradictions(params: Options) -> Iterator[str]:
    if params["state"] == "quarantined" and params["access_afterwards"] == "enabled":
        yield (
            "state: quarantined switches service provider access off, but access_afterwards: enabled leaves it on; choose one"
            " of the two."
        )


def mistakes_without_server(entries: Sequence[NamedEntry], instance_id: str) -> list[str]:
    """A sentence for all that is wrong with an entry of a valid task by itself, whatever the server says."""
    return [
        f"{named.place}: {mistake.message}" for named in entries for mistake in _mistakes_in_item(named, instance_id)
    ]


def _meaning(part: Part, entry: CheckedEntry, instance_id: str) -> tuple[NamedEntry | None, list[str]]:
    """The entry for what is compared with others, unless it has no name, and what is wrong with the meaning of its options."""
    options, specified = (
        entry.options,
        specified_in(part.noun.options, sanitized_entry(part.noun.options, entry.written)),
    )
    is_unnamed = part.is_list and (part.identity in entry.refused or part.identity not in specified)
    if is_unnamed:
        # A name like any other, so that the rest is checked.
        options = {**options, part.identity: entry.place}
    given = SpecifiedOptions(specified - entry.refused, specified.entries)
    named = NamedEntry(part, options, given, entry.place)
    mistakes = [
        f"{entry.place}: {mistake.message}"
        for mistake in _mistakes_in_item(named, instance_id)
        if mistake.needs not in entry.refused
    ]
    return None if is_unnamed or "state" in entry.refused else named, mistakes


def has_other_types(part: Part, entry: Options) -> bool:
    """Whether there is a number, a flag or a date in an option where a text belongs, and similar mistakes."""
    return next(mistakes_in_arguments(_definition_of(part), entry), None) is not None


def place_of(part: Part, number: int, entry: Options, variable: str) -> str:
    """What a sentence calls the entry."""
    return named_place(_place(part, number, variable), entry)


def _place(part: Part, number: int, variable: str) -> str:
    return f"{variable}[{number}]" if part.is_list else variable


def _definition_of(part: Part) -> ModuleDefinition:
    return ModuleDefinition(
        name=part.option, argument_spec=part.noun.options, work=no_work, rules=part.noun.rules, years=part.noun.years
    )


def _validated_together(part: Part, definition: ModuleDefinition, entries: Sequence[Options]) -> Sequence[Options]:
    """The entries as their module would get them; nothing if there is a mistake among them. Ansible needs much less time
    for a list than for each of its entries, but does not say which of them is wrong."""
    validator = ArgumentSpecValidator({part.option: {**part.specification(), "type": "list", "elements": "dict"}})
    plain = [without_null_words(definition.argument_spec, entry) for entry in entries]
    validation = validator.validate({part.option: plain})
    return () if validation.error_messages else validation.validated_parameters[part.option]


def _mistakes_in_item(named: NamedEntry, instance_id: str) -> Sequence[InputError]:
    """What cannot be, whatever the server says."""
    return mistakes_of(partial(_make_item, named, instance_id))


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
