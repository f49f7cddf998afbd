# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook has for a profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from .._api.errors import FunctionFailed
from .._engine.entry import ArgumentSpec, Entry, Noun, check_fields
from .._engine.export import Exported, ExportScope, UnreadSecret
from .._engine.item import Item, Prepare
from .._engine.mistakes import check_all
from .._engine.plan import Plan
from .._engine.read import Desired, Observed, list_rows
from .._engine.resource import ApiObject, Resource
from .._engine.rows import Rows
from .._engine.snapshot import Snapshot
from .credential_reference import check_reference, prepare_credential, with_description
from .instance_answers import may_be_too_long
from .profile import CREATE, PROFILE, ProfileRules, check_profile_options, for_connector, secret_keys
from .profile_verify import NONE, RUN, TRY, VERIFY_WORDS, Verdict, with_first_run, with_trial
from .secret_settings import given_secrets

OPTIONS: ArgumentSpec = {
    "name": {"type": "str", "required": True},
    "new_name": {"type": "str"},
    "owner": {"type": "str"},
    "type": {"type": "str"},
    "connector": {"type": "str"},
    "details": {"type": "dict"},
    "secret_details": {"type": "dict", "no_log": True},
    "credential": {"type": "str"},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "automatic": {"type": "bool"},
    "automatic_pause_between_executions": {"type": "int"},
    "automatic_maintenance_windows": {"type": "str"},
    "verify": {"type": "str", "choices": list(VERIFY_WORDS), "default": "none"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def profile_item(entry: Entry) -> Item:
    """A profile of an instance. Raises InputError for options that do not fit together."""
    fields = entry.named_fields(PROFILE)
    check_all(
        partial(check_fields, PROFILE, fields),
        partial(check_profile_options, fields),
        partial(check_reference, "details", entry),
    )
    wanted = entry.desired(fields)
    # Without secrets there is nothing that would have to be written every time.
    has_secrets = bool(given_secrets(fields.get("secret_details")))
    wanted = replace(wanted, update_secrets=wanted.update_secrets and has_secrets)
    rules = ProfileRules(entry.snapshot, entry.instance_id, entry.others_may_make_it)
    verification = Verification(entry.options["verify"], entry.instance_id, entry.snapshot)

    def refine(plan: Plan, observed: Observed) -> Plan:
        return verification.refine(rules.refine(plan, observed), observed)

    return Item(PROFILE, wanted, refine, _prepare(prepare_credential("details", entry)), place=entry.place)


@dataclass
class Verification:
    """The run that the option verify asks for; the same one when a lost answer leads to another plan."""

    mode: str
    instance_id: str
    snapshot: Snapshot
    verdict: Verdict | None = None

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan with that run."""
        mode = self.mode
        owes_a_run = self.verdict is not None and self.verdict.is_new
        if mode == NONE or plan.desired.absent or not (plan.changes or owes_a_run):
            return plan
        if self.verdict is None:
            instance_id = self.instance_id
            creates = any(call.function == CREATE for call in plan.calls)
            old_id = observed.api_object["id"] if creates and observed.api_object is not None else None
            self.verdict = Verdict(
                instance_id,
                plan.desired.final_name,
                mode == RUN,
                old_id,
                mode == RUN and creates and old_id is None,
                lambda: may_be_too_long(self.snapshot, instance_id),
            )
        return with_trial(plan, self.verdict) if mode == TRY else with_first_run(plan, observed, self.verdict)


def _prepare(credential: Prepare) -> Prepare:
    """The credential first, then the rule of the details, which depends on the connector that is there."""

    def prepare(resource: Resource, desired: Desired, snapshot: Snapshot) -> tuple[Resource, Desired]:
        resource, desired = credential(resource, desired, snapshot)
        if desired.absent or desired.fields.get("connector") is None:
            return resource, desired
        try:
            rows = list_rows(resource, snapshot, desired.scope)
        except FunctionFailed:
            # The list is read again to compare, and its refusal is explained then.
            rows = Rows()
        return for_connector(desired, rows)

    return prepare


def export_profile(exported: Exported, api_object: ApiObject, scope: ExportScope) -> Exported:
    """The profile with its credential by description; its secret details are known by their names alone."""
    secrets = tuple(UnreadSecret("secret_details", key) for key in secret_keys(api_object.get("details") or {}))
    return with_description(replace(exported, secrets=secrets), "details", scope)


PROFILE_NOUN = Noun(
    PROFILE,
    OPTIONS,
    profile_item,
    free_settings=("details",),
    export=export_profile,
    # Said of each new profile.
    new={"automatic": False},
)
