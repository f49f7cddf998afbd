# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an object of SPE is, as data: its fields, who reads them and who writes them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .calls import Call, KnownAfterApply
from .field_types import FieldType, Text
from .keys import camel_case, snake_case

#: What a field reads as when the object that was read does not have its key.
NOTHING: Any = None

Options = Mapping[str, Any]
ApiObject = Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """The object that a writer writes to: how calls name it, and what the server returns for it."""

    reference: Mapping[str, Any]
    api_object: ApiObject
    current: Options


class Writer(Protocol):
    """Turns drifted fields into calls; one writer may serve several fields.

    `whole_object` means that it sends more than the drifted fields: what did not drift goes along as it was read.
    `replaces_object` means that no function changes its fields, so that a new object replaces the old one.
    """

    @property
    def whole_object(self) -> bool: ...

    @property
    def replaces_object(self) -> bool: ...

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        """The calls that bring the `drifted` fields to what is `desired`."""


@dataclass(frozen=True)
class Field:
    """One option of a noun and its key in the API.

    `key` is the dotted path in the object that was read; `argument` the name in calls, the last part of the key when
    not given. `on_create` means that the creating function takes it. `detail` means that only the detail call shows it.
    `writer` is None for what can only be read. `unreadable` shows what it means when the key is missing: nothing (None)
    or a sentence why the field cannot be compared, which then becomes a warning. `shown_after` tells of such a field
    whether the server will show it once the object is as these options say: then all of it is written, since nobody
    knows what is there. `hidden_after` tells of it that the server will not show it any more.
    """

    option: str
    type: FieldType = field(default_factory=Text)
    key: str = ""
    argument: str = ""
    on_create: bool = False
    detail: bool = False
    writer: Writer | None = None
    secret: bool = False
    unreadable: str | None = None
    shown_after: Callable[[Options], bool] = lambda desired: False
    hidden_after: Callable[[Options], bool] = lambda desired: False

    @property
    def path(self) -> str:
        return self.key or camel_case(self.option)

    @property
    def name_in_call(self) -> str:
        return self.argument or self.path.rsplit(".", 1)[-1]

    @property
    def replaces_object(self) -> bool:
        return self.writer is not None and self.writer.replaces_object

    @property
    def whole_object(self) -> bool:
        return self.writer is not None and self.writer.whole_object

    def present_in(self, api_object: ApiObject) -> bool:
        """Whether the object that was read has this field's key."""
        return _lookup(api_object, self.path, _MISSING) is not _MISSING

    def hidden_in(self, api_object: ApiObject) -> bool:
        """Whether the object that was read keeps this field to itself, so that it cannot be compared."""
        return self.unreadable is not None and not self.present_in(api_object)

    def read(self, api_object: ApiObject) -> Any:
        """The value in the option's form."""
        return self.type.from_api(_lookup(api_object, self.path, NOTHING))

    def api_value(self, value: Any) -> Any:
        return self.type.to_api(value)


@dataclass(frozen=True)
class Read:
    """A reading function: `arguments` are fixed; `by` names the argument that takes the object's own name.

    Where a detail call takes another key of the row than its name, that is `key`.
    `shape` turns what a single thing or a detail reads as into an object: some answer with a bare value, or null when
    unset.
    `refused` is what a refusal of a single thing's read stands for, where the server refuses instead of saying that
    there is nothing; without it a refusal is an error.
    """

    function: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    key: str = ""
    shape: Callable[[Any], ApiObject] = lambda result: result or {}
    refused: ApiObject | None = None


#: The key of a shown object under which everything stands that the server returns for it and this collection does not
#: know.
OTHER = "other"


@dataclass(frozen=True)
class ReadOnly:
    """What shown objects have beside the options of their module, in snake_case: `always`, and `sometimes`."""

    always: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.always, *self.sometimes, OTHER))


@dataclass(frozen=True)
class Switch:
    """The field that makes an object work by itself: it is off in a new object as long as the one that it replaces is on.

    `retired` is what the old object gets before the new one is switched on, where it goes after that: off, and marked so
    that a later run knows that it was on. `has_worked` tells of a row whether the object has been at work.
    """

    option: str
    retired: Options = field(default_factory=dict)
    has_worked: Callable[[ApiObject], bool] = lambda row: False


@dataclass(frozen=True)
class Resource:
    """A noun of SPE.

    `identity` is the option that names an object, `identity_key` where rows have that name. `reference` maps the
    arguments by which calls name the object to keys of its row. `fresh` is what a new object is taken to have where
    that saves calls; `defaults` are the fields that we give to a new object when the playbook does not name them, so
    that nothing depends on what the server would choose. `detail_first` means that the detail call takes the name
    itself, so that the usual way costs one call. `always_with_details` is for rules that look at fields which the
    playbook does not name. A `single` thing is always there, once in its scope: its `listing`
    reads it whole, and nothing creates or deletes it. `unlisted` are names that the server lists, but that modules
    which only read leave out unless they are asked for. `read_only` is what objects show beside the fields. `switch`
    makes an object work by itself.
    """

    noun: str
    plural: str
    identity: str
    identity_key: str
    fields: tuple[Field, ...]
    listing: Read
    reference: Mapping[str, str] = field(default_factory=dict)
    create: Creator | None = None
    delete: str = ""
    detail: Read | None = None
    detail_first: bool = False
    always_with_details: bool = False
    rename: Rename | None = None
    fresh: ApiObject = field(default_factory=dict)
    defaults: Options = field(default_factory=dict)
    single: bool = False
    unlisted: frozenset[str] = frozenset()
    read_only: ReadOnly = ReadOnly()
    switch: Switch | None = None

    @property
    def reading_functions(self) -> tuple[str, ...]:
        """The functions by which an object is read."""
        return (self.listing.function, *(() if self.detail is None else (self.detail.function,)))

    @property
    def is_replaced(self) -> bool:
        """Whether some changes need a new object."""
        return any(entry.replaces_object for entry in self.fields)

    def belongs_to_switch(self, entry: Field) -> bool:
        """Whether the field is written together with the switch."""
        return self.switch is not None and entry.writer == self.field_of(self.switch.option).writer

    @property
    def in_words(self) -> str:
        """The noun as sentences have it."""
        return self.noun.replace("_", " ")

    def field_of(self, option: str) -> Field:
        return next(entry for entry in self.fields if entry.option == option)

    @property
    def id_key(self) -> str:
        """The key of a row that distinguishes objects of one name."""
        return next((key for key in self.reference.values() if key != self.identity_key), "id")

    def specified_fields(self, desired: Options) -> Iterator[Field]:
        """The fields that the playbook names, in the order of the noun's own table."""
        return (entry for entry in self.fields if entry.option in desired)

    def current(self, api_object: ApiObject) -> dict[str, Any]:
        """The object in the option's form, managed fields only."""
        return {entry.option: entry.read(api_object) for entry in self.fields if not entry.secret}

    def name_in(self, api_object: ApiObject, default: str) -> str:
        """The name that the object itself has; a single thing has none."""
        return default if self.single else str(api_object[self.identity_key])

    def shown(self, api_object: ApiObject, name: str) -> dict[str, Any]:
        """The object as results show it: managed fields in the option's form, what is only read in snake_case."""
        known = {entry.path.split(".", 1)[0] for entry in self.fields} | {self.identity_key}
        result: dict[str, Any] = {self.identity: self.name_in(api_object, name)}
        rest = {snake_case(key): value for key, value in api_object.items() if key not in known}
        unknown = {key: rest.pop(key) for key in list(rest) if key not in self.read_only.names}
        result.update(rest)
        if unknown:
            result[OTHER] = unknown
        result.update({entry.option: entry.read(api_object) for entry in self.fields if self._shows(entry, api_object)})
        return result

    def blank(self, name: str) -> dict[str, Any]:
        """What is known of a new object before the server has made it: None is for what only the server knows."""
        fields = {
            entry.option: entry.read(self.fresh) if entry.present_in(self.fresh) else None
            for entry in self.fields
            if not entry.secret
        }
        return {self.identity: name, **dict.fromkeys(self.read_only.always), **fields}

    @staticmethod
    def _shows(entry: Field, api_object: ApiObject) -> bool:
        return not entry.secret and (
            entry.present_in(api_object) or ("." in entry.path and entry.path.split(".", 1)[0] in api_object)
        )

    def with_field(self, option: str, **changes: Any) -> Resource:
        """The same noun with one field changed, for options that change how a field is compared."""
        return dataclasses.replace(
            self,
            fields=tuple(
                dataclasses.replace(entry, **changes) if entry.option == option else entry for entry in self.fields
            ),
        )

    def reference_of(self, row: ApiObject, scope: Mapping[str, Any]) -> dict[str, Any]:
        return {**scope, **{argument: row[key] for argument, key in self.reference.items()}}

    def reference_of_new(self, name: str, scope: Mapping[str, Any]) -> dict[str, Any]:
        """How calls name an object that an earlier call of the same plan makes."""
        return {
            **scope,
            **{
                argument: name if key == self.identity_key else KnownAfterApply(key, self.in_words)
                for argument, key in self.reference.items()
            },
        }

    def written_by_creation(self, name: str, desired: Options) -> dict[str, Any]:
        """What the creating call writes, in the API's form: setters that want a whole configuration build on it."""
        written = [
            entry
            for entry in self.specified_fields(desired)
            if entry.on_create and not entry.secret and "." not in entry.path
        ]
        return {self.identity_key: name, **{entry.path: entry.api_value(desired[entry.option]) for entry in written}}


class Creator(Protocol):
    """Makes the call that creates an object."""

    def call(self, resource: Resource, name: str, desired: Options, scope: Mapping[str, Any]) -> Call:
        """The creating call with everything it takes of what is `desired`."""


@dataclass(frozen=True)
class Rename:
    """The renaming function: the arguments that take the old name (or the id) and the new one."""

    function: str
    new_argument: str
    old_argument: str = ""


_MISSING = object()


def _lookup(api_object: ApiObject, path: str, default: Any) -> Any:
    value: Any = api_object
    for part in path.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return default
        value = value[part]
    return value
