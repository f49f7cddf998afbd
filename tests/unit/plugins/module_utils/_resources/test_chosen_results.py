# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which results are read, and why a question for them was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._ansible.module_definition import ModuleDefinition
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import (
    InputError,
)
from ansible_collections.community.mailstore.plugins.modules import (
    spe_job_result_info,
    spe_job_run,
    spe_profile_result_info,
    spe_profile_run,
)

from tests.simulator.state.jobs import Job
from tests.simulator.state.profiles import Profile
from tests.unit.plugins.module_utils.task import Tasks
from tests.unit.plugins.module_utils.tenant import Tenant

TEMPORARY = {"name": "Try", "owner": "admin", "connector": "IMAP"}


def _jobs(tenant: Tenant) -> dict[str, Job]:
    """Each has run once, and so has one that is gone."""
    names = ("nightly", "hourly", "gone")
    jobs = {name: tenant.add_job(name, time_zone_id="UTC", interval=60) for name in names}
    for job in jobs.values():
        tenant.end_job(job, "succeeded")
        tenant.server.world.clock.sleep(1)
    del tenant.content.jobs.jobs[jobs["gone"].job_id]
    return jobs


def test_only_the_reports_that_are_asked_for_are_read(tenant: Tenant, profile_results: Tasks, journal: Profile) -> None:
    results = tenant.content.profiles.results
    failed = [result.result_id for result in results[3:20:4]]
    results[:] = [
        replace(result, result="failed" if result.result_id in failed else "completedWithErrors") for result in results
    ]
    found = profile_results.run(result=["failed"], last=2, report=True)["profile_results"]
    assert {row["id"] for row in found} == set(failed[:2]), "the newest, which were recorded first"
    assert [row["start_time"] for row in found] == sorted(row["start_time"] for row in found)
    assert tenant.server.wire.functions.count("GetWorkerResultReport") == 2


@pytest.mark.parametrize(
    ("options", "count"), [({"result": []}, 3), ({"result": ["failed", "cancelled"]}, 1), ({"last": 2}, 2)]
)
def test_results_of_jobs_are_filtered_too(
    tenant: Tenant, job_results: Tasks, options: dict[str, Any], count: int
) -> None:
    _jobs(tenant)
    results = tenant.content.jobs.results
    results[0] = replace(results[0], result="failed")
    assert len(job_results.run(**options)["job_results"]) == count


@pytest.mark.parametrize("last", [0, -1])
def test_last_is_a_number_of_runs(profile_results: Tasks, job_results: Tasks, last: int) -> None:
    for tasks in (profile_results, job_results):
        with pytest.raises(InputError, match=f"last is {last}: set 1 or more, or leave it out to read all results"):
            tasks.run(last=last)


READERS: Mapping[str, tuple[ModuleDefinition, dict[str, Any], str]] = {
    "profiles": (spe_profile_result_info.MODULE, {}, "GetWorkerResults"),
    "jobs": (spe_job_result_info.MODULE, {}, "GetJobResults"),
    "profile run": (spe_profile_run.MODULE, {"temporary": TEMPORARY}, "GetWorkerResults"),
    "job run": (spe_job_run.MODULE, {"name": "hourly"}, "GetJobResults"),
}


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("reader", ["profiles", "jobs"])
def test_a_wrong_time_zone_is_reported_after_one_call(tenant: Tenant, reader: str, check_mode: bool) -> None:
    definition, options, function = READERS[reader]
    tenant.server.wire.refuse(function, times=99)
    with pytest.raises(InputError, match=r"the server has no time zone 'W\. Europ Standard Time'"):
        Tasks(definition, tenant.server, {"instance_id": "acme"}).run(
            check_mode, time_zone="W. Europ Standard Time", **options
        )
    assert tenant.server.wire.functions.count(function) == 1


@pytest.mark.parametrize("reader", ["profiles", "jobs"])
def test_the_name_that_others_give_a_time_zone_needs_no_call(tenant: Tenant, reader: str) -> None:
    definition, options, _function = READERS[reader]
    with pytest.raises(InputError, match=r"write 'W\. Europe Standard Time'"):
        Tasks(definition, tenant.server, {"instance_id": "acme"}).run(time_zone="Europe/Berlin", **options)
    assert tenant.server.wire.functions == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("closed", "sentence"), [(True, "Service provider access of the instance"), (False, "is stopped")]
)
def test_the_state_of_the_instance_is_looked_at_after_the_first_refusal(
    tenant: Tenant, reader: str, closed: bool, sentence: str
) -> None:
    definition, options, function = READERS[reader]
    tenant.add_job("hourly", time_zone_id="UTC", interval=60)
    tenant.access = not closed
    if not closed:
        tenant.instance.stop(0)
    with pytest.raises(InputError, match=sentence):
        Tasks(definition, tenant.server, {"instance_id": "acme"}).run(**options)
    assert tenant.server.wire.functions.count(function) <= 1
    assert len(tenant.server.wire.functions) <= 6
