# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each state of a tenant, from each status of its instance, in check mode as in the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.simulation import World, simulation
from tests.simulator.state.instances import Instance
from tests.unit.plugins.module_utils.whole_tenant import (
    NEW,
    asked,
    chief,
    fail,
    functions,
    refusing,
    run_tenant,
    succeed,
    written,
)

CHIEF = [{"name": "admin", "full_name": "Chief"}]
CONFIRMED: dict[str, Any] = {
    "confirm": "weber",
    "allow_running": True,
    "allow_legal_hold": True,
    "allow_messages": True,
}


def _leave(_instance: Instance) -> None:
    """The instance runs."""


def _freeze(instance: Instance) -> None:
    instance.is_frozen = True


def _stop(instance: Instance) -> None:
    instance.process = None


STATUSES: Mapping[str, Callable[[Instance], None]] = {"running": _leave, "frozen": _freeze, "stopped": _stop}

#: By state and status: the calls, without and with a user who drifted. None: what is in it cannot be read, so it fails.
CALLS: Mapping[tuple[str, str], tuple[list[str], list[str] | None]] = {
    ("present", "running"): ([], ["SetUserFullName"]),
    ("present", "frozen"): ([], None),
    ("present", "stopped"): ([], None),
    ("started", "running"): ([], ["SetUserFullName"]),
    ("started", "frozen"): (["ThawInstances"], ["ThawInstances", "SetUserFullName"]),
    ("started", "stopped"): (["StartInstances"], ["StartInstances", "SetUserFullName"]),
    ("stopped", "running"): (["StopInstances"], ["SetUserFullName", "StopInstances"]),
    ("stopped", "frozen"): (["ThawInstances", "StopInstances"], ["ThawInstances", "StopInstances"]),
    ("stopped", "stopped"): ([], []),
    ("quarantined", "running"): (
        ["SetInstanceConfiguration", "StopInstances"],
        ["SetUserFullName", "SetInstanceConfiguration", "StopInstances"],
    ),
    ("quarantined", "frozen"): (
        ["SetInstanceConfiguration", "ThawInstances", "StopInstances"],
        ["SetInstanceConfiguration", "ThawInstances", "StopInstances"],
    ),
    ("quarantined", "stopped"): (["SetInstanceConfiguration"], ["SetInstanceConfiguration"]),
    ("absent", "running"): (["StopInstances", "DeleteInstances"], ["StopInstances", "DeleteInstances"]),
    ("absent", "frozen"): (
        ["ThawInstances", "StopInstances", "DeleteInstances"],
        ["ThawInstances", "StopInstances", "DeleteInstances"],
    ),
    ("absent", "stopped"): (["DeleteInstances"], ["DeleteInstances"]),
}


@pytest.mark.parametrize(("state", "status"), list(CALLS))
def test_the_instance_alone(world: World, state: str, status: str) -> None:
    STATUSES[status](world.environment.instances["weber"])
    calls = CALLS[state, status][0]
    foretold = succeed(world, "weber", state=state, **CONFIRMED, check_mode=True)
    assert written(world) == []
    done = succeed(world, "weber", state=state, **CONFIRMED)
    assert functions(foretold["calls"]) == functions(done["calls"]) == written(world) == calls
    assert not succeed(world, "weber", state=state, **CONFIRMED)["changed"]


@pytest.mark.parametrize(("state", "status"), list(CALLS))
def test_with_what_is_in_it(world: World, state: str, status: str) -> None:
    STATUSES[status](world.environment.instances["weber"])
    calls = CALLS[state, status][1]
    foretold = run_tenant(world, "weber", state=state, users=CHIEF, **CONFIRMED, check_mode=True)
    assert written(world) == []
    done = run_tenant(world, "weber", state=state, users=CHIEF, **CONFIRMED)
    if calls is None:
        assert foretold["msg"] == done["msg"]
        assert f"The instance 'weber' is {status}" in done["msg"]
        assert written(world) == []
        return
    assert functions(done["calls"]) == written(world) == calls
    unseen = any("what is in it cannot be read" in warning for warning in foretold.get("warnings", ()))
    assert unseen == (status != "running" and state != "absent")
    assert functions(foretold["calls"]) == [call for call in calls if not unseen or call != "SetUserFullName"]
    assert not succeed(world, "weber", state=state, users=CHIEF, **CONFIRMED)["changed"]


def test_quarantined_is_stopped_disabled_and_closed(world: World) -> None:
    instance = world.environment.instances["baumann"]
    done = succeed(world, state="quarantined", instance={"start_mode": "automatic"}, access_afterwards="as_before")
    assert (instance.status, instance.configuration.start_mode, instance.archive_admin_enabled) == (
        "stopped",
        "disabled",
        False,
    )
    assert done["access_found_open"]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("instance_id", ["baumann", "contoso"])
def test_access_that_is_to_be_on_and_off(world: World, instance_id: str, check_mode: bool) -> None:
    options = {"state": "quarantined", "access_afterwards": "enabled", "instance": NEW}
    refused = fail(world, instance_id, **options, check_mode=check_mode)
    assert refused["msg"] == (
        f"{instance_id}: state: quarantined switches service provider access off, but access_afterwards: enabled leaves it on;"
        " choose one of the two."
    )
    assert world.requests == []


@pytest.mark.parametrize("state", ["started", "present"])
def test_an_instance_that_is_starting(state: str) -> None:
    """The task waits for an instance that it starts, then manages its content."""
    with simulation("demo", settings={"transition_ms": 4000}) as world:
        world.environment.instances["seeblick"].start(4711, False, 4000)
        done = run_tenant(world, "seeblick", state=state, users=CHIEF)
        if state == "present":
            assert "The instance 'seeblick' is still starting; wait until it runs" in done["msg"]
            assert written(world) == []
        else:
            assert functions(done["calls"]) == written(world) == ["SetUserFullName"]


@pytest.mark.parametrize("wait", [True, False])
def test_what_follows_a_start_waits_for_it_in_any_case(wait: bool) -> None:
    with simulation("demo", settings={"transition_ms": 4000}) as world:
        done = succeed(world, "seeblick", users=CHIEF, wait=wait)
        assert functions(done["calls"]) == ["StartInstances", "SetUserFullName"]


@pytest.mark.parametrize("wait", [True, False])
def test_the_contents_of_a_new_instance_wait_for_it_in_any_case(wait: bool) -> None:
    with simulation("demo", settings={"transition_ms": 4000}) as world:
        done = succeed(world, "contoso", instance=NEW, index={"include_attachments_of_pdfs": True}, wait=wait)
        assert functions(done["calls"])[-2:] == ["StartInstances", "SetIndexConfiguration"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_deleting_keeps_its_guards_and_the_form_of_the_result(world: World, check_mode: bool) -> None:
    refused = fail(world, "weber", state="absent", check_mode=check_mode)
    assert "write confirm: weber" in refused["msg"]
    refused = fail(world, "weber", state="absent", confirm="weber", allow_running=True, check_mode=check_mode)
    assert "allow_legal_hold" in refused["msg"] or "allow_messages" in refused["msg"]
    assert written(world) == []
    done = succeed(world, "weber", state="absent", **CONFIRMED, check_mode=check_mode)
    assert done["summary"].startswith("weber: 1 of 1 objects ")
    assert [(result["noun"], result["name"], result["changed"]) for result in done["results"]] == [
        ("instance", "weber", True)
    ]
    assert [each["before_header"] for each in done["diff"]] == ["instance weber"]
    assert done["deletes"]["users"] == 2


def test_a_deletion_that_was_approved(world: World) -> None:
    plan_id = succeed(world, "weber", state="absent", **CONFIRMED, check_mode=True)["plan_id"]
    refused = fail(world, "weber", state="absent", **CONFIRMED, expect_plan="0" * 16)
    assert "The plan is no longer the one that expect_plan approves; nothing was changed." in refused["msg"]
    assert "instance 'weber' changes, too" in refused["msg"]
    assert written(world) == []
    succeed(world, "weber", state="absent", **CONFIRMED, expect_plan=plan_id)


def test_a_tenant_that_is_gone_is_gone(world: World) -> None:
    done = succeed(world, "contoso", state="absent", confirm="contoso")
    assert (done["changed"], done["calls"]) == (False, [])
    assert set(asked(world)) == {"GetInstances"}


def options_of(state: str) -> dict[str, Any]:
    return {"state": state, "instance": NEW}


#: States, and access afterwards, but for those that contradict each other.
STATES_WITH_ACCESS = [
    (state, access)
    for state in ("present", "started", "stopped", "quarantined")
    for access in ("as_before", "disabled", "enabled")
    if (state, access) != ("quarantined", "enabled")
]


@pytest.mark.parametrize(("state", "access"), STATES_WITH_ACCESS)
def test_a_new_instance(world: World, state: str, access: str) -> None:
    foretold = succeed(world, "contoso", **options_of(state), access_afterwards=access, check_mode=True)
    done = succeed(world, "contoso", **options_of(state), access_afterwards=access)
    assert functions(foretold["calls"]) == functions(done["calls"])
    instance = world.environment.instances["contoso"]
    assert instance.status == ("running" if state == "started" else "stopped")
    assert instance.archive_admin_enabled == (access == "enabled" and state == "started")


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize(
    ("state", "afterwards"), [row for row in STATES_WITH_ACCESS if row[0] in ("stopped", "quarantined")]
)
@pytest.mark.parametrize("instance", [NEW, {**NEW, "start_mode": "disabled"}, {**NEW, "start_mode": "manual"}])
def test_a_new_instance_is_filled_before_it_is_stopped(
    world: World, state: str, instance: dict[str, Any], afterwards: str, wait: bool
) -> None:
    options: dict[str, Any] = {
        "state": state,
        "instance": instance,
        "users": [chief()],
        "jobs": [{"name": "Verify", "command": "VerifyStores", "owner": "chief", "time": "02:00"}],
        "access_afterwards": afterwards,
        "wait": wait,
    }
    foretold = succeed(world, "contoso", **options, check_mode=True)
    assert written(world) == []
    done = succeed(world, "contoso", **options, expect_plan=foretold["plan_id"])
    assert foretold["calls"] == done["calls"]
    assert functions(done["calls"])[-1] == "StopInstances"
    made = world.environment.instances["contoso"]
    is_disabled = state == "quarantined" or instance.get("start_mode") == "disabled"
    assert (made.status, made.configuration.start_mode == "disabled") == ("stopped", is_disabled)
    assert made.content.users.get("chief") is not None
    assert made.archive_admin_enabled == (afterwards == "enabled" and state == "stopped")
    nouns = [result["noun"] for result in done["results"]]
    assert nouns.count("instance") == 1
    again = succeed(world, "contoso", **options)
    assert (again["changed"], again["calls"]) == (False, [])


def test_a_new_instance_whose_contents_fail_keeps_running(world: World) -> None:
    """The next run can continue."""
    options: dict[str, Any] = {"state": "stopped", "instance": NEW, "users": [chief()]}
    fail(world, "contoso", **options, disturbance=refusing("CreateUser"))
    assert world.environment.instances["contoso"].status == "running"
    done = succeed(world, "contoso", **options)
    assert functions(done["calls"])[-1] == "StopInstances"
