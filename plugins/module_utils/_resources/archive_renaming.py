# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The archive of a user who is renamed: it follows, and with it the rights on it.

The user is renamed after the archive and after the rights of others, and the user's own rights come last: as long as
anything is left to do, the name or an own right on the old archive shows it to the next run.

A name that the server may refuse comes first, so that its refusal leaves everything as it was. Then the name no longer
shows what is left to do, and the rights of others are read each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .._api.errors import FunctionFailed, InputError
from .._engine.calls import Call
from .._engine.mistakes import check_all
from .._engine.names import same_name
from .._engine.plan import Plan, make_plan
from .._engine.read import Observed
from .._engine.resource import Resource
from .._engine.snapshot import Question, Snapshot
from .assumptions import FOLDER_DELIMITER, SERVICE_PROVIDER_ACCOUNT, archive_is_empty, is_surely_a_user_name
from .folder import Move, archives_of, delete_empty_call, statistics_by_folder
from .user import FOLDER_PRIVILEGES, GRANT, USER

RENAME_ARCHIVE = "rename_archive"

#: What the diff shows for the archive, and of others' rights on it.
ARCHIVE = "archive"
RIGHTS_OF_OTHERS = "archive_privileges_of_others"

Rights = Mapping[str, frozenset[str]]


def check_archive_renaming(name: str, new_name: str | None, folder_privileges: Iterable[Mapping[str, Any]]) -> None:
    """Raises InputError when there is no new name, for a name that no archive can have, and for rights on the old archive."""
    if not new_name:
        raise InputError(
            "rename_archive needs new_name, because the archive gets the new name of its user: set new_name.",
            needs="new_name",
        )
    check_all(
        partial(_refuse_delimiter, "name", name),
        partial(_refuse_delimiter, "new_name", new_name),
        partial(_refuse_rights_on_old_archive, name, new_name, folder_privileges),
    )


def _refuse_delimiter(option: str, name: str) -> None:
    if FOLDER_DELIMITER in name:
        raise InputError(
            f"{option}: {name!r} contains {FOLDER_DELIMITER}, which the name of an archive cannot contain:"
            " choose another name."
        )


def _refuse_rights_on_old_archive(name: str, new_name: str, folder_privileges: Iterable[Mapping[str, Any]]) -> None:
    if not same_name(name, new_name) and any(same_name(entry["folder"], name) for entry in folder_privileges):
        raise InputError(
            f"folder_privileges names the archive {name!r}, which rename_archive renames: use own_archive_privileges,"
            f" or write {new_name!r}."
        )


@dataclass(frozen=True)
class ArchiveMoved:
    """The archive is listed under its new name, and no longer under the old one."""

    move: Move

    def reached(self, snapshot: Snapshot) -> bool:
        """Raises FunctionFailed when the archive no longer exists, under both names."""
        move = replace(self.move, snapshot=snapshot)
        if move.is_gone():
            raise FunctionFailed(
                f"The archive {move.path!r} is missing: the server lists neither this name nor {move.new_path!r};"
                " look at the server's own log."
            )
        return move.is_done()

    def describe(self) -> str:
        return f"the server does not list the archive {self.move.path!r} as {self.move.new_path!r}"


@dataclass(frozen=True)
class RightsWritten:
    """The user is shown with these rights on the archive."""

    instance_id: str
    user: str
    archive: str
    privileges: frozenset[str]

    def reached(self, snapshot: Snapshot) -> bool:
        """Raises FunctionFailed when the server took other rights, or somebody has given others meanwhile."""
        rights = rights_of(_detail(snapshot, self.instance_id, self.user)).get(self.archive, frozenset())
        if rights != self.privileges:
            raise FunctionFailed(
                f"The server accepted the rights of {self.user!r} on the archive {self.archive!r}, but shows"
                f" {', '.join(sorted(rights)) or 'none'}; look at the server's own log, and run the task again."
            )
        return True

    def describe(self) -> str:
        return f"the server does not show the new rights of {self.user!r} on the archive {self.archive!r}"


@dataclass(frozen=True)
class ArchiveRenaming:
    """What is to be done beside renaming the user."""

    snapshot: Snapshot
    resource: Resource
    instance_id: str
    old: str
    new: str

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan with all that the archive needs.

        Raises InputError when both archives have messages, and when an archive exists only in other letters.
        """
        if plan.desired.absent or observed.api_object is None or same_name(self.old, self.new):
            return plan
        moves = self._moves()
        user = str(observed.api_object[self.resource.identity_key])
        own = rights_of(observed.api_object)
        is_shown = bool(moves) or not same_name(user, self.new) or self.old in own
        is_unfinished = is_shown or self._renames_user_first()
        calls, changed, warnings = self._others(user) if is_unfinished else ([], {}, [])
        fields = self._with_own_rights(plan.desired.fields, own)
        plan = make_plan(self.resource, observed, replace(plan.desired, fields=fields))
        return self._shown(plan, [*moves, *calls], changed, warnings)

    def _shown(self, plan: Plan, calls: list[Call], others: Mapping[str, Any], warnings: Iterable[str]) -> Plan:
        before, after = dict(plan.before or {}), dict(plan.after or {})
        if any(call.function == "MoveFolder" for call in calls):
            before[ARCHIVE], after[ARCHIVE] = self.old, self.new
        if others:
            before[RIGHTS_OF_OTHERS] = {user: entry["before"] for user, entry in others.items()}
            after[RIGHTS_OF_OTHERS] = {user: entry["after"] for user, entry in others.items()}
        return replace(
            plan,
            calls=self._in_order(calls, plan.calls),
            before=before,
            after=after,
            warnings=(*plan.warnings, *warnings),
            diff_only=plan.diff_only | {ARCHIVE, RIGHTS_OF_OTHERS},
        )

    def _in_order(self, of_archive: Iterable[Call], of_user: Iterable[Call]) -> tuple[Call, ...]:
        rename = self.resource.rename.function if self.resource.rename and self._renames_user_first() else None
        first = [call for call in of_user if call.function == rename]
        return (*first, *of_archive, *(call for call in of_user if call.function != rename))

    def _renames_user_first(self) -> bool:
        return not is_surely_a_user_name(self.new)

    def _moves(self) -> list[Call]:
        """The move, and before it the deletion of an empty archive in its way, as a right that was given makes one."""
        archives = archives_of(self.snapshot, self.instance_id)
        here = archives.find(self.old, "archive")
        if here is None:
            return []
        there = archives.find(self.new, "archive", without=here)
        move = Move(self.snapshot, self.instance_id, here, self.new)
        call = replace(move.call(), options=(RENAME_ARCHIVE,), wait_condition=ArchiveMoved(move))
        if there is None:
            return [call]
        if self._is_empty(there):
            return [replace(delete_empty_call(self.instance_id, there), options=(RENAME_ARCHIVE,)), call]
        if self._is_empty(here):
            return []
        raise InputError(
            f"The archive {here!r} cannot be renamed to {there!r}: both exist, and the server shows neither of them as empty."
            " Choose another new_name, or move one of the two with community.mailstore.spe_folder first."
        )

    def _is_empty(self, archive: str) -> bool:
        return archive_is_empty(statistics_by_folder(self.snapshot, self.instance_id).get(archive))

    def _others(self, own_name: str) -> tuple[list[Call], dict[str, Any], list[str]]:
        """The calls that give others their rights under the new name, what they change, and what cannot be read."""
        calls: list[Call] = []
        changed: dict[str, Any] = {}
        all_rights = _rights_on_archives(self.snapshot, self.instance_id)
        users = self.snapshot.expected(USER.noun)
        for user, rights in all_rights.by_archive.get(self.old, ()):
            if user == own_name:
                continue
            privileges = rights.get(self.new) or rights[self.old]
            # An earlier entry of the task may have renamed the user.
            name = users.name_now(user)
            calls += self._moved_rights(name, rights, privileges)
            changed[name] = {"before": _shown(rights, self.old, self.new), "after": {self.new: sorted(privileges)}}
        hidden = [user for user in all_rights.hidden if user != own_name]
        warnings = [_left_alone(self.old, hidden)] if hidden else []
        return calls, changed, warnings

    def _moved_rights(self, user: str, rights: Rights, privileges: frozenset[str]) -> list[Call]:
        """First the new right, then without the old one: a right is never lost."""
        granting = [] if rights.get(self.new) == privileges else [self._grant(user, self.new, privileges)]
        return [*granting, self._grant(user, self.old, frozenset())]

    def _grant(self, user: str, archive: str, privileges: frozenset[str]) -> Call:
        arguments = {
            "instanceID": self.instance_id,
            "userName": user,
            "folder": archive,
            "privileges": sorted(privileges) or ["none"],
        }
        wait_condition = RightsWritten(self.instance_id, user, archive, privileges)
        return Call(GRANT, arguments, (RENAME_ARCHIVE,), wait_condition=wait_condition)

    def _with_own_rights(self, fields: Mapping[str, Any], own: Rights) -> dict[str, Any]:
        """The named fields, and the user's own right under the new name unless the playbook or a right there says otherwise."""
        if self.old not in own or _purges(self.resource, fields):
            return dict(fields)
        entries = list(fields.get("folder_privileges") or [])
        named = FOLDER_PRIVILEGES.as_map(entries)
        if self.new not in named and self.new not in own:
            entries.append({"folder": self.new, "privileges": sorted(own[self.old])})
        if self.old not in named:
            entries.append({"folder": self.old, "privileges": []})
        return {**fields, "folder_privileges": entries}


@dataclass(frozen=True)
class RightsOnArchives:
    """The users with a right on each archive, with all their rights, and the users whose rights are not shown."""

    by_archive: Mapping[str, Sequence[tuple[str, Rights]]]
    hidden: Sequence[str]


def _rights_on_archives(snapshot: Snapshot, instance_id: str) -> RightsOnArchives:
    """Of all users of the instance, read once for all archives of a task."""

    def read() -> RightsOnArchives:
        rows = snapshot.rows("GetUsers", {"instanceID": instance_id})
        users = [user for user in (str(row["userName"]) for row in rows) if user != SERVICE_PROVIDER_ACCOUNT]
        snapshot.will_read(_question(instance_id, user) for user in users)
        by_archive: dict[str, list[tuple[str, Rights]]] = {}
        hidden: list[str] = []
        for user in users:
            detail = _detail(snapshot, instance_id, user)
            if "privilegesOnFolders" not in detail:
                hidden.append(user)
                continue
            rights = rights_of(detail)
            for archive in rights:
                by_archive.setdefault(archive, []).append((user, rights))
        return RightsOnArchives(by_archive, hidden)

    return snapshot.once(("rights on archives", instance_id), read)


def rights_of(detail: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Archive to privileges, as GetUserInfo shows them."""
    return FOLDER_PRIVILEGES.as_map(detail.get("privilegesOnFolders"))


def _detail(snapshot: Snapshot, instance_id: str, user: str) -> Mapping[str, Any]:
    return dict(snapshot.answer(_question(instance_id, user)))


def _question(instance_id: str, user: str) -> Question:
    return Question("GetUserInfo", {"instanceID": instance_id, "userName": user})


def _purges(resource: Resource, fields: Mapping[str, Any]) -> bool:
    """Whether the playbook names all rights of the user, so that those of the old archive go in any case."""
    return "folder_privileges" in fields and bool(getattr(resource.field_of("folder_privileges").type, "purge", False))


def _shown(rights: Rights, *archives: str) -> dict[str, list[str]]:
    return {archive: sorted(rights[archive]) for archive in archives if archive in rights}


def _left_alone(archive: str, users: list[str]) -> str:
    return (
        f"The privileges of {', '.join(users)} on the archive {archive!r} were not changed: the server does not show"
        " the folder privileges of administrators."
    )
