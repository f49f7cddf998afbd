# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many tenants compared with their descriptions: the work of M(community.mailstore.spe_drift_info).

Each tenant is a task of `spe_tenant` in check mode, with a record of its own. What keeps one tenant from being compared is
in its row; only a server that cannot be asked at all ends the task.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cached_property
from typing import Any

from .._api.client import Client
from .._api.errors import InputError, SpeError
from .._api.one_line import one_line
from .._api.parallel import parallel_map
from .._api.record import OPENED, Record
from .._api.settings import ConnectionSettings
from .._api.understanding import understanding
from .._engine.names import alike_key
from .._report.files import check_paths, write_whole
from .._resources.assumptions import STATUS_RUNNING
from .access import LEFT_OPEN, SWITCH
from .arguments import refuse_invalid_arguments, sanitized_arguments
from .context import Context
from .drift_page import drift_page
from .drift_words import differences_in, duration
from .execute import execute
from .info_module import info_result
from .options import CONNECTION_OPTIONS, connection_settings, parallel_calls
from .secrets import secret_values
from .specified import SpecifiedOptions, specified_in, without_null_words
from .tenant_definition import SPE_TENANT
from .validation_errors import refusal

Options = Mapping[str, Any]


#: The status of a tenant that the server does not have.
MISSING = "missing"

#: Of so many differences at most a line speaks; all of them stand in the row.
MOST_DIFFERENCES = 10

#: What the code may say of a tenant that does not run; otherwise that is reported.
_MAY_BE_STOPPED = ("present", "stopped", "quarantined")


def check_tenants(params: Options, context: Context) -> dict[str, Any]:
    """Compare all tenants, and return a row for each. Raises SpeError when the only server cannot be asked."""
    files = {f"report.{kind}": path for kind, path in (params["report"] or {}).items() if path is not None}
    check_paths(files.items())
    started = time.monotonic()
    tenants = [Tenant(entry, params) for entry in params["tenants"]]
    _refuse_same_tenants(tenants)
    servers = _servers_of(tenants, params)
    for server in servers.values():
        server.look(is_only_one=len(servers) == 1)
    rows = parallel_map(lambda tenant: tenant.row(servers), tenants, parallel_calls(params))
    unknown = _unknown_tenants(servers, params) if params["unknown_tenants"] == "report" else []
    counts = _counts(rows, unknown, [*tenants, *servers.values()])
    drift = {
        "tenants": rows,
        **{name: [row["name"] for row in rows if is_one(row)] for name, is_one in _KINDS.items()},
        "unknown_tenants": unknown,
        "counts": counts,
        "read_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "seconds": round(time.monotonic() - started, 1),
    }
    drift |= {"lines": _lines(rows, unknown), "summary": _summary(drift)}
    shown = info_result("drift", drift, params)
    for option, path in files.items():
        if context.check_mode:
            context.warn(f"{option}: {path} is not written in check mode.")
        else:
            write_whole(option, path, _WRITERS[option](shown["drift"]))
    return {**shown, **{fact: True for tenant in tenants for fact in tenant.access}}


def _as_json(drift: Options) -> str:
    return json.dumps(drift, indent=2, ensure_ascii=False) + "\n"


#: What makes the content of a file, by its option.
_WRITERS: Mapping[str, Callable[[Options], str]] = {"report.html": drift_page, "report.json": _as_json}


@dataclass
class ServerLook:
    """A server, and which instances it has."""

    settings: ConnectionSettings
    record: Record = field(default_factory=Record)
    status: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None

    def look(self, *, is_only_one: bool) -> None:
        """List its instances, before any tenant is asked: a wrong password is tried once, not once a tenant."""
        client = Client(self.settings, check_mode=True, needed_by="spe_drift_info", record=self.record)
        try:
            with understanding(self.record):
                rows = client.call("GetInstances", {"instanceFilter": "*"}) or []
                self.status = {row["instanceID"]: row["status"] for row in rows}
        except SpeError as error:
            if is_only_one:
                raise
            self.error = error.message


class Tenant:
    """One tenant of the task, and what it is to be compared with."""

    def __init__(self, entry: Options, params: Options) -> None:
        self.instance_id = str(entry["instance_id"])
        self.name = str(entry["name"] or self.instance_id)
        self.record = Record()
        self.is_described = entry["options"] is not None or entry["error"] is not None
        self.error: str | None = entry["error"]
        #: What the result shows of the switching of access.
        self.access: list[str] = []
        connection = {name: params[name] for name in CONNECTION_OPTIONS if params[name] is not None}
        self._written = {
            **connection,
            "unmanaged": "report",
            "service_provider_access": params["service_provider_access"],
            **(entry["options"] or {}),
            "instance_id": self.instance_id,
            # The tenants are compared side by side, each of them call by call.
            "spe_parallel": 1,
            "spe_progress": "never",
        }

    @cached_property
    def specified(self) -> SpecifiedOptions:
        """What the code names."""
        return specified_in(SPE_TENANT.argument_spec, self._raw)

    @cached_property
    def params(self) -> Options:
        """The options of `spe_tenant`. Raises InputError for what that module would refuse."""
        refuse_invalid_arguments(SPE_TENANT, self._written)
        validation = SPE_TENANT.validator.validate(without_null_words(SPE_TENANT.accepted_options, self._raw))
        refused = refusal(SPE_TENANT, SPE_TENANT.name, self._raw, validation)
        if refused is not None:
            raise InputError(refused["msg"])
        params: Options = validation.validated_parameters
        return params

    @cached_property
    def settings(self) -> ConnectionSettings | None:
        """The connection; none of a tenant that cannot be asked anyway."""
        if self.error is not None or not self.is_described:
            return None
        try:
            return connection_settings(self.params)
        except InputError as error:
            self.error = error.message
            return None

    def row(self, servers: Mapping[ConnectionSettings, ServerLook]) -> dict[str, Any]:
        """What became of the comparison."""
        server = servers.get(self.settings) if self.settings is not None else None
        error = self.error or (server.error if server is not None else None)
        if error is not None or server is None:
            return self._row(error=error)
        status = server.status.get(self.instance_id, MISSING)
        result = execute(
            SPE_TENANT,
            self.params,
            specified=self.specified,
            secrets=secret_values(SPE_TENANT, self.params),
            check_mode=True,
            diff_mode=True,
            record=self.record,
        )
        self.access = [fact for fact in (OPENED, LEFT_OPEN) if result.get(fact)]
        if self.params["state"] == "absent":
            # It may need a confirmation that nobody has given yet.
            is_there = [] if status == MISSING else ["is there (code: absent)"]
            return self._row(status, is_there, plan_of=result)
        if result.get("failed"):
            return self._row(
                status, error=str(result["msg"]), stands_for_itself=status not in (STATUS_RUNNING, MISSING)
            )
        return self._row(status, self._differences(result, status), plan_of=result)

    def _differences(self, result: Options, status: str) -> list[str]:
        if status == MISSING:
            return ["is not there"]
        found = differences_in({**result, "instance_id": self.instance_id}, self.params["protect"] or {})
        # That a tenant does not run stands in its status.
        return found if status == STATUS_RUNNING else [text for text in found if not text.startswith("status ")]

    def _row(
        self,
        status: str | None = None,
        differences: Sequence[str] = (),
        *,
        error: str | None = None,
        plan_of: Options | None = None,
        stands_for_itself: bool = False,
    ) -> dict[str, Any]:
        """`stands_for_itself`: the status explains the error."""
        state, plan = self._written.get("state", "started"), plan_of or {}
        return {
            "name": self.name,
            "instance_id": self.instance_id,
            "described": self.is_described,
            "status": status,
            "state": state if self.is_described and self.error is None else None,
            "differs": bool(differences),
            "differences": list(differences),
            "error": None if error is None or stands_for_itself else self._sentence(error),
            "changes": plan.get("counts", {}).get("changed", 0),
            "plan_id": plan.get("plan_id"),
        }

    def _sentence(self, error: str) -> str:
        """The error, without the tenant at its beginning."""
        return one_line(error).removeprefix(f"{self.instance_id}: ")

    @cached_property
    def _raw(self) -> Options:
        return sanitized_arguments(SPE_TENANT, self._written)


def _refuse_same_tenants(tenants: Iterable[Tenant]) -> None:
    seen: set[str] = set()
    for tenant in tenants:
        if tenant.name in seen:
            raise InputError(f"tenants: {tenant.name!r} is there twice; list each tenant once.")
        seen.add(tenant.name)


def _servers_of(tenants: Iterable[Tenant], params: Options) -> dict[ConnectionSettings, ServerLook]:
    """The servers of all tenants; without any, that of the task."""
    found = [tenant.settings for tenant in tenants if tenant.settings is not None]
    return {settings: ServerLook(settings) for settings in found or [connection_settings(params)]}


def _unknown_tenants(servers: Mapping[ConnectionSettings, ServerLook], params: Options) -> list[str]:
    """The instances that are described nowhere."""
    known = {alike_key(name) for name in params["known_tenants"] or ()}
    known |= {alike_key(str(entry["instance_id"])) for entry in params["tenants"] if entry["options"] is not None}
    known |= {alike_key(str(entry["instance_id"])) for entry in params["tenants"] if entry["error"] is not None}
    found = {name for server in servers.values() for name in server.status}
    return sorted(name for name in found if alike_key(name) not in known)


def _is_stopped(row: Options) -> bool:
    return row["status"] not in (None, MISSING, STATUS_RUNNING) and row["error"] is None


#: The kinds of rows that a result lists. A stopped tenant may differ, too, in what can be seen without its running.
_KINDS: Mapping[str, Callable[[Options], bool]] = {
    "differ": lambda row: bool(row["differs"]),
    "stopped": _is_stopped,
    "unreadable": lambda row: row["error"] is not None,
    "not_described": lambda row: not row["described"],
}


def _counts(rows: Sequence[Options], unknown: Sequence[str], asked: Iterable[Tenant | ServerLook]) -> dict[str, int]:
    records = [each.record for each in asked]
    written = [function for record in records for function in record.writes.elements()]
    kinds = {name: sum(map(is_one, rows)) for name, is_one in _KINDS.items()}
    return {
        "tenants": len(rows),
        "clean": sum(not any(is_one(row) for is_one in _KINDS.values()) for row in rows),
        **kinds,
        "unknown_tenants": len(unknown),
        "calls": len(written) + sum(sum(record.reads.values()) for record in records),
        "writes": sum(function != SWITCH for function in written),
    }


def _lines(rows: Sequence[Options], unknown: Sequence[str]) -> list[str]:
    """A line for each tenant that is worth one: those that differ, then those about which nothing can be said."""
    texts = {row["name"]: _text(row) for row in sorted(rows, key=_rank)}
    texts |= dict.fromkeys(unknown, "is on the server, but the inventory has no such tenant")
    shown = {name: text for name, text in texts.items() if text}
    width = max(map(len, shown), default=0)
    return [f"{name:{width}}  {text}" for name, text in shown.items()]


def _rank(row: Options) -> tuple[bool, bool, str]:
    return (not row["differs"], row["error"] is not None, row["name"])


def _text(row: Options) -> str:
    if not row["described"]:
        return "is in the inventory, but its variables describe no tenant"
    if row["error"] is not None:
        return f"could not be compared: {row['error']}"
    shown = row["differences"][:MOST_DIFFERENCES]
    more = len(row["differences"]) - len(shown)
    rest = [f"and {more} more differences" if more > 1 else "and 1 more difference"] if more else []
    return "; ".join([*shown, *rest, *([_stopped_text(row)] if _is_stopped(row) else [])])


def _stopped_text(row: Options) -> str:
    as_described = row["state"] in _MAY_BE_STOPPED
    code = ", as described" if as_described else f" (code: {row['state']})"
    return f"is {row['status']}{code}, so its content could not be compared"


def _summary(drift: Options) -> str:
    counts = drift["counts"]
    others = [(counts["not_described"], "not described"), (counts["unknown_tenants"], "not in the inventory")]
    more = "".join(f", {count} {what}" for count, what in others if count)
    calls, writes = (f"{counts[name]:,} {name if counts[name] != 1 else name[:-1]}" for name in ("calls", "writes"))
    return (
        f"{counts['differ']} of {counts['tenants']} differ, {counts['stopped']} stopped, {counts['unreadable']} unreadable{more}"
        f" ({duration(drift['seconds'])}, {calls}, {writes} besides access)"
    )
