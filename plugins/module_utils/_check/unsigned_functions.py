# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions without a public signature: what experiments find out about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .answers import first
from .bench import Bench
from .conversation import Refused
from .creation import result_of_creation
from .experiment import READING, Experiment, Found, Unknown
from .shapes import in_words, word_or_shape

_TYPE = "Office365_Modern"

UNKNOWNS: Sequence[Unknown] = (
    Unknown("CREDENTIAL_ID", "Which argument of GetCredentialSettings names the credential?", "id"),
    Unknown("CREDENTIAL_TYPE", "Which argument of CreateCredential is the type?", "type"),
    Unknown("CREDENTIAL_DESCRIPTION", "Which argument of CreateCredential is the description?", "description"),
    Unknown("CREDENTIAL_SETTINGS", "Which argument of CreateCredential has the settings?", "settings"),
    Unknown("created_credential_result", "What does CreateCredential return?", "null"),
    Unknown(
        "credential_settings_after", "What becomes of settings that SetCredentialSettings leaves out?", "they are gone"
    ),
    Unknown("credential_settings_as_read", "What does GetCredentialSettings return?", "the settings"),
    Unknown("TRANSFER_DESTINATION", "Which argument of TransferStores names the destination?", "destinationInstanceID"),
    Unknown("TRANSFERRED_STORES", "Which argument of TransferStores names the stores?", "ids"),
    Unknown("TRANSFERRED_STORE_BECOMES", "What is the state of a store after its transfer?", "normal"),
)


def names(bench: Bench) -> Iterable[Found]:
    """The arguments as get-metadata shows them."""
    yield from _arguments_of_credentials(bench).items()
    destination, stores = _arguments_of_transfer(bench)
    yield "TRANSFER_DESTINATION", destination
    yield "TRANSFERRED_STORES", stores


def _arguments_of_credentials(bench: Bench) -> dict[str, str]:
    """What each argument is called, by the name of its unknown. Raises Refused, and ValueError when there are others."""
    create = bench.arguments_of("CreateCredential")
    [settings] = [name for name, kind in create if kind == "json"]
    [type_name] = [name for name, kind in create if kind == "string" and _is_type(name)]
    [description] = [name for name, kind in create if kind == "string" and not _is_type(name)]
    [(id_name, _kind)] = bench.arguments_of("GetCredentialSettings")
    return {
        "CREDENTIAL_ID": id_name,
        "CREDENTIAL_TYPE": type_name,
        "CREDENTIAL_DESCRIPTION": description,
        "CREDENTIAL_SETTINGS": settings,
    }


def _is_type(name: str) -> bool:
    return "type" in name.lower() or "kind" in name.lower()


def _arguments_of_transfer(bench: Bench) -> tuple[str, str]:
    arguments = [name for name, _kind in bench.arguments_of("TransferStores")]
    [destination] = [name for name in arguments if "instance" in name.lower()]
    [stores] = [name for name in arguments if name != destination]
    return destination, stores


def make_credential(bench: Bench, description: str, settings: Mapping[str, Any]) -> tuple[Any, Any]:
    """A credential of the instance: its id and what CreateCredential has returned. Raises Refused."""
    names = _arguments_of_credentials(bench)
    arguments: dict[str, Any] = {
        names["CREDENTIAL_TYPE"]: _TYPE,
        names["CREDENTIAL_DESCRIPTION"]: description,
        names["CREDENTIAL_SETTINGS"]: settings,
    }
    return bench.made_with_result("CreateCredential", "GetCredentials", key="ID", **arguments)


def credentials(bench: Bench) -> Iterable[Found]:
    """A credential whose settings are read and changed."""
    bench.start()
    settings = {
        "ApplicationId": "00000000-0000-0000-0000-000000000001",
        "TenantId": "00000000-0000-0000-0000-000000000002",
    }
    credential, result = make_credential(bench, bench.new_name("credential"), settings)
    yield "created_credential_result", result_of_creation(result, credential)
    names = _arguments_of_credentials(bench)
    of_credential = {names["CREDENTIAL_ID"]: credential}
    read = bench.inside("GetCredentialSettings", **of_credential)
    yield "credential_settings_as_read", _settings_in_words(read, _settings(bench, credential))
    given = {"ApplicationId": "00000000-0000-0000-0000-000000000003"}
    bench.inside("SetCredentialSettings", **of_credential, **{names["CREDENTIAL_SETTINGS"]: given})
    after = _settings(bench, credential)
    yield "credential_settings_after", "they stay" if "TenantId" in after else "they are gone"


def _settings(bench: Bench, credential: Any) -> Mapping[str, Any]:
    rows = bench.rows_of("GetCredentials")
    found: Mapping[str, Any] = first(row for row in rows if str(row["ID"]) == str(credential))["Settings"]
    return found


def _settings_in_words(read: Any, settings: Mapping[str, Any]) -> str:
    if read == settings:
        return "the settings"
    return "the whole credential" if isinstance(read, Mapping) and "Settings" in read else in_words(read)


def transfer(bench: Bench) -> Iterable[Found]:
    """A store that is transferred to a second instance of our own."""
    bench.start()
    destination, stores = _arguments_of_transfer(bench)
    store = bench.make_store()
    second = bench.make_instance("transfer")
    try:
        bench.start(second)
        bench.inside("TransferStores", **{destination: second, stores: str(store)})
        rows = bench.look("GetStores", instanceID=second)
        if len(rows or ()) != 1:
            raise Refused("The store is not in the instance that it was transferred to.")
        yield "TRANSFERRED_STORE_BECOMES", word_or_shape(rows[0]["requestedState"])
    finally:
        bench.remove_instance(second)


EXPERIMENTS: Sequence[Experiment] = (
    Experiment(
        (
            *("CREDENTIAL_ID", "CREDENTIAL_TYPE", "CREDENTIAL_DESCRIPTION", "CREDENTIAL_SETTINGS"),
            *("TRANSFER_DESTINATION", "TRANSFERRED_STORES"),
        ),
        names,
        READING,
    ),
    Experiment(("created_credential_result", "credential_settings_as_read", "credential_settings_after"), credentials),
    Experiment(("TRANSFERRED_STORE_BECOMES",), transfer),
)
