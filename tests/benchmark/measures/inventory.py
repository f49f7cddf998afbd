# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory of all instances, as `ansible-inventory --list` shows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmark.figures import Figure
from tests.benchmark.workbench import Disappointment, Run, Workbench
from tests.simulator.process import RunningSimulator

INSTANCES, USERS = 2000, 25
GOAL_SECONDS = 1.5
GOAL_MEGABYTES = 300.0
PLUGIN = {"plugin": "community.mailstore.spe"}


def inventory(bench: Workbench) -> Iterator[Figure]:
    """All instances as hosts, against an empty inventory, and against a file with as many hosts and variables."""
    empty, live = bench.write({"all": {}}), bench.write(PLUGIN, ".spe.yml")
    static = bench.write(_static(), ".json")
    with bench.simulator(fleet=f"{INSTANCES}x{USERS}") as server:
        ways = {
            "empty": partial(_seconds, bench, server, empty),
            "plugin": partial(_seconds, bench, server, live),
            "file": partial(_seconds, bench, server, static),
        }
        seconds = bench.medians(ways)
        run = _run(bench, server, live)
    own = seconds["plugin"] - seconds["empty"]
    what = f"{INSTANCES} instances, ansible-inventory --list"
    beside = f"less an empty one of {seconds['empty']:.1f} s; a file of as many hosts {seconds['file'] - seconds['empty']:.1f} s"
    yield Figure("inventory", what, own, "s", beside, at_most=GOAL_SECONDS)
    yield Figure("inventory", what, len(run.calls), "calls", at_most=1)
    yield Figure("inventory", what, run.megabytes, "MB", at_most=GOAL_MEGABYTES)


def _seconds(bench: Workbench, server: RunningSimulator, source: Path) -> float:
    return _run(bench, server, source).seconds


def _run(bench: Workbench, server: RunningSimulator, source: Path) -> Run:
    listed = bench.directory / "listed.json"
    run = bench.run(server, "-i", str(source), "--list", "--output", str(listed), command="ansible-inventory")
    if run.calls and f"tenant-{INSTANCES:04}" not in listed.read_text("utf-8"):
        raise Disappointment("The last of the instances is no host.")
    return run


def _static() -> dict[str, Any]:
    variables = {
        "spe_alias": "t",
        "spe_display_name": "Tenant",
        "spe_instance_host": "fleet01.example.com",
        "spe_process_id": 4100,
        "spe_start_mode": "automatic",
        "spe_start_stop_error": None,
        "spe_status": "running",
    }
    names = [f"tenant-{number:04}" for number in range(1, INSTANCES + 1)]
    hosts = {name: {**variables, "spe_instance_id": name, "tenant_id": name} for name in names}
    groups = ("spe_instance_host_fleet01_example_com", "spe_status_running", "spe_start_mode_automatic")
    return {"spe_tenants": {"hosts": hosts}, **{group: {"hosts": dict.fromkeys(names)} for group in groups}}
