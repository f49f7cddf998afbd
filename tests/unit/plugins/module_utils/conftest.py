# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulated server with one tenant on it, and one with the tenants of the seed `demo`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulation import World, simulation
from tests.unit.plugins.module_utils.server import Server, simulated_server
from tests.unit.plugins.module_utils.tenant import Tenant


@pytest.fixture
def server() -> Iterator[Server]:
    with simulated_server() as server:
        yield server


@pytest.fixture
def tenant(server: Server) -> Tenant:
    return Tenant(server)


@pytest.fixture
def world() -> Iterator[World]:
    with simulation("demo") as world:
        yield world
