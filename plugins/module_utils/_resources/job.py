# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs of an instance: management commands on a schedule."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial
from typing import Any

from .._api.assumptions import minutes_as_read
from .._api.errors import FunctionFailed, InputError
from .._api.masking import secret_values
from .._api.one_line import joined_by_and
from .._engine.creators import CreateByArguments
from .._engine.entry import ArgumentSpec, Entry, Noun, check_fields
from .._engine.export import Exported, ExportScope, UnreadSecret
from .._engine.field_types import Boolean, DateAndTime, FieldType, Number, RequiredText, Text, TimeOfDay, TimeZone
from .._engine.free_values import elements_of
from .._engine.item import Item
from .._engine.mistakes import after_all, check_all
from .._engine.not_none import not_none
from .._engine.plan import Plan, refuse_incomplete
from .._engine.read import Observed
from .._engine.resource import ApiObject, Field, Read, ReadOnly, Rename, Resource, Switch
from .._engine.snapshot import Snapshot
from .._engine.writers import OwnSetter, Replacement, SharedSetter
from .assumptions import LOCAL_TIME_ZONE, day_of_month_as_read
from .job_command import arguments_of, check_command, missing_arguments_warning, refuse_wildcard
from .owner import OwnerCheck
from .time_zones import require_windows_id

#: Minutes (documented; the reference's 260 for SetJobSchedule is a misprint: the vendor's own client lists 240).
INTERVALS = (5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)
DAYS_OF_WEEK = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
LAST_DAY_OF_MONTH = "Last"
DAYS_OF_MONTH = (*(str(day) for day in range(1, 32)), LAST_DAY_OF_MONTH)
SCHEDULE_OPTIONS = ("date", "interval", "time", "day_of_week", "day_of_month")
FORMS = ("date", "interval", "time")

#: Not all that Python understands: from 3.11 on it takes 1410, which is how YAML reads 23:30 without quotes, for 14:10.
TIME = re.compile(r"\d\d:\d\d(:\d\d)?")
DATE = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?")
TIME_ZONE = re.compile(r":.*(Z|[+-]\d\d:?\d\d)$")

CREATE = "CreateJob"
_SCHEDULE = SharedSetter("SetJobSchedule")


class DayOfMonth(FieldType):
    """1 to 31, or the last day."""

    def from_api(self, value: Any) -> Any:
        return day_of_month_as_read(value)


class Interval(Number):
    """Minutes between two runs."""

    def from_api(self, value: Any) -> Any:
        return minutes_as_read(value)


JOB = Resource(
    noun="job",
    plural="jobs",
    identity="name",
    identity_key="name",
    listing=Read("GetJobs"),
    reference={"id": "id"},
    create=CreateByArguments(CREATE),
    delete="DeleteJob",
    read_only=ReadOnly(
        always=("id",),
        sometimes=(
            *("creation_date_time_utc", "last_start_date_time_utc", "last_complete_date_time_utc"),
            "next_start_date_time_utc",
        ),
    ),
    rename=Rename("RenameJob", new_argument="name"),
    defaults={"time_zone": LOCAL_TIME_ZONE},
    switch=Switch("enabled", has_worked=lambda row: bool(row.get("lastStartDateTimeUtc"))),
    fields=(
        # No function sets action and owner (documented).
        Field("action", RequiredText(), on_create=True, writer=Replacement()),
        Field("owner", RequiredText(), on_create=True, writer=Replacement()),
        Field(
            "time_zone",
            TimeZone(unless=frozenset({LOCAL_TIME_ZONE})),
            key="schedule.timeZoneId",
            on_create=True,
            writer=_SCHEDULE,
        ),
        Field("date", DateAndTime(), key="schedule.date", on_create=True, writer=_SCHEDULE),
        Field("interval", Interval(), key="schedule.interval", on_create=True, writer=_SCHEDULE),
        Field("time", TimeOfDay(), key="schedule.time", on_create=True, writer=_SCHEDULE),
        Field("day_of_week", Text(), key="schedule.dayOfWeek", on_create=True, writer=_SCHEDULE),
        Field("day_of_month", DayOfMonth(), key="schedule.dayOfMonth", on_create=True, writer=_SCHEDULE),
        # CreateJob has no such argument: NEW_JOB_IS_ENABLED.
        Field("enabled", Boolean(), writer=OwnSetter("SetJobEnabled")),
    ),
)


def job_fields(specified: Mapping[str, Any]) -> dict[str, Any]:
    """The named fields, with the schedule as one value: naming a form takes off the parts that are not named.

    Raises InputError: see check_job_options.
    """
    fields = _without_empty_forms(specified)
    arguments = fields.pop("arguments", None)
    if "command" in fields:
        fields["action"] = command_line((fields.pop("command") or "").strip(), arguments or {})
    elif isinstance(fields.get("action"), str):
        fields["action"] = fields["action"].strip()
    return {**dict.fromkeys(SCHEDULE_OPTIONS), **fields} if _forms_in(fields) else fields


def check_job_options(specified: Mapping[str, Any]) -> None:
    """Raises InputError for two forms of a schedule at once, for days without a time, for values that are not a date, time
    or zone, and for a command that no job can have."""
    fields = _without_empty_forms(specified)
    check_all(
        partial(require_windows_id, "time_zone", fields.get("time_zone")),
        partial(_check_command_line, fields),
        partial(_refuse_several_forms, fields),
        partial(_refuse_days_without_time, fields),
        partial(_refuse_other_form, fields, "time", TIME, time.fromisoformat, "03:30"),
        partial(_refuse_other_form, fields, "date", DATE, datetime.fromisoformat, "2026-12-31T03:30:00"),
    )


def _check_command_line(fields: Mapping[str, Any]) -> None:
    if "command" not in fields:
        refuse_wildcard(fields.get("action") or "")
        return
    command, arguments = (fields["command"] or "").strip(), fields.get("arguments") or {}
    check_all(
        partial(_refuse_no_command, command),
        *(partial(_as_argument, name, value) for name, value in arguments.items()),
    )
    refuse_wildcard(command_line(command, arguments))


def _without_empty_forms(specified: Mapping[str, Any]) -> dict[str, Any]:
    """An empty text removes, as null does."""
    return {name: None if name in FORMS and value == "" else value for name, value in specified.items()}


def _forms_in(fields: Mapping[str, Any]) -> list[str]:
    return [form for form in FORMS if fields.get(form) is not None]


def _refuse_several_forms(fields: Mapping[str, Any]) -> None:
    forms = _forms_in(fields)
    if len(forms) > 1:
        raise InputError(f"A job has one schedule, but {joined_by_and(forms)} are set; keep one of them.")


@dataclass(frozen=True)
class JobRules:
    """What a job needs beside its own fields: something to do, a schedule in a known time zone, an owner who exists."""

    snapshot: Snapshot
    instance_id: str
    others_may_make_it: bool
    allow_unknown_command: bool = False

    def refine(self, plan: Plan, observed: Observed) -> Plan:
        """The plan itself, with a warning when arguments of the command are missing, and in check mode when the owner is
        not there yet.

        Raises InputError when something is missing that the server needs, and for a time zone that it does not know.
        """
        if plan.desired.absent:
            return plan
        if self.others_may_make_it:
            # Of a job that an earlier task makes nothing else is known.
            _with_all_it_needs(plan, observed)
        owner = OwnerCheck(self.snapshot, self.instance_id, JOB.noun, CREATE, self.others_may_make_it)
        return after_all(
            plan,
            lambda plan: _with_all_it_needs(plan, observed),
            lambda plan: self._with_known_time_zone(plan, observed),
            lambda plan: self._with_checked_command(plan, observed),
            owner.refine,
        )

    def _with_known_time_zone(self, plan: Plan, observed: Observed) -> Plan:
        zone = plan.desired.fields.get("time_zone")
        there = JOB.field_of("time_zone").read(observed.api_object or {})
        if zone in (None, LOCAL_TIME_ZONE, there) or not plan.changes:
            return plan
        known = self._time_zones()
        if known and zone not in known:
            raise InputError(
                f"time_zone: the server does not know the time zone {zone!r}; write the Windows ID of a time zone,"
                f" such as 'W. Europe Standard Time', or {LOCAL_TIME_ZONE} for the server's own."
            )
        return plan

    def _with_checked_command(self, plan: Plan, observed: Observed) -> Plan:
        action = plan.desired.fields.get("action")
        there = JOB.field_of("action").read(observed.api_object or {})
        creates = any(call.function == CREATE for call in plan.calls)
        if not creates or not action or action == there or self.allow_unknown_command:
            return plan
        missing = check_command(action, self.snapshot.client.metadata())
        if not missing:
            return plan
        warning = missing_arguments_warning(plan.desired.final_name, action, missing)
        return replace(plan, warnings=(*plan.warnings, warning))

    def _time_zones(self) -> list[str]:
        try:
            rows = self.snapshot.read("GetTimeZones", {"instanceID": self.instance_id})
        except FunctionFailed:
            # In check mode there may not even be the instance, which a warning reports.
            return []
        return [row["id"] for row in rows or []]


def _with_all_it_needs(plan: Plan, observed: Observed) -> Plan:
    if observed.api_object is None:
        _refuse_incomplete(plan)
    else:
        _refuse_no_schedule(plan, observed)
    return plan


def _refuse_incomplete(plan: Plan) -> None:
    fields = plan.desired.fields
    missing = [option for option in ("action", "owner") if not fields.get(option)]
    if not any(fields.get(form) is not None for form in FORMS):
        missing.append("a schedule (date, interval or time)")
    refuse_incomplete(JOB.in_words, plan.desired.final_name, missing)


def _refuse_no_schedule(plan: Plan, observed: Observed) -> None:
    """Null takes a part of the schedule off, but a job without any cannot be."""
    values = {**JOB.current(not_none(observed.api_object)), **plan.desired.fields}
    if all(values[form] is None for form in FORMS):
        raise InputError(
            f"The job {plan.desired.final_name!r} would have no schedule: set date, interval or time, or disable the"
            " job with enabled: false."
        )


def command_line(command: str, arguments: Mapping[str, Any]) -> str:
    """A command and its arguments as the Management Shell takes them (documented): --argument="value".

    Leaving the argument out means null, as in calls. Raises InputError for no command, for the instance as an argument,
    and for a value with a quotation mark: QUOTATION_MARK_IN_ACTION.
    """
    _refuse_no_command(command)
    written = (_as_argument(name, value) for name, value in arguments.items())
    return " ".join([command, *(argument for argument in written if argument)])


def _refuse_no_command(command: str) -> None:
    if not command:
        raise InputError("command is empty: set the command, or leave it out to keep the current action.")


def _as_argument(name: str, value: Any) -> str:
    """The argument as it is written; nothing for null."""
    if name == "instanceID":
        raise InputError("arguments: leave instanceID out, because a job always uses its own instance.")
    return "" if value is None else f'--{name}="{_argument_text(name, value)}"'


def _argument_text(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        raise InputError(
            f"arguments: {name} is a dictionary, which a job cannot have as an argument; write a text, a number"
            " or a list."
        )
    if isinstance(value, list):
        # As in calls (documented).
        return ",".join(_argument_text(name, entry) for entry in elements_of(value, f"arguments.{name}"))
    if isinstance(value, float):
        raise InputError(
            f"arguments.{name}: {value} is a decimal number, and YAML also reads texts such as 1e3 as one: put the"
            " value in quotes."
        )
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if '"' in text:
        raise InputError(
            f'arguments: the value of {name} contains a quotation mark ("), which a job cannot have in an'
            " argument; remove it."
        )
    return text


def _refuse_days_without_time(fields: Mapping[str, Any]) -> None:
    days = [option for option in ("day_of_week", "day_of_month") if fields.get(option) is not None]
    if days and fields.get("time") is None:
        raise InputError(f"{joined_by_and(days)} can only be used with time: set the time of day, too.", needs="time")


def _refuse_other_form(
    fields: Mapping[str, Any], option: str, form: re.Pattern[str], parse: Callable[[str], Any], example: str
) -> None:
    value = fields.get(option)
    if value is None:
        return
    if TIME_ZONE.search(value):
        raise InputError(f"{option}: {value!r} contains a time zone; leave it out and use time_zone.")
    if not (form.fullmatch(value) and _can_be_parsed(parse, value)):
        raise InputError(f"{option}: {value!r} is not understood; write it as '{example}', in quotes.")


def _can_be_parsed(parse: Callable[[str], Any], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


OPTIONS: ArgumentSpec = {
    "name": {"type": "str", "required": True},
    "new_name": {"type": "str"},
    "action": {"type": "str"},
    "command": {"type": "str"},
    "arguments": {"type": "dict"},
    "allow_unknown_command": {"type": "bool", "default": False},
    "owner": {"type": "str"},
    "enabled": {"type": "bool"},
    "time_zone": {"type": "str"},
    "date": {"type": "str"},
    "interval": {"type": "int", "choices": list(INTERVALS)},
    "time": {"type": "str"},
    "day_of_week": {"type": "str", "choices": list(DAYS_OF_WEEK)},
    "day_of_month": {"type": "str", "choices": list(DAYS_OF_MONTH)},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def job_item(entry: Entry) -> Item:
    """A job of an instance. Raises InputError for a schedule or a command that cannot be."""
    named = entry.named_fields(JOB, extra=["command", "arguments"])
    check_all(partial(check_fields, JOB, named), partial(check_job_options, named))
    fields = job_fields(named)
    rules = JobRules(
        entry.snapshot, entry.instance_id, entry.others_may_make_it, entry.options["allow_unknown_command"]
    )
    return Item(JOB, entry.desired(fields), rules.refine, place=entry.place)


def export_job(exported: Exported, api_object: ApiObject, scope: ExportScope) -> Exported:
    """The job with its command and arguments, where these two say exactly what its action says.

    An action with a secret in it is a secret as a whole.
    """
    action = str(exported.options["action"])
    try:
        check_command(action, scope.snapshot.client.metadata())
    except InputError:
        exported = exported.but(allow_unknown_command=True)
    if any(True for _secret in secret_values({"action": action})):
        return replace(exported.without("action"), secrets=(UnreadSecret("action"),))
    command, arguments = arguments_of(action)
    with suppress(InputError):
        if command_line(command, arguments) == action:
            return exported.without("action").but(command=command, arguments=arguments or None)
    return exported


JOB_NOUN = Noun(
    JOB,
    OPTIONS,
    job_item,
    export=export_job,
    rules={"mutually_exclusive": [("action", "command")], "required_by": {"arguments": ("command",)}},
)
