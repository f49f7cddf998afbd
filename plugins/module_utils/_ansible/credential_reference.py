# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A credential that a task names by its description, in the place of the ID that only the server knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .._api.errors import FunctionFailed, InputError, NotSupportedByServer
from .._engine.calls import SaidInWords
from .._engine.read import Desired, list_rows
from .._engine.resource import ApiObject, Read, Resource
from .._engine.server import Server
from .._resources.assumptions import CREDENTIAL_KEY
from .context import Context
from .lookup import picked_row
from .state_module import Prepare, as_it_is

Params = Mapping[str, Any]

OPTION = "credential"

#: Credentials as the list shows them; what writes them depends on the server (credential.py).
CREDENTIALS = Resource(
    noun="credential",
    plural="credentials",
    identity="description",
    identity_key="Description",
    listing=Read("GetCredentials"),
    reference={"id": "ID"},
    fields=(),
)


def check_credential(params: Params, specified: bool, settings: str) -> None:
    """Raises InputError for an empty description, and for one beside the ID in the option O(settings)."""
    description = params.get(OPTION)
    if specified and not description:
        raise InputError(
            "credential is empty: give the description of a credential, or leave it out so that it stays as it is."
        )
    keys = [str(key).casefold() for key in params.get(settings) or {}]
    if description and CREDENTIAL_KEY.casefold() in keys:
        raise InputError(f"credential and {CREDENTIAL_KEY} in {settings} both name a credential; keep one of the two.")


def with_credential(
    settings: Mapping[str, Any] | None, description: str, server: Server, instance_id: str, context: Context
) -> dict[str, Any]:
    """The settings with the ID of the credential.

    In check mode, an earlier task may make the credential: its ID is said in words, with a warning.
    Raises InputError when there is no such credential, or more than one.
    """
    rows = _rows(server, instance_id, context)
    row = picked_row(CREDENTIALS, description, rows, instance_id, context)
    credential_id = SaidInWords(f"(ID of the new credential {description!r})") if row is None else row["ID"]
    return {**(settings or {}), CREDENTIAL_KEY: credential_id}


def _rows(server: Server, instance_id: str, context: Context) -> list[ApiObject]:
    try:
        return list_rows(CREDENTIALS, server, {"instanceID": instance_id})
    except NotSupportedByServer:
        server.client.require(CREDENTIALS.listing.function, needed_by=OPTION)
        raise
    except FunctionFailed:
        # In check mode there may not even be the instance, of which a warning tells.
        if not context.check_mode:
            raise
        return []


def prepare_credential(settings: str, params: Params, context: Context) -> Prepare:
    """What reads the ID of the credential that the task names, and puts it among its O(settings).

    Raises InputError: see check_credential.
    """
    check_credential(params, OPTION in context.specified, settings)
    description = params[OPTION]
    if description is None:
        return as_it_is

    def prepare(resource: Resource, desired: Desired, server: Server) -> tuple[Resource, Desired]:
        if desired.absent:
            return resource, desired
        value = with_credential(desired.fields.get(settings), description, server, params["instance_id"], context)
        return resource, replace(desired, fields={**desired.fields, settings: value})

    return prepare
