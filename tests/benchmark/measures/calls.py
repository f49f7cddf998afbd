# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a call costs in the client, without Ansible."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.benchmark.figures import Figure
from tests.benchmark.workbench import Call, Workbench

CALLS = 500
THREADS = (1, 4, 8)


def calls(bench: Workbench) -> Iterator[Figure]:
    """500 reads of users by the client alone, in one and in several threads, against the script."""
    reads: list[Call] = [
        ("GetUserInfo", {"instanceID": "tenant-0001", "userName": f"user{number:03}"}) for number in range(1, CALLS + 1)
    ]
    with bench.simulator(fleet=f"1x{CALLS + 1}") as server:
        ways = {
            "script": partial(bench.script, server, reads),
            **{f"client, {threads}": partial(bench.client, server, reads, threads) for threads in THREADS},
        }
        seconds = bench.medians(ways)
    script = seconds["script"]
    for threads in THREADS:
        own = seconds[f"client, {threads}"]
        beside = f"{own / CALLS * 1000:.2f} ms for each call, script {script / CALLS * 1000:.2f} ms"
        yield Figure("calls", f"client alone, {threads} at once, against the script", script / own, "times", beside)
