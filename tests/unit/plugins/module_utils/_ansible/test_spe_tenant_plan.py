# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that was approved is carried out, and another one is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulation import World
from tests.unit.plugins.module_utils.whole_tenant import NEW, chief, fail, functions, succeed, written

DRIFT: dict[str, Any] = {
    "users": [{"name": "admin", "full_name": "Chief"}, chief("new", password="Geheim-one")],
    "index": {"include_attachments_of_pdfs": True},
}


def approve(world: World, instance_id: str = "weber", **options: Any) -> str:
    plan_id: str = succeed(world, instance_id, **options, check_mode=True)["plan_id"]
    return plan_id


def test_what_was_approved_is_carried_out(world: World) -> None:
    plan_id = approve(world, **DRIFT)
    done = succeed(world, "weber", **DRIFT, expect_plan=plan_id)
    assert functions(done["calls"]) == ["SetIndexConfiguration", "SetUserFullName", "CreateUser"]
    assert done["plan_id"] == plan_id


def test_a_new_tenant_that_was_approved(world: World) -> None:
    options: dict[str, Any] = {"instance": NEW, "users": [chief()]}
    plan_id = approve(world, "contoso", **options)
    assert succeed(world, "contoso", **options, expect_plan=plan_id)["plan_id"] == plan_id


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("meanwhile", "differs"),
    [
        ({"users": [{"name": "admin", "full_name": "Chief"}]}, "user 'admin' no longer changes"),
        ({"users": [{"name": "new", "privileges": []}]}, "user 'new' changes in another way"),
        ({"index": {"include_attachments_of_pdfs": True}}, "index 'weber' no longer changes"),
        ({"compliance": {"legal_hold_enabled": False, "allow_weaken": True}}, "compliance 'weber' changes, too"),
        (
            {"users": [{"name": "admin", "full_name": "Chief"}, {"name": "weber", "full_name": "Somebody"}]},
            "user 'weber' changes, too; user 'admin' no longer changes",
        ),
    ],
)
def test_another_plan_is_refused_and_named(
    world: World, meanwhile: dict[str, Any], differs: str, check_mode: bool
) -> None:
    options = {**DRIFT, "compliance": {"legal_hold_enabled": True}}
    options["users"] = [*DRIFT["users"], {"name": "weber", "full_name": "Dr. Sabine Weber"}]
    plan_id = approve(world, **options)
    succeed(world, "weber", **meanwhile)
    refused = fail(world, "weber", **options, expect_plan=plan_id, check_mode=check_mode)
    assert refused["msg"] == (
        "weber: The plan is no longer the one that expect_plan approves; nothing was changed. It differs in:"
        f" {differs}. Run check mode again, and approve its plan_id."
    )
    assert written(world) == []


def test_no_change_is_a_plan(world: World) -> None:
    named: dict[str, Any] = {"users": [{"name": "admin", "full_name": "Administrator"}]}
    plan_id = approve(world, **named)
    succeed(world, "weber", **named, expect_plan=plan_id)
    succeed(world, "weber", users=[{"name": "admin", "full_name": "Somebody"}])
    refused = fail(world, "weber", **named, expect_plan=plan_id)
    assert "user 'admin' changes, too" in refused["msg"]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("nonsense", ["", "yes", "0123456789abcdef-12", "0123456789ABCDEF"])
def test_what_is_no_plan(world: World, nonsense: str, check_mode: bool) -> None:
    refused = fail(world, "weber", **DRIFT, expect_plan=nonsense, check_mode=check_mode)
    assert f"expect_plan: {nonsense!r} is not a plan_id" in refused["msg"]
    assert written(world) == []


def test_secrets_are_not_part_of_a_plan(world: World) -> None:
    other = {**DRIFT, "users": [DRIFT["users"][0], chief("new", password="Geheim-two")]}
    assert approve(world, **DRIFT) == approve(world, **other)
    without = {**DRIFT, "users": [DRIFT["users"][0], {"name": "new", "authentication": "integrated", "privileges": []}]}
    assert approve(world, **DRIFT) != approve(world, **without)


def test_the_plan_of_a_stopped_instance_is_its_start(world: World) -> None:
    """Its content was not approved: the task refuses it when it can read it, and the message shows what was done."""
    named: dict[str, Any] = {"users": [{"name": "admin", "full_name": "Chief"}]}
    plan_id = approve(world, "seeblick", **named)
    refused = fail(world, "seeblick", **named, expect_plan=plan_id)
    assert "only the instance itself was changed. It differs in: user 'admin' changes, too" in refused["msg"]
    assert written(world) == functions(refused["calls"]) == ["StartInstances"]
    succeed(world, "seeblick", **named, expect_plan=approve(world, "seeblick", **named))


def test_the_approved_start_of_an_instance_that_needs_nothing_else(world: World) -> None:
    named: dict[str, Any] = {"users": [{"name": "admin"}]}
    succeed(world, "seeblick", **named, expect_plan=approve(world, "seeblick", **named))


def test_what_purge_removes_is_part_of_the_plan(world: World) -> None:
    options: dict[str, Any] = {"jobs": [{"name": "Statistics"}], "purge": ["jobs"]}
    plan_id = approve(world, "baumann", **options)
    succeed(world, jobs=[{"name": "Verify stores", "state": "absent"}])
    refused = fail(world, **options, expect_plan=plan_id)
    # The name of what is gone stands in no plan any more.
    assert "an object no longer changes" in refused["msg"]


def test_what_is_protected_after_the_plan_was_approved_is_counted(world: World) -> None:
    options: dict[str, Any] = {"jobs": [], "users": [{"name": "admin"}], "purge": ["users", "jobs"]}
    options["max_deletions"] = "100%"
    foretold = succeed(world, **options, check_mode=True)
    gone = [call for call in foretold["calls"] if call["function"] == "DeleteUser"]
    assert len(gone) > 1
    refused = fail(world, **options, expect_plan=foretold["plan_id"], protect={"users": ["*"]})
    assert f"It differs in: {len(gone)} objects no longer change. Run check mode" in refused["msg"]
    assert written(world) == []


@pytest.mark.parametrize(
    ("instance_id", "options", "differs"),
    [
        ("weber", {"access_afterwards": "enabled"}, "archive admin 'weber' changes, too"),
        ("baumann", {"smtp": {"test": True}}, "smtp 'baumann' changes, too"),
    ],
)
def test_each_writing_call_is_part_of_the_plan(
    world: World, instance_id: str, options: dict[str, Any], differs: str
) -> None:
    named: dict[str, Any] = {"users": [{"name": "admin", "full_name": "Administrator"}]}
    plan_id = approve(world, instance_id, **named)
    foretold = succeed(world, instance_id, **named, **options, check_mode=True)
    assert foretold["calls"]
    assert foretold["plan_id"] != plan_id
    refused = fail(world, instance_id, **named, **options, expect_plan=plan_id)
    assert differs in refused["msg"]
    assert written(world) == []
    done = succeed(world, instance_id, **named, **options, expect_plan=foretold["plan_id"])
    assert done["calls"] == foretold["calls"]


@pytest.mark.parametrize("was_open", [True, False])
@pytest.mark.parametrize("parts", [{}, {"stores": []}, {"users": []}])
@pytest.mark.parametrize("afterwards", ["disabled", "enabled"])
def test_access_that_was_switched_meanwhile_is_another_plan(
    world: World, was_open: bool, parts: dict[str, Any], afterwards: str
) -> None:
    options = {**parts, "access_afterwards": afterwards}
    instance = world.environment.instances["weber"]
    instance.archive_admin_enabled = was_open
    foretold = succeed(world, "weber", **options, check_mode=True)
    instance.archive_admin_enabled = not was_open
    other = succeed(world, "weber", **options, check_mode=True)
    same_calls = foretold["calls"] == other["calls"]
    assert (foretold["plan_id"] == other["plan_id"]) == same_calls
    if not same_calls:
        assert "archive admin 'weber'" in fail(world, "weber", **options, expect_plan=foretold["plan_id"])["msg"]
    succeed(world, "weber", **options, expect_plan=other["plan_id"])
