# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every function has the arguments and the answer that are known of it, key by key and in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.simulator.versions import SUPPORTED_VERSIONS
from tests.unit.simulator.api import Api, serving
from tests.unit.simulator.examples import EXAMPLES
from tests.unit.simulator.reference import (
    ACTIVE_DIRECTORY,
    OLDER_COMPLIANCE,
    SHAPES,
    SIGNATURES,
    MaybeNull,
)


def signature(arguments: list[dict[str, Any]]) -> str:
    """As reference.py writes it."""
    return " ".join(
        argument["name"]
        + ("?" if argument["nullable"] else "")
        + ("" if argument["type"] == "string" else f":{argument['type']}")
        for argument in arguments
    )


def test_arguments_are_those_of_the_reference(api: Api) -> None:
    told = {entry["name"]: signature(entry["args"]) for entry in api.metadata()}
    assert {name: told.get(name) for name in SIGNATURES} == SIGNATURES


@pytest.mark.parametrize("version", SUPPORTED_VERSIONS[:-1])
def test_older_servers_differ_in_nothing_but_what_is_newer(tmp_path: Path, version: str) -> None:
    with serving(tmp_path, version=version) as old:
        told = {entry["name"]: signature(entry["args"]) for entry in old.metadata()}
    with serving(tmp_path) as new:
        newest = {entry["name"]: signature(entry["args"]) for entry in new.metadata()}
    expected = {name: newest[name] for name in told}
    if version == "22.4":
        expected["StartInstances"] = "instanceFilter"
    assert told == expected


def fit(value: Any, shape: Any, path: str) -> None:
    """Fails with the place of the first difference."""
    if isinstance(shape, MaybeNull):
        if value is not None:
            fit(value, shape.shape, path)
    elif isinstance(shape, dict):
        assert isinstance(value, dict), f"{path}: {value!r}"
        wanted = [key.rstrip("?") for key in shape if not key.endswith("?") or key[:-1] in value]
        assert list(value) == wanted, path
        for key, member in shape.items():
            if key.rstrip("?") in value:
                fit(value[key.rstrip("?")], member, f"{path}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), f"{path}: {value!r}"
        for index, entry in enumerate(value):
            fit(entry, shape[0], f"{path}[{index}]")
    else:
        assert type(value) in shape, f"{path}: {value!r}"


@pytest.mark.parametrize(
    ("function", "version"),
    [
        (function, version)
        for function in sorted(SHAPES)
        for version in SUPPORTED_VERSIONS
        if (function, version) != ("GetCredentials", "22.4")
    ],
)
def test_answer_is_that_of_the_reference(tmp_path: Path, function: str, version: str) -> None:
    with serving(tmp_path, version=version, work_ms=0) as api:
        result = api.result(function, **EXAMPLES[function])
    is_older = function == "GetComplianceConfiguration" and version != "25.3"
    assert result not in ([], {})
    fit(result, OLDER_COMPLIANCE if is_older else SHAPES[function], function)


def test_active_directory_has_its_own_keys(api: Api) -> None:
    fit(api.result("GetDirectoryServicesConfiguration", instanceID="nordlicht"), ACTIVE_DIRECTORY, "")


def test_client_access_servers_without_their_status(api: Api) -> None:
    row = api.result("GetClientAccessServers", withServiceStatus=False)[0]
    assert list(row) == ["serverName", "port", "serverCertificate"]
