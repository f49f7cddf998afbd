# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an _info module reads can be given to the module beside it as it is, also for another instance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.arguments import sanitized_arguments
from ansible_collections.community.mailstore.plugins.module_utils._ansible.settings_info import (
    SETTINGS as OF_AN_INSTANCE,
)
from ansible_collections.community.mailstore.plugins.module_utils._resources.store import STORE

from tests.simulation import World, load_modules, simulation
from tests.unit.documentation import MODULES

Options = dict[str, Any]

#: Modules that only inform and have no module beside them that describes a state, and why.
NO_STATE = {
    "spe_drift_info": "a comparison",
    "spe_environment_info": "the server itself",
    "spe_fleet_info": "a look at many tenants",
    "spe_folder_info": "folders are made by archiving; spe_folder moves them",
    "spe_job_result_info": "what has happened",
    "spe_license_info": "the server itself",
    "spe_profile_result_info": "what has happened",
    "spe_tenant_info": "all parts of a tenant together: test_playbook_export.py gives it back to spe_tenant",
}


HOST = "host1.example.com"


@dataclass(frozen=True)
class Pair:
    """A module that reads, the key of its result, and the module that takes the rows."""

    reads: str
    plural: str
    takes: str
    per_instance: bool = True
    more: Options = field(default_factory=dict)
    beside: Options = field(default_factory=dict)

    def __str__(self) -> str:
        return self.takes


SETTINGS = [Pair("spe_settings_info", noun, f"spe_{noun}", more={"settings": [noun]}) for noun in OF_AN_INSTANCE]
PAIRS = [
    Pair("spe_instance_info", "instances", "spe_instance", per_instance=False, more={"statistics": True}),
    Pair("spe_instance_host_info", "instance_hosts", "spe_instance_host", per_instance=False),
    Pair("spe_client_access_server_info", "client_access_servers", "spe_client_access_server", per_instance=False),
    Pair("spe_system_administrator_info", "system_administrators", "spe_system_administrator", per_instance=False),
    Pair("spe_system_smtp_info", "system_smtp", "spe_system_smtp", per_instance=False),
    Pair(
        "spe_host_directory_info",
        "host_directories",
        "spe_host_directory",
        per_instance=False,
        more={"instance_host": HOST},
        beside={"instance_host": HOST},
    ),
    Pair("spe_store_info", "stores", "spe_store", more={"include_size": True}),
    Pair("spe_user_info", "users", "spe_user"),
    Pair("spe_job_info", "jobs", "spe_job"),
    Pair("spe_profile_info", "profiles", "spe_profile"),
    Pair("spe_credential_info", "credentials", "spe_credential"),
    *SETTINGS,
]
IN_INSTANCE = [pair for pair in PAIRS if pair.per_instance]


def _run(world: World, module: str, /, check_mode: bool = False, **options: Any) -> Options:
    result = world.run(world.task(module, **options), check_mode=check_mode)
    assert not result.get("failed"), result.get("msg")
    return result


def _rows(world: World, pair: Pair, instance_id: str | None = None) -> list[Options]:
    scope: Options = {"instance_id": instance_id, "service_provider_access": "open"} if instance_id else {}
    result = _run(world, pair.reads, **scope, **pair.more)
    found = (result.get("settings") or result)[pair.plural]
    return found if isinstance(found, list) else [found]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with simulation("demo") as world:
        yield world


def _running(world: World) -> list[str]:
    return [row["instance_id"] for row in _run(world, "spe_instance_info")["instances"] if row["status"] == "running"]


def test_every_info_module_is_looked_at() -> None:
    informing = {name for name in MODULES if name.endswith("_info")}
    assert informing == {pair.reads for pair in PAIRS} | NO_STATE.keys()


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_each_row_is_taken_back_and_is_no_change(pair: Pair, world: World) -> None:
    scopes: list[str | None] = [*_running(world)] if pair.per_instance else [None]
    taken = 0
    for instance_id in scopes:
        scope = {"instance_id": instance_id, "service_provider_access": "open"} if instance_id else {}
        for row in _rows(world, pair, instance_id):
            result = _run(world, pair.takes, True, **{**row, **scope, **pair.beside})
            assert not result["changed"], result["diff"]
            # What a module that describes a state answers is such an object, too.
            noun = pair.takes.removeprefix("spe_")
            again = _run(world, pair.takes, True, **{**result[noun], **scope, **pair.beside})
            assert not again["changed"], again["diff"]
            taken += 1
    assert taken


@pytest.fixture(scope="module")
def other(world: World) -> str:
    """An instance of which nothing is set up yet."""
    _run(
        world,
        "spe_instance",
        instance_id="other",
        instance_host=HOST,
        base_directory=r"D:\Archives\other",
        create_base_directory=True,
        state="started",
    )
    return "other"


#: What another instance must have before it can take the rows: jobs and profiles have owners, directory services a
#: credential.
NEEDED_FIRST: Mapping[str, tuple[str, ...]] = {
    "spe_directory_services": ("spe_credential",),
    "spe_job": ("spe_user",),
    "spe_profile": ("spe_user",),
}


def _give(pair: Pair, world: World, source: str, other: str) -> list[Options]:
    """All rows of the one instance, which the other one has then, too."""
    for needed in IN_INSTANCE:
        if needed.takes in NEEDED_FIRST.get(pair.takes, ()):
            _give(needed, world, source, other)
    scope = {"instance_id": other, "service_provider_access": "open"}
    rows = _rows(world, pair, source)
    for row in rows:
        _run(world, pair.takes, **{**row, **scope, **MORE.get(pair.takes, {})})
    return rows


def _described(row: Mapping[str, Any], module: str) -> Options:
    """What the options of the module say of the row."""
    return {
        name: value
        for name, value in row.items()
        if name in load_modules()[module].argument_spec and name != "instance_id"
    }


@pytest.mark.parametrize("pair", IN_INSTANCE, ids=str)
def test_each_row_makes_the_same_in_another_instance(pair: Pair, world: World, other: str) -> None:
    sources = [instance_id for instance_id in _running(world) if instance_id != other]
    source = max(sources, key=lambda instance_id: len(_rows(world, pair, instance_id)))
    rows = _give(pair, world, source, other)
    described = [_described(row, pair.takes) for row in rows]
    there = [_described(row, pair.takes) for row in _rows(world, pair, other)]
    for row in described:
        assert row in there


#: What no read tells, and a new object needs.
MORE: Mapping[str, Options] = {"spe_credential": {"secret_settings": {"ClientSecret": "word"}}}


def test_a_status_alone_is_a_mistake(world: World) -> None:
    with pytest.raises(AssertionError, match="status"):
        _run(world, "spe_instance", instance_id="baumann", status="stopped")


def test_what_a_server_shows_more_stands_under_one_key() -> None:
    shown = STORE.shown({"id": 1, "name": "a", "brandNew": {"x": 1}}, "a")
    assert shown == {"name": "a", "id": 1, "other": {"brand_new": {"x": 1}}}
    raw = {"instance_id": "i", **shown}
    assert sanitized_arguments(load_modules()["spe_store"], raw) == {"instance_id": "i", "name": "a"}
