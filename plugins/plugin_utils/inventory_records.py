# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the inventory plugin reads: a record for each instance, of plain JSON types, which can be cached."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from ..module_utils._api.client import Client
from ..module_utils._api.errors import AnswerLost, CredentialsRefused, NotReached, SpeError
from ..module_utils._api.masking import without_secrets
from ..module_utils._api.one_line import one_line
from ..module_utils._api.parallel import parallel_map
from ..module_utils._api.settings import ConnectionSettings
from ..module_utils._api.understanding import understanding
from ..module_utils._engine.canonical import host_name
from ..module_utils._engine.keys import snake_keys
from ..module_utils._engine.resource import ApiObject
from ..module_utils._resources.archive_admin import access_is_on
from ..module_utils._resources.assumptions import STATUS_RUNNING
from ..module_utils._resources.instance import INSTANCE, has_status
from ..module_utils._resources.store import STORE

Record = dict[str, Any]

#: One instance may hang. When so many calls without an answer follow one another, the server does.
UNANSWERED = 3


@dataclass(frozen=True)
class Selection:
    """Which instances are read, by their rows in the list. Nothing of a kind selects all of that kind."""

    instance_host: Sequence[str] = ()
    status: Sequence[str] = ()
    start_mode: Sequence[str] = ()
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def selects(self, row: ApiObject) -> bool:
        """Whether the instance of this row is read."""
        host, start_mode = str(row["instanceHost"]), row["startMode"]
        hosts = {host_name(name) for name in self.instance_host}
        return (
            (not hosts or host_name(host) in hosts)
            and (not self.status or has_status(row, self.status))
            and (not self.start_mode or start_mode in self.start_mode)
            and (not self.include or _matches(row, self.include))
            and not _matches(row, self.exclude)
        )

    def unmatched(self, rows: Iterable[ApiObject]) -> list[str]:
        """The patterns of `include` that match no instance at all."""
        rows = list(rows)
        return [pattern for pattern in self.include if not any(_matches(row, [pattern]) for row in rows)]


def _matches(row: ApiObject, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(row["instanceID"], pattern) for pattern in patterns)


@dataclass(frozen=True)
class _Detail:
    """What one call reads of an instance, none of which needs service provider access."""

    read: Callable[[Client, str], Any]
    needs_process: bool = True


def _configuration(client: Client, instance_id: str) -> Any:
    return INSTANCE.shown(client.call("GetInstanceConfiguration", {"instanceID": instance_id}), instance_id)


def _statistics(client: Client, instance_id: str) -> Any:
    return snake_keys(client.call("GetInstanceStatistics", {"instanceID": instance_id}))


def _live_statistics(client: Client, instance_id: str) -> Any:
    return snake_keys(client.call("GetInstanceProcessLiveStatistics", {"instanceID": instance_id}))


def _stores(client: Client, instance_id: str) -> Any:
    rows = client.call(STORE.listing.function, {"instanceID": instance_id, **STORE.listing.arguments})
    return [STORE.shown(row, row["name"]) for row in rows]


def _access(client: Client, instance_id: str) -> Any:
    return {"enabled": access_is_on(client, instance_id)}


#: By the words of the option `read`.
DETAILS: Mapping[str, _Detail] = {
    "configuration": _Detail(_configuration, needs_process=False),
    "statistics": _Detail(_statistics),
    "live_statistics": _Detail(_live_statistics),
    "stores": _Detail(_stores),
    "access": _Detail(_access),
}


class Reader:
    """Reads the records from one server. It never writes."""

    def __init__(self, settings: ConnectionSettings, parallel: int, warn: Callable[[str], None]) -> None:
        self._settings = settings
        self._parallel = parallel
        self._warn = warn
        self._lock = threading.Lock()
        self._out_of_reach: SpeError | None = None
        self._unanswered = 0

    def records(self, selection: Selection, details: Sequence[str]) -> list[Record]:
        """A record for each selected instance, sorted by ID: one call, and one for each detail of each of them.

        A detail that cannot be read is None, and the reason stands beside it under `<detail>_error`; one that needs a
        running instance is None for others. Raises SpeError when the list cannot be read.
        """
        client = self._client()
        with understanding(client.record):
            rows = client.call("GetInstances", {"instanceFilter": "*"}) or []
            selected = sorted((row for row in rows if selection.selects(row)), key=lambda row: str(row["instanceID"]))
            records = [without_secrets(INSTANCE.shown(row, row["instanceID"])) for row in selected]
        self._warn_of_nothing(selection, rows, selected)
        wanted = [(record, detail) for record in records for detail in details]
        parallel_map(lambda pair: self._add_detail(*pair), wanted, self._parallel)
        return records

    def _client(self) -> Client:
        return Client(self._settings, needed_by="The inventory plugin spe")

    def _warn_of_nothing(self, selection: Selection, rows: list[ApiObject], selected: list[ApiObject]) -> None:
        unmatched = selection.unmatched(rows)
        if unmatched:
            self._warn(f"include: no instance of this server matches {', '.join(map(repr, unmatched))}.")
        if rows and not selected:
            self._warn(f"None of the {len(rows)} instances of this server is selected: check the filters.")

    def _add_detail(self, record: Record, name: str) -> None:
        detail = DETAILS[name]
        record[name] = None
        if detail.needs_process and record["status"] != STATUS_RUNNING:
            return
        try:
            record[name] = without_secrets(self._read(detail, record["instance_id"]))
        except SpeError as error:
            record[f"{name}_error"] = one_line(error.message)

    def _read(self, detail: _Detail, instance_id: str) -> Any:
        """Raises SpeError; when the server is out of reach, also for all instances after that, without a call."""
        with self._lock:
            if self._out_of_reach is not None:
                raise self._out_of_reach
        client = self._client()
        try:
            with understanding(client.record):
                value = detail.read(client, instance_id)
        except SpeError as error:
            self._judge(error)
            raise
        self._unanswered = 0
        return value

    def _judge(self, error: SpeError) -> None:
        """Whether an error says something of the server, and not of one instance."""
        with self._lock:
            self._unanswered += isinstance(error, AnswerLost)
            if isinstance(error, (NotReached, CredentialsRefused)) or self._unanswered >= UNANSWERED:
                self._out_of_reach = error


@dataclass(frozen=True)
class Reading:
    """What was read from a server, and the warnings about it: a cache keeps both."""

    records: list[Record]
    warnings: list[str]

    def as_cached(self) -> dict[str, Any]:
        """The form in which a cache keeps it."""
        return {"records": self.records, "warnings": self.warnings}


def reading_in(cached: Any) -> Reading | None:
    """The reading that a cache has kept of an earlier run; None when it has something else, or nothing."""
    if not isinstance(cached, dict) or set(cached) != {"records", "warnings"}:
        return None
    records, warnings = cached["records"], cached["warnings"]
    keys = ("instance_id", "instance_host", "status", "start_mode")
    are_records = isinstance(records, list) and all(
        isinstance(record, dict) and all(key in record for key in keys) for record in records
    )
    are_warnings = isinstance(warnings, list) and all(isinstance(warning, str) for warning in warnings)
    return Reading(list(records), list(warnings)) if are_records and are_warnings else None
