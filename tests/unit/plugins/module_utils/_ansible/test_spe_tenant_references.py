# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing that purge would remove is needed by what stays, whether the task names that or not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulation import World
from tests.simulator.state.instances import InstanceContent
from tests.unit.plugins.module_utils.whole_tenant import asked, fail, succeed

ADMIN = [{"name": "admin"}]
JOB, OTHER_JOB, PROFILE = "Verify stores", "Statistics", "Exchange mailboxes"
OWNER, CREDENTIAL = "anna.baumann", "baumann.example"
PURGE_USERS: dict[str, Any] = {"users": ADMIN, "max_deletions": "100%"}
PURGE_CREDENTIALS: dict[str, Any] = {"credentials": [], "purge": ["credentials"], "max_deletions": "100%"}

THE_JOB = (
    f"purge would remove the user {OWNER!r}, the owner of the job {JOB!r}, which would stay: protect the user, or remove"
    " what needs it, too."
)
THE_PROFILE = (
    f"purge would remove the credential {CREDENTIAL!r}, the credential of the profile {PROFILE!r}, which would stay:"
    " protect the credential, or remove what needs it, too."
)
THE_DIRECTORY = (
    f"purge would remove the credential {CREDENTIAL!r}, the credential of the directory services, which would stay:"
    " protect the credential, or remove what needs it, too."
)


def content(world: World) -> InstanceContent:
    return world.environment.instances["baumann"].content


@pytest.fixture(autouse=True)
def owned(world: World) -> None:
    """Anna has a job, and the profile uses the only credential, which the directory services do not."""
    job = next(job for job in content(world).jobs.jobs.values() if job.name == JOB)
    job.owner = OWNER
    (profile,) = content(world).profiles.profiles.values()
    (credential,) = content(world).credentials.values()
    profile.name, profile.details["credentialId"] = PROFILE, str(credential.credential_id)
    content(world).directory_services = None


def in_the_directory(world: World) -> None:
    (credential,) = content(world).credentials.values()
    content(world).directory_services = {"type": "MicrosoftOffice365", "credentialId": credential.credential_id}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    "options",
    [
        {"purge": ["users"]},
        {"purge": ["users"], "jobs": [{"name": JOB}]},
        {"purge": ["users", "jobs"], "jobs": [{"name": JOB.upper()}]},
        {"purge": ["users", "jobs"], "jobs": [], "protect": {"jobs": [JOB]}},
    ],
)
def test_the_owner_of_a_job_that_stays(world: World, options: dict[str, Any], check_mode: bool) -> None:
    refused = fail(world, **PURGE_USERS, **options, check_mode=check_mode)
    assert THE_JOB in refused["msg"]
    assert world.work == []


@pytest.mark.parametrize(
    "options",
    [
        {"purge": ["users", "jobs"], "jobs": []},
        {"purge": ["users"], "jobs": [{"name": JOB, "state": "absent"}]},
        {"purge": ["users"], "jobs": [{"name": JOB, "owner": "admin"}]},
        {"purge": ["users"], "protect": {"users": [OWNER]}},
    ],
)
def test_an_owner_of_nothing_that_stays_goes(world: World, options: dict[str, Any]) -> None:
    foretold = succeed(world, **PURGE_USERS, **options, check_mode=True)
    done = succeed(world, **PURGE_USERS, **options)
    assert foretold["calls"] == done["calls"] != []
    assert not succeed(world, **PURGE_USERS, **options)["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("options", [{}, {"profiles": [{"name": PROFILE}]}])
def test_the_credential_of_a_profile_that_stays(world: World, options: dict[str, Any], check_mode: bool) -> None:
    refused = fail(world, **PURGE_CREDENTIALS, **options, check_mode=check_mode)
    assert THE_PROFILE in refused["msg"]
    assert world.work == []


@pytest.mark.parametrize("options", [{}, {"directory_services": {"configuration": {"type": "MicrosoftOffice365"}}}])
def test_the_credential_of_the_directory_services(world: World, options: dict[str, Any]) -> None:
    content(world).profiles.profiles.clear()
    in_the_directory(world)
    refused = fail(world, **PURGE_CREDENTIALS, **options)
    assert THE_DIRECTORY in refused["msg"]
    assert world.work == []


def test_all_that_is_needed_is_reported_together(world: World) -> None:
    in_the_directory(world)
    options = {**PURGE_USERS, **PURGE_CREDENTIALS, "purge": ["users", "credentials"]}
    message = fail(world, **options)["msg"]
    assert all(sentence in message for sentence in (THE_JOB, THE_PROFILE, THE_DIRECTORY))


def test_a_credential_of_nothing_that_stays_goes(world: World) -> None:
    options = {**PURGE_CREDENTIALS, "profiles": [], "purge": ["credentials", "profiles"]}
    succeed(world, **options)
    assert not content(world).credentials


def test_nothing_is_asked_when_nothing_goes(world: World) -> None:
    everybody = [{"name": user.user_name} for user in content(world).users]
    succeed(world, users=everybody, purge=["users"])
    assert not {"GetJobs", "GetProfiles"} & set(asked(world))
