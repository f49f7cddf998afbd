# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""System administrators: who may manage the whole system, and call the API."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .._api.errors import CredentialsRefused, InputError
from .._engine.calls import Call
from .._engine.creators import CreateByConfiguration
from .._engine.field_types import ConfiguredText, MailAddress, Secret
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Observed
from .._engine.resource import Field, Read, Resource
from .._engine.snapshot import Snapshot
from .._engine.writers import ConfigurationSetter, OwnSetter, SwitchedSetter
from .assumptions import ADMINISTRATOR_DEFAULTS, ADMINISTRATOR_MFA_KEY, MFA_DISABLED
from .user import MfaStatus

_CONFIGURATION = ConfigurationSetter(
    "SetSystemAdministratorConfiguration", keys=("userName", *ADMINISTRATOR_DEFAULTS), defaults=ADMINISTRATOR_DEFAULTS
)
_SET_PASSWORD = "SetSystemAdministratorPassword"  # noqa: S105  the name of a function
ENABLE_MFA = "InitializeSystemAdministratorMFA"

SYSTEM_ADMINISTRATOR = Resource(
    noun="system_administrator",
    plural="system_administrators",
    identity="name",
    identity_key="userName",
    listing=Read("GetSystemAdministrators"),
    reference={"userName": "userName"},
    create=CreateByConfiguration("CreateSystemAdministrator", defaults=ADMINISTRATOR_DEFAULTS, beside=("password",)),
    delete="DeleteSystemAdministrator",
    fresh={ADMINISTRATOR_MFA_KEY: MFA_DISABLED},
    fields=(
        Field("full_name", ConfiguredText(), on_create=True, writer=_CONFIGURATION),
        Field("email_address", MailAddress(), on_create=True, writer=_CONFIGURATION),
        Field("password", Secret(), on_create=True, secret=True, writer=OwnSetter(_SET_PASSWORD)),
        Field(
            "mfa",
            MfaStatus(),
            key=ADMINISTRATOR_MFA_KEY,
            writer=SwitchedSetter({"enabled": ENABLE_MFA, "disabled": "DeactivateSystemAdministratorMFA"}),
            unreadable="this server does not show it",
        ),
    ),
)


@dataclass(frozen=True)
class GoesOnWithNewPassword:
    """After the task's own account got a new password, the connection goes on with it.

    The old credentials stay good when they are an API password (documented).
    """

    password: str = field(repr=False)

    def reached(self, snapshot: Snapshot) -> bool:
        try:
            snapshot.client.call("Ping")
        except CredentialsRefused:
            snapshot.client = snapshot.client.with_password(self.password)
        return True

    def describe(self) -> str:
        return "the new password is not yet valid"


def refine_system_administrator(plan: Plan, observed: Observed, own_name: str, confirm: str | None) -> Plan:
    """The plan of a task that connects as `own_name`.

    Raises InputError for a new administrator without a password, for deleting the task's own account, and for locking
    it out unless `confirm` names it.
    """
    is_own = observed.name.casefold() == own_name.casefold()
    if plan.desired.absent and observed.api_object is not None and is_own:
        raise InputError(
            f"{observed.name} is the account that this task itself logs in as, so it cannot delete it: log in as"
            " another system administrator."
        )
    if observed.api_object is None and not plan.desired.absent and not plan.desired.fields.get("password"):
        refuse_incomplete(SYSTEM_ADMINISTRATOR.in_words, observed.name, ["password"])
    if not is_own:
        return plan
    if confirm != observed.name and any(call.function == ENABLE_MFA for call in plan.calls):
        raise InputError(
            f"{observed.name} is the account that this task itself logs in as, and with multi-factor authentication"
            f" it needs its API password for that: write confirm: {observed.name} if spe_password is the API password."
        )
    return replace(plan, calls=tuple(_with_login(call) for call in plan.calls))


def _with_login(call: Call) -> Call:
    if call.function != _SET_PASSWORD:
        return call
    return replace(call, wait_condition=GoesOnWithNewPassword(call.arguments["password"]))
