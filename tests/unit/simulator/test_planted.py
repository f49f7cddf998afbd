# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The seed of a fleet with planted faults."""

from __future__ import annotations

import copy

import pytest

from tests.simulator import planted
from tests.simulator.seeding import load_environment
from tests.simulator.state.environment import Environment


@pytest.fixture(scope="module")
def environment() -> Environment:
    return load_environment("planted", "25.3")


def test_it_has_200_tenants_of_which_198_run(environment: Environment) -> None:
    stopped = {name for name, instance in environment.instances.items() if instance.status == "stopped"}
    assert len(environment.instances) == planted.TENANTS == 200
    assert stopped == set(planted.STOPPED)


def test_it_has_46_faults_of_twelve_kinds_each_in_a_tenant_of_its_own() -> None:
    tenants = [fault.tenant for fault in planted.FAULTS]
    assert len(planted.FAULTS) == 46
    assert len({fault.kind for fault in planted.FAULTS}) == 12
    assert len(set(tenants)) == len(tenants)
    assert not set(tenants) & set(planted.STOPPED)


def test_only_tenants_with_a_fault_differ_from_sound_ones() -> None:
    document = planted.planted_document()
    changed = {
        tenant["instanceID"]
        for number, tenant in enumerate(document["instances"], 1)
        if tenant != planted._sound_tenant(number)
    }
    expected = {fault.tenant for fault in (*planted.FAULTS, *planted.FAULTS_OF_USERS)} - {None}
    assert changed == expected | set(planted.STOPPED)


def test_each_document_is_a_new_one() -> None:
    document = planted.planted_document()
    expected = copy.deepcopy(document)
    document["instances"].clear()
    assert planted.planted_document() == expected
