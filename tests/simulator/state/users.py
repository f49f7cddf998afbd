# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of one instance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import assumptions
from ..errors import ApiError

ARCHIVE_ADMIN = "$archiveadmin"
PRIVILEGES = (
    "none",
    "admin",
    "login",
    "changePassword",
    "archive",
    "modifyArchiveProfiles",
    "export",
    "modifyExportProfiles",
    "delete",
)
LOGIN_PRIVILEGES = ("none", "windows", "web", "outlook", "windowsCmd", "imap", "api")
FOLDER_PRIVILEGES = ("none", "read", "write", "delete")
AUTHENTICATIONS = ("integrated", "directoryServices")


def all_login_privileges(with_api: bool) -> tuple[str, ...]:
    """What a user reads who was never given any [observed]."""
    return tuple(word for word in LOGIN_PRIVILEGES if word != "none" and (with_api or word != "api"))


def _or_no_entries(entries: list[Any]) -> Any:
    return entries or assumptions.NO_ENTRIES


@dataclass
class User:
    user_name: str
    full_name: str | None = None
    distinguished_name: str | None = None
    authentication: str = "integrated"
    mfa_status: str = assumptions.MFA_STATUS_OFF
    email_addresses: tuple[str, ...] = ()
    pop3_user_names: tuple[str, ...] = ()
    privileges: tuple[str, ...] = ()
    login_privileges: tuple[str, ...] | None = None
    """None is all there are."""
    folder_privileges: dict[str, tuple[str, ...]] = field(default_factory=dict)
    password: str | None = None
    app_passwords: int = 0

    @property
    def is_admin(self) -> bool:
        return "admin" in self.privileges

    def row(self) -> dict[str, Any]:
        return {
            "userName": self.user_name,
            "fullName": self.full_name,
            "distinguishedName": self.distinguished_name,
            "mfaStatus": self.mfa_status,
        }

    def detail(self, with_api_login: bool) -> dict[str, Any]:
        login = all_login_privileges(with_api_login) if self.login_privileges is None else self.login_privileges
        detail: dict[str, Any] = {
            "userName": self.user_name,
            "fullName": self.full_name,
            "distinguishedName": self.distinguished_name,
            "authentication": self.authentication,
            "mfaStatus": self.mfa_status,
            "emailAddresses": _or_no_entries(
                [*self.email_addresses[:1], *assumptions.words_as_read(self.email_addresses[1:])]
            ),
            "pop3UserNames": assumptions.words_as_read(self.pop3_user_names),
            "privileges": assumptions.words_as_read(self.privileges),
            "loginPrivileges": list(login) if self.login_privileges is None else assumptions.words_as_read(login),
        }
        if not self.is_admin:
            detail["privilegesOnFolders"] = _or_no_entries(
                [
                    {"folder": folder, "privileges": assumptions.words_as_read(privileges)}
                    for folder, privileges in self.folder_privileges.items()
                ]
            )
        return detail


class UserList:
    """Users by name, without regard to case."""

    def __init__(self) -> None:
        self._users: dict[str, User] = {}

    def __iter__(self) -> Iterator[User]:
        return iter(self._users.values())

    def __len__(self) -> int:
        return len(self._users)

    def get(self, name: str) -> User | None:
        return self._users.get(assumptions.name_key(name))

    def find(self, name: str) -> User:
        user = self.get(name)
        if user is None:
            raise ApiError(assumptions.not_found("User", name))
        return user

    def add(self, user: User) -> None:
        if assumptions.name_key(user.user_name) in self._users:
            raise ApiError(assumptions.already_exists("User", user.user_name))
        self._users[assumptions.name_key(user.user_name)] = user

    def remove(self, user: User) -> None:
        """Raises ApiError for the account of the service provider, which is not in the list."""
        self.find(user.user_name)
        del self._users[assumptions.name_key(user.user_name)]

    def rename(self, user: User, new_name: str) -> None:
        other = self.get(new_name)
        if other is not None and other is not user:
            raise ApiError(assumptions.already_exists("User", new_name))
        self.remove(user)
        user.user_name = new_name
        self._users[assumptions.name_key(new_name)] = user
