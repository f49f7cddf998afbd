# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook `provision` with its three example tenants, the second time."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmark.figures import Figure
from tests.benchmark.workbench import Workbench, same_calls
from tests.tools.example import INVENTORY

PLAYBOOK = "community.mailstore.provision"

LOOKS = ("GetInstances", "GetArchiveAdminEnabled")
"""What is asked of each tenant beside its description. No other answer shows the status, or how access has to be left."""


def provision(bench: Workbench) -> Iterator[Figure]:
    """Its calls, and its time beside a script that makes the same calls."""
    with bench.simulator() as server:
        bench.tell(f"{PLAYBOOK}, two runs")
        bench.run(server, PLAYBOOK, "-i", str(INVENTORY)).expect(changes=True)
        second = bench.run(server, PLAYBOOK, "-i", str(INVENTORY)).expect(changes=False)
        taken = second.seconds - bench.empty_play(server)
        script = bench.script(server, same_calls(second))
        looks = sum(call["function"] in LOOKS for call in second.calls)
        beside = (
            f"{looks} of them look whether the instances run and access is open; {taken:.1f} s less an empty play, a script of"
            f" the same calls {script:.1f} s"
        )
        yield Figure("provision", "second run", len(second.calls), "calls", beside, at_most=28)
