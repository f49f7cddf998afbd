# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The setters of a user's fields."""

from __future__ import annotations

import re
from typing import Any

from .. import assumptions
from ..contract import Call, instance_function, string
from ..errors import ApiError, invalid_argument
from ..state.instances import Instance
from ..state.users import AUTHENTICATIONS, FOLDER_PRIVILEGES, User
from .users import parse_login_privileges, parse_privileges
from .word_lists import parse_words, split_list


def _user(call: Call, instance: Instance) -> User:
    return instance.find_changeable_user(call.text("userName"))


@instance_function("SetUserFullName", string("userName"), string("fullName", nullable=True), writes=True)
def set_user_full_name(call: Call, instance: Instance) -> Any:
    _user(call, instance).full_name = assumptions.text_as_stored(call.text_or_none("fullName"))


@instance_function(
    "SetUserDistinguishedName", string("userName"), string("distinguishedName", nullable=True), writes=True
)
def set_user_distinguished_name(call: Call, instance: Instance) -> Any:
    _user(call, instance).distinguished_name = assumptions.text_as_stored(call.text_or_none("distinguishedName"))


@instance_function("SetUserAuthentication", string("userName"), string("authentication", *AUTHENTICATIONS), writes=True)
def set_user_authentication(call: Call, instance: Instance) -> Any:
    _user(call, instance).authentication = call.text("authentication")


@instance_function("SetUserEmailAddresses", string("userName"), string("emailAddresses", nullable=True), writes=True)
def set_user_email_addresses(call: Call, instance: Instance) -> Any:
    user = _user(call, instance)
    if call.text_or_none("emailAddresses") is None and not assumptions.LEFT_OUT_LIST_EMPTIES:
        return
    addresses = split_list(call.text_or_none("emailAddresses"))
    for address in addresses:
        if not re.fullmatch(assumptions.EMAIL_ADDRESS_PATTERN, address):
            raise invalid_argument(assumptions.invalid_value("emailAddresses", address))
    user.email_addresses = addresses


@instance_function("SetUserPop3UserNames", string("userName"), string("pop3UserNames", nullable=True), writes=True)
def set_user_pop3_user_names(call: Call, instance: Instance) -> Any:
    user, names = _user(call, instance), call.text_or_none("pop3UserNames")
    if names is not None or assumptions.LEFT_OUT_LIST_EMPTIES:
        user.pop3_user_names = split_list(names)


@instance_function("SetUserPrivileges", string("userName"), string("privileges"), writes=True)
def set_user_privileges(call: Call, instance: Instance) -> Any:
    _user(call, instance).privileges = parse_privileges(call.text("privileges"))


@instance_function("SetUserLoginPrivileges", string("userName"), string("loginPrivileges"), writes=True)
def set_user_login_privileges(call: Call, instance: Instance) -> Any:
    _user(call, instance).login_privileges = parse_login_privileges(call.environment, call.text("loginPrivileges"))


@instance_function("SetUserPrivilegesOnFolder", string("userName"), string("folder"), string("privileges"), writes=True)
def set_user_privileges_on_folder(call: Call, instance: Instance) -> Any:
    """Replaces the privileges on one archive; the entry moves to the end [observed], `none` removes it."""
    user, folder = _user(call, instance), call.text("folder")
    privileges = parse_words("privileges", call.text("privileges"), FOLDER_PRIVILEGES, alone=("none",))
    _check_name_of_archive(folder)
    user.folder_privileges.pop(folder, None)
    if privileges != assumptions.NO_PRIVILEGES:
        _find_archive(instance, folder)
        user.folder_privileges[folder] = privileges


def _check_name_of_archive(folder: str) -> None:
    if not folder or "/" in folder:
        raise invalid_argument(assumptions.invalid_value("folder", folder))


def _find_archive(instance: Instance, folder: str) -> None:
    if instance.content.folders.find(folder) is not None:
        return
    if not assumptions.GRANT_MAKES_ARCHIVE:
        raise ApiError(assumptions.not_found("Folder", folder))
    instance.content.folders.make(folder)


@instance_function("ClearUserPrivilegesOnFolders", string("userName"), writes=True)
def clear_user_privileges_on_folders(call: Call, instance: Instance) -> Any:
    _user(call, instance).folder_privileges.clear()
