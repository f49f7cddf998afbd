# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sync of users with the tenant's directory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .. import assumptions
from ..contract import Call, flag, instance_function
from ..errors import ApiError
from ..long_work import LongWork, Outcome
from ..state.instances import DirectoryEntry, Instance
from ..state.users import User


@dataclass
class SyncPlan:
    """What a sync changes."""

    created: list[DirectoryEntry] = field(default_factory=list)
    updated: list[DirectoryEntry] = field(default_factory=list)
    deleted: list[User] = field(default_factory=list)

    def outcome(self) -> Outcome:
        created = [entry.user_name for entry in self.created]
        updated = [entry.user_name for entry in self.updated]
        deleted = [user.user_name for user in self.deleted]
        words = (("created", created), ("updated", updated), ("deleted", deleted))
        log = "".join(f"User '{name}' {word}.\r\n" for word, names in words for name in names)
        return Outcome(assumptions.sync_result(created, updated, deleted), log)


@instance_function("SyncUsersWithDirectoryServices", flag("dryRun", nullable=True), writes=True)
def sync_users_with_directory_services(call: Call, instance: Instance) -> Any:
    configuration = instance.content.directory_services
    if configuration is None and assumptions.SYNC_WITHOUT_CONFIGURATION_IS_REFUSED:
        raise ApiError("Directory services are not configured.")
    dry_run = call.flag("dryRun", default=not assumptions.SYNC_WITHOUT_DRY_RUN_CHANGES)

    def finish() -> Outcome:
        plan = _plan(instance, configuration or {})
        if not dry_run:
            _apply(instance, plan)
        return plan.outcome()

    return LongWork(("Connecting to directory services", "Reading users", "Synchronizing users"), finish)


def _plan(instance: Instance, configuration: dict[str, Any]) -> SyncPlan:
    wanted = {
        assumptions.name_key(entry.user_name): entry for entry in _chosen(instance.content.directory, configuration)
    }
    plan = SyncPlan()
    for entry in wanted.values():
        user = instance.content.users.get(entry.user_name)
        if user is None:
            plan.created.append(entry)
        elif user.authentication == assumptions.SYNC_CHANGES_USERS_OF and _differs(user, entry):
            plan.updated.append(entry)
    if configuration.get("deleteUsers"):
        plan.deleted = [user for user in instance.content.users if _is_gone(user, wanted)]
    return plan


def _chosen(directory: list[DirectoryEntry], configuration: dict[str, Any]) -> list[DirectoryEntry]:
    groups = set(configuration.get("groups") or [])
    enabled_only = bool(configuration.get("enabledUsersOnly"))
    return [e for e in directory if (e.enabled or not enabled_only) and (not groups or groups & set(e.groups))]


def _differs(user: User, entry: DirectoryEntry) -> bool:
    return (user.full_name, user.distinguished_name, user.email_addresses) != (
        entry.full_name,
        entry.distinguished_name,
        entry.email_addresses,
    )


def _is_gone(user: User, wanted: dict[str, DirectoryEntry]) -> bool:
    return (
        user.authentication == assumptions.SYNC_CHANGES_USERS_OF and assumptions.name_key(user.user_name) not in wanted
    )


def _apply(instance: Instance, plan: SyncPlan) -> None:
    users = instance.content.users
    for entry in plan.created:
        users.add(_new_user(entry))
        if assumptions.SYNC_MAKES_ARCHIVES:
            instance.content.folders.make(entry.user_name)
    for entry in plan.updated:
        user = users.find(entry.user_name)
        user.full_name, user.distinguished_name = entry.full_name, entry.distinguished_name
        user.email_addresses = entry.email_addresses
    for user in plan.deleted:
        users.remove(user)


def _new_user(entry: DirectoryEntry) -> User:
    """[observed] login, and read on the own archive."""
    return User(
        user_name=entry.user_name,
        full_name=entry.full_name,
        distinguished_name=entry.distinguished_name,
        authentication="directoryServices",
        email_addresses=entry.email_addresses,
        privileges=("login",),
        folder_privileges={entry.user_name: ("read",)},
    )
