# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials of the throw-away instance, for experiments. The names of the arguments stand in get-metadata alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .bench import Bench
from .conversation import Refused

#: The only type that was seen, and settings that no directory knows.
TYPE = "Office365_Modern"
SETTINGS: Mapping[str, str] = {
    "ApplicationId": "00000000-0000-0000-0000-000000000001",
    "TenantId": "00000000-0000-0000-0000-000000000002",
}


def argument_of(bench: Bench, function: str, kind: str) -> str:
    """The name of the only argument of that type: number for the credential, json for its settings. Raises Refused."""
    names = [name for name, each in bench.arguments_of(function) if each == kind]
    if len(names) != 1:
        raise Refused(f"{function} has {len(names)} arguments of the type {kind}.")
    return names[0]


def make_credential(bench: Bench) -> tuple[Any, Any]:
    """Create a credential: its id, and what the function has returned. Raises Refused."""
    texts = [name for name, kind in bench.arguments_of("CreateCredential") if kind == "string"]
    values: dict[str, Any] = {argument_of(bench, "CreateCredential", "json"): dict(SETTINGS)}
    # The type comes before the description, as GetCredentials has them.
    values |= dict(zip(texts, (TYPE, bench.new_name("credential"))))
    return bench.made_with_result("CreateCredential", "GetCredentials", key="ID", **values)


def delete_credential(bench: Bench, credential: Any) -> bool:
    """Whether the server deletes it."""
    return bench.is_done("DeleteCredential", **{argument_of(bench, "DeleteCredential", "number"): credential})
