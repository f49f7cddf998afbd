# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials of a tenant for cloud services.

The signatures of all but GetCredentials stand in assumptions.py: CREDENTIAL_ID, CREDENTIAL_TYPE and the others.
"""

from __future__ import annotations

from typing import Any

from .. import assumptions
from ..contract import Call, instance_function, json_text, number, string
from ..errors import ApiError
from ..secret_names import is_secret_name
from ..shapes import Anything, MapOf
from ..state.instances import Credential, Instance

_SETTINGS = MapOf(Anything())


def _find(call: Call, instance: Instance) -> Credential:
    credential_id = call.whole_number(assumptions.CREDENTIAL_ID)
    credential = instance.content.credentials.get(credential_id)
    if credential is None:
        raise ApiError(assumptions.not_found("Credential", credential_id))
    return credential


def _shown(credential: Credential) -> dict[str, Any]:
    """No secret is returned [observed]."""
    settings = {key: value for key, value in credential.settings.items() if not is_secret_name(key)}
    return {**credential.row(), "Settings": settings}


@instance_function("GetCredentials", since="24.2")
def get_credentials(call: Call, instance: Instance) -> Any:
    return [_shown(credential) for credential in instance.content.credentials.values()]


@instance_function(
    "CreateCredential",
    string(assumptions.CREDENTIAL_TYPE),
    string(assumptions.CREDENTIAL_DESCRIPTION),
    json_text(assumptions.CREDENTIAL_SETTINGS),
    writes=True,
    since="25.3",
)
def create_credential(call: Call, instance: Instance) -> Any:
    content = instance.content
    credential = Credential(
        content.next_credential_id,
        call.text(assumptions.CREDENTIAL_TYPE),
        call.text(assumptions.CREDENTIAL_DESCRIPTION),
        call.structure(assumptions.CREDENTIAL_SETTINGS, _SETTINGS),
    )
    content.credentials[credential.credential_id] = credential
    content.next_credential_id += 1
    return assumptions.created_credential_result(credential.credential_id, credential.row())


@instance_function("GetCredentialSettings", number(assumptions.CREDENTIAL_ID), since="25.3")
def get_credential_settings(call: Call, instance: Instance) -> Any:
    row = _shown(_find(call, instance))
    return assumptions.credential_settings_as_read(row["Settings"], row)


@instance_function(
    "SetCredentialSettings",
    number(assumptions.CREDENTIAL_ID),
    json_text(assumptions.CREDENTIAL_SETTINGS),
    writes=True,
    since="25.3",
)
def set_credential_settings(call: Call, instance: Instance) -> Any:
    credential, given = _find(call, instance), call.structure(assumptions.CREDENTIAL_SETTINGS, _SETTINGS)
    credential.settings = assumptions.credential_settings_after(credential.settings, given)


@instance_function("DeleteCredential", number(assumptions.CREDENTIAL_ID), writes=True, since="25.3")
def delete_credential(call: Call, instance: Instance) -> Any:
    credential = _find(call, instance)
    configuration = instance.content.directory_services or {}
    is_used = configuration.get("credentialId") == credential.credential_id
    if is_used and not assumptions.CREDENTIAL_IN_USE_CAN_BE_DELETED:
        raise ApiError(f"Credential '{credential.description}' is in use by the directory services.")
    del instance.content.credentials[credential.credential_id]
