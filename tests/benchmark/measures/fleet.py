# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many tenants as hosts of an inventory, each with the role."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmark.figures import Figure
from tests.benchmark.inventory import GROUP, write_inventory
from tests.benchmark.measures.loop import uri_seconds
from tests.benchmark.workbench import Workbench

USERS = 30
FORKS = 10
TENANTS = 200
GOAL_SECONDS = 180.0


def fleet(bench: Workbench) -> Iterator[Figure]:
    """No change in any of them; with fewer tenants the goal is as much shorter."""
    inventory = bench.directory / "inventory"
    write_inventory(inventory, bench.tenants, USERS)
    play = {"hosts": GROUP, "gather_facts": False, "roles": ["community.mailstore.tenant"]}
    with bench.simulator(fleet=f"{bench.tenants}x{USERS}") as server:
        bench.tell(f"{bench.tenants} tenants with {USERS} users each")
        run = bench.run(server, "-i", str(inventory), "-f", str(FORKS), str(bench.write([play]))).expect(changes=False)
    uri = uri_seconds(bench) * bench.tenants * USERS
    beside = f"{len(run.calls)} calls; a task with uri for each user {uri / 60:.0f} min, extrapolated"
    what = f"{bench.tenants} tenants x {USERS} users, forks {FORKS}"
    goal = GOAL_SECONDS * bench.tenants / TENANTS
    yield Figure("fleet", what, run.seconds, "s", beside, at_most=goal)
