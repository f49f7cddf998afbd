# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every function of the API: it exists, succeeds, checks its arguments, and minds the state of its instance."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.contract import FUNCTIONS, Needs
from tests.simulator.versions import SUPPORTED_VERSIONS
from tests.unit.simulator import examples
from tests.unit.simulator.api import Api, serving
from tests.unit.simulator.examples import (
    READS_WITHOUT_RESULT,
    RETURNING_CHANGES,
    STORE_QUERIES,
    WITHOUT_ACCESS,
    WITHOUT_PROCESS,
)
from tests.unit.simulator.reference import SIGNATURES

OWN_EXAMPLES = {name: function.example for name, function in FUNCTIONS.items() if function.example is not None}
EXAMPLES = {**{name: example.arguments for name, example in OWN_EXAMPLES.items()}, **examples.EXAMPLES}
PREPARATIONS = {**{name: example.after for name, example in OWN_EXAMPLES.items()}, **examples.PREPARATIONS}
ALL = sorted(EXAMPLES)
OF_INSTANCES = [name for name in ALL if "instanceID" in EXAMPLES[name]]
READING = [name for name in ALL if name.startswith("Get") or name in ("Ping", "VerifyStore", "VerifyStores")]


def prepare(api: Api, function: str) -> None:
    for earlier in PREPARATIONS.get(function, ()):
        api.result(earlier, **EXAMPLES[earlier])


def test_metadata_lists_exactly_the_known_functions(api: Api) -> None:
    assert [entry["name"] for entry in api.metadata()] == sorted(FUNCTIONS)


def test_every_function_has_an_example() -> None:
    """Those of the vendor's reference in examples.py, written by hand from it; others where they are registered."""
    without = set(FUNCTIONS) - set(EXAMPLES)
    assert without == set(), f"Give {' and '.join(sorted(without))} an example where they are registered."
    twice = set(OWN_EXAMPLES) & set(examples.EXAMPLES)
    assert twice == set(), f"{' and '.join(sorted(twice))} have an example in examples.py, too: remove one."
    assert set(SIGNATURES) <= set(examples.EXAMPLES), "examples.py lacks functions of the reference."


@pytest.mark.parametrize("function", ALL)
def test_function_succeeds(api: Api, function: str) -> None:
    prepare(api, function)
    result = api.result(function, **EXAMPLES[function])
    if function in READS_WITHOUT_RESULT:
        assert result is None
    elif function.startswith("Get") or function in RETURNING_CHANGES:
        assert result is not None
    else:
        assert result is None


@pytest.mark.parametrize("function", READING)
def test_reads_change_nothing(api: Api, function: str) -> None:
    before = snapshot(api)
    api.result(function, **EXAMPLES[function])
    assert snapshot(api) == before
    assert not FUNCTIONS[function].writes


def snapshot(api: Api) -> dict[str, Any]:
    """What the state is made of, in a form that compares."""
    environment = api.environment
    return copy.deepcopy(
        {
            "smtp": environment.smtp,
            "administrators": environment.administrators,
            "instances": {
                key: (
                    instance.row(),
                    instance.configuration,
                    instance.content.stores,
                    [vars(user) for user in instance.content.users],
                    instance.content.folders,
                    instance.content.profiles,
                    instance.content.smtp,
                    instance.content.directory_services,
                )
                for key, instance in environment.instances.items()
            },
        }
    )


def test_every_missing_mandatory_argument_is_named(api: Api) -> None:
    for entry in api.metadata():
        for argument in entry["args"]:
            if argument["nullable"]:
                continue
            form = {key: value for key, value in EXAMPLES[entry["name"]].items() if key != argument["name"]}
            assert api.error(entry["name"], **form) == f"Missing API argument {argument['name']}."


def test_values_are_checked_by_type(api: Api) -> None:
    bad = {"number": "x", "bool": "yes", "json": "{nonsense"}
    for entry in api.metadata():
        for argument in entry["args"]:
            if argument["type"] in bad:
                form = {**EXAMPLES[entry["name"]], argument["name"]: bad[argument["type"]]}
                assert api.envelope(entry["name"], **form)["statusCode"] == "failed", (entry["name"], argument)


@pytest.mark.parametrize("function", OF_INSTANCES)
def test_unknown_instance_fails(api: Api, function: str) -> None:
    assert "no-such" in api.error(function, **{**EXAMPLES[function], "instanceID": "no-such"})


@pytest.mark.parametrize("function", OF_INSTANCES)
def test_service_provider_access_is_enforced(api: Api, function: str) -> None:
    prepare(api, function)
    instance_id = EXAMPLES[function]["instanceID"]
    api.environment.find_instance(instance_id).archive_admin_enabled = False
    answer = api.finish(function, **EXAMPLES[function])
    is_exempt = function in WITHOUT_ACCESS or (
        function in OWN_EXAMPLES and FUNCTIONS[function].needs is not Needs.ACCESS
    )
    assert answer["statusCode"] == ("succeeded" if is_exempt else "failed")
    if not is_exempt:
        assert "access" in answer["error"]["message"]


@pytest.mark.parametrize("function", OF_INSTANCES)
def test_stopped_instance_does_not_answer(api: Api, function: str) -> None:
    prepare(api, function)
    api.result("StopInstances", instanceFilter=EXAMPLES[function]["instanceID"])
    answer = api.finish(function, **EXAMPLES[function])
    assert answer["statusCode"] == ("succeeded" if function in WITHOUT_PROCESS else "failed")


@pytest.mark.parametrize("function", OF_INSTANCES)
def test_frozen_instance_answers_no_store_query_and_takes_no_change(api: Api, function: str) -> None:
    prepare(api, function)
    api.result("FreezeInstances", instanceFilter=EXAMPLES[function]["instanceID"])
    is_blocked = FUNCTIONS[function].writes or function in STORE_QUERIES
    assert api.finish(function, **EXAMPLES[function])["statusCode"] == ("failed" if is_blocked else "succeeded")


@pytest.mark.parametrize("version", SUPPORTED_VERSIONS[:-1])
def test_older_functions_succeed_on_older_servers(tmp_path: Path, version: str) -> None:
    with serving(tmp_path, version=version, work_ms=0) as old:
        names = [entry["name"] for entry in old.metadata()]
    for name in names:
        if name == "SetComplianceConfiguration":
            continue  # its shape differs there, see test_versions
        with serving(tmp_path, version=version, work_ms=0) as old:
            prepare(old, name)
            old.result(name, **EXAMPLES[name])


def test_writing_functions_are_marked() -> None:
    reading = {name for name, function in FUNCTIONS.items() if not function.writes}
    assert reading == set(READING)
