# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials of an instance for cloud services, such as Microsoft 365.

The functions that write them came with 25.3, and their signatures are not public: the arguments are taken from
get-metadata, by their meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

from .._api.client import Client, Signature
from .._api.errors import NotSupportedByServer
from .._engine.calls import Call
from .._engine.entry import ArgumentSpec, Entry, Noun, check_fields
from .._engine.export import Exported, ExportScope, UnreadSecret
from .._engine.field_types import PartialDict, Secret
from .._engine.item import Item
from .._engine.mistakes import check_all
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Observed
from .._engine.resource import ApiObject, Field, Options, Read, ReadOnly, Resource, Target
from .._engine.writers import Immutable, SetsWholeObject
from .assumptions import CREDENTIAL_ARGUMENT_NAMES, credential_settings_in
from .secret_settings import check_secret_settings, given_secrets, secrets_in, without_keys
from .unread_secrets import warn_of_secret_left_out

SET_SETTINGS = "SetCredentialSettings"

#: The key of a row that says when its certificate ends (observed).
EXPIRATION_KEY = "CertificateExpirationDate"

READ_ONLY = ReadOnly(always=("id",), sometimes=("expires_in_days", "expired"))


def argument_names(client: Client, function: str, meanings: Sequence[str]) -> dict[str, str]:
    """The name that this server gives to the argument of each meaning.

    Raises NotSupportedByServer when the server lacks the function, or has it with arguments that are not understood.
    """
    client.require(function)
    signature = client.metadata()[function]
    names = {
        meaning: client.facts.argument_of_credential(meaning, function, signature.arguments)
        or _known_name(signature, meaning)
        for meaning in meanings
    }
    return {meaning: name or _last_name(signature, meaning, names) for meaning, name in names.items()}


def _known_name(signature: Signature, meaning: str) -> str | None:
    return next((name for name in CREDENTIAL_ARGUMENT_NAMES[meaning] if name in signature.arguments), None)


def _last_name(signature: Signature, meaning: str, names: Mapping[str, str | None]) -> str:
    """The argument that remains when all others are understood: it must have the one meaning that remains, if its type
    fits."""
    rest = [each for each in signature.arguments.values() if each.name not in {"instanceID", *names.values()}]
    fits = [each for each in rest if not each.nullable and (each.type == "json") is (meaning == "settings")]
    if rest == fits and len(fits) == 1 and list(names.values()).count(None) == 1:
        return fits[0].name
    known = ", ".join(signature.arguments)
    raise NotSupportedByServer(
        f"{signature.name} of this server has no known argument for the {meaning} of a credential; it takes {known}:"
        f" name it in a file for spe_facts (CREDENTIAL_{meaning.upper()}), and please report this.",
        function=signature.name,
    )


class Settings(PartialDict):
    """Settings of which the playbook names some; there always are settings."""

    removable = False


_SETTINGS = Settings(
    "settings",
    dict.fromkeys(("ApplicationId", "TenantId", "CertificateThumbprint", EXPIRATION_KEY), "a text"),
)


@dataclass(frozen=True)
class SettingsSetter(SetsWholeObject):
    """Sends all settings: what was read, what the playbook names, and the secret ones with it."""

    function: str
    argument: str

    def calls(self, target: Target, drifted: Sequence[Field], resource: Resource, desired: Options) -> list[Call]:
        current = target.current["settings"] or {}
        settings = _SETTINGS.merged(current, desired.get("settings") or {})
        secrets = desired.get("secret_settings") or {}
        kept = {key: value for key, value in settings.items() if key not in secrets}
        given = given_secrets(secrets)
        return [
            Call(
                self.function,
                {**target.reference, self.argument: {**kept, **given}},
                options=tuple(entry.option for entry in drifted),
                secrets=frozenset(given),
            )
        ]


class CredentialCreator:
    """Creates a credential with all its settings, open and secret ones."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def call(self, resource: Resource, name: str, desired: Options, scope: Mapping[str, Any]) -> Call:
        """Raises InputError when the type is missing."""
        if not desired.get("type"):
            refuse_incomplete(resource.in_words, name, ["type"])
        secret = given_secrets(desired.get("secret_settings"))
        values = {
            "type": desired["type"],
            "description": name,
            "settings": {**_SETTINGS.merged(None, desired.get("settings") or {}), **secret},
        }
        return Call(
            "CreateCredential",
            {**scope, **{self._names[meaning]: value for meaning, value in values.items()}},
            options=tuple(desired),
            secrets=frozenset(secret),
        )


@dataclass(frozen=True)
class ArgumentNames:
    """How a server names the arguments about credentials, by their meaning."""

    create: Mapping[str, str]
    read: Mapping[str, str]
    write: Mapping[str, str]


def credential_resource(client: Client) -> Resource:
    """The noun as this server takes it. Raises NotSupportedByServer: see argument_names."""
    names = ArgumentNames(
        create=argument_names(client, "CreateCredential", ("type", "description", "settings")),
        read=argument_names(client, "GetCredentialSettings", ("id",)),
        write=argument_names(client, SET_SETTINGS, ("id", "settings")),
    )
    delete = argument_names(client, "DeleteCredential", ("id",))
    if names.write["id"] != delete["id"]:
        raise NotSupportedByServer(
            "SetCredentialSettings and DeleteCredential of this server identify a credential in two different ways,"
            " which this collection does not support: use community.mailstore.spe_command, and please report this."
        )
    return _resource(names)


def _resource(names: ArgumentNames) -> Resource:
    setter = SettingsSetter(SET_SETTINGS, names.write["settings"])
    return Resource(
        noun="credential",
        plural="credentials",
        identity="description",
        identity_key="Description",
        listing=Read("GetCredentials"),
        # What is written is merged over what the reading function returns: the list may show less.
        detail=Read("GetCredentialSettings", by=names.read["id"], key="ID", shape=_settings_of),
        reference={names.write["id"]: "ID"},
        create=CredentialCreator(names.create),
        delete="DeleteCredential",
        read_only=READ_ONLY,
        fields=(
            Field("type", key="Type", on_create=True, writer=Immutable("remove the credential and create it again.")),
            Field("settings", _SETTINGS, key="Settings", on_create=True, detail=True, writer=setter),
            Field("secret_settings", Secret(), on_create=True, secret=True, writer=setter),
        ),
    )


def refine_credential(plan: Plan, observed: Observed) -> Plan:
    """The plan with a warning when settings are written without the secret ones."""
    if observed.api_object is None or all(call.function != SET_SETTINGS for call in plan.calls):
        return plan
    subject = f"The settings of the credential {observed.name!r} are"
    return warn_of_secret_left_out(plan, "secret_settings", subject, or_none="{}")


def _settings_of(result: Any) -> ApiObject:
    """The settings of a detail call; without any those of the list count."""
    settings = credential_settings_in(result)
    return {} if settings is None else {"Settings": settings}


def _first_names(*meanings: str) -> dict[str, str]:
    return {meaning: CREDENTIAL_ARGUMENT_NAMES[meaning][0] for meaning in meanings}


#: The noun as far as it is the same for all servers: for reading the list, and for what modules offer.
CREDENTIAL = _resource(
    ArgumentNames(_first_names("type", "description", "settings"), _first_names("id"), _first_names("id", "settings"))
)


def shown_credential(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """A row of GetCredentials with keys like everywhere else, and the days until the certificate expires."""
    settings = dict(row.get("Settings") or {})
    left = time_until(settings.get(EXPIRATION_KEY), now)
    return {
        "id": row["ID"],
        "type": row["Type"],
        "description": row["Description"],
        "settings": settings,
        "expires_in_days": None if left is None else whole_days(left),
        "expired": None if left is None else left <= timedelta(0),
    }


def time_until(date: str | None, now: datetime) -> timedelta | None:
    """The time from now until the date (ISO 8601 with Z, observed); negative when it is past, None without a date."""
    if not date:
        return None
    try:
        expires = datetime.fromisoformat(date.replace("Z", "+00:00"))
    except ValueError:
        return None
    if expires.tzinfo is None:
        expires = expires.replace(tzinfo=timezone.utc)
    return expires - now


def whole_days(span: timedelta) -> int:
    """The days of a span, counted towards zero in both directions: ten days and an hour ago are ten days ago."""
    return int(span / timedelta(days=1))


OPTIONS: ArgumentSpec = {
    "description": {"type": "str", "required": True},
    "type": {"type": "str"},
    "settings": {"type": "dict"},
    "secret_settings": {"type": "dict", "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def credential_item(entry: Entry) -> Item:
    """A credential of an instance. Raises InputError for secrets in the wrong place, NotSupportedByServer: see argument_names."""
    fields = entry.named_fields(CREDENTIAL)
    check_all(partial(check_secret_settings, entry.options, "settings"), partial(check_fields, CREDENTIAL, fields))
    resource = credential_resource(entry.snapshot.client)
    return Item(resource, entry.desired(fields, entry.options["description"]), refine_credential, place=entry.place)


def export_credential(exported: Exported, api_object: ApiObject, scope: ExportScope) -> Exported:
    """The credential without its secrets, of which not even the names can be read."""
    settings = exported.options.get("settings") or {}
    secrets = (UnreadSecret("secret_settings", is_dict=True),)
    return replace(exported.but(settings=without_keys(settings, list(secrets_in(settings)))), secrets=secrets)


CREDENTIAL_NOUN = Noun(
    CREDENTIAL,
    OPTIONS,
    credential_item,
    free_settings=("settings",),
    export=export_credential,
    for_server=credential_resource,
)
