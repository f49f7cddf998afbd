# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who writes a field: one class for each form that a writing function has, with the flags that the plan asks it for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import InputError
from .calls import Call
from .field_types import SetMap
from .resource import ApiObject, Field, Options, Resource, Target


class SetsItsFields:
    """Flags of a writer that sends the drifted fields and nothing else."""

    whole_object = False
    replaces_object = False


class SetsWholeObject(SetsItsFields):
    """Flags of a writer that also sends, as it was read, what did not drift."""

    whole_object = True


@dataclass(frozen=True)
class OwnSetter(SetsItsFields):
    """A function that sets this one field."""

    function: str

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        return [
            Call(
                self.function,
                {**target.reference, entry.name_in_call: entry.api_value(desired[entry.option])},
                options=(entry.option,),
                secrets=frozenset([entry.name_in_call]) if entry.secret else frozenset(),
            )
            for entry in drifted
        ]


@dataclass(frozen=True)
class SharedSetter(SetsWholeObject):
    """A function that sets all fields of this writer at once: what did not drift is sent as it is."""

    function: str

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        together = [entry for entry in resource.fields if entry.writer == self]
        values = {**target.current, **desired}
        return [
            Call(
                self.function,
                {**target.reference, **{e.name_in_call: e.api_value(values.get(e.option)) for e in together}},
                options=tuple(entry.option for entry in drifted),
            )
        ]


@dataclass(frozen=True)
class SwitchedSetter(SetsItsFields):
    """One function for each value of the field."""

    functions: Mapping[Any, str]

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        return [
            Call(self.functions[desired[entry.option]], dict(target.reference), options=(entry.option,))
            for entry in drifted
        ]


@dataclass(frozen=True)
class EntrySetter(SetsItsFields):
    """A function that sets one entry of a map of sets; the word none takes the entry away.

    `clear` is the function that takes all entries away: for when none is to be left, and when nobody knows which
    there are.
    """

    function: str
    clear: str = ""

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        return [call for entry in drifted for call in self._entries(entry, target, desired)]

    def _entries(self, entry: Field, target: Target, desired: Options) -> list[Call]:
        field_type = entry.type
        if not isinstance(field_type, SetMap):
            raise TypeError(f"{entry.option} is not a map of sets, which {self.function} writes.")
        calls = []
        drift = field_type.drift(target.current.get(entry.option), desired[entry.option])
        hidden = entry.hidden_in(target.api_object)
        if hidden:
            drift = field_type.as_map(desired[entry.option])
        if field_type.purge and self.clear and (hidden or not any(field_type.as_map(desired[entry.option]).values())):
            drift = {name: words for name, words in drift.items() if words}
            calls = [Call(self.clear, dict(target.reference), options=(entry.option,))]
        return calls + [
            Call(
                self.function,
                {**target.reference, field_type.name: name, field_type.members: sorted(words) or ["none"]},
                options=(entry.option,),
            )
            for name, words in drift.items()
        ]


@dataclass(frozen=True)
class ConfigurationSetter(SetsWholeObject):
    """A function that takes the whole configuration: what was read, with the drifted keys changed.

    `keys` are the configuration's own, where what was read has others beside them. `contains_identity` means that the
    configuration itself carries the object's name, so that the call needs no other argument. `defaults` fill what has
    never been configured: PARTIAL_CONFIGURATION. A secret that the playbook gives goes along with every change:
    SECRET_SENT_AS_NULL.
    """

    function: str
    argument: str = "config"
    keys: tuple[str, ...] = ()
    contains_identity: bool = True
    defaults: ApiObject = field(default_factory=dict)

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        read = {key: value for key, value in target.api_object.items() if not self.keys or key in self.keys}
        written = [*drifted, *self._secrets_beside(drifted, resource, desired)]
        config = {**self.defaults, **read, **{entry.path: entry.api_value(desired[entry.option]) for entry in written}}
        return [
            Call(
                self.function,
                {**({} if self.contains_identity else target.reference), self.argument: config},
                options=tuple(entry.option for entry in drifted),
                secrets=frozenset(entry.path for entry in written if entry.secret),
            )
        ]

    def _secrets_beside(self, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Field]:
        return [
            entry
            for entry in resource.specified_fields(desired)
            if entry.secret and entry.writer == self and entry not in drifted and desired[entry.option] is not None
        ]


@dataclass(frozen=True)
class Replacement(SetsItsFields):
    """No function changes this field: a new object replaces the old one, and its id changes."""

    replaces_object = True

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        raise AssertionError("the plan replaces the object instead")


@dataclass(frozen=True)
class Immutable(SetsItsFields):
    """The field is fixed once the object exists; `advice` ends the sentence of the error."""

    advice: str

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        entry = drifted[0]
        raise InputError(
            f"{entry.option} of the {resource.in_words} {target.current.get(resource.identity, '')!r} is"
            f" '{target.current[entry.option]}', but the playbook has '{desired[entry.option]}': {self.advice}"
        )
