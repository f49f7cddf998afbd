# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One tenant of the simulated server, filled past the collection."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from tests.simulator import clock
from tests.simulator.contract import Call
from tests.simulator.schedules import parse_schedule
from tests.simulator.state.hosts import InstanceHost
from tests.simulator.state.instances import Credential, Instance, InstanceContent
from tests.simulator.state.jobs import Job
from tests.simulator.state.profiles import Profile
from tests.simulator.state.stores import Store, default_paths
from tests.simulator.state.users import User
from tests.unit.plugins.module_utils.server import Server

CREATED = datetime(2026, 1, 1, tzinfo=timezone.utc)

OFFICE_365 = {
    "type": "office365OpenIDConnect",
    "licensedExchangeOnlineUsersOnly": False,
    "enabledUsersOnly": False,
    "groups": None,
    "redirectUrl": None,
    "deleteUsers": False,
}
"""Directory services without their credential."""


class Tenant:
    """The instance `acme`. What is added is the simulator's own object, and shows what becomes of it."""

    def __init__(self, server: Server, instance_id: str = "acme") -> None:
        self.server = server
        self.instance: Instance = server.add_instance(instance_id)

    @property
    def content(self) -> InstanceContent:
        return self.instance.content

    @property
    def access(self) -> bool:
        """Service provider access."""
        return self.instance.archive_admin_enabled

    @access.setter
    def access(self, enabled: bool) -> None:
        self.instance.archive_admin_enabled = enabled

    @property
    def host(self) -> InstanceHost:
        return self.server.environment.host_of(self.instance)

    # Users

    @property
    def user_names(self) -> list[str]:
        return [user.user_name for user in self.content.users]

    def user(self, name: str) -> User:
        return self.content.users.find(name)

    def add_user(self, name: str, **fields: Any) -> User:
        user = User(name, **fields)
        self.content.users.add(user)
        for archive in user.folder_privileges:
            self.content.folders.make(archive)
        return user

    # Stores

    @property
    def stores(self) -> list[Store]:
        return list(self.content.stores.stores.values())

    def add_store(self, name: str, **fields: Any) -> Store:
        store = Store(0, name, *default_paths(rf"E:\Stores\{name}", None, None), **fields)
        self.content.stores.add(store)
        return store

    # Jobs

    @property
    def jobs(self) -> list[Job]:
        return list(self.content.jobs.jobs.values())

    def add_job(
        self, name: str, action: str = "VerifyStores", *, owner: str = "admin", enabled: bool = True, **schedule: Any
    ) -> Job:
        job = self.content.jobs.add(name, action, owner, parse_schedule(**schedule), CREATED)
        job.enabled = enabled
        return job

    def end_job(self, job: Job, result: str) -> None:
        """A run of the job that begins and ends now."""
        self.content.jobs.record(job, clock.now(), clock.now(), result)

    # Profiles

    @property
    def profiles(self) -> list[Profile]:
        return list(self.content.profiles.profiles.values())

    def add_profile(self, name: str, *, owner: str = "admin", **members: Any) -> Profile:
        return self.content.profiles.add(
            {
                "owner": owner,
                "type": "I",
                "connector": "IMAP",
                "name": name,
                "details": {"host": "imap.example.com", "timeout": "0", "password": "old"},
                "serverSideExecution": {"automatic": "false"},
                **members,
            }
        )

    def end_profile(
        self,
        profile: Profile | None,
        result: str = "succeeded",
        items: int = 5,
        *,
        started: datetime | None = None,
        user_name: str = "$archiveadmin",
    ) -> None:
        """A run of the profile, or of one that is not stored."""
        moment = started or clock.now()
        self.content.profiles.record(
            user_name=user_name,
            profile=profile,
            result=result,
            items_archived=items,
            started=moment,
            completed=moment,
            machine_name="HOST1",
        )

    def end_runs(self, result: str, items: int = 5, *, user_name: str = "$archiveadmin") -> None:
        """Runs of profiles end like this from now on; without a word they leave no result."""

        def end(call: Call) -> None:
            number = call.arguments.get("id")
            profile = None if number is None else self.content.profiles.find(int(number))
            if result:
                self.end_profile(profile, result, items, user_name=user_name)

        for function in ("RunProfile", "RunTemporaryProfile"):
            self.server.world.answer_with(function, end)

    # Credentials

    @property
    def credentials(self) -> list[Credential]:
        return list(self.content.credentials.values())

    def add_credential(self, description: str, **settings: Any) -> Credential:
        credential = Credential(self.content.next_credential_id, "Office365_Modern", description, settings)
        self.content.credentials[credential.credential_id] = credential
        self.content.next_credential_id += 1
        return credential


def rights(user: User) -> dict[str, list[str]]:
    """What the user may do in archives."""
    return {folder: list(words) for folder, words in user.folder_privileges.items()}
