# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook has for a user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from .._engine.entry import ArgumentSpec, Entry, Noun, check_fields
from .._engine.export import Exported, ExportScope, UnreadSecret
from .._engine.item import Item
from .._engine.mistakes import check_all
from .._engine.names import alike
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import ApiObject
from .archive_renaming import ArchiveRenaming, check_archive_renaming
from .assumptions import LOGIN_PRIVILEGES_ADDED_BY_SERVER, LOGIN_PRIVILEGES_OF_NEW_USER
from .mfa import Reinitialization, check_reinitialization
from .user import (
    AUTHENTICATION_WORDS,
    ENABLE_MFA,
    FOLDER_PRIVILEGE_WORDS,
    LOGIN_PRIVILEGE_WORDS,
    PRIVILEGE_WORDS,
    USER,
    ArchiveNames,
    check_user_options,
    refuse_service_provider,
    user_fields,
    with_app_passwords_deleted,
)

OPTIONS: ArgumentSpec = {
    "name": {"type": "str", "required": True},
    "new_name": {"type": "str"},
    "rename_archive": {"type": "bool", "default": False},
    "full_name": {"type": "str"},
    "distinguished_name": {"type": "str"},
    "authentication": {"type": "str", "choices": list(AUTHENTICATION_WORDS)},
    "password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "email_addresses": {"type": "list", "elements": "str"},
    "pop3_user_names": {"type": "list", "elements": "str"},
    "privileges": {"type": "list", "elements": "str", "choices": list(PRIVILEGE_WORDS)},
    "login_privileges": {"type": "list", "elements": "str", "choices": list(LOGIN_PRIVILEGE_WORDS)},
    "folder_privileges": {
        "type": "list",
        "elements": "dict",
        "options": {
            "folder": {"type": "str", "required": True},
            "privileges": {
                "type": "list",
                "elements": "str",
                "required": True,
                "choices": list(FOLDER_PRIVILEGE_WORDS),
            },
        },
    },
    "purge_folder_privileges": {"type": "bool", "default": False},
    "own_archive_privileges": {"type": "list", "elements": "str", "choices": list(FOLDER_PRIVILEGE_WORDS)},
    "mfa": {"type": "str", "choices": ["enabled", "disabled"]},
    "reinitialize_mfa": {"type": "bool", "default": False},
    "delete_app_passwords": {"type": "bool", "default": False, "no_log": False},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def user_item(entry: Entry) -> Item:
    """A user of an instance. Raises InputError for options that do not fit together."""
    options = entry.options
    named = entry.named_fields(USER, extra=["own_archive_privileges"])
    final_name = options["new_name"] or options["name"]
    check_all(
        partial(check_fields, USER, named),
        partial(_check_names, options),
        partial(check_user_options, named, final_name),
        partial(_check_mfa, options),
    )
    resource, fields = user_fields(
        named,
        final_name,
        purge_folder_privileges=options["purge_folder_privileges"],
        renames_archive=options["rename_archive"],
    )
    renamed = options["name"] if options["rename_archive"] else None
    archives = ArchiveNames(entry.snapshot, entry.instance_id, renamed)
    renaming = ArchiveRenaming(entry.snapshot, resource, entry.instance_id, options["name"], final_name)
    reinitialization = Reinitialization(resource, ENABLE_MFA)

    def refine(plan: Plan, observed: Observed) -> Plan:
        plan = archives.refine(plan, observed)
        plan = renaming.refine(plan, observed) if options["rename_archive"] else plan
        plan = with_app_passwords_deleted(plan, observed) if options["delete_app_passwords"] else plan
        return reinitialization.refine(plan, observed) if options["reinitialize_mfa"] else plan

    independent = not options["rename_archive"]
    return Item(resource, entry.desired(fields), refine, place=entry.place, independent=independent)


def _check_names(options: Mapping[str, Any]) -> None:
    if options["new_name"]:
        refuse_service_provider(options["name"])
    if options["rename_archive"]:
        check_archive_renaming(options["name"], options["new_name"], options["folder_privileges"] or [])


def _check_mfa(options: Mapping[str, Any]) -> None:
    if options["reinitialize_mfa"]:
        check_reinitialization(options["mfa"])


def export_user(exported: Exported, api_object: ApiObject, scope: ExportScope) -> Exported:
    """The user with the right on the own archive apart from others, and without login privileges that the server adds."""
    if "login_privileges" in exported.options:
        words = exported.options["login_privileges"]
        exported = exported.but(
            login_privileges=[word for word in words if word not in LOGIN_PRIVILEGES_ADDED_BY_SERVER]
        )
    if exported.options.get("authentication") != "directory_services":
        exported = replace(exported, secrets=(UnreadSecret("password"),))
    return _with_own_archive(exported, str(api_object[USER.identity_key]))


def _with_own_archive(exported: Exported, name: str) -> Exported:
    """Where another archive has the name in other letters, the two cannot be kept apart in this way."""
    entries = exported.options.get("folder_privileges") or []
    own = [entry for entry in entries if entry["folder"] == name]
    if not own or sum(alike(entry["folder"], name) for entry in entries) > 1:
        return exported
    others = [entry for entry in entries if entry is not own[0]]
    return exported.but(folder_privileges=others, own_archive_privileges=own[0]["privileges"])


#: The values of a new user if nobody sets them (documented, except the login privileges).
NEW_USER = {"authentication": "integrated", "login_privileges": list(LOGIN_PRIVILEGES_OF_NEW_USER)}

USER_NOUN = Noun(USER, OPTIONS, user_item, export=export_user, new=NEW_USER)
