# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users: the list, creation, deletion, renaming, passwords and MFA."""

from __future__ import annotations

import unicodedata
from typing import Any

from .. import assumptions
from ..contract import Call, instance_function, string
from ..errors import ApiError, invalid_argument
from ..state.environment import Environment
from ..state.instances import Instance
from ..state.users import AUTHENTICATIONS, LOGIN_PRIVILEGES, PRIVILEGES, User
from .word_lists import parse_words


def with_api_login(environment: Environment) -> bool:
    """Whether this server knows the login privilege `api`."""
    return environment.reaches(assumptions.API_LOGIN_PRIVILEGE_SINCE)


def check_user_name(name: str) -> str:
    words = name.split(" ")
    is_good = len(name) <= assumptions.LONGEST_USER_NAME and all(words) and all(map(_is_of_name, "".join(words)))
    if not is_good:
        raise invalid_argument(assumptions.invalid_value("userName", name))
    return name


def _is_of_name(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in assumptions.USER_NAME_PUNCTUATION
    return assumptions.LETTERS_BEYOND_ASCII_IN_USER_NAMES and unicodedata.category(character)[0] in "LMN"


def parse_privileges(text: str) -> tuple[str, ...]:
    return parse_words("privileges", text, PRIVILEGES, alone=("none", "admin"))


def parse_login_privileges(environment: Environment, text: str) -> tuple[str, ...]:
    has_api = with_api_login(environment) and assumptions.API_LOGIN_PRIVILEGE_CAN_BE_WRITTEN
    known = tuple(word for word in LOGIN_PRIVILEGES if has_api or word != "api")
    return parse_words("loginPrivileges", text, known, alone=("none",))


@instance_function("GetUsers")
def get_users(call: Call, instance: Instance) -> Any:
    archive_admin = instance.archive_admin()
    users = [*instance.content.users, *([archive_admin] if archive_admin else [])]
    return [user.row() for user in sorted(users, key=lambda user: user.user_name)]


@instance_function("GetUserInfo", string("userName"))
def get_user_info(call: Call, instance: Instance) -> Any:
    return instance.find_user(call.text("userName")).detail(with_api_login(call.environment))


@instance_function(
    "CreateUser",
    string("userName"),
    string("privileges"),
    string("fullName", nullable=True),
    string("distinguishedName", nullable=True),
    string("authentication", *AUTHENTICATIONS, nullable=True),
    string("password", nullable=True),
    string("loginPrivileges", nullable=True),
    writes=True,
)
def create_user(call: Call, instance: Instance) -> Any:
    login_privileges = call.text_or_none("loginPrivileges")
    user = User(
        user_name=check_user_name(call.text("userName")),
        full_name=call.text_or_none("fullName"),
        distinguished_name=call.text_or_none("distinguishedName"),
        authentication=call.text_or_none("authentication") or "integrated",
        privileges=parse_privileges(call.text("privileges")),
        login_privileges=None
        if login_privileges is None
        else parse_login_privileges(call.environment, login_privileges),
        password=call.text_or_none("password"),
    )
    instance.content.users.add(user)
    if assumptions.NEW_USER_HAS_ARCHIVE:
        instance.content.folders.make(user.user_name)


@instance_function("DeleteUser", string("userName"), writes=True)
def delete_user(call: Call, instance: Instance) -> Any:
    """The archive and its messages stay [documented]."""
    user = instance.find_changeable_user(call.text("userName"))
    if not assumptions.OWNER_CAN_BE_DELETED and instance.owns_anything(user):
        raise ApiError(f"User '{user.user_name}' owns jobs or profiles.")
    instance.content.users.remove(user)


@instance_function("RenameUser", string("oldUserName"), string("newUserName"), writes=True)
def rename_user(call: Call, instance: Instance) -> Any:
    """Archive, folder privileges and profiles keep the old name [documented]."""
    user = instance.find_changeable_user(call.text("oldUserName"))
    instance.content.users.rename(user, check_user_name(call.text("newUserName")))


@instance_function("SetUserPassword", string("userName"), string("password"), writes=True)
def set_user_password(call: Call, instance: Instance) -> Any:
    user = instance.find_changeable_user(call.text("userName"))
    if not call.text("password") and assumptions.EMPTY_PASSWORD_OF_USER_IS_REFUSED:
        raise invalid_argument(assumptions.invalid_value("password", ""))
    user.password = call.text("password")


@instance_function("InitializeMFA", string("userName"), writes=True, since="24.2")
def initialize_mfa(call: Call, instance: Instance) -> Any:
    instance.find_changeable_user(call.text("userName")).mfa_status = assumptions.MFA_STATUS_ON
    return assumptions.INITIALIZED_MFA_RESULT


@instance_function("DisableMFA", string("userName"), writes=True, since="24.2")
def disable_mfa(call: Call, instance: Instance) -> Any:
    instance.find_changeable_user(call.text("userName")).mfa_status = assumptions.MFA_STATUS_OFF


@instance_function("DeleteAppPasswords", string("userName"), writes=True, since="24.2")
def delete_app_passwords(call: Call, instance: Instance) -> Any:
    instance.find_changeable_user(call.text("userName")).app_passwords = 0
