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

from tests.unit.plugins.module_utils.fake_archive import FakeArchive
from tests.unit.plugins.module_utils.fake_client import Killed
from tests.unit.plugins.module_utils.fake_spe import FakeInstance, Row
from tests.unit.plugins.module_utils.task import Tasks, functions

MOST_CALLS = range(7)
SECRETS = {"password": "new"}
SCHEDULE = {"timeZoneId": "UTC", "time": "03:30:00"}


@pytest.fixture
def archive(acme: FakeInstance) -> FakeArchive:
    for name in ("admin", "boss"):
        acme.add_user(name, privileges=["admin"])
    return FakeArchive(acme)


@pytest.fixture
def jobs(archive: FakeArchive) -> Tasks:
    return Tasks(spe_job.MODULE, archive, {"instance_id": "acme", "name": "Nightly"})


@pytest.fixture
def profiles(archive: FakeArchive) -> Tasks:
    return Tasks(spe_profile.MODULE, archive, {"instance_id": "acme", "name": "Mail"})


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


def shown_jobs(acme: FakeInstance) -> list[Any]:
    return [(job["name"], job["action"], job["enabled"], job["schedule"]) for job in acme.jobs]


def enabled_jobs(acme: FakeInstance) -> int:
    return sum(job["enabled"] for job in acme.jobs)


@pytest.mark.parametrize("writes", MOST_CALLS)
@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    "options", [{}, {"enabled": True}, {"enabled": False}, {"new_name": "Weekly"}, {"time": "04:00"}]
)
def test_the_same_task_finishes_the_job(
    jobs: Tasks, acme: FakeInstance, enabled: bool, options: dict[str, Any], writes: int
) -> None:
    acme.add_job("Nightly", schedule=dict(SCHEDULE), enabled=enabled)
    other = acme.add_job("Other", schedule=dict(SCHEDULE))
    was_killed = killed_after(writes, jobs, action="Ping", **options)
    if was_killed:
        jobs.four_ways(action="Ping", **options)
    schedule = {**SCHEDULE, "time": options["time"] + ":00"} if "time" in options else SCHEDULE
    name, on = options.get("new_name", "Nightly"), options.get("enabled", enabled)
    assert shown_jobs(acme) == [("Other", "VerifyStores", True, SCHEDULE), (name, "Ping", on, schedule)]
    assert other in acme.jobs
    assert not jobs.run(action="Ping", **options)["changed"]


@pytest.mark.parametrize("writes", range(2, 7))
def test_of_two_jobs_one_works_at_most(jobs: Tasks, acme: FakeInstance, writes: int) -> None:
    acme.add_job("Nightly", schedule=dict(SCHEDULE))
    killed_after(writes, jobs, action="Ping")
    assert enabled_jobs(acme) <= 1


@pytest.mark.parametrize("writes", MOST_CALLS)
@pytest.mark.parametrize(
    "later", [{"action": "VerifyStores"}, {"action": "RefreshAllStoreStatistics"}, {"enabled": False}, {"interval": 60}]
)
def test_another_task_takes_the_job_from_there(
    jobs: Tasks, acme: FakeInstance, later: dict[str, Any], writes: int
) -> None:
    acme.add_job("Nightly", schedule=dict(SCHEDULE))
    killed_after(writes, jobs, action="Ping")
    jobs.run(**later)
    (job,) = acme.jobs
    assert job["name"] == "Nightly"
    assert job["enabled"] is later.get("enabled", True)
    assert job["action"] in (later.get("action", "Ping"), *(() if "action" in later else ("VerifyStores",)))
    assert not jobs.run(**later)["changed"]


@pytest.mark.parametrize("writes", MOST_CALLS)
def test_a_job_that_is_to_go_goes_whole(jobs: Tasks, acme: FakeInstance, writes: int) -> None:
    acme.add_job("Nightly", schedule=dict(SCHEDULE))
    killed_after(writes, jobs, action="Ping")
    jobs.four_ways(state="absent")
    assert acme.jobs == []


def test_a_job_that_works_under_such_a_name_is_left_alone(jobs: Tasks, acme: FakeInstance) -> None:
    acme.add_job("Nightly", schedule=dict(SCHEDULE))
    own = acme.add_job("Nightly (replaces job 1)", schedule={"timeZoneId": "UTC", "interval": 5}, action="Mine")
    own["lastStartDateTimeUtc"] = "2026-01-01T00:00:00"
    with pytest.raises(InputError, match="has been at work itself: rename it, or remove it"):
        jobs.run(action="Ping")
    assert own in acme.jobs
    assert jobs.spe.wire.writes == []


@pytest.mark.parametrize("name", ["Nightly (replacement)", "Nightly (replaces job 77, on)", "Other (replaces job 1)"])
def test_similar_names_are_names_like_others(jobs: Tasks, acme: FakeInstance, name: str) -> None:
    acme.add_job("Nightly", schedule=dict(SCHEDULE))
    own = acme.add_job(name, schedule={"timeZoneId": "UTC", "interval": 5})
    jobs.run(action="Ping")
    assert own in acme.jobs


def _twin(acme: FakeInstance, **fields: Any) -> Row:
    return acme.add_job("Nightly", schedule=dict(SCHEDULE), **fields)


def test_two_plays_that_made_the_same_job_leave_one(jobs: Tasks, acme: FakeInstance) -> None:
    options = {"action": "VerifyStores", "owner": "admin", "time_zone": "UTC", "time": "03:30", "enabled": True}
    _twin(acme)
    _twin(acme)
    assert functions(jobs.four_ways(**options)) == ["DeleteJob"]
    assert [job["id"] for job in acme.jobs] == [2]


@pytest.mark.parametrize("fields", [{"owner": "boss"}, {"schedule": {"interval": 5}}])
def test_other_namesakes_stay_ambiguous(jobs: Tasks, acme: FakeInstance, fields: dict[str, Any]) -> None:
    acme.add_job("Nightly", **{"schedule": dict(SCHEDULE), **fields})
    _twin(acme)
    with pytest.raises(InputError, match=r"ambiguous: 2 jobs have it \(ids 1, 2\); rename all but one of them"):
        jobs.run(action="Ping")
    assert len(acme.jobs) == 2


EXECUTION = {
    "automatic": "true",
    "automaticPauseBetweenExecutions": "300",
    "automaticMaintenanceWindows": "02:00-04:00",
}


def automatic(profile: Row) -> bool:
    return str(profile["serverSideExecution"].get("automatic")).lower() == "true"


def final_state(archive: FakeArchive) -> list[Any]:
    return [
        (
            profile["name"],
            profile["owner"],
            profile["details"],
            automatic(profile),
            str(profile["serverSideExecution"].get("automaticPauseBetweenExecutions")),
            profile["serverSideExecution"].get("automaticMaintenanceWindows"),
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
    archive: FakeArchive, profiles: Tasks, options: dict[str, Any], on: bool, writes: int
) -> None:
    def begin() -> None:
        archive.profiles.clear()
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
def test_check_mode_tells_how_a_profile_is_finished(archive: FakeArchive, profiles: Tasks, writes: int) -> None:
    archive.add_profile("Mail", serverSideExecution=dict(EXECUTION))
    options = {"owner": "boss", "secret_details": SECRETS}
    if killed_after(writes, profiles, **options):
        profiles.four_ways(**options)


@pytest.mark.parametrize("function", ["CreateProfile", "SetProfileServerSideExecution", "DeleteProfile"])
@pytest.mark.parametrize("times", [1, 2, 9])
@pytest.mark.parametrize("trouble", ["refuse", "unplug"])
def test_a_server_that_refuses_or_is_gone(
    archive: FakeArchive, profiles: Tasks, function: str, times: int, trouble: str
) -> None:
    archive.add_profile("Mail", serverSideExecution=dict(EXECUTION))
    options = {"owner": "boss", "secret_details": SECRETS}
    getattr(archive.wire, trouble)(function, times=times)
    with pytest.raises(SpeError):
        profiles.run(**options)
    assert sum(automatic(profile) for profile in archive.profiles) <= 1
    archive.wire.troubles.clear()
    profiles.run(**options)
    assert [(name, owner, on, pause) for name, owner, _details, on, pause, _windows in final_state(archive)] == [
        ("Mail", "boss", True, "300")
    ]


@pytest.mark.parametrize(
    ("first", "second"), [({"automatic": True}, {"automatic": False}), ({}, {})], ids=["one automatic", "equal"]
)
def test_two_plays_that_made_the_same_profile_leave_one(
    archive: FakeArchive, profiles: Tasks, first: Row, second: Row
) -> None:
    for execution in (first, second):
        archive.add_profile("Mail", serverSideExecution={"automaticPauseBetweenExecutions": "300", **execution})
    profiles.four_ways(owner="admin", connector="IMAP", details={"timeout": 0})
    (profile,) = archive.profiles
    assert automatic(profile) is bool(first)


def _pairs() -> list[tuple[int, int]]:
    return list(itertools.product(range(1, 5), range(5)))


@pytest.mark.parametrize(("first", "second"), _pairs())
def test_a_task_that_is_killed_twice(archive: FakeArchive, profiles: Tasks, first: int, second: int) -> None:
    archive.add_profile("Mail", serverSideExecution=dict(EXECUTION))
    options = {"owner": "boss", "secret_details": SECRETS}
    killed_after(first, profiles, **options)
    killed_after(second, profiles, **options)
    profiles.run(**options)
    assert [(state[0], state[1], state[3], state[4]) for state in final_state(archive)] == [
        ("Mail", "boss", True, "300")
    ]


@pytest.mark.parametrize(("first", "second"), _pairs())
def test_a_job_whose_task_is_killed_twice(jobs: Tasks, acme: FakeInstance, first: int, second: int) -> None:
    acme.add_job("Nightly", schedule=dict(SCHEDULE))
    killed_after(first, jobs, action="Ping")
    killed_after(second, jobs, action="Ping")
    jobs.run(action="Ping")
    assert shown_jobs(acme) == [("Nightly", "Ping", True, SCHEDULE)]
