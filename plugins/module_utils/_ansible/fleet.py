# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of `community.mailstore.spe_fleet_info`: one question about many tenants."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from .._api.client import Client
from .._api.errors import (
    AnswerLost,
    CredentialsRefused,
    FunctionFailed,
    InputError,
    NotAnSpeServer,
    NotReached,
    NotSupportedByServer,
    SpeError,
)
from .._api.one_line import joined_by_and, one_line
from .._api.parallel import Limit, parallel_map
from .._api.record import OPENED
from .._api.understanding import understanding
from .._engine.keys import snake_keys
from .._engine.listing import rows_of, shown_rows
from .._engine.progress import Progress
from .._engine.resource import ApiObject
from .._engine.snapshot import Snapshot
from .._resources.archive_admin import access_is_on
from .._resources.environment import shown_server
from .._resources.fleet import (
    PARTS,
    Row,
    TenantPart,
    TenantReading,
    by_instance,
    first_look,
    messages_of_instances,
    with_job_names,
)
from .._resources.instance import instance_row
from .._resources.instance_answers import closed_trouble, explained, instance_trouble, trouble_of
from .._resources.instance_status import gone
from .._resources.license import shown_license
from .._resources.results import TIME_FORMAT, Window, moment_before
from .._resources.system_administrator import SYSTEM_ADMINISTRATOR
from .access import LEFT_OPEN, service_provider_access
from .context import Context
from .fleet_selection import selected_instances
from .info_module import info_result
from .options import parallel_calls

Params = Mapping[str, Any]

STATUS, ADMINISTRATORS, LICENSES, ACCESS = "status", "administrators", "licenses", "access"

#: What can be read, in the order of the documentation.
READABLE = (STATUS, ADMINISTRATORS, LICENSES, ACCESS, *(part.name for part in PARTS))

FULL, QUICK = "full", "quick"

#: What is read when the playbook does not say it: with `full` what M(community.mailstore.spe_health) judges, in six reads
#: of a tenant; with `quick` what explains the messages of GetServiceStatus, in six calls that include those about access.
DEFAULT_READ: Mapping[str, Sequence[str]] = {
    FULL: (STATUS, ADMINISTRATORS, ACCESS, "stores", "credentials", "profiles", "results", "jobs", "job_results"),
    QUICK: (STATUS, ADMINISTRATORS, ACCESS, "stores", "credentials", "profiles"),
}

#: After so many tenants in a row without an answer no more of them are asked: of one host, if their answers were lost, of
#: all, if the server itself could not be reached. Each one takes minutes until all time-outs and retries are over.
GIVE_UP_AFTER = 3

#: Errors that are not about one tenant.
_ERRORS_OF_THE_SERVER = (NotReached, CredentialsRefused, NotAnSpeServer)

#: Results that are newer than now, by a clock that is ahead, are not missed.
_AHEAD = timedelta(days=1)


def read_fleet(params: Params, context: Context) -> dict[str, Any]:
    """The rows of all selected tenants."""
    fleet = _Fleet(params, context)
    result = info_result("fleet", fleet.read(), params)
    tenants = result["fleet"]["tenants"]
    if any(row.get(OPENED) for row in tenants):
        result[OPENED] = True
    left_open = [row["instance_id"] for row in tenants if row.get(LEFT_OPEN)]
    if left_open:
        context.warn(
            f"Service provider access of {', '.join(left_open)} was switched on for this task and may still be on: switch it"
            " off with community.mailstore.spe_archive_admin."
        )
        result[LEFT_OPEN] = True
    errors = [f"{row['instance_id']}: {row['error']}" for row in tenants if row["error"]]
    if errors and params["on_error"] == "fail":
        context.client.record.facts.update(result)
        raise FunctionFailed(f"{len(errors)} of {len(tenants)} tenants could not be read. {' '.join(errors)}")
    return result


class _Fleet:
    """All tenants: the calls about the whole server, and then each tenant, several at once."""

    def __init__(self, params: Params, context: Context) -> None:
        """Raises InputError for options that cannot be."""
        self._params = params
        self._context = context
        self._snapshot = context.snapshot
        self._now = datetime.now(timezone.utc).replace(microsecond=0)
        start = moment_before("results_since", params["results_since"], self._now)
        self._window = Window(start, self._now.replace(tzinfo=None) + _AHEAD)
        self._read = tuple(params["read"] if params["read"] is not None else DEFAULT_READ[params["depth"]])
        self._per_host = _tenants_per_host(params)
        self._notes: list[str] = []

    def read(self) -> dict[str, Any]:
        """The value of the key `fleet`."""
        everything = self._snapshot.rows("GetInstances", {"instanceFilter": "*"})
        server_time = self._context.client.server_time()
        instances = selected_instances(everything, self._params)
        status = self._service_status()
        messages = messages_of_instances((status or {}).get("messages") or (), everything)
        administrators = self._administrators()
        tenants = self._tenants(instances, messages)
        self._add_licenses(tenants)
        return {
            "read_at": _shown_time(self._now),
            "server": self._server(status, server_time),
            "depth": self._params["depth"],
            "read": list(self._read),
            "results_since": _shown_time(self._window.start),
            "servers": None if status is None else [shown_server(row) for row in status["serverInfos"] or []],
            "messages": messages,
            "administrators": administrators,
            "notes": self._notes,
            # Also those that were not chosen: spe_health finds names of tenants that do not exist.
            "instance_ids": sorted(row["instanceID"] for row in everything),
            "tenants": tenants,
            **_counted(tenants, with_access=ACCESS in self._read),
        }

    def _service_status(self) -> ApiObject | None:
        """GetServiceStatus, which takes long: it asks all other servers.

        Raises FunctionFailed when it is refused, and the tenants to read depend on it.
        """
        is_quick = self._params["depth"] == QUICK
        if STATUS not in self._read and not is_quick:
            return None
        try:
            answer: ApiObject = self._snapshot.read("GetServiceStatus")
        except FunctionFailed as error:
            if is_quick:
                raise
            self._notes.append(f"{STATUS}: {one_line(error.message)}")
            return None
        return answer

    def _administrators(self) -> list[Row] | None:
        if ADMINISTRATORS not in self._read:
            return None
        try:
            return shown_rows(SYSTEM_ADMINISTRATOR, rows_of(SYSTEM_ADMINISTRATOR, self._snapshot, {}, None))
        except (FunctionFailed, NotSupportedByServer) as error:
            self._notes.append(f"{ADMINISTRATORS}: {one_line(error.message)}")
            return None

    def _add_licenses(self, tenants: Sequence[Row]) -> None:
        if LICENSES not in self._read:
            return
        counts: dict[str, Any] = {}
        try:
            rows = shown_license(self._snapshot.read("CreateLicenseRequest"))["instances"]
            counts = {row["instance_id"]: row.get("used_license_count") for row in rows if "instance_id" in row}
        except (FunctionFailed, NotSupportedByServer) as error:
            self._notes.append(f"{LICENSES}: {one_line(error.message)}")
        for row in tenants:
            row["used_license_count"] = counts.get(row["instance_id"])

    def _server(self, status: ApiObject | None, server_time: datetime | None) -> dict[str, Any]:
        about = snake_keys(status["environmentInfo"]) if status is not None else {}
        return {
            "version": about.get("version"),
            "name": about.get("server_name"),
            "url": self._params["spe_url"],
            "time": None if server_time is None else _shown_time(server_time),
        }

    def _tenants(self, instances: Sequence[ApiObject], messages: Sequence[Row]) -> list[Row]:
        of_tenant = by_instance(messages)
        rows = [first_look(instance, of_tenant.get(instance["instanceID"], [])) for instance in instances]
        of_instance = {row["instance_id"]: instance for row, instance in zip(rows, instances)}
        reader = _Reader(
            client=self._context.client,
            parts=[part for part in PARTS if part.name in self._read],
            with_access=ACCESS in self._read,
            mode=self._params["service_provider_access"],
            window=self._window,
            now=self._now,
        )
        to_read = []
        for row in rows:
            trouble = trouble_of(of_instance[row["instance_id"]])
            reader.prepare(row, trouble.sentence if trouble is not None else None)
            if row["error"] is None and not (self._params["depth"] == QUICK and row["is_clean"]):
                to_read.append(row)
        progress = Progress(self._context.client.progress, len(to_read), "tenants read")

        def read(row: Row) -> None:
            reader.read(row)
            progress.one_more()

        limit: Limit[Row] = Limit(lambda row: str(row["instance_host"]).casefold(), self._per_host)
        parallel_map(read, to_read if reader.asks_anything else (), parallel_calls(self._params), limit)
        return rows


@dataclass
class _Reader:
    """Reads the details of one tenant after the other; a trouble of a tenant stays in its row. Safe for threads."""

    client: Client
    parts: Sequence[TenantPart]
    with_access: bool
    mode: str
    window: Window
    now: datetime
    #: The functions that this server does not have, each with the sentence about it.
    _lacks: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    #: Tenants in a row without an answer, and why no more are asked, by host; that of the server itself is None.
    _unanswered: Counter[str | None] = field(default_factory=Counter)
    _gave_up: dict[str | None, str] = field(default_factory=dict)

    @property
    def asks_anything(self) -> bool:
        """Whether there is anything to ask of a tenant."""
        return bool(self.parts or self.with_access)

    def prepare(self, row: Row, trouble: str | None) -> None:
        """The row of a tenant that is not read, or not yet: all keys, without values."""
        row["error"] = trouble
        if self.with_access:
            row[ACCESS] = None
        row.update(dict.fromkeys(part.name for part in self.parts))

    def read(self, row: Row) -> None:
        """Add to the row what is read. Raises nothing that is about a tenant."""
        gave_up = self._gave_up.get(None) or self._gave_up.get(row["instance_host"])
        if gave_up is not None:
            row["error"] = gave_up
            return
        client = self.client.for_one_of_many()
        try:
            self._read_details(client, row)
            row["is_read"] = True
            self._note_answer(row, None)
        except SpeError as error:
            row["error"] = one_line(error.message)
            self._note_answer(row, error)
        if client.record.facts.get(LEFT_OPEN):
            row[LEFT_OPEN] = True
        with_job_names(row)

    def _note_answer(self, row: Row, error: SpeError | None) -> None:
        """Give up a host whose instances no longer answer, or all when the server itself cannot be reached."""
        with self._lock:
            if not isinstance(error, (AnswerLost, *_ERRORS_OF_THE_SERVER)):
                self._unanswered[None] = self._unanswered[row["instance_host"]] = 0
                return
            host = row["instance_host"] if isinstance(error, AnswerLost) else None
            self._unanswered[host] += 1
            if self._unanswered[host] >= GIVE_UP_AFTER:
                who = "the server" if host is None else f"others of the host {host}"
                reason = f"The instance was not asked, because {who} did not answer before: {one_line(error.message)}"
                self._gave_up.setdefault(host, reason)

    def _read_details(self, client: Client, row: Row) -> None:
        instance_id = row["instance_id"]
        reading = TenantReading(Snapshot(client), instance_id, self.window, self.now)
        opens = any(part.needs_access for part in self.parts)
        mode = self.mode if opens else "require"
        with service_provider_access(client, instance_id, mode) as access, understanding(client.record):
            if self.with_access:
                was_on = access_is_on(client, instance_id) if access.was_on is None else access.was_on
                row[ACCESS] = {"enabled": was_on}
            try:
                _PartByPart(self, reading, row).read()
            finally:
                if access.opened:
                    row[OPENED] = True

    def lack_of(self, part: TenantPart) -> str | None:
        """The sentence about a function that another tenant has shown to be missing."""
        return self._lacks.get(part.function)

    def note_lack(self, part: TenantPart, error: NotSupportedByServer) -> str:
        """The sentence about a function that this server does not have."""
        return self._lacks.setdefault(part.function, f"{part.name}: {one_line(error.needed_by(part.name))}")


class _PartByPart:
    """The parts of one tenant, one after the other: a part that is refused does not keep the others from being read."""

    def __init__(self, reader: _Reader, reading: TenantReading, row: Row) -> None:
        self._reader = reader
        self._reading = reading
        self._row = row
        self._refused: list[str] = []
        self._refusal: FunctionFailed | None = None

    def read(self) -> None:
        """Raises SpeError when the tenant does not answer, or when a part of it was refused, after all others."""
        is_closed = self._row.get(ACCESS) == {"enabled": False} and self._reader.mode == "require"
        for part in self._reader.parts:
            if part.needs_access and is_closed:
                raise InputError(closed_trouble(self._reading.instance_id, part.function), function=part.function)
            self._read_part(part)
        if self._refusal is not None:
            names = joined_by_and(self._refused)
            raise FunctionFailed(f"{names} could not be read: {self._refusal.message}", function=self._refusal.function)

    def _read_part(self, part: TenantPart) -> None:
        lack = self._reader.lack_of(part)
        if lack is not None:
            self._row["notes"].append(lack)
            return
        if part.of is not None and self._row.get(part.of) == []:
            self._row[part.name] = []
            return
        try:
            self._row[part.name] = part.read(self._reading)
        except NotSupportedByServer as error:
            self._row["notes"].append(self._reader.note_lack(part, error))
        except FunctionFailed as error:
            if self._refusal is None:
                self._refuse_by_state(part, error)
                self._refusal = error
            self._refused.append(part.name)

    def _refuse_by_state(self, part: TenantPart, error: FunctionFailed) -> None:
        """Raises SpeError when the state of the tenant is the reason of a refusal: then nothing else can be read."""
        snapshot, instance_id = self._reading.snapshot, self._reading.instance_id
        if instance_row(snapshot, instance_id) is None:
            raise error.because(gone(instance_id).message)
        may_be_closed = part.needs_access and self._reader.mode == "require"
        trouble = instance_trouble(snapshot, instance_id)
        reason = explained(error, trouble, snapshot, instance_id, may_be_closed=may_be_closed)
        if reason is not error:
            raise reason from error


def _tenants_per_host(params: Params) -> int:
    """Raises InputError for fewer than one."""
    most = int(params["parallel_per_host"])
    if most < 1:
        raise InputError(f"parallel_per_host is {most}, but nothing is read with fewer than one: set 1 or more.")
    return most


def _shown_time(moment: datetime) -> str:
    return f"{moment.strftime(TIME_FORMAT)}Z"


def _counted(tenants: Sequence[Row], *, with_access: bool) -> dict[str, Any]:
    """The tenants with access on, the counts, and one sentence about them."""
    counts = {
        "tenants": len(tenants),
        "clean": sum(row["is_clean"] for row in tenants),
        "read": sum(row["is_read"] for row in tenants),
        "errors": sum(row["error"] is not None for row in tenants),
    }
    result: dict[str, Any] = {"counts": counts}
    summary = "{tenants} tenants: {clean} clean, {read} read in detail, {errors} not readable"
    if with_access:
        open_ones = [row["instance_id"] for row in tenants if row[ACCESS] == {"enabled": True}]
        result["access_open"] = open_ones
        counts["access_open"] = len(open_ones)
        asked = sum(row[ACCESS] is not None for row in tenants)
        summary += f", {{access_open}} of {asked} with service provider access on"
    return {**result, "summary": f"{summary.format(**counts)}."}
