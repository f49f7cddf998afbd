# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is measured, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.benchmark.figures import Figure
from tests.benchmark.measures.calls import calls
from tests.benchmark.measures.drift_fleet import drift_fleet
from tests.benchmark.measures.fleet import fleet
from tests.benchmark.measures.growth import growth
from tests.benchmark.measures.health import health
from tests.benchmark.measures.inventory import inventory
from tests.benchmark.measures.loop import loop
from tests.benchmark.measures.provision import provision
from tests.benchmark.measures.tenant import drift, new, role, unchanged
from tests.benchmark.workbench import Workbench

Measure = Callable[[Workbench], Iterator[Figure]]

MEASURES: dict[str, Measure] = {
    measure.__name__: measure
    for measure in (unchanged, role, drift, new, provision, fleet, drift_fleet, health, inventory, growth, loop, calls)
}
