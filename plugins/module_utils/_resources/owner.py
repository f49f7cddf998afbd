# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user to whom a job or a profile belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._api.assumptions import JOB_OWNER_MUST_BE_ADMINISTRATOR
from .._api.errors import FunctionFailed, InputError
from .._engine.plan import Plan, warn_or_refuse
from .._engine.read import list_rows, pick
from .._engine.snapshot import Snapshot
from .assumptions import SERVICE_PROVIDER_ACCOUNT
from .user import USER


@dataclass(frozen=True)
class OwnerCheck:
    """The owner of what `function` creates must be there: a server's own refusal may not contain the reason."""

    snapshot: Snapshot
    instance_id: str
    noun: str
    function: str
    others_may_make_it: bool

    def refine(self, plan: Plan) -> Plan:
        """The plan with the owner as the server spells it; in check mode with a warning when the owner is not there yet.

        Raises InputError when it is missing, or there in other letters only.
        """
        owner = plan.desired.fields.get("owner")
        if owner is None or all(call.function != self.function for call in plan.calls):
            return plan
        self._refuse_other_users(owner, plan)
        spelled = owner if owner == SERVICE_PROVIDER_ACCOUNT else self._as_spelled(owner)
        if spelled is not None:
            return plan if spelled == owner else _with_owner(plan, owner, spelled)
        sentence = (
            f"There is no user {owner!r} in the instance {self.instance_id!r} to own the {self.noun}"
            f" {plan.desired.final_name!r}; create the user first, or check owner."
        )
        # An earlier task would have made the user.
        return warn_or_refuse(plan, sentence, others_may_help=self.others_may_make_it)

    def _refuse_other_users(self, owner: str, plan: Plan) -> None:
        """Raises InputError for the owner of a job whom an earlier item leaves without `admin`: the server would refuse the job
        in the middle of the task. Of others nothing is read for it."""
        user = self.snapshot.expected(USER.noun).get(owner)
        privileges = None if user is None else user.get("privileges")
        if self.noun != "job" or privileges is None or "admin" in privileges:
            return
        known = self.snapshot.client.facts.job_owner_must_be_administrator
        if JOB_OWNER_MUST_BE_ADMINISTRATOR if known is None else known:
            raise InputError(
                f"The owner {owner!r} of the job {plan.desired.final_name!r} will not be an administrator, and the server takes"
                " only these: give the user privileges: [admin], or set another owner. If your server takes others, too, set"
                " JOB_OWNER_MUST_BE_ADMINISTRATOR: false in the file of spe_facts."
            )

    def _as_spelled(self, owner: str) -> str | None:
        """The name as the server has it, or will have it; None when nobody has it. Raises InputError when somebody has it in
        other letters only."""
        to_come = self.snapshot.expected(USER.noun)
        to_be_there = to_come.get(owner)
        if to_be_there is not None:
            return str(to_be_there[USER.identity])
        to_come.refuse_other_letters(owner, USER.in_words)
        if owner in to_come:
            return None
        try:
            users = list_rows(USER, self.snapshot, {"instanceID": self.instance_id})
        except FunctionFailed:
            # In check mode there may not even be the instance, which a warning reports.
            return owner
        user = pick(USER, owner, users).api_object
        return None if user is None else str(user[USER.identity_key])


def _with_owner(plan: Plan, owner: str, spelled: str) -> Plan:
    """The plan whose calls have another spelling of the owner."""
    calls = (replace(call, arguments=_respelled(call.arguments, owner, spelled)) for call in plan.calls)
    return replace(plan, calls=tuple(calls))


def _respelled(arguments: Mapping[str, Any], owner: str, spelled: str) -> dict[str, Any]:
    """The arguments, in which the owner may stand beside the others or in the properties of a profile."""
    inside = {
        name: _respelled(value, owner, spelled) for name, value in arguments.items() if isinstance(value, Mapping)
    }
    own = {"owner": spelled} if arguments.get("owner") == owner else {}
    return {**arguments, **inside, **own}
