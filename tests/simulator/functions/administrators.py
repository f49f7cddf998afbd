# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""System administrators."""

from __future__ import annotations

from typing import Any

from .. import assumptions
from ..contract import Call, json_text, string, system_function
from ..errors import ApiError, invalid_argument
from ..shapes import OrNull, Record, Text, required
from ..state.administrators import Administrator
from .users import check_user_name

_CONFIGURATION = Record(
    {
        "userName": required(Text()),
        "fullName": assumptions.key_to_reset(OrNull(Text())),
        "emailAddress": assumptions.key_to_reset(OrNull(Text())),
    }
)


@system_function("GetSystemAdministrators")
def get_system_administrators(call: Call) -> Any:
    return [administrator.row() for administrator in call.environment.administrators.values()]


@system_function("CreateSystemAdministrator", json_text("config"), string("password"), writes=True)
def create_system_administrator(call: Call) -> Any:
    config = call.structure("config", _CONFIGURATION)
    user_name = check_user_name(config["userName"])
    if assumptions.name_key(user_name) in call.environment.administrators:
        raise ApiError(assumptions.already_exists("System administrator", user_name))
    call.environment.administrators[assumptions.name_key(user_name)] = Administrator(
        user_name, _checked_password(call), *_texts_of(config)
    )


def _texts_of(config: dict[str, Any]) -> tuple[str | None, str | None]:
    return assumptions.text_as_stored(config["fullName"]), assumptions.text_as_stored(config["emailAddress"])


def _checked_password(call: Call) -> str:
    if not call.text("password") and assumptions.EMPTY_PASSWORD_OF_ADMINISTRATOR_IS_REFUSED:
        raise invalid_argument(assumptions.invalid_value("password", ""))
    return call.text("password")


@system_function("SetSystemAdministratorConfiguration", json_text("config"), writes=True)
def set_system_administrator_configuration(call: Call) -> Any:
    config = call.structure("config", _CONFIGURATION)
    administrator = call.environment.find_administrator(config["userName"])
    administrator.full_name, administrator.email_address = _texts_of(config)


@system_function("SetSystemAdministratorPassword", string("userName"), string("password"), writes=True)
def set_system_administrator_password(call: Call) -> Any:
    call.environment.find_administrator(call.text("userName")).password = _checked_password(call)


@system_function("DeleteSystemAdministrator", string("userName"), writes=True)
def delete_system_administrator(call: Call) -> Any:
    administrator = call.environment.find_administrator(call.text("userName"))
    if administrator is call.administrator and not assumptions.OWN_ACCOUNT_CAN_BE_DELETED:
        raise ApiError("You cannot delete your own account.")
    del call.environment.administrators[assumptions.name_key(administrator.user_name)]


@system_function("InitializeSystemAdministratorMFA", string("userName"), writes=True)
def initialize_system_administrator_mfa(call: Call) -> Any:
    call.environment.find_administrator(call.text("userName")).mfa_status = assumptions.MFA_STATUS_ON


@system_function("DeactivateSystemAdministratorMFA", string("userName"), writes=True)
def deactivate_system_administrator_mfa(call: Call) -> Any:
    call.environment.find_administrator(call.text("userName")).mfa_status = assumptions.MFA_STATUS_OFF


@system_function("CreateSystemAdministratorAPIPassword", writes=True)
def create_system_administrator_api_password(call: Call) -> Any:
    """Acts on the calling administrator; the former API password stops working [documented]."""
    return assumptions.api_password_result(call.administrator.renew_api_password())
