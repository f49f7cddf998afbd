# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object that fails in the middle: what was done before it is reported, and the next run does the rest."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import SpeError

from tests.simulation import Trouble, World
from tests.simulator.state.environment import Environment
from tests.unit.plugins.module_utils.whole_tenant import (
    NEW,
    Disturbed,
    asked,
    chief,
    fail,
    functions,
    refusing,
    run_tenant,
    succeed,
    written,
)

TENANT: dict[str, Any] = {
    "index": {"include_attachments_of_pdfs": True},
    "users": [
        {"name": "admin", "full_name": "Chief"},
        {"name": "weber", "full_name": "Weber"},
        chief("new"),
    ],
    "jobs": [{"name": "J", "command": "VerifyStores", "owner": "new", "time": "02:30"}],
}
CALLS = ["SetIndexConfiguration", "SetUserFullName", "SetUserFullName", "CreateUser", "CreateJob"]


def outcomes(result: dict[str, Any]) -> list[tuple[str, bool, bool]]:
    return [(entry["name"], entry["changed"], entry["failed"]) for entry in result["results"]]


def test_what_was_done_before_is_in_the_result(world: World) -> None:
    failed = fail(world, "weber", **TENANT, disturbance=refusing("SetUserFullName", after=1))
    assert outcomes(failed) == [
        ("weber", False, False),
        ("weber", True, False),
        ("admin", True, False),
        ("weber", False, True),
    ]
    assert failed["changed"]
    assert functions(failed["calls"]) == written(world) == CALLS[:2]
    assert failed["msg"] == (
        "weber: users[1] (weber): The server refused SetUserFullName: The server does not want to."
        " 3 other objects are as they should be, 2 were not begun; see results."
    )
    assert failed["results"][-1]["msg"] == "The server refused SetUserFullName: The server does not want to."
    assert failed["counts"] == {"objects": 4, "changed": 2, "failed": 1, "calls": 2}
    assert failed["summary"].endswith("2 calls; 1 failed.")


def test_the_next_run_does_the_rest(world: World) -> None:
    fail(world, "weber", **TENANT, disturbance=refusing("SetUserFullName", after=1))
    assert functions(succeed(world, "weber", **TENANT)["calls"]) == CALLS[2:]
    assert not succeed(world, "weber", **TENANT)["changed"]


def test_continue_on_error_does_the_rest_at_once(world: World) -> None:
    options = {**TENANT, "continue_on_error": True}
    failed = fail(world, "weber", **options, disturbance=refusing("SetUserFullName"))
    assert functions(failed["calls"]) == written(world) == ["SetIndexConfiguration", "CreateUser", "CreateJob"]
    assert "users[0] (admin): " in failed["msg"]
    assert "users[1] (weber): " in failed["msg"]
    assert failed["counts"]["failed"] == 2
    assert functions(succeed(world, "weber", **options)["calls"]) == ["SetUserFullName", "SetUserFullName"]


def test_of_many_failures_the_first_ones_stand_in_the_message(world: World) -> None:
    users = [{"name": f"user{number}", "privileges": []} for number in range(8)]
    failed = fail(world, users=users, continue_on_error=True, disturbance=refusing("CreateUser"))
    assert "users[4] (user4): " in failed["msg"]
    assert "users[5] (user5): " not in failed["msg"]
    assert "3 more failed: see results." in failed["msg"]
    assert sum(entry["failed"] for entry in failed["results"]) == 8


@pytest.mark.parametrize("continue_on_error", [True, False])
@pytest.mark.parametrize("function", CALLS)
def test_an_unreachable_server_in_the_middle(world: World, function: str, continue_on_error: bool) -> None:
    options = {**TENANT, "continue_on_error": continue_on_error}
    down = Disturbed(function, trouble=Trouble(refused=True))
    failed = fail(world, "weber", **options, disturbance=down)
    assert "refuses connections" in failed["msg"]
    assert functions(failed.get("calls", [])) == written(world)
    assert not succeed(world, "weber", **options).get("failed")
    assert not succeed(world, "weber", **options)["changed"]


@pytest.mark.parametrize("function", ["GetUsers", "GetJobs", "GetIndexConfiguration"])
@pytest.mark.parametrize("trouble", [Trouble(refused=True), Trouble(silent=True)])
def test_what_was_done_is_reported_though_nothing_can_be_verified(
    world: World, function: str, trouble: Trouble
) -> None:
    after = 2 if function == "GetIndexConfiguration" else 1
    failed = fail(world, "weber", **TENANT, disturbance=Disturbed(function, after=after, trouble=trouble))
    assert functions(failed["calls"]) == written(world) == CALLS
    assert [name for name, changed, _failed in outcomes(failed) if changed] == ["weber", "admin", "weber", "new", "J"]
    assert not succeed(world, "weber", **TENANT)["changed"]


def test_a_change_that_did_not_take_is_a_failure_of_its_object(world: World) -> None:
    world.answer_with("SetUserFullName", lambda _call: None)
    failed = fail(world, "weber", **TENANT)
    assert (
        "users[0] (admin): The server accepted the calls, but full_name of the user 'admin' did not change"
        in failed["msg"]
    )
    assert [entry["failed"] for entry in failed["results"]] == [False, False, True, True, False, False]


def _stop(environment: Environment) -> None:
    environment.instances["weber"].process = None


def _freeze(environment: Environment) -> None:
    environment.instances["weber"].is_frozen = True


@pytest.mark.parametrize("continue_on_error", [True, False])
@pytest.mark.parametrize("function", ["SetUserFullName", "CreateUser", "CreateJob"])
@pytest.mark.parametrize(("happens", "word"), [(_stop, "stopped"), (_freeze, "frozen")])
def test_an_instance_that_stops_meanwhile(
    world: World, happens: Callable[[Environment], None], word: str, function: str, continue_on_error: bool
) -> None:
    options = {**TENANT, "continue_on_error": continue_on_error}
    failed = fail(world, "weber", **options, disturbance=Disturbed(function, times=1, first=happens))
    assert f"The instance 'weber' is {word}" in failed["msg"]
    assert functions(failed["calls"]) == written(world)
    for _run in range(2):
        done = succeed(world, "weber", **options)
    assert not done["changed"]


def test_an_instance_that_cannot_be_stopped_at_the_end(world: World) -> None:
    failed = fail(world, "weber", **TENANT, state="stopped", disturbance=refusing("StopInstances"))
    assert functions(failed["calls"]) == written(world) == CALLS
    assert len(failed["results"]) == 5
    assert failed["changed"]


def test_an_instance_does_not_stop_before_its_contents_are_right(world: World) -> None:
    fail(world, "weber", **TENANT, state="stopped", disturbance=refusing("CreateJob"))
    assert world.environment.instances["weber"].status == "running"


def test_a_new_instance_that_cannot_be_filled(world: World) -> None:
    options: dict[str, Any] = {"instance": NEW, "users": [chief()]}
    failed = fail(world, "contoso", **options, disturbance=refusing("CreateUser"))
    assert functions(failed["calls"]) == written(world)
    assert outcomes(failed) == [("contoso", True, False), ("chief", False, True)]
    assert functions(succeed(world, "contoso", **options)["calls"]) == ["CreateUser"]


def test_a_test_message_that_fails_is_a_failure_of_the_settings(world: World) -> None:
    options: dict[str, Any] = {"smtp": {"test": True}, "users": [{"name": "admin", "full_name": "Chief"}]}
    failed = fail(world, **options, access_afterwards="disabled", disturbance=refusing("TestSmtpSettings"))
    assert "smtp: The server refused TestSmtpSettings" in failed["msg"]
    assert ("baumann", False, True) in outcomes(failed)
    assert functions(failed["calls"]) == ["SetUserFullName", "SetArchiveAdminEnabled"]


def test_a_test_message_is_not_sent_after_a_failure(world: World) -> None:
    options: dict[str, Any] = {"smtp": {"test": True}, "users": [{"name": "admin", "full_name": "Chief"}]}
    fail(world, **options, disturbance=refusing("SetUserFullName"))
    assert written(world) == []


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_test_message_is_among_the_calls_and_changes_nothing(world: World, check_mode: bool) -> None:
    done = succeed(world, smtp={"test": True}, check_mode=check_mode)
    assert (functions(done["calls"]), done["changed"]) == (["TestSmtpSettings"], False)


def test_a_purge_that_fails(world: World) -> None:
    options: dict[str, Any] = {"jobs": [], "users": [{"name": "admin"}], "purge": ["jobs"], "max_deletions": "2"}
    failed = fail(world, **options, disturbance=refusing("DeleteJob", after=1))
    assert "purge of jobs (Statistics): The server refused DeleteJob" in failed["msg"]
    assert outcomes(failed)[-2:] == [("Verify stores", True, False), ("Statistics", False, True)]
    assert functions(succeed(world, **options)["calls"]) == ["DeleteJob"]


def test_the_instance_is_asked_once_why_many_objects_failed(world: World) -> None:
    users = [{"name": f"user{number}", "privileges": ["login"]} for number in range(5)]
    fail(world, users=users, continue_on_error=True, disturbance=refusing("CreateUser"))
    assert asked(world).count("GetInstances") == 2, "before the work, and after it"


@pytest.mark.parametrize("parallel", [1, 4])
@pytest.mark.parametrize(
    ("disturbance", "users"),
    [
        (lambda: refusing("SetUserFullName"), [{"full_name": "New"}]),
        (lambda: refusing("GetUserInfo"), [{"privileges": ["login"]}]),
        (lambda: refusing("GetChildFolders"), [{"folder_privileges": [{"folder": "a", "privileges": ["read"]}]}]),
        (lambda: None, [{"privileges": ["admin", "login"]}]),
    ],
)
def test_refused_calls_leave_nothing_behind(
    world: World, disturbance: Callable[[], Any], users: list[dict[str, Any]], parallel: int
) -> None:
    """While a task works nobody collects garbage: thousands of errors in circles of references would stay to its end."""
    names = [user.user_name for user in world.environment.instances["baumann"].content.users]
    named = [{"name": name, **entry} for name in names for entry in users]
    gc.collect()
    gc.disable()
    try:
        before = _errors()
        run_tenant(world, users=named, continue_on_error=True, spe_parallel=parallel, disturbance=disturbance())
        left = [error for error in _errors() if not any(error is other for other in before)]
    finally:
        gc.enable()
    assert left == []


def _errors() -> list[SpeError]:
    return [thing for thing in gc.get_objects() if isinstance(thing, SpeError)]
