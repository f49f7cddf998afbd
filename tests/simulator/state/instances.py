# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instances: their configuration, their process, and what they hold."""

from __future__ import annotations

import copy
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .. import assumptions
from ..errors import ApiError
from .folders import Folder
from .jobs import JobBook
from .profiles import ProfileBook
from .stores import StoreShelf
from .users import ARCHIVE_ADMIN, User, UserList

START_MODES = ("automatic", "manual", "disabled")


@dataclass
class InstanceConfiguration:
    """The keys of CreateInstance, in the order in which they are read back."""

    instance_id: str
    alias: str | None
    display_name: str | None
    instance_host: str
    start_mode: str
    base_directory: str
    debug_log_enabled: bool = False
    imap_server_connection_log_enabled: bool = False
    vss_writer_enabled: bool = True
    vss_writer_exclude_indexes: bool = False

    def as_read(self) -> dict[str, Any]:
        return {
            "instanceID": self.instance_id,
            "alias": self.alias,
            "displayName": self.display_name,
            "instanceHost": self.instance_host,
            "startMode": self.start_mode,
            "baseDirectory": self.base_directory,
            "debugLogEnabled": self.debug_log_enabled,
            "imapServerConnectionLogEnabled": self.imap_server_connection_log_enabled,
            "vssWriterEnabled": self.vss_writer_enabled,
            "vssWriterExcludeIndexes": self.vss_writer_exclude_indexes,
        }


@dataclass
class DirectoryEntry:
    """A person in the tenant's directory, whom a sync may make a user."""

    user_name: str
    full_name: str | None = None
    distinguished_name: str | None = None
    email_addresses: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    enabled: bool = True


@dataclass
class Credential:
    credential_id: int
    kind: str
    description: str
    settings: dict[str, Any]

    def row(self) -> dict[str, Any]:
        """[observed] the only PascalCase answer."""
        return {
            "ID": self.credential_id,
            "Type": self.kind,
            "Description": self.description,
            "Settings": dict(self.settings),
        }


OTHERS: dict[str, Callable[[], Any]] = {}
"""How that begins which the functions of a single file keep in an instance: the file adds it here, by its noun. Several
objects have the plural of the noun, and are a mapping from their ids."""


@dataclass
class InstanceContent:
    """What the databases of an instance hold."""

    stores: StoreShelf = field(default_factory=StoreShelf)
    users: UserList = field(default_factory=UserList)
    archive_admin: User = field(default_factory=lambda: User(ARCHIVE_ADMIN, privileges=("admin",)))
    folders: Folder = field(default_factory=Folder)
    jobs: JobBook = field(default_factory=JobBook)
    profiles: ProfileBook = field(default_factory=ProfileBook)
    credentials: dict[int, Credential] = field(default_factory=dict)
    next_credential_id: int = 1
    directory: list[DirectoryEntry] = field(default_factory=list)
    directory_services: dict[str, Any] | None = None
    smtp: dict[str, Any] | None = None
    legal_hold: bool = False
    admin_email_preview: bool = False
    logged_activities: tuple[str, ...] = ()
    attachment_extensions: Any = None
    includes_attachments_of_pdfs: bool = False
    auto_create: Any = field(default_factory=lambda: copy.copy(assumptions.DEFAULT_AUTO_CREATE))
    others: dict[str, Any] = field(default_factory=lambda: {noun: begin() for noun, begin in OTHERS.items()})


def _seconds() -> float:
    """The present moment, asked for anew: the module `time` may stand for a simulated one."""
    return time.time()


@dataclass
class Process:
    """The running process of an instance."""

    process_id: int
    safe_mode: bool = False
    unique_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    started_at: float = field(default_factory=_seconds)
    calls: int = 0
    archived: int = 0
    checked: int = 0


class Instance:
    """An instance; its content is built when it is first looked at, so that large fleets stay lean."""

    def __init__(
        self, configuration: InstanceConfiguration, build_content: Callable[[], InstanceContent] = InstanceContent
    ) -> None:
        self.configuration = configuration
        self.process: Process | None = None
        self.is_frozen = False
        self.start_stop_error: str | None = None
        self.archive_admin_enabled = False
        self._build_content: Callable[[], InstanceContent] | None = build_content
        self._content: InstanceContent | None = None
        self._transition_word = ""
        self._transition_ends = 0.0

    @property
    def instance_id(self) -> str:
        return self.configuration.instance_id

    @property
    def content(self) -> InstanceContent:
        if self._content is None:
            self._content = (self._build_content or InstanceContent)()
            self._build_content = None
        return self._content

    @property
    def has_content(self) -> bool:
        """False for a member of a fleet that nobody has looked at."""
        return self._content is not None

    @property
    def in_transition(self) -> bool:
        return time.monotonic() < self._transition_ends

    @property
    def has_process(self) -> bool:
        return self.process is not None and not self.in_transition

    @property
    def status(self) -> str:
        if self.in_transition:
            return self._transition_word
        if self.process is None:
            return assumptions.STATUS_STOPPED
        if self.is_frozen:
            return assumptions.STATUS_FROZEN
        return assumptions.STATUS_IN_SAFE_MODE if self.process.safe_mode else "running"

    def start(self, process_id: int, safe_mode: bool, transition_ms: int) -> None:
        self.process = Process(process_id, safe_mode)
        self.start_stop_error = None
        self._begin_transition(assumptions.STATUS_STARTING, transition_ms)

    def stop(self, transition_ms: int) -> None:
        self.process = None
        self.is_frozen = False
        self.start_stop_error = None
        self._begin_transition(assumptions.STATUS_STOPPING, transition_ms)

    def _begin_transition(self, word: str, milliseconds: int) -> None:
        self._transition_word = word
        self._transition_ends = time.monotonic() + milliseconds / 1000 if milliseconds else 0.0

    def refuse_safe_mode(self) -> None:
        """Profiles and jobs do not run in safe mode [documented]."""
        if self.process is not None and self.process.safe_mode and assumptions.SAFE_MODE_REFUSES_RUNS:
            raise ApiError(assumptions.instance_in_safe_mode(self.instance_id))

    def row(self) -> dict[str, Any]:
        configuration = self.configuration
        return {
            "instanceID": configuration.instance_id,
            "alias": configuration.alias,
            "displayName": configuration.display_name,
            "instanceHost": configuration.instance_host,
            "startMode": configuration.start_mode,
            "processID": (
                assumptions.PROCESS_ID_OF_STOPPED_INSTANCE if self.process is None else self.process.process_id
            ),
            "status": self.status,
            "startStopError": self.start_stop_error,
        }

    def archive_admin(self) -> User | None:
        """The account of the service provider: a user as long as access is on."""
        return self.content.archive_admin if self.archive_admin_enabled else None

    def owns_anything(self, user: User) -> bool:
        """Whether jobs run as this user, or profiles do."""
        owners = [job.owner for job in self.content.jobs.jobs.values()]
        owners += [profile.owner for profile in self.content.profiles.profiles.values()]
        return assumptions.name_key(user.user_name) in map(assumptions.name_key, owners)

    def find_user(self, name: str) -> User:
        """A user to read; $archiveadmin is one as long as access is on."""
        archive_admin = self.archive_admin() if assumptions.name_key(name) == ARCHIVE_ADMIN else None
        return archive_admin or self.content.users.find(name)

    def find_changeable_user(self, name: str) -> User:
        if assumptions.name_key(name) == ARCHIVE_ADMIN and not assumptions.ARCHIVE_ADMIN_CAN_BE_CHANGED:
            raise ApiError(f"User '{ARCHIVE_ADMIN}' cannot be changed.")
        return self.find_user(name)
