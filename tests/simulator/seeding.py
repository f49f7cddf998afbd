# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a seed file to an environment."""

from __future__ import annotations

import contextlib
import functools
import pickle
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from . import assumptions
from .errors import ApiError
from .functions.instances import configuration_from, locked_activities
from .functions.users import parse_login_privileges, parse_privileges
from .planted import planted_document
from .schedules import Schedule, parse_schedule
from .seed_form import SEED
from .shapes import ShapeError
from .state.administrators import Administrator
from .state.environment import Environment, Settings
from .state.hosts import ClientAccessServer, DirectoryTree, InstanceHost, path_key
from .state.instances import Credential, DirectoryEntry, Instance, InstanceContent
from .state.jobs import JobBook
from .state.profiles import ProfileBook
from .state.stores import Store, default_paths
from .state.users import ARCHIVE_ADMIN, User
from .yaml_text import read_yaml

SEEDS = Path(__file__).parent / "seeds"
PLANTED = "planted"
"""The seed that is no file, but made of its tenants and faults."""


def load_environment(seed: str, version: str) -> Environment:
    """The environment of a seed: `empty`, `demo`, `planted`, or the path of a YAML file.

    Raises ShapeError, which names the file and the place in it, and OSError for a file that cannot be read.
    """
    if seed == PLANTED:
        return build_environment(planted_document(), version)
    own = SEEDS / f"{seed}.yml"
    path = own if seed == own.stem and own.is_file() else Path(seed)
    title = f"seed {path}"
    document = pickle.loads(_own_document(path)) if path is own else read_yaml(path, title)  # noqa: S301  it is our own
    try:
        return build_environment(document, version)
    except ShapeError as error:
        raise ShapeError(title, str(error)) from None


@functools.cache
def _own_document(path: Path) -> bytes:
    """Of a seed that comes with the simulator; read once, since the tests start thousands of servers in one process."""
    return pickle.dumps(read_yaml(path, f"seed {path}"))


def build_environment(document: Any, version: str) -> Environment:
    """The environment of a seed's document; raises ShapeError, which names the place."""
    seed = SEED.check(document, "")
    settings, system = seed["settings"], seed["system"]
    environment = Environment(
        version=version,
        settings=Settings(settings["workMs"], settings["tokenLifetimeMs"], settings["transitionMs"]),
        server_name=system["serverName"],
        licensee_name=system["licenseeName"],
        licensee_id=system["licenseeID"],
        smtp=system["smtp"],
    )
    _add_administrators(environment, seed["administrators"])
    for kind in ("instanceHosts", "clientAccessServers"):
        _refuse_same_names(seed[kind], kind, "serverName")
    for entry in seed["instanceHosts"]:
        environment.hosts[assumptions.name_key(entry["serverName"])] = _host(entry)
    for entry in seed["clientAccessServers"]:
        environment.client_access_servers[assumptions.name_key(entry["serverName"])] = ClientAccessServer(
            entry["serverName"], entry["port"], entry["thumbprint"], entry["active"]
        )
    for index, entry in enumerate(seed["instances"]):
        _add_instance(environment, entry, f"instances[{index}]")
    return environment


def _add_administrators(environment: Environment, entries: list[dict[str, Any]]) -> None:
    if not entries:
        raise ShapeError("administrators", "at least one is needed")
    _refuse_same_names(entries, "administrators", "userName")
    if entries[0]["mfaStatus"] != assumptions.MFA_STATUS_OFF and entries[0]["apiPassword"] is None:
        raise ShapeError("administrators[0]", "with MFA the key 'apiPassword' is needed, or nobody can log in")
    for entry in entries:
        environment.administrators[assumptions.name_key(entry["userName"])] = Administrator(
            user_name=entry["userName"],
            password=entry["password"],
            full_name=entry["fullName"],
            email_address=entry["emailAddress"],
            mfa_status=entry["mfaStatus"],
            api_password=entry["apiPassword"],
        )


def _refuse_same_names(entries: list[dict[str, Any]], path: str, key: str) -> None:
    """Names are compared without regard to case, as the server does."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if assumptions.name_key(entry[key]) in seen:
            raise ShapeError(f"{path}[{index}].{key}", f"the name {entry[key]!r} is already taken")
        seen.add(assumptions.name_key(entry[key]))


@contextlib.contextmanager
def _at(path: str) -> Iterator[None]:
    """Names the place of what the server itself would refuse."""
    try:
        yield
    except ApiError as error:
        raise ShapeError(path, str(error)) from None


def _host(entry: dict[str, Any]) -> InstanceHost:
    host = InstanceHost(
        server_name=entry["serverName"],
        port=entry["port"],
        thumbprint=entry["thumbprint"],
        base_directory=entry["baseDirectory"],
        active=entry["active"],
        directories=DirectoryTree(assumptions.NEW_HOST_DRIVES),
    )
    for directory in entry["directories"]:
        host.directories.create(directory)
    for store_entry in entry["detachedStores"]:
        store = _store(store_entry)
        host.directories.create(store.database_path)
        host.detached_stores[path_key(store.database_path)] = store
    return host


def _add_instance(environment: Environment, entry: dict[str, Any], path: str) -> None:
    for name in (entry["instanceID"], entry["alias"]):
        if name and environment.owner_of_name(name) is not None:
            raise ShapeError(path, f"the name {name!r} is already taken")
    instance = Instance(configuration_from(entry))
    if assumptions.name_key(instance.configuration.instance_host) not in environment.hosts:
        raise ShapeError(f"{path}.instanceHost", f"{instance.configuration.instance_host!r} is no instance host")
    if not path_key(instance.configuration.base_directory):
        raise ShapeError(f"{path}.baseDirectory", f"{instance.configuration.base_directory!r} is no absolute path")
    host = environment.host_of(instance)
    host.directories.create(instance.configuration.base_directory)
    instance.archive_admin_enabled = entry["serviceProviderAccess"]
    _fill(environment, instance.content, entry, path)
    compliance = entry["compliance"]
    instance.content.legal_hold = compliance["legalHoldEnabled"]
    instance.content.admin_email_preview = compliance["adminEmailPreviewEnabled"]
    activities = {*locked_activities(environment), *compliance["logSuccessfulUserActivities"]}
    instance.content.logged_activities = tuple(sorted(activities))
    if entry["status"] != "stopped":
        environment.start(instance)
        instance.is_frozen = entry["status"] == "frozen"
    instance.start_stop_error = entry["startStopError"]
    environment.add_instance(instance)


def _fill(environment: Environment, content: InstanceContent, entry: dict[str, Any], path: str) -> None:
    host = environment.find_host(entry["instanceHost"])
    _refuse_same_names(entry["stores"], f"{path}.stores", "name")
    _refuse_same_names(entry["users"], f"{path}.users", "userName")
    if sum(store_entry["requestedState"] == "current" for store_entry in entry["stores"]) > 1:
        raise ShapeError(f"{path}.stores", "only one can be 'current'")
    for store_entry in entry["stores"]:
        store = _store(store_entry)
        content.stores.add(store)
        for directory in (store.database_path, store.content_path, store.index_path):
            host.directories.create(directory)
    for index, user_entry in enumerate(entry["users"]):
        with _at(f"{path}.users[{index}]"):
            content.users.add(_user(environment, user_entry))
    for folder_path, folder_entry in entry["folders"].items():
        folder = content.folders.make(folder_path)
        folder.messages, folder.size = folder_entry["messages"], folder_entry["size"]
    for index, job_entry in enumerate(entry["jobs"]):
        _check_owner(content, job_entry["owner"], f"{path}.jobs[{index}].owner")
        with _at(f"{path}.jobs[{index}].schedule"):
            schedule = _schedule(job_entry["schedule"])
        _add_job(content.jobs, job_entry, schedule)
    for index, profile_entry in enumerate(entry["profiles"]):
        _check_owner(content, profile_entry["owner"], f"{path}.profiles[{index}].owner")
        _add_profile(content.profiles, profile_entry, host.server_name.split(".")[0].upper())
    for credential_entry in entry["credentials"]:
        _add_credential(content, credential_entry)
    content.directory = [_directory_entry(person) for person in entry["directory"]]
    content.directory_services = entry["directoryServices"]
    content.smtp = entry["smtp"]
    content.includes_attachments_of_pdfs = entry["includeAttachmentsOfPDFs"]
    if entry["storeAutoCreate"]:
        content.auto_create = {**(assumptions.DEFAULT_AUTO_CREATE or {}), **entry["storeAutoCreate"]}


def _check_owner(content: InstanceContent, owner: str, path: str) -> None:
    if owner != ARCHIVE_ADMIN and content.users.get(owner) is None:
        raise ShapeError(path, f"{owner!r} is no user of this instance")


def _store(entry: dict[str, Any]) -> Store:
    database_path, content_path, index_path = default_paths(
        entry["databasePath"], entry["contentPath"], entry["indexPath"]
    )
    return Store(
        store_id=0,
        name=entry["name"],
        database_path=database_path,
        content_path=content_path,
        index_path=index_path,
        requested_state=entry["requestedState"],
        error=entry["error"],
        mended_by=tuple(entry["mendedBy"]),
        messages=entry["messages"],
        size=entry["size"],
        needs_upgrade=entry["needsUpgrade"],
        indexes_need_rebuild=entry["searchIndexesNeedRebuild"],
        recovery_records_broken=entry["recoveryRecordsBroken"],
    )


def _user(environment: Environment, entry: dict[str, Any]) -> User:
    login = entry["loginPrivileges"]
    return User(
        user_name=entry["userName"],
        full_name=entry["fullName"],
        distinguished_name=entry["distinguishedName"],
        authentication=entry["authentication"],
        mfa_status=entry["mfaStatus"],
        email_addresses=tuple(entry["emailAddresses"]),
        pop3_user_names=tuple(entry["pop3UserNames"]),
        privileges=parse_privileges(",".join(entry["privileges"] or ["none"])),
        login_privileges=None if login is None else parse_login_privileges(environment, ",".join(login or ["none"])),
        folder_privileges={folder: tuple(words) for folder, words in entry["privilegesOnFolders"].items()},
        password=entry["password"],
        app_passwords=entry["appPasswords"],
    )


def _directory_entry(entry: dict[str, Any]) -> DirectoryEntry:
    return DirectoryEntry(
        user_name=entry["userName"],
        full_name=entry["fullName"],
        distinguished_name=entry["distinguishedName"],
        email_addresses=tuple(entry["emailAddresses"]),
        groups=tuple(entry["groups"]),
        enabled=entry["enabled"],
    )


def _schedule(parts: dict[str, Any]) -> Schedule:
    return parse_schedule(
        time_zone_id=parts["timeZoneId"],
        date=parts["date"],
        interval=parts["interval"],
        time=parts["time"],
        day_of_week=parts["dayOfWeek"],
        day_of_month=parts["dayOfMonth"],
    )


def _add_job(jobs: JobBook, entry: dict[str, Any], schedule: Schedule) -> None:
    job = jobs.add(entry["name"], entry["action"], entry["owner"], schedule, entry["created"])
    job.enabled = entry["enabled"]
    for runs in entry["runs"]:
        for started, completed in _moments(runs):
            jobs.record(job, started, completed, runs["result"])


def _add_profile(profiles: ProfileBook, entry: dict[str, Any], machine_name: str) -> None:
    profile = profiles.add(entry)
    for runs in entry["runs"]:
        for started, completed in _moments(runs):
            profiles.record(
                user_name=profile.owner,
                profile=profile,
                result=runs["result"],
                items_archived=runs["items"],
                started=started,
                completed=completed,
                machine_name=machine_name,
            )


def _moments(runs: dict[str, Any]) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of each run of a series."""
    moment: datetime = runs["from"]
    while moment < runs["to"]:
        yield moment, moment + timedelta(seconds=runs["seconds"])
        moment += timedelta(seconds=runs["every"])


def _add_credential(content: InstanceContent, entry: dict[str, Any]) -> None:
    settings = {
        "ApplicationId": entry["applicationId"],
        "TenantId": entry["tenantId"],
        "CertificateThumbprint": entry["certificateThumbprint"],
        "CertificateExpirationDate": entry["certificateExpires"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    credential = Credential(content.next_credential_id, entry["type"], entry["description"], settings)
    content.credentials[credential.credential_id] = credential
    content.next_credential_id += 1
