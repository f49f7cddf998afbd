# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way back: from an object that the server shows to the options of a playbook that describe it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._api.masking import without_secrets
from .._api.one_line import joined_by_and
from .names import alike_key
from .resource import ApiObject, Options, Resource
from .snapshot import Snapshot
from .unfinished import name_without_replacement


@dataclass(frozen=True)
class UnreadSecret:
    """A secret that the object has and that no read shows: the option that takes it, and its key in an option that
    is a dictionary. `is_dict` means that the whole option is secret, and a dictionary."""

    option: str
    key: str | None = None
    is_dict: bool = False


@dataclass(frozen=True)
class Exported:
    """The options that describe an object, and the secrets beside them. A warning reports what is left out, or what
    the options cannot express."""

    options: Mapping[str, Any]
    secrets: tuple[UnreadSecret, ...] = ()
    warnings: tuple[str, ...] = ()

    def but(self, **options: Any) -> Exported:
        """The same with these options."""
        return replace(self, options={**self.options, **options})

    def without(self, *options: str) -> Exported:
        """The same without these options."""
        return replace(self, options={name: value for name, value in self.options.items() if name not in options})


@dataclass(frozen=True)
class ExportScope:
    """Where the exported objects belong to. With `defaults` they have the values, too, that a new object has anyway."""

    snapshot: Snapshot
    instance_id: str
    defaults: bool

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments that say which instance is meant."""
        return {"instanceID": self.instance_id}


#: A noun's own say in what describes an object; the options are those of the fields that are shown.
Export = Callable[[Exported, ApiObject, ExportScope], Exported]


def as_shown(exported: Exported, api_object: ApiObject, scope: ExportScope) -> Exported:
    """Nothing to add."""
    return exported


def shown_options(resource: Resource, api_object: ApiObject) -> Exported:
    """The fields that the server shows."""
    fields = (entry for entry in resource.fields if not entry.secret and entry.present_in(api_object))
    # Two exports of one tenant are the same file: a server may list a set in another order each time.
    return Exported({entry.option: entry.type.in_order(entry.read(api_object)) for entry in fields})


def new_values(resource: Resource) -> dict[str, Any]:
    """What a new object has if the playbook does not name it; nothing for settings, which an export names all."""
    if resource.single:
        return {}
    known = {entry.option: entry.read(resource.fresh) for entry in resource.fields if entry.present_in(resource.fresh)}
    return {**known, **resource.defaults}


def without_new_values(resource: Resource, exported: Exported, values: Options) -> Exported:
    """The options without those that a new object has anyway."""
    types = {entry.option: entry.type for entry in resource.fields}
    anyway = [
        option
        for option, value in exported.options.items()
        if option in values and types[option].equal(values[option], value)
    ]
    return exported.without(*anyway)


def without_nothing(exported: Exported) -> Exported:
    """The options without null: what does not exist need not be named."""
    return exported.without(*(option for option, value in exported.options.items() if value is None))


def without_exposed_secrets(exported: Exported) -> Exported:
    """The options without those that seem to contain a secret, with a warning: results never show one."""
    exposed = [option for option, value in exported.options.items() if without_secrets(value, option) != value]
    warnings = [f"{option} is left out, because it seems to contain a secret; add it by hand." for option in exposed]
    return replace(exported.without(*exposed), warnings=(*exported.warnings, *warnings))


def in_order(exported: Exported, order: Iterable[str], free_settings: Collection[str]) -> Exported:
    """The options in the order of the documentation; `free_settings` by their names, after the type that says what the
    others mean."""
    options = {name: exported.options[name] for name in order if name in exported.options}
    for option in options.keys() & set(free_settings):
        settings = options[option]
        options[option] = {key: settings[key] for key in sorted(settings, key=lambda key: (key != "type", key))}
    return replace(exported, options=options)


def nameable_rows(resource: Resource, rows: Iterable[ApiObject]) -> tuple[list[ApiObject], list[str]]:
    """The rows of objects that a playbook can name, by their names, and a sentence about each of the others.

    No playbook can name one of several objects whose names differ in letters at most, or one without a name. What an
    interrupted replacement has left is no object of its own.
    """
    named: dict[str, list[ApiObject]] = {}
    nameable, sentences = [], []
    for row in rows:
        name = str(row[resource.identity_key] or "")
        replaced = name_without_replacement(name)
        if not name.strip():
            sentences.append(f"A {resource.in_words} has no name (id {row.get(resource.id_key)}), and is left out.")
        elif replaced != name:
            sentences.append(
                f"The {resource.in_words} {name!r} is what an interrupted replacement of {replaced!r} has left, and is left out:"
                f" run the task of {replaced!r} again, which finishes the replacement, and then read the tenant again."
            )
        else:
            named.setdefault(alike_key(name), []).append(row)
    # The order of the server is that of creation, which would change with each object that is replaced.
    for _name, same in sorted(named.items()):
        if len(same) == 1:
            nameable += same
        else:
            sentences.append(_ambiguous(resource, same))
    return nameable, sentences


def _ambiguous(resource: Resource, rows: list[ApiObject]) -> str:
    names = joined_by_and(dict.fromkeys(repr(str(row[resource.identity_key])) for row in rows))
    ids = ", ".join(str(row.get(resource.id_key)) for row in rows)
    if len({str(row[resource.identity_key]) for row in rows}) == 1:
        reason = f"{len(rows)} {resource.plural} have the name {names} (ids {ids})"
    else:
        reason = f"The names of the {resource.plural} {names} (ids {ids}) differ only in letters, spaces or invisible characters"
    return f"{reason}, so that no playbook can name one of them: they are left out. Rename or remove all but one."
