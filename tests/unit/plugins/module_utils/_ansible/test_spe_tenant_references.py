# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing goes that something else needs, whether the task names that or not, and nothing goes before it is free."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.simulation import World
from tests.simulator import assumptions
from tests.simulator.state.instances import InstanceContent
from tests.simulator.state.jobs import Job
from tests.unit.plugins.module_utils.whole_tenant import (
    asked,
    credential,
    fail,
    functions,
    refusing,
    succeed,
    written,
)

ADMIN = [{"name": "admin"}]
JOB, OTHER_JOB, PROFILE = "Verify stores", "Statistics", "Exchange mailboxes"
OWNER, CREDENTIAL = "anna.baumann", "baumann.example"
PURGE_USERS: dict[str, Any] = {"users": ADMIN, "max_deletions": "100%"}
PURGE_CREDENTIALS: dict[str, Any] = {"credentials": [], "purge": ["credentials"], "max_deletions": "100%"}

UNNAMED_JOB = (
    f"purge of users ({OWNER}): this is the owner of the job {JOB!r}, which the task does not name; protect it, or give the"
    " job another owner."
)
NAMED_JOB = f"jobs[0] ({JOB}): owner {OWNER!r} would be removed by purge; name it in users, protect it, or choose another owner."
UNNAMED_PROFILE = (
    f"purge of credentials ({CREDENTIAL}): this is the credential of the profile {PROFILE!r}, which the task does not name;"
    " protect it, or give the profile another credential."
)
UNNAMED_DIRECTORY = (
    f"purge of credentials ({CREDENTIAL}): this is the credential of the directory services, which the task does not name;"
    " protect it, or give the directory services another credential."
)
NAMED = "would be removed by purge; name it in credentials, protect it, or choose another credential."
ABSENT = [{"name": OWNER, "state": "absent"}]
OTHER = {"credentials": [credential("other")], "purge": ["credentials"], "max_deletions": "100%"}


def content(world: World) -> InstanceContent:
    return world.environment.instances["baumann"].content


@pytest.fixture(autouse=True)
def owned(world: World) -> None:
    """Anna has a job, and the profile uses the only credential, which the directory services do not."""
    the_job(world).owner = OWNER
    (profile,) = content(world).profiles.profiles.values()
    (used,) = content(world).credentials.values()
    profile.name, profile.details["credentialId"] = PROFILE, str(used.credential_id)
    content(world).directory_services = None


def the_job(world: World) -> Job:
    return next(job for job in content(world).jobs.jobs.values() if job.name == JOB)


def in_the_directory(world: World) -> None:
    """Only the directory services use the credential."""
    content(world).profiles.profiles.clear()
    (used,) = content(world).credentials.values()
    content(world).directory_services = {"type": "MicrosoftOffice365", "credentialId": used.credential_id}


def refused(world: World, *sentences: str, **options: Any) -> None:
    """The task and its check mode are refused with these sentences, before anything is written."""
    for check_mode in (True, False):
        message = fail(world, **options, check_mode=check_mode)["msg"]
        for sentence in sentences:
            assert sentence in message
        assert world.work == []


def done_once(world: World, **options: Any) -> list[str]:
    """The functions that the task calls, as check mode has foretold; a second run changes nothing."""
    foretold = succeed(world, **options, check_mode=True)
    done = succeed(world, **options)
    assert functions(foretold["calls"]) == functions(done["calls"]) == written(world)
    assert not succeed(world, **options)["changed"]
    return functions(done["calls"])


@pytest.mark.parametrize(
    ("sentence", "options"),
    [
        (UNNAMED_JOB, {"purge": ["users"]}),
        (NAMED_JOB, {"purge": ["users"], "jobs": [{"name": JOB}]}),
        (UNNAMED_JOB, {"purge": ["users", "jobs"], "jobs": [], "protect": {"jobs": [JOB]}}),
        (UNNAMED_JOB.replace("purge of users", "users[0]").replace("protect", "keep"), {"users": ABSENT}),
        (f"jobs[0] ({JOB}): owner {OWNER!r} is removed by users[0]", {"users": ABSENT, "jobs": [{"name": JOB}]}),
    ],
)
def test_the_owner_of_a_job_that_stays(world: World, sentence: str, options: dict[str, Any]) -> None:
    refused(world, sentence, **{**PURGE_USERS, **options})


@pytest.mark.parametrize(
    "options",
    [
        {"purge": ["users", "jobs"], "jobs": []},
        {"purge": ["users"], "jobs": [{"name": JOB, "state": "absent"}]},
        {"purge": ["users"], "jobs": [{"name": JOB, "owner": "admin"}]},
        {"purge": ["users"], "protect": {"users": [OWNER]}},
    ],
)
@pytest.mark.parametrize("interrupted", [False, True])
def test_an_owner_of_nothing_that_stays_goes(world: World, interrupted: bool, options: dict[str, Any]) -> None:
    if interrupted:
        jobs = content(world).jobs.jobs
        name = f"{JOB} (replaces job {the_job(world).job_id})"
        left = replace(the_job(world), name=name, job_id=max(jobs) + 100, last_start=None)
        jobs[left.job_id] = left
    assert done_once(world, **PURGE_USERS, **options)


def test_a_job_whose_name_differs_in_letters_is_another_one(world: World) -> None:
    jobs = content(world).jobs.jobs
    other = replace(the_job(world), name=JOB.upper(), job_id=max(jobs) + 1)
    jobs[other.job_id] = other
    options = {**PURGE_USERS, "purge": ["users"], "jobs": [{"name": JOB, "owner": "admin"}]}
    refused(world, UNNAMED_JOB.replace(JOB, JOB.upper()), **options)


def test_the_owner_counts_of_the_job_that_has_the_name_at_the_end(world: World) -> None:
    chain = [{"name": OTHER_JOB, "new_name": JOB}, {"name": JOB, "new_name": "Third", "owner": "admin"}]
    assert done_once(world, **PURGE_USERS, purge=["users"], jobs=chain)


@pytest.mark.parametrize(
    ("sentence", "profiles"), [(UNNAMED_PROFILE, None), (f"profiles[0] ({PROFILE}): credential", [{"name": PROFILE}])]
)
def test_the_credential_of_a_profile_that_stays(world: World, sentence: str, profiles: Any) -> None:
    named = {} if profiles is None else {"profiles": profiles}
    refused(world, sentence, **PURGE_CREDENTIALS, **named)


def test_a_credential_that_an_entry_names_by_its_id(world: World) -> None:
    succeed(world, credentials=[credential("other")])
    ids = {entry.description: entry.credential_id for entry in content(world).credentials.values()}
    moved = {"name": PROFILE, "details": {"credentialId": ids["other"]}, "secret_details": {}}
    keep = {"purge": ["credentials"], "max_deletions": "100%"}
    refused(world, NAMED, **keep, credentials=[{"description": CREDENTIAL}], profiles=[moved])
    assert done_once(world, **keep, credentials=[{"description": "other"}], profiles=[moved])


def test_the_credential_of_the_directory_services(world: World) -> None:
    in_the_directory(world)
    refused(world, UNNAMED_DIRECTORY, **PURGE_CREDENTIALS)
    (used,) = content(world).credentials.values()
    by_id = {"type": "MicrosoftOffice365", "credentialId": used.credential_id}
    refused(world, NAMED, **PURGE_CREDENTIALS, directory_services={"configuration": by_id})


@pytest.mark.parametrize(
    "directory_services",
    [{"configuration": {"type": "ActiveDirectory", "serverName": "dc1"}}, {"credential": "other"}],
)
def test_directory_services_that_need_it_no_more(world: World, directory_services: dict[str, Any]) -> None:
    in_the_directory(world)
    assert "DeleteCredential" in done_once(world, **OTHER, directory_services=directory_services)


def test_descriptions_that_look_like_secrets_or_alike_are_credentials_all_the_same(world: World) -> None:
    (used,) = content(world).credentials.values()
    used.description = "token=abcdefgh"
    refused(world, "(token=abcdefgh): this is the credential of the profile", **PURGE_CREDENTIALS)


def test_all_that_is_needed_is_reported_together(world: World) -> None:
    options = {**PURGE_USERS, **PURGE_CREDENTIALS, "purge": ["users", "credentials"]}
    refused(world, UNNAMED_JOB, UNNAMED_PROFILE, **options)


def test_a_credential_of_nothing_that_stays_goes(world: World) -> None:
    options = {**PURGE_CREDENTIALS, "profiles": [], "purge": ["credentials", "profiles"]}
    assert done_once(world, **options) == ["DeleteProfile", "DeleteCredential"]


def test_what_the_server_does_not_show_may_be_needed(world: World) -> None:
    rows = [{**job.row(job.created), "owner": None} for job in content(world).jobs.jobs.values()]
    world.answer_with("GetJobs", lambda _call: rows)
    refused(
        world,
        f"purge of users ({OWNER}): this may be the owner of the job {JOB!r}, which the server does not show; take users out of"
        " purge.",
        **PURGE_USERS,
        purge=["users"],
    )


def test_nothing_is_asked_when_nothing_goes(world: World) -> None:
    everybody = [{"name": user.user_name} for user in content(world).users]
    succeed(world, users=everybody, purge=["users"])
    assert not {"GetJobs", "GetProfiles", "GetCredentials"} & set(asked(world))


# In which order


@pytest.mark.parametrize("owner_can_go", [True, False])
def test_what_goes_goes_after_what_needed_it(world: World, monkeypatch: pytest.MonkeyPatch, owner_can_go: bool) -> None:
    monkeypatch.setattr(assumptions, "OWNER_CAN_BE_DELETED", owner_can_go)
    users = [{"name": OWNER, "state": "absent"}]
    calls = done_once(world, users=users, jobs=[{"name": JOB, "owner": "admin"}])
    assert calls[-1] == "DeleteUser"


def test_a_credential_is_changed_for_a_new_one(world: World) -> None:
    in_the_directory(world)
    credentials = [{"description": CREDENTIAL, "state": "absent"}, credential("other")]
    calls = done_once(world, credentials=credentials, directory_services={"credential": "other"})
    assert calls == ["CreateCredential", "SetDirectoryServicesConfiguration", "DeleteCredential"]


def test_the_directory_of_a_store_that_goes_is_free_for_another(world: World) -> None:
    old = next(store for store in content(world).stores.stores.values() if store.name == "2024")
    new = {"name": "again", "database_path": old.database_path, "attach": True}
    assert done_once(world, stores=[{"name": "2024", "state": "absent"}, new]) == ["DetachStore", "AttachStore"]


@pytest.mark.parametrize(
    ("failing", "options"),
    [
        ("DeleteJob", {"purge": ["users", "jobs"], "jobs": []}),
        ("CreateJob", {"purge": ["users"], "jobs": [{"name": JOB, "owner": "admin"}]}),
    ],
)
def test_after_a_failure_nothing_goes_that_may_still_be_needed(
    world: World, failing: str, options: dict[str, Any]
) -> None:
    task = {**PURGE_USERS, **options, "continue_on_error": True}
    done = fail(world, **task, disturbance=refusing(failing))
    assert "DeleteUser" not in written(world)
    (held_back, *_others) = [row for row in done["results"] if row["noun"] == "user" and row["failed"]]
    assert "It was not removed, because the job" in held_back["msg"]
    assert "may still need it: repair that first, then run the task again." in held_back["msg"]
    succeed(world, **task)
    assert OWNER not in [user.user_name for user in content(world).users]
