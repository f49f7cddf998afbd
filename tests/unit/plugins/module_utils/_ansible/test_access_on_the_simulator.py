# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several tasks that open the same closed instance at once, as the forks of a play do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.mailstore.plugins.module_utils._ansible.execute import execute
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._ansible.secrets import secret_values
from ansible_collections.community.mailstore.plugins.module_utils._ansible.specified import specified_in
from ansible_collections.community.mailstore.plugins.module_utils._api import session
from ansible_collections.community.mailstore.plugins.module_utils._api.client import Client, ConnectionSettings
from ansible_collections.community.mailstore.plugins.module_utils._resources.archive_admin import access_is_on
from ansible_collections.community.mailstore.plugins.modules import spe_job, spe_user, spe_user_info

from tests.simulator.process import RunningSimulator, running_simulator

AT_ONCE = 6
CLOSED = "weber"


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator("demo", latency_ms=30) as running:
        yield running
        # A simulator that is asked to end waits for its connections.
        session._kept.clear()


def run(definition: ModuleDefinition, simulator: RunningSimulator, **options: Any) -> dict[str, Any]:
    connection = {"spe_url": simulator.url, "spe_username": simulator.username, "spe_password": simulator.password}
    raw = {**connection, "spe_ca_path": simulator.ca_path, "instance_id": CLOSED, **options}
    validation = ArgumentSpecValidator(definition.argument_spec, **definition.rules).validate(raw)
    assert validation.error_messages == []
    params = validation.validated_parameters
    return execute(
        definition,
        params,
        specified=specified_in(definition.argument_spec, raw),
        secrets=secret_values(definition, params),
        check_mode=False,
        diff_mode=False,
    )


def at_once(
    definition: ModuleDefinition, simulator: RunningSimulator, tasks: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(
            pool.map(lambda options: run(definition, simulator, service_provider_access="open", **options), tasks)
        )


def is_open(simulator: RunningSimulator) -> bool:
    settings = ConnectionSettings(simulator.url, simulator.username, simulator.password, ca_path=simulator.ca_path)
    return access_is_on(Client(settings), CLOSED)


@pytest.mark.parametrize("turn", range(3))
def test_users_that_are_made_at_once_are_all_proven(simulator: RunningSimulator, turn: int) -> None:
    names = [f"user{turn}-{number}" for number in range(AT_ONCE)]
    results = at_once(spe_user.MODULE, simulator, [{"name": name, "full_name": name} for name in names])
    assert [result.get("msg") for result in results] == [None] * AT_ONCE
    assert [result["user"]["name"] for result in results] == names
    assert not is_open(simulator)


def test_tasks_of_all_kinds_go_through(simulator: RunningSimulator) -> None:
    jobs = [
        {"name": f"job-{number}", "action": "VerifyStores", "owner": "admin", "time": "03:00"}
        for number in range(AT_ONCE)
    ]
    with ThreadPoolExecutor(2) as pool:
        made = pool.submit(at_once, spe_job.MODULE, simulator, jobs)
        read = pool.submit(at_once, spe_user_info.MODULE, simulator, [{} for _number in range(AT_ONCE)])
        results = [*made.result(), *read.result()]
    assert [result.get("msg") for result in results] == [None] * 2 * AT_ONCE
    assert [result["changed"] for result in results] == [True] * AT_ONCE + [False] * AT_ONCE
    assert not is_open(simulator)
