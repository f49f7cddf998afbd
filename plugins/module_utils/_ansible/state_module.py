# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of a state module: options in, the engine's movement, a result out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .._api.contract import FUNCTIONS
from .._api.errors import InputError
from .._api.masking import without_secrets
from .._engine.compare import no_null
from .._engine.field_types import WindowsPath
from .._engine.manage import Outcome, Refine, manage, predict_from_nothing, predict_unknown
from .._engine.read import Desired
from .._engine.resource import Field, Resource
from .._engine.server import Server
from .context import Context
from .instance import on_instance
from .options import patience, waiting

Params = Mapping[str, Any]

#: What must be read before the object itself can be compared: a name in the place of an ID, and the like.
Prepare = Callable[[Resource, Desired, Server], "tuple[Resource, Desired]"]


def as_it_is(resource: Resource, desired: Desired, server: Server) -> tuple[Resource, Desired]:
    """Nothing to prepare."""
    return resource, desired


def server_of(params: Params, context: Context) -> Server:
    """The server as this task sees it."""
    return Server(context.client, waiting(params), wait=params.get("wait", True), patience=patience(params))


def specified_fields(resource: Resource, params: Params, context: Context, extra: Iterable[str] = ()) -> dict[str, Any]:
    """The fields that the playbook names, null ones included; O(extra) are options that become fields later.

    Raises InputError for null and empty texts where nothing could be removed, for an empty secret, and for a path that
    cannot be one.
    """
    options = [*extra, *(entry.option for entry in resource.fields)]
    specified = {option: params[option] for option in options if option in context.specified and option in params}
    for entry in resource.specified_fields(specified):
        _refuse_nothing(entry, specified[entry.option], may_be_null=resource.single)
        _refuse_escapes(entry, specified[entry.option])
    return specified


def _refuse_nothing(entry: Field, value: Any, *, may_be_null: bool) -> None:
    """With O(may_be_null) the value may have never been set; the plan refuses null where there is one."""
    if value == "" and (entry.secret or not entry.type.removable):
        raise InputError(f"{entry.option} is empty: give it a value, or leave it out so that it stays as it is.")
    if value is None and not entry.secret and not entry.type.removable and not may_be_null:
        raise no_null(entry)


def _refuse_escapes(entry: Field, value: Any) -> None:
    """A path such as E:\\new between double quotes, where YAML takes a backslash and a letter for one character."""
    if isinstance(entry.type, WindowsPath) and any(character < " " for character in value or ""):
        raise InputError(
            f"{entry.option}: {value!r} has a character that no path can have; YAML takes \\n, \\t and the like for one"
            " character between double quotes, so write the path in single quotes."
        )


def desired_on_instance(params: Params, fields: Mapping[str, Any]) -> Desired:
    """What a task about a named thing of an instance asks for."""
    return Desired(
        name=params["name"],
        new_name=params.get("new_name"),
        fields=fields,
        absent=params["state"] == "absent",
        update_secrets=params.get("update_password") == "always",
        scope={"instanceID": params["instance_id"]},
    )


def manage_on_instance(
    resource: Resource,
    desired: Desired,
    params: Params,
    context: Context,
    refine: Refine = lambda plan, observed: plan,
    prepare: Prepare = as_it_is,
) -> dict[str, Any]:
    """Manage one thing of an instance, and answer with the result of the task."""
    server = server_of(params, context)

    def work() -> dict[str, Any]:
        prepared, prepared_desired = prepare(resource, desired, server)
        return told(manage(prepared, prepared_desired, server, check_mode=context.check_mode, refine=refine))

    def predict() -> dict[str, Any]:
        return told(predict_from_nothing(*prepare(resource, desired, server), refine))

    def told(outcome: Outcome) -> dict[str, Any]:
        return outcome_result(outcome, resource, context)

    return on_instance(
        server,
        params,
        context,
        needs_access=FUNCTIONS[resource.listing.function].access == "required",
        work=work,
        predict=predict,
        untold=lambda: told(predict_unknown(resource, desired)),
    )


def manage_on_server(
    resource: Resource,
    desired: Desired,
    server: Server,
    context: Context,
    refine: Refine = lambda plan, observed: plan,
) -> dict[str, Any]:
    """Manage one thing of the whole server, and answer with the result of the task."""
    outcome = manage(resource, desired, server, check_mode=context.check_mode, refine=refine)
    return outcome_result(outcome, resource, context)


def manage_setting(
    resource: Resource,
    fields: Mapping[str, Any],
    params: Params,
    context: Context,
    refine: Refine = lambda plan, observed: plan,
    prepare: Prepare = as_it_is,
) -> dict[str, Any]:
    """Manage what an instance has once: nothing creates or removes it."""
    instance_id = params["instance_id"]
    desired = Desired(
        name=instance_id,
        fields=fields,
        update_secrets=params.get("update_password") == "always",
        scope={"instanceID": instance_id},
    )
    return manage_on_instance(resource, desired, params, context, refine, prepare)


def outcome_result(outcome: Outcome, resource: Resource, context: Context) -> dict[str, Any]:
    """The result of a state module, its warnings told."""
    for warning in outcome.warnings:
        context.warn(warning)
    shown: dict[str, Any] = without_secrets(outcome.result(resource.noun))
    return shown
