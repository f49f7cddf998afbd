# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All tenants of an inventory compared with their variables."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmark.figures import Figure
from tests.benchmark.inventory import write_inventory
from tests.benchmark.measures.fleet import TENANTS, USERS
from tests.benchmark.workbench import Disappointment, Workbench

GOAL_SECONDS = 240.0


def drift_fleet(bench: Workbench) -> Iterator[Figure]:
    """The playbook `drift` over all tenants; with fewer tenants the goal is as much shorter."""
    inventory = bench.directory / "drift_inventory"
    write_inventory(inventory, bench.tenants, USERS)
    options = ("-i", str(inventory), "-e", "fail_on_drift=false")
    with bench.simulator(fleet=f"{bench.tenants}x{USERS}") as server:
        bench.tell(f"{bench.tenants} tenants with {USERS} users each")
        run = bench.run(server, *options, "community.mailstore.drift").expect(changes=False)
    compared = {call["arguments"].get("instanceID") for call in run.calls if call["function"] == "GetUsers"}
    if len(compared) != bench.tenants:
        raise Disappointment(f"Of {bench.tenants} tenants {len(compared)} were compared.")
    what = f"{bench.tenants} tenants x {USERS} users"
    goal = GOAL_SECONDS * bench.tenants / TENANTS
    yield Figure("drift_fleet", what, run.seconds, "s", f"{len(run.calls)} calls", at_most=goal)
    yield Figure("drift_fleet", f"memory of {what}", run.megabytes, "MB")
