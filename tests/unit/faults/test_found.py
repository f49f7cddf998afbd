# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random states that were once foretold wrongly, or reached wrongly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.life import SETTINGS
from tests.faults.places import SEED
from tests.faults.random_states import Example, try_example
from tests.simulation import World, simulation


@pytest.fixture
def world() -> Iterator[World]:
    with simulation(SEED, settings=SETTINGS) as world:
        yield world


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(Example("spe_user", None, {"privileges": ["admin"]}), id="administrator-hides-folder-privileges"),
        pytest.param(
            Example("spe_user", {}, {"privileges": ["admin"], "folder_privileges": []}), id="user-becomes-administrator"
        ),
        pytest.param(Example("spe_user", None, {"login_privileges": ["web", "web"]}), id="word-given-twice"),
        pytest.param(Example("spe_user", None, {"email_addresses": [" c@x.example"]}), id="blank-before-an-address"),
    ],
)
def test_what_was_found_stays_repaired(world: World, example: Example) -> None:
    assert try_example(world, world.snapshot(), example).problems == []
