# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The whole installation: the system's servers, administrators and instances."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from .. import assumptions
from ..errors import ApiError
from ..versions import FULL_VERSIONS, NEWEST_VERSION, reaches
from .administrators import Administrator
from .hosts import ClientAccessServer, InstanceHost
from .instances import Instance


@dataclass
class Settings:
    """How the simulator behaves in time, in milliseconds."""

    work_ms: int = assumptions.DEFAULT_WORK_MS
    token_lifetime_ms: int = assumptions.TOKEN_LIFETIME_MS
    transition_ms: int = 0
    """How long an instance takes to come up or go down."""


@dataclass
class Environment:
    version: str = NEWEST_VERSION
    settings: Settings = field(default_factory=Settings)
    server_name: str = "spe.example.com"
    licensee_name: str = "Example Provider GmbH"
    licensee_id: int = 12345
    management_thumbprint: str = "00112233445566778899AABBCCDDEEFF00112233"
    smtp: dict[str, Any] | None = None
    administrators: dict[str, Administrator] = field(default_factory=dict)
    hosts: dict[str, InstanceHost] = field(default_factory=dict)
    client_access_servers: dict[str, ClientAccessServer] = field(default_factory=dict)
    instances: dict[str, Instance] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """Instance id by alias."""
    branding_reloads: int = 0
    _process_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(4100, 4))

    @property
    def full_version(self) -> str:
        return FULL_VERSIONS[self.version]

    def reaches(self, version: str) -> bool:
        """Whether this server is of that version or newer."""
        return reaches(self.version, version)

    def find_instance(self, instance_id: str) -> Instance:
        instance = self.instances.get(instance_id)
        if instance is None:
            raise ApiError(assumptions.instance_not_found(instance_id))
        return instance

    def find_host(self, server_name: str) -> InstanceHost:
        host = self.hosts.get(assumptions.name_key(server_name))
        if host is None:
            raise ApiError(assumptions.not_found("Instance host", server_name))
        return host

    def host_of(self, instance: Instance) -> InstanceHost:
        return self.find_host(instance.configuration.instance_host)

    def find_administrator(self, user_name: str) -> Administrator:
        administrator = self.administrators.get(assumptions.name_key(user_name))
        if administrator is None:
            raise ApiError(assumptions.not_found("System administrator", user_name))
        return administrator

    def add_instance(self, instance: Instance) -> None:
        self.instances[instance.instance_id] = instance
        self.set_alias(instance, instance.configuration.alias)

    def remove_instance(self, instance: Instance) -> None:
        self.set_alias(instance, None)
        del self.instances[instance.instance_id]

    def set_alias(self, instance: Instance, alias: str | None) -> None:
        former = instance.configuration.alias
        if former and self.aliases.get(former) == instance.instance_id:
            del self.aliases[former]
        instance.configuration.alias = alias
        if alias:
            self.aliases[alias] = instance.instance_id

    def owner_of_name(self, name: str) -> str | None:
        """The id of the instance that has this name as its id or as its alias."""
        return name if name in self.instances else self.aliases.get(name)

    def instances_on(self, server_name: str) -> list[Instance]:
        return [
            i
            for i in self.instances.values()
            if assumptions.name_key(i.configuration.instance_host) == assumptions.name_key(server_name)
        ]

    def start(self, instance: Instance, safe_mode: bool = False) -> None:
        instance.start(next(self._process_ids), safe_mode, self.settings.transition_ms)
