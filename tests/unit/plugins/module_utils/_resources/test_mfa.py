# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new secret of multi-factor authentication is made once by each run, whatever becomes of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulation import Disturbance, Fault, World, simulation

INITIALIZE = ("InitializeMFA", "InitializeSystemAdministratorMFA")
USER = {"module": "spe_user", "instance_id": "baumann", "name": "jonas.klein"}
WITHOUT = {**USER, "name": "reception"}
ADMINISTRATOR = {"module": "spe_system_administrator", "name": "jane.doe"}


class Lost(Disturbance):
    """The work is done, and the connection breaks."""

    def fault_of(self, name: str) -> Fault | None:
        return Fault("reset_after", True) if name in INITIALIZE else None


@pytest.fixture
def world() -> Iterator[World]:
    with simulation("demo") as world:
        world.environment.find_instance("baumann").archive_admin_enabled = True
        world.run(world.task("spe_system_administrator", name="jane.doe", password="Geheim-jane", mfa="enabled"))
        world.start_recording()
        yield world


def run(world: World, options: dict[str, Any], **how: Any) -> dict[str, Any]:
    return world.run(world.task(**{"mfa": "enabled", "reinitialize_mfa": True, **options}), **how)


def made(world: World) -> int:
    return sum(work.function in INITIALIZE for work in world.work)


@pytest.mark.parametrize("options", [USER, WITHOUT, ADMINISTRATOR])
def test_a_new_secret_each_time(world: World, options: dict[str, Any]) -> None:
    for number in (1, 2):
        foretold = run(world, options, check_mode=True)
        result = run(world, options)
        assert (result["calls"], result["diff"]) == (foretold["calls"], foretold["diff"])
        assert (result["changed"], made(world)) == (True, number)


@pytest.mark.parametrize("options", [USER, WITHOUT, ADMINISTRATOR])
def test_after_a_lost_answer_no_second_one_is_made(world: World, options: dict[str, Any]) -> None:
    result = run(world, options, disturbance=Lost())
    assert made(world) == 1
    # What was switched on can be read; that a secret is a new one cannot.
    assert bool(result.get("failed")) == (options is not WITHOUT)
    if options is not WITHOUT:
        assert "does not send it twice" in result["msg"]


@pytest.mark.parametrize("options", [USER, ADMINISTRATOR])
def test_it_needs_that_it_is_on(world: World, options: dict[str, Any]) -> None:
    assert "set mfa: enabled, too" in run(world, {**options, "mfa": "disabled"})["msg"]
    assert "set mfa: enabled, too" in world.run(world.task(**options, reinitialize_mfa=True))["msg"]
    assert world.work == []


def test_the_own_account_is_guarded(world: World) -> None:
    own = {"module": "spe_system_administrator", "name": "admin"}
    assert "write confirm: admin" in run(world, own)["msg"]
