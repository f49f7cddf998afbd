# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new secret of multi-factor authentication for an account that has one already: nothing that can be read shows it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .._api.errors import AnswerLost, InputError
from .._engine.calls import Call, Once
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import Resource

#: What the diff shows for the new secret.
REINITIALIZED = "mfa_reinitialized"


def check_reinitialization(mfa: str | None) -> None:
    """Raises InputError unless the playbook also has multi-factor authentication on."""
    if mfa != "enabled":
        raise InputError(
            "reinitialize_mfa makes a new secret for multi-factor authentication: set mfa: enabled, too.", needs="mfa"
        )


@dataclass
class Reinitialization:
    """The call that makes the new secret; the same one when a lost answer leads to another plan."""

    resource: Resource
    function: str
    needed: bool | None = None
    once: Once = field(default_factory=Once)

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan with that call at its end, unless the plan itself switches multi-factor authentication on.

        Raises AnswerLost when the call was sent and its result cannot be determined: a second one would make another secret.
        """
        if plan.desired.absent:
            return plan
        if self.needed is None:
            self.needed = observed.api_object is not None and all(call.function != self.function for call in plan.calls)
        if not self.needed:
            return plan
        if self.once.sent:
            raise AnswerLost(
                f"{self.function} may or may not have taken effect, and this task does not send it twice: check"
                " whether the secret is new, and run the task again if it is not.",
                function=self.function,
            )
        reference = self.resource.reference_of_new(plan.desired.final_name, plan.desired.scope)
        call = Call(self.function, reference, ("reinitialize_mfa",), wait_condition=self.once, only_if_needed=True)
        after = {**(plan.after or {}), REINITIALIZED: True}
        return replace(plan, calls=(*plan.calls, call), after=after, diff_only=plan.diff_only | {REINITIALIZED})
