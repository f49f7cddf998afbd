# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Seeds, their checks, and fleets."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.simulator.fleet import Fleet
from tests.simulator.seeding import SEEDS, build_environment, load_environment
from tests.simulator.shapes import ShapeError
from tests.unit.simulator.api import Api

CLIENT_ACCESS_SERVER = {"serverName": "cas.example.com", "thumbprint": "0" * 40}


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
        (("instances", 0, "jobs", 0, "schedule"), {"time": "99:00"}, "instances[0].jobs[0].schedule: String was not"),
        (("instances", 0, "jobs", 0, "schedule", "timeZoneId"), "Mars", "instances[0].jobs[0].schedule: The time zone"),
        (("instances", 0, "jobs", 0, "created"), "-99999999999 days", "instances[0].jobs[0].created"),
        (("instances", 0, "jobs", 0, "created"), "+9999999 days", "instances[0].jobs[0].created"),
        (("instances", 0, "jobs", 0, "runs", 0, "result"), "suceeded", "instances[0].jobs[0].runs[0].result"),
        (("instances", 0, "profiles", 0, "runs", 0, "result"), "fine", "instances[0].profiles[0].runs[0].result"),
        (("instances", 0, "profiles", 0, "details"), {"since": date(2026, 1, 1)}, "profiles[0].details.since"),
        (("instances", 0, "profiles", 0, "details"), {"since": {"x": [float("nan")]}}, "details.since.x[0]"),
        (("instances", 0, "stores", 0, "name"), "2025", "instances[0].stores[1].name: the name '2025' is already"),
        (("instances", 0, "stores", 0, "requestedState"), "current", "instances[0].stores: only one can be 'current'"),
        (("instances", 0, "stores", 0, "mendedBy"), ["Prayer"], "instances[0].stores[0].mendedBy[0]"),
        (("instances", 0, "users", 1, "userName"), "ADMIN", "instances[0].users[1].userName: the name 'ADMIN' is"),
        (("instances", 0, "users", 0, "privileges"), ["admin", "login"], "instances[0].users[0]: 'admin' of"),
        (("instances", 0, "users", 0, "loginPrivileges"), ["none", "web"], "instances[0].users[0]: 'none' of"),
        (("instances", 0, "folders"), {"jane//Inbox": {}}, "instances[0].folders: 'jane//Inbox' is no path"),
        (("instances", 0, "baseDirectory"), "Archives", "instances[0].baseDirectory: 'Archives' is no absolute path"),
        (("instances", 0, "storeAutoCreate"), {"sizeTreshold": "5"}, "instances[0].storeAutoCreate: unknown key"),
        (("instances", 0, "directoryServices"), {"deleteUsers": True}, "instances[0].directoryServices.type"),
        (("instanceHosts", 1, "serverName"), "HOST1.example.com", "instanceHosts[1].serverName: the name"),
        (("clientAccessServers",), [CLIENT_ACCESS_SERVER] * 2, "clientAccessServers[1].serverName: the name"),
        (("administrators", 1, "userName"), "Admin", "administrators[1].userName: the name 'Admin' is already taken"),
        (("administrators", 0, "mfaStatus"), "Enabled", "administrators[0]: with MFA the key 'apiPassword' is needed"),
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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: [1\nb: {", "is not valid YAML: while parsing a flow sequence in"),
        (b"a: 2026-13-01", "is not valid YAML: month must be in 1..12"),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b"", "a mapping is expected, not None"),
    ],
)
def test_text_that_is_no_seed_is_named_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "seed.yml"
    file.write_bytes(content)
    with pytest.raises(ShapeError) as caught:
        load_environment(str(file), "25.3")
    assert str(caught.value).startswith(f"seed {file}: {message}")
    assert "\n" not in str(caught.value)


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


def test_fleet_does_not_replace_instances_of_the_seed() -> None:
    environment = build_environment({"administrators": document()["administrators"], "instanceHosts": []}, "25.3")
    Fleet.parse("2x2").add_to(environment)
    with pytest.raises(ShapeError, match="fleet: the name 'tenant-0001' is already taken"):
        Fleet.parse("1x1").add_to(environment)


@pytest.mark.parametrize("text", ["", "5", "5x", "axb", "5x5x5"])
def test_bad_fleets_are_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="INSTANCESxUSERS"):
        Fleet.parse(text)
