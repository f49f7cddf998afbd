# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Seeds, their checks, and fleets."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.simulator.fleet import Fleet
from tests.simulator.seeding import SEEDS, build_environment, load_environment
from tests.simulator.shapes import ShapeError
from tests.unit.simulator.api import Api


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((SEEDS / "demo.yml").read_text("utf-8"))
    return loaded


def test_empty_is_a_fresh_installation(fresh: Api) -> None:
    assert fresh.result("GetInstances", instanceFilter="*") == []
    assert len(fresh.result("GetInstanceHosts")) == 1
    assert len(fresh.result("GetClientAccessServers", withServiceStatus=False)) == 1
    assert [row["userName"] for row in fresh.result("GetSystemAdministrators")] == ["admin"]
    assert "E:\\Archives" in fresh.result("GetDirectoriesOnInstanceHost", serverName="host1.example.com", path="E:\\")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("instances", 0, "stores", 1, "requestedState"), "asleep", "instances[0].stores[1].requestedState"),
        (("instances", 0, "colour"), "red", "unknown key 'colour'"),
        (("instances", 0, "instanceID"), "A", "instances[0].instanceID"),
        (("instances", 1, "instanceID"), "baumann", "instances[1]: the name 'baumann' is already taken"),
        (("instances", 0, "instanceHost"), "no.example.com", "'no.example.com' is no instance host"),
        (("instances", 0, "jobs", 0, "owner"), "nobody", "instances[0].jobs[0].owner"),
        (("instances", 0, "jobs", 0, "schedule"), {"time": "99:00"}, "not recognized as a valid DateTime"),
        (("instances", 0, "profiles", 0, "runs", 0, "from"), "lately", "instances[0].profiles[0].runs[0].from"),
        (("instances", 0, "profiles", 0, "runs", 0, "every"), "-1 hour", "no span of time"),
        (("instances", 0, "users", 0, "privileges"), "admin", "a list is expected"),
        (("instances", 0, "serviceProviderAccess"), "yes", "true or false is expected"),
        (("instances",), {}, "instances: a list is expected"),
        (("administrators",), [], "administrators: at least one is needed"),
        (("administrators", 0), {"userName": "admin"}, "administrators[0]: the key 'password' is missing"),
        (("settings",), {"workMs": -1}, "settings.workMs"),
    ],
)
def test_mistakes_are_named_with_their_place(
    tmp_path: Path, path: tuple[str | int, ...], value: object, message: str
) -> None:
    seed: Any = document()
    target = seed
    for part in path[:-1]:
        target = target[part]
    target[path[-1]] = value
    file = tmp_path / "seed.yml"
    file.write_text(yaml.safe_dump(seed), "utf-8")
    with pytest.raises(ShapeError) as caught:
        load_environment(str(file), "25.3")
    assert message in str(caught.value)
    assert str(file) in str(caught.value)


def test_text_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "seed.yml"
    file.write_text("a: [", "utf-8")
    with pytest.raises(ShapeError, match="not valid YAML"):
        load_environment(str(file), "25.3")


def test_fleet_is_built_when_it_is_looked_at() -> None:
    environment = build_environment({"administrators": document()["administrators"], "instanceHosts": []}, "25.3")
    Fleet.parse("30x5").add_to(environment)
    assert len(environment.instances) == 30
    assert len({i.configuration.instance_host for i in environment.instances.values()}) == 10
    assert not any(instance.has_content for instance in environment.instances.values())
    content = environment.find_instance("tenant-0007").content
    assert len(content.users) == 5
    content.users.remove(content.users.find("user001"))
    assert len(environment.find_instance("tenant-0007").content.users) == 4


@pytest.mark.parametrize("text", ["", "5", "5x", "axb", "5x5x5"])
def test_bad_fleets_are_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="INSTANCESxUSERS"):
        Fleet.parse(text)
