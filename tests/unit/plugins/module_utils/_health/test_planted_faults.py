# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""200 tenants with 46 planted faults of twelve kinds are read and judged: all are found, none is invented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulation import simulation
from tests.simulator.planted import FAULTS, FAULTS_OF_USERS, STOPPED, TENANTS

from .rows import run


@pytest.fixture(scope="module")
def fleet() -> dict[str, Any]:
    with simulation("planted") as world:
        result = world.run(world.task("spe_fleet_info", service_provider_access="open", read=[*READ, "users"]))
    assert not result.get("failed"), result["msg"]
    found: dict[str, Any] = result["fleet"]
    return found


READ = ("status", "administrators", "access", "stores", "credentials", "profiles", "results", "jobs", "job_results")


def without_users(fleet: dict[str, Any]) -> dict[str, Any]:
    """As it is read when the playbook does not name what to read."""
    return {**fleet, "tenants": [{**row, "users": None} for row in fleet["tenants"]]}


def keys(findings: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {(found["tenant"], found["rule"], found["subject"]) for found in findings}


def test_all_planted_faults_are_found_and_none_is_invented(fleet: dict[str, Any]) -> None:
    result = run(fleet=without_users(fleet))
    findings = [found for found in result["findings"] if found["rule"] != "not_readable"]
    assert keys(findings) == {(fault.tenant, fault.rule, fault.subject) for fault in FAULTS}
    assert len(findings) == len(FAULTS) == 46
    assert len({fault.kind for fault in FAULTS}) == 12
    assert [each["tenant"] for each in result["unreadable"]] == list(STOPPED)
    faulty = {fault.tenant for fault in FAULTS if fault.tenant}
    assert result["clean"] == TENANTS - len(STOPPED) - len(faulty)


def test_each_finding_names_its_cause(fleet: dict[str, Any]) -> None:
    messages = {(found["tenant"], found["rule"]): found["message"] for found in run(fleet=fleet)["findings"]}
    missing = [fault for fault in FAULTS if fault.cause and fault.cause not in messages[fault.tenant, fault.rule]]
    assert missing == []
    assert any(fault.cause for fault in FAULTS)


def test_administrators_are_judged_when_they_are_read(fleet: dict[str, Any]) -> None:
    found = keys(run(fleet=fleet)["findings"]) - keys(run(fleet=without_users(fleet))["findings"])
    assert found == {(fault.tenant, fault.rule, fault.subject) for fault in FAULTS_OF_USERS}


def test_a_quick_look_invents_nothing() -> None:
    """It finds what the server has a message about, and what is wrong beside it in the same tenants."""
    with simulation("planted") as world:
        result = world.run(world.task("spe_fleet_info", service_provider_access="open", depth="quick"))
    found = keys([each for each in run(fleet=result["fleet"])["findings"] if each["rule"] != "not_readable"])
    assert found <= {(fault.tenant, fault.rule, fault.subject) for fault in FAULTS}
    assert {rule for _tenant, rule, _subject in found} >= {"store_upgrade", "index_rebuild", "mfa_missing"}
