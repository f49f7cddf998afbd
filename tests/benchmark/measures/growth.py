# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One tenant with more and more users."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.benchmark.figures import Figure
from tests.benchmark.measures.tasks import tenant_task
from tests.benchmark.tenants import fleet_users
from tests.benchmark.workbench import Run, Workbench

INSTANCE = "tenant-0001"
SMALL, LARGE = 100, 10_000


def growth(bench: Workbench) -> Iterator[Figure]:
    """Time for each user, less a run with one user, so that the start does not hide what each user costs."""
    seconds = bench.medians({"one user": partial(_seconds, bench, 1), "few users": partial(_seconds, bench, SMALL)})
    start = seconds["one user"]
    few = (seconds["few users"] - start) / (SMALL - 1)
    bench.tell(f"{LARGE:,} users")
    run = _run(bench, LARGE)
    many = (run.seconds - start) / (LARGE - 1)
    beside = f"{few * 1000:.1f} ms and {many * 1000:.1f} ms for each user, less a run with one user"
    what = f"time for each user, {SMALL} to {LARGE:,} users"
    yield Figure("growth", what, many / few, "times", beside, at_most=1.3)
    beside = f"the largest process; with one user {_run(bench, 1).megabytes:.0f} MB"
    yield Figure("growth", f"memory with {LARGE:,} users", run.megabytes, "MB", beside, at_most=300)


def _seconds(bench: Workbench, users: int) -> float:
    return _run(bench, users).seconds


def _run(bench: Workbench, users: int) -> Run:
    with bench.simulator(fleet=f"1x{users}") as server:
        variables = {"instance_id": INSTANCE, "users": fleet_users(INSTANCE, users)}
        return bench.play(server, [tenant_task(4, "users")], variables).expect(changes=False)
