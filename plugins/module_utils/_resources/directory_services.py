# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Directory services of an instance: where its users come from.

The object is polymorphic by its type; two types are known (observed), so the configuration is a free dictionary with
the keys of the API.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .._api.errors import InputError
from .._api.masking import is_secret_name
from .._api.one_line import joined_by_and
from .._engine.calls import Call
from .._engine.entry import ArgumentSpec, Entry, Noun, check_fields
from .._engine.export import Exported, ExportScope, UnreadSecret
from .._engine.field_types import FieldType, PartialDict, Secret
from .._engine.item import Item
from .._engine.mistakes import check_all
from .._engine.names import name_among
from .._engine.plan import Plan
from .._engine.read import Observed
from .._engine.resource import ApiObject, Field, Options, Read, Resource, Target
from .._engine.writers import SetsWholeObject
from .assumptions import directory_is_configured, directory_type
from .credential_reference import check_reference, prepare_credential, with_description
from .secret_settings import without_keys
from .unread_secrets import warn_of_secret_left_out

PASSWORD_KEY = "password"  # noqa: S105  the name of a key, and of the option

#: Values of the types that they have in the two kinds of directories that are known (observed).
_EXAMPLES: Mapping[str, Any] = {
    **dict.fromkeys(
        ("type", "serverName", "protocol", "authenticationType", "userName", "baseDN", "userNameFormat"), "a text"
    ),
    **dict.fromkeys(
        ("authenticationProtocol", "openIdDiscoveryUrl", "openIdClientID", "openIdRedirectUrl", "redirectUrl"), "a text"
    ),
    **dict.fromkeys(("enabledUsersOnly", "microsoftExchangeUsersOnly", "licensedExchangeOnlineUsersOnly"), True),
    **dict.fromkeys(("deleteUsers", "openIdForceAdfsLogin", "usersVisibleInAddressListsOnly"), True),
    "credentialId": 1,
    "groups": ["a text"],
}
_KEYS = PartialDict("configuration", _EXAMPLES)


class SameType(FieldType):
    """Keys are merged over what is there as long as the type stays; another type starts with only the given keys."""

    def equal(self, current: Any, desired: Any) -> bool:
        if not desired:
            return desired is not None or current is None
        return _same_type(current, desired) and _KEYS.equal(current, desired)

    def merged(self, current: Any, desired: Any) -> Any:
        return _KEYS.merged(current if _same_type(current, desired) else None, desired)

    def diff_value(self, value: Any, desired: Any) -> Any:
        return _KEYS.diff_value(value, desired) if _same_type(value, desired) else value


def _same_type(current: Any, desired: Any) -> bool:
    """Raises InputError for the type that exists in other letters: it would be taken for another type."""
    there = directory_type(current)
    desired_type = (desired or {}).get("type", there)
    if there is None or desired_type is None:
        return bool(desired_type == there)
    return name_among(str(desired_type), [str(there)], "type of directory services") is not None


@dataclass(frozen=True)
class WholeSetter(SetsWholeObject):
    """Sends the whole configuration, the password with it whenever anything changes.

    The server may lose a password that is not sent: SECRET_SENT_AS_NULL.
    """

    function: str

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        """Raises InputError for null, and when the type of directory is missing."""
        current = target.current["configuration"]
        config = current
        if "configuration" in desired:
            config = resource.field_of("configuration").type.merged(current, desired["configuration"])
        if config is None and current is not None:
            raise InputError(
                "configuration cannot be null, because the API has no function to remove directory services: set the"
                " configuration that replaces the current one."
            )
        if not directory_type(config):
            raise InputError(
                "This instance has no directory services yet: set configuration with a type to configure them."
            )
        password = desired.get(PASSWORD_KEY)
        secret = {PASSWORD_KEY: password} if password is not None else {}
        return [
            Call(
                self.function,
                {**target.reference, "config": {**config, **secret}},
                options=tuple(entry.option for entry in drifted),
                secrets=frozenset(secret),
            )
        ]


_CONFIGURATION = WholeSetter("SetDirectoryServicesConfiguration")

DIRECTORY_SERVICES = Resource(
    noun="directory_services",
    plural="directory_services",
    identity="instance_id",
    identity_key="instanceID",
    single=True,
    listing=Read("GetDirectoryServicesConfiguration", shape=lambda result: {"configuration": result}),
    fields=(
        Field("configuration", SameType(), writer=_CONFIGURATION),
        Field("password", Secret(), secret=True, writer=_CONFIGURATION),
    ),
)


def refuse_password(configuration: Mapping[str, Any] | None) -> None:
    """Raises InputError for a password: inside a free dictionary nothing could keep it out of logs and comparison.

    A password of null is what every read has, and is left as it is.
    """
    for key, value in (configuration or {}).items():
        if key.casefold() == PASSWORD_KEY and value is not None:
            raise InputError(
                "configuration contains a password, which Ansible would show: use the option password instead."
            )


def warn_of_missing_password(plan: Plan, observed: Observed) -> Plan:
    """The plan with a warning when a configuration that has a password is written without one."""
    current = (observed.api_object or {}).get("configuration") or {}
    # Another type starts with what the playbook gives.
    if PASSWORD_KEY not in current or not _same_type(current, plan.desired.fields.get("configuration")):
        return plan
    return warn_of_secret_left_out(plan, PASSWORD_KEY, f"The directory services of the instance {observed.name!r} are")


OPTIONS: ArgumentSpec = {
    "configuration": {"type": "dict"},
    "credential": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
}


def directory_services_item(entry: Entry) -> Item:
    """The directory services of an instance. Raises InputError for a password among the settings."""
    fields = entry.named_fields(DIRECTORY_SERVICES)
    check_all(
        partial(refuse_password, entry.options["configuration"]),
        partial(check_fields, DIRECTORY_SERVICES, fields),
        partial(check_reference, "configuration", entry),
    )
    prepare = prepare_credential("configuration", entry)
    return Item(DIRECTORY_SERVICES, entry.desired_setting(fields), warn_of_missing_password, prepare, place=entry.place)


def export_directory_services(exported: Exported, api_object: ApiObject, scope: ExportScope) -> Exported:
    """The configuration with its credential by description, and without secrets; no options without a type."""
    configuration = exported.options.get("configuration")
    if not directory_is_configured(configuration):
        return Exported({})
    secret = [key for key in configuration or {} if is_secret_name(key)]
    exported = exported.but(configuration=without_keys(configuration or {}, secret))
    others = [key for key in secret if key != PASSWORD_KEY]
    warnings = [f"configuration is without {joined_by_and(others)}, which no option takes."] if others else []
    secrets = (UnreadSecret(PASSWORD_KEY),) if PASSWORD_KEY in secret else ()
    exported = replace(exported, secrets=secrets, warnings=(*exported.warnings, *warnings))
    return with_description(exported, "configuration", scope)


DIRECTORY_SERVICES_NOUN = Noun(
    DIRECTORY_SERVICES,
    OPTIONS,
    directory_services_item,
    free_settings=("configuration",),
    export=export_directory_services,
)
