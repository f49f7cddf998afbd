# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archiving profiles of an instance.

There is no function that changes a profile (documented): a change is a new profile in the place of the old one, whose id
differs. Only its automatic execution has a setter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .._api.errors import InputError
from .._api.masking import is_secret_name
from .._api.one_line import joined_by_and
from .._engine.calls import Call
from .._engine.field_types import Boolean, NameInside, Number, PartialDict, RequiredText, Secret, Text
from .._engine.free_values import in_digits
from .._engine.mistakes import after_all, check_all
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Desired, Observed
from .._engine.resource import ApiObject, Field, Options, Read, ReadOnly, Resource, Switch
from .._engine.snapshot import Snapshot
from .._engine.writers import Replacement, SharedSetter
from .assumptions import MASKED_SECRETS, TYPE_OF_ARCHIVING_PROFILE
from .owner import OwnerCheck
from .secret_settings import check_secret_settings, given_secrets, it_or_them, secrets_in

CREATE = "CreateProfile"
#: Left out when a profile is created (documented).
GIVEN_BY_SERVER = ("id", "version")
EXECUTION = "serverSideExecution"
#: Seconds (documented).
LONGEST_PAUSE = 2147483647
MAINTENANCE_WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")

EXECUTION_WRITER = SharedSetter("SetProfileServerSideExecution")


class Details(PartialDict):
    """Settings of a connector: texts, with "0" and "1" for flags (observed); numbers and bools are taken as such.

    How secrets read back: MASKED_SECRETS. They are no part of what is compared or shown. Null takes a setting away.
    """

    removable = False

    def from_api(self, value: Any) -> Any:
        settings = value or {}
        kept_back = secret_keys(settings)
        return {key: text for key, text in settings.items() if key not in kept_back}

    def to_api(self, value: Any) -> Any:
        return _without_null(self.typed(None, value or {}))

    def typed(self, current: Any, desired: Any) -> Any:
        return in_digits(desired, self.example(current), self.place)

    def equal(self, current: Any, desired: Any) -> bool:
        return super().equal(_texts(current), desired)

    def merged(self, current: Any, desired: Any) -> Any:
        merged = super().merged(_texts(current), desired)
        return _without_null(merged) if isinstance(merged, Mapping) else merged


class DetailsOfAnotherConnector(Details):
    """The details of a profile that gets another connector: they start with what the playbook gives."""

    def merged(self, current: Any, desired: Any) -> Any:
        return super().merged(None, desired)

    def diff_value(self, value: Any, desired: Any) -> Any:
        return value


#: Flags among the settings (observed), of which a new profile has none to compare with.
_FLAGS = (
    *("disableAutoExcludeSourceFolders", "disableAutomaticDetectionOfSentFolders"),
    *("excludeUnRead", "ignoreSSLPolicyErrors"),
)
_DETAILS = Details("details", dict.fromkeys(_FLAGS, "0"))
_OTHER_DETAILS = DetailsOfAnotherConnector("details", dict.fromkeys(_FLAGS, "0"))


class Automatic(Boolean):
    """Whether the server runs the profile automatically, as a bool or a text (both observed); a missing value means
    no."""

    def from_api(self, value: Any) -> Any:
        return bool(super().from_api(value))


def secret_keys(settings: Mapping[str, Any]) -> list[str]:
    """The settings whose values, or names, say that they are secret: an empty text, too, may stand for one."""
    named = secrets_in(settings)
    return [key for key, value in settings.items() if value in MASKED_SECRETS or key in named or is_secret_name(key)]


def _texts(value: Any) -> Any:
    """The value with everything in it as a text; null stays null."""
    if isinstance(value, Mapping):
        return {key: _texts(entry) for key, entry in value.items()}
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if value is None or isinstance(value, list) else str(value)


def _without_null(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if value is not None}


class ProfileCreator:
    """CreateProfile takes the whole object as one argument; raw must be true (documented)."""

    def call(self, resource: Resource, name: str, desired: Options, scope: Mapping[str, Any]) -> Call:
        """The creating call, the secrets in the midst of the details."""
        secrets = given_secrets(desired.get("secret_details"))
        return Call(
            CREATE,
            {**scope, "properties": profile_properties(name, desired, secrets), "raw": True},
            options=tuple(desired),
            secrets=frozenset(secrets),
        )


def profile_properties(name: str, desired: Options, secrets: Mapping[str, Any]) -> dict[str, Any]:
    """The object that CreateProfile and RunTemporaryProfile take: no id, no version (documented)."""
    field_type = _DETAILS
    return {
        "owner": desired.get("owner"),
        "type": desired.get("type") or TYPE_OF_ARCHIVING_PROFILE,
        "connector": desired.get("connector"),
        "name": name,
        "details": {**field_type.to_api(desired.get("details")), **_without_null(_texts(secrets))},
        **({EXECUTION: _execution(desired)} if _names_execution(desired) else {}),
    }


def _names_execution(desired: Options) -> bool:
    return any(desired.get(entry.option) is not None for entry in PROFILE.fields if entry.writer == EXECUTION_WRITER)


def _execution(desired: Options) -> dict[str, Any]:
    """How the profile runs automatically, in texts (observed); it does not, unless the playbook sets it."""
    return _without_null(
        {
            "automatic": "true" if desired.get("automatic") else "false",
            "automaticPauseBetweenExecutions": _texts(desired.get("automatic_pause_between_executions")),
            "automaticMaintenanceWindows": desired.get("automatic_maintenance_windows"),
        }
    )


PROFILE = Resource(
    noun="profile",
    plural="profiles",
    identity="name",
    identity_key="name",
    listing=Read("GetProfiles", {"raw": True}),
    reference={"id": "id"},
    create=ProfileCreator(),
    delete="DeleteProfile",
    read_only=ReadOnly(always=("id",), sometimes=("version",)),
    defaults={"type": TYPE_OF_ARCHIVING_PROFILE},
    # A pause that nobody would choose marks a profile that ran automatically until a new one was to take its place.
    switch=Switch("automatic", retired={"automatic": False, "automatic_pause_between_executions": LONGEST_PAUSE}),
    fields=(
        Field("owner", RequiredText(), on_create=True, writer=Replacement()),
        Field("type", RequiredText(), on_create=True, writer=Replacement()),
        Field("connector", NameInside("connector"), on_create=True, writer=Replacement()),
        Field("details", _DETAILS, on_create=True, writer=Replacement()),
        Field("secret_details", Secret(), on_create=True, secret=True, writer=Replacement()),
        Field("automatic", Automatic(), key=f"{EXECUTION}.automatic", on_create=True, writer=EXECUTION_WRITER),
        Field(
            "automatic_pause_between_executions",
            Number(),
            key=f"{EXECUTION}.automaticPauseBetweenExecutions",
            on_create=True,
            writer=EXECUTION_WRITER,
        ),
        Field(
            "automatic_maintenance_windows",
            Text(),
            key=f"{EXECUTION}.automaticMaintenanceWindows",
            on_create=True,
            writer=EXECUTION_WRITER,
        ),
    ),
)


def for_connector(desired: Desired, rows: Iterable[ApiObject]) -> tuple[Resource, Desired]:
    """The noun and what is desired of it: nothing of the details is kept where the connector becomes another."""
    connector = desired.fields.get("connector")
    others = [row for row in rows if row["name"] in desired.names and row["connector"] != connector]
    if connector is None or not others:
        return PROFILE, desired
    # What the playbook does not name would be kept.
    fields = {**desired.fields, "details": desired.fields.get("details") or {}}
    return PROFILE.with_field("details", type=_OTHER_DETAILS), replace(desired, fields=fields)


def check_profile_options(given: Options) -> None:
    """Raises InputError for invalid values, and for secrets in options that are shown."""
    check_all(
        partial(check_secret_settings, given, "details"),
        partial(_refuse_other_pause, given.get("automatic_pause_between_executions")),
        partial(_refuse_other_window, given.get("automatic_maintenance_windows")),
    )


def _refuse_other_pause(pause: int | None) -> None:
    if pause is not None and not 0 <= pause <= LONGEST_PAUSE:
        raise InputError(f"automatic_pause_between_executions is {pause}, but must be 0 to {LONGEST_PAUSE} seconds.")


def _refuse_other_window(window: str | None) -> None:
    if window and not MAINTENANCE_WINDOW.fullmatch(window):
        raise InputError(
            f"automatic_maintenance_windows: {window!r} is not understood; write it as '02:00-04:00', in quotes."
        )


@dataclass(frozen=True)
class ProfileRules:
    """What a profile needs beside its own fields."""

    snapshot: Snapshot
    instance_id: str
    others_may_make_it: bool

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan, which keeps in a new profile what the old one does not show, and shows only what it changes.

        Raises InputError when something is missing that a new profile, or one that takes another's place, needs.
        """
        if plan.desired.absent or not plan.changes:
            return plan
        old = observed.api_object
        creates = any(call.function == CREATE for call in plan.calls)
        if not creates:
            check_all(*_checks_of_change(plan, observed))
            return plan
        if self.others_may_make_it:
            # Of a profile that an earlier task makes nothing else is known.
            _refuse_incomplete(plan)
        owner = OwnerCheck(self.snapshot, self.instance_id, PROFILE.noun, CREATE, self.others_may_make_it)
        return after_all(
            plan,
            lambda plan: _checked_creation(plan, observed),
            lambda plan: _with_what_is_not_named(plan, old),
            owner.refine,
        )


def _checks_of_change(plan: Plan, observed: Observed) -> Iterator[Callable[[], None]]:
    old = observed.api_object
    yield partial(_check_pause, plan, observed)
    if observed.unfinished is None:
        yield partial(_refuse_kept_windows, plan, old)


def _checked_creation(plan: Plan, observed: Observed) -> Plan:
    check_all(*_checks_of_creation(plan, observed))
    return plan


def _checks_of_creation(plan: Plan, observed: Observed) -> Iterator[Callable[[], None]]:
    old = observed.api_object
    yield partial(_refuse_incomplete, plan)
    yield partial(_check_pause, plan, observed)
    if old is not None and old["connector"] == plan.desired.fields["connector"]:
        yield partial(_refuse_lost_secrets, plan, old)


def _with_what_is_not_named(plan: Plan, old: ApiObject | None) -> Plan:
    if old is not None:
        return _with_what_is_not_known(_showing_changed_details(plan, old), old)
    return _with_automatic_off(plan) if _names_execution(plan.desired.fields) else plan


def _with_automatic_off(plan: Plan) -> Plan:
    """The plan for a new profile of which only the pause or the windows are named: it does not run automatically."""
    off = {"automatic": False}
    fields = {**plan.desired.fields}
    desired = replace(plan.desired, fields={**fields, "automatic": fields.get("automatic") or False})
    return replace(plan, desired=desired, after={**off, **(plan.after or {})})


def _refuse_incomplete(plan: Plan) -> None:
    missing = [option for option in ("owner", "connector") if not plan.desired.fields.get(option)]
    refuse_incomplete(PROFILE.in_words, plan.desired.final_name, missing)


def _check_pause(plan: Plan, observed: Observed) -> None:
    if observed.unfinished is None:
        _refuse_pause_taken(plan)
    _refuse_no_pause(plan, observed.api_object)


def _refuse_pause_taken(plan: Plan) -> None:
    option = "automatic_pause_between_executions"
    if (plan.before or {}).get(option) is not None and plan.desired.fields.get(option) is None:
        raise InputError(
            f"{option} of the profile {plan.desired.final_name!r} cannot be removed: set a value, or leave it out to"
            " keep the current one."
        )


def _refuse_no_pause(plan: Plan, old: ApiObject | None) -> None:
    values = {**PROFILE.current(old or {}), **plan.desired.fields}
    if values["automatic"] and values["automatic_pause_between_executions"] is None:
        raise InputError(
            f"The profile {plan.desired.final_name!r} runs automatically and needs a pause between two runs: set"
            " automatic_pause_between_executions, in seconds."
        )


def _refuse_kept_windows(plan: Plan, old: ApiObject | None) -> None:
    """Switching off keeps the windows (documented), so that they can only be taken from a profile that is on."""
    values = {**PROFILE.current(old or {}), **plan.desired.fields}
    if "automatic_maintenance_windows" not in plan.desired.fields or values["automatic_maintenance_windows"]:
        return
    if (plan.before or {}).get("automatic_maintenance_windows") and not values["automatic"]:
        raise InputError(
            f"The server keeps the maintenance windows of the profile {plan.desired.final_name!r} as long as it does not run"
            " automatically: leave automatic_maintenance_windows out, or set automatic: true."
        )


def _refuse_lost_secrets(plan: Plan, old: ApiObject) -> None:
    """A new profile must get the secrets of the old one from the playbook, for the server never returns them."""
    fields = plan.desired.fields
    given = fields.get("secret_details")
    secret = secret_keys(old.get("details") or {})
    lost = [key for key in secret if key not in {**(fields.get("details") or {}), **(given or {})}]
    if given is not None and not lost:
        return
    drifted = [option for option in plan.before or {} if option != PROFILE.identity] or ["new_name"]
    them = f"its secret {joined_by_and(lost)}" if lost else "its secrets"
    none = f", or null there to remove {it_or_them(lost)}" if lost else ", or {} if it has none"
    raise InputError(
        f"To change {joined_by_and(drifted)}, a new profile must replace {plan.desired.name!r}, but the server does not"
        f" return {them}: set {it_or_them(lost or ['', ''])} in secret_details{none}."
    )


def _showing_changed_details(plan: Plan, old: ApiObject) -> Plan:
    """The diff has the settings that change, and no others; with another connector these may be ones that go."""
    before, after = (plan.before or {}).get("details"), (plan.after or {}).get("details")
    if old["connector"] != plan.desired.fields["connector"]:
        before, after = _DETAILS.from_api(old.get("details")), plan.desired.fields["details"]
    if before is None or after is None:
        return plan
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return replace(
        plan,
        before={**(plan.before or {}), "details": {key: before[key] for key in changed if key in before}},
        after={**(plan.after or {}), "details": {key: after[key] for key in changed if key in after}},
        diff_only=plan.diff_only | {"details"},
    )


def _with_what_is_not_known(plan: Plan, old: ApiObject) -> Plan:
    """What the old profile has beside the known members goes into the new one, too."""
    return replace(plan, calls=tuple(_whole(call, old) if call.function == CREATE else call for call in plan.calls))


def _whole(call: Call, old: ApiObject) -> Call:
    properties = call.arguments["properties"]
    known = {entry.path.rpartition(".")[2] for entry in PROFILE.fields}
    rest = {key: value for key, value in old.items() if key not in (*properties, *GIVEN_BY_SERVER)}
    execution = {key: value for key, value in (old.get(EXECUTION) or {}).items() if key not in known}
    whole = {**properties, **rest, EXECUTION: {**properties.get(EXECUTION, {}), **execution}}
    return replace(call, arguments={**call.arguments, "properties": whole})
