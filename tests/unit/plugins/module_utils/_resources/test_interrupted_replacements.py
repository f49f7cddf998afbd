# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A replacement that is interrupted between any two calls: the same task, another one, or none, comes after it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from ansible_collections.community.mailstore.plugins.module_utils._api.errors import InputError, SpeError
from ansible_collections.community.mailstore.plugins.modules import spe_job, spe_profile

from tests.simulator import clock
from tests.simulator.state.jobs import Job
from tests.simulator.state.profiles import Profile
from tests.unit.plugins.module_utils.task import Tasks, functions
from tests.unit.plugins.module_utils.tenant import Tenant
from tests.unit.plugins.module_utils.wire import Killed

MOST_CALLS = range(7)
SECRETS = {"password": "new"}
SCHEDULE = {"timeZoneId": "UTC", "time": "03:30:00"}
AT_NIGHT: dict[str, Any] = {"time_zone_id": "UTC", "time": "03:30:00"}
OFTEN: dict[str, Any] = {"time_zone_id": "UTC", "interval": 5}


@pytest.fixture
def archive(tenant: Tenant) -> Tenant:
    for name in ("admin", "boss"):
        tenant.add_user(name, privileges=("admin",))
    return tenant


@pytest.fixture
def jobs(archive: Tenant) -> Tasks:
    return Tasks(spe_job.MODULE, archive.server, {"instance_id": "acme", "name": "Nightly"})


@pytest.fixture
def profiles(archive: Tenant) -> Tasks:
    return Tasks(spe_profile.MODULE, archive.server, {"instance_id": "acme", "name": "Mail"})


def killed_after(writes: int, tasks: Tasks, **options: Any) -> bool:
    """Run a task that is killed after so many writes; whether it was."""
    tasks.spe.wire.kill(writes)
    try:
        tasks.run(**options)
    except Killed:
        return True
    finally:
        tasks.spe.wire.revive()
    return False


def shown_jobs(tenant: Tenant) -> list[Any]:
    return [(job.name, job.action, job.enabled, job.schedule.as_read()) for job in tenant.jobs]


def enabled_jobs(tenant: Tenant) -> int:
    return sum(job.enabled for job in tenant.jobs)


@pytest.mark.parametrize("writes", MOST_CALLS)
@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    "options", [{}, {"enabled": True}, {"enabled": False}, {"new_name": "Weekly"}, {"time": "04:00"}]
)
def test_the_same_task_finishes_the_job(
    jobs: Tasks, tenant: Tenant, enabled: bool, options: dict[str, Any], writes: int
) -> None:
    tenant.add_job("Nightly", enabled=enabled, **AT_NIGHT)
    other = tenant.add_job("Other", **AT_NIGHT)
    was_killed = killed_after(writes, jobs, action="Ping", **options)
    if was_killed:
        jobs.four_ways(action="Ping", **options)
    schedule = {**SCHEDULE, "time": options["time"] + ":00"} if "time" in options else SCHEDULE
    name, on = options.get("new_name", "Nightly"), options.get("enabled", enabled)
    assert shown_jobs(tenant) == [("Other", "VerifyStores", True, SCHEDULE), (name, "Ping", on, schedule)]
    assert other in tenant.jobs
    assert not jobs.run(action="Ping", **options)["changed"]


@pytest.mark.parametrize("writes", range(2, 7))
def test_of_two_jobs_one_works_at_most(jobs: Tasks, tenant: Tenant, writes: int) -> None:
    tenant.add_job("Nightly", **AT_NIGHT)
    killed_after(writes, jobs, action="Ping")
    assert enabled_jobs(tenant) <= 1


@pytest.mark.parametrize("writes", MOST_CALLS)
@pytest.mark.parametrize(
    "later", [{"action": "VerifyStores"}, {"action": "RefreshAllStoreStatistics"}, {"enabled": False}, {"interval": 60}]
)
def test_another_task_takes_the_job_from_there(jobs: Tasks, tenant: Tenant, later: dict[str, Any], writes: int) -> None:
    tenant.add_job("Nightly", **AT_NIGHT)
    killed_after(writes, jobs, action="Ping")
    jobs.run(**later)
    (job,) = tenant.jobs
    assert job.name == "Nightly"
    assert job.enabled is later.get("enabled", True)
    assert job.action in (later.get("action", "Ping"), *(() if "action" in later else ("VerifyStores",)))
    assert not jobs.run(**later)["changed"]


@pytest.mark.parametrize("writes", MOST_CALLS)
def test_a_job_that_is_to_go_goes_whole(jobs: Tasks, tenant: Tenant, writes: int) -> None:
    tenant.add_job("Nightly", **AT_NIGHT)
    killed_after(writes, jobs, action="Ping")
    jobs.four_ways(state="absent")
    assert tenant.jobs == []


def test_a_job_that_works_under_such_a_name_is_left_alone(jobs: Tasks, tenant: Tenant) -> None:
    tenant.add_job("Nightly", **AT_NIGHT)
    own = tenant.add_job("Nightly (replaces job 1)", "Mine", **OFTEN)
    own.last_start = clock.now()
    with pytest.raises(InputError, match="has already run itself: rename or remove it"):
        jobs.run(action="Ping")
    assert own in tenant.jobs
    assert jobs.spe.wire.writes == []


@pytest.mark.parametrize("name", ["Nightly (replacement)", "Nightly (replaces job 77, on)", "Other (replaces job 1)"])
def test_similar_names_are_names_like_others(jobs: Tasks, tenant: Tenant, name: str) -> None:
    tenant.add_job("Nightly", **AT_NIGHT)
    own = tenant.add_job(name, **OFTEN)
    jobs.run(action="Ping")
    assert own in tenant.jobs


def _twin(tenant: Tenant) -> Job:
    return tenant.add_job("Nightly", **AT_NIGHT)


def test_two_plays_that_made_the_same_job_leave_one(jobs: Tasks, tenant: Tenant) -> None:
    options = {"action": "VerifyStores", "owner": "admin", "time_zone": "UTC", "time": "03:30", "enabled": True}
    _twin(tenant)
    _twin(tenant)
    assert functions(jobs.four_ways(**options)) == ["DeleteJob"]
    assert [job.job_id for job in tenant.jobs] == [2]


@pytest.mark.parametrize("fields", [{"owner": "boss", **AT_NIGHT}, OFTEN])
def test_other_namesakes_stay_ambiguous(jobs: Tasks, tenant: Tenant, fields: dict[str, Any]) -> None:
    tenant.add_job("Nightly", **fields)
    _twin(tenant)
    with pytest.raises(InputError, match=r"ambiguous: 2 jobs have it \(ids 1, 2\); rename all but one of them"):
        jobs.run(action="Ping")
    assert len(tenant.jobs) == 2


EXECUTION = {
    "automatic": "true",
    "automaticPauseBetweenExecutions": "300",
    "automaticMaintenanceWindows": "02:00-04:00",
}


def automatic(profile: Profile) -> bool:
    return str(profile.server_side_execution.get("automatic")).lower() == "true"


def final_state(archive: Tenant) -> list[Any]:
    return [
        (
            profile.name,
            profile.owner,
            profile.details,
            automatic(profile),
            str(profile.server_side_execution.get("automaticPauseBetweenExecutions")),
            profile.server_side_execution.get("automaticMaintenanceWindows"),
        )
        for profile in archive.profiles
    ]


PROFILE_TASKS: list[dict[str, Any]] = [
    {"owner": "boss"},
    {"details": {"host": "new.example.com"}},
    {"owner": "boss", "automatic": True},
    {"owner": "boss", "automatic": False},
    {"owner": "boss", "automatic": True, "automatic_pause_between_executions": 60},
    {"new_name": "Post"},
    {"update_password": "always"},
]


@pytest.mark.parametrize("writes", MOST_CALLS)
@pytest.mark.parametrize("options", PROFILE_TASKS, ids=str)
@pytest.mark.parametrize("on", [True, False])
def test_the_same_task_finishes_the_profile(
    archive: Tenant, profiles: Tasks, options: dict[str, Any], on: bool, writes: int
) -> None:
    def begin() -> None:
        archive.content.profiles.profiles.clear()
        archive.add_profile("Mail", serverSideExecution={**EXECUTION, "automatic": "true" if on else "false"})

    begin()
    profiles.run(**options, secret_details=SECRETS)
    undisturbed = final_state(archive)
    begin()
    was_killed = killed_after(writes, profiles, **options, secret_details=SECRETS)
    assert sum(automatic(profile) for profile in archive.profiles) <= 1
    if was_killed:
        profiles.run(**options, secret_details=SECRETS)
    assert final_state(archive) == undisturbed
    assert profiles.run(**options, secret_details=SECRETS)["changed"] == ("update_password" in options)


@pytest.mark.parametrize("writes", MOST_CALLS)
def test_check_mode_tells_how_a_profile_is_finished(archive: Tenant, profiles: Tasks, writes: int) -> None:
    archive.add_profile("Mail", serverSideExecution=dict(EXECUTION))
    options = {"owner": "boss", "secret_details": SECRETS}
    if killed_after(writes, profiles, **options):
        profiles.four_ways(**options)


@pytest.mark.parametrize("function", ["CreateProfile", "SetProfileServerSideExecution", "DeleteProfile"])
@pytest.mark.parametrize("times", [1, 2, 9])
@pytest.mark.parametrize("trouble", ["refuse", "unplug"])
def test_a_server_that_refuses_or_is_gone(
    archive: Tenant, profiles: Tasks, function: str, times: int, trouble: str
) -> None:
    archive.add_profile("Mail", serverSideExecution=dict(EXECUTION))
    options = {"owner": "boss", "secret_details": SECRETS}
    getattr(archive.server.wire, trouble)(function, times=times)
    with pytest.raises(SpeError):
        profiles.run(**options)
    assert sum(automatic(profile) for profile in archive.profiles) <= 1
    archive.server.wire.meet(function)
    profiles.run(**options)
    assert [(name, owner, on, pause) for name, owner, _details, on, pause, _windows in final_state(archive)] == [
        ("Mail", "boss", True, "300")
    ]


@pytest.mark.parametrize(
    ("first", "second"), [({"automatic": True}, {"automatic": False}), ({}, {})], ids=["one automatic", "equal"]
)
def test_two_plays_that_made_the_same_profile_leave_one(
    archive: Tenant, profiles: Tasks, first: dict[str, Any], second: dict[str, Any]
) -> None:
    for execution in (first, second):
        archive.add_profile("Mail", serverSideExecution={"automaticPauseBetweenExecutions": "300", **execution})
    profiles.four_ways(owner="admin", connector="IMAP", details={"timeout": 0})
    (profile,) = archive.profiles
    assert automatic(profile) is bool(first)


def _pairs() -> list[tuple[int, int]]:
    return list(itertools.product(range(1, 5), range(5)))


@pytest.mark.parametrize(("first", "second"), _pairs())
def test_a_task_that_is_killed_twice(archive: Tenant, profiles: Tasks, first: int, second: int) -> None:
    archive.add_profile("Mail", serverSideExecution=dict(EXECUTION))
    options = {"owner": "boss", "secret_details": SECRETS}
    killed_after(first, profiles, **options)
    killed_after(second, profiles, **options)
    profiles.run(**options)
    assert [(state[0], state[1], state[3], state[4]) for state in final_state(archive)] == [
        ("Mail", "boss", True, "300")
    ]


@pytest.mark.parametrize(("first", "second"), _pairs())
def test_a_job_whose_task_is_killed_twice(jobs: Tasks, tenant: Tenant, first: int, second: int) -> None:
    tenant.add_job("Nightly", **AT_NIGHT)
    killed_after(first, jobs, action="Ping")
    killed_after(second, jobs, action="Ping")
    jobs.run(action="Ping")
    assert shown_jobs(tenant) == [("Nightly", "Ping", True, SCHEDULE)]
