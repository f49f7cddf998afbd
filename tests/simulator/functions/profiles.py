# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Archiving profiles, their runs and the results of these."""

from __future__ import annotations

import re
from typing import Any

from .. import assumptions, clock
from ..contract import Call, flag, instance_function, json_text, number, string
from ..errors import ApiError, invalid_argument, missing_argument, out_of_range
from ..long_work import LongWork, Outcome
from ..shapes import Anything, MapOf, Record, Text, optional, required
from ..state.instances import Instance
from ..state.profiles import Profile
from ..state.users import ARCHIVE_ADMIN

_PROPERTIES = Record(
    {
        "owner": required(Text()),
        "type": required(Text()),
        "connector": required(Text()),
        "name": required(Text()),
        "details": required(MapOf(Anything())),
        "serverSideExecution": optional(MapOf(Anything()), dict),
    }
)
_MAINTENANCE_WINDOW = r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d"
_LONGEST_PAUSE = 2**31 - 1
_ITEMS_OF_A_RUN = 5


def _require_raw(call: Call) -> None:
    """Only true works [observed]."""
    if not call.flag("raw"):
        raise invalid_argument(assumptions.invalid_value("raw", "false"))


def _properties_of(call: Call, instance: Instance) -> dict[str, Any]:
    properties: dict[str, Any] = call.structure("properties", _PROPERTIES)
    if assumptions.PROFILE_OWNER_MUST_EXIST:
        instance.find_user(properties["owner"])
    return properties


@instance_function("GetProfiles", flag("raw"))
def get_profiles(call: Call, instance: Instance) -> Any:
    _require_raw(call)
    return [profile.row() for profile in instance.content.profiles.profiles.values()]


@instance_function("CreateProfile", json_text("properties"), flag("raw"), writes=True)
def create_profile(call: Call, instance: Instance) -> Any:
    _require_raw(call)
    profile = instance.content.profiles.add(_properties_of(call, instance))
    return assumptions.created_profile_result(profile.profile_id, profile.row())


@instance_function("DeleteProfile", number("id"), writes=True)
def delete_profile(call: Call, instance: Instance) -> Any:
    profile = instance.content.profiles.find(call.whole_number("id"))
    del instance.content.profiles.profiles[profile.profile_id]


@instance_function(
    "SetProfileServerSideExecution",
    number("id"),
    flag("automatic"),
    number("automaticPauseBetweenExecutions", nullable=True),
    string("automaticMaintenanceWindows", nullable=True),
    writes=True,
    since="24.2",
)
def set_profile_server_side_execution(call: Call, instance: Instance) -> Any:
    """automatic=true without windows leaves them unset; automatic=false keeps them [documented]."""
    profile = instance.content.profiles.find(call.whole_number("id"))
    pause = call.whole_number_or_none("automaticPauseBetweenExecutions")
    window = call.text_or_none("automaticMaintenanceWindows")
    if call.flag("automatic") and pause is None:
        raise missing_argument("automaticPauseBetweenExecutions")
    if pause is not None and not 0 <= pause <= _LONGEST_PAUSE:
        raise out_of_range()
    if window is not None and not re.fullmatch(_MAINTENANCE_WINDOW, window):
        raise invalid_argument(assumptions.invalid_value("automaticMaintenanceWindows", window))
    execution, automatic = profile.server_side_execution, call.flag("automatic")
    execution["automatic"] = assumptions.execution_value_as_stored(automatic)
    if automatic:
        execution.pop("automaticMaintenanceWindows", None)
    if automatic or assumptions.SWITCHING_OFF_TAKES_NEW_VALUES:
        _store_execution(execution, pause, window)
    profile.version += 1


def _store_execution(execution: dict[str, Any], pause: int | None, window: str | None) -> None:
    if pause is not None:
        execution["automaticPauseBetweenExecutions"] = assumptions.execution_value_as_stored(pause)
    if window is not None:
        execution["automaticMaintenanceWindows"] = window


@instance_function("RunProfile", number("id"), writes=True)
def run_profile(call: Call, instance: Instance) -> Any:
    profile = instance.content.profiles.find(call.whole_number("id"))
    return _run(call, instance, profile, is_stored=True)


@instance_function("RunTemporaryProfile", json_text("properties"), flag("raw"), writes=True)
def run_temporary_profile(call: Call, instance: Instance) -> Any:
    _require_raw(call)
    properties = _properties_of(call, instance)
    profile = Profile(
        profile_id=0,
        version=0,
        owner=properties["owner"],
        kind=properties["type"],
        connector=properties["connector"],
        name=properties["name"],
        details=properties["details"],
        server_side_execution={},
    )
    return _run(call, instance, profile, is_stored=False)


def _run(call: Call, instance: Instance, profile: Profile, is_stored: bool) -> LongWork:
    instance.refuse_safe_mode()
    started = clock.now()
    machine = call.environment.host_of(instance).server_name.split(".")[0].upper()

    def finish() -> Outcome:
        items = _archive(instance, profile)
        result = "failed" if items is None else "succeeded"
        instance.content.profiles.record(
            user_name=assumptions.USER_OF_RUNS,
            profile=profile if is_stored or not assumptions.TEMPORARY_RUNS_NAME_NO_PROFILE else None,
            result=result,
            items_archived=items or 0,
            started=started,
            completed=clock.now(),
            machine_name=machine,
        )
        log = f"Profile '{profile.name}': {result}, {items or 0} messages archived.\r\n"
        if items is None and assumptions.RUN_PROFILE_FAILS_WITH_ITS_RUN:
            raise ApiError(log.strip())
        return Outcome(assumptions.RUN_PROFILE_RESULT, log)

    return LongWork(("Connecting to the mail server", "Reading folders", "Archiving messages"), finish)


def _archive(instance: Instance, profile: Profile) -> int | None:
    """Archives a few messages; None when the mail server does not answer or no store takes messages."""
    store = instance.content.stores.current()
    if store is None or profile.mail_server.endswith(assumptions.UNREACHABLE_DOMAIN):
        return None
    store.messages += _ITEMS_OF_A_RUN
    store.size += _ITEMS_OF_A_RUN * 75_000
    target = str(profile.details.get("targetUserFolder") or profile.owner)
    folder = instance.content.folders.make(f"{target}/Inbox")
    folder.messages += _ITEMS_OF_A_RUN
    folder.size += _ITEMS_OF_A_RUN * 75_000
    if instance.process is not None:
        instance.process.archived += _ITEMS_OF_A_RUN
        instance.process.checked += _ITEMS_OF_A_RUN
    return _ITEMS_OF_A_RUN


@instance_function(
    "GetWorkerResults",
    string("fromIncluding"),
    string("toExcluding"),
    string("timeZoneID"),
    number("profileID", nullable=True),
    string("userName", nullable=True),
)
def get_worker_results(call: Call, instance: Instance) -> Any:
    """Answers at once for a narrow window, with a token for a wide one [observed]."""
    window = clock.Window.parse(call.text("fromIncluding"), call.text("toExcluding"), call.text("timeZoneID"))
    profile_id, user_name = call.whole_number_or_none("profileID"), call.text_or_none("userName")
    if profile_id is not None and profile_id < 1:
        raise out_of_range()
    # [documented] the filter must equal the current user, which is $archiveadmin here
    if user_name is not None and user_name != ARCHIVE_ADMIN:
        raise out_of_range()

    def finish() -> Outcome:
        return Outcome(
            [
                result.row(window.zone)
                for result in instance.content.profiles.kept_results(clock.now())
                if window.contains(result.started)
                and profile_id in (None, result.profile_id)
                and user_name in (None, result.user_name)
            ]
        )

    if window.days <= assumptions.WIDE_WINDOW_DAYS:
        return finish()
    return LongWork(("Reading results", "Sorting out"), finish)


@instance_function("GetWorkerResultReport", number("id"), since="24.2")
def get_worker_result_report(call: Call, instance: Instance) -> Any:
    result_id = call.whole_number("id")
    for result in instance.content.profiles.kept_results(clock.now()):
        if result.result_id == result_id:
            name = result.profile_name or "(temporary profile)"
            return assumptions.worker_result_report(name, result.result, result.items_archived)
    raise ApiError(assumptions.not_found("Worker result", result_id))
