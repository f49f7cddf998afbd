# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instances: configuration, lifecycle, statistics, and service provider access."""

from __future__ import annotations

import re
import secrets
import time
from typing import Any

from .. import assumptions
from ..contract import MANAGEMENT_SIDE, Call, Needs, flag, instance_function, json_text, string, system_function
from ..errors import ApiError, invalid_argument
from ..shapes import Flag, OrNull, Record, Text, required
from ..state.environment import Environment
from ..state.hosts import path_key
from ..state.instances import START_MODES, Instance, InstanceConfiguration
from .instance_filter import select_for_lifecycle, select_for_reading

INSTANCE_ID_PATTERN = r"[a-z][a-z0-9-]{2,31}"
CONFIGURATION = Record(
    {
        "instanceID": required(Text()),
        "alias": assumptions.key_to_reset(OrNull(Text())),
        "displayName": assumptions.key_to_reset(OrNull(Text())),
        "instanceHost": required(Text()),
        "startMode": required(Text(choices=START_MODES)),
        "baseDirectory": required(Text()),
        "debugLogEnabled": assumptions.key_to_reset(Flag(), False),
        "imapServerConnectionLogEnabled": assumptions.key_to_reset(Flag(), False),
        "vssWriterEnabled": assumptions.key_to_reset(Flag(), False),
        "vssWriterExcludeIndexes": assumptions.key_to_reset(Flag(), False),
    }
)


def configuration_from(config: dict[str, Any]) -> InstanceConfiguration:
    """A configuration from a checked config; an empty alias is none."""
    return InstanceConfiguration(
        instance_id=config["instanceID"],
        alias=assumptions.alias_as_stored(config["alias"]),
        display_name=config["displayName"],
        instance_host=config["instanceHost"],
        start_mode=config["startMode"],
        base_directory=config["baseDirectory"],
        debug_log_enabled=config["debugLogEnabled"],
        imap_server_connection_log_enabled=config["imapServerConnectionLogEnabled"],
        vss_writer_enabled=config["vssWriterEnabled"],
        vss_writer_exclude_indexes=config["vssWriterExcludeIndexes"],
    )


@system_function("GetInstances", string("instanceFilter"))
def get_instances(call: Call) -> Any:
    return [instance.row() for instance in select_for_reading(call.environment, call.text("instanceFilter"))]


@instance_function("GetInstanceConfiguration", needs=MANAGEMENT_SIDE)
def get_instance_configuration(call: Call, instance: Instance) -> Any:
    return instance.configuration.as_read()


@system_function("CreateInstance", json_text("config"), writes=True)
def create_instance(call: Call) -> Any:
    environment = call.environment
    config = call.structure("config", CONFIGURATION)
    configuration = configuration_from(config)
    _check_names(environment, configuration, is_new=True)
    _check_base_directory(environment, configuration)
    instance = Instance(configuration)
    instance.content.logged_activities = locked_activities(environment)
    environment.add_instance(instance)
    if assumptions.NEW_INSTANCE_IS_STARTED and configuration.start_mode == "automatic":
        environment.start(instance)


@system_function("SetInstanceConfiguration", json_text("config"), writes=True)
def set_instance_configuration(call: Call) -> Any:
    environment = call.environment
    configuration = configuration_from(call.structure("config", CONFIGURATION))
    instance = environment.find_instance(configuration.instance_id)
    if instance.has_process and not assumptions.RUNNING_INSTANCE_CAN_BE_RECONFIGURED:
        raise ApiError(assumptions.instance_running(instance.instance_id))
    _check_names(environment, configuration, is_new=False)
    _check_base_directory(environment, configuration)
    environment.set_alias(instance, configuration.alias)
    instance.configuration = configuration


def locked_activities(environment: Environment) -> tuple[str, ...]:
    """The activities that an instance logs from the start."""
    if environment.reaches("25.3"):
        return assumptions.LOCKED_ACTIVITIES_25_3
    return assumptions.LOCKED_ACTIVITIES_BEFORE_25_3


def _check_names(environment: Environment, configuration: InstanceConfiguration, is_new: bool) -> None:
    instance_id, alias = configuration.instance_id, configuration.alias
    _refuse_bad_name("instanceID", instance_id, INSTANCE_ID_PATTERN)
    if is_new and environment.owner_of_name(instance_id) is not None:
        raise ApiError(assumptions.already_exists("Instance", instance_id))
    if not alias:
        return
    _refuse_bad_name("alias", alias, assumptions.ALIAS_PATTERN)
    if environment.owner_of_name(alias) not in (None, instance_id):
        raise ApiError(assumptions.already_exists("Instance or alias", alias))


def _refuse_bad_name(name: str, value: str, pattern: str) -> None:
    if not re.fullmatch(pattern, value):
        raise invalid_argument(assumptions.invalid_value(name, value))


def _check_base_directory(environment: Environment, configuration: InstanceConfiguration) -> None:
    host = environment.find_host(configuration.instance_host)
    path = configuration.base_directory
    if not path_key(path):
        raise invalid_argument(assumptions.invalid_value("baseDirectory", path))
    if assumptions.BASE_DIRECTORY_MUST_EXIST and not host.directories.exists(path):
        raise ApiError(assumptions.not_found("Directory", path), "System.IO.DirectoryNotFoundException")


@system_function("StartInstances", string("instanceFilter"), flag("safeMode", nullable=True, since="24.2"), writes=True)
def start_instances(call: Call) -> Any:
    chosen = select_for_lifecycle(call.environment, call.text("instanceFilter"))
    _refuse_before(chosen)
    for instance in chosen:
        if instance.process is None:
            _start(call.environment, instance, call.flag("safeMode"))
        elif instance.is_frozen and assumptions.START_THAWS:
            instance.is_frozen = False
        elif assumptions.REPEATED_LIFECYCLE_CALL_IS_REFUSED:
            raise ApiError(assumptions.instance_running(instance.instance_id))
    _refuse_disabled(chosen)


def _start(environment: Environment, instance: Instance, safe_mode: bool) -> None:
    """Starts what may be started; a disabled instance says so in startStopError."""
    if instance.configuration.start_mode == "disabled":
        instance.start_stop_error = assumptions.instance_disabled(instance.instance_id)
        return
    environment.start(instance, safe_mode)


def _refuse_before(chosen: list[Instance]) -> None:
    disabled = [instance for instance in chosen if instance.configuration.start_mode == "disabled"]
    if disabled and not assumptions.OTHERS_ARE_STARTED_WHEN_ONE_CANNOT:
        raise ApiError(assumptions.instance_disabled(disabled[0].instance_id))


def _refuse_disabled(chosen: list[Instance]) -> None:
    errors = [i.start_stop_error for i in chosen if i.process is None and i.start_stop_error is not None]
    if errors:
        raise ApiError(errors[0])


@system_function("StopInstances", string("instanceFilter"), writes=True)
def stop_instances(call: Call) -> Any:
    chosen = select_for_lifecycle(call.environment, call.text("instanceFilter"))
    _refuse_frozen(chosen)
    for instance in chosen:
        if instance.process is not None:
            instance.stop(call.environment.settings.transition_ms)
        elif assumptions.REPEATED_LIFECYCLE_CALL_IS_REFUSED:
            raise ApiError(assumptions.instance_not_running(instance.instance_id))


@system_function("RestartInstances", string("instanceFilter"), writes=True)
def restart_instances(call: Call) -> Any:
    chosen = select_for_lifecycle(call.environment, call.text("instanceFilter"))
    _refuse_before(chosen)
    if not assumptions.RESTART_STARTS_STOPPED_INSTANCES:
        chosen = [instance for instance in chosen if instance.process is not None]
    _refuse_frozen(chosen)
    for instance in chosen:
        instance.stop(0)
        _start(call.environment, instance, safe_mode=False)
    _refuse_disabled(chosen)


def _refuse_frozen(chosen: list[Instance]) -> None:
    for instance in chosen:
        if instance.is_frozen and not assumptions.FROZEN_INSTANCE_CAN_BE_STOPPED:
            raise ApiError(assumptions.instance_frozen(instance.instance_id))


@system_function("FreezeInstances", string("instanceFilter"), writes=True)
def freeze_instances(call: Call) -> Any:
    chosen = select_for_lifecycle(call.environment, call.text("instanceFilter"))
    _refuse_stopped(chosen)
    _refuse_repetition(chosen, frozen=True)
    for instance in chosen:
        instance.is_frozen = instance.has_process


@system_function("ThawInstances", string("instanceFilter"), writes=True)
def thaw_instances(call: Call) -> Any:
    chosen = select_for_lifecycle(call.environment, call.text("instanceFilter"))
    _refuse_stopped(chosen)
    _refuse_repetition(chosen, frozen=False)
    for instance in chosen:
        instance.is_frozen = False


def _refuse_stopped(chosen: list[Instance]) -> None:
    for instance in chosen:
        if not instance.has_process and assumptions.FREEZE_OF_STOPPED_INSTANCE_IS_REFUSED:
            raise ApiError(assumptions.instance_not_running(instance.instance_id))


def _refuse_repetition(chosen: list[Instance], *, frozen: bool) -> None:
    for instance in chosen:
        if instance.is_frozen is frozen and not assumptions.FREEZE_CAN_BE_REPEATED:
            raise ApiError(assumptions.instance_frozen(instance.instance_id))


@system_function("DeleteInstances", string("instanceFilter"), writes=True)
def delete_instances(call: Call) -> Any:
    chosen = select_for_lifecycle(call.environment, call.text("instanceFilter"))
    for instance in chosen:
        if instance.process is not None and not assumptions.RUNNING_INSTANCE_CAN_BE_DELETED:
            raise ApiError(assumptions.instance_running(instance.instance_id))
    for instance in chosen:
        if assumptions.DELETED_INSTANCE_LEAVES_ITS_STORES:
            call.environment.host_of(instance).keep_files(instance.content.stores.stores.values())
        call.environment.remove_instance(instance)


@instance_function("GetInstanceStatistics", needs=MANAGEMENT_SIDE)
def get_instance_statistics(call: Call, instance: Instance) -> Any:
    if not instance.has_process:
        return assumptions.STATISTICS_OF_STOPPED_INSTANCE
    return instance.content.stores.statistics()


@instance_function("GetInstanceProcessLiveStatistics", needs=MANAGEMENT_SIDE)
def get_instance_process_live_statistics(call: Call, instance: Instance) -> Any:
    process = instance.process
    if process is None:
        return assumptions.STATISTICS_OF_STOPPED_INSTANCE
    process.calls += 1
    seconds = int(time.time() - process.started_at)
    return {
        "processUniqueID": process.unique_id,
        "timestamp": int(time.time() * 1000),
        "totalProcessorMilliseconds": 1500 + seconds * 12,
        "totalIOReadBytes": 9_000_000 + seconds * 40_000,
        "totalIOWriteBytes": 800_000 + seconds * 2_000,
        "totalIOOtherBytes": 300_000 + seconds * 600,
        "totalRemoteProcedureCalls": process.calls,
        "totalMessagesArchived": process.archived,
        "totalMessagesChecked": process.checked,
        "currentPrivateMemoryBytes": 320_114_688,
    }


_ACCESS_NEEDS = Needs.PROCESS if assumptions.ARCHIVE_ADMIN_NEEDS_PROCESS else Needs.NOTHING


@instance_function("GetArchiveAdminEnabled", needs=_ACCESS_NEEDS)
def get_archive_admin_enabled(call: Call, instance: Instance) -> Any:
    return assumptions.archive_admin_as_read(instance.archive_admin_enabled)


@instance_function("SetArchiveAdminEnabled", flag("enabled"), needs=_ACCESS_NEEDS, writes=True)
def set_archive_admin_enabled(call: Call, instance: Instance) -> Any:
    instance.archive_admin_enabled = call.flag("enabled")


@instance_function("CreateClientOneTimeUrlForArchiveAdmin", string("instanceUrl", nullable=True), writes=True)
def create_client_one_time_url_for_archive_admin(call: Call, instance: Instance) -> Any:
    given = call.text_or_none("instanceUrl")
    base_url = f"https://{call.environment.server_name}" if given is None else given
    return assumptions.one_time_url(base_url, instance.instance_id, secrets.token_urlsafe(24))
