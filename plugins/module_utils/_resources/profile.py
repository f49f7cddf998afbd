# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archiving profiles of an instance.

There is no function that changes a profile (documented): a change is a new profile in the place of the old one, whose id
differs. Only its automatic execution has a setter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import InputError
from .._engine.calls import Call
from .._engine.plan import Plan
from .._engine.read import Found
from .._engine.resource import Field, Options, Raw, Read, Replacement, Resource, SharedSetter
from .._engine.values import Flag, GivenKeys, Number, Secret, Text
from .assumptions import MASKED_SECRETS, TYPE_OF_ARCHIVING_PROFILE

_EXECUTION = SharedSetter("SetProfileServerSideExecution")


class Details(GivenKeys):
    """Settings of a connector: texts, with "0" and "1" for flags (observed); numbers and bools are taken as such.

    Secrets read back null, masked or not at all (unknown which): they are no part of what is compared.
    """

    def from_api(self, value: Any) -> Any:
        return {key: text for key, text in (value or {}).items() if text not in MASKED_SECRETS}

    def to_api(self, value: Any) -> Any:
        return _texts(value or {})

    def same(self, current: Any, desired: Any) -> bool:
        return super().same(_texts(current), _texts(desired))

    def after(self, current: Any, desired: Any) -> Any:
        return super().after(_texts(current), _texts(desired))


def _texts(value: Any) -> Any:
    """The value with everything in it as a text; null stays null."""
    if isinstance(value, Mapping):
        return {key: _texts(entry) for key, entry in value.items()}
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if value is None or isinstance(value, list) else str(value)


class ProfileCreator:
    """CreateProfile takes the whole object as one argument; raw must be true (documented)."""

    def call(self, resource: Resource, name: str, desired: Options, scope: Mapping[str, Any]) -> Call:
        """The creating call, the secrets in the midst of the details."""
        secrets = desired.get("secret_details") or {}
        return Call(
            "CreateProfile",
            {**scope, "properties": profile_properties(name, desired, secrets), "raw": True},
            options=tuple(desired),
            secrets=frozenset(secrets),
        )


def profile_properties(name: str, desired: Options, secrets: Mapping[str, Any]) -> dict[str, Any]:
    """The object that CreateProfile and RunTemporaryProfile take: no id, no version (documented)."""
    rule = Details()
    return {
        "owner": desired.get("owner"),
        "type": desired.get("type") or TYPE_OF_ARCHIVING_PROFILE,
        "connector": desired.get("connector"),
        "name": name,
        "details": {**rule.to_api(desired.get("details")), **rule.to_api(secrets)},
        **({"serverSideExecution": _execution(desired)} if desired.get("automatic") is not None else {}),
    }


def _execution(desired: Options) -> dict[str, Any]:
    """How the profile runs by itself, in texts (observed)."""
    values = {
        "automatic": "true" if desired["automatic"] else "false",
        "automaticPauseBetweenExecutions": _texts(desired.get("automatic_pause_between_executions")),
        "automaticMaintenanceWindows": desired.get("automatic_maintenance_windows"),
    }
    return {key: value for key, value in values.items() if value is not None}


PROFILE = Resource(
    noun="profile",
    plural="profiles",
    identity="name",
    identity_key="name",
    listing=Read("GetProfiles", {"raw": True}),
    reference={"id": "id"},
    create=ProfileCreator(),
    delete="DeleteProfile",
    defaults={"type": TYPE_OF_ARCHIVING_PROFILE},
    fields=(
        Field("owner", Text(), on_create=True, writer=Replacement()),
        Field("type", Text(), on_create=True, writer=Replacement()),
        Field("connector", Text(), on_create=True, writer=Replacement()),
        Field("details", Details(), on_create=True, writer=Replacement()),
        Field("secret_details", Secret(), on_create=True, secret=True, writer=Replacement()),
        Field("automatic", Flag(), key="serverSideExecution.automatic", on_create=True, writer=_EXECUTION),
        Field(
            "automatic_pause_between_executions",
            Number(),
            key="serverSideExecution.automaticPauseBetweenExecutions",
            on_create=True,
            writer=_EXECUTION,
        ),
        Field(
            "automatic_maintenance_windows",
            Text(),
            key="serverSideExecution.automaticMaintenanceWindows",
            on_create=True,
            writer=_EXECUTION,
        ),
    ),
)


def refine_profile(plan: Plan, found: Found) -> Plan:
    """Raises InputError when something is missing that a new profile, or one that takes another's place, needs."""
    if not any(call.function == "CreateProfile" for call in plan.calls):
        return plan
    fields = plan.wanted.fields
    missing = [option for option in ("owner", "connector") if not fields.get(option)]
    if missing:
        raise InputError(
            f"The profile {plan.wanted.name!r} does not exist, and to create it {' and '.join(missing)} must be given."
        )
    if fields.get("automatic") and fields.get("automatic_pause_between_executions") is None:
        raise InputError(
            "automatic: true needs automatic_pause_between_executions, the seconds between two runs; add it."
        )
    if found.raw is not None:
        _refuse_lost_secrets(found.raw, plan)
    return plan


def _refuse_lost_secrets(raw: Raw, plan: Plan) -> None:
    """A new profile must get the secrets of the old one from the playbook, for the server never tells them."""
    given = {**(plan.wanted.fields.get("details") or {}), **(plan.wanted.fields.get("secret_details") or {})}
    masked = [key for key, value in (raw.get("details") or {}).items() if value in MASKED_SECRETS and key not in given]
    if masked and not plan.wanted.fields.get("secret_details"):
        raise InputError(
            f"The profile {plan.wanted.name!r} can only be changed by a new one in its place, and its secrets"
            f" ({', '.join(masked)}) cannot be read: give them in secret_details."
        )
