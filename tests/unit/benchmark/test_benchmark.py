# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is measured is what is claimed: the described tenants are those of the simulator, and goals are held against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.benchmark.figures import Figure, as_json, as_table
from tests.benchmark.inventory import write_inventory
from tests.benchmark.tenants import describe_tenant, role_variables, seed_with
from tests.simulation import World, simulation
from tests.simulator.fleet import Fleet

SINGLE = {"users": "spe_user", "stores": "spe_store", "jobs": "spe_job"}


def _changed(world: World, instance_id: str, description: dict[str, Any]) -> dict[str, list[str]]:
    """The names of those that the single modules would change."""
    return {
        part: [
            entry["name"]
            for entry in description[part]
            if world.run(
                world.task(module, instance_id=instance_id, service_provider_access="open", **entry), check_mode=True
            )["changed"]
        ]
        for part, module in SINGLE.items()
    }


@pytest.mark.parametrize(
    ("drifted", "changed"),
    [
        (0, {"users": [], "stores": [], "jobs": []}),
        (2, {"users": ["user0002", "user0004"], "stores": ["store002"], "jobs": ["Verify stores 02"]}),
    ],
)
def test_a_seed_has_the_described_tenant_and_its_drift(
    tmp_path: Path, drifted: int, changed: dict[str, list[str]]
) -> None:
    tenant = describe_tenant("acme", users=4, stores=3, jobs=2)
    seed = tmp_path / "seed.yml"
    seed.write_text(yaml.safe_dump(seed_with(tenant, drifted=drifted)), "utf-8")
    with simulation(str(seed)) as world:
        assert _changed(world, "acme", tenant) == changed
        instance = world.run(world.task("spe_instance", instance_id="acme", **tenant["instance"]), check_mode=True)
        assert not instance["changed"]


def test_the_inventory_describes_the_fleet_of_the_simulator(tmp_path: Path) -> None:
    write_inventory(tmp_path, tenants=2, users=3)
    (group,) = yaml.safe_load((tmp_path / "hosts.yml").read_text("utf-8")).values()
    in_common = yaml.safe_load((tmp_path / "group_vars" / "spe_tenants.yml").read_text("utf-8"))
    with simulation("empty") as world:
        Fleet(2, 3).add_to(world.environment)
        for name in group["hosts"]:
            own = yaml.safe_load((tmp_path / "host_vars" / f"{name}.yml").read_text("utf-8"))
            role = {
                key.removeprefix("tenant_"): value
                for key, value in {**in_common, **own}.items()
                if key.startswith("tenant_")
            }
            jobs = [{**job, "owner": role["job_owner"], "time_zone": role["time_zone"]} for job in role["jobs"]]
            stores = [
                {**store, "database_path": rf"{role['base_directory']}\{store['name']}"} for store in role["stores"]
            ]
            assert _changed(world, name, {**role, "jobs": jobs, "stores": stores}) == {part: [] for part in SINGLE}


def test_the_role_gets_the_same_tenant() -> None:
    tenant = describe_tenant("acme", users=2, stores=1, jobs=1)
    variables = role_variables(tenant)
    assert variables["tenant_id"] == "acme"
    assert variables["tenant_users"] == tenant["users"]
    assert variables["tenant_display_name"] == tenant["instance"]["display_name"]


@pytest.mark.parametrize(
    ("goal", "value", "reached"),
    [
        ({"at_most": 28}, 28, True),
        ({"at_most": 28}, 29, False),
        ({"at_least": 2.5}, 2.5, True),
        ({"at_least": 2.5}, 2.4, False),
        ({"at_least": 2.5}, None, None),
        ({}, 3, None),
    ],
)
def test_a_figure_is_held_against_its_goal(goal: dict[str, float], value: float | None, reached: bool | None) -> None:
    figure = Figure("tenant", "calls", value, "calls", "beside it", **goal)
    assert figure.reached is reached
    (for_machines,) = json.loads(as_json([figure]))
    assert (for_machines["value"], for_machines["reached"]) == (value, reached)
    line = as_table([figure]).splitlines()[-1]
    assert line.endswith("beside it")
    assert ("not there yet" in line) == (value is None)
    assert ("NO" in line) == (reached is False)
