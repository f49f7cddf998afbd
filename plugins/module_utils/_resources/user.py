# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of an instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from .._api.errors import FunctionFailed, InputError
from .._engine.calls import Call
from .._engine.creators import CreateByArguments
from .._engine.field_types import (
    Choice,
    ChoiceSet,
    DistinguishedName,
    FieldType,
    MailAddresses,
    Secret,
    SetMap,
    Text,
    TextSet,
)
from .._engine.mistakes import check_all
from .._engine.names import NameIndex, alike, alike_key, refuse_unfit_name
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import Field, Read, Rename, Resource
from .._engine.snapshot import Snapshot
from .._engine.writers import EntrySetter, OwnSetter, SwitchedSetter
from .assumptions import LOGIN_PRIVILEGES_ADDED_BY_SERVER, MFA_DISABLED, SERVICE_PROVIDER_ACCOUNT
from .folder import archives_of

#: The option's words and, where they differ, the API's (documented).
AUTHENTICATION_WORDS = {"integrated": "integrated", "directory_services": "directoryServices"}
PRIVILEGE_WORDS = {
    "none": "none",
    "admin": "admin",
    "login": "login",
    "change_password": "changePassword",
    "archive": "archive",
    "modify_archive_profiles": "modifyArchiveProfiles",
    "export": "export",
    "modify_export_profiles": "modifyExportProfiles",
    "delete": "delete",
}
LOGIN_PRIVILEGE_WORDS = {
    "none": "none",
    "windows": "windows",
    "web": "web",
    "outlook": "outlook",
    "windows_cmd": "windowsCmd",
    "imap": "imap",
    "api": "api",
}
FOLDER_PRIVILEGE_WORDS = ("none", "read", "write", "delete")

#: Words that must be the only one of a list, by the option.
_ALONE = {"privileges": ("none", "admin"), "login_privileges": ("none",), "own_archive_privileges": ("none",)}

#: What the diff shows for app passwords, which cannot be read.
APP_PASSWORDS_DELETED = "app_passwords_deleted"

#: The function that gives rights on an archive.
GRANT = "SetUserPrivilegesOnFolder"

#: The function that makes a new secret of multi-factor authentication, which switches it on.
ENABLE_MFA = "InitializeMFA"

FOLDER_PRIVILEGES = SetMap(name="folder", members="privileges")


class MfaStatus(FieldType):
    """mfaStatus of a user: the word Disabled, or any other."""

    removable = False

    def from_api(self, value: Any) -> Any:
        return "disabled" if value in (MFA_DISABLED, False, None) else "enabled"

    def to_api(self, value: Any) -> Any:
        return MFA_DISABLED if value == "disabled" else value


def _is_no_administrator(fields: Mapping[str, Any]) -> bool:
    return "privileges" in fields and "admin" not in (fields["privileges"] or [])


def _is_administrator(fields: Mapping[str, Any]) -> bool:
    return "admin" in (fields.get("privileges") or [])


USER = Resource(
    noun="user",
    plural="users",
    identity="name",
    identity_key="userName",
    listing=Read("GetUsers"),
    unlisted=frozenset({SERVICE_PROVIDER_ACCOUNT}),
    detail=Read("GetUserInfo", by="userName"),
    detail_first=True,
    # CreateUser wants privileges (documented).
    defaults={"privileges": []},
    reference={"userName": "userName"},
    create=CreateByArguments("CreateUser"),
    delete="DeleteUser",
    rename=Rename("RenameUser", old_argument="oldUserName", new_argument="newUserName"),
    # Documented: a new user has no addresses, and no right on its own archive.
    fresh={"mfaStatus": MFA_DISABLED, "emailAddresses": [], "pop3UserNames": [], "privilegesOnFolders": []},
    fields=(
        Field("full_name", Text(), on_create=True, writer=OwnSetter("SetUserFullName")),
        Field("distinguished_name", DistinguishedName(), on_create=True, writer=OwnSetter("SetUserDistinguishedName")),
        Field(
            "authentication",
            Choice(AUTHENTICATION_WORDS),
            on_create=True,
            detail=True,
            writer=OwnSetter("SetUserAuthentication"),
        ),
        Field("password", Secret(), on_create=True, secret=True, writer=OwnSetter("SetUserPassword")),
        Field("email_addresses", MailAddresses(), detail=True, writer=OwnSetter("SetUserEmailAddresses")),
        Field("pop3_user_names", TextSet(), key="pop3UserNames", detail=True, writer=OwnSetter("SetUserPop3UserNames")),
        Field(
            "privileges",
            ChoiceSet(words=PRIVILEGE_WORDS),
            on_create=True,
            detail=True,
            writer=OwnSetter("SetUserPrivileges"),
        ),
        Field(
            "login_privileges",
            ChoiceSet(words=LOGIN_PRIVILEGE_WORDS, optional=LOGIN_PRIVILEGES_ADDED_BY_SERVER),
            on_create=True,
            detail=True,
            writer=OwnSetter("SetUserLoginPrivileges"),
            unreadable="this server does not show it (version 22.4 added it)",
        ),
        Field(
            "folder_privileges",
            FOLDER_PRIVILEGES,
            key="privilegesOnFolders",
            detail=True,
            writer=EntrySetter(GRANT, clear="ClearUserPrivilegesOnFolders"),
            unreadable="the server does not show the folder privileges of administrators",
            shown_after=_is_no_administrator,
            hidden_after=_is_administrator,
        ),
        Field(
            "mfa",
            MfaStatus(),
            key="mfaStatus",
            writer=SwitchedSetter({"enabled": ENABLE_MFA, "disabled": "DisableMFA"}),
            unreadable="this server does not show it (version 22.4 added it)",
        ),
    ),
)


def user_fields(
    specified: Mapping[str, Any], name: str, *, purge_folder_privileges: bool, renames_archive: bool
) -> tuple[Resource, dict[str, Any]]:
    """The noun and its named fields, with the right on the own archive as one more folder privilege.

    check_user_options has found nothing.
    """
    fields = dict(specified)
    own_archive = fields.pop("own_archive_privileges", None)
    # [] empties: without a single entry there is nothing that could be merged.
    empties = "folder_privileges" in fields and not fields["folder_privileges"]
    if "own_archive_privileges" in specified:
        others = fields.get("folder_privileges") or []
        fields["folder_privileges"] = [*others, {"folder": name, "privileges": own_archive or []}]
    purge = empties or (purge_folder_privileges and "folder_privileges" in fields)
    return user_resource(purges_rights=purge, always_with_details=renames_archive), fields


def check_user_options(specified: Mapping[str, Any], name: str) -> None:
    """Raises InputError for the account of the service provider, for words that must be the only value, and for a folder
    that is none or is named twice."""
    entries = specified.get("folder_privileges") or []
    check_all(
        partial(refuse_service_provider, name),
        *(partial(_refuse_company, option, specified.get(option), alone) for option, alone in _ALONE.items()),
        *(partial(_refuse_company_in_folder, entry) for entry in entries),
        partial(_refuse_twice, entries),
        *(partial(_refuse_what_is_no_archive, entry["folder"]) for entry in entries),
        partial(_refuse_own_archive_twice, specified, name),
    )


@cache
def user_resource(*, purges_rights: bool, always_with_details: bool = False) -> Resource:
    """The noun, made once for all users of a task. Where an archive is renamed, the own rights must be seen."""
    field_type = SetMap(FOLDER_PRIVILEGES.name, FOLDER_PRIVILEGES.members, purge=purges_rights)
    return replace(USER, always_with_details=always_with_details).with_field("folder_privileges", type=field_type)


@dataclass(frozen=True)
class ArchiveNames:
    """Rights are given on archives that exist under the name that they have: a grant may make an archive (observed)."""

    snapshot: Snapshot
    instance_id: str
    #: The archive that gets another name by the same task.
    renamed: str | None = None

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan with each archive as it is spelled. What archives there are is read for a new user, and when a right on
        another one than the user's own is given.

        Raises InputError for an archive that exists only in other letters.
        """
        known = {entry["folder"] for entry in (observed.api_object or {}).get("privilegesOnFolders") or []}
        new = {call.arguments["folder"] for call in plan.calls if call.function == GRANT} - known
        is_new = observed.api_object is None
        may_differ = is_new or self._names_others(plan, new) or not all(_is_plain(name) for name in new)
        archives = self._archives() if new and may_differ else NameIndex(())
        spelled = {name: _as_spelled(name, archives, self.renamed) for name in new}
        if all(name == other for name, other in spelled.items()):
            return plan
        calls = tuple(_spelled_call(call, spelled) if call.function == GRANT else call for call in plan.calls)
        entries = _spelled_entries((plan.after or {}).get("folder_privileges"), spelled)
        fields = {**plan.desired.fields}
        fields["folder_privileges"] = _spelled_entries(fields["folder_privileges"], spelled)
        desired = replace(plan.desired, fields=fields)
        return replace(plan, calls=calls, desired=desired, after={**(plan.after or {}), "folder_privileges": entries})

    @staticmethod
    def _names_others(plan: Plan, names: set[str]) -> bool:
        """Whether one of the archives is not the user's own, of which it has the name."""
        return bool(names - {plan.desired.final_name})

    def _archives(self) -> NameIndex:
        try:
            return archives_of(self.snapshot, self.instance_id)
        except FunctionFailed:
            # In check mode there may not even be the instance; and some servers hide folders.
            return NameIndex(())


def _as_spelled(name: str, archives: NameIndex, renamed: str | None) -> str:
    spelled = archives.find(name, "archive", without=renamed)
    if spelled is None:
        refuse_unfit_name(name, "archive")
    return spelled or name


def _is_plain(name: str) -> bool:
    """Whether nobody could write this name in another way, as servers have the names of users (observed)."""
    return name.isascii() and name == name.lower().strip()


def _spelled_call(call: Call, spelled: Mapping[str, str]) -> Call:
    folder = call.arguments["folder"]
    return replace(call, arguments={**call.arguments, "folder": spelled.get(folder, folder)})


def _spelled_entries(entries: Any, spelled: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{**entry, "folder": spelled.get(entry["folder"], entry["folder"])} for entry in entries or []]


def with_app_passwords_deleted(plan: Plan, observed: Observed) -> Plan:
    """The plan, at its end the deletion of all app passwords: the server does not show whether there are any, but a
    new user has none."""
    if plan.desired.absent or observed.api_object is None:
        return plan
    reference = USER.reference_of_new(plan.desired.final_name, plan.desired.scope)
    call = Call("DeleteAppPasswords", reference, ("delete_app_passwords",))
    after = {**(plan.after or {}), APP_PASSWORDS_DELETED: True}
    diff_only = plan.diff_only | {APP_PASSWORDS_DELETED}
    return replace(plan, calls=(*plan.calls, call), after=after, diff_only=diff_only)


def refuse_service_provider(name: str) -> None:
    """Raises InputError for the account of the service provider."""
    if (name or "").casefold() == SERVICE_PROVIDER_ACCOUNT:
        raise InputError(
            f"{SERVICE_PROVIDER_ACCOUNT} is the service provider's own account and cannot be managed as a user; use"
            " community.mailstore.spe_archive_admin to switch service provider access."
        )


def _refuse_company(option: str, words: Any, alone: tuple[str, ...]) -> None:
    for word in alone:
        if word in (words or []) and len(set(words)) > 1:
            others = ", ".join(sorted(set(words) - {word}))
            raise InputError(
                f"{option}: {word} must be the only value, but the list also has {others}; choose one or the other."
            )


def _refuse_company_in_folder(entry: Mapping[str, Any]) -> None:
    _refuse_company(f"folder_privileges of {entry['folder']!r}", entry["privileges"], ("none",))


def _refuse_what_is_no_archive(folder: str) -> None:
    """Only top-level folders take privileges (documented)."""
    archive = folder.strip("/").split("/")[0]
    if archive != folder or not folder:
        advice = f"write {archive!r}" if archive else "name one"
        raise InputError(
            f"folder_privileges: {folder!r} is not an archive, and only archives (top-level folders) have"
            f" privileges; {advice}."
        )


def _refuse_own_archive_twice(specified: Mapping[str, Any], name: str) -> None:
    if "own_archive_privileges" not in specified:
        return
    if any(alike(name, entry["folder"]) for entry in specified.get("folder_privileges") or []):
        raise InputError(f"folder_privileges and own_archive_privileges both name {name!r}; keep one of the two.")


def _refuse_twice(entries: Iterable[Mapping[str, Any]]) -> None:
    named: dict[str, list[str]] = {}
    for entry in entries:
        named.setdefault(alike_key(entry["folder"]), []).append(entry["folder"])
    check_all(*(partial(_refuse_several, folders) for folders in named.values()))


def _refuse_several(folders: Sequence[str]) -> None:
    if len(folders) > 1:
        raise InputError(f"folder_privileges names the folder {folders[0]!r} twice; list its privileges in one entry.")
