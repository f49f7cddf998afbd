# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One question about all tenants, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.benchmark.figures import Figure
from tests.benchmark.workbench import Run, Workbench
from tests.integration.journal import ACCESS
from tests.simulator.planted import STOPPED, TENANTS

PARALLEL = 8
#: The look at access, which comes before a switch.
LOOK = "GetArchiveAdminEnabled"
#: Added to the planted ones.
OTHERS = 1800
USERS = 25
MOST_MEGABYTES = 300


def health(bench: Workbench) -> Iterator[Figure]:
    """All of 200 tenants in detail; 2,000 at a first look; and the memory of both, with 2,000."""
    with bench.simulator("planted") as server:
        bench.tell(f"{TENANTS} tenants, full depth")
        run = bench.play(server, _tasks("full"))
    reads, switches = _most(run, is_switch=False), _most(run, is_switch=True)
    what = f"{TENANTS} tenants, full depth"
    yield Figure("health", what, run.seconds, "s", f"{len(run.calls)} calls", at_most=60)
    yield Figure("health", "reads of one tenant", reads, "calls", "besides the look at access", at_most=6)
    yield Figure("health", "switches of access in one tenant", switches, "calls", at_most=2)

    with bench.simulator("planted", fleet=f"{OTHERS}x{USERS}") as server:
        what = f"{TENANTS + OTHERS:,} tenants"
        bench.tell(f"{what}, quick")
        run = bench.play(server, _tasks("quick"))
        unclean = len(_of_tenants(run)) + len(STOPPED)
        yield Figure("health", f"{what}, quick", run.seconds, "s", f"{unclean} are not clean", at_most=120)
        yield Figure("health", f"calls of {what}, quick", len(run.calls), "calls", at_most=5 + 6 * unclean)
        yield Figure("health", f"memory of {what}, quick", run.megabytes, "MB", at_most=MOST_MEGABYTES)
        bench.tell(f"{what}, full depth")
        run = bench.play(server, _tasks("full"))
        beside = f"{len(run.calls)} calls in {run.seconds:.0f} s"
        yield Figure("health", f"memory of {what}, full depth", run.megabytes, "MB", beside, at_most=MOST_MEGABYTES)


def _tasks(depth: str) -> list[dict[str, Any]]:
    return [
        {
            "community.mailstore.spe_fleet_info": {
                "depth": depth,
                "service_provider_access": "open",
                "spe_parallel": PARALLEL,
            },
            "register": "fleet",
        },
        {"community.mailstore.spe_health": {"fleet": "{{ fleet }}"}},
    ]


def _of_tenants(run: Run) -> dict[str, Counter[str]]:
    """The calls about each tenant that something was asked of."""
    found: dict[str, Counter[str]] = {}
    for call in run.calls:
        if "instanceID" in call["arguments"]:
            found.setdefault(call["arguments"]["instanceID"], Counter())[call["function"]] += 1
    return found


def _most(run: Run, *, is_switch: bool) -> int:
    """The calls of the tenant with most of them, either those that switch access or those that read."""
    return max(
        sum(number for name, number in counts.items() if name != LOOK and (name == ACCESS) is is_switch)
        for counts in _of_tenants(run).values()
    )
