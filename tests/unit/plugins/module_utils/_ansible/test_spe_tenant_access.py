# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service provider access is put back whatever happens, and left as the task wants it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulation import Trouble, World
from tests.unit.plugins.module_utils.whole_tenant import (
    Disturbed,
    asked,
    fail,
    functions,
    refusing,
    run_tenant,
    succeed,
    written,
)

DRIFT: dict[str, Any] = {"users": [{"name": "admin", "full_name": "Chief"}, {"name": "new", "privileges": []}]}
WRONG: dict[str, Any] = {"users": [{"name": "x", "privileges": ["admin", "login"]}]}

#: What goes wrong, and whether nothing was written then.
TROUBLES: dict[str, tuple[Disturbed | None, dict[str, Any]]] = {
    "nothing": (None, DRIFT),
    "an item": (refusing("SetUserFullName"), DRIFT),
    "every item": (refusing("SetUserFullName"), {**DRIFT, "continue_on_error": True}),
    "reading": (refusing("GetUsers"), DRIFT),
    "verifying": (refusing("GetUserInfo", after=1), DRIFT),
    "a mistake": (None, WRONG),
    "another plan": (None, {**DRIFT, "expect_plan": "0" * 16}),
}
REFUSED = ("reading", "a mistake", "another plan")
"""What ends the task before it writes. Such a task still closes access that an earlier one left open, and opens none."""


def is_open(world: World, instance_id: str) -> bool:
    return world.environment.instances[instance_id].archive_admin_enabled


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("trouble", list(TROUBLES))
@pytest.mark.parametrize("afterwards", ["as_before", "disabled", "enabled"])
@pytest.mark.parametrize("was_open", [True, False])
def test_access_afterwards(world: World, was_open: bool, afterwards: str, trouble: str, check_mode: bool) -> None:
    world.environment.instances["weber"].archive_admin_enabled = was_open
    disturbance, options = TROUBLES[trouble]
    fresh = None if disturbance is None else refusing(disturbance.function, after=disturbance.after)
    result = run_tenant(
        world, "weber", access_afterwards=afterwards, check_mode=check_mode, disturbance=fresh, **options
    )
    refused = trouble in REFUSED
    wanted = {"as_before": was_open, "disabled": False, "enabled": True}[afterwards]
    stays = check_mode or (refused and afterwards != "disabled")
    assert is_open(world, "weber") == (was_open if stays else wanted)
    if refused:
        is_closed = was_open and not stays
        assert ("Service provider access was open; it is switched off now." in result["msg"]) == is_closed
        assert functions(result.get("calls", ())) == (["SetArchiveAdminEnabled"] if is_closed else [])
    else:
        assert result["access_found_open"] == was_open
    assert bool(result.get("failed")) == (refused or (trouble != "nothing" and not check_mode))


@pytest.mark.parametrize("was_open", [True, False])
@pytest.mark.parametrize("afterwards", ["disabled", "enabled"])
def test_check_mode_predicts_the_switch(world: World, was_open: bool, afterwards: str) -> None:
    world.environment.instances["weber"].archive_admin_enabled = was_open
    options = {**DRIFT, "access_afterwards": afterwards}
    foretold = succeed(world, "weber", **options, check_mode=True)
    assert foretold["calls"] == succeed(world, "weber", **options)["calls"]
    again = succeed(world, "weber", **options)
    assert (again["changed"], again["calls"]) == (False, [])


def test_access_is_opened_once(world: World) -> None:
    result = succeed(world, "weber", **DRIFT, jobs=[{"name": "J", "state": "absent"}], profiles=[])
    assert asked(world).count("SetArchiveAdminEnabled") == 2
    assert result["service_provider_access_opened"]


@pytest.mark.parametrize("was_open", [True, False])
def test_access_of_a_started_instance_is_closed(world: World, was_open: bool) -> None:
    instance = world.environment.instances["seeblick"]
    instance.archive_admin_enabled = was_open
    succeed(world, "seeblick", access_afterwards="disabled")
    assert (instance.status, instance.archive_admin_enabled) == ("running", False)


def test_access_that_is_required_and_closed(world: World) -> None:
    refused = fail(world, "weber", service_provider_access="require", **DRIFT)
    assert "Service provider access of the instance 'weber' is off" in refused["msg"]
    assert written(world) == []


def test_access_that_somebody_closes_meanwhile_is_opened_again(world: World) -> None:
    def close(environment: Any) -> None:
        environment.instances["weber"].archive_admin_enabled = False

    done = succeed(world, "weber", **DRIFT, disturbance=Disturbed("SetUserFullName", times=1, first=close))
    assert done["counts"]["failed"] == 0
    assert not is_open(world, "weber")


def test_access_that_cannot_be_closed_is_said_beside_the_failures(world: World) -> None:
    class Both(Disturbed):
        """The item fails, and so does the closing of access."""

        def trouble_of(self, index: int, name: str, environment: Any) -> Trouble:
            self._closing = name == "SetArchiveAdminEnabled" and self.times < 1000
            return super().trouble_of(index, name, environment)

        def fault_of(self, name: str) -> Any:
            return self.fault if self._closing else super().fault_of(name)

    failed = fail(world, "weber", **DRIFT, disturbance=Both("SetUserFullName", fault=refusing("x").fault))
    assert failed["service_provider_access_left_open"]
    assert "was switched on for this task and is still on" in failed["msg"]
    assert "Before that: users[0] (admin): The server refused SetUserFullName" in failed["msg"]
