# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many instances at once: built from their number when they are first looked at."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import clock
from .functions.instances import locked_activities
from .schedules import parse_schedule
from .shapes import ShapeError
from .state.environment import Environment
from .state.hosts import InstanceHost
from .state.instances import Instance, InstanceConfiguration, InstanceContent
from .state.stores import Store, default_paths
from .state.users import User

HOSTS = 10
_GIBIBYTE = 2**30


@dataclass(frozen=True)
class Fleet:
    """`instances` tenants with `users` users each, two stores, three jobs and a profile; access is on, all run."""

    instances: int
    users: int

    @classmethod
    def parse(cls, text: str) -> Fleet:
        match = re.fullmatch(r"(\d{1,6})x(\d{1,6})", text)
        if match is None:
            raise argparse.ArgumentTypeError(f"{text!r} is not of the form INSTANCESxUSERS, such as 2000x25")
        return cls(int(match.group(1)), int(match.group(2)))

    def add_to(self, environment: Environment) -> None:
        """Raises ShapeError when a name is taken."""
        activities = locked_activities(environment)
        created = clock.now() - timedelta(days=400)
        hosts = [self._add_host(environment, number) for number in range(1, HOSTS + 1)]
        for number in range(1, self.instances + 1):
            host = hosts[number % HOSTS]
            instance = self._instance(number, host, activities, created)
            for name in (instance.instance_id, instance.configuration.alias):
                if name and environment.owner_of_name(name) is not None:
                    raise ShapeError("fleet", f"the name {name!r} is already taken by an instance of the seed")
            host.directories.create(instance.configuration.base_directory)
            environment.add_instance(instance)
            environment.start(instance)

    @staticmethod
    def _add_host(environment: Environment, number: int) -> InstanceHost:
        host = InstanceHost(f"fleet{number:02}.example.com", 8472, f"{number:040X}")
        environment.hosts[host.server_name] = host
        return host

    def _instance(self, number: int, host: InstanceHost, activities: tuple[str, ...], created: datetime) -> Instance:
        configuration = InstanceConfiguration(
            instance_id=f"tenant-{number:04}",
            alias=f"t{number:04}",
            display_name=f"Tenant {number:04}",
            instance_host=host.server_name,
            start_mode="automatic",
            base_directory=f"E:\\Tenants\\tenant-{number:04}",
        )
        instance = Instance(configuration, self._builder(configuration, activities, created))
        instance.archive_admin_enabled = True
        return instance

    def _builder(
        self, configuration: InstanceConfiguration, activities: tuple[str, ...], created: datetime
    ) -> Callable[[], InstanceContent]:
        return lambda: _build_content(configuration, self.users, activities, created)


def _build_content(
    configuration: InstanceConfiguration, users: int, activities: tuple[str, ...], created: datetime
) -> InstanceContent:
    content = InstanceContent(logged_activities=activities)
    domain = f"{configuration.instance_id}.example.com"
    for year, state in (("2025", "normal"), ("2026", "current")):
        paths = default_paths(f"{configuration.base_directory}\\{year}", None, None)
        content.stores.add(Store(0, year, *paths, state, messages=40_000, size=4 * _GIBIBYTE))
    content.users.add(User("admin", "Administrator", privileges=("admin",)))
    for number in range(1, users):
        content.users.add(_build_user(number, domain))
        content.folders.make(f"user{number:03}/Inbox").messages = 100
    _add_jobs(content, created)
    return content


def _build_user(number: int, domain: str) -> User:
    name = f"user{number:03}"
    return User(
        user_name=name,
        full_name=f"User {number:03}",
        authentication="directoryServices",
        email_addresses=(f"{name}@{domain}",),
        privileges=("login",),
        folder_privileges={name: ("read",)},
    )


def _add_jobs(content: InstanceContent, created: datetime) -> None:
    for hour, action in enumerate(("VerifyStores", "RefreshAllStoreStatistics", "ProcessRetentionPolicies"), 1):
        schedule = parse_schedule(time_zone_id="W. Europe Standard Time", time=f"0{hour}:30")
        content.jobs.add(action, action, "admin", schedule, created)
    content.profiles.add(
        {
            "owner": "admin",
            "type": "I",
            "connector": "IMAP",
            "name": "Journal mailbox",
            "details": {"host": "imap.example.com", "userName": "journal", "password": "unused"},
            "serverSideExecution": {"automatic": "true", "automaticPauseBetweenExecutions": "300"},
        }
    )
