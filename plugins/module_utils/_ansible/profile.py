# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of M(community.mailstore.spe_profile)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._api.errors import FunctionFailed
from .._engine.plan import Plan
from .._engine.read import Desired, Observed, list_rows
from .._engine.resource import Resource
from .._engine.server import Server
from .._resources.profile import CREATE, PROFILE, ProfileRules, check_profile_options, for_connector
from .._resources.profile_verify import NONE, RUN, TRY, Verdict, with_first_run, with_trial
from .._resources.secret_settings import given_secrets
from .context import Context
from .credential_reference import prepare_credential
from .refused_window import may_be_too_long
from .state_module import Prepare, desired_on_instance, manage_on_instance, server_of, specified_fields

Params = Mapping[str, Any]


def manage_profile(params: Params, context: Context) -> dict[str, Any]:
    """Manage one profile."""
    fields = specified_fields(PROFILE, params, context)
    check_profile_options(fields)
    desired = desired_on_instance(params, fields)
    # Without secrets there is nothing that would have to be written every time.
    has_secrets = bool(given_secrets(fields.get("secret_details")))
    desired = replace(desired, update_secrets=desired.update_secrets and has_secrets)
    rules = ProfileRules(server_of(params, context), params["instance_id"], context.check_mode)
    prepare = _prepare(prepare_credential("details", params, context))
    verification = Verification(params, server_of(params, context))

    def refine(plan: Plan, observed: Observed) -> Plan:
        return verification.refine(rules.refine(plan, observed), observed)

    return manage_on_instance(PROFILE, desired, params, context, refine, prepare)


@dataclass
class Verification:
    """The run that the option verify asks for; the same one when a lost answer leads to another plan."""

    params: Params
    server: Server
    verdict: Verdict | None = None

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan with that run."""
        mode = self.params["verify"]
        owes_a_run = self.verdict is not None and self.verdict.is_new
        if mode == NONE or plan.desired.absent or not (plan.changes or owes_a_run):
            return plan
        if self.verdict is None:
            instance_id = self.params["instance_id"]
            creates = any(call.function == CREATE for call in plan.calls)
            old_id = observed.api_object["id"] if creates and observed.api_object is not None else None
            self.verdict = Verdict(
                instance_id,
                plan.desired.final_name,
                mode == RUN,
                old_id,
                mode == RUN and creates and old_id is None,
                lambda: may_be_too_long(self.server, instance_id),
            )
        return with_trial(plan, self.verdict) if mode == TRY else with_first_run(plan, observed, self.verdict)


def _prepare(credential: Prepare) -> Prepare:
    """The credential first, then the rule of the details, which depends on the connector that is there."""

    def prepare(resource: Resource, desired: Desired, server: Server) -> tuple[Resource, Desired]:
        resource, desired = credential(resource, desired, server)
        if desired.absent or desired.fields.get("connector") is None:
            return resource, desired
        try:
            rows = list_rows(resource, server, desired.scope)
        except FunctionFailed:
            # The list is read again to compare, and its refusal is explained then.
            rows = []
        return for_connector(desired, rows)

    return prepare
