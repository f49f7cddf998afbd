# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A credential that a task names by its description, in the place of the ID that only the server knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import FunctionFailed, InputError, NotSupportedByServer
from .._engine.calls import SaidInWords
from .._engine.entry import Entry
from .._engine.export import Exported, ExportScope
from .._engine.item import Prepare, as_it_is
from .._engine.names import alike, same_name
from .._engine.read import Desired, list_rows, picked_row
from .._engine.resource import ApiObject, Resource
from .._engine.snapshot import Snapshot
from .assumptions import CREDENTIAL_KEY
from .credential import CREDENTIAL
from .secret_settings import without_keys

OPTION = "credential"


def check_credential(options: Mapping[str, Any], named: bool, settings: str) -> None:
    """Raises InputError for an empty description, and for one beside the ID in the option `settings`."""
    description = options.get(OPTION)
    if named and not description:
        raise InputError(
            "credential is empty: set the description of a credential, or leave it out to keep the current one."
        )
    keys = [str(key).casefold() for key in options.get(settings) or {}]
    if description and CREDENTIAL_KEY.casefold() in keys:
        raise InputError(f"credential and {CREDENTIAL_KEY} in {settings} both name a credential; keep one of the two.")


@dataclass(frozen=True)
class CredentialReference:
    """The credential of a description, in an instance.

    With `others_may_make_it` one that does not exist yet is a warning, and an error otherwise.
    """

    snapshot: Snapshot
    instance_id: str
    others_may_make_it: bool
    warn: Callable[[str], None]

    def id_of(self, description: str) -> Any:
        """The ID; in words, if an earlier task, or an earlier item of the task, makes the credential.

        Raises InputError when there is no such credential, more than one, or one in other letters.
        """
        to_come = self.snapshot.expected(CREDENTIAL.noun)
        rows = [row for row in self._rows() if to_come.get(row["Description"], row) is not None]
        is_there = any(same_name(str(row["Description"]), description) for row in rows)
        if not is_there and to_come.get(description) is not None:
            return _to_be_made(description)
        if not is_there:
            to_come.refuse_other_letters(description, CREDENTIAL.in_words)
        row = picked_row(
            CREDENTIAL, description, rows, self.instance_id, others_may_make_it=self.others_may_make_it, warn=self.warn
        )
        return _to_be_made(description) if row is None else row["ID"]

    def _rows(self) -> Iterable[ApiObject]:
        try:
            return list_rows(CREDENTIAL, self.snapshot, {"instanceID": self.instance_id})
        except NotSupportedByServer:
            self.snapshot.client.require(CREDENTIAL.listing.function, needed_by=OPTION)
            raise
        except FunctionFailed:
            # In check mode there may not even be the instance, which a warning reports.
            if not self.others_may_make_it:
                raise
            return []


def _to_be_made(description: str) -> SaidInWords:
    return SaidInWords(f"(ID of the new credential {description!r})")


def check_reference(settings: str, entry: Entry) -> None:
    """Raises InputError: see check_credential."""
    check_credential(entry.options, OPTION in entry.specified, settings)


def prepare_credential(settings: str, entry: Entry) -> Prepare:
    """What reads the ID of the credential that the entry names, and puts it among its `settings`.

    check_reference has found nothing.
    """
    description = entry.options[OPTION]
    if description is None:
        return as_it_is
    reference = CredentialReference(entry.snapshot, entry.instance_id, entry.others_may_make_it, entry.warn)

    def prepare(resource: Resource, desired: Desired, snapshot: Snapshot) -> tuple[Resource, Desired]:
        if desired.absent:
            return resource, desired
        value = {**(desired.fields.get(settings) or {}), CREDENTIAL_KEY: reference.id_of(description)}
        return resource, replace(desired, fields={**desired.fields, settings: value})

    return prepare


def with_description(exported: Exported, settings: str, scope: ExportScope) -> Exported:
    """The options with the credential by its description, in the place of the ID among the `settings`, which another
    server would not have. The ID stays, with a warning, if no description identifies the credential."""
    values = exported.options.get(settings) or {}
    credential_id = values.get(CREDENTIAL_KEY)
    if credential_id in (None, ""):
        return exported
    description = _description_of(credential_id, scope)
    if description is not None:
        return exported.but(**{settings: without_keys(values, [CREDENTIAL_KEY]), OPTION: description})
    warning = (
        f"{CREDENTIAL_KEY} in {settings} stays {credential_id}, because no credential can be named in its place, by a"
        " description that no other credential has."
    )
    return replace(exported, warnings=(*exported.warnings, warning))


def _description_of(credential_id: Any, scope: ExportScope) -> str | None:
    try:
        rows = list_rows(CREDENTIAL, scope.snapshot, scope.arguments)
    except NotSupportedByServer:
        return None
    described = [str(row["Description"]) for row in rows if str(row["ID"]) == str(credential_id) and row["Description"]]
    names = [row["Description"] or "" for row in rows]
    return described[0] if described and sum(alike(described[0], name) for name in names) == 1 else None
