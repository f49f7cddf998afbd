# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instances: one a tenant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .._api.errors import InputError
from .._api.parallel import parallel_map
from .._engine.calls import Call
from .._engine.canonical import host_name
from .._engine.creators import CreateByConfiguration
from .._engine.export import (
    Exported,
    ExportScope,
    shown_options,
    without_exposed_secrets,
    without_new_values,
    without_nothing,
)
from .._engine.field_types import Boolean, Choice, ConfiguredText, HostName, RequiredPath
from .._engine.keys import snake_case
from .._engine.listing import rows_of
from .._engine.not_none import not_none
from .._engine.plan import Plan
from .._engine.read import detail_of, list_rows
from .._engine.resource import ApiObject, Field, Read, ReadOnly, Resource
from .._engine.rows import Rows
from .._engine.snapshot import Snapshot
from .._engine.writers import ConfigurationSetter, Immutable
from .assumptions import EMPTY_ALIAS_IS_READ_AS, INSTANCE_DEFAULTS, STATUS_RUNNING, STATUS_STOPPED

#: 3 to 32 of a-z, 0-9 and the dash, first a letter (documented).
INSTANCE_ID = re.compile(r"[a-z][a-z0-9-]{2,31}")
#: A name or an address of a host: no blank, and nothing that a filter gives a meaning.
HOST_NAME = re.compile(r"[\w-][\w.:-]*")
START_MODES = ("automatic", "manual", "disabled")

_CONFIGURATION = ConfigurationSetter("SetInstanceConfiguration", keys=("instanceID", *INSTANCE_DEFAULTS))
_FIXED = Immutable(
    "the server does not move the files: stop the instance, move its files yourself, and then set allow_move: true."
)

INSTANCE = Resource(
    noun="instance",
    plural="instances",
    identity="instance_id",
    identity_key="instanceID",
    listing=Read("GetInstances", {"instanceFilter": "*"}, by="instanceFilter"),
    detail=Read("GetInstanceConfiguration", by="instanceID"),
    reference={"instanceFilter": "instanceID"},
    create=CreateByConfiguration("CreateInstance", defaults=INSTANCE_DEFAULTS),
    delete="DeleteInstances",
    read_only=ReadOnly(
        always=("process_id", "status", "start_stop_error"), sometimes=("statistics", "live_statistics")
    ),
    fields=(
        Field("alias", ConfiguredText(), on_create=True, writer=_CONFIGURATION),
        Field("display_name", ConfiguredText(), on_create=True, writer=_CONFIGURATION),
        Field("instance_host", HostName(), on_create=True, writer=_FIXED),
        Field("start_mode", Choice(), on_create=True, writer=_CONFIGURATION),
        Field("base_directory", RequiredPath(), on_create=True, detail=True, writer=_FIXED),
        Field("debug_log_enabled", Boolean(), on_create=True, detail=True, writer=_CONFIGURATION),
        Field("imap_server_connection_log_enabled", Boolean(), on_create=True, detail=True, writer=_CONFIGURATION),
        Field("vss_writer_enabled", Boolean(), on_create=True, detail=True, writer=_CONFIGURATION),
        Field("vss_writer_exclude_indexes", Boolean(), on_create=True, detail=True, writer=_CONFIGURATION),
    ),
)


def exported_instance(configuration: ApiObject, scope: ExportScope) -> Exported:
    """The options that describe the configuration of an instance, which has its ID elsewhere."""
    exported = without_nothing(shown_options(INSTANCE, configuration))
    if not scope.defaults:
        exported = without_new_values(INSTANCE, exported, shown_options(INSTANCE, INSTANCE_DEFAULTS).options)
    return without_exposed_secrets(exported)


def is_exact_id(text: str | None) -> bool:
    """Whether the text is one instance ID, and no filter that reaches further."""
    return INSTANCE_ID.fullmatch(text or "") is not None


def require_instance_id(instance_id: str | None, option: str = "instance_id") -> None:
    """Raises InputError unless it is one exact ID: what goes into an instanceFilter must never reach further."""
    if not is_exact_id(instance_id):
        raise InputError(
            f"{option}: {instance_id!r} is not an instance ID; it has 3 to 32 characters of a-z, 0-9 and the dash, and"
            " starts with a letter."
        )


def instance_row(snapshot: Snapshot, instance_id: str) -> ApiObject | None:
    """The row of GetInstances of exactly that id; None when there is none."""
    rows = list_rows(INSTANCE, snapshot, {}, instance_id)
    return next((row for row in rows if row["instanceID"] == instance_id), None)


def answers_of_running_instance(calls: Iterable[Call]) -> dict[str, Any]:
    """What a new instance reads as that these calls make and start, as far as a plan looks at it."""
    sent = next(call.arguments["config"] for call in calls if call.function == "CreateInstance")
    configuration = {**INSTANCE_DEFAULTS, **sent}
    configuration["alias"] = configuration["alias"] or EMPTY_ALIAS_IS_READ_AS
    row = {**configuration, "status": STATUS_RUNNING, "processID": 0, "startStopError": None}
    return {INSTANCE.listing.function: Rows([row]), not_none(INSTANCE.detail).function: configuration}


def instance_resource(*, allow_move: bool) -> Resource:
    """The noun with its host and directory fixed, or not."""
    if not allow_move:
        return INSTANCE
    return INSTANCE.with_field("instance_host", writer=_CONFIGURATION).with_field(
        "base_directory", writer=_CONFIGURATION
    )


def read_instances(
    snapshot: Snapshot,
    instance_id: str | None,
    *,
    host: str | None = None,
    status: str | None = None,
    parallel: int,
    configuration: bool,
    statistics: bool,
    live_statistics: bool,
) -> list[dict[str, Any]]:
    """All instances, one, or those of a host and of a status, as results show them, each with the costly reads that
    were requested."""
    functions = {
        "statistics": "GetInstanceStatistics" if statistics else "",
        "live_statistics": "GetInstanceProcessLiveStatistics" if live_statistics else "",
    }

    def read(row: ApiObject) -> dict[str, Any]:
        api_object = detail_of(INSTANCE, row, snapshot, {}) if configuration else row
        shown = INSTANCE.shown(api_object, row["instanceID"])
        running = row["status"] == STATUS_RUNNING
        for key, function in functions.items():
            if function:
                shown[key] = _snake_keys(snapshot, function, row["instanceID"]) if running else None
        return shown

    if instance_id is not None:
        rows = rows_of(INSTANCE, snapshot, {}, instance_id)
    else:
        rows = snapshot.read("GetInstances", {"instanceFilter": reading_filter(host, status)}) or []
    return parallel_map(read, [row for row in rows if _is_chosen(row, host, status)], parallel)


def reading_filter(host: str | None, status: str | None) -> str:
    """The narrowest filter that is known (documented) and finds all that are meant; never for what changes anything."""
    if host is not None:
        return f"*{host}"
    return f"* .{status.casefold()}" if status and status.casefold() in (STATUS_RUNNING, STATUS_STOPPED) else "*"


def require_host_name(host: str) -> None:
    """Raises InputError for what is not the name of one host: a filter must not reach further than it says."""
    if not HOST_NAME.fullmatch(host):
        raise InputError(
            f"instance_host: {host!r} is not the name of a host; write it as spe_instance_host_info shows it."
        )


def _is_chosen(row: ApiObject, host: str | None, status: str | None) -> bool:
    """Whether a filter that the server may understand in another way has found what was meant."""
    is_on_host = host is None or host_name(row["instanceHost"]) == host_name(host)
    return is_on_host and (status is None or has_status(row, [status]))


def has_status(row: ApiObject, statuses: Iterable[str]) -> bool:
    """Whether the instance of this row has one of the statuses; upper and lower case make no difference."""
    return str(row["status"]).casefold() in {status.casefold() for status in statuses}


def _snake_keys(snapshot: Snapshot, function: str, instance_id: str) -> dict[str, Any] | None:
    answer = snapshot.read(function, {"instanceID": instance_id})
    return {snake_case(key): value for key, value in answer.items()} if answer else None


#: How a playbook does it.
THAW = "community.mailstore.spe_instance_control with state: thawed"


def refuse_taken_names(plan: Plan, snapshot: Snapshot) -> None:
    """Ids and aliases are both parts of URLs: a new one must be free in both name spaces (documented)."""
    instance_id = plan.desired.name
    alias = (plan.after or {}).get("alias")
    names = [name for name in (instance_id if plan.before is None else None, alias) if name]
    if not names:
        return
    for row in snapshot.read("GetInstances", {"instanceFilter": "*"}) or []:
        other = row["instanceID"]
        if other == instance_id:
            continue
        for name in names:
            # The case of letters makes no difference in a URL that people type.
            if name.casefold() in (other, (row["alias"] or "").casefold()):
                what = "id" if name.casefold() == other else "alias"
                raise InputError(
                    f"{name!r} cannot be used for the instance {instance_id!r}: it is already the {what} of the"
                    f" instance {other!r}; choose another."
                )
