# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The workflow: somebody is asked only when something differs, and exactly what was approved is applied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.awx.cases import tenants_made
from tests.awx.jobs import Awx, Launch
from tests.integration.journal import ACCESS, access_left_as_it_was, writes
from tests.simulator.process import running_simulator
from tests.tools.example import TENANTS


@pytest.fixture
def awx(tmp_path: Path) -> Iterator[Awx]:
    with running_simulator(work_ms=0) as server:
        yield Awx(server, tmp_path)


def _own_writes(awx: Awx, mark: int = 0) -> list[str]:
    return [function for function in writes([*awx.server.since(mark)]) if function != ACCESS]


def test_what_differs_is_applied_after_approval_and_then_nobody_is_asked(awx: Awx) -> None:
    inventory = awx.synchronise("Described tenants")
    denied = awx.run_workflow(inventory, approve=False)
    assert denied == [("check", True), ("approval-needed", False), ("approve", False)]
    assert _own_writes(awx) == []

    approved = awx.run_workflow(inventory, approve=True)
    assert approved == [("check", True), ("approval-needed", False), ("approve", True), ("apply", True)]
    assert sorted(tenants_made(awx, 0)) == sorted(TENANTS)

    mark = awx.server.mark()
    assert awx.run_workflow(inventory, approve=True) == [("check", True), ("approval-needed", True)]
    assert _own_writes(awx, mark) == []
    assert access_left_as_it_was([*awx.server.journal()])


def test_a_check_that_is_broken_asks_nobody(awx: Awx) -> None:
    inventory = awx.synchronise("Described tenants")
    awx.server.set_faults([{"function": "GetInstances", "failed": "The database is gone."}])
    assert awx.run_workflow(inventory, approve=True) == [("check", False)]


def test_a_plan_that_nobody_has_approved_is_refused(awx: Awx) -> None:
    inventory = awx.synchronise("Described tenants")
    check = awx.run("SPE drift", inventory, Launch(artifacts={"fail_on_drift": False}))
    assert check.succeeded, check.output[-4000:]
    plans = check.artifacts["tenant_plans"]
    assert set(plans) == set(TENANTS)
    inventory["_meta"]["hostvars"]["bakery"]["tenant_display_name"] = "Somebody else"
    apply = awx.run(
        "SPE apply approved plans", inventory, Launch(artifacts={"tenant_plans": {"bakery": plans["bakery"]}})
    )
    assert not apply.succeeded
    assert "The plan is no longer the one that tenant_expect_plan approves" in " ".join(apply.output.split())
    assert _own_writes(awx) == []
