# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is lost with an instance, and what a playbook must allow before it is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from .._api.errors import FunctionFailed, InputError
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .assumptions import SERVICE_PROVIDER_ACCOUNT, STATUS_RUNNING, STATUS_STOPPED


@dataclass(frozen=True)
class Contents:
    """What an instance has; None is for what cannot be read, because it does not run or is closed."""

    users: int | None = None
    messages: int | None = None
    size_mb: int | None = None
    legal_hold: bool | None = None

    def shown(self) -> dict[str, Any]:
        return dict(vars(self))


def contents_of(snapshot: Snapshot, row: ApiObject) -> Contents:
    """What the instance of this row has, as far as it answers."""
    if row["status"] != STATUS_RUNNING:
        return Contents()
    scope = {"instanceID": row["instanceID"]}
    statistics = _answer(snapshot, "GetInstanceStatistics", scope) or {}
    compliance = _answer(snapshot, "GetComplianceConfiguration", scope) or {}
    users = _answer(snapshot, "GetUsers", scope)
    return Contents(
        users=None if users is None else sum(1 for user in users if user.get("userName") != SERVICE_PROVIDER_ACCOUNT),
        messages=statistics.get("numberOfMessages"),
        size_mb=statistics.get("totalSizeMB"),
        legal_hold=compliance.get("legalHoldEnabled"),
    )


def _answer(snapshot: Snapshot, function: str, scope: Mapping[str, Any]) -> Any:
    with suppress(FunctionFailed):
        return snapshot.read(function, scope)
    return None


@dataclass(frozen=True)
class Deletion:
    """What the playbook allows to be deleted."""

    allow_running: bool
    allow_legal_hold: bool
    allow_messages: bool

    def refuse_unallowed(self, row: ApiObject, contents: Contents) -> None:
        """Raises InputError for all that the playbook does not allow."""
        reasons = []
        if row["status"] != STATUS_STOPPED and not self.allow_running:
            reasons.append(f"it is {row['status']} (allow_running)")
        if contents.legal_hold is not False and not self.allow_legal_hold:
            hold = "legal hold is on" if contents.legal_hold else "it is not known whether legal hold is on"
            reasons.append(f"{hold} (allow_legal_hold)")
        if contents.messages != 0 and not self.allow_messages:
            known = contents.messages is not None
            holds = (
                f"it contains {contents.messages} messages" if known else "it is not known whether it contains messages"
            )
            reasons.append(f"{holds} (allow_messages)")
        if not reasons:
            return
        raise InputError(
            f"The instance {row['instanceID']!r} is not deleted: {'; '.join(reasons)}. To delete it anyway, set the"
            " option after each reason to true."
        )
