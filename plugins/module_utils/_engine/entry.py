# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook has for one object, and the options that a noun has for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from .._api.client import Client
from .._api.contract import requires_access
from .._api.errors import InputError
from .compare import Desired, no_null
from .export import (
    Export,
    Exported,
    ExportScope,
    as_shown,
    in_order,
    new_values,
    shown_options,
    without_exposed_secrets,
    without_new_values,
    without_nothing,
)
from .item import Item
from .mistakes import check_all
from .resource import ApiObject, Field, ReadOnly, Resource
from .snapshot import Snapshot

#: Names of options, each with what Ansible wants to know of it.
ArgumentSpec = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Entry:
    """The options of one object, validated, and which of them the playbook names, null included.

    With `others_may_make_it` (check mode of a single task) what is missing may be made by an earlier task: that is a
    warning then, and an error otherwise. `waits` shows whether the task waits for what takes long.
    """

    options: Mapping[str, Any]
    specified: Collection[str]
    instance_id: str
    snapshot: Snapshot
    others_may_make_it: bool
    warn: Callable[[str], None]
    place: str = ""
    waits: bool = True

    def specified_fields(self, resource: Resource, extra: Iterable[str] = ()) -> dict[str, Any]:
        """The fields that the playbook names, null ones included; `extra` are options that become fields later.

        Raises InputError for null and empty texts where nothing could be removed, for an empty secret, and for what
        no value of the field can be.
        """
        return specified_fields(resource, self.options, self.specified, extra)

    def named_fields(self, resource: Resource, extra: Iterable[str] = ()) -> dict[str, Any]:
        """The same, without any check."""
        return named_fields(resource, self.options, self.specified, extra)

    def desired(self, fields: Mapping[str, Any], name: str | None = None) -> Desired:
        """The desired state of an object with a name. Raises InputError for a new name of what must not be there."""
        self._refuse_new_name_of_what_goes()
        return Desired(
            name=name or self.options["name"],
            new_name=self.options.get("new_name"),
            fields=fields,
            absent=self.options["state"] == "absent",
            update_secrets=self._updates_secrets,
            scope=self.scope,
        )

    def desired_setting(self, fields: Mapping[str, Any]) -> Desired:
        """The desired state of an object that the instance has once: nothing creates or removes it."""
        return Desired(self.instance_id, fields, update_secrets=self._updates_secrets, scope=self.scope)

    def _refuse_new_name_of_what_goes(self) -> None:
        # Which of the two objects should go cannot be known, and nobody can restore it.
        if self.options["state"] == "absent" and self.options.get("new_name"):
            raise InputError(
                "new_name cannot be used with state: absent; leave it out, and name what should go in name."
            )

    @property
    def scope(self) -> dict[str, Any]:
        """The arguments that say which instance is meant."""
        return {"instanceID": self.instance_id}

    @property
    def _updates_secrets(self) -> bool:
        return bool(self.options.get("update_password") == "always")


@dataclass(frozen=True)
class Noun:
    """A noun of an instance as modules offer it: its options, and how an entry becomes an item.

    `rules` are those of AnsibleModule (`required_if` and the like). `free_settings` are options in whose free
    dictionaries secrets may stand by mistake; `years` those in which a year without quotes is taken for a text.

    `export` turns an object that was read into options; `new` is what a new object has anyway, beside what the resource
    says of that; `for_server` is the resource where it depends on the server. `apart` shows why a whole tenant does not
    have the noun.
    """

    resource: Resource
    options: ArgumentSpec
    item: Callable[[Entry], Item]
    rules: Mapping[str, Any] = field(default_factory=dict)
    free_settings: tuple[str, ...] = ()
    years: frozenset[str] = frozenset()
    export: Export = as_shown
    new: Mapping[str, Any] = field(default_factory=dict)
    for_server: Callable[[Client], Resource] | None = None
    apart: str = ""

    def resource_on(self, client: Client) -> Resource:
        """The resource as this server has it. Raises NotSupportedByServer where it does not have all of it."""
        return self.resource if self.for_server is None else self.for_server(client)

    @property
    def needs_access(self) -> bool:
        """Whether its objects are only read with service provider access."""
        return requires_access(self.resource.listing.function)

    @property
    def read_only(self) -> ReadOnly:
        """What its objects show beside the options."""
        return self.resource.read_only

    def exported(self, api_object: ApiObject, scope: ExportScope) -> Exported:
        """The options that describe the object; a setting that was never made has none."""
        resource = self.resource
        exported = without_nothing(self.export(shown_options(resource, api_object), api_object, scope))
        if not scope.defaults:
            exported = without_new_values(resource, exported, {**new_values(resource), **self.new})
        if not resource.single:
            exported = exported.but(**{resource.identity: str(api_object[resource.identity_key])})
        return in_order(without_exposed_secrets(exported), self.options, self.free_settings)


def specified_fields(
    resource: Resource, options: Mapping[str, Any], specified: Collection[str], extra: Iterable[str] = ()
) -> dict[str, Any]:
    """The fields among the options that the playbook names. Raises InputError: see Entry.specified_fields."""
    values = named_fields(resource, options, specified, extra)
    check_fields(resource, values)
    return values


def named_fields(
    resource: Resource, options: Mapping[str, Any], specified: Collection[str], extra: Iterable[str] = ()
) -> dict[str, Any]:
    """The fields among the options that the playbook names, without any check."""
    fields = [*extra, *(entry.option for entry in resource.fields)]
    return {option: options[option] for option in fields if option in specified and option in options}


def check_fields(resource: Resource, values: Mapping[str, Any]) -> None:
    """Raises InputError: see Entry.specified_fields."""
    check_all(
        *(
            partial(_check_field, entry, values[entry.option], may_be_null=resource.single)
            for entry in resource.specified_fields(values)
        )
    )


def _check_field(entry: Field, value: Any, *, may_be_null: bool) -> None:
    """With `may_be_null` the value may have never been set; the plan refuses null where there is one."""
    if value == "" and (entry.secret or not entry.type.removable):
        raise InputError(f"{entry.option} is empty: set a value, or leave it out to keep the current one.")
    if value is None and not entry.secret and not entry.type.removable and not may_be_null:
        raise no_null(entry)
    if value is not None:
        entry.type.check(entry.option, value)
