# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many tenants compared with their descriptions in one task."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.drift_words import (
    differences_in,
    duration,
    names_in_words,
)

from tests.simulation import Disturbance, HttpAnswer, Trouble, World
from tests.simulator.state.environment import Environment

SECRET = "S3cret-drift"
RUNNING = ("baumann", "weber", "nordlicht")


def described(world: World, *names: str) -> list[dict[str, Any]]:
    """The tenants as they are, each in the form of the module."""
    exported = [
        world.run(world.task("spe_tenant_info", instance_id=name, service_provider_access="open"))["tenant"]
        for name in names
    ]
    return [{"instance_id": tenant["instance_id"], "options": tenant} for tenant in exported]


def compare(world: World, tenants: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
    world.start_recording()
    result = world.run(world.task("spe_drift_info", tenants=tenants, service_provider_access="open", **options))
    assert not result.get("failed"), result
    assert not result["changed"]
    opened = "SetArchiveAdminEnabled" in {work.function for work in world.work}
    assert result.get("service_provider_access_opened", False) == opened
    drift: dict[str, Any] = result["drift"]
    return drift


def change(world: World, module: str, **options: Any) -> None:
    result = world.run(world.task(module, instance_id="baumann", **options))
    assert result["changed"], result


def access(world: World) -> dict[str, bool]:
    return {
        name: world.run(world.task("spe_archive_admin", instance_id=name, state="enabled"), check_mode=True)["changed"]
        for name in RUNNING
    }


def test_what_is_as_described_has_no_line(world: World) -> None:
    drift = compare(world, described(world, *RUNNING))
    assert drift["lines"] == []
    assert drift["counts"]["clean"] == drift["counts"]["tenants"] == len(RUNNING)
    assert [row["differs"] for row in drift["tenants"]] == [False] * len(RUNNING)


def test_each_kind_of_difference_has_a_phrase(world: World) -> None:
    tenants = described(world, "baumann", "weber")
    tenants[0]["options"]["access_afterwards"] = "disabled"
    change(
        world,
        "spe_user",
        name="backdoor",
        authentication="integrated",
        password=SECRET,
        privileges=["admin"],
    )
    change(world, "spe_user", name="anna.baumann", full_name="Changed", privileges=["login", "export"])
    change(world, "spe_user", name="jonas.klein", state="absent")
    change(world, "spe_profile", name="Microsoft 365 mailboxes", automatic=False)
    change(world, "spe_smtp", hostname="other.example")
    change(world, "spe_instance", display_name="Other")
    change(world, "spe_job", name="One more", command="VerifyStores", owner="admin", interval=15)
    drift = compare(world, tenants)
    assert drift["differ"] == ["baumann"]
    assert drift["tenants"][0]["changes"] == 6
    assert drift["tenants"][0]["differences"] == [
        "display_name 'Other' (code: 'Baumann Bau GmbH')",
        "smtp: hostname 'other.example' (code: 'mail.baumann.example')",
        "user 'anna.baumann': full_name 'Changed' (code: 'Anna Baumann'), privileges has 'export'",
        "user 'jonas.klein' is missing",
        "profile 'Microsoft 365 mailboxes': automatic false (code: true)",
        "service provider access is on",
        "unknown administrator 'backdoor'",
        "unknown job 'One more'",
    ]
    (line,) = drift["lines"]
    assert line == f"baumann  {'; '.join(drift['tenants'][0]['differences'])}"


def test_access_is_switched_only_when_the_task_says_so(world: World) -> None:
    tenants = described(world, *RUNNING)
    world.start_recording()
    result = world.run(world.task("spe_drift_info", tenants=tenants))
    assert result["drift"]["unreadable"] == ["weber"]
    assert result["drift"]["tenants"][1]["error"].startswith("Service provider access of the instance 'weber' is off")
    assert world.work == []


def test_a_line_does_not_show_more_than_people_read(world: World) -> None:
    tenants = described(world, "weber")
    tenants[0]["options"]["users"] += [{"name": f"new{number:02}"} for number in range(12)]
    drift = compare(world, tenants)
    assert len(drift["tenants"][0]["differences"]) == 12
    assert drift["lines"][0].endswith("; user 'new09' is missing; and 2 more differences")


def test_what_is_written_in_each_run_is_no_difference(world: World) -> None:
    tenants = described(world, "baumann")
    tenants[0]["options"]["users"][0].update(password=SECRET, update_password="always")
    task = world.task("spe_drift_info", tenants=tenants)
    result = world.run(task)
    assert result["drift"]["differ"] == []
    assert SECRET not in str(result)


def test_it_writes_nothing_and_leaves_access_as_it_was(world: World) -> None:
    tenants = described(world, *RUNNING)
    tenants[1]["options"]["users"].append({"name": "one.more"})
    before = access(world)
    state = world.snapshot()
    drift = compare(world, tenants)
    asked = Counter(request.name for request in world.requests) - Counter(["get-metadata"])
    assert drift["counts"]["calls"] == sum(asked.values())
    assert drift["counts"]["writes"] == 0
    assert {work.function for work in world.work} <= {"SetArchiveAdminEnabled"}
    assert access(world) == before
    assert drift["tenants"][1]["plan_id"]
    world.restore(state)


def test_the_plan_is_the_one_that_a_run_makes(world: World) -> None:
    tenants = described(world, "weber")
    options = tenants[0]["options"]
    options["users"].append({"name": "one.more", "privileges": ["login"]})
    (row,) = compare(world, tenants)["tenants"]
    task = world.task("spe_tenant", **options, service_provider_access="open", expect_plan=row["plan_id"])
    assert world.run(task)["counts"]["changed"] == 1
    assert compare(world, tenants)["differ"] == []


def test_what_cannot_be_read_is_a_row(world: World) -> None:
    tenants = described(world, "weber")
    tenants += [
        {"instance_id": "seeblick", "options": {"users": []}},
        {"instance_id": "seeblick", "name": "as described", "options": {"state": "stopped"}},
        {"instance_id": "gone", "options": {"state": "absent"}},
        {"instance_id": "nordlicht", "options": {"state": "absent"}},
        {
            "instance_id": "new",
            "options": {"instance": {"instance_host": "host1.example.com", "base_directory": "E:\\n"}},
        },
        {"instance_id": "wrong", "options": {"users": [{"nme": "x"}]}},
        {"instance_id": "locked", "error": "the vault is locked"},
        {"instance_id": "empty"},
    ]
    drift = compare(world, tenants)
    stopped = "so its content could not be compared"
    assert drift["lines"] == [
        "new           is not there",
        "nordlicht     is there (code: absent)",
        f"as described  is stopped, as described, {stopped}",
        "empty         is in the inventory, but its variables describe no tenant",
        f"seeblick      is stopped (code: started), {stopped}",
        "locked        could not be compared: the vault is locked",
        "wrong         could not be compared: users[0]: there is no option nme; did you mean name?",
    ]
    assert (drift["stopped"], drift["unreadable"]) == (["seeblick", "as described"], ["wrong", "locked"])
    assert drift["counts"] | {"calls": 0} == {
        "tenants": 9,
        "clean": 2,
        "differ": 2,
        "stopped": 2,
        "unreadable": 2,
        "not_described": 1,
        "unknown_tenants": 0,
        "calls": 0,
        "writes": 0,
    }
    assert drift["summary"].startswith("2 of 9 differ, 2 stopped, 2 unreadable, 1 not described (")


def test_a_stopped_tenant_may_differ_in_what_can_be_seen(world: World) -> None:
    drift = compare(world, [{"instance_id": "seeblick", "options": {"instance": {"display_name": "Other"}}}])
    (row,) = drift["tenants"]
    assert row["differs"]
    assert "display_name" in row["differences"][0]
    assert drift["stopped"] == ["seeblick"]


def test_instances_that_nobody_describes_are_reported_when_asked_for(world: World) -> None:
    tenants = described(world, "weber")
    assert compare(world, tenants)["unknown_tenants"] == []
    drift = compare(world, tenants, unknown_tenants="report", known_tenants=["BAUMANN"])
    assert drift["unknown_tenants"] == ["nordlicht", "seeblick"]
    assert drift["lines"][0] == "nordlicht  is on the server, but the inventory has no such tenant"


def test_check_mode_writes_no_file_and_names_it(world: World, tmp_path: Path) -> None:
    page = tmp_path / "drift.html"
    task = world.task("spe_drift_info", tenants=described(world, "weber"), report={"html": str(page)})
    result = world.run(task, check_mode=True)
    assert result["warnings"] == [f"report.html: {page} is not written in check mode."]
    assert result["drift"]["counts"]["tenants"] == 1
    assert not page.exists()


def test_the_files_show_what_the_result_has(world: World, tmp_path: Path) -> None:
    tenants = [
        *described(world, "weber"),
        {"instance_id": "seeblick", "options": {}},
        {"instance_id": "broken", "name": "<b>&\"'\N{PILE OF POO}" + "x" * 300, "error": "<script>alert(1)</script>"},
        {"instance_id": "empty"},
    ]
    tenants[0]["options"]["users"].append({"name": "<img src=x>"})
    page, data = tmp_path / "drift.html", tmp_path / "drift.json"
    drift = compare(world, tenants, report={"html": str(page), "json": str(data)}, unknown_tenants="report")
    assert json.loads(data.read_text("utf-8")) == drift
    shown = page.read_text("utf-8")
    assert "<script>alert" not in shown
    assert "<img" not in shown
    for text in ("&lt;img src=x&gt;", "&lt;script&gt;alert(1)", drift["summary"], "nordlicht", "\N{PILE OF POO}"):
        assert text in shown
    clean = compare(world, described(world, "nordlicht"), report={"html": str(page)})
    assert clean["counts"]["clean"] == 1
    assert "All tenants are as described." in page.read_text("utf-8")


@pytest.mark.parametrize("path", ["missing/drift.html", ".", "drift.txt/drift.html"])
def test_a_path_that_cannot_be_written_is_refused_before_the_reading(world: World, tmp_path: Path, path: str) -> None:
    (tmp_path / "drift.txt").write_text("", "utf-8")
    world.start_recording()
    result = world.run(
        world.task("spe_drift_info", tenants=[{"instance_id": "weber"}], report={"html": str(tmp_path / path)})
    )
    assert result["failed"]
    assert result["msg"].startswith("report.html: ")
    assert world.requests == []


class Refused(Disturbance):
    """One function fails for one tenant."""

    def trouble_of(self, index: int, name: str, environment: Environment) -> Trouble:
        return Trouble(alter=self._refuse) if name == "GetUsers" else Trouble()

    def _refuse(self, answer: HttpAnswer) -> None:
        answer.status = 500


def test_a_tenant_that_breaks_is_no_end_of_the_task(world: World) -> None:
    tenants = described(world, "weber", "nordlicht")
    tenants[1]["options"]["unmanaged"] = "ignore"
    del tenants[1]["options"]["users"]
    del tenants[1]["options"]["profiles"]
    result = world.run(
        world.task("spe_drift_info", tenants=tenants, service_provider_access="open", spe_retries=0),
        disturbance=Refused(),
    )
    assert result["drift"]["unreadable"] == ["weber"]
    assert result["drift"]["tenants"][0]["error"].startswith("The server")
    assert result["drift"]["tenants"][1]["error"] is None


def test_a_server_that_cannot_be_asked_is_one_failure(world: World) -> None:
    tenants = described(world, "weber", "nordlicht")
    world.start_recording()
    result = world.run(world.task("spe_drift_info", tenants=tenants, spe_password="wrong"))
    assert result["failed"]
    assert [request.name for request in world.requests] == ["GetInstances"]


def test_of_several_servers_one_may_be_away(world: World) -> None:
    tenants = described(world, "weber", "nordlicht")
    tenants[0]["options"]["spe_password"] = "wrong"
    drift = compare(world, tenants)
    assert drift["unreadable"] == ["weber"]
    assert drift["tenants"][1]["status"] == "running"


@pytest.mark.parametrize(("seconds", "text"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1 m 0 s"), (190, "3 m 10 s")])
def test_durations_are_in_minutes_and_seconds(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_long_lists_and_values_are_cut() -> None:
    assert names_in_words([str(number) for number in range(7)]) == "'0', '1', '2', '3', '4' and 2 more"
    before, after = {"name": "x", "full_name": "a" * 300}, {"name": "x", "full_name": "b\nc"}
    result = {
        "instance_id": "x",
        "results": [{"noun": "user", "name": "x", "changed": True, "diff": {"before": before, "after": after}}],
        "unmanaged": {},
    }
    (phrase,) = differences_in(result, {})
    assert phrase == f"user 'x': full_name '{'a' * 80}...' (code: 'b c')"


def test_users_of_a_directory_sync_are_expected_unless_they_are_administrators() -> None:
    users = [
        {"name": "synced", "privileges": ["login"], "synchronized": True},
        {"name": "boss", "privileges": ["admin"], "synchronized": True},
        {"name": "Protected", "privileges": ["admin"], "synchronized": False},
        {"name": "guest", "privileges": [], "synchronized": False},
    ]
    result = {"instance_id": "x", "results": [], "unmanaged": {"users": users}}
    assert differences_in(result, {"users": ["protect*"]}) == ["unknown administrator 'boss'", "unknown user 'guest'"]
