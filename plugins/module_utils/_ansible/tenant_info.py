# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of M(community.mailstore.spe_tenant_info)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._api.errors import NotSupportedByServer
from .._engine.entry import Noun
from .._engine.export import ExportScope, nameable_rows
from .._engine.listing import detailed_rows
from .._engine.not_none import not_none
from .._engine.read import Desired, find, list_rows, read_detail
from .._engine.resource import ApiObject, Resource
from .._engine.snapshot import Question
from .._resources.instance import INSTANCE, exported_instance
from .context import Context
from .info_module import info_result
from .instance import InstanceWork
from .options import parallel_calls
from .secret_variables import SecretVariables, beginning_for
from .tenant_entry import Part
from .tenant_parts import PARTS

#: The configuration of the instance itself, which is there without the instance running.
INSTANCE_PART = "instance"

#: What can be read, in the order of the documentation.
ALL_PARTS = (INSTANCE_PART, *(part.option for part in PARTS))

Params = Mapping[str, Any]


def read_tenant(params: Params, context: Context) -> dict[str, Any]:
    """A tenant as it is, in the form that M(community.mailstore.spe_tenant) takes."""
    instance_id = params["instance_id"]
    variables = SecretVariables(params["secret_variables"] or beginning_for(instance_id))
    reading = _Reading(
        ExportScope(context.snapshot, instance_id, params["defaults"]),
        [part for part in PARTS if part.option in params["parts"]],
        INSTANCE_PART in params["parts"],
        parallel_calls(params),
        context,
        variables,
    )

    needs_access = any(part.noun.needs_access for part in reading.parts)
    with InstanceWork(params, context, needs_access=needs_access, missing_ok=True, stopped_ok=True):
        reading.read()
    shown = info_result("tenant", {"instance_id": instance_id, **reading.tenant}, params)
    return {**shown, "secrets": reading.secrets}


@dataclass
class _Reading:
    """One tenant, part by part: the lists and settings are read side by side, then the details of the objects."""

    scope: ExportScope
    parts: list[Part]
    with_instance: bool
    parallel: int
    context: Context
    variables: SecretVariables
    tenant: dict[str, Any] = field(default_factory=dict)
    secrets: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> None:
        self.scope.snapshot.fetch(self._questions(), self.parallel)
        if self.with_instance:
            self.tenant[INSTANCE_PART] = self._instance()
        for part in self.parts:
            try:
                self._read_part(part)
            except NotSupportedByServer as error:
                self.context.warn(f"The part {part.option} is left out. {(error.lack or error.message).rstrip('.')}.")

    def _questions(self) -> Iterator[Question]:
        if self.with_instance:
            yield Question(not_none(INSTANCE.detail).function, self.scope.arguments)
        for part in self.parts:
            listing = part.noun.resource.listing
            yield Question(listing.function, {**self.scope.arguments, **listing.arguments})

    def _instance(self) -> dict[str, Any]:
        scope = self.scope
        exported = exported_instance(
            read_detail(not_none(INSTANCE.detail), scope.instance_id, scope.snapshot, {}), scope
        )
        for warning in exported.warnings:
            self.context.warn(f"{INSTANCE_PART}: {warning}")
        return dict(exported.options)

    def _read_part(self, part: Part) -> None:
        if part.is_list:
            self.tenant[part.option] = [self._exported(part, row) for row in self._objects(part.noun)]
            return
        options = self._exported(part, self._setting(part.noun.resource))
        if options:
            self.tenant[part.option] = options

    def _setting(self, resource: Resource) -> ApiObject:
        desired = Desired(self.scope.instance_id, {}, scope=self.scope.arguments)
        return find(resource, desired, self.scope.snapshot).api_object or {}

    def _objects(self, noun: Noun) -> list[ApiObject]:
        resource, snapshot = noun.resource, self.scope.snapshot
        if list_rows(resource, snapshot, self.scope.arguments):
            resource = noun.resource_on(snapshot.client)
        rows = detailed_rows(resource, snapshot, self.scope.arguments, None, self.parallel)
        nameable, sentences = nameable_rows(resource, rows)
        for sentence in sentences:
            self.context.warn(sentence)
        return nameable

    def _exported(self, part: Part, api_object: ApiObject) -> dict[str, Any]:
        resource, exported = part.noun.resource, part.noun.exported(api_object, self.scope)
        name = str(api_object[resource.identity_key]) if part.is_list else ""
        for warning in exported.warnings:
            self.context.warn(f"{part.option} ({name}): {warning}" if name else f"{part.option}: {warning}")
        for secret in exported.secrets:
            words = (resource.noun, name, secret.key or secret.option)
            self.secrets.append(
                {
                    "variable": self.variables.name(*words),
                    "part": part.option,
                    "name": name or None,
                    "option": secret.option,
                    "key": secret.key,
                    "type": "dict" if secret.is_dict else "str",
                }
            )
        return dict(exported.options)
