# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One tenant with more and more users."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.benchmark.figures import Figure
from tests.benchmark.measures.tasks import Task, debug_task, tenant_task
from tests.benchmark.tenants import fleet_users
from tests.benchmark.workbench import Run, Workbench

INSTANCE = "tenant-0001"
SMALL, LARGE = 100, 10_000


def growth(bench: Workbench) -> Iterator[Figure]:
    """Time for each user, less a run with one user, so that the start does not hide what each user costs.

    The users stand in `host_vars`. Ansible would read those in `vars_files` anew for each task.
    """
    seconds = bench.medians({"one user": partial(_seconds, bench, 1), "few users": partial(_seconds, bench, SMALL)})
    start = seconds["one user"]
    few = (seconds["few users"] - start) / (SMALL - 1)
    bench.tell(f"{LARGE:,} users")
    run = _run(bench, LARGE, tenant_task(4, "users"))
    many = (run.seconds - start) / (LARGE - 1)
    beside = f"{few * 1000:.1f} ms and {many * 1000:.1f} ms for each user, less a run with one user"
    what = f"time for each user, {SMALL} to {LARGE:,} users"
    yield Figure("growth", what, many / few, "times", beside, at_most=1.3)
    nothing, fact = _run(bench, LARGE, debug_task("nothing")), _run(bench, LARGE, _OF_ANSIBLE)
    beside = (
        f"the largest process; Ansible alone with these variables {nothing.megabytes:.0f} MB, with a set_fact of the users"
        f" {fact.megabytes:.0f} MB"
    )
    yield Figure("growth", f"memory with {LARGE:,} users", run.megabytes, "MB", beside, at_most=300)


#: A task of Ansible's own that takes the users, and does nothing with them.
_OF_ANSIBLE: Task = {"ansible.builtin.set_fact": {"the_same": "{{ users }}"}}


def _seconds(bench: Workbench, users: int) -> float:
    return _run(bench, users, tenant_task(4, "users")).seconds


def _run(bench: Workbench, users: int, task: Task) -> Run:
    variables = {"instance_id": INSTANCE, "users": fleet_users(INSTANCE, users)}
    with bench.simulator(fleet=f"1x{users}") as server:
        return bench.play_of_host(server, INSTANCE, variables, tasks=[task]).expect(changes=False)
